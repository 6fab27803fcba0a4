//! Both models as one scorer: what they say adds up, since each knows what the other does not. The fast one has the lists and
//! rules, the neural one the sentence. Equal shares were best of those tried on CrossNER, GUM and re3d.

use super::labels;
use crate::recognize::tagger::labels::Scores;
use crate::recognize::tagger::path::Moves;
use crate::recognize::tagger::scorer::{Fast, Scorer, Sentence};
use crate::recognize::tagger::weights::BASE;
use crate::recognize::words::Sentences;
use crate::text::Span;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

/// The scores of the neural model for the words of a text, read all at once, which is faster.
pub(crate) struct Careful {
    /// By the byte at which a sentence begins.
    scores: HashMap<usize, Vec<Scores>>,
    fast: Fast<'static>,
}

impl Careful {
    /// Reads a text; nothing where the model cannot be run or `stop` became true.
    pub(crate) fn read(text: &str, stop: &AtomicBool) -> Option<Self> {
        let (mut sentences, mut words, mut all) =
            (Sentences::new(text, Span::new(0, text.len())), Vec::new(), Vec::new());
        while sentences.next_sentence(&mut words) {
            if words.iter().any(|word| word.may_name()) {
                all.push(words.clone());
            }
        }
        let found = labels(text, &all, stop);
        let starts = all.iter().filter_map(|words| words.first()).map(|word| word.span.start);
        (found.len() == all.len()).then(|| Self { scores: starts.zip(found).collect(), fast: Fast::new(&BASE) })
    }
}

impl Scorer for Careful {
    fn score(&mut self, sentence: Sentence<'_>, out: &mut Vec<Scores>) {
        let first = out.len();
        self.fast.score(sentence, out);
        let start = sentence.words.first().map_or(0, |word| word.span.start);
        let own = self.scores.get(&start).filter(|scores| scores.len() == sentence.words.len());
        for (sum, own) in out[first..].iter_mut().zip(own.into_iter().flatten()) {
            sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
        }
    }

    fn moves(&self) -> &Moves {
        self.fast.moves()
    }
}
