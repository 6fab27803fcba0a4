//! The box of the tour: what to do next, in the rows above the status line or, where the cursor is there, at the top.

use super::View;
use super::canvas::Canvas;
use crate::app::TOUR_STEPS;
use crate::layout::Layout;
use crate::store::Screen;
use crate::text::Safe;

/// The most columns that it takes.
const WIDE: u16 = 76;

impl View<'_> {
    /// Draws it, where a tour is on.
    pub fn tour(&self, canvas: &mut Canvas<'_>, cursor: Option<(u16, u16)>) {
        let Some((step, says)) = self.state.tour_says() else { return };
        // In the reader it keeps to the text, so that the margin stays whole.
        let geometry = self.state.geometry();
        let margin = geometry.margin.filter(|_| self.state.screen == Screen::Reader);
        let room = margin.unwrap_or(canvas.columns());
        let width = WIDE.min(room);
        let below = canvas.rows().saturating_sub(1);
        let text = Layout::whole(&says, &[], usize::from(width.saturating_sub(4)).max(1));
        let height = u16::try_from(text.len()).unwrap_or(u16::MAX).saturating_add(2);
        if height + 6 > below || width < 24 {
            return; // a window that small has no room for both the text and the tour
        }
        let low = below - height;
        let top = if cursor.is_some_and(|(_, y)| y >= low) { 0 } else { low };
        let mut area = canvas.part((room - width) / 2, top, width, height);
        let base = self.theme.overlay;
        area.clear(base);
        let title = Safe::new(&format!("Tour {} of {TOUR_STEPS}   Esc: end it", step + 1));
        let mut inside = self.framed(&mut area, &title);
        for (row, y) in (0..text.len()).zip(0..) {
            let line = text.row(row).map_or("", |bytes| says[bytes].trim_end());
            inside.put(1, y, &Safe::new(line), base);
        }
    }
}
