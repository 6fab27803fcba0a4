//! Words cut into the pieces that the model has learned: greedily, the longest known piece first (WordPiece).
//!
//! The list of pieces is that of MiniLM: lower case, without accents; `##` before what does not begin a word.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Before the first piece of a row.
pub(super) const START: i32 = 101;
/// After the last piece of a row.
pub(super) const END: i32 = 102;
/// A word that no pieces make.
const UNKNOWN: i32 = 100;
/// Characters of the longest word that is cut.
const LONGEST: usize = 40;

static PIECES: LazyLock<Pieces> = LazyLock::new(|| {
    let mut pieces = Pieces { first: HashMap::with_capacity(32_768), later: HashMap::with_capacity(8_192) };
    for (id, piece) in (0..).zip(include_str!("../model/pieces.txt").lines()) {
        match piece.strip_prefix("##") {
            Some(later) if !later.is_empty() => pieces.later.insert(later, id),
            _ => pieces.first.insert(piece, id),
        };
    }
    pieces
});

struct Pieces {
    /// Pieces that begin a word.
    first: HashMap<&'static str, i32>,
    /// Pieces that go on in one.
    later: HashMap<&'static str, i32>,
}

/// Appends the pieces of a word to `out`: at least one.
pub(super) fn cut(word: &str, out: &mut Vec<i32>) {
    let plain: String = if word.is_ascii() {
        word.to_ascii_lowercase()
    } else {
        word.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect()
    };
    let before = out.len();
    let mut rest = plain.as_str();
    if plain.is_empty() || plain.chars().count() > LONGEST {
        return out.push(UNKNOWN);
    }
    while !rest.is_empty() {
        let known = if out.len() == before { &PIECES.first } else { &PIECES.later };
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
        let Some((end, id)) = ends.into_iter().find_map(|end| Some((end, *known.get(&rest[..end])?))) else {
            out.truncate(before);
            return out.push(UNKNOWN);
        };
        out.push(id);
        rest = &rest[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECES, UNKNOWN, cut};

    fn of(word: &str) -> Vec<String> {
        let name = |id: &i32| {
            let find = |known: &std::collections::HashMap<&'static str, i32>| {
                known.iter().find(|(_, other)| *other == id).map(|(piece, _)| (*piece).to_owned())
            };
            find(&PIECES.first).unwrap_or_else(|| format!("##{}", find(&PIECES.later).unwrap()))
        };
        let mut out = Vec::new();
        cut(word, &mut out);
        out.iter().map(name).collect()
    }

    #[test]
    fn words_are_cut_as_the_model_learned() {
        assert_eq!(of("President"), ["president"]);
        assert_eq!(of("Matviyenko"), ["mat", "##vi", "##yen", "##ko"]);
        assert_eq!(of("Łódź"), of("łodz"));
        assert_eq!(of("São"), ["sao"]);
        assert_eq!(of("("), ["("]);
        for unknown in ["🧑", "\u{301}", &"x".repeat(41)] {
            let mut out = Vec::new();
            cut(unknown, &mut out);
            assert_eq!(out, [UNKNOWN], "{unknown:?}");
        }
    }
}
