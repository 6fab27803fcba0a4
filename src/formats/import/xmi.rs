//! UIMA CAS XMI in: each annotation with a begin and an end is a mention, but tokens, sentences and what is said of the
//! document. Offsets are UTF-16 units. Our own types for stances, tags and notes come back as what they are.

use super::draft::{Claim, Draft, party};
use super::features::{self, Layered, add};
use super::{Imported, Source};
use crate::model::{Holder, Id, On, Polarity};
use crate::text::{Span, Utf16};
use roxmltree::{Document, Node};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Types that say nothing of what a text means.
const STRUCTURE: [&str; 9] = [
    "Sofa",
    "NULL",
    "View",
    "DocumentAnnotation",
    "DocumentMetaData",
    "Token",
    "Sentence",
    "TagsetDescription",
    "TagDescription",
];
/// Attributes that place an element.
const PLACE: [&str; 5] = ["id", "sofa", "begin", "end", "next"];

/// Reads a file for each text.
pub(super) fn read(sources: &[Source]) -> Vec<Imported> {
    sources.iter().flat_map(file).collect()
}

fn file(source: &Source) -> Vec<Imported> {
    let text = readable(&source.text());
    let tree = match Document::parse(&text) {
        Ok(tree) => tree,
        Err(error) => return vec![Imported::unreadable(&source.name, format!("it is no XML: {error}"))],
    };
    let all: Vec<Node> = tree.root_element().children().filter(Node::is_element).collect();
    let sofas = all.iter().filter(|it| it.tag_name().name() == "Sofa" && it.attribute("sofaString").is_some());
    let marks =
        |sofa: Node<'_, '_>| all.iter().filter(|it| it.attribute("sofa") == id(sofa) && !is_structure(it)).count();
    let counted = sofas.map(|sofa| (*sofa, marks(*sofa)));
    let mut views: Vec<(Node, usize)> = counted.collect();
    // A view that nobody marked anything in, such as the page that a text was taken from, is no text of its own.
    views.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let marked = views.iter().filter(|(_, count)| *count > 0).count().max(1);
    views.truncate(marked);
    if views.is_empty() {
        return vec![Imported::unreadable(&source.name, "it has no text (no sofaString)")];
    }
    views.iter().enumerate().map(|(at, (sofa, _))| view(&source.name, at, *sofa, &all)).collect()
}

/// XML 1.1 only allows more characters, of which `�` is left: the offsets count on.
fn readable(text: &str) -> String {
    let text = text.replacen("version=\"1.1\"", "version=\"1.0\"", 1).replacen("version='1.1'", "version='1.0'", 1);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) =
        rest.find(|c: char| c == '&' || c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{7f}'..))
    {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, len) = match rest.strip_prefix('&') {
            Some(_) => odd_reference(rest).unwrap_or(('&', 1)),
            None => ('\u{fffd}', 1),
        };
        out.push(c);
        rest = &rest[len..];
    }
    out + rest
}

/// Returns the character of a reference that XML 1.0 does not have, and its length: control characters, and the two halves
/// as which some programs write a character.
fn odd_reference(text: &str) -> Option<(char, usize)> {
    let (code, len) = reference(text)?;
    match code {
        9 | 10 | 13 => None,
        0..32 => Some(('\u{fffd}', len)),
        0xd800..0xdc00 => {
            let (low, more) = reference(&text[len..]).filter(|(low, _)| (0xdc00..0xe000).contains(low))?;
            let c = char::from_u32(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00))?;
            Some((c, len + more))
        }
        _ => None,
    }
}

/// Returns the number of a reference to a character, and its length.
fn reference(text: &str) -> Option<(u32, usize)> {
    let inside = text.strip_prefix("&#")?;
    let (number, _) = inside[..inside.floor_char_boundary(12)].split_once(';')?;
    let code = number.strip_prefix('x').map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
    Some((code, number.len() + 3))
}

