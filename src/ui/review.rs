//! The queue of what is proposed: a list of names and stances, and below it the sentence and the reason of the one under the cursor.

use super::View;
use super::canvas::Canvas;
use crate::app::{Guess, Order, Proposal, Queued, REVIEW_HEAD, Review, Target};
use crate::layout::{Layout, cells};
use crate::text::Safe;
use ratatui::style::{Modifier, Style};

/// The most rows that a sentence takes.
const SENTENCE: usize = 4;

impl View<'_> {
    /// Draws the queue over the whole screen; the terminal's cursor stands on the chosen name.
    pub fn review(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let review = self.state.review.as_ref()?;
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        canvas.part(0, 0, width, rows).clear(self.theme.overlay);
        self.review_head(canvas, review);
        let room = self.state.review_rows();
        let top = review.cursor.saturating_sub(room / 2).min(review.shown.len().saturating_sub(room));
        let mut list = canvas.part(0, REVIEW_HEAD, width, u16::try_from(room).unwrap_or(u16::MAX));
        for (line, at) in review.shown.iter().skip(top).take(room).enumerate() {
            let y = u16::try_from(line).unwrap_or(u16::MAX);
            if let Some((queued, proposal)) = review.proposal(*at)
                && let Some(guess) = proposal.open()
            {
                list.spot(0, y, width, Target::Row(top + line));
                self.review_row(&mut list, y, (queued, proposal, guess), top + line == review.cursor);
            }
        }
        let cursor = list.on_screen(0, u16::try_from(review.cursor - top).unwrap_or(0));
        let detail = Review::detail_rows(self.state.size);
        match review.current() {
            None => self.nothing_to_review(&mut list, review),
            Some((queued, proposal)) if detail > 0 => {
                let mut area = canvas.part(0, rows.saturating_sub(detail), width, detail);
                self.review_detail(&mut area, queued, proposal);
            }
            Some(_) => {}
        }
        // A message that takes several rows lies over the queue.
        self.status(canvas);
        review.current().map(|_| cursor)
    }

    fn review_head(&self, canvas: &mut Canvas<'_>, review: &Review) {
        let (names, stances) = review.counts();
        let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let names =
            count(names, "name") + &if stances > 0 { format!(", {}", count(stances, "stance")) } else { String::new() };
        let order = match review.order {
            Order::Uncertain => "least certain first",
            Order::Reading => "in the order of reading",
        };
        let looking = match (review.progress, &review.said) {
            (Some(progress), _) => format!("looking: {} of {} articles, Esc stops", progress.done, progress.total),
            (None, Some(said)) => said.clone(),
            (None, None) => order.to_owned(),
        };
        let base = self.theme.overlay;
        let x = canvas.put_static(1, 0, "Review", base.patch(self.theme.title));
        let x = canvas.put(x + 2, 0, &Safe::new(&names), base);
        let room = usize::from(canvas.columns().saturating_sub(x + 3));
        canvas.put(x + 2, 0, &Safe::line(&looking).fit(room), base.patch(self.theme.dim));
    }

    /// Type, score, name, number of places, and title of the article, as far as there is room.
    fn review_row(
        &self,
        list: &mut Canvas<'_>,
        y: u16,
        (queued, proposal, guess): (&Queued, &Proposal, &Guess),
        chosen: bool,
    ) {
        let (width, base) = (list.columns(), self.theme.overlay);
        match &proposal.stance {
            Some(stance) => {
                let glyph = Safe::new(self.state.config.stance_glyph(stance.polarity));
                list.put(1, y, &glyph, base.patch(self.theme.polarity(stance.polarity)));
            }
            None => {
                let kind = Safe::line(&guess.kind).fit(5);
                list.put(1, y, &kind, base.patch(self.theme.swatch(self.hue_of(&guess.kind))));
            }
        }
        list.put(7, y, &Safe::new(&format!("{:>3.0} %", guess.score * 100.0)), base.patch(self.theme.dim));
        let half = if width < 60 { width.saturating_sub(14) } else { (width - 14) / 2 };
        let places = proposal.places.len();
        let places = if places > 1 { format!(" ({places})") } else { String::new() };
        let name = Safe::line(&self.proposed(proposal)).fit(usize::from(half).saturating_sub(places.len()));
        let x = list.put(14, y, &name, base);
        list.put(x, y, &Safe::new(&places), base.patch(self.theme.dim));
        if width >= 60 {
            let title = Safe::line(&queued.title).fit(usize::from(width.saturating_sub(half + 17)));
            list.put(half + 16, y, &title, base.patch(self.theme.dim));
        }
        if chosen {
            list.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
        }
    }

    /// The chosen name, its article, the reason, and its sentence with the name standing out.
    fn review_detail(&self, area: &mut Canvas<'_>, queued: &Queued, proposal: &Proposal) {
        let (width, base) = (area.columns(), self.theme.overlay);
        let room = usize::from(width.saturating_sub(2));
        let look = &self.state.config.look;
        let line = if look.screen_reader {
            " "
        } else if look.ascii {
            "-"
        } else {
            "─"
        };
        area.put(0, 0, &Safe::new(&line.repeat(usize::from(width))), base.patch(self.theme.border));
        let Some(guess) = proposal.open() else { return };
        let (what, style) = match &proposal.stance {
            Some(stance) => (stance.polarity.word(), self.theme.polarity(stance.polarity)),
            None => {
                let kind = self.state.config.codebook.kind(&guess.kind);
                (kind.map_or(guess.kind.as_str(), |kind| &kind.name), self.theme.hue(self.hue_of(&guess.kind)))
            }
        };
        let what = format!("{what}: {}", self.proposed(proposal));
        area.put(1, 1, &Safe::line(&what).fit(room), base.add_modifier(Modifier::BOLD));
        let why = format!("{:.0} %: {}", guess.score * 100.0, guess.reason);
        area.put(1, 2, &Safe::line(&why).fit(room), base.patch(self.theme.dim));
        area.put(1, 3, &Safe::line(&queued.title).fit(room), base.patch(self.theme.dim));
        let name = base.patch(style).add_modifier(Modifier::BOLD);
        self.sentence(&mut area.part(1, 4, width.saturating_sub(2), u16::MAX), proposal, base, name);
    }

    /// The name, or who takes a stance toward whom.
    fn proposed(&self, proposal: &Proposal) -> String {
        let arrow = if self.state.config.look.ascii { ">" } else { "→" };
        let stance = proposal.stance.as_ref();
        stance.map_or_else(
            || proposal.entity.clone(),
            |stance| format!("{} {arrow} {}", stance.holder_name(), stance.target.entity),
        )
    }

    /// Writes the sentence from a row that shows the name, so that a long one does not hide it.
    fn sentence(&self, area: &mut Canvas<'_>, proposal: &Proposal, base: Style, name: Style) {
        let Proposal { sentence, names, .. } = proposal;
        let layout = Layout::whole(sentence, &[], usize::from(area.columns()));
        let top = (layout.row_of(names.first().map_or(0, |name| name.start)) + 2)
            .saturating_sub(SENTENCE)
            .min(layout.len().saturating_sub(SENTENCE));
        for row in 0..SENTENCE {
            let Some(bytes) = layout.row(top + row) else { break };
            let y = u16::try_from(row).unwrap_or(0);
            for cell in cells(sentence, &[], bytes, layout.width()) {
                let style = if names.iter().any(|name| name.holds(cell.byte)) { name } else { base };
                area.put_shown(u16::try_from(cell.column).unwrap_or(u16::MAX), y, &cell.shown, style);
            }
        }
    }

    fn nothing_to_review(&self, list: &mut Canvas<'_>, review: &Review) {
        let lines = match (review.progress.is_some(), review.articles.is_empty()) {
            (true, _) => ["Looking for names and stances ...", ""],
            (false, true) => {
                ["Nothing is proposed in the listed articles.", "q goes back; a wider filter lists more of them."]
            }
            (false, false) => ["Everything here is decided.", "q goes back; u takes the last decision back."],
        };
        for (line, y) in lines.into_iter().zip(1..) {
            list.put_static(3, y, line, self.theme.overlay);
        }
    }
}
