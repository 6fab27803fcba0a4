//! The index: what the list shows of each article, kept in `.newsgloss/` so that the next start does not read every file.
//!
//! It is derived: a row is as good as the size and time of the files that it was made from. Delete it and nothing is lost.

use super::{Library, StoreError, journal, write_whole};
use crate::formats;
use crate::model::{Annotations, ArticleId, Complaint, Counts, Facts, History, Id, Journal, Taught};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

/// Written as the first line of the cache; another one is not read.
const VERSION: &str = "newsgloss index 4";

/// One article in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Which article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its day of publication.
    pub date: Option<jiff::civil::Date>,
    /// Its source.
    pub source: Option<String>,
    /// What stands in its journals.
    pub counts: Counts,
    /// How many annotations have lost their place in the text.
    #[serde(default)]
    pub orphans: usize,
    /// The newest act of the own journal that can be undone.
    pub latest: Option<Id>,
    /// What the own journal teaches of names.
    #[serde(default, skip_serializing_if = "Taught::is_none")]
    pub taught: Taught,
    /// What all journals say of entities and their stances.
    #[serde(default, skip_serializing_if = "Facts::is_none")]
    pub facts: Facts,
    /// Size in bytes and time of the article's file.
    stamp: Stamp,
    /// The same of its journals, by annotator.
    journals: Vec<(String, Stamp)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp(u64, u64);

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        let time = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self(meta.len(), time.map_or(0, |time| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)))
    }
}

/// How far a scan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Articles looked at.
    pub done: usize,
    /// Articles found.
    pub total: usize,
}

/// What a scan found.
#[derive(Debug, Default)]
pub struct Scan {
    /// One an article, in the order of the paths.
    pub rows: Vec<Row>,
    /// What could not be read.
    pub complaints: Vec<Complaint>,
    /// Whether anything differs from the rows that it was given.
    pub changed: bool,
}

impl Library {
    fn cache_path(&self) -> PathBuf {
        self.derived().join(format!("index-{}.jsonl", self.annotator()))
    }

    /// Reads the rows of the last scan; none when there are none or they are of another version.
    #[must_use]
    pub fn cached_rows(&self) -> Vec<Row> {
        let Ok(file) = File::open(self.cache_path()) else { return Vec::new() };
        let mut lines = io::BufReader::new(file).lines();
        if !matches!(lines.next(), Some(Ok(line)) if line == VERSION) {
            return Vec::new();
        }
        let rows: Option<Vec<Row>> = lines.map(|line| serde_json::from_str(&line.ok()?).ok()).collect();
        rows.unwrap_or_default()
    }

