//! The one integration test binary: keys in, screen out, through the real loop, and a few through a real terminal.

mod cli;
mod docs;
mod floors;
mod keys;
mod play;
mod pty;
mod reading;
mod sessions;
