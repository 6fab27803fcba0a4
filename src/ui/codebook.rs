//! The codebook: all types, stances and tags, and below them definition and examples of the one under the cursor.

use super::View;
use super::canvas::Canvas;
use crate::app::{Code, Entry, Review, Target};
use crate::layout::Layout;
use crate::text::Safe;
use ratatui::style::{Modifier, Style};

const HINT: &str = "Enter: definition  + -: example  1-9: digit  h: colour  m: name  r: rename  n: new type  t: new tag  x: out  u: undo  q: close";

impl View<'_> {
    /// Draws the codebook over the whole screen.
    pub fn codebook(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        let base = self.theme.overlay;
        canvas.part(0, 0, width, rows).clear(base);
        let x = canvas.put_static(1, 0, "Codebook", base.patch(self.theme.title));
        let hint = Layout::whole(HINT, &[], usize::from(width.saturating_sub(x + 3)).max(20));
        let hints = hint.len().min(if rows < 12 { 1 } else { 3 });
        for (line, y) in (0..hints).zip(0..) {
            let words = hint.row(line).map_or("", |bytes| HINT[bytes].trim_end());
            canvas.put(x + 2, y, &Safe::new(words), base.patch(self.theme.dim));
        }
        let head = u16::try_from(hints).unwrap_or(1);
        let entries = self.state.codebook_entries();
        let detail = Review::detail_rows(self.state.size);
        let room = usize::from(rows.saturating_sub(head + detail)).max(1);
        let at = self.state.code.at.min(entries.len().saturating_sub(1));
        let top = at.saturating_sub(room / 2).min(entries.len().saturating_sub(room));
        let mut list = canvas.part(0, head, width, u16::try_from(room).unwrap_or(u16::MAX));
        for (line, entry) in entries.iter().skip(top).take(room).enumerate() {
            list.spot(0, u16::try_from(line).unwrap_or(u16::MAX), width, Target::Row(top + line));
            self.codebook_row(&mut list, u16::try_from(line).unwrap_or(u16::MAX), entry, top + line == at);
        }
        let cursor = list.on_screen(0, u16::try_from(at - top).unwrap_or(0));
        if let Some(entry) = entries.get(at).filter(|_| detail > 0) {
            let mut area = canvas.part(0, rows.saturating_sub(detail), width, detail);
            self.codebook_detail(&mut area, entry);
        }
        self.status(canvas);
        Some(cursor)
    }

    fn sign_of(&self, entry: &Entry) -> String {
        match (&entry.code, entry.digit) {
            (Code::Stance(polarity), _) => self.state.config.stance_glyph(*polarity).to_owned(),
            (Code::Tag(_), _) => "#".to_owned(),
            (Code::Type(_), digit) => digit.map_or_else(String::new, |digit| digit.to_string()),
        }
    }

    fn codebook_row(&self, list: &mut Canvas<'_>, y: u16, entry: &Entry, chosen: bool) {
        let (width, base) = (list.columns(), self.theme.overlay);
        let hue = entry.hue.map_or(base, |hue| base.patch(self.theme.swatch(hue)));
        list.put(1, y, &Safe::new(&self.sign_of(entry)), hue);
        list.put(3, y, &Safe::line(&entry.key).fit(11), hue);
        list.put(15, y, &Safe::line(&entry.name).fit(20), base);
        let room = usize::from(width.saturating_sub(37));
        list.put(36, y, &Safe::line(&entry.definition).fit(room), base.patch(self.theme.dim));
        if chosen {
            list.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
        }
    }

    fn codebook_detail(&self, area: &mut Canvas<'_>, entry: &Entry) {
        let (width, base) = (area.columns(), self.theme.overlay);
        let room = usize::from(width.saturating_sub(2)).max(1);
        let line = if self.state.config.look.ascii { "-" } else { "─" };
        area.put(0, 0, &Safe::new(&line.repeat(usize::from(width))), base.patch(self.theme.border));
        let title = format!("{} {} {}", self.sign_of(entry), entry.key, entry.name);
        area.put(1, 1, &Safe::line(&title).fit(room), base.add_modifier(Modifier::BOLD));
        let definition =
            if entry.definition.is_empty() { "No definition yet: Enter writes one." } else { &entry.definition };
        let examples: Vec<String> = entry.examples.iter().map(|example| format!("“{example}”")).collect();
        let examples = if examples.is_empty() {
            "No example yet: + adds one.".to_owned()
        } else {
            format!("Such as {}", examples.join(", "))
        };
        let mut y = 2;
        for (words, most, style) in [(definition, 3, base), (examples.as_str(), 3, base.patch(self.theme.dim))] {
            let words = Safe::line(words);
            let rows = Layout::whole(words.as_str(), &[], room);
            for row in 0..rows.len().min(most) {
                let line = rows.row(row).map_or("", |bytes| words.as_str()[bytes].trim_end());
                area.put(1, y, &Safe::new(line), style);
                y += 1;
            }
        }
    }
}
