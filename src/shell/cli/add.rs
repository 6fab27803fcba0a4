//! `add`: brings articles into the library.

use super::super::fetch::get;
use super::super::taking::{Input, Summary, Taking, Told, Wanted};
use super::arguments::{AddArguments, Rows};
use super::failure::Failure;
use super::import::remarks;
use super::json::Array;
use super::output::{Out, Progress, say};
use super::place::Place;
use crate::formats::intake::Columns;
use crate::store::{Added, Likeness};
use crate::text::Safe;
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

/// Sentences of one kind that are shown; more are counted.
const SHOWN: usize = 50;

/// What became of one thing, as printed in JSON. Its names are a contract.
#[derive(Serialize)]
struct Became<'a> {
    what: &'static str,
    from: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    /// The earlier article of the same story.
    like: Option<&'a str>,
    why: Option<&'a str>,
}

/// Adds what is named; true when nothing was left out.
pub fn run(place: &Place, wanted: &AddArguments, out: &mut Out) -> Result<bool, Failure> {
    let columns = wanted.columns.as_deref().map(Columns::parse).transpose().map_err(Failure::Wrong)?;
    let how = Wanted {
        columns: columns.unwrap_or_default(),
        originals: wanted.keep_original,
        dry: wanted.dry_run,
        conflicts: wanted.on_conflict.into(),
        codebook: place.settings.config.codebook.clone(),
    };
    let mut report = Report::new(out, wanted.format);
    let mut tell = |told| report.tell(told);
    let mut taking = Taking::new(&place.library, &how, &mut tell)?;
    for from in &wanted.from {
        if from == Path::new("-") {
            taking.take(Input::Stream(&mut std::io::stdin().lock(), "stdin".to_owned(), None));
        } else if let Some(url) = address(from) {
            page(url, Duration::from_secs(wanted.timeout.max(1)), &mut taking);
        } else {
            taking.take(Input::Path(from.clone()));
        }
    }
    let summary = taking.end();
    if let Ok(Summary { brought: Some(brought), .. }) = &summary {
        for remark in remarks(brought, place.library.annotator()) {
            say(&remark);
        }
    }
    report.end(summary.map_err(Failure::from), how.dry)
}

/// Returns a sentence with where it holds, unless it says that itself.
fn named(from: &str, sentence: &str) -> String {
    if from.is_empty() { sentence.to_owned() } else { format!("{from}: {sentence}") }
}

fn address(from: &Path) -> Option<&str> {
    from.to_str().filter(|from| from.starts_with("https://") || from.starts_with("http://"))
}

/// Gets one page or feed from the network.
fn page(url: &str, limit: Duration, taking: &mut Taking<'_, '_>) {
    match get(url, None, None, limit) {
        Ok(got) => {
            let name =
                got.url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
            let mut bytes = std::io::Cursor::new(got.bytes.unwrap_or_default());
            taking.take(Input::Stream(&mut bytes, name, Some(got.url)));
        }
        Err(refused) => taking.skip(url, &refused.why),
    }
}

/// Prints what became of each thing as it comes: data to stdout, words to stderr.
pub struct Report<'a> {
    out: &'a mut Out,
    array: Option<Array>,
    progress: Progress,
    skipped: usize,
    said: usize,
    failed: Option<Failure>,
}

impl<'a> Report<'a> {
    /// Begins one.
    pub fn new(out: &'a mut Out, format: Rows) -> Self {
        let array = (format == Rows::Json).then(Array::default);
        Self { out, array, progress: Progress::stderr(), skipped: 0, said: 0, failed: None }
    }

    /// Takes what is told; breaks off where nobody reads stdout any more.
    pub fn tell(&mut self, told: Told) -> ControlFlow<()> {
        match told {
            Told::Progress(sources, added) => {
                self.progress.show(&format!("{sources} read, {added} articles added"));
                ControlFlow::Continue(())
            }
            Told::Looking(at) => {
                self.progress
                    .show(&format!("first a look at the articles that are there: {} of {}", at.done, at.total));
                ControlFlow::Continue(())
            }
            Told::Writing(at) => {
                self.progress.show(&format!("writing annotations: {} of {} articles", at.done, at.total));
                ControlFlow::Continue(())
            }
            Told::Article(from, title, added) => {
                let (what, id, like) = match &added {
                    Added::New(id) => ("added", id, None),
                    Added::Like(id, like, Likeness::Address) => ("same-address", id, Some(like)),
                    Added::Like(id, like, _) => ("near", id, Some(like)),
                    Added::Same(id) => ("same", id, None),
                };
                let like = like.map(|like| like.as_str());
                let (id, title) = (Some(id.as_str()), Some(title.as_str()).filter(|title| !title.is_empty()));
                self.print(&Became { what, from: &from, id, title, like, why: None })
            }
            Told::Annotated(from, id, title, new) => {
                let what = if new { "annotated-new" } else { "annotated" };
                let (id, title) = (Some(id.as_str()), Some(title.as_str()).filter(|title| !title.is_empty()));
                self.print(&Became { what, from: &from, id, title, like: None, why: None })
            }
            Told::Skipped(from, why) => {
                self.skipped += 1;
                if self.skipped <= SHOWN {
                    self.progress.clear();
                    say(&named(&from, &why));
                }
                let array = self.array.is_some();
                let became =
                    Became { what: "skipped", from: &from, id: None, title: None, like: None, why: Some(&why) };
                if array { self.print(&became) } else { ControlFlow::Continue(()) }
            }
            Told::Said(from, what) => {
                self.said += 1;
                if self.said <= SHOWN {
                    self.progress.clear();
                    say(&named(&from, &what));
                }
                ControlFlow::Continue(())
            }
        }
    }

    fn print(&mut self, became: &Became<'_>) -> ControlFlow<()> {
        self.progress.clear();
        let printed = match &mut self.array {
            Some(array) => array.push(self.out.data(), became),
            None => {
                let like = became.like.map_or_else(String::new, |like| format!(" (like {like})"));
                let id = became.id.unwrap_or_default();
                self.out.line(&Safe::line(&format!("{} {id}{like}", became.what)))
            }
        };
        match printed {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error.into());
                ControlFlow::Break(())
            }
        }
    }

    /// Ends the output with the summary; true when nothing was left out.
    pub fn end(mut self, summary: Result<Summary, Failure>, dry: bool) -> Result<bool, Failure> {
        self.progress.clear();
        if let Some(array) = self.array.take() {
            array.end(self.out.data())?;
        }
        for (count, noun) in [(self.skipped, "left out"), (self.said, "remarks")] {
            if count > SHOWN {
                say(&format!("... and {} more {noun}", count - SHOWN));
            }
        }
        let summary = summary?;
        say(&summary.sentence(dry));
        match self.failed {
            Some(failure) => Err(failure),
            None => Ok(summary.skipped == 0),
        }
    }
}
