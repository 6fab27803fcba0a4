//! The palette: every command of this screen, found by typing a part of its name or help.

use super::command::{Command, all_commands};
use super::state::Overlay;
use super::{Input, Key, Scope, State};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The palette.
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// Position in what matches.
    pub cursor: usize,
    /// The commands that can be run from here.
    pub commands: Vec<&'static Command>,
}

impl Palette {
    /// Returns the palette of a screen.
    #[must_use]
    pub fn new(scope: Scope) -> Self {
        let commands = all_commands().filter(|row| row.scope == scope || row.scope == Scope::Global).collect();
        Self { input: Input::default(), cursor: 0, commands }
    }

    /// Takes a key of the typed line.
    pub fn take(&mut self, key: Key) -> bool {
        self.cursor = 0;
        self.input.take(key)
    }

    /// Returns the commands that match, best first.
    #[must_use]
    pub fn matches(&self) -> Vec<&'static Command> {
        let lines: Vec<String> = self.commands.iter().map(|row| format!("{} {}", row.name, row.help)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        rank(&self.input.text, &lines).into_iter().map(|index| self.commands[index]).collect()
    }

    /// Moves the cursor over what matches.
    pub fn step(&mut self, down: bool) {
        let last = self.matches().len().saturating_sub(1);
        self.cursor = if down { (self.cursor + 1).min(last) } else { self.cursor.saturating_sub(1) };
    }
}

/// Returns the positions of the lines that match `typed`, best first; all of them in order when nothing is typed.
pub(super) fn rank(typed: &str, lines: &[&str]) -> Vec<usize> {
    let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let score = |(index, line): (usize, &&str)| {
        pattern.score(Utf32Str::new(line, &mut buffer), &mut matcher).map(|score| (std::cmp::Reverse(score), index))
    };
    let mut found: Vec<_> = lines.iter().enumerate().filter_map(score).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index).collect()
}

impl State {
    pub(super) fn start_palette(&mut self) {
        let scope = if self.scope() == Scope::Review { Scope::Review } else { self.screen_scope() };
        self.overlays.push(Overlay::Palette(Palette::new(scope)));
    }

    /// Runs the chosen command.
    pub(super) fn run_chosen(&mut self) {
        let Some(Overlay::Palette(palette)) = self.overlays.pop() else { return };
        if let Some(command) = palette.matches().get(palette.cursor) {
            self.key = None;
            self.run(command);
        }
    }
}
