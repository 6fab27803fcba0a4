//! Small files of one annotator that are rewritten whole: read under a lock, changed, and written anew.

use super::{StoreError, write_whole};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;
use std::{fs, io};

/// Reads such a file; one that does not exist is empty.
///
/// # Errors
/// When the file exists and cannot be read. One that is not TOML is renamed, never overwritten, and counts as an error
/// once.
pub(super) fn read_own<T: DeserializeOwned + Default>(path: &Path) -> Result<T, StoreError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(T::default()),
        Err(cause) => return Err(StoreError::of("read", path)(cause)),
    };
    toml::from_str(&text).map_err(|_| {
        let aside = path.with_extension("toml.damaged");
        let what = match fs::rename(path, &aside) {
            Ok(()) => format!("it is not TOML; it was set aside as {}", aside.display()),
            Err(_) => "it is not TOML".to_owned(),
        };
        StoreError::of("read", path)(io::Error::new(io::ErrorKind::InvalidData, what))
    })
}

/// Removes such a file, where it is there.
///
/// # Errors
/// When it cannot be removed.
pub(super) fn remove_own(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(StoreError::of("remove", path)(cause)),
        _ => Ok(()),
    }
}

/// Takes a lock, which is held as long as what is returned; its folder is made where there is none.
///
/// # Errors
/// When it cannot be made or taken.
pub(super) fn locked(path: &Path) -> Result<fs::File, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(StoreError::of("make the folder", folder))?;
    let lock = fs::File::create(path).map_err(StoreError::of("write", path))?;
    lock.lock().map_err(StoreError::of("lock", path))?;
    Ok(lock)
}

/// Takes a lock that another program may hold; nothing where it does.
///
/// # Errors
/// When it cannot be made.
pub(super) fn try_locked(path: &Path) -> Result<Option<fs::File>, StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(StoreError::of("make the folder", folder))?;
    let lock = fs::File::create(path).map_err(StoreError::of("write", path))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(cause)) => Err(StoreError::of("lock", path)(cause)),
    }
}

/// Changes such a file as it lies on the disk now, so that two windows do not undo each other's changes.
///
/// # Errors
/// When it cannot be read or written.
pub(super) fn change_own<T: Serialize + DeserializeOwned + Default>(
    path: &Path,
    lock: &str,
    change: impl FnOnce(&mut T),
) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let _lock = locked(&folder.join(lock))?;
    let mut all: T = read_own(path)?;
    change(&mut all);
    rewrite_own(path, &all)
}

/// Writes such a file anew; the caller holds its lock.
///
/// # Errors
/// When it cannot be written.
pub(super) fn rewrite_own<T: Serialize>(path: &Path, all: &T) -> Result<(), StoreError> {
    let text = toml::to_string(all).map_err(|cause| StoreError::of("write", path)(io::Error::other(cause)))?;
    write_whole(path, &mut |out| out.write_all(text.as_bytes()))
}
