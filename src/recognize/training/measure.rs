//! How right a model is: exact spans and types against annotated texts, through the whole of suggesting.

use super::super::suggest_by;
use super::super::tagger::scorer::Fast;
use super::super::tagger::weights::Weights;
use super::examples::Example;
use crate::model::{Lessons, MentionSuggestion};
use crate::text::Span;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// Right, wrong and missed names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Suggested and in the text.
    pub right: usize,
    /// Suggested only.
    pub wrong: usize,
    /// In the text only.
    pub missed: usize,
}

impl Tally {
    /// Returns the harmonic mean of precision and recall, from 0 to 100.
    #[must_use]
    pub fn f1(self) -> f64 {
        let all = 2 * self.right + self.wrong + self.missed;
        if all == 0 { 0.0 } else { 200.0 * self.right as f64 / all as f64 }
    }

    /// Adds another tally.
    pub(super) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// Returns the tallies of a model, one for each of `kinds`; nothing where the bytes are no model.
#[must_use]
pub fn tally(model: &[u8], examples: &[Example], kinds: &[&str]) -> Option<Vec<Tally>> {
    let weights = Weights::read(Cow::Owned(model.to_vec()))?;
    let mut tallies = vec![Tally::default(); kinds.len()];
    let lessons = Lessons::default();
    for example in examples {
        let found = suggest_by(&example.text, &lessons, &mut Fast::new(&weights), &AtomicBool::new(false)).mentions;
        for (kind, tally) in kinds.iter().zip(&mut tallies) {
            tally.add(compared(&found, example, kind, whole(example)));
        }
    }
    Some(tallies)
}

/// Returns the span of a whole text.
fn whole(example: &Example) -> Span {
    Span::new(0, example.text.len())
}

/// Compares what is suggested with what is in the text, for one type in a part of the text.
pub(super) fn compared(found: &[MentionSuggestion], example: &Example, kind: &str, part: Span) -> Tally {
    let told = found.iter().filter(|one| one.kind == kind).map(|one| one.span);
    let told: BTreeSet<Span> = told.filter(|span| part.contains(*span)).collect();
    let there: BTreeSet<Span> = example.names.iter().filter(|one| one.kind == kind).map(|one| one.span).collect();
    let right = told.intersection(&there).count();
    Tally { right, wrong: told.len() - right, missed: there.len() - right }
}
