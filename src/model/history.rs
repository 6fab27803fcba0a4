//! Undo and redo of one journal. Undo is an act that names another act, so the history is read from the acts themselves.

use super::{Act, Id, What};
use std::collections::HashSet;

/// What can be undone and redone, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<Id>,
    /// The undo act, and what it took back.
    undone: Vec<(Id, Id)>,
}

impl History {
    /// Reads the history out of a journal's acts, in their order.
    #[must_use]
    pub fn of(acts: &[Act]) -> Self {
        let mut history = Self::default();
        for act in acts {
            history.push(act);
        }
        history
    }

    /// Adds one more act.
    pub fn push(&mut self, act: &Act) {
        match &act.what {
            What::Undo { of } => self.push_undo(&act.id, of),
            What::Unknown(_) => {}
            _ => {
                let key = act.undo_key();
                if self.done.last() != Some(key) {
                    self.done.push(key.clone());
                }
                self.undone.clear();
            }
        }
    }

    fn push_undo(&mut self, undo: &Id, of: &Id) {
        if let Some(at) = self.done.iter().rposition(|key| key == of) {
            let key = self.done.remove(at);
            self.undone.push((undo.clone(), key));
        } else if let Some(at) = self.undone.iter().rposition(|(earlier, _)| earlier == of) {
            let (_, key) = self.undone.remove(at);
            self.done.push(key);
        }
    }

    /// Returns the act or group that undo takes back next.
    #[must_use]
    pub fn next_undo(&self) -> Option<&Id> {
        self.done.last()
    }

    /// Returns the undo act that redo takes back next.
    #[must_use]
    pub fn next_redo(&self) -> Option<&Id> {
        self.undone.last().map(|(undo, _)| undo)
    }

    /// Returns how many undos are left.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.done.len()
    }
}

/// Returns the acts that are not taken back, in their order.
#[must_use]
pub fn standing(acts: &[Act]) -> Vec<&Act> {
    let mut cancelled: HashSet<&Id> = HashSet::new();
    let mut standing: Vec<&Act> = Vec::with_capacity(acts.len());
    // Backwards, since an undo may itself be undone by a later act.
    for act in acts.iter().rev() {
        if cancelled.contains(&act.id) || act.group.as_ref().is_some_and(|group| cancelled.contains(group)) {
            continue;
        }
        match &act.what {
            What::Undo { of } => {
                cancelled.insert(of);
            }
            _ => standing.push(act),
        }
    }
    standing.reverse();
    standing
}
