//! UIMA CAS XMI out: an `.xmi` an article and one `TypeSystem.xml`. Offsets are UTF-16 units. Mentions have the type of
//! named entities that DKPro and INCEpTION use; for the rest there are types of our own.

use super::names::Stems;
use super::xml::{attribute, holds};
use super::{Document, Kind, Piece, Tally, Writer};
use crate::model::{Holder, Id, Mention, Note, On, Party, Stance, Tag};
use crate::text::{Span, Utf16};
use std::collections::HashMap;

/// Writes documents, and in the end what types there are.
#[derive(Default)]
pub(super) struct Xmi(Stems);

impl Writer for Xmi {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        tally.leave_all(document, &[Kind::Orphan], "it has no place in the text, and a CAS asks for one");
        report(document, tally);
        let stem = self.0.of(document.article.id.as_str());
        vec![Piece::File(format!("{stem}.xmi"), file(document).into_bytes())]
    }

    fn end(&mut self) -> Vec<Piece> {
        vec![Piece::File("TypeSystem.xml".to_owned(), type_system().into_bytes())]
    }
}

fn report(document: &Document<'_>, tally: &mut Tally) {
    let why = "XML holds no control characters, so they are shown as �";
    let all = document.annotations;
    if !holds(document.article.body.as_str()) || !holds(&document.article.meta.title) {
        tally.bend(document.article, Kind::Article, None, why);
    }
    let mut check = |kind: Kind, id: &Id, words: &[&str]| {
        if !words.iter().all(|words| holds(words)) {
            tally.bend(document.article, kind, Some(id), why);
        }
    };
    let slice = |span| document.article.body.slice(span);
    for it in &all.mentions {
        let words: Vec<&str> = it.spans().map(slice).chain([it.kind.as_str(), &it.entity]).collect();
        check(Kind::Mention, &it.id, &words);
    }
    all.stances.iter().for_each(|it| check(Kind::Stance, &it.id, &[it.holder.name(), &it.target.entity]));
    all.tags.iter().for_each(|it| check(Kind::Tag, &it.id, &[&it.label]));
    all.notes.iter().for_each(|it| check(Kind::Note, &it.id, &[&it.text]));
}

const OPEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" \
    xmlns:cas=\"http:///uima/cas.ecore\" \
    xmlns:ner=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\" \
    xmlns:metadata=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\" \
    xmlns:newsgloss=\"http:///newsgloss.ecore\" xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n";

fn file(document: &Document<'_>) -> String {
    let (article, all) = (document.article, document.annotations);
    let text = article.body.as_str();
    let mut elements =
        Elements { document, utf16: Utf16::new(text), out: OPEN.to_owned(), last: 1, names: HashMap::new() };
    let sofa = [("sofaNum", "1".to_owned()), ("sofaID", "_InitialView".to_owned()), ("mimeType", "text".to_owned())];
    elements.out.push_str(&format!("<cas:Sofa xmi:id=\"1\"{} sofaString=\"{}\"/>\n", pairs(&sofa), attribute(text)));
    let meta = [
        ("language", article.meta.language.clone().unwrap_or_else(|| "x-unspecified".to_owned())),
        ("documentTitle", article.meta.title.clone()),
        ("documentId", article.id.to_string()),
    ];
    elements.element("metadata:DocumentMetaData", Span::new(0, text.len()), &meta);
    all.mentions.iter().for_each(|it| elements.mention(it));
    all.stances.iter().for_each(|it| elements.stance(it));
    all.tags.iter().for_each(|it| elements.tag(it));
    all.notes.iter().for_each(|it| elements.note(it));
    let members: Vec<String> = (2..=elements.last).map(|id| id.to_string()).collect();
    format!("{}<cas:View sofa=\"1\" members=\"{}\"/>\n</xmi:XMI>\n", elements.out, members.join(" "))
}

type Pair = (&'static str, String);

fn pairs(pairs: &[Pair]) -> String {
    pairs.iter().map(|(name, value)| format!(" {name}=\"{}\"", attribute(value))).collect()
}

/// The elements of one document, numbered as they come.
struct Elements<'a> {
    document: &'a Document<'a>,
    utf16: Utf16<'a>,
    out: String,
    last: usize,
    names: HashMap<&'a Id, usize>,
}

impl<'a> Elements<'a> {
    fn element(&mut self, kind: &str, span: Span, features: &[Pair]) -> usize {
        self.last += 1;
        let (id, start, end) = (self.last, self.utf16.of_byte(span.start), self.utf16.of_byte(span.end));
        let place = format!("xmi:id=\"{id}\" sofa=\"1\" begin=\"{start}\" end=\"{end}\"");
        self.out.push_str(&format!("<{kind} {place}{}/>\n", pairs(features)));
        id
    }

    fn mention(&mut self, it: &'a Mention) {
        let features = [("value", it.kind.clone()), ("identifier", it.entity.clone())];
        let id = self.element("ner:NamedEntity", it.span, &features);
        self.pieces(id, it.more.iter().map(|piece| piece.span));
        let score = it.score.map(|score| ("score", score.to_string()));
        let made = [("annotator", it.annotator.to_string()), ("of", id.to_string())];
        self.element("newsgloss:Made", it.span, &made.into_iter().chain(score).collect::<Vec<_>>());
        self.names.insert(&it.id, id);
    }

