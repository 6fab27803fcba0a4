//! The list of articles. It holds the numbers of those shown, in their order, and the rows around the cursor alone; a thread
//! answers queries and reads rows, so that a million articles cost a key no more than ten.

use super::effect::{Effect, ListJob, RowsJob, UnreadJob};
use super::state::Level;
use super::{Articles, Snippet, State};
use crate::model::ArticleId;
use crate::query::Query;
use crate::store::{Place, Progress, Question, Row, Snapshot, Sort};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Rows that are read on each side of the cursor.
const AROUND: usize = 250;
/// The most articles that can be selected one by one.
pub(super) const MOST_SELECTED: usize = 10_000;
/// The most articles that can be marked as read at once.
pub(super) const MOST_READ: usize = 100_000;

/// An answer to the query of the list.
#[derive(Debug)]
pub struct Listed {
    /// The number of the question.
    pub round: u64,
    /// The library that it is about.
    pub snapshot: Snapshot,
    /// The articles shown, in their order.
    pub shown: Arc<Vec<u32>>,
    /// Where the article stands that the cursor was on.
    pub at: Option<usize>,
    /// The rows around the cursor.
    pub window: Window,
    /// How many annotations of the articles shown have lost their place.
    pub lost: usize,
}

/// Rows that were read, which follow each other in the list.
#[derive(Debug, Default)]
pub struct Window {
    /// Position of the first in the list.
    pub from: usize,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Window {
    fn row(&self, position: usize) -> Option<&Row> {
        self.rows.get(position.checked_sub(self.from)?)
    }

    /// Says whether all positions of a range are there, as far as the list reaches.
    fn holds(&self, from: usize, to: usize) -> bool {
        self.from <= from && to <= self.from + self.rows.len()
    }

    /// Returns the range of positions that is read around a cursor.
    #[must_use]
    pub fn around(cursor: usize, len: usize) -> std::ops::Range<usize> {
        cursor.saturating_sub(AROUND).min(len)..cursor.saturating_add(AROUND).min(len)
    }
}

/// The list and what is chosen in it.
#[derive(Default)]
pub struct List {
    /// The library that `shown` is about.
    pub snapshot: Snapshot,
    /// The newest state of the library, which is shown as soon as the query has been asked of it.
    pub(super) newest: Snapshot,
    /// Numbers of the articles shown, in their order.
    pub shown: Arc<Vec<u32>>,
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
    /// How far the texts are indexed; none when all are.
    pub indexing: Option<Progress>,
    /// How far the search for the answer is through the texts, where it takes long.
    pub searching: Option<Progress>,
    /// Whether an answer has come at all.
    pub ready: bool,
    /// What was read, and how far.
    pub places: Arc<BTreeMap<ArticleId, Place>>,
    /// The articles that bulk acts are for; where there are none, all that are listed.
    pub selected: BTreeSet<ArticleId>,
    /// Whether the filter has words that stand in texts.
    pub(super) words: bool,
    /// The article whose sentence was asked for.
    pub(super) snippet_of: Option<ArticleId>,
    /// The sentence in which the words of the filter stand, of the article under the cursor.
    pub snippet: Option<Snippet>,
    /// The articles that were last marked as read together.
    pub(super) marked_read: Vec<ArticleId>,
    /// How many annotations of the articles shown have lost their place.
    pub lost: usize,
    /// The article to put the cursor on when it is listed.
    pub wanted: Option<ArticleId>,
    /// The rows around the cursor.
    pub(super) window: Window,
    /// The number of the last question.
    round: u64,
    /// The article on which the cursor was when it was asked.
    stood_on: Option<ArticleId>,
    /// Whether its answer is still to come.
    waiting: bool,
    /// The range of rows that is being read.
    reading: Option<std::ops::Range<usize>>,
    /// The person pressed the key that opens while the answer was still to come.
    pub(super) then_open: bool,
}

impl List {
    /// Returns the row under the cursor, where it has been read.
    #[must_use]
    pub fn current(&self) -> Option<&Row> {
        self.row(self.cursor)
    }

    /// Returns the row at a position of the list, where it has been read.
    #[must_use]
    pub fn row(&self, position: usize) -> Option<&Row> {
        self.window.row(position)
    }

    pub(super) const fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Returns the number of articles of the library.
    #[must_use]
    pub fn total(&self) -> usize {
        self.snapshot.catalogue.len()
    }

    /// Returns how far reading and annotating has come: 0 unread, 1 read, 2 annotated.
    #[must_use]
    pub fn stage(&self, row: &Row) -> u8 {
        row.stage(self.places.contains_key(&row.id))
    }

