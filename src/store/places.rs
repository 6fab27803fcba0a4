//! How far each article was read: `read.jsonl`, to which a line is added with each article that is left. A file that is
//! written anew each time would cost a second an article for somebody who has read a hundred thousand.
//!
//! A line is `["PATH", CODE POINT, "open" | "read" | "unread"]`; of an article the last one counts. A line that was cut off
//! by a crash is passed over.

use super::journal::{open, write_and_sync};
use super::output::write_whole;
use super::{Library, Place, Reading, StoreError};
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{fs, io};

/// Each time the file has grown by so many bytes it is looked whether it is worth writing anew.
const GROWN: u64 = 256 << 10;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Open,
    Read,
    Unread,
}

/// The lines of the file, each article once.
#[derive(Default)]
pub(super) struct Lines {
    pub places: BTreeMap<ArticleId, Place>,
    /// How many lines there are.
    count: usize,
    /// How many of them cannot be read.
    pub odd: usize,
}

impl Library {
    /// Returns where it lies how far articles were read.
    #[must_use]
    pub fn places_path(&self) -> PathBuf {
        self.own().join("read.jsonl")
    }

    /// Reads the file; one that does not exist is empty.
    pub(super) fn places(&self) -> Result<Lines, StoreError> {
        let path = self.places_path();
        match fs::read(&path) {
            Ok(bytes) => Ok(Lines::of(&bytes)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Lines::default()),
            Err(cause) => Err(StoreError::of("read", &path)(cause)),
        }
    }

    /// Adds what has changed, after what an older version kept elsewhere. The caller holds the lock of the reading state.
    pub(super) fn add_places(&self, older: &BTreeMap<ArticleId, Place>, changed: &Reading) -> Result<(), StoreError> {
        let places = older.iter().chain(&changed.articles).map(|(id, place)| line(id, Some(*place)));
        let lines: String = places.chain(changed.unread.iter().map(|id| line(id, None))).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let path = self.places_path();
        let mut file = open(&path).map_err(StoreError::of("write", &path))?;
        let old = file.metadata().map_err(StoreError::of("read", &path))?.len();
        write_and_sync(&mut file, old, &lines).map_err(StoreError::of("write", &path))?;
        let new = old + lines.len() as u64;
        if old / GROWN == new / GROWN { Ok(()) } else { self.tidy_places() }
    }

    /// Writes the file anew where most of it is out of date.
    fn tidy_places(&self) -> Result<(), StoreError> {
        let lines = self.places()?;
        if lines.odd > 0 || lines.count <= 2 * lines.places.len() {
            return Ok(());
        }
        write_whole(&self.places_path(), &mut |out| {
            lines.places.iter().try_for_each(|(id, place)| out.write_all(line(id, Some(*place)).as_bytes()))
        })
    }
}

impl Lines {
    fn of(bytes: &[u8]) -> Self {
        let (mut states, mut odd) = (Vec::new(), 0);
        let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).peekable();
        let mut count = 0;
        while let Some(line) = lines.next() {
            count += 1;
            match serde_json::from_slice::<(ArticleId, usize, State)>(line) {
                Ok(state) => states.push(state),
                // The last one may just have been cut off.
                Err(_) => odd += usize::from(lines.peek().is_some()),
            }
        }
        let mut places: BTreeMap<ArticleId, Option<Place>> = BTreeMap::new();
        places.extend(states.into_iter().map(|(id, at, state)| match state {
            State::Unread => (id, None),
            State::Open => (id, Some(Place { at, read: false })),
            State::Read => (id, Some(Place { at, read: true })),
        }));
        let places = places.into_iter().filter_map(|(id, place)| Some((id, place?))).collect();
        Self { places, count, odd }
    }
}

fn line(id: &ArticleId, place: Option<Place>) -> String {
    let (at, state) = match place {
        None => (0, State::Unread),
        Some(Place { at, read: false }) => (at, State::Open),
        Some(Place { at, read: true }) => (at, State::Read),
    };
    let mut line = serde_json::to_string(&(id, at, state)).unwrap_or_default();
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::GROWN;
    use crate::model::ArticleId;
    use crate::store::{Library, Place, Reading};
    use proptest::prelude::*;
    use std::collections::BTreeMap;
    use std::io::Write as _;

    fn change(places: &[(&str, usize, bool)], unread: &[&str]) -> Reading {
        let place = |(id, at, read): &(&str, usize, bool)| (ArticleId::new(id), Place { at: *at, read: *read });
        let unread = unread.iter().map(|id| ArticleId::new(id)).collect();
        Reading { articles: places.iter().map(place).collect(), unread, ..Reading::default() }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(30))]
        #[test]
        fn of_each_article_the_last_change_counts(
            changes in prop::collection::vec(("[ab]\"?\n?", prop::option::of((0usize..9, any::<bool>())), any::<bool>()), 0..30),
        ) {
            let folder = tempfile::TempDir::new().unwrap();
            let library = Library::new(folder.path(), "tester");
            let mut expected = BTreeMap::new();
            for (id, place, torn) in changes {
                let id = ArticleId::new(&id);
                match place {
                    Some((at, read)) => {
                        expected.insert(id.clone(), Place { at, read });
                        library.keep_reading(&change(&[(id.as_str(), at, read)], &[])).unwrap();
                    }
                    None => {
                        expected.remove(&id);
                        library.keep_reading(&change(&[], &[id.as_str()])).unwrap();
                    }
                }
                prop_assert_eq!(&library.reading().unwrap().articles, &expected);
                if torn {
                    let mut file = std::fs::OpenOptions::new().append(true).open(library.places_path()).unwrap();
                    file.write_all(b"[\"a\",1,\"re").unwrap();
                    prop_assert_eq!(&library.reading().unwrap().articles, &expected);
                    prop_assert_eq!(library.reading().unwrap().odd, std::fs::read_to_string(library.places_path()).unwrap().lines().filter(|line| line.ends_with("re")).count() - 1);
                }
            }
        }
    }

    #[test]
    fn what_an_older_version_kept_is_moved() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "tester");
        let toml = folder.path().join("annotations/tester/reading.toml");
        std::fs::create_dir_all(toml.parent().unwrap()).unwrap();
        let old = "screen = \"library\"\n[articles.\"a.txt\"]\nat = 3\nread = true\n[articles.\"b.txt\"]\nat = 1\n";
        std::fs::write(&toml, old).unwrap();
        assert_eq!(
            library.reading().unwrap().articles,
            change(&[("a.txt", 3, true), ("b.txt", 1, false)], &[]).articles
        );
        library.keep_reading(&change(&[("b.txt", 7, true)], &["a.txt"])).unwrap();
        assert_eq!(library.reading().unwrap().articles, change(&[("b.txt", 7, true)], &[]).articles);
        assert!(!std::fs::read_to_string(&toml).unwrap().contains("articles"));
    }

    #[test]
    fn a_file_that_is_mostly_out_of_date_is_written_anew() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "tester");
        let many: Vec<String> = (0..4000).map(|at| format!("{at:06}.txt")).collect();
        let places = |at: usize| many.iter().map(|id| (id.as_str(), at, true)).collect::<Vec<_>>();
        for at in 1..=4 {
            library.keep_reading(&change(&places(at), &[])).unwrap();
        }
        assert_eq!(library.reading().unwrap().articles, change(&places(4), &[]).articles);
        assert!(std::fs::metadata(library.places_path()).unwrap().len() < 2 * GROWN);
    }
}
