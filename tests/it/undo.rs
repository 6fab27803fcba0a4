//! Random acts with undo and redo among them: taking everything back leaves nothing, doing it all again leaves what was.

use newsgloss::model::{Act, Annotations, History, Id, Journal, On, TextHash, What};
use newsgloss::text::Body;
use proptest::prelude::*;
use std::sync::Arc;

#[derive(Clone, Copy, Debug)]
enum Step {
    Make,
    Group,
    Remove,
    Undo,
    Redo,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Make),
        1 => Just(Step::Group),
        1 => Just(Step::Remove),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

/// One annotator at work.
#[derive(Default)]
struct Work {
    acts: Vec<Act>,
}

impl Work {
    fn push(&mut self, what: What, group: Option<&Id>) {
        let number = self.acts.len();
        let id = Id::from(format!("act{number:04}").as_str());
        let at = jiff::Timestamp::UNIX_EPOCH;
        self.acts.push(Act { id, at, group: group.cloned(), what, extra: toml::Table::new() });
    }

    fn tag(&mut self, group: Option<&Id>) {
        let label = format!("tag {}", self.acts.len());
        self.push(What::Tag { label, on: On::Article }, group);
    }

    /// Undoes (or redoes) the next one; says whether there was one.
    fn take_back(&mut self, redo: bool) -> bool {
        let history = History::of(&self.acts);
        let key = if redo { history.next_redo() } else { history.next_undo() };
        let Some(of) = key.cloned() else { return false };
        self.push(What::Undo { of }, None);
        true
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Make => self.tag(None),
            Step::Group => {
                let group = Id::from(format!("group{}", self.acts.len()).as_str());
                (0..3).for_each(|_| self.tag(Some(&group)));
            }
            Step::Remove => {
                if let Some(tag) = self.standing().tags.first() {
                    self.push(What::Remove { of: tag.id.clone() }, None);
                }
            }
            Step::Undo => drop(self.take_back(false)),
            Step::Redo => drop(self.take_back(true)),
        }
    }

    fn standing(&self) -> Annotations {
        let journal = Journal { annotator: Arc::from("me"), acts: self.acts.clone() };
        Annotations::fold(&[journal], &Body::new("text".to_owned()), &TextHash::of("text"))
    }
}

proptest! {
    #[test]
    fn undo_to_the_start_and_redo_to_the_end(steps in proptest::collection::vec(step(), 0..40)) {
        let mut work = Work::default();
        steps.into_iter().for_each(|step| work.step(step));
        while work.take_back(true) {}
        let end = work.standing();
        let depth = History::of(&work.acts).depth();
        for _ in 0..depth {
            prop_assert!(work.take_back(false));
        }
        prop_assert!(!work.take_back(false));
        prop_assert_eq!(work.standing(), Annotations::default());
        for _ in 0..depth {
            prop_assert!(work.take_back(true));
        }
        prop_assert!(!work.take_back(true));
        prop_assert_eq!(work.standing(), end);
    }
}
