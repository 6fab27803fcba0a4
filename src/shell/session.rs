//! A session in a real terminal, from taking it to giving it back.

use super::runtime::{News, Outside, Runtime, Setup, SignalNews};
use super::signals::{self, Caught, Shared};
use super::terminal;
use super::typing::Typing;
use crate::app::{Event, Level, State};
use crate::store::{Library, Scratch, Settings};
use crate::ui::new_editor;
use crate::ui::theme::{Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufWriter, IsTerminal, Stdout, stdout};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

type Screen = Runtime<CrosstermBackend<BufWriter<Stdout>>>;

/// Bytes of a frame that are written at once: standard output by itself cuts frames into pieces of a kibibyte.
const FRAME: usize = 64 * 1024;

/// Runs the full-screen reader on a library.
pub(super) fn run(library: Library, settings: Settings) -> ExitCode {
    if !stdout().is_terminal() {
        eprintln!(
            "newsgloss: the reader needs a terminal; `newsgloss list` and its other commands do not (see --help)."
        );
        return ExitCode::from(2);
    }
    terminal::install_panic_hook();
    let mouse = settings.config.look.mouse;
    let ended = Caught::new().and_then(|caught| {
        terminal::take(mouse)?;
        let run = std::panic::AssertUnwindSafe(|| session(library, settings, caught));
        let ended = std::panic::catch_unwind(run);
        terminal::give_back();
        ended.unwrap_or(Ok(101))
    });
    match ended {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            terminal::give_back();
            terminal::last_words(&format!("newsgloss: the terminal cannot be used: {error}."));
            ExitCode::from(2)
        }
    }
}

fn session(library: Library, settings: Settings, caught: Caught) -> io::Result<u8> {
    let library = Arc::new(library);
    let mouse = settings.config.look.mouse;
    let depth = if std::env::var("COLORTERM").is_ok_and(|it| it == "truecolor" || it == "24bit") {
        Depth::True
    } else {
        Depth::Indexed
    };
    let complaints = super::cli::complaints(&settings);
    let mut config = settings.config;
    if std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty()) {
        config.look.theme = crate::formats::config::ThemeName::Mono;
    }
    let theme = Theme::of(&config, depth);
    // The hasher's keys come from the system's randomness: enough that two windows never share a seed.
    let seed = RandomState::new().hash_one(std::process::id());
    let (mut state, _) = State::new(config, library.annotator().clone(), seed, new_editor);
    if !library.has_reading() {
        state.start_tour();
    }
    if let Some(first) = complaints.first() {
        let all = complaints.len();
        state.say(Level::Warning, &format!("{first} ({all} in all; see `newsgloss config --check`)"));
    }
    let setup = Setup { library, state, theme, now: jiff::Timestamp::now };
    let screen = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME, stdout())))?;
    let mut runtime = Runtime::new(setup, screen);
    let status = conduct(&mut runtime, caught, mouse);
    // The terminal first: what is still to be written may take long on a slow disk.
    terminal::give_back();
    match runtime.finish() {
        None => status,
        Some(unsaved) => {
            terminal::last_words(&format!("newsgloss: {unsaved}"));
            Ok(1)
        }
    }
}

/// Runs the loop until the end; an error of the terminal is an end like a hang-up.
fn conduct(runtime: &mut Screen, caught: Caught, mouse: bool) -> io::Result<u8> {
    runtime.draw()?;
    debug_assert!(std::env::var_os("NEWSGLOSS_PROVOKE_PANIC").is_none(), "a test asked for it");
    runtime.watch();
    let tell = runtime.teller();
    let news = tell.clone();
    let shared = Shared::default();
    caught.listen(shared.clone(), move |signal| {
        let _ = news.send(News::Signal(SignalNews(signal)));
    })?;
    let typing = Typing::start(move |event| {
        let _ = tell.send(News::Event(event));
    })?;
    let mut session = Session { mouse, shared, typing, taken_back: false };
    loop {
        let Ok(outside) = runtime.step(None) else {
            runtime.handle(Event::Terminate);
            return Ok(hung_up());
        };
        for what in outside {
            if let Some(status) = session.carry_out(runtime, what)? {
                return Ok(status);
            }
        }
    }
}

/// What the loop asks of the terminal.
struct Session {
    mouse: bool,
    shared: Shared,
    typing: Typing,
    /// The terminal was taken again right after our own stop; the news of going on is still to come, and is no news.
    taken_back: bool,
}

impl Session {
    /// Does it; returns the exit status when that was the end.
    fn carry_out(&mut self, runtime: &mut Screen, what: Outside) -> io::Result<Option<u8>> {
        match what {
            Outside::End(number) => return Ok(Some(status_of(number))),
            Outside::Resized => runtime.resize()?,
            Outside::Copy(text) => copy(&text)?,
            Outside::Stop => {
                runtime.rest(); // a stopped program must not hold the lock of a journal
                terminal::give_back();
                signals::stop_job();
                self.take_again(runtime)?;
                self.taken_back = true;
            }
            Outside::GoOn if std::mem::take(&mut self.taken_back) => {}
            Outside::GoOn => self.take_again(runtime)?,
            Outside::Edit(text) => {
                self.typing.pause();
                terminal::give_back();
                self.shared.editing.store(true, Ordering::SeqCst);
                let edited = edit(&text, &self.shared);
                self.shared.editing.store(false, Ordering::SeqCst);
                self.take_again(runtime)?;
                self.typing.resume();
                runtime.handle(Event::Edited(edited));
                runtime.draw()?;
            }
        }
        Ok(None)
    }

    fn take_again(&self, runtime: &mut Screen) -> io::Result<()> {
        terminal::take_again(self.mouse)?;
        runtime.redraw()
    }
}

/// The exit status of a program that a signal ended, as shells count it.
fn status_of(signal: i32) -> u8 {
    if signal == 0 { 0 } else { u8::try_from(128 + signal).unwrap_or(1) }
}

fn hung_up() -> u8 {
    status_of(signal_hook::consts::SIGHUP)
}

fn copy(text: &str) -> io::Result<()> {
    crossterm::execute!(stdout(), crossterm::clipboard::CopyToClipboard::to_clipboard_from(text))
}

/// Runs `$VISUAL` or `$EDITOR` on a file of its own. The text is handed over in that file, never on a command line.
fn edit(text: &str, shared: &Shared) -> Result<String, String> {
    let named = ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok());
    let editor = named.into_iter().find(|it| !it.trim().is_empty());
    let editor = editor.ok_or("Neither $VISUAL nor $EDITOR is set; set one to write notes there.")?;
    let scratch = Scratch::new(text).map_err(|error| error.to_string())?;
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let started = std::process::Command::new(program).args(words).arg(scratch.path()).spawn();
    let child = started.map_err(|error| format!("{program} could not be started ({error}); the note is as before."))?;
    match wait(child, shared) {
        Ok(status) if status.success() => scratch.read().map_err(|error| error.to_string()),
        Ok(status) => Err(format!("{program} ended with {status}; the note is as before.")),
        Err(error) => Err(format!("{program} was lost ({error}); the note is as before.")),
    }
}

/// Waits for the editor, and ends it when a signal asks for our own end.
fn wait(mut child: std::process::Child, shared: &Shared) -> io::Result<std::process::ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if shared.end.load(Ordering::SeqCst) != 0 {
            child.kill()?;
        }
        std::thread::sleep(LOOK);
    }
}

/// How often it is looked whether the editor has ended.
const LOOK: Duration = Duration::from_millis(30);
