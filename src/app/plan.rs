//! A plan: one change over many articles, worked out article by article before anything is written.

use super::annotate::inside_longer_candidate;
use super::proposed::excerpt;
use super::{Marks, annotate::stands_alone};
use crate::model::{
    Anchor, Anchors, Annotations, Article, ArticleId, Change, Holder, Id, Ids, Journal, Label, Mention, On, Party,
    Registry, Renamed, Suggestions, Tag, What,
};
use crate::text::{Span, name_key, sentence_at};
use std::collections::HashMap;

/// The most places of one name that are marked in one article.
const MOST: usize = 5_000;

/// What is to be done in each of many articles.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// Mark every place of these words with a type.
    Mark {
        /// The words.
        name: String,
        /// Key of the entity type.
        kind: String,
    },
    /// Put a label on the article.
    Tag(String),
    /// Take a label off the article.
    Untag(String),
    /// Accept what is proposed with at least this score.
    Accept(f64),
    /// Take the mentions of an entity away.
    RemoveName(String),
    /// Take the mentions of a type away.
    RemoveType(String),
    /// Give mentions of one type another one.
    RenameType {
        /// The old key.
        from: String,
        /// The new one.
        to: String,
    },
    /// Give tags another label.
    RenameTag {
        /// The old label.
        from: String,
        /// The new one.
        to: String,
    },
}

impl Plan {
    /// Says in a few words what is done.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Mark { name, kind } => format!("Mark “{name}” as {kind}"),
            Self::Tag(label) => format!("Put the tag {label} on"),
            Self::Untag(label) => format!("Take the tag {label} off"),
            Self::Accept(least) => format!("Accept what is proposed with {:.0} % or more", least * 100.0),
            Self::RemoveName(name) => format!("Take the mentions of {name} away"),
            Self::RemoveType(kind) => format!("Take the mentions of type {kind} away"),
            Self::RenameType { from, to } => format!("Rename the type {from} to {to}"),
            Self::RenameTag { from, to } => format!("Rename the tag {from} to {to}"),
        }
    }

    /// Returns what it renames in the codebook.
    #[must_use]
    pub fn renamed(&self) -> Option<Renamed> {
        let (label, from, to) = match self {
            Self::RenameType { from, to } => (Label::Type, from, to),
            Self::RenameTag { from, to } => (Label::Tag, from, to),
            _ => return None,
        };
        Some(Renamed { label, from: from.clone(), to: to.clone() })
    }

    /// Says whether it needs what is proposed in the articles.
    #[must_use]
    pub const fn needs_suggestions(&self) -> bool {
        matches!(self, Self::Accept(_))
    }

    /// Says whether it can do nothing in an article without annotations.
    #[must_use]
    pub const fn needs_annotations(&self) -> bool {
        !matches!(self, Self::Accept(_) | Self::Mark { .. } | Self::Tag(_))
    }
}

/// What a plan does in one article.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// Which article; none only in the default.
    pub id: Option<ArticleId>,
    /// Its title.
    pub title: String,
    /// What is written, with the id of an act where another one names it.
    pub acts: Vec<(Option<Id>, What)>,
    /// The sentence of its first place, where it has one.
    pub sentence: String,
    /// Where the words stand in it, in bytes.
    pub name: Span,
    /// Whether a person took this article out.
    pub left_out: bool,
    /// Annotations of others that the plan is about and leaves as they are.
    pub others: usize,
}

/// What a plan is worked out from.
pub struct Material<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its journals, the own one first.
    pub journals: &'a [Journal],
    /// The registry in force.
    pub registry: &'a Registry,
    /// What is proposed, with the names of the registry.
    pub suggestions: &'a Suggestions,
}

