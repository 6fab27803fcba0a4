//! The catalogue: what the list shows of each article that nobody has annotated, in one derived file that is read a piece at
//! a time, so that a million articles cost little memory.
//!
//! `.newsgloss/catalogue`: a line of JSON an article, in the order of [`path_order`]; then a column of numbers for each thing
//! that articles are looked for and sorted by; then the sources' names and where all this begins. Numbers are little-endian.

use super::Stamp;
use crate::model::ArticleId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::Path;

pub(super) const MAGIC: &[u8; 24] = b"newsgloss catalogue 001\n";
/// Bytes of a column's number: key, start of the line, stamp; day, source, order by date.
pub(super) const WIDE: u64 = 8;
pub(super) const NARROW: u64 = 4;
/// The day of an article without a date: it sorts last.
pub(super) const NO_DAY: i32 = i32::MIN;

/// What is known of an article without its journals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Which article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its day of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<jiff::civil::Date>,
    /// Its source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Size in bytes and time of its file.
    pub(super) stamp: Stamp,
}

/// The columns; each has a number for each article.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub starts: Vec<u64>,
    pub days: Vec<i32>,
    pub sources: Vec<u32>,
    /// Numbers of the articles, newest first, equal days in the order of their paths.
    pub by_date: Vec<u32>,
    /// Names of the sources; the first is that of none.
    pub names: Vec<String>,
    /// Where the last line ends.
    pub end: u64,
    /// Where the columns of keys and stamps lie, which are read only when they are needed.
    pub keys_at: u64,
    pub stamps_at: u64,
}

/// The catalogue of a library. Its articles are numbered from 0; a changed catalogue is a new one.
#[derive(Debug)]
pub struct Catalogue {
    /// Nothing where there are no articles.
    pub(super) file: Option<File>,
    pub(super) columns: Columns,
    /// The keys, while the file is not whole and has them not.
    pub(super) making: Option<Vec<u64>>,
}

impl Catalogue {
    /// A catalogue without articles.
    #[must_use]
    pub fn empty() -> Self {
        Self { file: None, columns: Columns::default(), making: None }
    }

    /// Opens the file of an earlier session; nothing where there is none that can be read.
    pub(super) fn open(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        let columns = columns(&file)?;
        Some(Self { file: Some(file), columns, making: None })
    }

    /// Returns the number of articles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.starts.len()
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.starts.is_empty()
    }

    /// Reads what is known of an article.
    #[must_use]
    pub fn head(&self, number: u32) -> Option<Head> {
        serde_json::from_slice(&self.line(number)?).ok()
    }

    fn line(&self, number: u32) -> Option<Vec<u8>> {
        let at = number as usize;
        let start = *self.columns.starts.get(at)?;
        let end = self.columns.starts.get(at + 1).copied().unwrap_or(self.columns.end);
        let mut line = vec![0; usize::try_from(end - start).ok()?];
        self.file.as_ref()?.read_exact_at(&mut line, start).ok()?;
        Some(line)
    }

    /// Reads all heads in order.
    pub fn heads(&self) -> impl Iterator<Item = Head> + '_ {
        self.lines().map_while(|line| serde_json::from_slice(&line).ok())
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        let part = self.file.as_ref().map(|file| Part { file, at: MAGIC.len() as u64, end: self.columns.end });
        let mut reader = part.map(|part| BufReader::with_capacity(1 << 16, part));
        std::iter::from_fn(move || {
            let mut line = Vec::new();
            let read = reader.as_mut()?.read_until(b'\n', &mut line).ok()?;
            (read > 0).then_some(line)
        })
    }

    /// Returns the number of an article.
    #[must_use]
    pub fn number(&self, id: &ArticleId) -> Option<u32> {
        self.find(id).ok().and_then(|at| u32::try_from(at).ok())
    }

    /// Looks for an article by halving: where it stands, or where it would.
    pub(super) fn find(&self, id: &ArticleId) -> Result<usize, usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let head = u32::try_from(middle).ok().and_then(|number| self.head(number));
            match head.map_or(Ordering::Greater, |head| path_order(head.id.as_str(), id.as_str())) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Ok(middle),
            }
        }
        Err(low)
    }

    /// Returns the numbers of many articles in one pass over the keys.
    pub fn numbers<'a>(&self, ids: impl Iterator<Item = &'a ArticleId>) -> HashMap<u64, u32> {
        let mut wanted: HashMap<u64, u32> = ids.map(|id| (key(id), u32::MAX)).collect();
        if !wanted.is_empty() {
            for (number, key) in (0..).zip(self.keys()) {
                if let Some(found) = wanted.get_mut(&key) {
                    *found = number;
                }
            }
        }
        wanted.retain(|_, number| *number != u32::MAX);
        wanted
    }

    /// Returns the numbers, newest first.
    #[must_use]
    pub fn by_date(&self) -> &[u32] {
        &self.columns.by_date
    }

    /// Reads the column of keys: a number that stands for an article whatever the catalogue.
    pub(super) fn keys(&self) -> Vec<u64> {
        if let Some(keys) = &self.making {
            return keys.clone();
        }
        let Some(file) = &self.file else { return Vec::new() };
        wide(file, self.columns.keys_at, self.len()).unwrap_or_default()
    }

    /// Returns the keys with their numbers, sorted.
    pub(super) fn by_key(&self) -> Vec<(u64, u32)> {
        let mut all: Vec<(u64, u32)> = self.keys().into_iter().zip(0..).collect();
        all.sort_unstable();
        all
    }

    /// Reads the stamps' column: a number that is another one when the file is.
    pub(super) fn stamps(&self) -> Vec<u64> {
        let Some(file) = &self.file else { return Vec::new() };
        wide(file, self.columns.stamps_at, self.len()).unwrap_or_default()
    }
}

