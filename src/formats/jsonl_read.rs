//! JSONL in: a line back to an article and its annotations. An annotation that cannot be read is a complaint, and one whose
//! offsets do not hold its quoted words becomes an orphan.

use super::jsonl_shape::{
    AnchorShape, HolderShape, LineShape, MentionShape, NoteShape, OnShape, OrphanShape, PartyShape, PlaceShape,
    RejectionShape, StanceShape, TagShape,
};
use crate::model::{
    Anchor, Annotations, Article, ArticleId, Complaint, Holder, Id, Mention, Meta, Note, On, Orphan, Party, Piece,
    Polarity, Rejection, Stance, Tag, TextHash,
};
use crate::text::{Body, Span};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads one line; there is no article where the line is not one.
#[must_use]
pub fn read_jsonl(line: &str) -> (Option<(Article, Annotations)>, Vec<Complaint>) {
    let shape: LineShape = match serde_json::from_str(line) {
        Ok(shape) => shape,
        Err(error) => return (None, vec![Complaint::new(format!("the line is not an article: {error}"))]),
    };
    let (article, complaints) = article(&shape);
    let mut reader = Reader { article, all: Annotations::default(), complaints };
    reader.each(&shape.mentions, "mention", Reader::mention);
    reader.each(&shape.stances, "stance", Reader::stance);
    reader.each(&shape.tags, "tag", Reader::tag);
    reader.each(&shape.notes, "note", Reader::note);
    reader.each(&shape.rejections, "rejection", Reader::rejection);
    // Those written as orphans come first, as they were made first.
    let found = std::mem::take(&mut reader.all.orphans);
    reader.each(&shape.orphans, "orphan", Reader::orphan);
    reader.all.orphans.extend(found);
    (Some((reader.article, reader.all)), reader.complaints)
}

fn article(shape: &LineShape) -> (Article, Vec<Complaint>) {
    let (body, hash, mut complaints) = (Body::new(shape.text.as_str()), TextHash::of(&shape.text), Vec::new());
    if shape.hash.as_deref().is_some_and(|written| written != hash.as_str()) {
        complaints.push(Complaint::new("the hash is not that of the text: one of them was changed"));
    }
    let date = shape.date.as_deref().and_then(|date| date.parse().ok());
    if let (Some(written), None) = (&shape.date, date) {
        complaints.push(Complaint::new(format!("the date “{written}” is not understood, so it is left out")));
    }
    let meta = Meta {
        title: shape.title.clone(),
        date,
        source: shape.source.clone(),
        url: shape.url.clone(),
        authors: shape.authors.clone(),
        language: shape.language.clone(),
    };
    (Article { id: ArticleId::new(&shape.id), meta, body, hash, complaints: Vec::new() }, complaints)
}

struct Reader {
    article: Article,
    all: Annotations,
    complaints: Vec<Complaint>,
}

impl Reader {
    fn each<S: DeserializeOwned>(
        &mut self,
        values: &[Value],
        kind: &str,
        take: fn(&mut Self, S) -> Result<(), String>,
    ) {
        for (at, value) in values.iter().enumerate() {
            let shape = S::deserialize(value).map_err(|error| error.to_string());
            if let Err(why) = shape.and_then(|shape| take(self, shape)) {
                self.complaints.push(Complaint::new(format!("{kind} {} is left out: {why}", at + 1)));
            }
        }
    }

    fn mention(&mut self, shape: MentionShape) -> Result<(), String> {
        let Some((span, anchor)) = self.place(shape.place, &shape.id, &shape.annotator, "mention") else {
            return Ok(());
        };
        let Some(more) = self.pieces(shape.more, &shape.id, &shape.annotator, "mention") else { return Ok(()) };
        let (id, annotator) = (Id::from(shape.id.as_str()), shape.annotator.into());
        let (kind, entity, score) = (shape.kind, shape.entity, shape.score);
        self.all.mentions.push(Mention { id, annotator, kind, entity, span, anchor, more, score });
        Ok(())
    }

    /// Places further pieces; nothing where one of them has no place, so that the whole is an orphan.
    fn pieces(&mut self, pieces: Vec<PlaceShape>, id: &str, annotator: &str, kind: &'static str) -> Option<Vec<Piece>> {
        pieces
            .into_iter()
            .map(|piece| self.place(piece, id, annotator, kind).map(|(span, anchor)| Piece { span, anchor }))
            .collect()
    }

