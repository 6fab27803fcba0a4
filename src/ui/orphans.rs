//! The queue of orphans: a list, and below it the old words in their old surroundings beside the place that is guessed in
//! today's text, and all guesses with their digits.

use super::View;
use super::canvas::Canvas;
use crate::app::{Lost, ORPHANS_HEAD, Orphans, Target};
use crate::layout::{Layout, cells};
use crate::text::{Body, Safe, Span};
use ratatui::style::{Modifier, Style};

/// Columns from which old and new stand side by side.
const WIDE: u16 = 90;
/// Code points shown on each side of a guess.
const AROUND: usize = 160;
/// The same in the list of guesses.
const NEAR: usize = 30;
/// The most rows of one passage.
const PASSAGE: u16 = 7;

/// A text with the words that stand out in it, in bytes.
struct Excerpt {
    text: String,
    words: Span,
}

impl Excerpt {
    fn new(before: &str, words: &str, after: &str) -> Self {
        let head = flat(&format!("…{before}"));
        let words = flat(words);
        let place = Span::new(head.len(), head.len() + words.len());
        Self { text: format!("{head}{words}{}", flat(&format!("{after}…"))), words: place }
    }

    fn of(body: &Body, span: Span, around: usize) -> Self {
        Self::new(body.before(span.start, around), body.slice(span), body.after(span.end, around))
    }
}

