//! JSON as it is printed: compact, one object a line, and without a character that acts on a terminal.

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};
use std::io::{self, Write};

/// Writes one value and ends the line.
pub fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    object(out, value)?;
    out.write_all(b"\n")
}

fn object(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Escaping)).map_err(io::Error::from)
}

/// An array that is written while its values come, one a line.
#[derive(Default)]
pub struct Array {
    begun: bool,
}

impl Array {
    /// Adds a value.
    pub fn push(&mut self, out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        self.begun = true;
        object(out, value)
    }

    /// Closes the array.
    pub fn end(self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })
    }
}

/// Escapes what JSON allows but a terminal would act on, or hide.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| acts(*c)) {
            out.write_all(&fragment.as_bytes()[from..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[from..])
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        serde_json::ser::CompactFormatter.write_char_escape(out, escape)
    }
}

const fn acts(c: char) -> bool {
    matches!(c,
        '\u{7F}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200B}'
        | '\u{200E}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF0}'..='\u{FFFC}'
        | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::{Array, acts, line};

    #[test]
    fn json_says_the_same_and_acts_on_nothing() {
        let wild = "a\u{1b}[31m\"\\\n\u{9b}2J\u{202e}é习\u{E0041}🧑\u{7f}";
        let mut out = Vec::new();
        line(&mut out, &wild).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.trim_end().chars().any(|c| acts(c) || c.is_control()), "{written:?}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), wild);
    }

    #[test]
    fn an_array_is_json_at_every_length() {
        for values in [vec![], vec![1], vec![1, 2, 3]] {
            let (mut out, mut array) = (Vec::new(), Array::default());
            values.iter().for_each(|value| array.push(&mut out, value).unwrap());
            array.end(&mut out).unwrap();
            assert_eq!(serde_json::from_slice::<Vec<i32>>(&out).unwrap(), values);
        }
    }
}
