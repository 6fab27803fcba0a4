//! Our own keys: what a person pressed, whatever terminal said so.

/// One key with its modifiers. Its written form is that of the configuration: `g`, `G`, `Ctrl+s`, `Tab`, `Space`.
pub type Key = keybinds::KeyInput;

/// Reads a key sequence such as `g g` or `Ctrl+x Ctrl+s`.
///
/// # Errors
/// One sentence that says what is wrong.
pub fn parse_keys(written: &str) -> Result<Vec<Key>, String> {
    // `+` alone is the key; keybinds reads it as a join of keys and wants it named.
    let named: Vec<&str> = written.split_whitespace().map(|key| if key == "+" { "Plus" } else { key }).collect();
    let sequence: keybinds::KeySeq = named.join(" ").parse().map_err(|error: keybinds::Error| error.to_string())?;
    let keys = sequence.as_slice().to_vec();
    if keys.is_empty() { Err("a key sequence needs at least one key".to_owned()) } else { Ok(keys) }
}

/// Returns the written form of one key.
#[must_use]
pub fn key_name(key: Key) -> String {
    let name = key.to_string();
    if name == "Plus" { "+".to_owned() } else { name }
}

/// Returns the written form of a sequence.
#[must_use]
pub fn chord_name(keys: &[Key]) -> String {
    keys.iter().map(|key| key_name(*key)).collect::<Vec<_>>().join(" ")
}

/// Returns the character that a key types into a text, where it types one.
#[must_use]
pub fn typed(key: Key) -> Option<char> {
    let plain = key.mods() == keybinds::Mods::NONE || key.mods() == keybinds::Mods::SHIFT;
    match key.key() {
        keybinds::Key::Char(c) if plain => Some(c),
        _ => None,
    }
}
