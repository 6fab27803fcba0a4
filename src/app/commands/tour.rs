//! The command of the tour.

use super::row;
use crate::app::State;
use crate::app::command::Command;

/// The rows.
pub const ROWS: &[Command] =
    &[row!(Global "tour" ["F2"] "Take the tour of five steps through reading and marking." State::start_tour)];
