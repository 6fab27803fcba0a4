//! The review: what is proposed in the listed articles, names and stances, to be decided with one key each. A worker fills
//! it article by article; decisions go into the journals of the articles like any other.

use super::effect::{Articles, Effect, ReviewJob};
use super::queued::{Guess, Proposal, Queued};
use super::state::{Level, Overlay};
use super::{Scope, Size, State};
use crate::model::{Annotations, Id, Lessons, Party, certainty};
use crate::store::Progress;
use crate::text::Span;
use std::collections::HashSet;
use std::sync::Arc;

/// The order of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The least certain first.
    #[default]
    Uncertain,
    /// As the articles are listed, and in each as it is read.
    Reading,
}

/// What a worker tells of a review.
#[derive(Debug)]
pub struct Looked {
    /// What an article gave.
    pub article: Option<Queued>,
    /// How far it has come; none at its end.
    pub progress: Option<Progress>,
    /// Why it ended before all articles were looked through, or what could not be read; one sentence.
    pub said: Option<String>,
}

/// The queue.
pub struct Review {
    round: u64,
    /// The articles that were asked for.
    asked: Articles,
    /// Those in which something is proposed, in their order.
    pub articles: Vec<Queued>,
    /// What is to be decided, as article and proposal in it, in the order chosen.
    pub shown: Vec<(usize, usize)>,
    /// Position of the cursor in `shown`.
    pub cursor: usize,
    /// The order chosen.
    pub order: Order,
    /// How far the worker has come; none when it has ended.
    pub progress: Option<Progress>,
    /// What the worker said at its end.
    pub said: Option<String>,
    /// Decisions that undo takes back, each with what it decided.
    pub(super) decisions: Vec<Vec<Decision>>,
    /// What was taken back, for redo, the last of it at the end.
    pub(super) undone: Vec<Vec<Decision>>,
    /// Whether a key moved the cursor: then it stays on its proposal while others come in before it.
    pub(super) touched: bool,
}

/// What one key decided in one article.
pub(super) struct Decision {
    /// Position in [`Review::articles`].
    pub article: usize,
    /// Positions in its proposals; the first is the one that was decided, the others are answered by it.
    pub proposals: Vec<usize>,
    /// What undo names.
    pub key: Id,
    /// The act that took it back, which redo names.
    pub undo: Option<Id>,
}

/// Rows of the queue's screen above its list.
pub const REVIEW_HEAD: u16 = 1;
/// Rows below it for what the cursor is on.
const DETAIL: u16 = 8;

impl Review {
    /// Returns what the cursor is on.
    #[must_use]
    pub fn current(&self) -> Option<(&Queued, &Proposal)> {
        let (article, at) = *self.shown.get(self.cursor)?;
        let article = self.articles.get(article)?;
        Some((article, article.proposals.get(at)?))
    }

    /// Returns a proposal by its place in `shown`.
    #[must_use]
    pub fn proposal(&self, (article, at): (usize, usize)) -> Option<(&Queued, &Proposal)> {
        let article = self.articles.get(article)?;
        Some((article, article.proposals.get(at)?))
    }

    /// Returns the rows of a screen of this size that show what the cursor is on; none on one too low for a list beside.
    #[must_use]
    pub const fn detail_rows(size: Size) -> u16 {
        if size.rows < 2 * DETAIL { 0 } else { DETAIL }
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.touched = true;
        self.cursor = self.cursor.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    /// Turns to the other order; the cursor goes to its first.
    fn turn(&mut self) {
        self.order = match self.order {
            Order::Uncertain => Order::Reading,
            Order::Reading => Order::Uncertain,
        };
        self.cursor = 0;
        self.touched = false;
        self.arrange();
    }

    /// Lists anew what is to be decided. The cursor stays where it is on the screen.
    fn arrange(&mut self) {
        let mut open: Vec<(f64, usize, usize)> = Vec::new();
        for (article, queued) in self.articles.iter().enumerate() {
            let all = (0..queued.proposals.len()).filter_map(|at| Some((at, queued.open(at)?)));
            open.extend(all.map(|(at, guess)| (queued.doubt(at, guess), article, at)));
        }
        if self.order == Order::Uncertain {
            open.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        }
        self.shown = open.into_iter().map(|(_, article, at)| (article, at)).collect();
        self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
    }

    /// Takes another article; the cursor stays on its proposal once a key has moved it.
    fn take(&mut self, mut queued: Queued, lessons: &Lessons) {
        let current = self.shown.get(self.cursor).copied().filter(|_| self.touched);
        queued.proposals.iter_mut().for_each(|proposal| proposal.follow(lessons));
        self.articles.push(queued);
        self.arrange();
        if let Some(at) = current.and_then(|current| self.shown.iter().position(|other| *other == current)) {
            self.cursor = at;
        }
    }

    /// Returns how many names and how many stances are to be decided.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let stances = self.shown.iter().filter(|at| self.proposal(**at).is_some_and(|(_, one)| one.stance.is_some()));
        let stances = stances.count();
        (self.shown.len() - stances, stances)
    }

    fn follow(&mut self, lessons: &Lessons) {
        let all = self.articles.iter_mut().flat_map(|article| article.proposals.iter_mut());
        all.for_each(|proposal| proposal.follow(lessons));
        self.arrange();
    }
}

