//! The nearest known word: what was probably meant by a mistyped one.

/// Returns the word of `known` that `word` was probably meant to be, if one is near enough; the first of equally near ones.
///
/// Near is an edit in every three letters, or one word beginning with the other.
#[must_use]
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase().replace('-', "_");
    let ranked = known.into_iter().map(|candidate| {
        let plain = candidate.to_lowercase().replace('-', "_");
        let begins = word.chars().count() >= 3 && (plain.starts_with(&word) || word.starts_with(&plain));
        let edits = edits(&word, &plain);
        (if begins { edits.min(1) } else { edits }, candidate)
    });
    let (edits, best) = ranked.min_by_key(|(edits, _)| *edits)?;
    (edits <= word.chars().count().div_ceil(3)).then_some(best)
}

/// Counts insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment).
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn mistyped_words_find_their_word() {
        let known = ["theme", "measure", "margin", "mouse", "accept_score", "next-candidate", "ascii"];
        for (word, meant) in [
            ("theem", Some("theme")),
            ("Theme", Some("theme")),
            ("mesure", Some("measure")),
            ("marginn", Some("margin")),
            ("accept-score", Some("accept_score")),
            ("accept", Some("accept_score")),
            ("next_candidate", Some("next-candidate")),
            ("zebra", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
        assert_eq!(nearest("theme", []), None);
    }
}
