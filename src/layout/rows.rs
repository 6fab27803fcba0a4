//! Rows of a text at a width, broken by the Unicode rules (UAX 14) and never inside a grapheme cluster.
//!
//! A layout may begin at any byte and is built piece by piece, so that a text of ten megabytes on one line shows its
//! first screen at once.

use super::fill::row_end;

/// Something shown after a byte of the text that is not in the text, such as `▲` after a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker {
    /// It is shown after the grapheme that ends at this byte, on the same row.
    pub at: usize,
    /// Its width.
    pub columns: usize,
}

/// Where the rows of a text start, for one width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    width: usize,
    /// First byte of each row.
    starts: Vec<usize>,
    /// All bytes before this one are on finished rows.
    end: usize,
    complete: bool,
}

impl Layout {
    /// Returns an empty layout of rows at most `width` columns wide (at least 1) that begins at byte `from`.
    #[must_use]
    pub fn new(width: usize, from: usize) -> Self {
        Self { width: width.max(1), starts: Vec::new(), end: from, complete: false }
    }

    /// Returns the layout of a whole text.
    #[must_use]
    pub fn whole(text: &str, markers: &[Marker], width: usize) -> Self {
        let mut layout = Self::new(width, 0);
        layout.extend(text, markers, text.len());
        layout
    }

    /// Lays out more rows until byte `until` is on a finished row or the text ends.
    pub fn extend(&mut self, text: &str, markers: &[Marker], until: usize) {
        while !self.complete && self.end <= until {
            if self.end >= text.len() {
                // A text that ends in a newline, or an empty one, has an empty last row for the cursor to stand on.
                if self.starts.is_empty() || text.ends_with('\n') {
                    self.starts.push(text.len());
                }
                self.complete = true;
                return;
            }
            self.starts.push(self.end);
            self.end = row_end(text, markers, self.end, self.width);
        }
    }

    /// Lays out again from the row of byte `at` after markers changed there, and stops where old rows fit again.
    pub fn reflow(&mut self, text: &str, markers: &[Marker], at: usize) {
        if self.starts.is_empty() || text.is_empty() {
            return;
        }
        let row = self.row_of(at).saturating_sub(1);
        let mut fresh = Vec::new();
        let mut next = self.starts[row];
        let mut old = row;
        while next < self.end {
            while old < self.starts.len() && self.starts[old] < next {
                old += 1;
            }
            if next > at && self.starts.get(old) == Some(&next) {
                break;
            }
            fresh.push(next);
            next = row_end(text, markers, next, self.width);
        }
        if next >= self.end {
            let tail = self.starts.last() == Some(&text.len()); // the empty last row stays
            old = self.starts.len() - usize::from(tail);
            self.end = next;
        }
        self.starts.splice(row..old, fresh);
    }

