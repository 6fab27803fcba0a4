//! Threads that read and compute, so that no key waits for a disk, a search or a model.

use super::own::own_model;
use super::runtime::News;
use crate::app::{Event, ExportJob, Opened};
use crate::model::{ArticleId, Lessons, LibraryFacts, LibraryLessons, Registry, Suggestions};
use crate::recognize::{self, Depth};
use crate::store::{Library, Row, StoreError};
use crate::text::Body;
use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// How often a long scan shows the rows so far.
const SHOW: Duration = Duration::from_millis(200);
/// The most suggestions that one article shows; more would help nobody, and every act would derive them all anew.
const MOST: usize = 20_000;

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

/// Something to look at for the list.
#[derive(Debug)]
pub(super) enum Index {
    /// Everything.
    All,
    /// One article.
    One(ArticleId),
    /// Nothing: only sum up what is known.
    Sum(Arc<Registry>),
}

/// Something to compute.
#[derive(Debug)]
pub(super) enum Compute {
    /// Suggestions; given up when the flag is set.
    Suggest(Look),
    /// Reads the neural model into memory, before the first text waits for it.
    Warm,
    /// An export.
    Export(ExportJob),
}

/// A text to be looked through for suggestions.
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

/// Keeps the rows of the list until the other end is dropped.
pub(super) fn index(
    library: &Arc<Library>,
    mut rows: Vec<Row>,
    jobs: &Receiver<Index>,
    news: &Sender<News>,
    done: &dyn Fn(),
) {
    if rows.iter().any(|row| !row.taught.is_none()) {
        teach(&rows, news);
    }
    while let Ok(first) = jobs.recv() {
        // Many files written at once are looked at once.
        let batch: Vec<Index> = std::iter::once(first).chain(jobs.try_iter()).collect();
        let mut seen = HashSet::new();
        for job in &batch {
            guarded(news, "Reading the library", || match job {
                Index::All => rows = scan(library, &rows, news),
                Index::One(id) if seen.insert(id.clone()) => refresh(library, &mut rows, id, news),
                Index::One(_) | Index::Sum(_) => {}
            });
        }
        // Summed last and once, so that it is of all that the batch read.
        if let Some(registry) = batch.iter().rev().find_map(|job| match job {
            Index::Sum(registry) => Some(registry),
            _ => None,
        }) {
            guarded(news, "Summing up the entities", || sum(&rows, registry, news));
        }
        batch.iter().for_each(|_| done());
    }
}

fn scan(library: &Library, old: &[Row], news: &Sender<News>) -> Vec<Row> {
    let mut shown = Instant::now();
    let scan = library.scan(old, &mut |progress, rows| {
        if shown.elapsed() >= SHOW {
            shown = Instant::now();
            // While old rows are there they stay: a list that shrinks and grows again would move under the reader's eyes.
            let rows = if old.len() > rows.len() { old } else { rows };
            tell(news, Event::Rows(rows.to_vec(), Some(progress)));
        }
        true
    });
    tell(news, Event::Rows(scan.rows.clone(), None));
    if let Some(first) = scan.complaints.first() {
        tell(news, Event::Told(format!("{} ({} in all; see `newsgloss check`)", first.what, scan.complaints.len())));
    }
    if scan.changed {
        teach(&scan.rows, news);
        // The index is derived: that it cannot be kept costs only the next start.
        let _ = library.cache_rows(&scan.rows);
    }
    scan.rows
}

/// Sums up what the rows teach: on a large library too long for the loop.
fn teach(rows: &[Row], news: &Sender<News>) {
    let lessons = LibraryLessons::of(rows.iter().map(|row| (&row.id, &row.taught)));
    tell(news, Event::Lessons(Box::new(lessons)));
}

fn sum(rows: &[Row], registry: &Registry, news: &Sender<News>) {
    let facts = LibraryFacts::of(rows.iter().map(|row| (&row.id, row.date, &row.facts)), registry);
    tell(news, Event::Summed(Box::new(facts)));
}

fn refresh(library: &Library, rows: &mut Vec<Row>, id: &ArticleId, news: &Sender<News>) {
    let row = library.fresh_row(id).ok();
    let at = rows.binary_search_by(|row| row.id.cmp(id));
    match (at, row.clone()) {
        (Ok(at), Some(row)) => rows[at] = row,
        (Err(at), Some(row)) => rows.insert(at, row),
        (Ok(at), None) => {
            rows.remove(at);
        }
        (Err(_), None) => return,
    }
    tell(news, Event::RowChanged(id.clone(), row.map(Box::new)));
}

/// Computes until the other end is dropped.
pub(super) fn compute(library: &Arc<Library>, jobs: &Receiver<Compute>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        match job {
            Compute::Warm => guarded(news, "Reading the model", recognize::warm),
            Compute::Suggest(look) => guarded(news, "Looking for suggestions", || suggest(library, &look, news)),
            Compute::Export(job) => guarded(news, "The export", || {
                tell(news, Event::Exported(super::export::export(library, &job)));
            }),
        }
        done();
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
