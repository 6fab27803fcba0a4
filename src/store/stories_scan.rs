//! Catching up with articles that came into the folder by other ways than adding. Only folders that changed since they were
//! looked through are listed, and only articles that are not known are read.

use super::stories::Stories;
use super::{Library, Progress, StoreError};
use crate::formats;
use crate::model::{ArticleId, Story};
use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Where more articles than these came by other ways, those of them that are nearly the same are not looked for: that grows
/// with the square of their number, and takes ten minutes for half a million.
const MANY: usize = 50_000;
/// Nanoseconds: a folder that changed just before it is listed may change again within the same tick of its clock.
const TICK: u64 = 2_000_000_000;

impl Library {
    /// Reads what is known of the stories and completes it. `now` is the time of the disk in nanoseconds since 1970. `report` is told
    /// how far it is; when it answers false the rest waits for another time.
    pub(super) fn known_stories(
        &self,
        now: u64,
        report: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Stories, StoreError> {
        let mut stories = Stories::read(self)?;
        let (mut open, mut unread, mut looked) = (vec![String::new()], Vec::new(), Vec::new());
        while let Some(folder) = open.pop() {
            let path = self.articles().join(&folder);
            let Some(time) = time_of(&path) else { continue };
            if stories.folders.get(&folder) == Some(&time) {
                open.extend(below(&stories, &folder));
                continue;
            }
            let Ok(entries) = fs::read_dir(&path) else { continue };
            for entry in entries.flatten() {
                let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
                let id = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && !id.starts_with('.') => open.push(id),
                    Ok(kind) if kind.is_file() && formats::is_article(&id) && !stories.knows(&id) => unread.push(id),
                    _ => {}
                }
            }
            looked.push((folder, time));
        }
        let total = unread.len();
        for (done, id) in unread.into_iter().enumerate() {
            if done % 512 == 0 && !report(Progress { done, total }) {
                return Ok(stories);
            }
            let id = ArticleId::new(&id);
            let Ok(article) = self.article(&id) else { continue };
            let story = Story::of(&article.meta, article.body.as_str());
            let like = if total > MANY { stories.same(&story, &|_| true) } else { stories.like(&story, &|_| true) };
            let group = like.map(|(.., group)| group);
            stories.add(id.as_str(), &story, group);
            if done % 1024 == 1023 {
                stories.write(self)?;
            }
        }
        // A folder that is not noted would not be found below one that is.
        let (quiet, fresh): (Vec<_>, Vec<_>) = looked.into_iter().partition(|(_, time)| time + TICK < now);
        let has_fresh = |folder: &str| {
            let inside = |(other, _): &(String, u64)| {
                other.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'))
            };
            fresh.iter().any(inside)
        };
        for (folder, time) in quiet.iter().filter(|(folder, _)| !has_fresh(folder)) {
            stories.add_folder(folder, *time);
        }
        stories.write(self)?;
        Ok(stories)
    }
}

/// The known folders directly below one.
fn below(stories: &Stories, folder: &str) -> Vec<String> {
    let is_below = |path: &&String| path.rsplit_once('/').map_or("", |(above, _)| above) == folder && !path.is_empty();
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let from = stories.folders.range(prefix.clone()..);
    from.take_while(|(path, _)| path.starts_with(&prefix)).map(|(path, _)| path).filter(is_below).cloned().collect()
}

/// Returns when a folder changed, in nanoseconds since 1970.
pub(super) fn time_of(path: &Path) -> Option<u64> {
    let time = fs::metadata(path).ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(time.as_nanos()).ok()
}

#[cfg(test)]
mod tests {
    use super::{TICK, time_of};
    use crate::store::Library;
    use std::fs::{self, File};
    use std::time::{Duration, SystemTime};

    #[test]
    fn a_folder_that_has_just_changed_is_looked_at_again_whatever_is_noted_of_those_above_it() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "tester");
        let month = library.articles().join("2023/07");
        fs::create_dir_all(&month).unwrap();
        let long_ago = SystemTime::now() - Duration::from_secs(3600);
        let age = |path: &std::path::Path| File::open(path).unwrap().set_modified(long_ago).unwrap();
        for name in ["a.txt", "b.txt", "c.txt"] {
            fs::write(month.join(name), format!("The words of {name}")).unwrap();
            age(&library.articles());
            age(&library.articles().join("2023"));
            let now = time_of(&month).unwrap() + TICK / 2;
            assert!(library.known_stories(now, &mut |_| true).unwrap().knows(&format!("2023/07/{name}")), "{name}");
        }
        // Once it is quiet all are noted, and nothing is listed any more.
        age(&month);
        let known = library.known_stories(u64::MAX / 2, &mut |_| true).unwrap();
        assert_eq!(known.folders.keys().collect::<Vec<_>>(), ["", "2023", "2023/07"]);
    }
}
