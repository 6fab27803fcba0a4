//! The mouse: clicks, dragging and the wheel. Everything that it does has a key too.

use super::command::command;
use super::state::Overlay;
use super::{Geometry, Reader, Scope, Selection, State, Tab};
use crate::layout::byte_at;
use crate::store::Screen;
use crate::text::{Span, grapheme_after};

/// What stands at a place of the screen that can be clicked; the frame says where each one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A row of the list on top, counted from its first.
    Row(usize),
    /// A cell of the table of stances: row and column.
    Cell(usize, usize),
    /// A byte of the open text.
    Byte(usize),
    /// A tab of a narrow reader.
    Tab(Tab),
}

/// Commands that go down and up in a list, by their names in its scope.
const STEPS: [(&str, &str); 3] = [("down", "up"), ("next-field", "previous-field"), ("next-format", "previous-format")];

impl State {
    pub(super) fn on_wheel(&mut self, rows: i32) {
        let rows = isize::try_from(rows).unwrap_or(0);
        match self.screen {
            _ if !self.overlays.is_empty() => self.wheel_overlay(rows),
            Screen::Library => self.list.step(rows),
            Screen::Reader => {
                if !self.scroll_panel(rows) {
                    self.scroll(rows);
                }
            }
        }
    }

    /// Lets the wheel do what the keys of the overlay's list do.
    fn wheel_overlay(&mut self, rows: isize) {
        let scope = self.scope();
        let named = STEPS.iter().map(|(down, up)| if rows > 0 { down } else { up });
        let Some(step) = named.into_iter().find_map(|name| command(scope, name)) else { return };
        for _ in 0..rows.unsigned_abs() {
            self.run(step);
        }
    }

    pub(super) fn on_click(&mut self, column: u16, row: u16) {
        self.pressed = None;
        if !self.overlays.is_empty() {
            return;
        }
        match self.screen {
            Screen::Library => self.click_list(row),
            Screen::Reader => {
                self.pressed = self.byte_under(column, row);
                if let Some(at) = self.pressed {
                    self.motion(|reader| reader.go_to_mark(at));
                }
            }
        }
    }

    /// Selects the word, also where it is a part of a longer name.
    pub(super) fn on_double_click(&mut self, column: u16, row: u16) {
        if self.screen != Screen::Reader || !self.overlays.is_empty() {
            return self.on_click(column, row);
        }
        if let Some(at) = self.byte_under(column, row) {
            self.motion(|reader| reader.go_to(at));
        }
    }

    /// Selects from where the button was pressed to where the mouse is now; beyond an edge the text scrolls.
    pub(super) fn on_drag(&mut self, column: u16, row: u16) {
        let Some(from) = self.pressed.filter(|_| self.overlays.is_empty() && self.screen == Screen::Reader) else {
            return;
        };
        let geometry = self.geometry();
        let last = geometry.head + geometry.rows.saturating_sub(1);
        if row < geometry.head || row > last {
            self.scroll(if row > last { 1 } else { -1 });
        }
        let at = self.byte_under(column, row.clamp(geometry.head, last));
        if let Some(reader) = &mut self.reader {
            // Below the last row of a short text is its end.
            reader.select_between(from, at.unwrap_or(reader.text().len()));
        }
    }

    /// Does what a click on a part of the screen means: the first chooses a row, one on the chosen row goes on.
    pub(super) fn on_pointed(&mut self, target: Target) {
        self.pressed = None;
        match target {
            Target::Byte(at) => self.motion(|reader| reader.go_to_mark(at)),
            Target::Tab(tab) => {
                if let Some(reader) = &mut self.reader {
                    (reader.tab, reader.panel_top) = (tab, 0);
                }
            }
            Target::Cell(row, column) => {
                if std::mem::replace(&mut self.stances.cursor, (row, column)) == (row, column)
                    && let Some(open) = command(Scope::Stances, "open")
                {
                    self.run(open);
                }
            }
            Target::Row(at) if matches!(self.overlays.last(), Some(Overlay::Export(_))) => self.click_format(at),
            Target::Row(at) => {
                let scope = self.scope();
                let next = self.choose_row(at).and_then(|name| command(scope, name));
                if let Some(next) = next {
                    self.run(next);
                }
            }
        }
    }

    /// Puts the cursor of the list on top on a row. Where it stood there already, returns the command that comes next.
    fn choose_row(&mut self, at: usize) -> Option<&'static str> {
        let (cursor, next) = match self.overlays.last_mut()? {
            Overlay::Palette(palette) => (&mut palette.cursor, "run"),
            Overlay::Tags(picker) => (&mut picker.cursor, "toggle"),
            Overlay::Form(form) => (&mut form.field, "next-value"),
            Overlay::Link(picker) => (&mut picker.cursor, "choose"),
            Overlay::Entities => (&mut self.entities.list.cursor, "open"),
            Overlay::Entity => (&mut self.entities.page.as_mut()?.cursor, "read"),
            Overlay::Evidence => (&mut self.stances.page.as_mut()?.cursor, "read"),
            Overlay::Orphans => (&mut self.orphans.as_mut()?.cursor, ""),
            Overlay::Preview => (&mut self.bulk.as_mut()?.cursor, "leave-out"),
            Overlay::Codebook => (&mut self.code.at, "define"),
            Overlay::Searches => (&mut self.searches.cursor, "show"),
            Overlay::Review => {
                let review = self.review.as_mut()?;
                review.touched = true;
                (&mut review.cursor, "read")
            }
            _ => return None,
        };
        (std::mem::replace(cursor, at) == at).then_some(next)
    }

    /// Returns the byte of the text that a cell of the screen shows, or the nearest one of its row.
    fn byte_under(&self, column: u16, row: u16) -> Option<usize> {
        let geometry = self.geometry();
        let reader = self.reader.as_ref().filter(|reader| !geometry.tabs || reader.tab == Tab::Text)?;
        if row < geometry.head || row >= geometry.head + geometry.rows {
            return None;
        }
        let line = reader.layout.row_of(reader.top) + usize::from(row - geometry.head);
        let column = column.saturating_sub(geometry.left + Geometry::gutter(self.size));
        let bytes = reader.layout.row(line)?;
        Some(byte_at(reader.text(), &reader.marks.markers, bytes, reader.layout.width(), column.into()))
    }
}

impl Reader {
    /// Selects from one byte to another, both with the grapheme that begins there.
    fn select_between(&mut self, from: usize, to: usize) {
        let end = grapheme_after(self.text(), from.max(to));
        let span = Span::new(from.min(to), end);
        let origin = self.marks.origin_of(span);
        self.visual = false;
        self.goal = None;
        self.cursor = Selection { span, began: span, origin, at_start: to < from, ..Selection::default() };
    }
}
