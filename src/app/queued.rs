//! What one article gives to the review: a proposal for each name, with all its places, and one for each stance.

use super::Marks;
use super::proposed::{ProposedStance, Sides, excerpt};
use crate::model::{Act, Anchor, Annotations, Article, ArticleId, Journal, Lessons, MentionSuggestion, Party};
use crate::model::{StanceSuggestion, Suggestions};
use crate::text::{Span, name_key, sentence_at};
use std::collections::HashMap;

/// The kind of a proposed stance, as in the act that turns one down.
pub const STANCE: &str = "stance";

/// An article with what is proposed in it.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Which article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// The own journal, for what it teaches.
    pub acts: Vec<Act>,
    /// In the order of the text; a stance comes after the names of its sentence.
    pub proposals: Vec<Proposal>,
}

/// A name or a stance that is proposed in one article.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The entity's name; of a stance, its target's.
    pub entity: String,
    /// The words of its least certain place; of a stance, those that say it.
    pub words: String,
    /// What is proposed there by the text alone.
    pub first: Guess,
    /// What is proposed with the decisions since; none where these speak against it.
    pub now: Option<Guess>,
    /// All places of a name, in the order of the text.
    pub places: Vec<Place>,
    /// What is proposed, where it is a stance.
    pub stance: Option<Box<ProposedStance>>,
    /// The sentence of the least certain place.
    pub sentence: String,
    /// What stands out in it, in bytes and in its order: the name, or the words of a stance and its two sides.
    pub names: Vec<Span>,
    /// Where that place starts in the text, in code points.
    pub at: usize,
    /// Whether it was decided.
    pub done: bool,
}

/// A type, how sure it is, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// Key of the entity type, or [`STANCE`].
    pub kind: String,
    /// From 0 to 1.
    pub score: f64,
    /// In a few words.
    pub reason: String,
}

/// One place of a proposed name.
#[derive(Clone, Debug)]
pub struct Place {
    /// What ties it to the text.
    pub anchor: Anchor,
    /// Key of the type that is proposed there.
    pub kind: String,
    /// How sure.
    pub score: f64,
    /// The mention that was made of it.
    pub made: Option<Party>,
}

impl Queued {
    /// Groups what is proposed in an article, and neither marked nor turned down: names by their spelling, and the stances
    /// one by one; none where nothing is.
    #[must_use]
    pub fn new(article: &Article, journals: &[Journal], suggestions: &Suggestions) -> Option<Self> {
        let annotations = Annotations::fold(journals, &article.body, &article.hash);
        let marks = Marks::new(article, &annotations, Some(suggestions));
        let mut groups: Vec<Vec<&MentionSuggestion>> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        let visible = marks.drawn.iter().filter_map(|mark| suggestions.mentions.get(mark.suggestion?));
        for mention in visible {
            let at = *index.entry(name_key(&mention.entity)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[at].push(mention);
        }
        let stances: Vec<&StanceSuggestion> =
            marks.stances.iter().filter_map(|row| suggestions.stances.get(row.suggestion?)).collect();
        let (order, names_at) = order(&groups, &stances);
        let sides = Sides { article, annotations: &annotations, marks: &marks, suggestions, groups: &groups, names_at };
        let proposals: Vec<Proposal> = order
            .into_iter()
            .filter_map(|item| match item {
                Item::Name(at) => Proposal::name(article, &groups[at]),
                Item::Stance(at) => sides.proposal(stances[at]),
            })
            .collect();
        let acts = journals.first().map(|own| own.acts.clone()).unwrap_or_default();
        let (id, title) = (article.id.clone(), article.meta.title.clone());
        (!proposals.is_empty()).then_some(Self { id, title, acts, proposals })
    }

    /// Returns what is still to be decided of a proposal; a stance toward a name that was turned down is not.
    #[must_use]
    pub fn open(&self, at: usize) -> Option<&Guess> {
        let proposal = self.proposals.get(at)?;
        let gone = proposal.stance.as_ref().is_some_and(|stance| stance.target.is_gone(&self.proposals));
        proposal.open().filter(|_| !gone)
    }

    /// Returns the open names that stand in the sentence of a stance.
    pub fn names_near<'a>(&'a self, stance: &'a ProposedStance) -> impl Iterator<Item = &'a Guess> + 'a {
        stance.near.iter().filter_map(|at| self.open(*at))
    }
}

/// A place in the order of an article.
#[derive(Clone, Copy)]
enum Item {
    Name(usize),
    Stance(usize),
}

/// Returns names and stances in the order of the text, each stance after all names that stand before the end of its
/// sentence; and where each name has come.
fn order(groups: &[Vec<&MentionSuggestion>], stances: &[&StanceSuggestion]) -> (Vec<Item>, Vec<usize>) {
    let first = |group: &[&MentionSuggestion]| group.first().map_or(0, |mention| mention.span.start);
    let names = groups.iter().enumerate().map(|(at, group)| (first(group), Item::Name(at)));
    let said = stances.iter().enumerate().map(|(at, stance)| (stance.evidence.end, Item::Stance(at)));
    let mut all: Vec<(usize, Item)> = names.chain(said).collect();
    all.sort_by_key(|(at, _)| *at);
    let order: Vec<Item> = all.into_iter().map(|(_, item)| item).collect();
    let mut names_at = vec![0; groups.len()];
    for (place, item) in order.iter().enumerate() {
        if let Item::Name(at) = item {
            names_at[*at] = place;
        }
    }
    (order, names_at)
}

impl Proposal {
    fn name(article: &Article, mentions: &[&MentionSuggestion]) -> Option<Self> {
        let body = &article.body;
        let chosen = mentions.iter().min_by(|a, b| a.certainty().total_cmp(&b.certainty()))?;
        let place = |mention: &&MentionSuggestion| Place {
            anchor: Anchor::new(body, &article.hash, mention.span),
            kind: mention.kind.clone(),
            score: mention.score,
            made: None,
        };
        let within = sentence_at(body.as_str(), chosen.span.start);
        let (sentence, names) = excerpt(body, within, &[chosen.span]);
        let (kind, score, reason) = (chosen.kind.clone(), chosen.score, chosen.reason.clone());
        let first = Guess { kind, score, reason };
        Some(Self {
            entity: chosen.entity.clone(),
            words: body.slice(chosen.span).to_owned(),
            now: Some(first.clone()),
            first,
            places: mentions.iter().map(place).collect(),
            stance: None,
            sentence,
            names,
            at: body.to_cp(chosen.span.start),
            done: false,
        })
    }

    /// Says what is proposed now that these lessons were learned. Nothing is learned of stances.
    pub fn follow(&mut self, lessons: &Lessons) {
        if self.stance.is_some() {
            return;
        }
        let first = &self.first;
        let known = lessons.of(&self.words);
        let belief = known.and_then(|known| known.belief(Some(&first.kind)));
        self.now = match belief.filter(|belief| !belief.short || belief.kind == first.kind) {
            Some(belief) => {
                let agreed = belief.kind == first.kind;
                let score = if agreed { first.score.max(belief.score) } else { belief.score };
                Some(Guess { kind: belief.kind.to_owned(), score, reason: lessons.reason(&belief) })
            }
            None if known.is_some_and(|known| known.refuses(&first.kind)) => None,
            None => Some(first.clone()),
        };
    }

    /// Returns what is still to be decided.
    #[must_use]
    pub fn open(&self) -> Option<&Guess> {
        self.now.as_ref().filter(|_| !self.done)
    }
}
