//! The single tests that a query is made of.

use super::DateRange;
use crate::model::Polarity;
use crate::text::terms;

/// The fields that may stand before a value, each with what it asks.
pub const FIELDS: [(&str, &str); 14] = [
    ("title", "words of the title"),
    ("text", "words of the text, or /a regular expression/"),
    ("source", "words of the source"),
    ("author", "words of an author's name"),
    ("lang", "the language, as in lang:en"),
    ("date", "a day, month, year, or two of them with .. between"),
    ("tag", "a tag of the article"),
    ("note", "words of a note"),
    ("entity", "someone who is mentioned, by any known name"),
    ("type", "a mention of this type"),
    ("stance", "a stance, as in stance:\"Russia\">\"China\"=support; each part may be left out"),
    ("annotator", "annotations by this annotator"),
    ("story", "articles that tell the same story as the one with this path"),
    ("is", "unread, read or annotated; has: orphan, mention, stance, tag or note"),
];

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Text, title, source, authors, path and tags.
    Any,
    /// The title.
    Title,
    /// The text.
    Text,
    /// The source.
    Source,
    /// The authors.
    Author,
}

/// Words that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words, as they are searched; at least one.
    pub terms: Vec<String>,
    /// Whether the last of them may go on.
    pub prefix: bool,
}

impl Phrase {
    /// Takes words as they are written; a `*` at the end lets the last one go on. Nothing where there is no word.
    #[must_use]
    pub fn of(written: &str) -> Option<Self> {
        let terms = terms(written);
        let prefix = written.trim_end().ends_with('*');
        (!terms.is_empty()).then_some(Self { terms, prefix })
    }

    /// Says whether the phrase begins at `terms[0]`.
    pub(super) fn begins(&self, terms: &[impl AsRef<str>]) -> bool {
        let last = self.terms.len() - 1;
        terms.len() > last
            && self.terms.iter().zip(terms).enumerate().all(|(at, (own, other))| {
                let other = other.as_ref();
                if at == last && self.prefix { other.starts_with(own.as_str()) } else { other == own }
            })
    }

    /// Says whether the phrase stands in a short text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let terms = terms(text);
        (0..terms.len()).any(|at| self.begins(&terms[at..]))
    }
}

/// How far reading and annotating has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Is {
    /// Never opened.
    Unread,
    /// Opened or annotated.
    Read,
    /// Annotated.
    Annotated,
}

/// What an article has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// An annotation that has lost its place.
    Orphan,
    /// A mention.
    Mention,
    /// A stance.
    Stance,
    /// A tag on the article.
    Tag,
    /// A note.
    Note,
}

/// A stance that is asked for; what is left out is anyone or any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StanceTest {
    /// Words of the holder's name; `author` is the article's author.
    pub holder: Option<Phrase>,
    /// Words of the target's name.
    pub target: Option<Phrase>,
    /// The stance.
    pub polarity: Option<Polarity>,
}

/// One test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Words somewhere.
    Words(Field, Phrase),
    /// A regular expression that holds somewhere in the text.
    Regex(String),
    /// A BCP 47 language tag, or its beginning; in lower case.
    Language(String),
    /// A range of days.
    Date(DateRange),
    /// How far it was read.
    Is(Is),
    /// What it has.
    Has(Has),
    /// A tag on the article, folded.
    Tag(String),
    /// Words of a note.
    Note(Phrase),
    /// Words of the name of someone mentioned.
    Entity(Phrase),
    /// The key of an entity type, folded.
    Type(String),
    /// A stance.
    Stance(StanceTest),
    /// An annotator, folded.
    Annotator(String),
    /// The same story as the article with this path.
    Story(String),
}