impl Planned {
    /// Works out what a plan does in an article, whose first journal is the own one.
    #[must_use]
    pub fn new(plan: &Plan, material: &Material<'_>, ids: &mut Ids) -> Self {
        let Material { article, journals, registry, suggestions } = material;
        let written = Annotations::fold(journals, &article.body, &article.hash);
        let mut named = written.clone();
        named.name(registry);
        let own = journals.first().map(|own| own.annotator.to_string()).unwrap_or_default();
        let work = Work { article, annotations: &named, own: &own, registry };
        // A renaming is of what the journals say; what entities are registered as is renamed in the registry.
        let written = Work { annotations: &written, ..work };
        let mut planned = Self { id: Some(article.id.clone()), title: article.meta.title.clone(), ..Self::default() };
        let mut first = None;
        planned.acts = match plan {
            Plan::Mark { name, kind } => work.mark(name, kind, &mut first),
            Plan::Tag(label) => work.tag(label),
            Plan::Untag(label) => plain(
                work.tags(label)
                    .filter(|tag| work.is_own(&tag.annotator))
                    .map(|tag| What::Remove { of: tag.id.clone() }),
            ),
            Plan::Accept(least) => work.accept(*least, suggestions, ids, &mut first),
            Plan::RemoveName(name) => work.remove(&|it| work.is_of(it, name), &mut first),
            Plan::RemoveType(kind) => work.remove(&|it| it.kind == *kind, &mut first),
            Plan::RenameType { from, to } => {
                let mentions = written.annotations.mentions.iter();
                planned.others = mentions.filter(|it| it.kind == *from && !work.is_own(&it.annotator)).count();
                written.rename_type(from, to, &mut first)
            }
            Plan::RenameTag { from, to } => {
                planned.others = work.tags_anywhere(from).filter(|tag| !work.is_own(&tag.annotator)).count();
                work.rename_tag(from, to)
            }
        };
        if let Some(span) = first {
            let (sentence, names) = excerpt(&article.body, sentence_at(article.body.as_str(), span.start), &[span]);
            (planned.sentence, planned.name) = (sentence, names.first().copied().unwrap_or_default());
        }
        planned
    }

    /// Returns how many annotations it makes, changes or takes away.
    #[must_use]
    pub fn count(&self) -> usize {
        self.acts.len()
    }
}

type Acts = Vec<(Option<Id>, What)>;

fn plain(acts: impl Iterator<Item = What>) -> Acts {
    acts.map(|what| (None, what)).collect()
}

/// One article being worked on.
#[derive(Clone, Copy)]
struct Work<'a> {
    article: &'a Article,
    annotations: &'a Annotations,
    own: &'a str,
    registry: &'a Registry,
}

