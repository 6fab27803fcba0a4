//! Looks at the files of the library and makes the snapshot anew where they are not as the last one says.
//!
//! A row is as good as the size and time of the files that it was made from. All of it is derived: delete `.newsgloss/` and
//! nothing is lost.

use super::catalogue::{Head, key, path_order};
use super::catalogue_writer::{CatalogueWriter, at};
use super::row::{NOTE, Stamp};
use super::{Library, Row, Snapshot, StoreError, journal};
use crate::formats;
use crate::model::{Annotations, ArticleId, Complaint, Counts, Facts, History, Journal, Taught};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Read};
use std::sync::Arc;

/// How far a scan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Articles looked at.
    pub done: usize,
    /// Articles known of; 0 where that is not known yet.
    pub total: usize,
}

/// What a scan found.
#[derive(Debug, Default)]
pub struct Scan {
    /// The library now.
    pub snapshot: Snapshot,
    /// What could not be read.
    pub complaints: Vec<Complaint>,
    /// Whether anything differs from the snapshot that it was given.
    pub changed: bool,
}

/// What the person who waits for a scan wants to know.
pub enum Wanted {
    /// Nothing more.
    Nothing,
    /// The articles found so far.
    Rows,
}

/// The journals of one article: whose, and their stamps.
type Stamps = Vec<(String, Stamp)>;

/// A scan under way.
struct Scanner<'a> {
    library: &'a Library,
    old: &'a Snapshot,
    old_lines: Box<dyn Iterator<Item = Vec<u8>> + 'a>,
    /// The next line of the old catalogue and its head.
    next: Option<(Vec<u8>, Head)>,
    /// The number of that line.
    at: usize,
    /// The new catalogue, once something differs.
    writer: Option<CatalogueWriter>,
    marked: Vec<Row>,
    known: HashMap<&'a ArticleId, &'a Row>,
    scan: Scan,
}

impl Library {
    /// Looks at every article and journal, and reads those that are not as `old` says. `wants` is told now and then how
    /// far it is; `show` is given the articles so far where it asks for them.
    pub fn scan(
        &self,
        old: &Snapshot,
        wants: &mut dyn FnMut(Progress) -> Wanted,
        show: &mut dyn FnMut(Progress, Snapshot),
    ) -> Scan {
        let mut scan = self.walk(old, self.journal_stamps(), wants, show);
        scan.snapshot = scan.snapshot.with_groups(Arc::new(self.groups()));
        scan
    }

    /// Looks at every article and at no journal: enough, and little memory, for what asks nothing of annotations.
    pub fn scan_articles(&self, wants: &mut dyn FnMut(Progress) -> Wanted) -> Scan {
        self.walk(&self.last_catalogue(), HashMap::new(), wants, &mut |_, _| {})
    }

    fn walk(
        &self,
        old: &Snapshot,
        mut stamps: HashMap<ArticleId, Stamps>,
        wants: &mut dyn FnMut(Progress) -> Wanted,
        show: &mut dyn FnMut(Progress, Snapshot),
    ) -> Scan {
        let mut scanner = Scanner::new(self, old);
        let mut done = 0;
        for listed in self.article_files() {
            match listed {
                Ok((id, stamp)) => {
                    let journals = stamps.remove(&id).unwrap_or_default();
                    if let Err(error) = scanner.look(id, stamp, journals) {
                        scanner.scan.complaints.push(Complaint::new(error.to_string()));
                    }
                }
                Err(complaint) => scanner.scan.complaints.push(complaint),
            }
            done += 1;
            if done % 64 == 0 {
                let progress = Progress { done, total: old.catalogue.len() };
                match wants(progress) {
                    Wanted::Nothing => {}
                    Wanted::Rows => scanner.so_far().into_iter().for_each(|snapshot| show(progress, snapshot)),
                }
            }
        }
        scanner.end()
    }

    /// The same, with nobody waiting.
    #[must_use]
    pub fn scan_quietly(&self, old: &Snapshot) -> Scan {
        self.scan(old, &mut |_| Wanted::Nothing, &mut |_, _| {})
    }

