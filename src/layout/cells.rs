//! What a row shows, cell by cell, each with the byte that it shows.

use super::Marker;
use crate::text::{Shown, shown_grapheme};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// One grapheme, or one marker, on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The byte of the text at which its grapheme starts; for a marker, the byte after which it stands.
    pub byte: usize,
    /// What to show: harmless text. Empty for a marker, whose look is the caller's.
    pub shown: Shown<'a>,
    /// First column, from the start of the row.
    pub column: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// Index of the marker, where it is one.
    pub marker: Option<usize>,
}

/// Returns the cells of the row with these bytes that begin in its first `width` columns: blanks may hang over. Its
/// newline shows nothing.
#[must_use]
pub fn cells<'a>(text: &'a str, markers: &[Marker], row: Range<usize>, width: usize) -> Vec<Cell<'a>> {
    let mut out = Vec::new();
    let mut column = 0;
    let mut next = markers.partition_point(|marker| marker.at <= row.start);
    let shown = text[row.clone()].trim_end_matches('\n');
    for (at, grapheme) in shown.grapheme_indices(true) {
        if column >= width {
            break;
        }
        let byte = row.start + at;
        let words = shown_grapheme(grapheme);
        let wide = words.columns();
        out.push(Cell { byte, shown: words, column, columns: wide, marker: None });
        column += wide;
        while let Some(marker) = markers.get(next).filter(|marker| marker.at <= byte + grapheme.len()) {
            out.push(Cell { byte, shown: Shown::NOTHING, column, columns: marker.columns, marker: Some(next) });
            column += marker.columns;
            next += 1;
        }
    }
    out
}

/// Returns the byte shown at `column` of a row `width` columns wide, or its last byte shown when it is shorter.
#[must_use]
pub fn byte_at(text: &str, markers: &[Marker], row: Range<usize>, width: usize, column: usize) -> usize {
    let start = row.start;
    let cells = cells(text, markers, row, width);
    cells.iter().take_while(|cell| cell.column <= column).last().map_or(start, |cell| cell.byte)
}

/// Returns the first column of the grapheme at byte `at` on a row `width` columns wide, or that of the last one shown.
#[must_use]
pub fn column_of(text: &str, markers: &[Marker], row: Range<usize>, width: usize, at: usize) -> usize {
    let cells = cells(text, markers, row, width);
    let letters = cells.iter().filter(|cell| cell.marker.is_none());
    letters.take_while(|cell| cell.byte <= at).last().map_or(0, |cell| cell.column)
}

#[cfg(test)]
mod tests {
    use super::{byte_at, cells, column_of};
    use crate::layout::{Layout, Marker};
    use proptest::prelude::*;

    #[test]
    fn a_marker_stands_after_its_target() {
        let markers = [Marker { at: 2, columns: 1 }];
        let row: String = cells("Xi met", &markers, 0..6, 9)
            .iter()
            .map(|cell| if cell.marker.is_some() { "▲".to_owned() } else { cell.shown.as_str().to_owned() })
            .collect();
        assert_eq!(row, "Xi▲ met");
        assert_eq!(column_of("Xi met", &markers, 0..6, 9, 3), 4);
        assert_eq!(byte_at("Xi met", &markers, 0..6, 9, 4), 3);
    }

    #[test]
    fn blanks_that_hang_over_have_no_cells() {
        let text = format!("one{}two", " ".repeat(70_000));
        let layout = Layout::whole(&text, &[], 10);
        let row = layout.row(0).unwrap();
        assert_eq!(row, 0..70_003);
        assert_eq!(cells(&text, &[], row.clone(), 10).len(), 10);
        assert_eq!(byte_at(&text, &[], row.clone(), 10, usize::MAX), 9);
        assert_eq!(column_of(&text, &[], row, 10, 60_000), 9);
    }

    proptest! {
        #[test]
        fn every_cell_answers_which_byte_it_shows(text in "([a-z]{1,6} |习|e\u{301}|\t|\n){0,60}", width in 1usize..20) {
            let layout = Layout::whole(&text, &[], width);
            for row in (0..layout.len()).filter_map(|row| layout.row(row)) {
                for cell in cells(&text, &[], row.clone(), width) {
                    prop_assert_eq!(byte_at(&text, &[], row.clone(), width, cell.column), cell.byte);
                    prop_assert_eq!(column_of(&text, &[], row.clone(), width, cell.byte), cell.column);
                }
            }
        }
    }
}