    fn stance(&mut self, shape: StanceShape) -> Result<(), String> {
        let polarity = Polarity::from_word(&shape.polarity)
            .ok_or_else(|| format!("the polarity “{}” is unknown", shape.polarity))?;
        let Some((span, evidence)) = self.place(shape.evidence, &shape.id, &shape.annotator, "stance") else {
            return Ok(());
        };
        let Some(more) = self.pieces(shape.more, &shape.id, &shape.annotator, "stance") else { return Ok(()) };
        let holder = match shape.holder {
            HolderShape::Word(word) if word == "author" => Holder::Author,
            HolderShape::Word(entity) => Holder::Entity(Party { entity, mention: None }),
            HolderShape::Party(shape) => Holder::Entity(party(shape)),
        };
        let (id, annotator, target) = (Id::from(shape.id.as_str()), shape.annotator.into(), party(shape.target));
        let (intensity, confidence, score) = (shape.intensity, shape.confidence, shape.score);
        self.all.stances.push(Stance {
            id,
            annotator,
            holder,
            target,
            polarity,
            intensity,
            confidence,
            span,
            evidence,
            more,
            score,
        });
        Ok(())
    }

    fn tag(&mut self, shape: TagShape) -> Result<(), String> {
        let Some((on, _)) = self.on(shape.on, &shape.id, &shape.annotator, "tag")? else { return Ok(()) };
        self.all.tags.push(Tag {
            id: Id::from(shape.id.as_str()),
            annotator: shape.annotator.into(),
            label: shape.label,
            on,
        });
        Ok(())
    }

    fn note(&mut self, shape: NoteShape) -> Result<(), String> {
        let Some((on, span)) = self.on(shape.on, &shape.id, &shape.annotator, "note")? else { return Ok(()) };
        self.all.notes.push(Note {
            id: Id::from(shape.id.as_str()),
            annotator: shape.annotator.into(),
            text: shape.text,
            on,
            span,
        });
        Ok(())
    }

    fn rejection(&mut self, shape: RejectionShape) -> Result<(), String> {
        let span = self.span(shape.start, shape.end).ok_or("its offsets lie outside the text")?;
        self.all.rejections.push(Rejection { id: Id::from(shape.id.as_str()), kind: shape.kind, span });
        Ok(())
    }

    fn orphan(&mut self, shape: OrphanShape) -> Result<(), String> {
        let known = ["mention", "stance", "tag", "note"].into_iter().find(|kind| *kind == shape.kind);
        let kind = known.ok_or_else(|| format!("the kind “{}” is unknown", shape.kind))?;
        let (id, annotator) = (Id::from(shape.id.as_str()), shape.annotator.into());
        self.all.orphans.push(Orphan {
            id,
            annotator,
            kind,
            anchor: anchor(shape.anchor),
            more: Vec::new(),
            why: shape.why,
        });
        Ok(())
    }

    /// Returns what a tag or note is on, and its span; nothing where it has become an orphan.
    fn on(
        &mut self,
        on: OnShape,
        id: &str,
        annotator: &str,
        kind: &'static str,
    ) -> Result<Option<(On, Option<Span>)>, String> {
        Ok(match on {
            OnShape::Word(word) if word == "article" => Some((On::Article, None)),
            OnShape::Word(word) => return Err(format!("`on` says “{word}”, which is unknown")),
            OnShape::Annotation { annotation } => Some((On::Annotation(Id::from(annotation.as_str())), None)),
            OnShape::Span(place) => {
                self.place(place, id, annotator, kind).map(|(span, anchor)| (On::Span(anchor), Some(span)))
            }
        })
    }

    /// Returns the span and the anchor of a place; where the quoted words do not stand there, keeps it as an orphan.
    fn place(&mut self, place: PlaceShape, id: &str, annotator: &str, kind: &'static str) -> Option<(Span, Anchor)> {
        let body = &self.article.body;
        let span = self.span(place.start, place.end);
        let unquoted = place.quote.is_empty();
        if let Some(span) = span.filter(|span| unquoted || body.slice(*span) == place.quote) {
            let made = || Anchor::new(body, &self.article.hash, span);
            return Some((span, place.anchor.map_or_else(made, anchor)));
        }
        let text = self.article.hash.clone();
        let (start, end, quote) = (place.start, place.end, place.quote);
        let bare = || Anchor { start, end, quote, before: String::new(), after: String::new(), rival: None, text };
        let (id, annotator) = (Id::from(id), annotator.into());
        let why = "its offsets do not hold its words".to_owned();
        self.all.orphans.push(Orphan {
            id,
            annotator,
            kind,
            anchor: place.anchor.map_or_else(bare, anchor),
            more: Vec::new(),
            why,
        });
        None
    }

    fn span(&self, start: usize, end: usize) -> Option<Span> {
        let body = &self.article.body;
        (start <= end && end <= body.len_cp()).then(|| body.span_of_cp(start, end))
    }
}

fn party(shape: PartyShape) -> Party {
    Party { entity: shape.entity, mention: shape.mention.as_deref().map(Id::from) }
}

fn anchor(shape: AnchorShape) -> Anchor {
    let AnchorShape { start, end, quote, before, after, rival, text } = shape;
    Anchor { start, end, quote, before, after, rival, text: TextHash::from_file(&text) }
}

