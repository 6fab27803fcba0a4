//! The open article: head, text with its marks, gutter. Only the rows on the screen are styled.

use super::canvas::Canvas;
use super::{View, tab_shown};
use crate::app::{Drawn, Geometry, Overlay, Reader, Tab, Target};
use crate::layout::{Cell, cells};
use crate::text::{Safe, Span};
use ratatui::style::{Modifier, Style};

/// What the rows of one frame are styled from.
struct Page<'a> {
    reader: &'a Reader,
    marks: Vec<&'a Drawn>,
    hits: Vec<Span>,
    /// The other pieces of the mention under the cursor.
    pieces: Vec<Span>,
}

impl View<'_> {
    /// Draws the reader; the terminal's cursor stands on the start of the selection.
    pub fn reader(&self, canvas: &mut Canvas<'_>, reader: &Reader) -> Option<(u16, u16)> {
        let geometry = self.state.geometry();
        self.head(canvas, reader, &geometry);
        let body = (geometry.head, geometry.rows);
        match tab_shown(geometry.tabs, reader.tab) {
            Tab::Text => {}
            tab => {
                let width = canvas.columns();
                self.panel(&mut canvas.part(0, body.0, width, body.1), reader, tab);
                return None;
            }
        }
        if let Some(x) = geometry.margin {
            let width = canvas.columns() - x;
            self.margin(&mut canvas.part(x, 0, width, body.0 + body.1), reader);
        }
        let gutter = Geometry::gutter(self.state.size);
        let mut area = canvas.part(geometry.left, body.0, gutter + geometry.text, body.1);
        self.text(&mut area, reader, gutter)
    }

    fn head(&self, canvas: &mut Canvas<'_>, reader: &Reader, geometry: &Geometry) {
        let x = geometry.left + Geometry::gutter(self.state.size);
        let room = usize::from(geometry.margin.unwrap_or(canvas.columns()).saturating_sub(x + 1));
        if geometry.head == 0 {
            return;
        }
        let meta = &reader.article.meta;
        canvas.put(x, 0, &Safe::line(&meta.title).fit(room), self.theme.title);
        if geometry.head < 3 {
            return;
        }
        if geometry.tabs {
            return self.tabs(canvas, reader, x);
        }
        let date = meta.date.map(|date| date.to_string());
        let parts =
            [date, meta.source.clone(), (!meta.authors.is_empty()).then(|| meta.authors.join(", ")), meta.url.clone()];
        let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        canvas.put(x, 1, &Safe::line(&line).fit(room), self.theme.dim);
    }

    fn tabs(&self, canvas: &mut Canvas<'_>, reader: &Reader, mut x: u16) {
        let entities = tally(reader.marks.entities.iter().map(|row| row.marked > 0));
        let stances = tally(reader.marks.stances.iter().map(|row| row.id.is_some()));
        let notes = reader.annotations.notes.len() + reader.annotations.tags.len() + reader.annotations.orphans.len();
        let names = [
            (Tab::Text, "text".to_owned()),
            (Tab::Entities, format!("entities {entities}")),
            (Tab::Stances, format!("stances {stances}")),
            (Tab::Notes, format!("notes {notes}")),
        ];
        for (tab, name) in names {
            let style =
                if reader.tab == tab { self.theme.accent.add_modifier(Modifier::REVERSED) } else { self.theme.dim };
            let chosen = self.state.config.look.screen_reader && reader.tab == tab;
            let name = if chosen { format!("[{name}]") } else { format!(" {name} ") };
            let after = canvas.put(x, 1, &Safe::new(&name), style);
            canvas.spot(x, 1, after.saturating_sub(x), Target::Tab(tab));
            x = after + 1;
        }
    }

    fn text(&self, area: &mut Canvas<'_>, reader: &Reader, gutter: u16) -> Option<(u16, u16)> {
        let rows = usize::from(area.rows());
        let visible = reader.visible(rows);
        let mut hits = reader.search.as_ref().map(|search| search.within(reader.text(), visible)).unwrap_or_default();
        let first = reader.watched.partition_point(|hit| hit.span.end <= visible.start);
        let here = reader.watched[first..].iter().take_while(|hit| hit.span.start < visible.end);
        hits.extend(here.map(|hit| hit.span));
        let page = Page { reader, marks: reader.marks.within(visible).collect(), hits, pieces: reader.pieces_here() };
        let top = reader.layout.row_of(reader.top);
        let mut cursor = None;
        for line in 0..rows {
            let Some(bytes) = reader.layout.row(top + line) else { break };
            let y = u16::try_from(line).unwrap_or(u16::MAX);
            self.gutter(area, reader, y, Span::new(bytes.start, bytes.end), gutter);
            let heading = self.row_style(reader.text(), bytes.start);
            let row_marks: Vec<&Drawn> = page
                .marks
                .iter()
                .copied()
                .filter(|mark| mark.span.overlaps(Span::new(bytes.start, bytes.end)))
                .collect();
            for cell in cells(reader.text(), &reader.marks.markers, bytes, reader.layout.width()) {
                let x = gutter.saturating_add(u16::try_from(cell.column).unwrap_or(u16::MAX));
                self.cell(area, &page, &row_marks, &cell, (x, y), heading);
                if cell.marker.is_none() && cursor.is_none() && cell.byte >= reader.cursor.span.start {
                    cursor = Some(area.on_screen(x, y));
                }
            }
        }
        if reader.text().is_empty() {
            area.put_static(gutter, 0, "This article has no text.", self.theme.dim);
        }
        self.hints(area, reader, gutter, top);
        cursor
    }

    /// The style of a row by the look of its line: a heading or a quote of Markdown keeps its weight.
    fn row_style(&self, text: &str, at: usize) -> Style {
        let near = text.floor_char_boundary(at.saturating_sub(2000));
        let start = text[near..at].rfind('\n').map_or(if near == 0 { 0 } else { at }, |newline| near + newline + 1);
        match text.as_bytes().get(start) {
            Some(b'#') => self.theme.text.add_modifier(Modifier::BOLD),
            Some(b'>') => self.theme.dim,
            _ => self.theme.text,
        }
    }

    fn cell(
        &self,
        area: &mut Canvas<'_>,
        page: &Page<'_>,
        marks: &[&Drawn],
        cell: &Cell<'_>,
        (x, y): (u16, u16),
        base: Style,
    ) {
        let reader = page.reader;
        if let Some(marker) = cell.marker {
            if let Some(said) = reader.marks.spoken.get(marker) {
                area.put(x + 1, y, said, self.theme.dim);
                return;
            }
            if let Some(stance) =
                reader.marks.marked_stances.get(marker).and_then(|index| reader.marks.stances.get(*index))
            {
                let style = self.stance_style(stance);
                area.put(x, y, &Safe::new(self.state.config.stance_glyph(stance.polarity)), style);
            }
            return;
        }
        if matches!(self.state.overlays.last(), Some(Overlay::Hints(_))) {
            return area.put_shown(x, y, &cell.shown, self.theme.dim); // the letters stand out from quiet words
        }
        let mut style = base;
        // The smallest mark gives the colour, and how many lie over each other here gives weight and slant.
        let around = marks.iter().filter(|mark| mark.span.holds(cell.byte));
        let depth = around.clone().count();
        if let Some(mark) = around.min_by_key(|mark| mark.span.len()) {
            style = style.patch(self.mark_style(mark)).add_modifier(self.theme.nested(depth));
        }
        if page.hits.iter().any(|hit| hit.holds(cell.byte)) {
            style = style.patch(self.theme.hit);
        }
        let chosen = || page.pieces.iter().any(|piece| piece.holds(cell.byte));
        if reader.cursor.span.holds(cell.byte) || chosen() {
            style = style.patch(self.theme.selection);
        }
        area.put_shown(x, y, &cell.shown, style);
    }

    fn mark_style(&self, mark: &Drawn) -> Style {
        let hue = self.hue_of(&mark.kind);
        if mark.mention.is_some() { self.theme.hue(hue) } else { self.theme.suggested(hue) }
    }

    fn gutter(&self, area: &mut Canvas<'_>, reader: &Reader, y: u16, row: Span, gutter: u16) {
        if gutter == 0 || self.state.config.look.screen_reader {
            return;
        }
        let until = reader.marks.stances.partition_point(|stance| stance.evidence.start < row.end);
        let here = reader.marks.stances[..until].iter().filter(|stance| stance.evidence.overlaps(row));
        // An annotated stance before a proposed one, one that begins here before one that goes on.
        let chosen =
            here.min_by_key(|stance| (stance.id.is_none(), !row.holds(stance.evidence.start), stance.evidence.start));
        if let Some(stance) = chosen {
            let style = self.stance_style(stance);
            if row.holds(stance.evidence.start) {
                area.put(0, y, &Safe::new(self.state.config.stance_glyph(stance.polarity)), style);
            } else {
                area.put_static(0, y, if self.state.config.look.ascii { ":" } else { "┊" }, style);
            }
        }
        if reader.annotations.notes.iter().any(|note| note.span.is_some_and(|span| row.holds(span.start))) {
            area.put_static(1, y, "*", self.theme.accent);
        }
    }

    fn hints(&self, area: &mut Canvas<'_>, reader: &Reader, gutter: u16, top: usize) {
        let Some(Overlay::Hints(hints)) = self.state.overlays.last() else { return };
        let possible = hints.words.iter().filter(|(code, _)| code.starts_with(&hints.typed));
        for (code, word) in possible {
            let row = reader.layout.row_of(word.start);
            let Some(bytes) = reader.layout.row(row).filter(|_| row >= top) else { continue };
            let (markers, width) = (&reader.marks.markers, reader.layout.width());
            let column = crate::layout::column_of(reader.text(), markers, bytes, width, word.start);
            let (x, y) = (u16::try_from(column).unwrap_or(0), u16::try_from(row - top).unwrap_or(u16::MAX));
            let rest = code.strip_prefix(&hints.typed).unwrap_or(code);
            area.put(gutter.saturating_add(x), y, &Safe::new(rest), self.theme.hint);
        }
    }
}

/// Counts what is annotated and, behind a plus, what is only proposed.
fn tally(annotated: impl Iterator<Item = bool>) -> String {
    let (mut own, mut proposed) = (0, 0);
    annotated.for_each(|annotated| if annotated { own += 1 } else { proposed += 1 });
    if proposed == 0 { own.to_string() } else { format!("{own}+{proposed}?") }
}
