//! What people have (saved pages, feeds, newsletters, tables, archives) to articles. Knows no disk and no network: it is
//! given bytes and gives pieces, one after the other, so that a source may be larger than the memory.

mod archive;
mod columns;
mod csv_in;
mod detect;
mod epub;
mod feed;
mod html;
mod html_around;
mod html_body;
mod html_measure;
mod html_meta;
mod html_scan;
mod html_text;
mod html_tidy;
mod limits;
mod mail;
mod mbox;
mod opml;
mod pdf;
mod plain;
mod records;
mod warc;

pub use columns::Columns;
pub use detect::Kind;
pub use limits::whole;
pub use pdf::pdf_text;

use crate::model::Meta;
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

/// Bytes from the start of a source that decide on its format.
const HEAD: usize = 64 * 1024;
/// Archives in archives that are opened.
const DEPTH: usize = 4;

/// One article that was found in a source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// What the source says about it; a title that it does not give is empty.
    pub meta: Meta,
    /// Its text: UTF-8, newlines as `\n`.
    pub text: String,
    /// Whether the text has marks of Markdown.
    pub markdown: bool,
    /// The bytes that it was made from, where they were asked for and are its own.
    pub original: Option<Original>,
}

/// The bytes that an article was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// The usual ending of a file of that format, without a dot.
    pub ending: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// A feed that a list of feeds names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What it is called; empty where the list does not say.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// What a source gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// An article.
    Article(Box<Item>),
    /// The bytes of a PDF: its text is taken out by a process of its own.
    Pdf(Vec<u8>),
    /// The bytes of texts with annotations, in the format of this name; or a text that annotations beside it are on.
    Annotations(&'static str, Vec<u8>),
    /// A feed of a list of feeds.
    Feed(Subscription),
    /// Something that is no article; the sentence says why and what to do.
    Skipped(String),
    /// A file that nobody would take for an article, such as a picture beside a saved page.
    Ignored,
    /// A remark; nothing was left out.
    Said(String),
}

/// What is to be known beside the bytes.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Which columns hold what, where the user says so.
    pub columns: Columns,
    /// Whether articles come with the bytes that they were made from.
    pub originals: bool,
    /// Whether texts count whatever their name: true for what a user names, false for what a walk of a folder finds.
    pub any_text: bool,
    /// Where the source was got from, where that is known.
    pub url: Option<String>,
    /// Whether annotations lie beside the source that are on its text.
    pub is_annotated: bool,
}

/// Takes pieces: where in the source (empty for the whole of it), and what. It may say that it is enough.
pub type Give<'a> = dyn FnMut(&str, Piece) -> ControlFlow<()> + 'a;

/// Bytes that can be read from any place.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Reads a source that lies somewhere; `name` is that of its file, for its ending.
pub fn read(name: &str, source: &mut dyn ReadSeek, how: &How, give: &mut Give<'_>) {
    let head = limits::head(source);
    let at_start = head.and_then(|head| match source.seek(SeekFrom::Start(0)) {
        Ok(_) => Ok(head),
        Err(error) => Err(limits::unread(&error)),
    });
    let mut task = Task { how, give, place: String::new(), depth: 0, left: limits::TOTAL, any_text: how.any_text };
    let kind = match at_start {
        Ok(head) => task.kind(name, &head, how.is_annotated),
        Err(why) => Kind::Other(why),
    };
    let _ = match kind {
        Kind::Zip => archive::read(source, &mut task),
        Kind::Epub => epub::read(source, &mut task),
        kind => task.stream(kind, name, source),
    };
}

/// Reads a source that comes once, from start to end.
pub fn read_stream(name: &str, source: &mut dyn Read, how: &How, give: &mut Give<'_>) {
    let mut task = Task { how, give, place: String::new(), depth: 0, left: limits::TOTAL, any_text: how.any_text };
    let _ = task.inner(name, source, how.is_annotated);
}

/// Says whether a file that lies beside a text, and begins so, holds annotations of it.
#[must_use]
pub fn annotates(name: &str, head: &[u8]) -> bool {
    detect::kind(name, head, false) == Kind::Annotations("brat")
}

/// Names that annotations of a text have, which lie beside it.
#[must_use]
pub fn names_beside(text: &str) -> Vec<String> {
    // Names in capitals come from systems to which both are one.
    let stem = text.strip_suffix(".txt").or_else(|| text.strip_suffix(".TXT"));
    let stem = stem.filter(|stem| !stem.is_empty() && !stem.ends_with('/'));
    let endings = ["ann", "a1", "a2", "ANN", "A1", "A2"];
    stem.into_iter().flat_map(|stem| endings.map(|ending| format!("{stem}.{ending}"))).collect()
}

/// Says whether bytes are a feed.
#[must_use]
pub fn is_feed(bytes: &[u8]) -> bool {
    detect::kind("", &bytes[..bytes.len().min(HEAD)], true) == Kind::Feed
}

