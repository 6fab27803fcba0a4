//! Offsets in UTF-16 units, which Java and JavaScript count in: a character outside the basic plane is two of them.

/// Bytes between two marks.
const BLOCK: usize = 1024;

/// Converts between the bytes of one text and its UTF-16 units.
#[derive(Debug)]
pub struct Utf16<'t> {
    text: &'t str,
    /// Bytes at which blocks begin, and the units before them.
    marks: Vec<(usize, usize)>,
}

impl<'t> Utf16<'t> {
    /// Takes a text; costs one pass over it.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let (mut marks, mut units, mut next) = (Vec::new(), 0, 0);
        for (at, c) in text.char_indices() {
            if at >= next {
                marks.push((at, units));
                next = at + BLOCK;
            }
            units += c.len_utf16();
        }
        Self { text, marks }
    }

    /// Returns the number of units before byte `offset`; what lies inside a character counts as its start.
    #[must_use]
    pub fn of_byte(&self, offset: usize) -> usize {
        let offset = self.text.floor_char_boundary(offset);
        let (at, units) = self.mark(|(at, _)| at <= offset);
        units + self.text[at..offset].chars().map(char::len_utf16).sum::<usize>()
    }

    /// Returns the byte at which unit `units` starts; nothing inside a character or behind the end.
    #[must_use]
    pub fn to_byte(&self, units: usize) -> Option<usize> {
        let (at, mut before) = self.mark(|(_, before)| before <= units);
        for (offset, c) in self.text[at..].char_indices() {
            if before >= units {
                return (before == units).then_some(at + offset);
            }
            before += c.len_utf16();
        }
        (before == units).then_some(self.text.len())
    }

    fn mark(&self, is_before: impl Fn((usize, usize)) -> bool) -> (usize, usize) {
        let after = self.marks.partition_point(|mark| is_before(*mark));
        after.checked_sub(1).map_or((0, 0), |index| self.marks[index])
    }
}

#[cfg(test)]
mod tests {
    use super::Utf16;
    use proptest::prelude::*;

    #[test]
    fn a_joined_emoji_counts_its_units() {
        let text = "👩‍👩‍👧 习近平 e\u{301} Xi";
        let (utf16, xi) = (Utf16::new(text), text.find("Xi").unwrap());
        assert_eq!((text[..xi].chars().count(), utf16.of_byte(xi)), (13, 16));
        assert_eq!((utf16.to_byte(16), utf16.to_byte(1), utf16.to_byte(99)), (Some(xi), None, None));
        assert_eq!((Utf16::new("").of_byte(3), Utf16::new("").to_byte(0)), (0, Some(0)));
    }

    proptest! {
        #[test]
        fn units_are_those_of_the_standard_library(text in "[a习😀\u{301}\n]{0,2000}", at in 0usize..9000) {
            let (utf16, at) = (Utf16::new(&text), text.floor_char_boundary(at));
            let units = text[..at].encode_utf16().count();
            prop_assert_eq!(utf16.of_byte(at), units);
            prop_assert_eq!(utf16.to_byte(units), Some(at));
        }
    }
}
