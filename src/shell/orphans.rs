//! Looking for the orphans of many articles, on the thread that computes.

use super::runtime::News;
use super::workers::tell;
use crate::app::{Event, Lost, OrphansJob};
use crate::store::{Library, Loaded};
use std::sync::mpsc::Sender;

/// The most orphans that are gathered; whoever has decided these can ask for more.
const MOST: usize = 500;

/// Tells the orphans of each article, and at last that this is all.
pub(super) fn find(library: &Library, job: &OrphansJob, news: &Sender<News>) {
    let mut found = 0;
    for id in &job.articles {
        match library.load(id).map(|loaded| loaded.with(job.session.get(id))) {
            Ok(Loaded { article, journals, .. }) => {
                let lost = Lost::of(&article, &journals);
                found += lost.len();
                tell(news, Event::Orphans(job.round, lost, true));
            }
            Err(error) => tell(news, Event::Told(format!("{id} is left out: {error}"))),
        }
        if found >= MOST {
            break;
        }
    }
    tell(news, Event::Orphans(job.round, Vec::new(), false));
}
