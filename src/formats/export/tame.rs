//! Characters that act on a terminal, which no export holds as they are.

use super::{Document, Kind, Tally};
use std::borrow::Cow;

/// Control characters but line ends and tabs.
fn acts(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t' | '\r')
}

/// Says whether a text holds such a character; most texts need only a look at their bytes.
fn any_acts(text: &str) -> bool {
    let begins = |byte: u8| byte < b' ' && !matches!(byte, b'\n' | b'\t' | b'\r') || matches!(byte, 0x7F | 0xC2);
    text.bytes().any(begins) && text.contains(acts)
}

/// Returns text in which each character that acts on a terminal is `�`: one for one, so that no offset moves.
pub(in crate::formats) fn tame(text: &str) -> Cow<'_, str> {
    if !any_acts(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(acts, "\u{FFFD}"))
}

/// Escapes the characters that act on a terminal in JSON, where they stand in strings only.
pub(in crate::formats) fn tame_json(json: String) -> String {
    if !any_acts(&json) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if acts(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    out
}

/// Reports that a text has such characters.
pub(in crate::formats) fn report(document: &Document<'_>, tally: &mut Tally) {
    if any_acts(document.article.body.as_str()) {
        tally.bend(document.article, Kind::Article, None, "control characters are written as �");
    }
}

#[cfg(test)]
mod tests {
    use super::{tame, tame_json};

    #[test]
    fn one_character_for_one() {
        assert_eq!(tame("a\u{1b}[31m\u{9b}b\n\t习"), "a�[31m�b\n\t习");
        let json = tame_json(serde_json::json!({"a": "\u{1b}\u{7f}\u{9b}习"}).to_string());
        assert_eq!(json, "{\"a\":\"\\u001b\\u007f\\u009b习\"}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["a"], "\u{1b}\u{7f}\u{9b}习");
    }
}
