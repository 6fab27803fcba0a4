//! The writing thread: one queue in order, so that nothing overtakes an act, and `saved` only after the sync.

use super::runtime::News;
use crate::app::Event;
use crate::formats::config::Edit;
use crate::model::{Act, ArticleId, Id, Revision};
use crate::store::{Efforts, Library, Reading, Revised, StoreError};
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
    /// The draft of this act is done with.
    DropDraft(ArticleId, Id),
    /// The reading state.
    KeepReading(Reading),
    /// What articles cost since.
    KeepEfforts(Efforts),
    /// Changes of the codebook.
    EditConfig(Vec<Edit>),
    /// A copy of damaged blocks.
    SetAside(ArticleId),
    /// A change of the registry.
    Revise(Box<Revision>, Box<Act>),
    /// Say when all before is written.
    Flush,
}

/// Writes until the other end is dropped, then tries once more what failed. Each item is counted down by `done` when it has
/// been dealt with. Returns what could not be written.
pub(super) fn run(
    library: &Arc<Library>,
    jobs: &Receiver<Write>,
    news: &Sender<News>,
    done: &dyn Fn(),
) -> Vec<Unsaved> {
    let mut writer = Writer { library, news, waiting: VecDeque::new(), told: None };
    let mut queue: VecDeque<Write> = VecDeque::new();
    loop {
        let idle = writer.waiting.is_empty();
        let next =
            if idle { jobs.recv().map_err(|_| RecvTimeoutError::Disconnected) } else { jobs.recv_timeout(AGAIN) };
        match next {
            Ok(job) => queue.push_back(job),
            Err(RecvTimeoutError::Timeout) => writer.try_all(),
            Err(RecvTimeoutError::Disconnected) => {
                writer.try_all();
                return writer.waiting.into();
            }
        }
        queue.extend(jobs.try_iter());
        while let Some(job) = queue.pop_front() {
            // Of a run of one draft only the last text counts: typing must not queue up syncs.
            let stale = matches!((&job, queue.front()), (Write::KeepDraft(_, act), Some(Write::KeepDraft(_, next))) if act.id == next.id);
            if !stale {
                writer.write(job);
            }
            done();
        }
    }
}

/// What a person did that must reach the disk: it waits, and is tried again until it does.
#[derive(Debug)]
pub(super) enum Unsaved {
    /// Acts on an article.
    Acts(ArticleId, Vec<Act>),
    /// A change of the registry with its act.
    Revision(Box<Revision>, Box<Act>),
    /// Changes of the codebook.
    Edits(Vec<Edit>),
}

impl Unsaved {
    /// Says whether both go to one file, where the second must not overtake the first.
    fn shares_file(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Acts(id, _), Self::Acts(other, _)) => id == other,
            (Self::Revision(..), Self::Revision(..)) | (Self::Edits(_), Self::Edits(_)) => true,
            _ => false,
        }
    }

    /// Writes it; returns what to tell when it is done with.
    fn write(&self, library: &Library) -> Result<Event, StoreError> {
        match self {
            Self::Acts(id, acts) => library.append(id, acts).map(|()| Event::Saved(id.clone(), acts.len())),
            Self::Edits(edits) => library.edit_config(edits).map(|()| Event::ConfigKept),
            Self::Revision(revision, act) => library.revise(revision, act).map(|revised| match revised {
                Revised::Done => Event::Revised,
                Revised::Refused(why) => Event::Refused(revision.clone(), act.clone(), why),
            }),
        }
    }
}

struct Writer<'a> {
    library: &'a Library,
    news: &'a Sender<News>,
    /// Oldest first.
    waiting: VecDeque<Unsaved>,
    /// The failure that was told last: the same one is not told at each try.
    told: Option<String>,
}

impl Writer<'_> {
    fn write(&mut self, job: Write) {
        match job {
            Write::Append(id, acts) => self.keep(Unsaved::Acts(id, acts)),
            Write::Revise(revision, act) => self.keep(Unsaved::Revision(revision, act)),
            Write::EditConfig(edits) => self.keep(Unsaved::Edits(edits)),
            Write::Flush => {
                self.told = None;
                self.try_all();
                self.tell(Event::Flushed(self.waiting.is_empty()));
            }
            Write::KeepDraft(id, act) => self.report(self.library.keep_draft(&id, &act)),
            // The note of the draft is not on the disk yet: the draft stays.
            Write::DropDraft(_, act) if self.waits(&act) => {}
            Write::DropDraft(id, act) => self.report(self.library.drop_draft(&id, &act)),
            Write::KeepReading(reading) => self.report(self.library.keep_reading(&reading)),
            Write::KeepEfforts(more) => self.report(self.library.keep_efforts(&more)),
            Write::SetAside(id) => match self.library.set_aside(&id) {
                Ok(Some(copy)) => self.tell(Event::SetAside(copy.display().to_string())),
                Ok(None) => {}
                Err(error) => self.tell(Event::Told(error.to_string())),
            },
        }
    }

    fn keep(&mut self, unsaved: Unsaved) {
        self.waiting.push_back(unsaved);
        self.try_all();
    }

    /// Writes what waits. What follows a failure on the same file waits too; other files go on.
    fn try_all(&mut self) {
        let mut failed: VecDeque<Unsaved> = VecDeque::new();
        for unsaved in std::mem::take(&mut self.waiting) {
            if failed.iter().any(|earlier| earlier.shares_file(&unsaved)) {
                failed.push_back(unsaved);
                continue;
            }
            match unsaved.write(self.library) {
                Ok(event) => self.tell(event),
                Err(error) => {
                    self.tell_failure(error.to_string());
                    failed.push_back(unsaved);
                }
            }
        }
        if failed.is_empty() {
            self.told = None;
        }
        self.waiting = failed;
    }

    fn waits(&self, act: &Id) -> bool {
        self.waiting
            .iter()
            .any(|it| matches!(it, Unsaved::Acts(_, acts) if acts.iter().any(|waiting| waiting.id == *act)))
    }

    fn tell_failure(&mut self, why: String) {
        if self.told.as_ref() != Some(&why) {
            self.tell(Event::SaveFailed(why.clone()));
            self.told = Some(why);
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
