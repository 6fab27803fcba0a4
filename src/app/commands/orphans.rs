//! Commands of the queue of orphans.

use super::row;
use crate::app::State;
use crate::app::command::Command;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Library "orphans" ["O"] "Place or drop the annotations of the listed articles that have lost their place." State::start_orphans),
    row!(Reader "orphans" ["O"] "Place or drop the annotations that have lost their place." State::start_orphans),
    row!(Reader "place" ["P"] "Put the lost annotation on the selection." State::place_orphan_here, nothing_waits),
    row!(Orphans "down" ["j" "Down" "Tab"] "Go to the next one." |state| step(state, 1)),
    row!(Orphans "up" ["k" "Up" "Shift+Tab"] "Go to the one before." |state| step(state, -1)),
    row!(Orphans "first" ["g" "Home"] "Go to the first one." |state| step(state, isize::MIN)),
    row!(Orphans "last" ["G" "End"] "Go to the last one." |state| step(state, isize::MAX)),
    row!(Orphans "guess" ["1" "2" "3" "4" "5" "6" "7" "8" "9"] "Choose the guess of this digit." State::choose_guess),
    row!(Orphans "place" ["Enter" "a"] "Place it at the chosen guess." State::place_orphan),
    row!(Orphans "by-hand" ["l" "Right"] "Select its place by hand in the text." State::place_by_hand),
    row!(Orphans "drop" ["x"] "Take the annotation away." State::drop_orphan),
    row!(Orphans "more" ["n"] "Look on in the articles that are left." State::more_orphans),
    row!(Orphans "undo" ["u"] "Take the last decision back." State::undo_orphan),
    row!(Orphans "close" ["q" "Esc"] "Close the queue." State::close_orphans),
];

fn step(state: &mut State, by: isize) {
    if let Some(orphans) = &mut state.orphans {
        orphans.step(by);
    }
}

fn nothing_waits(state: &State) -> Option<&'static str> {
    if state.placing.is_some() {
        None
    } else {
        Some("No lost annotation waits for a place; the command orphans lists them.")
    }
}
