//! Files written whole or not at all.

use super::StoreError;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Writes a file under a temporary name beside it, syncs it and renames it into place, then syncs the folder.
///
/// # Errors
/// When any step fails; an older file of that name is then untouched.
pub fn write_whole(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(StoreError::of("write into", folder))?;
    let mut buffer = std::io::BufWriter::new(file.as_file_mut());
    write(&mut buffer).and_then(|()| buffer.flush()).map_err(StoreError::of("write", path))?;
    drop(buffer);
    file.as_file().sync_all().map_err(StoreError::of("sync", path))?;
    file.persist(path).map_err(|error| StoreError::of("write", path)(error.error))?;
    File::open(folder).and_then(|handle| handle.sync_all()).map_err(StoreError::of("sync", folder))
}
