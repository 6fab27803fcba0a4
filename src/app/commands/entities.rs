//! Commands of the entities: the list, the page of one, the picker, and the way back.

use super::row;
use crate::app::ask::Asked;
use crate::app::command::Command;
use crate::app::state::Overlay;
use crate::app::{Input, State};

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Library "entities" ["e"] "Show everyone that the library mentions." State::start_entities),
    row!(Reader "entities" ["g e"] "Show everyone that the library mentions." start_from_reader),
    row!(Reader "entity" ["g p"] "Show the page of the entity under the cursor." State::page_of_mention),
    row!(Reader "link" ["I"] "Link this mention, with all others of its name, to another entity." State::start_link),
    row!(Global "back" ["Ctrl+o" "Alt+Left" "g o"] "Go back to where you jumped from." |state| state.jump(true)),
    row!(Global "forward" ["Ctrl+i" "Alt+Right" "g i"] "Go forward again; Ctrl+i where the terminal tells it from Tab." |state| state.jump(false)),
    row!(Entities "down" ["j" "Down" "Tab"] "Go to the next entity." |state| state.entities.list.step(1)),
    row!(Entities "up" ["k" "Up" "Shift+Tab"] "Go to the entity before." |state| state.entities.list.step(-1)),
    row!(Entities "page-down" ["Space" "PageDown" "Ctrl+f"] "Go down a screen." |state| list_page(state, 1)),
    row!(Entities "page-up" ["b" "PageUp" "Ctrl+b"] "Go up a screen." |state| list_page(state, -1)),
    row!(Entities "first" ["g" "Home"] "Go to the first entity." |state| state.entities.list.cursor = 0),
    row!(Entities "last" ["G" "End"] "Go to the last entity." |state| state.entities.list.step(isize::MAX)),
    row!(Entities "open" ["Enter" "l"] "Open the entity's page; where a merge waits, merge." State::enter_entity),
    row!(Entities "find" ["/"] "Show the entities whose names match what you type." find),
    row!(Entities "sort" ["s"] "Turn to the next order of the list." |state| state.sort_entities(1)),
    row!(Entities "sort-back" ["S"] "Turn to the order before." |state| state.sort_entities(-1)),
    row!(Entities "dates" ["D"] "List dates too, or leave them out again." State::turn_dates),
    row!(Entities "merge" ["m"] "Mark an entity; on another one, merge the marked one into it." State::mark_entity),
    row!(Entities "turn-merge" ["t"] "Turn round which name of a waiting merge is kept." State::turn_merge),
    row!(Entities "retype" ["1" "2" "3" "4" "5" "6" "7" "8" "9"] "Give the entity the type of the digit, in all articles." State::retype_entity),
    row!(Entities "rename" ["r"] "Give the entity another name, in all articles." |state| state.ask_entity(Asked::Rename)),
    row!(Entities "alias" ["a"] "Add an alias, or take one out." |state| state.ask_entity(Asked::Alias)),
    row!(Entities "split" ["x"] "Choose an alias to be an entity of its own again." State::start_split),
    row!(Entities "describe" ["d"] "Say who or what the entity is." |state| state.ask_entity(Asked::Describe)),
    row!(Entities "add-link" ["L"] "Add an address or identifier, or take one away." |state| state.ask_entity(Asked::Link)),
    row!(Entities "undo" ["u"] "Take back the last change of entities." State::undo_registry),
    row!(Entities "redo" ["Ctrl+r" "U"] "Do again what was taken back." State::redo_registry),
    row!(Entities "close" ["q" "Esc"] "Leave a merge, the filter, then the list." State::close_entities),
    row!(Entity "down" ["j" "Down" "Tab"] "Go to the next place." |state| step(state, 1)),
    row!(Entity "up" ["k" "Up" "Shift+Tab"] "Go to the place before." |state| step(state, -1)),
    row!(Entity "page-down" ["Space" "PageDown" "Ctrl+f"] "Go down a screen." |state| page(state, 1)),
    row!(Entity "page-up" ["b" "PageUp" "Ctrl+b"] "Go up a screen." |state| page(state, -1)),
    row!(Entity "first" ["g" "Home"] "Go to the first place." |state| step(state, isize::MIN)),
    row!(Entity "last" ["G" "End"] "Go to the last place." |state| step(state, isize::MAX)),
    row!(Entity "read" ["Enter" "l"] "Read the article at this place." State::read_place),
    row!(Entity "choose" ["c"] "Choose this mention to be linked elsewhere, or no longer." State::choose_place),
    row!(Entity "link" ["I"] "Link the chosen mentions, or this one, to another entity." State::start_move),
    row!(Entity "merge" ["m"] "Make this entity an alias of another one, in all articles." State::start_merge),
    row!(Entity "retype" ["1" "2" "3" "4" "5" "6" "7" "8" "9"] "Give the entity the type of the digit, in all articles." State::retype_entity),
    row!(Entity "rename" ["r"] "Give the entity another name, in all articles." |state| state.ask_entity(Asked::Rename)),
    row!(Entity "alias" ["a"] "Add an alias, or take one out." |state| state.ask_entity(Asked::Alias)),
    row!(Entity "split" ["x"] "Choose an alias to be an entity of its own again." State::start_split),
    row!(Entity "describe" ["d"] "Say who or what the entity is." |state| state.ask_entity(Asked::Describe)),
    row!(Entity "add-link" ["L"] "Add an address or identifier, or take one away." |state| state.ask_entity(Asked::Link)),
    row!(Entity "undo" ["u"] "Take back the last change of entities." State::undo_registry),
    row!(Entity "redo" ["Ctrl+r" "U"] "Do again what was taken back." State::redo_registry),
    row!(Entity "close" ["q" "Esc" "h"] "Close the page." State::close_entity),
    row!(Link "choose" ["Enter"] "Take the chosen name." State::choose_link),
    row!(Link "down" ["Down" "Ctrl+n" "Tab"] "Go to the next name." |state| link(state, true)),
    row!(Link "up" ["Up" "Shift+Tab"] "Go to the name before." |state| link(state, false)),
    row!(Link "close" ["Esc"] "Close the picker." |state| drop(state.overlays.pop())),
];

fn start_from_reader(state: &mut State) {
    state.keep_jump();
    state.start_entities();
}

fn list_page(state: &mut State, by: isize) {
    let rows = isize::try_from(state.entity_rows()).unwrap_or(1);
    state.entities.list.step(by * rows);
}

fn find(state: &mut State) {
    let input = Input::new(&state.entities.list.filter);
    state.ask(Asked::EntityFilter, input);
}

fn step(state: &mut State, by: isize) {
    if let Some(page) = &mut state.entities.page {
        page.step(by);
    }
}

fn page(state: &mut State, by: isize) {
    let rows = isize::try_from(state.entity_rows() / 2).unwrap_or(1).max(1);
    step(state, by * rows);
}

fn link(state: &mut State, down: bool) {
    if let Some(Overlay::Link(picker)) = state.overlays.last_mut() {
        picker.step(down);
    }
}