impl Work<'_> {
    fn is_own(&self, annotator: &str) -> bool {
        annotator == self.own
    }

    /// Says whether a mention is of the entity that a name stands for.
    fn is_of(&self, mention: &Mention, name: &str) -> bool {
        name_key(&mention.entity) == name_key(self.registry.canonical(name, Some(&mention.kind)))
    }

    fn anchor(&self, span: Span) -> Anchor {
        Anchor::new(&self.article.body, &self.article.hash, span)
    }

    fn tags<'b>(&'b self, label: &'b str) -> impl Iterator<Item = &'b Tag> {
        self.annotations.article_tags().filter(move |tag| tag.label == label)
    }

    fn tags_anywhere<'b>(&'b self, label: &'b str) -> impl Iterator<Item = &'b Tag> {
        self.annotations.tags.iter().filter(move |tag| tag.label == label)
    }

    fn mark(&self, name: &str, kind: &str, first: &mut Option<Span>) -> Acts {
        let text = self.article.body.as_str();
        let own: Vec<Span> =
            self.annotations.mentions.iter().filter(|it| self.is_own(&it.annotator)).flat_map(Mention::spans).collect();
        let known = self.annotations.mentions.iter().find(|it| self.is_of(it, name));
        let entity = known.map_or_else(|| name.to_owned(), |it| it.entity.clone());
        let places = text.match_indices(name).map(|(start, found)| Span::new(start, start + found.len()));
        let free = |span: &Span| {
            let taken = || own.iter().any(|other| other.overlaps(*span));
            stands_alone(text, *span) && !taken() && !inside_longer_candidate(&self.article.body, *span)
        };
        let places: Vec<Span> = places.filter(free).take(MOST).collect();
        *first = places.first().copied();
        let mut anchors = Anchors::new(&self.article.body, &self.article.hash);
        let mention = |span: Span| What::Mention {
            kind: kind.to_owned(),
            entity: entity.clone(),
            anchor: anchors.make(span),
            more: Vec::new(),
            score: None,
        };
        plain(places.into_iter().map(mention))
    }

    fn tag(&self, label: &str) -> Acts {
        let there = self.tags(label).next().is_some();
        plain((!there).then(|| What::Tag { label: label.to_owned(), on: On::Article }).into_iter())
    }

    fn own_mentions(&self, wanted: &dyn Fn(&Mention) -> bool, first: &mut Option<Span>) -> Vec<&Mention> {
        let own = self.annotations.mentions.iter().filter(|it| self.is_own(&it.annotator) && wanted(it));
        let all: Vec<&Mention> = own.collect();
        *first = all.first().map(|it| it.span);
        all
    }

    fn remove(&self, wanted: &dyn Fn(&Mention) -> bool, first: &mut Option<Span>) -> Acts {
        plain(self.own_mentions(wanted, first).into_iter().map(|it| What::Remove { of: it.id.clone() }))
    }

    fn rename_type(&self, from: &str, to: &str, first: &mut Option<Span>) -> Acts {
        let change = || Box::new(Change { kind: Some(to.to_owned()), ..Change::default() });
        let own = self.own_mentions(&|it| it.kind == from, first);
        plain(own.into_iter().map(|it| What::Change { of: it.id.clone(), change: change() }))
    }

    fn rename_tag(&self, from: &str, to: &str) -> Acts {
        let change = || Box::new(Change { label: Some(to.to_owned()), ..Change::default() });
        let own = self.tags_anywhere(from).filter(|tag| self.is_own(&tag.annotator));
        plain(own.map(|tag| What::Change { of: tag.id.clone(), change: change() }))
    }

    /// Makes mentions and stances of what is proposed; a stance points at the mentions that are made with it.
    fn accept(&self, least: f64, suggestions: &Suggestions, ids: &mut Ids, first: &mut Option<Span>) -> Acts {
        let marks = Marks::new(self.article, self.annotations, Some(suggestions));
        let rounded = |score: f64| Some((score * 1000.0).round() / 1000.0);
        let mut made: HashMap<usize, Id> = HashMap::new();
        let mut acts = Acts::new();
        let mut anchors = Anchors::new(&self.article.body, &self.article.hash);
        for at in marks.drawn.iter().filter_map(|mark| mark.suggestion) {
            let Some(it) = suggestions.mentions.get(at).filter(|it| it.score >= least) else { continue };
            first.get_or_insert(it.span);
            let id = ids.next(0);
            made.insert(at, id.clone());
            let (kind, entity, anchor) = (it.kind.clone(), it.entity.clone(), anchors.make(it.span));
            acts.push((Some(id), What::Mention { kind, entity, anchor, more: Vec::new(), score: rounded(it.score) }));
        }
        let party = |at: usize| {
            let it = suggestions.mentions.get(at)?;
            let there = || marks.within(it.span).find_map(|mark| mark.mention.clone());
            Some(Party { entity: it.entity.clone(), mention: made.get(&at).cloned().or_else(there) })
        };
        for at in marks.stances.iter().filter_map(|row| row.suggestion) {
            let Some(it) = suggestions.stances.get(at).filter(|it| it.score >= least) else { continue };
            // A stance needs its mentions: what is not accepted as a name is no target either.
            let Some(target) = party(it.target).filter(|party| party.mention.is_some()) else { continue };
            let holder = it.holder.and_then(party).map_or(Holder::Author, Holder::Entity);
            let (polarity, evidence, score) = (it.polarity, self.anchor(it.evidence), rounded(it.score));
            acts.push((
                None,
                What::Stance {
                    holder,
                    target,
                    polarity,
                    intensity: None,
                    confidence: None,
                    evidence,
                    more: Vec::new(),
                    score,
                },
            ));
        }
        acts
    }
}
