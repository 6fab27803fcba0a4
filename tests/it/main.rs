//! Tests of the whole program from outside, in one binary: they know what a person at a terminal and a script can know.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must stop with the reason"
)]

mod journal;
mod libraries;
mod pty;
mod sessions;
