//! Suggestions: annotations that the program proposes. They become annotations only when a person accepts them.

use super::Polarity;
use crate::text::Span;

/// A proposed mention.
#[derive(Clone, Debug, PartialEq)]
pub struct MentionSuggestion {
    /// Where, in bytes.
    pub span: Span,
    /// Key of the entity type, such as `PER`.
    pub kind: String,
    /// The entity's name: the fullest form that the article uses ("Xi Jinping" for a later "Xi").
    pub entity: String,
    /// How sure, from 0 to 1.
    pub score: f64,
    /// Why, in a few words.
    pub reason: String,
}

/// A proposed stance.
#[derive(Clone, Debug, PartialEq)]
pub struct StanceSuggestion {
    /// Index of the holder in [`Suggestions::mentions`]; none is the author.
    pub holder: Option<usize>,
    /// Index of the target in [`Suggestions::mentions`].
    pub target: usize,
    /// Which stance.
    pub polarity: Polarity,
    /// The sentence that says so, in bytes.
    pub evidence: Span,
    /// The words that decided, in bytes.
    pub cue: Span,
    /// How sure, from 0 to 1.
    pub score: f64,
    /// Why, in a few words.
    pub reason: String,
}

/// All that is proposed for one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// Sorted by start; they do not overlap.
    pub mentions: Vec<MentionSuggestion>,
    /// Sorted by the start of their evidence.
    pub stances: Vec<StanceSuggestion>,
}
