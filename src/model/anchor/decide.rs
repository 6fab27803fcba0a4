//! The decision where an anchor lies in a changed text. In doubt it is orphaned.

use super::distance::distance;
use super::likeness::{Likeness, likeness};
use super::pattern::Pattern;
use super::search::Hits;
use super::{Anchor, CONTEXT};

/// Characters of surroundings by which the best place must be better than every other, in this text or in the old one.
const CLEARLY: i32 = 8;
/// Characters of surroundings that must agree, less those that do not.
const NEEDED: i32 = 12;
/// The same for words that stood at one place only.
const NEEDED_ALONE: i32 = 6;
/// The same for several words that stood at one place only.
const NEEDED_PHRASE: i32 = 4;
/// The same for words of which that is not known.
const NEEDED_UNKNOWN: i32 = 36;
/// Of words that stood at several places, so many characters next to them must stand unchanged on one side.
const TOUCHING: usize = 4;
/// The most pairs of a likely start and a likely end that are compared with the words.
const PAIRS: usize = 16;
/// The most characters of changed words that are compared.
const COMPARED: usize = 2_000;

/// A place that the words may have gone to, in bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub start: usize,
    pub end: usize,
    /// Edits from the words to what stands there.
    pub edits: usize,
    pub like: Likeness,
}

/// Returns where the words of a pattern are, or one sentence that says why that is not clear.
pub(super) fn decide(pattern: &Pattern, hits: &Hits, text: &str) -> Result<(usize, usize), String> {
    // Of words at very many places not all were looked at: the best of some may not be the best of all.
    if hits.count > hits.exact.starts.len() {
        return Err(format!("its words stand at {} places", hits.count));
    }
    let mut spots = exact_spots(pattern, hits, text);
    spots.sort_by_key(|spot| (std::cmp::Reverse(spot.like.net), spot.start));
    if let Some(best) = spots.first() {
        let second = spots.get(1);
        let clear = second.is_none_or(|second| best.like.net >= second.like.net + CLEARLY);
        if (clear && is_there(pattern, best)) || is_same_passage(pattern, best, second) {
            return Ok((best.start, best.end));
        }
        if hits.count == 1 && pattern.is_alone() && (pattern.is_long() || is_same_sentence(pattern, best, text)) {
            return Ok((best.start, best.end));
        }
    }
    if let Some(spot) = changed_spot(pattern, hits, text) {
        return Ok((spot.start, spot.end));
    }
    Err(match (pattern.quote.is_empty(), hits.count) {
        (true, _) => "it quotes no words".to_owned(),
        (_, 0) => "its words no longer stand in the text".to_owned(),
        (_, 1) => "its words stand in other surroundings".to_owned(),
        (_, places) => format!("its words stand at {places} places, none clearly the right one"),
    })
}

/// Returns the places at which exactly the words stand.
pub(super) fn exact_spots(pattern: &Pattern, hits: &Hits, text: &str) -> Vec<Spot> {
    let places = hits.exact.closest(pattern, text, &|_| true);
    let spot = |start: usize| {
        let end = start + pattern.quote.len();
        Spot { start, end, edits: 0, like: likeness(pattern, text, start, end) }
    };
    places.into_iter().map(spot).collect()
}

/// Says whether the surroundings resemble the old ones enough, and more than those of any other place ever did.
fn is_there(pattern: &Pattern, spot: &Spot) -> bool {
    let like = &spot.like;
    let whole = i32::try_from(pattern.before.chars.len() + pattern.after.chars.len()).unwrap_or(i32::MAX);
    let needed = match pattern.rival {
        Some(Anchor::ALONE) => NEEDED_ALONE,
        // Where another place is much alike, deleting what lies between the two makes it more so.
        Some(rival) if rival > NEEDED => rival + 3 * CLEARLY,
        Some(rival) => NEEDED.max(rival + CLEARLY),
        None => NEEDED_UNKNOWN.min(whole * 3 / 4),
    };
    let firm = like.is_firm && pattern.rival.is_some_and(|rival| rival <= 0);
    let touches = like.touching >= TOUCHING || pattern.rival.is_some_and(|rival| rival < -10);
    let stands = firm || (!like.is_broken && touches && own_sentence_stands(pattern, like));
    let enough = if pattern.is_phrase() { NEEDED_PHRASE } else { NEEDED };
    // A sentence that reads wholly otherwise is another one, however its neighbours stand.
    let is_other = like.own_edits * 100 > like.own * 60;
    (like.net >= needed && stands) || (pattern.is_alone() && like.net >= enough && !is_other)
}

