//! Commands of what lies over a screen.

use super::row;
use crate::app::State;
use crate::app::command::Command;
use crate::app::state::Overlay;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Hints "cancel" ["Esc"] "Close the hints." pop),
    row!(Form "next-field" ["Down" "Tab" "Ctrl+n"] "Go to the next line." |state| form(state, |form| form.step_field(true))),
    row!(Form "previous-field" ["Up" "Shift+Tab"] "Go to the line before." |state| form(state, |form| form.step_field(false))),
    row!(Form "next-value" ["Right" "Space"] "Choose the next value; a letter chooses by name." |state| state.step_form_value(true)),
    row!(Form "previous-value" ["Left"] "Choose the value before." |state| state.step_form_value(false)),
    row!(Form "letters" ["Ctrl+f"] "Choose holder or target by the letters of its mention in the text." State::side_by_letters),
    row!(Form "entity" ["Ctrl+l"] "Choose holder or target out of all entities of the library." State::side_by_name),
    row!(Form "evidence" ["Ctrl+e"] "Select the evidence in the text, in place of what it is." |state| state.evidence_in_text(false)),
    row!(Form "add-evidence" ["Ctrl+a"] "Select further evidence in the text." |state| state.evidence_in_text(true)),
    row!(Form "note" ["Ctrl+t"] "Write the note on this stance." State::note_of_form),
    row!(Form "save-form" ["Enter"] "Keep the changes." State::save_form),
    row!(Form "cancel" ["Esc"] "Close the form; nothing is changed." pop),
    row!(Note "save-note" ["Ctrl+s"] "Keep the note and close the editor." State::save_note),
    row!(Note "edit-outside" ["Ctrl+e"] "Go on in $EDITOR." State::note_outside),
    row!(Note "leave" ["Esc"] "Close the editor; what is unfinished is kept as a draft." State::leave_note),
    row!(Tags "toggle" ["Enter"] "Put the chosen tag on the article, or take it off." State::toggle_tag),
    row!(Tags "down" ["Down" "Ctrl+n" "Tab"] "Go to the next tag." |state| tags(state, true)),
    row!(Tags "up" ["Up" "Shift+Tab"] "Go to the tag before." |state| tags(state, false)),
    row!(Tags "close" ["Esc"] "Close the picker." pop),
    row!(Prompt "accept" ["Enter"] "Take what is typed." accept_prompt),
    row!(Prompt "cancel" ["Esc"] "Forget what is typed." cancel_prompt),
    row!(Palette "run" ["Enter"] "Run the chosen command." State::run_chosen),
    row!(Palette "down" ["Down" "Ctrl+n" "Tab"] "Go to the next command." |state| palette(state, true)),
    row!(Palette "up" ["Up" "Shift+Tab"] "Go to the command before." |state| palette(state, false)),
    row!(Palette "close" ["Esc"] "Close the palette." pop),
    row!(Help "down" ["j" "Down"] "Go down a line." |state| state.step_help(1)),
    row!(Help "up" ["k" "Up"] "Go up a line." |state| state.step_help(-1)),
    row!(Help "page-down" ["Space" "PageDown"] "Go down a screen." |state| help_page(state, 1)),
    row!(Help "page-up" ["b" "PageUp"] "Go up a screen." |state| help_page(state, -1)),
    row!(Help "first" ["g" "Home"] "Go to the start." |state| state.step_help(-10_000)),
    row!(Help "last" ["G" "End"] "Go to the end." |state| state.step_help(10_000)),
    row!(Help "close" ["q" "Esc" "?" "F1"] "Close this page." pop),
    row!(Export "next-format" ["Down" "Tab"] "Choose the next format." |state| state.step_format(1)),
    row!(Export "previous-format" ["Up" "Shift+Tab"] "Choose the format before." |state| state.step_format(crate::formats::Format::ALL.len() - 1)),
    row!(Export "run" ["Enter"] "Write the file." State::run_export),
    row!(Export "cancel" ["Esc"] "Close, or stop what is being written; nothing is then there." State::leave_export),
];

fn pop(state: &mut State) {
    state.overlays.pop();
}

fn form(state: &mut State, change: impl FnOnce(&mut crate::app::StanceForm)) {
    if let Some(Overlay::Form(form)) = state.overlays.last_mut() {
        change(form);
    }
}

fn tags(state: &mut State, down: bool) {
    if let Some(Overlay::Tags(picker)) = state.overlays.last_mut() {
        picker.step(down);
    }
}

fn palette(state: &mut State, down: bool) {
    if let Some(Overlay::Palette(palette)) = state.overlays.last_mut() {
        palette.step(down);
    }
}

fn help_page(state: &mut State, by: isize) {
    let rows = isize::from(i16::try_from(state.size.rows).unwrap_or(24));
    state.step_help(by * (rows - 3).max(1));
}

fn accept_prompt(state: &mut State) {
    match state.overlays.pop() {
        Some(Overlay::Search(_)) => state.end_search(),
        Some(Overlay::Ask(ask)) => state.answer(&ask),
        _ => {}
    }
}

fn cancel_prompt(state: &mut State) {
    match state.overlays.pop() {
        Some(Overlay::Filter(_)) => state.filter(""),
        Some(Overlay::Ask(ask)) => state.unanswered(&ask),
        Some(Overlay::Search(_)) => state.motion(|reader| {
            if let Some(search) = reader.search.take() {
                reader.go_to(search.from);
            }
        }),
        _ => {}
    }
}
