//! The adding thread: takes in what was asked for in the list, and tells how far it is.

use super::fetch::get;
use super::home::at_home;
use super::importing::Brought;
use super::runtime::News;
use super::taking::{Input, Taking, Told, Wanted};
use super::threads::Job;
use super::workers::{guarded, tell};
use crate::app::{AddJob, AddNews, Added, Event};
use crate::store::Library;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

/// So many texts are tied to their articles before it is told how far that is.
const SOME: usize = 100;
/// An answer from the network takes no longer.
const ANSWER: Duration = Duration::from_secs(60);

/// Adds until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Job<AddJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "Adding articles", || tell(news, Event::Adding(add(library, &job, news))));
        done();
    }
}

fn add(library: &Library, job: &Job<AddJob>, news: &Sender<News>) -> AddNews {
    let AddJob { from, conflicts, codebook } = &job.job;
    let wanted = Wanted { conflicts: *conflicts, codebook: codebook.clone(), ..Wanted::default() };
    let (mut left_out, mut tied) = (Vec::new(), 0);
    let mut told = |told| {
        match told {
            Told::Progress(read, added) => tell(news, Event::Adding(AddNews::Progress(read, added))),
            Told::Looking(progress) => tell(news, Event::Adding(AddNews::Looking(progress))),
            Told::Writing(progress) => tell(news, Event::Adding(AddNews::Writing(progress))),
            Told::Skipped(from, why) => left_out.push(if from.is_empty() { why } else { format!("{from}: {why}") }),
            Told::Annotated(..) => {
                tied += 1;
                if tied % SOME == 0 {
                    tell(news, Event::Adding(AddNews::Tying(tied)));
                }
            }
            Told::Article(..) | Told::Said(..) => {}
        }
        if job.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let ended = Taking::new(library, &wanted, &mut told).and_then(|mut taking| {
        take(from, &mut taking);
        taking.end()
    });
    match ended {
        Ok(summary) => AddNews::Ended(Added {
            from: from.clone(),
            summary: summary.sentence(false),
            left_out,
            annotated: summary.brought.as_ref().is_some_and(Brought::any),
            coded: summary.brought.as_ref().is_some_and(|brought| brought.coded != [0; 3]),
            conflicts: summary.brought.as_ref().map_or(0, |brought| brought.conflicts),
        }),
        Err(error) => AddNews::Failed(error.to_string()),
    }
}

fn take(from: &str, taking: &mut Taking<'_, '_>) {
    if !from.starts_with("https://") && !from.starts_with("http://") {
        return taking.take(Input::Path(at_home(from)));
    }
    match get(from, None, None, ANSWER) {
        Ok(got) => {
            let mut bytes = Cursor::new(got.bytes.unwrap_or_default());
            taking.take(Input::Stream(&mut bytes, got.url.clone(), Some(got.url)));
        }
        Err(refused) => taking.skip(from, &refused.why),
    }
}
