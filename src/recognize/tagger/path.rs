//! The best path: the labels of a sentence that together score highest and begin no name in its middle.

use super::labels::{COUNT, Scores, goes_on, may_follow};

/// What cannot be.
const NEVER: f32 = -1e9;

/// What it scores to begin with a label, and to go from one to the next.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moves {
    /// By the first label.
    pub(crate) start: Scores,
    /// By label, then by the next one.
    pub(crate) next: [Scores; COUNT],
}

impl Moves {
    /// Returns moves that only forbid what cannot be.
    pub(crate) fn plain() -> Self {
        Self { start: [0.0; COUNT], next: [[0.0; COUNT]; COUNT] }.legal()
    }

    /// Forbids what cannot be.
    pub(crate) fn legal(mut self) -> Self {
        for next in 0..COUNT {
            if goes_on(next) {
                self.start[next] = NEVER;
            }
            for label in (0..COUNT).filter(|label| !may_follow(*label, next)) {
                self.next[label][next] = NEVER;
            }
        }
        self
    }
}

/// A label on the best path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// The label.
    pub(crate) label: usize,
    /// By how much the best path is better than the best one with another label here.
    pub(crate) margin: f32,
}

/// Returns the best path for the scores of the words of a sentence.
pub(crate) fn best(scores: &[Scores], moves: &Moves) -> Vec<Step> {
    let Some(first) = scores.first() else { return Vec::new() };
    let mut ahead: Vec<Scores> = Vec::with_capacity(scores.len());
    let mut last: Scores = std::array::from_fn(|label| moves.start[label] + first[label]);
    ahead.push(last);
    for word in &scores[1..] {
        last = std::array::from_fn(|next| {
            let into = last.iter().zip(&moves.next).map(|(score, moves)| score + moves[next]);
            into.fold(f32::NEG_INFINITY, f32::max) + word[next]
        });
        ahead.push(last);
    }
    let mut steps = Vec::with_capacity(scores.len());
    let mut behind: Scores = [0.0; COUNT];
    for (at, ahead) in ahead.iter().enumerate().rev() {
        let through: Scores = std::array::from_fn(|label| ahead[label] + behind[label]);
        steps.push(step(&through));
        let word = &scores[at];
        behind = std::array::from_fn(|label| {
            let onward = (0..COUNT).map(|next| moves.next[label][next] + word[next] + behind[next]);
            onward.fold(f32::NEG_INFINITY, f32::max)
        });
    }
    steps.reverse();
    mended(steps)
}

fn step(through: &Scores) -> Step {
    let label = (1..COUNT).fold(0, |best, label| if through[label] > through[best] { label } else { best });
    let other = (0..COUNT).filter(|other| *other != label).map(|other| through[other]);
    Step { label, margin: through[label] - other.fold(f32::NEG_INFINITY, f32::max) }
}

/// Where two paths score exactly the same, words may have been taken from both: a name then begins where it should.
fn mended(mut steps: Vec<Step>) -> Vec<Step> {
    let mut before = 0;
    for step in &mut steps {
        if !may_follow(before, step.label) {
            step.label -= 1;
        }
        before = step.label;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::{COUNT, Moves, Scores, best, may_follow};
    use proptest::prelude::*;

    fn score(path: &[usize], scores: &[Scores], moves: &Moves) -> f32 {
        let steps: f32 = path.windows(2).map(|pair| moves.next[pair[0]][pair[1]]).sum();
        moves.start[path[0]] + steps + path.iter().zip(scores).map(|(label, word)| word[*label]).sum::<f32>()
    }

    proptest! {
        #[test]
        fn no_other_path_is_better(raw in proptest::collection::vec(proptest::array::uniform9(-3.0_f32..3.0), 1..4)) {
            let moves = Moves::plain();
            let steps = best(&raw, &moves);
            let found: Vec<usize> = steps.iter().map(|step| step.label).collect();
            let mut paths: Vec<Vec<usize>> = vec![Vec::new()];
            for _ in &raw {
                paths = paths.iter().flat_map(|path| (0..COUNT).map(|label| [path.as_slice(), &[label]].concat())).collect();
            }
            let top = paths.iter().map(|path| score(path, &raw, &moves)).fold(f32::NEG_INFINITY, f32::max);
            prop_assert!((score(&found, &raw, &moves) - top).abs() < 1e-3);
            for (at, step) in steps.iter().enumerate() {
                let others = paths.iter().filter(|path| path[at] != step.label);
                let other = others.map(|path| score(path, &raw, &moves)).fold(f32::NEG_INFINITY, f32::max);
                prop_assert!((top - other - step.margin).abs() < 1e-3);
            }
        }

        #[test]
        fn a_name_never_begins_in_its_middle(raw in proptest::collection::vec(proptest::array::uniform9(0..3_u8), 0..9)) {
            let raw: Vec<Scores> = raw.iter().map(|word| word.map(f32::from)).collect();
            let mut before = 0;
            for step in best(&raw, &Moves::plain()) {
                prop_assert!(may_follow(before, step.label) && step.margin >= 0.0);
                before = step.label;
            }
        }
    }
}
