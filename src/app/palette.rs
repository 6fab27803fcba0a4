//! The palette: every command of what is on top and every entity of the library, found by typing a part of its name.

use super::command::{Command, all_commands};
use super::state::Overlay;
use super::{Input, Key, Scope, State};
use crate::model::{EntityFacts, LibraryFacts};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// What can be chosen.
#[derive(Clone)]
pub enum Choice {
    /// Run a command.
    Command(&'static Command),
    /// Go to an entity: its name, the key of its type, its mentions in the library.
    Entity(String, String, usize),
}

impl Choice {
    fn name(&self) -> &str {
        match self {
            Self::Command(row) => row.name,
            Self::Entity(name, ..) => name,
        }
    }
}

/// The palette.
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// Position in what matches.
    pub cursor: usize,
    /// What can be chosen from here; commands first.
    choices: Vec<Choice>,
    /// What typing is compared with, one for each choice.
    lines: Vec<String>,
}

impl Palette {
    /// Returns the palette of a screen or overlay, with these entities.
    #[must_use]
    pub fn new(scope: Scope, entities: Vec<Choice>) -> Self {
        let commands = all_commands().filter(|row| row.scope == scope || row.scope == Scope::Global);
        let choices: Vec<Choice> = commands.map(Choice::Command).chain(entities).collect();
        let line = |choice: &Choice| match choice {
            Choice::Command(row) => format!("{} {}", row.name, row.help),
            Choice::Entity(name, ..) => name.clone(),
        };
        let lines = choices.iter().map(line).collect();
        Self { input: Input::default(), cursor: 0, choices, lines }
    }

    /// Takes entities that came meanwhile; the cursor stays on what it is on.
    fn refill(&mut self, scope: Scope, entities: Vec<Choice>) {
        let chosen = self.matches().get(self.cursor).map(|choice| choice.name().to_owned());
        let input = std::mem::take(&mut self.input);
        *self = Self { input, ..Self::new(scope, entities) };
        let place = self.matches().iter().position(|choice| Some(choice.name()) == chosen.as_deref());
        self.cursor = place.unwrap_or(0);
    }

    /// Takes a key of the typed line.
    pub fn take(&mut self, key: Key) -> bool {
        self.cursor = 0;
        self.input.take(key)
    }

    /// Returns what matches, best first.
    #[must_use]
    pub fn matches(&self) -> Vec<&Choice> {
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        rank(&self.input.text, &lines).into_iter().map(|index| &self.choices[index]).collect()
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
    /// Opens the palette of what is on top: a screen, or an overlay with its own commands.
    pub(super) fn start_palette(&mut self) {
        let scope = self.scope();
        if scope != Scope::Palette {
            self.overlays.push(Overlay::Palette(Palette::new(scope, self.entities_from(scope))));
            self.want_facts();
        }
    }

    /// Lets a palette that is open have the entities that were summed up meanwhile.
    pub(super) fn refill_palette(&mut self) {
        let Some(Overlay::Palette(mut palette)) = self.overlays.pop_if(|it| matches!(it, Overlay::Palette(_))) else {
            return;
        };
        let scope = self.scope();
        palette.refill(scope, self.entities_from(scope));
        self.overlays.push(Overlay::Palette(palette));
    }

    /// Entities are gone to from a screen; an overlay has its own commands alone.
    fn entities_from(&self, scope: Scope) -> Vec<Choice> {
        let from_screen = scope == self.screen_scope();
        if from_screen { self.entities.by_mentions.clone() } else { Vec::new() }
    }

    /// Runs the chosen command, or goes to the chosen entity.
    pub(super) fn run_chosen(&mut self) {
        let Some(Overlay::Palette(palette)) = self.overlays.pop() else { return };
        match palette.matches().get(palette.cursor) {
            Some(Choice::Command(command)) => {
                self.key = None;
                self.run(command);
            }
            Some(Choice::Entity(name, ..)) => {
                self.keep_jump();
                self.open_entity(name);
            }
            None => {}
        }
    }
}

/// Everyone who is mentioned in the library, most mentions first. Made when the facts are summed, never on a key press.
pub(super) fn by_mentions(facts: &LibraryFacts) -> Vec<Choice> {
    let mut all: Vec<&EntityFacts> = facts.entities.iter().collect();
    all.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
    all.into_iter().map(|it| Choice::Entity(it.name.clone(), it.kind.clone(), it.mentions)).collect()
}
