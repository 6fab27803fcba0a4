//! The text of an article with fast conversion between bytes and code points.

use super::Folded;
use std::sync::{Arc, OnceLock};

/// A half-open range of a text in UTF-8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Returns the span `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns its length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Says whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Says whether the two share at least one byte.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Says whether `other` lies wholly inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Says whether the byte at `offset` lies inside.
    #[must_use]
    pub const fn holds(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }
}

/// Code points before each block of this many bytes are counted once.
const BLOCK: usize = 1024;

/// A text that answers in bytes and in code points; cheap to clone.
#[derive(Clone, Debug)]
pub struct Body {
    text: Arc<str>,
    /// Code points before byte `i * BLOCK`; empty when the text is ASCII, where bytes are code points.
    marks: Arc<[u32]>,
    /// Made when it is first asked for.
    folded: Arc<OnceLock<Folded>>,
}

impl Body {
    /// Takes a text; costs one pass over its bytes.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let marks = if text.is_ascii() { Arc::from([]) } else { marks(text.as_bytes()) };
        Self { text, marks, folded: Arc::default() }
    }

    /// Returns the text in the form for comparing.
    #[must_use]
    pub fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::new(&self.text))
    }

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns its length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Says whether it has no byte.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Returns its length in code points.
    #[must_use]
    pub fn len_cp(&self) -> usize {
        self.to_cp(self.len())
    }

    /// Returns the words of `span`; what reaches outside the text or inside a character is cut to whole characters.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let start = self.floor(span.start);
        let end = self.floor(span.end).max(start);
        &self.text[start..end]
    }

    /// Returns the start of the character that holds byte `offset`, or the end of the text.
    #[must_use]
    pub fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset.min(self.len()))
    }

    /// Returns the number of code points before byte `offset`.
    #[must_use]
    pub fn to_cp(&self, offset: usize) -> usize {
        let offset = offset.min(self.len());
        if self.marks.is_empty() {
            return offset;
        }
        let block = (offset / BLOCK).min(self.marks.len() - 1);
        self.marks[block] as usize + starts(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// Returns the byte at which code point `cp` starts, or the length of the text.
    #[must_use]
    pub fn to_byte(&self, cp: usize) -> usize {
        if self.marks.is_empty() {
            return cp.min(self.len());
        }
        let block = self.marks.partition_point(|&before| before as usize <= cp).saturating_sub(1);
        let mut left = cp - self.marks[block] as usize;
        for (at, byte) in self.text.as_bytes()[block * BLOCK..].iter().enumerate() {
            if is_start(*byte) {
                if left == 0 {
                    return block * BLOCK + at;
                }
                left -= 1;
            }
        }
        self.len()
    }

    /// Returns a span of code points as bytes.
    #[must_use]
    pub fn span_of_cp(&self, start: usize, end: usize) -> Span {
        Span::new(self.to_byte(start), self.to_byte(end))
    }

    /// Returns up to `n` code points before byte `offset`.
    #[must_use]
    pub fn before(&self, offset: usize, n: usize) -> &str {
        let head = &self.text[..self.floor(offset)];
        let start = head.char_indices().rev().take(n).last().map_or(head.len(), |(at, _)| at);
        &head[start..]
    }

    /// Returns up to `n` code points from byte `offset` on.
    #[must_use]
    pub fn after(&self, offset: usize, n: usize) -> &str {
        let tail = &self.text[self.floor(offset)..];
        let end = tail.char_indices().nth(n).map_or(tail.len(), |(at, _)| at);
        &tail[..end]
    }
}

const fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| is_start(**byte)).count()
}

fn marks(bytes: &[u8]) -> Arc<[u32]> {
    let mut before = 0;
    bytes
        .chunks(BLOCK)
        .map(|block| {
            let mark = before;
            before += u32::try_from(starts(block)).unwrap_or(u32::MAX);
            mark
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Body, Span};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_code_points_agree_with_std(text in "\\PC{0,3000}", at in 0usize..4000) {
            let body = Body::new(text.clone());
            let byte = body.floor(at);
            prop_assert_eq!(body.to_cp(byte), text[..byte].chars().count());
            prop_assert_eq!(body.to_byte(body.to_cp(byte)), byte);
            prop_assert_eq!(body.len_cp(), text.chars().count());
        }
    }

    #[test]
    fn context_is_counted_in_code_points() {
        let body = Body::new("aé习b");
        assert_eq!(body.before(6, 2), "é习");
        assert_eq!(body.after(1, 2), "é习");
        assert_eq!(body.slice(Span::new(2, 99)), "é习b", "a cut inside a character falls on its start");
    }
}
