//! Floor 2: text + markers + width -> rows, and rows -> cells that know which byte they show.
//!
//! Rows partition the text: each byte lies on exactly one row. Knows no colours and no screen.

mod cells;
mod fill;
mod rows;

pub use cells::{Cell, byte_at, cells, column_of};
pub use rows::{Layout, Marker};
