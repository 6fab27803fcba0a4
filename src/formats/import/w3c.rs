//! W3C Web Annotations in: collections, pages, lists or single ones, in JSON-LD as the model's context names things.
//!
//! They point at texts that they do not hold. Where the article is in the library, each is found by its selectors; else the
//! passages that are quoted make a new article.

use super::draft::{Claim, Draft, party};
use super::w3c_body::{Body, bodies, first};
use super::{Extent, Imported, Source};
use crate::formats::export::names::{ANNOTATION, ARTICLE, of_urn};
use crate::model::{Anchor, Holder, Id, On, Polarity, TextHash};
use crate::text::Span;
use serde_json::Value;

/// Reads all annotations of all files, by the articles that they are on.
pub(super) fn read(sources: &[Source]) -> Vec<Imported> {
    let mut pages: Vec<(String, Vec<One>)> = Vec::new();
    let mut out = Vec::new();
    for source in sources {
        let value = match serde_json::from_str::<Value>(source.text().trim_start_matches('\u{feff}')) {
            Ok(value) => value,
            Err(error) => {
                out.push(Imported::unreadable(&source.name, format!("it is no JSON: {error}")));
                continue;
            }
        };
        let mut all = Vec::new();
        annotations(&value, &mut all);
        if all.is_empty() {
            out.push(Imported::unreadable(&source.name, "it holds no annotation"));
        }
        for (value, at) in all.into_iter().zip(0..) {
            for one in by_page(one(value, format!("{}#{at}", source.name))) {
                let page = one.targets.first().map(|target| target.page.clone()).unwrap_or_default();
                match pages.iter_mut().find(|(name, _)| *name == page) {
                    Some((_, all)) => all.push(one),
                    None => pages.push((page, vec![one])),
                }
            }
        }
    }
    gather_annotations_on_annotations(&mut pages);
    out.extend(pages.iter().map(|(page, all)| article(page, all)));
    out
}

/// Parts an annotation that is on several pages: each has it.
fn by_page(one: One) -> Vec<One> {
    let mut pages: Vec<(String, Vec<Target>)> = Vec::new();
    for target in one.targets {
        match pages.iter_mut().find(|(page, _)| *page == target.page) {
            Some((_, all)) => all.push(target),
            None => pages.push((target.page.clone(), vec![target])),
        }
    }
    if pages.is_empty() {
        pages.push((String::new(), Vec::new()));
    }
    let (id, value) = (one.id, one.value);
    pages.into_iter().map(|(_, targets)| One { id: id.clone(), value: value.clone(), targets }).collect()
}

/// What is on another annotation belongs to the article of that.
fn gather_annotations_on_annotations(pages: &mut Vec<(String, Vec<One>)>) {
    let lone: Vec<(String, Vec<One>)> = pages.extract_if(.., |(page, _)| page.starts_with(ANNOTATION)).collect();
    for (page, all) in lone {
        let of = of_urn(ANNOTATION, &page).unwrap_or_default();
        match pages.iter_mut().find(|(_, all)| all.iter().any(|one| one.id == of)) {
            Some((_, there)) => there.extend(all),
            None => pages.push((page, all)),
        }
    }
}

fn annotations<'v>(value: &'v Value, out: &mut Vec<&'v Value>) {
    if let Some(all) = value.as_array() {
        return all.iter().for_each(|it| annotations(it, out));
    }
    let inside = ["first", "items", "@graph", "resources", "next"]
        .iter()
        .filter_map(|key| value.get(*key))
        .filter(|it| !it.is_string());
    let inside: Vec<&Value> = inside.collect();
    if TARGET.iter().any(|key| value.get(*key).is_some()) || inside.is_empty() && value.get("body").is_some() {
        out.push(value);
    } else {
        inside.into_iter().for_each(|it| annotations(it, out));
    }
}

/// What the target is called: by the model, by the one before it, and by collections of pictures.
const TARGET: [&str; 4] = ["target", "hasTarget", "oa:hasTarget", "on"];

/// One annotation.
struct One {
    id: String,
    value: Value,
    targets: Vec<Target>,
}

/// What an annotation is on.
struct Target {
    /// The address of the text.
    page: String,
    /// The words, and what stands around them.
    quote: Option<[String; 3]>,
    /// Code points of the text.
    position: Option<(usize, usize)>,
    /// Another way to say where, as it is written.
    other: Option<String>,
}

