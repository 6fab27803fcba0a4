//! The threads of the program: what each is given, how its jobs are counted, and how they are stopped.

use super::indexing::{self, Index};
use super::reading;
use super::runtime::News;
use super::texts::{self, Texts};
use super::workers::{self, Load, Look};
use super::writer::{self, Unsaved, Write};
use super::{adding, exporting, listing, orphans, planning, reviewing};
use crate::app::{AddJob, Event, ExportJob, FindJob, ListJob, OrphansJob, PlanJob, PreviewJob, ReviewJob, StanceJob};
use crate::model::Act;
use crate::store::{Library, Snapshot};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// A job that is given up when its flag is set.
pub(super) struct Job<J> {
    pub job: J,
    pub stop: Arc<AtomicBool>,
}

impl<J> Job<J> {
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// A thread of which only the newest job counts: the next one stops the one before.
pub(super) struct Newest<J> {
    jobs: Sender<Job<J>>,
    stop: Arc<AtomicBool>,
}

impl<J> Newest<J> {
    fn of((jobs, _): (Sender<Job<J>>, Option<std::thread::JoinHandle<()>>)) -> Self {
        Self { jobs, stop: Arc::default() }
    }

    /// Stops what it does.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// All threads that do what the loop must not wait for.
pub(super) struct Threads {
    library: Arc<Library>,
    tell: Sender<News>,
    writer: Option<Sender<Write>>,
    writing: Option<std::thread::JoinHandle<Vec<Unsaved>>>,
    loads: Sender<Load>,
    indexes: Sender<Index>,
    lists: Sender<listing::Job>,
    looks: Sender<Look>,
    pub reviews: Newest<ReviewJob>,
    pub finds: Newest<FindJob>,
    pub gathers: Newest<StanceJob>,
    pub orphans: Newest<OrphansJob>,
    pub plans: Newest<PlanJob>,
    pub adds: Newest<AddJob>,
    pub exports: Newest<ExportJob>,
    pub previews: Newest<PreviewJob>,
    /// Jobs given to threads and not yet done.
    busy: Arc<AtomicUsize>,
    stop_suggesting: Arc<AtomicBool>,
    stop_listing: Arc<AtomicBool>,
}

impl Threads {
    /// Starts them; `snapshot` is what the last session knew of the library.
    pub fn new(library: &Arc<Library>, tell: &Sender<News>, snapshot: Snapshot) -> Self {
        let busy = Arc::new(AtomicUsize::new(0));
        let spawn = Spawn { library, tell, busy: &busy };
        let (writer, writing) = spawn.thread("writing", writer::run);
        let (loads, _) = spawn.thread("loading", workers::load);
        let (looks, _) = spawn.thread("suggesting", workers::suggestions);
        let texts: Arc<Texts> = Arc::default();
        let own = texts.clone();
        let (to_index, _) =
            spawn.thread("texts", move |library, jobs, news, done| texts::run(library, &own, jobs, news, done));
        let (lists, _) =
            spawn.thread("listing", move |library, jobs, news, done| listing::run(library, &texts, jobs, news, done));
        let counted = busy.clone();
        let index_texts = move |snapshot: Snapshot| {
            counted.fetch_add(1, Ordering::SeqCst);
            if to_index.send(snapshot).is_err() {
                counted.fetch_sub(1, Ordering::SeqCst);
            }
        };
        let (indexes, _) = spawn.thread("indexing", move |library, jobs, news, done| {
            indexing::run(library, snapshot, &index_texts, jobs, news, done);
        });
        Self {
            library: library.clone(),
            tell: tell.clone(),
            writer: Some(writer),
            writing,
            loads,
            indexes,
            lists,
            looks,
            reviews: Newest::of(spawn.thread("reviewing", reviewing::run)),
            finds: Newest::of(spawn.thread("finding", reading::places)),
            gathers: Newest::of(spawn.thread("gathering", reading::evidence)),
            orphans: Newest::of(spawn.thread("orphans", orphans::run)),
            plans: Newest::of(spawn.thread("planning", planning::run)),
            adds: Newest::of(spawn.thread("adding", adding::run)),
            exports: Newest::of(spawn.thread("exporting", exporting::run)),
            previews: Newest::of(spawn.thread("previewing", exporting::previews)),
            busy,
            stop_suggesting: Arc::default(),
            stop_listing: Arc::default(),
        }
    }

    pub fn load(&self, load: Load) {
        self.give(|to| to.loads.send(load).is_ok());
    }

    pub fn index(&self, index: Index) {
        self.give(|to| to.indexes.send(index).is_ok());
    }

    pub fn list(&self, job: listing::Job) {
        self.give(|to| to.lists.send(job).is_ok());
    }

