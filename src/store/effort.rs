//! The time and the keys that each article cost one annotator, in `effort.toml` beside the journals.

use super::own_file::{change_own, read_own};
use super::{Library, StoreError};
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What one article cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Keys pressed.
    #[serde(default)]
    pub keys: u64,
    /// Time spent, without long pauses, in milliseconds.
    #[serde(default)]
    pub milliseconds: u64,
}

impl Effort {
    /// Adds what was spent since.
    pub const fn add(&mut self, more: Self) {
        self.keys = self.keys.saturating_add(more.keys);
        self.milliseconds = self.milliseconds.saturating_add(more.milliseconds);
    }
}

/// By article.
pub type Efforts = BTreeMap<ArticleId, Effort>;

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    articles: Efforts,
}

impl Library {
    fn effort_path(&self, annotator: &str) -> PathBuf {
        self.annotations().join(annotator).join("effort.toml")
    }

    /// Reads what each article cost an annotator.
    ///
    /// # Errors
    /// When the file exists and cannot be read.
    pub fn efforts(&self, annotator: &str) -> Result<Efforts, StoreError> {
        read_own::<Kept>(&self.effort_path(annotator)).map(|kept| kept.articles)
    }

    /// Adds what articles cost since to what is on the disk.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn keep_efforts(&self, more: &Efforts) -> Result<(), StoreError> {
        change_own::<Kept>(&self.effort_path(self.annotator()), ".effort.lock", |kept| {
            for (id, effort) in more {
                kept.articles.entry(id.clone()).or_default().add(*effort);
            }
        })
    }
}
