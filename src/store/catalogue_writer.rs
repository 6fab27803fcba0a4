//! Writes a catalogue: article after article in the order of their paths, then the columns.

use super::StoreError;
use super::catalogue::{Catalogue, Columns, Head, MAGIC, NARROW, NO_DAY, WIDE, key, path_order};
use crate::model::ArticleId;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the name of a catalogue in the making begins.
const MAKING: &str = "catalogue-";

/// A catalogue in the making. It lies in a file of its own until it is whole.
pub(super) struct CatalogueWriter {
    out: BufWriter<File>,
    /// Nothing where the library's folder cannot be written: then it lasts as long as the program.
    to: Option<(tempfile::TempPath, PathBuf)>,
    columns: Columns,
    keys: Vec<u64>,
    stamps: Vec<u64>,
    sources: HashMap<String, u32>,
}

impl CatalogueWriter {
    /// Begins a catalogue that will lie at `path`.
    pub fn new(path: &Path) -> Result<Self, StoreError> {
        let (file, to) = match beside(path) {
            Ok((file, temporary)) => (file, Some((temporary, path.to_owned()))),
            Err(_) => (tempfile::tempfile().map_err(StoreError::of("write", path))?, None),
        };
        let mut out = BufWriter::with_capacity(1 << 17, file);
        out.write_all(MAGIC).map_err(StoreError::of("write", path))?;
        let columns = Columns { names: vec![String::new()], end: MAGIC.len() as u64, ..Columns::default() };
        Ok(Self { out, to, columns, keys: Vec::new(), stamps: Vec::new(), sources: HashMap::new() })
    }

    /// Adds an article.
    pub fn push(&mut self, head: &Head) -> io::Result<()> {
        let mut line = serde_json::to_vec(head)?;
        line.push(b'\n');
        let day = head.date.map_or(NO_DAY, day_number);
        self.add(&line, key(&head.id), head.stamp.number(), day, head.source.as_deref())
    }

    /// Adds an article as another catalogue has it.
    pub fn copy(&mut self, old: &Catalogue, number: usize, line: &[u8], (key, stamp): (u64, u64)) -> io::Result<()> {
        let columns = &old.columns;
        let source = columns.sources[number] as usize;
        let source = columns.names.get(source).filter(|name| !name.is_empty());
        self.add(line, key, stamp, columns.days[number], source.map(String::as_str))
    }

    fn add(&mut self, line: &[u8], key: u64, stamp: u64, day: i32, source: Option<&str>) -> io::Result<()> {
        self.out.write_all(line)?;
        self.columns.starts.push(self.columns.end);
        self.columns.end += line.len() as u64;
        self.keys.push(key);
        self.columns.days.push(day);
        self.stamps.push(stamp);
        let source = self.source(source);
        self.columns.sources.push(source);
        Ok(())
    }

    fn source(&mut self, name: Option<&str>) -> u32 {
        let Some(name) = name else { return 0 };
        if let Some(number) = self.sources.get(name) {
            return *number;
        }
        let number = u32::try_from(self.columns.names.len()).unwrap_or(0);
        self.columns.names.push(name.to_owned());
        self.sources.insert(name.to_owned(), number);
        number
    }

    /// Returns how many articles it has.
    pub fn len(&self) -> usize {
        self.columns.starts.len()
    }

    /// Returns the catalogue so far, to be shown while the rest is looked for.
    pub fn so_far(&mut self) -> io::Result<Catalogue> {
        self.out.flush()?;
        let mut columns = self.columns.clone();
        columns.by_date = by_date(&columns.days);
        Ok(Catalogue { file: Some(self.out.get_ref().try_clone()?), columns, making: Some(self.keys.clone()) })
    }

