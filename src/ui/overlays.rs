//! What lies over a screen: prompts, the form, the note editor, the page of keys.

use super::View;
use super::canvas::Canvas;
use crate::app::{Editor, Input, NotePad, Overlay};
use crate::layout::{Layout, byte_at, cells, column_of};
use crate::text::Safe;
use ratatui::style::Modifier;

impl View<'_> {
    /// Draws the overlay on top and returns where its cursor belongs.
    pub fn overlays(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let below = self.entities_below(canvas);
        if let Some((label, input)) = self.prompt() {
            // A question about the codebook leaves it in sight.
            if matches!(self.state.overlays.iter().rev().nth(1), Some(crate::app::Overlay::Codebook)) {
                self.codebook(canvas);
            }
            let (width, y) = (canvas.columns(), canvas.rows() - 1);
            canvas.part(0, y, width, 1).clear(self.theme.status);
            let x = canvas.put_static(1, y, label, self.theme.accent);
            return Some(self.input(canvas, x, y, input));
        }
        match self.state.overlays.last()? {
            Overlay::Form(form) => self.form(canvas, form),
            Overlay::Note(pad) => self.note(canvas, pad),
            Overlay::Tags(picker) => self.tag_picker(canvas, picker),
            Overlay::Palette(palette) => self.palette(canvas, palette),
            Overlay::Export(dialog) => self.export(canvas, dialog),
            Overlay::Help(help) => self.help(canvas, help),
            Overlay::Review => self.review(canvas),
            Overlay::Stances => self.matrix(canvas),
            Overlay::Evidence => self.evidence(canvas),
            Overlay::Orphans => self.orphans(canvas),
            Overlay::Searches => self.searches(canvas),
            Overlay::Codebook => self.codebook(canvas),
            Overlay::Bulk => self.bulk_menu(canvas),
            Overlay::Preview => self.preview(canvas),
            Overlay::Entities | Overlay::Entity => below,
            Overlay::Link(picker) => self.link_picker(canvas, picker),
            Overlay::Filter(_) | Overlay::Search(_) | Overlay::Hints(_) | Overlay::Ask(_) => None,
        }
    }

    /// Draws the screen of entities that is open, also under what lies over it.
    fn entities_below(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        match self.state.overlays.iter().rev().find(|it| matches!(it, Overlay::Entities | Overlay::Entity))? {
            Overlay::Entity => self.entity_page(canvas),
            _ => self.entity_list(canvas),
        }
    }

    /// Clears a box in the middle of the screen and draws its frame.
    pub fn dialog<'c>(&self, canvas: &'c mut Canvas<'_>, columns: u16, rows: u16, title: &Safe) -> (Canvas<'c>, u16) {
        let (most, below) = (canvas.columns(), canvas.rows().saturating_sub(1).max(1));
        let linear = self.state.config.look.screen_reader;
        let (width, height) = if linear { (most, below) } else { (columns.min(most), rows.min(below)) };
        let x = (canvas.columns() - width) / 2;
        let y = (canvas.rows().saturating_sub(1).saturating_sub(height)) / 2;
        let mut area = canvas.part(x, y, width, height);
        area.clear(self.theme.overlay);
        if width < 4 || height < 3 {
            return (canvas.part(x, y, width, height), width);
        }
        self.framed(&mut area, title);
        (canvas.part(x + 1, y + 1, width - 2, height - 2), width - 2)
    }

    /// Draws a frame with a title and returns what lies inside; without lines where nothing may stand beside words.
    pub fn framed<'c>(&self, area: &'c mut Canvas<'_>, title: &Safe) -> Canvas<'c> {
        let base = self.theme.overlay;
        if self.state.config.look.screen_reader {
            area.put(1, 0, title, base.patch(self.theme.title));
            let (width, height) = (area.columns().saturating_sub(2), area.rows().saturating_sub(1));
            return area.part(1, 1, width, height);
        }
        area.frame(title, base.patch(self.theme.border), base.patch(self.theme.title))
    }

    /// Draws a line of input and returns where its cursor is.
    pub fn input(&self, canvas: &mut Canvas<'_>, x: u16, y: u16, input: &Input) -> (u16, u16) {
        let room = usize::from(canvas.columns().saturating_sub(x + 1));
        let head = Safe::new(&input.text[..input.cursor]);
        // A line that is longer than the room shows its end.
        let shown = if head.columns() > room { Safe::new(tail(&input.text[..input.cursor], room)) } else { head };
        let after = canvas.put(x, y, &shown, self.theme.text);
        canvas.put(after, y, &Safe::new(&input.text[input.cursor..]), self.theme.text);
        canvas.on_screen(after, y)
    }

    fn note(&self, canvas: &mut Canvas<'_>, pad: &NotePad) -> Option<(u16, u16)> {
        let rows = (canvas.rows() * 2 / 3).clamp(6, 24);
        let (mut area, width) = self.dialog(canvas, 80, rows, &pad.title);
        let help =
            Safe::new("Ctrl+s: keep   Esc: leave as draft   Ctrl+e: $EDITOR").fit(width.saturating_sub(2).into());
        let last = area.rows().saturating_sub(1);
        let cursor = self.editor(&mut area, &*pad.editor, width, last);
        area.put(1, last, &help, self.theme.overlay.patch(self.theme.dim));
        cursor
    }

    /// Draws the editor's text softly wrapped, scrolled so that its cursor is visible.
    fn editor(&self, area: &mut Canvas<'_>, editor: &dyn Editor, width: u16, rows: u16) -> Option<(u16, u16)> {
        let text = editor.lines().join("\n");
        let layout = Layout::whole(&text, &[], usize::from(width.saturating_sub(3)));
        let (line, column) = editor.cursor();
        let before: usize = editor.lines().iter().take(line).map(|line| line.len() + 1).sum();
        let within =
            editor.lines().get(line).map_or(0, |line| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at));
        let at = before + within;
        let row = layout.row_of(at);
        let top = (row + 1).saturating_sub(usize::from(rows).max(1));
        for y in 0..rows {
            let Some(bytes) = layout.row(top + usize::from(y)) else { break };
            for cell in cells(&text, &[], bytes, layout.width()) {
                area.put_shown(1 + u16::try_from(cell.column).unwrap_or(0), y, &cell.shown, self.theme.overlay);
            }
        }
        let (bytes, width) = (layout.row(row)?, layout.width());
        let end = text[bytes.clone()].trim_end_matches('\n').len() + bytes.start;
        let x = if at >= end && at > bytes.start {
            let last = byte_at(&text, &[], bytes.clone(), width, usize::MAX);
            column_of(&text, &[], bytes.clone(), width, last)
                + cells(&text, &[], bytes, width).last().map_or(0, |cell| cell.columns)
        } else {
            column_of(&text, &[], bytes, width, at)
        };
        Some(area.on_screen(1 + u16::try_from(x).unwrap_or(0), u16::try_from(row - top).unwrap_or(0)))
    }

    fn help(&self, canvas: &mut Canvas<'_>, help: &crate::app::Help) -> Option<(u16, u16)> {
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        canvas.part(0, 0, width, rows).clear(self.theme.overlay);
        canvas.put_static(1, 0, "Keys   j k: scroll   q: close", self.theme.overlay.patch(self.theme.dim));
        let keys_wide: u16 = if width < 80 { 14 } else { 26 };
        let mut y = 1;
        for (keys, name, about) in help.lines(self.state).iter().skip(help.top) {
            if y >= rows {
                break;
            }
            if about.is_empty() {
                let style = self.theme.overlay.patch(self.theme.title).add_modifier(Modifier::BOLD);
                canvas.put(1, y, &Safe::new(name), style);
                y += 1;
                continue;
            }
            let after =
                canvas.part(0, 0, width, rows).put(3, y, &Safe::new(keys), self.theme.overlay.patch(self.theme.accent));
            // Keys that need more room have the help below them.
            y += u16::from(after > keys_wide + 4);
            y += self.paragraph(&mut canvas.part(keys_wide + 5, y, width, rows.saturating_sub(y)), about);
        }
        None
    }

    /// Writes a text over as many rows as it needs, and returns how many these are.
    fn paragraph(&self, area: &mut Canvas<'_>, text: &str) -> u16 {
        let lines = Layout::whole(text, &[], usize::from(area.columns().saturating_sub(1)));
        for (row, y) in (0..lines.len()).zip(0..) {
            let line = lines.row(row).map_or("", |bytes| text[bytes].trim_end());
            area.put(0, y, &Safe::new(line), self.theme.overlay);
        }
        u16::try_from(lines.len()).unwrap_or(1)
    }
}

/// The end of a text that fits into so many columns.
fn tail(text: &str, room: usize) -> &str {
    let mut start = text.len();
    for (at, _) in text.char_indices().rev() {
        if Safe::new(&text[at..]).columns() > room {
            break;
        }
        start = at;
    }
    &text[start..]
}
