//! formats.
pub mod config;
