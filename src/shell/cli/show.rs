//! `show`: one article with its annotations.

use super::arguments::{One, ShowArguments};
use super::failure::Failure;
use super::json;
use super::output::{Out, Style, say};
use super::place::Place;
use crate::formats::{Document, to_json};
use crate::model::{Annotations, Article, ArticleId, On};
use crate::store::{Loaded, StoreError};
use crate::text::{Body, Safe, Span};
use std::io::{self, ErrorKind};

/// Prints one article.
pub fn run(place: &Place, wanted: &ShowArguments, out: &mut Out) -> Result<bool, Failure> {
    let Loaded { article, journals, complaints, .. } =
        place.library.load(&ArticleId::new(&wanted.id)).map_err(|error| not_there(&wanted.id, error))?;
    article.complaints.iter().chain(&complaints).for_each(|complaint| say(&complaint.what));
    let mut annotations = Annotations::fold(&journals, &article.body, &article.hash);
    annotations.name(&place.library.registry());
    match wanted.format {
        One::Json => json::line(out.data(), &to_json(&Document { article: &article, annotations: &annotations }))?,
        One::Text => print(out, &article, &annotations)?,
    }
    Ok(true)
}

fn not_there(id: &str, error: StoreError) -> Failure {
    let absent = [ErrorKind::NotFound, ErrorKind::InvalidInput, ErrorKind::NotADirectory, ErrorKind::InvalidFilename];
    if absent.contains(&error.cause.kind()) {
        return Failure::Wrong(format!("There is no article {id}; `newsgloss list` prints the ids."));
    }
    Failure::from(error)
}

fn print(out: &mut Out, article: &Article, all: &Annotations) -> io::Result<()> {
    let (meta, body) = (&article.meta, &article.body);
    out.styled(&Safe::line(&meta.title), Style::Strong)?;
    out.line(&Safe::default())?;
    let date = meta.date.map(|date| date.to_string());
    let facts = [date.as_deref(), meta.source.as_deref(), meta.url.as_deref(), Some(article.id.as_str())];
    let facts: Vec<Safe> = facts.into_iter().flatten().map(Safe::line).collect();
    out.styled(&Safe::join(&facts, &Safe::new("  ")), Style::Faint)?;
    out.line(&Safe::default())?;
    out.line(&Safe::default())?;
    body.as_str().lines().try_for_each(|line| out.line(&Safe::new(line)))?;
    section(out, "Mentions", all.mentions.iter().map(|one| mention(body, one)))?;
    section(out, "Stances", all.stances.iter().map(|one| stance(body, one)))?;
    section(out, "Tags", all.tags.iter().map(|tag| format!("{}  {}", tag.label, signed(&tag.on, &tag.annotator))))?;
    section(
        out,
        "Notes",
        all.notes.iter().map(|note| format!("{}  {}", note.text, signed(&note.on, &note.annotator))),
    )?;
    section(
        out,
        "Orphans",
        all.orphans.iter().map(|one| format!("{} \"{}\": {}  {}", one.kind, one.anchor.quote, one.why, one.annotator)),
    )
}

fn section(out: &mut Out, head: &str, lines: impl Iterator<Item = String>) -> io::Result<()> {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return Ok(());
    }
    out.line(&Safe::default())?;
    out.styled(&Safe::new(head), Style::Strong)?;
    out.line(&Safe::default())?;
    lines.try_for_each(|line| out.line(&Safe::line(&format!("- {line}"))))
}

fn range(body: &Body, span: Span) -> String {
    format!("{}-{}", body.to_cp(span.start), body.to_cp(span.end))
}

fn mention(body: &Body, one: &crate::model::Mention) -> String {
    let at = one.spans().map(|span| range(body, span)).collect::<Vec<_>>().join(",");
    let words = one.words(body);
    format!("{} \"{words}\" {at}  {}  {}", one.kind, one.entity, one.annotator)
}

fn stance(body: &Body, one: &crate::model::Stance) -> String {
    let (holder, target, words) = (one.holder.name(), &one.target.entity, one.polarity.word());
    format!("{holder} -> {target}: {words} {}  \"{}\"  {}", range(body, one.span), body.slice(one.span), one.annotator)
}

fn signed(on: &On, annotator: &str) -> String {
    match on {
        On::Article => annotator.to_owned(),
        On::Span(anchor) => format!("on \"{}\"  {annotator}", anchor.quote),
        On::Annotation(id) => format!("on {id}  {annotator}"),
    }
}
