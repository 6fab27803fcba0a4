//! Stands in the place of `fetch` where the program is built without it: then nothing in it can open a connection.

use super::fetching::{Got, Refused};
use std::time::Duration;

/// Says that nothing can be got.
///
/// # Errors
/// Always.
pub fn get(_url: &str, _etag: Option<&str>, _modified: Option<&str>, _limit: Duration) -> Result<Got, Refused> {
    Err("this newsgloss was built without the network; build it with --features fetch".to_owned().into())
}
