//! One form of a word for comparing, so that every module folds case alike.

/// Returns `word` in lower case with curly quotes made straight, for comparing and never for showing.
#[must_use]
pub fn fold(word: &str) -> String {
    word.chars()
        .flat_map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\''.to_lowercase(),
            '\u{201C}' | '\u{201D}' => '"'.to_lowercase(),
            other => other.to_lowercase(),
        })
        .collect()
}

/// Returns the key under which a name is the same name: folded, blanks made single, without a possessive ending.
///
/// ```
/// assert_eq!(newsgloss::text::name_key("Xi  Jinping’s"), "xi jinping");
/// ```
#[must_use]
pub fn name_key(name: &str) -> String {
    let folded = fold(name);
    let joined = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.strip_suffix("'s").unwrap_or(&joined).to_owned()
}
