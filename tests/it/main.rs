//! The one integration test binary: keys in, screen out, through the real loop; whole sessions in a real terminal; and
//! what must hold of journals, whatever happens to them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must stop with the reason"
)]

mod acts;
mod adding;
mod anchors;
mod bulk;
mod cli;
mod codebook;
mod containers;
mod crash;
mod demo;
mod docs;
mod edits;
mod entities;
mod exports;
mod feeds;
mod floors;
mod guards;
mod home;
mod hostile;
mod hostile_exports;
mod import;
mod journal;
mod keys;
mod learning;
mod libraries;
mod library_sequences;
mod long_entities;
mod long_names;
mod malformed;
mod mouse;
mod orphans;
mod outside;
mod pages;
mod payloads;
mod play;
mod power;
mod pty;
mod query_tasks;
mod reading;
mod review;
mod review_stances;
mod screen_reader;
mod search;
mod sequences;
mod sessions;
mod spans;
mod stances;
mod tour;
mod train;
mod undo;
mod walk;
mod whole;
