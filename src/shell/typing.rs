//! The thread that reads the terminal. It waits in `poll`, so an idle program costs nothing, and sees a hung-up terminal
//! by itself: crossterm's own reader would spin on it.

use super::keys::event_of;
use super::mouse::Mouse;
use crate::app::Event;
use rustix::event::{PollFd, PollFlags, poll};
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// The reading thread's other end: it can be made to leave the terminal alone, as while `$EDITOR` runs.
pub(super) struct Typing {
    wake: UnixStream,
    paused: Receiver<()>,
    resume: Sender<()>,
}

impl Typing {
    /// Starts reading; each event goes to `tell`, and `Terminate` when the terminal is gone.
    ///
    /// # Errors
    /// When the system gives no pipe.
    pub fn start(tell: impl Fn(Event) + Send + 'static) -> io::Result<Self> {
        let (wake, woken) = UnixStream::pair()?;
        let (paused_tell, paused) = channel();
        let (resume, resumed) = channel();
        std::thread::Builder::new().name("typing".to_owned()).spawn(move || {
            let mut reader = Reader { woken, paused: paused_tell, resumed, mouse: Mouse::default() };
            reader.run(&tell);
            tell(Event::Terminate);
        })?;
        Ok(Self { wake, paused, resume })
    }

    /// Stops reading and returns when the thread has let go of the terminal.
    pub fn pause(&mut self) {
        if self.wake.write_all(&[1]).is_ok() {
            let _ = self.paused.recv_timeout(Duration::from_secs(1));
        }
    }

    /// Goes on reading.
    pub fn resume(&self) {
        let _ = self.resume.send(());
    }
}

struct Reader {
    woken: UnixStream,
    paused: Sender<()>,
    resumed: Receiver<()>,
    mouse: Mouse,
}

impl Reader {
    /// Returns when the terminal is gone.
    fn run(&mut self, tell: &impl Fn(Event)) {
        let Ok(terminal) = terminal_handle() else { return };
        loop {
            let mut wanted = [PollFd::new(&terminal, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
            match poll(&mut wanted, None) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return,
            }
            let [typed, woken] = [wanted[0].revents(), wanted[1].revents()];
            if typed.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return;
            }
            if woken.contains(PollFlags::IN) && !self.pause() {
                return;
            }
            if typed.contains(PollFlags::IN) && !hear(&mut self.mouse, tell) {
                return;
            }
        }
    }

    fn pause(&mut self) -> bool {
        let _ = self.woken.read(&mut [0]);
        self.paused.send(()).is_ok() && self.resumed.recv().is_ok()
    }
}

/// Passes on what was typed. The wait is short and bounded: what crossterm cannot read must not hold the thread.
fn hear(mouse: &mut Mouse, tell: &impl Fn(Event)) -> bool {
    loop {
        match crossterm::event::poll(Duration::from_millis(1)) {
            Ok(true) => match crossterm::event::read() {
                Ok(heard) => event_of(heard, mouse).into_iter().for_each(tell),
                Err(_) => return false,
            },
            Ok(false) => return true,
            Err(_) => return false,
        }
    }
}

/// The terminal itself: standard input where that is one, as crossterm does.
fn terminal_handle() -> io::Result<std::os::fd::OwnedFd> {
    let input = io::stdin();
    if rustix::termios::isatty(&input) {
        return Ok(rustix::io::dup(&input)?);
    }
    let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::CLOEXEC;
    Ok(rustix::fs::open("/dev/tty", flags, rustix::fs::Mode::empty())?)
}