    /// Makes the rows of some articles anew.
    ///
    /// # Errors
    /// When the catalogue cannot be written; what cannot be read is taken out of the list.
    pub fn refresh(&self, old: &Snapshot, ids: &BTreeSet<ArticleId>) -> Result<Snapshot, StoreError> {
        let mut changes = Vec::new();
        let mut marked: Vec<Row> = old.marked.iter().filter(|row| !ids.contains(&row.id)).cloned().collect();
        for id in ids {
            let fresh = self.fresh(id).ok();
            let head = fresh.as_ref().map(|(head, _)| head.clone());
            let before = old.catalogue.number(id).and_then(|number| old.catalogue.head(number));
            if before != head {
                changes.push((id.clone(), head));
            }
            marked.extend(fresh.and_then(|(_, row)| row));
        }
        let catalogue = if changes.is_empty() {
            old.catalogue.clone()
        } else {
            Arc::new(old.catalogue.with(changes, &self.catalogue_path())?)
        };
        Ok(Snapshot::new(catalogue, marked).with_groups(old.groups().clone()))
    }

    /// Reads one article's head and, where it has journals, its row.
    fn fresh(&self, id: &ArticleId) -> Result<(Head, Option<Row>), StoreError> {
        let path = self.article_path(id).unwrap_or_default();
        let stamp = Stamp::of(&fs::metadata(&path).map_err(StoreError::of("read", &path))?);
        let annotators = self.other_annotators()?.into_iter().chain([self.annotator().clone()]);
        let mut journals: Stamps = annotators
            .filter_map(|name| Some((name.to_string(), Stamp::of(&fs::metadata(self.journal_path(&name, id)).ok()?))))
            .collect();
        journals.sort_by(|a, b| a.0.cmp(&b.0));
        let head = self.head(id, stamp)?;
        let row = if journals.is_empty() { None } else { Some(self.row(head.clone(), journals)?.0) };
        Ok((head, row))
    }

    fn head(&self, id: &ArticleId, stamp: Stamp) -> Result<Head, StoreError> {
        let path = self.article_path(id).unwrap_or_default();
        let mut head = Vec::new();
        let file = File::open(&path).map_err(StoreError::of("read", &path))?;
        file.take(formats::HEAD as u64).read_to_end(&mut head).map_err(StoreError::of("read", &path))?;
        let meta = formats::read_meta(id, &head);
        Ok(Head { id: id.clone(), title: meta.title, date: meta.date, source: meta.source, stamp })
    }

    /// Reads the journals of an article, with what was odd about them.
    fn row(&self, head: Head, journals: Stamps) -> Result<(Row, Vec<Complaint>), StoreError> {
        let mut complaints = Vec::new();
        let mut folded = Vec::new();
        let mut row = Row::plain(head);
        for (name, _) in &journals {
            let (acts, more) = journal::read(&self.journal_path(name, &row.id))?;
            complaints.extend(more);
            if **self.annotator() == **name {
                row.latest = History::of(&acts).next_undo().cloned();
                row.taught = Taught::of(&acts);
            }
            folded.push(Journal { annotator: Arc::from(name.as_str()), acts });
        }
        row.counts = Counts::of(&folded);
        row.facts = Facts::of(&folded);
        row.notes = crate::model::notes(&folded).map(|text| text.chars().take(NOTE).collect()).collect();
        row.orphans = self.count_orphans(&row.id, &folded);
        row.journals = journals;
        Ok((row, complaints))
    }

    /// Counts what has lost its place: only where something was annotated is the whole text read.
    fn count_orphans(&self, id: &ArticleId, journals: &[Journal]) -> usize {
        let some = journals.iter().any(|journal| !journal.acts.is_empty());
        let article = some.then(|| self.article(id).ok()).flatten();
        article.map_or(0, |article| Annotations::fold(journals, &article.body, &article.hash).orphans.len())
    }
}

