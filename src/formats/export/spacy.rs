//! spaCy out: a line an article in the shape of `Doc.to_json`, which `Doc.from_json` reads for a `DocBin`. Offsets are
//! code points. Mentions that overlap stand in the span group `sc` only, where all others stand too.

use super::flat::{flat, torn};
use super::tokens::{is_white, tokens};
use super::{Document, Kind, Tally};
use crate::model::{Article, Id, Mention};
use crate::text::Span;
use serde_json::{Map, Value, json};

/// Returns the line of one document.
pub(super) fn line(document: &Document<'_>, tally: &mut Tally) -> String {
    let kinds = [Kind::Stance, Kind::Note, Kind::Orphan];
    tally.leave_all(document, &kinds, "spaCy holds mentions and labels of whole texts only");
    for tag in document.annotations.tags.iter().filter(|tag| tag.on != crate::model::On::Article) {
        tally.leave(document.article, Kind::Tag, Some(&tag.id), "spaCy holds labels of whole texts only");
    }
    torn(document, tally);
    let spans = trimmed(document, tally);
    // What `ents` cannot hold is in the group, so that it is no loss.
    let entities: Vec<(Span, &Mention)> =
        flat(document, &mut Tally::default()).into_iter().filter(|one| spans.contains(one)).collect();
    let shape = |(span, mention): &(Span, &Mention)| {
        let (start, end) = document.cp(*span);
        json!({"start": start, "end": end, "label": mention.kind, "kb_id": mention.entity})
    };
    let cats: Map<String, Value> =
        document.annotations.article_tags().map(|tag| (tag.label.clone(), json!(1.0))).collect();
    let meta = &document.article.meta;
    let line = json!({
        "text": document.article.body.as_str(),
        "ents": entities.iter().map(shape).collect::<Vec<_>>(),
        "spans": {"sc": spans.iter().map(shape).collect::<Vec<_>>()},
        "cats": cats,
        "tokens": self::words(document, &spans),
        "meta": {"id": document.article.id.as_str(), "title": meta.title, "source": meta.source, "url": meta.url},
    });
    format!("{line}\n")
}

/// Returns the places of all mentions without blanks at their ends, since a token of blanks is whole or not there.
fn trimmed<'a>(document: &Document<'a>, tally: &mut Tally) -> Vec<(Span, &'a Mention)> {
    let mut spans = Vec::new();
    for mention in &document.annotations.mentions {
        for span in mention.spans() {
            let words = document.article.body.slice(span);
            let start = span.start + words.len() - words.trim_start_matches(is_white).len();
            let end = span.start + words.trim_end_matches(is_white).len();
            let mut lose = |lose: fn(&mut Tally, &Article, Kind, Option<&Id>, &'static str), why| {
                lose(tally, document.article, Kind::Mention, Some(&mention.id), why);
            };
            match () {
                () if end <= start => lose(Tally::leave, "it has a piece without words, and spaCy counts in words"),
                () if words.len() > end - start => lose(Tally::bend, "the blanks at its ends are no part of a token"),
                () => {}
            }
            if start < end {
                spans.push((Span::new(start, end), mention));
            }
        }
    }
    spans
}

fn words(document: &Document<'_>, spans: &[(Span, &Mention)]) -> Vec<Value> {
    let edges = spans.iter().flat_map(|(span, _)| [span.start, span.end]);
    let all = tokens(document.article.body.as_str(), edges);
    let shape = |(id, token): (usize, &super::tokens::Token)| {
        let (start, end) = document.cp(token.span);
        json!({"id": id, "start": start, "end": end})
    };
    all.iter().enumerate().map(shape).collect()
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::formats::fixture::every_kind;
    use serde_json::{Value, json};

    #[test]
    fn all_spans_stand_in_the_group_and_begin_and_end_at_tokens() {
        let (out, lost) = every_kind().lost(line);
        let value: Value = serde_json::from_str(&out).unwrap();
        let count = |list: &Value| list.as_array().unwrap().len();
        assert_eq!((count(&value["ents"]), count(&value["spans"]["sc"])), (7, 8));
        let edges =
            |key: &str| value["tokens"].as_array().unwrap().iter().map(|it| it[key].clone()).collect::<Vec<_>>();
        for span in value["spans"]["sc"].as_array().unwrap() {
            assert!(edges("start").contains(&span["start"]) && edges("end").contains(&span["end"]), "{span}");
        }
        assert_eq!(value["cats"], json!({"war & peace": 1.0}));
        assert_eq!(lost.len(), 2 + 3 + 1 + 2 + 1, "{lost:#?}");
    }
}
