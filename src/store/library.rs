//! A library on disk: where things lie, and reading one article with its journals.

use super::{StoreError, journal};
use crate::formats;
use crate::model::{Act, Annotations, Article, ArticleId, Complaint, Journal, Places};
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A folder of articles and annotations, and who annotates.
#[derive(Clone, Debug)]
pub struct Library {
    root: PathBuf,
    annotator: Arc<str>,
    /// Journals whose folders this program has synced.
    synced: Arc<Mutex<HashSet<PathBuf>>>,
}

/// One article with all that was done to it.
#[derive(Debug)]
pub struct Loaded {
    /// The article.
    pub article: Article,
    /// One journal an annotator; the own one first, even when it is empty.
    pub journals: Vec<Journal>,
    /// Where their anchors lie in the text.
    pub places: Places,
    /// What was odd about the journals.
    pub complaints: Vec<Complaint>,
}

impl Loaded {
    /// Adds own acts that may not be on the disk yet.
    #[must_use]
    pub fn with(mut self, session: Option<&Vec<Act>>) -> Self {
        if let (Some(own), Some(acts)) = (self.journals.first_mut(), session) {
            own.complete(acts);
        }
        self
    }
}

/// Says whether there is a folder at `path`.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Says whether a folder looks like a library: it has articles or a configuration.
#[must_use]
pub fn is_library(folder: &Path) -> bool {
    folder.join("articles").is_dir() || folder.join("config.toml").is_file()
}

impl Library {
    /// Takes a folder; nothing is read or written yet. The annotator's name becomes a folder name, so every character
    /// but letters, digits, `.`, `_` and `-` is replaced by `-`.
    #[must_use]
    pub fn new(root: &Path, annotator: &str) -> Self {
        let safe: String =
            annotator.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
        let safe = safe.trim_start_matches('.');
        let annotator = Arc::from(if safe.is_empty() { "me" } else { safe });
        Self { root: root.to_owned(), annotator, synced: Arc::default() }
    }

    pub(super) fn is_synced(&self, journal: &Path) -> bool {
        self.synced.lock().is_ok_and(|synced| synced.contains(journal))
    }

    pub(super) fn note_synced(&self, journal: PathBuf) {
        if let Ok(mut synced) = self.synced.lock() {
            synced.insert(journal);
        }
    }

    /// Returns the folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the name of who annotates.
    #[must_use]
    pub const fn annotator(&self) -> &Arc<str> {
        &self.annotator
    }

    /// Returns the folder of the articles.
    #[must_use]
    pub fn articles(&self) -> PathBuf {
        self.root.join("articles")
    }

    /// Returns the folder of all journals.
    #[must_use]
    pub fn annotations(&self) -> PathBuf {
        self.root.join("annotations")
    }

    /// Returns the folder of the own journals.
    #[must_use]
    pub fn own(&self) -> PathBuf {
        self.annotations().join(&*self.annotator)
    }

    /// Returns the folder of what can be derived again.
    #[must_use]
    pub fn derived(&self) -> PathBuf {
        self.root.join(".newsgloss")
    }

    /// Returns the file of an article, or nothing when the id would lead out of the library.
    #[must_use]
    pub fn article_path(&self, id: &ArticleId) -> Option<PathBuf> {
        let path = Path::new(id.as_str());
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        (inside && !id.as_str().is_empty()).then(|| self.articles().join(path))
    }

    /// Says whether a file of this path would lie among the articles or the journals, where only they may be.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Ok(folder) = folder.canonicalize() else { return false };
        let own = [self.articles(), self.annotations()];
        own.iter().filter_map(|own| own.canonicalize().ok()).any(|own| folder.starts_with(own))
    }

    /// Returns the journal of `annotator` on an article.
    #[must_use]
    pub fn journal_path(&self, annotator: &str, id: &ArticleId) -> PathBuf {
        self.annotations().join(annotator).join(format!("{id}.toml"))
    }

    /// Reads an article and its journals.
    ///
    /// # Errors
    /// When the article or a journal cannot be read. An unreadable journal is never taken for an empty one.
    pub fn load(&self, id: &ArticleId) -> Result<Loaded, StoreError> {
        let article = self.article(id)?;
        let (journals, complaints) = self.journals(id)?;
        // A changed text is searched here, on a thread that may take its time.
        let mut places = Places::new(&article.body, &article.hash);
        let _ = Annotations::fold_at(&journals, &mut places);
        Ok(Loaded { article, journals, places, complaints })
    }

    /// Reads an article with what some annotators made of it, and what was odd about their journals.
    ///
    /// # Errors
    /// When the article or a journal cannot be read.
    pub fn annotated(
        &self,
        id: &ArticleId,
        annotators: &[Arc<str>],
    ) -> Result<(Article, Annotations, Vec<Complaint>), StoreError> {
        let (article, mut complaints) = (self.article(id)?, Vec::new());
        let mut journals = Vec::new();
        for annotator in annotators {
            let (acts, more) = journal::read(&self.journal_path(annotator, id))?;
            complaints.extend(more);
            journals.push(Journal { annotator: annotator.clone(), acts });
        }
        let annotations = Annotations::fold(&journals, &article.body, &article.hash);
        Ok((article, annotations, complaints))
    }

    /// Reads an article alone.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn article(&self, id: &ArticleId) -> Result<Article, StoreError> {
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "an article is named by its path below articles/");
        let path = self.article_path(id).ok_or_else(|| StoreError::of("read", Path::new(id.as_str()))(outside()))?;
        let meta = fs::metadata(&path).map_err(StoreError::of("read", &path))?;
        if !meta.is_file() {
            return Err(StoreError::of("read", &path)(io::Error::new(
                io::ErrorKind::InvalidInput,
                "it is not a plain file",
            )));
        }
        let bytes = fs::read(&path).map_err(StoreError::of("read", &path))?;
        Ok(formats::read(id, &bytes))
    }

    /// Reads the journals of an article, the own one first.
    ///
    /// # Errors
    /// When one that exists cannot be read.
    pub fn journals(&self, id: &ArticleId) -> Result<(Vec<Journal>, Vec<Complaint>), StoreError> {
        let (own, mut complaints) = journal::read(&self.journal_path(&self.annotator, id))?;
        let mut journals = vec![Journal { annotator: self.annotator.clone(), acts: own }];
        for annotator in self.other_annotators()? {
            let (acts, more) = journal::read(&self.journal_path(&annotator, id))?;
            complaints.extend(more);
            if !acts.is_empty() {
                journals.push(Journal { annotator, acts });
            }
        }
        Ok((journals, complaints))
    }

    /// Lists all annotators: the own one first, the others sorted by name.
    ///
    /// # Errors
    /// When the folder exists and cannot be listed.
    pub fn annotators(&self) -> Result<Vec<Arc<str>>, StoreError> {
        Ok(std::iter::once(self.annotator.clone()).chain(self.other_annotators()?).collect())
    }

    /// Lists the other annotators, sorted by name.
    ///
    /// # Errors
    /// When the folder exists and cannot be listed.
    pub fn other_annotators(&self) -> Result<Vec<Arc<str>>, StoreError> {
        let folder = self.annotations();
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(StoreError::of("list", &folder)(cause)),
        };
        let names = entries.flatten().filter(|entry| entry.path().is_dir());
        let mut names: Vec<Arc<str>> = names.filter_map(|entry| entry.file_name().to_str().map(Arc::from)).collect();
        names.retain(|name| *name != self.annotator && !name.starts_with('.'));
        names.sort();
        Ok(names)
    }
}