impl Target {
    /// Says where it is, where no words are quoted.
    fn place(&self) -> Option<String> {
        let position = self.position.map(|(start, end)| format!("characters {start} to {end}"));
        position.or_else(|| self.other.clone())
    }
}

fn one(value: &Value, name: String) -> One {
    let written = value["id"].as_str().or_else(|| value["@id"].as_str()).unwrap_or_default();
    let id =
        of_urn(ANNOTATION, written).or_else(|| Some(written.to_owned()).filter(|it| !it.is_empty())).unwrap_or(name);
    let target = TARGET.iter().find_map(|key| value.get(*key)).unwrap_or(&Value::Null);
    let mut targets = Vec::new();
    read_targets(target, &mut targets);
    One { id, value: value.clone(), targets }
}

fn read_targets(value: &Value, out: &mut Vec<Target>) {
    match value {
        Value::Array(all) => all.iter().for_each(|it| read_targets(it, out)),
        Value::String(page) => {
            let (page, fragment) =
                page.split_once('#').map_or((page.as_str(), None), |(page, part)| (page, Some(part)));
            let other = fragment.map(|part| format!("#{part}"));
            out.push(Target { page: page.to_owned(), quote: None, position: None, other });
        }
        Value::Object(object) => {
            if let Some(items) = object.get("items") {
                return read_targets(items, out);
            }
            let of = |key: &str| first(object.get(key)?);
            let own = of("scope").filter(|scope| scope.starts_with(ARTICLE));
            let page = own.or_else(|| of("source")).or_else(|| of("id")).or_else(|| of("@id")).unwrap_or_default();
            let mut target = Target { page, quote: None, position: None, other: None };
            object.get("selector").into_iter().for_each(|selector| select(selector, &mut target));
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
    let text = |key: &str| selector[key].as_str().unwrap_or_default().to_owned();
    let number = |key: &str| selector[key].as_u64().and_then(|it| usize::try_from(it).ok());
    if selector["exact"].is_string() {
        target.quote = Some([text("prefix"), text("exact"), text("suffix")]);
    } else if selector["type"] == "TextPositionSelector" || selector["@type"] == "oa:TextPositionSelector" {
        target.position = number("start").zip(number("end"));
    } else if target.other.is_none() && !selector.is_null() {
        let value = selector["value"].as_str().map(str::to_owned).or_else(|| selector.as_str().map(str::to_owned));
        target.other = Some(value.unwrap_or_else(|| selector.to_string()));
    }
    if let Some(inside) = ["items", "refinedBy"].iter().find_map(|key| selector.get(*key)) {
        select(inside, target);
    }
}

fn article(page: &str, all: &[One]) -> Imported {
    let mut text = String::new();
    let mut places: Vec<Vec<Span>> = Vec::new();
    for one in all {
        let quotes = one.targets.iter().filter_map(|target| target.quote.as_ref());
        let quotes = quotes.filter(|[_, exact, _]| !exact.is_empty());
        places.push(quotes.map(|[before, exact, after]| passage(&mut text, before, exact, after)).collect());
    }
    let own = of_urn(ARTICLE, page);
    // The name of a file ends at its last dot, which an address has elsewhere.
    let name = own.clone().unwrap_or_else(|| format!("{page}.json"));
    let mut draft = Draft::new(&name, if text.is_empty() { page } else { text.trim_end() });
    draft.extent = Extent::Quotes;
    draft.meta.title = if own.is_some() { String::new() } else { format!("Passages of {page}") };
    draft.meta.url = Some(page.to_owned()).filter(|page| page.contains("://"));
    draft.id = own.unwrap_or_default();
    for (one, spans) in all.iter().zip(&places) {
        annotation(&mut draft, one, spans);
    }
    let mut read = draft.finish();
    read.quotes = all.iter().zip(&places).flat_map(|(one, spans)| anchors(one, spans, &read)).collect();
    read
}

/// Adds a passage to the text, and returns where its words are.
fn passage(text: &mut String, before: &str, exact: &str, after: &str) -> Span {
    // Blank ends of a text are taken off, and with them words that are blanks alone.
    text.push_str(if text.is_empty() { before.trim_start() } else { before });
    let start = text.len();
    text.push_str(exact);
    let end = text.len();
    text.push_str(after);
    text.push_str("\n\n");
    Span::new(start, end)
}

/// Returns the anchors as the selectors give them, by where the words stand in the passages.
fn anchors<'a>(one: &'a One, spans: &'a [Span], read: &'a Imported) -> impl Iterator<Item = (Span, Anchor)> + 'a {
    let quoted =
        one.targets.iter().filter(|target| target.quote.as_ref().is_some_and(|[_, exact, _]| !exact.is_empty()));
    quoted.zip(spans).map(|(target, span)| {
        let [before, quote, after] = target.quote.clone().unwrap_or_default();
        let (start, end) = target.position.unwrap_or((0, quote.chars().count()));
        let text = if target.position.is_some() { TextHash::from_file("") } else { read.article.hash.clone() };
        (*span, Anchor { start, end, quote, before, after, rival: None, text })
    })
}

