//! Acts over many articles: the menu of what can be done, and the preview of what it does, article by article.

use super::View;
use super::canvas::Canvas;
use crate::app::{Bulk, Planned, REVIEW_HEAD, Review, Scope, Target, all_commands};
use crate::layout::{Layout, cells};
use crate::text::{Safe, Span};
use ratatui::style::{Modifier, Style};

/// The most rows that a sentence takes.
const SENTENCE: usize = 4;

impl View<'_> {
    /// Draws the menu.
    pub fn bulk_menu(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let list = &self.state.list;
        let (count, which) = match list.selected.len() {
            0 => (list.shown.len(), "listed"),
            count => (count, "selected"),
        };
        let title = Safe::new(&format!("In {count} {which} article{}", if count == 1 { "" } else { "s" }));
        let rows: Vec<_> = all_commands().filter(|row| row.scope == Scope::Bulk).collect();
        let height = u16::try_from(rows.len()).unwrap_or(6) + 4;
        let (mut area, width) = self.dialog(canvas, 72, height, &title);
        let room = usize::from(width.saturating_sub(2));
        for (row, y) in rows.iter().zip(0..) {
            let keys = self.state.keymap.keys_of(row);
            let keys = match (keys.first(), keys.last()) {
                (Some(first), Some(last)) if keys.len() > 3 => format!("{first} ... {last}"),
                (Some(first), _) => first.clone(),
                _ => String::new(),
            };
            let x = area.put(1, y, &Safe::new(&format!("{keys:<9} ")), self.theme.overlay.patch(self.theme.accent));
            area.put(x, y, &Safe::new(row.help).fit(room.saturating_sub(usize::from(x))), self.theme.overlay);
        }
        let y = u16::try_from(rows.len()).unwrap_or(6) + 1;
        let about = "You see what it does before it is done; one undo takes it back.";
        area.put(1, y, &Safe::new(about).fit(room), self.theme.overlay.patch(self.theme.dim));
        None
    }

    /// Draws the preview over the whole screen.
    pub fn preview(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let bulk = self.state.bulk.as_ref()?;
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        canvas.part(0, 0, width, rows).clear(self.theme.overlay);
        self.preview_head(canvas, bulk);
        let room = self.state.preview_rows();
        let top = bulk.cursor.saturating_sub(room / 2).min(bulk.articles.len().saturating_sub(room));
        let mut list = canvas.part(0, REVIEW_HEAD + 1, width, u16::try_from(room).unwrap_or(u16::MAX));
        for (line, article) in bulk.articles.iter().skip(top).take(room).enumerate() {
            let y = u16::try_from(line).unwrap_or(u16::MAX);
            list.spot(0, y, width, Target::Row(top + line));
            self.preview_row(&mut list, y, article, top + line == bulk.cursor);
        }
        if bulk.articles.is_empty() {
            let said = if bulk.progress.is_some() {
                "Looking through the articles ..."
            } else {
                "There is nothing to do in these articles; Esc goes back."
            };
            list.put_static(3, 1, said, self.theme.overlay);
        }
        let cursor = list.on_screen(0, u16::try_from(bulk.cursor - top.min(bulk.cursor)).unwrap_or(0));
        let detail = Review::detail_rows(self.state.size);
        if let Some(article) = bulk.articles.get(bulk.cursor).filter(|_| detail > 0) {
            let mut area = canvas.part(0, rows.saturating_sub(detail), width, detail);
            self.preview_detail(&mut area, article);
        }
        self.status(canvas);
        (!bulk.articles.is_empty()).then_some(cursor)
    }

    fn preview_head(&self, canvas: &mut Canvas<'_>, bulk: &Bulk) {
        let base = self.theme.overlay;
        let room = usize::from(canvas.columns().saturating_sub(2));
        let (acts, articles) = bulk.total();
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let others =
            if bulk.others > 0 { format!("; {} of others stay as they are", bulk.others) } else { String::new() };
        let title = format!(
            "{}: {acts} act{} in {articles} article{}{others}",
            bulk.plan.title(),
            plural(acts),
            plural(articles)
        );
        canvas.put(1, 0, &Safe::line(&title).fit(room), base.patch(self.theme.title));
        let hint = match (&bulk.doing, bulk.progress, &bulk.said) {
            (Some((_, done)), ..) => format!("Doing: {done} of {} articles. Esc stops.", bulk.articles.len()),
            (None, Some(progress), _) => {
                format!("Looking: {} of {} articles. Esc stops.", progress.done, progress.total)
            }
            (None, None, Some(said)) => format!("{said} Enter: do it   Esc: leave"),
            (None, None, None) => {
                "Enter: do it   Space: leave an article out   Esc: leave, nothing is changed".to_owned()
            }
        };
        canvas.put(1, 1, &Safe::line(&hint).fit(room), base.patch(self.theme.dim));
    }

    /// How many acts, whether left out, and the title.
    fn preview_row(&self, list: &mut Canvas<'_>, y: u16, article: &Planned, chosen: bool) {
        let (width, base) = (list.columns(), self.theme.overlay);
        let sign = if article.left_out { "[ ]" } else { "[x]" };
        let style = if article.left_out { base.patch(self.theme.dim) } else { base };
        list.put_static(1, y, sign, style);
        list.put(5, y, &Safe::new(&format!("{:>5}", article.count())), base.patch(self.theme.dim));
        list.put(12, y, &Safe::line(&article.title).fit(usize::from(width.saturating_sub(13))), style);
        if chosen {
            list.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
        }
    }

    /// The first sentence in which something is done.
    fn preview_detail(&self, area: &mut Canvas<'_>, article: &Planned) {
        let (width, base) = (area.columns(), self.theme.overlay);
        let room = usize::from(width.saturating_sub(2));
        let line = if self.state.config.look.ascii { "-" } else { "─" };
        area.put(0, 0, &Safe::new(&line.repeat(usize::from(width))), base.patch(self.theme.border));
        area.put(1, 1, &Safe::line(&article.title).fit(room), base.add_modifier(Modifier::BOLD));
        let (sentence, Span { start, end }) = (&article.sentence, article.name);
        let layout = Layout::whole(sentence, &[], room.max(1));
        let top = (layout.row_of(start) + 2).saturating_sub(SENTENCE).min(layout.len().saturating_sub(SENTENCE));
        for row in 0..SENTENCE {
            let Some(bytes) = layout.row(top + row) else { break };
            for cell in cells(sentence, &[], bytes, layout.width()) {
                let named = (start..end).contains(&cell.byte);
                let style = if named { base.patch(self.theme.accent).add_modifier(Modifier::BOLD) } else { base };
                let x = u16::try_from(cell.column).unwrap_or(u16::MAX).saturating_add(1);
                area.put_shown(x, u16::try_from(row).unwrap_or(0) + 3, &cell.shown, style);
            }
        }
    }
}
