//! The finding thread: reads one article after the other for the page of an entity, and tells of each as it is read.

use super::runtime::News;
use super::workers::{guarded, tell};
use crate::app::{Event, FindJob, Found, FoundIn};
use crate::model::{Annotations, ArticleId};
use crate::store::{Library, Loaded, Progress};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};

/// A search, given up when the flag is set.
pub(super) struct Find {
    pub job: FindJob,
    pub stop: Arc<AtomicBool>,
}

/// Finds until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Find>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "Reading the articles of the entity", || find(library, &job, news));
        done();
    }
}

fn find(library: &Library, Find { job, stop }: &Find, news: &Sender<News>) {
    let total = job.articles.len();
    for (done, id) in job.articles.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let article = found(library, job, id);
        let progress = Some(Progress { done: done + 1, total });
        tell(news, Event::Found(job.round, Box::new(Found { article, progress })));
    }
    tell(news, Event::Found(job.round, Box::new(Found { article: None, progress: None })));
}

/// An article that cannot be read has nothing to show here; opening it says why.
fn found(library: &Library, job: &FindJob, id: &ArticleId) -> Option<FoundIn> {
    let Loaded { article, journals, .. } = library.load(id).ok()?.with(job.session.get(id));
    let mut annotations = Annotations::fold(&journals, &article.body, &article.hash);
    annotations.name(&job.registry);
    FoundIn::new(&article, &annotations, &job.name)
}
