//! Stances over time: support goes up from a line, opposition down, and the dates stand under them.

use super::View;
use super::canvas::Canvas;
use crate::app::Timeline;
use crate::model::Polarity;
use crate::text::Safe;

/// Steps of a bar in one row.
const STEPS: usize = 2;

impl View<'_> {
    /// Draws it with so many rows for each side.
    pub fn timeline(&self, area: &mut Canvas<'_>, timeline: Option<&Timeline>, side: u16) {
        let base = self.theme.overlay;
        let Some(timeline) = timeline else {
            area.put_static(0, side, "No article of these has a date.", base.patch(self.theme.dim));
            return;
        };
        // A single stance is a row high, not as high as the picture.
        let most = timeline.most().max(usize::from(side)).max(1);
        for (x, part) in starts(timeline).zip(&timeline.parts) {
            for polarity in [Polarity::Support, Polarity::Oppose] {
                let steps = (part[polarity as usize] * usize::from(side) * STEPS).div_ceil(most);
                self.bar(area, x, timeline.wide, (side, steps), polarity);
            }
        }
        self.axis(area, timeline, side);
    }

    /// Draws a bar of so many half rows away from the line.
    fn bar(&self, area: &mut Canvas<'_>, x: u16, wide: usize, (side, steps): (u16, usize), polarity: Polarity) {
        let up = polarity == Polarity::Support;
        let style = self.theme.overlay.patch(self.theme.polarity(polarity));
        let full = if self.state.config.look.ascii { '#' } else { '█' };
        let half = match (self.state.config.look.ascii, up) {
            (true, _) => ':',
            (false, true) => '▄',
            (false, false) => '▀',
        };
        for row in 0..side {
            let c = match steps.saturating_sub(usize::from(row) * STEPS) {
                0 => break,
                1 => half,
                _ => full,
            };
            let y = if up { side - 1 - row } else { side + 1 + row };
            // Wide bars are kept apart.
            let bar: String = std::iter::repeat_n(c, if wide > 1 { wide - 1 } else { 1 }).collect();
            area.put(x, y, &Safe::new(&bar), style);
        }
    }

    /// Draws the line between the sides, with what takes no side on it, and the dates.
    fn axis(&self, area: &mut Canvas<'_>, timeline: &Timeline, side: u16) {
        let (base, ascii) = (self.theme.overlay, self.state.config.look.ascii);
        let (line, tick) = if ascii { ("-", "+") } else { ("─", "┬") };
        let columns = usize::from(area.columns()).min(timeline.parts.len() * timeline.wide);
        area.put(0, side, &Safe::new(&line.repeat(columns)), base.patch(self.theme.border));
        let mut free = 0;
        for (part, x) in starts(timeline).enumerate() {
            let label = Safe::new(&timeline.label(part));
            let wide = u16::try_from(label.columns()).unwrap_or(u16::MAX);
            if x >= free && x.saturating_add(wide) <= area.columns() {
                area.put(x, side, &Safe::new(tick), base.patch(self.theme.border));
                area.put(x, 2 * side + 1, &label, base.patch(self.theme.dim));
                free = x + wide + 2;
            }
            let aside = [Polarity::Ambiguous, Polarity::Neutral];
            for polarity in aside.into_iter().filter(|polarity| timeline.parts[part][*polarity as usize] > 0) {
                let glyph = Safe::new(self.state.config.stance_glyph(polarity));
                area.put(x, side, &glyph, base.patch(self.theme.polarity(polarity)));
            }
        }
    }
}

/// Returns the first column of each part.
fn starts(timeline: &Timeline) -> impl Iterator<Item = u16> + use<> {
    let wide = timeline.wide;
    (0..timeline.parts.len()).map(move |part| u16::try_from(part * wide).unwrap_or(u16::MAX))
}