fn view(name: &str, at: usize, sofa: Node<'_, '_>, all: &[Node<'_, '_>]) -> Imported {
    let raw = sofa.attribute("sofaString").unwrap_or_default();
    let name = if at == 0 { name.to_owned() } else { format!("{}-{}.xmi", super::stem(name), at + 1) };
    let mut draft = Draft::new(&name, raw);
    let here = all.iter().filter(|it| it.attribute("sofa").is_none() || it.attribute("sofa") == id(sofa));
    // What no view lists is only there for others to point at.
    let views = all.iter().filter(|it| it.tag_name().name() == "View" && it.attribute("sofa") == id(sofa));
    let members: HashSet<&str> =
        views.filter_map(|it| it.attribute("members")).flat_map(str::split_whitespace).collect();
    let (named, pieces) = (HashMap::new(), HashMap::new());
    let mut reader = Reader { utf16: Utf16::new(raw), all: here.copied().collect(), named, pieces, members };
    reader.named = reader.all.iter().filter_map(|it| Some((id(*it)?, *it))).collect();
    for piece in reader.all.iter().filter(|it| it.tag_name().name() == "Piece") {
        piece.attribute("of").into_iter().for_each(|of| reader.pieces.entry(of).or_default().push(*piece));
    }
    reader.read(&mut draft);
    draft.finish()
}

fn id<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute(("http://www.omg.org/XMI", "id"))
}

struct Reader<'a, 'i> {
    utf16: Utf16<'a>,
    all: Vec<Node<'a, 'i>>,
    named: HashMap<&'a str, Node<'a, 'i>>,
    /// Of annotations of ours that have several pieces: all but the first.
    pieces: HashMap<&'a str, Vec<Node<'a, 'i>>>,
    /// What the view lists; where it is empty all counts.
    members: HashSet<&'a str>,
}

impl Reader<'_, '_> {
    fn read(&self, draft: &mut Draft) {
        self.meta(draft);
        draft.maker = Arc::from(self.user());
        let marks = self.marks(draft);
        for it in marks.iter().filter(|it| !relates(it)) {
            self.annotation(it, draft);
        }
        for it in self.all.iter().filter(|it| is_own(it) && it.tag_name().name() == "Stance") {
            self.stance(it, draft);
        }
        for it in self.all.iter().filter(|it| is_own(it)) {
            self.said(it, draft);
        }
        for it in marks.iter().filter(|it| relates(it)) {
            self.relation(it, draft);
        }
        self.of_text(draft);
    }

    /// Returns all that others marked in the text: what a view lists, but structure.
    fn marks(&self, draft: &mut Draft) -> Vec<&Node<'_, '_>> {
        let listed = |it: &&Node| self.members.is_empty() || id(**it).is_some_and(|id| self.members.contains(id));
        let placed = self.all.iter().filter(|it| it.attribute("begin").is_some() && !is_own(it) && !is_structure(it));
        let marks: Vec<(&Node, String)> = placed.filter(listed).map(|it| (it, layer(it))).collect();
        let words = self.all.iter().filter(|it| it.tag_name().name() == "Token").count();
        let structure = features::structure(marks.iter().map(|(_, layer)| layer.as_str()), words);
        features::left_out(draft, &structure);
        let kept = marks.iter().filter(|(_, layer)| !structure.contains_key(layer.as_str()));
        kept.map(|(it, _)| *it).collect()
    }

    fn meta(&self, draft: &mut Draft) {
        let meta = self.all.iter().find(|it| it.tag_name().name() == "DocumentMetaData");
        let field = |name: &str| meta.and_then(|it| it.attribute(name)).unwrap_or_default();
        draft.id = field("documentId").to_owned();
        draft.meta.title = field("documentTitle").to_owned();
        draft.meta.language =
            Some(field("language")).filter(|it| !matches!(*it, "" | "x-unspecified")).map(str::to_owned);
    }

    /// Returns who made the annotations, where a platform says so.
    fn user(&self) -> &str {
        let meta = self.all.iter().find(|it| it.tag_name().name() == "CASMetadata");
        meta.and_then(|it| it.attribute("username")).unwrap_or_default()
    }

    fn span(&self, it: &Node<'_, '_>) -> Option<Span> {
        let unit = |name: &str| it.attribute(name)?.parse().ok().and_then(|at| self.utf16.to_byte(at));
        let (start, end) = (unit("begin")?, unit("end")?);
        (start <= end).then(|| Span::new(start, end))
    }

