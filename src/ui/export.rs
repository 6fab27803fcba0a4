//! The export dialogue: formats, the file, the first lines, and how far it is.

use super::View;
use super::canvas::Canvas;
use crate::app::{ExportDialog, Target};
use crate::formats::Format;
use crate::store::Progress;
use crate::text::Safe;

/// Rows of formats and of first lines.
const FORMATS: u16 = 9;
const LINES: u16 = 7;

impl View<'_> {
    /// Draws the dialogue, and returns where the cursor belongs.
    pub fn export(&self, canvas: &mut Canvas<'_>, dialog: &ExportDialog) -> Option<(u16, u16)> {
        let count = dialog.articles.len();
        let title = if count == 1 { "Export 1 article".to_owned() } else { format!("Export {count} articles") };
        let (mut area, width) = self.dialog(canvas, 84, FORMATS + LINES + 8, &Safe::new(&title));
        let formats = FORMATS.min(area.rows().saturating_sub(4).max(1));
        self.formats(&mut area, width, formats, dialog);
        let x = area.put_static(1, formats + 1, "file: ", self.theme.overlay.patch(self.theme.accent));
        let position = self.input(&mut area, x, formats + 1, &dialog.path);
        let help = match &dialog.running {
            Some(Progress { done, total }) => format!("Exporting: {done} of {total}.   Esc: stop, and write nothing"),
            None => {
                let (at, all) = (dialog.format + 1, Format::ALL.len());
                format!("Enter: write   Esc: leave   Up Down: format ({at} of {all})")
            }
        };
        let help = Safe::new(&help).fit(width.saturating_sub(2).into());
        area.put(1, formats + 2, &help, self.theme.overlay.patch(self.theme.dim));
        let lines = dialog.preview.as_deref().unwrap_or_default();
        for (line, y) in lines.iter().take(LINES.into()).zip(formats + 4..area.rows()) {
            let line = Safe::line(line).fit(width.saturating_sub(2).into());
            area.put(1, y, &line, self.theme.overlay.patch(self.theme.dim));
        }
        Some(position)
    }

    /// Draws as many formats as there is room for, the chosen one among them.
    fn formats(&self, area: &mut Canvas<'_>, width: u16, rows: u16, dialog: &ExportDialog) {
        let first = (dialog.format + 1).saturating_sub(rows.into());
        for ((index, format), y) in Format::ALL.iter().enumerate().skip(first).zip(0..rows) {
            let style = if index == dialog.format { self.theme.cursor } else { self.theme.overlay };
            let words = format!(" {:<19} {} ", format.name, format.about);
            area.put(1, y, &Safe::new(&words).fit(width.saturating_sub(2).into()), style);
            area.spot(0, y, width, Target::Row(index));
        }
    }
}
