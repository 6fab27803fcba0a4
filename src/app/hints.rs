//! Hint letters: a short code on every visible word; typing it puts the cursor there. Where a reader is likeliest to go,
//! to a name that is not marked yet, one letter is enough.

use super::key::typed;
use super::state::{Level, Overlay};
use super::{Key, Marks, State};
use crate::recognize::candidates;
use crate::text::{Span, word_at};

/// The letters of codes, those under the fingers first.
const LETTERS: [char; 26] = [
    'f', 'j', 'd', 'k', 's', 'l', 'a', 'g', 'h', 'r', 'u', 'e', 'i', 'w', 'o', 'q', 'p', 't', 'y', 'v', 'n', 'c', 'm',
    'x', 'b', 'z',
];

/// How likely a reader goes to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likely {
    /// A name that is neither marked nor proposed.
    Name,
    /// A mark.
    Mark,
    /// Any other word.
    Word,
}

/// The words that can be gone to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Code and span, in the order of the text.
    pub words: Vec<(String, Span)>,
    /// What was typed of a code.
    pub typed: String,
}

impl Hints {
    /// Gives codes to places: one letter to the likeliest, as many as leave room for the others, which have longer codes of
    /// one length. No code begins another. Of equally likely ones those next to byte `here` come first.
    fn new(places: &[(Likely, Span)], here: usize) -> Self {
        let (short, length) = shape(places.len());
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|at| (places[*at].0, places[*at].1.start.abs_diff(here)));
        let mut codes = vec![String::new(); places.len()];
        let (first, rest) = order.split_at(short.min(order.len()));
        for (letter, at) in LETTERS.iter().zip(first) {
            codes[*at] = letter.to_string();
        }
        let heads = &LETTERS[short..];
        let mut rest = rest.to_vec();
        rest.sort_unstable();
        for (index, at) in rest.into_iter().enumerate() {
            codes[at] = long_code(heads, index, length);
        }
        Self { words: codes.into_iter().zip(places.iter().map(|(_, span)| *span)).collect(), typed: String::new() }
    }

    /// Gives codes to marks.
    pub(super) fn on_marks(marks: &[Span], here: usize) -> Self {
        Self::new(&marks.iter().map(|span| (Likely::Mark, *span)).collect::<Vec<_>>(), here)
    }

    /// Takes a letter of a code.
    pub fn take(&mut self, key: Key) -> bool {
        typed(key).map(|c| self.typed.extend(c.to_lowercase())).is_some()
    }
}

/// Returns how many of so many places have a code of one letter, and the length of the other codes.
fn shape(places: usize) -> (usize, u32) {
    let all = LETTERS.len();
    if places <= all {
        return (places, 2);
    }
    let mut length = 2;
    while all.pow(length) < places {
        length += 1;
    }
    let fits = |short: &usize| (all - short) * all.pow(length - 1) >= places - short;
    ((0..all).rev().find(fits).unwrap_or(0), length)
}

/// Returns the code of this index: its first letter one of `heads`, the others any.
fn long_code(heads: &[char], index: usize, length: u32) -> String {
    let room = LETTERS.len().pow(length - 1);
    let head = heads.get(index / room).copied().unwrap_or('z');
    let tail = (0..length - 1).rev().map(|place| LETTERS[index / LETTERS.len().pow(place) % LETTERS.len()]);
    std::iter::once(head).chain(tail).collect()
}

/// Returns the places of a window. A name is one place, not one for each of its words, and stands for the word that it is a
/// part of; `free` are names that are neither marked nor proposed.
fn places(text: &str, marks: &Marks, free: &[Span], window: Span) -> Vec<(Likely, Span)> {
    let mut places = Vec::new();
    let mut at = window.start;
    while let Some(word) = word_at(text, at).filter(|word| word.start < window.end) {
        let rest = Span::new(word.start.max(at), word.end);
        let begun = marks.within(rest).map(|mark| mark.span).filter(|mark| rest.holds(mark.start));
        let mark = begun.min_by_key(|mark| (mark.start, mark.end)).map(|span| (Likely::Mark, span));
        let name = || Some((Likely::Name, *free.iter().find(|name| name.start == rest.start)?));
        let place = mark.or_else(name);
        at = place.map_or(word.end, |(_, span)| span.end);
        places.extend(place.or_else(|| (rest == word).then_some((Likely::Word, word))));
    }
    places
}

