//! Watching the library for what another window or program writes.

use super::Library;
use crate::formats;
use crate::model::ArticleId;
use notify::event::{EventKind, ModifyKind};
use notify::{RecursiveMode, Watcher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long after a folder appeared its files are listed: those that came with it, or before the system watched it, send no
/// news of their own.
const SETTLE: Duration = Duration::from_millis(500);

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
    pub fn new(library: &Library, tell: impl Fn(Changed) + Clone + Send + 'static) -> Result<Self, String> {
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
        let (appeared, folders) = channel();
        let (listed, all) = (tell.clone(), (articles.clone(), annotations.clone()));
        std::thread::spawn(move || {
            list(&folders, &|path| changed(&all.0, &all.1, path).into_iter().for_each(&listed));
        });
        let handler = move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if event.kind.is_access() {
                return;
            }
            let appears = matches!(event.kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)));
            for path in event.paths {
                if appears && path.symlink_metadata().is_ok_and(|meta| meta.is_dir()) {
                    let _ = appeared.send((Instant::now(), path));
                    continue;
                }
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

/// Gives the files of folders that appeared, each folder when it has settled.
fn list(folders: &Receiver<(Instant, PathBuf)>, tell: &dyn Fn(&Path)) {
    for (seen, folder) in folders {
        std::thread::sleep((seen + SETTLE).saturating_duration_since(Instant::now()));
        let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
        entries.filter(|entry| entry.file_type().is_file()).for_each(|entry| tell(entry.path()));
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

#[cfg(test)]
mod tests {
    use super::{Changed, Watcher};
    use crate::model::ArticleId;
    use crate::store::Library;
    use std::fs;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    #[test]
    fn the_articles_of_a_folder_that_appears_are_told() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "tester");
        let made = folder.path().join("made/deep");
        fs::create_dir_all(&made).unwrap();
        fs::write(made.join("a.txt"), "One").unwrap();
        let (tell, told) = channel();
        let _watcher = Watcher::new(&library, move |changed| drop(tell.send(changed))).unwrap();
        fs::rename(folder.path().join("made"), library.articles().join("made")).unwrap();
        let wanted = Changed::Article(ArticleId::new("made/deep/a.txt"));
        while told.recv_timeout(Duration::from_secs(20)).unwrap() != wanted {}
    }
}
