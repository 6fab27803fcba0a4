//! Floor 6: the terminal session, the event loop, worker threads, signals, the clock, the command line.

mod cli;
mod session;

pub use cli::{config_page, keys_page};

/// Runs the program.
#[must_use]
pub fn main() -> std::process::ExitCode {
    cli::run()
}