/// Returns a number that stands for an article in columns and in the index of the texts. Of a million articles two have the
/// same with a probability of 3 in a hundred million.
#[must_use]
pub(super) fn key(id: &ArticleId) -> u64 {
    first_eight(&Sha256::digest(id.as_str().as_bytes()))
}

fn first_eight(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Compares two paths folder by folder, in the order in which a walk through sorted folders meets them.
pub(super) fn path_order(a: &str, b: &str) -> Ordering {
    let flat = |byte: u8| if byte == b'/' { 0 } else { byte };
    a.bytes().map(flat).cmp(b.bytes().map(flat))
}

/// A part of a file, read without moving a position that others share.
struct Part<'a> {
    file: &'a File,
    at: u64,
    end: u64,
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX).min(into.len());
        let read = self.file.read_at(&mut into[..most], self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// Reads the columns from the end of a file: four numbers say where they begin, how many articles there are, where the
/// names begin, and how long they are; the magic stands once more behind.
fn columns(file: &File) -> Option<Columns> {
    let len = file.metadata().ok()?.len();
    let tail_len = 4 * WIDE + MAGIC.len() as u64;
    let tail = bytes(file, len.checked_sub(tail_len)?, tail_len)?;
    let (numbers, magic) = tail.split_at(4 * WIDE as usize);
    if magic != MAGIC || bytes(file, 0, MAGIC.len() as u64)? != MAGIC {
        return None;
    }
    let mut numbers = numbers.chunks_exact(8).map(|chunk| u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    let (end, count, names_at, names_len) = (numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()?);
    if end > names_at || names_at.checked_add(names_len)? > len || count > (names_at - end) / (3 * WIDE + 3 * NARROW) {
        return None;
    }
    let articles = usize::try_from(count).ok()?;
    let starts_at = end + count * WIDE;
    let stamps_at = starts_at + count * WIDE;
    let days_at = stamps_at + count * WIDE;
    let days = narrow(file, days_at, articles)?.into_iter().map(|day| i32::from_le_bytes(day.to_le_bytes()));
    Some(Columns {
        starts: wide(file, starts_at, articles)?,
        days: days.collect(),
        sources: narrow(file, days_at + count * NARROW, articles)?,
        by_date: narrow(file, days_at + 2 * count * NARROW, articles)?,
        names: serde_json::from_slice(&bytes(file, names_at, names_len)?).ok()?,
        end,
        keys_at: end,
        stamps_at,
    })
}

fn bytes(file: &File, at: u64, len: u64) -> Option<Vec<u8>> {
    let mut all = vec![0; usize::try_from(len).ok()?];
    file.read_exact_at(&mut all, at).ok()?;
    Some(all)
}

fn wide(file: &File, at: u64, count: usize) -> Option<Vec<u64>> {
    numbers(file, at, count, |chunk: [u8; 8]| u64::from_le_bytes(chunk))
}

fn narrow(file: &File, at: u64, count: usize) -> Option<Vec<u32>> {
    numbers(file, at, count, |chunk: [u8; 4]| u32::from_le_bytes(chunk))
}

/// Reads numbers a buffer at a time, so that the bytes are not all in memory beside them.
fn numbers<T, const N: usize>(file: &File, mut at: u64, count: usize, number: fn([u8; N]) -> T) -> Option<Vec<T>> {
    let mut all = Vec::with_capacity(count);
    let mut buffer = vec![0; (1 << 16) * N];
    while all.len() < count {
        let part = &mut buffer[..(count - all.len()).min(1 << 16) * N];
        file.read_exact_at(part, at).ok()?;
        at += part.len() as u64;
        all.extend(part.chunks_exact(N).map(|chunk| number(chunk.try_into().unwrap_or([0; N]))));
    }
    Some(all)
}
