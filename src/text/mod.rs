//! Floor 0: text, its offsets and their units, graphemes, words, sentences, and safe display text.
//!
//! Knows nothing of articles, terminals or disks. Offsets are UTF-8 bytes unless a name says `cp` (Unicode code points).

mod body;
mod case;
mod folded;
mod safe;
mod segment;
mod terms;
mod utf16;

pub use body::{Body, Span};
pub use case::{fold, name_key};
pub use folded::{Folded, folded};
pub use safe::{Safe, Shown, columns, shown_grapheme};
pub use segment::{
    grapheme_after, grapheme_before, is_word_edge, paragraph_at, sentence_at, sentences, word_after, word_at,
    word_before,
};
pub use terms::{Terms, each_term, terms};
pub use utf16::Utf16;
