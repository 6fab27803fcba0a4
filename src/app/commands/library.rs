//! Commands of the list of articles.

use super::row;
use crate::app::command::Command;
use crate::app::state::{Level, Overlay};
use crate::app::{Effect, Input, State};
use crate::store::Sort;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Library "down" ["j" "Down"] "Go to the next article." |state| state.list.step(1)),
    row!(Library "up" ["k" "Up"] "Go to the article before." |state| state.list.step(-1)),
    row!(Library "page-down" ["Space" "PageDown" "Ctrl+f"] "Go down a screen." |state| page(state, 1)),
    row!(Library "page-up" ["b" "PageUp" "Ctrl+b"] "Go up a screen." |state| page(state, -1)),
    row!(Library "first" ["g g" "Home"] "Go to the first article." |state| state.list.cursor = 0),
    row!(Library "last" ["G" "End"] "Go to the last article." |state| state.list.step(isize::MAX)),
    row!(Library "count" ["#" "Alt+1" "Alt+2" "Alt+3" "Alt+4" "Alt+5" "Alt+6" "Alt+7" "Alt+8" "Alt+9"]
        "Begin a count: type digits, then a motion that is to run so many times." State::start_count),
    row!(Library "open" ["Enter" "l"] "Read the article." State::open_current),
    row!(Library "next-unread" ["n"] "Go to the next unread article." next_unread),
    row!(Library "filter" ["/"] "Show the articles that match what you type." filter),
    row!(Library "clear-filter" ["Esc"] "Show all articles again." clear_filter),
    row!(Library "sort-date" ["s d"] "Sort by date, newest first." |state| sort(state, Sort::Date)),
    row!(Library "sort-state" ["s u"] "Sort by state: unread, read, annotated." |state| sort(state, Sort::State)),
    row!(Library "sort-source" ["s s"] "Sort by source." |state| sort(state, Sort::Source)),
    row!(Library "sort-title" ["s t"] "Sort by title." |state| sort(state, Sort::Title)),
    row!(Library "sort-tags" ["s g"] "Sort by tags." |state| sort(state, Sort::Tags)),
    row!(Library "sort-counts" ["s c"] "Sort by number of annotations." |state| sort(state, Sort::Counts)),
    row!(Library "sort-relevance" ["s v"] "Sort by how well the words of the filter fit." |state| sort(state, Sort::Relevance)),
    row!(Library "sort-hits" ["s h"] "Sort by how often the words of the filter stand in the text." |state| sort(state, Sort::Hits)),
    row!(Library "reverse" ["s r"] "Turn the order round." reverse),
    row!(Library "review" ["Q"] "Review what is proposed in the listed articles, name by name." State::start_review),
    row!(Library "select" ["v"] "Select this article for a bulk act, or let it go." State::select_article),
    row!(Library "select-all" ["V"] "Select all listed articles, or let them go." State::select_all),
    row!(Library "same-story" ["="] "Show the articles that tell the same story as this one." same_story),
    row!(Library "mark-read" ["m"] "Mark the selected articles, or else all that are listed, as read." State::mark_read),
    row!(Library "mark-unread" ["M"] "Take the last marking as read back." State::mark_unread),
    row!(Library "bulk" ["B"] "Mark, tag, accept or take away in all selected articles, or else in all that are listed." State::start_bulk),
    row!(Library "codebook" ["C"] "Open the codebook: types, stances and tags with their definitions." State::start_codebook),
    row!(Library "export" ["E"] "Export the listed articles." State::start_export),
    row!(Library "add" ["a"] "Add articles: a file, a folder, an archive, a table, or what stands at an address." State::start_adding,
        |state| state.adding.then_some("Articles are being added; wait until that has ended.")),
    row!(Library "stop-adding" ["A"] "Stop adding; what was added stays." State::stop_adding,
        |state| (!state.adding).then_some("Nothing is being added.")),
    row!(Library "undo" ["u"] "Take back your last act: in all articles where it was done in several, else after going to its article." State::undo),
    row!(Library "redo" ["Ctrl+r" "U"] "Do again what was undone in several articles at once." State::redo_everywhere),
    row!(Library "rescan" ["R"] "Look at the files of the library again." rescan),
    row!(Library "quit" ["q"] "Leave the program." State::leave),
];

fn page(state: &mut State, by: isize) {
    let rows = isize::try_from(state.list_rows()).unwrap_or(1);
    state.list.step(by * rows);
}

fn filter(state: &mut State) {
    let input = Input::new(&state.list.filter);
    state.overlays.push(Overlay::Filter(input));
}

/// Lets the selected articles go, and when there are none shows all articles.
fn clear_filter(state: &mut State) {
    if state.list.selected.is_empty() {
        return state.filter("");
    }
    state.list.selected.clear();
    state.say(Level::Info, "No article is selected any more.");
}

fn sort(state: &mut State, by: Sort) {
    state.list.reverse = state.list.sort == by && !state.list.reverse;
    state.list.sort = by;
    state.relist();
    tell_order(state);
}

fn reverse(state: &mut State) {
    state.list.reverse = !state.list.reverse;
    state.relist();
    tell_order(state);
}

/// The order has no head to show it where the terminal is narrow.
fn tell_order(state: &mut State) {
    let by = match state.list.sort {
        Sort::Date => "date",
        Sort::State => "state",
        Sort::Source => "source",
        Sort::Title => "title",
        Sort::Tags => "tags",
        Sort::Counts => "number of annotations",
        Sort::Relevance => "how well the words of the filter fit",
        Sort::Hits => "how often the words of the filter stand in the text",
    };
    let turned = if state.list.reverse { ", turned round" } else { "" };
    state.say(Level::Info, &format!("Sorted by {by}{turned}."));
}

fn rescan(state: &mut State) {
    state.effect(Effect::Scan);
    state.say(Level::Info, "Looking at the files of the library again.");
}

fn next_unread(state: &mut State) {
    let job = state.unread_job();
    state.effect(Effect::FindUnread(Box::new(job)));
}

fn same_story(state: &mut State) {
    match state.list.current().map(|row| (row.id.clone(), row.others)) {
        Some((id, others)) if others > 0 => state.filter(&format!("story:\"{id}\"")),
        _ => state.say(Level::Info, "No other article is known to tell the story of this one."),
    }
}
