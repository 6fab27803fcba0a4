//! Floor 2: from a text to suggestions, by rules and built-in lists. Knows no article, no library, no screen.
//!
//! [`suggest`] is the one interface: text and lessons in, [`Suggestions`] out.

mod aliases;
mod clause;
mod cues;
mod dates;
mod judge;
mod lexicon;
mod lists;
mod memory;
mod names;
mod neural;
mod runs;
mod segments;
mod stance;
mod table;
mod tagger;
#[cfg(test)]
mod tests;
mod tokens;
pub mod training;
mod words;

pub use judge::{Likelihoods, polarities};
pub use neural::rest;
pub use tagger::own::Own;

use crate::model::{Lessons, Suggestions};
use crate::text::Span;
use names::Found;
use neural::Careful;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use tagger::own::Adapted;
use tagger::scorer::{Fast, Scorer};
use tagger::weights::BASE;
use tokens::{Reader, Shape, Token};

/// Bytes of text between two looks at `stop`.
const STEP: usize = 32 * 1024;
/// Bytes of the longest text that is read carefully; it takes some seconds.
const LONGEST: usize = 128 * 1024;
/// Bytes looked at around a window of candidates.
const MARGIN: usize = 300;

/// How much work a text is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Rules and the linear model: whole libraries, and the first look at an article.
    Fast,
    /// The neural model too, which is slower by two orders.
    Careful,
}

impl Depth {
    /// Returns the depth that a text of this length can have: one of more than 128 KiB is read fast.
    #[must_use]
    pub const fn fit(self, text: &str) -> Self {
        if text.len() > LONGEST { Self::Fast } else { self }
    }
}

/// Returns the mentions and stances of `text`, by the models of the program and what `own` adds to them, and by `lessons`;
/// nothing soon after `stop` is true.
#[must_use]
pub fn suggest(text: &str, lessons: &Lessons, own: &Own, depth: Depth, stop: &AtomicBool) -> Suggestions {
    if depth.fit(text) == Depth::Careful
        && let Some(mut scorer) = Careful::read(text, stop)
    {
        let mut found = suggest_by(text, lessons, &mut Adapted::new(&mut scorer, own), stop);
        judge::judge(text, &mut found, stop);
        return found;
    }
    suggest_by(text, lessons, &mut Adapted::new(&mut Fast::new(&BASE), own), stop)
}

/// Suggests by the scores of a model.
fn suggest_by(text: &str, lessons: &Lessons, scorer: &mut dyn Scorer, stop: &AtomicBool) -> Suggestions {
    let read = Read::of(text, stop);
    let mut names = tagger::find(text, &read.names, &read.lower, scorer, stop);
    let memory = memory::recall(text, lessons, &read.lower, &mut names, stop);
    if stop.load(Ordering::Relaxed) {
        return Suggestions::default();
    }
    let mut mentions = aliases::resolve(text, &names, &read.lower);
    tagger::name_titles(text, &mut mentions);
    memory.settle(&mut mentions);
    let stances = stance::find(text, &read.cues, &mentions, stop);
    Suggestions { mentions, stances }
}

/// Returns the name-like runs that touch `window`, a span of bytes, in their order and without overlap. No types, no scores:
/// cheap enough for each key press over the visible part of a text.
#[must_use]
pub fn candidates(text: &str, window: Span) -> Vec<Span> {
    let mut reader = Reader::new(text, widened(text, window));
    let (mut sentence, mut found) = (Vec::new(), Vec::new());
    while reader.next_sentence(&mut sentence) {
        names::find(text, &sentence, &mut found);
    }
    found.retain(|name: &Found| name.kind != Some(lists::Kind::Date) && name.span.overlaps(window));
    found.into_iter().map(|name| name.span).collect()
}

/// Returns `window` with some text before and after it, so that its edge tears no name and sentences are seen to begin.
fn widened(text: &str, window: Span) -> Span {
    let start = text.floor_char_boundary(window.start.min(text.len()));
    let end = text.floor_char_boundary(window.end.min(text.len())).max(start);
    let from = text.floor_char_boundary(start.saturating_sub(MARGIN));
    let to = text.floor_char_boundary((end + MARGIN).min(text.len()));
    let (head, tail) = (&text[from..start], &text[end..to]);
    let first = head.rfind('\n').or_else(|| head.find(' ').filter(|_| from > 0)).unwrap_or(0);
    let last = tail.find('\n').or_else(|| tail.rfind(' ').filter(|_| to < text.len())).unwrap_or(tail.len());
    Span::new(from + first, end + last)
}

/// What one pass over a text gives.
#[derive(Default)]
struct Read<'a> {
    names: Vec<Found>,
    /// Words that are also written small: where one of them opens a sentence it may be no name.
    lower: HashSet<&'a str>,
    cues: Vec<Span>,
}

impl<'a> Read<'a> {
    fn of(text: &'a str, stop: &AtomicBool) -> Self {
        let mut reader = Reader::new(text, Span::new(0, text.len()));
        let mut sentence: Vec<Token> = Vec::new();
        let (mut all, mut looked) = (Self::default(), 0);
        while reader.next_sentence(&mut sentence) {
            if reader.position() >= looked + STEP {
                looked = reader.position();
                if stop.load(Ordering::Relaxed) {
                    break;
                }
            }
            names::find(text, &sentence, &mut all.names);
            for token in sentence.iter().filter(|token| token.shape == Shape::Lower) {
                let word = token.of(text);
                all.lower.insert(word);
                if cues::decides(word) {
                    all.cues.push(token.span);
                }
            }
        }
        all
    }
}
