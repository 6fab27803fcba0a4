//! Adding articles to a library: each is a new file, written whole, under a name that was free. None is ever opened again.
//!
//! Files are made in `.newsgloss/adding/`, synced some at a time, and only then moved to their places, so that no half file is ever
//! listed, whatever happens meanwhile.

use super::own_file::try_locked;
use super::slug::slug;
use super::stories::{Likeness, Stories};
use super::stories_scan::time_of;
use super::{Library, Progress, StoreError};
use crate::formats::intake::{Item, Original};
use crate::formats::write_article;
use crate::model::{ArticleId, Story};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Files that are synced at once: a sync costs milliseconds, for one file as for many.
const BATCH: usize = 128;

/// What became of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New(ArticleId),
    /// It is new, and tells the story of an earlier one.
    Like(ArticleId, ArticleId, Likeness),
    /// It is there already.
    Same(ArticleId),
}

/// A library to which articles are being added; nobody else adds meanwhile.
pub struct Adding {
    library: Library,
    stories: Stories,
    /// Nothing is written: only what would become of articles is said.
    dry: bool,
    parts: PathBuf,
    waiting: Vec<(TempPath, PathBuf)>,
    /// Names that are taken by what waits, or would be taken.
    taken: HashSet<PathBuf>,
    /// Folders that lie inside the library for certain.
    inside: HashSet<PathBuf>,
    _lock: Option<File>,
}

impl Library {
    /// Begins to add articles. `dry` writes nothing but what is derived. `report` is told how far it is with articles that came into the
    /// folder by other ways; when it answers false it goes on without the rest.
    ///
    /// # Errors
    /// When another program is adding, or the library cannot be written to.
    pub fn adding(&self, dry: bool, report: &mut dyn FnMut(Progress) -> bool) -> Result<Adding, StoreError> {
        let lock = self.derived().join("adding.lock");
        let held = try_locked(&lock)?;
        if held.is_none() {
            let why = "another newsgloss is adding to this library; try again when it is done";
            return Err(StoreError::of("lock", &lock)(io::Error::new(io::ErrorKind::WouldBlock, why)));
        }
        let stories = self.known_stories(time_of(&lock).unwrap_or(0), report)?;
        let parts = self.derived().join("adding");
        if !dry {
            // What a killed program left behind never was an article.
            match fs::remove_dir_all(&parts) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::of("empty", &parts)(cause));
                }
                _ => fs::create_dir_all(&parts).map_err(StoreError::of("make the folder", &parts))?,
            }
        }
        let library = self.clone();
        Ok(Adding {
            library,
            stories,
            dry,
            parts,
            waiting: Vec::new(),
            taken: HashSet::new(),
            inside: HashSet::new(),
            _lock: held,
        })
    }
}

impl Adding {
    /// Adds an article, unless it is there already. It is on the disk after [`Self::flush`].
    ///
    /// # Errors
    /// When its file cannot be written.
    pub fn add(&mut self, item: &Item) -> Result<Added, StoreError> {
        let story = Story::of(&item.meta, &item.text);
        let library = self.library.clone();
        let taken = &self.taken;
        let is_there = |id: &ArticleId| {
            library.article_path(id).is_some_and(|path| taken.contains(&path) || path.symlink_metadata().is_ok())
        };
        let like = self.stories.like(&story, &is_there);
        if let Some((id, Likeness::Same, _)) = like {
            return Ok(Added::Same(id));
        }
        let (ending, text) = write_article(item);
        let id = self.free_name(item, &story, ending);
        let path = self.library.article_path(&id).unwrap_or_default();
        if !self.dry {
            self.make(text.as_bytes(), path.clone())?;
            if let Some(original) = &item.original {
                self.keep(original, &id)?;
            }
        }
        self.taken.insert(path);
        self.stories.add(id.as_str(), &story, like.as_ref().map(|(.., group)| *group));
        if self.waiting.len() >= BATCH {
            self.flush()?;
        }
        Ok(match like {
            Some((earlier, likeness, _)) => Added::Like(id, earlier, likeness),
            None => Added::New(id),
        })
    }

    /// Writes the bytes that an article was made from to `originals/`, under the same name.
    fn keep(&mut self, original: &Original, id: &ArticleId) -> Result<(), StoreError> {
        let stem = id.as_str().rsplit_once('.').map_or(id.as_str(), |(stem, _)| stem);
        let path = self.library.root().join("originals").join(format!("{stem}.{}", original.ending));
        if path.symlink_metadata().is_ok() { Ok(()) } else { self.make(&original.bytes, path) }
    }

