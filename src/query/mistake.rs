//! What is wrong with a query, and where.

use std::fmt;

/// A mistake in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands, in code points of the query from 0.
    pub at: usize,
    /// What is wrong and how to mend it: the beginning of a sentence.
    pub what: String,
}

impl Mistake {
    pub(super) fn new(query: &str, byte: usize, what: impl Into<String>) -> Self {
        Self { at: query[..query.floor_char_boundary(byte)].chars().count(), what: what.into() }
    }

    /// Returns a line for below the query that points at the place.
    #[must_use]
    pub fn pointer(&self) -> String {
        format!("{}^", " ".repeat(self.at))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (character {})", self.what, self.at + 1)
    }
}
