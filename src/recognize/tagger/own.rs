//! A library's own model: weights that are added to the scores of whatever model the program comes with.

use super::super::table::Hash;
use super::features::{Aspect, View};
use super::labels::Scores;
use super::path::Moves;
use super::scorer::{Scorer, Sentence};
use super::weights::{Weights, base_file};
use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

/// What the file begins with.
const MAGIC: [u8; 8] = *b"ngown01\n";

/// Which model the program comes with: what was learned on top of another one says nothing here.
static BASE_MARK: LazyLock<[u8; 4]> =
    LazyLock::new(|| base_file().iter().fold(Hash::EMPTY, |hash, byte| hash.byte(*byte)).0.to_le_bytes());

/// A library's own model; by default none.
#[derive(Clone, Debug, Default)]
pub struct Own(Option<Arc<Weights>>);

impl Own {
    /// Reads the bytes of a file; nothing where they are no such model, or were learned on top of another model than the
    /// program has now.
    #[must_use]
    pub fn read(file: &[u8]) -> Option<Self> {
        let weights = file.strip_prefix(&MAGIC)?.strip_prefix(BASE_MARK.as_slice())?;
        Weights::read(Cow::Owned(weights.to_vec())).map(|weights| Self(Some(Arc::new(weights))))
    }

    /// Says whether there is none.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

/// Returns the bytes of a file for the weights of an own model.
pub(crate) fn written(weights: &[u8]) -> Vec<u8> {
    [MAGIC.as_slice(), BASE_MARK.as_slice(), weights].concat()
}

/// A model at work with an own one on top.
pub(crate) struct Adapted<'a> {
    base: &'a mut dyn Scorer,
    own: Option<Arc<Weights>>,
    view: View,
    features: Vec<(Aspect, u32)>,
}

impl<'a> Adapted<'a> {
    /// Sets both to work.
    pub(crate) fn new(base: &'a mut dyn Scorer, own: &Own) -> Self {
        Self { base, own: own.0.clone(), view: View::default(), features: Vec::new() }
    }
}

impl Scorer for Adapted<'_> {
    fn score(&mut self, sentence: Sentence<'_>, out: &mut Vec<Scores>) {
        let from = out.len();
        self.base.score(sentence, out);
        let Some(own) = &self.own else { return };
        self.view.read(sentence);
        for (at, scores) in out[from..].iter_mut().enumerate() {
            self.view.features(at, &mut self.features);
            let more = own.scores(self.features.iter().map(|(_, feature)| *feature));
            scores.iter_mut().zip(&more).for_each(|(score, more)| *score += more);
        }
    }

    fn moves(&self) -> &Moves {
        self.base.moves()
    }
}
