//! Identifiers of acts and annotations: unique, and sorted by time.

use std::fmt;
use std::sync::Arc;

/// Names one act; an annotation has the id of the act that made it. Any string is taken when read from a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Id(Arc<str>);

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(Arc::from(text))
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.as_str().to_owned()
    }
}

impl Id {
    /// Returns the id as written in files.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes ids. Two makers with different seeds never make the same id, whatever their clocks say.
#[derive(Clone, Debug)]
pub struct Ids {
    seed: u64,
    made: u16,
    last_ms: u64,
}

impl Ids {
    /// Returns a maker; `seed` must be random for each running program.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed, made: 0, last_ms: 0 }
    }

    /// Returns a new id that sorts after every earlier one of this maker.
    ///
    /// `now_ms` is milliseconds since 1970. A clock that stands still or goes back is counted past.
    pub fn next(&mut self, now_ms: u64) -> Id {
        if now_ms > self.last_ms {
            (self.last_ms, self.made) = (now_ms, 0);
        } else if let Some(made) = self.made.checked_add(1) {
            self.made = made;
        } else {
            (self.last_ms, self.made) = (self.last_ms + 1, 0);
        }
        let random = (u128::from(self.made) << 64) | u128::from(self.seed);
        Id::from(ulid::Ulid::from_parts(self.last_ms, random).to_string().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn ids_rise_even_when_the_clock_falls() {
        let mut ids = Ids::new(7);
        let clock = std::iter::repeat_n(5_000, 70_000).chain([4_000, 9_000]);
        let made: Vec<_> = clock.map(|now| ids.next(now)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