    fn stance(&mut self, it: &'a Stance) {
        let mut features = vec![("polarity", it.polarity.word().to_owned()), ("annotator", it.annotator.to_string())];
        match &it.holder {
            Holder::Author => features.push(("author", "true".to_owned())),
            Holder::Entity(party) => self.party("holder", "holderMention", party, &mut features),
        }
        self.party("target", "targetMention", &it.target, &mut features);
        features.extend(it.intensity.map(|number| ("intensity", number.to_string())));
        features.extend(it.confidence.map(|number| ("confidence", number.to_string())));
        features.extend(it.score.map(|number| ("score", number.to_string())));
        let id = self.element("newsgloss:Stance", it.span, &features);
        self.pieces(id, it.more.iter().map(|piece| piece.span));
        self.names.insert(&it.id, id);
    }

    fn party(&self, name: &'static str, reference: &'static str, party: &Party, features: &mut Vec<Pair>) {
        features.push((name, party.entity.clone()));
        let id = party.mention.as_ref().and_then(|mention| self.names.get(mention));
        features.extend(id.map(|id| (reference, id.to_string())));
    }

    fn pieces(&mut self, of: usize, more: impl Iterator<Item = Span>) {
        for span in more {
            self.element("newsgloss:Piece", span, &[("of", of.to_string())]);
        }
    }

    fn tag(&mut self, it: &'a Tag) {
        let (span, of) = self.on(&it.on, None);
        let features = [("label", it.label.clone()), ("annotator", it.annotator.to_string())];
        self.element("newsgloss:Tag", span, &features.into_iter().chain(of).collect::<Vec<_>>());
    }

    fn note(&mut self, it: &'a Note) {
        let (span, of) = self.on(&it.on, it.span);
        let features = [("text", it.text.clone()), ("annotator", it.annotator.to_string())];
        self.element("newsgloss:Note", span, &features.into_iter().chain(of).collect::<Vec<_>>());
    }

    /// Returns where a tag or note stands, and what says that it is on more than a span.
    fn on(&self, on: &On, span: Option<Span>) -> (Span, Option<Pair>) {
        let all = self.document.annotations;
        let whole = Span::new(0, self.document.article.body.len());
        match on {
            On::Article => (whole, Some(("article", "true".to_owned()))),
            On::Span(anchor) => (span.unwrap_or_else(|| self.document.span_of(anchor)), None),
            On::Annotation(of) => {
                let span = all.mention(of).map(|it| it.span).or_else(|| all.stance(of).map(|it| it.span));
                (span.unwrap_or(whole), self.names.get(of).map(|id| ("of", id.to_string())))
            }
        }
    }
}

/// A type, the one above it, and its features with what these hold.
type Type = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Types with their features and what these hold: text where nothing is said.
const TYPES: [Type; 7] = [
    (
        "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData",
        "uima.tcas.DocumentAnnotation",
        &[("documentTitle", ""), ("documentId", "")],
    ),
    (NAMED_ENTITY, ANNOTATION, &[("value", ""), ("identifier", "")]),
    ("newsgloss.Made", ANNOTATION, &[("of", ANNOTATION), ("annotator", ""), ("score", "uima.cas.Double")]),
    ("newsgloss.Piece", ANNOTATION, &[("of", ANNOTATION)]),
    (
        "newsgloss.Stance",
        ANNOTATION,
        &[
            ("polarity", ""),
            ("annotator", ""),
            ("author", "uima.cas.Boolean"),
            ("holder", ""),
            ("holderMention", NAMED_ENTITY),
            ("target", ""),
            ("targetMention", NAMED_ENTITY),
            ("intensity", "uima.cas.Integer"),
            ("confidence", "uima.cas.Integer"),
            ("score", "uima.cas.Double"),
        ],
    ),
    (
        "newsgloss.Tag",
        ANNOTATION,
        &[("label", ""), ("annotator", ""), ("article", "uima.cas.Boolean"), ("of", ANNOTATION)],
    ),
    (
        "newsgloss.Note",
        ANNOTATION,
        &[("text", ""), ("annotator", ""), ("article", "uima.cas.Boolean"), ("of", ANNOTATION)],
    ),
];
const ANNOTATION: &str = "uima.tcas.Annotation";
const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";

fn type_system() -> String {
    let feature = |(name, range): &(&str, &str)| {
        let range = if range.is_empty() { "uima.cas.String" } else { range };
        format!(
            "<featureDescription><name>{name}</name><description/><rangeTypeName>{range}</rangeTypeName>\
             </featureDescription>"
        )
    };
    let types = TYPES.iter().map(|(name, above, features)| {
        let features: String = features.iter().map(feature).collect();
        format!(
            "<typeDescription><name>{name}</name><description/><supertypeName>{above}</supertypeName>\
             <features>{features}</features></typeDescription>\n"
        )
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription \
         xmlns=\"http://uima.apache.org/resourceSpecifier\">\n<types>\n{}</types>\n</typeSystemDescription>\n",
        types.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::{file, type_system};
    use crate::formats::fixture::every_kind;

    #[test]
    fn elements_of_every_kind() {
        let fixture = every_kind();
        let xml = file(&fixture.document());
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let all: Vec<_> = tree.root_element().children().filter(roxmltree::Node::is_element).collect();
        let of = |name: &str| all.iter().filter(|it| it.tag_name().name() == name).count();
        let counts = ["NamedEntity", "Made", "Piece", "Stance", "Tag", "Note"].map(of);
        assert_eq!(counts, [6, 6, 3, 2, 3, 3]);
        let sofa = all.iter().find(|it| it.tag_name().name() == "Sofa").unwrap().attribute("sofaString").unwrap();
        assert_eq!(sofa, fixture.article.body.as_str());
        assert!(roxmltree::Document::parse(&type_system()).is_ok());
    }
}
