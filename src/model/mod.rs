//! Floor 1: plain data of the words of this field, the acts that make annotations, and how acts fold into them.
//!
//! Knows no file format, no disk and no screen. Spans in memory are UTF-8 bytes; those of an [`Anchor`] are code points.

mod act;
mod anchor;
mod annotation;
mod article;
mod codebook;
mod facts;
mod fold;
mod history;
mod ids;
mod lessons;
mod library_facts;
mod registry;
mod revision;
mod story;
mod suggestion;
mod taught;

pub use act::{Act, Change, What};
pub use anchor::{Anchor, Anchors, CONTEXT, Guess, Placement, Places, TextHash, guesses, place};
pub use annotation::{
    Confidence, Holder, Intensity, Mention, Note, On, Orphan, Party, Piece, Polarity, Rejection, Stance, Tag,
};
pub use article::{Article, ArticleId, Complaint, Meta};
pub use codebook::{Codebook, EntityType, Hue, TagLabel};
pub use facts::{Facts, Held, Named};
pub use fold::{Annotations, Counts, Journal, notes};
pub use history::History;
pub use ids::{Id, Ids};
pub use lessons::{Belief, Known, Lesson, Lessons, Tally};
pub use library_facts::{EntityFacts, LibraryFacts, PairFacts, SeenStance};
pub use registry::{Entity, Registry};
pub use revision::{Label, Renamed, Revision};
pub use story::Story;
pub use suggestion::{MentionSuggestion, StanceSuggestion, Suggestions, certainty};
pub use taught::{Decision, LibraryLessons, Taught};
