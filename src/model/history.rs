//! Undo and redo of one journal. Undo is an act that names another act, so the history is read from the acts themselves.
//!
//! Two windows may undo the same act: an undo that finds nothing to take back is void, now and for good.

use super::{Act, Id, What};
use std::collections::HashMap;

/// Which acts stand, and what can be undone and redone, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    acts: Vec<Past>,
    /// The acts that an undo may name by this: their own id or that of their group.
    named: HashMap<Id, Vec<usize>>,
    /// Of each undo in force, by its id: the acts whose standing it turned, and what it turned it to.
    turned: HashMap<Id, (Vec<usize>, bool)>,
    /// How many undoable acts stand under each undo key.
    standing: HashMap<Id, usize>,
    /// The undo keys under which any stand.
    done: Vec<Id>,
    /// The undo acts that redo may take back.
    undone: Vec<Id>,
}

/// What the history keeps of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Past {
    /// What undo names; nothing where the act cannot be undone from here.
    key: Option<Id>,
    stands: bool,
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
        let at = self.acts.len();
        self.acts.push(Past { key: None, stands: false });
        if let What::Undo { of } = &act.what {
            return self.push_undo(&act.id, of);
        }
        if !matches!(act.what, What::Unknown(_)) {
            self.acts[at].key = Some(act.undo_key().clone());
            self.undone.clear();
        }
        for name in std::iter::once(&act.id).chain(&act.group) {
            self.named.entry(name.clone()).or_default().push(at);
        }
        self.turn(&[at], true);
    }

    fn push_undo(&mut self, undo: &Id, of: &Id) {
        if self.turned.contains_key(undo) {
            return; // a retried write can leave the same block twice
        }
        let earlier = self.turned.get(of);
        let (acts, stand) = match earlier {
            Some((acts, stood)) => (acts.as_slice(), !stood),
            None => (self.named.get(of).map(Vec::as_slice).unwrap_or_default(), false),
        };
        let acts: Vec<usize> = acts.iter().copied().filter(|at| self.acts[*at].stands != stand).collect();
        if acts.is_empty() {
            return;
        }
        if self.turned.remove(of).is_some() {
            self.undone.retain(|undone| undone != of);
        }
        self.turn(&acts, stand);
        if !stand {
            self.undone.push(undo.clone());
        }
        self.turned.insert(undo.clone(), (acts, stand));
    }

    /// Lets acts stand or not, each of which did the other before.
    fn turn(&mut self, acts: &[usize], stand: bool) {
        for at in acts {
            self.acts[*at].stands = stand;
            let Some(key) = &self.acts[*at].key else { continue };
            let count = self.standing.entry(key.clone()).or_default();
            *count = if stand { *count + 1 } else { *count - 1 };
            match (stand, *count) {
                (true, 1) => self.done.push(key.clone()),
                (false, 0) => {
                    if let Some(at) = self.done.iter().rposition(|done| done == key) {
                        self.done.remove(at);
                    }
                }
                _ => {}
            }
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
        self.undone.last()
    }

    /// Returns all acts and groups that can be undone, the last one first.
    pub fn undoable(&self) -> impl Iterator<Item = &Id> {
        self.done.iter().rev()
    }

    /// Returns all undo acts that redo can take back, the last one first.
    pub fn redoable(&self) -> impl Iterator<Item = &Id> {
        self.undone.iter().rev()
    }

    /// Says whether this is an undo in force.
    #[must_use]
    pub fn is_undo(&self, id: &Id) -> bool {
        self.turned.get(id).is_some_and(|(_, stand)| !stand)
    }

    /// Says whether any act stands that undo names by this.
    #[must_use]
    pub fn stands(&self, key: &Id) -> bool {
        self.standing.get(key).is_some_and(|standing| *standing > 0)
    }

    /// Returns how many undos are left.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.done.len()
    }
}

/// Returns the acts that are not taken back, in their order; undo acts are none of them.
#[must_use]
pub fn standing(acts: &[Act]) -> Vec<&Act> {
    let history = History::of(acts);
    acts.iter().zip(history.acts).filter(|(_, past)| past.stands).map(|(act, _)| act).collect()
}

