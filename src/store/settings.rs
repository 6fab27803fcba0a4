//! Reading the configuration's files: the user's, and over it the library's.

use super::StoreError;
use crate::formats::config::{Config, parse};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The configuration in force, and what was wrong with its files.
#[derive(Debug)]
pub struct Settings {
    /// The configuration.
    pub config: Config,
    /// One sentence each, with the file's name.
    pub complaints: Vec<String>,
    /// The files laid over the defaults, in order; entry `n` is layer `n + 1` of the key entries.
    pub files: Vec<PathBuf>,
}

/// Reads the files that exist, each laid over what came before.
#[must_use]
pub fn read_settings(files: &[PathBuf]) -> Settings {
    let mut settings = Settings { config: Config::default(), complaints: Vec::new(), files: Vec::new() };
    for file in files {
        match text_of(file) {
            Ok(Some(text)) => {
                let (config, complaints) = parse(&settings.config, &text);
                settings.config = config;
                let named = complaints.into_iter().map(|complaint| format!("{}: {}", file.display(), complaint.what));
                settings.complaints.extend(named);
                settings.files.push(file.clone());
            }
            Ok(None) => {}
            Err(error) => settings.complaints.push(error.to_string()),
        }
    }
    settings
}

fn text_of(file: &Path) -> Result<Option<String>, StoreError> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(StoreError::of("read the configuration", file)(cause)),
    }
}
