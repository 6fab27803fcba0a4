//! Commands of the stances screen and of the evidence of a pair.

use super::row;
use crate::app::State;
use crate::app::command::Command;
use crate::model::Polarity;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Library "stances" ["S"] "Show who holds what of whom, as a table." State::start_stances),
    row!(Reader "stances" ["g s"] "Show who holds what of whom, or go back to the evidence that you came from." State::start_stances),
    row!(Stances "down" ["j" "Down"] "Go to the next holder." |state| state.stances.step(1, 0)),
    row!(Stances "up" ["k" "Up"] "Go to the holder before." |state| state.stances.step(-1, 0)),
    row!(Stances "right" ["l" "Right" "Tab"] "Go to the next target." |state| state.stances.step(0, 1)),
    row!(Stances "left" ["h" "Left" "Shift+Tab"] "Go to the target before." |state| state.stances.step(0, -1)),
    row!(Stances "page-down" ["Space" "PageDown" "Ctrl+f"] "Go down a screen." |state| page(state, 1)),
    row!(Stances "page-up" ["b" "PageUp" "Ctrl+b"] "Go up a screen." |state| page(state, -1)),
    row!(Stances "first" ["g" "Home"] "Go to the row of all holders." |state| state.stances.step(isize::MIN, 0)),
    row!(Stances "last" ["G" "End"] "Go to the last holder." |state| state.stances.step(isize::MAX, 0)),
    row!(Stances "first-target" ["^"] "Go to the column of all targets." |state| state.stances.step(0, isize::MIN)),
    row!(Stances "last-target" ["$"] "Go to the last target." |state| state.stances.step(0, isize::MAX)),
    row!(Stances "open" ["Enter"] "Show the evidence of this cell, and its stances over time." State::open_evidence),
    row!(Stances "find" ["/"] "Show the holders and targets whose names have what you type." State::find_in_matrix),
    row!(Stances "only-support" ["+" "="] "Count support alone, or all again." |state| state.count_only(Polarity::Support)),
    row!(Stances "only-oppose" ["-"] "Count opposition alone, or all again." |state| state.count_only(Polarity::Oppose)),
    row!(Stances "copy" ["y"] "Copy the table as CSV." State::copy_matrix),
    row!(Stances "leave" ["Esc"] "Show all again, or close the table." State::leave_stances),
    row!(Stances "close" ["q"] "Close the table." State::close_stances),
    row!(Evidence "down" ["j" "Down" "Tab"] "Go to the next stance." |state| step(state, 1)),
    row!(Evidence "up" ["k" "Up" "Shift+Tab"] "Go to the stance before." |state| step(state, -1)),
    row!(Evidence "page-down" ["Space" "PageDown" "Ctrl+f"] "Go down a screen." |state| evidence_page(state, 1)),
    row!(Evidence "page-up" ["b" "PageUp" "Ctrl+b"] "Go up a screen." |state| evidence_page(state, -1)),
    row!(Evidence "first" ["g" "Home"] "Go to the newest stance." |state| step(state, isize::MIN)),
    row!(Evidence "last" ["G" "End"] "Go to the oldest stance." |state| step(state, isize::MAX)),
    row!(Evidence "read" ["Enter" "l" "Right"] "Read the article there; the evidence waits." State::read_evidence),
    row!(Evidence "agreed" ["m"] "Show only what two or more annotators say, or all again." State::turn_agreed),
    row!(Evidence "annotator" ["a"] "Show only what the next annotator says, and after the last one all again." State::turn_annotator),
    row!(Evidence "close" ["q" "Esc" "h" "Left"] "Go back to the table." State::close_evidence),
];

fn page(state: &mut State, by: isize) {
    let rows = isize::try_from(state.matrix_rows().0).unwrap_or(1);
    state.stances.step(by * rows, 0);
}

fn step(state: &mut State, by: isize) {
    if let Some(page) = &mut state.stances.page {
        page.step(by);
    }
}

fn evidence_page(state: &mut State, by: isize) {
    let rows = isize::from(i16::try_from(state.size.rows).unwrap_or(24));
    step(state, by * (rows / 3).max(1));
}
