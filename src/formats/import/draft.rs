//! An article with its annotations while a reader makes it: spans are checked, newlines become `\n`, what cannot be used
//! is a complaint.

use super::Imported;
use crate::model::{
    Anchor, Annotations, Article, ArticleId, Complaint, Holder, Id, Mention, Meta, Note, On, Party, Piece, Polarity,
    Stance, Tag, TextHash,
};
use crate::text::{Body, Span};
use std::collections::HashMap;
use std::sync::Arc;

/// What a reader makes of one text.
pub(super) struct Draft {
    name: String,
    /// The article's id where the source names one.
    pub id: String,
    /// What the source says of the article.
    pub meta: Meta,
    /// The text as the source has it, by which a reader counts.
    pub raw: Body,
    body: Body,
    hash: TextHash,
    /// Bytes of the raw text that are no part of the text: the first of each pair of line end characters.
    removed: Vec<usize>,
    /// Whether the text is whole, and what its white space is worth.
    pub extent: super::Extent,
    /// Who made what is added, where nothing else is said of it.
    pub maker: Arc<str>,
    all: Annotations,
    complaints: Vec<Complaint>,
    remarks: Vec<String>,
}

/// Who or what a stance is about, as a reader knows it: a name, and the mention where one is named.
pub(super) fn party(entity: impl Into<String>, mention: Option<&str>) -> Party {
    Party { entity: entity.into(), mention: mention.map(Id::from) }
}

/// A stance as a reader knows it; its evidence is given apart.
pub(super) struct Claim {
    pub holder: Holder,
    pub target: Party,
    pub polarity: Polarity,
    pub intensity: Option<u8>,
    pub confidence: Option<u8>,
    pub score: Option<f64>,
}

