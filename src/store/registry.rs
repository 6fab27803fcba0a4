//! The registry on disk: `entities.toml`, changed row by row under a lock, and its journal, so that each change is undone
//! even after a restart.
//!
//! A change is written in three steps: what is begun, the file, the act in the journal. Whoever comes after a kill between
//! two of them finishes it, so there is no change without its act.

use super::own_file::{locked, remove_own};
use super::{Library, StoreError, journal, write_whole};
use crate::formats::entities::{self, Entities, Unrevised};
use crate::formats::journal::{parse, write};
use crate::model::{Act, ArticleId, Complaint, Registry, Revision, What};
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

/// What became of a change of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revised {
    /// It is on the disk with its act.
    Done,
    /// The rows were changed by others meanwhile, so nothing is written: one sentence.
    Refused(String),
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
        let unfinished = self.begun_path().exists().then(|| self.finish_begun().err()).flatten();
        let Entities { entities, complaints, .. } = entities::read(&self.registry_text()?);
        let (acts, more) = journal::read(&self.registry_journal())?;
        let more = more.into_iter().chain(unfinished.map(|error| Complaint::new(error.to_string())));
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
    /// the disk, or it was refused and neither is.
    ///
    /// # Errors
    /// When a file cannot be read or written. The same revision and act can be tried again: what is there already is not
    /// done twice.
    pub fn revise(&self, revision: &Revision, act: &Act) -> Result<Revised, StoreError> {
        let _lock = self.lock_registry()?;
        self.finish()?;
        if journal::read(&self.registry_journal())?.0.iter().any(|there| there.id == act.id) {
            return Ok(Revised::Done);
        }
        if !revision.before.is_empty() || !revision.after.is_empty() {
            let old = self.registry_text()?;
            let new = match entities::revise(&old, revision) {
                Ok(new) => new,
                Err(Unrevised::Refused(why)) => return Ok(Revised::Refused(why)),
                Err(Unrevised::Broken(why)) => return Err(self.cannot_change(why)),
            };
            let laid = Act { what: What::Entity(Box::new(revision.clone())), ..act.clone() };
            let begun = write(act) + &write(&laid);
            fs::create_dir_all(self.own()).map_err(StoreError::of("make the folder", &self.own()))?;
            write_whole(&self.begun_path(), &mut |out| out.write_all(begun.as_bytes()))?;
            self.write_registry(&new)?;
        }
        self.append(&ArticleId::new(NAME), std::slice::from_ref(act))?;
        remove_own(&self.begun_path()).map(|()| Revised::Done)
    }

    fn write_registry(&self, text: &str) -> Result<(), StoreError> {
        let path = self.registry_path();
        if path.is_symlink() {
            // A link could lead to an article, which is never written.
            return Err(self.cannot_change("it is a link; put the file itself there".to_owned()));
        }
        write_whole(&path, &mut |out| out.write_all(text.as_bytes()))
    }

    fn cannot_change(&self, why: String) -> StoreError {
        StoreError::of("change", &self.registry_path())(io::Error::new(io::ErrorKind::InvalidInput, why))
    }

    fn lock_registry(&self) -> Result<fs::File, StoreError> {
        locked(&self.derived().join("entities.lock"))
    }

    fn registry_journal(&self) -> PathBuf {
        self.journal_path(self.annotator(), &ArticleId::new(NAME))
    }

    /// The change that is being written: its act, and the rows before and after.
    fn begun_path(&self) -> PathBuf {
        self.own().join(format!("{NAME}.begun"))
    }

    fn finish_begun(&self) -> Result<(), StoreError> {
        let _lock = self.lock_registry()?;
        self.finish()
    }

    /// Finishes a change that was begun, under the lock. Where the file still has the rows from before, it never came to
    /// anything; else the act is what is missing.
    fn finish(&self) -> Result<(), StoreError> {
        let path = self.begun_path();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(StoreError::of("read", &path)(cause)),
        };
        if let [act, Act { what: What::Entity(revision), .. }] = parse(&bytes).acts.as_slice() {
            let Entities { entities, broken, .. } = entities::read(&self.registry_text()?);
            if broken {
                return Err(self.cannot_change("it is not TOML; mend it first".to_owned()));
            }
            let there = || Ok(journal::read(&self.registry_journal())?.0.iter().any(|it| it.id == act.id));
            if Registry::new(entities).revised(revision).is_err() && !there()? {
                self.append(&ArticleId::new(NAME), std::slice::from_ref(act))?;
            }
        }
        remove_own(&path)
    }
}

#[cfg(test)]
mod tests {
    use super::{Revised, write};
    use crate::model::{Act, Id, Registry, Revision, What};
    use crate::store::Library;

    fn act(number: usize, what: What) -> Act {
        let id = Id::from(format!("act{number}"));
        Act { id, at: jiff::Timestamp::UNIX_EPOCH, group: None, what, extra: toml::Table::new() }
    }

    fn revise(library: &Library, number: usize, revision: Revision) -> Result<(), String> {
        let act = act(number, What::Entity(Box::new(revision.clone())));
        match library.revise(&revision, &act) {
            Ok(Revised::Done) => Ok(()),
            Ok(Revised::Refused(why)) => Err(why),
            Err(error) => Err(error.to_string()),
        }
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

    #[test]
    fn a_change_that_a_kill_cut_off_is_finished_with_its_act_or_never_was() {
        let registry = Registry::default();
        let merge = registry.merge(&registry.row("Xi", "PER"), &registry.row("Xi Jinping", "PER")).unwrap();
        // Killed before the file was written, after it, and after the act.
        for (file, journal, acts) in [(false, false, 0), (true, false, 1), (true, true, 1)] {
            let folder = tempfile::TempDir::new().unwrap();
            let library = Library::new(folder.path(), "me");
            let act = act(1, What::Entity(Box::new(merge.clone())));
            revise(&library, 1, merge.clone()).unwrap();
            std::fs::write(library.begun_path(), write(&act).repeat(2)).unwrap();
            if !file {
                std::fs::remove_file(library.registry_path()).unwrap();
            }
            if !journal {
                std::fs::remove_file(library.registry_journal()).unwrap();
            }
            let read = Library::new(folder.path(), "me").registered().unwrap();
            assert_eq!(
                (read.acts.len(), read.registry.entities().len()),
                (acts, usize::from(file)),
                "{file} {journal}"
            );
            assert!(!library.begun_path().exists() && read.complaints.is_empty(), "{:?}", read.complaints);
            revise(&library, 1, merge.clone()).unwrap();
            let read = library.registered().unwrap();
            assert_eq!((read.acts.len(), read.registry.entities().len()), (1, 1), "tried again, it is there once");
        }
    }

    #[test]
    fn a_change_whose_journal_cannot_be_written_is_done_once_when_it_can() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "me");
        let registry = Registry::default();
        let merge = registry.merge(&registry.row("Xi", "PER"), &registry.row("Xi Jinping", "PER")).unwrap();
        std::fs::create_dir_all(library.registry_journal()).unwrap();
        assert!(revise(&library, 1, merge.clone()).is_err());
        std::fs::remove_dir(library.registry_journal()).unwrap();
        revise(&library, 1, merge).unwrap();
        let read = library.registered().unwrap();
        assert_eq!((read.acts.len(), read.registry.entities().len()), (1, 1));
    }
}