impl State {
    pub(super) fn start_hints(&mut self) {
        let rows = usize::from(self.geometry().rows);
        let Some(reader) = &self.reader else { return };
        let window = reader.visible(rows);
        let mut free = candidates(reader.text(), window);
        free.retain(|name| reader.marks.within(*name).next().is_none());
        let places = places(reader.text(), &reader.marks, &free, window);
        self.overlays.push(Overlay::Hints(Hints::new(&places, reader.cursor.span.start)));
    }

    /// Goes to the word whose code is complete, or says that there is none.
    pub(super) fn choose_hint(&mut self) {
        let Some(Overlay::Hints(hints)) = self.overlays.last() else { return };
        let typed = hints.typed.clone();
        let found = hints.words.iter().find(|(code, _)| *code == typed).map(|(_, word)| *word);
        let possible = hints.words.iter().any(|(code, _)| code.starts_with(&typed));
        if let Some(word) = found {
            self.overlays.pop();
            if !self.side_chosen(word) {
                self.motion(|reader| match reader.marks.innermost(word.start) {
                    Some(mark) => reader.select(mark),
                    None => reader.select(word),
                });
            }
        } else if !possible {
            // The letter is forgotten and the hints stay: the next letter must not run a command.
            if let Some(Overlay::Hints(hints)) = self.overlays.last_mut() {
                hints.typed.pop();
            }
            self.say(Level::Warning, &format!("No word has the letters {typed}; Esc closes the hints."));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Hints, LETTERS, Likely, places};
    use crate::app::{Drawn, Marks};
    use crate::text::Span;
    use proptest::prelude::*;

    fn span_of(text: &str, name: &str) -> Span {
        text.find(name).map(|at| Span::new(at, at + name.len())).unwrap()
    }

    fn marks(text: &str, names: &[&str]) -> Marks {
        let drawn = |name: &&str| Drawn {
            span: span_of(text, name),
            kind: "per".to_owned(),
            mention: None,
            piece: 0,
            suggestion: None,
            depth: 0,
        };
        let mut drawn: Vec<Drawn> = names.iter().map(drawn).collect();
        drawn.sort_by_key(|mark| mark.span.start);
        Marks::of(drawn)
    }

    #[test]
    fn each_place_has_one_code() {
        type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);
        let cases: [Case<'_>; 6] = [
            ("Xi’s visit", &[], &[], &["Xi’s", "visit"]),
            ("Xi’s visit", &["Xi"], &[], &["Xi", "visit"]),
            ("met Xi Jinping’s envoy", &["Xi Jinping"], &[], &["met", "Xi Jinping", "envoy"]),
            ("met Xi Jinping’s envoy", &[], &["Xi Jinping"], &["met", "Xi Jinping", "envoy"]),
            ("can’t Xi’d go", &["t", "d"], &[], &["t", "d", "go"]),
            ("the proXi camp", &["Xi"], &[], &["the", "Xi", "camp"]),
        ];
        for (text, names, free, expected) in cases {
            let free: Vec<Span> = free.iter().map(|name| span_of(text, name)).collect();
            let found = places(text, &marks(text, names), &free, Span::new(0, text.len()));
            let words: Vec<&str> = found.iter().map(|(_, span)| &text[span.start..span.end]).collect();
            assert_eq!(words, expected, "{text} {names:?}");
        }
    }

    #[test]
    fn one_letter_leads_to_a_free_name() {
        let mut all: Vec<(Likely, Span)> = (0..400).map(|at| (Likely::Word, Span::new(at, at + 1))).collect();
        for at in [0, 200, 399] {
            all[at].0 = Likely::Name;
        }
        let hints = Hints::new(&all, 210);
        let lengths: Vec<usize> = [0, 200, 399, 208, 1].map(|at| hints.words[at].0.len()).to_vec();
        assert_eq!(lengths, [1, 1, 1, 1, 2]);
        assert_eq!(hints.words[200].0, LETTERS[0].to_string(), "the nearest name has the easiest letter");
    }

    proptest! {
        #[test]
        fn no_code_begins_another(count in 0..1500_usize, here in 0..1500_usize) {
            let all: Vec<(Likely, Span)> = (0..count).map(|at| (Likely::Word, Span::new(at, at + 1))).collect();
            let mut codes: Vec<String> = Hints::new(&all, here).words.into_iter().map(|(code, _)| code).collect();
            codes.sort();
            prop_assert!(codes.iter().all(|code| !code.is_empty()));
            prop_assert!(codes.windows(2).all(|pair| !pair[1].starts_with(&pair[0])), "{codes:?}");
        }
    }
}
