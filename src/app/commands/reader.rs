//! Commands of the reader that move, search and show.

use super::row;
use crate::app::command::Command;
use crate::app::cursor::Unit;
use crate::app::state::Level;
use crate::app::{Reader, Selection, State, Tab};
use crate::text::{Span, paragraph_at, sentence_at, word_after, word_before};

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Reader "next-candidate" ["Tab"] "Go to the next name that is proposed." |state| candidate(state, true)),
    row!(Reader "previous-candidate" ["Shift+Tab"] "Go to the proposed name before." |state| candidate(state, false)),
    row!(Reader "uncertain" ["c"] "Go to the proposed name that is least certain, then to the next." uncertain),
    row!(Reader "review" ["Q"] "Review what is proposed in the listed articles, name by name." State::start_review),
    row!(Reader "next-word" ["l" "Right" "w"] "Go to the next word." |state| state.motion(|reader| reader.step_word(true))),
    row!(Reader "previous-word" ["h" "Left" "b"] "Go to the word before." |state| state.motion(|reader| reader.step_word(false))),
    row!(Reader "down" ["j" "Down"] "Go down a row." |state| rows(state, 1)),
    row!(Reader "up" ["k" "Up"] "Go up a row." |state| rows(state, -1)),
    row!(Reader "page-down" ["Space" "PageDown" "Ctrl+f"] "Go down a screen." |state| page(state, 1)),
    row!(Reader "page-up" ["PageUp" "Ctrl+b"] "Go up a screen." |state| page(state, -1)),
    row!(Reader "first" ["g g" "Home"] "Go to the start." |state| state.motion(|reader| reader.go_to(0))),
    row!(Reader "last" ["G" "End"] "Go to the end." end),
    row!(Reader "next-sentence" [")"] "Go to the next sentence." |state| sentence(state, true)),
    row!(Reader "previous-sentence" ["("] "Go to the sentence before." |state| sentence(state, false)),
    row!(Reader "next-paragraph" ["}"] "Go to the next paragraph." |state| paragraph(state, true)),
    row!(Reader "previous-paragraph" ["{"] "Go to the paragraph before." |state| paragraph(state, false)),
    row!(Reader "here" ["i"] "Go through what is marked or proposed at this place, the smallest first." State::next_here),
    row!(Reader "count" ["#" "Alt+1" "Alt+2" "Alt+3" "Alt+4" "Alt+5" "Alt+6" "Alt+7" "Alt+8" "Alt+9"]
        "Begin a count: type digits, then a motion that is to run so many times." State::start_count),
    row!(Reader "keep-place" ["`"] "Keep this place under a letter." State::start_keeping),
    row!(Reader "go-to-place" ["'"] "Go to the place that was kept under a letter." State::start_going),
    row!(Reader "hints" ["f"] "Go to any visible word by typing its letters; a name that is not marked has one letter." State::start_hints),
    row!(Reader "extend-word" ["L"] "Extend the selection by a word." |state| extend(state, Unit::Word)),
    row!(Reader "shrink-word" ["H"] "Shrink the selection by a word." |state| shrink(state, Unit::Word)),
    row!(Reader "extend-character" ["Shift+Right" "K"] "Extend the selection by a character." |state| extend(state, Unit::Character)),
    row!(Reader "shrink-character" ["Shift+Left" "J"] "Shrink the selection by a character." |state| shrink(state, Unit::Character)),
    row!(Reader "extend-sentence" [">"] "Extend the selection to the sentence, then by sentences." |state| extend(state, Unit::Sentence)),
    row!(Reader "shrink-sentence" ["<"] "Shrink the selection by a sentence, the last one to its first word." |state| shrink(state, Unit::Sentence)),
    row!(Reader "extend-paragraph" ["V"] "Extend the selection to the paragraph, then by paragraphs." |state| extend(state, Unit::Paragraph)),
    row!(Reader "shrink-paragraph" ["g <"] "Shrink the selection by a paragraph, the last one to its first word." |state| shrink(state, Unit::Paragraph)),
    row!(Reader "extend-start" ["B"] "Extend the selection by the word before it." |state| at_start(state, Selection::extend)),
    row!(Reader "shrink-start" ["W"] "Shrink the selection by its first word." |state| at_start(state, Selection::shrink)),
    row!(Reader "other-end" ["o"] "Let extending move the other end of the selection." other_end),
    row!(Reader "visual" ["v"] "Let every motion extend the selection." visual),
    row!(Reader "cancel" ["Esc"] "End selecting and searching, else close a form that waits." cancel),
    row!(Reader "search" ["/"] "Search in the text; small letters find capitals too." State::start_search),
    row!(Reader "next-match" ["n"] "Go to the next match." |state| state.step_match(true)),
    row!(Reader "previous-match" ["N"] "Go to the match before." |state| state.step_match(false)),
    row!(Reader "next-stance" ["s"] "Go to the target of the next stance." |state| state.step_stance(true)),
    row!(Reader "previous-stance" ["S"] "Go to the target of the stance before." |state| state.step_stance(false)),
    row!(Reader "panel" ["p"] "Show or hide the margin; on a narrow terminal, show the next panel." panel),
    row!(Reader "suggestions" ["z"] "Show or hide suggestions." suggestions),
    row!(Reader "next-article" ["]"] "Read the next article of the list." |state| neighbour(state, 1)),
    row!(Reader "previous-article" ["["] "Read the article before in the list." |state| neighbour(state, -1)),
    row!(Reader "close" ["q"] "Go back to the list." State::close_reader),
];

fn candidate(state: &mut State, forward: bool) {
    let suggestions = state.config.suggestions;
    let waiting = state.reader.as_ref().is_some_and(|reader| suggestions && !reader.suggested);
    let mut found = false;
    state.motion(|reader| found = reader.step_candidate(forward, suggestions));
    if !found {
        let said =
            if waiting { "Suggestions are still being looked for." } else { "There is no further candidate that way." };
        state.say(Level::Info, said);
    }
}

