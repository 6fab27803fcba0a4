//! Commands of the queue of what is proposed.

use super::row;
use crate::app::command::Command;
use crate::app::state::Level;
use crate::app::{Order, Review, State};
use crate::model::Polarity;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Review "down" ["j" "Down" "Tab"] "Go to the next name or stance." |state| step(state, 1)),
    row!(Review "up" ["k" "Up" "Shift+Tab"] "Go to the name or stance before." |state| step(state, -1)),
    row!(Review "page-down" ["Space" "PageDown" "Ctrl+f"] "Go down a screen." |state| page(state, 1)),
    row!(Review "page-up" ["b" "PageUp" "Ctrl+b"] "Go up a screen." |state| page(state, -1)),
    row!(Review "first" ["g" "Home"] "Go to the first." |state| step(state, isize::MIN)),
    row!(Review "last" ["G" "End"] "Go to the last." |state| step(state, isize::MAX)),
    row!(Review "accept" ["Enter" "a"] "Accept this name, with all its places in this article, or this stance." |state| state.review_accept(None)),
    row!(Review "retype" ["1" "2" "3" "4" "5" "6" "7" "8" "9"]
        "Accept this name with the type of the digit, with all its places in this article." State::review_digit),
    row!(Review "reject" ["r"] "Reject this name, with all its places in this article, or this stance." State::review_reject),
    row!(Review "accept-everywhere" ["A"] "Accept this name in every article of the queue." State::review_accept_everywhere),
    row!(Review "support" ["+" "="] "Accept this stance as support." |state| state.review_stance(Polarity::Support)),
    row!(Review "oppose" ["-"] "Accept it as opposition." |state| state.review_stance(Polarity::Oppose)),
    row!(Review "neutral" ["0"] "Accept it as neutral." |state| state.review_stance(Polarity::Neutral)),
    row!(Review "ambiguous" ["~"] "Accept it as ambiguous." |state| state.review_stance(Polarity::Ambiguous)),
    row!(Review "undo" ["u"] "Take the last decision back." State::review_undo),
    row!(Review "redo" ["Ctrl+r" "U"] "Do again what was taken back." State::review_redo),
    row!(Review "order" ["o"] "Turn between the least certain first and the order of reading." order),
    row!(Review "read" ["l" "Right"] "Read the article at this place; the queue waits." State::review_read),
    row!(Review "stop" ["Esc"] "Stop looking through articles, or close the queue." State::stop_review),
    row!(Review "close" ["q"] "Close the queue." State::close_review),
];

fn with(state: &mut State, change: impl FnOnce(&mut Review)) {
    if let Some(review) = &mut state.review {
        change(review);
    }
}

fn step(state: &mut State, by: isize) {
    with(state, |review| review.step(by));
}

fn page(state: &mut State, by: isize) {
    let rows = isize::try_from(state.review_rows()).unwrap_or(1);
    step(state, by * rows);
}

fn order(state: &mut State) {
    state.turn_review();
    let uncertain = state.review.as_ref().is_some_and(|review| review.order == Order::Uncertain);
    state.say(Level::Info, if uncertain { "The least certain first." } else { "In the order of reading." });
}
