//! TOML values on one line. Every string is a basic string with escapes, so that no line of a note can look like the start
//! of a block, and no invisible character hides in a file that people read and grep.

use std::fmt::Write as _;
use toml::value::Datetime;
use toml::{Table, Value};

/// Writes one value on one line.
#[must_use]
pub fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            let pairs: Vec<_> =
                table.iter().map(|(key, value)| format!("{} = {}", key_of(key), inline(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// Writes a key, quoted where TOML asks for it.
#[must_use]
pub fn key_of(key: &str) -> String {
    if is_bare(key) { key.to_owned() } else { quoted(key) }
}

fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
}

/// Reads TOML; nothing where it is none. Lines as they are written here are read by hand, several times faster: a library
/// has millions of them.
pub(super) fn table(text: &str) -> Option<Table> {
    by_line(text).or_else(|| text.parse().ok())
}

fn by_line(text: &str) -> Option<Table> {
    let mut table = Table::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (key, written) = line.split_once(" = ").filter(|(key, _)| is_bare(key))?;
        // What is TOML by itself means the same among other such lines.
        let value = plain(written).or_else(|| line.parse::<Table>().ok()?.remove(key))?;
        if table.insert(key.to_owned(), value).is_some() {
            return None;
        }
    }
    Some(table)
}

/// Reads a string without escapes, a whole number, a list of these, a time.
fn plain(written: &str) -> Option<Value> {
    let inside = |open: char, close: char| written.strip_prefix(open)?.strip_suffix(close);
    if let Some(text) = inside('"', '"') {
        let stands = |c: u8| c >= b' ' && !matches!(c, b'"' | b'\\' | 0x7F);
        return text.bytes().all(stands).then(|| Value::String(text.to_owned()));
    }
    if let Some(list) = inside('[', ']') {
        return list.split(", ").map(whole).collect::<Option<Vec<Value>>>().map(Value::Array);
    }
    whole(written).or_else(|| written.parse::<Datetime>().ok().map(Value::Datetime))
}

fn whole(written: &str) -> Option<Value> {
    let digits = !written.is_empty() && written.bytes().all(|c| c.is_ascii_digit());
    let plain = digits && (written.len() == 1 || !written.starts_with('0'));
    written.parse().ok().filter(|_| plain).map(Value::Integer)
}

/// Writes a string as a TOML basic string.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if hides(c) => {
                let code = u32::from(c);
                let escape = if code > 0xFFFF { write!(out, "\\U{code:08X}") } else { write!(out, "\\u{code:04X}") };
                debug_assert!(escape.is_ok(), "writing to a string cannot fail");
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn hides(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c), 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::{by_line, inline, table};
    use proptest::prelude::*;
    use toml::Table;

    #[test]
    fn lines_of_others_are_left_to_the_whole_reader() {
        for text in [
            "a = 007",
            "a = 1\na = 2",
            "a.b = 1",
            "a = \"\"\"\nx\"\"\"",
            "[t]\na = 1",
            "a = 'x'  # y",
            "a = \"x\" # \"y\"",
            "a = [1, 2,\n3]",
            "a = x",
        ] {
            assert_eq!(table(text), text.parse::<Table>().ok(), "{text}");
        }
        assert_eq!(by_line("a = \"x\"\nb = [1, 2]\nc = 2024-01-01T00:00:00Z").map(|it| it.len()), Some(3));
    }

    proptest! {
        #[test]
        fn by_line_and_as_a_whole_are_the_same(
            lines in prop::collection::vec(("[ab_]{1,2}", "(\"[a-z\\\\\"n习\t ]{0,5}\"?|[0-9_+-]{1,4}|[0-9]{4}-0[1-9]-[0-9]{2}|\\[[0-9, ]{0,6}\\]|\\{ a = [0-9\"]{1,3} \\})"), 0..4),
            words in any::<String>(),
        ) {
            let mut text: String = lines.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
            prop_assert_eq!(table(&text), text.parse::<Table>().ok());
            text.push_str(&format!("w = {}\n", inline(&words.into())));
            prop_assert_eq!(table(&text), text.parse::<Table>().ok());
        }
    }
}
