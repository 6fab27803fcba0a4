//! Words as the models see them: finer than the tokens of the rules, so that a name's border is always a word's border.
//!
//! A character of Chinese, Japanese or Korean stands alone, letters and digits stay together, any other character that
//! is no blank stands alone: `Matviyenko`, `'`, `s`. The scripts in `training/` cut alike, but for vowel signs of Hebrew,
//! Arabic and Indian scripts, which stay with their letters here.

use super::names::is_rubbish;
use super::tokens::{Reader, Token};
use crate::text::Span;

/// One word or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text.
    pub(super) span: Span,
    /// How it is written, see [`shape`].
    pub(super) shape: u8,
}

impl Word {
    /// Returns its letters.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.span.start..self.span.end).unwrap_or_default()
    }

    /// Says whether it is written so that it may be a part of a name.
    pub(super) const fn may_name(self) -> bool {
        matches!(self.shape, CAPITAL | UPPER | INNER | MIXED)
    }
}

/// A mark.
pub(super) const MARK: u8 = 1;
/// `2024`.
pub(super) const NUMBER: u8 = 2;
/// `G20`.
pub(super) const MIXED: u8 = 3;
/// `word`.
pub(super) const LOWER: u8 = 4;
/// Letters of a script without capitals.
pub(super) const CASELESS: u8 = 5;
/// `UN`.
pub(super) const UPPER: u8 = 6;
/// `Word`.
pub(super) const CAPITAL: u8 = 7;
/// `McDonald`.
pub(super) const INNER: u8 = 8;

/// Reads a text sentence by sentence, each as words. Sentences end where those of the rules do.
pub(super) struct Sentences<'a> {
    text: &'a str,
    reader: Reader<'a>,
    tokens: Vec<Token>,
}

impl<'a> Sentences<'a> {
    /// Starts at `span`, whose ends must lie on characters.
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        Self { text, reader: Reader::new(text, span), tokens: Vec::new() }
    }

    /// Fills `out` with the words of the next sentence; false at the end of the text. All sentences together cost time
    /// linear in the text, also where it is one line: a sentence has a bounded number of tokens.
    pub(super) fn next_sentence(&mut self, out: &mut Vec<Word>) -> bool {
        let more = self.reader.next_sentence(&mut self.tokens);
        cut(self.text, &self.tokens, out);
        more
    }

    /// Says whether the sentence that was read last is no text at all.
    pub(super) fn is_rubbish(&self) -> bool {
        is_rubbish(&self.tokens)
    }
}

/// Fills `out` with the words of one sentence, given as tokens.
pub(super) fn cut(text: &str, tokens: &[Token], out: &mut Vec<Word>) {
    out.clear();
    if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
        out.extend(words(text, Span::new(first.span.start, last.span.end)));
    }
}

/// Returns the words of `span`, one after the other.
pub(super) fn words(text: &str, span: Span) -> impl Iterator<Item = Word> + '_ {
    let mut at = span.start;
    std::iter::from_fn(move || {
        let rest = text.get(at..span.end)?;
        let (skipped, first) = rest.char_indices().find(|(_, c)| !is_blank(*c))?;
        let rest = &rest[skipped..];
        let len = if joins(first) {
            rest.char_indices().find(|(_, c)| !joins(*c)).map_or(rest.len(), |(end, _)| end)
        } else {
            first.len_utf8()
        };
        let start = at + skipped;
        at = start + len;
        Some(Word { span: Span::new(start, at), shape: shape(&rest[..len]) })
    })
}

/// Says whether a character is part of a longer word.
fn joins(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() && !stands_alone(c) }
}

/// Chinese, Japanese and Korean characters, and the marks among them.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

fn is_blank(c: char) -> bool {
    // The four separators of old files are blanks to the scripts in `training/`; the ideographic blank is a mark to them.
    (c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')) && !stands_alone(c)
}

/// Returns how a word is written: one of the codes above, 0 for no word at all.
pub(super) fn shape(word: &str) -> u8 {
    let Some(first) = word.chars().next() else { return 0 };
    if !first.is_alphanumeric() {
        return MARK;
    }
    let (mut letters, mut digits, mut upper, mut lower) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in word.chars() {
        letters += 1;
        digits += usize::from(c.is_numeric());
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
    }
    match () {
        () if digits == letters => NUMBER,
        () if digits > 0 => MIXED,
        () if upper == 0 && lower > 0 => LOWER,
        () if upper == 0 => CASELESS,
        () if upper == letters && letters > 1 => UPPER,
        () if first.is_uppercase() && upper == 1 => CAPITAL,
        () => INNER,
    }
}

#[cfg(test)]
mod tests {
    use super::{Sentences, Word, shape, words};
    use crate::text::Span;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text, Span::new(0, text.len())).map(|word| word.of(text)).collect()
    }

    #[test]
    fn words_are_fine() {
        let cases: [(&str, &[&str]); 4] = [
            ("Xi’s U.S. visit", &["Xi", "’", "s", "U", ".", "S", ".", "visit"]),
            ("China-Russia, 1,000", &["China", "-", "Russia", ",", "1", ",", "000"]),
            ("习近平 said\u{1C}no_way", &["习", "近", "平", "said", "no", "_", "way"]),
            ("  \n", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(cut(text), expected, "{text:?}");
        }
    }

    #[test]
    fn shapes_have_their_codes() {
        let cases = [
            ("", 0),
            ("(", 1),
            ("20", 2),
            ("G20", 3),
            ("word", 4),
            ("习", 5),
            ("UN", 6),
            ("A", 7),
            ("Mac", 7),
            ("McD", 8),
        ];
        for (word, code) in cases {
            assert_eq!(shape(word), code, "{word}");
        }
    }

    proptest! {
        #[test]
        fn sentences_hold_every_word_of_the_text(text in "[A-Za-z .'’é习\n0-9(),!\u{3000}]{0,300}") {
            let whole: Vec<Word> = words(&text, Span::new(0, text.len())).collect();
            let (mut reader, mut part, mut all) = (Sentences::new(&text, Span::new(0, text.len())), Vec::new(), Vec::new());
            while reader.next_sentence(&mut part) {
                all.append(&mut part);
            }
            // A blank of another script alone between two sentences belongs to none.
            let kept = |words: Vec<Word>| words.into_iter().filter(|word| word.of(&text) != "\u{3000}").collect::<Vec<_>>();
            prop_assert_eq!(kept(all), kept(whole));
        }
    }
}
