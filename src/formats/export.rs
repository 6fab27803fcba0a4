//! Exports: what every export format shares. The caller owns the disk; an export is a head and then one piece a document.

use super::decode::counted;
use super::{csv_out, jsonl, markdown_out};
use crate::model::{Annotations, Article, ArticleId, Id};

/// An article with its annotations.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its annotations, folded on its text.
    pub annotations: &'a Annotations,
}

/// An export format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with links and tables, for people and for note programs.
    Markdown,
    /// One row an annotation, for spreadsheets and statistics.
    Csv,
    /// One line an article with all that is known, for programs.
    Jsonl,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Csv, Self::Jsonl];

    /// Returns the name used on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    /// Reads that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Returns all names.
    #[must_use]
    pub fn names() -> [&'static str; 3] {
        Self::ALL.map(Self::name)
    }

    /// Returns the usual ending of a file, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    /// Returns in a few words whom the format is for.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Markdown => "text with links and tables, for people and note programs",
            Self::Csv => "a row for each annotation, for spreadsheets",
            Self::Jsonl => "a line for each article with all that is known, for programs",
        }
    }

    /// Returns what the format holds of no article, as one sentence, or nothing where it holds all.
    #[must_use]
    pub const fn leaves_out(self) -> Option<&'static str> {
        match self {
            Self::Markdown => Some("Markdown holds no scores, no ids of annotations and no rejected suggestions."),
            Self::Csv => Some("CSV holds no text, web addresses, authors, languages or contexts of quotes."),
            Self::Jsonl => None,
        }
    }
}

/// Something of one article that a format could not hold as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Which article.
    pub article: ArticleId,
    /// Which annotation, where it is about one.
    pub annotation: Option<Id>,
    /// One sentence.
    pub what: String,
}

/// What went out, and what did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles.
    pub articles: usize,
    /// Mentions.
    pub mentions: usize,
    /// Stances.
    pub stances: usize,
    /// Tags.
    pub tags: usize,
    /// Notes.
    pub notes: usize,
    /// Annotations without a place in the text.
    pub orphans: usize,
    /// What could not be held as it is, in the order met.
    pub left_out: Vec<Loss>,
}

/// Losses named in a sentence; the rest are counted.
const NAMED: usize = 3;

impl Tally {
    fn count(&mut self, annotations: &Annotations) {
        self.articles += 1;
        self.mentions += annotations.mentions.len();
        self.stances += annotations.stances.len();
        self.tags += annotations.tags.len();
        self.notes += annotations.notes.len();
        self.orphans += annotations.orphans.len();
    }

    pub(super) fn lose(&mut self, article: &Article, annotation: Option<&Id>, what: impl Into<String>) {
        let loss = Loss { article: article.id.clone(), annotation: annotation.cloned(), what: what.into() };
        if !self.left_out.contains(&loss) {
            self.left_out.push(loss);
        }
    }

    /// Returns one or two sentences for people on what went out in `format` and what could not be held.
    #[must_use]
    pub fn sentence(&self, format: Format) -> String {
        let kinds = [
            (self.mentions, "mention"),
            (self.stances, "stance"),
            (self.tags, "tag"),
            (self.notes, "note"),
            (self.orphans, "orphan"),
        ];
        let kinds: Vec<_> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(*n, noun)).collect();
        let what = if kinds.is_empty() { "no annotations".to_owned() } else { kinds.join(", ") };
        let mut said = format!("{what} of {} went out", counted(self.articles, "article"));
        if !self.left_out.is_empty() {
            let named: Vec<_> =
                self.left_out.iter().take(NAMED).map(|loss| format!("{}: {}", loss.article, loss.what)).collect();
            said.push_str(&format!("; {} could not be held as they are: {}", self.left_out.len(), named.join("; ")));
            if self.left_out.len() > NAMED {
                said.push_str(&format!("; and {} more", self.left_out.len() - NAMED));
            }
        }
        said.push('.');
        format.leaves_out().into_iter().fold(said, |said, more| format!("{said} {more}"))
    }
}

/// Returns what stands before the first document.
#[must_use]
pub fn write_head(format: Format) -> String {
    match format {
        Format::Csv => csv_out::head(),
        Format::Markdown | Format::Jsonl => String::new(),
    }
}

/// Returns one document and counts it in `tally`; documents are written one after the other.
#[must_use]
pub fn write_document(format: Format, document: &Document<'_>, tally: &mut Tally) -> String {
    tally.count(document.annotations);
    match format {
        Format::Markdown => markdown_out::document(document, tally),
        Format::Csv => csv_out::rows(document, tally),
        Format::Jsonl => jsonl::line(document, tally),
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Loss, Tally};
    use crate::model::ArticleId;

    #[test]
    fn names_and_sentences() {
        assert!(Format::ALL.into_iter().all(|format| Format::from_name(format.name()) == Some(format)));
        assert_eq!(Format::from_name("xml"), None);
        let mut tally = Tally { articles: 2, mentions: 12, stances: 1, ..Tally::default() };
        assert_eq!(tally.sentence(Format::Jsonl), "12 mentions, 1 stance of 2 articles went out.");
        let loss = |at: usize| Loss { article: ArticleId::new("a.txt"), annotation: None, what: format!("loss {at}") };
        tally.left_out = (1..=5).map(loss).collect();
        let said = tally.sentence(Format::Csv);
        assert!(
            said.contains("5 could not be held as they are: a.txt: loss 1;") && said.contains("and 2 more. CSV holds")
        );
        assert_eq!(Tally::default().sentence(Format::Jsonl), "no annotations of 0 articles went out.");
    }
}
