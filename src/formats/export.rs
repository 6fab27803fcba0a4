//! Exports: what every format shares. A format is one file and one row of [`Format::ALL`]. The caller owns the disk: an
//! export is a stream of pieces, of which only those of one article are in memory at a time.

mod authors;
mod brat;
mod citations;
mod conll;
mod doccano;
mod flat;
mod html;
mod html_margin;
mod html_pictures;
mod html_sums;
mod html_text;
mod hypothesis;
mod label_studio;
pub(super) mod names;
#[cfg(feature = "parquet")]
mod parquet;
mod prodigy;
mod refi;
pub(super) mod refi_codes;
mod spacy;
mod table;
mod tally;
pub(super) mod tame;
mod tei;
mod tokens;
mod w3c;
mod webanno;
mod writer;
mod xlsx;
mod xmi;
mod xml;

pub use tally::{Fate, Kind, Loss, Tally};
pub use writer::Piece;

pub(super) use writer::{Stream, Writer};

use crate::model::{Annotations, Article, Codebook, Id, Note, On};
use crate::text::Span;

/// An article with its annotations.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its annotations, folded on its text.
    pub annotations: &'a Annotations,
}

impl<'a> Document<'a> {
    /// Returns a span in code points.
    pub(super) fn cp(&self, span: Span) -> (usize, usize) {
        let body = &self.article.body;
        (body.to_cp(span.start), body.to_cp(span.end))
    }

    /// Returns the notes with their places: those on the article, then the others in the order of the text.
    pub(super) fn notes(&self) -> Vec<(&'a Note, Option<Span>)> {
        let mut notes: Vec<_> = self.annotations.notes.iter().map(|note| (note, self.place_of(note))).collect();
        notes.sort_by_key(|(note, place)| (note.on != On::Article, *place));
        notes
    }

    /// Where a note stands: at its words, or at those of the annotation that it is on.
    fn place_of(&self, note: &Note) -> Option<Span> {
        let all = self.annotations;
        match &note.on {
            On::Annotation(id) => all.mention(id).map(|it| it.span).or_else(|| all.stance(id).map(|it| it.span)),
            On::Article | On::Span(_) => note.span,
        }
    }

    /// Returns the ids of all annotations of a kind.
    fn ids(&self, kind: Kind) -> Box<dyn Iterator<Item = &'a Id> + 'a> {
        let all = self.annotations;
        match kind {
            Kind::Article => Box::new(std::iter::empty()),
            Kind::Mention => Box::new(all.mentions.iter().map(|it| &it.id)),
            Kind::Stance => Box::new(all.stances.iter().map(|it| &it.id)),
            Kind::Tag => Box::new(all.tags.iter().map(|it| &it.id)),
            Kind::Note => Box::new(all.notes.iter().map(|it| &it.id)),
            Kind::Orphan => Box::new(all.orphans.iter().map(|it| &it.id)),
        }
    }
}

/// What an export is made of on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// One file of text.
    Text,
    /// One file that is no text.
    Binary,
    /// Several files in a folder, or in a zip where the path ends in `.zip`.
    Several,
    /// Several files that are always zipped.
    Zip,
}

/// An export format.
#[derive(Debug)]
pub struct Format {
    /// The name used on the command line.
    pub name: &'static str,
    /// The usual ending of a file, without the dot; empty for a folder.
    pub extension: &'static str,
    /// In a few words, whom the format is for.
    pub about: &'static str,
    /// What it holds of no article, as one sentence, or nothing where it holds all.
    pub leaves_out: Option<&'static str>,
    /// What it is made of.
    pub files: Files,
    writer: fn(&Codebook) -> Box<dyn Writer>,
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Format {
    /// Finds a format by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|format| format.name == name)
    }

    /// Begins an export.
    #[must_use]
    pub fn begin(&'static self, codebook: &Codebook) -> Exporter {
        Exporter { format: self, writer: (self.writer)(codebook), tally: Tally::default(), counted: false }
    }
}

/// An export on its way: a head, one document after the other, an end.
pub struct Exporter {
    format: &'static Format,
    writer: Box<dyn Writer>,
    /// What went out so far.
    pub tally: Tally,
    /// Whether all documents went by once, so that none of them counts any more.
    counted: bool,
}

impl Exporter {
    /// Returns what stands before the first document.
    #[must_use]
    pub fn head(&mut self) -> Vec<Piece> {
        self.writer.head()
    }

    /// Returns the pieces of one document, and counts it when it goes by for the first time.
    #[must_use]
    pub fn document(&mut self, document: &Document<'_>) -> Vec<Piece> {
        if self.counted {
            return self.writer.document(document, &mut Tally::default());
        }
        self.tally.count(document.annotations);
        self.writer.document(document, &mut self.tally)
    }

    /// Returns what stands before all documents when the format needs them once more; nothing where it does not.
    #[must_use]
    pub fn again(&mut self) -> Option<Vec<Piece>> {
        self.counted = true;
        self.writer.again()
    }

    /// Says whether all documents went by once.
    #[must_use]
    pub const fn has_counted(&self) -> bool {
        self.counted
    }

    /// Returns what stands after the last document.
    #[must_use]
    pub fn end(&mut self) -> Vec<Piece> {
        self.writer.end()
    }

    /// Says for people what went out and what could not be held.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.tally.sentence(self.format)
    }
}
