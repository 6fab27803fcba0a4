//! The careful model: a small transformer (MiniLM, int8) that reads a sentence whole. It scores the labels of each word,
//! and the polarity toward a span. Slower than the rules by two orders, so it comes after them and never alone.
//!
//! What it was trained on and what it reaches is told in `docs/MODEL.md`; `training/` makes the file.

mod careful;
mod pieces;
mod rows;

pub(super) use careful::Careful;

use super::tagger::labels::{COUNT, Scores};
use super::words::Word;
use crate::text::Span;
use rows::{Batch, Row, batches, rows};
use rten::{Model, NodeId, Value};
use rten_tensor::NdTensor;
use rten_tensor::prelude::AsView;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Likelihoods of oppose, neutral and support, in this order; they add up to 1.
pub(super) type Polarities = [f32; 3];

/// Read with the first text that needs it: some hundredths of a second, and 60 MB that a mere look at the list does without.
static MODEL: Mutex<Option<Arc<Neural>>> = Mutex::new(None);

/// Returns the model, read where nobody has it.
fn model() -> Option<Arc<Neural>> {
    let mut kept = MODEL.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.is_none() {
        *kept = Neural::load().map(Arc::new);
    }
    kept.clone()
}

/// Lets the model go, for a program that waits for its reader; it is read again when it is needed.
pub fn rest() {
    *MODEL.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// The model with the names of its inputs and outputs looked up.
struct Neural {
    model: Model,
    /// ids, shape, flags, target, mask.
    inputs: [NodeId; 5],
    labels: NodeId,
    polarity: NodeId,
}

impl Neural {
    /// Returns nothing where the compiled-in file cannot be read, which a test rules out.
    fn load() -> Option<Self> {
        let model = Model::load_static_slice(include_bytes!("../model/neural.onnx")).ok()?;
        let id = |name: &str| model.node_id(name).ok();
        let inputs = [id("ids")?, id("shape")?, id("flags")?, id("target")?, id("mask")?];
        let (labels, polarity) = (id("labels")?, id("polarity")?);
        Some(Self { model, inputs, labels, polarity })
    }

    fn run(&self, batch: &Batch, output: NodeId) -> Option<Value> {
        let [ids, shape, flags, target, mask] = self.inputs;
        let inputs = vec![
            (ids, batch.ids.view().into()),
            (shape, batch.shape.view().into()),
            (flags, batch.flags.view().into()),
            (target, batch.target.view().into()),
            (mask, batch.mask.view().into()),
        ];
        let [output] = self.model.run_n(inputs, [output], None).ok()?;
        Some(output)
    }
}

/// Returns the scores of each word of each sentence, in their order; fewer sentences where `stop` became true.
pub(super) fn labels(text: &str, sentences: &[Vec<Word>], stop: &AtomicBool) -> Vec<Vec<Scores>> {
    let Some(model) = model() else { return Vec::new() };
    let mut all: Vec<Vec<Scores>> = sentences.iter().map(|words| vec![[0.0; COUNT]; words.len()]).collect();
    for batch in batches(rows(text, sentences)) {
        if stop.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let Some(found) = model.run(&batch, model.labels).and_then(|it| NdTensor::<f32, 3>::try_from(it).ok()) else {
            return Vec::new();
        };
        for (at, row) in batch.rows.iter().enumerate() {
            for (piece, (sentence, word)) in &row.words {
                let scores = std::array::from_fn(|label| found[[at, *piece, label]]);
                all[*sentence][*word] = normal(scores);
            }
        }
    }
    all
}

/// One question about a polarity: a sentence and the target in it, in bytes.
pub(super) struct Asked<'a> {
    pub(super) words: &'a [Word],
    pub(super) target: Span,
}

/// Returns the polarity toward each target, in the order asked; fewer where `stop` became true.
pub(super) fn polarities(text: &str, asked: &[Asked<'_>], stop: &AtomicBool) -> Vec<Polarities> {
    let Some(model) = model() else { return Vec::new() };
    let mut all = vec![[0.0, 1.0, 0.0]; asked.len()];
    let rows = asked.iter().enumerate().map(|(at, asked)| Row::toward(text, asked.words, asked.target, at)).collect();
    for batch in batches(rows) {
        if stop.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let Some(found) = model.run(&batch, model.polarity).and_then(|it| NdTensor::<f32, 2>::try_from(it).ok()) else {
            return Vec::new();
        };
        for (at, row) in batch.rows.iter().enumerate() {
            let scores: [f32; 3] = std::array::from_fn(|polarity| found[[at, polarity]]);
            all[row.question] = normal(scores).map(f32::exp);
        }
    }
    all
}

/// Turns scores into logarithms of likelihoods that add up to 1.
fn normal<const N: usize>(scores: [f32; N]) -> [f32; N] {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    scores.map(|score| score - most - sum.ln())
}

#[cfg(test)]
mod tests {
    use super::{Asked, labels, polarities};
    use crate::recognize::words::{Word, words};
    use crate::text::Span;
    use std::sync::atomic::AtomicBool;

    fn cut(text: &str) -> Vec<Word> {
        words(text, Span::new(0, text.len())).collect()
    }

    #[test]
    fn the_compiled_in_model_tells_names() {
        let text = "Officials said that Xi Jinping met Vladimir Putin in Beijing.";
        let all = labels(text, &[cut(text)], &AtomicBool::new(false));
        let best =
            |scores: &[f32; 9]| (0..9).fold(0, |best, label| if scores[label] > scores[best] { label } else { best });
        let told: Vec<usize> = all[0].iter().map(best).collect();
        assert_eq!(told, [0, 0, 0, 1, 2, 0, 1, 2, 0, 3, 0]);
        let sum: f32 = all[0][3].iter().map(|score| score.exp()).sum();
        assert!((sum - 1.0).abs() < 1e-3, "{sum}");
    }

    #[test]
    fn the_polarity_depends_on_the_target() {
        let text = "The heroic Anna Berg saved the town, while the corrupt liar Karl Stein betrayed everybody.";
        let words = cut(text);
        let target = |name: &str| {
            let at = text.find(name).unwrap();
            Asked { words: &words, target: Span::new(at, at + name.len()) }
        };
        let found = polarities(text, &[target("Anna Berg"), target("Karl Stein")], &AtomicBool::new(false));
        assert!(found[0][2] > 0.5 && found[1][0] > 0.5, "{found:?}");
        assert!(polarities(text, &[target("Anna Berg")], &AtomicBool::new(true)).is_empty(), "a stop ends the work");
    }
}
