//! The list of articles: rows of the index, sorted and filtered.

use super::State;
use super::state::Level;
use crate::model::ArticleId;
use crate::query::Query;
use crate::store::{Place, Progress, Reading, Row};
use std::collections::BTreeMap;

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
    /// Whether rows have come at all.
    pub ready: bool,
    /// What was read, and how far.
    pub places: BTreeMap<ArticleId, Place>,
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

    /// Puts one row in place of the old one of that article, or takes it out.
    pub fn replace(&mut self, id: &ArticleId, row: Option<Row>) {
        match (self.rows.binary_search_by(|row| row.id.cmp(id)), row) {
            (Ok(at), Some(row)) => self.rows[at] = row,
            (Ok(at), None) => {
                self.rows.remove(at);
            }
            (Err(at), Some(row)) => self.rows.insert(at, row),
            (Err(_), None) => return,
        }
        self.arrange();
    }

    /// Sorts and filters anew; the cursor stays on its article where that is still shown.
    pub fn arrange(&mut self) {
        let current = self.wanted.clone().or_else(|| self.current().map(|row| row.id.clone()));
        self.rows.sort_by(|a, b| a.id.cmp(&b.id));
        let (query, complaint) = Query::parse(&self.filter);
        self.complaint = complaint;
        let mut shown: Vec<usize> =
            (0..self.rows.len()).filter(|index| self.matches(&query, &self.rows[*index])).collect();
        shown.sort_by(|a, b| self.compare(&self.rows[*a], &self.rows[*b]));
        self.shown = shown;
        let at = current.and_then(|id| self.shown.iter().position(|index| self.rows[*index].id == id));
        if at.is_some() {
            self.wanted = None;
        }
        self.cursor = at.unwrap_or(self.cursor).min(self.shown.len().saturating_sub(1));
    }

    fn matches(&self, query: &Query, row: &Row) -> bool {
        query.is_empty() || query.matches(&facts(row, self.stage(row)))
    }

    fn compare(&self, a: &Row, b: &Row) -> std::cmp::Ordering {
        let order = match self.sort {
            Sort::Date => b.date.cmp(&a.date),
            Sort::State => self.stage(a).cmp(&self.stage(b)),
            Sort::Source => a.source.cmp(&b.source),
            Sort::Title => a.title.to_lowercase().cmp(&b.title.to_lowercase()),
            Sort::Tags => b.counts.tags.cmp(&a.counts.tags),
            Sort::Counts => total(b).cmp(&total(a)),
        };
        let order = if self.reverse { order.reverse() } else { order };
        order.then_with(|| a.id.cmp(&b.id))
    }
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
        self.list.progress = progress;
        self.list.take(rows);
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
        let mut changed = Reading { screen: self.screen, ..Reading::default() };
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
