//! The loop: news in, update, effects out, and a frame when something changed. It draws on any backend, so that tests run
//! this very loop without a terminal.

use super::listing;
use super::signals::Signal;
use super::threads::Threads;
use crate::app::{Effect, Event, State, update};
use crate::store::{Changed, Library, Snapshot, Watcher};
use crate::ui::theme::Theme;
use crate::ui::{Spots, view};
use ratatui::Terminal;
use ratatui::backend::Backend;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// News handled before a frame is drawn; more would starve the screen.
const BATCH: usize = 64;

/// What reaches the loop.
#[derive(Debug)]
pub enum News {
    /// Something for the update.
    Event(Event),
    /// Something for the terminal.
    Signal(SignalNews),
}

/// A signal, opaque outside the shell.
#[derive(Debug)]
pub struct SignalNews(pub(super) Signal);

/// What the loop cannot do itself, since it needs the terminal; the session does it.
#[derive(Debug, PartialEq, Eq)]
pub enum Outside {
    /// Let a person edit this text in `$EDITOR`.
    Edit(String),
    /// Put a text on the clipboard.
    Copy(String),
    /// Stop the job.
    Stop,
    /// The job goes on: take the terminal again.
    GoOn,
    /// Take the terminal's size anew.
    Resized,
    /// End; the number of the signal that asked for it, or 0.
    End(i32),
}

/// What a loop begins with.
pub struct Setup {
    /// The library.
    pub library: Arc<Library>,
    /// The state.
    pub state: State,
    /// The look.
    pub theme: Theme,
    /// The clock.
    pub now: fn() -> jiff::Timestamp,
}

/// The running program.
pub struct Runtime<B: Backend> {
    /// The state, for tests to look at.
    pub state: State,
    theme: Theme,
    /// What can be clicked in the last frame.
    spots: Spots,
    cursor: Option<(u16, u16)>,
    terminal: Terminal<B>,
    now: fn() -> jiff::Timestamp,
    news: Receiver<News>,
    tell: Sender<News>,
    library: Arc<Library>,
    threads: Threads,
    continue_wanted: bool,
    handled: usize,
}

impl<B: Backend> Runtime<B> {
    /// Starts the threads and shows the rows of the last session; what is new follows.
    pub fn new(setup: Setup, terminal: Terminal<B>) -> Self {
        let Setup { library, mut state, theme, now } = setup;
        let (tell, news) = channel();
        let snapshot = library.last_snapshot();
        begin(&mut state, &library, snapshot.clone());
        let threads = Threads::new(&library, &tell, snapshot);
        let mut runtime = Self {
            state,
            theme,
            spots: Spots::default(),
            cursor: None,
            terminal,
            now,
            news,
            tell,
            library,
            threads,
            continue_wanted: false,
            handled: 0,
        };
        runtime.begin();
        runtime
    }

    fn begin(&mut self) {
        let mut effects = vec![Effect::ReadRegistry, Effect::Scan];
        if let Some(id) = self.state.opening.clone() {
            effects.insert(0, Effect::Open(id));
        }
        let size = self.terminal.size().unwrap_or_default();
        self.handle(Event::Resize(crate::app::Size { columns: size.width, rows: size.height }));
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// Returns a sender of news, for the threads that listen to the terminal.
    #[must_use]
    pub fn teller(&self) -> Sender<News> {
        self.tell.clone()
    }

    /// Returns where the terminal's cursor stands, where it is shown: for tests.
    #[must_use]
    pub const fn cursor(&self) -> Option<(u16, u16)> {
        self.cursor
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self) -> Result<(), B::Error> {
        self.theme.follow(&self.state.config);
        let (state, theme, spots, cursor) = (&self.state, &self.theme, &mut self.spots, &mut self.cursor);
        self.terminal.draw(|frame| {
            let drawn = view(state, theme, frame.buffer_mut());
            *spots = drawn.spots;
            *cursor = drawn.cursor;
            if let Some(cursor) = drawn.cursor {
                frame.set_cursor_position(cursor);
            }
        })?;
        Ok(())
    }

    /// Waits for news, handles what has come, and draws. Returns what only the session can do.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn step(&mut self, wait: Option<Duration>) -> Result<Vec<Outside>, B::Error> {
        let mut outside = Vec::new();
        let mut draw = false;
        for turn in 0..BATCH {
            let news = match self.next(turn == 0, wait) {
                Some(news) => news,
                None if self.continue_wanted && !draw => News::Event(Event::Idle),
                None => break,
            };
            let idle = matches!(news, News::Event(Event::Idle));
            outside.extend(self.take(news));
            // Laying out in the background shows only when it is done.
            draw |= !idle || !self.continue_wanted;
            if !outside.is_empty() || idle {
                break;
            }
        }
        if draw {
            self.draw()?;
        }
        Ok(outside)
    }

