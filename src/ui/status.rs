//! The status line: the last message or where the cursor is, and at the right whether everything is saved.

use super::View;
use super::canvas::Canvas;
use crate::app::{Level, Origin, Overlay, Reader};
use crate::layout::Layout;
use crate::store::Screen;
use crate::text::Safe;
use ratatui::style::Style;

/// The most rows that a message takes.
const MOST: u16 = 5;

impl View<'_> {
    /// Draws the last row; a message that is longer takes rows above it.
    pub fn status(&self, canvas: &mut Canvas<'_>) {
        let (width, last) = (canvas.columns(), canvas.rows() - 1);
        // A disk that refuses is told until it takes what waits, whatever keys are pressed meanwhile.
        let refused = self.state.saving.failed.as_ref().map(|why| Safe::line(&format!("NOT SAVED: {why}")));
        let told = self.state.message.is_some() || refused.is_some();
        let (message, style) = match (&self.state.message, refused) {
            (Some(message), _) => (message.text.clone(), self.level_style(message.level)),
            (None, Some(refused)) => (refused, self.theme.error),
            (None, None) => (self.place(), self.theme.status),
        };
        let room = usize::from(width.saturating_sub(2)).max(1);
        let lines = Layout::whole(message.as_str(), &[], room);
        let rows = u16::try_from(lines.len()).unwrap_or(1).clamp(1, MOST).min(canvas.rows());
        let top = if told { last + 1 - rows } else { last };
        canvas.part(0, top, width, rows).clear(self.theme.status);
        for (row, y) in (0..lines.len()).zip(top..=last) {
            let line = lines.row(row).map_or("", |bytes| message.as_str()[bytes].trim_end());
            canvas.put(1, y, &Safe::new(line), style);
        }
        let right = self.saved();
        let right_at = width.saturating_sub(u16::try_from(right.columns()).unwrap_or(0) + 1);
        let used =
            lines.row(lines.len().saturating_sub(1)).map_or(0, |bytes| Safe::new(&message.as_str()[bytes]).columns());
        if used + 3 < usize::from(right_at) {
            let style = if self.state.saving.failed.is_some() { self.theme.error } else { self.theme.status };
            canvas.put(right_at, last, &right, style);
        }
    }

    const fn level_style(&self, level: Level) -> Style {
        match level {
            Level::Info => self.theme.status,
            Level::Warning => self.theme.warning,
            Level::Error => self.theme.error,
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
        if let (Some(Overlay::Review), Some(review)) = (self.state.overlays.last(), &self.state.review) {
            let (at, all) = (review.cursor + 1, review.shown.len());
            return Safe::new(&if all > 0 { format!("{at} of {all}") } else { String::new() });
        }
        let of =
            |at: usize, all: usize| Safe::new(&if all > 0 { format!("{} of {all}", at + 1) } else { String::new() });
        match (self.state.overlays.last(), &self.state.entities.page) {
            (Some(Overlay::Entities), _) => {
                return of(self.state.entities.list.cursor, self.state.entities.list.shown.len());
            }
            (Some(Overlay::Entity), Some(page)) => return of(page.cursor, page.places.len()),
            _ => {}
        }
        if let (Some(Overlay::Orphans), Some(orphans)) = (self.state.overlays.last(), &self.state.orphans) {
            return of(orphans.cursor, orphans.open.len());
        }
        match (self.state.screen, &self.state.reader) {
            (Screen::Reader, Some(reader)) => self.place_in_text(reader),
            _ if self.state.list.shown.is_empty() => Safe::default(),
            _ => {
                let place = format!("{} of {}", self.state.list.cursor + 1, self.state.list.shown.len());
                Safe::new(&format!("{place}{}", self.lost()))
            }
        }
    }

    /// Says how many annotations of the listed articles have lost their place.
    fn lost(&self) -> String {
        match self.state.list.lost {
            0 => String::new(),
            1 => " · 1 annotation has lost its place, O shows it".to_owned(),
            lost => format!(" · {lost} annotations have lost their place, O shows them"),
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
        if proposed > 0 {
            parts.push(format!("{proposed} proposed"));
        }
        if !reader.suggested && self.state.config.suggestions {
            let more = if proposed > 0 { "looking more closely" } else { "looking for suggestions" };
            parts.push(more.to_owned());
        }
        // Where no margin says why a name is proposed, this line does.
        if let Origin::Suggestion(at) = reader.cursor.origin
            && self.state.geometry().margin.is_none()
            && let Some(mention) = reader.suggestions.mentions.get(at)
        {
            let why = format!("{} {:.0} %: {}", mention.kind, mention.score * 100.0, mention.reason);
            parts = vec![why, plural(counts.mentions.len(), "mention"), format!("{proposed} proposed")];
        }
        if reader.is_laying_out() {
            parts.push("laying out".to_owned());
        }
        let here = reader.cursor.span;
        if let Some(hit) = reader.watched.iter().find(|hit| hit.span.overlaps(here)) {
            parts.push(format!("found by {}", hit.rule));
        }
        if reader.visual {
            parts.push("selecting".to_owned());
        }
        if reader.only_here {
            parts.push("this place only".to_owned());
        }
        if self.state.config.look.screen_reader {
            // What the cursor is on, which others see by its colour.
            let words = reader.article.body.slice(reader.cursor.span);
            let words = &words[..words.floor_char_boundary(200)];
            let named = |kind: &str| self.state.config.codebook.kind(kind).map(|kind| format!(", {}", kind.name));
            let kind = reader.kind_at_cursor().and_then(named).unwrap_or_default();
            return Safe::line(&format!("{words}{kind}; {}", parts.join(", ")));
        }
        Safe::new(&parts.join(" · "))
    }

    /// Returns the line of input of a prompt, with its label.
    pub fn prompt(&self) -> Option<(&'static str, &crate::app::Input)> {
        match self.state.overlays.last() {
            Some(Overlay::Filter(input)) => Some(("filter: ", input)),
            Some(Overlay::Ask(ask)) => Some((ask.asked.label(), &ask.input)),
            Some(Overlay::Search(input)) => Some(("search: ", input)),
            _ => None,
        }
    }
}
