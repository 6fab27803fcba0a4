//! Learning: the lessons of the library, kept current with every act, so that the very next article is suggested better.

use super::State;
use super::effect::Effect;
use crate::model::{ArticleId, Lessons, LibraryLessons, Taught};
use crate::recognize::Depth;
use crate::store::{Row, Screen};
use crate::text::Body;
use std::sync::Arc;

impl State {
    /// Returns the lessons in force; none where the configuration wants none.
    #[must_use]
    pub fn lessons(&self) -> Arc<Lessons> {
        if self.config.learn { self.learned.sum().clone() } else { Arc::default() }
    }

    /// Takes the lessons that a look at the library gave. What this session did meanwhile is newer. An open article is
    /// looked through again: at the start of the program it may have come before them.
    pub(super) fn on_lessons(&mut self, fresh: LibraryLessons) {
        let old = std::mem::replace(&mut self.learned, fresh);
        self.learned.name_types(&self.config.codebook);
        self.learn_from_registry();
        for id in self.session.keys() {
            if let Some(taught) = old.part(id) {
                self.learned.put(id, taught);
            }
        }
        let open = self.reader.as_ref().filter(|_| self.config.learn && self.screen == Screen::Reader);
        if let Some(body) = open.map(|reader| reader.article.body.clone()) {
            self.ask_for_suggestions(body);
        }
    }

    /// Takes a row that was made anew, or that its article is gone, with what it teaches.
    pub(super) fn on_row_changed(&mut self, id: &ArticleId, row: Option<Row>) {
        if row.is_none() || !self.session.contains_key(id) {
            self.learned.forget(id);
        }
        if let Some(row) = &row {
            self.learned.put(id, &row.taught);
        }
    }

    /// Learns from the own journal of the open article as it is now.
    pub(super) fn learn_from_open(&mut self) {
        let Some(reader) = &self.reader else { return };
        if let Some(own) = reader.journals.first() {
            self.learned.put(&reader.article.id, &Taught::of(&own.acts));
        }
    }

    pub(super) const fn depth(&self) -> Depth {
        if self.config.careful { Depth::Careful } else { Depth::Fast }
    }

    pub(super) fn ask_for_suggestions(&mut self, body: Body) {
        self.suggest_round += 1;
        if self.config.suggestions {
            let lessons = self.lessons();
            self.effect(Effect::Suggest(self.suggest_round, body, lessons, self.depth()));
        }
    }
}
