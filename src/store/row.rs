//! One article in the list.

use super::catalogue::Head;
use crate::model::{ArticleId, Counts, Facts, Id, Taught};
use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// What the list shows of an article, and what screens of the whole library need of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Which article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its day of publication.
    pub date: Option<jiff::civil::Date>,
    /// Its source.
    pub source: Option<String>,
    /// What stands in its journals.
    pub counts: Counts,
    /// How many annotations have lost their place in the text.
    #[serde(default)]
    pub orphans: usize,
    /// The newest act of the own journal that can be undone.
    pub latest: Option<Id>,
    /// What the own journal teaches of names.
    #[serde(default, skip_serializing_if = "Taught::is_none")]
    pub taught: Taught,
    /// What all journals say of entities and their stances.
    #[serde(default, skip_serializing_if = "Facts::is_none")]
    pub facts: Facts,
    /// The notes in all journals, each cut to its first 2,000 code points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// How many other articles tell the same story.
    #[serde(skip)]
    pub others: usize,
    /// Size in bytes and time of the article's file.
    pub(super) stamp: Stamp,
    /// The same of its journals, by annotator.
    pub(super) journals: Vec<(String, Stamp)>,
}

/// What of a note is kept in a row, in code points.
pub(super) const NOTE: usize = 2000;

impl Row {
    /// Returns the row of an article that has no journal.
    pub(super) fn plain(head: Head) -> Self {
        Self {
            id: head.id,
            title: head.title,
            date: head.date,
            source: head.source,
            counts: Counts::default(),
            orphans: 0,
            latest: None,
            taught: Taught::default(),
            facts: Facts::default(),
            notes: Vec::new(),
            others: 0,
            stamp: head.stamp,
            journals: Vec::new(),
        }
    }

    /// Returns how far reading and annotating has come: 0 unread, 1 read, 2 annotated; `opened` where it was opened.
    #[must_use]
    pub const fn stage(&self, opened: bool) -> u8 {
        if self.counts.any() { 2 } else { opened as u8 }
    }

    /// Returns who annotated it.
    pub fn annotators(&self) -> impl Iterator<Item = &str> {
        self.journals.iter().map(|(name, _)| name.as_str())
    }
}

/// Size in bytes and time in nanoseconds of a file: another one when its content is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp(u64, u64);

impl Stamp {
    pub fn of(meta: &Metadata) -> Self {
        let time = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self(meta.len(), time.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)))
    }

    /// Both as one number, for a column.
    pub const fn number(self) -> u64 {
        // The multiplier spreads sizes over all bits, so that size and time do not cancel each other.
        self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ self.1
    }
}
