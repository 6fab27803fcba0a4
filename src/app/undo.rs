//! Undo and redo: acts that name other acts, so they reach back over restarts and stay in the journal.

use super::State;
use super::state::Level;
use crate::model::{Act, ArticleId, Id, What};
use crate::store::Screen;

impl State {
    /// Takes back the last act on the open article; when there is none left, offers the article of the last act elsewhere.
    pub(super) fn undo(&mut self) {
        let next = self
            .reader
            .as_ref()
            .filter(|_| self.screen == Screen::Reader)
            .and_then(|reader| reader.history.next_undo().cloned());
        match next {
            Some(key) => self.take_back(key, "Undone"),
            None => self.undo_elsewhere(),
        }
    }

    /// Does again what was undone last.
    pub(super) fn redo(&mut self) {
        match self.reader.as_ref().and_then(|reader| reader.history.next_redo().cloned()) {
            Some(key) => self.take_back(key, "Redone"),
            None => self.say(Level::Warning, "There is nothing to redo in this article."),
        }
    }

    fn take_back(&mut self, key: Id, word: &str) {
        let what = self.describe(&key);
        self.perform(vec![What::Undo { of: key }]);
        self.motion(|reader| reader.select(reader.cursor.span));
        self.say(Level::Info, &format!("{word}: {what}."));
    }

    fn undo_elsewhere(&mut self) {
        let key = self.keys_for(self.screen_scope(), "undo");
        if let Some(id) = self.undo_elsewhere.take() {
            self.open(id);
            return;
        }
        let here = self.reader.as_ref().filter(|_| self.screen == Screen::Reader).map(|reader| &reader.article.id);
        let others = self.list.rows.iter().filter(|row| row.latest.is_some() && Some(&row.id) != here);
        let Some(row) = others.max_by(|a, b| a.latest.cmp(&b.latest)) else {
            return self.say(Level::Warning, "There is nothing to undo.");
        };
        let (id, title): (ArticleId, String) = (row.id.clone(), row.title.clone());
        self.say(Level::Warning, &format!("Your last act is in “{title}”; {key} again goes there."));
        self.undo_elsewhere = Some(id);
    }

    /// Says in a few words what an act or a group did.
    fn describe(&self, key: &Id) -> String {
        let acts = self
            .reader
            .as_ref()
            .and_then(|reader| reader.journals.first())
            .map(|journal| journal.acts.as_slice())
            .unwrap_or_default();
        let named: Vec<&Act> = acts.iter().filter(|act| act.undo_key() == key || act.id == *key).collect();
        let Some(first) = named.first() else { return "an earlier act".to_owned() };
        match &first.what {
            What::Undo { of } => self.describe(of),
            what => count(named.len(), what),
        }
    }
}

fn count(number: usize, what: &What) -> String {
    let (word, name) = match what {
        What::Mention { entity, .. } => ("mention", entity.as_str()),
        What::Stance { target, .. } => ("stance", target.entity.as_str()),
        What::Tag { label, .. } => ("tag", label.as_str()),
        What::Note { .. } => ("note", ""),
        What::Reject { .. } => ("rejection", ""),
        What::Change { .. } => ("change", ""),
        What::Remove { .. } => ("removal", ""),
        What::Undo { .. } => ("undo", ""),
        What::Unknown(_) => ("act", ""),
    };
    let plural = if number == 1 { "" } else { "s" };
    let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
    format!("{number} {word}{plural}{name}")
}
