//! Signals as news for the loop.

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// End now; the number of the signal.
    End(i32),
    /// Stop until the shell goes on.
    Stop,
    /// The program goes on after a stop.
    GoOn,
    /// The terminal has another size.
    Resized,
}

/// Starts a thread that passes signals on.
///
/// # Errors
/// When the system refuses.
pub(super) fn listen(tell: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for number in signals.forever() {
            tell(match number {
                SIGTSTP => Signal::Stop,
                SIGCONT => Signal::GoOn,
                SIGWINCH => Signal::Resized,
                number => Signal::End(number),
            });
        }
    })?;
    Ok(())
}

/// Stops the whole job, as the shell's Ctrl+z would.
pub(super) fn stop_job() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
}
