//! Marking whole searches as read, and taking that back.

use super::State;
use super::effect::{Articles, Effect, Naming};
use super::list::MOST_READ;
use super::state::Level;
use crate::model::ArticleId;
use crate::store::Place;
use std::sync::Arc;

impl State {
    /// Marks the selected articles, or else all that are listed, as read.
    pub(super) fn mark_read(&mut self) {
        match self.chosen_articles() {
            Articles::These(ids) => self.on_read(ids),
            listed if listed.len() > MOST_READ => {
                let said =
                    format!("More than {MOST_READ} articles are listed; narrow the list before marking them as read.");
                self.say(Level::Warning, &said);
            }
            listed => self.effect(Effect::Name(listed, Naming::MarkRead)),
        }
    }

    pub(super) fn on_read(&mut self, ids: Vec<ArticleId>) {
        let unread: Vec<ArticleId> = ids.into_iter().filter(|id| !self.list.places.contains_key(id)).collect();
        if unread.is_empty() {
            return self.say(Level::Info, "All of these have been read.");
        }
        let mut changed = self.reading_change();
        let places = Arc::make_mut(&mut self.list.places);
        for id in &unread {
            let place = Place { at: 0, read: true };
            places.insert(id.clone(), place);
            changed.articles.insert(id.clone(), place);
        }
        self.effect(Effect::KeepReading(changed));
        let key = self.keys_for(super::Scope::Library, "mark-unread");
        let said = match unread.len() {
            1 => format!("Marked 1 article as read; {key} takes it back."),
            count => format!("Marked {count} articles as read; {key} takes it back."),
        };
        self.list.marked_read = unread;
        self.say(Level::Info, &said);
        self.relist();
        self.recount_searches();
    }

    /// Takes the last marking back.
    pub(super) fn mark_unread(&mut self) {
        let ids = std::mem::take(&mut self.list.marked_read);
        if ids.is_empty() {
            return self.say(Level::Warning, "No articles were marked as read together.");
        }
        let mut changed = self.reading_change();
        let places = Arc::make_mut(&mut self.list.places);
        for id in &ids {
            // One that was opened since stays read.
            if places.get(id).is_some_and(|place| place.at == 0) {
                places.remove(id);
                changed.unread.push(id.clone());
            }
        }
        let said = format!("{} articles are unread again.", changed.unread.len());
        self.effect(Effect::KeepReading(changed));
        self.say(Level::Info, &said);
        self.relist();
        self.recount_searches();
    }
}
