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
    /// The person said to leave in spite of unsaved acts.
    pub leave_anyway: bool,
}

impl State {
    pub(super) fn on_saved(&mut self, article: &ArticleId, acts: usize) {
        self.saving.waiting = self.saving.waiting.saturating_sub(acts);
        self.saving.saved += acts;
        self.saving.failed = None;
        self.effect(Effect::ScanOne(article.clone())); // the index follows the file, never before
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.article.id == *article) {
            reader.unsaved.drain(..acts.min(reader.unsaved.len()));
        }
    }

    pub(super) fn on_save_failed(&mut self, why: String) {
        self.say(Level::Error, &format!("NOT SAVED: {why}"));
        self.saving.failed = Some(why);
    }

    pub(super) fn on_flushed(&mut self, all: bool) {
        if all {
            let said = match self.saving.saved {
                0 => "Everything is saved.".to_owned(),
                1 => "Saved: 1 act is on the disk.".to_owned(),
                acts => format!("Saved: {acts} acts are on the disk."),
            };
            self.say(Level::Info, &said);
        }
    }
}
