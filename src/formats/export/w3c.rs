//! W3C Web Annotation out: one collection in JSON-LD. Offsets are code points of the text; quotes have 32 on each side.
//!
//! What the model has no word for (who holds what of whom, a score) stands under names of our own, as JSON-LD allows.

use super::names::{ANNOTATION, ARTICLE, urn, web};
use super::{Document, Kind, Tally};
use crate::model::{CONTEXT, Holder, Id, Mention, On, Party, Stance};
use crate::text::Span;
use serde_json::{Value, json};

/// What stands before the first annotation.
pub(super) const HEAD: &str = concat!(
    "{\"@context\": [\"http://www.w3.org/ns/anno.jsonld\", {\"newsgloss\": \"urn:newsgloss:vocabulary:\"}],\n",
    "\"id\": \"urn:newsgloss:collection\", \"type\": \"AnnotationCollection\", \"label\": \"newsgloss\",\n",
    "\"first\": {\"id\": \"urn:newsgloss:collection:page\", \"type\": \"AnnotationPage\", \"startIndex\": 0, ",
    "\"items\": [\n"
);
/// What stands after the last one.
pub(super) const END: &str = "\n]}}\n";

/// Returns the annotations of one document, with commas between them.
pub(super) fn items(document: &Document<'_>, tally: &mut Tally) -> String {
    tally.leave_all(document, &[Kind::Orphan], "it has no place in the text, and the model asks for one");
    let all = document.annotations;
    let mentions = all.mentions.iter().map(|it| mention(document, it));
    let stances = all.stances.iter().map(|it| stance(document, it));
    let tags = all.tags.iter().map(|it| {
        let body = json!({"type": "TextualBody", "purpose": "tagging", "value": it.label});
        annotation(&it.id, &it.annotator, "tagging", body, on(document, &it.on, None))
    });
    let notes = all.notes.iter().map(|it| {
        let (kind, format) = ("TextualBody", "text/markdown");
        let body = json!({"type": kind, "purpose": "commenting", "format": format, "value": it.text});
        annotation(&it.id, &it.annotator, "commenting", body, on(document, &it.on, it.span))
    });
    let all = mentions.chain(stances).chain(tags).chain(notes);
    all.map(|it| it.to_string()).collect::<Vec<_>>().join(",\n")
}

fn annotation(id: &Id, annotator: &str, motivation: &str, body: Value, target: Value) -> Value {
    json!({
        "id": urn(ANNOTATION, id.as_str()),
        "type": "Annotation",
        "motivation": motivation,
        "creator": {"type": "Person", "nickname": annotator},
        "body": body,
        "target": target,
    })
}

fn mention(document: &Document<'_>, it: &Mention) -> Value {
    let body = json!([
        {"type": "TextualBody", "purpose": "classifying", "value": it.kind},
        {"type": "TextualBody", "purpose": "identifying", "value": it.entity},
    ]);
    let mut value = annotation(&it.id, &it.annotator, "identifying", body, places(document, it.spans()));
    add(&mut value, "newsgloss:score", it.score.map(|score| json!(score)));
    value
}

fn stance(document: &Document<'_>, it: &Stance) -> Value {
    let body = json!({"type": "TextualBody", "purpose": "assessing", "value": it.polarity.word()});
    let mut value = annotation(&it.id, &it.annotator, "assessing", body, places(document, it.spans()));
    let holder = match &it.holder {
        Holder::Author => json!("author"),
        Holder::Entity(it) => party(it),
    };
    add(&mut value, "newsgloss:holder", Some(holder));
    add(&mut value, "newsgloss:target", Some(party(&it.target)));
    add(&mut value, "newsgloss:intensity", it.intensity.map(|it| json!(it)));
    add(&mut value, "newsgloss:confidence", it.confidence.map(|it| json!(it)));
    add(&mut value, "newsgloss:score", it.score.map(|score| json!(score)));
    value
}

fn party(it: &Party) -> Value {
    let mut value = json!({"newsgloss:entity": it.entity});
    add(&mut value, "newsgloss:mention", it.mention.as_ref().map(|id| json!({"id": urn(ANNOTATION, id.as_str())})));
    value
}

fn add(value: &mut Value, key: &str, field: Option<Value>) {
    if let (Some(object), Some(field)) = (value.as_object_mut(), field) {
        object.insert(key.to_owned(), field);
    }
}

fn on(document: &Document<'_>, on: &On, span: Option<Span>) -> Value {
    match on {
        On::Article => whole(document),
        On::Span(anchor) => places(document, std::iter::once(span.unwrap_or_else(|| document.span_of(anchor)))),
        On::Annotation(id) => json!(urn(ANNOTATION, id.as_str())),
    }
}

/// Where the text lies for others: its address on the web where it has one.
fn source(document: &Document<'_>) -> String {
    let own = || urn(ARTICLE, document.article.id.as_str());
    web(document.article.meta.url.as_deref()).map_or_else(own, str::to_owned)
}

fn whole(document: &Document<'_>) -> Value {
    json!({"type": "SpecificResource", "source": source(document), "scope": scope(document)})
}

fn scope(document: &Document<'_>) -> String {
    urn(ARTICLE, document.article.id.as_str())
}

/// One place, or a list of them for an annotation of several pieces.
fn places(document: &Document<'_>, spans: impl Iterator<Item = Span>) -> Value {
    let mut all: Vec<Value> = spans.map(|span| place(document, span)).collect();
    if all.len() == 1 { all.remove(0) } else { Value::from(all) }
}

fn place(document: &Document<'_>, span: Span) -> Value {
    json!({
        "type": "SpecificResource",
        "source": source(document),
        "scope": scope(document),
        "selector": [position(document.cp(span)), quote(document, span)],
    })
}

/// A selector of a position, in whatever unit it is given.
pub(super) fn position((start, end): (usize, usize)) -> Value {
    json!({"type": "TextPositionSelector", "start": start, "end": end})
}

/// A selector of the words with what stands around them.
pub(super) fn quote(document: &Document<'_>, span: Span) -> Value {
    let body = &document.article.body;
    json!({
        "type": "TextQuoteSelector",
        "exact": body.slice(span),
        "prefix": body.before(span.start, CONTEXT),
        "suffix": body.after(span.end, CONTEXT),
    })
}

#[cfg(test)]
mod tests {
    use super::{END, HEAD, items};
    use crate::formats::fixture::every_kind;
    use serde_json::{Value, json};

    #[test]
    fn every_annotation_is_an_item() {
        let fixture = every_kind();
        let (out, lost) = fixture.lost(items);
        let value: Value = serde_json::from_str(&format!("{HEAD}{out}{END}")).unwrap();
        let items = value["first"]["items"].as_array().unwrap();
        assert_eq!((items.len(), lost.len()), (fixture.all.count() - 1, 1));
        assert_eq!(items[0]["target"]["selector"][0], json!({"type": "TextPositionSelector", "start": 2, "end": 16}));
        assert_eq!(items[4]["target"].as_array().map(Vec::len), Some(3), "a mention of three pieces");
        assert_eq!(items[6]["newsgloss:holder"]["newsgloss:mention"]["id"], "urn:newsgloss:annotation:a0");
        assert_eq!(items[8]["target"]["source"], "urn:newsgloss:article:a/b.txt");
    }
}
