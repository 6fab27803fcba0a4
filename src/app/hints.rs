//! Hint letters: a short code on every visible word; typing it puts the cursor there.

use super::key::typed;
use super::state::{Level, Overlay};
use super::{Key, Marks, State};
use crate::text::{Span, word_at};

/// The letters of codes, those under the fingers first.
const LETTERS: [char; 26] = [
    'f', 'j', 'd', 'k', 's', 'l', 'a', 'g', 'h', 'r', 'u', 'e', 'i', 'w', 'o', 'q', 'p', 't', 'y', 'v', 'n', 'c', 'm',
    'x', 'b', 'z',
];

/// The words that can be gone to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Code and word, in the order of the text.
    pub words: Vec<(String, Span)>,
    /// What was typed of a code.
    pub typed: String,
}

impl Hints {
    /// Gives codes to words, all of the same length.
    #[must_use]
    pub fn new(words: Vec<Span>) -> Self {
        let (mut length, mut room) = (1, LETTERS.len());
        while room < words.len() {
            length += 1;
            room *= LETTERS.len();
        }
        let code = |index: usize| {
            let digit = |place: u32| LETTERS[index / LETTERS.len().pow(place) % LETTERS.len()];
            (0..length).rev().map(digit).collect()
        };
        let words = words.into_iter().enumerate().map(|(index, word)| (code(index), word)).collect();
        Self { words, typed: String::new() }
    }

    /// Takes a letter of a code.
    pub fn take(&mut self, key: Key) -> bool {
        typed(key).map(|c| self.typed.extend(c.to_lowercase())).is_some()
    }
}

/// Returns the words of a window. A name that is marked or proposed is one target, not one for each of its words, and it
/// stands for the word that it is a part of.
fn targets(text: &str, marks: &Marks, window: Span) -> Vec<Span> {
    let mut targets = Vec::new();
    let mut at = window.start;
    while let Some(word) = word_at(text, at).filter(|word| word.start < window.end) {
        let rest = Span::new(word.start.max(at), word.end);
        let begun = marks.within(rest).map(|mark| mark.span).filter(|mark| rest.holds(mark.start));
        let mark = begun.min_by_key(|mark| (mark.start, mark.end));
        at = mark.map_or(word.end, |mark| mark.end);
        targets.extend(mark.or_else(|| (rest == word).then_some(word)));
    }
    targets
}

impl State {
    pub(super) fn start_hints(&mut self) {
        let rows = usize::from(self.geometry().rows);
        let Some(reader) = &self.reader else { return };
        let targets = targets(reader.text(), &reader.marks, reader.visible(rows));
        self.overlays.push(Overlay::Hints(Hints::new(targets)));
    }

    /// Goes to the word whose code is complete, or says that there is none.
    pub(super) fn choose_hint(&mut self) {
        let Some(Overlay::Hints(hints)) = self.overlays.last() else { return };
        let typed = hints.typed.clone();
        let found = hints.words.iter().find(|(code, _)| *code == typed).map(|(_, word)| *word);
        let possible = hints.words.iter().any(|(code, _)| code.starts_with(&typed));
        if let Some(word) = found {
            self.overlays.pop();
            self.motion(|reader| reader.go_to_mark(word.start));
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
    use super::targets;
    use crate::app::{Drawn, Marks};
    use crate::text::Span;

    fn marks(text: &str, names: &[&str]) -> Marks {
        let span = |name: &str| text.find(name).map(|at| Span::new(at, at + name.len())).unwrap();
        let mut drawn: Vec<Drawn> = names
            .iter()
            .map(|name| Drawn {
                span: span(name),
                kind: "per".to_owned(),
                mention: None,
                piece: 0,
                suggestion: None,
                depth: 0,
            })
            .collect();
        drawn.sort_by_key(|mark| mark.span.start);
        Marks::of(drawn)
    }

    #[test]
    fn each_target_has_one_code() {
        let cases: [(&str, &[&str], &[&str]); 5] = [
            ("Xi’s visit", &[], &["Xi’s", "visit"]),
            ("Xi’s visit", &["Xi"], &["Xi", "visit"]),
            ("met Xi Jinping’s envoy", &["Xi Jinping"], &["met", "Xi Jinping", "envoy"]),
            ("can’t Xi’d go", &["t", "d"], &["t", "d", "go"]),
            ("the proXi camp", &["Xi"], &["the", "Xi", "camp"]),
        ];
        for (text, names, expected) in cases {
            let found = targets(text, &marks(text, names), Span::new(0, text.len()));
            let words: Vec<&str> = found.iter().map(|span| &text[span.start..span.end]).collect();
            assert_eq!(words, expected, "{text} {names:?}");
        }
    }
}
