//! A file of the own user in the system's temporary folder, gone when it is dropped: how a text is handed to `$EDITOR`.

use super::StoreError;
use std::io::Write;
use std::path::Path;

/// Such a file.
pub struct Scratch(tempfile::NamedTempFile);

impl Scratch {
    /// Writes a text into a new one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(text: &str) -> Result<Self, StoreError> {
        let folder = Path::new("the system's temporary folder");
        let mut file = tempfile::Builder::new()
            .prefix("newsgloss-note-")
            .suffix(".md")
            .tempfile()
            .map_err(StoreError::of("write into", folder))?;
        file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(StoreError::of("write", file.path()))?;
        Ok(Self(file))
    }

    /// Returns where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub fn read(&self) -> Result<String, StoreError> {
        std::fs::read_to_string(self.0.path()).map_err(StoreError::of("read", self.0.path()))
    }
}
