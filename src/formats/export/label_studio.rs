//! Label Studio out: a task an article, with regions in code points, and the labelling configuration that goes with it.
//!
//! What is said of a region stands in text areas with the region's id, as Label Studio itself keeps it.

use super::xml::attribute;
use super::{Document, Kind, Piece, Tally, Writer};
use crate::model::{Codebook, Holder, Id, Mention, On, Party, Polarity, Stance};
use crate::text::Span;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Returns the task of one document.
pub(super) fn task(document: &Document<'_>, tally: &mut Tally) -> String {
    tally.leave_all(document, &[Kind::Orphan], "it has no place in the text, and Label Studio asks for one");
    let all = document.annotations;
    let mut results = Results { document, out: Vec::new() };
    for it in &all.mentions {
        if !it.more.is_empty() {
            let why = "its pieces are regions of their own, with a relation between them";
            tally.bend(document.article, Kind::Mention, Some(&it.id), why);
        }
        results.mention(it);
    }
    all.stances.iter().for_each(|it| results.stance(it));
    for it in &all.tags {
        results.said(&it.id, "tag", &it.label, &it.annotator, &it.on, None);
    }
    for it in &all.notes {
        results.said(&it.id, "note", &it.text, &it.annotator, &it.on, it.span);
    }
    let (article, meta) = (document.article, &document.article.meta);
    let task = json!({
        "id": tally.articles,
        "data": {"text": article.body.as_str(), "article": article.id.as_str(), "title": meta.title,
            "date": meta.date.map(|date| date.to_string()), "source": meta.source, "url": meta.url},
        "annotations": [{"id": tally.articles, "result": results.out}],
    });
    task.to_string()
}

/// The results of one annotation, in Label Studio's sense: regions, texts about regions, relations.
struct Results<'a> {
    document: &'a Document<'a>,
    out: Vec<Value>,
}

impl Results<'_> {
    fn mention(&mut self, it: &Mention) {
        self.region(it.id.as_str(), "type", &it.kind, it.span);
        self.text(it.id.as_str(), "entity", &it.entity, it.span);
        self.text(it.id.as_str(), "annotator", &it.annotator, it.span);
        self.score(it.id.as_str(), it.score, it.span);
        self.pieces(&it.id, "type", &it.kind, it.more.iter().map(|piece| piece.span));
    }

    fn stance(&mut self, it: &Stance) {
        let id = it.id.as_str();
        self.region(id, "stance", it.polarity.word(), it.span);
        self.text(id, "annotator", &it.annotator, it.span);
        match &it.holder {
            Holder::Author => self.text(id, "holder", "author", it.span),
            Holder::Entity(party) => self.party(id, "holder_entity", "holder", party, it.span),
        }
        self.party(id, "target", "target", &it.target, it.span);
        for (name, number) in [("intensity", it.intensity), ("confidence", it.confidence)] {
            if let Some(number) = number {
                self.text(id, name, &number.to_string(), it.span);
            }
        }
        self.score(id, it.score, it.span);
        self.pieces(&it.id, "stance", it.polarity.word(), it.more.iter().map(|piece| piece.span));
    }

    fn party(&mut self, id: &str, name: &str, relation: &str, party: &Party, span: Span) {
        self.text(id, name, &party.entity, span);
        if let Some(mention) = &party.mention {
            self.relation(id, mention.as_str(), relation);
        }
    }

    fn score(&mut self, id: &str, score: Option<f64>, span: Span) {
        if let Some(score) = score {
            self.text(id, "score", &score.to_string(), span);
        }
    }

    fn pieces(&mut self, id: &Id, name: &str, label: &str, more: impl Iterator<Item = Span>) {
        for (number, span) in more.enumerate() {
            let piece = format!("{id}-{}", number + 2);
            self.region(&piece, name, label, span);
            self.relation(id.as_str(), &piece, "piece");
        }
    }

    /// A tag or a note: text about a region, or about the whole text.
    fn said(&mut self, id: &Id, name: &str, words: &str, annotator: &str, on: &On, span: Option<Span>) {
        let meta = json!({"id": id.as_str(), "annotator": annotator});
        let value = match on {
            On::Article => {
                let name = format!("article_{name}");
                json!({"id": id.as_str(), "from_name": name, "to_name": "text", "type": "textarea",
                    "value": {"text": [words]}, "meta": meta})
            }
            On::Span(anchor) => {
                let span = span.unwrap_or_else(|| self.document.span_of(anchor));
                self.region(id.as_str(), "mark", name, span);
                self.textarea(id.as_str(), name, words, Some(span), meta)
            }
            On::Annotation(of) => {
                let all = self.document.annotations;
                let mention = all.mention(of).map(|it| it.span);
                let span = mention.or_else(|| all.stance(of).map(|it| it.span));
                self.textarea(of.as_str(), name, words, span, meta)
            }
        };
        self.out.push(value);
    }

    fn region(&mut self, id: &str, name: &str, label: &str, span: Span) {
        let ((start, end), words) = (self.document.cp(span), self.document.article.body.slice(span));
        self.out.push(json!({"id": id, "from_name": name, "to_name": "text", "type": "labels",
            "value": {"start": start, "end": end, "text": words, "labels": [label]}}));
    }

    fn text(&mut self, id: &str, name: &str, words: &str, span: Span) {
        let value = self.textarea(id, name, words, Some(span), Value::Null);
        self.out.push(value);
    }

    fn textarea(&self, id: &str, name: &str, words: &str, span: Option<Span>, meta: Value) -> Value {
        let mut value = json!({"text": [words]});
        if let Some((start, end)) = span.map(|span| self.document.cp(span)) {
            (value["start"], value["end"]) = (json!(start), json!(end));
        }
        let mut out = json!({"id": id, "from_name": name, "to_name": "text", "type": "textarea", "value": value});
        if !meta.is_null() {
            out["meta"] = meta;
        }
        out
    }

    fn relation(&mut self, from: &str, to: &str, label: &str) {
        self.out.push(json!({"type": "relation", "from_id": from, "to_id": to, "direction": "right",
            "labels": [label]}));
    }
}

