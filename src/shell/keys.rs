//! Terminal events to our own.

use super::mouse::Mouse;
use crate::app::{Event, Key, Size};
use crossterm::event::{Event as Heard, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use keybinds::{Key as Name, Mods};
use std::time::Instant;

/// Returns what a terminal event means to us, where it means something.
pub(super) fn event_of(heard: Heard, mouse: &mut Mouse) -> Option<Event> {
    match heard {
        Heard::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Event::Key),
        Heard::Paste(text) => Some(Event::Paste(text)),
        Heard::Resize(columns, rows) => Some(Event::Resize(Size { columns, rows })),
        Heard::Mouse(report) => mouse.event(report, Instant::now()),
        _ => None,
    }
}

fn key_of(key: KeyEvent) -> Option<Key> {
    let mut mods = Mods::NONE;
    for (theirs, ours) in
        [(KeyModifiers::CONTROL, Mods::CTRL), (KeyModifiers::ALT, Mods::ALT), (KeyModifiers::SHIFT, Mods::SHIFT)]
    {
        if key.modifiers.contains(theirs) {
            mods |= ours;
        }
    }
    let name = match key.code {
        KeyCode::Char(c) => {
            mods.remove(Mods::SHIFT); // the capital says it already
            Name::Char(c)
        }
        KeyCode::BackTab => {
            mods |= Mods::SHIFT;
            Name::Tab
        }
        KeyCode::Enter => Name::Enter,
        KeyCode::Backspace => Name::Backspace,
        KeyCode::Delete => Name::Delete,
        KeyCode::Insert => Name::Insert,
        KeyCode::Esc => Name::Esc,
        KeyCode::Tab => Name::Tab,
        KeyCode::Left => Name::Left,
        KeyCode::Right => Name::Right,
        KeyCode::Up => Name::Up,
        KeyCode::Down => Name::Down,
        KeyCode::Home => Name::Home,
        KeyCode::End => Name::End,
        KeyCode::PageUp => Name::PageUp,
        KeyCode::PageDown => Name::PageDown,
        KeyCode::F(1) => Name::F1,
        KeyCode::F(number) => format!("F{number}").parse().ok()?,
        _ => return None,
    };
    Some(Key::new(name, mods))
}
