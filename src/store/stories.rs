//! Which stories the library has, so that one that comes again is known: `.newsgloss/stories`, records of some 90 bytes that
//! are only appended. It is derived: delete it and it is made anew from the articles.

use super::{Library, StoreError};
use crate::model::{ArticleId, Story};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::PathBuf;

/// What the file begins with; another version is not read.
const MAGIC: &[u8; 16] = b"newsgloss.story1";
/// Bytes of a record before its path.
const FIXED: usize = 1 + 2 + 8 + 8 + 16 + 8;
/// Bytes of the check at its end.
const CHECK: usize = 4;
const ARTICLE: u8 = b'A';
const FOLDER: u8 = b'F';

/// What is known of the stories of a library.
#[derive(Debug, Default)]
pub(super) struct Stories {
    /// All paths one after the other; each article knows where its own ends.
    paths: String,
    ends: Vec<usize>,
    alike: Vec<u128>,
    groups: Vec<u64>,
    by_text: HashMap<u64, u32>,
    by_url: HashMap<u64, u32>,
    by_path: HashSet<u64>,
    /// The time at which each folder was looked through.
    pub folders: BTreeMap<String, u64>,
    /// Records that are not yet in the file.
    new: Vec<u8>,
    /// Whole bytes of the file; what follows was torn.
    length: u64,
}

/// What an article has in common with an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same words.
    Same,
    /// The same address, and other words.
    Address,
    /// Nearly the same words.
    Near,
}

/// The groups of articles that tell one story.
pub type Groups = BTreeMap<ArticleId, u64>;

impl Library {
    pub(super) fn stories_path(&self) -> PathBuf {
        self.derived().join("stories")
    }

    /// Returns the articles that tell the same story as another, each with the number of its group. It reads one file of
    /// the derived ones; where there is none, no groups are known.
    #[must_use]
    pub fn groups(&self) -> Groups {
        let Ok(stories) = Stories::read(self) else { return Groups::new() };
        let mut sizes: HashMap<u64, usize> = HashMap::new();
        for group in &stories.groups {
            *sizes.entry(*group).or_default() += 1;
        }
        let several = (0..stories.groups.len()).filter(|at| sizes[&stories.groups[*at]] > 1);
        several.map(|at| (ArticleId::new(stories.path(at)), stories.groups[at])).collect()
    }
}

