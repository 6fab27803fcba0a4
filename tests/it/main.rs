//! The one integration test binary: keys in, screen out, through the real loop.

// Helpers of tests may stop a test as tests themselves may.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli;
mod docs;
mod floors;
mod keys;
mod play;
mod reading;
