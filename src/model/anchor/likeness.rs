//! How much the surroundings of a place resemble those of an anchor.

use super::distance::nearest;
use super::pattern::{Pattern, Side};
use super::{Anchor, CONTEXT};
use crate::text::{Body, Span};
use std::cmp::Reverse;

/// Characters by which a context may have grown.
const GROWN: usize = 8;
/// Of the places of the same words, so many whose nearest characters agree best are looked at closely.
pub(super) const CLOSE: usize = 24;

/// So many unchanged characters next to the words, in their own sentence, tell their place from one side.
const FIRM: usize = 28;
/// Words in small letters by which a context is told from a title before a name, which comes again and again.
const PROSE: usize = 4;
/// As many as a context can have.
const TOUCHING_ALL: usize = CONTEXT;

/// How alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Likeness {
    /// Characters that agree less those that do not. A side counts with its whole context, or with what belongs to the
    /// sentence of the words, whichever speaks more for the place.
    pub net: i32,
    /// Edits in the whole context.
    pub edits: usize,
    /// Characters of both sides in the sentence of the words.
    pub own: usize,
    /// Edits in these.
    pub own_edits: usize,
    /// Whether one side of the sentence reads wholly otherwise.
    pub is_broken: bool,
    /// Whether one side of the sentence stands unchanged and is long.
    pub is_firm: bool,
    /// Unchanged characters next to the words, on the side that has more.
    pub touching: usize,
    /// Whether both sides mostly agree, beyond the sentence too.
    pub both: bool,
}

/// Compares the surroundings of `start..end` in the folded `text` with those of the pattern.
pub(super) fn likeness(pattern: &Pattern, text: &str, start: usize, end: usize) -> Likeness {
    let mut all = Likeness { both: true, ..Likeness::default() };
    add(&mut all, &pattern.before, text[..start].chars().rev());
    add(&mut all, &pattern.after, text[end..].chars());
    all
}

/// Says whether a context has several words in small letters, read in either direction.
fn is_prose(context: &[char]) -> bool {
    let words = context.split(|c| !c.is_alphanumeric());
    words.filter(|word| word.iter().any(|c| c.is_alphabetic()) && !word.iter().any(|c| c.is_uppercase())).count()
        >= PROSE
}

fn add(all: &mut Likeness, side: &Side, text: impl Iterator<Item = char>) {
    let (whole, own) = (side.chars.len(), side.own.min(side.chars.len()));
    let window: Vec<char> = text.take(whole + GROWN).collect();
    let edits = if window.starts_with(&side.chars) { vec![0; whole + 1] } else { nearest(&side.chars, &window) };
    let net = |chars: usize| i32::try_from(chars).unwrap_or(0) - 2 * i32::try_from(edits[chars]).unwrap_or(0);
    all.net += net(whole).max(net(own));
    all.edits += edits[whole];
    all.own += own;
    all.own_edits += edits[own];
    all.is_broken |= own >= 8 && edits[own] * 100 > own * 55;
    all.is_firm |= own >= FIRM && edits[own] == 0 && is_prose(&side.chars);
    let touching = side.chars.iter().zip(&window).take_while(|(a, b)| a == b).count();
    all.touching = all.touching.max(if touching == whole { TOUCHING_ALL } else { touching });
    all.both &= edits[whole] * 10 <= whole * 4;
}

/// Returns the places with the same edges as the pattern, those whose nearest characters agree best first, and only the
/// best of very many.
pub(super) fn closest(pattern: &Pattern, text: &str, starts: impl Iterator<Item = usize>) -> Vec<usize> {
    let len = pattern.quote.len();
    let agreeing = |start: usize| {
        let same =
            |a: &[char], b: &mut dyn Iterator<Item = char>| a.iter().zip(b).take_while(|(a, b)| **a == *b).count();
        same(&pattern.before.chars, &mut text[..start].chars().rev())
            + same(&pattern.after.chars, &mut text[start + len..].chars())
    };
    let there = starts.filter(|start| pattern.has_edges(text, *start, start + len));
    let mut all: Vec<(usize, usize)> = there.map(|start| (agreeing(start), start)).collect();
    if all.len() > CLOSE {
        all.select_nth_unstable_by_key(CLOSE - 1, |(agreeing, start)| (Reverse(*agreeing), *start));
        all.truncate(CLOSE);
    }
    all.into_iter().map(|(_, start)| start).collect()
}

/// Returns how alike the surroundings of the most similar other place of an anchor's words are in the text that it is made
/// on.
pub(super) fn rival(anchor: &Anchor, body: &Body, span: Span) -> i32 {
    let (pattern, folded) = (Pattern::new(anchor), body.folded());
    let text = folded.as_str();
    if pattern.quote.is_empty() {
        return Anchor::ALONE;
    }
    let own = Span::new(folded.place_of(span.start), folded.place_of(span.end));
    let others = text.match_indices(&pattern.quote).map(|(at, _)| at).filter(|at| !own.holds(*at));
    let nets = closest(&pattern, text, others)
        .into_iter()
        .map(|at| likeness(&pattern, text, at, at + pattern.quote.len()).net);
    nets.max().map_or(Anchor::ALONE, |net| net.max(Anchor::ALONE + 1))
}
