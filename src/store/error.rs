//! The one error of this floor: what was tried, where, and why it failed.

use std::io;
use std::path::{Path, PathBuf};

/// A failed act on the disk.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} {}: {}{}", path.display(), plain(cause), hint(cause))]
pub struct StoreError {
    /// What was tried, as a verb: `read`, `write`, `sync`.
    pub act: &'static str,
    /// Where.
    pub path: PathBuf,
    /// Why it failed.
    pub cause: io::Error,
}

impl StoreError {
    /// Returns a function that wraps an I/O error, for `map_err`.
    pub fn of(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self { act, path: path.to_owned(), cause }
    }
}

fn plain(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "this user may not".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "the disk quota is used up".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::IsADirectory => "that is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a part of its path is no folder".to_owned(),
        _ => cause.to_string(),
    }
}

fn hint(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => "; check who owns it",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; free some space and try again",
        io::ErrorKind::ReadOnlyFilesystem => "; make it writable and try again",
        _ => "",
    }
}
