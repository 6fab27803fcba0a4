//! Floor 6: the terminal session, the event loop, worker threads, signals, the clock, the command line.

mod adding;
mod cli;
mod effects;
mod export;
mod exporting;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(not(feature = "fetch"))]
#[path = "no_fetch.rs"]
mod fetch;
mod fetching;
mod home;
mod importing;
mod in_order;
mod indexing;
mod keys;
mod listing;
mod memory;
mod mouse;
mod orphans;
mod own;
mod pdf;
mod planning;
mod reading;
mod reviewing;
mod runtime;
mod session;
mod signals;
mod taking;
mod terminal;
mod texts;
mod threads;
mod typing;
mod workers;
mod writer;

pub use cli::keys_page;
pub use listing::listed;
pub use runtime::{Runtime, Setup};

/// Runs the program.
#[must_use]
pub fn main() -> std::process::ExitCode {
    memory::let_large_pieces_go();
    cli::run()
}
