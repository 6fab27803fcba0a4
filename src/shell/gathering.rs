//! The gathering thread: reads one article after the other for the evidence of a pair, and tells of each as it is read.

use super::runtime::News;
use super::workers::{guarded, tell};
use crate::app::{Event, EvidenceIn, Gathered, StanceJob};
use crate::model::{Annotations, ArticleId};
use crate::store::{Library, Loaded, Progress};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};

/// A search, given up when the flag is set.
pub(super) struct Gather {
    pub job: StanceJob,
    pub stop: Arc<AtomicBool>,
}

/// Gathers until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Gather>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "Reading the evidence", || gather(library, &job, news));
        done();
    }
}

fn gather(library: &Library, Gather { job, stop }: &Gather, news: &Sender<News>) {
    let total = job.articles.len();
    for (done, id) in job.articles.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let article = gathered(library, job, id);
        let progress = Some(Progress { done: done + 1, total });
        tell(news, Event::Gathered(job.round, Box::new(Gathered { article, progress })));
    }
    tell(news, Event::Gathered(job.round, Box::new(Gathered { article: None, progress: None })));
}

/// An article that cannot be read has nothing to show here; opening it says why.
fn gathered(library: &Library, job: &StanceJob, id: &ArticleId) -> Option<EvidenceIn> {
    let Loaded { article, journals, .. } = library.load(id).ok()?.with(job.session.get(id));
    let mut annotations = Annotations::fold(&journals, &article.body, &article.hash);
    annotations.name(&job.registry);
    EvidenceIn::new(&article, &annotations, &job.holder, &job.target)
}
