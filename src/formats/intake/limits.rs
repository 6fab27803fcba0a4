//! How much is read of what. A source is hostile until it is read.

use super::Kind;
use std::io::Read;

const MIB: u64 = 1024 * 1024;
/// Bytes that may come out of all compressed parts of one source.
pub(super) const TOTAL: u64 = 64 * 1024 * MIB;
/// Bytes of an archive in an archive, which is held in memory.
pub(super) const ARCHIVE: u64 = 64 * MIB;
/// Bytes of one record, message, or line.
pub(super) const RECORD: u64 = 16 * MIB;
/// A part that grows by more than this factor when it is unpacked is a bomb; text and markup stay far below it.
pub(super) const RATIO: u64 = 200;
/// Below this many bytes no factor is looked at.
pub(super) const SMALL: u64 = 8 * MIB;

/// Returns the greatest size in bytes of a document of this kind.
pub(super) const fn of(kind: &Kind) -> u64 {
    match kind {
        Kind::Pdf => 64 * MIB,
        Kind::Annotations(_) => 512 * MIB,
        Kind::Html | Kind::Mail | Kind::Feed => 32 * MIB,
        _ => 16 * MIB,
    }
}

/// Reads all of a source that is not larger than `limit` bytes, or says why not.
///
/// # Errors
/// A sentence: it is larger, or cannot be read.
pub fn whole(source: &mut dyn Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match source.take(limit + 1).read_to_end(&mut bytes) {
        Err(error) => Err(unread(&error)),
        Ok(_) if bytes.len() as u64 > limit => {
            Err(format!("it is larger than {} MiB, which no article of this format is; split it", limit / MIB))
        }
        Ok(_) => Ok(bytes),
    }
}

/// Reads the bytes that decide on a format.
pub(super) fn head(source: &mut dyn Read) -> Result<Vec<u8>, String> {
    let mut head = Vec::new();
    match source.take(super::HEAD as u64).read_to_end(&mut head) {
        Ok(_) => Ok(head),
        Err(error) => Err(unread(&error)),
    }
}

/// Says that bytes could not be read.
pub(super) fn unread(error: &std::io::Error) -> String {
    format!("it cannot be read: {error}")
}

/// Counts what comes out of a compressed part, and ends it where it is a bomb.
pub(super) struct Bounded<'a, R> {
    pub inner: R,
    /// Compressed bytes of the part, where that is known.
    pub packed: Option<u64>,
    pub seen: u64,
    /// What may still come out of the whole source.
    pub left: &'a mut u64,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.seen += read as u64;
        *self.left = self.left.saturating_sub(read as u64);
        let ratio = self.packed.is_some_and(|packed| self.seen / RATIO > packed) && self.seen > SMALL;
        if ratio || *self.left == 0 {
            return Err(std::io::Error::other("it unpacks to far more than an article; it may be a zip bomb"));
        }
        Ok(read)
    }
}