    fn make(&mut self, bytes: &[u8], path: PathBuf) -> Result<(), StoreError> {
        let readable = std::os::unix::fs::PermissionsExt::from_mode(0o666);
        let part = tempfile::Builder::new().permissions(readable).tempfile_in(&self.parts);
        let mut part = part.map_err(StoreError::of("write into", &self.parts))?;
        part.write_all(bytes).map_err(StoreError::of("write", &path))?;
        self.waiting.push((part.into_temp_path(), path));
        Ok(())
    }

    /// Puts what waits on the disk: first what stands in the files, then their names, then what is derived from them.
    ///
    /// # Errors
    /// When the disk refuses; what is not in its place then was never listed.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return if self.dry { Ok(()) } else { self.stories.write(&self.library) };
        }
        let root = self.library.root().to_owned();
        sync_all(&root)?;
        for (part, path) in std::mem::take(&mut self.waiting) {
            let folder = path.parent().unwrap_or(&root).to_owned();
            self.make_folder(&folder)?;
            part.persist_noclobber(&path).map_err(|error| StoreError::of("write", &path)(error.error))?;
            self.taken.remove(&path);
        }
        sync_all(&root)?;
        self.stories.write(&self.library)
    }

    /// A folder of the library may be a link; what lies outside is never written to.
    fn make_folder(&mut self, folder: &Path) -> Result<(), StoreError> {
        if self.inside.contains(folder) {
            return Ok(());
        }
        let of = |act| StoreError::of(act, folder);
        let root = self.library.root().canonicalize().map_err(of("find"))?;
        let there = folder.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(folder);
        if !there.canonicalize().map_err(of("find"))?.starts_with(&root) {
            return Err(of("write into")(io::Error::new(io::ErrorKind::InvalidInput, "it leads out of the library")));
        }
        fs::create_dir_all(folder).map_err(of("make the folder"))?;
        self.inside.insert(folder.to_owned());
        Ok(())
    }

    /// Names an article by its day and its title. Equal names are told apart by a hash of the text.
    fn free_name(&self, item: &Item, story: &Story, ending: &str) -> ArticleId {
        let hash = format!("{:016x}", story.text);
        let title =
            if item.meta.title.is_empty() { item.text.chars().take(300).collect() } else { item.meta.title.clone() };
        let slug = Some(slug(&title)).filter(|slug| slug.len() >= 3).unwrap_or_else(|| hash[..8].to_owned());
        let (folder, day) = match item.meta.date {
            Some(date) => (format!("{:04}/{:02}", date.year().max(0), date.month()), format!("{:02}-", date.day())),
            None => ("undated".to_owned(), String::new()),
        };
        let names = [String::new(), format!("-{}", &hash[..4]), format!("-{hash}")].into_iter();
        let more = (2..).map(|number| format!("-{hash}-{number}"));
        let ids = names.chain(more).map(|apart| ArticleId::new(&format!("{folder}/{day}{slug}{apart}.{ending}")));
        let free = |id: &ArticleId| {
            let path = self.library.article_path(id).unwrap_or_default();
            // The other ending would be another article with the same original.
            let other = path.with_extension(if ending == "md" { "txt" } else { "md" });
            [path, other].iter().all(|path| !self.taken.contains(path) && path.symlink_metadata().is_err())
        };
        ids.take(1000).find(free).unwrap_or_else(|| ArticleId::new(&format!("{folder}/{day}{hash}.{ending}")))
    }
}

/// One sync for all files that were written.
fn sync_all(root: &Path) -> Result<(), StoreError> {
    let folder = File::open(root).map_err(StoreError::of("sync", root))?;
    rustix::fs::syncfs(&folder).map_err(|error| StoreError::of("sync", root)(error.into()))
}

/// Writes a new file under a temporary name beside it, syncs it and gives it its name, which nothing has yet.
///
/// # Errors
/// When any step fails; of the kind `AlreadyExists` where something has that name.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    let named = tempfile::Builder::new().prefix(".").suffix(".part").permissions(readable).tempfile_in(folder);
    let mut file = named.map_err(StoreError::of("write into", folder))?;
    file.write_all(bytes).map_err(StoreError::of("write", path))?;
    file.as_file().sync_all().map_err(StoreError::of("sync", path))?;
    file.persist_noclobber(path).map_err(|error| StoreError::of("write", path)(error.error))?;
    std::fs::File::open(folder).and_then(|handle| handle.sync_all()).map_err(StoreError::of("sync", folder))
}

