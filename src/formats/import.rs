//! Annotations of others: bytes to articles with what is marked in them. A format is a file and a row of [`Importer::ALL`].
//!
//! A reader never fails: what it cannot use is a complaint. How an article of the library is found for a text, and what is
//! then added to it, is the same for all formats.

mod attach;
mod brat;
mod codes;
mod conll;
mod draft;
mod features;
mod known;
mod label_studio;
mod lines;
mod partial;
mod recognise;
mod refi;
mod refi_codes;
mod w3c;
mod w3c_body;
mod w3c_target;
mod webanno;
mod xmi;
mod zipped;

pub use attach::{Added, Attached, Conflicts, There, attach, new_article};
pub use codes::{Code, Coded, lay_codes};
pub use known::{Known, Place, resembles};

use super::decode::decode_as_is;
use super::jsonl_read::read_jsonl;
use crate::model::{Anchor, Annotations, Article, Complaint};
use crate::text::Span;
use draft::Draft;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;

/// A file of what is imported.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path below what was named, with `/` between folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Source {
    /// Says whether its name ends so, whatever its case.
    fn ends(&self, ending: &str) -> bool {
        self.name.to_lowercase().ends_with(ending)
    }

    /// Returns its text with the newlines that it has; another encoding than UTF-8 is guessed, and bytes that are no text
    /// become `�`.
    fn text(&self) -> Cow<'_, str> {
        match str::from_utf8(&self.bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(decode_as_is(&self.bytes)),
        }
    }
}

/// How much of an article a source holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Its whole text.
    Whole,
    /// All its words, but not the white space between them.
    Words,
    /// Quotes of it alone.
    Quotes,
}

/// What was read of one article.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Where it was read, for messages and for the name of a new article's file.
    pub name: String,
    /// Its id where the source names one (else empty), its metadata and its text.
    pub article: Article,
    /// How much of the text that is.
    pub extent: Extent,
    /// What is marked in it; the anchors count in its text.
    pub annotations: Annotations,
    /// What could not be used.
    pub complaints: Vec<Complaint>,
    /// What is left out since it is no annotation that anyone would miss; a sentence each without its full stop.
    pub remarks: Vec<String>,
    /// Of quotes: the anchors as the source gives them, by the bytes of the text that their words have here.
    quotes: HashMap<Span, Anchor>,
}

impl Imported {
    /// An article of a source that could not be read at all.
    fn unreadable(name: &str, why: impl Into<String>) -> Self {
        let mut draft = Draft::new(name, "");
        draft.complain(None, why);
        draft.finish()
    }
}

/// What a reader finds in a source.
#[derive(Clone, Debug)]
pub enum Found {
    /// A text with what is marked in it.
    Text(Box<Imported>),
    /// Codes for the codebook, and where they were read.
    Codes(String, Vec<Code>),
}

impl Found {
    fn text(one: Imported) -> Self {
        Self::Text(Box::new(one))
    }

    /// A source that could not be read at all.
    fn unreadable(name: &str, why: impl Into<String>) -> Self {
        Self::text(Imported::unreadable(name, why))
    }
}