/// Makes one blank of each run of them.
fn flat(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

impl View<'_> {
    /// Draws the queue over the whole screen; the terminal's cursor stands on the chosen orphan.
    pub fn orphans(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let orphans = self.state.orphans.as_ref()?;
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        let base = self.theme.overlay;
        canvas.part(0, 0, width, rows).clear(base);
        let x = canvas.put_static(1, 0, "Lost annotations", base.patch(self.theme.title));
        let to_decide = format!("{} to decide", orphans.open.len());
        let left = match orphans.left.len() {
            _ if orphans.looking => format!("{to_decide}, looking ..."),
            0 => to_decide,
            articles => format!("{to_decide}; {articles} articles are not looked at yet, n looks on"),
        };
        canvas.put(x + 2, 0, &Safe::new(&left), base.patch(self.theme.dim));
        let room = orphans.list_rows(self.state.size);
        let shown = usize::from(room);
        let top = orphans.cursor.saturating_sub(shown / 2).min(orphans.open.len().saturating_sub(shown));
        let mut list = canvas.part(0, ORPHANS_HEAD, width, room);
        for (line, at) in orphans.open.iter().skip(top).take(shown).enumerate() {
            let y = u16::try_from(line).unwrap_or(u16::MAX);
            list.spot(0, y, width, Target::Row(top + line));
            self.orphan_row(&mut list, y, &orphans.items[*at], top + line == orphans.cursor);
        }
        let cursor = list.on_screen(0, u16::try_from(orphans.cursor - top).unwrap_or(0));
        match orphans.current() {
            None => self.nothing_lost(&mut list, orphans),
            Some(lost) => {
                let top = ORPHANS_HEAD + room;
                self.orphan(&mut canvas.part(0, top, width, rows.saturating_sub(top)), lost);
            }
        }
        self.status(canvas);
        orphans.current().map(|_| cursor)
    }

    fn orphan_row(&self, list: &mut Canvas<'_>, y: u16, lost: &Lost, chosen: bool) {
        let (width, base) = (list.columns(), self.theme.overlay);
        let orphan = &lost.orphan;
        list.put(1, y, &Safe::new(orphan.kind), base.patch(self.theme.dim));
        let half = if width < 60 { width.saturating_sub(10) } else { (width - 10) / 2 };
        list.put(10, y, &Safe::line(&flat(&orphan.anchor.quote)).fit(usize::from(half)), base);
        if width >= 60 {
            let title = Safe::line(&lost.title).fit(usize::from(width.saturating_sub(half + 13)));
            list.put(half + 12, y, &title, base.patch(self.theme.dim));
        }
        if chosen {
            list.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
        }
    }

    /// Why it is lost, old beside new, the guesses, and the keys.
    fn orphan(&self, area: &mut Canvas<'_>, lost: &Lost) {
        let (width, rows, base) = (area.columns(), area.rows(), self.theme.overlay);
        let room = usize::from(width.saturating_sub(2));
        let (bold, dim) = (base.add_modifier(Modifier::BOLD), base.patch(self.theme.dim));
        let line = if self.state.config.look.ascii { "-" } else { "─" };
        area.put(0, 0, &Safe::new(&line.repeat(usize::from(width))), base.patch(self.theme.border));
        let by = if lost.orphan.annotator == self.state.annotator {
            String::new()
        } else {
            format!(" by {}", lost.orphan.annotator)
        };
        let pieces = match lost.orphan.more.len() {
            0 => String::new(),
            more => format!(" of {} pieces, placed together", more + 1),
        };
        let why = format!("{}{pieces}{by}: {}", lost.orphan.kind, lost.orphan.why);
        area.put(1, 1, &Safe::line(&why).fit(room), bold);
        let old = Excerpt::new(&lost.orphan.anchor.before, &lost.orphan.anchor.quote, &lost.orphan.anchor.after);
        let (heading, new) = match lost.guess() {
            Some(guess) => {
                let heading = format!("now, guess {} of {}", lost.chosen + 1, lost.guesses.len());
                (heading, Excerpt::of(&lost.body, guess.span, AROUND))
            }
            None => ("now".to_owned(), Excerpt::new("", "Nothing in the text resembles it.", "")),
        };
        let halves = if width >= WIDE {
            [(1, width / 2 - 2), (width / 2 + 1, width - width / 2 - 2)]
        } else {
            [(1, width.saturating_sub(2)); 2]
        };
        area.put_static(halves[0].0, 3, "as it was", dim);
        let mut below = 4 + self.passage(&mut area.part(halves[0].0, 4, halves[0].1, PASSAGE), &old, base, bold);
        let y = if width >= WIDE { 3 } else { below };
        area.put(halves[1].0, y, &Safe::new(&heading), dim);
        let new_rows =
            self.passage(&mut area.part(halves[1].0, y + 1, halves[1].1, PASSAGE), &new, base, self.theme.selection);
        below = below.max(y + 1 + new_rows) + 1;
        self.guesses(&mut area.part(0, below, width, rows.saturating_sub(below + 1)), lost);
        let keys = "Enter: place   1-9: guess   l: by hand   x: drop   u: undo   q: close";
        area.put(1, rows.saturating_sub(1), &Safe::new(keys).fit(room), dim);
    }

    fn guesses(&self, area: &mut Canvas<'_>, lost: &Lost) {
        let (base, room) = (self.theme.overlay, usize::from(area.columns().saturating_sub(12)));
        for (at, guess) in lost.guesses.iter().enumerate() {
            let y = u16::try_from(at).unwrap_or(u16::MAX);
            let excerpt = Excerpt::of(&lost.body, guess.span, NEAR);
            let style = if at == lost.chosen { base.add_modifier(Modifier::BOLD) } else { base.patch(self.theme.dim) };
            let score = format!("{} {:>3.0} %", at + 1, guess.score * 100.0);
            area.put(1, y, &Safe::new(&score), base.patch(self.theme.accent));
            area.put(11, y, &Safe::line(&excerpt.text).fit(room), style);
        }
    }

    /// Writes a passage so that its words are seen, and returns how many rows it took.
    fn passage(&self, area: &mut Canvas<'_>, excerpt: &Excerpt, base: Style, words: Style) -> u16 {
        let layout = Layout::whole(&excerpt.text, &[], usize::from(area.columns()));
        let most = usize::from(area.rows());
        let top = (layout.row_of(excerpt.words.start) + most / 2 + 1)
            .saturating_sub(most)
            .min(layout.len().saturating_sub(most));
        let rows = layout.len().min(most);
        for row in 0..rows {
            let Some(bytes) = layout.row(top + row) else { break };
            let y = u16::try_from(row).unwrap_or(0);
            for cell in cells(&excerpt.text, &[], bytes, layout.width()) {
                let style = if excerpt.words.holds(cell.byte) { base.patch(words) } else { base };
                area.put_shown(u16::try_from(cell.column).unwrap_or(u16::MAX), y, &cell.shown, style);
            }
        }
        u16::try_from(rows).unwrap_or(0)
    }

    fn nothing_lost(&self, list: &mut Canvas<'_>, orphans: &Orphans) {
        let said = if orphans.looking {
            "Looking for them ..."
        } else if !orphans.left.is_empty() {
            "All of these are decided: n looks on in the articles that are left."
        } else {
            "All are decided: u takes the last decision back, q closes."
        };
        list.put_static(3, 0, said, self.theme.overlay);
    }
}
