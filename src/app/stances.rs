//! The stances screen: the table of holders and targets with a cursor on one cell, and the way from there to its evidence.

use super::ask::Asked;
use super::evidence::EvidencePage;
use super::matrix::{Matrix, MatrixFilter, Who};
use super::state::{Level, Overlay};
use super::{Effect, Input, Scope, State};
use crate::model::Polarity;
use crate::text::Safe;

/// Rows of the screen above the table: the head, and the names of the targets.
pub const MATRIX_HEAD: u16 = 4;

/// The screen and what was opened from it.
#[derive(Default)]
pub struct Stances {
    /// The table.
    pub matrix: Matrix,
    /// Row and column of the cursor.
    pub cursor: (usize, usize),
    /// Which stances count.
    pub filter: MatrixFilter,
    /// Whether facts have come at all.
    pub ready: bool,
    /// The evidence of one cell.
    pub page: Option<Box<EvidencePage>>,
    pub(super) round: u64,
}

impl Stances {
    /// Returns the holder and the target under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<(&Who, &Who)> {
        Some((&self.matrix.rows.get(self.cursor.0)?.who, &self.matrix.columns.get(self.cursor.1)?.who))
    }

    /// Moves the cursor, and stops at the edges.
    pub fn step(&mut self, rows: isize, columns: isize) {
        let last = |len: usize| len.saturating_sub(1);
        self.cursor.0 = self.cursor.0.saturating_add_signed(rows).min(last(self.matrix.rows.len()));
        self.cursor.1 = self.cursor.1.saturating_add_signed(columns).min(last(self.matrix.columns.len()));
    }

    /// Puts the cursor on a pair, as far as it is in the table.
    fn stand_on(&mut self, holder: &Who, target: &Who) {
        let place = |lines: &[super::Line], who: &Who| lines.iter().position(|line| line.who == *who);
        self.cursor = (place(&self.matrix.rows, holder).unwrap_or(0), place(&self.matrix.columns, target).unwrap_or(0));
    }
}

impl State {
    /// Opens the screen; where an article was read from its evidence, goes back to that.
    pub(super) fn start_stances(&mut self) {
        self.overlays.push(Overlay::Stances);
        if self.stances.page.is_some() {
            self.overlays.push(Overlay::Evidence);
        }
        self.fill_matrix();
        self.want_facts();
    }

    /// Makes the table anew; the cursor stays on its pair.
    pub(super) fn fill_matrix(&mut self) {
        let current = self.stances.current().map(|(holder, target)| (holder.clone(), target.clone()));
        self.stances.matrix = Matrix::of(&self.entities.facts, &self.stances.filter);
        if let Some((holder, target)) = current {
            self.stances.stand_on(&holder, &target);
        }
    }

    /// Returns how many rows of the table fit on the screen, and how many its picture of time has on each side.
    #[must_use]
    pub fn matrix_rows(&self) -> (usize, u16) {
        let side = match self.size.rows {
            0..20 => 0,
            20..32 => 2,
            _ => 3,
        };
        let picture = if side == 0 { 0 } else { 2 * side + 2 };
        // Below the table: a line, the words of the cell, the picture, the hints and the status.
        let foot = if side == 0 { 2 } else { picture + 4 };
        (usize::from(self.size.rows.saturating_sub(MATRIX_HEAD + foot)).max(1), side)
    }

    /// Counts one polarity alone, or all again.
    pub(super) fn count_only(&mut self, polarity: Polarity) {
        let only = Some(polarity).filter(|polarity| self.stances.filter.only != Some(*polarity));
        self.stances.filter.only = only;
        self.fill_matrix();
        let said = only.map_or_else(
            || "All stances are counted.".to_owned(),
            |only| format!("Only {} is counted; the same key counts all again.", only.word()),
        );
        self.say(Level::Info, &said);
    }

    /// Asks for words that a holder or a target has in its name.
    pub(super) fn find_in_matrix(&mut self) {
        let input = Input::new(&self.stances.filter.text);
        self.ask(Asked::StanceFilter, input);
    }

    /// Lets the table follow its filter.
    pub(super) fn filter_matrix(&mut self, text: &str) {
        text.clone_into(&mut self.stances.filter.text);
        self.fill_matrix();
    }

    /// Leaves the filter, then the screen.
    pub(super) fn leave_stances(&mut self) {
        if self.stances.filter == MatrixFilter::default() {
            return self.close_stances();
        }
        self.stances.filter = MatrixFilter::default();
        self.fill_matrix();
        self.say(Level::Info, "All stances are shown again.");
    }

    /// Closes the screen.
    pub(super) fn close_stances(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Stances | Overlay::Evidence));
        self.stances.page = None;
        self.effect(Effect::StopGathering);
    }

    /// Opens the evidence of the cell under the cursor.
    pub(super) fn open_evidence(&mut self) {
        let (row, column) = self.stances.cursor;
        if self.stances.matrix.cell(row, column).iter().sum::<usize>() == 0 {
            return self.say(Level::Warning, "No stance is known of this pair; a cell with a number has evidence.");
        }
        let Some((holder, target)) = self.stances.current() else { return };
        let (holder, target) = (holder.clone(), target.clone());
        self.overlays.push(Overlay::Evidence);
        self.gather_evidence(holder, target);
    }

    /// Puts the table on the clipboard.
    pub(super) fn copy_matrix(&mut self) {
        let table = self.stances.matrix.table();
        if table.len() < 2 {
            return self.say(Level::Warning, "There is nothing to copy.");
        }
        let csv = crate::formats::csv_table(&table);
        let pairs = table.len() - 1;
        if csv.chars().count() > super::yank::MOST {
            let said = format!("{pairs} pairs are too many for a clipboard; show fewer names by find, then copy.");
            return self.say(Level::Warning, &said);
        }
        let lines: Vec<String> = csv.lines().map(|line| Safe::new(line).to_string()).collect();
        self.effect(Effect::Copy(lines.join("\n") + "\n"));
        self.say(Level::Info, &format!("{pairs} pairs are on the clipboard, as CSV."));
    }

    /// Says how to come back to the evidence.
    pub(super) fn say_way_back(&mut self) {
        let key = self.keys_for(Scope::Reader, "stances");
        self.say(Level::Info, &format!("{key} goes back to the evidence."));
    }
}
