//! The status line: the last message or where the cursor is, and at the right whether everything is saved.

use super::View;
use super::canvas::Canvas;
use crate::app::{Level, Overlay, Reader};
use crate::store::Screen;
use crate::text::Safe;

impl View<'_> {
    /// Draws the last row.
    pub fn status(&self, canvas: &mut Canvas<'_>) {
        let (width, y) = (canvas.columns(), canvas.rows() - 1);
        canvas.part(0, y, width, 1).clear(self.theme.status);
        let right = self.saved();
        let right_at = width.saturating_sub(u16::try_from(right.columns()).unwrap_or(0) + 1);
        let room = usize::from(right_at.saturating_sub(2));
        let (left, style) = match &self.state.message {
            Some(message) => {
                let style = match message.level {
                    Level::Info => self.theme.status,
                    Level::Warning => self.theme.warning,
                    Level::Error => self.theme.error,
                };
                (message.text.clone(), style)
            }
            None => (self.place(), self.theme.status),
        };
        // A message may need the whole line; whether things are saved is said again with the next key.
        let fits = left.columns() <= room;
        let room = if fits || self.state.message.is_none() { room } else { usize::from(width.saturating_sub(2)) };
        canvas.put(1, y, &left.fit(room), style);
        if fits || self.state.message.is_none() {
            let style = if self.state.saving.failed.is_some() { self.theme.error } else { self.theme.status };
            canvas.put(right_at, y, &right, style);
        }
    }

    fn saved(&self) -> Safe {
        let saving = &self.state.saving;
        let said = match (saving.failed.is_some(), saving.waiting, saving.saved) {
            (true, waiting, _) => format!("NOT SAVED: {waiting}"),
            (false, 0, 0) => "? help".to_owned(),
            (false, 0, _) => "saved".to_owned(),
            (false, waiting, _) => format!("saving {waiting}"),
        };
        Safe::new(&said)
    }

    fn place(&self) -> Safe {
        match (self.state.screen, &self.state.reader) {
            (Screen::Reader, Some(reader)) => self.place_in_text(reader),
            _ if self.state.list.shown.is_empty() => Safe::default(),
            _ => Safe::new(&format!("{} of {}", self.state.list.cursor + 1, self.state.list.shown.len())),
        }
    }

    fn place_in_text(&self, reader: &Reader) -> Safe {
        let percent = reader.cursor.span.end * 100 / reader.text().len().max(1);
        let counts = &reader.annotations;
        let plural =
            |count: usize, word: &str| if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") };
        let mut parts = vec![
            format!("{} %", percent.min(100)),
            plural(counts.mentions.len(), "mention"),
            plural(counts.stances.len(), "stance"),
        ];
        let proposed = reader.marks.drawn.iter().filter(|mark| mark.suggestion.is_some()).count();
        if !reader.suggested && self.state.config.suggestions {
            parts.push("looking for suggestions".to_owned());
        } else if proposed > 0 {
            parts.push(format!("{proposed} proposed"));
        }
        if reader.is_laying_out() {
            parts.push("laying out".to_owned());
        }
        if reader.visual {
            parts.push("selecting".to_owned());
        }
        if reader.only_here {
            parts.push("this place only".to_owned());
        }
        Safe::new(&parts.join(" · "))
    }

    /// Returns the line of input of a prompt, with its label.
    pub fn prompt(&self) -> Option<(&'static str, &crate::app::Input)> {
        match self.state.overlays.last() {
            Some(Overlay::Filter(input)) => Some(("filter: ", input)),
            Some(Overlay::Search(input)) => Some(("search: ", input)),
            _ => None,
        }
    }
}