    /// Returns all spans of an annotation of ours that has several pieces.
    fn spans(&self, it: &Node<'_, '_>) -> Option<Vec<Span>> {
        let pieces = id(*it).and_then(|id| self.pieces.get(id)).into_iter().flatten();
        std::iter::once(self.span(it)).chain(pieces.map(|piece| self.span(piece))).collect()
    }

    fn annotation(&self, it: &Node<'_, '_>, draft: &mut Draft) {
        let (Some(name), layer) = (id(*it), it.tag_name().name()) else { return };
        let Some(spans) = self.spans(it) else {
            return draft.complain(None, format!("{layer} {name} is left out: its offsets lie outside the text"));
        };
        add(draft, Layered { id: name, layer, span: spans[0], features: self.features(it) });
        if spans.len() > 1 {
            draft.set_pieces(name, &spans);
        }
        for link in set(it).flat_map(|(_, value)| self.elements(value)).filter_map(|id| self.named.get(id)) {
            if let Some(target) = link.attribute("target").filter(|_| link.attribute("begin").is_none()) {
                let role = link.attribute("role").unwrap_or("link");
                let text = format!("{role}: {}", self.words(target, draft));
                draft.note(&format!("{name}:{}", id(*link).unwrap_or(role)), text, On::Annotation(Id::from(name)));
            }
        }
    }

    /// Returns what is set of an annotation, but its place and its links to others.
    fn features<'n>(&'n self, it: &'n Node<'_, '_>) -> Vec<(&'n str, String)> {
        let values = set(it).filter(|(_, value)| !self.links(value));
        let values = values.flat_map(|(name, value)| self.strings(value).into_iter().map(move |value| (name, value)));
        // A feature of several values has an element for each.
        let several = it.children().filter_map(|one| Some((one.tag_name().name(), one.text()?.to_owned())));
        values.chain(several).filter(|(name, value)| !name.is_empty() && !value.is_empty()).collect()
    }

    /// Returns a value, or those of the list of words that it names.
    fn strings(&self, value: &str) -> Vec<String> {
        match self.named.get(value).filter(|it| is_list(it) && it.attribute("elements").is_none()) {
            Some(list) => list.children().filter_map(|one| one.text().map(str::to_owned)).collect(),
            None => vec![value.to_owned()],
        }
    }

    /// Returns the names of elements that a value has, itself or by the list that it names.
    fn elements<'v>(&'v self, value: &'v str) -> impl Iterator<Item = &'v str> {
        let list = self.named.get(value).filter(|it| is_list(it)).and_then(|it| it.attribute("elements"));
        list.unwrap_or(value).split(' ')
    }

    /// Says whether a value is a list of links to other annotations.
    fn links(&self, value: &str) -> bool {
        self.elements(value).all(|id| {
            self.named.get(id).is_some_and(|it| it.attribute("target").is_some() && it.attribute("begin").is_none())
        })
    }

    /// Reads what is said of the text as a whole: what the view lists that has no place.
    fn of_text(&self, draft: &mut Draft) {
        const PLATFORM: [&str; 1] = ["CASMetadata"];
        let listed = self.all.iter().filter(|it| id(**it).is_some_and(|id| self.members.contains(id)));
        let whole = listed.filter(|it| it.attribute("begin").is_none() && !is_own(it) && !is_structure(it));
        // What begins a chain says nothing but where it begins.
        let whole = whole.filter(|it| it.attribute("first").is_none() && !PLATFORM.contains(&it.tag_name().name()));
        for it in whole.filter(|it| it.tag_name().namespace() != Some("http:///uima/cas.ecore")) {
            let features = self.features(it);
            let said: Vec<String> = features.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            let text = format!("{}: {}", it.tag_name().name(), said.join(", "));
            draft.note(&format!("d{}", id(*it).unwrap_or_default()), text.trim_end_matches(": "), On::Article);
        }
    }

    fn words(&self, id: &str, draft: &Draft) -> String {
        let span = self.named.get(id).and_then(|it| self.span(it));
        span.map_or_else(|| id.to_owned(), |span| format!("“{}”", draft.words(span)))
    }

    fn relation(&self, it: &Node<'_, '_>, draft: &mut Draft) {
        let side = |names: [&str; 2]| names.iter().find_map(|name| it.attribute(*name)).unwrap_or_default();
        let (from, to) = (side(["Governor", "source"]), side(["Dependent", "target"]));
        let skipped = ["Governor", "Dependent", "source", "target"];
        let set = it.attributes().filter(|one| !PLACE.contains(&one.name()) && !skipped.contains(&one.name()));
        let values: Vec<&str> = set.map(|one| one.value()).collect();
        let name = [&[it.tag_name().name()], values.as_slice()].concat().join(" ");
        let text = format!("{name}: {} → {}", self.words(from, draft), self.words(to, draft));
        let on = if draft.find(to).is_some() {
            Some(On::Annotation(Id::from(to)))
        } else {
            self.span(it).map(|it| draft.on_span(it))
        };
        if let Some(on) = on {
            draft.note(&format!("r{}", id(*it).unwrap_or_default()), text, on);
        }
    }

    fn stance(&self, it: &Node<'_, '_>, draft: &mut Draft) {
        let (Some(name), Some(spans)) = (id(*it), self.spans(it)) else { return };
        let word = it.attribute("polarity").unwrap_or_default();
        let Some(polarity) = Polarity::from_word(word) else {
            return draft.complain(None, format!("the stance {name} is left out: the polarity “{word}” is unknown"));
        };
        let field = |name: &str| it.attribute(name);
        let holder = match field("author") {
            Some("true") => Holder::Author,
            _ => Holder::Entity(party(field("holder").unwrap_or_default(), field("holderMention"))),
        };
        let claim = Claim {
            holder,
            target: party(field("target").unwrap_or_default(), field("targetMention")),
            polarity,
            intensity: field("intensity").and_then(|it| it.parse().ok()),
            confidence: field("confidence").and_then(|it| it.parse().ok()),
            score: field("score").and_then(|it| it.parse().ok()),
        };
        draft.stance(name, claim, &spans);
        draft.made_by(name, field("annotator").unwrap_or_default());
    }

    /// Reads tags, notes, and who made a mention, in types of our own.
    fn said(&self, it: &Node<'_, '_>, draft: &mut Draft) {
        let (Some(name), Some(span)) = (id(*it), self.span(it)) else { return };
        let on = match (it.attribute("article"), it.attribute("of")) {
            (Some("true"), _) => On::Article,
            (_, Some(of)) => On::Annotation(Id::from(of)),
            _ => draft.on_span(span),
        };
        let annotator = it.attribute("annotator").unwrap_or_default();
        match it.tag_name().name() {
            "Tag" => draft.tag(name, it.attribute("label").unwrap_or_default(), on),
            "Note" => draft.note(name, it.attribute("text").unwrap_or_default(), on),
            "Made" => {
                let of = it.attribute("of").unwrap_or_default();
                let score = it.attribute("score").and_then(|it| it.parse().ok());
                draft.change(of, |mention| mention.score = score);
                draft.made_by(of, annotator);
            }
            _ => {}
        }
        draft.made_by(name, annotator);
    }
}

