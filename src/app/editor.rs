//! What this floor asks of a multi-line editor. The editor itself is a kept library, and lives above.

use super::Key;

/// A multi-line editor.
pub trait Editor {
    /// Takes one key.
    fn input(&mut self, key: Key);
    /// Inserts pasted text.
    fn paste(&mut self, text: &str);
    /// Returns the text, lines joined by `\n`.
    fn text(&self) -> String;
    /// Returns the lines.
    fn lines(&self) -> &[String];
    /// Returns the cursor: line, and code points before it on that line.
    fn cursor(&self) -> (usize, usize);
}

/// Makes an editor that holds a text, with the cursor at its end.
pub type EditorKind = fn(&str) -> Box<dyn Editor>;
