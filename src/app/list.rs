//! The list of articles: rows of the index, sorted and filtered.

use super::State;
use super::state::Level;
use crate::model::ArticleId;
use crate::query::Query;
use crate::store::{Place, Progress, Reading, Row};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// The column that the list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// Day of publication.
    #[default]
    Date,
    /// Unread, read, annotated.
    State,
    /// Source.
    Source,
    /// Title.
    Title,
    /// Tags.
    Tags,
    /// Number of annotations.
    Counts,
}

/// The list and what is chosen in it.
#[derive(Default)]
pub struct List {
    /// All rows, in the order of the paths.
    pub rows: Vec<Row>,
    /// Indexes of the rows shown, in their order.
    pub shown: Vec<usize>,
    /// Position of the cursor in `shown`.
    pub cursor: usize,
    /// The filter in force.
    pub filter: String,
    /// What is wrong with the filter, in one sentence.
    pub complaint: Option<String>,
    /// Sorted by.
    pub sort: Sort,
    /// Whether the order is turned round.
    pub reverse: bool,
    /// How far the scan of the library has come; none when it has ended.
    pub progress: Option<Progress>,
    /// Whether a look at all files has ended, so that the rows are not those of an earlier session.
    pub scanned: bool,
    /// Whether rows have come at all.
    pub ready: bool,
    /// What was read, and how far.
    pub places: BTreeMap<ArticleId, Place>,
    /// The articles that bulk acts are for; where there are none, all that are listed.
    pub selected: BTreeSet<ArticleId>,
    /// The article to put the cursor on when its row comes.
    pub wanted: Option<ArticleId>,
}

impl List {
    /// Returns the row under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&Row> {
        self.shown.get(self.cursor).and_then(|index| self.rows.get(*index))
    }

    /// Returns how far reading and annotating has come: 0 unread, 1 read, 2 annotated.
    #[must_use]
    pub fn stage(&self, row: &Row) -> u8 {
        if row.counts.any() { 2 } else { u8::from(self.places.contains_key(&row.id)) }
    }

    /// Moves the cursor by some rows, and stops at the ends.
    pub fn step(&mut self, rows: isize) {
        self.cursor = self.cursor.saturating_add_signed(rows).min(self.shown.len().saturating_sub(1));
    }

    /// Shows the rows that match a query.
    pub fn filter(&mut self, text: &str) {
        text.clone_into(&mut self.filter);
        self.arrange();
    }

    /// Takes new rows and keeps the cursor on its article.
    pub fn take(&mut self, rows: Vec<Row>) {
        let current = self.wanted.take().or_else(|| self.current().map(|row| row.id.clone()));
        self.rows = rows;
        self.ready = true;
        self.wanted = current;
        self.arrange();
    }

    /// Puts one row in place of the old one of that article, or takes it out. The other rows stay where they are.
    pub fn replace(&mut self, id: &ArticleId, row: Option<Row>) {
        let current = self.wanted.clone().or_else(|| self.current().map(|row| row.id.clone()));
        let found = self.rows.binary_search_by(|row| row.id.cmp(id));
        if let Ok(at) = found {
            self.rows.remove(at);
            self.shown.retain(|index| *index != at);
            self.shown.iter_mut().filter(|index| **index > at).for_each(|index| *index -= 1);
        }
        if let Some(row) = row {
            let at = found.unwrap_or_else(|at| at);
            self.rows.insert(at, row);
            self.shown.iter_mut().filter(|index| **index >= at).for_each(|index| *index += 1);
            self.show(at);
        }
        self.stand_on(current);
    }

    /// Shows one more row at its place in the order, where the filter lets it.
    fn show(&mut self, index: usize) {
        if self.matches(&Query::parse(&self.filter).0, &self.rows[index]) {
            let place = (self.key(&self.rows[index]), index);
            let earlier = |other: &usize| self.order(&(self.key(&self.rows[*other]), *other), &place).is_lt();
            let at = self.shown.partition_point(earlier);
            self.shown.insert(at, index);
        }
    }

    /// Sorts and filters anew; the cursor stays on its article where that is still shown.
    pub fn arrange(&mut self) {
        let current = self.wanted.clone().or_else(|| self.current().map(|row| row.id.clone()));
        self.rows.sort_by(|a, b| a.id.cmp(&b.id));
        let (query, complaint) = Query::parse(&self.filter);
        self.complaint = complaint;
        let rows = self.rows.iter().enumerate().filter(|(_, row)| self.matches(&query, row));
        let mut keyed: Vec<(SortKey<'_>, usize)> = rows.map(|(index, row)| (self.key(row), index)).collect();
        keyed.sort_by(|a, b| self.order(a, b));
        self.shown = keyed.into_iter().map(|(_, index)| index).collect();
        self.stand_on(current);
    }

    /// Puts the cursor on an article, or leaves it where it is when that is not shown.
    fn stand_on(&mut self, id: Option<ArticleId>) {
        let at = id.and_then(|id| self.shown.iter().position(|index| self.rows[*index].id == id));
        if at.is_some() {
            self.wanted = None;
        }
        self.cursor = at.unwrap_or(self.cursor).min(self.shown.len().saturating_sub(1));
    }

    fn matches(&self, query: &Query, row: &Row) -> bool {
        query.is_empty() || query.matches(&facts(row, self.stage(row)))
    }

    fn key<'a>(&self, row: &'a Row) -> SortKey<'a> {
        match self.sort {
            Sort::Date => SortKey::Date(Reverse(row.date)),
            Sort::State => SortKey::Stage(self.stage(row)),
            Sort::Source => SortKey::Source(row.source.as_deref()),
            Sort::Title => SortKey::Title(row.title.to_lowercase()),
            Sort::Tags => SortKey::Tags(Reverse(&row.counts.tags)),
            Sort::Counts => SortKey::Total(Reverse(total(row))),
        }
    }

    /// Compares two rows by key, then by index, which is the order of the paths.
    fn order(&self, a: &(SortKey<'_>, usize), b: &(SortKey<'_>, usize)) -> Ordering {
        let order = if self.reverse { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) };
        order.then(a.1.cmp(&b.1))
    }
}

