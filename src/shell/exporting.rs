//! The threads of the export dialogue: one writes, and tells how far it is; one makes the first lines of a format.

use super::export::{Articles, Export, export};
use super::runtime::News;
use super::threads::Job;
use super::workers::{guarded, tell};
use crate::app::{Event, ExportJob, PreviewJob};
use crate::formats::Piece;
use crate::store::{Library, Progress};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// How often progress is told at most.
const OFTEN: Duration = Duration::from_millis(100);
/// Lines and bytes that a preview has at most.
const LINES: usize = 12;
const BYTES: usize = 8 * 1024;

/// Exports until the other end is dropped.
pub(super) fn run(library: &Arc<Library>, jobs: &Receiver<Job<ExportJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "The export", || {
            let (total, mut told) = (job.job.articles.len(), Instant::now());
            let mut goes_on = |done: usize| {
                if told.elapsed() >= OFTEN {
                    told = Instant::now();
                    tell(news, Event::Exporting(Progress { done, total }));
                }
                !job.is_stopped()
            };
            tell(news, Event::Exported(export(library, &job.job, &mut goes_on)));
        });
        done();
    }
}

/// Makes previews until the other end is dropped.
pub(super) fn previews(library: &Arc<Library>, jobs: &Receiver<Job<PreviewJob>>, news: &Sender<News>, done: &dyn Fn()) {
    for job in jobs {
        guarded(news, "The preview", || {
            let PreviewJob { round, articles, format, codebook } = &job.job;
            let mut export = Export::new(library, format, codebook, None);
            let (mut text, mut goes_on) = (Vec::new(), |_| !job.is_stopped());
            let first: &Articles<'_> = &|| Box::new(articles.ids().take(1));
            // A page begins with its style, which is longer than what is shown of others.
            let most = if format.name == "html" { 4 * BYTES } else { BYTES };
            let mut take = |piece: Piece| {
                match piece {
                    Piece::More(bytes) => text.extend(bytes),
                    Piece::File(name, bytes) => {
                        text.extend(format!("── {name}\n").bytes());
                        text.extend(bytes.into_iter().take(BYTES / 8));
                        text.push(b'\n');
                    }
                }
                if text.len() > most { Err(io::Error::from(io::ErrorKind::Interrupted)) } else { Ok(()) }
            };
            // What is too long for a preview ends it, and that is no failure.
            let _ = export.write(first, &mut take, &mut |_| Ok(()), &mut goes_on);
            text.truncate(most);
            let text = if format.name == "html" {
                words_of_page(&String::from_utf8_lossy(&text))
            } else if text.contains(&0) || text.starts_with(b"PK") {
                "The format is no text, so there is nothing to show.".to_owned()
            } else {
                String::from_utf8_lossy(&text).into_owned()
            };
            let lines = text.lines().filter(|line| !line.trim().is_empty()).take(LINES).map(str::to_owned).collect();
            tell(news, Event::ExportPreviewed(*round, lines));
        });
        done();
    }
}

/// Returns the words of a page that begins with what people read of it, a line each.
fn words_of_page(page: &str) -> String {
    let main = page.split_once("<main>").map_or("", |(_, main)| main);
    let mut out = String::new();
    for part in main.split('<').skip(1) {
        out.push_str(part.split_once('>').map_or("", |(_, words)| words));
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(out, |out, (from, to)| out.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::words_of_page;

    #[test]
    fn a_page_is_shown_as_its_words() {
        let page = "<style>x</style><main>\n<h2 id=\"a\">In short</h2>\n<p>a &amp;lt; <b>b</b>.</p>\n<p";
        assert_eq!(words_of_page(page), "In short\na &lt; b.\n");
    }
}
