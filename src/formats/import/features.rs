//! Annotations of layers with named values, as UIMA's formats have them: a named entity's value is its type, another
//! layer's name is; other values become tags in words.

use super::draft::Draft;
use crate::model::{Id, On};
use crate::text::Span;

/// An annotation of a layer.
pub(super) struct Layered<'a> {
    pub id: &'a str,
    /// The name of the layer, with or without what stands before its last dot.
    pub layer: &'a str,
    pub span: Span,
    /// Names and values; those that are not set are not there.
    pub features: Vec<(&'a str, String)>,
}

/// Returns the last part of a layer's name.
pub(super) fn short(layer: &str) -> &str {
    layer.rsplit('.').next().unwrap_or(layer)
}

/// Adds a mention for an annotation.
pub(super) fn add(draft: &mut Draft, it: Layered<'_>) {
    let named = short(it.layer) == "NamedEntity";
    let value = |name: &str| it.features.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    let kind = value("value").filter(|_| named).unwrap_or(short(it.layer)).to_owned();
    let is_address = |name: &&str| name.contains("://");
    let entity = value("identifier").filter(|name| named && !name.is_empty() && !is_address(name));
    draft.mention(it.id, &kind, entity, &[it.span]);
    let shown = |key: &str, value: &str| match key {
        "value" => !named,
        "identifier" => !named || value.contains("://"),
        _ => true,
    };
    for (at, (key, value)) in it.features.iter().filter(|(key, value)| shown(key, value)).enumerate() {
        draft.tag(&format!("{}:{at}", it.id), format!("{key}: {value}"), On::Annotation(Id::from(it.id)));
    }
}