/// Returns the addresses of the feeds that a page names; `url` is its own.
#[must_use]
pub fn feeds_of_page(bytes: &[u8], url: &str) -> Vec<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let page = dom_query::Document::from(head.as_ref());
    let links = page.select("link[rel=alternate][type*=rss], link[rel=alternate][type*=atom]");
    let host: String = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let whole = |href: &str| if href.starts_with('/') { format!("{host}{href}") } else { href.to_owned() };
    links.nodes().iter().filter_map(|node| node.attr("href")).map(|href| whole(&href)).collect()
}

/// A source that is being read.
struct Task<'a, 'g> {
    how: &'a How,
    give: &'a mut Give<'g>,
    /// Where it is: archive entries and lines.
    place: String,
    depth: usize,
    /// Bytes that may still come out of compressed ones.
    left: u64,
    /// Whether texts count whatever their name.
    any_text: bool,
}

impl Task<'_, '_> {
    /// Gives a piece, with its place inside the current one.
    fn give(&mut self, below: &str, piece: Piece) -> ControlFlow<()> {
        (self.give)(&joined(&self.place, below), piece)
    }

    fn skip(&mut self, below: &str, why: impl Into<String>) -> ControlFlow<()> {
        self.give(below, Piece::Skipped(why.into()))
    }

    fn article(&mut self, below: &str, item: Item) -> ControlFlow<()> {
        self.give(below, Piece::Article(Box::new(item)))
    }

    /// Reads what lies inside something else, under its own name there.
    fn within(&mut self, name: &str, source: &mut dyn Read, is_annotated: bool) -> ControlFlow<()> {
        let place = joined(&self.place, name);
        let before = std::mem::replace(&mut self.place, place);
        self.depth += 1;
        // An archive is like a folder: nobody named what lies in it.
        let any_text = std::mem::replace(&mut self.any_text, false);
        let flow = if self.depth > DEPTH {
            self.skip("", format!("it lies in more than {DEPTH} archives; unpack it and add that"))
        } else {
            self.inner(name, source, is_annotated)
        };
        self.depth -= 1;
        self.any_text = any_text;
        self.place = before;
        flow
    }

    /// Says which format something is of; a text that annotations are on belongs to them.
    fn kind(&self, name: &str, head: &[u8], is_annotated: bool) -> Kind {
        if is_annotated { Kind::Annotations("brat") } else { detect::kind(name, head, self.any_text) }
    }

    fn inner(&mut self, name: &str, source: &mut dyn Read, is_annotated: bool) -> ControlFlow<()> {
        let head = match limits::head(source) {
            Ok(head) => head,
            Err(why) => return self.skip("", why),
        };
        let kind = self.kind(name, &head, is_annotated);
        let mut whole = head.as_slice().chain(source);
        match kind {
            Kind::Zip | Kind::Epub => match limits::whole(&mut whole, limits::ARCHIVE) {
                Ok(bytes) if kind == Kind::Zip => archive::read(&mut std::io::Cursor::new(bytes), self),
                Ok(bytes) => epub::read(&mut std::io::Cursor::new(bytes), self),
                Err(why) => self.skip("", why),
            },
            kind => self.stream(kind, name, &mut whole),
        }
    }

    fn stream(&mut self, kind: Kind, name: &str, source: &mut dyn Read) -> ControlFlow<()> {
        match kind {
            Kind::Gzip => archive::gunzip(name, source, self),
            Kind::Warc => warc::read(source, self),
            Kind::Mbox => mbox::read(source, self),
            Kind::Json => records::read(source, self),
            Kind::Csv(mark) => csv_in::read(source, mark, self),
            Kind::Other(why) => self.skip("", why),
            Kind::Ignored => self.give("", Piece::Ignored),
            Kind::Empty => self.skip("", "it is empty"),
            kind => match limits::whole(source, limits::of(&kind)) {
                Ok(bytes) => self.document(&kind, bytes),
                Err(why) => self.skip("", why),
            },
        }
    }

    fn document(&mut self, kind: &Kind, bytes: Vec<u8>) -> ControlFlow<()> {
        match kind {
            Kind::Pdf => return self.give("", Piece::Pdf(bytes)),
            Kind::Annotations(format) => return self.give("", Piece::Annotations(format, bytes)),
            Kind::Feed => return feed::read(&bytes, self),
            Kind::Opml => return opml::read(&bytes, self),
            _ => {}
        }
        let made = match kind {
            Kind::Html => html::read(&bytes, self.how.url.as_deref()).map(|(item, said)| (item, said, "html")),
            Kind::Mail => mail::read(&bytes).map(|(item, said)| (item, said, "eml")),
            Kind::Markdown => Ok((plain::markdown(&bytes), "md")).map(|((item, said), ending)| (item, said, ending)),
            _ => Ok((plain::text(&bytes), "txt")).map(|((item, said), ending)| (item, said, ending)),
        };
        match made {
            Err(why) => self.skip("", why),
            Ok((mut item, said, ending)) => {
                said.into_iter().try_for_each(|what| self.give("", Piece::Said(what)))?;
                item.original = self.how.originals.then_some(Original { ending, bytes });
                self.article("", item)
            }
        }
    }
}

fn joined(place: &str, below: &str) -> String {
    match (place, below) {
        ("", below) => below.to_owned(),
        (place, "") => place.to_owned(),
        (place, below) => format!("{place}: {below}"),
    }
}