    /// Asks for the list; an older question is given up.
    pub fn question(&mut self, job: Box<ListJob>) {
        self.stop_listing.store(true, Ordering::Relaxed);
        self.stop_listing = Arc::default();
        self.list(listing::Job::List(job, self.stop_listing.clone()));
    }

    pub fn suggest(&self, look: Look) {
        self.give(|to| to.looks.send(look).is_ok());
    }

    /// Stops looking for suggestions, and returns the flag of the next look.
    pub fn next_look(&mut self) -> Arc<AtomicBool> {
        self.stop_suggesting.store(true, Ordering::Relaxed);
        self.stop_suggesting = Arc::default();
        self.stop_suggesting.clone()
    }

    /// Gives a job to a thread of which only the newest counts.
    pub fn start<J>(&mut self, thread: impl Fn(&mut Self) -> &mut Newest<J>, job: J) {
        let newest = thread(self);
        newest.stop();
        newest.stop = Arc::default();
        let (jobs, stop) = (newest.jobs.clone(), newest.stop.clone());
        self.give(|_| jobs.send(Job { job, stop }).is_ok());
    }

    /// Gives something to the writing thread.
    pub fn write(&self, job: Write) {
        let taken = self.give(|to| to.writer.as_ref().is_some_and(|writer| writer.send(job).is_ok()));
        if !taken {
            let why = "the writing thread has ended because of a defect in newsgloss; leave and start again";
            let _ = self.tell.send(News::Event(Event::SaveFailed(why.to_owned())));
        }
    }

    /// Counts a job and gives it to a thread; says whether the thread is there to take it.
    fn give(&self, send: impl FnOnce(&Self) -> bool) -> bool {
        self.busy.fetch_add(1, Ordering::SeqCst);
        let taken = send(self);
        if !taken {
            self.busy.fetch_sub(1, Ordering::SeqCst);
        }
        taken
    }

    /// Says whether any of them works.
    pub fn are_busy(&self) -> bool {
        self.busy.load(Ordering::SeqCst) > 0
    }

    /// Waits a while until no thread works.
    pub fn rest(&self) {
        let mut looks = 0;
        while self.are_busy() && looks < 200 {
            std::thread::sleep(Duration::from_millis(5));
            looks += 1;
        }
    }

    /// Waits until everything that was asked for is written, then ends the writing thread. Where the disk refused to the
    /// end, returns one sentence that says what is not saved and where it was put instead.
    pub fn finish(&mut self) -> Option<String> {
        self.stop_suggesting.store(true, Ordering::Relaxed);
        self.stop_listing.store(true, Ordering::Relaxed);
        self.reviews.stop();
        self.finds.stop();
        self.gathers.stop();
        self.orphans.stop();
        self.plans.stop();
        self.adds.stop();
        self.exports.stop();
        self.previews.stop();
        self.writer = None;
        let unsaved = self.writing.take()?.join().ok()?;
        (!unsaved.is_empty()).then(|| self.rescue(unsaved))
    }

    fn rescue(&self, unsaved: Vec<Unsaved>) -> String {
        let (mut acts, mut edits): (Vec<Act>, Vec<_>) = (Vec::new(), Vec::new());
        for one in unsaved {
            match one {
                Unsaved::Acts(_, more) => acts.extend(more),
                Unsaved::Revision(_, act) => acts.push(*act),
                Unsaved::Edits(more) => edits.extend(more),
            }
        }
        let what = match (acts.len(), edits.len()) {
            (acts, 0) => format!("{acts} acts"),
            (0, edits) => format!("{edits} changes of the codebook"),
            (acts, edits) => format!("{acts} acts and {edits} changes of the codebook"),
        };
        match self.library.rescue(&acts, &edits) {
            Ok(file) => format!("{what} could not be saved in the library; they are kept in {}.", file.display()),
            Err(error) => format!("{what} could not be saved ({error})."),
        }
    }
}

struct Spawn<'a> {
    library: &'a Arc<Library>,
    tell: &'a Sender<News>,
    busy: &'a Arc<AtomicUsize>,
}

impl Spawn<'_> {
    fn thread<J: Send + 'static, R: Send + 'static>(
        &self,
        name: &str,
        run: impl FnOnce(&Arc<Library>, &Receiver<J>, &Sender<News>, &dyn Fn()) -> R + Send + 'static,
    ) -> (Sender<J>, Option<std::thread::JoinHandle<R>>) {
        let (sender, jobs) = channel();
        let (library, tell, busy) = (self.library.clone(), self.tell.clone(), self.busy.clone());
        let done = move || {
            busy.fetch_sub(1, Ordering::SeqCst);
        };
        let body = move || run(&library, &jobs, &tell, &done);
        let handle = std::thread::Builder::new().name(name.to_owned()).spawn(body).ok();
        (sender, handle)
    }
}
