//! Aligned columns; the last one is cut to the terminal, and whole where there is none.

use super::output::{Out, Style};
use crate::text::Safe;
use std::io;

/// Blanks between columns.
const GAP: usize = 2;
/// Columns that the last one keeps even on a narrow terminal.
const LEAST: usize = 20;

/// Prints rows of as many cells as there are heads.
pub fn print<const N: usize>(out: &mut Out, heads: [&str; N], rows: &[[Safe; N]]) -> io::Result<()> {
    let heads = heads.map(Safe::new);
    let mut widths = [0; N];
    for row in rows.iter().chain([&heads]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.columns());
        }
    }
    let before: usize = widths.iter().take(N.saturating_sub(1)).map(|width| width + GAP).sum();
    let last = out.width.map(|width| width.saturating_sub(before).max(LEAST));
    line(out, &heads, &widths, last, Some(Style::Strong))?;
    rows.iter().try_for_each(|row| line(out, row, &widths, last, None))
}

fn line(out: &mut Out, cells: &[Safe], widths: &[usize], last: Option<usize>, style: Option<Style>) -> io::Result<()> {
    let mut blanks = 0;
    for (at, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let cut = last.filter(|_| at + 1 == cells.len()).map(|width| cell.fit(width));
        let shown = cut.as_ref().unwrap_or(cell);
        out.part(&Safe::new(&" ".repeat(blanks)))?;
        match style {
            Some(style) => out.styled(shown, style)?,
            None => out.part(shown)?,
        }
        blanks = width.saturating_sub(shown.columns()) + GAP;
    }
    out.line(&Safe::default())
}
