//! Files written whole or not at all.

use super::StoreError;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A part that is older than this was left behind by a program that was killed.
const STALE: Duration = Duration::from_secs(600);

/// Writes a file under a temporary name beside it, syncs it and renames it into place, then syncs the folder.
///
/// # Errors
/// When any step fails; an older file of that name is then untouched.
pub fn write_whole(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let prefix = format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy());
    stale_parts(folder, &prefix).into_iter().for_each(|part| drop(fs::remove_file(part)));
    let named = tempfile::Builder::new().prefix(&prefix).suffix(SUFFIX).permissions(readable()).tempfile_in(folder);
    let mut file = named.map_err(StoreError::of("write into", folder))?;
    let mut buffer = std::io::BufWriter::new(file.as_file_mut());
    write(&mut buffer).and_then(|()| buffer.flush()).map_err(StoreError::of("write", path))?;
    drop(buffer);
    file.as_file().sync_all().map_err(StoreError::of("sync", path))?;
    file.persist(path).map_err(|error| StoreError::of("write", path)(error.error))?;
    File::open(folder).and_then(|handle| handle.sync_all()).map_err(StoreError::of("sync", folder))
}

/// Says whether something of that name is there.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Returns the whole path of a file, where the system knows it.
#[must_use]
pub fn whole_path(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

const SUFFIX: &str = ".part";

/// What a plain new file gets; the user's mask is still taken off.
fn readable() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

fn stale_parts(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let is_stale = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let named = name.to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(SUFFIX));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        named && age().is_some_and(|age| age > STALE)
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(is_stale).map(|entry| entry.path()).collect()
}
