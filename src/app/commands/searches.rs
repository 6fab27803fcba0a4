//! Commands of saved searches.

use super::row;
use crate::app::State;
use crate::app::command::Command;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Library "searches" ["f"] "List the saved searches with the number of articles that each finds." State::start_searches),
    row!(Library "save-search" ["F"] "Save the filter under a name." State::ask_search_name),
    row!(Searches "down" ["j" "Down"] "Go to the next search." |state| state.searches.step(1)),
    row!(Searches "up" ["k" "Up"] "Go to the search before." |state| state.searches.step(-1)),
    row!(Searches "first" ["g" "Home"] "Go to the first search." |state| state.searches.step(-100_000)),
    row!(Searches "last" ["G" "End"] "Go to the last search." |state| state.searches.step(100_000)),
    row!(Searches "show" ["Enter" "l"] "Show the articles that it finds." State::use_search),
    row!(Searches "watch" ["w"] "Highlight its words in every article that you read, or no longer." State::watch_search),
    row!(Searches "save-filter" ["n" "F"] "Save the filter in force under a name." State::ask_search_name),
    row!(Searches "forget" ["x"] "Forget this search." State::forget_search),
    row!(Searches "close" ["q" "Esc"] "Close the list." close),
];

fn close(state: &mut State) {
    state.overlays.pop();
}
