//! The writing thread: one queue in order, so that nothing overtakes an act, and `saved` only after the sync.

use super::runtime::News;
use crate::app::Event;
use crate::model::{Act, ArticleId};
use crate::store::{Library, Reading, StoreError};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// How long until a failed write is tried again by itself.
const AGAIN: Duration = Duration::from_secs(3);

/// One thing to write.
#[derive(Debug)]
pub(super) enum Write {
    /// Acts on an article.
    Append(ArticleId, Vec<Act>),
    /// A draft.
    KeepDraft(ArticleId, Box<Act>),
    /// No draft any more.
    DropDraft(ArticleId),
    /// The reading state.
    KeepReading(Reading),
    /// A copy of damaged blocks.
    SetAside(ArticleId),
    /// Say when all before is written.
    Flush,
}

/// Writes until the other end is dropped. Each item is counted down by `done` when it has been dealt with.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Write>, news: &Sender<News>, done: &dyn Fn()) {
    let mut writer = Writer { library, news, waiting: VecDeque::new(), was_failing: false };
    let mut queue: VecDeque<Write> = VecDeque::new();
    loop {
        let next = if writer.waiting.is_empty() {
            jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            jobs.recv_timeout(AGAIN)
        };
        match next {
            Ok(job) => queue.push_back(job),
            Err(RecvTimeoutError::Timeout) => {
                writer.append();
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
        queue.extend(jobs.try_iter());
        while let Some(job) = queue.pop_front() {
            // Of a run of drafts only the last one counts: typing must not queue up syncs.
            let stale = matches!((&job, queue.front()), (Write::KeepDraft(id, _), Some(Write::KeepDraft(next, _))) if id == next);
            if !stale {
                writer.write(job);
            }
            done();
        }
    }
}

struct Writer<'a> {
    library: &'a Library,
    news: &'a Sender<News>,
    /// Acts that are not on the disk, oldest first.
    waiting: VecDeque<(ArticleId, Vec<Act>)>,
    was_failing: bool,
}

impl Writer<'_> {
    fn write(&mut self, job: Write) {
        match job {
            Write::Append(id, acts) => {
                self.waiting.push_back((id, acts));
                self.append();
            }
            Write::Flush => {
                self.append();
                self.tell(Event::Flushed(self.waiting.is_empty()));
            }
            Write::KeepDraft(id, act) => self.report(self.library.keep_draft(&id, &act)),
            // The note of the draft is not on the disk yet: the draft stays.
            Write::DropDraft(_) if !self.waiting.is_empty() => {}
            Write::DropDraft(id) => self.report(self.library.drop_draft(&id)),
            Write::KeepReading(reading) => self.report(self.library.keep_reading(&reading)),
            Write::SetAside(id) => match self.library.set_aside(&id) {
                Ok(Some(copy)) => self.tell(Event::SetAside(copy.display().to_string())),
                Ok(None) => {}
                Err(error) => self.tell(Event::Told(error.to_string())),
            },
        }
    }

    /// Appends what waits, in order; what follows a failure waits too.
    fn append(&mut self) {
        while let Some((id, acts)) = self.waiting.front() {
            match self.library.append(id, acts) {
                Ok(()) => {
                    self.was_failing = false;
                    let (id, count) = (id.clone(), acts.len());
                    self.waiting.pop_front();
                    self.tell(Event::Saved(id, count));
                }
                Err(error) => {
                    // The same failure is told once; Ctrl+s asks again through Flush.
                    self.was_failing = true;
                    self.tell(Event::SaveFailed(error.to_string()));
                    return;
                }
            }
        }
    }

    fn report(&self, result: Result<(), StoreError>) {
        if let Err(error) = result {
            self.tell(Event::Told(error.to_string()));
        }
    }

    fn tell(&self, event: Event) {
        let _ = self.news.send(News::Event(event));
    }
}
