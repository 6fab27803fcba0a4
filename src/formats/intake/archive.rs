//! Archives and compressed files. Names inside them are only shown; no path is ever made of one.

use super::limits::Bounded;
use super::{Piece, ReadSeek, Task};
use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

/// Entries of an archive.
const ENTRIES: usize = 1_000_000;

pub(super) fn read(source: &mut dyn ReadSeek, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let mut archive = match zip::ZipArchive::new(source) {
        Ok(archive) => archive,
        Err(error) => return task.skip("", broken(&error)),
    };
    if archive.len() > ENTRIES {
        return task.skip("", format!("the archive has more than {ENTRIES} entries; unpack it and add the folder"));
    }
    let names: HashSet<String> =
        archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    for at in 0..archive.len() {
        let mut entry = match archive.by_index(at) {
            Ok(entry) => entry,
            Err(error) => {
                task.skip(&format!("entry {}", at + 1), broken(&error))?;
                continue;
            }
        };
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.is_dir() || name.ends_with('/') || is_beside(&name) {
            continue;
        }
        if entry.is_symlink() {
            task.give(&name, Piece::Skipped("it is a link, which is not followed in an archive".to_owned()))?;
            continue;
        }
        if task.left == 0 {
            return task.skip("", "it unpacks to far more than articles; the rest is left out");
        }
        let is_annotated = super::names_beside(&name).iter().any(|beside| names.contains(beside));
        // Taken out of the task, since the task reads what is inside.
        let mut left = task.left;
        let packed = Some(entry.compressed_size());
        let mut bounded = Bounded { inner: &mut entry, packed, seen: 0, left: &mut left };
        let flow = task.within(&name, &mut bounded, is_annotated);
        task.left = task.left.min(left);
        flow?;
    }
    ControlFlow::Continue(())
}

/// What systems put into archives by themselves.
fn is_beside(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|last| last.starts_with('.'))
}

pub(super) fn broken(error: &zip::result::ZipError) -> String {
    format!("the archive cannot be read: {error}; it may be cut off")
}

pub(super) fn gunzip(name: &str, source: &mut dyn Read, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let counted = std::rc::Rc::new(std::cell::Cell::new(0));
    let counting = Counting { inner: source, read: counted.clone() };
    let mut unpacked = Growing { inner: flate2::read::MultiGzDecoder::new(counting), read: counted, seen: 0 };
    let inner = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name);
    task.depth += 1;
    let flow = if task.depth > super::DEPTH {
        task.skip("", "it is compressed again and again; unpack it and add that")
    } else {
        task.inner(inner.rsplit('/').next().unwrap_or(inner), &mut unpacked, false)
    };
    task.depth -= 1;
    flow
}

/// Counts the bytes that are read.
struct Counting<'a> {
    inner: &'a mut dyn Read,
    read: std::rc::Rc<std::cell::Cell<u64>>,
}

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.set(self.read.get() + read as u64);
        Ok(read)
    }
}

/// Ends where what comes out has no measure with what went in.
struct Growing<R> {
    inner: R,
    read: std::rc::Rc<std::cell::Cell<u64>>,
    seen: u64,
}

impl<R: Read> Read for Growing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.seen += read as u64;
        if self.seen > super::limits::SMALL && self.seen / super::limits::RATIO > self.read.get() {
            return Err(std::io::Error::other("it unpacks to far more than an article; it may be a zip bomb"));
        }
        Ok(read)
    }
}
