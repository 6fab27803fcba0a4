//! Prodigy out: a task a line, with tokens and spans in code points. `token_end` is the last token of a span.

use super::flat::torn;
use super::tokens::{Token, tokens};
use super::{Document, Kind, Tally};
use crate::text::Span;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Returns the line of one document.
pub(super) fn line(document: &Document<'_>, tally: &mut Tally) -> String {
    let kinds = [Kind::Stance, Kind::Tag, Kind::Note, Kind::Orphan];
    tally.leave_all(document, &kinds, "Prodigy's tasks of spans hold mentions only");
    torn(document, tally);
    let (body, meta) = (&document.article.body, &document.article.meta);
    let spans: Vec<(Span, &crate::model::Mention)> =
        document.annotations.mentions.iter().flat_map(|it| it.spans().map(move |span| (span, it))).collect();
    let all = tokens(body.as_str(), spans.iter().flat_map(|(span, _)| [span.start, span.end]));
    let shape = |(span, mention): &(Span, &crate::model::Mention)| {
        let (start, end) = document.cp(*span);
        let first = all.partition_point(|token| token.span.start < span.start);
        let last = all.partition_point(|token| token.span.start < span.end).saturating_sub(1);
        json!({"start": start, "end": end, "token_start": first, "token_end": last, "label": mention.kind,
            "entity": mention.entity})
    };
    let spans: Vec<Value> = spans.iter().map(shape).collect();
    let line = json!({
        "text": body.as_str(),
        "tokens": all.iter().enumerate().map(|(id, token)| word(document, id, *token)).collect::<Vec<_>>(),
        "spans": spans,
        "answer": "accept",
        "_view_id": "spans_manual",
        "_input_hash": number(body.as_str()),
        "_task_hash": number(&format!("{}{}", body.as_str(), Value::from(spans.clone()))),
        "meta": {"id": document.article.id.as_str(), "title": meta.title, "source": meta.source},
    });
    format!("{line}\n")
}

fn word(document: &Document<'_>, id: usize, token: Token) -> Value {
    let (start, end) = document.cp(token.span);
    json!({"text": document.article.body.slice(token.span), "start": start, "end": end, "id": id, "ws": token.blank})
}

/// A number of 32 bits that stands for a text, as the tasks' hashes are.
fn number(text: &str) -> i32 {
    Sha256::digest(text.as_bytes()).iter().take(4).fold(0, |number: i32, byte| (number << 8) | i32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::line;
    use crate::formats::fixture::every_kind;
    use serde_json::Value;

    #[test]
    fn spans_name_their_first_and_last_token() {
        let (out, lost) = every_kind().lost(line);
        let value: Value = serde_json::from_str(&out).unwrap();
        let (tokens, spans) = (value["tokens"].as_array().unwrap(), value["spans"].as_array().unwrap());
        assert_eq!(spans.len(), 8);
        let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        for span in spans {
            let (first, last) = (&tokens[at(&span["token_start"])], &tokens[at(&span["token_end"])]);
            assert_eq!((&first["start"], &last["end"]), (&span["start"], &span["end"]));
        }
        let text: String = tokens
            .iter()
            .map(|it| format!("{}{}", it["text"].as_str().unwrap(), if it["ws"] == true { " " } else { "" }))
            .collect();
        assert_eq!(text, value["text"].as_str().unwrap());
        assert_eq!(lost.len(), 2 + 3 + 3 + 1 + 1);
    }
}
