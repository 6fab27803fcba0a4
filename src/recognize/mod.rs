//! Floor 2: from a text to suggestions, by rules and built-in lists. Knows no article, no library, no screen.
//!
//! [`suggest`] is the one interface: text in, [`Suggestions`] out.

mod aliases;
mod dates;
mod lists;
mod names;
mod runs;
mod tokens;

use crate::model::Suggestions;
use crate::text::Span;
use names::Found;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use tokens::{Reader, Shape, Token};

/// Bytes of text between two looks at `stop`.
const STEP: usize = 32 * 1024;

/// Returns the mentions and stances that rules find in `text`; what it has so far soon after `stop` is true.
#[must_use]
pub fn suggest(text: &str, stop: &AtomicBool) -> Suggestions {
    let (found, lower) = read(text, stop);
    if stop.load(Ordering::Relaxed) {
        return Suggestions::default();
    }
    let mentions = aliases::resolve(text, &found, &lower);
    Suggestions { mentions, stances: Vec::new() }
}

/// Returns the name-like runs in `window`, a span of bytes, in their order and without overlap. No types, no scores:
/// cheap enough for each key press over the visible part of a text.
#[must_use]
pub fn candidates(text: &str, window: Span) -> Vec<Span> {
    let start = text.floor_char_boundary(window.start.min(text.len()));
    let end = text.floor_char_boundary(window.end.min(text.len())).max(start);
    let mut reader = Reader::new(text, Span::new(start, end));
    let (mut sentence, mut found) = (Vec::new(), Vec::new());
    while reader.next_sentence(&mut sentence) {
        names::find(text, &sentence, &mut found);
    }
    found.retain(|name: &Found| name.kind != Some(lists::Kind::Date));
    found.into_iter().map(|name| name.span).collect()
}

/// Reads all names, and the words that are also written small: a sentence's first word among them may be no name.
fn read<'a>(text: &'a str, stop: &AtomicBool) -> (Vec<Found>, HashSet<&'a str>) {
    let mut reader = Reader::new(text, Span::new(0, text.len()));
    let mut sentence: Vec<Token> = Vec::new();
    let (mut found, mut lower, mut looked) = (Vec::new(), HashSet::new(), 0);
    while reader.next_sentence(&mut sentence) {
        if reader.position() >= looked + STEP {
            looked = reader.position();
            if stop.load(Ordering::Relaxed) {
                break;
            }
        }
        names::find(text, &sentence, &mut found);
        lower.extend(sentence.iter().filter(|token| token.shape == Shape::Lower).map(|token| token.of(text)));
    }
    (found, lower)
}
