//! Commands of the reader that make, change and take away annotations.

use super::row;
use crate::app::command::Command;
use crate::app::state::Level;
use crate::app::{State, Tab};
use crate::model::Polarity;

/// The rows.
pub const ROWS: &[Command] = &[
    row!(Reader "mark" ["1" "2" "3" "4" "5" "6" "7" "8" "9"]
        "Mark the selection and every other place of that name with the type of the digit; on a mention, relabel or resize it."
        State::mark_digit, hidden),
    row!(Reader "only-here" ["!"] "Let the next mark, accept or reject count for this place only." only_here, hidden),
    row!(Reader "accept" ["Enter" "a"] "Accept what is proposed here, with all places of that name." State::accept, hidden),
    row!(Reader "accept-all" ["A"] "Accept everything proposed with a high score." State::accept_all, hidden),
    row!(Reader "reject" ["r"] "Reject what is proposed here, with all places of that name." State::reject, hidden),
    row!(Reader "remove" ["x"] "Take away this mention; its other places stay." |state| state.remove(false), hidden),
    row!(Reader "remove-all" ["X"] "Take away this mention and all others of its entity in this article." |state| state.remove(true), hidden),
    row!(Reader "move" ["g v"] "Pick up this mention; on other words, move it there." State::move_mention, hidden),
    row!(Reader "split" ["|"] "Split this mention in two before the selected word." State::split_mention, hidden),
    row!(Reader "join" ["&"] "Join this mention with the next of its type; with one picked up, add the selection to it." State::join_mentions, hidden),
    row!(Reader "support" ["+" "="] "State support toward the mention under the cursor." |state| state.state_stance(Polarity::Support), hidden),
    row!(Reader "oppose" ["-"] "State opposition toward it." |state| state.state_stance(Polarity::Oppose), hidden),
    row!(Reader "neutral" ["0"] "State a neutral stance toward it." |state| state.state_stance(Polarity::Neutral), hidden),
    row!(Reader "ambiguous" ["~"] "State an ambiguous stance toward it." |state| state.state_stance(Polarity::Ambiguous), hidden),
    row!(Reader "edit" ["e"] "Change holder, target, polarity, intensity or evidence of the stance here." State::edit_stance, hidden),
    row!(Reader "remove-stance" ["d s"] "Take away the stance here." State::remove_stance, hidden),
    row!(Reader "remove-note" ["d n"] "Take away the note here." State::remove_note, hidden),
    row!(Reader "tags" ["t"] "Choose the article's tags." State::start_tags),
    row!(Reader "note" ["m"] "Write a note on the selection or the mention." State::note_here, hidden),
    row!(Reader "note-article" ["M"] "Write a note on the article." State::note_on_article),
    row!(Reader "note-stance" ["g m"] "Write a note on the stance here." State::note_on_stance, hidden),
    row!(Reader "draft" ["g d"] "Go on with the unfinished note." State::resume_draft, no_draft),
    row!(Reader "repeat" ["."] "Do the last mark, accept, stance or removal again at the cursor." State::repeat, hidden),
    row!(Reader "undo" ["u"] "Take back the last act." State::undo),
    row!(Reader "redo" ["Ctrl+r" "U"] "Do again what was taken back." State::redo),
    row!(Reader "codebook" ["C"] "Open the codebook: types, stances and tags with their definitions." State::start_codebook),
    row!(Reader "export" ["E"] "Export this article." State::start_export),
];

fn only_here(state: &mut State) {
    state.motion(|reader| reader.only_here = !reader.only_here);
    let on = state.reader.as_ref().is_some_and(|reader| reader.only_here);
    let said = if on {
        "The next key counts for this place only."
    } else {
        "The next key counts for every place of the name."
    };
    state.say(Level::Info, said);
}

/// Nothing is marked on a text that a panel hides.
fn hidden(state: &State) -> Option<&'static str> {
    let tab = state.reader.as_ref().map(|reader| reader.tab);
    let is_hidden = state.geometry().tabs && tab.is_some_and(|tab| tab != Tab::Text);
    is_hidden.then_some("A panel hides the text; p goes on to it.")
}

fn no_draft(state: &State) -> Option<&'static str> {
    let some = state.reader.as_ref().is_some_and(|reader| !reader.drafts.is_empty());
    if some { None } else { Some("There is no unfinished note on this article.") }
}
