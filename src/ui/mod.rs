//! Floor 5: the state as a frame of cells. Never changes the state; all text goes through the canvas, which takes only
//! safe text.

mod bulk;
mod canvas;
mod codebook;
mod editor;
mod entities;
mod entity;
mod evidence;
mod export;
mod form;
mod library;
mod margin;
mod matrix;
mod orphans;
mod overlays;
mod pending;
mod pickers;
mod reader;
mod review;
mod searches;
mod spark;
mod spots;
mod status;
pub mod svg;
pub mod theme;
mod timeline;
mod tour;

pub use editor::new_editor;
pub use spots::Spots;

use crate::app::{Overlay, Scope, State, Tab};
use crate::store::Screen;
use canvas::Canvas;
use ratatui::buffer::Buffer;
use theme::Theme;

/// What the parts of a frame are drawn from.
struct View<'a> {
    state: &'a State,
    theme: &'a Theme,
}

/// What else there is to a frame beside its cells.
#[derive(Debug, Default)]
pub struct Drawing {
    /// Where the terminal's cursor belongs, where it is shown.
    pub cursor: Option<(u16, u16)>,
    /// What can be clicked.
    pub spots: Spots,
}

/// Draws the whole screen.
pub fn view(state: &State, theme: &Theme, buffer: &mut Buffer) -> Drawing {
    let view = View { state, theme };
    let mut spots = Spots::default();
    let mut canvas = Canvas::new(buffer, &mut spots);
    if canvas.columns() == 0 || canvas.rows() == 0 {
        return Drawing::default();
    }
    let cursor = match (state.screen, &state.reader) {
        (Screen::Reader, Some(reader)) => view.reader(&mut canvas, reader),
        _ => view.library(&mut canvas),
    };
    if state.overlays.is_empty() {
        view.tour(&mut canvas, cursor); // a long message lies over it
    } else {
        canvas.cover();
    }
    view.status(&mut canvas);
    let over = view.overlays(&mut canvas);
    // On a small screen the box would lie over the rows of a long message, which says what to change in it.
    if state.message.is_some() && matches!(state.overlays.last(), Some(Overlay::Export(_))) {
        view.status(&mut canvas);
    }
    // Under a box the screen's own cursor would stand between its words.
    let covered = matches!(
        state.scope(),
        Scope::Form
            | Scope::Note
            | Scope::Tags
            | Scope::Palette
            | Scope::Help
            | Scope::Export
            | Scope::Review
            | Scope::Entities
            | Scope::Entity
            | Scope::Stances
            | Scope::Evidence
            | Scope::Link
            | Scope::Orphans
            | Scope::Bulk
            | Scope::Preview
            | Scope::Codebook
            | Scope::Searches
    );
    let cursor = over.or(cursor.filter(|_| !covered));
    if !state.overlays.is_empty() {
        view.tour(&mut canvas, cursor);
    }
    view.pending_keys(&mut canvas, cursor);
    Drawing { cursor, spots }
}

/// Says which tab of a narrow reader has the screen.
const fn tab_shown(tabs: bool, tab: Tab) -> Tab {
    if tabs { tab } else { Tab::Text }
}
