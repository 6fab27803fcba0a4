//! doccano out: a line an article for a project of sequence labels. Offsets are code points.

use super::flat::torn;
use super::{Document, Kind, Tally};
use crate::model::On;
use serde_json::{Value, json};

/// Returns the line of one document.
pub(super) fn line(document: &Document<'_>, tally: &mut Tally) -> String {
    let kinds = [Kind::Stance, Kind::Tag, Kind::Orphan];
    tally.leave_all(document, &kinds, "doccano's sequence labels hold mentions and comments only");
    torn(document, tally);
    for note in document.annotations.notes.iter().filter(|note| note.on != On::Article) {
        let why = "doccano comments on whole texts, so it does not say where it was";
        tally.bend(document.article, Kind::Note, Some(&note.id), why);
    }
    let spans = document.annotations.mentions.iter().flat_map(|it| it.spans().map(move |span| (span, it)));
    let labels = spans.map(|(span, mention)| {
        let (start, end) = document.cp(span);
        json!([start, end, mention.kind])
    });
    let meta = &document.article.meta;
    let line = json!({
        "id": tally.articles,
        "text": document.article.body.as_str(),
        "label": labels.collect::<Vec<Value>>(),
        "Comments": document.annotations.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        "article": document.article.id.as_str(),
        "title": meta.title,
        "source": meta.source,
    });
    format!("{line}\n")
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::formats::fixture::every_kind;
    use serde_json::{Value, json};

    #[test]
    fn labels_are_triples() {
        let (out, lost) = every_kind().lost(line);
        let value: Value = serde_json::from_str(&out).unwrap();
        assert_eq!((&value["label"][0], &value["Comments"][1]), (&json!([2, 16, "PER"]), &json!("n")));
        assert_eq!((value["label"].as_array().unwrap().len(), lost.len()), (8, 2 + 3 + 1 + 1 + 2));
    }
}
