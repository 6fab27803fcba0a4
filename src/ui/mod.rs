//! ui.
pub mod svg;
pub mod theme;
