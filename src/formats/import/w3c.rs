//! W3C Web Annotations in: collections, pages, lists or single ones, in JSON-LD as the model's context names things.
//!
//! They point at texts that they do not hold. Where the article is in the library, each is found by its selectors; else the
//! passages that are quoted make a new article.

use super::draft::{Claim, Draft, party};
use super::w3c_body::{Body, bodies, first, more, words};
use super::w3c_target::{TARGET, Target, read_targets};
use super::{Extent, Imported, Source, stem};
use crate::formats::export::names::{ANNOTATION, ARTICLE, of_urn};
use crate::model::{Anchor, Holder, Id, On, Polarity, TextHash};
use crate::text::Span;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

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
            out.push(Imported::unreadable(&source.name, empty(&value)));
        }
        for (value, at) in all.into_iter().zip(0..) {
            for one in by_page(one(value, format!("{}#{at}", source.name))) {
                let page = one.targets.first().map(|target| target.page.clone()).filter(|page| !page.is_empty());
                // What names no page is on the one that the file is about.
                let page = page.unwrap_or_else(|| stem(&source.name).to_owned());
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

/// Says why nothing was found.
fn empty(value: &Value) -> String {
    let items = value["items"].as_array().into_iter().flatten();
    let pages = ["first", "next", "last"].iter().map(|key| &value[*key]).chain(items).filter_map(Value::as_str);
    match pages.take(4).collect::<Vec<_>>().as_slice() {
        [] => "it holds no annotation".to_owned(),
        pages => format!("it only names where its annotations are; get {} and add that", pages.join(" and ")),
    }
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
    let ids: HashSet<String> = pages.iter().flat_map(|(_, all)| all).map(|one| one.id.clone()).collect();
    let on_one = |target: &Target| target.address.starts_with(ANNOTATION) || ids.contains(&target.annotation());
    let lone = |one: &mut One| !one.targets.is_empty() && one.targets.iter().all(on_one);
    let mut left: Vec<One> = pages.iter_mut().flat_map(|(_, all)| all.extract_if(.., lone)).collect();
    pages.retain(|(_, all)| !all.is_empty());
    // An answer to an answer waits for that.
    for last in [false, true] {
        let mut before = usize::MAX;
        while left.len() < before {
            before = left.len();
            for one in std::mem::take(&mut left) {
                let of = one.targets[0].annotation();
                match pages.iter_mut().find(|(_, all)| all.iter().any(|one| one.id == of)) {
                    Some((_, there)) => there.push(one),
                    None if last => pages.push((one.targets[0].address.clone(), vec![one])),
                    None => left.push(one),
                }
            }
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

/// One annotation.
struct One {
    id: String,
    value: Value,
    targets: Vec<Target>,
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

fn article(page: &str, all: &[One]) -> Imported {
    let (mut text, mut there) = (String::new(), HashMap::new());
    let mut places: Vec<Vec<Span>> = Vec::new();
    for one in all {
        let spans = quoted(one).map(|(quote, position)| {
            // What is said of the same words again needs no second passage.
            *there.entry((quote.clone(), position)).or_insert_with(|| passage(&mut text, quote))
        });
        places.push(spans.collect());
    }
    let own = of_urn(ARTICLE, page);
    // The name of a file ends at its last dot, which an address has elsewhere.
    let name = own.clone().unwrap_or_else(|| format!("{page}.json"));
    let mut draft = Draft::new(&name, if text.is_empty() { page } else { text.trim_end() });
    draft.extent = Extent::Quotes;
    draft.meta.title = if own.is_some() { String::new() } else { format!("Passages of {page}") };
    draft.meta.url = Some(page.to_owned()).filter(|page| page.contains("://"));
    draft.id = own.unwrap_or_default();
    let around: Around<'_> = all.iter().zip(&places).map(|(one, spans)| (one.id.as_str(), (one, spans))).collect();
    for (one, spans) in all.iter().zip(&places) {
        annotation(&mut draft, one, spans, &around);
    }
    if all.iter().any(|one| MADE.iter().any(|key| one.value.get(*key).is_some())) {
        draft.remark("when and by which program its annotations were made is not kept");
    }
    let mut read = draft.finish();
    read.quotes = all.iter().zip(&places).flat_map(|(one, spans)| anchors(one, spans, &read)).collect();
    read
}

/// Returns the words that an annotation quotes, with their places where these are told.
fn quoted(one: &One) -> impl Iterator<Item = (&[String; 3], Option<(usize, usize)>)> {
    let quotes = one.targets.iter().filter_map(|target| Some((target.quote.as_ref()?, target.position)));
    quotes.filter(|([_, exact, _], _)| !exact.is_empty())
}

/// Adds a passage to the text, and returns where its words are.
fn passage(text: &mut String, [before, exact, after]: &[String; 3]) -> Span {
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
    quoted(one).zip(spans).map(|((quote, position), span)| {
        let [before, quote, after] = quote.clone();
        let (start, end) = position.unwrap_or((0, quote.chars().count()));
        let text = if position.is_some() { TextHash::from_file("") } else { read.article.hash.clone() };
        (*span, Anchor { start, end, quote, before, after, rival: None, text })
    })
}

/// All annotations of an article by their ids, with what they quote.
type Around<'a> = HashMap<&'a str, (&'a One, &'a Vec<Span>)>;

fn annotation(draft: &mut Draft, one: &One, spans: &[Span], around: &Around<'_>) {
    let (value, id) = (&one.value, one.id.as_str());
    let motivations = words(&value["motivation"]);
    let bodies = bodies(value);
    let with = |name: &str| bodies.iter().position(|body| body.purposes.iter().any(|it| it == name));
    let assessed = with("assessing").and_then(|at| Some((at, Polarity::from_word(&bodies[at].words)?)));
    draft.maker = creators(&value["creator"]).into();
    let mut used: Vec<usize> = Vec::new();
    if let Some((at, polarity)) = assessed.filter(|_| !value["newsgloss:target"].is_null()) {
        draft.stance(id, claim(value, polarity), spans);
        used.push(at);
    } else if let (Some(at), false) = (with("classifying"), spans.is_empty()) {
        let named = with("identifying").filter(|named| *named != at);
        draft.mention(id, &bodies[at].words, named.map(|named| bodies[named].words.as_str()), spans);
        let score = value["newsgloss:score"].as_f64();
        draft.change(id, |mention| mention.score = score);
        used.extend([at].into_iter().chain(named));
    } else if let (Some(entity), true, false) =
        (bodies.first(), motivations.iter().any(|it| it == "identifying"), spans.is_empty())
    {
        draft.mention(id, "ENTITY", Some(&entity.words), spans);
        used.push(0);
    }
    let rest = bodies.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, body)| body).collect();
    let places = if used.is_empty() { places(draft, one, spans, around) } else { vec![On::Annotation(Id::from(id))] };
    let where_else = place_in_words(one, around);
    let is_mark = !used.is_empty();
    said(draft, one, &Said { places: &places, motivations: &motivations, bodies: rest, is_mark, where_else });
    let known: Vec<&str> = KNOWN.into_iter().chain(TARGET).chain(MADE).collect();
    let mut all = more(value, "", &known);
    all.extend(bodies.into_iter().flat_map(|body| body.more));
    all.extend(one.targets.iter().flat_map(|target| target.more.iter().cloned()));
    draft.note(&format!("{id}:more"), all.join("; "), places[0].clone());
}

/// What an annotation says by names that are read; what it says by others becomes a note.
const KNOWN: [&str; 8] =
    ["motivation", "body", "hasBody", "oa:hasBody", "resource", "bodyValue", "creator", "oa:motivatedBy"];
/// How an annotation came to be.
const MADE: [&str; 4] = ["created", "modified", "generated", "generator"];

/// Returns what all creators are called.
fn creators(value: &Value) -> String {
    let name = |one: &Value| first(&one["nickname"]).or_else(|| first(&one["name"])).or_else(|| first(one));
    let names: Vec<String> = match value {
        Value::Array(all) => all.iter().filter_map(name).collect(),
        one => name(one).into_iter().collect(),
    };
    names.join(", ")
}

/// Returns all that an annotation is on which is no mention itself.
fn places(draft: &Draft, one: &One, spans: &[Span], around: &Around<'_>) -> Vec<On> {
    /// Answers to answers that are followed.
    const STEPS: usize = 16;
    let on_spans = |spans: &[Span]| spans.iter().map(|span| draft.on_span(*span)).collect();
    if !spans.is_empty() {
        return on_spans(spans);
    }
    let mut target = one.targets.first();
    for _ in 0..STEPS {
        let Some(of) = target else { break };
        let id = of.annotation();
        let there = around.get(id.as_str());
        if draft.find(&id).is_some() || draft.has_stance(&id) || there.is_none() && of.address.starts_with(ANNOTATION) {
            return vec![On::Annotation(Id::from(id))];
        }
        match there {
            Some((_, spans)) if !spans.is_empty() => return on_spans(spans),
            Some((one, _)) => target = one.targets.first(),
            None => break,
        }
    }
    vec![On::Article]
}

/// Says where an annotation is, as far as no words are quoted; of what ties others together, which these are.
fn place_in_words(one: &One, around: &Around<'_>) -> String {
    let unquoted = one.targets.iter().filter(|target| target.quote.is_none());
    let said = unquoted.filter_map(|target| match around.get(target.annotation().as_str()) {
        Some(_) if one.targets.len() == 1 => None,
        Some((of, _)) => quoted(of).next().map(|([_, words, _], _)| format!("“{words}”")),
        None => target.place(),
    });
    said.map(|place| format!(" ({place})")).collect()
}

/// What is to be said as tags and notes.
struct Said<'a> {
    places: &'a [On],
    motivations: &'a [String],
    bodies: Vec<&'a Body>,
    /// Whether the annotation is a mention or stance, so that the rest is on that.
    is_mark: bool,
    /// Where else it is.
    where_else: String,
}

/// Adds what an annotation says as tags and notes; one that says nothing marks its words with its motivation.
fn said(draft: &mut Draft, one: &One, said: &Said<'_>) {
    // What is done by these shows in what is added.
    const SHOWN: [&str; 7] =
        ["commenting", "describing", "tagging", "classifying", "identifying", "highlighting", "linking"];
    let where_else = &said.where_else;
    let mut made = 0;
    let mut next = || {
        made += 1;
        if made == 1 && !said.is_mark { one.id.clone() } else { format!("{}+{made}", one.id) }
    };
    let purposes = |body: &Body| if body.purposes.is_empty() { said.motivations } else { &body.purposes }.to_vec();
    for on in said.places {
        for body in &said.bodies {
            let is_tag = purposes(body).iter().any(|it| it == "tagging" || it == "classifying");
            match is_tag && body.is_text {
                true => draft.tag(&next(), body.words.as_str(), on.clone()),
                false => draft.note(&next(), format!("{}{where_else}", body.words), on.clone()),
            }
        }
        let mut acts: Vec<&String> = said.motivations.iter().collect();
        acts.extend(said.bodies.iter().flat_map(|body| &body.purposes));
        acts.retain(|act| !(SHOWN.contains(&act.as_str()) || said.is_mark && *act == "assessing"));
        let plain = said.motivations.first().cloned().unwrap_or_else(|| "highlighting".to_owned());
        if said.bodies.is_empty() && !said.is_mark && acts.is_empty() {
            acts.push(&plain);
        }
        acts.sort();
        acts.dedup();
        acts.into_iter().for_each(|act| draft.tag(&next(), act, on.clone()));
    }
    // A tag has no room for where it is.
    let tagged = said.bodies.iter().all(|body| body.is_text && purposes(body).iter().any(|it| it == "tagging"));
    if tagged && !said.is_mark && !where_else.is_empty() {
        draft.note(&format!("{}:place", one.id), where_else.trim(), On::Article);
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
