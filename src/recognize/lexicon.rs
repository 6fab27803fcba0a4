//! Which lists a word or phrase stands in: names of persons, places and bodies from open sources, and what words do.
//!
//! The file is written by `training/lexicon.py`, which names its sources. Phrases are kept as hashes: of
//! 146,701 phrases about one in 30,000 unlisted words is taken for a listed one, which the models bear.

use super::table::{Hash, Table};
use super::words::Word;
use std::borrow::Cow;
use std::sync::LazyLock;

/// First names of the US census.
pub(super) const FIRST: u16 = 1;
/// Last names of the US census.
pub(super) const LAST: u16 = 1 << 1;
/// Cities.
pub(super) const CITY: u16 = 1 << 2;
/// Countries, regions, waters.
pub(super) const PLACE: u16 = 1 << 3;
/// Peoples, nations, faiths.
pub(super) const PEOPLE: u16 = 1 << 4;
/// Organisations of the world's news.
pub(super) const BODY: u16 = 1 << 5;
/// Political actors: mostly persons.
pub(super) const ACTOR: u16 = 1 << 6;
/// Words that tell an organisation.
pub(super) const HEAD: u16 = 1 << 7;
/// Titles of persons.
pub(super) const TITLE: u16 = 1 << 8;
/// Words that tell a place.
pub(super) const PLACE_HEAD: u16 = 1 << 9;
/// Given names of the world's news. The flag after it is that of common words, which only the models look at.
pub(super) const GIVEN: u16 = 1 << 10;
/// International bodies, companies, armed groups.
pub(super) const GROUP: u16 = 1 << 12;
/// Number of flags; the bits above hold the length of the longest phrase that a word begins.
pub(super) const COUNT: usize = 13;

/// The flags of a row.
const MASK: u16 = (1 << COUNT) - 1;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(Cow::Borrowed(include_bytes!("model/lexicon.bin")), 2));

/// Returns the row of a phrase; 0 where it is not listed.
fn row(table: &Table, phrase: Hash) -> u16 {
    table.get(phrase.0).and_then(|row| row.first_chunk()).map_or(0, |row| u16::from_le_bytes(*row))
}

/// Fills `out` with the flags of each word of a sentence: those of the longest listed phrase that begins with a capital
/// and that the word is in, else its own.
pub(super) fn flags(text: &str, words: &[Word], out: &mut Vec<u16>) {
    let table: &Table = &TABLE;
    out.clear();
    out.resize(words.len(), 0);
    for (at, word) in words.iter().enumerate() {
        let letters = word.of(text);
        let first = Hash::EMPTY.lower(letters);
        let own = row(table, first);
        let longest = usize::from(own >> COUNT).min(words.len() - at);
        let capital = longest > 1 && letters.chars().next().is_some_and(char::is_uppercase);
        let (mut best, mut hash) = ((1, own & MASK), first);
        for len in 2..=if capital { longest } else { 1 } {
            hash = hash.byte(b' ').lower(words[at + len - 1].of(text));
            let flags = row(table, hash) & MASK;
            if flags != 0 {
                best = (len, flags);
            }
        }
        out[at..at + best.0].iter_mut().for_each(|flags| *flags |= best.1);
    }
}

#[cfg(test)]
mod tests {
    use super::{ACTOR, BODY, CITY, FIRST, GIVEN, PLACE, TITLE, flags};
    use crate::recognize::words::words;
    use crate::text::Span;

    fn of(text: &str) -> Vec<u16> {
        let (words, mut out) = (words(text, Span::new(0, text.len())).collect::<Vec<_>>(), Vec::new());
        flags(text, &words, &mut out);
        out
    }

    #[test]
    fn the_file_is_whole() {
        assert!(super::TABLE.is_whole() && super::TABLE.len() > 100_000);
    }

    #[test]
    fn the_longest_phrase_with_a_capital_counts() {
        let found = of("Senator, Vladimir Putin saw New York and the United Nations.");
        let has = |at: usize, flag: u16| found[at] & flag != 0;
        assert!(has(0, TITLE) && has(2, ACTOR) && has(3, ACTOR) && has(5, PLACE | CITY) && has(6, PLACE | CITY));
        assert!(has(9, BODY) && has(10, BODY) && !has(11, BODY));
        assert!(of("anna")[0] & (FIRST | GIVEN) != 0, "single words count in any case");
        assert_eq!(of("new york")[1] & (PLACE | CITY), of("york")[0] & (PLACE | CITY));
    }
}
