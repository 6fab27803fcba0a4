//! The page of keys: every command of the scope below it, from the command table.

use super::command::all_commands;
use super::state::Overlay;
use super::{Scope, State};

/// The page.
pub struct Help {
    /// The scopes that it lists, in order.
    pub scopes: Vec<Scope>,
    /// First line shown.
    pub top: usize,
}

/// What the mouse does, where the program takes it.
const MOUSE: [(&str, &str); 5] = [
    ("click", "Go to the mark or word there; choose a row of a list, and once more open it."),
    ("double click", "Select the word."),
    ("drag", "Select words, for a digit to mark."),
    ("wheel", "Scroll, and go down and up in lists."),
    ("Shift+drag", "Select as the terminal itself does, to copy from it."),
];

impl Help {
    /// Returns the lines: keys, command and help, with a heading (no keys, no help) for each scope.
    #[must_use]
    pub fn lines(&self, state: &State) -> Vec<(String, &'static str, &'static str)> {
        let mut lines = Vec::new();
        for scope in &self.scopes {
            lines.push((String::new(), scope.name(), ""));
            for row in all_commands().filter(|row| row.scope == *scope) {
                lines.push((state.keymap.keys_of(row).join("  "), row.name, row.help));
            }
        }
        if state.config.look.mouse {
            lines.push((String::new(), "mouse", ""));
            lines.extend(MOUSE.iter().map(|(what, about)| ((*what).to_owned(), *what, *about)));
        }
        lines
    }

    /// Scrolls.
    pub fn step(&mut self, by: isize, lines: usize, rows: usize) {
        self.top = self.top.saturating_add_signed(by).min(lines.saturating_sub(rows));
    }
}

impl State {
    pub(super) fn start_help(&mut self) {
        let mut scopes = vec![self.scope()];
        for scope in [self.screen_scope(), Scope::Global].into_iter().chain(Scope::ALL) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        self.overlays.push(Overlay::Help(Help { scopes, top: 0 }));
    }

    /// Scrolls the page of keys.
    pub(super) fn step_help(&mut self, by: isize) {
        let rows = usize::from(self.size.rows.saturating_sub(2)).max(1);
        let Some(Overlay::Help(mut help)) = self.overlays.pop() else { return };
        let lines = help.lines(self).len();
        // Lines that take two rows push others out at the bottom: the end may be scrolled further up.
        help.step(by, lines, rows / 2);
        self.overlays.push(Overlay::Help(help));
    }
}
