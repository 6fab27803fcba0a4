//! Undo and redo: acts that name other acts, so they reach back over restarts and stay in the journal.

use super::State;
use super::state::Level;
use crate::model::{Act, Anchor, ArticleId, Id, What};
use crate::store::Screen;
use std::collections::BTreeSet;

impl State {
    /// Takes back the last act on the open article; when there is none left, offers the article of the last act elsewhere.
    pub(super) fn undo(&mut self) {
        let next = self
            .reader
            .as_ref()
            .filter(|_| self.screen == Screen::Reader)
            .and_then(|reader| reader.history.next_undo().cloned());
        match next {
            Some(key) if self.turn_everywhere(&key, "Undone") => {}
            Some(key) => self.take_back(key, "Undone"),
            None => self.undo_elsewhere(),
        }
    }

    /// Does again what was undone last.
    pub(super) fn redo(&mut self) {
        match self.reader.as_ref().and_then(|reader| reader.history.next_redo().cloned()) {
            Some(key) if self.turn_everywhere(&key, "Redone") => {}
            Some(key) => self.take_back(key, "Redone"),
            None => self.say(Level::Warning, "There is nothing to redo in this article."),
        }
    }

    /// Does again what was undone last in several articles at once.
    pub(super) fn redo_everywhere(&mut self) {
        match self.last_turn(true).1.cloned() {
            Some(key) => drop(self.turn_everywhere(&key, "Redone")),
            None => self.say(
                Level::Warning,
                "Nothing was undone in several articles at once; in an article redo its own acts.",
            ),
        }
    }

    fn take_back(&mut self, key: Id, word: &str) {
        let named = self.named(&key);
        let (what, place) = (describe(&named), named.iter().find_map(|act| place_of(act)).cloned());
        self.perform(vec![What::Undo { of: key }]);
        self.motion(|reader| {
            let body = &reader.article.body;
            // The cursor goes where the act was, so that it can be done better at once.
            let span = place.map_or(reader.cursor.span, |anchor| body.span_of_cp(anchor.start, anchor.end));
            reader.select(span);
        });
        self.say(Level::Info, &format!("{word}: {what}."));
    }

    fn undo_elsewhere(&mut self) {
        if self.screen == Screen::Library {
            let newest =
                self.list.marked().iter().filter_map(|row| row.latest.as_ref()).chain(self.last_turn(true).0).max();
            if newest.cloned().is_some_and(|newest| self.turn_everywhere(&newest, "Undone")) {
                return;
            }
        }
        let key = self.keys_for(self.screen_scope(), "undo");
        if let Some(id) = self.undo_elsewhere.take() {
            self.open(id);
            return;
        }
        let here = self.reader.as_ref().filter(|_| self.screen == Screen::Reader).map(|reader| &reader.article.id);
        let others = self.list.marked().iter().filter(|row| row.latest.is_some() && Some(&row.id) != here);
        let Some(row) = others.max_by(|a, b| a.latest.cmp(&b.latest)) else {
            return self.say(Level::Warning, "There is nothing to undo.");
        };
        let (id, title): (ArticleId, String) = (row.id.clone(), row.title.clone());
        self.say(Level::Warning, &format!("Your last act is in “{title}”; {key} again goes there."));
        self.undo_elsewhere = Some(id);
    }

    /// Returns the acts that an id or a group names; for an undo, those that it took back.
    fn named(&self, key: &Id) -> Vec<Act> {
        let acts =
            self.reader.as_ref().and_then(|reader| reader.journals.first()).map_or(&[][..], |journal| &journal.acts);
        let named: Vec<Act> = acts.iter().filter(|act| act.undo_key() == key || act.id == *key).cloned().collect();
        match named.first().map(|act| &act.what) {
            Some(What::Undo { of }) => self.named(of),
            _ => named,
        }
    }
}

const fn place_of(act: &Act) -> Option<&Anchor> {
    match &act.what {
        What::Mention { anchor, .. } | What::Reject { anchor, .. } => Some(anchor),
        _ => None,
    }
}

/// Says in a few words what acts did.
fn describe(acts: &[Act]) -> String {
    let Some(first) = acts.first() else { return "an earlier act".to_owned() };
    let names: BTreeSet<&str> = acts.iter().map(|act| name_of(&act.what)).filter(|name| !name.is_empty()).collect();
    let count = acts.iter().filter(|act| word_of(&act.what) == word_of(&first.what)).count();
    let plural = if count == 1 { "" } else { "s" };
    let name = match names.len() {
        0 => String::new(),
        1 => format!(" ({})", name_of(&first.what)),
        names => format!(" of {names} names"),
    };
    format!("{count} {}{plural}{name}", word_of(&first.what))
}

const fn word_of(what: &What) -> &'static str {
    match what {
        What::Mention { .. } => "mention",
        What::Stance { .. } => "stance",
        What::Tag { .. } => "tag",
        What::Note { .. } => "note",
        What::Reject { .. } => "rejection",
        What::Change { .. } => "change",
        What::Remove { .. } => "removal",
        What::Undo { .. } => "undo",
        What::Entity(_) => "change of the registry",
        What::Unknown(_) => "act",
    }
}

fn name_of(what: &What) -> &str {
    match what {
        What::Mention { entity, .. } => entity,
        What::Stance { target, .. } => &target.entity,
        What::Tag { label, .. } => label,
        _ => "",
    }
}