    /// Keeps the rows for the next start.
    ///
    /// # Errors
    /// When the cache cannot be written.
    pub fn cache_rows(&self, rows: &[Row]) -> Result<(), StoreError> {
        let folder = self.derived();
        fs::create_dir_all(&folder).map_err(StoreError::of("make the folder", &folder))?;
        write_whole(&self.cache_path(), &mut |out| {
            writeln!(out, "{VERSION}")?;
            for row in rows {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)?;
            }
            Ok(())
        })
    }

    /// Looks at every article and journal, and reads those that are not as `old` says. `report` is told now and then with
    /// the rows so far; when it answers false the scan stops.
    pub fn scan(&self, old: &[Row], report: &mut dyn FnMut(Progress, &[Row]) -> bool) -> Scan {
        let known: HashMap<&ArticleId, &Row> = old.iter().map(|row| (&row.id, row)).collect();
        let mut scan = Scan::default();
        let files = self.article_files(&mut scan.complaints);
        let mut stamps = self.journal_stamps();
        let total = files.len();
        for (done, (id, stamp)) in files.into_iter().enumerate() {
            let journals = stamps.remove(&id).unwrap_or_default();
            let same = known.get(&id).filter(|row| row.stamp == stamp && row.journals == journals);
            if let Some(row) = same {
                scan.rows.push((*row).clone());
            } else {
                scan.changed = true;
                match self.row(&id, stamp, journals) {
                    Ok((row, complaints)) => {
                        scan.rows.push(row);
                        scan.complaints.extend(complaints);
                    }
                    Err(error) => scan.complaints.push(Complaint::new(error.to_string())),
                }
            }
            if done % 64 == 0 && !report(Progress { done, total }, &scan.rows) {
                break;
            }
        }
        // A walk of the folders gives `a/b.txt` before `a-b.txt`; rows are searched by their paths as strings.
        scan.rows.sort_by(|a, b| a.id.cmp(&b.id));
        scan.changed |= scan.rows.len() != old.len();
        scan
    }

    /// Lists all articles in the order of their paths, with what could not be listed. No article is read.
    #[must_use]
    pub fn article_ids(&self) -> (Vec<ArticleId>, Vec<Complaint>) {
        let mut complaints = Vec::new();
        let ids = self.article_files(&mut complaints).into_iter().map(|(id, _)| id).collect();
        (ids, complaints)
    }

    /// Lists the articles that have journals, whether they are in the library or not, each with its annotators.
    #[must_use]
    pub fn journal_ids(&self) -> BTreeMap<ArticleId, Vec<String>> {
        let names = |stamps: Vec<(String, Stamp)>| stamps.into_iter().map(|(name, _)| name).collect();
        self.journal_stamps().into_iter().map(|(id, stamps)| (id, names(stamps))).collect()
    }

    /// Makes the row of one article anew.
    ///
    /// # Errors
    /// When its file or a journal cannot be read.
    pub fn fresh_row(&self, id: &ArticleId) -> Result<Row, StoreError> {
        let path = self.article_path(id).unwrap_or_default();
        let stamp = Stamp::of(&fs::metadata(&path).map_err(StoreError::of("read", &path))?);
        let annotators = self.other_annotators()?.into_iter().chain([self.annotator().clone()]);
        let mut journals: Vec<(String, Stamp)> = annotators
            .filter_map(|name| Some((name.to_string(), Stamp::of(&fs::metadata(self.journal_path(&name, id)).ok()?))))
            .collect();
        journals.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(self.row(id, stamp, journals)?.0)
    }

    fn row(
        &self,
        id: &ArticleId,
        stamp: Stamp,
        journals: Vec<(String, Stamp)>,
    ) -> Result<(Row, Vec<Complaint>), StoreError> {
        let path = self.article_path(id).unwrap_or_default();
        let mut head = Vec::new();
        let file = File::open(&path).map_err(StoreError::of("read", &path))?;
        file.take(formats::HEAD as u64).read_to_end(&mut head).map_err(StoreError::of("read", &path))?;
        let meta = formats::read_meta(id, &head);
        let mut complaints = Vec::new();
        let mut folded = Vec::new();
        let (mut latest, mut taught) = (None, Taught::default());
        for (name, _) in &journals {
            let (acts, more) = journal::read(&self.journal_path(name, id))?;
            complaints.extend(more);
            if **self.annotator() == **name {
                latest = History::of(&acts).next_undo().cloned();
                taught = Taught::of(&acts);
            }
            folded.push(Journal { annotator: Arc::from(name.as_str()), acts });
        }
        let (counts, facts) = (Counts::of(&folded), Facts::of(&folded));
        let row = Row {
            id: id.clone(),
            title: meta.title,
            date: meta.date,
            source: meta.source,
            counts,
            orphans: self.count_orphans(id, &folded),
            latest,
            taught,
            facts,
            stamp,
            journals,
        };
        Ok((row, complaints))
    }

    /// Counts what has lost its place: only where something was annotated is the whole text read.
    fn count_orphans(&self, id: &ArticleId, journals: &[Journal]) -> usize {
        let some = journals.iter().any(|journal| !journal.acts.is_empty());
        let article = some.then(|| self.article(id).ok()).flatten();
        article.map_or(0, |article| Annotations::fold(journals, &article.body, &article.hash).orphans.len())
    }

    fn article_files(&self, complaints: &mut Vec<Complaint>) -> Vec<(ArticleId, Stamp)> {
        let root = self.articles();
        let mut files = Vec::new();
        let whole = root.canonicalize().unwrap_or_else(|_| root.clone());
        // A link may lead to another place of the library, never out of it: what lies there is nobody's article.
        let inside = |entry: &walkdir::DirEntry| {
            let leads_in = || entry.path().canonicalize().is_ok_and(|target| target.starts_with(&whole));
            entry.depth() == 0 || !entry.path_is_symlink() || leads_in()
        };
        for entry in
            walkdir::WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter().filter_entry(inside)
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() => match relative(&root, entry.path()) {
                    Some(id) if formats::is_article(&id) => match entry.metadata() {
                        Ok(meta) => files.push((ArticleId::new(&id), Stamp::of(&meta))),
                        Err(error) => complaints.push(Complaint::new(error.to_string())),
                    },
                    Some(_) => {}
                    None => complaints.push(Complaint::new(format!(
                        "{} is left out: its name is not UTF-8; rename it",
                        entry.path().display()
                    ))),
                },
                Ok(_) => {}
                Err(error) if error.depth() == 0 => {} // no folder of articles yet: the list says what to do
                Err(error) => complaints.push(Complaint::new(error.to_string())),
            }
        }
        files
    }

    fn journal_stamps(&self) -> HashMap<ArticleId, Vec<(String, Stamp)>> {
        let root = self.annotations();
        let mut stamps: HashMap<ArticleId, Vec<(String, Stamp)>> = HashMap::new();
        for entry in walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().flatten() {
            let Some(path) = entry.file_type().is_file().then(|| relative(&root, entry.path())).flatten() else {
                continue;
            };
            let Some((annotator, rest)) = path.split_once('/') else { continue };
            let Some(id) = rest.strip_suffix(".toml").filter(|id| formats::is_article(id)) else { continue };
            if let Ok(meta) = entry.metadata() {
                stamps.entry(ArticleId::new(id)).or_default().push((annotator.to_owned(), Stamp::of(&meta)));
            }
        }
        stamps
    }
}

/// Returns a path below `root` with `/` between folders, or nothing when it is not UTF-8.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(std::ffi::OsStr::to_str).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use crate::store::Library;

    #[test]
    fn rows_are_in_the_order_of_their_paths_as_strings() {
        let folder = tempfile::TempDir::new().unwrap();
        for path in ["a/b.txt", "a-b.txt", "a.txt", "a/B.txt"] {
            let path = folder.path().join("articles").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "Title").unwrap();
        }
        let scan = Library::new(folder.path(), "tester").scan(&[], &mut |_, _| true);
        let ids: Vec<&str> = scan.rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["a-b.txt", "a.txt", "a/B.txt", "a/b.txt"]);
    }
}