impl State {
    /// Opens the queue of the listed articles: the one that was left for an article, or a new one.
    pub(super) fn start_review(&mut self) {
        let asked = self.list.listed();
        self.overlays.push(Overlay::Review);
        if self.review.as_ref().is_some_and(|review| review.asked == asked) {
            self.review_open_article();
            return self.review_follows();
        }
        self.review_round += 1;
        let round = self.review_round;
        let progress = Some(Progress { done: 0, total: asked.len() });
        self.effect(Effect::Review(ReviewJob {
            round,
            articles: asked.clone(),
            lessons: self.lessons(),
            depth: self.depth(),
            session: self.session.clone(),
            codebook: Arc::new(self.config.codebook.clone()),
        }));
        self.review = Some(Box::new(Review {
            round,
            asked,
            articles: Vec::new(),
            shown: Vec::new(),
            cursor: 0,
            order: Order::default(),
            progress,
            said: None,
            decisions: Vec::new(),
            undone: Vec::new(),
            touched: false,
        }));
    }

    pub(super) fn on_looked(&mut self, round: u64, looked: Looked) {
        let lessons = self.lessons();
        let Some(review) = self.review.as_mut().filter(|review| review.round == round && review.progress.is_some())
        else {
            return;
        };
        review.progress = looked.progress;
        review.said = looked.said.or(review.said.take());
        if let Some(article) = looked.article {
            review.take(article, &lessons);
        }
    }

    /// Returns the lines of the queue that fit on its screen.
    #[must_use]
    pub fn review_rows(&self) -> usize {
        let rows = self.size.rows.saturating_sub(REVIEW_HEAD + Review::detail_rows(self.size) + 1);
        usize::from(rows).max(1)
    }

    /// Turns the queue to its other order.
    pub(super) fn turn_review(&mut self) {
        if let Some(review) = &mut self.review {
            review.turn();
        }
    }

    /// Stops looking through articles, or closes the queue when that has ended.
    pub(super) fn stop_review(&mut self) {
        let Some(review) = self.review.as_mut() else { return self.close_review() };
        let Some(progress) = review.progress.take() else { return self.close_review() };
        let said = format!("Stopped after {} of {} articles.", progress.done, progress.total);
        review.said = Some(said.clone());
        self.effect(Effect::StopReview);
        self.say(Level::Info, &said);
    }

    /// Closes the queue.
    pub(super) fn close_review(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Review));
        if self.review.take().is_some_and(|review| review.progress.is_some()) {
            self.effect(Effect::StopReview);
        }
    }

    /// Reads the article of what the cursor is on, at that place. The queue is kept for coming back.
    pub(super) fn review_read(&mut self) {
        let Some((queued, proposal)) = self.review.as_ref().and_then(|review| review.current()) else { return };
        let (id, at) = (queued.id.clone(), proposal.at);
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Review));
        self.keep_place();
        self.going_to = Some((id.clone(), at));
        self.opening = None;
        self.open(id);
        let key = self.keys_for(Scope::Reader, "review");
        self.say(Level::Info, &format!("{key} goes back to the queue."));
    }

    /// Lets what is not decided follow the lessons of what is.
    pub(super) fn review_follows(&mut self) {
        let lessons = self.lessons();
        if let Some(review) = &mut self.review {
            review.follow(&lessons);
        }
    }

    /// Takes over what was done meanwhile in the open article.
    fn review_open_article(&mut self) {
        let (Some(review), Some(reader)) = (&mut self.review, &self.reader) else { return };
        let Some(queued) = review.articles.iter_mut().find(|queued| queued.id == reader.article.id) else { return };
        if let Some(own) = reader.journals.first() {
            queued.acts.clone_from(&own.acts);
        }
        if !reader.suggested {
            return;
        }
        let body = &reader.article.body;
        let drawn = reader.marks.drawn.iter().filter(|mark| mark.suggestion.is_some());
        let open: HashSet<usize> = drawn.map(|mark| body.to_cp(mark.span.start)).collect();
        let said = reader.marks.stances.iter().filter_map(|row| reader.suggestions.stances.get(row.suggestion?));
        let said: HashSet<usize> = said.map(|stance| body.to_cp(stance.cue.start)).collect();
        for proposal in &mut queued.proposals {
            proposal.done = match &proposal.stance {
                Some(stance) => !said.contains(&stance.cue.start),
                None => !proposal.places.iter().any(|place| open.contains(&place.anchor.start)),
            };
            for place in &mut proposal.places {
                place.made = made(&reader.annotations, body.span_of_cp(place.anchor.start, place.anchor.end));
            }
        }
    }
}

impl Queued {
    /// Returns how far a proposal is from not knowing, and a stance not before the names of its sentence.
    fn doubt(&self, at: usize, guess: &Guess) -> f64 {
        let stance = self.proposals[at].stance.as_ref();
        let names = stance.into_iter().flat_map(|stance| self.names_near(stance));
        names.map(|name| certainty(name.score)).fold(certainty(guess.score), f64::max)
    }
}

/// Returns who is marked at a span.
fn made(annotations: &Annotations, span: Span) -> Option<Party> {
    let mention = annotations.mentions.iter().find(|mention| mention.span == span)?;
    Some(Party { entity: mention.entity.clone(), mention: Some(mention.id.clone()) })
}
