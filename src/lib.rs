//! newsgloss: a terminal reader for people who read news closely.
//!
//! The modules are floors: each names only modules below it (see ARCHITECTURE.md; `tests/it/floors.rs` holds it).

pub mod app;
pub mod formats;
pub mod layout;
pub mod model;
pub mod query;
pub mod recognize;
pub mod shell;
pub mod store;
pub mod text;
pub mod ui;
