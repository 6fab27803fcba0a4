//! The one integration test binary: keys in, screen out, through the real loop.

mod cli;
mod docs;
mod floors;
mod keys;
mod play;
mod reading;