impl<'a> Scanner<'a> {
    fn new(library: &'a Library, old: &'a Snapshot) -> Self {
        let mut scanner = Self {
            library,
            old,
            old_lines: Box::new(old.catalogue.lines()),
            next: None,
            at: 0,
            writer: None,
            marked: Vec::new(),
            known: old.marked.iter().map(|row| (&row.id, row)).collect(),
            scan: Scan::default(),
        };
        scanner.advance();
        scanner
    }

    /// Goes on to the next line of the old catalogue.
    fn advance(&mut self) {
        self.next = self.old_lines.next().and_then(|line| serde_json::from_slice(&line).ok().map(|head| (line, head)));
    }

    fn look(&mut self, id: ArticleId, stamp: Stamp, journals: Stamps) -> Result<(), StoreError> {
        loop {
            let order =
                self.next.as_ref().map_or(Ordering::Greater, |(_, old)| path_order(old.id.as_str(), id.as_str()));
            match order {
                Ordering::Less => {
                    self.change()?; // that article is gone
                    self.advance();
                    self.at += 1;
                }
                Ordering::Equal if self.next.as_ref().is_some_and(|(_, old)| old.stamp == stamp) => {
                    return self.keep(journals);
                }
                Ordering::Equal => {
                    let head = self.library.head(&id, stamp)?;
                    self.change()?;
                    self.advance();
                    self.at += 1;
                    return self.add(head, journals);
                }
                Ordering::Greater => {
                    let head = self.library.head(&id, stamp)?;
                    self.change()?;
                    return self.add(head, journals);
                }
            }
        }
    }

    /// Takes an article over that is as it was.
    fn keep(&mut self, journals: Stamps) -> Result<(), StoreError> {
        let Some((line, head)) = self.next.take() else { return Ok(()) };
        let number = self.at;
        self.advance();
        self.at += 1;
        if let Some(writer) = &mut self.writer {
            let numbers = (key(&head.id), head.stamp.number());
            writer.copy(&self.old.catalogue, number, &line, numbers).map_err(writing(self.library))?;
        }
        self.mark(head, journals)
    }

    fn add(&mut self, head: Head, journals: Stamps) -> Result<(), StoreError> {
        if let Some(writer) = &mut self.writer {
            writer.push(&head).map_err(writing(self.library))?;
        }
        self.mark(head, journals)
    }

    /// Takes the row of an article that has journals: the old one where nothing has changed.
    fn mark(&mut self, head: Head, journals: Stamps) -> Result<(), StoreError> {
        if journals.is_empty() {
            self.scan.changed |= self.known.contains_key(&head.id);
            return Ok(());
        }
        let old = self.known.get(&head.id);
        if let Some(row) = old.filter(|row| row.stamp == head.stamp && row.journals == journals) {
            self.marked.push((*row).clone());
            return Ok(());
        }
        self.scan.changed = true;
        let (row, complaints) = self.library.row(head, journals)?;
        self.marked.push(row);
        self.scan.complaints.extend(complaints);
        Ok(())
    }

    /// Begins a new catalogue at the first difference, with all that was the same before.
    fn change(&mut self) -> Result<(), StoreError> {
        self.scan.changed = true;
        if self.writer.is_some() {
            return Ok(());
        }
        let mut writer = CatalogueWriter::new(&self.library.catalogue_path())?;
        let (keys, stamps) = (self.old.catalogue.keys(), self.old.catalogue.stamps());
        for (number, line) in self.old.catalogue.lines().take(self.at).enumerate() {
            let numbers = at(&keys, &stamps, number);
            writer.copy(&self.old.catalogue, number, &line, numbers).map_err(writing(self.library))?;
        }
        self.writer = Some(writer);
        Ok(())
    }

    /// Returns what was found so far, where it is more than what was known before.
    fn so_far(&mut self) -> Option<Snapshot> {
        let writer = self.writer.as_mut().filter(|writer| writer.len() > self.old.catalogue.len())?;
        let catalogue = writer.so_far().ok()?;
        Some(Snapshot::new(Arc::new(catalogue), self.marked.clone()))
    }

