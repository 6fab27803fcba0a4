//! Bytes of any encoding to text. Never fails: what cannot be read is shown as `�` and counted in a complaint.

use crate::model::Complaint;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Bytes from the start of a file that decide on its encoding, and all that [`super::read_meta`] needs.
pub const HEAD: usize = 64 * 1024;

/// Returns the text with `\n` as the only newline, and what was odd about the bytes.
pub(super) fn decode(bytes: &[u8]) -> (String, Vec<Complaint>) {
    let (text, complaint) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding == UTF_8 => from_utf8(&bytes[mark..]),
        Some((encoding, mark)) => from_other(encoding, &bytes[mark..], "is"),
        None => match encoding_of(bytes) {
            encoding if encoding == UTF_8 => from_utf8(bytes),
            encoding => from_other(encoding, bytes, "looks like"),
        },
    };
    let nuls = text.bytes().filter(|byte| *byte == 0).count();
    let rubbish = (nuls > 0).then(|| format!("{} in the file: it may not be a text", counted(nuls, "NUL byte")));
    (unix_lines(text), complaint.into_iter().chain(rubbish).map(Complaint::new).collect())
}

/// Decodes bytes and leaves their newlines as they are, for offsets that count in them.
pub(super) fn decode_as_is(bytes: &[u8]) -> String {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != UTF_8 => {
            encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
        }
        _ => encoding_of(bytes).decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Decodes bytes that name their own encoding, as a page or a feed does. Bytes that are UTF-8 are read as that, whatever
/// they say: a browser that saves a page changes its bytes and not always its words.
pub(super) fn decode_named(bytes: &[u8], label: Option<&str>) -> (String, Vec<Complaint>) {
    let named = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    match named {
        Some(encoding) if Encoding::for_bom(bytes).is_none() && str::from_utf8(bytes).is_err() => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            let complaint = broken.then(|| format!("what {} cannot hold is shown as �", encoding.name()));
            (unix_lines(text.into_owned()), complaint.into_iter().map(Complaint::new).collect())
        }
        _ => decode(bytes),
    }
}

/// Decides by the head alone, so that a list that reads only heads shows what the reader shows. An ASCII head reads alike
/// in every encoding that can be guessed, so there the rest decides.
pub(super) fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(HEAD)];
    let sample = if head.is_ascii() { bytes } else { head };
    let (characters, invalid) = utf8_counts(sample, sample.len() == HEAD);
    if invalid == 0 || characters > invalid {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Counts characters of more than one byte, and bytes that are none; a character that `cut` may have torn is neither.
fn utf8_counts(bytes: &[u8], cut: bool) -> (usize, usize) {
    let (mut characters, mut invalid, mut last) = (0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        last = chunk.invalid().len();
        invalid += last;
    }
    (characters, if cut { invalid - last } else { invalid })
}

fn from_utf8(bytes: &[u8]) -> (String, Option<String>) {
    if let Ok(text) = str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let (mut text, mut invalid) = (String::with_capacity(bytes.len()), 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
        invalid += chunk.invalid().len();
    }
    let verb = if invalid == 1 { "is" } else { "are" };
    (text, Some(format!("{} {verb} shown as �", counted(invalid, "invalid byte"))))
}

/// Decodes another encoding; `verb` says how sure it is: a byte order mark names it, else it was guessed.
fn from_other(encoding: &'static Encoding, bytes: &[u8], verb: &str) -> (String, Option<String>) {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut complaint = format!("the file is not UTF-8: it {verb} {} and was read as that", encoding.name());
    if broken {
        complaint.push_str("; what it cannot hold is shown as �");
    }
    (text.into_owned(), Some(complaint))
}

fn unix_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Returns a number with its noun: `1 invalid byte`, `3 invalid bytes`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::{HEAD, decode};
    use proptest::prelude::*;

    fn said(bytes: &[u8]) -> (String, Vec<String>) {
        let (text, complaints) = decode(bytes);
        (text, complaints.into_iter().map(|complaint| complaint.what).collect())
    }

    #[test]
    fn bytes_become_text() {
        let utf16: Vec<u8> =
            [0xFEFF_u16].into_iter().chain("Łódź\r\n".encode_utf16()).flat_map(u16::to_be_bytes).collect();
        let cases: [(&[u8], &str); 8] = [
            (b"plain", "plain"),
            (b"\xEF\xBB\xBFbom", "bom"),
            (&utf16, "Łódź\n"),
            (b"\xFF\xFEa\0\xAC\x20", "a€"),
            (b"a\r\nb\rc\r\r\nd\n", "a\nb\nc\n\nd\n"),
            (b"a\tb\x1b[31m\xE2\x80\xAEc", "a\tb\x1b[31m\u{202E}c"),
            (b"a caf\xE9 in M\xFCnchen", "a café in München"),
            (b"", ""),
        ];
        for (bytes, text) in cases {
            assert_eq!(said(bytes).0, text, "{bytes:?}");
        }
    }

    #[test]
    fn complaints_name_the_encoding_or_count_the_bytes() {
        let cyrillic: Vec<u8> =
            encoding_rs::WINDOWS_1251.encode("Президент встретился с министром в Москве.").0.into_owned();
        let (text, complaints) = said(&cyrillic);
        assert_eq!(text, "Президент встретился с министром в Москве.");
        assert_eq!(complaints, ["the file is not UTF-8: it looks like windows-1251 and was read as that"]);
        let (text, complaints) = said(
            "Łódź, Kraków – Gdańsk\n\u{1}"
                .as_bytes()
                .split_last()
                .map(|(_, head)| [head, b"\xFF \xE4\xB9 \xC0"].concat())
                .unwrap()
                .as_slice(),
        );
        assert_eq!(text, "Łódź, Kraków – Gdańsk\n� �� �");
        assert_eq!(complaints, ["4 invalid bytes are shown as �"]);
        assert_eq!(said(b"a\0b").1, ["1 NUL byte in the file: it may not be a text"]);
    }

    #[test]
    fn a_character_torn_at_the_end_of_the_head_is_no_reason_for_another_encoding() {
        let long = "é".repeat(HEAD);
        for shift in ["", "x"] {
            let bytes = format!("{shift}{long}").into_bytes();
            let (head, _) = decode(&bytes[..HEAD]);
            let (whole, complaints) = decode(&bytes);
            assert_eq!(complaints, []);
            assert!(whole.starts_with(head.trim_end_matches('�')));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_fatal(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            prop_assert!(!decode(&bytes).0.contains('\r'));
        }
    }
}
