//! The jump list: where the cursor stood before it went far, over articles, to go back and forward again.

use super::State;
use super::state::Level;
use crate::model::ArticleId;
use crate::store::Screen;

/// The most places that are kept.
const MOST: usize = 100;

/// An article and a code point of its text.
pub type Place = (ArticleId, usize);

/// Places that were left, oldest first, and those that were gone back from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jumps {
    past: Vec<Place>,
    future: Vec<Place>,
}

impl Jumps {
    /// Keeps a place that is left; what was gone back from is forgotten.
    pub fn leave(&mut self, place: Place) {
        self.future.clear();
        self.past.retain(|other| *other != place);
        self.past.push(place);
        let extra = self.past.len().saturating_sub(MOST);
        self.past.drain(..extra);
    }

    /// Returns the last place that was left, other than `here`, and keeps `here` for the way forward.
    pub fn back(&mut self, here: Option<Place>) -> Option<Place> {
        turn(&mut self.past, &mut self.future, here)
    }

    /// Returns the place that was gone back from last.
    pub fn forward(&mut self, here: Option<Place>) -> Option<Place> {
        turn(&mut self.future, &mut self.past, here)
    }
}

fn turn(from: &mut Vec<Place>, to: &mut Vec<Place>, here: Option<Place>) -> Option<Place> {
    from.retain(|place| Some(place) != here.as_ref());
    let place = from.pop()?;
    to.extend(here);
    Some(place)
}

impl State {
    /// Returns where the cursor stands in the open article.
    pub(super) fn place_here(&self) -> Option<Place> {
        let reader = self.reader.as_ref().filter(|_| self.screen == Screen::Reader)?;
        Some((reader.article.id.clone(), reader.article.body.to_cp(reader.cursor.span.start)))
    }

    /// Keeps this place in the jump list, before the cursor goes far.
    pub(super) fn keep_jump(&mut self) {
        if let Some(place) = self.place_here() {
            self.jumps.leave(place);
        }
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

    /// Goes back to where the cursor stood before the last jump, or forward again.
    pub(super) fn jump(&mut self, back: bool) {
        let here = self.place_here();
        let found = if back { self.jumps.back(here) } else { self.jumps.forward(here) };
        match found {
            Some((id, at)) => self.go_to_place(id, at),
            None if back => self.say(Level::Warning, "There is no earlier place to go back to."),
            None => self.say(Level::Warning, "There is no place to go forward to."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Jumps, Place};
    use crate::model::ArticleId;

    fn at(at: usize) -> Place {
        (ArticleId::new("a.txt"), at)
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
