//! The words of a text in the one form in which they are searched, each with its place.
//!
//! A term is a run of letters and digits in lower case without accents. Scripts that put no blanks between words (Han, kana,
//! Thai, Lao, Khmer, Burmese) give a term for each character, so that any string of them can be found as a phrase.

use super::Span;
use super::segment::is_unspaced;
use std::iter::Peekable;
use std::str::CharIndices;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest term, in bytes: a longer run is no word, and is known by its beginning.
const LONGEST: usize = 128;

/// The terms of a text one after the other, without a new string for each.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    rest: Peekable<CharIndices<'a>>,
}

impl<'a> Terms<'a> {
    /// Begins at the start of a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { rest: text.char_indices().peekable() }
    }

    /// Writes the next term into `term` and returns the bytes it stands at; nothing at the end of the text.
    pub fn advance(&mut self, term: &mut String) -> Option<Span> {
        loop {
            let (start, c) = self.rest.find(|(_, c)| c.is_alphanumeric())?;
            term.clear();
            add(term, c);
            let alone = is_unspaced(c);
            let goes_on = |c: char| is_combining_mark(c) || (!alone && c.is_alphanumeric() && !is_unspaced(c));
            let mut end = start + c.len_utf8();
            while let Some((at, c)) = self.rest.next_if(|(_, c)| goes_on(*c)) {
                if term.len() < LONGEST {
                    add(term, c);
                }
                end = at + c.len_utf8();
            }
            if !term.is_empty() {
                return Some(Span::new(start, end));
            }
        }
    }
}

/// Calls `take` for each term of a text with the bytes it stands at.
pub fn each_term(text: &str, mut take: impl FnMut(&str, Span)) {
    let (mut terms, mut term) = (Terms::new(text), String::new());
    while let Some(span) = terms.advance(&mut term) {
        take(&term, span);
    }
}

/// Returns the terms of a short text.
///
/// ```
/// assert_eq!(newsgloss::text::terms("Erdoğan’s 习近平"), ["erdogan", "s", "习", "近", "平"]);
/// ```
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    each_term(text, |term, _| all.push(term.to_owned()));
    all
}

/// Adds a character as it is searched.
fn add(term: &mut String, c: char) {
    if c.is_ascii() {
        return term.push(c.to_ascii_lowercase());
    }
    for c in std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ł' => term.push('l'),
            'ø' => term.push('o'),
            'đ' => term.push('d'),
            'ı' => term.push('i'),
            'ß' => term.push_str("ss"),
            'æ' => term.push_str("ae"),
            'ё' => term.push('е'),
            c if is_combining_mark(c) => {}
            c => term.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{each_term, terms};
    use proptest::prelude::*;

    #[test]
    fn the_same_word_is_the_same_term_however_it_is_written() {
        let cases = [
            ("Erdoğan", "erdogan"),
            ("ERDOG\u{306}AN", "Erdoğan"),
            ("İstanbul", "istanbul"),
            ("Wałęsa", "walesa"),
            ("ﬁnal", "final"),
            ("Straße", "strasse"),
            ("Матвие\u{301}нко", "матвиенко"),
            ("U.S.-led", "u s led"),
            ("“Xi’s”", "xi s"),
        ];
        for (a, b) in cases {
            assert_eq!(terms(a), terms(b), "{a} and {b}");
        }
        assert_eq!(terms("2023年7月10日,东京"), ["2023", "年", "7", "月", "10", "日", "东", "京"]);
        assert_eq!(terms(" -- …"), [""; 0]);
    }

    proptest! {
        #[test]
        fn every_term_knows_its_place(text in "([a-zA-Z]{1,3}| |习|é|e\u{301}|İ|ﬁ|-|7|ไ|т){0,30}") {
            let mut last = 0;
            each_term(&text, |term, span| {
                assert!(span.start >= last && text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                assert_eq!(terms(&text[span.start..span.end]), [term]);
                last = span.end;
            });
        }
    }
}
