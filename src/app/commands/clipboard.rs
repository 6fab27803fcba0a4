//! Commands of the system's clipboard.

use super::row;
use crate::app::State;
use crate::app::command::Command;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Reader "yank" ["y"] "Copy the selected words to the system's clipboard." State::yank),
    row!(Reader "yank-sentence" ["Y"] "Copy the sentence with its source to the system's clipboard." State::yank_quote),
];