    /// Says whether the end of the text is laid out.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Returns the width in columns.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Returns the byte up to which rows are finished.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.end
    }

    /// Returns the number of rows so far.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.starts.len()
    }

    /// Says whether there is no row yet.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Returns the first byte that it covers.
    #[must_use]
    pub fn first(&self) -> usize {
        self.starts.first().copied().unwrap_or(self.end)
    }

    /// Returns the row that holds byte `at`, or the nearest one.
    #[must_use]
    pub fn row_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Returns the bytes of row `row`, its newline and trailing blanks included.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let start = *self.starts.get(row)?;
        Some(start..self.starts.get(row + 1).copied().unwrap_or(self.end.max(start)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Layout, Marker};
    use crate::layout::fill::{is_grapheme_boundary, width_of};
    use proptest::prelude::*;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        let layout = Layout::whole(text, &[], width);
        (0..layout.len()).filter_map(|row| layout.row(row)).map(|row| &text[row]).collect()
    }

    #[test]
    fn rows_break_where_a_reader_expects() {
        let cases: [(&str, usize, &[&str]); 7] = [
            ("one two three", 8, &["one two ", "three"]),
            ("China-Russia relations", 8, &["China-", "Russia ", "relation", "s"]),
            ("a\n\nb", 5, &["a\n", "\n", "b"]),
            ("国家主席习近平", 6, &["国家主", "席习近", "平"]),
            ("exact fit", 9, &["exact fit"]),
            ("", 5, &[""]),
            ("end\n", 5, &["end\n", ""]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(rows(text, width), expected, "{text:?} at {width}");
        }
    }

    #[test]
    fn textwrap_agrees_on_plain_words() {
        let text = "the quick brown fox jumps over the lazy dog and runs far away";
        for width in 6..40 {
            let ours: Vec<&str> = rows(text, width).into_iter().map(str::trim_end).collect();
            let longest = ours.iter().map(|row| row.len()).max().unwrap();
            assert!(longest <= width);
            for pair in ours.windows(2) {
                let next_word = pair[1].split(' ').next().unwrap();
                assert!(pair[0].len() + 1 + next_word.len() > width, "greedy: {pair:?} at {width}");
            }
        }
    }

    #[test]
    fn a_long_text_without_blanks_takes_no_longer_than_its_length() {
        const BYTES: usize = 480 * 1024;
        let cases = [("x", 80), ("🇨🇭", 320), ("习", 120), ("\u{301}", BYTES)];
        for (unit, row) in cases {
            let text = unit.repeat(BYTES / unit.len());
            let layout = Layout::whole(&text, &[], 80);
            assert_eq!(layout.len(), text.len().div_ceil(row), "{unit:?}");
            assert_eq!(layout.row(0), Some(0..row), "{unit:?}");
        }
    }

    #[test]
    fn a_row_is_the_same_however_much_of_the_text_is_looked_at() {
        let first = format!("a{}b{}", "\u{301}".repeat(500), " ".repeat(900));
        let text = format!("{first}c {}", "y".repeat(300));
        let found = rows(&text, 20);
        assert_eq!(found[..3], [&first, "c ", &"y".repeat(20)]);
        assert_eq!(found.len(), 2 + 300 / 20);
    }

    fn texts() -> impl Strategy<Value = String> {
        "([a-z]{1,9}[ ,.\n-]|é|e\u{301}\u{302}|习近|👨\u{200d}👩\u{200d}👧|\u{202e}|\u{5d0}|क्षि|\t){0,80}"
    }

    proptest! {
        #[test]
        fn rows_partition_the_text_and_fit(text in texts(), width in 1usize..30, at in 0usize..200) {
            let markers = [Marker { at: text.floor_char_boundary(at), columns: 1 }];
            let layout = Layout::whole(&text, &markers, width);
            let mut next = 0;
            for row in 0..layout.len() {
                let bytes = layout.row(row).unwrap();
                prop_assert_eq!(bytes.start, next);
                prop_assert!(is_grapheme_boundary(&text, bytes.start));
                next = bytes.end;
                let shown = text[bytes.clone()].trim_end_matches([' ', '\n']);
                let wide = width_of(&text, &[], bytes.start, bytes.start + shown.len());
                let one = unicode_segmentation::UnicodeSegmentation::graphemes(shown, true).count() <= 1;
                prop_assert!(wide <= width || one, "{shown:?} is {wide} columns at width {width}");
            }
            prop_assert_eq!(next, text.len());
        }

        #[test]
        fn building_in_pieces_and_reflowing_give_the_whole(text in texts(), width in 1usize..30, at in 0usize..200) {
            let whole = Layout::whole(&text, &[], width);
            let mut pieces = Layout::new(width, 0);
            for until in (0..=text.len()).step_by(7).chain([text.len()]) {
                pieces.extend(&text, &[], until);
            }
            prop_assert_eq!(&pieces, &whole);
            let markers = [Marker { at: text.floor_char_boundary(at.min(text.len())), columns: 1 }];
            pieces.reflow(&text, &markers, markers[0].at);
            prop_assert_eq!(pieces, Layout::whole(&text, &markers, width));
        }
    }
}
