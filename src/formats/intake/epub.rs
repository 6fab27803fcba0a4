//! EPUB: the chapters of a book or newspaper in their order, as one article.

use super::archive::broken;
use super::html_text::text_of;
use super::limits::{self, Bounded};
use super::{Item, ReadSeek, Task, html_scan};
use crate::formats::decode::decode_named;
use crate::formats::values::{Field, one_line};
use dom_query::Document;
use std::collections::HashMap;
use std::ops::ControlFlow;
use zip::ZipArchive;

type Archive<'a> = ZipArchive<&'a mut dyn ReadSeek>;

pub(super) fn read(source: &mut dyn ReadSeek, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let mut left = limits::of(&super::Kind::Pdf);
    let book = match ZipArchive::new(source) {
        Ok(mut archive) => book(&mut archive, &mut left),
        Err(error) => Err(broken(&error)),
    };
    match book {
        Ok((item, said)) => {
            said.into_iter().try_for_each(|what| task.give("", super::Piece::Said(what)))?;
            task.article("", item)
        }
        Err(why) => task.skip("", why),
    }
}

fn book(archive: &mut Archive<'_>, left: &mut u64) -> Result<(Item, Vec<String>), String> {
    let container = part(archive, "META-INF/container.xml", left)?;
    let root = Document::from(container).select("rootfile").attr("full-path");
    let root = root.ok_or("the book does not say where its chapters are listed")?.to_string();
    let listed = part(archive, &root, left)?;
    let package = Document::from(unclosed(&listed));
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let hrefs: HashMap<String, String> = package
        .select("manifest > item, item")
        .nodes()
        .iter()
        .filter_map(|node| Some((node.attr("id")?.to_string(), node.attr("href")?.to_string())))
        .collect();
    let (mut chapters, mut said) = (Vec::new(), Vec::new());
    for node in package.select("itemref").nodes() {
        let Some(href) = node.attr("idref").and_then(|id| hrefs.get(id.as_ref())) else { continue };
        match part(archive, &inside(folder, href), left).and_then(chapter) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => chapters.push(text),
            Err(why) => said.push(format!("{href}: {why}")),
        }
    }
    if chapters.is_empty() {
        return Err(said.pop().unwrap_or_else(|| "the book has no chapters with text".to_owned()));
    }
    let mut item = Item { text: chapters.join("\n\n"), markdown: true, ..Item::default() };
    about(&listed, &mut item);
    Ok((item, said))
}

/// The list of chapters is XML, in which `<item .../>` ends itself; a reader of pages needs to be told.
fn unclosed(xml: &str) -> String {
    xml.replace("/>", ">").replace("opf:", "")
}

/// Reads what the book says about itself.
fn about(package: &str, item: &mut Item) {
    let package = Document::from(package.replace("dc:", "dc-"));
    let all = |name: &str| -> Vec<String> {
        let found = package.select(name);
        found.nodes().iter().map(|node| one_line(&node.text())).filter(|words| !words.is_empty()).collect()
    };
    let mut odd = Vec::new();
    let fields = [("dc-title", Field::Title), ("dc-date", Field::Date), ("dc-publisher", Field::Source)];
    for (name, field) in fields.into_iter().chain([("dc-language", Field::Language)]) {
        if let Some(value) = all(name).first() {
            // A book may say the year alone, which is no complaint.
            field.set(&mut item.meta, value, None, &mut odd);
        }
    }
    item.meta.authors = all("dc-creator");
}

fn part(archive: &mut Archive<'_>, name: &str, left: &mut u64) -> Result<String, String> {
    let entry = archive.by_name(name).map_err(|_| format!("the book has no part {name}"))?;
    let packed = Some(entry.compressed_size());
    let bytes = limits::whole(&mut Bounded { inner: entry, packed, seen: 0, left }, limits::RECORD)?;
    Ok(decode_named(&bytes, super::feed::declared(&bytes).as_deref()).0)
}

fn chapter(page: String) -> Result<String, String> {
    if let Some(why) = html_scan::refused(&page) {
        return Err(why);
    }
    Ok(Document::from(page).body().map(|body| text_of(&body)).unwrap_or_default())
}

/// Follows a reference inside the archive; it is a name there, never a path on the disk.
fn inside(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default().replace("%20", " ");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
