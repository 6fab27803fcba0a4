//! From the words of a sentence to a score for each label.

use super::super::names::Found;
use super::super::words::Word;
use super::features::{Aspect, View};
use super::labels::Scores;
use super::path::Moves;
use super::weights::Weights;
use std::collections::HashSet;

/// A sentence with what is known of it and of its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence<'a> {
    /// The whole text.
    pub(crate) text: &'a str,
    /// The words of the sentence.
    pub(crate) words: &'a [Word],
    /// The names that the rules found in it, in their order.
    pub(crate) found: &'a [Found],
    /// Words that the text also writes small.
    pub(crate) lower: &'a HashSet<&'a str>,
}

/// A model that scores words.
pub(crate) trait Scorer {
    /// Appends the scores of each word of a sentence to `out`.
    fn score(&mut self, sentence: Sentence<'_>, out: &mut Vec<Scores>);

    /// Returns what it scores to go from one label to the next.
    fn moves(&self) -> &Moves;
}

/// The fast model at work.
#[derive(Debug)]
pub(crate) struct Fast<'a> {
    weights: &'a Weights,
    view: View,
    features: Vec<(Aspect, u32)>,
}

impl<'a> Fast<'a> {
    /// Sets a model to work.
    pub(crate) fn new(weights: &'a Weights) -> Self {
        Self { weights, view: View::default(), features: Vec::new() }
    }
}

impl Scorer for Fast<'_> {
    fn score(&mut self, sentence: Sentence<'_>, out: &mut Vec<Scores>) {
        self.view.read(sentence);
        for at in 0..sentence.words.len() {
            self.view.features(at, &mut self.features);
            out.push(self.weights.scores(self.features.iter().map(|(_, feature)| *feature)));
        }
    }

    fn moves(&self) -> &Moves {
        &self.weights.moves
    }
}
