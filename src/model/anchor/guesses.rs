//! Where an anchor that has lost its place may belong, best first: for a person to choose from.

use super::Anchor;
use super::decide::{Spot, changed_spots, exact_spots};
use super::distance::{ending, to_beginnings};
use super::likeness::likeness;
use super::pattern::Pattern;
use super::search::search;
use crate::text::{Body, Span};

/// The most guesses: one for each digit.
const MOST: usize = 9;
/// Guesses below this score would help nobody.
const LEAST: f64 = 0.4;
/// The same where only the words speak for a place.
const LEAST_BARE: f64 = 0.5;
/// Similar words are looked for at every place of a text when that takes at most so many steps.
const STEPS: usize = 20_000_000;

/// A place that an anchor may belong to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// Which bytes of today's text.
    pub span: Span,
    /// How alike words and surroundings are, from 0 to 1.
    pub score: f64,
}

/// Returns the likely places of `anchor` in `body`, the best first; of equally good ones, the one nearest to the old
/// position.
#[must_use]
pub fn guesses(anchor: &Anchor, body: &Body) -> Vec<Guess> {
    let pattern = Pattern::new(anchor);
    let folded = body.folded();
    let text = folded.as_str();
    if pattern.quote.trim().is_empty() || text.is_empty() {
        return Vec::new();
    }
    let patterns = [pattern];
    let hits = search(&patterns, text);
    let [pattern] = &patterns;
    let mut spots: Vec<Spot> = hits.iter().flat_map(|hits| exact_spots(pattern, hits, text)).collect();
    spots.extend(hits.iter().flat_map(|hits| changed_spots(pattern, hits, text)));
    spots.extend(similar(pattern, text));
    let bare = pattern.before.chars.is_empty() && pattern.after.chars.is_empty();
    let old = body.to_byte(anchor.start);
    let mut all: Vec<Guess> = spots
        .iter()
        .map(|spot| Guess {
            span: Span::new(folded.source_of(spot.start), folded.source_of(spot.end)),
            score: score(pattern, spot, text),
        })
        .filter(|guess| guess.score >= if bare { LEAST_BARE } else { LEAST })
        .collect();
    all.sort_by(|a, b| {
        let near = |guess: &Guess| guess.span.start.abs_diff(old);
        b.score.total_cmp(&a.score).then(near(a).cmp(&near(b)))
    });
    let mut best: Vec<Guess> = Vec::new();
    for guess in all {
        if best.len() < MOST && best.iter().all(|other| !other.span.overlaps(guess.span)) {
            best.push(guess);
        }
    }
    best
}

/// How alike words and surroundings are. Surroundings count more: words come again elsewhere, a place does not.
fn score(pattern: &Pattern, spot: &Spot, text: &str) -> f64 {
    let share = |edits: usize, of: usize| 1.0 - (edits.min(of) as f64) / (of.max(1) as f64);
    let len = pattern.quote.chars().count().max(text[spot.start..spot.end].chars().count());
    let words = share(spot.edits, len);
    let context = pattern.before.chars.len() + pattern.after.chars.len();
    if context == 0 { words } else { 0.4 * words + 0.6 * share(spot.like.edits, context) }
}

/// Looks for similar words at every place of a text that is short enough.
fn similar(pattern: &Pattern, text: &str) -> Vec<Spot> {
    let words: Vec<char> = pattern.quote.chars().collect();
    if words.len().saturating_mul(text.len()) > STEPS {
        return Vec::new();
    }
    let chars: Vec<char> = text.chars().collect();
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let ends = ending(&words, &chars);
    let most = words.len() / 2;
    let is_best = |end: usize| {
        let near = &ends[end.saturating_sub(words.len() / 2)..(end + words.len() / 2 + 1).min(ends.len())];
        ends[end] <= most && near.iter().all(|other| ends[end] <= *other)
    };
    let backward: Vec<char> = words.iter().rev().copied().collect();
    let mut spots = Vec::new();
    for end in (1..ends.len()).filter(|end| is_best(*end)) {
        // From its end, the words read backward begin where they are nearest again.
        let from = end.saturating_sub(words.len() + most);
        let window: Vec<char> = chars[from..end].iter().rev().copied().collect();
        let starts = to_beginnings(&backward, &window);
        let Some(len) = (1..=window.len()).min_by_key(|len| (starts[*len], len.abs_diff(words.len()))) else {
            continue;
        };
        let (start, edits) = (end - len, starts[len]);
        let like = likeness(pattern, text, bytes[start], bytes[end]);
        spots.push(Spot { start: bytes[start], end: bytes[end], edits, like });
    }
    spots
}
