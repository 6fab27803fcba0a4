//! Where things lie on the screen, from its size alone.

/// The terminal's size in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// Columns from which the margin stands beside the text; below, panels are tabs.
const WIDE: u16 = 80;
/// Columns of the margin, its border included.
const MARGIN: u16 = 36;
/// The same on terminals of less than [`ROOMY`] columns, where the text needs them more.
const NARROW_MARGIN: u16 = 28;
/// Columns from which the margin has its whole width.
const ROOMY: u16 = 100;
/// Columns left of the text: stance marker, cursor bar.
pub const GUTTER: u16 = 3;

/// The parts of the reader's screen, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Rows of title and metadata at the top.
    pub head: u16,
    /// First column of the text, its gutter included.
    pub left: u16,
    /// Columns of the text, without the gutter.
    pub text: u16,
    /// Rows of the text.
    pub rows: u16,
    /// First column of the margin, where it stands beside the text.
    pub margin: Option<u16>,
    /// Whether panels are tabs over the whole width.
    pub tabs: bool,
}

impl Geometry {
    /// Divides a screen. `measure` is the most columns of text, `margin` whether the side panel is wanted.
    #[must_use]
    pub fn new(size: Size, measure: u16, margin: bool) -> Self {
        let tabs = size.columns < WIDE;
        let head = match size.rows {
            0..=4 => 0,
            5..=9 => 1,
            _ => 3,
        };
        let gutter = if size.columns < 12 { 0 } else { GUTTER };
        let side = match size.columns {
            _ if tabs || !margin => 0,
            columns if columns < ROOMY => NARROW_MARGIN,
            _ => MARGIN,
        };
        let room = size.columns.saturating_sub(side + gutter + u16::from(gutter > 0));
        let text = room.min(measure).max(1);
        let left = if tabs { 0 } else { (room - text.min(room)) / 2 };
        let rows = size.rows.saturating_sub(head + 1).max(1);
        let margin = (side > 0).then(|| size.columns - side);
        Self { head, left, text, rows, margin, tabs }
    }

    /// Returns the columns left of the text on this screen.
    #[must_use]
    pub const fn gutter(size: Size) -> u16 {
        if size.columns < 12 { 0 } else { GUTTER }
    }
}
