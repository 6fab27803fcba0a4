//! The command table: one row is one command, and everything about it.
//!
//! Keymap, palette, help, the pop-up of pending keys, KEYS.md and the `[keys]` of `config.toml` all come from here.

use super::{Scope, State, commands};

/// One row.
pub struct Command {
    /// Its name, unique in its scope, as in `config.toml`.
    pub name: &'static str,
    /// Where it is taken.
    pub scope: Scope,
    /// Its default key sequences.
    pub keys: &'static [&'static str],
    /// One line in the imperative.
    pub help: &'static str,
    /// Says why it does not apply now, where it does not.
    pub unless: fn(&State) -> Option<&'static str>,
    /// Does it.
    pub run: fn(&mut State),
}

/// Applies everywhere in its scope.
pub const fn always(_: &State) -> Option<&'static str> {
    None
}

/// Returns every row, scope by scope.
pub fn all_commands() -> impl Iterator<Item = &'static Command> {
    commands::TABLES.iter().flat_map(|table| table.iter())
}

/// Returns the row with this scope and name.
pub fn command(scope: Scope, name: &str) -> Option<&'static Command> {
    all_commands().find(|command| command.scope == scope && command.name == name)
}
