//! The index of the texts, and the answers to queries.
//!
//! Words are looked up in an inverted index below `.newsgloss/text/`; dates, reading and annotations in the snapshot. Each
//! part of a query gives a set of articles, and the sets are joined as the query says.

mod answer;
mod bits;
mod leaves;
mod order;
mod searcher;
mod sparing;
mod text_index;
mod words;

#[cfg(test)]
mod tests;

pub use answer::{Answer, GoOn, Question, Sort};
pub use searcher::{Resting, Searcher};
pub use text_index::{Step, TextIndex};
