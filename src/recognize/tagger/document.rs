//! A whole text: its sentences, and what the text says of a word in one place carried to the others.

use super::super::table::Hash;
use super::super::words::{CAPITAL, INNER, MIXED, UPPER, Word};
use super::labels::{COUNT, Scores};
use std::collections::HashMap;

/// How far the scores of a word go toward its mean in the text.
const PULL: f32 = 0.3;

/// Pulls the scores of words that have a capital toward their mean over all places of the text: what is clear in one
/// place helps where it is not. `words` and `scores` belong together.
pub(crate) fn agree(text: &str, words: &[Word], scores: &mut [Scores]) {
    let mut sums: HashMap<u32, (f32, Scores)> = HashMap::new();
    let key =
        |word: &Word| matches!(word.shape, CAPITAL | UPPER | MIXED | INNER).then(|| Hash::EMPTY.exact(word.of(text)).0);
    for (word, scores) in words.iter().zip(scores.iter()) {
        if let Some(key) = key(word) {
            let (count, sum) = sums.entry(key).or_insert((0.0, [0.0; COUNT]));
            *count += 1.0;
            sum.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
        }
    }
    for (word, scores) in words.iter().zip(scores) {
        let Some((count, sum)) = key(word).and_then(|key| sums.get(&key)).filter(|(count, _)| *count > 1.0) else {
            continue;
        };
        scores.iter_mut().zip(sum).for_each(|(score, sum)| *score += PULL * (sum / count - *score));
    }
}
