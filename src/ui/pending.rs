//! The pop-up of pending keys: what may follow the keys pressed so far, from the command table.

use super::View;
use super::canvas::Canvas;
use crate::app::{Scope, chord_name};
use crate::text::Safe;
use ratatui::style::Style;

impl View<'_> {
    /// Draws it in the lower right corner, or in the upper one where it would hide the line of the cursor.
    pub fn pending_keys(&self, canvas: &mut Canvas<'_>, cursor: Option<(u16, u16)>) {
        if self.state.pending.is_empty() {
            return;
        }
        let mut next = self.state.keymap.after(self.state.scope(), &self.state.pending);
        next.extend(self.state.keymap.after(Scope::Global, &self.state.pending));
        let keys_wide = next.iter().map(|(keys, _)| Safe::new(keys).columns()).max().unwrap_or(0);
        let lines: Vec<(Safe, Safe, bool)> = next
            .iter()
            .map(|(keys, row)| {
                let reason = (row.unless)(self.state);
                (Safe::new(keys), Safe::new(reason.unwrap_or(row.help)), reason.is_none())
            })
            .collect();
        let wide = lines.iter().map(|(_, about, _)| about.columns()).max().unwrap_or(0) + keys_wide + 6;
        let below = canvas.rows().saturating_sub(1);
        let width = u16::try_from(wide).unwrap_or(u16::MAX).min(canvas.columns());
        let height = (u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2)).min(below);
        let low = below - height;
        let hides = |top: u16| cursor.is_some_and(|(_, y)| (top..top + height).contains(&y));
        let top = if hides(low) && !hides(0) { 0 } else { low };
        let mut area = canvas.part(canvas.columns() - width, top, width, height);
        let base = self.theme.overlay;
        area.clear(base);
        let title = Safe::new(&format!("{} …", chord_name(&self.state.pending)));
        let mut inside = self.framed(&mut area, &title);
        let about_at = u16::try_from(keys_wide).unwrap_or(0) + 3;
        for ((keys, about, applies), y) in lines.iter().zip(0..) {
            let style = |style: Style| if *applies { base.patch(style) } else { base.patch(self.theme.dim) };
            inside.put(1, y, keys, style(self.theme.accent));
            inside.put(about_at, y, about, style(base));
        }
    }
}
