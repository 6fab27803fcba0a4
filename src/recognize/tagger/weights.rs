//! The weights of the fast model: a row of scores for each feature, and the moves.
//!
//! The file: the bytes of [`MAGIC`]; the value of one step of a weight; start, then the 81 moves; all as 32-bit floats, little
//! endian; then a table of rows of nine signed bytes. Written by [`written`], which `training/fast.rs` calls.

use super::super::table::{self, Table};
use super::labels::{COUNT, Scores};
use super::path::Moves;
use std::borrow::Cow;
use std::sync::LazyLock;

/// What the file begins with: a file of another form is not taken for one of this.
const MAGIC: [u8; 8] = *b"ngfast1\n";
/// Numbers before the table.
const NUMBERS: usize = 1 + COUNT + COUNT * COUNT;
/// Bytes before the table.
const HEAD: usize = MAGIC.len() + NUMBERS * 4;

static FILE: &[u8] = include_bytes!("../model/fast.bin");

/// The model that comes with the program.
pub(crate) static BASE: LazyLock<Weights> = LazyLock::new(|| Weights::read(Cow::Borrowed(FILE)).unwrap_or_default());

/// Returns the bytes of the model that comes with the program.
pub(crate) const fn base_file() -> &'static [u8] {
    FILE
}

/// Bits of a hash that the filter looks at.
const FILTER: u32 = 21;

/// The weights of a feature, in half a line of the nearest memory.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    /// The feature; 0 where there is none.
    feature: u32,
    /// One for each label, the rest is 0.
    weights: [i8; LANES],
}

/// Weights of a row, more than labels so that they are added all at once.
const LANES: usize = 12;

/// A model that is ready to score.
#[derive(Debug)]
pub(crate) struct Weights {
    step: f32,
    pub(crate) moves: Moves,
    /// Each feature stands at the place of its upper bits or soon after; a power of two, and some more.
    rows: Vec<Row>,
    /// By how much a feature is shifted to give its place.
    shift: u32,
    /// Which upper parts of features have a row at all: most features of a text have none, and this is looked up faster.
    filter: Vec<u64>,
}

impl Default for Weights {
    /// Returns a model that knows nothing.
    fn default() -> Self {
        Self { step: 0.0, moves: Moves::plain(), rows: Vec::new(), shift: 0, filter: Vec::new() }
    }
}

impl Weights {
    /// Reads a file; nothing where it has another form.
    pub(crate) fn read(file: Cow<'static, [u8]>) -> Option<Self> {
        let numbers: Vec<f32> = file
            .strip_prefix(&MAGIC)?
            .chunks_exact(4)
            .take(NUMBERS)
            .filter_map(|bytes| bytes.first_chunk().map(|four| f32::from_le_bytes(*four)))
            .collect();
        let step = *numbers.first().filter(|_| numbers.len() == NUMBERS)?;
        let row = |at: usize| std::array::from_fn(|label| numbers[1 + at * COUNT + label]);
        let moves = Moves { start: row(0), next: std::array::from_fn(|label| row(label + 1)) };
        let table = match file {
            Cow::Borrowed(file) => Cow::Borrowed(file.get(HEAD..)?),
            Cow::Owned(file) => Cow::Owned(file.get(HEAD..)?.to_vec()),
        };
        let mut model = Self { step, moves: moves.legal(), ..Self::default() };
        model.unpack(&Table::new(table, COUNT));
        Some(model)
    }

    fn unpack(&mut self, table: &Table) {
        let bits = (table.len().max(1) * 3 / 2).next_power_of_two().trailing_zeros().max(1);
        self.shift = 32 - bits;
        self.rows = vec![Row::default(); (1 << bits) + 64];
        self.filter = vec![0; 1 << (FILTER - 6)];
        // In their order each row stands right after those that have taken its place.
        let mut free = 0;
        for (feature, bytes) in table.rows().filter(|(feature, _)| *feature != 0) {
            let at = free.max((feature >> self.shift) as usize);
            free = at + 1;
            if at >= self.rows.len() {
                self.rows.resize(at + 1, Row::default());
            }
            let mut row = Row { feature, ..Row::default() };
            row.weights.iter_mut().zip(bytes).for_each(|(weight, byte)| *weight = byte.cast_signed());
            self.rows[at] = row;
            self.filter[(feature >> (38 - FILTER)) as usize] |= bit(feature);
        }
        self.rows.push(Row::default());
    }

    /// Returns the scores of a word by its features.
    pub(crate) fn scores(&self, features: impl Iterator<Item = u32>) -> Scores {
        // 255 features of the greatest weight would still fit.
        let mut sum = [0_i16; LANES];
        for feature in features.filter(|feature| self.may_know(*feature)) {
            let from = (feature >> self.shift) as usize;
            let near = self.rows.get(from..).unwrap_or_default();
            if let Some(row) = near.iter().take_while(|row| row.feature != 0).find(|row| row.feature == feature) {
                sum.iter_mut().zip(&row.weights).for_each(|(sum, weight)| *sum += i16::from(*weight));
            }
        }
        std::array::from_fn(|label| f32::from(sum[label]) * self.step)
    }

    fn may_know(&self, feature: u32) -> bool {
        self.filter.get((feature >> (38 - FILTER)) as usize).is_some_and(|bits| bits & bit(feature) != 0)
    }
}

/// Returns the bit of a feature in its word of the filter.
const fn bit(feature: u32) -> u64 {
    1 << ((feature >> (32 - FILTER)) & 63)
}

/// Returns the bytes of a model of rows sorted by their feature. Weights are rounded to 254 steps up to the greatest one.
pub(crate) fn written(moves: &Moves, rows: &[(u32, Scores)]) -> Vec<u8> {
    let greatest = rows.iter().flat_map(|(_, row)| row).fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let step = greatest.max(1e-6) / f32::from(i8::MAX);
    let numbers = std::iter::once(&step).chain(&moves.start).chain(moves.next.iter().flatten());
    let mut file = MAGIC.to_vec();
    numbers.for_each(|number| file.extend_from_slice(&number.to_le_bytes()));
    let rounded = |row: &Scores| row.map(|weight| ((weight / step).round() as i8).cast_unsigned());
    let rows: Vec<(u32, [u8; COUNT])> = rows.iter().map(|(feature, row)| (*feature, rounded(row))).collect();
    file.extend(table::written(&rows));
    file
}

#[cfg(test)]
mod tests {
    use super::{BASE, Moves, Weights, written};
    use std::borrow::Cow;

    #[test]
    fn what_is_written_is_read() {
        let mut moves = Moves::plain();
        moves.next[0][1] = 0.5;
        let rows = [(3, [0.0, 1.27, 0.0, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0]), (1 << 20, [0.25; 9])];
        let model = Weights::read(Cow::Owned(written(&moves, &rows))).unwrap();
        assert_eq!(model.moves, moves);
        let scores = model.scores([3, 1 << 20, 99].into_iter());
        assert!((scores[1] - 1.52).abs() < 0.01 && (scores[3] + 0.25).abs() < 0.01, "{scores:?}");
        assert!(Weights::read(Cow::Borrowed(b"something else")).is_none());
    }

    #[test]
    fn the_model_of_the_program_is_whole() {
        assert!(BASE.rows.len() > 1000);
    }
}
