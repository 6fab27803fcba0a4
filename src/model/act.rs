//! Acts: what a person did, one block of a journal each. Annotations are what remains when the acts are folded.

use super::{Anchor, Confidence, Holder, Id, Intensity, On, Party, Polarity, Revision};

/// One act of one annotator on one article.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Time-ordered and unique.
    pub id: Id,
    /// When, in whole seconds.
    pub at: jiff::Timestamp,
    /// Acts of one key press share a group, so that one undo takes all of them back.
    pub group: Option<Id>,
    /// What was done.
    pub what: What,
    /// Keys that this version does not know; they are written back as they came.
    pub extra: toml::Table,
}

impl Act {
    /// Returns what undo names: the group where there is one, else the act.
    #[must_use]
    pub fn undo_key(&self) -> &Id {
        self.group.as_ref().unwrap_or(&self.id)
    }
}

/// What an act did.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Named an entity at a span.
    Mention {
        /// Key of the entity type.
        kind: String,
        /// The entity's name.
        entity: String,
        /// Where.
        anchor: Anchor,
        /// Its further pieces, where other words lie between, in the order of the text.
        more: Vec<Anchor>,
        /// The score of the suggestion that was accepted, from 0 to 1.
        score: Option<f64>,
    },
    /// Stated a stance.
    Stance {
        /// Who takes it.
        holder: Holder,
        /// Toward whom.
        target: Party,
        /// Which.
        polarity: Polarity,
        /// How strong.
        intensity: Option<Intensity>,
        /// How sure whoever states it is.
        confidence: Option<Confidence>,
        /// Where the text says so.
        evidence: Anchor,
        /// Where else it says so, in the order of the text.
        more: Vec<Anchor>,
        /// The score of the suggestion that was accepted, from 0 to 1.
        score: Option<f64>,
    },
    /// Put a label on something.
    Tag {
        /// The label.
        label: String,
        /// What it is on.
        on: On,
    },
    /// Wrote a note.
    Note {
        /// Markdown.
        text: String,
        /// What it is on.
        on: On,
    },
    /// Turned a suggestion down.
    Reject {
        /// The entity type suggested, or `stance`.
        kind: String,
        /// Where.
        anchor: Anchor,
    },
    /// Changed parts of an annotation.
    Change {
        /// Which annotation.
        of: Id,
        /// What is new.
        change: Box<Change>,
    },
    /// Took an annotation away.
    Remove {
        /// Which annotation.
        of: Id,
    },
    /// Took back an act, a group, or another undo.
    Undo {
        /// Which act or group.
        of: Id,
    },
    /// Changed the registry of entities; stands in the journal of the registry alone.
    Entity(Box<Revision>),
    /// An act of a later version of newsgloss: kept and left alone. Its kind; the rest is in [`Act::extra`].
    Unknown(String),
}

/// The new values of a change; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Entity type of a mention.
    pub kind: Option<String>,
    /// Entity of a mention.
    pub entity: Option<String>,
    /// Span of a mention or note, evidence of a stance.
    pub anchor: Option<Anchor>,
    /// Further pieces of a mention, or further evidence of a stance. They go with `anchor`: a new one without them leaves
    /// one piece.
    pub more: Vec<Anchor>,
    /// Label of a tag.
    pub label: Option<String>,
    /// Text of a note.
    pub text: Option<String>,
    /// Holder of a stance.
    pub holder: Option<Holder>,
    /// Target of a stance.
    pub target: Option<Party>,
    /// Polarity of a stance.
    pub polarity: Option<Polarity>,
    /// Intensity of a stance; 0 takes it away.
    pub intensity: Option<Intensity>,
    /// Confidence in a stance; 0 takes it away.
    pub confidence: Option<Confidence>,
}
