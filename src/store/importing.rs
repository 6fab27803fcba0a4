//! Files of others, read whole.

use super::StoreError;
use crate::formats::import::Source;
use std::fs;
use std::io::Read;
use std::path::Path;

/// Reads a file, or all files of a folder and of the folders in it; hidden ones are left alone.
///
/// # Errors
/// When one cannot be read.
pub fn read_files(path: &Path) -> Result<Vec<Source>, StoreError> {
    let source = |file: &Path| {
        let below = file.strip_prefix(path).ok().filter(|below| !below.as_os_str().is_empty());
        let name = below.map_or_else(|| file.file_name().unwrap_or_default().to_string_lossy(), Path::to_string_lossy);
        let bytes = fs::read(file).map_err(StoreError::of("read", file))?;
        Ok(Source { name: name.into_owned(), bytes })
    };
    if !path.is_dir() {
        return source(path).map(|one| vec![one]);
    }
    let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let walk = walkdir::WalkDir::new(path).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
    let mut out = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| StoreError::of("list", path)(error.into()))?;
        if entry.file_type().is_file() {
            out.push(source(entry.path())?);
        }
    }
    Ok(out)
}

/// Bytes at the start of a file that tell what it holds.
const HEAD: u64 = 4096;
/// Bytes of a text that annotations are on.
const TEXT: u64 = 64 * 1024 * 1024;

/// Reads the start of a plain file, where there is one.
#[must_use]
pub fn read_head(path: &Path) -> Option<Vec<u8>> {
    read_at_most(path, HEAD)
}

/// Reads a plain file that lies beside another one, where there is one.
#[must_use]
pub fn read_beside(path: &Path) -> Option<Vec<u8>> {
    read_at_most(path, TEXT)
}

fn read_at_most(path: &Path, most: u64) -> Option<Vec<u8>> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