fn annotation(draft: &mut Draft, one: &One, spans: &[Span]) {
    let (value, id) = (&one.value, one.id.as_str());
    let motivation = first(&value["motivation"]).unwrap_or_default();
    let bodies = bodies(value);
    let purpose = |name: &str| bodies.iter().find(|body| body.purpose == name).map(|body| body.words.as_str());
    let annotator = creator(&value["creator"]);
    if let Some(polarity) =
        purpose("assessing").and_then(Polarity::from_word).filter(|_| !value["newsgloss:target"].is_null())
    {
        draft.stance(id, claim(value, polarity), spans);
    } else if let (Some(kind), false) = (purpose("classifying"), spans.is_empty()) {
        draft.mention(id, kind, purpose("identifying"), spans);
        let score = value["newsgloss:score"].as_f64();
        draft.change(id, |mention| mention.score = score);
    } else if let (Some(entity), "identifying", false) = (bodies.first(), motivation.as_str(), spans.is_empty()) {
        draft.mention(id, "ENTITY", Some(&entity.words), spans);
    } else {
        said(draft, one, spans, &motivation, &bodies);
    }
    draft.made_by(id, annotator.as_deref().unwrap_or_default());
}

/// Returns what a creator is called, or the first of several.
fn creator(value: &Value) -> Option<String> {
    let one = value.as_array().and_then(|all| all.first()).unwrap_or(value);
    first(&one["nickname"]).or_else(|| first(&one["name"])).or_else(|| first(one))
}

/// Adds what an annotation says as tags and notes; one that says nothing marks its words with its motivation.
fn said(draft: &mut Draft, one: &One, spans: &[Span], motivation: &str, bodies: &[Body]) {
    let place = |draft: &Draft| match (spans.first(), one.targets.first()) {
        (Some(span), _) => draft.on_span(*span),
        (None, Some(target)) => of_urn(ANNOTATION, &target.page).map_or(On::Article, |id| On::Annotation(Id::from(id))),
        (None, None) => On::Article,
    };
    let where_else = one.targets.iter().filter(|target| target.quote.is_none()).filter_map(Target::place);
    let where_else = where_else.map(|other| format!(" ({other})")).collect::<String>();
    if bodies.is_empty() {
        let on = place(draft);
        let word = if motivation.is_empty() { "highlighting" } else { motivation };
        draft.tag(&one.id, word, on);
        if !where_else.is_empty() {
            draft.note(&format!("{}:place", one.id), where_else.trim(), On::Article);
        }
        return;
    }
    for (body, at) in bodies.iter().zip(0..) {
        let (id, on) = (if at == 0 { one.id.clone() } else { format!("{}+{at}", one.id) }, place(draft));
        let purpose = if body.purpose.is_empty() { motivation } else { &body.purpose };
        match purpose {
            "tagging" | "classifying" if body.is_text => draft.tag(&id, body.words.as_str(), on),
            _ => draft.note(&id, format!("{}{where_else}", body.words), on),
        }
    }
}

fn claim(value: &Value, polarity: Polarity) -> Claim {
    let side = |value: &Value| {
        let mention = value["newsgloss:mention"]["id"].as_str().and_then(|urn| of_urn(ANNOTATION, urn));
        party(value["newsgloss:entity"].as_str().unwrap_or_default(), mention.as_deref())
    };
    let number = |key: &str| value[key].as_u64().and_then(|it| u8::try_from(it).ok());
    let holder = &value["newsgloss:holder"];
    Claim {
        holder: if holder == "author" { Holder::Author } else { Holder::Entity(side(holder)) },
        target: side(&value["newsgloss:target"]),
        polarity,
        intensity: number("newsgloss:intensity"),
        confidence: number("newsgloss:confidence"),
        score: value["newsgloss:score"].as_f64(),
    }
}
