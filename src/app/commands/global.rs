//! Commands that are there everywhere.

use super::row;
use crate::app::command::Command;
use crate::app::state::Level;
use crate::app::{Effect, State};

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Global "help" ["?" "F1"] "List the keys." State::start_help),
    row!(Global "palette" [":" "Ctrl+p"] "Find any command or entity by a part of its name." State::start_palette),
    row!(Global "save" ["Ctrl+s"] "Wait until everything is on the disk, and say so." save),
    row!(Global "suspend" ["Ctrl+z"] "Stop the program until the shell's fg." |state| state.effect(Effect::Suspend)),
    row!(Global "quit-now" ["Ctrl+c"] "Leave the program at once; what is marked is saved." quit_now),
];

fn save(state: &mut State) {
    if state.saving.waiting > 0 {
        state.say(Level::Info, "Saving ...");
    }
    state.effect(Effect::Flush);
}

fn quit_now(state: &mut State) {
    state.keep_draft();
    state.leave();
}