/// Says whether what belongs to the sentence still stands. The neighbours alone prove nothing: when a sentence is deleted,
/// the next one, which may name the same names, moves between them.
fn own_sentence_stands(pattern: &Pattern, like: &Likeness) -> bool {
    let most = match (pattern.is_alone(), like.own) {
        (true, _) => 50,
        (false, 16..) => 35,
        (false, _) => 20,
    };
    like.own_edits * 100 <= like.own * most
}

/// Says whether all that is known of the surroundings stands unchanged, here only, and stood nowhere else before.
fn is_same_passage(pattern: &Pattern, best: &Spot, second: Option<&Spot>) -> bool {
    let whole = pattern.before.chars.len() + pattern.after.chars.len();
    let known = pattern.rival.is_some_and(|rival| rival < i32::try_from(whole).unwrap_or(i32::MAX));
    known && whole >= CONTEXT && best.like.edits == 0 && second.is_none_or(|second| second.like.edits > 0)
}

/// Says whether the words were a whole sentence and are one again.
fn is_same_sentence(pattern: &Pattern, spot: &Spot, text: &str) -> bool {
    let before = text[..spot.start].trim_end_matches(['"', '\'', ')', ']', '(', '[', ' ', '#', '-', '*', '>']);
    let begins = before.is_empty() || before.ends_with(['.', '!', '?', '。', '！', '？', ':']);
    pattern.is_sentence && begins && spot.like.own_edits == 0
}

/// Finds a passage that was edited a little between surroundings that both stand. A name that was edited is another name.
fn changed_spot(pattern: &Pattern, hits: &Hits, text: &str) -> Option<Spot> {
    let mut spots = changed_spots(pattern, hits, text);
    spots.retain(|spot| {
        let words = &text[spot.start..spot.end];
        let few = spot.edits * 8 <= pattern.quote.chars().count() && pattern.is_long();
        let needed = pattern.rival.map_or(NEEDED_UNKNOWN, |rival| NEEDED.max(rival + CLEARLY));
        (few || letters(words) == letters(&pattern.quote)) && spot.like.both && spot.like.net >= needed
    });
    spots.sort_by_key(|spot| (spot.edits, std::cmp::Reverse(spot.like.net)));
    let best = *spots.first()?;
    let apart = |other: &Spot| other.end <= best.start || best.end <= other.start;
    let clear = spots.iter().filter(|other| apart(other)).all(|other| other.like.net + CLEARLY <= best.like.net);
    clear.then_some(best)
}

/// The letters and digits of some words, in small letters without accents.
fn letters(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    words.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns places between a likely start and a likely end at which other words stand.
pub(super) fn changed_spots(pattern: &Pattern, hits: &Hits, text: &str) -> Vec<Spot> {
    let words: Vec<char> = pattern.quote.chars().collect();
    let len = pattern.quote.len();
    let mut spots = Vec::new();
    if pattern.quote.chars().nth(COMPARED).is_some() {
        return spots; // what is not compared to its end is not known to stand there
    }
    for start in &hits.starts {
        let first = hits.ends.partition_point(|end| end <= start);
        let ends = hits.ends[first..].iter().take_while(|end| **end <= start + 2 * len + CONTEXT);
        let Some(end) = ends.min_by_key(|end| (start + len).abs_diff(**end)) else { continue };
        let there = text[*start..*end].trim();
        let start = start + (text[*start..*end].len() - text[*start..*end].trim_start().len());
        let end = start + there.len();
        if there.is_empty() || !pattern.has_edges(text, start, end) || spots.len() >= PAIRS {
            continue;
        }
        if there.chars().nth(COMPARED).is_some() {
            continue;
        }
        let here: Vec<char> = there.chars().collect();
        let like = likeness(pattern, text, start, end);
        spots.push(Spot { start, end, edits: distance(&words, &here), like });
    }
    spots
}
