//! An anchor made ready for comparing with a folded text.

use super::Anchor;
use super::distance::{Columns, to_beginnings};
use crate::text::folded;

/// Words of so many characters and [`LONG_WORDS`] words are a passage, which hardly stands twice by chance; a name may.
const LONG: usize = 32;
/// See [`LONG`].
const LONG_WORDS: usize = 5;

/// The words of an anchor and what stood on both sides, folded.
pub(super) struct Pattern {
    pub quote: String,
    pub before: Side,
    pub after: Side,
    pub rival: Option<i32>,
    /// Whether the words are a whole sentence, or several.
    pub is_sentence: bool,
}

/// What stood on one side.
pub(super) struct Side {
    /// The one that touches the words first.
    pub chars: Vec<char>,
    /// How many of them belong to the sentence of the words: only these stay with it when sentences come and go.
    pub own: usize,
    /// Whether a letter touches the words.
    pub joined: bool,
    /// The characters made ready for comparing; none where they are too many.
    columns: Option<Columns>,
}

impl Side {
    fn new(chars: Vec<char>, own: usize, joined: bool) -> Self {
        let columns = Columns::new(&chars);
        Self { chars, own, joined, columns }
    }

    /// Returns the distance of the first `own` characters, and of all of them, to what is nearest to them at the beginning
    /// of `window`.
    pub fn nearest(&self, own: usize, window: &[char]) -> [usize; 2] {
        if window.starts_with(&self.chars) {
            return [0, 0];
        }
        let least = |rows: usize| to_beginnings(&self.chars[..rows], window).into_iter().min().unwrap_or(rows);
        let table = || [least(own), least(self.chars.len())];
        self.columns.as_ref().map_or_else(table, |columns| columns.nearest(own, window))
    }
}

impl Pattern {
    pub fn new(anchor: &Anchor) -> Self {
        let quote = folded(&anchor.quote);
        let before = Side::new(
            folded(&anchor.before).chars().rev().collect(),
            folded(&anchor.before[sentence_start(&anchor.before)..]).chars().count(),
            anchor.before.chars().next_back().is_some_and(char::is_alphanumeric),
        );
        let after = Side::new(
            folded(&anchor.after).chars().collect(),
            folded(&anchor.after[..sentence_end(&anchor.quote, &anchor.after)]).chars().count(),
            anchor.after.chars().next().is_some_and(char::is_alphanumeric),
        );
        let bare = |side: &Side| !side.chars.iter().take(side.own).any(|c| c.is_alphanumeric());
        let is_sentence = bare(&before) && bare(&after);
        Self { quote, before, after, rival: anchor.rival, is_sentence }
    }

    /// Says whether the words are a passage and no name.
    pub fn is_long(&self) -> bool {
        self.quote.chars().count() >= LONG && self.quote.split(' ').count() >= LONG_WORDS
    }

    /// Says whether there are several words: they hardly come again in the same surroundings by chance.
    pub fn is_phrase(&self) -> bool {
        self.quote.split(' ').count() >= 3
    }

    /// Says whether the words stood at one place only.
    pub fn is_alone(&self) -> bool {
        self.rival == Some(Anchor::ALONE)
    }

    /// Says whether these bytes of a text meet letters on the same sides: "Iran" in "Iranian" is another word.
    pub fn has_edges(&self, text: &str, start: usize, end: usize) -> bool {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (first, last) = (letter(self.quote.chars().next()), letter(self.quote.chars().next_back()));
        (!first || letter(text[..start].chars().next_back()) == self.before.joined)
            && (!last || letter(text[end..].chars().next()) == self.after.joined)
    }
}

const fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// Says whether a newline after `last` ends more than a line: a paragraph, a heading or an item of a list.
fn ends_line(last: char, rest: &str) -> bool {
    matches!(last, '\n' | ';' | ':') || rest.trim_start().starts_with(['-', '*', '#', '>', '•'])
}

const fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '”' | '’' | '»')
}

/// Returns the byte of `before` at which the sentence begins that goes on after it; 0 where it began earlier.
pub(super) fn sentence_start(before: &str) -> usize {
    let mut start = 0;
    let mut ended = false;
    let mut last = ' ';
    for (at, c) in before.char_indices() {
        if c.is_whitespace() {
            ended |= ends_sentence(last) || (c == '\n' && ends_line(last, &before[at..]));
        } else if ended {
            (start, ended) = (at, false);
        }
        if !closes(c) {
            last = c;
        }
    }
    if ended { before.len() } else { start }
}

/// Returns the byte of `after` at which the sentence of the words before it has ended, or its length.
fn sentence_end(quote: &str, after: &str) -> usize {
    let mut last = quote.chars().rfind(|c| !closes(*c)).unwrap_or(' ');
    for (at, c) in after.char_indices() {
        if c.is_whitespace() && (ends_sentence(last) || (c == '\n' && ends_line(last, &after[at..]))) {
            return at;
        }
        if !closes(c) {
            last = c;
        }
    }
    after.len()
}

#[cfg(test)]
mod tests {
    use super::{sentence_end, sentence_start};

    #[test]
    fn a_sentence_is_told_from_its_neighbours() {
        let starts =
            [("It rained. Then ", "Then "), ("It rained. ", ""), ("no end", "no end"), ("Title\n\nThe ", "The ")];
        for (before, own) in starts {
            assert_eq!(&before[sentence_start(before)..], own, "{before:?}");
        }
        let ends = [
            (" left. Then", " left."),
            (" left", " left"),
            (". Then", "."),
            (" said.” He", " said.”"),
            ("\n\nNext", "\n"),
        ];
        for (after, own) in ends {
            assert_eq!(&after[..sentence_end("Xi", after)], own, "{after:?}");
        }
        assert_eq!(sentence_end("Xi left.", " Then he"), 0);
    }
}
