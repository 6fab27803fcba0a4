//! Where one row ends: what fits, broken by UAX 14, and never inside a grapheme cluster.
//!
//! Looks no further than a row is long, so that a text without any break costs no more than its length.

use super::Marker;
use crate::text::shown_grapheme;
use unicode_linebreak::linebreaks;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Bytes that are searched for the end of a row at first, besides four for each column.
const PIECE: usize = 64;

/// Returns where the row that starts at `start` ends.
pub(super) fn row_end(text: &str, markers: &[Marker], start: usize, width: usize) -> usize {
    let mut piece = 4 * width + PIECE;
    loop {
        let reach = text.floor_char_boundary(start + piece);
        let newline = text[start..reach].find('\n').map(|at| start + at + 1);
        let cut = newline.unwrap_or(reach);
        if let Some(end) = fill(text, markers, start, cut, width) {
            return end;
        }
        if newline.is_some() || cut == text.len() {
            return cut;
        }
        piece *= 2; // many blanks or zero-width rubbish: not even this much filled the row
    }
}

/// Fills one row from `text[start..cut]`; nothing when all of it fits.
fn fill(text: &str, markers: &[Marker], start: usize, cut: usize, width: usize) -> Option<usize> {
    let mut used = 0;
    let mut from = start;
    for (at, _) in linebreaks(&text[start..cut]) {
        let mut to = start + at;
        // The break at the end of a cut piece is none of the text's, but what is whole before it may be too wide already.
        let torn = to == cut && cut < text.len() && !text[..cut].ends_with('\n');
        if torn {
            to = text[from..cut].grapheme_indices(true).next_back().map_or(from, |(at, _)| from + at);
        } else if !is_grapheme_boundary(&text[start..], to - start) {
            continue;
        }
        let words = text[from..to].trim_end_matches([' ', '\n']);
        let wide = width_of(text, markers, from, from + words.len());
        if used + wide > width {
            return Some(if from > start { from } else { force(text, markers, start, to, width) });
        }
        if torn {
            return None;
        }
        used += wide + (to - from - words.len());
        from = to;
    }
    None
}

/// Returns the last grapheme boundary up to which `text[start..end]` fits, at least one grapheme on.
fn force(text: &str, markers: &[Marker], start: usize, end: usize, width: usize) -> usize {
    let mut used = 0;
    for (at, grapheme) in text[start..end].grapheme_indices(true) {
        let from = start + at;
        used += width_of(text, markers, from, from + grapheme.len());
        if used > width && at > 0 {
            return from;
        }
    }
    end
}

pub(super) fn width_of(text: &str, markers: &[Marker], start: usize, end: usize) -> usize {
    let words = &text[start..end];
    let letters = if words.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        words.len()
    } else {
        words.graphemes(true).map(|grapheme| shown_grapheme(grapheme).columns()).sum()
    };
    let first = markers.partition_point(|marker| marker.at <= start);
    let shown: usize = markers[first..].iter().take_while(|marker| marker.at <= end).map(|marker| marker.columns).sum();
    letters + shown
}

/// Says whether a grapheme cluster ends at byte `at`. Of a run of flags all is looked at: give a text that starts near.
pub(super) fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let plain = |at: usize| bytes.get(at).is_none_or(u8::is_ascii);
    if at == 0 || (plain(at - 1) && plain(at)) {
        return true;
    }
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}
