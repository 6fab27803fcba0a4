//! A conditional random field: the weights under which the right labels of each sentence are likeliest among all paths.
//! Learned sentence by sentence, with a rate of its own for each weight (AdaGrad).

use super::super::tagger::labels::{COUNT, OUT, Scores};
use super::super::tagger::path::Moves;
use super::examples::Lesson;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Features are hashes already.
#[derive(Default)]
struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn write_u32(&mut self, hash: u32) {
        self.0 = u64::from(hash);
    }
}

/// The weights of one feature, or of the moves from one label.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    weights: Scores,
    /// Sums of the squares of all steps so far.
    squares: Scores,
    /// Sentences that it was met in.
    seen: u32,
}

/// How far a step goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Its size.
    pub(super) rate: f32,
    /// How strongly weights are drawn to zero.
    pub(super) decay: f32,
    /// How much must be learned of a feature before its steps are full: the greater, the less is made of rare ones.
    pub(super) calm: f32,
}

impl Row {
    fn step(&mut self, by: &Scores, pace: Pace) {
        let Pace { rate, decay, calm } = pace;
        for ((weight, square), by) in self.weights.iter_mut().zip(&mut self.squares).zip(by) {
            let slope = by + decay * *weight;
            *square += slope * slope;
            *weight -= rate * slope / (*square + calm).sqrt();
        }
    }
}

/// What is learned so far.
pub(super) struct Crf {
    places: HashMap<u32, u32, BuildHasherDefault<Already>>,
    rows: Vec<Row>,
    /// By the label before; the last one stands for the start.
    moves: [Row; COUNT + 1],
    /// Moves of a model that is there already, which stay as they are.
    fixed: Option<Moves>,
}

impl Crf {
    /// Begins with nothing, or on top of a model that has these moves.
    pub(super) fn new(fixed: Option<Moves>) -> Self {
        Self { places: HashMap::default(), rows: Vec::new(), moves: [Row::default(); COUNT + 1], fixed }
    }

    /// Learns from one sentence, of whose features only those count that are at `kept`, word by word.
    pub(super) fn learn(&mut self, lesson: &Lesson, kept: &[Vec<u32>], pace: Pace) {
        let places: Vec<Vec<usize>> =
            kept.iter().map(|word| word.iter().map(|key| self.place(*key)).collect()).collect();
        let sum = |word: &Vec<usize>| {
            let mut sum = [0.0; COUNT];
            for place in word {
                sum.iter_mut().zip(&self.rows[*place].weights).for_each(|(sum, weight)| *sum += weight);
            }
            sum
        };
        let mut scores: Vec<Scores> = places.iter().map(sum).collect();
        for (word, there) in scores.iter_mut().zip(&lesson.scores) {
            word.iter_mut().zip(there).for_each(|(score, there)| *score += there);
        }
        let (mut words, mut moves) = slopes(&scores, &self.moves());
        let mut before = COUNT;
        for (word, label) in words.iter_mut().zip(&lesson.labels) {
            word[*label] -= 1.0;
            moves[before][*label] -= 1.0;
            before = *label;
        }
        for (word, slope) in places.iter().zip(&words) {
            word.iter().for_each(|place| self.rows[*place].step(slope, pace));
        }
        for (row, slope) in self.moves.iter_mut().zip(&moves) {
            row.step(slope, pace);
        }
    }

    fn place(&mut self, key: u32) -> usize {
        let next = self.rows.len() as u32;
        let place = *self.places.entry(key).or_insert(next) as usize;
        if place == self.rows.len() {
            self.rows.push(Row::default());
        }
        self.rows[place].seen += 1;
        place
    }

    /// Returns the moves as they are now.
    pub(super) fn moves(&self) -> Moves {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        Moves { start: self.moves[COUNT].weights, next: std::array::from_fn(|label| self.moves[label].weights) }.legal()
    }

    /// Returns the rows of features that were met at least `least` times, sorted, of these only the `most` weightiest.
    pub(super) fn rows(&self, least: u32, most: usize) -> Vec<(u32, Scores)> {
        let weight = |row: &Scores| {
            let mean = row.iter().sum::<f32>() / COUNT as f32;
            row.iter().map(|weight| (weight - mean).abs()).fold(0.0, f32::max)
        };
        let all = self.places.iter().map(|(key, place)| (*key, &self.rows[*place as usize]));
        let mut rows: Vec<(u32, Scores)> =
            all.filter(|(_, row)| row.seen >= least).map(|(key, row)| (key, row.weights)).collect();
        rows.sort_by(|one, other| weight(&other.1).total_cmp(&weight(&one.1)).then(one.0.cmp(&other.0)));
        rows.truncate(most);
        rows.sort_by_key(|(key, _)| *key);
        rows
    }
}

