//! Folding: acts in, annotations out. The same acts on the same text always give the same annotations.

use super::history::standing;
use super::{
    Act, Anchor, Change, Holder, Id, Mention, Note, On, Orphan, Party, Piece, Places, Registry, Rejection, Stance, Tag,
    TextHash, What,
};
use crate::text::{Body, Span};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The acts of one annotator on one article, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Who.
    pub annotator: Arc<str>,
    /// What was done.
    pub acts: Vec<Act>,
}

impl Journal {
    /// Adds acts that are not in it yet: those that are on their way to the disk.
    pub fn complete(&mut self, acts: &[Act]) {
        let known: HashSet<Id> = self.acts.iter().map(|act| act.id.clone()).collect();
        self.acts.extend(acts.iter().filter(|act| !known.contains(&act.id)).cloned());
    }
}

/// All annotations of one article as they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Sorted by start, longer ones first.
    pub mentions: Vec<Mention>,
    /// Sorted by the start of their evidence.
    pub stances: Vec<Stance>,
    /// In the order made.
    pub tags: Vec<Tag>,
    /// In the order made.
    pub notes: Vec<Note>,
    /// In the order made.
    pub rejections: Vec<Rejection>,
    /// What lost its place.
    pub orphans: Vec<Orphan>,
}

impl Annotations {
    /// Folds the journals of an article.
    #[must_use]
    pub fn fold(journals: &[Journal], body: &Body, hash: &TextHash) -> Self {
        Self::fold_at(journals, &mut Places::new(body, hash))
    }

    /// Folds them on a text of which some places are known already.
    #[must_use]
    pub fn fold_at(journals: &[Journal], places: &mut Places) -> Self {
        let mut all = Self::default();
        // Placing comes last: only the newest anchor of an annotation counts.
        let records: Vec<Record> =
            journals.iter().flat_map(|journal| records(&journal.annotator, &journal.acts)).collect();
        places.look_for(records.iter().filter_map(Record::anchor));
        records.into_iter().for_each(|record| all.add(record, places));
        all.forget_missing_mentions();
        all.mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end)));
        all.stances.sort_by_key(|stance| stance.span.start);
        all
    }

    /// A stance keeps the names of its parties when a mention of them is taken away, but points at no mention any more.
    fn forget_missing_mentions(&mut self) {
        let there: HashSet<&Id> = self.mentions.iter().map(|mention| &mention.id).collect();
        let forget = |party: &mut Party| {
            if party.mention.as_ref().is_some_and(|id| !there.contains(id)) {
                party.mention = None;
            }
        };
        for stance in &mut self.stances {
            forget(&mut stance.target);
            if let Holder::Entity(party) = &mut stance.holder {
                forget(party);
            }
        }
    }

    fn add(&mut self, record: Record, places: &mut Places) {
        let placed = record.anchor().map(|anchor| (anchor.clone(), places.of(anchor).span()));
        match (record, placed) {
            // What was turned down in words that are gone has nothing left to hide.
            (Record::Rejection(_), Some((_, Err(_)))) => {}
            (record, Some((anchor, Err(why)))) => {
                let more = record.more();
                let (id, annotator, kind) = record.name();
                self.orphans.push(Orphan { id, annotator, kind, anchor, more, why });
            }
            (Record::Mention(mention), Some((anchor, Ok(span)))) => {
                match pieces(&mention.more, places) {
                    Ok(more) => self.mentions.push(Mention { span, more, ..mention }),
                    // A mention is not made shorter silently: all its pieces stand, or it waits for a person.
                    Err(why) => {
                        let (id, annotator, more) = (mention.id, mention.annotator, anchors(&mention.more));
                        self.orphans.push(Orphan { id, annotator, kind: "mention", anchor, more, why });
                    }
                }
            }
            (Record::Stance(stance), Some((anchor, Ok(span)))) => match pieces(&stance.more, places) {
                Ok(more) => self.stances.push(Stance { span, more, ..stance }),
                Err(why) => {
                    let (id, annotator, more) = (stance.id, stance.annotator, anchors(&stance.more));
                    self.orphans.push(Orphan { id, annotator, kind: "stance", anchor, more, why });
                }
            },
            (Record::Rejection(rejection), Some((_, Ok(span)))) => {
                self.rejections.push(Rejection { id: rejection.id, kind: rejection.kind, span });
            }
            (Record::Note(note), placed) => {
                let span = placed.and_then(|(_, span)| span.ok());
                self.notes.push(Note { span, ..note });
            }
            (Record::Tag(tag), _) => self.tags.push(tag),
            (Record::Mention(_) | Record::Stance(_) | Record::Rejection(_), None) => {}
        }
    }

    /// Gives every entity the canonical name and type that the registry has for it.
    pub fn name(&mut self, registry: &Registry) {
        let mut kinds: HashMap<Id, String> = HashMap::new();
        for mention in &mut self.mentions {
            kinds.insert(mention.id.clone(), mention.kind.clone());
            if let Some(entity) = registry.resolve(&mention.entity, Some(&mention.kind)) {
                mention.entity.clone_from(&entity.name);
                if !entity.kind.is_empty() {
                    mention.kind.clone_from(&entity.kind);
                }
            }
        }
        let name = |party: &mut Party| {
            let kind = party.mention.as_ref().and_then(|id| kinds.get(id)).map(String::as_str);
            party.entity = registry.canonical(&party.entity, kind).to_owned();
        };
        for stance in &mut self.stances {
            name(&mut stance.target);
            if let Holder::Entity(party) = &mut stance.holder {
                name(party);
            }
        }
    }

    /// Returns how many annotations there are, orphans included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.mentions.len() + self.stances.len() + self.tags.len() + self.notes.len() + self.orphans.len()
    }

    /// Returns the mention with this id.
    #[must_use]
    pub fn mention(&self, id: &Id) -> Option<&Mention> {
        self.mentions.iter().find(|mention| mention.id == *id)
    }

    /// Returns the stance with this id.
    #[must_use]
    pub fn stance(&self, id: &Id) -> Option<&Stance> {
        self.stances.iter().find(|stance| stance.id == *id)
    }

    /// Returns the labels on the article as a whole.
    pub fn article_tags(&self) -> impl Iterator<Item = &Tag> {
        self.tags.iter().filter(|tag| tag.on == On::Article)
    }
}

