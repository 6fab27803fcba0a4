//! A set of articles by their numbers: a bit each.

/// The set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// No article of `len`.
    pub fn none(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// All articles of `len`.
    pub fn all(len: usize) -> Self {
        let mut bits = Self { words: vec![u64::MAX; len.div_ceil(64)], len };
        bits.trim();
        bits
    }

    pub fn of(len: usize, numbers: impl Iterator<Item = u32>) -> Self {
        let mut bits = Self::none(len);
        numbers.for_each(|number| bits.put(number));
        bits
    }

    /// Adds an article; one that is not of this set's range is left out.
    pub fn put(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub fn has(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn and(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own &= other);
    }

    pub fn or(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own |= other);
    }

    pub fn not(&mut self) {
        self.words.iter_mut().for_each(|word| *word = !*word);
        self.trim();
    }

    /// Goes over the numbers in their order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().zip(0u32..).flat_map(|(word, at)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// No bit stands behind the last article.
    fn trim(&mut self) {
        if let Some(last) = self.words.last_mut().filter(|_| !self.len.is_multiple_of(64)) {
            *last &= (1 << (self.len % 64)) - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn bits_are_a_set_of_numbers(len in 0usize..200, a: Vec<u8>, b: Vec<u8>) {
            let fit = |all: &[u8]| all.iter().map(|n| u32::from(*n)).filter(|n| (*n as usize) < len).collect::<BTreeSet<u32>>();
            let (a, b) = (fit(&a), fit(&b));
            let of = |set: &BTreeSet<u32>| Bits::of(len, set.iter().copied());
            let list = |bits: &Bits| bits.iter().collect::<Vec<_>>();
            let (mut and, mut or, mut not) = (of(&a), of(&a), of(&a));
            and.and(&of(&b));
            or.or(&of(&b));
            not.not();
            prop_assert_eq!(list(&and), a.intersection(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(&or), a.union(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(list(&not), (0..len as u32).filter(|n| !a.contains(n)).collect::<Vec<_>>());
            prop_assert_eq!(not.count() + a.len(), len);
            prop_assert_eq!(Bits::all(len).count(), len);
            prop_assert!((0..len as u32).all(|n| of(&a).has(n) == a.contains(&n)));
        }
    }
}
