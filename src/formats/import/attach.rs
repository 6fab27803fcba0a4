//! Ties what was read to an article of the library, or to a new one, and says which acts that takes. Nothing is guessed:
//! what contradicts what is there is refused with its reason.

use super::known::words_hash;
use super::{Extent, Imported};
use crate::formats::journal_value::quoted;
use crate::formats::values::without_blank_ends;
use crate::model::{Anchor, Annotations, Article, Change, Holder, Id, Mention, On, Party, Piece, Stance, What, place};
use crate::text::Span;
use std::collections::HashMap;

/// Returns the file of a new article: Markdown, whose head cannot be taken for text nor its text for a head. Nothing where
/// there is no text.
#[must_use]
pub fn new_article(read: &Imported) -> Option<Vec<u8>> {
    let (meta, text) = (&read.article.meta, read.article.body.as_str());
    if text.trim().is_empty() {
        return None;
    }
    let date = meta.date.map(|date| date.to_string());
    let fields = [
        ("title", Some(meta.title.as_str()).filter(|title| !title.is_empty())),
        ("date", date.as_deref()),
        ("source", meta.source.as_deref()),
        ("url", meta.url.as_deref()),
        ("language", meta.language.as_deref()),
    ];
    let head: String =
        fields.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", quoted(value?)))).collect();
    let authors: Vec<String> = meta.authors.iter().map(|author| quoted(author)).collect();
    let authors = if authors.is_empty() { String::new() } else { format!("authors = [{}]\n", authors.join(", ")) };
    Some(format!("+++\n{head}{authors}+++\n\n{text}\n").into_bytes())
}

/// Act to be written, with the id that it gets.
#[derive(Clone, Debug)]
pub struct Added {
    /// The id.
    pub id: Id,
    /// What is done.
    pub what: What,
}

/// What came of tying.
#[derive(Debug, Default)]
pub struct Attached {
    /// What is to be written.
    pub acts: Vec<Added>,
    /// How many annotations are there already just so.
    pub same: usize,
    /// One clause for each annotation that is refused.
    pub refused: Vec<String>,
    /// How many of these contradict what is there.
    pub conflicts: usize,
}

/// What is done with what contradicts what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conflicts {
    /// It is refused and named.
    #[default]
    Refuse,
    /// Both stand side by side.
    Both,
    /// What is brought takes the place of what was there.
    Replace,
}

/// What an annotator has on an article.
#[derive(Clone, Copy, Debug)]
pub struct There<'a> {
    /// Before anything was brought: what contradicts that is a conflict.
    pub before: &'a Annotations,
    /// With what was brought already: what is there just so is not brought twice.
    pub all: &'a Annotations,
    /// What is done with conflicts.
    pub conflicts: Conflicts,
}

/// Works out the acts that add what was read to an article. `there` is what its annotator has on it already; `ids` makes
/// ids that rise.
#[must_use]
pub fn attach(read: &Imported, article: &Article, there: There<'_>, ids: &mut dyn FnMut() -> Id) -> Attached {
    let spans = Spans::of(read, article);
    let (names, out) = (HashMap::new(), Attached::default());
    let There { before, all: there, conflicts } = there;
    let mut tie = Tie { read, article, before, there, conflicts, spans, ids, names, out };
    let all = &read.annotations;
    all.mentions.iter().for_each(|it| tie.mention(it));
    all.stances.iter().for_each(|it| tie.stance(it));
    for it in &all.tags {
        let Some(on) = tie.on(&it.on, "tag", &it.label) else { continue };
        if there.tags.iter().any(|other| other.label == it.label && alike(&other.on, &on)) {
            tie.out.same += 1;
        } else {
            tie.add(&it.id, What::Tag { label: it.label.clone(), on });
        }
    }
    for it in &all.notes {
        let Some(on) = tie.on(&it.on, "note", &it.text) else { continue };
        if there.notes.iter().any(|other| other.text == it.text && alike(&other.on, &on)) {
            tie.out.same += 1;
        } else {
            tie.add(&it.id, What::Note { text: it.text.clone(), on });
        }
    }
    tie.out
}

/// Says whether two are on the same, wherever their anchors were made.
fn alike(one: &On, other: &On) -> bool {
    match (one, other) {
        (On::Span(one), On::Span(other)) => (one.start, one.end, &one.quote) == (other.start, other.end, &other.quote),
        _ => one == other,
    }
}

/// How offsets of what was read become those of the article.
enum Spans {
    /// So many bytes of what was read come before the article's text.
    Shift(usize),
    /// Byte by byte, without white space.
    Words(Vec<usize>),
    /// The texts differ: by the words and what surrounds them, as when a text was edited.
    Search,
}

