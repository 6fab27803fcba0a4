//! The JSON of an article with its annotations. Its names are a contract; offsets are code points of `text`.

use crate::model::{Anchor, Annotations, Article, Holder, Mention, Note, On, Orphan, Party, Stance, Tag};
use crate::text::{Body, Span};
use serde_json::{Map, Value, json};

/// Returns an article and all that stands on it.
pub fn article(article: &Article, annotations: &Annotations) -> Value {
    let (body, meta) = (&article.body, &article.meta);
    let all = annotations;
    json!({
        "id": article.id.as_str(),
        "title": meta.title,
        "date": meta.date.map(|date| date.to_string()),
        "source": meta.source,
        "url": meta.url,
        "authors": meta.authors,
        "language": meta.language,
        "text": body.as_str(),
        "mentions": all.mentions.iter().map(|one| mention(body, one)).collect::<Vec<_>>(),
        "stances": all.stances.iter().map(|one| stance(body, all, one)).collect::<Vec<_>>(),
        "tags": all.tags.iter().map(tag).collect::<Vec<_>>(),
        "notes": all.notes.iter().map(|one| note(body, one)).collect::<Vec<_>>(),
        "orphans": all.orphans.iter().map(orphan).collect::<Vec<_>>(),
    })
}

/// Returns a span and its words.
pub fn quoted(body: &Body, span: Span) -> Value {
    json!({ "start": body.to_cp(span.start), "end": body.to_cp(span.end), "quote": body.slice(span) })
}

/// Returns one side of a stance: the entity, and where a mention names it.
pub fn side(body: &Body, entity: &str, span: Option<Span>) -> Value {
    let mut side = Map::from_iter([("entity".to_owned(), Value::from(entity))]);
    if let Some(span) = span {
        side.insert("start".to_owned(), Value::from(body.to_cp(span.start)));
        side.insert("end".to_owned(), Value::from(body.to_cp(span.end)));
    }
    Value::Object(side)
}

fn mention(body: &Body, mention: &Mention) -> Value {
    json!({
        "id": mention.id.as_str(),
        "start": body.to_cp(mention.span.start),
        "end": body.to_cp(mention.span.end),
        "quote": body.slice(mention.span),
        "type": mention.kind,
        "entity": mention.entity,
        "annotator": *mention.annotator,
    })
}

fn stance(body: &Body, all: &Annotations, stance: &Stance) -> Value {
    let party = |party: &Party| {
        let mention = party.mention.as_ref().and_then(|id| all.mention(id));
        side(body, &party.entity, mention.map(|mention| mention.span))
    };
    let holder = match &stance.holder {
        Holder::Author => Value::from("author"),
        Holder::Entity(entity) => party(entity),
    };
    json!({
        "id": stance.id.as_str(),
        "holder": holder,
        "target": party(&stance.target),
        "polarity": stance.polarity.word(),
        "intensity": stance.intensity,
        "evidence": quoted(body, stance.span),
        "annotator": *stance.annotator,
    })
}

fn tag(tag: &Tag) -> Value {
    let mut shape = json!({ "id": tag.id.as_str(), "label": tag.label });
    put(&mut shape, on(&tag.on));
    put(&mut shape, [("annotator", Value::from(&*tag.annotator))]);
    shape
}

fn note(body: &Body, note: &Note) -> Value {
    let mut shape = json!({ "id": note.id.as_str(), "text": note.text });
    match note.span {
        Some(span) => put(&mut shape, [("on", quoted(body, span))]),
        None => put(&mut shape, on(&note.on)),
    }
    put(&mut shape, [("annotator", Value::from(&*note.annotator))]);
    shape
}

fn orphan(orphan: &Orphan) -> Value {
    json!({
        "id": orphan.id.as_str(),
        "kind": orphan.kind,
        "quote": orphan.anchor.quote,
        "before": orphan.anchor.before,
        "after": orphan.anchor.after,
        "why": orphan.why,
        "annotator": *orphan.annotator,
    })
}

fn on(on: &On) -> Option<(&'static str, Value)> {
    match on {
        On::Article => None,
        On::Span(Anchor { start, end, quote, .. }) => {
            Some(("on", json!({ "start": start, "end": end, "quote": quote })))
        }
        On::Annotation(id) => Some(("on", Value::from(id.as_str()))),
    }
}

fn put(shape: &mut Value, entries: impl IntoIterator<Item = (&'static str, Value)>) {
    if let Value::Object(map) = shape {
        map.extend(entries.into_iter().map(|(key, value)| (key.to_owned(), value)));
    }
}