    fn end(mut self) -> Scan {
        // What the old catalogue has beyond the last file is gone.
        if self.next.is_some()
            && let Err(error) = self.change()
        {
            self.scan.complaints.push(Complaint::new(error.to_string()));
        }
        let catalogue = match self.writer {
            None => self.old.catalogue.clone(),
            Some(writer) => match writer.finish() {
                Ok(catalogue) => Arc::new(catalogue),
                Err(error) => {
                    self.scan.complaints.push(Complaint::new(writing(self.library)(error).to_string()));
                    self.old.catalogue.clone()
                }
            },
        };
        self.scan.snapshot = Snapshot::new(catalogue, self.marked);
        self.scan
    }
}

fn writing(library: &Library) -> impl FnOnce(io::Error) -> StoreError {
    let path = library.catalogue_path();
    move |cause| StoreError::of("write", &path)(cause)
}

#[cfg(test)]
mod tests {
    use crate::model::ArticleId;
    use crate::store::{Library, Snapshot};
    use proptest::prelude::*;
    use std::path::Path;

    fn write(folder: &Path, path: &str, text: &str) {
        let path = folder.join("articles").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn heads(snapshot: &Snapshot) -> Vec<(String, String)> {
        snapshot.catalogue.heads().map(|head| (head.id.to_string(), head.title)).collect()
    }

    fn columns(snapshot: &Snapshot) -> String {
        let columns = &snapshot.catalogue.columns;
        let sources: Vec<&String> = columns.sources.iter().map(|at| &columns.names[*at as usize]).collect();
        format!(
            "{:?}",
            (snapshot.catalogue.keys(), &columns.days, sources, &columns.by_date, snapshot.catalogue.stamps())
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn whatever_changes_the_catalogue_is_as_if_made_anew(
            changes in prop::collection::vec(prop::collection::vec(("[ab]/?[ab-]", prop::option::of("[xy]{1,2}")), 0..6), 1..5),
        ) {
            let folder = tempfile::TempDir::new().unwrap();
            let library = Library::new(folder.path(), "tester");
            let mut old = Snapshot::default();
            for (round, batch) in changes.into_iter().enumerate() {
                let mut ids = std::collections::BTreeSet::new();
                for (name, text) in batch {
                    let path = format!("{name}.txt");
                    ids.insert(ArticleId::new(&path));
                    match text {
                        Some(text) => write(folder.path(), &path, &format!("date 2024-02-0{}\nsource {text}\n\n{text}", text.len())),
                        None => drop(std::fs::remove_file(folder.path().join("articles").join(&path))),
                    }
                }
                let fresh = Library::new(folder.path(), "tester").scan_quietly(&Snapshot::default()).snapshot;
                let new = if round % 2 == 0 { library.scan_quietly(&old).snapshot } else { library.refresh(&old, &ids).unwrap() };
                prop_assert_eq!(heads(&new), heads(&fresh));
                prop_assert_eq!(columns(&new), columns(&fresh));
                for (number, (id, _)) in (0..).zip(heads(&new)) {
                    prop_assert_eq!(new.catalogue.number(&ArticleId::new(&id)), Some(number));
                }
                let again = library.scan_quietly(&new);
                prop_assert!(!again.changed);
                old = library.last_snapshot();
                prop_assert_eq!(columns(&old), columns(&new));
            }
        }
    }

    #[test]
    fn a_damaged_catalogue_is_made_anew() {
        let folder = tempfile::TempDir::new().unwrap();
        write(folder.path(), "a.txt", "One");
        let library = Library::new(folder.path(), "tester");
        let whole = library.scan_quietly(&Snapshot::default()).snapshot;
        let path = folder.path().join(".newsgloss/catalogue");
        let bytes = std::fs::read(&path).unwrap();
        for cut in 0..bytes.len() {
            std::fs::write(&path, &bytes[..cut]).unwrap();
            assert!(library.last_snapshot().catalogue.is_empty(), "cut at {cut}");
        }
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(heads(&library.last_snapshot()), heads(&whole));
    }
}
