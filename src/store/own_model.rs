//! The own model of an annotator. It can be fitted again from the annotations, so it lies with what is derived; the one
//! before it is kept, so that a new one can be taken back.

use super::{Library, StoreError, write_whole};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What taking back an own model led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenBack {
    /// There was none.
    Nothing,
    /// The one before it is in use again.
    ToEarlier,
    /// The model of the program is in use alone.
    ToShipped,
}

impl Library {
    /// Returns the file of the own model.
    #[must_use]
    pub fn own_model_path(&self) -> PathBuf {
        self.derived().join(format!("model-{}.bin", self.annotator()))
    }

    fn earlier_model_path(&self) -> PathBuf {
        self.derived().join(format!("model-{}.earlier.bin", self.annotator()))
    }

    /// Reads the own model, where there is one.
    ///
    /// # Errors
    /// When its file is there and cannot be read.
    pub fn own_model(&self) -> Result<Option<Vec<u8>>, StoreError> {
        read(&self.own_model_path())
    }

    /// Keeps an own model, and the one that was in use as the earlier one. Each is written whole or not at all.
    ///
    /// # Errors
    /// When one cannot be written; the one in use is then what it was.
    pub fn keep_own_model(&self, model: &[u8]) -> Result<(), StoreError> {
        let folder = self.derived();
        fs::create_dir_all(&folder).map_err(StoreError::of("make the folder", &folder))?;
        if let Some(earlier) = self.own_model()? {
            write_whole(&self.earlier_model_path(), &mut |out| out.write_all(&earlier))?;
        }
        write_whole(&self.own_model_path(), &mut |out| out.write_all(model))
    }

    /// Takes the own model back.
    ///
    /// # Errors
    /// When its file cannot be moved or removed.
    pub fn take_back_own_model(&self) -> Result<TakenBack, StoreError> {
        let (path, earlier) = (self.own_model_path(), self.earlier_model_path());
        match fs::rename(&earlier, &path) {
            Ok(()) => return Ok(TakenBack::ToEarlier),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) => return Err(StoreError::of("move", &earlier)(cause)),
        }
        match fs::remove_file(&path) {
            Ok(()) => Ok(TakenBack::ToShipped),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(TakenBack::Nothing),
            Err(cause) => Err(StoreError::of("remove", &path)(cause)),
        }
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(StoreError::of("read", path)(cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Library, TakenBack};

    #[test]
    fn a_model_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(folder.path(), "ann");
        assert_eq!(library.own_model().unwrap(), None);
        assert_eq!(library.take_back_own_model().unwrap(), TakenBack::Nothing);
        library.keep_own_model(b"one").unwrap();
        library.keep_own_model(b"two").unwrap();
        assert_eq!(library.own_model().unwrap().as_deref(), Some(b"two".as_slice()));
        assert_eq!(library.take_back_own_model().unwrap(), TakenBack::ToEarlier);
        assert_eq!(library.own_model().unwrap().as_deref(), Some(b"one".as_slice()));
        assert_eq!(library.take_back_own_model().unwrap(), TakenBack::ToShipped);
        assert_eq!(library.own_model().unwrap(), None);
    }
}
