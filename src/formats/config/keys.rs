//! The tables `[keys.*]`: key sequences by scope and command, handed on with their positions.
//!
//! Does not know which scopes, commands and keys there are: who does complains with the position of the entry.

use super::Config;
use super::fields::{Entry, Fault, Report, Value, entries, refuse, words};

/// The keys of one command in one scope, as the configuration has them; neither is known here to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEntry {
    /// The scope, such as `reader`.
    pub scope: String,
    /// The command, such as `next-candidate`.
    pub command: String,
    /// Its key sequences; none means that it has no key.
    pub keys: Vec<String>,
    /// Which text it came from: 0 the compiled-in one, 1 the first laid over it, and so on.
    pub layer: usize,
    /// The line of that text, counted from 1.
    pub line: usize,
    /// The column of that line in code points, counted from 1.
    pub column: usize,
}

/// Lays the tables of keys over those of `config`, command by command.
pub fn lay(config: &mut Config, value: &Value<'_>, report: &mut Report<'_>) -> Result<(), Fault> {
    let not_a_scope = || Fault::new("a table such as [keys.reader]");
    for scope in entries(value.get_ref().as_table().ok_or_else(not_a_scope)?, report) {
        let Some(commands) = scope.value.get_ref().as_table() else {
            refuse(&format!("keys.{}", scope.key), scope.value, &not_a_scope(), report);
            continue;
        };
        for command in entries(commands, report) {
            match key_entry(scope.key, &command, config.layers, report) {
                Ok(entry) => {
                    config.keys.retain(|old| (&old.scope, &old.command) != (&entry.scope, &entry.command));
                    config.keys.push(entry);
                }
                Err(fault) => refuse(&format!("keys.{}.{}", scope.key, command.key), command.value, &fault, report),
            }
        }
    }
    Ok(())
}

fn key_entry(scope: &str, command: &Entry<'_, '_>, layer: usize, report: &Report<'_>) -> Result<KeyEntry, Fault> {
    let expected = || Fault::new("a list of key sequences such as [\"Tab\", \"g g\"]");
    let list = command.value.get_ref().as_array().ok_or_else(expected)?;
    let keys = list.iter().map(|key| words(key, "", |_| true).map_err(|_| expected())).collect::<Result<_, _>>()?;
    let (line, column) = report.position(command.at);
    Ok(KeyEntry { scope: scope.to_owned(), command: command.key.to_owned(), keys, layer, line, column })
}
