//! Safe display text: the only form in which words of an article, a note, a tag or a file name reach a screen or a log.
//!
//! Control, bidi and invisible characters become visible marks, so that none of them can act on a terminal.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Combining marks shown on one base character; a flood of them would smear over other lines.
const MARKS_SHOWN: usize = 4;

/// Text in which nothing acts on a terminal. It can be made only by escaping, so having one is the proof.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Safe(String);

impl Safe {
    /// Escapes any text; newlines and tabs too are shown as marks, so that the result is one line.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.bytes().all(|b| (0x20..0x7F).contains(&b)) {
            return Self(text.to_owned());
        }
        Self(text.graphemes(true).map(escaped).collect())
    }

    /// Escapes any text as one line in which runs of blanks and newlines are one blank: for titles and excerpts.
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self::new(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Escapes a part of a sentence with line ends as blanks; blanks at its ends stay, since parts are put together again.
    #[must_use]
    pub fn unbroken(part: &str) -> Self {
        Self::new(&part.replace(['\n', '\t'], " "))
    }

    /// Returns the escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns its width in columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        columns(&self.0)
    }

    /// Returns it cut to at most `width` columns, with `…` in place of what was cut.
    #[must_use]
    pub fn fit(&self, width: usize) -> Self {
        if self.columns() <= width {
            return self.clone();
        }
        let mut out = String::new();
        let mut used = 0;
        for grapheme in self.0.graphemes(true) {
            let wide = columns(grapheme);
            if used + wide + 1 > width {
                break;
            }
            out.push_str(grapheme);
            used += wide;
        }
        if width > 0 {
            out.push('…');
        }
        Self(out)
    }

    /// Joins safe pieces.
    #[must_use]
    pub fn join(pieces: &[Self], between: &Self) -> Self {
        Self(pieces.iter().map(|piece| piece.0.as_str()).collect::<Vec<_>>().join(&between.0))
    }
}

impl From<&str> for Safe {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Safe {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl std::fmt::Display for Safe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

/// Returns the width of already escaped text in terminal columns.
#[must_use]
pub fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// One grapheme cluster as it may be shown. Like [`Safe`], it can be made only by escaping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a>(Cow<'a, str>);

impl Shown<'_> {
    /// Shows nothing.
    pub const NOTHING: Self = Self(Cow::Borrowed(""));

    /// Returns the escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns its width in columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        columns(&self.0)
    }
}

/// Returns one grapheme cluster as it may be shown: itself where harmless, else with visible marks.
#[must_use]
pub fn shown_grapheme(grapheme: &str) -> Shown<'_> {
    Shown(escaped(grapheme))
}

fn escaped(grapheme: &str) -> Cow<'_, str> {
    if grapheme.len() == 1 && (0x20..0x7F).contains(&grapheme.as_bytes()[0]) {
        return Cow::Borrowed(grapheme);
    }
    let mut marks = 0;
    let harmless = grapheme.chars().all(|c| {
        marks += usize::from(is_zero_width(c));
        mark_of(c).is_none()
    });
    let starts_bare = grapheme.chars().next().is_some_and(is_zero_width);
    if harmless && marks <= MARKS_SHOWN && !starts_bare {
        return Cow::Borrowed(grapheme);
    }
    Cow::Owned(escape(grapheme))
}

fn escape(grapheme: &str) -> String {
    let mut out = String::new();
    let mut marks = 0;
    let mut hidden = 0;
    for c in grapheme.chars() {
        if let Some(mark) = mark_of(c) {
            out.push_str(&mark);
        } else if is_zero_width(c) {
            marks += 1;
            if out.is_empty() {
                out.push('\u{25CC}'); // a lone combining mark stands on a dotted circle
            }
            if marks <= MARKS_SHOWN {
                out.push(c);
            } else {
                hidden += 1;
            }
        } else {
            out.push(c);
        }
    }
    if hidden > 0 {
        out.push_str(&format!("‹+{hidden}›"));
    }
    out
}

fn is_zero_width(c: char) -> bool {
    unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

/// Returns the visible mark for a character that acts or hides, or nothing where it may be shown as it is.
fn mark_of(c: char) -> Option<Cow<'static, str>> {
    let code = u32::from(c);
    match code {
        0x0A => Some(Cow::Borrowed("⏎")),
        0x09 => Some(Cow::Borrowed("→")),
        0x00..=0x1F => Some(Cow::Owned(char::from_u32(0x2400 + code)?.to_string())),
        0x7F => Some(Cow::Borrowed("␡")),
        // Soft hyphen, joiners, variation selectors: common in honest text, so one quiet column.
        0xAD | 0x200C | 0x200D | 0x034F | 0xFE00..=0xFE0F => Some(Cow::Borrowed("·")),
        0x80..=0x9F
        | 0x061C
        | 0x115F..=0x1160
        | 0x17B4..=0x17B5
        | 0x180B..=0x180F
        | 0x200B
        | 0x200E..=0x200F
        | 0x2028..=0x202E
        | 0x2060..=0x206F
        | 0x3164
        | 0xFEFF
        | 0xFFA0
        | 0xFFF0..=0xFFFC
        | 0xE000..=0xF8FF
        | 0xE0000..=0xE0FFF
        | 0xF0000..=0x0010_FFFF => Some(Cow::Owned(format!("‹{code:02X}›"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{MARKS_SHOWN, Safe, is_zero_width, mark_of};
    use proptest::prelude::*;

    #[test]
    fn what_acts_is_shown_as_a_mark() {
        let cases = [
            ("a\u{1b}[31mb", "a␛[31mb"),
            ("x\u{9b}2J", "x‹9B›2J"),
            ("\u{202e}evil", "‹202E›evil"),
            ("zero\u{200b}width", "zero‹200B›width"),
            ("tab\tend", "tab→end"),
            ("line\nend", "line⏎end"),
            ("\u{301}a", "\u{25CC}\u{301}a"),
            ("Łódź 习近平", "Łódź 习近平"),
        ];
        for (raw, shown) in cases {
            assert_eq!(Safe::new(raw).as_str(), shown, "{raw:?}");
        }
    }

    #[test]
    fn a_flood_of_combining_marks_is_cut() {
        let flood = format!("e{}", "\u{301}".repeat(1000));
        let shown = Safe::new(&flood);
        assert_eq!(shown.as_str().chars().filter(|c| *c == '\u{301}').count(), MARKS_SHOWN);
        assert!(shown.as_str().ends_with("‹+996›"));
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(Safe::new("习近平主席").fit(7).as_str(), "习近平…");
        assert_eq!(Safe::new("abc").fit(0).as_str(), "");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in any::<String>()) {
            let safe = Safe::new(&text);
            prop_assert!(safe.as_str().chars().all(|c| mark_of(c).is_none()));
            prop_assert!(!safe.as_str().starts_with(is_zero_width));
        }
    }
}
