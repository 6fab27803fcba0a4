//! The indexing thread: looks at the library's files, and sums up what stands in them.

use super::runtime::News;
use super::workers::{guarded, tell};
use crate::app::Event;
use crate::model::{ArticleId, LibraryFacts, LibraryLessons, Registry};
use crate::store::{Library, Row, Snapshot, Wanted};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// When a scan first shows what it has found so far; each time after that it waits twice as long, up to [`SELDOM`].
const SHOW: Duration = Duration::from_millis(200);
const SELDOM: Duration = Duration::from_secs(5);
/// How often it tells how far it is.
const TELL: Duration = Duration::from_millis(200);

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

/// Keeps the state of the library until the other end is dropped; `texts` takes each new one.
pub(super) fn run(
    library: &Arc<Library>,
    mut snapshot: Snapshot,
    texts: &dyn Fn(Snapshot),
    jobs: &Receiver<Index>,
    news: &Sender<News>,
    done: &dyn Fn(),
) {
    if snapshot.marked.iter().any(|row| !row.taught.is_none()) {
        teach(&snapshot.marked, news);
    }
    while let Ok(first) = jobs.recv() {
        // Many files written at once are looked at once.
        let batch: Vec<Index> = std::iter::once(first).chain(jobs.try_iter()).collect();
        guarded(news, "Reading the library", || {
            if batch.iter().any(|job| matches!(job, Index::All)) {
                snapshot = scan(library, &snapshot, news);
                texts(snapshot.clone());
            }
            let some: BTreeSet<ArticleId> = batch.iter().filter_map(Index::one).cloned().collect();
            if !some.is_empty() {
                let new = refresh(library, &snapshot, &some, news);
                if !Arc::ptr_eq(&new.catalogue, &snapshot.catalogue) {
                    texts(new.clone());
                }
                snapshot = new;
            }
        });
        // Summed last and once, so that it is of all that the batch read.
        let registry =
            batch.iter().rev().find_map(|job| if let Index::Sum(registry) = job { Some(registry) } else { None });
        if let Some(registry) = registry {
            guarded(news, "Summing up the entities", || sum(&snapshot.marked, registry, news));
        }
        batch.iter().for_each(|_| done());
    }
}

impl Index {
    const fn one(&self) -> Option<&ArticleId> {
        if let Self::One(id) = self { Some(id) } else { None }
    }
}

fn scan(library: &Library, old: &Snapshot, news: &Sender<News>) -> Snapshot {
    let (mut told, mut shown, mut wait) = (Instant::now(), Instant::now(), SHOW);
    let scan = library.scan(
        old,
        &mut |progress| {
            if shown.elapsed() >= wait {
                (shown, wait) = (Instant::now(), (wait * 2).min(SELDOM));
                return Wanted::Rows;
            }
            if told.elapsed() >= TELL {
                told = Instant::now();
                tell(news, Event::Scanned(progress));
            }
            Wanted::Nothing
        },
        &mut |progress, so_far| tell(news, Event::Library(so_far, Some(progress))),
    );
    if scan.changed {
        teach(&scan.snapshot.marked, news);
        // The rows are derived: that they cannot be kept costs only the next start.
        let _ = library.keep_rows(&scan.snapshot.marked);
    }
    tell(news, Event::Library(scan.snapshot.clone(), None));
    if let Some(first) = scan.complaints.first() {
        tell(news, Event::Told(format!("{} ({} in all; see `newsgloss check`)", first.what, scan.complaints.len())));
    }
    scan.snapshot
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

fn refresh(library: &Library, old: &Snapshot, ids: &BTreeSet<ArticleId>, news: &Sender<News>) -> Snapshot {
    match library.refresh(old, ids) {
        Ok(new) => {
            for id in ids {
                let row = new.marked.iter().find(|row| row.id == *id).cloned();
                tell(news, Event::RowChanged(id.clone(), row.map(Box::new)));
            }
            tell(news, Event::Library(new.clone(), None));
            new
        }
        Err(error) => {
            tell(news, Event::Told(error.to_string()));
            old.clone()
        }
    }
}
