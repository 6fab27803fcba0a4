//! What writes a format, and the pieces that it gives.

use super::tame::tame_json;
use super::{Document, Tally};

/// A part of what an export writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// More of the one file.
    More(Vec<u8>),
    /// A file of several: its path with `/` between folders, and its bytes. Pieces of one name that come one after the
    /// other are one file.
    File(String, Vec<u8>),
}

impl Piece {
    /// Returns text of the one file.
    pub(in crate::formats) fn text(text: impl Into<String>) -> Self {
        Self::More(text.into().into_bytes())
    }
}

/// Writes one format. It keeps what the end needs, and never a document.
pub(in crate::formats) trait Writer {
    /// Returns what stands before the first document.
    fn head(&mut self) -> Vec<Piece> {
        Vec::new()
    }

    /// Returns one document, and says what of it is lost.
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece>;

    /// Returns what stands before all documents when they are needed once more, so that none has to be kept.
    fn again(&mut self) -> Option<Vec<Piece>> {
        None
    }

    /// Returns what stands after the last document.
    fn end(&mut self) -> Vec<Piece> {
        Vec::new()
    }
}

/// Text of one file in which each document stands by itself.
pub(in crate::formats) struct Stream {
    head: String,
    document: fn(&Document<'_>, &mut Tally) -> String,
    between: &'static str,
    end: &'static str,
    first: bool,
    json: bool,
}

impl Stream {
    /// Documents one after the other.
    pub(in crate::formats) fn new(document: fn(&Document<'_>, &mut Tally) -> String) -> Self {
        Self { head: String::new(), document, between: "", end: "", first: true, json: false }
    }

    /// The same with a head, something between documents, and an end.
    pub(in crate::formats) fn around(self, head: impl Into<String>, between: &'static str, end: &'static str) -> Self {
        Self { head: head.into(), between, end, ..self }
    }

    /// The same, where documents are JSON.
    pub(in crate::formats) fn json(self) -> Self {
        Self { json: true, ..self }
    }

    /// The same, as a table's row wants it.
    pub(in crate::formats) fn boxed(self) -> Box<dyn Writer> {
        Box::new(self)
    }
}

impl Writer for Stream {
    fn head(&mut self) -> Vec<Piece> {
        if self.head.is_empty() { Vec::new() } else { vec![Piece::text(std::mem::take(&mut self.head))] }
    }

    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        let text = (self.document)(document, tally);
        let text = if self.json { tame_json(text) } else { text };
        if text.is_empty() {
            return Vec::new();
        }
        let between = if std::mem::take(&mut self.first) { "" } else { self.between };
        vec![Piece::text(format!("{between}{text}"))]
    }

    fn end(&mut self) -> Vec<Piece> {
        if self.end.is_empty() { Vec::new() } else { vec![Piece::text(self.end)] }
    }
}