fn uncertain(state: &mut State) {
    let mut found = false;
    state.motion(|reader| found = reader.step_uncertain());
    if !found {
        state.say(Level::Info, "Nothing is proposed in this article that is not decided.");
    }
}

/// Goes by rows, in the text or in the panel that hides it on a narrow terminal.
fn rows(state: &mut State, by: isize) {
    if !state.scroll_panel(by) {
        state.motion(|reader| reader.step_rows(by));
    }
}

fn page(state: &mut State, by: isize) {
    let rows = isize::from(i16::try_from(state.geometry().rows).unwrap_or(1));
    let step = (rows - 2).max(1) * by;
    if state.scroll_panel(step) {
        return;
    }
    state.scroll(step);
    state.motion(|reader| reader.step_rows(step));
    let end = state.reader.as_ref().is_some_and(|reader| reader.at_end(usize::try_from(rows).unwrap_or(1)));
    if end && by > 0 {
        state.keep_place();
    }
}

fn end(state: &mut State) {
    state.motion(|reader| {
        reader.want_end = reader.is_laying_out();
        let at = if reader.want_end { reader.layout.end() } else { reader.text().len() };
        let last = Selection::last_word(reader.text(), at);
        reader.select(last.span);
    });
    state.keep_place();
}

fn sentence(state: &mut State, forward: bool) {
    state.motion(|reader| {
        let here = sentence_at(reader.text(), reader.head());
        let at = if forward { here.end + 1 } else { here.start.saturating_sub(2) };
        let to = if forward || reader.head() == here.start {
            sentence_at(reader.text(), reader.article.body.floor(at)).start
        } else {
            here.start
        };
        reader.go_to(if forward { to.max(here.end.min(reader.text().len())) } else { to });
    });
}

fn paragraph(state: &mut State, forward: bool) {
    state.motion(|reader| {
        let here = paragraph_at(reader.text(), reader.head());
        let words =
            |at: usize| word_before(reader.text(), at).map(|word| paragraph_at(reader.text(), word.start).start);
        let to = if forward {
            word_after(reader.text(), here.end.max(reader.head() + 1) - 1).map(|word| word.start)
        } else if reader.head() > here.start {
            Some(here.start)
        } else {
            words(here.start)
        };
        if let Some(to) = to {
            reader.go_to(to);
        }
    });
}

fn extend(state: &mut State, unit: Unit) {
    state.motion(|reader| {
        let body = reader.article.body.clone();
        reader.cursor.extend(body.as_str(), unit);
    });
}

fn shrink(state: &mut State, unit: Unit) {
    state.motion(|reader| {
        let body = reader.article.body.clone();
        reader.cursor.shrink(body.as_str(), unit);
    });
}

/// Changes the start of the selection by a word; its moving end stays which it was.
fn at_start(state: &mut State, change: fn(&mut Selection, &str, Unit)) {
    state.motion(|reader| {
        let body = reader.article.body.clone();
        let moving = std::mem::replace(&mut reader.cursor.at_start, true);
        change(&mut reader.cursor, body.as_str(), Unit::Word);
        reader.cursor.at_start = moving;
    });
}

fn other_end(state: &mut State) {
    let mut start = false;
    state.motion(|reader| {
        reader.cursor.at_start = !reader.cursor.at_start;
        start = reader.cursor.at_start;
    });
    state.say(Level::Info, if start { "Extending moves the start now." } else { "Extending moves the end now." });
}

fn visual(state: &mut State) {
    let mut on = false;
    state.motion(|reader| {
        reader.visual = !reader.visual;
        on = reader.visual;
    });
    state.say(Level::Info, if on { "Selecting: every motion extends; Esc ends it." } else { "Selecting ended." });
}

/// Ends selecting and searching; where there is none of that, closes a form that waits.
fn cancel(state: &mut State) {
    let ends = |reader: &Reader| reader.visual || reader.only_here || reader.search.is_some() || reader.held.is_some();
    if !state.reader.as_deref().is_some_and(ends) && state.forget_form() {
        state.say(Level::Info, "The stance form is closed; nothing is changed.");
    }
    state.motion(|reader| {
        reader.visual = false;
        reader.search = None;
        reader.only_here = false;
        reader.held = None;
        let start = reader.cursor.span.start;
        reader.select(Span::new(start, start));
        reader.go_to_mark(start);
    });
}

fn panel(state: &mut State) {
    if !state.geometry().tabs {
        state.config.look.margin = !state.config.look.margin;
        return state.lay_out();
    }
    if let Some(reader) = &mut state.reader {
        reader.panel_top = 0;
        reader.tab = match reader.tab {
            Tab::Text => Tab::Entities,
            Tab::Entities => Tab::Stances,
            Tab::Stances => Tab::Notes,
            Tab::Notes => Tab::Text,
        };
    }
}

fn suggestions(state: &mut State) {
    state.config.suggestions = !state.config.suggestions;
    let show = state.config.suggestions;
    state.motion(|reader| reader.refresh(show));
    let missing =
        state.reader.as_ref().filter(|reader| show && !reader.suggested).map(|reader| reader.article.body.clone());
    if let Some(body) = missing {
        state.ask_for_suggestions(body);
    }
    state.say(Level::Info, if show { "Suggestions are shown." } else { "Suggestions are hidden." });
}

fn neighbour(state: &mut State, by: isize) {
    state.keep_place();
    let before = state.list.cursor;
    state.list.step(by);
    if state.list.cursor == before {
        return state.say(Level::Info, "There is no further article in the list that way.");
    }
    state.open_current();
}
