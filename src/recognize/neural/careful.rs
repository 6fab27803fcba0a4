//! The neural model as a scorer: it reads all sentences of a text at once, since it is faster so, and hands them out.

use super::labels;
use crate::recognize::tagger::labels::{COUNT, Scores, begin};
use crate::recognize::tagger::path::Moves;
use crate::recognize::tagger::scorer::{Scorer, Sentence};
use crate::recognize::words::{LOWER, MARK, NUMBER, Sentences, Word};
use crate::text::Span;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

/// What a name of the rules adds to the scores of its labels, times its own score. Chosen on CrossNER, GUM and re3d.
const FAVOUR: f64 = 1.0;

/// The scores of the words of a text.
pub(crate) struct Careful {
    /// By the byte at which a sentence begins.
    scores: HashMap<usize, Vec<Scores>>,
    moves: Moves,
}

impl Careful {
    /// Reads a text; nothing where the model cannot be run or `stop` became true.
    pub(crate) fn read(text: &str, stop: &AtomicBool) -> Option<Self> {
        let (mut sentences, mut words, mut all) =
            (Sentences::new(text, Span::new(0, text.len())), Vec::new(), Vec::new());
        while sentences.next_sentence(&mut words) {
            if words.iter().any(may_name) {
                all.push(words.clone());
            }
        }
        let found = labels(text, &all, stop);
        let starts = all.iter().filter_map(|words| words.first()).map(|word| word.span.start);
        (found.len() == all.len()).then(|| Self { scores: starts.zip(found).collect(), moves: Moves::plain() })
    }
}

/// Says whether a word may be a part of a name.
fn may_name(word: &Word) -> bool {
    !matches!(word.shape, MARK | LOWER | NUMBER)
}

impl Scorer for Careful {
    fn score(&mut self, sentence: Sentence<'_>, out: &mut Vec<Scores>) {
        let start = sentence.words.first().map_or(0, |word| word.span.start);
        let count = sentence.words.len();
        match self.scores.get(&start).filter(|scores| scores.len() == count) {
            Some(scores) => {
                let first = out.len();
                out.extend_from_slice(scores);
                favour(sentence, &mut out[first..]);
            }
            None => out.extend(std::iter::repeat_n([0.0; COUNT], count)),
        }
    }

    fn moves(&self) -> &Moves {
        &self.moves
    }
}

/// Adds what the rules found to the scores: lists and head words know bodies and places that the model has never seen.
fn favour(sentence: Sentence<'_>, scores: &mut [Scores]) {
    for name in sentence.found {
        let Some(begin) = name.kind.and_then(begin) else { continue };
        #[allow(clippy::cast_possible_truncation, reason = "a number near 1")]
        let favour = (FAVOUR * name.score) as f32;
        let from = sentence.words.partition_point(|word| word.span.end <= name.span.start);
        let to = sentence.words.partition_point(|word| word.span.start < name.span.end);
        for (at, scores) in scores.iter_mut().enumerate().take(to).skip(from) {
            scores[if at == from { begin } else { begin + 1 }] += favour;
        }
    }
}