    /// Moves the cursor by some rows, and stops at the ends.
    pub fn step(&mut self, rows: isize) {
        self.cursor = self.cursor.saturating_add_signed(rows).min(self.shown.len().saturating_sub(1));
    }

    /// Returns the rows of all articles that somebody annotated.
    #[must_use]
    pub fn marked(&self) -> &[Row] {
        &self.newest.marked
    }

    /// Returns the annotated ones of the articles shown, in the order of the list.
    #[must_use]
    pub fn marked_shown(&self) -> Vec<&Row> {
        let marked: HashSet<u32> = self.snapshot.numbered().map(|(number, _)| number).collect();
        let shown = self.shown.iter().filter(|number| marked.contains(number));
        shown.filter_map(|number| self.snapshot.marked_row(*number)).collect()
    }

    /// Returns the articles shown.
    #[must_use]
    pub fn listed(&self) -> Articles {
        Articles::Listed { catalogue: self.snapshot.catalogue.clone(), numbers: self.shown.clone() }
    }

    /// Takes an answer.
    pub fn take(&mut self, listed: Listed) {
        let here = self.shown.get(self.cursor).copied();
        let moved = self.wanted.is_none() && self.current().map(|row| &row.id) != self.stood_on.as_ref();
        let same = Arc::ptr_eq(&self.snapshot.catalogue, &listed.snapshot.catalogue);
        // The person went on while the question was answered: the cursor stays on the article where it is now.
        let at = if moved && same {
            here.and_then(|here| listed.shown.iter().position(|number| *number == here))
        } else {
            listed.at
        };
        self.cursor = at.unwrap_or(self.cursor).min(listed.shown.len().saturating_sub(1));
        if listed.at.is_some() {
            self.wanted = None;
        }
        self.snapshot = listed.snapshot;
        self.shown = listed.shown;
        self.window = listed.window;
        self.lost = listed.lost;
        (self.ready, self.waiting, self.reading, self.searching) = (true, false, None, None);
    }

    /// Takes rows that were read; those of another list are of no use.
    pub fn take_rows(&mut self, shown: &Arc<Vec<u32>>, window: Window) {
        if Arc::ptr_eq(&self.shown, shown) {
            self.window = window;
            self.reading = None;
        }
    }

    /// The last word of the filter may go on, so that the list does not change when the line is closed.
    fn question(&self, registry: &Arc<crate::model::Registry>) -> Question {
        Question {
            query: Query::parse(&self.filter).0.as_typed(),
            order: self.sort,
            reverse: self.reverse,
            places: self.places.clone(),
            registry: registry.clone(),
        }
    }
}

impl State {
    /// Asks for the articles that the filter wants, in the order wanted. The list stays as it is until the answer comes.
    pub(super) fn relist(&mut self) {
        let job = self.list_job();
        self.effect(Effect::List(Box::new(job)));
    }

    /// Returns the question of the list as it stands.
    pub fn list_job(&mut self) -> ListJob {
        let list = &mut self.list;
        let (query, mistake) = Query::parse(&list.filter);
        list.complaint = mistake.map(|mistake| mistake.to_string());
        list.words = !query.phrases().is_empty() || !query.expressions().is_empty();
        (list.snippet_of, list.snippet) = (None, None);
        list.round += 1;
        (list.waiting, list.searching) = (true, None);
        list.stood_on = list.current().map(|row| row.id.clone());
        let stand_on = list.wanted.clone().or_else(|| list.stood_on.clone());
        let asked = list.question(&self.entities.registry);
        ListJob { round: list.round, snapshot: list.newest.clone(), asked, stand_on, cursor: list.cursor }
    }

    /// Shows a library before the first frame, where that needs no index of the texts: then nothing is known of it yet.
    pub fn list_at_once(&mut self, snapshot: Snapshot, answer: impl FnOnce(ListJob) -> Option<Listed>) {
        self.list.newest = snapshot;
        let job = self.list_job();
        if !job.asked.needs_words()
            && let Some(listed) = answer(job)
        {
            self.list.take(listed);
        }
    }

    /// Shows the articles that match a query.
    pub(super) fn filter(&mut self, text: &str) {
        text.clone_into(&mut self.list.filter);
        self.relist();
    }

