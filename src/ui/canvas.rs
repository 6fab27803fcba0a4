//! The one way to the screen: a cell buffer that takes only safe text, clipped to an area.

use super::spots::Spots;
use crate::app::Target;
use crate::text::{Safe, Shown};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A part of the screen to draw on. Positions are cells from its top left corner.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    spots: &'a mut Spots,
    area: Rect,
}

impl<'a> Canvas<'a> {
    /// Draws on a whole buffer; what can be clicked goes to `spots`.
    pub fn new(buffer: &'a mut Buffer, spots: &'a mut Spots) -> Self {
        let area = buffer.area;
        Self { buffer, spots, area }
    }

    /// Says what a click on some cells of a row means.
    pub fn spot(&mut self, x: u16, y: u16, columns: u16, target: Target) {
        if x < self.area.width && y < self.area.height {
            let columns = columns.min(self.area.width - x);
            self.spots.add(Rect::new(self.area.x + x, self.area.y + y, columns, 1), target);
        }
    }

    /// Forgets what could be clicked so far: something lies over it.
    pub fn cover(&mut self) {
        self.spots.clear();
    }

    /// Returns its width in columns.
    #[must_use]
    pub const fn columns(&self) -> u16 {
        self.area.width
    }

    /// Returns its height in rows.
    #[must_use]
    pub const fn rows(&self) -> u16 {
        self.area.height
    }

    /// Returns a part of it, cut to what lies inside.
    pub fn part(&mut self, x: u16, y: u16, columns: u16, rows: u16) -> Canvas<'_> {
        let left = self.area.x.saturating_add(x).min(self.area.right());
        let top = self.area.y.saturating_add(y).min(self.area.bottom());
        let area = Rect::new(left, top, columns.min(self.area.right() - left), rows.min(self.area.bottom() - top));
        Canvas { buffer: self.buffer, spots: self.spots, area }
    }

    /// Writes text at a cell and returns the column after it.
    pub fn put(&mut self, x: u16, y: u16, text: &Safe, style: Style) -> u16 {
        self.write(x, y, text.as_str(), style)
    }

    /// Writes one grapheme of an article's text.
    pub fn put_shown(&mut self, x: u16, y: u16, shown: &Shown<'_>, style: Style) {
        self.write(x, y, shown.as_str(), style);
    }

    /// Writes a text that is part of the program.
    pub fn put_static(&mut self, x: u16, y: u16, text: &'static str, style: Style) -> u16 {
        self.write(x, y, text, style)
    }

    fn write(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        if x >= self.area.width || y >= self.area.height {
            return x;
        }
        let room = usize::from(self.area.width - x);
        let (after, _) = self.buffer.set_stringn(self.area.x + x, self.area.y + y, text, room, style);
        after - self.area.x
    }

    /// Lays a style over cells that are already written.
    pub fn restyle(&mut self, x: u16, y: u16, columns: u16, style: Style) {
        if x < self.area.width && y < self.area.height {
            let columns = columns.min(self.area.width - x);
            self.buffer.set_style(Rect::new(self.area.x + x, self.area.y + y, columns, 1), style);
        }
    }

    /// Clears everything and gives it a style.
    pub fn clear(&mut self, style: Style) {
        for y in self.area.top()..self.area.bottom() {
            for x in self.area.left()..self.area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Draws a frame round the edge with a title, and returns what lies inside.
    pub fn frame(&mut self, title: &Safe, style: Style, title_style: Style) -> Canvas<'_> {
        let (right, bottom) = (self.area.width.saturating_sub(1), self.area.height.saturating_sub(1));
        for x in 0..=right {
            self.write(x, 0, "─", style);
            self.write(x, bottom, "─", style);
        }
        for y in 0..=bottom {
            self.write(0, y, "│", style);
            self.write(right, y, "│", style);
        }
        for (x, y, corner) in [(0, 0, "┌"), (right, 0, "┐"), (0, bottom, "└"), (right, bottom, "┘")] {
            self.write(x, y, corner, style);
        }
        let room = usize::from(self.area.width.saturating_sub(4));
        if room > 0 {
            let framed =
                Safe::join(&[Safe::default(), title.fit(room.saturating_sub(2)), Safe::default()], &Safe::new(" "));
            self.put(2, 0, &framed, title_style);
        }
        self.part(1, 1, right.saturating_sub(1), bottom.saturating_sub(1))
    }

    /// Returns the position of a cell on the whole screen, for the terminal's cursor.
    #[must_use]
    pub fn on_screen(&self, x: u16, y: u16) -> (u16, u16) {
        (
            self.area.x + x.min(self.area.width.saturating_sub(1)),
            self.area.y + y.min(self.area.height.saturating_sub(1)),
        )
    }
}
