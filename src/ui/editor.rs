//! The note editor: ratatui's text area as an engine. What it holds is drawn by us, through the safe type.

use crate::app::{Editor, Key};
use keybinds::{Key as Name, Mods};
use ratatui_textarea::{CursorMove, Input, TextArea};

struct NoteEditor(TextArea<'static>);

/// Returns an editor that holds `text`, with the cursor at its end.
#[must_use]
pub fn new_editor(text: &str) -> Box<dyn Editor> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    Box::new(NoteEditor(area))
}

impl Editor for NoteEditor {
    fn input(&mut self, key: Key) {
        if let Some(input) = input_of(key) {
            self.0.input(input);
        }
    }

    fn paste(&mut self, text: &str) {
        self.0.insert_str(text.replace("\r\n", "\n").replace('\r', "\n"));
    }

    fn text(&self) -> String {
        self.0.lines().join("\n")
    }

    fn lines(&self) -> &[String] {
        self.0.lines()
    }

    fn cursor(&self) -> (usize, usize) {
        let cursor = self.0.cursor();
        (cursor.0, cursor.1)
    }
}

fn input_of(key: Key) -> Option<Input> {
    use ratatui_textarea::Key as Wanted;
    let mods = key.mods();
    let name = match key.key() {
        Name::Char(c) => Wanted::Char(c),
        Name::Enter => Wanted::Enter,
        Name::Backspace => Wanted::Backspace,
        Name::Delete => Wanted::Delete,
        Name::Tab => Wanted::Tab,
        Name::Left => Wanted::Left,
        Name::Right => Wanted::Right,
        Name::Up => Wanted::Up,
        Name::Down => Wanted::Down,
        Name::Home => Wanted::Home,
        Name::End => Wanted::End,
        Name::PageUp => Wanted::PageUp,
        Name::PageDown => Wanted::PageDown,
        _ => return None,
    };
    let [ctrl, alt, shift] = [Mods::CTRL, Mods::ALT, Mods::SHIFT].map(|wanted| mods.contains(wanted));
    Some(Input { key: name, ctrl, alt, shift })
}