/// Writes the labelling configuration: the types of the codebook and those that are used.
pub(super) struct Configuration(BTreeSet<String>);

impl Configuration {
    /// Begins with the types of the codebook.
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self(codebook.types.iter().map(|kind| kind.key.clone()).collect())
    }
}

impl Writer for Configuration {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        let why = "the configuration says what can be marked, not what is";
        tally.leave_all(document, &[Kind::Mention, Kind::Stance, Kind::Tag, Kind::Note, Kind::Orphan], why);
        self.0.extend(document.annotations.mentions.iter().map(|it| it.kind.clone()));
        Vec::new()
    }

    fn end(&mut self) -> Vec<Piece> {
        let labels = |name: &str, values: &mut dyn Iterator<Item = &str>| {
            let values: String = values.map(|value| format!("    <Label value=\"{}\"/>\n", attribute(value))).collect();
            format!("  <Labels name=\"{name}\" toName=\"text\">\n{values}  </Labels>\n")
        };
        let areas = ["entity", "annotator", "holder", "holder_entity", "target", "intensity", "confidence", "score"];
        let areas = areas.into_iter().chain(["tag", "note"]);
        let areas: String = areas
            .map(|name| format!("  <TextArea name=\"{name}\" toName=\"text\" perRegion=\"true\" editable=\"true\"/>\n"))
            .collect();
        let text = format!(
            "<View>\n{}{}{}{areas}  <TextArea name=\"article_tag\" toName=\"text\" editable=\"true\"/>\n  \
             <TextArea name=\"article_note\" toName=\"text\" editable=\"true\"/>\n  \
             <Relations>\n    <Relation value=\"holder\"/>\n    <Relation value=\"target\"/>\n    \
             <Relation value=\"piece\"/>\n  </Relations>\n  <Text name=\"text\" value=\"$text\"/>\n</View>\n",
            labels("type", &mut self.0.iter().map(String::as_str)),
            labels("stance", &mut Polarity::ALL.iter().map(|it| it.word())),
            labels("mark", &mut ["tag", "note"].into_iter()),
        );
        vec![Piece::text(text)]
    }
}

#[cfg(test)]
mod tests {
    use super::task;
    use crate::formats::fixture::every_kind;
    use serde_json::{Value, json};

    #[test]
    fn regions_and_what_is_said_of_them() {
        let (out, lost) = every_kind().lost(task);
        let value: Value = serde_json::from_str(&out).unwrap();
        let results = value["annotations"][0]["result"].as_array().unwrap();
        let of = |kind: &str| results.iter().filter(|it| it["type"] == kind).count();
        assert_eq!((of("labels"), of("relation"), lost.len()), (6 + 2 + 2 + 3, 2 + 3, 2));
        let first = json!({"start": 2, "end": 16, "text": "Владимир Путин", "labels": ["PER"]});
        assert_eq!(results[0]["value"], first);
    }
}
