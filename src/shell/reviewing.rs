//! The reviewing thread: looks through many articles for what is proposed, one after the other, and tells of each as it is
//! done. It has a thread of its own, since a large library takes long and the open article must not wait for it.

use super::own::own_model;
use super::runtime::News;
use super::threads::Job;
use super::workers::{guarded, tell};
use crate::app::{Event, Looked, Queued, ReviewJob};
use crate::model::ArticleId;
use crate::recognize::{Own, suggest};
use crate::store::{Library, Loaded, Progress, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// The most names and stances that a review gathers; whoever has decided these can ask for more.
const MOST: usize = 2_000;
/// How often progress is told where nothing is found.
const SHOW: Duration = Duration::from_millis(200);

/// Reviews until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Job<ReviewJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "The review", || review(library, &job, news));
        done();
    }
}

fn review(library: &Library, Job { job, stop }: &Job<ReviewJob>, news: &Sender<News>) {
    let (total, own) = (job.articles.len(), own_model(library));
    let (mut shown, mut proposals, mut left_out, mut looked) = (Instant::now(), 0, None, 0);
    for id in job.articles.ids() {
        let id = &id;
        if stop.load(Ordering::Relaxed) {
            return;
        }
        if proposals >= MOST {
            break;
        }
        looked += 1;
        let article = queued(library, job, &own, id, stop).unwrap_or_else(|error| {
            left_out = Some(format!("{id} is left out: {error}"));
            None
        });
        proposals += article.as_ref().map_or(0, |article| article.proposals.len());
        if article.is_some() || shown.elapsed() >= SHOW {
            shown = Instant::now();
            let progress = Some(Progress { done: looked, total });
            tell(news, Event::Looked(job.round, Box::new(Looked { article, progress, said: None })));
        }
    }
    let full =
        format!("The queue is full: {looked} of {total} articles were looked through. Decide, and open it again.");
    let said = if looked < total { Some(full) } else { left_out };
    tell(news, Event::Looked(job.round, Box::new(Looked { article: None, progress: None, said })));
}

fn queued(
    library: &Library,
    job: &ReviewJob,
    own: &Own,
    id: &ArticleId,
    stop: &AtomicBool,
) -> Result<Option<Queued>, StoreError> {
    let Loaded { article, journals, .. } = library.load(id)?.with(job.session.get(id));
    let found = suggest(article.body.as_str(), &job.lessons, own, job.depth, stop);
    Ok(Queued::new(&article, &journals, &job.codebook.admit(found)))
}

#[cfg(test)]
mod tests {
    use super::{Job, MOST, review};
    use crate::app::{Event, ReviewJob};
    use crate::model::{ArticleId, Decision, Lessons, Taught};
    use crate::shell::runtime::News;
    use crate::store::Library;
    use std::collections::HashMap;
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    /// Looks through two articles and one that is not there; the first has so many names.
    fn looked(names: usize, stopped: bool) -> (usize, Option<String>) {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("articles")).unwrap();
        let names: Vec<String> = (0..names).map(|number| format!("qor{number}")).collect();
        std::fs::write(folder.path().join("articles/a.txt"), format!("they saw {}", names.join(", "))).unwrap();
        std::fs::write(folder.path().join("articles/b.txt"), "they saw qor0").unwrap();
        let mut lessons = Lessons::default();
        lessons.add(&Taught::new(
            1,
            names.iter().map(|name| Decision { name, whole: name, kind: "ORG", rejected: false }),
        ));
        let articles = ["a.txt", "b.txt", "gone.txt"].map(ArticleId::new).to_vec();
        let codebook = Arc::new(crate::formats::config::Config::default().codebook);
        let job = ReviewJob {
            round: 1,
            articles: articles.into(),
            lessons: Arc::new(lessons),
            depth: crate::recognize::Depth::Fast,
            session: HashMap::new(),
            codebook,
        };
        let (tell, news) = channel();
        review(&Library::new(folder.path(), "me"), &Job { job, stop: Arc::new(stopped.into()) }, &tell);
        drop(tell);
        let (mut found, mut last) = (0, None);
        for news in news {
            let News::Event(Event::Looked(1, looked)) = news else { continue };
            found += looked.article.map_or(0, |article| article.proposals.len());
            last = looked.said;
        }
        (found, last)
    }

    #[test]
    fn a_full_queue_and_what_is_left_out_are_told() {
        let (found, said) = looked(MOST + 7, false);
        assert_eq!(found, MOST + 7, "the article that fills the queue is still whole");
        assert!(said.unwrap().starts_with("The queue is full: 1 of 3 articles"));
        let (found, said) = looked(5, false);
        assert_eq!(found, 6);
        assert!(said.unwrap().starts_with("gone.txt is left out: cannot read"));
        assert_eq!(looked(5, true), (0, None));
    }
}
