//! How much the surroundings of a place resemble those of an anchor.

use super::CONTEXT;
use super::pattern::{Pattern, Side};

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
    let [own_edits, edits] = side.nearest(own, &window);
    let net = |chars: usize, edits: usize| i32::try_from(chars).unwrap_or(0) - 2 * i32::try_from(edits).unwrap_or(0);
    all.net += net(whole, edits).max(net(own, own_edits));
    all.edits += edits;
    all.own += own;
    all.own_edits += own_edits;
    all.is_broken |= own >= 8 && own_edits * 100 > own * 55;
    all.is_firm |= own >= FIRM && own_edits == 0 && is_prose(&side.chars);
    let touching = side.chars.iter().zip(&window).take_while(|(a, b)| a == b).count();
    all.touching = all.touching.max(if touching == whole { TOUCHING_ALL } else { touching });
    all.both &= edits * 10 <= whole * 4;
}
