//! The thread that keeps the index of the texts in step with the library, while reading goes on.

use super::runtime::News;
use super::workers::{guarded, tell};
use crate::app::Event;
use crate::store::{Library, Snapshot, Step, TextIndex};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, mpsc::TryRecvError};
use std::time::{Duration, Instant};

/// How often progress is told.
const SHOW: Duration = Duration::from_millis(300);

/// The index, opened by whoever needs it first.
#[derive(Default)]
pub(super) struct Texts {
    index: OnceLock<Option<TextIndex>>,
    /// Counts what was committed.
    generation: AtomicUsize,
}

impl Texts {
    /// Returns the index; nothing where it cannot be had.
    pub fn index(&self, library: &Library) -> Option<&TextIndex> {
        self.index.get_or_init(|| TextIndex::open(library).ok()).as_ref()
    }

    /// Returns a number that is another one after each commit.
    pub fn generation(&self) -> usize {
        self.generation.load(Ordering::SeqCst)
    }
}

/// Indexes until the other end is dropped: always the newest state of the library.
pub(super) fn run(
    library: &Arc<Library>,
    texts: &Texts,
    jobs: &Receiver<Snapshot>,
    news: &Sender<News>,
    done: &dyn Fn(),
) {
    let mut next = jobs.recv().ok();
    while let Some(snapshot) = next.take() {
        let mut closed = false;
        guarded(news, "Indexing the texts", || {
            let mut poll = || match jobs.try_recv() {
                Ok(newer) => {
                    // Every job is counted; the one that a newer one takes the place of is done.
                    if next.replace(newer).is_some() {
                        done();
                    }
                    false
                }
                Err(TryRecvError::Empty) => next.is_none(),
                Err(TryRecvError::Disconnected) => {
                    closed = true;
                    false
                }
            };
            update(library, texts, &snapshot, &mut poll, news);
        });
        done();
        if closed {
            return;
        }
        if next.is_none() {
            next = jobs.recv().ok();
        }
    }
}

fn update(library: &Library, texts: &Texts, snapshot: &Snapshot, go_on: &mut dyn FnMut() -> bool, news: &Sender<News>) {
    let Some(index) = texts.index(library) else { return };
    let mut shown = Instant::now();
    let ended = index.update(library, &snapshot.catalogue, &mut |step| {
        match step {
            Step::At(progress) => {
                if shown.elapsed() > SHOW {
                    shown = Instant::now();
                    tell(news, Event::Indexed(Some(progress), false));
                }
            }
            Step::Committed(progress) => {
                texts.generation.fetch_add(1, Ordering::SeqCst);
                tell(news, Event::Indexed(progress, true));
            }
        }
        go_on()
    });
    if let Err(error) = ended {
        tell(news, Event::Indexed(None, false));
        tell(news, Event::Told(error.to_string()));
    }
}
