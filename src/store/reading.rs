//! The reading state of one annotator: what was read, how far, and which screen was open last.

use super::own_file::{locked, read_own, rewrite_own};
use super::{Library, StoreError};
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// How far one article was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The code point of the text at which the cursor stood.
    pub at: usize,
    /// Whether its end was seen.
    #[serde(default)]
    pub read: bool,
}

/// The screen that was open last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Screen {
    /// The list of articles.
    #[default]
    Library,
    /// One article.
    Reader,
}

/// How the screens were arranged last, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// The filter of the list.
    pub filter: String,
    /// What the list is sorted by.
    pub sort: String,
    /// Whether its order is turned round.
    pub reverse: bool,
    /// Whether the margin is shown, where that is not as configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<bool>,
    /// The panel of a narrow reader.
    pub tab: String,
}

/// A saved search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The query, as it was typed.
    pub query: String,
    /// Whether its words are highlighted while reading.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub watch: bool,
}

/// A place that is kept under a letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The article.
    pub article: ArticleId,
    /// The code point of its text.
    pub at: usize,
}

/// All of it: in `reading.toml`, but for the places, which lie in `read.jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The article that was open or under the cursor last.
    #[serde(default)]
    pub last: Option<ArticleId>,
    /// The screen that was open last.
    #[serde(default)]
    pub screen: Screen,
    /// How the screens were arranged.
    #[serde(default)]
    pub arrangement: Arrangement,
    /// The saved searches by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub searches: BTreeMap<String, Saved>,
    /// Articles that a change makes unread again.
    #[serde(skip)]
    pub unread: Vec<ArticleId>,
    /// Names of searches that a change takes away.
    #[serde(skip)]
    pub forgotten: Vec<String>,
    /// By letter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, Kept>,
    /// By article. Older versions kept them in `reading.toml` too; from there they are moved with the next change.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub articles: BTreeMap<ArticleId, Place>,
    /// How many lines of places cannot be read.
    #[serde(skip)]
    pub odd: usize,
}

impl Library {
    fn reading_path(&self) -> PathBuf {
        self.own().join("reading.toml")
    }

    /// Says whether this annotator has used the library before.
    #[must_use]
    pub fn has_reading(&self) -> bool {
        self.reading_path().exists()
    }

    /// Reads the reading state.
    ///
    /// # Errors
    /// When the file exists and cannot be read. One that is not TOML is renamed, never overwritten, and counts as an error
    /// once.
    pub fn reading(&self) -> Result<Reading, StoreError> {
        let mut all: Reading = read_own(&self.reading_path())?;
        let lines = self.places()?;
        all.articles.extend(lines.places);
        all.odd = lines.odd;
        Ok(all)
    }

    /// Lays changed places over the reading state on disk, so that two windows do not undo each other's.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn keep_reading(&self, changed: &Reading) -> Result<(), StoreError> {
        let path = self.reading_path();
        let _lock = locked(&self.own().join(".reading.lock"))?;
        let mut all: Reading = read_own(&path)?;
        self.add_places(&std::mem::take(&mut all.articles), changed)?;
        all.last = changed.last.clone().or(all.last.take());
        all.screen = changed.screen;
        all.arrangement = changed.arrangement.clone();
        all.kept.extend(changed.kept.clone());
        all.searches.extend(changed.searches.clone());
        all.searches.retain(|name, _| !changed.forgotten.contains(name));
        rewrite_own(&path, &all)
    }
}
