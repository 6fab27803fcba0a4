//! Deciding in the review: acts go into the journal of the article that a proposal is from, in the same way as from the
//! reader, and every decision can be taken back.

use super::queued::{Place, Proposal, Queued};
use super::review::Decision;
use super::state::Level;
use super::{Scope, State};
use crate::model::{Act, Taught, What};
use crate::text::name_key;

impl State {
    /// Accepts what the cursor is on, with all places of that name in its article, as a type of the person's choice.
    pub(super) fn review_accept(&mut self, kind: Option<&str>) {
        let Some((article, at)) = self.review_current() else { return };
        let Some(kind) = kind.map(str::to_owned).or_else(|| self.review_kind(article, at)) else { return };
        let Some(decision) = self.review_mark(article, at, Some(&kind)) else { return };
        self.review_decided(vec![decision], &self.review_said(article, at, &kind));
    }

    /// Accepts what the cursor is on with the type of a digit.
    pub(super) fn review_digit(&mut self) {
        match self.kind_of_digit() {
            Some(kind) => self.review_accept(Some(&kind)),
            None => self.say(Level::Warning, super::annotate::NO_TYPE),
        }
    }

    /// Turns down what the cursor is on, with all places of that name in its article.
    pub(super) fn review_reject(&mut self) {
        let Some((article, at)) = self.review_current() else { return };
        let Some(decision) = self.review_mark(article, at, None) else { return };
        let name = self.review_entity(article, at);
        self.review_decided(vec![decision], &format!("Rejected {name}"));
    }

    /// Accepts the name under the cursor in every article of the queue.
    pub(super) fn review_accept_everywhere(&mut self) {
        let Some((article, at)) = self.review_current() else { return };
        let Some(kind) = self.review_kind(article, at) else { return };
        let name = self.review_entity(article, at);
        let key = name_key(&name);
        let Some(review) = &self.review else { return };
        let same =
            |at: &&(usize, usize)| review.proposal(**at).is_some_and(|(_, proposal)| name_key(&proposal.entity) == key);
        let all: Vec<(usize, usize)> = review.shown.iter().filter(same).copied().collect();
        let decisions: Vec<Decision> =
            all.into_iter().filter_map(|(article, at)| self.review_mark(article, at, Some(&kind))).collect();
        let articles =
            if decisions.len() == 1 { "1 article".to_owned() } else { format!("{} articles", decisions.len()) };
        let kind = self.config.codebook.kind(&kind).map_or(kind.clone(), |kind| kind.name.clone());
        self.review_decided(decisions, &format!("{name}: marked as {kind} in {articles}, one undo in each"));
    }

    /// Takes the last decision back.
    pub(super) fn review_undo(&mut self) {
        let Some(review) = &mut self.review else { return };
        let Some(decisions) = review.decisions.pop() else {
            return self.say(Level::Warning, "Nothing was decided here that could be undone.");
        };
        for decision in &decisions {
            let act = self.act(What::Undo { of: decision.key.clone() }, None);
            self.review_write(decision.article, vec![act]);
            self.review_done(decision, false);
        }
        let first = decisions.first().map(|one| (one.article, one.proposal));
        self.review_follows();
        let Some(review) = &mut self.review else { return };
        if let Some(at) = first.and_then(|first| review.shown.iter().position(|other| *other == first)) {
            review.cursor = at;
        }
        let name = first.map_or_else(String::new, |(article, at)| self.review_entity(article, at));
        let articles = if decisions.len() > 1 { format!(" in {} articles", decisions.len()) } else { String::new() };
        self.say(Level::Info, &format!("Undone: {name}{articles}."));
    }
}

/// The steps of a decision.
impl State {
    fn review_current(&mut self) -> Option<(usize, usize)> {
        let current = self.review.as_ref().and_then(|review| review.shown.get(review.cursor).copied());
        if current.is_none() {
            self.say(Level::Warning, "There is nothing to decide.");
        }
        current
    }

    fn review_proposal(&self, article: usize, at: usize) -> Option<(&Queued, &Proposal)> {
        self.review.as_ref()?.proposal((article, at))
    }

    fn review_kind(&self, article: usize, at: usize) -> Option<String> {
        self.review_proposal(article, at).and_then(|(_, proposal)| Some(proposal.now.as_ref()?.kind.clone()))
    }

    fn review_entity(&self, article: usize, at: usize) -> String {
        self.review_proposal(article, at).map_or_else(String::new, |(_, proposal)| proposal.entity.clone())
    }

    fn review_said(&self, article: usize, at: usize, kind: &str) -> String {
        let places = self.review_proposal(article, at).map_or(0, |(_, proposal)| proposal.places.len());
        let kind = self.config.codebook.kind(kind).map_or(kind, |kind| &kind.name);
        format!("{}: {places} marked as {kind}", self.review_entity(article, at))
    }

    /// Writes the acts of one decision: mentions of a type, or rejections.
    fn review_mark(&mut self, article: usize, at: usize, kind: Option<&str>) -> Option<Decision> {
        let (_, proposal) = self.review_proposal(article, at)?;
        let what = |place: &Place| match kind {
            Some(kind) => What::Mention {
                kind: kind.to_owned(),
                entity: proposal.entity.clone(),
                anchor: place.anchor.clone(),
                score: Some((place.score * 1000.0).round() / 1000.0),
            },
            None => What::Reject { kind: place.kind.clone(), anchor: place.anchor.clone() },
        };
        let all: Vec<What> = proposal.places.iter().map(what).collect();
        let key = self.new_id();
        let acts = all.into_iter().map(|what| self.act(what, Some(&key))).collect();
        self.review_write(article, acts);
        let decision = Decision { article, proposal: at, key };
        self.review_done(&decision, true);
        Some(decision)
    }

    fn review_done(&mut self, decision: &Decision, done: bool) {
        let queued = self.review.as_mut().and_then(|review| review.articles.get_mut(decision.article));
        if let Some(proposal) = queued.and_then(|queued| queued.proposals.get_mut(decision.proposal)) {
            proposal.done = done;
        }
    }

    /// Sends acts to the journal of a queued article, and learns from them.
    fn review_write(&mut self, article: usize, acts: Vec<Act>) {
        let Some(queued) = self.review.as_mut().and_then(|review| review.articles.get_mut(article)) else { return };
        queued.acts.extend(acts.iter().cloned());
        let (id, taught) = (queued.id.clone(), Taught::of(&queued.acts));
        self.commit_to(&id, acts);
        self.learned.put(&id, &taught);
    }

    fn review_decided(&mut self, decisions: Vec<Decision>, said: &str) {
        if let Some(review) = &mut self.review {
            review.decisions.push(decisions);
            review.touched = true;
        }
        self.review_follows();
        let undo = self.keys_for(Scope::Review, "undo");
        self.say(Level::Info, &format!("{said}; {undo} takes it back."));
    }
}
