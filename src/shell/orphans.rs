//! The thread that looks for the orphans of many articles.

use super::runtime::News;
use super::threads::Job;
use super::workers::{guarded, tell};
use crate::app::{Event, Lost, LostNews, OrphansJob};
use crate::store::{Library, Loaded};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

/// The most orphans that are gathered at once; a key asks for more.
const MOST: usize = 500;

/// Looks for orphans until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Job<OrphansJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "Looking for lost annotations", || find(library, &job, news));
        done();
    }
}

/// Tells the orphans of each article, and at last that these are all for now.
fn find(library: &Library, job: &Job<OrphansJob>, news: &Sender<News>) {
    let OrphansJob { round, articles, session } = &job.job;
    let mut found = 0;
    for id in articles {
        if job.is_stopped() {
            return;
        }
        if found >= MOST {
            break;
        }
        let lost = match library.load(id).map(|loaded| loaded.with(session.get(id))) {
            Ok(Loaded { article, journals, .. }) => Lost::of(&article, &journals),
            Err(error) => {
                tell(news, Event::Told(format!("{id} is left out: {error}")));
                Vec::new()
            }
        };
        found += lost.len();
        tell(news, Event::Orphans(*round, LostNews { lost, looked: 1, more: true }));
    }
    tell(news, Event::Orphans(*round, LostNews { lost: Vec::new(), looked: 0, more: false }));
}