    /// Writes the columns and puts the file in its place. It is derived, so it is not synced: what a power cut leaves of it
    /// is seen by its end.
    pub fn finish(mut self) -> io::Result<Catalogue> {
        self.columns.by_date = by_date(&self.columns.days);
        let (columns, out) = (&self.columns, &mut self.out);
        put(out, self.keys.iter().map(|number| number.to_le_bytes()))?;
        put(out, columns.starts.iter().map(|number| number.to_le_bytes()))?;
        put(out, self.stamps.iter().map(|number| number.to_le_bytes()))?;
        put(out, columns.days.iter().map(|number| number.to_le_bytes()))?;
        put(out, columns.sources.iter().map(|number| number.to_le_bytes()))?;
        put(out, columns.by_date.iter().map(|number| number.to_le_bytes()))?;
        let names = serde_json::to_vec(&columns.names)?;
        out.write_all(&names)?;
        let count = columns.starts.len() as u64;
        let names_at = columns.end + count * (3 * WIDE + 3 * NARROW);
        put(out, [columns.end, count, names_at, names.len() as u64].iter().map(|number| number.to_le_bytes()))?;
        out.write_all(MAGIC)?;
        self.columns.keys_at = self.columns.end;
        self.columns.stamps_at = self.columns.end + 2 * count * WIDE;
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Some((temporary, path)) = self.to {
            temporary.persist(path).map_err(|error| error.error)?;
        }
        Ok(Catalogue { file: Some(file), columns: self.columns, making: None })
    }
}

fn beside(path: &Path) -> io::Result<(File, tempfile::TempPath)> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let (file, path) = tempfile::Builder::new().prefix(MAKING).tempfile_in(folder)?.into_parts();
    sweep(folder, &file);
    Ok((file, path))
}

fn put<const N: usize>(out: &mut impl Write, mut numbers: impl Iterator<Item = [u8; N]>) -> io::Result<()> {
    numbers.try_for_each(|number| out.write_all(&number))
}

fn by_date(days: &[i32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(days.len()).unwrap_or(u32::MAX)).collect();
    order.sort_unstable_by_key(|number| (Reverse(days[*number as usize]), *number));
    order
}

/// Returns a number that orders days.
pub(super) fn day_number(day: jiff::civil::Date) -> i32 {
    (i32::from(day.year()) * 16 + i32::from(day.month())) * 32 + i32::from(day.day())
}

impl Catalogue {
    /// Returns a catalogue with some articles changed, added or (where there is no head) taken out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn with(&self, changes: Vec<(ArticleId, Option<Head>)>, path: &Path) -> Result<Self, StoreError> {
        let mut writer = CatalogueWriter::new(path)?;
        self.merge(changes, &mut writer).and_then(|()| writer.finish()).map_err(StoreError::of("write", path))
    }

    fn merge(&self, changes: Vec<(ArticleId, Option<Head>)>, writer: &mut CatalogueWriter) -> io::Result<()> {
        let (keys, stamps) = (self.keys(), self.stamps());
        let mut placed: Vec<(usize, bool, ArticleId, Option<Head>)> = changes
            .into_iter()
            .map(|(id, head)| match self.find(&id) {
                Ok(at) => (at, true, id, head),
                Err(at) => (at, false, id, head),
            })
            .collect();
        // What is new at a place comes before what stands there.
        placed.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| path_order(a.2.as_str(), b.2.as_str())));
        let mut placed = placed.into_iter().peekable();
        for (number, line) in self.lines().enumerate() {
            let mut replaced = false;
            while let Some((_, there, _, head)) = placed.next_if(|(at, ..)| *at == number) {
                replaced |= there;
                head.iter().try_for_each(|head| writer.push(head))?;
            }
            if !replaced {
                writer.copy(self, number, &line, at(&keys, &stamps, number))?;
            }
        }
        placed.filter_map(|(.., head)| head).try_for_each(|head| writer.push(&head))
    }
}

/// Returns key and stamp of an article; those of none where the columns cannot be read, so that it is looked at again.
pub(super) fn at(keys: &[u64], stamps: &[u64], number: usize) -> (u64, u64) {
    let of = |column: &[u64]| column.get(number).copied().unwrap_or_default();
    (of(keys), of(stamps))
}

/// Takes away what a killed program left: files in the making that were last written an hour before a new one.
fn sweep(folder: &Path, new: &File) {
    let now = new.metadata().and_then(|meta| meta.modified()).ok();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let written = entry.metadata().and_then(|meta| meta.modified()).ok();
        let old = written.zip(now).and_then(|(written, now)| now.duration_since(written).ok());
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(MAKING));
        if ours && old.is_some_and(|old| old > Duration::from_secs(3600)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
