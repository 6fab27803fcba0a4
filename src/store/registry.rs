//! The registry on disk: `entities.toml`, changed row by row under a lock, and its journal, so that each change is undone
//! even after a restart.

use super::own_file::locked;
use super::{Library, StoreError, journal, write_whole};
use crate::formats::entities::{self, Entities};
use crate::model::{Act, ArticleId, Complaint, Registry, Revision};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The registry's file, and the name of its journals.
const NAME: &str = "entities";

/// The registry as it lies on the disk.
#[derive(Clone, Debug, Default)]
pub struct Registered {
    /// The entities.
    pub registry: Arc<Registry>,
    /// The own changes of it.
    pub acts: Vec<Act>,
    /// What cannot be used, each with line and column.
    pub complaints: Vec<Complaint>,
}

/// Reads a list of known actors from anywhere.
///
/// # Errors
/// When it cannot be read, or is no UTF-8.
pub fn read_list(path: &Path) -> Result<String, StoreError> {
    fs::read_to_string(path).map_err(StoreError::of("read", path))
}

impl Library {
    /// Returns the file of the registry.
    #[must_use]
    pub fn registry_path(&self) -> PathBuf {
        self.root().join(format!("{NAME}.toml"))
    }

    fn registry_text(&self) -> Result<String, StoreError> {
        let path = self.registry_path();
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(cause) => Err(StoreError::of("read", &path)(cause)),
        }
    }

    /// Reads the registry with the own journal of its changes.
    ///
    /// # Errors
    /// When one of the two exists and cannot be read.
    pub fn registered(&self) -> Result<Registered, StoreError> {
        let Entities { entities, complaints, .. } = entities::read(&self.registry_text()?);
        let (acts, more) = journal::read(&self.journal_path(self.annotator(), &ArticleId::new(NAME)))?;
        let path = self.registry_path();
        let named = |it: Complaint| Complaint::new(format!("{}: {}", path.display(), it.what));
        let complaints = complaints.into_iter().map(named).chain(more).collect();
        Ok(Registered { registry: Arc::new(Registry::new(entities)), acts, complaints })
    }

    /// Reads the registry alone; one that cannot be read names nothing.
    #[must_use]
    pub fn registry(&self) -> Registry {
        Registry::new(entities::read(&self.registry_text().unwrap_or_default()).entities)
    }

    /// Lays a revision over what is in the file now, and puts its act into the own journal. When it returns, both are on
    /// the disk.
    ///
    /// # Errors
    /// When the rows were changed meanwhile, or a file cannot be read or written; both are then as before.
    pub fn revise(&self, revision: &Revision, act: &Act) -> Result<(), StoreError> {
        let path = self.registry_path();
        let _lock = locked(&self.derived().join("entities.lock"))?;
        let refused = |why: String| StoreError::of("change", &path)(io::Error::new(io::ErrorKind::InvalidInput, why));
        if path.is_symlink() {
            // A link could lead to an article, which is never written.
            return Err(refused("it is a link; put the file itself there".to_owned()));
        }
        let old = self.registry_text()?;
        let new = entities::revise(&old, revision).map_err(refused)?;
        let write = |text: &str| write_whole(&path, &mut |out| out.write_all(text.as_bytes()));
        if new != old {
            write(&new)?;
        }
        // The file is put back where its undo cannot be kept.
        self.append(&ArticleId::new(NAME), std::slice::from_ref(act)).inspect_err(|_| drop(write(&old)))
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Act, Id, Registry, Revision, What};
    use crate::store::Library;

    fn act(number: usize, what: What) -> Act {
        let id = Id::from(format!("act{number}"));
        Act { id, at: jiff::Timestamp::UNIX_EPOCH, group: None, what, extra: toml::Table::new() }
    }

    fn revise(library: &Library, number: usize, revision: Revision) -> Result<(), String> {
        let act = act(number, What::Entity(Box::new(revision.clone())));
        library.revise(&revision, &act).map_err(|error| error.to_string())
    }

    #[test]
    fn windows_that_write_at_once_lose_nothing() {
        let folder = tempfile::TempDir::new().unwrap();
        let add = |annotator: &'static str| {
            let library = Library::new(folder.path(), annotator);
            for number in 0..20 {
                let row = Registry::default().row(&format!("{annotator} {number}"), "PER");
                let revision = Registry::default().change(&row, row.clone()).unwrap();
                revise(&library, number, revision).unwrap();
            }
        };
        std::thread::scope(|scope| {
            for annotator in ["ann", "bob", "cy"] {
                scope.spawn(move || add(annotator));
            }
        });
        let read = Library::new(folder.path(), "bob").registered().unwrap();
        assert_eq!((read.registry.entities().len(), read.acts.len(), read.complaints.len()), (60, 20, 0));
        assert!(matches!(&read.acts[3].what, What::Entity(revision) if revision.after[0].name == "bob 3"));
    }

    #[test]
    fn a_change_is_taken_back_unless_the_rows_changed_meanwhile() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "me");
        let registry = Registry::default();
        let merge = registry.merge(&registry.row("Xi", "PER"), &registry.row("Xi Jinping", "PER")).unwrap();
        revise(&library, 1, merge.clone()).unwrap();
        let path = folder.path().join("entities.toml");
        let merged = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, merged.replace("\"Xi\"", "\"Xi\", \"习近平\"")).unwrap();
        let why = revise(&library, 2, merge.turned()).unwrap_err();
        assert!(why.contains("“Xi Jinping” was changed in entities.toml meanwhile"), "{why}");
        assert_eq!(library.registered().unwrap().acts.len(), 1, "what was refused is in no journal");
        std::fs::write(&path, merged).unwrap();
        revise(&library, 3, merge.turned()).unwrap();
        assert!(library.registry().entities().is_empty());
        std::fs::write(&path, "[[entity]\n").unwrap();
        assert!(revise(&library, 4, merge).unwrap_err().contains("line 1, column"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[[entity]\n", "what cannot be read is not overwritten");
    }
}