/// Says whether an element is of a type of our own.
fn is_own(it: &Node<'_, '_>) -> bool {
    it.tag_name().namespace() == Some("http:///newsgloss.ecore")
}

/// Returns the full name of an element's type.
fn layer(it: &Node<'_, '_>) -> String {
    format!("{}/{}", it.tag_name().namespace().unwrap_or_default(), it.tag_name().name())
}

/// Says whether an element is one of the types that say nothing of what a text means.
fn is_structure(it: &Node<'_, '_>) -> bool {
    let (name, space) = (it.tag_name().name(), it.tag_name().namespace().unwrap_or_default());
    STRUCTURE.contains(&name) || space.contains("segmentation") && ["Paragraph", "Heading", "Div"].contains(&name)
}

/// Returns the attributes of an element, but its place.
fn set<'n>(it: &'n Node<'_, '_>) -> impl Iterator<Item = (&'n str, &'n str)> {
    it.attributes().map(|one| (one.name(), one.value())).filter(|(name, _)| !PLACE.contains(name))
}

/// Says whether an element is a list that others name.
fn is_list(it: &Node<'_, '_>) -> bool {
    it.tag_name().namespace() == Some("http:///uima/cas.ecore") && it.tag_name().name().ends_with("Array")
}

/// Says whether an element ties two others together.
fn relates(it: &Node<'_, '_>) -> bool {
    it.attribute("Governor").is_some() || it.attribute("Dependent").is_some()
}
