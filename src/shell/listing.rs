//! The listing thread: answers the queries of the list and reads the rows that it shows.

use super::runtime::News;
use super::texts::Texts;
use super::workers::{guarded, tell};
use crate::app::{
    Articles, CountJob, Event, HitsJob, ListJob, Listed, Naming, RowsJob, Snippet, SnippetJob, UnreadJob, Watched,
    Window,
};
use crate::model::ArticleId;
use crate::query::{Query, hits};
use crate::store::{GoOn, Library, Progress, Question, Resting, Searcher, Snapshot};
use crate::text::sentence_at;
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How often it is told how far a search through texts is.
const TELL: Duration = Duration::from_millis(300);
/// How long the texts may be read to count what saved searches find: rows that are wanted meanwhile wait for it.
const COUNTING: Duration = Duration::from_millis(500);

/// Something to do for the list.
pub(super) enum Job {
    /// Answer its query; given up when the flag is set.
    List(Box<ListJob>, Arc<AtomicBool>),
    /// Read rows.
    Rows(Box<RowsJob>),
    /// Name articles.
    Name(Articles, Naming),
    /// Count what saved searches find.
    Count(Box<CountJob>),
    /// Look for watched words in a text.
    Hits(Box<HitsJob>),
    /// Look for the sentence of a hit.
    Snippet(Box<SnippetJob>),
    /// Look for an unread one.
    Unread(Box<UnreadJob>),
}

/// How long the index stays open when nobody asks: some hundred megabytes of a large one may be in memory then.
const REST: Duration = Duration::from_secs(3);

/// The index as it was when it was last looked into.
#[derive(Default)]
struct Known {
    searcher: Option<Searcher>,
    resting: Option<Resting>,
    snapshot: Snapshot,
    generation: usize,
}

