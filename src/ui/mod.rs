//! Floor 5: the state as a frame of cells. Never changes the state; all text goes through the canvas, which takes only
//! safe text.

mod canvas;
mod editor;
mod entities;
mod entity;
mod library;
mod margin;
mod overlays;
mod pending;
mod pickers;
mod reader;
mod review;
mod spark;
mod status;
pub mod svg;
pub mod theme;

pub use editor::new_editor;

use crate::app::{Scope, State, Tab};
use crate::store::Screen;
use canvas::Canvas;
use ratatui::buffer::Buffer;
use theme::Theme;

/// What the parts of a frame are drawn from.
struct View<'a> {
    state: &'a State,
    theme: &'a Theme,
}

/// Draws the whole screen and returns where the terminal's cursor belongs, where it is shown.
pub fn view(state: &State, theme: &Theme, buffer: &mut Buffer) -> Option<(u16, u16)> {
    let view = View { state, theme };
    let mut canvas = Canvas::new(buffer);
    if canvas.columns() == 0 || canvas.rows() == 0 {
        return None;
    }
    let cursor = match (state.screen, &state.reader) {
        (Screen::Reader, Some(reader)) => view.reader(&mut canvas, reader),
        _ => view.library(&mut canvas),
    };
    view.status(&mut canvas);
    let over = view.overlays(&mut canvas);
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
            | Scope::Link
    );
    let cursor = over.or(cursor.filter(|_| !covered));
    view.pending_keys(&mut canvas, cursor);
    cursor
}

/// Says which tab of a narrow reader has the screen.
const fn tab_shown(tabs: bool, tab: Tab) -> Tab {
    if tabs { tab } else { Tab::Text }
}
