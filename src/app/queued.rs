//! What one article gives to the review: a proposal for each name, with all its places.

use super::Marks;
use crate::model::{Act, Anchor, Annotations, Article, ArticleId, Journal, Lessons, MentionSuggestion, Suggestions};
use crate::text::{Span, name_key, sentence_at};
use std::collections::HashMap;

/// Code points of the sentence that are shown on each side of a name.
const AROUND: usize = 200;

/// An article with what is proposed in it.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Which article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// The own journal, for what it teaches.
    pub acts: Vec<Act>,
    /// In the order of the text.
    pub proposals: Vec<Proposal>,
}

/// A name that is proposed in one article.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The entity's name.
    pub entity: String,
    /// The words of its least certain place.
    pub words: String,
    /// What is proposed there by the text alone.
    pub first: Guess,
    /// What is proposed with the decisions since; none where these speak against it.
    pub now: Option<Guess>,
    /// All places, in the order of the text.
    pub places: Vec<Place>,
    /// The sentence of the least certain place.
    pub sentence: String,
    /// Where the name stands in it, in bytes.
    pub name: Span,
    /// Where that place starts in the text, in code points.
    pub at: usize,
    /// Whether it was decided.
    pub done: bool,
}

/// A type, how sure it is, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// Key of the entity type.
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
}

impl Queued {
    /// Groups what is proposed in an article, and neither marked nor turned down, by name; none where nothing is.
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
        let proposals: Vec<Proposal> = groups.iter().filter_map(|places| Proposal::new(article, places)).collect();
        let acts = journals.first().map(|own| own.acts.clone()).unwrap_or_default();
        let (id, title) = (article.id.clone(), article.meta.title.clone());
        (!proposals.is_empty()).then_some(Self { id, title, acts, proposals })
    }
}

impl Proposal {
    fn new(article: &Article, mentions: &[&MentionSuggestion]) -> Option<Self> {
        let body = &article.body;
        let chosen = mentions.iter().min_by(|a, b| a.certainty().total_cmp(&b.certainty()))?;
        let place = |mention: &&MentionSuggestion| Place {
            anchor: Anchor::new(body, &article.hash, mention.span),
            kind: mention.kind.clone(),
            score: mention.score,
        };
        let (sentence, name) = excerpt(article, chosen.span);
        let (kind, score, reason) = (chosen.kind.clone(), chosen.score, chosen.reason.clone());
        let first = Guess { kind, score, reason };
        Some(Self {
            entity: chosen.entity.clone(),
            words: body.slice(chosen.span).to_owned(),
            now: Some(first.clone()),
            first,
            places: mentions.iter().map(place).collect(),
            sentence,
            name,
            at: body.to_cp(chosen.span.start),
            done: false,
        })
    }

    /// Says what is proposed now that these lessons were learned.
    pub fn follow(&mut self, lessons: &Lessons) {
        let first = &self.first;
        let known = lessons.of(&self.words);
        self.now = match known.and_then(|known| known.belief(Some(&first.kind))) {
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

/// Returns the sentence around a name on one line, and where the name stands in it.
fn excerpt(article: &Article, span: Span) -> (String, Span) {
    let body = &article.body;
    let sentence = sentence_at(body.as_str(), span.start);
    let line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let edge = |words: &str, at: fn(&str) -> bool| if at(words) { " " } else { "" };
    let (start, end) = (sentence.start.min(span.start), sentence.end.max(span.end));
    let before = body.slice(Span::new(start, span.start));
    let near = body.before(span.start, AROUND);
    let before = if near.len() < before.len() { near } else { before };
    let after = body.slice(Span::new(span.end, end));
    let near = body.after(span.end, AROUND);
    let after = if near.len() < after.len() { near } else { after };
    let head = format!("{}{}", line(before), edge(before, |words| words.ends_with(char::is_whitespace)));
    let name = line(body.slice(span));
    let tail = format!("{}{}", edge(after, |words| words.starts_with(char::is_whitespace)), line(after));
    let place = Span::new(head.len(), head.len() + name.len());
    (format!("{head}{name}{tail}"), place)
}