/// Works until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, texts: &Texts, jobs: &Receiver<Job>, news: &Sender<News>, done: &dyn Fn()) {
    let mut known = Known::default();
    loop {
        let wait = if known.searcher.is_some() { REST } else { Duration::MAX };
        match jobs.recv_timeout(wait) {
            Ok(job) => {
                guarded(news, "Listing the articles", || work(library, texts, &mut known, job, news));
                done();
            }
            Err(RecvTimeoutError::Timeout) => known.rest(),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

fn work(library: &Library, texts: &Texts, known: &mut Known, job: Job, news: &Sender<News>) {
    match job {
        Job::List(job, stop) => {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            if job.asked.needs_words() {
                known.renew(library, texts, &job.snapshot);
            }
            let (round, told) = (job.round, Cell::new(Instant::now()));
            let go_on = |progress: Progress| {
                if told.get().elapsed() >= TELL {
                    told.set(Instant::now());
                    tell(news, Event::Listing(round, progress));
                }
                !stop.load(Ordering::Relaxed)
            };
            if let Some(listed) = listed(library, *job, known.searcher.as_ref(), &go_on) {
                tell(news, Event::Listed(Box::new(listed)));
            }
        }
        Job::Count(job) => tell(news, Event::Counted(counts(library, texts, known, *job))),
        Job::Hits(job) => tell(news, Event::Hits(job.id.clone(), watched(&job))),
        Job::Snippet(job) => tell(news, Event::Snippet(Box::new(snippet(library, *job)))),
        Job::Rows(job) => {
            let window = window(&job.snapshot, &job.shown, job.wanted);
            tell(news, Event::RowsRead(job.shown, window));
        }
        Job::Name(articles, why) => {
            let ids: Vec<ArticleId> = articles.ids().take(why.most()).collect();
            tell(news, Event::Named(ids, why));
        }
        Job::Unread(job) => {
            let unread = job.asked.answer(library, &job.snapshot, None, &|_| true).unwrap_or_default();
            let at = next_of(&job, &unread);
            tell(news, Event::FoundUnread(job.shown, at));
        }
    }
}

impl Known {
    /// Closes the index.
    fn rest(&mut self) {
        self.resting = self.searcher.take().map(Searcher::rest);
    }

    /// Looks into the index anew where it or the library is another one.
    fn renew(&mut self, library: &Library, texts: &Texts, snapshot: &Snapshot) {
        let generation = texts.generation();
        let same = Arc::ptr_eq(&self.snapshot.catalogue, &snapshot.catalogue) && self.generation == generation;
        let catalogue = &snapshot.catalogue;
        match (&mut self.searcher, self.resting.take()) {
            (Some(_), _) if same => return,
            (Some(searcher), _) => searcher.renew(catalogue),
            (None, Some(resting)) => {
                self.searcher = texts.index(library).and_then(|index| resting.wake(index, catalogue));
            }
            (None, None) => {
                self.searcher = texts.index(library).and_then(|index| Searcher::new(index, catalogue));
            }
        }
        (self.snapshot, self.generation) = (snapshot.clone(), generation);
    }
}

/// Answers the query of the list; nothing where it was given up.
#[must_use]
pub fn listed(library: &Library, job: ListJob, searcher: Option<&Searcher>, go_on: GoOn<'_>) -> Option<Listed> {
    let shown = job.asked.answer(library, &job.snapshot, searcher, go_on)?;
    let number = job.stand_on.and_then(|id| job.snapshot.catalogue.number(&id));
    let at = number.and_then(|number| shown.iter().position(|other| *other == number));
    let shown = Arc::new(shown);
    let cursor = at.unwrap_or(job.cursor).min(shown.len().saturating_sub(1));
    let window = window(&job.snapshot, &shown, Window::around(cursor, shown.len()));
    let some: std::collections::HashMap<u32, usize> =
        job.snapshot.numbered().filter(|(_, row)| row.orphans > 0).map(|(number, row)| (number, row.orphans)).collect();
    let lost = if some.is_empty() { 0 } else { shown.iter().filter_map(|number| some.get(number)).sum() };
    Some(Listed { round: job.round, snapshot: job.snapshot, shown, at, window, lost })
}

fn window(snapshot: &Snapshot, shown: &[u32], wanted: std::ops::Range<usize>) -> Window {
    let numbers = shown.get(wanted.clone()).unwrap_or_default();
    // A row that cannot be read would move all others: it stands as an empty one.
    Window {
        from: wanted.start,
        rows: numbers.iter().map(|number| snapshot.row(*number).unwrap_or_default()).collect(),
    }
}

fn counts(library: &Library, texts: &Texts, known: &mut Known, job: CountJob) -> Vec<(String, Option<usize>)> {
    if job.asked.iter().any(|(_, asked)| asked.needs_words()) {
        known.renew(library, texts, &job.snapshot);
    }
    let searcher = known.searcher.as_ref();
    let begun = Instant::now();
    let go_on = |_| begun.elapsed() < COUNTING;
    let count = |asked: Question| Some(asked.answer(library, &job.snapshot, searcher, &go_on)?.len());
    job.asked.into_iter().map(|(name, asked)| (name, count(asked))).collect()
}

/// Finds the words of all rules; where two stand in one place the first rule is named.
fn watched(job: &HitsJob) -> Vec<Watched> {
    let of = |(rule, query): &(Arc<str>, Query)| {
        hits(query, job.body.as_str()).into_iter().map(|span| Watched { span, rule: rule.clone() }).collect::<Vec<_>>()
    };
    let mut all: Vec<Watched> = job.rules.iter().flat_map(of).collect();
    all.sort_by_key(|hit| hit.span.start);
    let mut end = 0;
    all.retain(|hit| {
        let free = hit.span.start >= end;
        end = if free { hit.span.end } else { end };
        free
    });
    all
}

/// Finds the first hit in an article and its sentence; an article that cannot be read has none.
fn snippet(library: &Library, job: SnippetJob) -> Snippet {
    let Ok(article) = library.article(&job.id) else { return Snippet { id: job.id, ..Snippet::default() } };
    let text = article.body.as_str();
    let all = hits(&job.query, text);
    let Some(hit) = all.first() else { return Snippet { id: job.id, ..Snippet::default() } };
    let sentence = sentence_at(text, hit.start);
    Snippet {
        id: job.id,
        hits: all.len(),
        before: text[sentence.start.min(hit.start)..hit.start].to_owned(),
        hit: text[hit.start..hit.end].to_owned(),
        after: text[hit.end..sentence.end.max(hit.end)].to_owned(),
    }
}

/// Returns the position of the first unread article after the cursor, else before it.
fn next_of(job: &UnreadJob, unread: &[u32]) -> Option<usize> {
    let mut unread = unread.to_vec();
    unread.sort_unstable();
    let positions = (job.after + 1..job.shown.len()).chain(0..job.after.min(job.shown.len()));
    positions.into_iter().find(|at| unread.binary_search(&job.shown[*at]).is_ok())
}
