//! The evidence of a pair: its stances over time, each in its sentence by article, and the whole sentence of the chosen one.

use super::View;
use super::canvas::Canvas;
use crate::app::{EvidenceIn, EvidencePage, EvidencePlace, Said, Scope, Target, Timeline};
use crate::layout::{Layout, cells};
use crate::text::Safe;
use ratatui::style::{Modifier, Style};

/// Rows of the whole sentence.
const SENTENCE: u16 = 3;

/// A row of the list.
enum Row {
    Article(usize),
    Place(usize),
}

impl View<'_> {
    /// Draws the page over the whole screen; the terminal's cursor stands on the chosen place.
    pub fn evidence(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let page = self.state.stances.page.as_ref()?;
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        canvas.part(0, 0, width, rows).clear(self.theme.overlay);
        let side = match rows {
            0..18 => 0,
            18..32 => 2,
            _ => 3,
        };
        let head = self.evidence_head(canvas, page, side);
        let foot = if side == 0 { 1 } else { SENTENCE + 4 };
        let room = rows.saturating_sub(head + foot);
        let cursor = self.evidence_list(&mut canvas.part(0, head, width, room), page);
        if side > 0 {
            let mut area = canvas.part(0, rows.saturating_sub(foot), width, foot - 1);
            self.chosen_evidence(&mut area, page);
        }
        let hints = [
            ("read", "read there"),
            ("agreed", "two annotators"),
            ("annotator", "by one"),
            ("close", "back to the table"),
        ];
        self.stance_hints(canvas, rows.saturating_sub(1), Scope::Evidence, &hints);
        self.status(canvas);
        cursor
    }

    /// Writes the pair and its picture of time, and returns how many rows that took.
    fn evidence_head(&self, canvas: &mut Canvas<'_>, page: &EvidencePage, side: u16) -> u16 {
        let width = canvas.columns();
        let arrow = if self.state.config.look.ascii { ">" } else { "→" };
        let by = page.by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
        let pair = format!("{} {arrow} {}{by}", page.holder.name(), page.target.name());
        let mut balance = [0; 4];
        for (_, polarity, count) in &page.seen {
            balance[*polarity as usize] += count;
        }
        let timeline = Timeline::of(page.seen.iter().copied(), usize::from(width.saturating_sub(2)));
        self.pair_in_words(canvas, 0, &pair, balance, timeline.as_ref());
        if side == 0 {
            return 1;
        }
        self.timeline(&mut canvas.part(1, 1, width.saturating_sub(2), 2 * side + 2), timeline.as_ref(), side);
        let line = if self.state.config.look.ascii { "-" } else { "─" };
        let y = 2 * side + 3;
        canvas.put(0, y, &Safe::new(&line.repeat(usize::from(width))), self.theme.overlay.patch(self.theme.border));
        y + 1
    }

    /// Draws the places round the cursor, a row each, under the heads of their articles.
    fn evidence_list(&self, area: &mut Canvas<'_>, page: &EvidencePage) -> Option<(u16, u16)> {
        if page.shown.is_empty() {
            let said = match (page.progress, page.agreed) {
                (Some(_), _) => "Reading the articles ...",
                (None, _) if page.by.is_some() => "This annotator says nothing of it; a goes on to the next.",
                (None, true) => "Nothing here is stated by two annotators; m shows all again.",
                (None, false) => "The articles have none of it any more.",
            };
            area.put_static(3, 1, said, self.theme.overlay);
            return None;
        }
        let mut lines = Vec::new();
        let mut cursor_line = 0;
        for (at, (article, _)) in page.shown.iter().enumerate() {
            if at.checked_sub(1).and_then(|before| page.shown.get(before)).is_none_or(|before| before.0 != *article) {
                lines.push(Row::Article(*article));
            }
            if at == page.cursor {
                cursor_line = lines.len();
            }
            lines.push(Row::Place(at));
        }
        let room = usize::from(area.rows());
        let top = cursor_line.saturating_sub(room / 2).min(lines.len().saturating_sub(room));
        let mut position = None;
        for (y, (at, line)) in (0..).zip(lines.iter().enumerate().skip(top).take(room)) {
            // A place whose article is above the screen gives its row to that.
            let line = match line {
                Row::Place(place) if y == 0 && at != cursor_line => &Row::Article(page.shown[*place].0),
                line => line,
            };
            match line {
                Row::Article(article) => self.evidence_article(area, y, &page.articles[*article]),
                Row::Place(at) => {
                    let Some((_, place)) = page.place(*at) else { continue };
                    self.evidence_row(area, y, page, place);
                    let width = area.columns();
                    area.spot(0, y, width, Target::Row(*at));
                    if *at == page.cursor {
                        area.restyle(0, y, area.columns(), Style::reset().patch(self.theme.cursor));
                        position = Some(area.on_screen(0, y));
                    }
                }
            }
        }
        position
    }

    fn evidence_article(&self, area: &mut Canvas<'_>, y: u16, article: &EvidenceIn) {
        let base = self.theme.overlay.add_modifier(Modifier::BOLD);
        let date = article.date.map_or("no date".to_owned(), |date| date.to_string());
        let room = usize::from(area.columns().saturating_sub(14));
        area.put(1, y, &Safe::new(&date), base.patch(self.theme.dim));
        area.put(13, y, &Safe::line(&article.title).fit(room), base);
    }

    /// The polarity, the pair where it is not the page's, and the words.
    fn evidence_row(&self, area: &mut Canvas<'_>, y: u16, page: &EvidencePage, place: &EvidencePlace) {
        let base = self.theme.overlay;
        let glyph = Safe::new(self.state.config.stance_glyph(place.polarity));
        let mut x = area.put(3, y, &glyph, base.patch(self.theme.polarity(place.polarity))) + 1;
        let whole = page.holder != crate::app::Who::Anyone && page.target != crate::app::Who::Anyone;
        if !whole {
            let arrow = if self.state.config.look.ascii { ">" } else { "→" };
            let pair = Safe::line(&format!("{} {arrow} {}", place.holder, place.target));
            let room = usize::from(area.columns()) / 3;
            x = area.put(x, y, &pair.fit(room), base.patch(self.theme.accent)) + 2;
        }
        let by = match place.said.as_slice() {
            [] => String::new(),
            [one] => format!("  {}", in_short(one)),
            several => format!("  {} annotators", several.len()),
        };
        let by = if area.columns() < 60 { Safe::new("") } else { Safe::line(&by).fit(24) };
        let room = usize::from(area.columns().saturating_sub(x + 1)).saturating_sub(by.columns());
        let words = place.sentence.get(place.words.start..).unwrap_or_default();
        x = area.put(x, y, &Safe::line(words).fit(room), base);
        area.put(x, y, &by, base.patch(self.theme.dim));
    }

    /// Who takes which stance, who says so, and the whole sentence with the evidence standing out.
    fn chosen_evidence(&self, area: &mut Canvas<'_>, page: &EvidencePage) {
        let (width, base) = (area.columns(), self.theme.overlay);
        let line = if self.state.config.look.ascii { "-" } else { "─" };
        area.put(0, 0, &Safe::new(&line.repeat(usize::from(width))), base.patch(self.theme.border));
        let Some((_, place)) = page.place(page.cursor) else { return };
        let by = place.said.iter().map(in_words).collect::<Vec<String>>().join("; ");
        let glyph = self.state.config.stance_glyph(place.polarity);
        let said = format!("{} {glyph} {} {}", place.holder, place.polarity.word(), place.target);
        let room = usize::from(width.saturating_sub(2));
        let x = area.put(1, 1, &Safe::line(&said).fit(room), base.add_modifier(Modifier::BOLD));
        let reading = page.progress.map_or_else(String::new, |progress| {
            format!("   reading {} of {} articles", progress.done, progress.total)
        });
        let room = usize::from(width.saturating_sub(x + 3));
        area.put(x + 2, 1, &Safe::line(&format!("by {by}{reading}")).fit(room), base.patch(self.theme.dim));
        let layout = Layout::whole(&place.sentence, &[], usize::from(width.saturating_sub(2)).max(1));
        let first = layout.row_of(place.words.start).min(layout.len().saturating_sub(usize::from(SENTENCE)));
        for y in 0..SENTENCE {
            let Some(bytes) = layout.row(first + usize::from(y)) else { break };
            for cell in cells(&place.sentence, &[], bytes, layout.width()) {
                let style = if place.words.holds(cell.byte) { base } else { base.patch(self.theme.dim) };
                let x = 1 + u16::try_from(cell.column).unwrap_or(u16::MAX - 1);
                area.put_shown(x, y + 2, &cell.shown, style);
            }
        }
        if !place.more.is_empty() {
            let more: Vec<String> = place.more.iter().map(|words| format!("“{words}”")).collect();
            let more = format!("further evidence: {}", more.join(" "));
            let y = 2 + u16::try_from(layout.len()).unwrap_or(SENTENCE).min(SENTENCE);
            area.put(1, y, &Safe::line(&more).fit(usize::from(width.saturating_sub(2))), base);
        }
    }
}

/// Who says so, and how sure they are, for a row.
fn in_short(said: &Said) -> String {
    said.confidence.map_or_else(|| said.annotator.to_string(), |sure| format!("{} {sure}/5", said.annotator))
}

/// The same with all that they say of it.
fn in_words(said: &Said) -> String {
    let level = |what: &str, level: Option<u8>| level.map(|level| format!("{what} {level} of 5"));
    let parts = [level("intensity", said.intensity), level("confidence", said.confidence)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { said.annotator.to_string() } else { format!("{} ({})", said.annotator, parts.join(", ")) }
}
