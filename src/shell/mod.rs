//! Floor 6: the terminal session, the event loop, worker threads, signals, the clock, the command line.

/// Runs the program.
#[must_use]
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
