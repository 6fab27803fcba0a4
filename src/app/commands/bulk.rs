//! Commands of acts over many articles: the menu, and the preview of what they do.

use super::row;
use crate::app::command::Command;
use crate::app::{Asked, State};

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Bulk "mark" ["1" "2" "3" "4" "5" "6" "7" "8" "9"] "Mark every place of a name with the type of the digit." State::ask_bulk_mark),
    row!(Bulk "tag" ["t"] "Put a tag on the articles." |state| state.ask_bulk(Asked::BulkTag)),
    row!(Bulk "untag" ["T"] "Take a tag off the articles." |state| state.ask_bulk(Asked::BulkUntag)),
    row!(Bulk "accept" ["a"] "Accept everything proposed with a high score." State::bulk_accept),
    row!(Bulk "remove" ["x"] "Take away the mentions of an entity or of a type." |state| state.ask_bulk(Asked::BulkRemove)),
    row!(Bulk "close" ["Esc" "q"] "Close the menu." |state| drop(state.overlays.pop())),
    row!(Preview "down" ["j" "Down" "Tab"] "Go to the next article." |state| step(state, 1)),
    row!(Preview "up" ["k" "Up" "Shift+Tab"] "Go to the article before." |state| step(state, -1)),
    row!(Preview "page-down" ["PageDown" "Ctrl+f"] "Go down a screen." |state| page(state, 1)),
    row!(Preview "page-up" ["b" "PageUp" "Ctrl+b"] "Go up a screen." |state| page(state, -1)),
    row!(Preview "first" ["g" "Home"] "Go to the first article." |state| step(state, isize::MIN)),
    row!(Preview "last" ["G" "End"] "Go to the last article." |state| step(state, isize::MAX)),
    row!(Preview "leave-out" ["Space" "v"] "Leave this article out, or take it in again." State::leave_article_out),
    row!(Preview "do" ["Enter"] "Do it in all these articles; one undo takes all of it back." State::do_plan),
    row!(Preview "stop" ["Esc" "q"] "Stop looking or doing, or close; nothing more is changed." State::stop_plan),
];

fn step(state: &mut State, by: isize) {
    if let Some(bulk) = &mut state.bulk {
        bulk.step(by);
    }
}

fn page(state: &mut State, by: isize) {
    let rows = isize::try_from(state.preview_rows()).unwrap_or(1);
    step(state, by * rows);
}
