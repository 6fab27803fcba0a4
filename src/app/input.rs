//! One line of typed text with a cursor.

use super::Key;
use super::key::typed;
use crate::text::{grapheme_after, grapheme_before};
use keybinds::{Key as Name, Mods};

/// A line and the byte at which the next character goes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// What was typed.
    pub text: String,
    /// A byte offset.
    pub cursor: usize,
}

impl Input {
    /// Returns a line with the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len() }
    }

    /// Takes one key; says whether it meant something here.
    pub fn take(&mut self, key: Key) -> bool {
        let ctrl = key.mods() == Mods::CTRL;
        match key.key() {
            Name::Backspace => self.cut(grapheme_before(&self.text, self.cursor)),
            Name::Delete => {
                let end = grapheme_after(&self.text, self.cursor);
                self.text.replace_range(self.cursor..end, "");
            }
            Name::Left => self.cursor = grapheme_before(&self.text, self.cursor),
            Name::Right => self.cursor = grapheme_after(&self.text, self.cursor),
            Name::Home => self.cursor = 0,
            Name::End => self.cursor = self.text.len(),
            Name::Char('a') if ctrl => self.cursor = 0,
            Name::Char('e') if ctrl => self.cursor = self.text.len(),
            Name::Char('u') if ctrl => self.cut(0),
            Name::Char('w') if ctrl => {
                let head = self.text[..self.cursor].trim_end();
                let blank = head.char_indices().rfind(|(_, c)| c.is_whitespace());
                self.cut(blank.map_or(0, |(at, c)| at + c.len_utf8()));
            }
            _ => return typed(key).map(|c| self.insert(c.encode_utf8(&mut [0; 4]))).is_some(),
        }
        true
    }

    /// Inserts text at the cursor; newlines become blanks.
    pub fn insert(&mut self, text: &str) {
        let text = text.replace(['\n', '\r'], " ");
        self.text.insert_str(self.cursor, &text);
        self.cursor += text.len();
    }

    fn cut(&mut self, from: usize) {
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
    }
}

#[cfg(test)]
mod tests {
    use super::Input;
    use crate::app::parse_keys;

    #[test]
    fn a_word_is_cut_behind_any_blank() {
        let cases =
            [("one two", "one "), ("一\u{3000}二", "一\u{3000}"), ("a\u{a0}b  ", "a\u{a0}"), ("习近平", ""), ("", "")];
        for (before, after) in cases {
            let mut input = Input::new(before);
            input.take(parse_keys("Ctrl+w").unwrap()[0]);
            assert_eq!((input.text.as_str(), input.cursor), (after, after.len()), "{before:?}");
        }
    }
}
