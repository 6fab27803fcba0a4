//! Words and marks of a text, read sentence by sentence in one pass. Knows nothing of names.
//!
//! Sentences here are only the unit in which names are sought; what is shown as evidence comes from [`crate::text`].

use super::lists::{Class, class};
use crate::text::Span;

/// Tokens after which a sentence is cut even where it does not end, so that each step has a bounded cost.
const LONGEST: usize = 600;
/// A line shorter than this many bytes is a heading or a list item: a name does not go on in the next line.
const SHORT_LINE: usize = 50;

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `word`.
    Lower,
    /// `Word`, `McDonald`.
    Cap,
    /// `UN`, `U.S.`, `G20`.
    Upper,
    /// `2023`, `1990s`.
    Number,
    /// `'s` after a name.
    Possessive,
    /// One mark.
    Mark,
    /// A word of another script than Latin.
    Foreign,
    /// A control character or one that could not be decoded.
    Rubbish,
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Blanks.
    Blank,
    /// One newline.
    Line,
    /// An empty line.
    Paragraph,
}

/// One word or mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) shape: Shape,
    pub(super) gap: Gap,
}

impl Token {
    /// Returns its words.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.span.start..self.span.end).unwrap_or_default()
    }

    /// Says whether it is written as names are.
    pub(super) fn is_cap(self) -> bool {
        matches!(self.shape, Shape::Cap | Shape::Upper)
    }

    /// Says whether it is this mark.
    pub(super) fn is(self, text: &str, mark: &str) -> bool {
        self.shape == Shape::Mark && self.of(text) == mark
    }
}

/// Reads sentences of `text` from byte `at` up to byte `end`.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// The first token of the next sentence, met at the end of the last one.
    held: Option<Token>,
    line_start: usize,
}

impl<'a> Reader<'a> {
    /// Starts at `span`, whose ends must lie on characters.
    pub(super) fn new(text: &'a str, span: Span) -> Self {
        Self { text, at: span.start, end: span.end, held: None, line_start: span.start }
    }

    /// Returns the byte up to which the text was read.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Fills `out` with the next sentence; false at the end of the text.
    pub(super) fn next_sentence(&mut self, out: &mut Vec<Token>) -> bool {
        out.clear();
        out.extend(self.held.take());
        while out.len() < LONGEST {
            let line_start = self.line_start;
            let Some(token) = self.next_token() else { break };
            if ends_before(self.text, out, token, line_start) {
                self.held = Some(token);
                return true;
            }
            out.push(token);
        }
        !out.is_empty()
    }

    fn next_token(&mut self) -> Option<Token> {
        let gap = self.skip_blanks();
        let rest = self.text.get(self.at..self.end)?;
        let first = rest.chars().next()?;
        let (len, shape) = measure(rest, first);
        let span = Span::new(self.at, self.at + len);
        self.at = span.end;
        Some(Token { span, shape, gap })
    }

    fn skip_blanks(&mut self) -> Gap {
        let mut gap = Gap::None;
        let rest = self.text.get(self.at..self.end).unwrap_or_default();
        for c in rest.chars().take_while(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
            if c == '\n' {
                gap = if gap >= Gap::Line { Gap::Paragraph } else { Gap::Line };
                self.line_start = self.at;
            } else {
                gap = gap.max(Gap::Blank);
            }
        }
        gap
    }
}

fn ends_before(text: &str, sentence: &[Token], next: Token, line_start: usize) -> bool {
    let Some(last) = sentence.last() else { return false };
    match next.gap {
        Gap::None => false,
        Gap::Paragraph => true,
        Gap::Line if last.span.end < line_start + SHORT_LINE => true,
        Gap::Line | Gap::Blank => ends_in_stop(text, sentence) && next.shape != Shape::Lower,
    }
}

/// Says whether the last mark before closing quotes is a full stop that is no part of an abbreviation.
fn ends_in_stop(text: &str, sentence: &[Token]) -> bool {
    let closing = |token: &Token| matches!(token.of(text), "\"" | "”" | "’" | "'" | ")" | "]" | "»");
    let Some(stop) = sentence.iter().rposition(|token| !closing(token)) else { return false };
    match sentence[stop].of(text) {
        "!" | "?" | "…" => true,
        "." => stop.checked_sub(1).is_none_or(|before| !abbreviates(text, sentence[before])),
        _ => false,
    }
}

/// Says whether a full stop after `token` belongs to it: "Mr.", "J.".
pub(super) fn abbreviates(text: &str, token: Token) -> bool {
    let word = token.of(text);
    (token.is_cap() && word.chars().count() == 1) || class(word).has(Class::ABBREVIATION)
}