/// Places further pieces, or says which one has no place and why.
fn pieces(more: &[Piece], places: &mut Places) -> Result<Vec<Piece>, String> {
    let placed = more.iter().map(|piece| {
        let why = |why| format!("of its piece “{}”: {why}", piece.anchor.quote);
        let span = places.of(&piece.anchor).span().map_err(why)?;
        Ok(Piece { span, anchor: piece.anchor.clone() })
    });
    placed.collect()
}

/// How many annotations of each kind stand, counted from the acts alone: no text is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Mentions.
    pub mentions: usize,
    /// Stances.
    pub stances: usize,
    /// Notes.
    pub notes: usize,
    /// Labels on the article as a whole.
    pub tags: Vec<String>,
}

impl Counts {
    /// Counts what stands in the journals of one article.
    #[must_use]
    pub fn of(journals: &[Journal]) -> Self {
        let mut counts = Self::default();
        for journal in journals {
            records(&journal.annotator, &journal.acts).into_iter().for_each(|record| counts.add(record));
        }
        counts.tags.sort();
        counts.tags.dedup();
        counts
    }

    fn add(&mut self, record: Record) {
        match record {
            Record::Mention(_) => self.mentions += 1,
            Record::Stance(_) => self.stances += 1,
            Record::Note(_) => self.notes += 1,
            Record::Tag(tag) if tag.on == On::Article => self.tags.push(tag.label),
            Record::Tag(_) | Record::Rejection(_) => {}
        }
    }

    /// Says whether anything stands.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.mentions + self.stances + self.notes + self.tags.len() > 0
    }
}

/// Returns the texts of all notes that stand in the journals of one article.
pub fn notes(journals: &[Journal]) -> impl Iterator<Item = String> {
    let all = journals.iter().flat_map(|journal| records(&journal.annotator, &journal.acts));
    all.filter_map(|record| if let Record::Note(note) = record { Some(note.text) } else { None })
}

/// Returns what stands in a journal, in the order made.
pub(super) fn records(annotator: &Arc<str>, acts: &[Act]) -> Vec<Record> {
    let mut folder = Folder { annotator, records: Vec::new(), index: HashMap::new() };
    standing(acts).into_iter().for_each(|act| folder.apply(act));
    folder.records.into_iter().flatten().collect()
}

/// An annotation on its way: changed by later acts, not yet placed in the text.
pub(super) enum Record {
    Mention(Mention),
    Stance(Stance),
    Tag(Tag),
    Note(Note),
    Rejection(Unplaced),
}

pub(super) struct Unplaced {
    id: Id,
    annotator: Arc<str>,
    pub(super) kind: String,
    pub(super) anchor: Anchor,
}

impl Record {
    fn anchor(&self) -> Option<&Anchor> {
        match self {
            Self::Mention(mention) => Some(&mention.anchor),
            Self::Stance(stance) => Some(&stance.evidence),
            Self::Rejection(rejection) => Some(&rejection.anchor),
            Self::Note(Note { on: On::Span(anchor), .. }) | Self::Tag(Tag { on: On::Span(anchor), .. }) => Some(anchor),
            Self::Note(_) | Self::Tag(_) => None,
        }
    }

