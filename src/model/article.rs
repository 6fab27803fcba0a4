//! One stored text with its metadata.

use super::TextHash;
use crate::text::Body;
use std::fmt;
use std::sync::Arc;

/// The path of an article below `articles/`, with `/` between folders, as bytes that are valid text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(from = "String", into = "String")]
pub struct ArticleId(Arc<str>);

impl Default for ArticleId {
    /// The path of no article.
    fn default() -> Self {
        Self::new("")
    }
}

impl From<String> for ArticleId {
    fn from(path: String) -> Self {
        Self(Arc::from(path))
    }
}

impl From<ArticleId> for String {
    fn from(id: ArticleId) -> Self {
        id.as_str().to_owned()
    }
}

impl ArticleId {
    /// Takes a relative path.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(Arc::from(path))
    }

    /// Returns the relative path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an article says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Its headline, or its first sentence where it has none. Never empty after reading.
    pub title: String,
    /// The day of publication.
    pub date: Option<jiff::civil::Date>,
    /// The agency, paper or site.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// A BCP 47 language tag.
    pub language: Option<String>,
}

impl Meta {
    /// Returns all authors in one line. Where the family's name stands first a comma is within a name, so that a semicolon
    /// stands between them.
    #[must_use]
    pub fn byline(&self) -> String {
        self.authors.join(if self.authors.iter().any(|name| name.contains(',')) { "; " } else { ", " })
    }
}

/// Something odd that was met while reading, never fatal: what, where, and what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The line of the file, counted from 1, where it is known.
    pub line: Option<usize>,
    /// One plain sentence.
    pub what: String,
}

impl Complaint {
    /// Returns a complaint about the whole file.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { line: None, what: what.into() }
    }

    /// Returns a complaint about one line, counted from 1.
    #[must_use]
    pub fn at(line: usize, what: impl Into<String>) -> Self {
        Self { line: Some(line), what: what.into() }
    }
}

/// An article as read: metadata, text, and what was odd about its file.
#[derive(Clone, Debug)]
pub struct Article {
    /// Which one.
    pub id: ArticleId,
    /// What it says about itself.
    pub meta: Meta,
    /// The text: UTF-8, newlines as `\n`, header lines taken off.
    pub body: Body,
    /// The hash of the text.
    pub hash: TextHash,
    /// What was odd.
    pub complaints: Vec<Complaint>,
}
