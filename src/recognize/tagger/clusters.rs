//! Clusters of words of like meaning, so that what is learned of one word tells something of the others.
//!
//! The file is written by `training/clusters.py` from word vectors in the public domain.

use super::super::table::{Hash, Table};
use std::borrow::Cow;
use std::sync::LazyLock;

/// Fine clusters.
const FINE: usize = 2048;

static FILE: &[u8] = include_bytes!("../model/clusters.bin");
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(Cow::Borrowed(FILE.get(FINE..).unwrap_or_default()), 2));

/// The clusters of a word; 0 where it is in none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Clusters {
    /// One of 2,048, from 1 on.
    pub(super) fine: u16,
    /// One of 256, from 1 on.
    pub(super) coarse: u16,
}

/// Returns the clusters of a word by the hash of its letters as they are, else in lower case.
pub(super) fn clusters(exact: Hash, lower: Hash) -> Clusters {
    let row = TABLE.get(exact.0).or_else(|| TABLE.get(lower.0)).and_then(|row| row.first_chunk());
    let Some(fine) = row.map(|row| u16::from_le_bytes(*row)) else { return Clusters::default() };
    Clusters { fine: fine + 1, coarse: FILE.get(usize::from(fine)).map_or(0, |coarse| u16::from(*coarse) + 1) }
}

#[cfg(test)]
mod tests {
    use super::{Clusters, Hash, TABLE, clusters};

    #[test]
    fn words_of_like_meaning_are_together() {
        let of = |word: &str| clusters(Hash::EMPTY.exact(word), Hash::EMPTY.lower(word));
        assert!(TABLE.is_whole() && TABLE.len() > 100_000);
        assert_eq!(of("Xyzzyqqqq"), Clusters::default());
        assert_eq!(of("Tuesday").coarse, of("Thursday").coarse);
        assert_ne!(of("Tuesday").coarse, of("banana").coarse);
    }
}
