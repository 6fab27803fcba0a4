//! What is drawn on the text: mentions and suggestions as sorted spans, stance markers, and the summaries of the margin.
//! All of it is derived; it is made anew when annotations or suggestions change.

use super::Origin;
use crate::layout::Marker;
use crate::model::{Annotations, Article, Id, Mention, Polarity, Suggestions};
use crate::text::{Safe, Span, name_key};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A span with a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Which bytes.
    pub span: Span,
    /// Key of the entity type.
    pub kind: String,
    /// The mention, where it is one.
    pub mention: Option<Id>,
    /// Which piece of the mention, from 0.
    pub piece: usize,
    /// The index of the suggestion, where it is one.
    pub suggestion: Option<usize>,
    /// How many other marks lie around it.
    pub depth: usize,
}

impl Drawn {
    /// Returns what a cursor on it is on.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match (&self.mention, self.suggestion) {
            (Some(id), _) => Origin::Mention(id.clone()),
            (None, Some(index)) => Origin::Suggestion(index),
            (None, None) => Origin::Words,
        }
    }
}

/// One entity of the article, for the margin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRow {
    /// Its name.
    pub name: String,
    /// Key of its type.
    pub kind: String,
    /// Mentions annotated.
    pub marked: usize,
    /// Mentions suggested.
    pub suggested: usize,
    /// Where it stands first, in bytes.
    pub first: usize,
}

/// One stance of the article, for gutter and margin.
#[derive(Clone, Debug, PartialEq)]
pub struct StanceRow {
    /// The stance, where it is annotated.
    pub id: Option<Id>,
    /// The index of the suggestion, where it is one.
    pub suggestion: Option<usize>,
    /// Who takes it; `author` where nobody in the text does.
    pub holder: String,
    /// Toward whom.
    pub target: String,
    /// Which.
    pub polarity: Polarity,
    /// The evidence, in bytes.
    pub evidence: Span,
    /// The target's mention in or near the evidence, in bytes.
    pub target_span: Option<Span>,
}

/// Everything drawn on one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Sorted by start, longer ones first.
    pub drawn: Vec<Drawn>,
    /// The greatest end of all marks up to each one, to find those that hold a byte.
    reach: Vec<usize>,
    /// Markers after targets, for the layout; one for each of `marked_stances`.
    pub markers: Vec<Marker>,
    /// Index into `stances` of each marker.
    pub marked_stances: Vec<usize>,
    /// What each marker says, where markers are words.
    pub spoken: Vec<Safe>,
    /// Entities by count.
    pub entities: Vec<EntityRow>,
    /// Sorted by evidence.
    pub stances: Vec<StanceRow>,
}

impl Marks {
    /// Derives them.
    #[must_use]
    pub fn new(article: &Article, annotations: &Annotations, suggestions: Option<&Suggestions>) -> Self {
        let none = Suggestions::default();
        let suggestions = suggestions.unwrap_or(&none);
        let mut marks = Self::of(drawn(annotations, suggestions));
        marks.entities = entities(annotations, suggestions, &marks.drawn);
        marks.stances = stances(annotations, suggestions, &marks.drawn);
        marks.place_markers(article.body.len());
        marks
    }

    /// Takes marks sorted by start, longer ones first, without what hangs on them.
    pub(super) fn of(drawn: Vec<Drawn>) -> Self {
        let mut marks = Self { drawn, ..Self::default() };
        marks.nest();
        marks
    }

    fn nest(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        let mut reach = 0;
        for mark in &mut self.drawn {
            open.retain(|end| *end > mark.span.start);
            mark.depth = open.len();
            open.push(mark.span.end);
            reach = reach.max(mark.span.end);
            self.reach.push(reach);
        }
    }

    fn place_markers(&mut self, len: usize) {
        let mut placed: Vec<(Marker, usize)> = Vec::new();
        for (index, stance) in self.stances.iter().enumerate() {
            if let Some(span) = stance.target_span.filter(|span| span.end <= len) {
                placed.push((Marker { at: span.end, columns: 1 }, index));
            }
        }
        placed.sort_by_key(|(marker, index)| (marker.at, *index));
        (self.markers, self.marked_stances) = placed.into_iter().unzip();
    }

