//! Stances in the review: who takes one toward whom, tied to the mentions that are made of the proposed names.

use super::Marks;
use super::queued::{Guess, Place, Proposal, STANCE};
use crate::model::{
    Anchor, Annotations, Article, Id, MentionSuggestion, Party, Polarity, StanceSuggestion, Suggestions,
};
use crate::text::{Body, Span, name_key};

/// Code points of the sentence that are shown on each side of what stands out.
const AROUND: usize = 200;

/// A stance that is proposed in one article.
#[derive(Clone, Debug)]
pub struct ProposedStance {
    /// Who takes it; nobody is the author.
    pub holder: Option<Side>,
    /// Toward whom.
    pub target: Side,
    /// Which.
    pub polarity: Polarity,
    /// The sentence.
    pub evidence: Anchor,
    /// The words that decided.
    pub cue: Anchor,
    /// The proposed names in the sentence, as positions in the article's proposals.
    pub near: Vec<usize>,
}

/// One side of a proposed stance.
#[derive(Clone, Debug)]
pub struct Side {
    /// The entity's name.
    pub entity: String,
    /// The mention that stands there already.
    pub mention: Option<Id>,
    /// The proposed name, as position in the article's proposals, and which of its places.
    pub name: Option<(usize, usize)>,
}

impl ProposedStance {
    /// Returns the holder's name, or `author`.
    #[must_use]
    pub fn holder_name(&self) -> &str {
        self.holder.as_ref().map_or("author", |side| &side.entity)
    }

    /// Says whether one of them being accepted answers the other: the same target in the same words.
    #[must_use]
    pub fn same_question(&self, other: &Self) -> bool {
        let (own, others) = (&self.evidence, &other.evidence);
        own.start < others.end
            && others.start < own.end
            && name_key(&self.target.entity) == name_key(&other.target.entity)
    }
}

impl Side {
    fn place<'a>(&self, proposals: &'a [Proposal]) -> Option<(&'a Proposal, &'a Place)> {
        let (name, place) = self.name?;
        let name = proposals.get(name)?;
        Some((name, name.places.get(place)?))
    }

    /// Says whether the name was turned down, or is not proposed any more.
    #[must_use]
    pub fn is_gone(&self, proposals: &[Proposal]) -> bool {
        self.place(proposals).is_some_and(
            |(name, place)| {
                if name.done { place.made.is_none() } else { name.now.is_none() }
            },
        )
    }

    /// Returns the proposed name where it is not decided.
    #[must_use]
    pub fn undecided(&self, proposals: &[Proposal]) -> Option<usize> {
        self.place(proposals).and_then(|(name, _)| name.open()).and(self.name).map(|(name, _)| name)
    }

    /// Returns who is meant, with the mention there as far as one was made.
    #[must_use]
    pub fn party(&self, proposals: &[Proposal]) -> Party {
        let made = self.place(proposals).filter(|(name, _)| name.done).and_then(|(_, place)| place.made.clone());
        made.unwrap_or_else(|| Party { entity: self.entity.clone(), mention: self.mention.clone() })
    }
}

/// What the sides of a stance are found in.
pub(super) struct Sides<'a> {
    pub article: &'a Article,
    pub annotations: &'a Annotations,
    pub marks: &'a Marks,
    pub suggestions: &'a Suggestions,
    /// The places of each proposed name.
    pub groups: &'a [Vec<&'a MentionSuggestion>],
    /// Where each of these names is among the proposals.
    pub names_at: Vec<usize>,
}

impl Sides<'_> {
    /// Returns the proposal of a stance.
    pub fn proposal(&self, stance: &StanceSuggestion) -> Option<Proposal> {
        let (body, hash) = (&self.article.body, &self.article.hash);
        let target = self.side(stance.target)?;
        let holder = stance.holder.and_then(|at| self.side(at));
        let mentions = stance.holder.iter().chain([&stance.target]).filter_map(|at| self.suggestions.mentions.get(*at));
        let mut spans: Vec<Span> = mentions.map(|mention| mention.span).chain([stance.cue]).collect();
        spans.sort();
        let (sentence, names) = excerpt(body, stance.evidence, &spans);
        let (kind, score, reason) = (STANCE.to_owned(), stance.score, stance.reason.clone());
        let first = Guess { kind, score, reason };
        let target_span = self.suggestions.mentions.get(stance.target)?.span;
        Some(Proposal {
            entity: target.entity.clone(),
            words: body.slice(stance.cue).to_owned(),
            now: Some(first.clone()),
            first,
            places: Vec::new(),
            sentence,
            names,
            at: body.to_cp(target_span.start),
            done: false,
            stance: Some(Box::new(ProposedStance {
                holder,
                target,
                polarity: stance.polarity,
                evidence: Anchor::new(body, hash, stance.evidence),
                cue: Anchor::new(body, hash, stance.cue),
                near: self.near(stance.evidence),
            })),
        })
    }

    fn near(&self, evidence: Span) -> Vec<usize> {
        let inside = |group: &[&MentionSuggestion]| group.iter().any(|mention| mention.span.overlaps(evidence));
        let names = self.groups.iter().zip(&self.names_at).filter(|(group, _)| inside(group));
        names.map(|(_, at)| *at).collect()
    }

    fn side(&self, index: usize) -> Option<Side> {
        let suggestion = self.suggestions.mentions.get(index)?;
        let mention = self.marks.within(suggestion.span).find_map(|mark| mark.mention.clone());
        let marked = mention.as_ref().and_then(|id| self.annotations.mention(id));
        let entity = marked.map_or(&suggestion.entity, |mention| &mention.entity).clone();
        let place = |group: &[&MentionSuggestion]| group.iter().position(|mention| mention.span == suggestion.span);
        let found = self.groups.iter().zip(&self.names_at).find_map(|(group, at)| Some((*at, place(group)?)));
        Some(Side { entity, mention, name: found })
    }
}

/// Returns `within` on one line, and where `spans` stand in it. What is far before the first of them and far after the
/// last is left out.
pub(super) fn excerpt(body: &Body, within: Span, spans: &[Span]) -> (String, Vec<Span>) {
    let first = spans.first().map_or(within.start, |span| span.start);
    let last = spans.iter().map(|span| span.end).max().unwrap_or(within.end);
    let start = within.start.min(first).max(first - body.before(first, AROUND).len());
    let end = within.end.max(last).min(last + body.after(last, AROUND).len());
    let (mut line, mut places, mut at) = (String::new(), Vec::new(), start);
    for span in spans {
        // A cue may hold the name; what stands out already is not written twice.
        if span.start < at {
            continue;
        }
        push(&mut line, body.slice(Span::new(at, span.start)));
        let from = line.len();
        push(&mut line, body.slice(*span));
        places.push(Span::new(from, line.len()));
        at = span.end;
    }
    push(&mut line, body.slice(Span::new(at, end)));
    line.truncate(line.trim_end().len());
    (line, places)
}

/// Writes words with one blank between them.
fn push(line: &mut String, words: &str) {
    for c in words.chars() {
        match c {
            c if !c.is_whitespace() => line.push(c),
            _ if line.is_empty() || line.ends_with(' ') => {}
            _ => line.push(' '),
        }
    }
}
