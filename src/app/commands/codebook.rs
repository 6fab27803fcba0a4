//! Commands of the codebook.

use super::row;
use crate::app::command::Command;
use crate::app::{AskCode, State};

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Codebook "down" ["j" "Down" "Tab"] "Go to the next entry." |state| state.step_code(1)),
    row!(Codebook "up" ["k" "Up" "Shift+Tab"] "Go to the entry before." |state| state.step_code(-1)),
    row!(Codebook "first" ["g" "Home"] "Go to the first entry." |state| state.step_code(isize::MIN)),
    row!(Codebook "last" ["G" "End"] "Go to the last entry." |state| state.step_code(isize::MAX)),
    row!(Codebook "define" ["Enter" "e"] "Write when to use it." |state| state.ask_code(AskCode::Definition)),
    row!(Codebook "example" ["+"] "Add an example." |state| state.ask_code(AskCode::Example)),
    row!(Codebook "drop-example" ["-"] "Take its last example away." State::drop_example),
    row!(Codebook "digit" ["1" "2" "3" "4" "5" "6" "7" "8" "9" "0"] "Give this type the digit; 0 takes its digit away." State::digit_of_code),
    row!(Codebook "hue" ["h"] "Give it the next colour." State::next_hue),
    row!(Codebook "name" ["m"] "Change what screens call it." |state| state.ask_code(AskCode::Name)),
    row!(Codebook "rename" ["r"] "Rename its key or label, in all your annotations too; one undo takes them back." |state| state.ask_code(AskCode::Rename)),
    row!(Codebook "new-type" ["n"] "Add an entity type to the codebook." |state| state.ask_about(AskCode::NewType, "")),
    row!(Codebook "new-tag" ["t"] "Add a tag to the codebook." |state| state.ask_about(AskCode::NewTag, "")),
    row!(Codebook "remove" ["x"] "Take it out of the codebook; annotations stay." State::remove_code),
    row!(Codebook "undo" ["u"] "Take the last change of the codebook back." State::undo_code),
    row!(Codebook "close" ["q" "Esc"] "Close the codebook." |state| drop(state.overlays.pop())),
];