    /// Returns the marks that share a byte with `window`.
    pub fn within(&self, window: Span) -> impl Iterator<Item = &Drawn> {
        let end = self.drawn.partition_point(|mark| mark.span.start < window.end);
        let start = self.reach.partition_point(|reach| *reach <= window.start).min(end);
        self.drawn[start..end].iter().filter(move |mark| mark.span.overlaps(window))
    }

    /// Returns the shortest mark that holds byte `at`.
    #[must_use]
    pub fn innermost(&self, at: usize) -> Option<Span> {
        self.within(Span::new(at, at + 1)).map(|mark| mark.span).min_by_key(|span| span.len())
    }

    /// Returns what a selection of exactly this span, or else of a word inside a mark, is on.
    #[must_use]
    pub fn origin_of(&self, span: Span) -> Origin {
        let around: Vec<&Drawn> = self.within(span).filter(|mark| mark.span.contains(span)).collect();
        let exact = around.iter().find(|mark| mark.span == span);
        exact.or_else(|| around.iter().min_by_key(|mark| mark.span.len())).map_or(Origin::Words, |mark| mark.origin())
    }

    /// Returns the first byte at which the markers of `next` differ from these.
    #[must_use]
    pub fn first_changed_marker(&self, next: &Self) -> Option<usize> {
        (self.markers != next.markers).then(|| self.marker_changes(next, 0).into_iter().next()).flatten()
    }

    /// Returns all bytes from `from` on at which the markers of `next` differ from these.
    #[must_use]
    pub fn marker_changes(&self, next: &Self, from: usize) -> BTreeSet<usize> {
        let mut count: HashMap<(usize, usize), isize> = HashMap::new();
        self.markers.iter().for_each(|marker| *count.entry((marker.at, marker.columns)).or_default() += 1);
        next.markers.iter().for_each(|marker| *count.entry((marker.at, marker.columns)).or_default() -= 1);
        count.into_iter().filter(|((at, _), count)| *count != 0 && *at >= from).map(|((at, _), _)| at).collect()
    }
}

fn drawn(annotations: &Annotations, suggestions: &Suggestions) -> Vec<Drawn> {
    let mut all: Vec<Drawn> = annotations
        .mentions
        .iter()
        .flat_map(|mention| {
            mention.spans().enumerate().map(|(piece, span)| Drawn {
                span,
                kind: mention.kind.clone(),
                mention: Some(mention.id.clone()),
                piece,
                suggestion: None,
                depth: 0,
            })
        })
        .collect();
    let taken = Taken::new(annotations);
    for (index, suggestion) in suggestions.mentions.iter().enumerate() {
        if !taken.hides(suggestion.span, &suggestion.kind) {
            let kind = suggestion.kind.clone();
            all.push(Drawn { span: suggestion.span, kind, mention: None, piece: 0, suggestion: Some(index), depth: 0 });
        }
    }
    all.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    all
}

/// What hides suggestions: mentions that overlap them, and rejections of the same words and type.
struct Taken<'a> {
    /// Where mentions stand, with the greatest end of all up to each one.
    spans: Vec<Span>,
    reach: Vec<usize>,
    rejected: HashSet<(Span, &'a str)>,
}

impl<'a> Taken<'a> {
    fn new(annotations: &'a Annotations) -> Self {
        let mut spans: Vec<Span> = annotations.mentions.iter().flat_map(Mention::spans).collect();
        spans.sort();
        let mut reach = Vec::with_capacity(spans.len());
        for span in &spans {
            reach.push(span.end.max(reach.last().copied().unwrap_or(0)));
        }
        let rejected =
            annotations.rejections.iter().map(|rejection| (rejection.span, rejection.kind.as_str())).collect();
        Self { spans, reach, rejected }
    }

