//! stdout and stderr: buffered, safe to show, coloured only where a person looks.

use super::failure::Failure;
use crate::text::Safe;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// How words are set off on a terminal.
#[derive(Clone, Copy)]
pub enum Style {
    /// Headings and hits.
    Strong,
    /// What matters less.
    Faint,
}

/// stdout.
pub struct Out {
    to: BufWriter<StdoutLock<'static>>,
    /// Whether words may be coloured.
    colour: bool,
    /// Columns of the terminal, where stdout is one.
    pub width: Option<usize>,
}

impl Out {
    /// Takes stdout. It is coloured only on a terminal, and never where `NO_COLOR` is set.
    pub fn stdout() -> Self {
        let stdout = io::stdout().lock();
        let terminal = stdout.is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = if terminal { Some(columns()) } else { None };
        Self { to: BufWriter::new(stdout), colour: terminal && wanted, width }
    }

    /// Prints one line of words.
    pub fn line(&mut self, words: &Safe) -> io::Result<()> {
        writeln!(self.to, "{words}")
    }

    /// Prints words that go on in the same line.
    pub fn part(&mut self, words: &Safe) -> io::Result<()> {
        write!(self.to, "{words}")
    }

    /// Prints words set off, where that is possible.
    pub fn styled(&mut self, words: &Safe, style: Style) -> io::Result<()> {
        let code = match style {
            Style::Strong => 1,
            Style::Faint => 2,
        };
        if self.colour { write!(self.to, "\x1b[{code}m{words}\x1b[0m") } else { self.part(words) }
    }

    /// Prints a text of our own as it is.
    pub fn words(&mut self, text: &str) -> Result<bool, Failure> {
        self.bytes(text.as_bytes())
    }

    /// Prints bytes of our own as they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<bool, Failure> {
        self.to.write_all(bytes)?;
        Ok(true)
    }

    /// Prints data whose lines come from articles: as it is for programs, safe for a terminal.
    pub fn exported(&mut self, data: &str) -> io::Result<()> {
        if self.width.is_none() {
            return self.to.write_all(data.as_bytes());
        }
        data.lines().try_for_each(|line| self.line(&Safe::new(line)))
    }

    /// Writes out what is buffered.
    pub fn finish(&mut self) -> io::Result<()> {
        self.to.flush()
    }

    /// Returns it for data, which escapes itself.
    pub fn data(&mut self) -> &mut dyn Write {
        &mut self.to
    }
}

/// Returns the columns of the terminal, or the usual number where it does not say.
fn columns() -> usize {
    crossterm::terminal::size().map_or(80, |(columns, _)| columns.into())
}

/// Says one sentence on stderr. Where stderr is closed nobody wants it.
pub fn say(sentence: &str) {
    let _ = writeln!(io::stderr(), "{}", Safe::new(sentence));
}

/// One line on stderr that is written over and over, where that is a terminal; nothing elsewhere.
pub struct Progress {
    terminal: bool,
    shown: bool,
}

impl Progress {
    /// Takes stderr.
    pub fn stderr() -> Self {
        Self { terminal: io::stderr().is_terminal(), shown: false }
    }

    /// Shows how far it is.
    pub fn show(&mut self, words: &str) {
        if self.terminal {
            let _ = write!(io::stderr(), "\r\x1b[K{}", Safe::new(words).fit(columns().saturating_sub(1)));
            self.shown = true;
        }
    }

    /// Takes the line away, before something else is said.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