#[cfg(test)]
mod tests {
    use super::Added;
    use crate::formats::intake::{Item, Original};
    use crate::model::Meta;
    use crate::store::Library;

    fn item(title: &str, text: &str) -> Item {
        let date = Some(jiff::civil::date(2023, 7, 10));
        Item { meta: Meta { title: title.into(), date, ..Meta::default() }, text: text.into(), ..Item::default() }
    }

    fn add(library: &Library, items: &[Item]) -> Vec<String> {
        let mut adding = library.adding(false, &mut |_| true).unwrap();
        let added: Vec<_> = items.iter().map(|item| adding.add(item).unwrap()).collect();
        adding.flush().unwrap();
        let said = |added: Added| match added {
            Added::New(id) => format!("new {id}"),
            Added::Like(id, earlier, likeness) => format!("{likeness:?} {id} like {earlier}"),
            Added::Same(id) => format!("same {id}"),
        };
        added.into_iter().map(said).collect()
    }

    #[test]
    fn articles_get_names_and_come_once() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "me");
        let long = "The quick minister met a slow rival in the old town hall. ".repeat(9);
        let first = add(
            &library,
            &[
                item("Été: a “b”", "one"),
                item("Été a b", "two"),
                item("习近平会见", "three"),
                item("x", "One!"),
                item("Long", &long),
            ],
        );
        let expected = [
            "new 2023/07/10-ete-a-b.txt",
            "new 2023/07/10-ete-a-b-",
            "new 2023/07/10-习近平会见.txt",
            "same 2023/07/10-ete-a-b.txt",
            "new 2023/07/10-long.txt",
        ];
        for (said, expected) in first.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said} {expected}");
        }
        let edited = format!("{long} And then all was said.");
        let again = add(&library, &[item("Long", &long), item("Longer", &edited), item("../../etc/passwd", "five")]);
        assert_eq!(again[0], "same 2023/07/10-long.txt");
        assert_eq!(again[1], "Near 2023/07/10-longer.txt like 2023/07/10-long.txt");
        assert_eq!(again[2], "new 2023/07/10-etc-passwd.txt");
        assert_eq!(library.groups().len(), 2);
        assert_eq!(library.article(&"2023/07/10-long.txt".to_owned().into()).unwrap().meta.title, "Long");
        assert_eq!(library.article_ids().0.len(), 6);
        std::fs::remove_file(library.stories_path()).unwrap();
        assert_eq!(add(&library, &[item("Long", &long)]), ["same 2023/07/10-long.txt"], "it is made anew");
        assert_eq!(library.groups().len(), 2);
    }

    #[test]
    fn what_is_there_is_never_written_over_and_nothing_leaves_the_library() {
        let (folder, outside) = (tempfile::TempDir::new().unwrap(), tempfile::TempDir::new().unwrap());
        let library = Library::new(folder.path(), "me");
        std::fs::create_dir_all(library.articles()).unwrap();
        std::os::unix::fs::symlink(outside.path(), library.articles().join("2023")).unwrap();
        let mut adding = library.adding(false, &mut |_| true).unwrap();
        adding.add(&item("A", "one")).unwrap();
        assert!(adding.flush().unwrap_err().to_string().contains("leads out of the library"));
        assert!(library.adding(false, &mut |_| true).is_err(), "one program adds at a time");
        drop(adding);
        assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
        let mut dry = library.adding(true, &mut |_| true).unwrap();
        assert!(matches!(dry.add(&item("B", "two")).unwrap(), Added::New(_)));
        dry.flush().unwrap();
        assert_eq!(library.article_ids().0.len(), 0);
    }

    #[test]
    fn originals_lie_under_the_same_name() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "me");
        let original = Some(Original { ending: "html", bytes: b"<p>one".to_vec() });
        add(&library, &[Item { original, ..item("A", "one") }]);
        let kept = std::fs::read(folder.path().join("originals/2023/07/10-a.html"));
        assert!(kept.is_err(), "a name of one letter is no name");
        let names: Vec<_> = std::fs::read_dir(folder.path().join("originals/2023/07")).unwrap().flatten().collect();
        assert_eq!(names.len(), 1);
    }
}
