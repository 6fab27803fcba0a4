//! Pages that are written from the program, and the tests that hold them current. `UPDATE=1 cargo test` writes them anew.

use crate::play::{Play, samples};
use newsgloss::app::{Scope, all_commands, parse_keys};
use newsgloss::formats::config::{Config, DEFAULTS, KEYS_MARKER, parse};
use std::collections::BTreeSet;
use std::path::Path;

/// Compares a page with what the program says now, or writes it.
pub fn holds(path: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{} is not current; write it anew with UPDATE=1 cargo test --test it docs",
        path.display()
    );
}

/// The `[keys]` part of config.toml, from the command table.
fn keys_of_config() -> String {
    let mut out = String::new();
    for scope in Scope::ALL {
        out.push_str(&format!("\n[keys.{}]\n", scope.name()));
        for row in all_commands().filter(|row| row.scope == scope) {
            let keys: Vec<String> = row.keys.iter().map(|keys| format!("{keys:?}")).collect();
            out.push_str(&format!("{} = [{}] # {}\n", row.name, keys.join(", "), row.help));
        }
    }
    out
}

#[test]
fn config_toml_equals_the_defaults() {
    let (head, _) = DEFAULTS.split_once(KEYS_MARKER).unwrap();
    holds("config.toml", &format!("{head}{KEYS_MARKER}\n{}", keys_of_config()));
    let (config, complaints) = parse(&Config::default(), DEFAULTS);
    assert!(complaints.is_empty(), "{complaints:?}");
    for entry in &config.keys {
        let scope = Scope::from_name(&entry.scope).unwrap();
        let row = all_commands().find(|row| row.scope == scope && row.name == entry.command).unwrap();
        assert_eq!(row.keys, entry.keys, "{}", row.name);
    }
    assert_eq!(config.keys.len(), all_commands().count());
}

#[test]
fn names_and_keys_are_unique_in_each_scope() {
    let mut names = BTreeSet::new();
    for row in all_commands() {
        assert!(names.insert((row.scope, row.name)), "{} stands twice", row.name);
        assert!(row.help.ends_with('.') && row.help.len() > 10, "{} has no help", row.name);
        assert!(!row.keys.is_empty(), "{} has no key", row.name);
    }
    // The keymap refuses a sequence that stands twice or begins another one.
    let (_, complaints) = newsgloss::app::Keymap::new(&[]);
    assert!(complaints.is_empty(), "{complaints:?}");
    for row in all_commands().filter(|row| row.scope.takes_text() && row.scope != Scope::Form) {
        for keys in row.keys {
            let first = parse_keys(keys).unwrap()[0];
            let letter = matches!(first.key(), keybinds::Key::Char(_)) && first.mods() == keybinds::Mods::NONE;
            assert!(!letter, "{keys} of {} could not be typed", row.name);
        }
    }
}

#[test]
fn the_picture_in_the_readme_is_current() {
    let mut play = Play::article(&samples(), "strategic-talks", "careful = true");
    play.keys("Enter Enter Enter Enter /")
        .write("to see")
        .keys("Enter Tab Enter Enter /")
        .write("territorial")
        .keys("Enter Shift+Tab Enter +");
    play.keys("t").write("imp").keys("Enter Esc M").write("The pact is called by two names.").keys("Ctrl+s");
    let picture = newsgloss::ui::svg::svg(play.runtime.backend().buffer(), "newsgloss");
    holds("docs/screen.svg", &picture);
}
