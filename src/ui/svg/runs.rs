//! Runs: neighbouring cells of a frame that look alike.

use super::{GROUND, WORDS};
use crate::text::columns;
use crate::ui::theme::colour::{Rgb, of_index};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Cells next to each other in one row that look alike.
pub(super) struct Run {
    pub(super) column: usize,
    pub(super) row: usize,
    pub(super) width: usize,
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) look: Look,
}

/// What a run may hold: fonts agree on the width of letters, but not on that of signs and wide characters.
#[derive(Clone, PartialEq)]
pub(super) enum Kind {
    Letters,
    /// The same sign, perhaps several times.
    Sign(String),
}

#[derive(Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) words: Rgb,
    /// None is the window's own ground.
    pub(super) ground: Option<Rgb>,
    pub(super) shape: Modifier,
}

/// Returns the runs of a buffer, row by row.
pub(super) fn runs(buffer: &Buffer) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for row in 0..buffer.area.height {
        let mut column = 0;
        while column < buffer.area.width {
            let Some(cell) = buffer.cell((buffer.area.x + column, buffer.area.y + row)) else { break };
            // The cell after a wide character is hidden by it.
            let width = u16::try_from(columns(cell.symbol())).unwrap_or(1).clamp(1, buffer.area.width - column);
            push(&mut runs, cell, usize::from(column), usize::from(row), usize::from(width));
            column += width;
        }
    }
    runs
}

fn push(runs: &mut Vec<Run>, cell: &Cell, column: usize, row: usize, width: usize) {
    let symbol = if columns(cell.symbol()) == 0 { " " } else { cell.symbol() };
    let letters = width == 1 && symbol.chars().all(|c| c.is_ascii() || c.is_alphanumeric());
    let kind = if letters { Kind::Letters } else { Kind::Sign(symbol.to_owned()) };
    let look = look(cell);
    if let Some(last) = runs.last_mut()
        && last.row == row
        && last.kind == kind
        && last.look == look
    {
        last.width += width;
        last.text.push_str(symbol);
    } else {
        runs.push(Run { column, row, width, text: symbol.to_owned(), kind, look });
    }
}

fn look(cell: &Cell) -> Look {
    let (words, ground) = (rgb(cell.fg), rgb(cell.bg));
    let shape = cell.modifier - (Modifier::REVERSED | Modifier::SLOW_BLINK | Modifier::RAPID_BLINK);
    if cell.modifier.contains(Modifier::REVERSED) {
        Look { words: ground.unwrap_or(GROUND), ground: Some(words.unwrap_or(WORDS)), shape }
    } else {
        Look { words: words.unwrap_or(WORDS), ground, shape }
    }
}

/// Returns the value of a colour; none is the terminal's own.
fn rgb(colour: Color) -> Option<Rgb> {
    let index = match colour {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some([red, green, blue]),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(of_index(index))
}
