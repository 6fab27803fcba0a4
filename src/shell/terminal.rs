//! The terminal's modes: taken when the program begins, given back however it ends.

use crate::text::Safe;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{ResetColor, SetAttribute};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{Command, execute};
use std::fmt;
use std::io::{self, Write, stdout};

/// Clicks, dragging and the wheel in the SGR form; unlike crossterm's own command it does not ask for every motion of the
/// mouse. With Shift held, terminals keep the mouse for their own selecting.
struct TakeMouse;
/// Gives the mouse back to the terminal.
struct LeaveMouse;

impl Command for TakeMouse {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str("\x1b[?1002h\x1b[?1006h")
    }
}

impl Command for LeaveMouse {
    fn write_ansi(&self, out: &mut impl fmt::Write) -> fmt::Result {
        out.write_str("\x1b[?1006l\x1b[?1002l")
    }
}

/// Takes the terminal.
///
/// # Errors
/// When it refuses: standard output is no terminal, or it is gone.
pub(super) fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    if mouse {
        execute!(stdout(), TakeMouse)?;
    }
    Ok(())
}

/// Takes it again after a stop or another program. What crossterm remembers of the modes may be wrong by then: whoever
/// stopped or continued us may have changed them.
///
/// # Errors
/// When it refuses.
pub(super) fn take_again(mouse: bool) -> io::Result<()> {
    disable_raw_mode()?;
    take(mouse)
}

/// Says one sentence on standard error; a terminal that is gone does not hear it, and that is no further failure.
pub(super) fn last_words(words: &str) {
    let _ = writeln!(io::stderr(), "{}", Safe::new(words));
}

/// Gives it back. A terminal that is gone cannot be given back, so failures are passed over; each step is tried.
pub(super) fn give_back() {
    let reset = SetAttribute(crossterm::style::Attribute::Reset);
    let _ = execute!(stdout(), LeaveMouse, DisableBracketedPaste, reset, ResetColor, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// Makes a panic of the main thread give the terminal back first and say one plain sentence. A panic of a worker thread
/// says nothing here: its worker reports it.
pub(super) fn install_panic_hook() {
    let main = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() != main {
            return;
        }
        give_back();
        let place = info.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
        last_words(&format!("newsgloss stopped because of a defect in it{place}. What it called saved is saved."));
    }));
}
