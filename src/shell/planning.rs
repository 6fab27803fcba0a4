//! The planning thread: works out what a plan does in many articles, one after the other, and tells of each.

use super::own::own_model;
use super::runtime::News;
use super::threads::Job;
use super::workers::{guarded, tell};
use crate::app::{Event, Material, PlanJob, PlanNews, Planned};
use crate::model::{ArticleId, Ids, Suggestions};
use crate::recognize::{Own, suggest};
use crate::store::{Library, Loaded, Progress, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// How often progress is told where nothing is found.
const SHOW: Duration = Duration::from_millis(200);

/// Plans until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Job<PlanJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "Looking through the articles", || plan(library, &job, news));
        done();
    }
}

fn plan(library: &Library, Job { job, stop }: &Job<PlanJob>, news: &Sender<News>) {
    let own = if job.plan.needs_suggestions() { own_model(library) } else { Own::default() };
    let (total, mut shown, mut ids) = (job.articles.len(), Instant::now(), Ids::new(job.seed));
    let mut left_out: Vec<String> = Vec::new();
    for (at, id) in job.articles.ids().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let article = planned(library, job, &own, &id, &mut ids, stop);
        let article = article.map_err(|error| left_out.push(format!("{id} is left out: {error}"))).ok();
        let article = article.filter(|article| !article.acts.is_empty() || article.others > 0);
        if article.is_some() || shown.elapsed() >= SHOW {
            shown = Instant::now();
            let progress = Some(Progress { done: at + 1, total });
            tell(news, Event::Planned(job.round, Box::new(PlanNews { article, progress, said: None })));
        }
    }
    let more = left_out.len().saturating_sub(1);
    let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
    let said = left_out.into_iter().next().map(|first| format!("{first}{more}"));
    tell(news, Event::Planned(job.round, Box::new(PlanNews { article: None, progress: None, said })));
}

fn planned(
    library: &Library,
    job: &PlanJob,
    own: &Own,
    id: &ArticleId,
    ids: &mut Ids,
    stop: &AtomicBool,
) -> Result<Planned, StoreError> {
    let Loaded { article, journals, .. } = library.load(id)?.with(job.session.get(id));
    let found = if job.plan.needs_suggestions() {
        let found = suggest(article.body.as_str(), &job.lessons, own, job.depth, stop);
        let mut found = job.codebook.admit(found);
        found.name(&job.registry);
        found
    } else {
        Suggestions::default()
    };
    let material = Material { article: &article, journals: &journals, registry: &job.registry, suggestions: &found };
    Ok(Planned::new(&job.plan, &material, ids))
}
