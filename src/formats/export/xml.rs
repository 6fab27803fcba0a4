//! Foreign text in XML that stays text. XML 1.0 has no place for most control characters, so they are shown as `�`.

use std::borrow::Cow;

/// Returns text for between two tags.
pub(in crate::formats) fn text(text: &str) -> Cow<'_, str> {
    escape(text, |c| match c {
        '"' | '\'' => None,
        '\r' => Some("&#13;"),
        c => markup(c),
    })
}

/// Returns text for a value between double quotes; its line ends and tabs are kept.
pub(in crate::formats) fn attribute(text: &str) -> Cow<'_, str> {
    escape(text, |c| match c {
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        '\t' => Some("&#9;"),
        c => markup(c),
    })
}

/// What stands for a character that would be taken for markup between tags or in an attribute.
pub(super) const fn markup(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#39;"),
        _ => None,
    }
}

/// Says whether XML holds all characters of a text as they are.
pub(in crate::formats) fn holds(text: &str) -> bool {
    text.chars().all(is_legal)
}

const fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..) && !matches!(c, '\u{7F}'..='\u{9F}')
}

/// Puts what `special` says in place of characters, and `�` in place of those that XML does not hold.
pub(super) fn escape(text: &str, special: fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if text.chars().all(|c| special(c).is_none() && is_legal(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match special(c) {
            Some(escaped) => out.push_str(escaped),
            // One unit stands for one unit, so that no offset moves.
            None => out.push(if is_legal(c) { c } else { char::REPLACEMENT_CHARACTER }),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{attribute, holds, text};
    use proptest::prelude::*;

    #[test]
    fn what_acts_is_escaped() {
        assert_eq!(text("a <b> & \"c\"\u{0}\u{1b}[31m"), "a &lt;b&gt; &amp; \"c\"��[31m");
        assert_eq!(attribute("\"'\n\t<"), "&quot;&#39;&#10;&#9;&lt;");
        assert!(holds("习 😀\n") && !holds("a\u{b}") && !holds("\u{FFFE}") && !holds("\u{9b}"));
    }

    proptest! {
        #[test]
        fn a_parser_gives_it_back(words in "[a-c<>&\"'\n\t\r习😀 ]{0,30}") {
            let xml = format!("<a b=\"{}\">{}</a>", attribute(&words), text(&words));
            let tree = roxmltree::Document::parse(&xml).unwrap();
            prop_assert_eq!(tree.root_element().attribute("b"), Some(words.as_str()));
            prop_assert_eq!(tree.root_element().text().unwrap_or_default(), words);
        }
    }
}
