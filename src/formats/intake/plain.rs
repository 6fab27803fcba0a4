//! Text and Markdown files, with the heads that articles may have.

use super::super::{decode, markdown as md, txt};
use super::Item;
use crate::model::Complaint;

/// Reads a plain text.
pub(super) fn text(bytes: &[u8]) -> (Item, Vec<String>) {
    let (text, complaints) = decode::decode(bytes);
    made(txt::parse(&text), complaints, false)
}

/// Reads a Markdown text.
pub(super) fn markdown(bytes: &[u8]) -> (Item, Vec<String>) {
    let (text, complaints) = decode::decode(bytes);
    made(md::parse(&text), complaints, true)
}

fn made(parts: super::super::Parts<'_>, complaints: Vec<Complaint>, markdown: bool) -> (Item, Vec<String>) {
    let said = complaints.into_iter().chain(parts.complaints).map(|complaint| match complaint.line {
        Some(line) => format!("line {line}: {}", complaint.what),
        None => complaint.what,
    });
    (Item { meta: parts.meta, text: parts.body.to_owned(), markdown, original: None }, said.collect())
}
