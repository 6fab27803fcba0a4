//! Files of others, read whole, and new articles that come with them.

use super::adding::write_new;
use super::{Library, StoreError};
use crate::formats::import::Source;
use crate::model::ArticleId;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Reads a file, or all files of a folder and of the folders in it; hidden ones are left alone.
///
/// # Errors
/// When one cannot be read.
pub fn read_files(path: &Path) -> Result<Vec<Source>, StoreError> {
    let source = |file: &Path| {
        let below = file.strip_prefix(path).ok().filter(|below| !below.as_os_str().is_empty());
        let name = below.map_or_else(|| file.file_name().unwrap_or_default().to_string_lossy(), Path::to_string_lossy);
        let bytes = fs::read(file).map_err(StoreError::of("read", file))?;
        Ok(Source { name: name.into_owned(), bytes })
    };
    if !path.is_dir() {
        return source(path).map(|one| vec![one]);
    }
    let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
    let walk = walkdir::WalkDir::new(path).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
    let mut out = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| StoreError::of("list", path)(error.into()))?;
        if entry.file_type().is_file() {
            out.push(source(entry.path())?);
        }
    }
    Ok(out)
}

/// Bytes at the start of a file that tell what it holds.
const HEAD: u64 = 4096;
/// Bytes of a text that annotations are on.
const TEXT: u64 = 64 * 1024 * 1024;

/// Reads the start of a plain file, where there is one.
#[must_use]
pub fn read_head(path: &Path) -> Option<Vec<u8>> {
    read_at_most(path, HEAD)
}

/// Reads a plain file that lies beside another one, where there is one.
#[must_use]
pub fn read_beside(path: &Path) -> Option<Vec<u8>> {
    read_at_most(path, TEXT)
}

fn read_at_most(path: &Path, most: u64) -> Option<Vec<u8>> {
    fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The folder of articles that came with annotations.
const FOLDER: &str = "imported";
/// Names that are tried where others are taken.
const NAMES: usize = 100_000;

impl Library {
    /// Writes a new article below `imported/`, and returns its id. What is there is never overwritten.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new_article(&self, name: &str, bytes: &[u8]) -> Result<ArticleId, StoreError> {
        let safe = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '-' };
        let stem: String = name.chars().map(safe).take(100).collect();
        let stem = stem.trim_matches(['.', '-']);
        let stem = if stem.is_empty() { "article" } else { stem };
        for number in 1..NAMES {
            let name = if number == 1 { stem.to_owned() } else { format!("{stem}-{number}") };
            let id = ArticleId::new(&format!("{FOLDER}/{name}.md"));
            let Some(path) = self.article_path(&id).filter(|path| !super::is_there(path)) else { continue };
            let folder = path.parent().unwrap_or(self.root());
            fs::create_dir_all(folder).map_err(StoreError::of("make the folder", folder))?;
            match write_new(&path, bytes) {
                Err(error) if error.cause.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok(()) => return Ok(id),
            }
        }
        let path = self.articles().join(FOLDER);
        Err(StoreError::of("write into", &path)(io::Error::other(format!("all names like {stem} are taken"))))
    }
}

#[cfg(test)]
mod tests {
    use super::read_files;
    use crate::store::Library;

    #[test]
    fn new_articles_overwrite_nothing_and_stay_inside() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(folder.path(), "me");
        let made =
            ["a/../b", "a/../b", "", "..", "习近平"].map(|name| library.new_article(name, name.as_bytes()).unwrap());
        let made: Vec<&str> = made.iter().map(crate::model::ArticleId::as_str).collect();
        let expected =
            ["a-..-b", "a-..-b-2", "article", "article-2", "习近平"].map(|name| format!("imported/{name}.md"));
        assert_eq!(made, expected);
        let names: Vec<String> = read_files(folder.path()).unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(names.len(), 5, "{names:?}");
        assert!(names[0].starts_with("articles/imported/"));
    }
}
