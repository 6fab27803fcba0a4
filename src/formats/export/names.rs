//! Names for other programs: addresses of articles and annotations, file names, identifiers. None acts as more than a name.

use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Begins the address of an article.
pub(in crate::formats) const ARTICLE: &str = "urn:newsgloss:article:";
/// Begins the address of an annotation.
pub(in crate::formats) const ANNOTATION: &str = "urn:newsgloss:annotation:";

/// Returns an address: `begin` and a name, in which only letters, digits, `-`, `.`, `_`, `~` and `/` stand for themselves.
pub(in crate::formats) fn urn(begin: &str, name: &str) -> String {
    let mut out = begin.to_owned();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Reads such an address.
pub(in crate::formats) fn of_urn(begin: &str, urn: &str) -> Option<String> {
    let bytes = urn.strip_prefix(begin)?.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(str::from_utf8(hex).ok()?, 16).ok());
        match hex.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}

/// Returns an address of the web, or nothing where a text is none: scripts and files of this machine are not linked.
pub(in crate::formats) fn web(url: Option<&str>) -> Option<&str> {
    let fits = |url: &&str| {
        let plain = |c: char| !c.is_control() && !c.is_whitespace() && !"<>\"{}|\\^`".contains(c);
        let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
        (lower.starts_with("http://") || lower.starts_with("https://")) && url.chars().all(plain)
    };
    url.filter(fits)
}

/// Returns a number in the shape of a GUID that is always the same for the same words.
pub(in crate::formats) fn guid(words: &str) -> String {
    let hex: String = Sha256::digest(words.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    // The digits that say "made from a name".
    format!("{}-{}-5{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// Gives articles file names of letters, digits, `.`, `_` and `-` that differ also where capitals do not count.
#[derive(Debug, Default)]
pub(in crate::formats) struct Stems(HashSet<String>);

impl Stems {
    /// Returns the stem for an article's id, without its ending.
    pub(in crate::formats) fn of(&mut self, id: &str) -> String {
        let stem = id.rsplit_once('.').map_or(id, |(stem, _)| stem);
        let safe = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' };
        let stem: String = stem.chars().map(safe).take(100).collect();
        let stem = stem.trim_start_matches('.').to_owned();
        let stem = if stem.is_empty() { "article".to_owned() } else { stem };
        let numbered = (1_usize..).map(|n| if n == 1 { stem.clone() } else { format!("{stem}-{n}") });
        let mut free = numbered.skip_while(|name| !self.0.insert(name.to_lowercase()));
        free.next().unwrap_or(stem)
    }
}

#[cfg(test)]
mod tests {
    use super::{ARTICLE, Stems, guid, of_urn, urn, web};
    use proptest::prelude::*;

    #[test]
    fn names_are_tame() {
        let mut stems = Stems::default();
        let made: Vec<_> = ["a/b.txt", "A-b.md", "../x;rm.txt", "", "习.txt"].map(|id| stems.of(id)).into();
        assert_eq!(made, ["a-b", "A-b-2", "-x-rm", "article", "习"]);
        assert_eq!(web(Some("https://a.example/b?c=1")), Some("https://a.example/b?c=1"));
        for url in ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "https://a\"onclick", "习近平习近平"]
        {
            assert_eq!(web(Some(url)), None, "{url}");
        }
        assert_eq!((guid("a"), guid("a").len()), ("ca978112-ca1b-5dca-8ac2-31b39a23dc4d".to_owned(), 36));
    }

    proptest! {
        #[test]
        fn addresses_come_back(name in any::<String>()) {
            prop_assert_eq!(of_urn(ARTICLE, &urn(ARTICLE, &name)), Some(name));
        }
    }
}
