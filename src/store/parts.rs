//! New articles on the disk: files are made in `.newsgloss/adding/`, synced some at a time, and only then moved to their
//! places under names that were free, so that no half file is ever listed, whatever happens meanwhile, and none is ever
//! written over.

use super::own_file::try_locked;
use super::{Library, StoreError, container};
use crate::model::ArticleId;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Files that are synced at once: a sync costs milliseconds, for one file as for many.
const BATCH: usize = 128;
/// The folder of articles that came with annotations.
const IMPORTED: &str = "imported";

/// Files that are on their way into a library; nobody else brings any meanwhile.
pub struct Parts {
    library: Library,
    folder: PathBuf,
    /// Nothing is written: only names are taken.
    dry: bool,
    waiting: Vec<(TempPath, PathBuf)>,
    /// Names that are taken by what waits, or would be taken.
    taken: HashSet<PathBuf>,
    /// Folders that lie inside the library for certain.
    inside: HashSet<PathBuf>,
    /// How many names of each beginning are known to be taken.
    numbers: HashMap<String, usize>,
    _lock: Option<File>,
}

impl Library {
    /// Begins to bring new articles; `dry` writes none.
    ///
    /// # Errors
    /// When another program does, or the library cannot be written to.
    pub fn parts(&self, dry: bool) -> Result<Parts, StoreError> {
        let lock = self.adding_lock();
        let held = try_locked(&lock)?;
        if held.is_none() {
            let why = "another newsgloss is adding to this library; try again when it is done";
            return Err(StoreError::of("lock", &lock)(io::Error::new(io::ErrorKind::WouldBlock, why)));
        }
        let folder = self.derived().join("adding");
        if !dry {
            // What a killed program left behind never was an article.
            match fs::remove_dir_all(&folder) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::of("empty", &folder)(cause));
                }
                _ => fs::create_dir_all(&folder).map_err(StoreError::of("make the folder", &folder))?,
            }
        }
        Ok(Parts {
            library: self.clone(),
            folder,
            dry,
            waiting: Vec::new(),
            taken: HashSet::new(),
            inside: HashSet::new(),
            numbers: HashMap::new(),
            _lock: held,
        })
    }

    /// Returns the file that is locked while articles are brought.
    pub(super) fn adding_lock(&self) -> PathBuf {
        self.derived().join("adding.lock")
    }
}

impl Parts {
    /// Says whether nothing is written.
    #[must_use]
    pub const fn is_dry(&self) -> bool {
        self.dry
    }

    /// Says whether a name is that of a file, or of one that waits.
    pub(super) fn is_taken(&self, path: &Path) -> bool {
        self.taken.contains(path) || super::is_there(path)
    }

    /// Says whether so many files wait that they are to be flushed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.waiting.len() >= BATCH
    }

    /// Takes bytes for a file, whose name is free. It is on the disk after [`Self::flush`].
    ///
    /// # Errors
    /// When they cannot be written.
    pub(super) fn put(&mut self, bytes: &[u8], path: PathBuf) -> Result<(), StoreError> {
        if !self.dry {
            let readable = std::os::unix::fs::PermissionsExt::from_mode(0o666);
            let part = tempfile::Builder::new().permissions(readable).tempfile_in(&self.folder);
            let mut part = part.map_err(StoreError::of("write into", &self.folder))?;
            part.write_all(bytes).map_err(StoreError::of("write", &path))?;
            self.waiting.push((part.into_temp_path(), path.clone()));
        }
        self.taken.insert(path);
        Ok(())
    }

    /// Takes the bytes of a new article below `imported/`, and returns its id.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn put_imported(&mut self, name: &str, bytes: &[u8]) -> Result<ArticleId, StoreError> {
        let safe = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' };
        let stem: String = name.chars().map(safe).take(100).collect();
        let stem = stem.trim_matches(['.', '-']);
        let stem = if stem.is_empty() { "article" } else { stem };
        loop {
            let number = self.numbers.entry(stem.to_owned()).or_default();
            *number += 1;
            let apart = if *number == 1 { String::new() } else { format!("-{number}") };
            let id = ArticleId::new(&format!("{IMPORTED}/{stem}{apart}.md"));
            let path = self.library.article_path(&id).unwrap_or_default();
            if !self.is_taken(&path) {
                self.put(bytes, path)?;
                return Ok(id);
            }
        }
    }

    /// Puts what waits on the disk: first what stands in the files, then their names.
    ///
    /// # Errors
    /// When the disk refuses; what is not in its place then was never listed.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let root = self.library.root().to_owned();
        sync_all(&root)?;
        for (part, path) in std::mem::take(&mut self.waiting) {
            let folder = path.parent().unwrap_or(&root).to_owned();
            self.make_folder(&folder)?;
            part.persist_noclobber(&path).map_err(|error| StoreError::of("write", &path)(error.error))?;
            self.taken.remove(&path);
        }
        sync_all(&root)
    }

    /// A folder of the library may be a link; what lies outside is never written to.
    fn make_folder(&mut self, folder: &Path) -> Result<(), StoreError> {
        if self.inside.contains(folder) {
            return Ok(());
        }
        let of = |act| StoreError::of(act, folder);
        let root = self.library.root().canonicalize().map_err(of("find"))?;
        let there = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(folder);
        if !there.canonicalize().map_err(of("find"))?.starts_with(&root) {
            return Err(of("write into")(io::Error::new(io::ErrorKind::InvalidInput, "it leads out of the library")));
        }
        fs::create_dir_all(folder).map_err(of("make the folder"))?;
        self.inside.insert(folder.to_owned());
        Ok(())
    }
}

/// One sync for all files that were written.
pub(super) fn sync_all(root: &Path) -> Result<(), StoreError> {
    container::sync_all(root).map_err(StoreError::of("sync", root))
}

#[cfg(test)]
mod tests {
    use crate::model::ArticleId;
    use crate::store::Library;

    #[test]
    fn new_articles_overwrite_nothing_and_stay_inside() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(folder.path(), "me");
        let put = |names: &[&str]| -> Vec<String> {
            let mut parts = library.parts(false).unwrap();
            let ids = names.iter().map(|name| parts.put_imported(name, name.as_bytes()).unwrap().to_string()).collect();
            assert!(library.parts(false).is_err(), "one at a time");
            parts.flush().unwrap();
            ids
        };
        let expected =
            ["a-..-b", "a-..-b-2", "article", "article-2", "习近平"].map(|name| format!("imported/{name}.md"));
        assert_eq!(put(&["a/../b", "a/../b", "", "..", "习近平"]), expected);
        assert_eq!(put(&["a/../b", "习近平"]), ["imported/a-..-b-3.md", "imported/习近平-2.md"]);
        let there = std::fs::read_dir(folder.path().join("articles/imported")).unwrap().count();
        assert_eq!(there, 7);
        let path = library.article_path(&ArticleId::new("imported/a-..-b.md")).unwrap();
        assert_eq!(std::fs::read(path).unwrap(), b"a/../b");
        library.parts(true).unwrap().put_imported("x", b"y").unwrap();
        assert!(library.article(&ArticleId::new("imported/x.md")).is_err(), "nothing is written dry");
    }
}
