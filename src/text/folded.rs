//! A text in one form for comparing: composed (NFC), quotes and dashes straight, each run of blanks one blank.
//!
//! A file that was saved anew by another program often differs in these alone, and its words are the same words.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A folded text that knows where its bytes stand in the text that it was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// Byte of the folded text and byte of the source, wherever the distance between the two changes.
    jumps: Vec<(usize, usize)>,
    /// The source's length in bytes.
    len: usize,
}

impl Folded {
    /// Folds a text; costs one pass over it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), ..Self::default() };
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            if c.is_ascii_alphanumeric() && next.is_none_or(|next| next.is_ascii()) {
                folded.push(at, c);
            } else if !is_whole(c, next) {
                while chars.next_if(|(_, next)| joins(*next)).is_some() {}
                let end = chars.peek().map_or(text.len(), |(end, _)| *end);
                text[at..end].nfc().for_each(|c| folded.push_folded(at, c));
            } else {
                folded.push_folded(at, c);
            }
        }
        folded.len = text.len();
        folded
    }

    /// Adds a composed character, straightened.
    fn push_folded(&mut self, at: usize, c: char) {
        match c {
            '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => {} // they show nothing
            '\u{2018}'..='\u{201B}' | '\u{2032}' | '`' | '\u{B4}' => self.push(at, '\''),
            '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' => self.push(at, '"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '-' => self.push_once(at, '-'),
            '\u{2026}' => (0..3).for_each(|_| self.push(at, '.')),
            c if c.is_whitespace() => self.push_once(at, ' '),
            c => self.push(at, c),
        }
    }

    fn push_once(&mut self, at: usize, c: char) {
        if !self.text.ends_with(c) {
            self.push(at, c);
        }
    }

    fn push(&mut self, at: usize, c: char) {
        let here = self.text.len();
        let linear = self.jumps.last().map_or(here, |(folded, source)| source + (here - folded));
        if linear != at {
            self.jumps.push((here, at));
        }
        self.text.push(c);
    }

    /// Returns the folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the byte of the source at which the character at byte `at` of the folded text begins.
    #[must_use]
    pub fn source_of(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.len;
        }
        let next = self.jumps.partition_point(|(folded, _)| *folded <= at);
        next.checked_sub(1).map_or(at, |before| {
            let (folded, source) = self.jumps[before];
            source + (at - folded)
        })
    }

    /// Returns the byte of the folded text that holds byte `source` of the source.
    #[must_use]
    pub fn place_of(&self, source: usize) -> usize {
        let next = self.jumps.partition_point(|(_, start)| *start < source);
        let (folded, start) = next.checked_sub(1).map_or((0, 0), |before| self.jumps[before]);
        let end = self.jumps.get(next).map_or(self.text.len(), |(folded, _)| *folded);
        let at = (folded + (source - start)).min(end);
        self.text.floor_char_boundary(at)
    }
}

/// Returns a short text in the form that [`Folded`] compares in.
#[must_use]
pub fn folded(text: &str) -> String {
    Folded::new(text).text
}

/// Says whether a character stands for itself: it is composed, and nothing after it joins it.
fn is_whole(c: char, next: Option<char>) -> bool {
    !next.is_some_and(joins) && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

fn joins(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe)
}

#[cfg(test)]
mod tests {
    use super::{Folded, folded};
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn words_that_are_the_same_fold_alike() {
        let cases = [
            ("Erdog\u{306}an’s", "Erdoğan's"),
            ("“so”\u{a0}– he\n\nsaid…", "\"so\" - he said..."),
            ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
            ("co\u{ad}operate--now", "cooperate—now"),
            ("q\u{323}\u{307}", "q\u{307}\u{323}"),
            ("\u{212b}", "A\u{30a}"),
        ];
        for (a, b) in cases {
            assert_eq!(folded(a), folded(b), "{a} and {b}");
        }
        assert_ne!(folded("Iran"), folded("iran"), "case counts");
    }

    const COMBINED: &str = "\u{301}\u{323}";

    proptest! {
        #[test]
        fn every_folded_byte_knows_its_source(text in "([a-z]{1,3}| |\n|\u{a0}|–|’|…|é|e\u{301}\u{323}|각|\u{1100}\u{1161}|\u{ad}|习){0,40}") {
            let whole = Folded::new(&text);
            let mut last = 0;
            for (at, _) in whole.as_str().char_indices() {
                let source = whole.source_of(at);
                prop_assert!(text.is_char_boundary(source) && source >= last);
                prop_assert!(whole.place_of(source) <= at);
                last = source;
            }
            prop_assert_eq!(whole.source_of(whole.as_str().len()), text.len());
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(folded(&decomposed), whole.as_str());
            for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_lowercase()) {
                let place = whole.place_of(at);
                let is_letter = whole.as_str()[place..].starts_with(c);
                prop_assert!(is_letter || text[at + 1..].starts_with(COMBINED), "{} at {}", c, at);
            }
        }
    }
}