/// Returns how likely each label is at each word, and how often each move is expected: by the label before, of which the
/// last one stands for the start.
fn slopes(scores: &[Scores], moves: &Moves) -> (Vec<Scores>, [Scores; COUNT + 1]) {
    let likely: Vec<Scores> = scores
        .iter()
        .map(|word| {
            let top = word.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            word.map(|score| (score - top).exp())
        })
        .collect();
    let next: [Scores; COUNT] = std::array::from_fn(|label| moves.next[label].map(f32::exp));
    let start = moves.start.map(f32::exp);
    let mut ahead: Vec<Scores> = Vec::with_capacity(scores.len());
    for word in &likely {
        let into = |label: usize| match ahead.last() {
            None => start[label],
            Some(last) => (0..COUNT).map(|before| last[before] * next[before][label]).sum(),
        };
        ahead.push(whole(std::array::from_fn(|label| into(label) * word[label])));
    }
    let mut expected = [[0.0; COUNT]; COUNT + 1];
    let mut words = vec![[0.0; COUNT]; scores.len()];
    let mut behind: Scores = [1.0; COUNT];
    for at in (0..scores.len()).rev() {
        words[at] = whole(std::array::from_fn(|label| ahead[at][label] * behind[label]));
        let onward: Scores = std::array::from_fn(|label| likely[at][label] * behind[label]);
        let Some(before) = at.checked_sub(1) else {
            expected[COUNT] = words[at];
            break;
        };
        let pairs: [Scores; COUNT] = std::array::from_fn(|one| {
            std::array::from_fn(|other| ahead[before][one] * next[one][other] * onward[other])
        });
        let sum = pairs.iter().flatten().sum::<f32>().max(f32::MIN_POSITIVE);
        for (expected, pairs) in expected.iter_mut().zip(&pairs) {
            expected.iter_mut().zip(pairs).for_each(|(expected, pair)| *expected += pair / sum);
        }
        behind = whole(std::array::from_fn(|label| (0..COUNT).map(|other| next[label][other] * onward[other]).sum()));
    }
    (words, expected)
}

/// Scales so that the sum is 1; where all is nothing, it is no name.
fn whole(parts: Scores) -> Scores {
    let sum: f32 = parts.iter().sum();
    if sum > 0.0 {
        parts.map(|part| part / sum)
    } else {
        std::array::from_fn(|label| f32::from(u8::from(label == OUT)))
    }
}

#[cfg(test)]
mod tests {
    use super::{COUNT, Moves, Scores, slopes};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn likelihoods_are_those_of_all_paths(raw in proptest::collection::vec(proptest::array::uniform9(-2.0_f32..2.0), 1..4)) {
            let mut moves = Moves::plain();
            moves.next[0][1] = 0.7;
            moves.next[3][4] = -0.4;
            let (words, expected) = slopes(&raw, &moves);
            let (mut sum, mut at_word, mut first_move) = (0.0, vec![[0.0_f32; COUNT]; raw.len()], 0.0);
            for code in 0..COUNT.pow(raw.len() as u32) {
                let path: Vec<usize> = (0..raw.len()).map(|at| code / COUNT.pow(at as u32) % COUNT).collect();
                let steps: f32 = path.windows(2).map(|pair| moves.next[pair[0]][pair[1]]).sum();
                let own: f32 = path.iter().zip(&raw).map(|(label, word): (&usize, &Scores)| word[*label]).sum();
                let likely = (moves.start[path[0]] + steps + own).exp();
                sum += likely;
                path.iter().zip(&mut at_word).for_each(|(label, word)| word[*label] += likely);
                first_move += path.windows(2).filter(|pair| *pair == [0, 1]).count() as f32 * likely;
            }
            for (word, all) in words.iter().zip(&at_word) {
                prop_assert!(word.iter().zip(all).all(|(one, all)| (one - all / sum).abs() < 1e-3));
            }
            prop_assert!((expected[0][1] - first_move / sum).abs() < 1e-3);
        }
    }
}