#[cfg(test)]
mod tests {
    use super::{History, standing};
    use crate::model::{Act, Id, What};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Reads `a` (an act), `a@g` (one of a group), `u=a` (an undo of `a`), one after the other.
    fn acts(written: &str) -> Vec<Act> {
        let act = |word: &str| {
            let (name, of) = word.split_once('=').map_or((word, None), |(name, of)| (name, Some(Id::from(of))));
            let (id, group) = name.split_once('@').map_or((name, None), |(id, group)| (id, Some(Id::from(group))));
            let what = of.map_or_else(|| What::Remove { of: Id::from("x") }, |of| What::Undo { of });
            Act { id: Id::from(id), at: jiff::Timestamp::UNIX_EPOCH, group, what, extra: toml::Table::new() }
        };
        written.split_whitespace().map(act).collect()
    }

    #[test]
    fn undo_and_redo_in_any_order() {
        let cases = [
            // acts, those that stand, what undo and redo would name
            ("a b", "a b", "b", ""),
            ("a b u=b", "a", "a", "u"),
            ("a b u=b r=u", "a b", "b", ""),
            ("a u=a v=a", "", "", "u"),
            ("a u=a v=a r=u", "a", "a", ""),
            ("a u=a v=a r=v", "", "", "u"),
            ("a u=a r=u s=u", "a", "a", ""),
            ("a u=a r=u w=r", "", "", "w"),
            ("a u=a b r=u", "a b", "a", ""),
            ("a u=a u=a", "", "", "u"),
            ("a@g b@g c u=g", "c", "c", "u"),
            ("a@g c b@g u=g", "c", "c", "u"),
            ("a@g b@g u=g v=g r=u", "a b", "g", ""),
            ("a@g b@g u=b v=g r=v", "a", "g", "u"),
            ("a u=nothing", "a", "a", ""),
        ];
        for (written, stand, undo, redo) in cases {
            let acts = acts(written);
            let history = History::of(&acts);
            let ids: Vec<&str> = standing(&acts).iter().map(|act| act.id.as_str()).collect();
            assert_eq!(ids.join(" "), stand, "{written}");
            assert_eq!(history.next_undo().map_or("", Id::as_str), undo, "{written}");
            assert_eq!(history.next_redo().map_or("", Id::as_str), redo, "{written}");
        }
    }

    /// A step: an act, one of a group, what undo or redo would do, or an undo that names any earlier act or group.
    fn written(steps: &[(u8, usize)]) -> String {
        let mut words: Vec<String> = Vec::new();
        for (at, (step, pick)) in steps.iter().enumerate() {
            let history = History::of(&acts(&words.join(" ")));
            let word = match step {
                0 => format!("{at}"),
                1 => format!("{at}@g{}", pick % 3),
                2 => history.next_undo().map_or_else(|| format!("{at}"), |key| format!("{at}={key}")),
                3 => history.next_redo().map_or_else(|| format!("{at}"), |undo| format!("{at}={undo}")),
                4 => format!("{at}=g{}", pick % 3),
                _ => format!("{at}={}", pick % (at + 1)),
            };
            words.push(word);
        }
        words.join(" ")
    }

    proptest! {
        #[test]
        fn what_can_be_undone_is_what_stands(steps in prop::collection::vec((0u8..6, 0usize..40), 0..40)) {
            let acts = acts(&written(&steps));
            let history = History::of(&acts);
            let stand: BTreeSet<&Id> = standing(&acts).into_iter().map(Act::undo_key).collect();
            let done: BTreeSet<&Id> = history.done.iter().collect();
            prop_assert_eq!(&done, &stand);
            prop_assert_eq!(done.len(), history.depth(), "no key stands twice");
            // Undo reaches everything, and redo brings the last of it back.
            if let Some(key) = history.next_undo() {
                let more: Vec<Act> = acts.iter().cloned().chain(self::acts(&format!("u={key} r=u"))).collect();
                let ids = |acts: &[Act]| standing(acts).iter().map(|act| act.id.clone()).collect::<Vec<_>>();
                prop_assert!(ids(&more[..acts.len() + 1]).len() < ids(&acts).len());
                prop_assert_eq!(ids(&more), ids(&acts));
            }
        }
    }
}
