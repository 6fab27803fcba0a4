//! The threads that read one article after the other for a page, and tell of each as it is read: the places of an entity,
//! and the evidence of a pair.

use super::runtime::News;
use super::threads::Job;
use super::workers::{guarded, tell};
use crate::app::{Event, EvidenceIn, FindJob, Found, FoundIn, Gathered, StanceJob};
use crate::model::{Act, Annotations, Article, ArticleId, Registry};
use crate::store::{Library, Loaded, Progress};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

/// Finds the places of entities until the other end is dropped.
pub(super) fn places(library: &Arc<Library>, jobs: &Receiver<Job<FindJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        let FindJob { round, name, articles, registry, session } = &job.job;
        guarded(news, "Reading the articles of the entity", || {
            let read = Read { library, articles, registry, session };
            let found = |article: &Article, annotations: &Annotations| FoundIn::new(article, annotations, name);
            read.each(&|| job.is_stopped(), &found, &|article, progress| {
                tell(news, Event::Found(*round, Box::new(Found { article, progress })));
            });
        });
        done();
    }
}

/// Gathers the evidence of pairs until the other end is dropped.
pub(super) fn evidence(library: &Arc<Library>, jobs: &Receiver<Job<StanceJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        let StanceJob { round, holder, target, articles, registry, session } = &job.job;
        guarded(news, "Reading the evidence", || {
            let read = Read { library, articles, registry, session };
            let found =
                |article: &Article, annotations: &Annotations| EvidenceIn::new(article, annotations, holder, target);
            read.each(&|| job.is_stopped(), &found, &|article, progress| {
                tell(news, Event::Gathered(*round, Box::new(Gathered { article, progress })));
            });
        });
        done();
    }
}

/// What to read.
struct Read<'a> {
    library: &'a Library,
    articles: &'a [ArticleId],
    registry: &'a Registry,
    session: &'a HashMap<ArticleId, Vec<Act>>,
}

impl Read<'_> {
    /// Tells what is found in each article, and at last that this is all.
    fn each<T>(
        &self,
        stopped: &dyn Fn() -> bool,
        found: &dyn Fn(&Article, &Annotations) -> Option<T>,
        tell: &dyn Fn(Option<T>, Option<Progress>),
    ) {
        let total = self.articles.len();
        for (done, id) in self.articles.iter().enumerate() {
            if stopped() {
                return;
            }
            // An article that cannot be read has nothing to show here; opening it says why.
            let article = self.annotated(id).and_then(|(article, annotations)| found(&article, &annotations));
            tell(article, Some(Progress { done: done + 1, total }));
        }
        tell(None, None);
    }

    fn annotated(&self, id: &ArticleId) -> Option<(Article, Annotations)> {
        let Loaded { article, journals, .. } = self.library.load(id).ok()?.with(self.session.get(id));
        let mut annotations = Annotations::fold(&journals, &article.body, &article.hash);
        annotations.name(self.registry);
        Some((article, annotations))
    }
}
