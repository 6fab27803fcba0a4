//! RSS, Atom and JSON Feed: one article an entry.

use super::html_text::{plain_line, text_of};
use super::{Item, Original, Piece, Task, html_scan};
use crate::formats::day::{self, Day};
use crate::formats::decode::decode_named;
use dom_query::Document;
use feed_rs::model::{Entry, Feed};
use feed_rs::parser::{ParseErrorKind, ParseFeedError, Parser};
use std::ops::ControlFlow;

/// Kinds of content that a feed may name wrongly before it is given up.
const WRONG_KINDS: usize = 20;

pub(super) fn read(bytes: &[u8], task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let (text, complaints) = decode_named(bytes, declared(bytes).as_deref());
    complaints.into_iter().try_for_each(|complaint| task.give("", Piece::Said(complaint.what)))?;
    let (feed, said) = match parsed(without_prolog(&text)) {
        Ok(read) => read,
        Err(why) => return task.skip("", why),
    };
    said.into_iter().try_for_each(|what| task.give("", Piece::Said(what)))?;
    if feed.entries.is_empty() {
        return task.skip("", "the feed has no entries");
    }
    for (at, entry) in feed.entries.iter().enumerate() {
        let place = format!("entry {}", at + 1);
        let item = article(&feed, entry, task.how.originals);
        if item.text.is_empty() {
            task.skip(&place, "the entry has no text")?;
        } else {
            task.article(&place, item)?;
        }
    }
    ControlFlow::Continue(())
}

/// Returns the encoding that an XML document names.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let prolog = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?.split_once("?>")?.0.to_owned();
    let value = prolog.split_once("encoding")?.1.split_once('=')?.1.trim_start();
    let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    Some(value[1..].split(mark).next()?.to_owned())
}

/// The text is UTF-8 now, whatever its first line says.
fn without_prolog(text: &str) -> String {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\t']);
    let rest = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest);
    rest.trim_start().to_owned()
}

fn parsed(mut text: String) -> Result<(Feed, Vec<String>), String> {
    let (mut said, mut cut) = (Vec::new(), false);
    for _ in 0..WRONG_KINDS {
        // A feed without ids gets them by rule, so that the same bytes give the same feed.
        let parser: Parser =
            feed_rs::parser::Builder::new().id_generator(|_, _, _| String::new()).timestamp_parser(noon).build();
        match parser.parse(text.as_bytes()) {
            Ok(feed) => return Ok((feed, said)),
            Err(ParseFeedError::ParseError(ParseErrorKind::UnknownMimeType { mime, .. })) if text.contains(&mime) => {
                said.push(format!("the kind of content “{mime}” is not known, so it is read as HTML"));
                text = text
                    .replace(&format!("type=\"{mime}\""), "type=\"html\"")
                    .replace(&format!("type='{mime}'"), "type='html'");
                if text.contains(&format!("\"{mime}\"")) {
                    return Err(format!("the kind of content “{mime}” is not known"));
                }
            }
            Err(error) if !cut => {
                cut = true;
                let Some(whole) = whole_entries(&text) else { return Err(sentence(&error)) };
                said.push(format!("the feed is broken ({error}); the whole entries before that are taken"));
                text = whole;
            }
            Err(error) => return Err(sentence(&error)),
        }
    }
    Err("the feed names too many kinds of content that are not known".to_owned())
}

/// The day is the one written, whatever its time zone: noon of it, which is that day in UTC too.
fn noon<T: std::str::FromStr>(written: &str) -> Option<T> {
    match day::read(written) {
        Day::Clear(date) => format!("{date}T12:00:00Z").parse().ok(),
        Day::Ambiguous | Day::None => None,
    }
}

fn sentence(error: &ParseFeedError) -> String {
    format!("the feed cannot be read: {error}")
}

/// Cuts a torn feed after its last whole entry and closes it.
fn whole_entries(text: &str) -> Option<String> {
    let (end, close) = [("</item>", "</channel></rss>"), ("</entry>", "</feed>")]
        .into_iter()
        .filter_map(|(end, close)| Some((text.rfind(end)? + end.len(), close)))
        .max()?;
    let close = if text.contains("<rdf:RDF") { "</rdf:RDF>" } else { close };
    Some(format!("{}{close}", &text[..end]))
}

fn article(feed: &Feed, entry: &Entry, original: bool) -> Item {
    let mut item = Item::default();
    let markup =
        entry.content.as_ref().and_then(|content| content.body.as_deref()).filter(|body| !body.trim().is_empty());
    let markup = markup.or_else(|| entry.summary.as_ref().map(|summary| summary.content.as_str())).unwrap_or_default();
    item.text = body(markup);
    item.markdown = markup.contains('<');
    item.original = original.then(|| Original { ending: "html", bytes: markup.as_bytes().to_vec() });
    item.meta.title = entry.title.as_ref().map(|title| plain_line(&title.content)).unwrap_or_default();
    if item.text.is_empty() {
        // A headline alone is all that some feeds give.
        item.text.clone_from(&item.meta.title);
    }
    item.meta.date = entry.published.or(entry.updated).and_then(|at| at.format("%Y-%m-%d").to_string().parse().ok());
    item.meta.source = feed.title.as_ref().map(|title| plain_line(&title.content)).filter(|title| !title.is_empty());
    let link = |wanted: Option<&str>| entry.links.iter().find(|link| link.rel.as_deref() == wanted);
    let link = link(Some("alternate")).or_else(|| link(None)).or_else(|| entry.links.first());
    item.meta.url = link.map(|link| link.href.trim().to_owned()).filter(|url| url.starts_with("http"));
    let people = if entry.authors.is_empty() { &feed.authors } else { &entry.authors };
    item.meta.authors = people
        .iter()
        .filter_map(|person| person.name.as_deref())
        .map(plain_line)
        .filter(|name| !name.is_empty())
        .collect();
    item.meta.language =
        entry.language.as_deref().or(feed.language.as_deref()).and_then(crate::formats::values::language);
    item
}

fn body(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return markup.trim().replace("\r\n", "\n");
    }
    if html_scan::refused(markup).is_some() {
        return String::new();
    }
    text_of(&Document::fragment(markup).root())
}
