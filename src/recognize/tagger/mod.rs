//! The fast tagger: a linear model that gives every word a score for each label, and the best path through them.
//!
//! What it sees of a word is in [`features`]; what the hand rules say is a part of that. The neural model gives scores of
//! the same form, so that decoding, the memory of a text and the making of names serve both.

mod clusters;
pub(super) mod document;
pub(super) mod features;
pub(super) mod labels;
pub(super) mod own;
pub(super) mod path;
mod reasons;
pub(super) mod scorer;
mod spans;
mod trim;
pub(super) mod weights;

pub(super) use reasons::name_titles;
pub(super) use spans::find;
pub(super) use trim::without_title;
