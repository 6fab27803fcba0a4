//! Which articles a query asks for, in the order of the list on the screen: newest first.

use super::failure::Failure;
use super::output::say;
use super::place::Place;
use crate::app::List;
use crate::query::Query;
use crate::store::{Row, Scan};

/// What a query chose.
pub struct Chosen {
    /// All rows, and which of them answer.
    pub list: List,
    /// Whether all of the library could be read.
    pub clean: bool,
}

impl Chosen {
    /// Returns the rows that answer, in the order of the list.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.list.shown.iter().map(|index| &self.list.rows[*index])
    }
}

/// Reads a query as it stands on the command line, in one word of the shell or in several.
pub fn query(words: &[String]) -> Result<(String, Query), Failure> {
    let text = words.join(" ");
    match Query::parse(&text) {
        (query, None) => Ok((text, query)),
        (_, Some(complaint)) => Err(Failure::Wrong(complaint)),
    }
}

/// Looks at every article and chooses those that answer `filter`.
pub fn choose(place: &Place, filter: String) -> Chosen {
    let library = &place.library;
    let (scan, clean) = scan(place);
    let places = library.reading().map(|reading| reading.articles).unwrap_or_else(|error| {
        say(&error.to_string());
        Default::default()
    });
    let mut list = List { filter, places, ..List::default() };
    list.take(scan.rows);
    if list.rows.is_empty() && clean {
        say(&format!("There are no articles in {}.", library.articles().display()));
    }
    Chosen { list, clean }
}

fn scan(place: &Place) -> (Scan, bool) {
    let library = &place.library;
    let scan = library.scan(&library.cached_rows(), &mut |_, _| true);
    if scan.changed {
        let _ = library.cache_rows(&scan.rows); // a cache: without it the next start is slower, and nothing else
    }
    if scan.complaints.is_empty() {
        return (scan, true);
    }
    scan.complaints.iter().for_each(|complaint| say(&complaint.what));
    // Oddities of a journal come up only when it is read anew and are the matter of `check`; what cannot be read at all
    // comes up every time, and then something is missing.
    let clean = library.scan(&scan.rows, &mut |_, _| true).complaints.is_empty();
    (scan, clean)
}
