//! Edit distances: how many characters must be put in, taken out or replaced to make one text of another.

/// Returns the distance of two whole texts.
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    to_beginnings(a, b)[b.len()]
}

/// Returns, for each number of first characters of `b`, the distance of the whole of `a` to them.
pub(super) fn to_beginnings(a: &[char], b: &[char]) -> Vec<usize> {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        step(&mut row, i + 1, |j| b[j] == *x);
    }
    row
}

/// Characters that are compared with many texts, all of them at once: each has a bit in the column of a table.
pub(super) struct Columns {
    len: usize,
    /// The bits of each ASCII character.
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
}

impl Columns {
    /// The most characters that have a bit.
    const MOST: usize = 64;

    /// Takes the characters; none where there are too many.
    pub fn new(context: &[char]) -> Option<Self> {
        let mut columns = Self { len: context.len(), ascii: [0; 128], others: Vec::new() };
        for (at, c) in context.iter().enumerate() {
            let bit = 1_u64.checked_shl(u32::try_from(at).ok()?).filter(|_| at < Self::MOST)?;
            match columns.ascii.get_mut(*c as usize) {
                Some(bits) => *bits |= bit,
                None => match columns.others.iter_mut().find(|(other, _)| other == c) {
                    Some((_, bits)) => *bits |= bit,
                    None => columns.others.push((*c, bit)),
                },
            }
        }
        Some(columns)
    }

    fn bits(&self, c: char) -> u64 {
        let other = || self.others.iter().find(|(other, _)| *other == c).map_or(0, |(_, bits)| *bits);
        self.ascii.get(c as usize).copied().unwrap_or_else(other)
    }

    /// Returns the distance of the first `own` characters, and of all of them, to the beginning of `window` that is nearest
    /// to each. Goes from column to column of the table, whose steps down are one bit each: up by one, or down by one.
    pub fn nearest(&self, own: usize, window: &[char]) -> [usize; 2] {
        let masks = [own, self.len].map(|rows| if rows == 0 { 0 } else { u64::MAX >> (Self::MOST - rows) });
        let mut least = [own, self.len];
        let (mut up, mut down) = (u64::MAX, 0);
        for (column, c) in window.iter().enumerate() {
            let same = self.bits(*c);
            let vertical = same | down;
            let across = ((same & up).wrapping_add(up) ^ up) | same;
            let more = ((down | !(across | up)) << 1) | 1;
            let less = (up & across) << 1;
            up = less | !(vertical | more);
            down = more & vertical;
            for (least, mask) in least.iter_mut().zip(masks) {
                let rises = usize::try_from((up & mask).count_ones()).unwrap_or(0);
                let falls = usize::try_from((down & mask).count_ones()).unwrap_or(0);
                *least = (*least).min(column + 1 + rises - falls);
            }
        }
        least
    }
}

/// Returns, for each place in `text`, the distance of `words` to what ends there, wherever that begins.
pub(super) fn ending(words: &[char], text: &[char]) -> Vec<usize> {
    let mut row = vec![0; text.len() + 1];
    for (i, x) in words.iter().enumerate() {
        step(&mut row, i + 1, |j| text[j] == *x);
    }
    row
}

/// Goes one row down in the table of distances; `first` is its first number.
fn step(row: &mut [usize], first: usize, same: impl Fn(usize) -> bool) {
    let mut diagonal = std::mem::replace(&mut row[0], first);
    for j in 1..row.len() {
        let replaced = diagonal + usize::from(!same(j - 1));
        diagonal = row[j];
        row[j] = replaced.min(row[j] + 1).min(row[j - 1] + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, distance, ending, to_beginnings};
    use proptest::prelude::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn edits_are_counted() {
        for (a, b, edits) in
            [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("Iran", "Iraq", 1), ("ab", "ba", 2)]
        {
            assert_eq!(distance(&chars(a), &chars(b)), edits, "{a} {b}");
            assert_eq!(distance(&chars(b), &chars(a)), edits, "{b} {a}");
        }
        assert_eq!(Columns::new(&chars("met Xi")).unwrap().nearest(4, &chars("met Xu in Rome")), [0, 1]);
        assert!(Columns::new(&['x'; 65]).is_none());
        let ends = ending(&chars("oslo"), &chars("in osla now"));
        assert_eq!(ends.iter().min(), Some(&1));
        assert_eq!(ends[7], 1, "{ends:?}");
    }

    proptest! {
        #[test]
        fn bits_count_as_a_table_does(context in "[aAbé ]{0,64}", window in "[aAbé ]{0,72}", own in 0usize..65) {
            let (context, window) = (chars(&context), chars(&window));
            let own = own.min(context.len());
            let least = |rows: usize| to_beginnings(&context[..rows], &window).into_iter().min().unwrap();
            let found = Columns::new(&context).unwrap().nearest(own, &window);
            prop_assert_eq!(found, [least(own), least(context.len())]);
        }
    }
}
