//! The tag picker: labels of the codebook and of the library, found by typing a part of them.

use super::palette::rank;
use super::state::{Level, Overlay};
use super::{Input, Key, State};
use crate::model::{Id, On, What};
use std::collections::BTreeMap;

/// The picker.
pub struct TagPicker {
    /// What is typed.
    pub input: Input,
    /// All labels with their definitions.
    pub labels: Vec<(String, String)>,
    /// Labels that are on the article.
    pub on: Vec<String>,
    /// Position in what matches.
    pub cursor: usize,
}

impl TagPicker {
    /// Takes a key of the typed line.
    pub fn take(&mut self, key: Key) -> bool {
        self.cursor = 0;
        self.input.take(key)
    }

    /// Inserts pasted text.
    pub fn paste(&mut self, text: &str) {
        self.input.insert(text);
    }

    /// Returns the labels that match what is typed, best first; a new one of those words last.
    #[must_use]
    pub fn matches(&self) -> Vec<&str> {
        let typed = self.input.text.trim();
        let labels: Vec<&str> = self.labels.iter().map(|(label, _)| label.as_str()).collect();
        let mut found: Vec<&str> = rank(typed, &labels).into_iter().map(|index| labels[index]).collect();
        if !typed.is_empty() && !labels.contains(&typed) {
            found.push(typed);
        }
        found
    }

    /// Moves the cursor over what matches.
    pub fn step(&mut self, down: bool) {
        let last = self.matches().len().saturating_sub(1);
        self.cursor = if down { (self.cursor + 1).min(last) } else { self.cursor.saturating_sub(1) };
    }
}

impl State {
    pub(super) fn start_tags(&mut self) {
        let Some(reader) = &self.reader else { return };
        let codebook = self.config.codebook.tags.iter().map(|tag| (tag.label.clone(), tag.definition.clone()));
        let mut labels: BTreeMap<String, String> = BTreeMap::new();
        for label in self.list.marked().iter().flat_map(|row| &row.counts.tags) {
            labels.entry(label.clone()).or_default();
        }
        let on: Vec<String> = reader.annotations.article_tags().map(|tag| tag.label.clone()).collect();
        on.iter().for_each(|label| {
            labels.entry(label.clone()).or_default();
        });
        let mut all: Vec<(String, String)> = codebook.collect();
        let known: Vec<String> = all.iter().map(|(label, _)| label.clone()).collect();
        all.extend(labels.into_iter().filter(|(label, _)| !known.contains(label)));
        self.overlays.push(Overlay::Tags(TagPicker { input: Input::default(), labels: all, on, cursor: 0 }));
    }

    /// Puts the chosen label on the article, or takes it off.
    pub(super) fn toggle_tag(&mut self) {
        let Some(Overlay::Tags(picker)) = self.overlays.last() else { return };
        let Some(label) = picker.matches().get(picker.cursor).map(|label| (*label).to_owned()) else { return };
        let own = self.own_tag(&label);
        let elsewhere = picker.on.contains(&label);
        let (act, said) = match own {
            Some(id) => (What::Remove { of: id }, format!("The tag {label} is taken off.")),
            None if elsewhere => {
                return self.say(Level::Warning, "Someone else put this tag on; only they can take it off.");
            }
            None => (What::Tag { label: label.clone(), on: On::Article }, format!("Tagged {label}.")),
        };
        self.perform(vec![act]);
        self.say(Level::Info, &said);
        let on =
            self.reader.as_ref().map(|reader| reader.annotations.article_tags().map(|tag| tag.label.clone()).collect());
        if let Some(Overlay::Tags(picker)) = self.overlays.last_mut() {
            picker.on = on.unwrap_or_default();
            if !picker.labels.iter().any(|(known, _)| *known == label) {
                picker.labels.push((label, String::new()));
            }
            picker.input = Input::default();
            picker.cursor = 0;
        }
    }

    fn own_tag(&self, label: &str) -> Option<Id> {
        let mut tags = self.reader.as_ref()?.annotations.article_tags();
        tags.find(|tag| tag.label == label && tag.annotator == self.annotator).map(|tag| tag.id.clone())
    }
}