impl Stories {
    /// Reads the file; a torn end is left out, and so is a file of another version.
    pub fn read(library: &Library) -> Result<Self, StoreError> {
        let path = library.stories_path();
        let mut stories = Self::default();
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(stories),
            Err(cause) => return Err(StoreError::of("read", &path)(cause)),
        };
        let mut file = io::BufReader::with_capacity(1 << 20, file);
        let mut magic = [0; 16];
        if file.read_exact(&mut magic).is_err() || &magic != MAGIC {
            return Ok(stories);
        }
        stories.length = magic.len() as u64;
        while let Some(length) = stories.read_record(&mut file) {
            stories.length += length as u64;
        }
        Ok(stories)
    }

    fn read_record(&mut self, file: &mut impl Read) -> Option<usize> {
        let mut fixed = [0; FIXED];
        file.read_exact(&mut fixed).ok()?;
        let length = usize::from(u16::from_le_bytes([fixed[1], fixed[2]]));
        let mut rest = vec![0; length + CHECK];
        file.read_exact(&mut rest).ok()?;
        let (path, check) = rest.split_at(length);
        if check != check_of(&fixed, path) {
            return None;
        }
        let path = str::from_utf8(path).ok()?;
        let number = |at: usize| u64::from_le_bytes(fixed[at..at + 8].try_into().unwrap_or_default());
        if fixed[0] == FOLDER {
            self.folders.insert(path.to_owned(), number(3));
        } else {
            let alike = u128::from_le_bytes(fixed[19..35].try_into().unwrap_or_default());
            self.hold(path, &Story { url: number(3), text: number(11), alike }, number(35));
        }
        Some(FIXED + length + CHECK)
    }

    /// Takes an article into the memory.
    fn hold(&mut self, path: &str, story: &Story, group: u64) {
        let Ok(at) = u32::try_from(self.ends.len()) else { return };
        self.paths.push_str(path);
        self.ends.push(self.paths.len());
        self.alike.push(story.alike);
        self.groups.push(group);
        self.by_text.insert(story.text, at);
        self.by_path.insert(hash_of(path));
        if story.url != 0 {
            self.by_url.insert(story.url, at);
        }
    }

    fn path(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.paths[start..self.ends[at]]
    }

    pub fn knows(&self, path: &str) -> bool {
        self.by_path.contains(&hash_of(path))
    }

    /// Finds an earlier article of the same story; `is_there` says whether its file still is. The second value is its group.
    pub fn like(&self, story: &Story, is_there: &dyn Fn(&ArticleId) -> bool) -> Option<(ArticleId, Likeness, u64)> {
        self.same(story, is_there).or_else(|| {
            let found = |at: u32| self.found(at, Likeness::Near, is_there);
            self.near(story, &found)
        })
    }

    /// The same without those that are only nearly the same: costs the same however many are known.
    pub fn same(&self, story: &Story, is_there: &dyn Fn(&ArticleId) -> bool) -> Option<(ArticleId, Likeness, u64)> {
        let found = |at: u32, likeness: Likeness| self.found(at, likeness, is_there);
        let same = self.by_text.get(&story.text).and_then(|at| found(*at, Likeness::Same));
        let address = || self.by_url.get(&story.url).and_then(|at| found(*at, Likeness::Address));
        same.or_else(address)
    }

    fn found(
        &self,
        at: u32,
        likeness: Likeness,
        is_there: &dyn Fn(&ArticleId) -> bool,
    ) -> Option<(ArticleId, Likeness, u64)> {
        let id = ArticleId::new(self.path(at as usize));
        is_there(&id).then(|| (id, likeness, self.groups[at as usize]))
    }

    /// Looks at 16 bytes of every article: some milliseconds for a million of them.
    fn near<T>(&self, story: &Story, found: &dyn Fn(u32) -> Option<T>) -> Option<T> {
        let near = |at: &usize| story.is_near(&Story { alike: self.alike[*at], ..Story::default() });
        (0..self.alike.len()).rev().filter(near).find_map(|at| found(u32::try_from(at).ok()?))
    }

    /// Adds an article; it is in the file after [`Self::write`].
    pub fn add(&mut self, path: &str, story: &Story, group: Option<u64>) {
        let group = group.unwrap_or(story.text);
        self.hold(path, story, group);
        self.record(ARTICLE, [story.url, story.text], story.alike, group, path);
    }

    /// Notes when a folder was looked through.
    pub fn add_folder(&mut self, path: &str, time: u64) {
        self.folders.insert(path.to_owned(), time);
        self.record(FOLDER, [time, 0], 0, 0, path);
    }

    fn record(&mut self, kind: u8, [first, second]: [u64; 2], alike: u128, group: u64, path: &str) {
        let Ok(length) = u16::try_from(path.len()) else { return };
        let mut fixed = Vec::with_capacity(FIXED);
        fixed.push(kind);
        fixed.extend(length.to_le_bytes());
        fixed.extend(first.to_le_bytes());
        fixed.extend(second.to_le_bytes());
        fixed.extend(alike.to_le_bytes());
        fixed.extend(group.to_le_bytes());
        let check = check_of(&fixed, path.as_bytes());
        self.new.extend(fixed);
        self.new.extend(path.as_bytes());
        self.new.extend(check);
    }

    /// Appends what is new. It is not synced: what is lost of it is found in the articles again.
    pub fn write(&mut self, library: &Library) -> Result<(), StoreError> {
        if self.new.is_empty() {
            return Ok(());
        }
        let path = library.stories_path();
        fs::create_dir_all(library.derived()).map_err(StoreError::of("make the folder", &library.derived()))?;
        let append = || -> io::Result<u64> {
            let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
            // What was torn must not stand before a whole record.
            file.set_len(self.length)?;
            let magic: &[u8] = if self.length == 0 { MAGIC } else { &[] };
            file.write_all(&[magic, &self.new].concat())?;
            Ok((magic.len() + self.new.len()) as u64)
        };
        self.length += append().map_err(StoreError::of("write", &path))?;
        self.new.clear();
        Ok(())
    }
}

fn check_of(fixed: &[u8], path: &[u8]) -> [u8; CHECK] {
    let mut hash = 0x811c_9dc5_u32;
    for byte in fixed.iter().chain(path) {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    hash.to_le_bytes()
}

fn hash_of(path: &str) -> u64 {
    path.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{Likeness, Stories};
    use crate::model::{ArticleId, Story};
    use crate::store::Library;

    fn story(url: u64, text: u64, alike: u128) -> Story {
        Story { url, text, alike }
    }

    #[test]
    fn what_is_known_survives_a_torn_end() {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "me");
        let mut stories = Stories::read(&library).unwrap();
        stories.add("a.txt", &story(1, 10, 7), None);
        stories.add("b/c.txt", &story(0, 20, u128::MAX), Some(10));
        stories.add_folder("b", 99);
        stories.write(&library).unwrap();
        let whole = std::fs::read(library.stories_path()).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(library.stories_path(), &whole[..cut]).unwrap();
            let mut read = Stories::read(&library).unwrap();
            let known = read.ends.len();
            read.add("d.txt", &story(0, 30, 0), None);
            read.write(&library).unwrap();
            let again = Stories::read(&library).unwrap();
            assert_eq!((again.ends.len(), again.knows("d.txt")), (known + 1, true), "cut at {cut}");
        }
        std::fs::write(library.stories_path(), &whole).unwrap();
        let read = Stories::read(&library).unwrap();
        let there = |_: &ArticleId| true;
        let like = |one: Story| read.like(&one, &there).map(|(id, likeness, group)| (id.to_string(), likeness, group));
        assert_eq!(like(story(5, 10, 0)), Some(("a.txt".into(), Likeness::Same, 10)));
        assert_eq!(like(story(1, 11, 0)), Some(("a.txt".into(), Likeness::Address, 10)));
        assert_eq!(like(story(0, 11, u128::MAX - 1)), Some(("b/c.txt".into(), Likeness::Near, 10)));
        assert_eq!(like(story(0, 11, u128::MAX << 64)), None);
        assert_eq!(read.like(&story(0, 20, 0), &|_| false), None, "what is gone is no story any more");
        let groups = library.groups();
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[&ArticleId::new("a.txt")], groups[&ArticleId::new("b/c.txt")]);
    }
}
