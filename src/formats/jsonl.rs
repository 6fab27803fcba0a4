//! JSONL out: one line an article, with nothing lost. `jsonl_read` reads it back to equal annotations.

use super::export::{Document, Kind, Tally};
use super::jsonl_shape::{
    AnchorShape, AnyShape, HolderShape, LineShape, MentionShape, NoteShape, OnShape, OrphanShape, PartyShape,
    PlaceShape, RejectionShape, StanceShape, TagShape,
};
use crate::model::{Anchor, CONTEXT, Holder, Mention, Note, On, Orphan, Party, Rejection, Stance, Tag, place};
use crate::text::Span;
use serde_json::Value;

/// Returns an article with its annotations as `show --format json` gives it.
#[must_use]
pub fn to_json(document: &Document<'_>) -> Value {
    // The shapes have text keys and plain values only, so that this cannot fail.
    serde_json::to_value(shape(document)).unwrap_or_default()
}

/// Returns the line of one document.
pub(super) fn line(document: &Document<'_>, tally: &mut Tally) -> String {
    let mentions = document.annotations.mentions.iter().map(|it| (Kind::Mention, &it.id, it.score));
    let stances = document.annotations.stances.iter().map(|it| (Kind::Stance, &it.id, it.score));
    let infinite = |score: Option<f64>| score.is_some_and(|score| !score.is_finite());
    for (kind, id, _) in mentions.chain(stances).filter(|(.., score)| infinite(*score)) {
        tally.bend(document.article, kind, Some(id), "its score is no number that JSON can hold");
    }
    let mut line = serde_json::to_string(&shape(document)).unwrap_or_default();
    line.push('\n');
    line
}

fn shape(document: &Document<'_>) -> LineShape<AnyShape> {
    let (article, all) = (document.article, document.annotations);
    LineShape {
        id: article.id.to_string(),
        title: article.meta.title.clone(),
        date: article.meta.date.map(|date| date.to_string()),
        source: article.meta.source.clone(),
        url: article.meta.url.clone(),
        authors: article.meta.authors.clone(),
        language: article.meta.language.clone(),
        hash: Some(article.hash.to_string()),
        text: article.body.as_str().to_owned(),
        mentions: all.mentions.iter().map(|it| AnyShape::Mention(document.mention(it))).collect(),
        stances: all.stances.iter().map(|it| AnyShape::Stance(document.stance(it))).collect(),
        tags: all.tags.iter().map(|it| AnyShape::Tag(document.tag(it))).collect(),
        notes: all.notes.iter().map(|it| AnyShape::Note(document.note(it))).collect(),
        rejections: all.rejections.iter().map(|it| AnyShape::Rejection(document.rejection(it))).collect(),
        orphans: all.orphans.iter().map(|it| AnyShape::Orphan(orphan_shape(it))).collect(),
    }
}

impl Document<'_> {
    fn mention(&self, mention: &Mention) -> MentionShape {
        MentionShape {
            id: mention.id.to_string(),
            place: self.place(mention.span, &mention.anchor),
            more: mention.more.iter().map(|piece| self.place(piece.span, &piece.anchor)).collect(),
            kind: mention.kind.clone(),
            entity: mention.entity.clone(),
            annotator: mention.annotator.to_string(),
            score: mention.score,
        }
    }

    fn stance(&self, stance: &Stance) -> StanceShape {
        StanceShape {
            id: stance.id.to_string(),
            holder: match &stance.holder {
                Holder::Author => HolderShape::Word("author".to_owned()),
                Holder::Entity(party) => HolderShape::Party(self.party(party)),
            },
            target: self.party(&stance.target),
            polarity: stance.polarity.word().to_owned(),
            intensity: stance.intensity,
            confidence: stance.confidence,
            evidence: self.place(stance.span, &stance.evidence),
            more: stance.more.iter().map(|piece| self.place(piece.span, &piece.anchor)).collect(),
            annotator: stance.annotator.to_string(),
            score: stance.score,
        }
    }

    fn party(&self, party: &Party) -> PartyShape {
        let span = party.mention.as_ref().and_then(|id| self.annotations.mention(id)).map(|mention| mention.span);
        PartyShape {
            entity: party.entity.clone(),
            start: span.map(|span| self.article.body.to_cp(span.start)),
            end: span.map(|span| self.article.body.to_cp(span.end)),
            mention: party.mention.as_ref().map(ToString::to_string),
        }
    }

    fn tag(&self, tag: &Tag) -> TagShape {
        let (id, annotator) = (tag.id.to_string(), tag.annotator.to_string());
        TagShape { id, label: tag.label.clone(), on: self.on(&tag.on, None), annotator }
    }

    fn note(&self, note: &Note) -> NoteShape {
        let (id, annotator) = (note.id.to_string(), note.annotator.to_string());
        NoteShape { id, text: note.text.clone(), on: self.on(&note.on, note.span), annotator }
    }

    fn rejection(&self, rejection: &Rejection) -> RejectionShape {
        let body = &self.article.body;
        RejectionShape {
            id: rejection.id.to_string(),
            kind: rejection.kind.clone(),
            start: body.to_cp(rejection.span.start),
            end: body.to_cp(rejection.span.end),
        }
    }

    fn on(&self, on: &On, span: Option<Span>) -> OnShape {
        match on {
            On::Article => OnShape::Word("article".to_owned()),
            On::Annotation(id) => OnShape::Annotation { annotation: id.to_string() },
            On::Span(anchor) => OnShape::Span(self.place(span.unwrap_or_else(|| self.span_of(anchor)), anchor)),
        }
    }

    /// Returns the span of an anchor of a tag in today's text. One without a place has become an orphan before.
    pub(super) fn span_of(&self, anchor: &Anchor) -> Span {
        let written = self.article.body.span_of_cp(anchor.start, anchor.end);
        place(anchor, &self.article.body, &self.article.hash).span().unwrap_or(written)
    }

    /// Says whether an anchor is what its span gives today. How alike its rival is follows from the text, and looking for
    /// that in long texts takes time.
    fn is_fresh(&self, span: Span, anchor: &Anchor) -> bool {
        let (body, (start, end)) = (&self.article.body, self.cp(span));
        anchor.text == self.article.hash
            && (anchor.start, anchor.end) == (start, end)
            && anchor.rival.is_some()
            && anchor.quote == body.slice(span)
            && anchor.before == body.before(span.start, CONTEXT)
            && anchor.after == body.after(span.end, CONTEXT)
    }

    fn place(&self, span: Span, anchor: &Anchor) -> PlaceShape {
        if self.is_fresh(span, anchor) {
            return PlaceShape { start: anchor.start, end: anchor.end, quote: anchor.quote.clone(), anchor: None };
        }
        let today = Anchor::new(&self.article.body, &self.article.hash, span);
        let kept = (today != *anchor).then(|| anchor_shape(anchor));
        PlaceShape { start: today.start, end: today.end, quote: today.quote, anchor: kept }
    }
}

fn orphan_shape(orphan: &Orphan) -> OrphanShape {
    OrphanShape {
        id: orphan.id.to_string(),
        kind: orphan.kind.to_owned(),
        why: orphan.why.clone(),
        anchor: anchor_shape(&orphan.anchor),
        annotator: orphan.annotator.to_string(),
    }
}

fn anchor_shape(anchor: &Anchor) -> AnchorShape {
    AnchorShape {
        start: anchor.start,
        end: anchor.end,
        quote: anchor.quote.clone(),
        before: anchor.before.clone(),
        after: anchor.after.clone(),
        rival: anchor.rival,
        text: anchor.text.to_string(),
    }
}