impl Draft {
    /// Begins with a text; `name` says in messages where it came from.
    pub(super) fn new(name: &str, raw: &str) -> Self {
        let removed: Vec<usize> = raw.match_indices("\r\n").map(|(at, _)| at).collect();
        let text = raw.replace("\r\n", "\n").replace('\r', "\n");
        Self {
            name: name.to_owned(),
            id: String::new(),
            meta: Meta::default(),
            raw: Body::new(raw),
            hash: TextHash::of(&text),
            body: Body::new(text),
            removed,
            extent: super::Extent::Whole,
            maker: Arc::from(""),
            all: Annotations::default(),
            complaints: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// Says what could not be used.
    pub(super) fn complain(&mut self, line: Option<usize>, what: impl Into<String>) {
        self.complaints.push(Complaint { line, what: what.into() });
    }

    /// Says what is left out that nobody would miss.
    pub(super) fn remark(&mut self, what: impl Into<String>) {
        self.remarks.push(what.into());
    }

    /// Returns the bytes of a span of code points of the raw text, or nothing where it reaches outside.
    pub(super) fn of_cp(&self, start: usize, end: usize) -> Option<Span> {
        (start <= end && end <= self.raw.len_cp()).then(|| self.raw.span_of_cp(start, end))
    }

    /// Returns the words of a span of the raw text.
    pub(super) fn words(&self, span: Span) -> &str {
        self.raw.slice(span)
    }

    /// Returns the words of several pieces, one blank between them: the name of an entity that has no other.
    pub(super) fn name_of(&self, spans: &[Span]) -> String {
        let words: Vec<&str> = spans.iter().flat_map(|span| self.words(*span).split_whitespace()).collect();
        words.join(" ")
    }

    fn anchor(&self, span: Span) -> (Span, Anchor) {
        let before = |at: usize| at - self.removed.partition_point(|gone| *gone < at);
        let span = Span::new(before(span.start), before(span.end));
        (span, Anchor::new(&self.body, &self.hash, span))
    }

    fn pieces(&self, spans: &[Span]) -> Option<((Span, Anchor), Vec<Piece>)> {
        let mut all = spans.iter().map(|span| self.anchor(*span));
        let first = all.next()?;
        Some((first, all.map(|(span, anchor)| Piece { span, anchor }).collect()))
    }

    /// Adds a mention at spans of the raw text, which are in order; without a name its words are the entity.
    pub(super) fn mention(&mut self, id: &str, kind: &str, entity: Option<&str>, spans: &[Span]) {
        let entity = entity.map_or_else(|| self.name_of(spans), str::to_owned);
        let Some(((span, anchor), more)) = self.pieces(spans) else { return };
        let (id, annotator, kind) = (Id::from(id), self.maker.clone(), kind.to_owned());
        self.all.mentions.push(Mention { id, annotator, kind, entity, span, anchor, more, score: None });
    }

    /// Changes a mention that was added.
    pub(super) fn change(&mut self, id: &str, change: impl FnOnce(&mut Mention)) {
        if let Some(mention) = self.all.mentions.iter_mut().find(|it| it.id.as_str() == id) {
            change(mention);
        }
    }

    /// Gives a mention that was added its pieces, which are spans of the raw text in order.
    pub(super) fn set_pieces(&mut self, id: &str, spans: &[Span]) {
        if let Some(((span, anchor), more)) = self.pieces(spans) {
            self.change(id, |mention| (mention.span, mention.anchor, mention.more) = (span, anchor, more));
        }
    }

    /// Returns a mention that was added.
    pub(super) fn find(&self, id: &str) -> Option<&Mention> {
        self.all.mentions.iter().find(|it| it.id.as_str() == id)
    }

    /// Returns how many mentions, stances and notes were added.
    pub(super) fn count(&self) -> usize {
        self.all.mentions.len() + self.all.stances.len() + self.all.notes.len()
    }

    /// Returns the mention that stands at code points of the text.
    pub(super) fn at(&self, start: u64, end: u64) -> Option<String> {
        let place = |at: usize| u64::try_from(at).unwrap_or(u64::MAX);
        let mut all = self.all.mentions.iter();
        let found = all.find(|it| (place(it.anchor.start), place(it.anchor.end)) == (start, end));
        found.map(|it| it.id.to_string())
    }

    /// Returns the spans of a mention, in bytes of the raw text.
    pub(super) fn places(&self, id: &str) -> Vec<Span> {
        let after = |at: usize| {
            let gone = |before: usize| self.removed.partition_point(|gone| *gone < before);
            (0..=self.removed.len()).map(|more| at + more).find(|raw| raw - gone(*raw) == at).unwrap_or(at)
        };
        let spans = self.find(id).into_iter().flat_map(Mention::spans);
        spans.map(|span| Span::new(after(span.start), after(span.end))).collect()
    }

    /// Says whether a stance was added.
    pub(super) fn has_stance(&self, id: &str) -> bool {
        self.all.stances.iter().any(|it| it.id.as_str() == id)
    }

    /// Adds a stance with its evidence.
    pub(super) fn stance(&mut self, id: &str, claim: Claim, spans: &[Span]) {
        let Some(((span, evidence), more)) = self.pieces(spans) else { return };
        let Claim { holder, target, polarity, intensity, confidence, score } = claim;
        let (id, annotator) = (Id::from(id), self.maker.clone());
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
    }

    /// Returns what a tag or note on a span of the raw text is on.
    pub(super) fn on_span(&self, span: Span) -> On {
        On::Span(self.anchor(span).1)
    }

    /// Adds a tag.
    pub(super) fn tag(&mut self, id: &str, label: impl Into<String>, on: On) {
        let (id, annotator, label) = (Id::from(id), self.maker.clone(), label.into());
        if !label.trim().is_empty() {
            self.all.tags.push(Tag { id, annotator, label, on });
        }
    }

    /// Adds a note.
    pub(super) fn note(&mut self, id: &str, text: impl Into<String>, on: On) {
        let (id, annotator, text) = (Id::from(id), self.maker.clone(), text.into());
        let span = match &on {
            On::Span(anchor) => Some(self.body.span_of_cp(anchor.start, anchor.end)),
            On::Article | On::Annotation(_) => None,
        };
        if !text.trim().is_empty() {
            self.all.notes.push(Note { id, annotator, text, on, span });
        }
    }

    /// Says who made the annotation with this id.
    pub(super) fn made_by(&mut self, id: &str, annotator: &str) {
        let by: Arc<str> = Arc::from(annotator);
        self.all.mentions.iter_mut().filter(|it| it.id.as_str() == id).for_each(|it| it.annotator = by.clone());
        self.all.stances.iter_mut().filter(|it| it.id.as_str() == id).for_each(|it| it.annotator = by.clone());
        self.all.tags.iter_mut().filter(|it| it.id.as_str() == id).for_each(|it| it.annotator = by.clone());
        self.all.notes.iter_mut().filter(|it| it.id.as_str() == id).for_each(|it| it.annotator = by.clone());
    }

    /// Returns what was made, in the order of the text.
    pub(super) fn finish(mut self) -> Imported {
        self.all.mentions.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
        self.all.stances.sort_by_key(|it| it.span.start);
        let (id, meta, body, hash) = (ArticleId::new(&self.id), self.meta, self.body, self.hash);
        let article = Article { id, meta, body, hash, complaints: Vec::new() };
        let (name, extent, annotations) = (self.name, self.extent, self.all);
        let (complaints, remarks) = (self.complaints, self.remarks);
        Imported { name, article, extent, annotations, complaints, remarks, quotes: HashMap::new() }
    }
}

/// Returns spans in the order of the text, with those that touch over one line end made one: some formats cut there.
pub(super) fn joined(raw: &Body, mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        let gap = |last: &Span| raw.slice(Span::new(last.end, span.start));
        let touching = |last: &Span| {
            span.start >= last.end && !gap(last).is_empty() && gap(last).trim_matches(['\r', '\n']).is_empty()
        };
        match out.last_mut().filter(|last| touching(last)) {
            Some(last) => last.end = span.end,
            None => out.push(span),
        }
    }
    out
}
