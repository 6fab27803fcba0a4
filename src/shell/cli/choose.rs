//! Which articles a query asks for, in the order of the list on the screen: newest first.

use super::failure::Failure;
use super::output::say;
use super::place::Place;
use crate::model::ArticleId;
use crate::query::Query;
use crate::store::{self, Progress, Question, Row, Scan, Searcher, Snapshot, Step, TextIndex, Wanted};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Progress is told where it takes longer, and so often.
const LONG: Duration = Duration::from_secs(2);

/// What a query chose.
pub struct Chosen {
    /// The library.
    pub snapshot: Snapshot,
    /// The articles that answer, in the order of the list.
    pub numbers: Vec<u32>,
    /// What was read.
    pub places: Arc<BTreeMap<ArticleId, store::Place>>,
    /// Whether all of the library could be read.
    pub clean: bool,
}

impl Chosen {
    /// Returns the rows that answer, in the order of the list.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.numbers.iter().filter_map(|number| self.snapshot.row(*number))
    }

    /// Returns their names alone.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> + Send + '_ {
        self.numbers.iter().filter_map(|number| Some(self.snapshot.catalogue.head(*number)?.id))
    }

    /// Returns how far reading and annotating has come: 0 unread, 1 read, 2 annotated.
    pub fn stage(&self, row: &Row) -> u8 {
        row.stage(self.places.contains_key(&row.id))
    }
}

/// Reads a query as it stands on the command line, in one word of the shell or in several.
pub fn query(words: &[String]) -> Result<Query, Failure> {
    let text = words.join(" ");
    match Query::parse(&text) {
        (query, None) => Ok(query),
        (_, Some(mistake)) => {
            say(&text);
            say(&mistake.pointer());
            Err(Failure::Wrong(mistake.to_string()))
        }
    }
}

/// Looks at every article and chooses those that answer, with their rows.
pub fn choose(place: &Place, query: Query) -> Chosen {
    chosen(place, query, true)
}

/// The same for whoever takes their names alone: where the query asks nothing of annotations no row is read.
pub fn choose_names(place: &Place, query: Query) -> Chosen {
    chosen(place, query, false)
}

fn chosen(place: &Place, query: Query, rows: bool) -> Chosen {
    let library = &place.library;
    let mut question = Question { query, ..Question::default() };
    let (scan, mut clean) = if rows || question.needs_rows() { scan(place) } else { scan_articles(place) };
    let places = library.reading().map(|reading| reading.articles).unwrap_or_else(|error| {
        say(&error.to_string());
        Default::default()
    });
    let snapshot = scan.snapshot;
    if snapshot.catalogue.is_empty() && clean {
        say(&format!("There are no articles in {}.", library.articles().display()));
    }
    let places = Arc::new(places);
    (question.places, question.registry) = (places.clone(), Arc::new(library.registry()));
    let searcher = if question.needs_words() { searcher(place, &snapshot, &mut clean) } else { None };
    let told = Cell::new(Instant::now());
    let go_on = |Progress { done, total }| {
        if told.get().elapsed() >= LONG {
            told.set(Instant::now());
            say(&format!("Searching the texts: {done} of {total}."));
        }
        true
    };
    let answer = question.answer(library, &snapshot, searcher.as_ref(), &go_on);
    Chosen { snapshot, numbers: answer.unwrap_or_default(), places, clean }
}

/// Brings the index of the texts up to date and opens it.
fn searcher(place: &Place, snapshot: &Snapshot, clean: &mut bool) -> Option<Searcher> {
    let mut told = Instant::now();
    let mut report = |step| {
        if let Step::At(Progress { done, total }) = step
            && told.elapsed() >= LONG
        {
            told = Instant::now();
            say(&format!("Indexing the texts: {done} of {total}."));
        }
        true
    };
    let index = TextIndex::open(&place.library);
    let ready = index.and_then(|index| index.update(&place.library, &snapshot.catalogue, &mut report).map(|_| index));
    match ready {
        Ok(index) => Searcher::new(&index, &snapshot.catalogue),
        Err(error) => {
            say(&error.to_string());
            *clean = false;
            None
        }
    }
}

fn scan(place: &Place) -> (Scan, bool) {
    let library = &place.library;
    let scan = scan_from(place, &library.last_snapshot());
    if scan.changed {
        let _ = library.keep_rows(&scan.snapshot.marked); // derived: without them the next start is slower, and nothing else
    }
    if scan.complaints.is_empty() {
        return (scan, true);
    }
    scan.complaints.iter().for_each(|complaint| say(&complaint.what));
    // Oddities of a journal come up only when it is read anew and are the matter of `check`; what cannot be read at all
    // comes up every time, and then something is missing.
    let clean = scan_from(place, &scan.snapshot).complaints.is_empty();
    (scan, clean)
}

fn scan_articles(place: &Place) -> (Scan, bool) {
    let scan = place.library.scan_articles(&mut progress());
    scan.complaints.iter().for_each(|complaint| say(&complaint.what));
    let clean = scan.complaints.is_empty();
    (scan, clean)
}

fn scan_from(place: &Place, old: &Snapshot) -> Scan {
    place.library.scan(old, &mut progress(), &mut |_, _| {})
}

/// Says now and then how far a long scan is.
fn progress() -> impl FnMut(Progress) -> Wanted {
    let mut told = Instant::now();
    move |Progress { done, total }| {
        if told.elapsed() >= LONG {
            told = Instant::now();
            let of = if total > 0 { format!(" of {total}") } else { String::new() };
            say(&format!("Reading the library: {done}{of}."));
        }
        Wanted::Nothing
    }
}