/// Takes what is found, one after the other; it may say that it is enough.
pub type Give<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// How sources are read.
#[derive(Clone, Copy, Debug)]
enum Read {
    /// All together, since what belongs to one text may lie in several.
    Together(fn(&[Source], &mut Give<'_>) -> ControlFlow<()>),
    /// All together, by a reader that gives all texts at once.
    Texts(fn(&[Source]) -> Vec<Imported>),
    /// One after the other, each forgotten when it is read.
    Apart(fn(&Source, &mut Give<'_>) -> ControlFlow<()>),
    /// One after the other, by a reader that gives all texts of one at once.
    TextsApart(fn(&[Source]) -> Vec<Imported>),
}

/// A format that is read.
#[derive(Debug)]
pub struct Importer {
    /// The name used on the command line; that of the export of the same format.
    pub name: &'static str,
    /// In a few words, what is read.
    pub about: &'static str,
    /// Endings of its files.
    pub endings: &'static [&'static str],
    read: Read,
}

impl Importer {
    /// All formats that are read.
    pub const ALL: &'static [Self] = &[
        Self {
            name: "brat",
            about: ".ann and .txt of brat, in a folder",
            endings: &[".ann", ".a1", ".a2", ".txt"],
            read: Read::Texts(brat::read),
        },
        Self {
            name: "conll",
            about: "tokens with labels B, I, O or B, I, O, E, S",
            endings: &[".conll", ".iob", ".iob2", ".bio", ".txt", ".tsv"],
            read: Read::TextsApart(conll::read),
        },
        Self {
            name: "w3c",
            about: "W3C Web Annotations in JSON-LD",
            endings: &[".jsonld", ".json"],
            read: Read::Texts(w3c::read),
        },
        Self {
            name: "label-studio",
            about: "tasks of Label Studio",
            endings: &[".json"],
            read: Read::TextsApart(label_studio::read),
        },
        Self {
            name: "prodigy",
            about: "tasks of Prodigy, and texts of spaCy",
            endings: &[".jsonl", ".json"],
            read: Read::Apart(lines::read),
        },
        Self {
            name: "doccano",
            about: "lines of doccano",
            endings: &[".jsonl", ".json"],
            read: Read::Apart(lines::read),
        },
        Self { name: "webanno", about: "WebAnno TSV 3", endings: &[".tsv"], read: Read::TextsApart(webanno::read) },
        Self { name: "xmi", about: "UIMA CAS XMI", endings: &[".xmi"], read: Read::TextsApart(xmi::read) },
        Self {
            name: "refi-qda",
            about: "a REFI-QDA project",
            endings: &[".qdpx", ".qde", ".txt"],
            read: Read::Together(refi::read),
        },
        Self {
            name: "refi-qda-codebook",
            about: "the codes of a REFI-QDA codebook, into yours",
            endings: &[".qdc"],
            read: Read::Apart(refi_codes::read),
        },
        Self {
            name: "jsonl",
            about: "our own lines, with all that they hold",
            endings: &[".jsonl"],
            read: Read::Apart(own),
        },
    ];

    /// Finds a format by its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|format| format.name == name)
    }

    /// Reads files; those of other endings are left alone where there are several. Zips are opened.
    pub fn read(&self, sources: Vec<Source>, give: &mut Give<'_>) -> ControlFlow<()> {
        let mut files = Vec::new();
        for source in sources {
            if source.ends(".zip") {
                match zipped::unzip(&source) {
                    Ok(inside) => files.extend(inside),
                    Err(why) => give(Found::unreadable(&source.name, why))?,
                }
            } else {
                files.push(source);
            }
        }
        if files.len() > 1 {
            files.retain(|source| self.endings.iter().any(|ending| source.ends(ending)));
        }
        self.read_all(files, give)
    }

    /// Reads files whatever their endings.
    pub fn read_all(&self, mut files: Vec<Source>, give: &mut Give<'_>) -> ControlFlow<()> {
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let texts =
            |all: Vec<Imported>, give: &mut Give<'_>| all.into_iter().try_for_each(|one| give(Found::text(one)));
        match self.read {
            Read::Together(read) => read(&files, give),
            Read::Texts(read) => texts(read(&files), give),
            Read::Apart(read) => files.into_iter().try_for_each(|file| read(&file, give)),
            Read::TextsApart(read) => files.into_iter().try_for_each(|file| texts(read(&[file]), give)),
        }
    }
}

/// Reads our own lines.
fn own(source: &Source, give: &mut Give<'_>) -> ControlFlow<()> {
    for (line, number) in source.text().lines().zip(1..).filter(|(line, _)| !line.trim().is_empty()) {
        give(Found::text(own_line(line, format!("{} line {number}", source.name))))?;
    }
    ControlFlow::Continue(())
}

fn own_line(line: &str, name: String) -> Imported {
    let (read, complaints) = read_jsonl(line);
    let Some((article, annotations)) = read else {
        let why = complaints.into_iter().map(|it| it.what).collect::<Vec<_>>().join("; ");
        return Imported::unreadable(&name, why);
    };
    let complaints = complaints.into_iter().chain(orphans(&annotations)).collect();
    Imported {
        name,
        article,
        extent: Extent::Whole,
        annotations,
        complaints,
        remarks: Vec::new(),
        quotes: HashMap::new(),
    }
}

/// Annotations whose words are not where they say: nobody can say where they belong.
fn orphans(annotations: &Annotations) -> Vec<Complaint> {
    let of = |it: &crate::model::Orphan| {
        Complaint::new(format!("the {} {} “{}” is left out: {}", it.kind, it.id, it.anchor.quote, it.why))
    };
    annotations.orphans.iter().map(of).collect()
}

/// Returns the file name of a path without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_others;
