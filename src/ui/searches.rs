//! The saved searches: their list over the screen, and at the side of the articles where there is room.

use super::View;
use super::canvas::Canvas;
use crate::app::Target;
use crate::text::Safe;
use ratatui::style::Style;

/// The width of the list at the side, in columns, and of a terminal that has room for it.
const SIDE: u16 = 26;
const WIDE: u16 = 116;

impl View<'_> {
    /// Returns the width of the list at the side; 0 where there is none.
    pub fn searches_width(&self, columns: u16) -> u16 {
        let some = !self.state.searches.all.is_empty() && !self.state.config.look.screen_reader;
        if some && columns >= WIDE { SIDE } else { 0 }
    }

    /// Draws the names and counts at the side.
    pub fn searches_side(&self, canvas: &mut Canvas<'_>) {
        canvas.put_static(1, 0, "saved searches", self.theme.dim);
        let rows = usize::from(canvas.rows().saturating_sub(3));
        for ((name, saved), y) in self.state.searches.all.iter().take(rows).zip(2..) {
            let chosen = saved.query == self.state.list.filter;
            let style = if chosen { self.theme.accent } else { self.theme.text };
            let count = self.count(name);
            let room = usize::from(SIDE - 3).saturating_sub(count.len() + 1);
            canvas.put(1, y, &Safe::line(name).fit(room), style);
            let x = SIDE.saturating_sub(2 + u16::try_from(count.len()).unwrap_or(0));
            canvas.put(x, y, &Safe::new(&count), self.theme.dim);
        }
    }

    fn count(&self, name: &str) -> String {
        match self.state.searches.counts.get(name) {
            None => String::new(),
            Some(None) => "?".to_owned(),
            Some(Some(count)) => count.to_string(),
        }
    }

    /// Draws the list over the screen.
    pub fn searches(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let searches = &self.state.searches;
        let rows = u16::try_from(searches.all.len() + 4).unwrap_or(u16::MAX).clamp(8, 22);
        let title = "Saved searches   Enter: show   w: watch   n: save the filter   x: forget   Esc: close";
        let (mut area, width) = self.dialog(canvas, 92, rows, &Safe::new(title));
        if searches.all.is_empty() {
            let words = "None yet. Set a filter with / in the list, then save it here with n.";
            area.put(1, 1, &Safe::new(words).fit(width.saturating_sub(2).into()), self.theme.overlay);
            return None;
        }
        let room = usize::from(area.rows()).max(1);
        let top = (searches.cursor + 1).saturating_sub(room);
        let names = searches.all.keys().map(|name| Safe::line(name).columns()).max().unwrap_or(0);
        let names = names.min(usize::from(width) / 2);
        let mut position = None;
        for ((at, (name, saved)), y) in searches.all.iter().enumerate().skip(top).take(room).zip(0..) {
            let count = self.count(name);
            area.put(1, y, &Safe::line(name).fit(names), self.theme.overlay);
            let x = u16::try_from(names).unwrap_or(0) + 2;
            area.put(x, y, &Safe::new(&format!("{count:>8}")), self.theme.overlay.patch(self.theme.accent));
            let watch = if saved.watch { "watched: " } else { "" };
            let query = Safe::line(&format!("{watch}{}", saved.query));
            let room = usize::from(width.saturating_sub(x + 11));
            area.put(x + 10, y, &query.fit(room), self.theme.overlay.patch(self.theme.dim));
            area.spot(0, y, width, Target::Row(at));
            if at == searches.cursor {
                area.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
                position = Some(area.on_screen(1, y));
            }
        }
        position
    }
}
