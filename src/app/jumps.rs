//! The jump list: where one was before going far, over articles and the screens of entities, to go back and forward again.

use super::State;
use super::state::{Level, Overlay};
use crate::model::ArticleId;
use crate::store::Screen;

/// The most places that are kept.
const MOST: usize = 100;

/// A place to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The list of articles.
    Library,
    /// A code point of an article's text.
    Text(ArticleId, usize),
    /// The list of entities.
    Entities,
    /// The page of an entity, with the cursor on this place; true where the list of entities lies below it.
    Page(String, usize, bool),
}

/// Stops that were left, oldest first, and those that were gone back from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jumps {
    past: Vec<Stop>,
    future: Vec<Stop>,
}

impl Jumps {
    /// Keeps a place that is left; what was gone back from is forgotten.
    pub fn leave(&mut self, place: Stop) {
        self.future.clear();
        self.past.retain(|other| *other != place);
        self.past.push(place);
        let extra = self.past.len().saturating_sub(MOST);
        self.past.drain(..extra);
    }

    /// Returns the last place that was left, other than `here`, and keeps `here` for the way forward.
    pub fn back(&mut self, here: Option<Stop>) -> Option<Stop> {
        turn(&mut self.past, &mut self.future, here)
    }

    /// Returns the place that was gone back from last.
    pub fn forward(&mut self, here: Option<Stop>) -> Option<Stop> {
        turn(&mut self.future, &mut self.past, here)
    }
}

fn turn(from: &mut Vec<Stop>, to: &mut Vec<Stop>, here: Option<Stop>) -> Option<Stop> {
    from.retain(|place| Some(place) != here.as_ref());
    let place = from.pop()?;
    to.extend(here);
    Some(place)
}

impl State {
    /// Returns where one is.
    fn here(&self) -> Stop {
        let page = self.entities.page.as_ref();
        match (self.overlays.iter().rev().find(|it| matches!(it, Overlay::Entities | Overlay::Entity)), page) {
            (Some(Overlay::Entity), Some(page)) => {
                let listed = self.overlays.iter().any(|it| matches!(it, Overlay::Entities));
                return Stop::Page(page.name.clone(), page.cursor, listed);
            }
            (Some(Overlay::Entities), _) => return Stop::Entities,
            _ => {}
        }
        match (self.screen, &self.reader) {
            (Screen::Reader, Some(reader)) => {
                Stop::Text(reader.article.id.clone(), reader.article.body.to_cp(reader.cursor.span.start))
            }
            _ => Stop::Library,
        }
    }

    /// Returns the article that is read, and where.
    pub(super) fn place_here(&self) -> Option<(ArticleId, usize)> {
        match self.here() {
            Stop::Text(id, at) => Some((id, at)),
            _ => None,
        }
    }

    /// Keeps this place in the jump list, before going far.
    pub(super) fn keep_jump(&mut self) {
        let here = self.here();
        self.jumps.leave(here);
    }

    /// Goes to a place, in this article or another one.
    pub(super) fn go_to_place(&mut self, id: ArticleId, at: usize) {
        let open = self.screen == Screen::Reader && self.reader.as_ref().is_some_and(|reader| reader.article.id == id);
        if open {
            return self.motion(|reader| {
                reader.visual = false;
                reader.go_to_mark(reader.article.body.to_byte(at));
            });
        }
        self.keep_place();
        self.going_to = Some((id.clone(), at));
        self.opening = None;
        self.open(id);
    }

    /// Goes back to where one was before the last jump, or forward again.
    pub(super) fn jump(&mut self, back: bool) {
        let here = Some(self.here());
        let found = if back { self.jumps.back(here) } else { self.jumps.forward(here) };
        match found {
            Some(stop) => self.go_to_stop(stop),
            None if back => self.say(Level::Warning, "There is no earlier place to go back to."),
            None => self.say(Level::Warning, "There is no place to go forward to."),
        }
    }

    /// Leaves the screens of entities, and goes to a place.
    pub(super) fn go_to_stop(&mut self, stop: Stop) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Entities | Overlay::Entity));
        match stop {
            Stop::Library => self.close_reader(),
            Stop::Entities => self.start_entities(),
            Stop::Text(id, at) => self.go_to_place(id, at),
            Stop::Page(name, cursor, listed) => {
                if listed {
                    self.start_entities();
                }
                self.open_entity(&name);
                if let Some(page) = &mut self.entities.page {
                    page.cursor = cursor;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Jumps, Stop};
    use crate::model::ArticleId;

    fn at(at: usize) -> Stop {
        Stop::Text(ArticleId::new("a.txt"), at)
    }

    #[test]
    fn back_and_forward_over_places() {
        let mut jumps = Jumps::default();
        assert_eq!(jumps.back(Some(at(0))), None);
        jumps.leave(at(1));
        jumps.leave(at(2));
        jumps.leave(at(1));
        assert_eq!(jumps.back(Some(at(9))), Some(at(1)), "the place that was left last");
        assert_eq!(jumps.back(Some(at(1))), Some(at(2)));
        assert_eq!(jumps.back(Some(at(2))), None, "each place is there once");
        assert_eq!(jumps.forward(Some(at(2))), Some(at(1)));
        assert_eq!(jumps.forward(Some(at(1))), Some(at(9)));
        assert_eq!(jumps.back(Some(at(9))), Some(at(1)));
        jumps.leave(at(5));
        assert_eq!(jumps.forward(Some(at(1))), None, "who goes elsewhere has no way forward");
        (0..300).for_each(|place| jumps.leave(at(place)));
        assert_eq!(jumps.past.len(), super::MOST);
    }
}
