//! Which files the library has: articles and journals, listed in the order of their paths.

use super::Library;
use super::row::Stamp;
use crate::formats;
use crate::model::{ArticleId, Complaint};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// An article's file, or what is wrong with it.
pub(super) type Listed = Result<(ArticleId, Stamp), Complaint>;

impl Library {
    /// Lists all articles in the order of their paths, with what could not be listed. No article is read.
    #[must_use]
    pub fn article_ids(&self) -> (Vec<ArticleId>, Vec<Complaint>) {
        let (mut ids, mut complaints) = (Vec::new(), Vec::new());
        for listed in self.article_files() {
            match listed {
                Ok((id, _)) => ids.push(id),
                Err(complaint) => complaints.push(complaint),
            }
        }
        (ids, complaints)
    }

    /// Lists the articles that have journals, whether they are in the library or not, each with its annotators.
    #[must_use]
    pub fn journal_ids(&self) -> BTreeMap<ArticleId, Vec<String>> {
        let names = |stamps: Vec<(String, Stamp)>| stamps.into_iter().map(|(name, _)| name).collect();
        self.journal_stamps().into_iter().map(|(id, stamps)| (id, names(stamps))).collect()
    }

    /// Walks over the articles' files, folder by folder.
    pub(super) fn article_files(&self) -> impl Iterator<Item = Listed> {
        let root = self.articles();
        let whole = root.canonicalize().unwrap_or_else(|_| root.clone());
        // A link may lead to another place of the library, never out of it: what lies there is nobody's article.
        let inside = move |entry: &walkdir::DirEntry| {
            let leads_in = || entry.path().canonicalize().is_ok_and(|target| target.starts_with(&whole));
            entry.depth() == 0 || !entry.path_is_symlink() || leads_in()
        };
        let walk = walkdir::WalkDir::new(&root).follow_links(true).sort_by_file_name();
        walk.into_iter().filter_entry(inside).filter_map(move |entry| match entry {
            Ok(entry) => listed(&root, &entry),
            Err(error) if error.depth() == 0 => None, // no folder of articles yet: the list says what to do
            Err(error) => Some(Err(Complaint::new(error.to_string()))),
        })
    }

    pub(super) fn journal_stamps(&self) -> HashMap<ArticleId, Vec<(String, Stamp)>> {
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

fn listed(root: &Path, entry: &walkdir::DirEntry) -> Option<Listed> {
    if !entry.file_type().is_file() {
        return None;
    }
    let Some(id) = relative(root, entry.path()) else {
        let path = entry.path().display();
        return Some(Err(Complaint::new(format!("{path} is left out: its name is not UTF-8; rename it"))));
    };
    let stamp = || entry.metadata().map(|meta| Stamp::of(&meta)).map_err(|error| Complaint::new(error.to_string()));
    formats::is_article(&id).then(|| stamp().map(|stamp| (ArticleId::new(&id), stamp)))
}

/// Returns a path below `root` with `/` between folders, or nothing when it is not UTF-8.
fn relative(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(std::ffi::OsStr::to_str).collect();
    Some(parts?.join("/"))
}
