//! Pieces of the printed JSON. Their names are a contract; offsets are code points of the text.

use crate::text::{Body, Span};
use serde_json::{Map, Value, json};

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
