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

/// Returns, for each number of first characters of `context`, their distance to the beginning of `window` that is nearest.
pub(super) fn nearest(context: &[char], window: &[char]) -> Vec<usize> {
    let mut row: Vec<usize> = (0..=window.len()).collect();
    let mut least = vec![0];
    for (i, x) in context.iter().enumerate() {
        step(&mut row, i + 1, |j| window[j] == *x);
        least.push(row.iter().copied().min().unwrap_or(i + 1));
    }
    least
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
    use super::{distance, ending, nearest};

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
        assert_eq!(nearest(&chars("met Xi"), &chars("met Xu in Rome")), [0, 0, 0, 0, 0, 0, 1]);
        let ends = ending(&chars("oslo"), &chars("in osla now"));
        assert_eq!(ends.iter().min(), Some(&1));
        assert_eq!(ends[7], 1, "{ends:?}");
    }
}
