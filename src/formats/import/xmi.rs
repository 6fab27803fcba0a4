//! UIMA CAS XMI in: each annotation with a begin and an end is a mention, but tokens, sentences and what is said of the
//! document. Offsets are UTF-16 units. Our own types for stances, tags and notes come back as what they are.

use super::draft::{Claim, Draft, party};
use super::features::{Layered, add};
use super::{Imported, Source};
use crate::model::{Holder, Id, On, Polarity};
use crate::text::{Span, Utf16};
use roxmltree::{Document, Node};
use std::collections::HashMap;

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
    sources.iter().map(file).collect()
}

fn file(source: &Source) -> Imported {
    let text = source.text();
    // XML 1.1 only allows more characters, which are not read.
    let text = text.replacen("version=\"1.1\"", "version=\"1.0\"", 1);
    let tree = match Document::parse(&text) {
        Ok(tree) => tree,
        Err(error) => return Imported::unreadable(&source.name, format!("it is no XML: {error}")),
    };
    let all: Vec<Node> = tree.root_element().children().filter(Node::is_element).collect();
    let sofas = all.iter().filter(|it| it.tag_name().name() == "Sofa");
    let sofa = sofas
        .filter(|it| it.attribute("sofaString").is_some())
        .max_by_key(|sofa| all.iter().filter(|it| it.attribute("sofa") == id(**sofa)).count());
    let Some(sofa) = sofa else { return Imported::unreadable(&source.name, "it has no text (no sofaString)") };
    let raw = sofa.attribute("sofaString").unwrap_or_default();
    let mut draft = Draft::new(&source.name, raw);
    let here = all.iter().filter(|it| it.attribute("sofa").is_none() || it.attribute("sofa") == id(*sofa));
    let mut reader = Reader { utf16: Utf16::new(raw), all: here.copied().collect(), named: HashMap::new() };
    reader.named = reader.all.iter().filter_map(|it| Some((id(*it)?, *it))).collect();
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
}

impl Reader<'_, '_> {
    fn read(&self, draft: &mut Draft) {
        self.meta(draft);
        let own = |it: &&Node| it.tag_name().namespace() == Some("http:///newsgloss.ecore");
        for it in self.all.iter().filter(|it| !own(it) && !STRUCTURE.contains(&it.tag_name().name())) {
            if it.attribute("begin").is_some() && !relates(it) {
                self.annotation(it, draft);
            }
        }
        for it in self.all.iter().filter(|it| own(it) && it.tag_name().name() == "Stance") {
            self.stance(it, draft);
        }
        for it in self.all.iter().filter(own) {
            self.said(it, draft);
        }
        for it in self.all.iter().filter(|it| relates(it)) {
            self.relation(it, draft);
        }
    }

    fn meta(&self, draft: &mut Draft) {
        let meta = self.all.iter().find(|it| it.tag_name().name() == "DocumentMetaData");
        let field = |name: &str| meta.and_then(|it| it.attribute(name)).unwrap_or_default();
        draft.id = field("documentId").to_owned();
        draft.meta.title = field("documentTitle").to_owned();
        draft.meta.language =
            Some(field("language")).filter(|it| !matches!(*it, "" | "x-unspecified")).map(str::to_owned);
    }

    fn span(&self, it: &Node<'_, '_>) -> Option<Span> {
        let unit = |name: &str| it.attribute(name)?.parse().ok().and_then(|at| self.utf16.to_byte(at));
        let (start, end) = (unit("begin")?, unit("end")?);
        (start <= end).then(|| Span::new(start, end))
    }

    /// Returns all spans of an annotation of ours that has several pieces.
    fn spans(&self, it: &Node<'_, '_>) -> Option<Vec<Span>> {
        let pieces =
            self.all.iter().filter(|piece| piece.tag_name().name() == "Piece" && piece.attribute("of") == id(*it));
        std::iter::once(self.span(it)).chain(pieces.map(|piece| self.span(piece))).collect()
    }

    fn annotation(&self, it: &Node<'_, '_>, draft: &mut Draft) {
        let (Some(name), layer) = (id(*it), it.tag_name().name()) else { return };
        let Some(spans) = self.spans(it) else {
            return draft.complain(None, format!("{layer} {name} is left out: its offsets lie outside the text"));
        };
        let set = it.attributes().filter(|one| !PLACE.contains(&one.name()) && !self.links(one.value()));
        let features = set.map(|one| (one.name(), one.value().to_owned())).collect();
        add(draft, Layered { id: name, layer, span: spans[0], features });
        if spans.len() > 1 {
            draft.set_pieces(name, &spans);
        }
        for link in it.attributes().flat_map(|one| one.value().split(' ')).filter_map(|id| self.named.get(id)) {
            if let Some(target) = link.attribute("target").filter(|_| link.attribute("begin").is_none()) {
                let role = link.attribute("role").unwrap_or("link");
                let text = format!("{role}: {}", self.words(target, draft));
                draft.note(&format!("{name}:{}", id(*link).unwrap_or(role)), text, On::Annotation(Id::from(name)));
            }
        }
    }

    /// Says whether a value is a list of links to other annotations.
    fn links(&self, value: &str) -> bool {
        let mut ids = value.split(' ');
        ids.all(|id| {
            self.named.get(id).is_some_and(|it| it.attribute("target").is_some() && it.attribute("begin").is_none())
        })
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

/// Says whether an element ties two others together.
fn relates(it: &Node<'_, '_>) -> bool {
    it.attribute("Governor").is_some() || it.attribute("Dependent").is_some()
}