impl Spans {
    fn of(read: &Imported, article: &Article) -> Self {
        let (text, body) = (read.article.body.as_str(), article.body.as_str());
        let bare = without_blank_ends(text);
        // Heads of our own files are taken off texts that begin with one.
        let before = bare.len().checked_sub(body.len()).filter(|_| bare.ends_with(body) && !body.is_empty());
        let lead = bare.as_ptr() as usize - text.as_ptr() as usize;
        match (read.extent, before) {
            (Extent::Whole, Some(before)) if bare.matches(body).count() == 1 => Self::Shift(lead + before),
            (Extent::Quotes, Some(0)) => Self::Shift(lead),
            (Extent::Words, _) if words_hash(text) == words_hash(body) => Self::Words(words_map(text, body)),
            _ => Self::Search,
        }
    }

    fn span(&self, anchor: &Anchor, span: Span, read: &Imported, article: &Article) -> Result<Span, String> {
        match self {
            Self::Shift(before) => {
                let shifted = |at: usize| at.checked_sub(*before).filter(|at| *at <= article.body.len());
                let span = within(span, *before, article.body.len(), read);
                let span = shifted(span.start).zip(shifted(span.end)).map(|(start, end)| Span::new(start, end));
                span.ok_or_else(|| "it lies in the head of the text or in blanks at its ends".to_owned())
            }
            Self::Words(map) => {
                let end = map.get(span.end.wrapping_sub(1)).map(|at| at + 1);
                let end = end.filter(|end| article.body.as_str().is_char_boundary(*end));
                let place = map.get(span.start).copied().zip(end).filter(|(start, end)| start < end);
                place.map(|(start, end)| Span::new(start, end)).ok_or_else(|| "it has no words".to_owned())
            }
            Self::Search => {
                let given = read.quotes.get(&span).unwrap_or(anchor);
                place(given, &article.body, &article.hash).span()
            }
        }
    }
}

/// Cuts off what a span has of the blanks before and after a text, which the article lacks.
fn within(span: Span, before: usize, len: usize, read: &Imported) -> Span {
    let words = read.article.body.slice(span);
    let (lead, bare) = (words.len() - words.trim_start().len(), words.trim().len());
    if bare == 0 || span.start >= before && span.end <= before + len {
        return span;
    }
    let start = if span.start < before { (span.start + lead).min(before) } else { span.start };
    let end = if span.end > before + len { (span.start + lead + bare).max(before + len) } else { span.end };
    Span::new(start, end.max(start))
}

/// Returns for each byte of `text` where it stands in `body`, of which all but white space is the same.
fn words_map(text: &str, body: &str) -> Vec<usize> {
    let mut inside = body.char_indices().filter(|(_, c)| !c.is_whitespace());
    let mut map = Vec::with_capacity(text.len());
    for c in text.chars() {
        let at =
            if c.is_whitespace() { map.last().map_or(0, |at| at + 1) } else { inside.next().map_or(0, |(at, _)| at) };
        map.extend((0..c.len_utf8()).map(|byte| at + byte));
    }
    map
}

struct Tie<'a> {
    read: &'a Imported,
    article: &'a Article,
    before: &'a Annotations,
    there: &'a Annotations,
    conflicts: Conflicts,
    spans: Spans,
    ids: &'a mut dyn FnMut() -> Id,
    /// What annotations that were read are called in the library.
    names: HashMap<Id, Id>,
    out: Attached,
}

