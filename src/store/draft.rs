//! Drafts: a note that is being written survives kill -9. A draft is the block of the act that will be made, in a file of
//! its own, so that two notes, or two windows, never take each other's.

use super::{Library, StoreError, write_whole};
use crate::formats::journal::{parse, write};
use crate::model::{Act, ArticleId, Id};
use std::path::PathBuf;
use std::{fs, io};

impl Library {
    fn draft_folder(&self, id: &ArticleId) -> PathBuf {
        self.own().join(".drafts").join(id.as_str())
    }

    fn draft_path(&self, id: &ArticleId, act: &Id) -> PathBuf {
        // An id that came from a file may hold anything; as a file name only letters and digits count.
        let name: String = act.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
        self.draft_folder(id).join(format!("{name}.toml"))
    }

    /// Keeps `act` as a draft on an article, in place of an earlier text of the same act.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_draft(&self, id: &ArticleId, act: &Act) -> Result<(), StoreError> {
        let path = self.draft_path(id, &act.id);
        let folder = path.parent().unwrap_or(self.root());
        if !folder.is_dir() {
            fs::create_dir_all(folder).map_err(StoreError::of("make the folder", folder))?;
            self.sync_folders(folder)?;
        }
        let block = write(act);
        write_whole(&path, &mut |out| out.write_all(block.as_bytes()))
    }

    /// Drops the draft of an act, where there is one.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn drop_draft(&self, id: &ArticleId, act: &Id) -> Result<(), StoreError> {
        let path = self.draft_path(id, act);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(StoreError::of("remove", &path)(cause)),
            _ => Ok(()),
        }
    }

    /// Returns the drafts on an article, oldest first.
    ///
    /// # Errors
    /// When one that is there cannot be read.
    pub fn drafts(&self, id: &ArticleId) -> Result<Vec<Act>, StoreError> {
        let folder = self.draft_folder(id);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(StoreError::of("list", &folder)(cause)),
        };
        let is_draft = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
        let mut drafts = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()).filter(is_draft) {
            let bytes = fs::read(&path).map_err(StoreError::of("read", &path))?;
            drafts.extend(parse(&bytes).acts);
        }
        drafts.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(drafts)
    }
}
