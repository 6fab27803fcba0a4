//! Hint letters: a short code on every visible word; typing it puts the cursor there.

use super::key::typed;
use super::state::{Level, Overlay};
use super::{Key, State};
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

impl State {
    pub(super) fn start_hints(&mut self) {
        let rows = usize::from(self.geometry().rows);
        let Some(reader) = &self.reader else { return };
        let visible = reader.visible(rows);
        let mut words = Vec::new();
        let mut at = visible.start;
        while let Some(word) = word_at(reader.text(), at).filter(|word| word.start < visible.end) {
            // A name that is marked or proposed is one target, not one for each of its words.
            let mark = reader.marks.innermost(word.start).filter(|mark| mark.start == word.start);
            let target = mark.unwrap_or(word);
            words.push(target);
            at = target.end.max(at + 1);
        }
        self.overlays.push(Overlay::Hints(Hints::new(words)));
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