impl Tie<'_> {
    fn add(&mut self, read: &Id, what: What) {
        let id = (self.ids)();
        self.names.insert(read.clone(), id.clone());
        self.out.acts.push(Added { id, what });
    }

    fn anchors(&self, first: (&Anchor, Span), more: &[Piece]) -> Result<Vec<(Span, Anchor)>, String> {
        let all = std::iter::once(first).chain(more.iter().map(|piece| (&piece.anchor, piece.span)));
        let tied = all.map(|(anchor, span)| {
            let span = self.spans.span(anchor, span, self.read, self.article)?;
            Ok((span, Anchor::new(&self.article.body, &self.article.hash, span)))
        });
        tied.collect()
    }

    fn mention(&mut self, it: &Mention) {
        let tied = match self.anchors((&it.anchor, it.span), &it.more) {
            Ok(tied) => tied,
            Err(why) => return self.refuse("mention", &it.anchor.quote, &why),
        };
        let here = |other: &&Mention| other.spans().eq(tied.iter().map(|(span, _)| *span));
        let same = |other: &&Mention| other.kind == it.kind && other.entity == it.entity;
        if let Some(other) = self.there.mentions.iter().filter(here).find(same) {
            self.names.insert(it.id.clone(), other.id.clone());
            self.out.same += 1;
            return;
        }
        if let Some(other) = self.before.mentions.iter().find(here) {
            let (was, is) = ((&other.kind, &other.entity), (&it.kind, &it.entity));
            let why = format!("{} “{}” is marked there, not {} “{}”", was.0, was.1, is.0, is.1);
            let change = Change { kind: Some(it.kind.clone()), entity: Some(it.entity.clone()), ..Change::default() };
            if self.settle("mention", &it.anchor.quote, &why, (&it.id, &other.id), change) {
                return;
            }
        }
        let mut anchors = tied.into_iter().map(|(_, anchor)| anchor);
        if let Some(anchor) = anchors.next() {
            let (kind, entity, more) = (it.kind.clone(), it.entity.clone(), anchors.collect());
            self.add(&it.id, What::Mention { kind, entity, anchor, more, score: it.score });
        }
    }

    fn stance(&mut self, it: &Stance) {
        let tied = match self.anchors((&it.evidence, it.span), &it.more) {
            Ok(tied) => tied,
            Err(why) => return self.refuse("stance", &it.evidence.quote, &why),
        };
        let (holder, target) = (self.holder(&it.holder), self.party(&it.target));
        let here = |other: &&Stance| {
            let same = other.holder.name() == holder.name() && other.target.entity == target.entity;
            same && other.spans().eq(tied.iter().map(|(span, _)| *span))
        };
        if let Some(other) = self.there.stances.iter().filter(here).find(|other| other.polarity == it.polarity) {
            self.names.insert(it.id.clone(), other.id.clone());
            self.out.same += 1;
            return;
        }
        if let Some(other) = self.before.stances.iter().find(here) {
            let why = format!("it is {} there, not {}", other.polarity.word(), it.polarity.word());
            let change = Change { polarity: Some(it.polarity), ..Change::default() };
            if self.settle("stance", &it.evidence.quote, &why, (&it.id, &other.id), change) {
                return;
            }
        }
        let (polarity, intensity, confidence, score) = (it.polarity, it.intensity, it.confidence, it.score);
        let mut anchors = tied.into_iter().map(|(_, anchor)| anchor);
        if let Some(evidence) = anchors.next() {
            let more = anchors.collect();
            self.add(&it.id, What::Stance { holder, target, polarity, intensity, confidence, evidence, more, score });
        }
    }

    fn holder(&self, holder: &Holder) -> Holder {
        match holder {
            Holder::Author => Holder::Author,
            Holder::Entity(party) => Holder::Entity(self.party(party)),
        }
    }

    fn party(&self, party: &Party) -> Party {
        let mention = party.mention.as_ref().and_then(|id| self.names.get(id)).cloned();
        Party { entity: party.entity.clone(), mention }
    }

    fn on(&mut self, on: &On, kind: &str, words: &str) -> Option<On> {
        match on {
            On::Article => Some(On::Article),
            On::Annotation(id) => {
                let known = self.names.get(id).cloned();
                if known.is_none() {
                    self.refuse(kind, words, "what it is on is not there");
                }
                known.map(On::Annotation)
            }
            On::Span(anchor) => {
                // The anchor counts in the text that was read.
                let span = self.read_span(anchor);
                match self.spans.span(anchor, span, self.read, self.article) {
                    Ok(span) => Some(On::Span(Anchor::new(&self.article.body, &self.article.hash, span))),
                    Err(why) => {
                        self.refuse(kind, words, &why);
                        None
                    }
                }
            }
        }
    }

    fn read_span(&self, anchor: &Anchor) -> Span {
        self.read.article.body.span_of_cp(anchor.start, anchor.end)
    }

    /// Settles a conflict as is wanted; says whether nothing is left to be added. `ids` are those of what was read and of
    /// what is there, which `change` makes the same.
    fn settle(&mut self, kind: &str, words: &str, why: &str, ids: (&Id, &Id), change: Change) -> bool {
        match self.conflicts {
            Conflicts::Both => return false,
            Conflicts::Refuse => {
                self.out.conflicts += 1;
                self.refuse(kind, words, why);
            }
            Conflicts::Replace => {
                self.names.insert(ids.0.clone(), ids.1.clone());
                let (id, of, change) = ((self.ids)(), ids.1.clone(), Box::new(change));
                self.out.acts.push(Added { id, what: What::Change { of, change } });
            }
        }
        true
    }

    fn refuse(&mut self, kind: &str, words: &str, why: &str) {
        let short: String = words.chars().take(60).collect();
        self.out.refused.push(format!("the {kind} “{short}” is refused: {why}"));
    }
}
