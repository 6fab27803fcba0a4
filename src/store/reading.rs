//! The reading state of one annotator: what was read, how far, and which screen was open last.

use super::{Library, StoreError, write_whole};
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{fs, io};

/// How far one article was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The code point of the text at which the cursor stood.
    pub at: usize,
    /// Whether its end was seen.
    #[serde(default)]
    pub read: bool,
}

/// The screen that was open last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Screen {
    /// The list of articles.
    #[default]
    Library,
    /// One article.
    Reader,
}

/// All of it, as in `reading.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The article that was open or under the cursor last.
    #[serde(default)]
    pub last: Option<ArticleId>,
    /// The screen that was open last.
    #[serde(default)]
    pub screen: Screen,
    /// By article.
    #[serde(default)]
    pub articles: BTreeMap<ArticleId, Place>,
}

impl Library {
    fn reading_path(&self) -> PathBuf {
        self.own().join("reading.toml")
    }

    /// Reads the reading state.
    ///
    /// # Errors
    /// When the file exists and cannot be read. One that is not TOML is renamed, never overwritten, and counts as an error
    /// once.
    pub fn reading(&self) -> Result<Reading, StoreError> {
        let path = self.reading_path();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Reading::default()),
            Err(cause) => return Err(StoreError::of("read", &path)(cause)),
        };
        toml::from_str(&text).map_err(|_| {
            let aside = path.with_extension("toml.damaged");
            let what = match fs::rename(&path, &aside) {
                Ok(()) => format!("it is not TOML; it was set aside as {}", aside.display()),
                Err(_) => "it is not TOML".to_owned(),
            };
            StoreError::of("read", &path)(io::Error::new(io::ErrorKind::InvalidData, what))
        })
    }

    /// Lays changed places over the reading state on disk, so that two windows do not undo each other's.
    ///
    /// # Errors
    /// When it cannot be read or written.
    pub fn keep_reading(&self, changed: &Reading) -> Result<(), StoreError> {
        let path = self.reading_path();
        let own = self.own();
        fs::create_dir_all(&own).map_err(StoreError::of("make the folder", &own))?;
        let lock_path = own.join(".reading.lock");
        let lock = fs::File::create(&lock_path).map_err(StoreError::of("write", &lock_path))?;
        lock.lock().map_err(StoreError::of("lock", &lock_path))?;
        let mut all = self.reading()?;
        all.last = changed.last.clone().or(all.last);
        all.screen = changed.screen;
        all.articles.extend(changed.articles.clone());
        let text = toml::to_string(&all).map_err(|cause| StoreError::of("write", &path)(io::Error::other(cause)))?;
        write_whole(&path, &mut |out| out.write_all(text.as_bytes()))
    }
}