    fn next(&self, first: bool, wait: Option<Duration>) -> Option<News> {
        if first && !self.continue_wanted {
            return match wait {
                None => self.news.recv().ok(),
                Some(wait) => self.news.recv_timeout(wait).ok(),
            };
        }
        self.news.try_recv().ok()
    }

    fn take(&mut self, news: News) -> Option<Outside> {
        self.handled += 1;
        match news {
            News::Event(Event::Idle) => {
                self.continue_wanted = false;
                self.handle(Event::Idle)
            }
            News::Event(event) => self.handle(event),
            News::Signal(SignalNews(signal)) => match signal {
                Signal::Stop => Some(Outside::Stop),
                Signal::GoOn => Some(Outside::GoOn),
                Signal::Resized => Some(Outside::Resized),
                Signal::End(number) => {
                    self.handle(Event::Terminate);
                    Some(Outside::End(number))
                }
            },
        }
    }

    /// Handles one event; returns what only the session can do.
    pub fn handle(&mut self, event: Event) -> Option<Outside> {
        // What is clicked is what the last frame showed there.
        let event = match event {
            Event::Click(column, row) | Event::DoubleClick(column, row) => {
                self.spots.at(column, row).map_or(event, Event::Pointed)
            }
            other => other,
        };
        let effects = update(&mut self.state, event, (self.now)());
        let mut outside = None;
        for effect in effects {
            outside = self.carry_out(effect).or(outside);
        }
        outside
    }

    /// Carries out an effect; returns what only the session can do.
    fn carry_out(&mut self, effect: Effect) -> Option<Outside> {
        match effect {
            Effect::Continue => self.continue_wanted = true,
            Effect::EditOutside(text) => return Some(Outside::Edit(text)),
            Effect::Copy(text) => return Some(Outside::Copy(text)),
            Effect::Suspend => return Some(Outside::Stop),
            Effect::Quit => return Some(Outside::End(0)),
            other => self.threads.carry_out(other),
        }
        None
    }

    /// Waits a while until no thread works.
    pub fn rest(&self) {
        self.threads.rest();
    }

    /// Looks for changes by other programs from now on. Setting that up can take long on a large library, so it is done on
    /// a thread of its own, which keeps the watcher alive.
    pub fn watch(&self) {
        let (library, tell) = (self.library.clone(), self.tell.clone());
        let _ = std::thread::Builder::new().name("watching".to_owned()).spawn(move || {
            let watcher = watch_library(&library, &tell);
            while watcher.is_some() {
                std::thread::park();
            }
        });
    }

    /// Says whether threads still work, or news waits, or the layout goes on: for tests that wait until all is quiet.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.threads.are_busy() || self.continue_wanted
    }

    /// Returns how many news were handled so far.
    #[must_use]
    pub const fn handled(&self) -> usize {
        self.handled
    }

    /// Takes the terminal's size and draws everything anew.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn resize(&mut self) -> Result<(), B::Error> {
        self.terminal.autoresize()?;
        let size = self.terminal.size()?;
        self.handle(Event::Resize(crate::app::Size { columns: size.width, rows: size.height }));
        self.draw()
    }

    /// Forgets what the terminal shows and draws everything anew.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn redraw(&mut self) -> Result<(), B::Error> {
        // Not `Terminal::clear`: it asks the terminal where its cursor is, and the answer would go to the typing thread.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())?;
        self.resize()
    }

    /// Returns the backend, for tests to look at the screen.
    pub fn backend(&self) -> &B {
        self.terminal.backend()
    }

    /// Waits until everything that was asked for is written, then ends the writing thread. Where the disk refused to the
    /// end, returns one sentence that says what is not saved and where it was put instead.
    pub fn finish(&mut self) -> Option<String> {
        self.threads.finish()
    }
}

/// Whatever way the program ends, what was asked for is written.
impl<B: Backend> Drop for Runtime<B> {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Fills the state with what the last session left.
fn begin(state: &mut State, library: &Library, snapshot: Snapshot) {
    match library.reading() {
        Ok(reading) => state.restore(reading),
        Err(error) => state.say(crate::app::Level::Error, &error.to_string()),
    }
    if !snapshot.catalogue.is_empty() {
        state.list_at_once(snapshot, |job| listing::listed(library, job, None, &|_| true));
    }
}

fn watch_library(library: &Library, tell: &Sender<News>) -> Option<Watcher> {
    let news = tell.clone();
    let watcher = Watcher::new(library, move |changed| {
        let event = match changed {
            Changed::Journal(id) => Event::JournalChanged(id),
            Changed::Article(id) => Event::ArticleChanged(id),
            Changed::Registry => Event::RegistryChanged,
            Changed::Config => Event::ConfigChanged,
        };
        let _ = news.send(News::Event(event));
    });
    watcher.map_err(|why| tell.send(News::Event(Event::Told(why)))).ok()
}
