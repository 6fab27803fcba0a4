//! Sentences as rows of numbers for the model: short sentences of one text share a row, long ones are cut into several.

use super::pieces::{END, START, cut};
use crate::recognize::lexicon;
use crate::recognize::words::Word;
use crate::text::Span;
use rten_tensor::NdTensor;

/// Pieces of the longest row, with its start and end: the model was trained on rows up to this.
const LONGEST: usize = 128;
/// Pieces of a batch, with those that fill it up: bounds the memory of a run.
const BATCH: usize = 1024;

/// One row.
#[derive(Default)]
pub(super) struct Row {
    ids: Vec<i32>,
    shape: Vec<u8>,
    flags: Vec<u16>,
    target: Vec<bool>,
    /// The first piece of each word, with the places of its sentence and of the word in it.
    pub(super) words: Vec<(usize, (usize, usize))>,
    /// Which question the row answers.
    pub(super) question: usize,
}

impl Row {
    fn push(&mut self, id: i32, shape: u8, flags: u16, target: bool) {
        self.ids.push(id);
        self.shape.push(shape);
        self.flags.push(flags);
        self.target.push(target);
    }

    fn begin() -> Self {
        let mut row = Self::default();
        row.push(START, 0, 0, false);
        row
    }

    fn end(mut self) -> Self {
        self.push(END, 0, 0, false);
        self
    }

    /// Returns the row that asks for the polarity toward `target`. Of a long sentence it holds what is around the target.
    pub(super) fn toward(text: &str, words: &[Word], target: Span, question: usize) -> Self {
        let (mut pieces, mut flags) = (Vec::new(), Vec::new());
        lexicon::flags(text, words, &mut flags);
        let mut all = Self::default();
        for (word, flags) in words.iter().zip(flags) {
            pieces.clear();
            cut(word.of(text), &mut pieces);
            pieces.iter().for_each(|id| all.push(*id, word.shape, flags, word.span.overlaps(target)));
        }
        let room = LONGEST - 2;
        let first = all.target.iter().position(|target| *target).unwrap_or(0);
        let from = first.saturating_sub(room / 2).min(all.ids.len().saturating_sub(room));
        let to = all.ids.len().min(from + room);
        let mut row = Self::begin();
        for at in from..to {
            row.push(all.ids[at], all.shape[at], all.flags[at], all.target[at]);
        }
        row.question = question;
        row.end()
    }
}

/// Returns the rows of a text's sentences.
pub(super) fn rows(text: &str, sentences: &[Vec<Word>]) -> Vec<Row> {
    let (mut rows, mut row) = (Vec::new(), Row::begin());
    let (mut pieces, mut flags, mut ends) = (Vec::new(), Vec::new(), Vec::new());
    for (sentence, words) in sentences.iter().enumerate() {
        pieces.clear();
        ends.clear();
        for word in words {
            cut(word.of(text), &mut pieces);
            ends.push(pieces.len());
        }
        lexicon::flags(text, words, &mut flags);
        if row.ids.len() + pieces.len() >= LONGEST {
            flush(&mut row, &mut rows);
        }
        let mut from = 0;
        for (at, (word, end)) in words.iter().zip(&ends).enumerate() {
            if row.ids.len() + end - from >= LONGEST {
                flush(&mut row, &mut rows);
            }
            row.words.push((row.ids.len(), (sentence, at)));
            pieces[from..*end].iter().for_each(|id| row.push(*id, word.shape, flags[at], false));
            from = *end;
        }
    }
    flush(&mut row, &mut rows);
    rows
}

fn flush(row: &mut Row, rows: &mut Vec<Row>) {
    if row.ids.len() > 1 {
        rows.push(std::mem::replace(row, Row::begin()).end());
    }
}

/// Rows of about one length, filled up to the longest.
pub(super) struct Batch {
    pub(super) rows: Vec<Row>,
    pub(super) ids: NdTensor<i32, 2>,
    pub(super) shape: NdTensor<i32, 2>,
    /// A 1 for each list that the word stands in.
    pub(super) flags: NdTensor<f32, 3>,
    pub(super) target: NdTensor<i32, 2>,
    /// 1 where there is a piece.
    pub(super) mask: NdTensor<f32, 2>,
}

impl Batch {
    fn of(rows: Vec<Row>) -> Self {
        let longest = rows.iter().map(|row| row.ids.len()).max().unwrap_or(0);
        let size = [rows.len(), longest];
        let number = |of: &dyn Fn(&Row, usize) -> Option<i32>| {
            NdTensor::from_fn(size, |[row, piece]| of(&rows[row], piece).unwrap_or(0))
        };
        let ids = number(&|row, piece| row.ids.get(piece).copied());
        let shape = number(&|row, piece| row.shape.get(piece).map(|shape| i32::from(*shape)));
        let target = number(&|row, piece| row.target.get(piece).map(|target| i32::from(*target)));
        let flags = NdTensor::from_fn([size[0], longest, lexicon::COUNT], |[row, piece, list]| {
            let flags = rows[row].flags.get(piece).copied().unwrap_or(0);
            f32::from(flags >> list & 1)
        });
        let mask = NdTensor::from_fn(size, |[row, piece]| if piece < rows[row].ids.len() { 1.0 } else { 0.0 });
        Self { rows, ids, shape, flags, target, mask }
    }
}

/// Groups rows of about one length.
pub(super) fn batches(mut rows: Vec<Row>) -> impl Iterator<Item = Batch> {
    rows.sort_by_key(|row| row.ids.len()); // stable: the same text gives the same batches
    let mut rows = rows.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut batch = vec![rows.next()?];
        while let Some(row) = rows.next_if(|row| (batch.len() + 1) * row.ids.len() <= BATCH) {
            batch.push(row);
        }
        Some(Batch::of(batch))
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Row, batches, rows};
    use crate::recognize::words::{Word, words};
    use crate::text::Span;

    fn sentence(text: &str) -> Vec<Word> {
        words(text, Span::new(0, text.len())).collect()
    }

    #[test]
    fn every_word_has_its_row_and_no_row_is_too_long() {
        let text = "Valentina Matviyenko met Xi. ".repeat(40);
        let one: Vec<Word> = sentence(&text);
        for sentences in [vec![one.clone()], one.chunks(6).map(<[Word]>::to_vec).collect()] {
            let rows = rows(&text, &sentences);
            assert!(rows.iter().all(|row| row.ids.len() <= LONGEST));
            let count: usize = rows.iter().map(|row| row.words.len()).sum();
            assert_eq!(count, one.len());
            let total: usize = batches(rows).map(|batch| batch.rows.len()).sum();
            assert!(total > 1);
        }
    }

    #[test]
    fn the_target_is_kept_in_a_long_sentence() {
        let text = format!("{} Putin {}", "one two ".repeat(100), "three four ".repeat(100));
        let at = text.find("Putin").unwrap();
        let row = Row::toward(&text, &sentence(&text), Span::new(at, at + 5), 3);
        assert_eq!((row.ids.len(), row.question), (LONGEST, 3));
        assert_eq!(row.target.iter().filter(|target| **target).count(), 1);
    }
}
