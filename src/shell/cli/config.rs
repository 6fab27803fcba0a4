//! `config`: the compiled-in configuration with all its keys, and a check of the files in force.

use super::failure::Failure;
use super::output::{Out, say};
use super::place::Place;
use crate::app::{Keymap, Scope, all_commands};
use crate::formats::config::{DEFAULTS, KEYS_MARKER};
use crate::store::Settings;
use crate::text::Safe;

/// Returns the default configuration, with the keys written from the command table.
#[must_use]
pub fn config_page() -> String {
    let own = DEFAULTS.find(KEYS_MARKER).map_or(DEFAULTS, |at| &DEFAULTS[..at]);
    let mut page = format!("{own}{KEYS_MARKER}\n");
    for scope in Scope::ALL {
        let rows: Vec<_> = all_commands().filter(|row| row.scope == scope).collect();
        if rows.is_empty() {
            continue;
        }
        page.push_str(&format!("\n[keys.{}]\n", scope.name()));
        for row in rows {
            let keys: Vec<String> = row.keys.iter().map(|keys| toml::Value::from(*keys).to_string()).collect();
            page.push_str(&format!("{} = [{}] # {}\n", row.name, keys.join(", "), row.help));
        }
    }
    page
}

/// Checks the files in force; true when nothing is wrong.
pub fn check(place: &Place, out: &mut Out) -> Result<bool, Failure> {
    let found = complaints(&place.settings);
    for complaint in &found {
        out.line(&Safe::line(complaint))?;
    }
    let files: Vec<String> = place.settings.files.iter().map(|file| file.display().to_string()).collect();
    say(&match (found.len(), files.is_empty()) {
        (0, true) => "All is well: no file is laid over the defaults.".to_owned(),
        (0, false) => format!("All is well with {}.", files.join(" and ")),
        (count, _) => format!("{count} complaints."),
    });
    Ok(found.is_empty())
}

/// Returns what is wrong with the files in force, each sentence with the name of its file.
pub fn complaints(settings: &Settings) -> Vec<String> {
    let (_, keys) = Keymap::new(&settings.config.keys);
    let named = |complaint: String| {
        let entry = settings.config.keys.iter().find(|entry| {
            complaint.starts_with(&format!("line {}, column {}: ", entry.line, entry.column)) && entry.layer > 0
        });
        let file = entry.and_then(|entry| settings.files.get(entry.layer - 1));
        file.map_or(complaint.clone(), |file| format!("{}: {complaint}", file.display()))
    };
    settings.complaints.iter().cloned().chain(keys.into_iter().map(named)).collect()
}

#[cfg(test)]
mod tests {
    use super::config_page;
    use crate::app::{Keymap, all_commands};
    use crate::formats::config::{Config, parse};

    #[test]
    fn the_page_is_the_default_configuration() {
        let (config, complaints) = parse(&Config::default(), &config_page());
        assert_eq!(complaints, []);
        assert_eq!(config.keys.len(), all_commands().count());
        assert_eq!(Keymap::new(&config.keys).1, Vec::<String>::new());
        assert_eq!(Config { keys: vec![], layers: 0, ..config }, Config { keys: vec![], ..Config::default() });
    }
}
