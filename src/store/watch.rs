//! Watching the library for what another window or program writes.

use super::Library;
use crate::formats;
use crate::model::ArticleId;
use notify::{RecursiveMode, Watcher as _};
use std::path::Path;

/// What changed on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A journal of this article.
    Journal(ArticleId),
    /// This article's file, or a new or removed one.
    Article(ArticleId),
    /// The registry, or a journal of its changes.
    Registry,
    /// The library's configuration.
    Config,
}

/// Watches as long as it lives.
pub struct Watcher {
    _inner: notify::RecommendedWatcher,
}

impl Watcher {
    /// Watches the articles and annotations of a library and tells `tell` of each change, on a thread of its own.
    ///
    /// # Errors
    /// One sentence when the system cannot watch; the program works on without.
    pub fn new(library: &Library, tell: impl Fn(Changed) + Send + 'static) -> Result<Self, String> {
        let (articles, annotations) = (library.articles(), library.annotations());
        // A library without annotations has no such folder yet; it is made so that it can be watched.
        for folder in [&articles, &annotations] {
            let _ = std::fs::create_dir_all(folder);
        }
        // The system reports whole paths, so a library named `.` must be known by its whole path too.
        let whole = |folder: std::path::PathBuf| folder.canonicalize().unwrap_or(folder);
        let (articles, annotations) = (whole(articles), whole(annotations));
        let root = whole(library.root().to_owned());
        let (below_articles, below_annotations) = (articles.clone(), annotations.clone());
        let registry = root.join("entities.toml");
        let config = whole(library.root().to_owned()).join("config.toml");
        let handler = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if event.kind.is_access() {
                return;
            }
            for path in event.paths {
                let change = if path == registry {
                    Some(Changed::Registry)
                } else if path == config {
                    Some(Changed::Config)
                } else {
                    changed(&below_articles, &below_annotations, &path)
                };
                if let Some(change) = change {
                    tell(change);
                }
            }
        };
        let failed = |error: notify::Error| format!("changes by other windows are not seen: {error}");
        let mut inner = notify::recommended_watcher(handler).map_err(failed)?;
        if let Some(root) = articles.parent() {
            inner.watch(root, RecursiveMode::NonRecursive).map_err(failed)?;
        }
        for folder in [articles, annotations] {
            if folder.is_dir() {
                inner.watch(&folder, RecursiveMode::Recursive).map_err(failed)?;
            }
        }
        inner.watch(&root, RecursiveMode::NonRecursive).map_err(failed)?;
        Ok(Self { _inner: inner })
    }
}

fn changed(articles: &Path, annotations: &Path, path: &Path) -> Option<Changed> {
    if let Ok(below) = path.strip_prefix(annotations) {
        let below = below.to_str()?;
        let id = below.split_once('/')?.1.strip_suffix(".toml")?;
        if id == "entities" {
            return Some(Changed::Registry);
        }
        return formats::is_article(id).then(|| Changed::Journal(ArticleId::new(id)));
    }
    let id = path.strip_prefix(articles).ok()?.to_str()?;
    formats::is_article(id).then(|| Changed::Article(ArticleId::new(id)))
}
