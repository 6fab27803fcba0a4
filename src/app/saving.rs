//! What is known about the disk: how many acts wait for it, and whether it refuses.

use super::state::Level;
use super::{Effect, State};
use crate::model::ArticleId;

/// The state of saving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saving {
    /// Acts that are not yet known to be on the disk.
    pub waiting: usize,
    /// Why the last try failed.
    pub failed: Option<String>,
    /// Acts that this program has put on the disk.
    pub saved: usize,
    /// The person said to leave: as soon as everything is written.
    pub leaving: bool,
    /// The person was told that leaving once more loses acts.
    pub warned: bool,
}

impl State {
    pub(super) fn on_saved(&mut self, article: &ArticleId, acts: usize) {
        self.effect(Effect::ScanOne(article.clone())); // the index follows the file, never before
        self.count_saved(acts);
    }

    /// Counts what has reached the disk. An export that waited for all of it begins.
    pub(super) fn count_saved(&mut self, acts: usize) {
        self.saving.saved += acts;
        self.saving.failed = None;
        self.saving.warned = false;
        self.no_longer_waits(acts);
    }

    /// Counts down what the disk has, or has refused for good.
    pub(super) fn no_longer_waits(&mut self, acts: usize) {
        self.saving.waiting = self.saving.waiting.saturating_sub(acts);
        if self.saving.waiting == 0
            && let Some(job) = self.export.take()
        {
            self.effect(Effect::Export(job));
        }
    }

    /// Leaves the program when everything is written; where the disk refuses, only when asked once more.
    pub(super) fn leave(&mut self) {
        self.keep_place();
        if self.saving.waiting == 0 || self.saving.warned {
            return self.effect(Effect::Quit);
        }
        self.saving.leaving = true;
        self.say(Level::Info, "Saving before leaving ...");
        self.effect(Effect::Flush);
    }

    pub(super) fn on_save_failed(&mut self, why: String) {
        self.say(Level::Error, &format!("NOT SAVED: {why}"));
        self.saving.failed = Some(why);
    }

    pub(super) fn on_flushed(&mut self, all: bool) {
        let leaving = std::mem::take(&mut self.saving.leaving);
        if leaving && all {
            return self.effect(Effect::Quit);
        }
        if leaving {
            self.saving.warned = true;
            let waiting = match self.saving.waiting {
                1 => "1 change is".to_owned(),
                waiting => format!("{waiting} changes are"),
            };
            let said = format!("{waiting} NOT on the disk. Ctrl+s tries again; leaving once more gives up what waits.");
            return self.say(Level::Error, &said);
        }
        if all {
            let said = match self.saving.saved {
                0 => "Everything is saved.".to_owned(),
                1 => "Saved: 1 change is on the disk.".to_owned(),
                changes => format!("Saved: {changes} changes are on the disk."),
            };
            self.say(Level::Info, &said);
        }
    }
}
