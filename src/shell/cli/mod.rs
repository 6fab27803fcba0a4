//! Stands in until the command line is merged.
use crate::store::{Library, read_settings};

/// Runs.
pub fn run() -> std::process::ExitCode {
    let root = std::env::args().nth(2).unwrap_or_else(|| ".".to_owned());
    let settings = read_settings(&[std::path::Path::new(&root).join("config.toml")]);
    super::session::run(Library::new(std::path::Path::new(&root), "me"), settings)
}
