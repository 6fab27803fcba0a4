//! Why a command ended early, in words and as an exit status.

use crate::store::StoreError;
use std::io;

/// Why a command ended early.
#[derive(Debug)]
pub enum Failure {
    /// Nobody reads stdout any more.
    Closed,
    /// It was asked for wrongly: the sentence says how to ask.
    Wrong(String),
    /// It could not be done: the sentence says why.
    Failed(String),
}

impl Failure {
    /// Returns the exit status.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Closed => 0,
            Self::Failed(_) => 1,
            Self::Wrong(_) => 2,
        }
    }

    /// Returns the sentence for stderr, where there is one.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Closed => None,
            Self::Wrong(words) | Self::Failed(words) => Some(words),
        }
    }
}

/// An error of stdout; those of files are [`StoreError`]s.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            io::ErrorKind::StorageFull => Self::Failed("cannot write the output: the disk is full".to_owned()),
            _ => Self::Failed(format!("cannot write the output: {error}")),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}
