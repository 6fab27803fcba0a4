//! Feeds that are subscribed to: `feeds.toml`, which people may edit, and what their servers said last, which is derived.

use super::own_file::{locked, read_own};
use super::{Library, StoreError, write_whole};
use crate::formats::intake::Subscription;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

/// A feed as it stands in `feeds.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Where it is.
    pub url: String,
    /// What it is called; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
}

#[derive(Default, Serialize, Deserialize)]
struct File {
    #[serde(default)]
    feed: Vec<Feed>,
}

/// What a server said when a feed was got last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// The version that it named, to be sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When it was changed, in the server's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// Before this time it wants no question, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_until: Option<i64>,
    /// Why it could not be got, where that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// The last visit to each address.
pub type Visits = BTreeMap<String, Visit>;

impl Library {
    /// Returns the file of the feeds.
    #[must_use]
    pub fn feeds_path(&self) -> PathBuf {
        self.root().join("feeds.toml")
    }

    fn visits_path(&self) -> PathBuf {
        self.derived().join("feeds.toml")
    }

    fn feeds_text(&self) -> Result<String, StoreError> {
        let path = self.feeds_path();
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(String::new()),
            Err(cause) => Err(StoreError::of("read", &path)(cause)),
        }
    }

    /// Lists the feeds in the order of the file.
    ///
    /// # Errors
    /// When the file cannot be read, or is not what it should be; it is left as it is then.
    pub fn feeds(&self) -> Result<Vec<Feed>, StoreError> {
        self.feeds_of(&self.feeds_text()?)
    }

    fn feeds_of(&self, text: &str) -> Result<Vec<Feed>, StoreError> {
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            let why = format!("line {line}: {}", error.message());
            StoreError::of("read", &self.feeds_path())(io::Error::new(io::ErrorKind::InvalidData, why))
        })?;
        Ok(file.feed)
    }

    /// Adds feeds at the end of the file; what stands there stays as it is. Returns those that are new.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn subscribe(&self, feeds: &[Subscription]) -> Result<Vec<Feed>, StoreError> {
        let path = self.feeds_path();
        let _lock = locked(&self.derived().join("feeds.lock"))?;
        if path.is_symlink() {
            let why = "it is a link; put the file itself there";
            return Err(StoreError::of("change", &path)(io::Error::new(io::ErrorKind::InvalidInput, why)));
        }
        let mut text = self.feeds_text()?;
        let mut known: Vec<String> = self.feeds_of(&text)?.into_iter().map(|feed| feed.url).collect();
        let mut new = Vec::new();
        for Subscription { title, url } in feeds {
            if !known.contains(url) {
                known.push(url.clone());
                new.push(Feed { url: url.clone(), title: title.clone() });
            }
        }
        if new.is_empty() {
            return Ok(new);
        }
        let written = toml::to_string(&File { feed: new.clone() });
        let written = written.map_err(|cause| StoreError::of("write", &path)(io::Error::other(cause)))?;
        if !text.is_empty() {
            text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
        }
        text.push_str(&written);
        write_whole(&path, &mut |out| out.write_all(text.as_bytes()))?;
        Ok(new)
    }

    /// Returns what servers said last; nothing where that was deleted.
    #[must_use]
    pub fn visits(&self) -> Visits {
        read_own(&self.visits_path()).unwrap_or_default()
    }

    /// Keeps what servers said.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_visits(&self, visits: &Visits) -> Result<(), StoreError> {
        let path = self.visits_path();
        fs::create_dir_all(self.derived()).map_err(StoreError::of("make the folder", &self.derived()))?;
        let text = toml::to_string(visits).map_err(|cause| StoreError::of("write", &path)(io::Error::other(cause)))?;
        write_whole(&path, &mut |out| out.write_all(text.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Feed, Visit, Visits};
    use crate::formats::intake::Subscription;
    use crate::store::Library;

    #[test]
    fn feeds_are_added_and_comments_stay() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "me");
        assert_eq!(library.feeds().unwrap(), []);
        let feed = |url: &str, title: &str| Subscription { url: url.into(), title: title.into() };
        library.subscribe(&[feed("https://a.example/f", "A \"a\"")]).unwrap();
        let path = library.feeds_path();
        std::fs::write(&path, format!("# mine\n{}", std::fs::read_to_string(&path).unwrap())).unwrap();
        let new = library.subscribe(&[feed("https://a.example/f", "x"), feed("https://b.example/f", "")]).unwrap();
        assert_eq!(new, [Feed { url: "https://b.example/f".into(), title: String::new() }]);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# mine\n[[feed]]\n"), "{text}");
        assert_eq!(library.feeds().unwrap().len(), 2);
        std::fs::write(&path, "[[feed]\n").unwrap();
        assert!(library.feeds().unwrap_err().to_string().contains("line 1"));
        assert!(library.subscribe(&[feed("https://c.example", "")]).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "[[feed]\n");
        let visits: Visits =
            [("https://a.example/f".to_owned(), Visit { etag: Some("\"x\"".into()), ..Visit::default() })].into();
        library.keep_visits(&visits).unwrap();
        assert_eq!(library.visits(), visits);
    }
}
