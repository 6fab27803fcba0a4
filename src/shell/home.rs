//! Paths as people type them where no shell reads them first.

use std::path::PathBuf;

/// Reads a leading `~/` as a shell would.
pub(super) fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), etcetera::home_dir()) {
        (Some(rest), Ok(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}
