//! Threads that read and compute, so that no key waits for a disk, a search or a model.

use super::own::own_model;
use super::runtime::News;
use crate::app::{Event, Opened};
use crate::model::{ArticleId, Lessons, Suggestions};
use crate::recognize::{self, Depth};
use crate::store::{Library, StoreError};
use crate::text::Body;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// The most suggestions that one article shows; more would help nobody, and every act would derive them all anew.
const MOST: usize = 20_000;

/// How long the neural model stays in memory when no text is looked through: it takes 50 MB.
const REST: Duration = Duration::from_secs(10);

/// Something to read.
#[derive(Debug)]
pub(super) enum Load {
    /// An article with journals and draft.
    Open(ArticleId),
    /// Journals alone.
    Journals(ArticleId),
    /// The registry.
    Registry,
    /// The library's configuration.
    Config,
}

/// A text to be looked through for suggestions; given up when the flag is set.
#[derive(Debug)]
pub(super) struct Look {
    pub round: u64,
    pub body: Body,
    pub lessons: Arc<Lessons>,
    pub depth: Depth,
    pub stop: Arc<AtomicBool>,
}

pub(super) fn tell(news: &Sender<News>, event: Event) {
    let _ = news.send(News::Event(event));
}

/// Does one job; a defect in it is told, and the thread goes on with the next.
pub(super) fn guarded(news: &Sender<News>, what: &str, job: impl FnOnce()) {
    if std::panic::catch_unwind(AssertUnwindSafe(job)).is_err() {
        tell(news, Event::Told(format!("{what} failed because of a defect in newsgloss.")));
    }
}

/// Reads articles until the other end is dropped.
pub(super) fn load(library: &Arc<Library>, jobs: &Receiver<Load>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "Reading the article", || tell(news, answer(library, job)));
        done();
    }
}

fn answer(library: &Library, job: Load) -> Event {
    match job {
        Load::Open(id) => {
            let opened = library.load(&id).and_then(|loaded| Ok(Opened { loaded, drafts: library.drafts(&id)? }));
            let failed = |error: StoreError| Event::OpenFailed(id, error.to_string());
            opened.map_or_else(failed, |opened| Event::Opened(Box::new(opened)))
        }
        Load::Config => match library.config_text() {
            Ok(text) => Event::ConfigRead(text),
            Err(error) => Event::Told(error.to_string()),
        },
        Load::Journals(id) => match library.journals(&id) {
            Ok((journals, _)) => Event::Journals(id, journals),
            Err(error) => Event::Told(error.to_string()),
        },
        Load::Registry => match library.registered() {
            Ok(registered) => Event::Registered(Box::new(registered)),
            Err(error) => Event::Told(error.to_string()),
        },
    }
}

/// Looks for suggestions until the other end is dropped.
pub(super) fn suggestions(library: &Arc<Library>, jobs: &Receiver<Look>, news: &Sender<News>, done: &dyn Fn()) {
    let mut wait = Duration::MAX;
    loop {
        match jobs.recv_timeout(wait) {
            Ok(look) => {
                wait = REST;
                guarded(news, "Looking for suggestions", || suggest(library, &look, news));
                done();
            }
            Err(RecvTimeoutError::Timeout) => {
                wait = Duration::MAX;
                recognize::rest();
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Tells what the fast model finds, then what the careful one finds.
fn suggest(library: &Library, look: &Look, news: &Sender<News>) {
    let wanted = look.depth.fit(look.body.as_str());
    let depths: &[Depth] = match wanted {
        Depth::Fast => &[Depth::Fast],
        Depth::Careful => &[Depth::Fast, Depth::Careful],
    };
    let own = own_model(library);
    for depth in depths {
        let found = recognize::suggest(look.body.as_str(), &look.lessons, &own, *depth, &look.stop);
        if look.stop.load(Ordering::Relaxed) {
            return;
        }
        tell(news, Event::Suggested(look.round, Box::new(most(found)), *depth != wanted));
    }
}

fn most(mut suggestions: Suggestions) -> Suggestions {
    suggestions.mentions.truncate(MOST);
    let there = suggestions.mentions.len();
    suggestions.stances.retain(|stance| stance.target < there && stance.holder.is_none_or(|holder| holder < there));
    suggestions
}
