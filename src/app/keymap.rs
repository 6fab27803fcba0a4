//! From key sequences to commands: the defaults of the command table with the configuration laid over them.

use super::command::{Command, all_commands, command};
use super::{Key, Scope, chord_name, parse_keys};
use crate::formats::config::{KeyEntry, nearest};
use std::collections::BTreeMap;

/// The bindings of all scopes.
#[derive(Clone, Default)]
pub struct Keymap {
    bindings: BTreeMap<Scope, Vec<(Vec<Key>, &'static Command)>>,
}

/// What the keys pressed so far mean in a scope.
pub enum Lookup {
    /// A command.
    Found(&'static Command),
    /// The start of longer sequences.
    Pending,
    /// Nothing.
    Unknown,
}

impl Keymap {
    /// Builds the keymap; the sentences say which entries of the configuration were left out and why.
    #[must_use]
    pub fn new(entries: &[KeyEntry]) -> (Self, Vec<String>) {
        let mut written: BTreeMap<(Scope, &'static str), Vec<String>> = all_commands()
            .map(|row| ((row.scope, row.name), row.keys.iter().map(|keys| (*keys).to_owned()).collect()))
            .collect();
        let mut complaints = Vec::new();
        for entry in entries {
            match find(entry) {
                Ok(row) => {
                    written.insert((row.scope, row.name), entry.keys.clone());
                }
                Err(what) => complaints.push(at(entry, &what)),
            }
        }
        let mut map = Self::default();
        for row in all_commands() {
            for keys in written.get(&(row.scope, row.name)).into_iter().flatten() {
                if let Err(what) = map.bind(row, keys) {
                    let entry =
                        entries.iter().find(|entry| entry.command == row.name && entry.scope == row.scope.name());
                    complaints.push(entry.map_or_else(|| what.clone(), |entry| at(entry, &what)));
                }
            }
        }
        (map, complaints)
    }

    fn bind(&mut self, row: &'static Command, written: &str) -> Result<(), String> {
        let keys = parse_keys(written).map_err(|what| format!("`{written}` is no key sequence: {what}"))?;
        let table = self.bindings.entry(row.scope).or_default();
        if let Some((other, command)) =
            table.iter().find(|(other, _)| other.starts_with(&keys) || keys.starts_with(other))
        {
            let other = chord_name(other);
            return Err(format!("`{written}` for {} clashes with `{other}` for {}", row.name, command.name));
        }
        table.push((keys, row));
        Ok(())
    }

    /// Looks keys up in one scope.
    #[must_use]
    pub fn lookup(&self, scope: Scope, keys: &[Key]) -> Lookup {
        let table = self.bindings.get(&scope).map(Vec::as_slice).unwrap_or_default();
        match table.iter().find(|(bound, _)| bound.starts_with(keys)) {
            Some((bound, command)) if bound.len() == keys.len() => Lookup::Found(command),
            Some(_) => Lookup::Pending,
            None => Lookup::Unknown,
        }
    }

    /// Returns what can follow `keys` in a scope: the rest of each sequence, and its command.
    #[must_use]
    pub fn after(&self, scope: Scope, keys: &[Key]) -> Vec<(String, &'static Command)> {
        let table = self.bindings.get(&scope).map(Vec::as_slice).unwrap_or_default();
        let longer = table.iter().filter(|(bound, _)| bound.len() > keys.len() && bound.starts_with(keys));
        longer.map(|(bound, command)| (chord_name(&bound[keys.len()..]), *command)).collect()
    }

    /// Returns the written key sequences of a command.
    #[must_use]
    pub fn keys_of(&self, row: &Command) -> Vec<String> {
        let table = self.bindings.get(&row.scope).map(Vec::as_slice).unwrap_or_default();
        table.iter().filter(|(_, command)| command.name == row.name).map(|(keys, _)| chord_name(keys)).collect()
    }
}

fn at(entry: &KeyEntry, what: &str) -> String {
    format!("line {}, column {}: {what}", entry.line, entry.column)
}

fn find(entry: &KeyEntry) -> Result<&'static Command, String> {
    let scope = Scope::from_name(&entry.scope)
        .ok_or_else(|| unknown("scope", &entry.scope, &mut Scope::ALL.into_iter().map(Scope::name)))?;
    command(scope, &entry.command).ok_or_else(|| {
        let mut names = all_commands().filter(|row| row.scope == scope).map(|row| row.name);
        unknown("command", &entry.command, &mut names)
    })
}

fn unknown(kind: &str, name: &str, known: &mut dyn Iterator<Item = &'static str>) -> String {
    let hint = nearest(name, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    format!("unknown {kind} `{name}` under [keys]{hint}")
}
