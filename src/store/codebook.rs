//! The codebook in the library's configuration: changed under a lock, and what else stands in the file stays.

use super::{Library, StoreError, write_whole};
use crate::formats::config::{Edit, edit};
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

impl Library {
    /// Returns the library's configuration.
    #[must_use]
    pub fn config_path(&self) -> PathBuf {
        self.root().join("config.toml")
    }

    /// Reads the text of the library's configuration; none is an empty one.
    ///
    /// # Errors
    /// When it exists and cannot be read.
    pub fn config_text(&self) -> Result<String, StoreError> {
        let path = self.config_path();
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(cause) => Err(StoreError::of("read the configuration", &path)(cause)),
        }
    }

    /// Makes changes of the codebook in the file as it is now. When it returns they are on the disk.
    ///
    /// # Errors
    /// When the file cannot be read, changed or written; it is then as before.
    pub fn edit_config(&self, edits: &[Edit]) -> Result<(), StoreError> {
        let path = self.config_path();
        // The folder itself is the lock: whoever changes the file replaces it, and a lock on it would be replaced too.
        let folder = File::open(self.root()).map_err(StoreError::of("read", self.root()))?;
        folder.lock().map_err(StoreError::of("lock", self.root()))?;
        let text = edit(&self.config_text()?, edits);
        let text =
            text.map_err(|why| StoreError::of("change", &path)(io::Error::new(io::ErrorKind::InvalidData, why)))?;
        // A configuration that is a link stays one, unless it leads to an article or a journal, which is never written.
        let target = path.canonicalize().unwrap_or_else(|_| path.clone());
        if self.holds(&target) {
            let why = "it is a link to an article or a journal; put the file itself there";
            return Err(StoreError::of("change", &path)(io::Error::new(io::ErrorKind::InvalidInput, why)));
        }
        write_whole(&target, &mut |out| out.write_all(text.as_bytes()))
    }
}
