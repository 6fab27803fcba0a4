//! A table in a file: 32-bit hash to a row of some bytes. Found in place, nothing is unpacked.
//!
//! Layout, little endian: 65,536 bytes, each the number of rows whose hash has these upper 16 bits; then the rows in the
//! order of their hashes, each the lower 16 bits of its hash and its bytes.

use std::borrow::Cow;

/// Upper halves of hashes.
const BUCKETS: usize = 1 << 16;

/// A hash (FNV-1a) in the making.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hash(pub(super) u32);

impl Hash {
    /// The hash of nothing.
    pub(super) const EMPTY: Self = Self(0x811C_9DC5);

    /// Goes on with a byte.
    pub(super) const fn byte(self, byte: u8) -> Self {
        Self((self.0 ^ byte as u32).wrapping_mul(0x0100_0193))
    }

    /// Goes on with a character.
    pub(super) fn char(self, c: char) -> Self {
        c.encode_utf8(&mut [0; 4]).bytes().fold(self, Self::byte)
    }

    /// Goes on with a word as it is.
    pub(super) fn exact(self, word: &str) -> Self {
        word.bytes().fold(self, Self::byte)
    }

    /// Goes on with a word in lower case.
    pub(super) fn lower(self, word: &str) -> Self {
        if word.is_ascii() {
            return word.bytes().fold(self, |hash, byte| hash.byte(byte.to_ascii_lowercase()));
        }
        word.chars().flat_map(char::to_lowercase).fold(self, Self::char)
    }
}

/// A table that is ready to be asked.
#[derive(Debug)]
pub(super) struct Table {
    rows: Cow<'static, [u8]>,
    /// Number of rows before each bucket.
    starts: Vec<u32>,
    /// Bytes of a row with the lower half of its hash.
    width: usize,
}

impl Table {
    /// Takes the bytes of a file; rows that are missing at its end are never found.
    pub(super) fn new(file: Cow<'static, [u8]>, bytes_of_row: usize) -> Self {
        let (mut starts, mut sum) = (Vec::with_capacity(BUCKETS + 1), 0);
        starts.push(0);
        starts.extend(file.iter().take(BUCKETS).map(|count| {
            sum += u32::from(*count);
            sum
        }));
        let rows = match file {
            Cow::Borrowed(file) => Cow::Borrowed(file.get(BUCKETS..).unwrap_or_default()),
            Cow::Owned(file) => Cow::Owned(file.get(BUCKETS..).unwrap_or_default().to_vec()),
        };
        Self { rows, starts, width: bytes_of_row + 2 }
    }

    /// Returns the bytes that are kept for a hash.
    pub(super) fn get(&self, hash: u32) -> Option<&[u8]> {
        let bucket = (hash >> 16) as usize;
        let (from, to) = (*self.starts.get(bucket)? as usize, *self.starts.get(bucket + 1)? as usize);
        let low = ((hash & 0xFFFF) as u16).to_le_bytes();
        let rows = self.rows.get(from * self.width..to * self.width)?;
        rows.chunks_exact(self.width).find(|row| row[..2] == low).map(|row| &row[2..])
    }

    /// Returns all hashes with their bytes, in their order.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, &[u8])> {
        let buckets = (0_u32..).zip(self.starts.windows(2));
        let upper = buckets.flat_map(|(upper, pair)| (pair[0]..pair[1]).map(move |_| upper));
        let lower = |row: &[u8]| u32::from(u16::from_le_bytes([row[0], row[1]]));
        upper.zip(self.rows.chunks_exact(self.width)).map(move |(upper, row)| (upper << 16 | lower(row), &row[2..]))
    }

    /// Returns the number of rows.
    pub(super) fn len(&self) -> usize {
        self.starts.last().map_or(0, |rows| *rows as usize)
    }

    /// Says whether the file has exactly the rows that it tells.
    #[cfg(test)]
    pub(super) fn is_whole(&self) -> bool {
        self.starts.len() == BUCKETS + 1 && self.rows.len() == self.len() * self.width
    }
}

/// Returns the bytes of a table of rows that are sorted by their hash, each hash once. Of a bucket that has more than 255
/// rows only the first ones are kept.
pub(super) fn written<const N: usize>(rows: &[(u32, [u8; N])]) -> Vec<u8> {
    let mut file = vec![0_u8; BUCKETS];
    for (hash, bytes) in rows {
        let bucket = (hash >> 16) as usize;
        if file[bucket] < u8::MAX {
            file[bucket] += 1;
            file.extend_from_slice(&((hash & 0xFFFF) as u16).to_le_bytes());
            file.extend_from_slice(bytes);
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::{Hash, Table, written};
    use std::borrow::Cow;

    #[test]
    fn what_is_written_is_found() {
        let mut rows: Vec<(u32, [u8; 3])> =
            (0..2000_u32).map(|i| (i.wrapping_mul(0x9E37_79B9), [i as u8, 1, 2])).collect();
        rows.sort_unstable();
        let table = Table::new(Cow::Owned(written(&rows)), 3);
        assert!(table.is_whole() && table.len() == 2000);
        assert!(rows.iter().all(|(hash, bytes)| table.get(*hash) == Some(bytes.as_slice())));
        assert!(table.rows().eq(rows.iter().map(|(hash, bytes)| (*hash, bytes.as_slice()))));
        assert_eq!(table.get(rows[7].0 ^ 1), None);
        assert_eq!(Table::new(Cow::Borrowed(b"short"), 3).get(5 << 16), None);
    }

    #[test]
    fn hashes_fold_case() {
        assert_eq!(Hash::EMPTY.lower("ŁódźX"), Hash::EMPTY.exact("łódźx"));
        assert_eq!(Hash::EMPTY.exact("a").0, 0xE40C_292C, "FNV-1a as others compute it");
    }
}
