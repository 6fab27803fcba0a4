//! What a Web Annotation says: its bodies, whichever of the model's shapes they have.

use super::w3c_target::described;
use serde_json::Value;

/// One body.
pub(super) struct Body {
    /// Its purposes; none where it has that of the annotation.
    pub purposes: Vec<String>,
    /// Its words, or its address.
    pub words: String,
    /// Whether it is words.
    pub is_text: bool,
    /// What else is said of it.
    pub more: Vec<String>,
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

/// Returns all words of a value.
pub(super) fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().filter_map(first).collect(),
        one => first(one).into_iter().collect(),
    }
}

/// Returns what an object says beside what identifies it and what is `known`, in words; `of` says whose it is.
pub(super) fn more(object: &Value, of: &str, known: &[&str]) -> Vec<String> {
    const IDENTITY: [&str; 5] = ["id", "@id", "type", "@type", "@context"];
    let fields = object.as_object().into_iter().flatten();
    let rest = fields.filter(|(key, _)| !IDENTITY.contains(&key.as_str()) && !known.contains(&key.as_str()));
    let rest = rest.filter(|(key, value)| !key.starts_with("newsgloss:") && !value.is_null());
    rest.map(|(key, value)| format!("{of}{key}: {}", said(value))).collect()
}

/// Returns a value in words.
fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(said).collect::<Vec<_>>().join(", "),
        Value::Object(_) => first(value).into_iter().chain(more(value, "", &[])).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Returns the bodies of an annotation.
pub(super) fn bodies(annotation: &Value) -> Vec<Body> {
    let mut out = Vec::new();
    if let Some(words) = annotation["bodyValue"].as_str() {
        out.push(Body { purposes: Vec::new(), words: words.to_owned(), is_text: true, more: Vec::new() });
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
    let purposes = words(&value["purpose"]);
    let text = ["value", "rdf:value", "chars"].iter().find_map(|key| value[*key].as_str());
    let source = value.get("source");
    let nested = source.filter(|it| it.is_object()).and_then(|it| it["value"].as_str());
    let (words, is_text) = match text.or(nested) {
        Some(words) => (words.to_owned(), true),
        None => match source.and_then(first).or_else(|| first(value)) {
            Some(address) => (address, false),
            None => return,
        },
    };
    let part = value.get("selector").map(|selector| format!(": {}", described(selector))).unwrap_or_default();
    let mut known = vec!["value", "rdf:value", "chars", "purpose", "source", "selector"];
    // Nothing is lost where words are taken for what they are.
    if value["format"].as_str().is_some_and(|format| matches!(format, "text/plain" | "text/markdown")) {
        known.push("format");
    }
    let mut rest = more(value, "body ", &known);
    rest.extend(source.into_iter().flat_map(|source| more(source, "body ", &["value"])));
    out.push(Body { purposes, words: format!("{words}{part}"), is_text, more: rest });
}