/// What a row is sorted by; made once for each row, not for each comparison.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey<'a> {
    Date(Reverse<Option<jiff::civil::Date>>),
    Stage(u8),
    Source(Option<&'a str>),
    Title(String),
    Tags(Reverse<&'a [String]>),
    Total(Reverse<usize>),
}

fn total(row: &Row) -> usize {
    row.counts.mentions + row.counts.stances + row.counts.notes
}

/// Returns what a query can ask of a row.
#[must_use]
pub fn facts(row: &Row, stage: u8) -> crate::query::Facts<'_> {
    crate::query::Facts {
        id: row.id.as_str(),
        title: &row.title,
        source: row.source.as_deref().unwrap_or_default(),
        date: row.date,
        tags: &row.counts.tags,
        states: match stage {
            0 => &["unread"],
            1 => &["read"],
            _ => &["read", "annotated"],
        },
    }
}

impl State {
    pub(super) fn on_rows(&mut self, rows: Vec<Row>, progress: Option<Progress>) {
        if progress.is_none() {
            self.list.scanned = true;
            self.entities.stale = true;
        }
        self.list.progress = progress;
        self.list.take(rows);
        self.want_facts();
    }

    pub(super) fn click_list(&mut self, row: u16) {
        let first = self.list_top();
        let at = first + usize::from(row.saturating_sub(LIST_HEAD));
        if row >= LIST_HEAD && at < self.list.shown.len() {
            if self.list.cursor == at {
                self.open_current();
            }
            self.list.cursor = at;
        }
    }

    /// Returns the rows of articles that fit on the screen.
    #[must_use]
    pub fn list_rows(&self) -> usize {
        usize::from(self.size.rows.saturating_sub(LIST_HEAD + 1)).max(1)
    }

    /// Returns the position of the first article on the screen: the cursor stays a third away from both ends where it can.
    #[must_use]
    pub fn list_top(&self) -> usize {
        let rows = self.list_rows();
        let last = self.list.shown.len().saturating_sub(rows);
        self.list.cursor.saturating_sub(rows / 2).min(last)
    }

    pub(super) fn open_current(&mut self) {
        match self.list.current().map(|row| row.id.clone()) {
            Some(id) => self.open(id),
            None => self.say(Level::Warning, "There is no article here to open."),
        }
    }

    /// Keeps where the reader stands, in memory and on the disk.
    pub(super) fn keep_place(&mut self) {
        let mut changed = Reading { screen: self.screen, arrangement: self.arrangement(), ..Reading::default() };
        if let Some(reader) = &self.reader {
            let id = reader.article.id.clone();
            let at = reader.article.body.to_cp(reader.cursor.span.start);
            let read =
                self.list.places.get(&id).is_some_and(|place| place.read) || reader.at_end(self.geometry().rows.into());
            let place = Place { at, read };
            self.list.places.insert(id.clone(), place);
            changed.articles.insert(id, place);
        }
        changed.last = self.list.current().map(|row| row.id.clone());
        if self.screen == crate::store::Screen::Reader {
            changed.last = self.reader.as_ref().map(|reader| reader.article.id.clone());
        }
        self.effect(super::Effect::KeepReading(changed));
    }
}

/// Rows above the first article: title line, filter line, column heads.
pub const LIST_HEAD: u16 = 3;

#[cfg(test)]
mod tests {
    use super::{List, Sort};
    use crate::model::ArticleId;
    use crate::store::Row;
    use proptest::prelude::*;

    fn row(id: &str, title: &str) -> Row {
        let counts = serde_json::json!({ "mentions": title.len() % 3, "stances": 0, "notes": 0, "tags": [] });
        let row = serde_json::json!({ "id": id, "title": title, "date": null, "source": null, "counts": counts,
            "latest": null, "stamp": [0, 0], "journals": [] });
        serde_json::from_value(row).unwrap()
    }

    proptest! {
        #[test]
        fn one_row_anew_gives_the_list_that_arranging_gives(
            changes in prop::collection::vec(("[a-e]", prop::option::of("[a-cA-C]{1,4}"), 0usize..5), 0..20),
            sort in prop::sample::select(vec![Sort::Date, Sort::State, Sort::Title, Sort::Counts]),
            reverse: bool,
            filter in prop::sample::select(vec!["", "a"]),
        ) {
            let mut list = List { sort, reverse, ..List::default() };
            list.filter(filter);
            for (id, title, cursor) in changes {
                list.cursor = cursor.min(list.shown.len().saturating_sub(1));
                let current = list.current().map(|row| row.id.clone());
                list.replace(&ArticleId::new(&id), title.map(|title| row(&id, &title)));
                let after = list.current().map(|row| row.id.clone());
                let (shown, cursor) = (list.shown.clone(), list.cursor);
                list.arrange();
                prop_assert_eq!((shown, cursor), (list.shown.clone(), list.cursor));
                if let Some(current) = current.filter(|id| list.shown.iter().any(|at| list.rows[*at].id == *id)) {
                    prop_assert_eq!(after, Some(current), "the cursor stays on its article");
                }
            }
        }
    }
}
