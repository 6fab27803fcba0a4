//! What a Web Annotation says: its bodies, whichever of the model's shapes they have.

use serde_json::Value;

/// One body.
pub(super) struct Body {
    /// Its purpose; empty where it has that of the annotation.
    pub purpose: String,
    /// Its words, or its address.
    pub words: String,
    /// Whether it is words.
    pub is_text: bool,
}

/// Returns a word, or the first of several; of an object its address.
pub(super) fn first(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(all) => all.iter().find_map(first),
        Value::Object(_) => ["id", "@id"].iter().find_map(|key| first(value.get(*key)?)),
        _ => None,
    }
}

/// Returns the bodies of an annotation.
pub(super) fn bodies(annotation: &Value) -> Vec<Body> {
    let mut out = Vec::new();
    if let Some(words) = annotation["bodyValue"].as_str() {
        out.push(Body { purpose: String::new(), words: words.to_owned(), is_text: true });
    }
    let body = ["body", "hasBody", "oa:hasBody", "resource"].iter().find_map(|key| annotation.get(*key));
    body.into_iter().for_each(|body| read(body, &mut out));
    out.retain(|body| !body.words.trim().is_empty());
    out
}

fn read(value: &Value, out: &mut Vec<Body>) {
    if let Some(all) = value.as_array() {
        return all.iter().for_each(|it| read(it, out));
    }
    if let Some(items) = value.get("items") {
        return read(items, out);
    }
    let purpose = first(&value["purpose"]).unwrap_or_default();
    let text = ["value", "rdf:value", "chars"].iter().find_map(|key| value[*key].as_str());
    let source = value.get("source");
    let nested = source.filter(|it| it.is_object()).and_then(|it| it["value"].as_str());
    if let Some(words) = text.or(nested) {
        out.push(Body { purpose, words: words.to_owned(), is_text: true });
    } else if let Some(words) = first(value).or_else(|| first(source?)) {
        out.push(Body { purpose, words, is_text: false });
    }
}
