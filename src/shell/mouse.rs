//! The terminal's reports of the mouse to our own events.

use crate::app::Event;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use std::time::{Duration, Instant};

/// Rows that one notch of the wheel moves.
const NOTCH: i32 = 3;
/// Two clicks on one cell within this time are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// What is remembered between two reports.
#[derive(Default)]
pub(super) struct Mouse {
    /// The last click, where and when; none where it was the second of a double click.
    last: Option<(Instant, u16, u16)>,
}

impl Mouse {
    /// Returns what a report that came at time `now` means to us, where it means something.
    pub fn event(&mut self, report: MouseEvent, now: Instant) -> Option<Event> {
        let (column, row) = (report.column, report.row);
        match report.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let again = self
                    .last
                    .is_some_and(|(at, x, y)| (x, y) == (column, row) && now.saturating_duration_since(at) <= DOUBLE);
                self.last = (!again).then_some((now, column, row));
                Some(if again { Event::DoubleClick(column, row) } else { Event::Click(column, row) })
            }
            MouseEventKind::Drag(MouseButton::Left) => Some(Event::Drag(column, row)),
            MouseEventKind::ScrollDown => Some(Event::Wheel(NOTCH)),
            MouseEventKind::ScrollUp => Some(Event::Wheel(-NOTCH)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Mouse;
    use crate::app::Event;
    use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
    use std::time::{Duration, Instant};

    #[test]
    fn two_quick_clicks_on_one_cell_are_a_double_click() {
        let start = Instant::now();
        let mut mouse = Mouse::default();
        let mut is_double = |at: u64, column: u16| {
            let kind = MouseEventKind::Down(MouseButton::Left);
            let report = MouseEvent { kind, column, row: 2, modifiers: KeyModifiers::NONE };
            match mouse.event(report, start + Duration::from_millis(at)) {
                Some(Event::DoubleClick(..)) => true,
                Some(Event::Click(..)) => false,
                other => panic!("{other:?}"),
            }
        };
        let table =
            [(0, 5, false), (300, 5, true), (500, 5, false), (1000, 5, false), (1100, 6, false), (1200, 6, true)];
        for (at, column, double) in table {
            assert_eq!(is_double(at, column), double, "{at}");
        }
    }
}