#[cfg(test)]
mod tests {
    use super::read_jsonl;
    use crate::formats::fixture::{Fixture, anchor, article, every_kind, fold, mention};
    use crate::formats::jsonl::{line, to_json};
    use crate::model::{Annotations, Id, On, What};
    use crate::text::Span;
    use proptest::prelude::*;

    fn comes_back(fixture: &Fixture) {
        let (line, lost) = fixture.lost(line);
        assert_eq!((lost.len(), line.matches('\n').count()), (0, 1));
        let (read, complaints) = read_jsonl(&line);
        let (article, all) = read.unwrap();
        assert_eq!(complaints, []);
        assert_eq!(all, fixture.all);
        assert_eq!(
            (article.id, article.meta, article.hash),
            (fixture.article.id.clone(), fixture.article.meta.clone(), fixture.article.hash.clone())
        );
        assert_eq!(article.body.as_str(), fixture.article.body.as_str());
    }

    #[test]
    fn every_kind_comes_back() {
        let fixture = every_kind();
        assert_eq!((fixture.all.mentions.len(), fixture.all.rejections.len(), fixture.all.orphans.len()), (6, 1, 1));
        comes_back(&fixture);
    }

    #[test]
    fn anchors_of_an_older_text_come_back() {
        let old = every_kind();
        let text = format!("New words first 😀. {}", old.article.body.as_str());
        let today = article(&text);
        let acts = old.all.mentions.iter().map(|it| mention(it.anchor.clone(), &it.entity, None));
        let tag = What::Tag { label: "t".to_owned(), on: On::Span(old.all.stances[0].evidence.clone()) };
        let moved = fold(today, acts.chain([tag]).collect());
        assert!(moved.all.mentions.iter().any(|it| it.span != Span::default() && it.anchor.text != moved.article.hash));
        comes_back(&moved);
    }

    #[test]
    fn the_shape_counts_code_points() {
        let fixture = every_kind();
        let json = to_json(&fixture.document());
        let chars: Vec<char> = fixture.article.body.as_str().chars().collect();
        for mention in json["mentions"].as_array().unwrap() {
            let offset = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
            let words: String = chars[offset("start")..offset("end")].iter().collect();
            assert_eq!(mention["quote"], words);
        }
        assert_eq!(json["stances"][0]["holder"]["start"], 2);
        assert_eq!(json["stances"][1]["holder"], "author");
        assert_eq!(json["stances"][1]["target"]["entity"], "author");
        assert_eq!(json["tags"][2]["on"]["annotation"], "a5");
        assert_eq!((&json["date"], &json["source"]), (&"2023-07-10".into(), &serde_json::Value::Null));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_costs_nothing_else() {
        let line = r#"{"id":"a","text":"Xi met.","hash":"sha256:0","date":"x","mentions":[
            {"id":"1","start":0,"end":2,"type":"PER","entity":"Xi"},
            {"id":"2","start":0,"end":2,"quote":"Wang","type":"PER","entity":"Wang"},
            {"id":"3","start":"0"},
            {"id":"4","start":5,"end":99,"quote":"met","type":"PER","entity":"x"}],
            "stances":[{"id":"5","holder":"author","target":{"entity":"Xi"},"polarity":"love","evidence":{"start":0,"end":2}}]}"#;
        let (read, complaints) = read_jsonl(line);
        let (article, all) = read.unwrap();
        let ids: Vec<_> = all.orphans.iter().map(|orphan| orphan.id.clone()).collect();
        assert_eq!((all.mentions.len(), ids), (1, vec![Id::from("2"), Id::from("4")]));
        assert_eq!((complaints.len(), article.meta.date), (4, None));
        assert!(read_jsonl("not json").0.is_none() && read_jsonl("{}").0.is_none());
        assert_eq!(read_jsonl(r#"{"id":"a","text":""}"#).0.unwrap().1, Annotations::default());
    }

    proptest! {
        #[test]
        fn write_then_read_gives_equal_annotations(
            text in "[a-zé习 \u{301}😀\u{200d}\n\t\"\\\\<]{1,80}",
            spans in proptest::collection::vec((0usize..200, 0usize..200, 0.0..1.0f64, any::<String>()), 0..8),
        ) {
            let article = article(&text);
            let acts = spans.iter().filter_map(|(a, b, score, words)| {
                let (a, b) = (article.body.floor(*a), article.body.floor(*b));
                let span = Span::new(a.min(b), a.max(b));
                let anchor = anchor(&article, span);
                match words.len() % 3 {
                    _ if span.is_empty() => None,
                    0 => Some(mention(anchor, words, Some(*score))),
                    1 => Some(What::Tag { label: words.clone(), on: On::Span(anchor) }),
                    _ => Some(What::Note { text: words.clone(), on: On::Span(anchor) }),
                }
            });
            let acts = acts.collect();
            comes_back(&fold(article.clone(), acts));
        }
    }
}
