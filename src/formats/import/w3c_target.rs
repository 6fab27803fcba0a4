//! What a Web Annotation is on: pages, the words that are quoted of them, and all other ways to say where.

use super::w3c_body::{first, more};
use crate::formats::export::names::{ANNOTATION, ARTICLE, of_urn};
use serde_json::Value;

/// What the target is called: by the model, by the one before it, and by collections of pictures.
pub(super) const TARGET: [&str; 4] = ["target", "hasTarget", "oa:hasTarget", "on"];

/// What an annotation is on.
#[derive(Clone, Default)]
pub(super) struct Target {
    /// The address as it is written.
    pub address: String,
    /// The address of the text.
    pub page: String,
    /// The words, and what stands around them.
    pub quote: Option<[String; 3]>,
    /// Code points of the text.
    pub position: Option<(usize, usize)>,
    /// Other ways to say where, in words.
    other: Vec<String>,
    /// What else is said of it.
    pub more: Vec<String>,
}

impl Target {
    /// Says where it is, where no words are quoted.
    pub(super) fn place(&self) -> Option<String> {
        let position = self.position.map(|(start, end)| format!("characters {start} to {end}"));
        let all: Vec<String> = self.other.iter().cloned().chain(position).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }

    /// Makes one of an address, which may say by itself which part is meant.
    fn of_address(address: &str) -> Self {
        let (page, part) = address.split_once('#').map_or((address, None), |(page, part)| (page, Some(part)));
        let other = part.map(|part| format!("#{part}")).into_iter().collect();
        Self { address: address.to_owned(), page: page.to_owned(), other, ..Self::default() }
    }

    /// Returns the id that it has as an annotation, where it is one.
    pub(super) fn annotation(&self) -> String {
        of_urn(ANNOTATION, &self.address).unwrap_or_else(|| self.address.clone())
    }
}

/// Reads one target, or all of several.
pub(super) fn read_targets(value: &Value, out: &mut Vec<Target>) {
    match value {
        Value::Array(all) => all.iter().for_each(|it| read_targets(it, out)),
        Value::String(address) => out.push(Target::of_address(address)),
        Value::Object(object) => {
            if let Some(items) = object.get("items") {
                return read_targets(items, out);
            }
            let of = |key: &str| first(object.get(key)?);
            let scope = of("scope");
            let own = scope.clone().filter(|scope| scope.starts_with(ARTICLE));
            let is_own = own.is_some();
            let page = own.or_else(|| of("source")).or_else(|| of("id")).or_else(|| of("@id")).unwrap_or_default();
            let mut target = Target::of_address(&page);
            object.get("selector").into_iter().for_each(|selector| select(selector, &mut target));
            object.get("state").into_iter().for_each(|state| states(state, &mut target.other));
            target.other.extend(scope.filter(|_| !is_own).map(|scope| format!("within {scope}")));
            target.more = more(value, "", &["source", "scope", "selector", "state", "items"]);
            out.push(target);
        }
        _ => {}
    }
}

/// Takes what selectors say; a refined one says it more closely.
fn select(selector: &Value, target: &mut Target) {
    if let Some(all) = selector.as_array() {
        return all.iter().for_each(|it| select(it, target));
    }
    let text = |key: &str| selector[key].as_str().unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    let number = |key: &str| selector[key].as_u64().and_then(|it| usize::try_from(it).ok());
    if let Some(items) = selector.get("items") {
        select(items, target);
    } else if selector["exact"].is_string() && target.quote.is_none() {
        target.quote = Some([text("prefix"), text("exact"), text("suffix")]);
    } else if is(selector, "TextPositionSelector") && target.position.is_none() {
        target.position = number("start").zip(number("end"));
    } else if !selector.is_null() {
        target.other.push(described(selector));
    }
    if let Some(inside) = selector.get("refinedBy") {
        select(inside, target);
    }
}

fn is(selector: &Value, kind: &str) -> bool {
    let named = selector["type"].as_str().or_else(|| selector["@type"].as_str()).unwrap_or_default();
    named.trim_start_matches("oa:") == kind
}

/// Says in words what a selector says, without what refines it.
pub(super) fn described(selector: &Value) -> String {
    let bounds = |from: &str, to: &str| selector.get(from).zip(selector.get(to));
    if let Some(all) = selector.as_array() {
        return all.iter().map(described).collect::<Vec<_>>().join(", ");
    }
    if let Some(words) = selector["exact"].as_str() {
        return format!("“{words}”");
    }
    if let Some((start, end)) = bounds("startSelector", "endSelector") {
        return format!("from {} to {}", described(start), described(end));
    }
    if let Some((start, end)) = bounds("start", "end") {
        let unit = if is(selector, "DataPositionSelector") { "bytes" } else { "characters" };
        return format!("{unit} {start} to {end}");
    }
    let value = selector["value"].as_str().map(str::to_owned);
    value.or_else(|| first(selector)).unwrap_or_else(|| selector.to_string())
}

/// Says in which state of the page something is: at which time, or asked for in which way.
fn states(state: &Value, out: &mut Vec<String>) {
    if let Some(all) = state.as_array() {
        return all.iter().for_each(|it| states(it, out));
    }
    let shape = ["FragmentSelector", "CssSelector", "XPathSelector", "HttpRequestState"];
    if shape.iter().any(|kind| is(state, kind)) || state.is_string() {
        out.push(described(state));
    } else {
        out.extend(more(state, "", &["refinedBy"]));
    }
    state.get("refinedBy").into_iter().for_each(|inside| states(inside, out));
}
