//! Adding articles to a library: each is a new file under a name that was free, and what is there already is told.

use super::parts::Parts;
use super::slug::slug;
use super::stories::{Likeness, Stories};
use super::stories_scan::time_of;
use super::{Library, Progress, StoreError};
use crate::formats::intake::{Item, Original};
use crate::formats::write_article;
use crate::model::{ArticleId, Story};

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
    parts: Parts,
}

impl Library {
    /// Begins to add articles. `dry` writes nothing but what is derived. `report` is told how far it is with articles that came into the
    /// folder by other ways; when it answers false it goes on without the rest.
    ///
    /// # Errors
    /// When another program is adding, or the library cannot be written to.
    pub fn adding(&self, dry: bool, report: &mut dyn FnMut(Progress) -> bool) -> Result<Adding, StoreError> {
        let parts = self.parts(dry)?;
        let stories = self.known_stories(time_of(&self.adding_lock()).unwrap_or(0), report)?;
        Ok(Adding { library: self.clone(), stories, parts })
    }
}

impl Adding {
    /// Adds an article, unless it is there already. It is on the disk after [`Self::flush`].
    ///
    /// # Errors
    /// When its file cannot be written.
    pub fn add(&mut self, item: &Item) -> Result<Added, StoreError> {
        let story = Story::of(&item.meta, &item.text);
        let (library, parts) = (&self.library, &self.parts);
        let is_there = |id: &ArticleId| library.article_path(id).is_some_and(|path| parts.is_taken(&path));
        let like = self.stories.like(&story, &is_there);
        if let Some((id, Likeness::Same, _)) = like {
            return Ok(Added::Same(id));
        }
        let (ending, text) = write_article(item);
        let id = self.free_name(item, &story, ending);
        let path = self.library.article_path(&id).unwrap_or_default();
        self.parts.put(text.as_bytes(), path)?;
        if let Some(original) = &item.original {
            self.keep(original, &id)?;
        }
        self.stories.add(id.as_str(), &story, like.as_ref().map(|(.., group)| *group));
        if self.parts.is_full() {
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
        if super::is_there(&path) { Ok(()) } else { self.parts.put(&original.bytes, path) }
    }

    /// Puts what waits on the disk, and notes what is derived from it.
    ///
    /// # Errors
    /// When the disk refuses; what is not in its place then was never listed.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        self.parts.flush()?;
        if self.parts.is_dry() { Ok(()) } else { self.stories.write(&self.library) }
    }

    /// Lends the way into the library to what brings articles of its own.
    pub const fn parts(&mut self) -> &mut Parts {
        &mut self.parts
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
            [path, other].iter().all(|path| !self.parts.is_taken(path))
        };
        ids.take(1000).find(free).unwrap_or_else(|| ArticleId::new(&format!("{folder}/{day}{hash}.{ending}")))
    }
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
