//! Annotations as they stand after folding: mentions, stances, tags and notes.

use super::{Anchor, Id, Placement};
use crate::text::{Body, Span};
use std::sync::Arc;

/// What a stance is: for, against, neither, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Polarity {
    /// The holder is for the target.
    Support,
    /// The holder is against it.
    Oppose,
    /// The holder speaks of it and takes no side.
    Neutral,
    /// The words can be read both ways.
    Ambiguous,
}

impl Polarity {
    /// All four, in the order of the keys `+ - 0 ~`.
    pub const ALL: [Self; 4] = [Self::Support, Self::Oppose, Self::Neutral, Self::Ambiguous];

    /// Returns the word used in every file and on every screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Oppose => "oppose",
            Self::Neutral => "neutral",
            Self::Ambiguous => "ambiguous",
        }
    }

    /// Reads that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|polarity| polarity.word() == word)
    }
}

/// How strong a stance is, from 1 (weak) to 5 (strong).
pub type Intensity = u8;

/// How sure an annotator is of a stance, from 1 (a guess) to 5 (no doubt).
pub type Confidence = u8;

/// An entity on one side of a stance, with the mention that names it where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The entity's name.
    pub entity: String,
    /// The mention in this article.
    pub mention: Option<Id>,
}

/// Who takes a stance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Whoever wrote the article.
    Author,
    /// An entity.
    Entity(Party),
}

impl Holder {
    /// Returns the entity's name, or `author`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Author => "author",
            Self::Entity(party) => &party.entity,
        }
    }
}

/// What a tag or a note is attached to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum On {
    /// The article as a whole.
    Article,
    /// A span of its text.
    Span(Anchor),
    /// A mention or a stance.
    Annotation(Id),
}

/// A further piece of a mention whose words do not stand together, "North ... Korea" in "North and South Korea", or of the
/// evidence of a stance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands in today's text, in bytes.
    pub span: Span,
    /// What ties it there.
    pub anchor: Anchor,
}

/// A span that names an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The act that made it.
    pub id: Id,
    /// Who made it.
    pub annotator: Arc<str>,
    /// The key of its entity type.
    pub kind: String,
    /// The entity's name.
    pub entity: String,
    /// Where it stands in today's text, in bytes; the first piece where it has several.
    pub span: Span,
    /// What ties it there.
    pub anchor: Anchor,
    /// Its further pieces, in the order of the text.
    pub more: Vec<Piece>,
    /// The score of the suggestion that it was accepted from.
    pub score: Option<f64>,
}

impl Mention {
    /// Returns the spans of all its pieces, the first one first.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.span).chain(self.more.iter().map(|piece| piece.span))
    }

    /// Returns the words of all its pieces, `...` between them.
    #[must_use]
    pub fn words(&self, body: &Body) -> String {
        self.spans().map(|span| body.slice(span)).collect::<Vec<_>>().join(" ... ")
    }
}

/// A stance of a holder to a target, with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Stance {
    /// The act that made it.
    pub id: Id,
    /// Who made it.
    pub annotator: Arc<str>,
    /// Who takes it.
    pub holder: Holder,
    /// Toward whom.
    pub target: Party,
    /// Which one.
    pub polarity: Polarity,
    /// How strong.
    pub intensity: Option<Intensity>,
    /// How sure its annotator is.
    pub confidence: Option<Confidence>,
    /// Where the text says so, in bytes; the first place where it is said at several.
    pub span: Span,
    /// What ties the evidence there.
    pub evidence: Anchor,
    /// Where else the text says so, in the order of the text.
    pub more: Vec<Piece>,
    /// The score of the suggestion that it was accepted from.
    pub score: Option<f64>,
}

impl Stance {
    /// Returns all spans of its evidence, the first one first.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.span).chain(self.more.iter().map(|piece| piece.span))
    }

    /// Returns the words of all its evidence, `...` between them.
    #[must_use]
    pub fn words(&self, body: &Body) -> String {
        self.spans().map(|span| body.slice(span)).collect::<Vec<_>>().join(" ... ")
    }
}

/// A short label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The act that made it.
    pub id: Id,
    /// Who made it.
    pub annotator: Arc<str>,
    /// The label.
    pub label: String,
    /// What it is on.
    pub on: On,
}

/// Free text in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The act that made it.
    pub id: Id,
    /// Who made it.
    pub annotator: Arc<str>,
    /// The text.
    pub text: String,
    /// What it is on.
    pub on: On,
    /// Where a note on a span stands in today's text, in bytes.
    pub span: Option<Span>,
}

/// A suggestion that a person turned down; it is not shown again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The act that made it.
    pub id: Id,
    /// The entity type that was suggested, or `stance`.
    pub kind: String,
    /// Where, in bytes.
    pub span: Span,
}

/// An annotation whose words were not found again in a changed text; kept until a person places or drops it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// The annotation.
    pub id: Id,
    /// Who made it.
    pub annotator: Arc<str>,
    /// What kind of annotation: `mention`, `stance` or `note`.
    pub kind: &'static str,
    /// What ties it; of several pieces the first.
    pub anchor: Anchor,
    /// What ties its further pieces.
    pub more: Vec<Anchor>,
    /// One sentence that says why it has no place.
    pub why: String,
}

impl Placement {
    /// Returns the span, or the reason why there is none.
    ///
    /// # Errors
    /// The reason of an orphan.
    pub fn span(self) -> Result<Span, String> {
        match self {
            Self::Same(span) | Self::Moved(span) => Ok(span),
            Self::Orphaned(why) => Err(why),
        }
    }
}
