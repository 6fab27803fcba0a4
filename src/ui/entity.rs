//! The page of one entity: its head, then every place by article, each on a row, and the whole sentence of the chosen one.

use super::View;
use super::canvas::Canvas;
use super::spark::Months;
use crate::app::{EntityPage, FoundIn, FoundPlace, Scope, Target};
use crate::layout::{Layout, cells};
use crate::text::{Safe, Span};
use ratatui::style::{Modifier, Style};

/// Rows of the whole sentence.
const SENTENCE: u16 = 3;

impl View<'_> {
    /// Draws the page over the whole screen; the terminal's cursor stands on the chosen place.
    pub fn entity_page(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let page = self.state.entities.page.as_ref()?;
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        canvas.part(0, 0, width, rows).clear(self.theme.overlay);
        let low = canvas.rows() < 16;
        let head = self.entity_page_head(canvas, page, if low { 1 } else { 4 });
        let foot = if low { 1 } else { SENTENCE + 3 };
        let room = rows.saturating_sub(head + foot);
        let cursor = self.places(&mut canvas.part(0, head, width, room), page);
        if !low {
            let y = rows.saturating_sub(foot);
            self.rule(canvas, y);
            self.whole_sentence(&mut canvas.part(1, y + 1, width.saturating_sub(2), SENTENCE), page);
        }
        let hints = if low { 1 } else { 2 };
        self.entity_hints(canvas, rows.saturating_sub(hints), hints, Scope::Entity);
        self.status(canvas);
        cursor
    }

    fn rule(&self, canvas: &mut Canvas<'_>, y: u16) {
        let line = if self.state.config.look.ascii { "-" } else { "─" };
        let wide = usize::from(canvas.columns());
        canvas.put(0, y, &Safe::new(&line.repeat(wide)), self.theme.overlay.patch(self.theme.border));
    }

    /// Writes what is known of the entity, and returns how many rows that took.
    fn entity_page_head(&self, canvas: &mut Canvas<'_>, page: &EntityPage, most: u16) -> u16 {
        let (base, width) = (self.theme.overlay, canvas.columns());
        let room = usize::from(width.saturating_sub(2));
        let known = self.state.entities.list.all.iter().find(|entity| entity.name == page.name);
        let mut about = match page.progress {
            Some(progress) => format!("reading {} of {} articles", progress.done, progress.total),
            None => String::new(),
        };
        let x = canvas.put(1, 0, &Safe::line(&page.name).fit(room), base.patch(self.theme.title));
        let Some(entity) = known else {
            canvas.put(x + 2, 0, &Safe::new(&about), base.patch(self.theme.dim));
            return 1;
        };
        let kind = self.state.config.codebook.kind(&entity.kind).map_or(entity.kind.as_str(), |kind| &kind.name);
        let x = canvas.put(x + 2, 0, &Safe::line(kind), base.patch(self.theme.hue(self.hue_of(&entity.kind))));
        let dates = [entity.first, entity.last].into_iter().flatten().map(|date| date.to_string());
        let dates = dates.collect::<Vec<_>>().join(" to ");
        let counts = format!("{}  {dates}", entity.counted());
        if about.is_empty() {
            about = counts;
        }
        canvas.put(x + 2, 0, &Safe::new(&about), base.patch(self.theme.dim));
        if most > 1 {
            canvas.put(1, 1, &Safe::line(&self.known_of(entity)).fit(room), base);
            canvas.put(1, 2, &Safe::line(&self.held_of(entity)).fit(room), base.patch(self.theme.dim));
            let months = Months::of(&self.state.entities.facts);
            let spark = months.spark(entity, room, self.state.config.look.ascii);
            canvas.put(1, 3, &Safe::new(&spark), base.patch(self.theme.accent));
            self.rule(canvas, 4);
            return 5;
        }
        1
    }

    /// Draws the places round the cursor, a row each, under the heads of their articles.
    fn places(&self, area: &mut Canvas<'_>, page: &EntityPage) -> Option<(u16, u16)> {
        if page.places.is_empty() {
            let said = if page.progress.is_some() { "Reading the articles ..." } else { "No article has it." };
            area.put_static(3, 1, said, self.theme.overlay);
            return None;
        }
        // Every article before a place has one row for its head.
        let row_of = |at: usize| at + page.places.get(at).map_or(0, |(article, _)| *article) + 1;
        let room = usize::from(area.rows()).max(1);
        let last = row_of(page.places.len() - 1) + 1;
        let cursor = page.cursor.min(page.places.len() - 1);
        let top = row_of(cursor).saturating_sub(room / 2).min(last.saturating_sub(room));
        let first = (0..page.places.len()).collect::<Vec<_>>().partition_point(|at| row_of(*at) < top);
        let mut position = None;
        for at in first..page.places.len() {
            let Some((article, place)) = page.place(at) else { break };
            let row = row_of(at);
            if row > top + room {
                break;
            }
            if page.places[at].1 == 0 && row > top {
                self.place_head(area, u16::try_from(row - 1 - top).unwrap_or(u16::MAX), article);
            }
            if row < top + room {
                let y = u16::try_from(row - top).unwrap_or(u16::MAX);
                let width = area.columns();
                area.spot(0, y, width, Target::Row(at));
                self.place_row(area, y, page, place);
                if at == cursor {
                    area.restyle(0, y, area.columns(), Style::reset().patch(self.theme.cursor));
                    position = Some(area.on_screen(0, y));
                }
            }
        }
        position
    }

    fn place_head(&self, area: &mut Canvas<'_>, y: u16, article: &FoundIn) {
        let base = self.theme.overlay.add_modifier(Modifier::BOLD);
        let date = article.date.map_or("no date".to_owned(), |date| date.to_string());
        let room = usize::from(area.columns().saturating_sub(14));
        area.put(1, y, &Safe::new(&date), base.patch(self.theme.dim));
        area.put(12, y, &Safe::line(&article.title).fit(room), base);
    }

    fn place_row(&self, area: &mut Canvas<'_>, y: u16, page: &EntityPage, place: &FoundPlace) {
        let (base, config) = (self.theme.overlay, &self.state.config);
        if page.chosen.contains(&place.id) {
            area.put_static(1, y, "*", base.patch(self.theme.warning));
        }
        let mut x = 3;
        if let Some((holder, polarity, target)) = &place.stance {
            let said = format!("{} {holder} → {target}: ", config.stance_glyph(*polarity));
            x = area.put(x, y, &Safe::new(&said), base.patch(self.theme.accent));
        }
        let room = usize::from(area.columns().saturating_sub(x + 1));
        let (head, name, tail) = parts(place);
        let head = Safe::new(head);
        // The name is what the row is for: a long way before it is cut at its front.
        let keep = room.saturating_sub(Safe::line(name).columns()).min(room * 2 / 3);
        let head = if head.columns() > keep {
            Safe::new(&format!("…{}", end_of(head.as_str(), keep.saturating_sub(1))))
        } else {
            head
        };
        x = area.put(x, y, &head, base);
        x = area.put(x, y, &Safe::line(name), base.add_modifier(Modifier::BOLD).patch(self.theme.accent));
        let room = usize::from(area.columns().saturating_sub(x + 1));
        area.put(x, y, &Safe::new(tail).fit(room), base);
    }

    fn whole_sentence(&self, area: &mut Canvas<'_>, page: &EntityPage) {
        let Some((_, place)) = page.place(page.cursor) else { return };
        let Span { start, end } = place.name;
        let layout = Layout::whole(&place.sentence, &[], usize::from(area.columns()).max(1));
        let rows = usize::from(SENTENCE);
        let top = (layout.row_of(start) + 2).saturating_sub(rows).min(layout.len().saturating_sub(rows));
        for y in 0..rows {
            let Some(bytes) = layout.row(top + y) else { break };
            for cell in cells(&place.sentence, &[], bytes, layout.width()) {
                let bold = self.theme.overlay.add_modifier(Modifier::BOLD).patch(self.theme.accent);
                let style = if (start..end).contains(&cell.byte) { bold } else { self.theme.overlay };
                let (x, y) = (u16::try_from(cell.column).unwrap_or(u16::MAX), u16::try_from(y).unwrap_or(0));
                area.put_shown(x, y, &cell.shown, style);
            }
        }
    }
}

/// Returns the sentence before the name, the name, and what follows.
fn parts(place: &FoundPlace) -> (&str, &str, &str) {
    let Span { start, end } = place.name;
    let piece = |from: usize, to: usize| place.sentence.get(from..to).unwrap_or_default();
    (piece(0, start), piece(start, end), piece(end, place.sentence.len()))
}

/// Returns the end of a line that fits into so many columns.
fn end_of(line: &str, columns: usize) -> &str {
    let fits = |at: &usize| Safe::new(&line[*at..]).columns() <= columns;
    let starts = line.char_indices().map(|(at, _)| at).chain([line.len()]);
    starts.collect::<Vec<_>>().into_iter().find(fits).map_or("", |at| &line[at..])
}
