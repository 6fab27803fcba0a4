//! What articles cost: keys and time, counted in memory and handed to the disk when the article is left.

use super::state::Overlay;
use super::{Effect, Event, State};
use crate::model::ArticleId;
use crate::store::{Effort, Efforts, Screen};

/// The most of a pause between two keys that counts: whoever reads a screen presses nothing for a while, whoever is away
/// presses nothing for long.
const PAUSE: u64 = 60_000;

/// What was spent since it was last handed to the disk.
#[derive(Default)]
pub(super) struct Meter {
    spent: Efforts,
    /// The article of the last key, and when that was, in milliseconds.
    last: Option<(ArticleId, i64)>,
}

impl State {
    /// Counts a key, a click or the wheel for the article that is worked on now.
    pub(super) fn measure(&mut self, event: &Event) {
        let keys = match event {
            Event::Key(_) => 1,
            Event::Click(..)
            | Event::DoubleClick(..)
            | Event::Drag(..)
            | Event::Pointed(_)
            | Event::Wheel(_)
            | Event::Paste(_) => 0,
            _ => return,
        };
        let (Some(id), true) = (self.worked_on().cloned(), self.config.effort) else { return };
        let now = self.now.as_millisecond();
        let pause = match &self.meter.last {
            Some((last, at)) if *last == id => u64::try_from(now.saturating_sub(*at)).unwrap_or(0),
            _ => 0,
        };
        self.meter.spent.entry(id.clone()).or_default().add(Effort { keys, milliseconds: pause.min(PAUSE) });
        self.meter.last = Some((id, now));
    }

    /// Hands what was spent to the disk when its article was left, never in between.
    pub(super) fn settle_effort(&mut self) {
        let Some((last, _)) = &self.meter.last else { return };
        let leaving = self.effects.iter().any(|effect| matches!(effect, Effect::Quit));
        let in_review = self.review.is_some() && self.overlays.iter().any(|over| matches!(over, Overlay::Review));
        if !leaving && (in_review || self.worked_on() == Some(last)) {
            return;
        }
        self.meter.last = None;
        let spent = std::mem::take(&mut self.meter.spent);
        // Before the end of the program, which is the last effect.
        self.effects.insert(0, Effect::KeepEfforts(spent));
    }

    /// The open article, or in the review that of the name under the cursor.
    fn worked_on(&self) -> Option<&ArticleId> {
        if self.overlays.iter().any(|over| matches!(over, Overlay::Review)) {
            return self.review.as_ref()?.current().map(|(queued, _)| &queued.id);
        }
        let reader = self.reader.as_ref().filter(|_| self.screen == Screen::Reader)?;
        Some(&reader.article.id)
    }
}
