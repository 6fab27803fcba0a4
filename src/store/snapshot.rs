//! The library as it was at one time: the catalogue of all articles, and the rows of those that somebody annotated.

use super::catalogue::{Catalogue, key};
use super::stories::Groups;
use super::{Library, Row, StoreError, write_whole};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead};
use std::path::PathBuf;
use std::sync::Arc;

/// Written as the first line of the cache of rows; another one is not read.
const VERSION: &str = "newsgloss index 5";

/// A state of the library. Articles are numbered as in the catalogue.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// All articles.
    pub catalogue: Arc<Catalogue>,
    /// Those that have journals, in the order of their paths as strings.
    pub marked: Arc<Vec<Row>>,
    /// Position in `marked` by number.
    places: Arc<HashMap<u32, usize>>,
    /// Articles that tell the same story as another, each with the number of its group.
    groups: Arc<Groups>,
    /// The same by number, with how many articles the group has.
    stories: Arc<HashMap<u32, (u64, usize)>>,
}

impl Default for Snapshot {
    fn default() -> Self {
        Self::new(Arc::new(Catalogue::empty()), Vec::new())
    }
}

impl Snapshot {
    pub(super) fn new(catalogue: Arc<Catalogue>, mut marked: Vec<Row>) -> Self {
        marked.sort_by(|a, b| a.id.cmp(&b.id));
        let numbers = catalogue.numbers(marked.iter().map(|row| &row.id));
        let places = (0..).zip(&marked).filter_map(|(at, row)| Some((*numbers.get(&key(&row.id))?, at))).collect();
        let (marked, places) = (Arc::new(marked), Arc::new(places));
        Self { catalogue, marked, places, groups: Arc::default(), stories: Arc::default() }
    }

    /// Adds which articles tell the same story.
    pub(super) fn with_groups(mut self, groups: Arc<Groups>) -> Self {
        let numbers = self.catalogue.numbers(groups.keys());
        let numbered: Vec<(u32, u64)> =
            groups.iter().filter_map(|(id, group)| Some((*numbers.get(&key(id))?, *group))).collect();
        let mut sizes: HashMap<u64, usize> = HashMap::new();
        numbered.iter().for_each(|(_, group)| *sizes.entry(*group).or_default() += 1);
        let several = numbered.into_iter().map(|(number, group)| (number, (group, sizes[&group])));
        self.stories = Arc::new(several.filter(|(_, (_, size))| *size > 1).collect());
        self.groups = groups;
        self
    }

    pub(super) fn groups(&self) -> &Arc<Groups> {
        &self.groups
    }

    /// Returns the numbers of the articles that tell the same story as this one, itself among them.
    pub(super) fn same_story(&self, number: u32) -> Vec<u32> {
        let Some((group, _)) = self.stories.get(&number) else { return vec![number] };
        self.stories.iter().filter(|(_, (other, _))| other == group).map(|(number, _)| *number).collect()
    }

    /// Reads the row of an article.
    #[must_use]
    pub fn row(&self, number: u32) -> Option<Row> {
        let row = match self.marked_row(number) {
            Some(row) => row.clone(),
            None => Row::plain(self.catalogue.head(number)?),
        };
        Some(Row { others: self.stories.get(&number).map_or(0, |(_, size)| size - 1), ..row })
    }

    /// Returns the row of an article that has journals.
    #[must_use]
    pub fn marked_row(&self, number: u32) -> Option<&Row> {
        self.places.get(&number).and_then(|at| self.marked.get(*at))
    }

    /// Returns the numbers of the articles that have journals, each with its row.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &Row)> {
        self.places.iter().filter_map(|(number, at)| Some((*number, self.marked.get(*at)?)))
    }
}

impl Library {
    pub(super) fn catalogue_path(&self) -> PathBuf {
        self.derived().join("catalogue")
    }

    fn rows_path(&self) -> PathBuf {
        self.derived().join(format!("index-{}.jsonl", self.annotator()))
    }

    /// Reads what the last scan found; nothing where there was none, or by another version.
    #[must_use]
    pub fn last_snapshot(&self) -> Snapshot {
        let snapshot = self.last_catalogue();
        if snapshot.catalogue.is_empty() { snapshot } else { Snapshot::new(snapshot.catalogue, self.kept_rows()) }
    }

    /// The same without the rows of annotated articles.
    pub(super) fn last_catalogue(&self) -> Snapshot {
        Catalogue::open(&self.catalogue_path())
            .map_or_else(Snapshot::default, |catalogue| Snapshot::new(Arc::new(catalogue), Vec::new()))
    }

    fn kept_rows(&self) -> Vec<Row> {
        let Ok(file) = File::open(self.rows_path()) else { return Vec::new() };
        let mut lines = io::BufReader::new(file).lines();
        if !matches!(lines.next(), Some(Ok(line)) if line == VERSION) {
            return Vec::new();
        }
        let rows: Option<Vec<Row>> = lines.map(|line| serde_json::from_str(&line.ok()?).ok()).collect();
        rows.unwrap_or_default()
    }

    /// Keeps the rows of annotated articles for the next start.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn keep_rows(&self, rows: &[Row]) -> Result<(), StoreError> {
        let folder = self.derived();
        fs::create_dir_all(&folder).map_err(StoreError::of("make the folder", &folder))?;
        write_whole(&self.rows_path(), &mut |out| {
            writeln!(out, "{VERSION}")?;
            for row in rows {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)?;
            }
            Ok(())
        })
    }
}
