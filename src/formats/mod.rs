//! Floor 2: bytes <-> model, a file a format. Knows no disk: it is given bytes and gives bytes.

pub mod config;
pub mod journal;
mod journal_value;
mod stub;
pub use stub::{Format, is_article, read, read_meta};
