//! Drafts: a note that is being written survives kill -9. A draft is the block of the act that will be made.

use super::{Library, StoreError, write_whole};
use crate::formats::journal::{parse, write};
use crate::model::{Act, ArticleId};
use std::path::PathBuf;
use std::{fs, io};

impl Library {
    fn draft_path(&self, id: &ArticleId) -> PathBuf {
        self.own().join(".drafts").join(format!("{id}.toml"))
    }

    /// Keeps `act` as the draft of an article, in place of an earlier one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_draft(&self, id: &ArticleId, act: &Act) -> Result<(), StoreError> {
        let path = self.draft_path(id);
        let folder = path.parent().unwrap_or(self.root());
        fs::create_dir_all(folder).map_err(StoreError::of("make the folder", folder))?;
        let block = write(act);
        write_whole(&path, &mut |out| out.write_all(block.as_bytes()))
    }

    /// Drops the draft of an article, where there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn drop_draft(&self, id: &ArticleId) -> Result<(), StoreError> {
        let path = self.draft_path(id);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(StoreError::of("remove", &path)(cause)),
            _ => Ok(()),
        }
    }

    /// Returns the draft of an article, where there is one.
    ///
    /// # Errors
    /// When there is one that cannot be read.
    pub fn draft(&self, id: &ArticleId) -> Result<Option<Act>, StoreError> {
        let path = self.draft_path(id);
        match fs::read(&path) {
            Ok(bytes) => Ok(parse(&bytes).acts.pop()),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(StoreError::of("read", &path)(cause)),
        }
    }
}