    fn hides(&self, span: Span, kind: &str) -> bool {
        self.is_marked(span) || self.rejected.contains(&(span, kind))
    }

    fn is_marked(&self, span: Span) -> bool {
        let before = self.spans.partition_point(|mention| mention.start < span.end);
        before > 0 && self.reach[before - 1] > span.start
    }
}

fn entities(annotations: &Annotations, suggestions: &Suggestions, drawn: &[Drawn]) -> Vec<EntityRow> {
    let mut rows: Vec<EntityRow> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let names: HashMap<&Id, &str> =
        annotations.mentions.iter().map(|mention| (&mention.id, mention.entity.as_str())).collect();
    for mark in drawn {
        let name = match (&mark.mention, mark.suggestion) {
            (Some(id), _) => names.get(id).copied().unwrap_or_default(),
            (None, Some(at)) => suggestions.mentions[at].entity.as_str(),
            (None, None) => continue,
        };
        let at = match seen.get(name) {
            Some(at) => *at,
            None => {
                let at = *index.entry(name_key(name)).or_insert_with(|| {
                    let (name, kind) = (name.to_owned(), mark.kind.clone());
                    rows.push(EntityRow { name, kind, marked: 0, suggested: 0, first: mark.span.start });
                    rows.len() - 1
                });
                seen.insert(name, at); // the same spelling is folded once, however often it stands in the text
                at
            }
        };
        if mark.mention.is_some() {
            rows[at].kind.clone_from(&mark.kind);
            rows[at].marked += usize::from(mark.piece == 0);
        } else {
            rows[at].suggested += 1;
        }
    }
    rows.sort_by_key(|row| (row.marked == 0, std::cmp::Reverse(row.marked + row.suggested), row.first));
    rows
}

fn stances(annotations: &Annotations, suggestions: &Suggestions, drawn: &[Drawn]) -> Vec<StanceRow> {
    let mut rows: Vec<StanceRow> = annotations
        .stances
        .iter()
        .map(|stance| StanceRow {
            id: Some(stance.id.clone()),
            suggestion: None,
            holder: stance.holder.name().to_owned(),
            target: stance.target.entity.clone(),
            polarity: stance.polarity,
            evidence: stance.span,
            target_span: target_span(annotations, stance.target.mention.as_ref(), &stance.target.entity, stance.span),
        })
        .collect();
    let visible: HashSet<usize> = drawn.iter().filter_map(|mark| mark.suggestion).collect();
    let taken = Taken::new(annotations);
    for (index, stance) in suggestions.stances.iter().enumerate() {
        let Some(target) = suggestions.mentions.get(stance.target) else { continue };
        let holder = stance
            .holder
            .and_then(|at| suggestions.mentions.get(at))
            .map_or("author", |mention| mention.entity.as_str());
        let annotated = annotations
            .stances
            .iter()
            .any(|own| own.span.overlaps(stance.evidence) && same(&own.target.entity, &target.entity));
        let rejected =
            annotations.rejections.iter().any(|rejection| rejection.kind == "stance" && rejection.span == stance.cue);
        let target_gone = !visible.contains(&stance.target) && !taken.is_marked(target.span);
        if annotated || rejected || target_gone {
            continue;
        }
        rows.push(StanceRow {
            id: None,
            suggestion: Some(index),
            holder: holder.to_owned(),
            target: target.entity.clone(),
            polarity: stance.polarity,
            evidence: stance.evidence,
            target_span: Some(target.span),
        });
    }
    rows.sort_by_key(|row| (row.evidence.start, row.target_span));
    rows
}

/// Says whether two names are the same name.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    name_key(a) == name_key(b)
}

fn target_span(annotations: &Annotations, mention: Option<&Id>, entity: &str, evidence: Span) -> Option<Span> {
    let named = mention.and_then(|id| annotations.mention(id)).map(|mention| mention.span);
    let inside =
        || annotations.mentions.iter().find(|mention| evidence.contains(mention.span) && same(&mention.entity, entity));
    named.or_else(|| inside().map(|mention| mention.span))
}