    /// The library is another one than before; how far the scan has come, none when it has ended.
    pub(super) fn on_snapshot(&mut self, snapshot: Snapshot, progress: Option<Progress>) {
        if progress.is_none() {
            self.list.scanned = true;
            self.entities.stale = true;
        }
        self.list.progress = progress;
        self.list.newest = snapshot;
        self.relist();
        self.want_facts();
    }

    pub(super) fn on_listing(&mut self, round: u64, progress: Progress) {
        if round == self.list.round {
            self.list.searching = Some(progress);
        }
    }

    pub(super) fn on_listed(&mut self, listed: Listed) {
        if listed.round != self.list.round {
            return;
        }
        self.list.take(listed);
        self.count_searches();
        if std::mem::take(&mut self.list.then_open) {
            self.open_current();
        }
    }

    /// Texts were indexed, or some of them: a query for words may find more.
    pub(super) fn on_indexed(&mut self, progress: Option<Progress>, found_more: bool) {
        self.list.indexing = progress;
        if found_more {
            self.recount_searches();
        }
        if found_more && self.list.question(&self.entities.registry).needs_words() {
            self.relist();
        }
    }

    /// Reads rows where the cursor comes near the end of those that are there.
    pub(super) fn want_rows(&mut self) {
        let (screen, len) = (self.list_rows(), self.list.shown.len());
        let top = self.list_top();
        let (from, to) = (top.saturating_sub(screen), (top + 2 * screen).min(len));
        let wanted = Window::around(self.list.cursor, len);
        if self.list.waiting || self.list.window.holds(from, to) || self.list.reading.as_ref() == Some(&wanted) {
            return;
        }
        self.list.reading = Some(wanted.clone());
        let (snapshot, shown) = (self.list.snapshot.clone(), self.list.shown.clone());
        self.effect(Effect::ReadRows(Box::new(RowsJob { snapshot, shown, wanted })));
    }

    pub(super) fn unread_job(&self) -> UnreadJob {
        let asked =
            Question { query: Query::parse("is:unread").0, places: self.list.places.clone(), ..Question::default() };
        let (snapshot, shown) = (self.list.snapshot.clone(), self.list.shown.clone());
        UnreadJob { snapshot, shown, after: self.list.cursor, asked }
    }

    pub(super) fn on_found_unread(&mut self, shown: &Arc<Vec<u32>>, at: Option<usize>) {
        match at {
            Some(at) if Arc::ptr_eq(shown, &self.list.shown) => self.list.cursor = at,
            Some(_) => {}
            None => self.say(Level::Info, "Every listed article has been read."),
        }
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
        let foot = 1 + u16::from(self.list.words && self.size.rows > LIST_HEAD + 3);
        usize::from(self.size.rows.saturating_sub(LIST_HEAD + foot)).max(1)
    }

    /// Returns the position of the first article on the screen: the cursor stays a third away from both ends where it can.
    #[must_use]
    pub fn list_top(&self) -> usize {
        let rows = self.list_rows();
        let last = self.list.shown.len().saturating_sub(rows);
        self.list.cursor.saturating_sub(rows / 2).min(last)
    }

    pub(super) fn open_current(&mut self) {
        if self.list.waiting && self.list.ready {
            self.list.then_open = true; // the list under the cursor is about to change: what is opened is what will be there
            return;
        }
        match self.list.current().map(|row| row.id.clone()) {
            Some(id) => self.open(id),
            None if self.list.reading.is_some() => self.say(Level::Info, "Still reading this part of the list."),
            None => self.say(Level::Warning, "There is no article here to open."),
        }
    }

    /// Keeps where the reader stands, in memory and on the disk.
    pub(super) fn keep_place(&mut self) {
        let mut changed = self.reading_change();
        // Only what is new: another window may have kept another place under a letter since.
        changed.kept = std::mem::take(&mut self.prefix.unwritten);
        if let Some(reader) = &self.reader {
            let id = reader.article.id.clone();
            let at = reader.article.body.to_cp(reader.cursor.span.start);
            let read =
                self.list.places.get(&id).is_some_and(|place| place.read) || reader.at_end(self.geometry().rows.into());
            let place = Place { at, read };
            Arc::make_mut(&mut self.list.places).insert(id.clone(), place);
            changed.articles.insert(id, place);
        }
        changed.last = self.list.current().map(|row| row.id.clone());
        if self.screen == crate::store::Screen::Reader {
            changed.last = self.reader.as_ref().map(|reader| reader.article.id.clone());
        }
        self.effect(Effect::KeepReading(changed));
    }
}

/// Rows above the first article: title line, filter line, column heads.
pub const LIST_HEAD: u16 = 3;