    /// Returns what ties the pieces after the first.
    fn more(&self) -> Vec<Anchor> {
        match self {
            Self::Mention(mention) => anchors(&mention.more),
            Self::Stance(stance) => anchors(&stance.more),
            Self::Tag(_) | Self::Note(_) | Self::Rejection(_) => Vec::new(),
        }
    }

    fn name(self) -> (Id, Arc<str>, &'static str) {
        match self {
            Self::Mention(mention) => (mention.id, mention.annotator, "mention"),
            Self::Stance(stance) => (stance.id, stance.annotator, "stance"),
            Self::Tag(tag) => (tag.id, tag.annotator, "tag"),
            Self::Note(note) => (note.id, note.annotator, "note"),
            Self::Rejection(rejection) => (rejection.id, rejection.annotator, "reject"),
        }
    }
}

struct Folder<'a> {
    annotator: &'a Arc<str>,
    records: Vec<Option<Record>>,
    index: HashMap<Id, usize>,
}

impl Folder<'_> {
    fn apply(&mut self, act: &Act) {
        match &act.what {
            What::Change { of, change } => {
                if let Some(record) = self.index.get(of).and_then(|at| self.records[*at].as_mut()) {
                    change_record(record, change);
                }
            }
            What::Remove { of } => {
                if let Some(at) = self.index.get(of) {
                    self.records[*at] = None;
                }
            }
            _ => {
                // A retried write can leave the same block twice: the first one counts.
                if let Some(record) = self.record(act).filter(|_| !self.index.contains_key(&act.id)) {
                    self.index.insert(act.id.clone(), self.records.len());
                    self.records.push(Some(record));
                }
            }
        }
    }

    fn record(&self, act: &Act) -> Option<Record> {
        let (id, annotator) = (act.id.clone(), self.annotator.clone());
        Some(match act.what.clone() {
            What::Mention { kind, entity, anchor, more, score } => {
                let (span, more) = (Span::default(), unplaced(&more));
                Record::Mention(Mention { id, annotator, kind, entity, span, anchor, more, score })
            }
            What::Stance { holder, target, polarity, intensity, confidence, evidence, more, score } => {
                let (span, more) = (Span::default(), unplaced(&more));
                Record::Stance(Stance {
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
                })
            }
            What::Tag { label, on } => Record::Tag(Tag { id, annotator, label, on }),
            What::Note { text, on } => Record::Note(Note { id, annotator, text, on, span: None }),
            What::Reject { kind, anchor } => Record::Rejection(Unplaced { id, annotator, kind, anchor }),
            What::Change { .. } | What::Remove { .. } | What::Undo { .. } | What::Entity(_) | What::Unknown(_) => {
                return None;
            }
        })
    }
}

fn change_record(record: &mut Record, change: &Change) {
    match record {
        Record::Mention(mention) => {
            set(&mut mention.kind, change.kind.as_ref());
            set(&mut mention.entity, change.entity.as_ref());
            if let Some(anchor) = &change.anchor {
                mention.anchor.clone_from(anchor);
                mention.more = unplaced(&change.more);
            }
        }
        Record::Stance(stance) => {
            set(&mut stance.holder, change.holder.as_ref());
            set(&mut stance.target, change.target.as_ref());
            set(&mut stance.polarity, change.polarity.as_ref());
            if let Some(anchor) = &change.anchor {
                stance.evidence.clone_from(anchor);
                stance.more = unplaced(&change.more);
            }
            if let Some(confidence) = change.confidence {
                stance.confidence = (confidence > 0).then_some(confidence);
            }
            if let Some(intensity) = change.intensity {
                stance.intensity = (intensity > 0).then_some(intensity);
            }
        }
        Record::Note(note) => {
            set(&mut note.text, change.text.as_ref());
            if let Some(anchor) = &change.anchor {
                note.on = On::Span(anchor.clone());
            }
        }
        Record::Tag(tag) => {
            set(&mut tag.label, change.label.as_ref());
            if let Some(anchor) = &change.anchor {
                tag.on = On::Span(anchor.clone());
            }
        }
        Record::Rejection(_) => {}
    }
}

fn anchors(pieces: &[Piece]) -> Vec<Anchor> {
    pieces.iter().map(|piece| piece.anchor.clone()).collect()
}

/// Returns further pieces that have no place in the text yet.
fn unplaced(more: &[Anchor]) -> Vec<Piece> {
    more.iter().map(|anchor| Piece { span: Span::default(), anchor: anchor.clone() }).collect()
}

fn set<T: Clone>(old: &mut T, new: Option<&T>) {
    if let Some(new) = new {
        old.clone_from(new);
    }
}
