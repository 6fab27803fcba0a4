//! A small seeded generator (SplitMix64): learning that draws lots still gives the same model twice.

/// The generator.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// Starts from a seed.
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `count`, 0 where there is none.
    pub(super) fn below(&mut self, count: usize) -> usize {
        ((u128::from(self.next()) * count as u128) >> 64) as usize
    }

    /// Says yes so often: 0 never, 1 always.
    pub(super) fn chance(&mut self, often: f32) -> bool {
        ((self.next() >> 40) as f32) < often * (1_u32 << 24) as f32
    }

    /// Returns one of some things.
    pub(super) fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// Shuffles some things.
    pub(super) fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, self.below(at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn lots_are_even_and_repeat() {
        let (mut one, mut other) = (Random::new(3), Random::new(3));
        let mut counts = [0; 5];
        (0..5000).for_each(|_| counts[one.below(5)] += 1);
        assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
        assert!((0..5000).filter(|_| other.chance(0.2)).count().abs_diff(1000) < 150);
        let draw = |seed| {
            let (mut random, mut things) = (Random::new(seed), (0..50).collect::<Vec<_>>());
            random.shuffle(&mut things);
            things
        };
        assert!(draw(1) == draw(1) && draw(1) != draw(2));
        assert_eq!((Random::new(1).below(0), Random::new(1).one::<u8>(&[])), (0, None));
    }
}
