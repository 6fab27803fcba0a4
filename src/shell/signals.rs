//! Signals as news for the loop.

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

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

/// What the thread of the signals shares with the session.
#[derive(Clone, Default)]
pub(super) struct Shared {
    /// Another program has the terminal: a stop is for it and for us at once.
    pub editing: Arc<AtomicBool>,
    /// The number of the signal that asked for the end, or 0.
    pub end: Arc<AtomicI32>,
}

/// Signals that are caught but not yet passed on: none that comes while the terminal is being taken is lost.
pub(super) struct Caught(Signals);

impl Caught {
    /// Catches signals from now on.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new() -> io::Result<Self> {
        Ok(Self(Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?))
    }

    /// Starts a thread that passes them on.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn listen(mut self, shared: Shared, tell: impl Fn(Signal) + Send + 'static) -> io::Result<()> {
        let pass_on = move || {
            for number in self.0.forever() {
                match number {
                    SIGTSTP if shared.editing.load(Ordering::SeqCst) => stop_job(),
                    SIGCONT if shared.editing.load(Ordering::SeqCst) => {}
                    SIGTSTP => tell(Signal::Stop),
                    SIGCONT => tell(Signal::GoOn),
                    SIGWINCH => tell(Signal::Resized),
                    // Whoever asks twice does not want to wait for a disk that does not answer.
                    number if shared.end.swap(number, Ordering::SeqCst) != 0 => std::process::exit(128 + number),
                    number => tell(Signal::End(number)),
                }
            }
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(pass_on)?;
        Ok(())
    }
}

/// Stops the whole job, as the shell's Ctrl+z would.
pub(super) fn stop_job() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
}
