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

/// What is wrong with an entry of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyComplaint {
    /// Which text it stands in: 0 the defaults, 1 the first one laid over them, and so on.
    pub layer: usize,
    /// One sentence with line and column.
    pub what: String,
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
    pub fn new(entries: &[KeyEntry]) -> (Self, Vec<KeyComplaint>) {
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
        // What a person has written is bound first: a default key that stands in its way gives way.
        let entry_of = |row: &Command| {
            let mut own = entries.iter().filter(|entry| entry.layer > 0);
            own.rfind(|entry| entry.command == row.name && entry.scope == row.scope.name())
        };
        let mut rows: Vec<&'static Command> = all_commands().collect();
        rows.sort_by_key(|row| entry_of(row).is_none());
        for row in rows {
            for keys in written.get(&(row.scope, row.name)).into_iter().flatten() {
                if let (Err(what), own) = (map.bind(row, keys), entry_of(row)) {
                    complaints.extend(own.map(|entry| at(entry, &what)));
                    debug_assert!(own.is_some() || !entries.is_empty(), "two defaults clash: {what}");
                }
            }
        }
        (map, complaints)
    }

    fn bind(&mut self, row: &'static Command, written: &str) -> Result<(), String> {
        let keys = parse_keys(written).map_err(|what| format!("`{written}` is no key sequence: {what}"))?;
        let table = self.bindings.entry(row.scope).or_default();
        let clash = table.iter().find(|(other, _)| other.starts_with(&keys) || keys.starts_with(other));
        if let Some((other, command)) = clash {
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

fn at(entry: &KeyEntry, what: &str) -> KeyComplaint {
    KeyComplaint { layer: entry.layer, what: format!("line {}, column {}: {what}", entry.line, entry.column) }
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
