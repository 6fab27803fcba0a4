//! Which places of a frame can be clicked, and what stands there.

use crate::app::Target;
use ratatui::layout::{Position, Rect};

/// The places of one frame, in the order drawn.
#[derive(Debug, Default)]
pub struct Spots(Vec<(Rect, Target)>);

impl Spots {
    /// Adds one.
    pub(super) fn add(&mut self, area: Rect, target: Target) {
        self.0.push((area, target));
    }

    /// Forgets all, since something lies over them now.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns what stands at a cell.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<Target> {
        let found = self.0.iter().rev().find(|(area, _)| area.contains(Position::new(column, row)));
        found.map(|(_, target)| *target)
    }
}
