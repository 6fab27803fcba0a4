//! Values of metadata as people write them, made into what [`Meta`] holds. Shared by all formats that have a head.

use super::day::{self, Day};
use crate::model::{Complaint, Meta};
use crate::text::sentence_at;

/// Code points of a title that is made of the first sentence.
const TITLE: usize = 120;

/// A field of [`Meta`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Date,
    Source,
    Url,
    Authors,
    Language,
}

impl Field {
    /// Returns the field that a name means, in any case.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name.trim().to_lowercase().as_str() {
            "title" | "headline" => Self::Title,
            "date" | "published" | "published on" | "publication date" => Self::Date,
            "source" | "publisher" | "publication" => Self::Source,
            "url" | "link" => Self::Url,
            "author" | "authors" | "author(s)" | "by" | "byline" => Self::Authors,
            "language" | "lang" => Self::Language,
            _ => return None,
        })
    }

    /// Puts a written value into `meta`; an empty one says nothing.
    pub(super) fn set(self, meta: &mut Meta, value: &str, line: Option<usize>, complaints: &mut Vec<Complaint>) {
        let value = one_line(value);
        if value.is_empty() {
            return;
        }
        let mut complain = |what: String| complaints.push(Complaint { line, what });
        match self {
            Self::Title => meta.title = value,
            Self::Source => meta.source = Some(value),
            Self::Url => meta.url = Some(value),
            Self::Authors => meta.authors.extend(authors(&value)),
            Self::Language => match language(&value) {
                Some(tag) => meta.language = Some(tag),
                None => complain(format!("the language “{value}” is not known, so it is left out")),
            },
            Self::Date => match day::read(&value) {
                Day::Clear(date) => meta.date = Some(date),
                Day::Ambiguous => complain(format!(
                    "the date “{value}” can be read with the day or the month first, so it is left out"
                )),
                Day::None => complain(format!("the date “{value}” is not understood, so it is left out")),
            },
        }
    }
}

/// Returns `text` with every run of blanks and newlines made one blank.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Splits names at semicolons where there are any (`Doe, Jane; Roe, Max`), else at commas, `and` and `&`.
fn authors(value: &str) -> Vec<String> {
    let name = |name: &str| Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    if value.contains(';') {
        return value.split(';').filter_map(name).collect();
    }
    value.replace(" and ", ",").replace(" & ", ",").split(',').filter_map(name).collect()
}

/// Returns the BCP 47 tag of a language given by its tag or its English name.
pub(super) fn language(value: &str) -> Option<String> {
    const NAMES: [(&str, &str); 30] = [
        ("albanian", "sq"),
        ("arabic", "ar"),
        ("bulgarian", "bg"),
        ("chinese", "zh"),
        ("croatian", "hr"),
        ("czech", "cs"),
        ("danish", "da"),
        ("dutch", "nl"),
        ("english", "en"),
        ("estonian", "et"),
        ("finnish", "fi"),
        ("french", "fr"),
        ("german", "de"),
        ("greek", "el"),
        ("hebrew", "he"),
        ("hindi", "hi"),
        ("hungarian", "hu"),
        ("italian", "it"),
        ("japanese", "ja"),
        ("korean", "ko"),
        ("norwegian", "no"),
        ("persian", "fa"),
        ("polish", "pl"),
        ("portuguese", "pt"),
        ("romanian", "ro"),
        ("russian", "ru"),
        ("spanish", "es"),
        ("swedish", "sv"),
        ("turkish", "tr"),
        ("ukrainian", "uk"),
    ];
    let lower = value.to_lowercase();
    if let Some((_, tag)) = NAMES.iter().find(|(name, _)| *name == lower) {
        return Some((*tag).to_owned());
    }
    let tag = value.replace('_', "-");
    let mut parts = tag.split('-');
    let primary =
        parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rest = parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    (primary && rest).then_some(tag)
}

/// Returns the first sentence of a body as a title, cut on a word; none where the body has no words.
pub(super) fn first_sentence(body: &str) -> Option<String> {
    let from = body.find(|c: char| !c.is_whitespace())?;
    let span = sentence_at(body, from);
    let sentence = one_line(&body[span.start..span.end]);
    (!sentence.is_empty()).then(|| cut(&sentence))
}

fn cut(sentence: &str) -> String {
    let Some((end, _)) = sentence.char_indices().nth(TITLE) else { return sentence.to_owned() };
    let head = &sentence[..end];
    // A script without blanks has no word to cut on.
    let end = head.rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}…", head[..end].trim_end_matches([' ', ',', ';', ':', '-', '–', '—']))
}

/// Returns `text` without the blank lines at its ends; the rest is kept as it is.
pub(super) fn without_blank_ends(text: &str) -> &str {
    let mut start = 0;
    for line in text.split_inclusive('\n').take_while(|line| line.trim().is_empty()) {
        start += line.len();
    }
    let mut rest = &text[start..];
    while let Some(at) = rest.rfind('\n').filter(|at| rest[*at..].trim().is_empty()) {
        rest = &rest[..at];
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{authors, first_sentence, language, without_blank_ends};

    #[test]
    fn names_languages_and_ends() {
        assert_eq!(authors("Jane Doe, Max Roe and A. Poe"), ["Jane Doe", "Max Roe", "A. Poe"]);
        assert_eq!(authors("Doe, Jane; Roe, Max"), ["Doe, Jane", "Roe, Max"]);
        let languages = [
            ("English", Some("en")),
            ("pt_BR", Some("pt-BR")),
            ("de", Some("de")),
            ("the last frontier", None),
            ("Klingon", None),
        ];
        for (value, tag) in languages {
            assert_eq!(language(value).as_deref(), tag, "{value}");
        }
        let ends = [
            ("\n \t\n  a\n\nb \n\n \n", "  a\n\nb "),
            ("a", "a"),
            (" \n\n", ""),
            ("", ""),
            ("a\n", "a"),
            ("\na\n\n", "a"),
        ];
        for (text, kept) in ends {
            assert_eq!(without_blank_ends(text), kept, "{text:?}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_on_a_word() {
        let title = first_sentence(&format!("  {} end. Next.", "word ".repeat(40))).unwrap();
        assert!(title.ends_with("word…") && title.chars().count() <= 121, "{title}");
        let chinese = first_sentence(&"习近平".repeat(100)).unwrap();
        assert_eq!(chinese.chars().count(), 121);
        assert_eq!(first_sentence("He met\tMr. Wang. They spoke."), Some("He met Mr. Wang.".to_owned()));
        assert_eq!(first_sentence(" \n\t"), None);
    }
}
