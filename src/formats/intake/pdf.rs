//! The text of a PDF. It can panic on broken files, so it is only ever called in a process of its own.

use super::{Item, limits};
use crate::formats::values::one_line;
use pdf_extract::Document;

/// Takes the text out of a PDF.
///
/// # Errors
/// A sentence, where it is none, is locked, or has no text.
pub fn pdf_text(bytes: &[u8]) -> Result<Item, String> {
    if bytes.len() as u64 > limits::of(&super::Kind::Pdf) {
        return Err("the PDF is larger than 64 MiB".to_owned());
    }
    let document = Document::load_mem(bytes).map_err(|error| format!("the PDF cannot be read: {error}"))?;
    if document.is_encrypted() {
        return Err("the PDF is locked by a password; save it without one".to_owned());
    }
    let mut text = String::new();
    let mut output = pdf_extract::PlainTextOutput::new(&mut text);
    pdf_extract::output_doc(&document, &mut output).map_err(|error| format!("the PDF cannot be read: {error}"))?;
    let mut item = Item { text: flowing(&text), ..Item::default() };
    if item.text.is_empty() {
        return Err(
            "the PDF has no text; it may be a picture of one, which needs a program for text recognition".to_owned()
        );
    }
    item.meta.title = title(&document).unwrap_or_default();
    Ok(item)
}

fn title(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = document.dereference(info).ok()?.1.as_dict().ok()?;
    let written = info.get(b"Title").ok()?.as_str().ok()?;
    let title = match written.strip_prefix(b"\xfe\xff") {
        Some(units) => {
            let units: Vec<u16> = units.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(written).into_owned(),
    };
    // What a program put there is the name of a file, not of an article.
    let made = |title: &str| {
        title.contains("Microsoft Word") || title.to_lowercase().ends_with(".doc") || title.contains(".indd")
    };
    Some(one_line(&title)).filter(|title| title.contains(' ') && !made(title))
}

/// Joins the lines of a page to paragraphs; a word that was cut at the end of a line is whole again.
fn flowing(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut paragraph = String::new();
    for line in text.replace('\u{c}', "\n").lines().chain([""]) {
        let line = one_line(line);
        if line.is_empty() {
            out.extend(Some(std::mem::take(&mut paragraph)).filter(|it| !it.is_empty()));
        } else if paragraph.is_empty() {
            paragraph = line;
        } else if paragraph.ends_with('-') && line.starts_with(char::is_lowercase) {
            paragraph.pop();
            paragraph.push_str(&line);
        } else {
            paragraph.push(' ');
            paragraph.push_str(&line);
        }
    }
    out.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::flowing;

    #[test]
    fn lines_become_paragraphs() {
        let cases = [
            (
                "The min-\nister met\n  her rival.\n\n\nThen she\nleft.\n",
                "The minister met her rival.\n\nThen she left.",
            ),
            ("Anglo-\nSaxon", "Anglo- Saxon"),
            ("\u{c}a\u{c}b", "a b"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(flowing(text), expected);
        }
    }
}