/// Returns length in bytes and shape of the token at the start of `rest`.
fn measure(rest: &str, first: char) -> (usize, Shape) {
    if first == '\u{FFFD}' || first.is_control() {
        return (first.len_utf8(), Shape::Rubbish);
    }
    if matches!(first, '\'' | '’') {
        let tail = &rest[first.len_utf8()..];
        let bare = tail.strip_prefix(['s', 'S']).is_some_and(|after| !after.starts_with(char::is_alphanumeric));
        return if bare { (first.len_utf8() + 1, Shape::Possessive) } else { (first.len_utf8(), Shape::Mark) };
    }
    if !first.is_alphanumeric() {
        return (first.len_utf8(), Shape::Mark);
    }
    if let Some(len) = dotted(rest) {
        return (len, Shape::Upper);
    }
    let len = word_len(rest, first);
    (len, shape_of(&rest[..len], first))
}

/// Returns the length of `U.S.` and the like: at least two pairs of a capital and a dot.
fn dotted(rest: &str) -> Option<usize> {
    let pairs = rest.as_bytes().chunks_exact(2).take_while(|pair| pair[0].is_ascii_uppercase() && pair[1] == b'.');
    let count = pairs.count();
    let tail = rest.as_bytes().get(count * 2);
    (count >= 2 && !tail.is_some_and(u8::is_ascii_lowercase)).then_some(count * 2)
}

fn word_len(rest: &str, first: char) -> usize {
    let numeric = first.is_ascii_digit();
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    while let Some((at, c)) = chars.next() {
        let joins = match c {
            '\'' | '’' => !is_possessive(&rest[at + c.len_utf8()..]),
            ',' | '.' => numeric && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit()),
            _ => c.is_alphanumeric() || is_mark(c),
        };
        let inner = matches!(c, '\'' | '’') && !chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !joins || inner {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn is_possessive(after: &str) -> bool {
    after.strip_prefix(['s', 'S']).is_some_and(|tail| !tail.starts_with(char::is_alphanumeric))
}

/// Combining marks, which belong to the letter before.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

fn shape_of(word: &str, first: char) -> Shape {
    if first.is_numeric() {
        return Shape::Number;
    }
    if word.is_ascii() {
        return shape_of_latin(word, first);
    }
    if word.chars().any(|c| c.is_alphabetic() && !is_latin(c)) { Shape::Foreign } else { shape_of_latin(word, first) }
}

fn shape_of_latin(word: &str, first: char) -> Shape {
    if !first.is_uppercase() {
        return Shape::Lower;
    }
    let several = word.chars().nth(1).is_some();
    if several && !word.chars().any(char::is_lowercase) { Shape::Upper } else { Shape::Cap }
}

fn is_latin(c: char) -> bool {
    c < '\u{250}' || ('\u{1E00}'..='\u{1EFF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::{Reader, Token};
    use crate::text::Span;
    use proptest::prelude::*;

    fn sentences(text: &str) -> Vec<Vec<&str>> {
        let mut reader = Reader::new(text, Span::new(0, text.len()));
        let mut buffer: Vec<Token> = Vec::new();
        let mut all = Vec::new();
        while reader.next_sentence(&mut buffer) {
            all.push(buffer.iter().map(|token| token.of(text)).collect());
        }
        all
    }

    #[test]
    fn words_marks_and_sentences() {
        let cases: [(&str, &[&[&str]]); 4] = [
            ("Xi’s visit to the U.S. on Monday.", &[&["Xi", "’s", "visit", "to", "the", "U.S.", "on", "Monday", "."]]),
            ("He met Mr. Li. CCTV. The end", &[&["He", "met", "Mr", ".", "Li", "."], &["CCTV", "."], &["The", "end"]]),
            ("Short head\nO'Brien don't", &[&["Short", "head"], &["O'Brien", "don't"]]),
            ("1,000 men' x", &[&["1,000", "men", "'", "x"]]),
        ];
        for (text, expected) in cases {
            assert_eq!(sentences(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn tokens_rise_and_tear_no_character(text in "[A-Za-z .'’\u{301}é习\n0-9(),\u{FFFD}]{0,300}") {
            let mut reader = Reader::new(&text, Span::new(0, text.len()));
            let (mut buffer, mut last) = (Vec::new(), 0);
            while reader.next_sentence(&mut buffer) {
                for token in &buffer {
                    prop_assert!(token.span.start >= last && token.span.end > token.span.start);
                    prop_assert!(text.get(token.span.start..token.span.end).is_some());
                    last = token.span.end;
                }
            }
        }
    }
}
