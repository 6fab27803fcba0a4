//! Annotations of layers with named values, as UIMA's formats have them: a named entity's value is its type, another
//! layer's name is; other values become tags in words.

use super::draft::Draft;
use crate::model::{Id, On};
use crate::text::Span;
use std::collections::BTreeMap;

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

/// Words of a text, from which on what is said of nearly all of them is structure.
const MANY: usize = 20;

/// Returns the layers of words' forms that say something of most words: a tagger made them, and nobody reads them as marks.
/// Each is named with how many annotations it has, by the layer of each annotation and the number of words.
pub(super) fn structure<'l>(layers: impl Iterator<Item = &'l str>, words: usize) -> BTreeMap<&'l str, usize> {
    let of_forms = |layer: &&str| ["segmentation", "lexmorph", "syntax"].iter().any(|part| layer.contains(part));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    layers.filter(of_forms).for_each(|layer| *counts.entry(layer).or_default() += 1);
    counts.retain(|_, count| words > MANY && *count * 2 > words);
    counts
}

/// Says that a layer is left out as structure.
pub(super) fn left_out(draft: &mut Draft, layers: &BTreeMap<&str, usize>) {
    for (layer, count) in layers {
        let what = format!(
            "{count} annotations of the layer {} are left out: they are on nearly every word",
            layer.rsplit(['.', '/']).next().unwrap_or(layer)
        );
        draft.remark(what);
    }
}

/// Adds a mention for an annotation.
pub(super) fn add(draft: &mut Draft, it: Layered<'_>) {
    let named = short(it.layer) == "NamedEntity";
    let value = |name: &str| it.features.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str());
    let kind = value("value").filter(|value| named && !value.is_empty()).unwrap_or(short(it.layer)).to_owned();
    // An address leads into a base of knowledge; what stands there in words is the entity's name.
    let is_address = |name: &str| name.starts_with("http://") || name.starts_with("https://");
    let entity = value("identifier").filter(|name| named && !name.is_empty() && !is_address(name));
    draft.mention(it.id, &kind, entity, &[it.span]);
    let shown = |key: &str, value: &str| match key {
        "value" => !named,
        "identifier" => !named || is_address(value),
        _ => true,
    };
    for (at, (key, value)) in it.features.iter().filter(|(key, value)| shown(key, value)).enumerate() {
        draft.tag(&format!("{}:{at}", it.id), format!("{key}: {value}"), On::Annotation(Id::from(it.id)));
    }
}
