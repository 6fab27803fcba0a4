//! Looks for the words and surroundings of many anchors in one pass over a text.

use super::near::Same;
use super::pattern::{Pattern, Side};
use aho_corasick::AhoCorasick;
use std::collections::HashMap;
use std::rc::Rc;

/// Characters of a piece of words or context.
const PIECE: usize = 12;
/// A shorter piece tells no place.
const LEAST: usize = 6;
/// A piece that stands at more places tells none of them.
const COMMON: usize = 1_000;
/// The same for whole words, all of whose places are wanted.
const MOST: usize = 20_000;

/// Where the words of an anchor may be.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Where exactly the words stand; all anchors of the same words share it.
    pub exact: Rc<Same>,
    /// How often they stand there, those beyond the most that are kept included.
    pub count: usize,
    /// Bytes at which they should begin, by pieces of them or of what stood before.
    pub starts: Vec<usize>,
    /// Bytes at which they should end.
    pub ends: Vec<usize>,
}

/// What finding a piece says: where the words are from there.
#[derive(Clone, Copy)]
enum Tells {
    /// They begin there when the rest follows.
    Words,
    /// They begin so many bytes after its start.
    Start(usize),
    /// They end so many bytes after its start.
    End(usize),
    /// They end so many bytes before its start.
    EndBefore(usize),
}

/// The pieces of all patterns, each once.
#[derive(Default)]
struct Pieces<'a> {
    index: HashMap<&'a str, usize>,
    texts: Vec<&'a str>,
    most: Vec<usize>,
}

impl<'a> Pieces<'a> {
    fn add(&mut self, piece: &'a str, most: usize) -> usize {
        let at = *self.index.entry(piece).or_insert_with(|| {
            self.texts.push(piece);
            self.most.push(0);
            self.texts.len() - 1
        });
        self.most[at] = self.most[at].max(most);
        at
    }
}

/// Looks for all patterns in the folded text.
pub(super) fn search(patterns: &[Pattern], text: &str) -> Vec<Hits> {
    let sides: Vec<[String; 2]> =
        patterns.iter().map(|pattern| [before(&pattern.before), after(&pattern.after)]).collect();
    let mut pieces = Pieces::default();
    let wanted: Vec<Vec<(usize, Tells)>> =
        patterns.iter().zip(&sides).map(|(pattern, sides)| wanted(&mut pieces, pattern, sides)).collect();
    let found = find(&pieces, text);
    let mut same: HashMap<&str, Rc<Same>> = HashMap::new();
    let gathered = patterns.iter().zip(wanted).map(|(pattern, wanted)| {
        let mut hits = gather(&wanted, &found, text);
        let words = wanted.iter().find(|(_, tells)| matches!(tells, Tells::Words)).map(|(piece, _)| &found[*piece]);
        if let Some((places, count)) = words {
            let exact = || places.iter().copied().filter(|at| text[*at..].starts_with(&pattern.quote)).collect();
            hits.exact = same.entry(&pattern.quote).or_insert_with(|| Rc::new(Same::new(exact()))).clone();
            hits.count = if *count > places.len() { *count } else { hits.exact.starts.len() };
        }
        hits
    });
    gathered.collect()
}

fn before(side: &Side) -> String {
    side.chars.iter().rev().collect()
}

fn after(side: &Side) -> String {
    side.chars.iter().collect()
}

fn wanted<'a>(pieces: &mut Pieces<'a>, pattern: &'a Pattern, sides: &'a [String; 2]) -> Vec<(usize, Tells)> {
    let mut all = Vec::new();
    let words = pattern.quote.as_str();
    if words.is_empty() {
        return all;
    }
    all.push((pieces.add(&words[..words.floor_char_boundary(2 * PIECE)], MOST), Tells::Words));
    let [before, after] = sides;
    let mut add = |piece: &'a str, tells: Tells| {
        if piece.chars().count() >= LEAST {
            all.push((pieces.add(piece, COMMON), tells));
        }
    };
    let cut = before.floor_char_boundary(before.len().saturating_sub(PIECE));
    let far = before.floor_char_boundary(cut.saturating_sub(PIECE));
    add(&before[cut..], Tells::Start(before.len() - cut));
    add(&before[far..cut], Tells::Start(before.len() - far));
    let cut = after.floor_char_boundary(PIECE);
    let far = after.floor_char_boundary(cut + PIECE);
    add(&after[..cut], Tells::EndBefore(0));
    add(&after[cut..far], Tells::EndBefore(cut));
    if words.len() > 2 * PIECE {
        let (head, tail) = (words.floor_char_boundary(PIECE), words.floor_char_boundary(words.len() - PIECE));
        add(&words[..head], Tells::Start(0));
        add(&words[tail..], Tells::End(words.len() - tail));
    }
    all
}

/// The places of each piece, and how many there are.
fn find(pieces: &Pieces<'_>, text: &str) -> Vec<(Vec<usize>, usize)> {
    let mut found = vec![(Vec::new(), 0); pieces.texts.len()];
    // Building fails only for more pieces than there is memory: then nothing is found, and a person decides.
    let Ok(automaton) = AhoCorasick::new(&pieces.texts) else { return found };
    for hit in automaton.find_overlapping_iter(text) {
        let at = hit.pattern().as_usize();
        let (places, count) = &mut found[at];
        *count += 1;
        if *count <= pieces.most[at] {
            places.push(hit.start());
        }
    }
    found
}

fn gather(wanted: &[(usize, Tells)], found: &[(Vec<usize>, usize)], text: &str) -> Hits {
    let mut hits = Hits::default();
    let inside = |at: usize| at <= text.len() && text.is_char_boundary(at);
    for (piece, tells) in wanted {
        let (places, count) = &found[*piece];
        match tells {
            Tells::Words => {} // shared, so that words that stand at many places are not gathered for each anchor
            _ if *count > COMMON => {}
            Tells::Start(after) => hits.starts.extend(places.iter().map(|at| at + after).filter(|at| inside(*at))),
            Tells::End(after) => hits.ends.extend(places.iter().map(|at| at + after).filter(|at| inside(*at))),
            Tells::EndBefore(by) => {
                hits.ends.extend(places.iter().filter_map(|at| at.checked_sub(*by)).filter(|at| inside(*at)));
            }
        }
    }
    for list in [&mut hits.starts, &mut hits.ends] {
        list.sort_unstable();
        list.dedup();
    }
    hits
}
