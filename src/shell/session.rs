//! A session in a real terminal, from taking it to giving it back.

use super::runtime::{News, Outside, Runtime, Setup, SignalNews};
use super::typing::Typing;
use super::{signals, terminal};
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
    let ended = terminal::take(mouse).and_then(|()| {
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| session(library, settings, mouse)));
        terminal::give_back();
        ended.unwrap_or(Ok(101))
    });
    match ended {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            terminal::give_back();
            eprintln!("newsgloss: the terminal cannot be used: {error}.");
            ExitCode::from(2)
        }
    }
}

fn session(library: Library, settings: Settings, mouse: bool) -> io::Result<u8> {
    let library = Arc::new(library);
    let depth = if std::env::var("COLORTERM").is_ok_and(|it| it == "truecolor" || it == "24bit") {
        Depth::True
    } else {
        Depth::Indexed
    };
    let mut config = settings.config;
    if std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty()) {
        config.look.theme = crate::formats::config::ThemeName::Mono;
    }
    let theme = Theme::of(&config, depth);
    // The hasher's keys come from the system's randomness: enough that two windows never share a seed.
    let seed = RandomState::new().hash_one(std::process::id());
    let (mut state, complaints) = State::new(config, library.annotator().clone(), seed, new_editor);
    if let Some(first) = settings.complaints.iter().chain(&complaints).next() {
        let all = settings.complaints.len() + complaints.len();
        state.say(Level::Warning, &format!("{first} ({all} in all; see `newsgloss check`)"));
    }
    let setup = Setup { library, state, theme, now: jiff::Timestamp::now, watch: true };
    let screen = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME, stdout())))?;
    let mut runtime = Runtime::new(setup, screen);
    let status = conduct(&mut runtime, mouse);
    runtime.finish();
    status
}

/// Runs the loop until the end; an error of the terminal is an end like a hang-up.
fn conduct(runtime: &mut Screen, mouse: bool) -> io::Result<u8> {
    runtime.draw()?;
    debug_assert!(std::env::var_os("NEWSGLOSS_PROVOKE_PANIC").is_none(), "a test asked for it");
    let tell = runtime.teller();
    let news = tell.clone();
    signals::listen(move |signal| {
        let _ = news.send(News::Signal(SignalNews(signal)));
    })?;
    let mut typing = Typing::start(move |event| {
        let _ = tell.send(News::Event(event));
    })?;
    loop {
        let Ok(outside) = runtime.step(None) else {
            runtime.handle(Event::Terminate);
            return Ok(hung_up());
        };
        for what in outside {
            match what {
                Outside::End(number) => return Ok(status_of(number)),
                Outside::Resized => runtime.resize()?,
                Outside::Copy(text) => copy(&text)?,
                Outside::Stop => {
                    terminal::give_back();
                    signals::stop_job();
                    terminal::take(mouse)?;
                    runtime.redraw()?;
                }
                Outside::GoOn => {
                    terminal::take(mouse)?;
                    runtime.redraw()?;
                }
                Outside::Edit(text) => {
                    typing.pause();
                    terminal::give_back();
                    let edited = edit(&text);
                    terminal::take(mouse)?;
                    typing.resume();
                    runtime.handle(Event::Edited(edited));
                    runtime.redraw()?;
                }
            }
        }
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
fn edit(text: &str) -> Result<String, String> {
    let editor =
        ["VISUAL", "EDITOR"].iter().filter_map(|name| std::env::var(name).ok()).find(|it| !it.trim().is_empty());
    let editor = editor.ok_or("Neither $VISUAL nor $EDITOR is set; set one to write notes there.")?;
    let scratch = Scratch::new(text).map_err(|error| error.to_string())?;
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = std::process::Command::new(program).args(words).arg(scratch.path()).status();
    match status {
        Ok(status) if status.success() => scratch.read().map_err(|error| error.to_string()),
        Ok(status) => Err(format!("{program} ended with {status}; the note is as it was before.")),
        Err(error) => Err(format!("{program} could not be started ({error}); the note is as it was before.")),
    }
}
