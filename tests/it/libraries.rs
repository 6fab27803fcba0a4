//! Libraries in temporary folders, for tests to work on.

use newsgloss::formats::journal::{Parsed, parse};
use std::fs;
use std::path::{Path, PathBuf};

/// A library that is gone when it is dropped.
pub struct Lib(tempfile::TempDir);

impl Lib {
    /// Makes a library of these articles (path below `articles/`, content).
    pub fn of<B: AsRef<[u8]>>(articles: &[(&str, B)]) -> Self {
        let lib = Self(tempfile::Builder::new().prefix("newsgloss-it-").tempdir().unwrap());
        fs::write(lib.root().join("config.toml"), "annotator = \"me\"\n").unwrap();
        for (path, content) in articles {
            lib.write(path, content.as_ref());
        }
        lib
    }

    /// Writes one article.
    pub fn write(&self, path: &str, content: &[u8]) {
        let file = self.root().join("articles").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// Returns the journal of `me` on an article.
    pub fn journal_path(&self, article: &str) -> PathBuf {
        self.root().join("annotations/me").join(format!("{article}.toml"))
    }

    /// Reads that journal as it lies on the disk; one that does not exist is empty.
    pub fn journal(&self, article: &str) -> Parsed {
        parse(&fs::read(self.journal_path(article)).unwrap_or_default())
    }
}
