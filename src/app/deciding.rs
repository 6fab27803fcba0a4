//! Deciding in the review: acts go into the journal of the article that a proposal is from, in the same way as from the
//! reader, and every decision can be taken back and done again.

use super::queued::{Place, Proposal, Queued};
use super::review::Decision;
use super::state::Level;
use super::{Scope, State};
use crate::model::{Act, Holder, Id, Party, Polarity, Taught, What};
use crate::text::name_key;

impl State {
    /// Accepts what the cursor is on: a name with all its places in its article, as a type of the person's choice, or a
    /// stance as it is proposed.
    pub(super) fn review_accept(&mut self, kind: Option<&str>) {
        let Some((article, at)) = self.review_current() else { return };
        if let Some(polarity) = self.review_polarity(article, at) {
            return self.review_state(article, at, polarity);
        }
        let Some(kind) = kind.map(str::to_owned).or_else(|| self.review_kind(article, at)) else { return };
        let Some(decision) = self.review_mark(article, at, Some(&kind)) else { return };
        self.review_decided(vec![decision], &self.review_said(article, at, &kind));
    }

    /// Accepts what the cursor is on with the type of a digit.
    pub(super) fn review_digit(&mut self) {
        let Some((article, at)) = self.review_current() else { return };
        if self.review_polarity(article, at).is_some() {
            return self.say(Level::Warning, "A stance has no entity type; + - 0 ~ accept it with a polarity.");
        }
        match self.kind_of_digit() {
            Some(kind) => self.review_accept(Some(&kind)),
            None => self.say(Level::Warning, super::annotate::NO_TYPE),
        }
    }

    /// Accepts the stance that the cursor is on with a polarity of the person's choice.
    pub(super) fn review_stance(&mut self, polarity: Polarity) {
        let Some((article, at)) = self.review_current() else { return };
        if self.review_polarity(article, at).is_none() {
            return self.say(Level::Warning, "This is a name; + - 0 ~ accept a stance, and come after the names.");
        }
        self.review_state(article, at, polarity);
    }

    /// Turns down what the cursor is on: a name with all its places in its article, or a stance.
    pub(super) fn review_reject(&mut self) {
        let Some((article, at)) = self.review_current() else { return };
        let (decision, name) = match self.review_polarity(article, at) {
            Some(polarity) => (self.review_unsay(article, at), self.review_sentence(article, at, polarity)),
            None => (self.review_mark(article, at, None), self.review_entity(article, at)),
        };
        let Some(decision) = decision else { return };
        self.review_decided(vec![decision], &format!("Rejected {name}"));
    }

    /// Accepts the name under the cursor in every article of the queue.
    pub(super) fn review_accept_everywhere(&mut self) {
        let Some((article, at)) = self.review_current() else { return };
        if self.review_polarity(article, at).is_some() {
            return self.say(Level::Warning, "Stances are decided one by one; Enter accepts this one.");
        }
        let Some(kind) = self.review_kind(article, at) else { return };
        let name = self.review_entity(article, at);
        let key = name_key(&name);
        let Some(review) = &self.review else { return };
        let same = |at: &&(usize, usize)| {
            review.proposal(**at).is_some_and(|(_, one)| one.stance.is_none() && name_key(&one.entity) == key)
        };
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
        let Some(mut decisions) = review.decisions.pop() else {
            return self.say(Level::Warning, "Nothing was decided here that could be undone.");
        };
        for decision in &mut decisions {
            let act = self.act(What::Undo { of: decision.key.clone() }, None);
            decision.undo = Some(act.id.clone());
            self.review_write(decision.article, vec![act]);
            self.review_done(decision, false);
        }
        let (first, said) = self.review_turned("Undone", &decisions);
        self.review_follows();
        let Some(review) = &mut self.review else { return };
        review.undone.push(decisions);
        if let Some(at) = first.and_then(|first| review.shown.iter().position(|other| *other == first)) {
            review.cursor = at;
        }
        self.say(Level::Info, &said);
    }

    /// Does again what was taken back last.
    pub(super) fn review_redo(&mut self) {
        let Some(review) = &mut self.review else { return };
        let Some(mut decisions) = review.undone.pop() else {
            return self.say(Level::Warning, "Nothing was taken back here that could be done again.");
        };
        for decision in &mut decisions {
            let Some(of) = decision.undo.take() else { continue };
            let act = self.act(What::Undo { of }, None);
            self.review_write(decision.article, vec![act]);
            self.review_done(decision, true);
        }
        let (_, said) = self.review_turned("Redone", &decisions);
        if let Some(review) = &mut self.review {
            review.decisions.push(decisions);
        }
        self.review_follows();
        self.say(Level::Info, &said);
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

    /// Returns which polarity is proposed, where it is a stance.
    fn review_polarity(&self, article: usize, at: usize) -> Option<Polarity> {
        self.review_proposal(article, at)?.1.stance.as_ref().map(|stance| stance.polarity)
    }

    fn review_entity(&self, article: usize, at: usize) -> String {
        self.review_proposal(article, at).map_or_else(String::new, |(_, proposal)| proposal.entity.clone())
    }

    /// Says who takes which stance toward whom.
    fn review_sentence(&self, article: usize, at: usize, polarity: Polarity) -> String {
        let (_, Some(stance)) =
            self.review_proposal(article, at).map(|(queued, one)| (queued, one.stance.as_ref())).unzip()
        else {
            return String::new();
        };
        stance.map_or_else(String::new, |stance| {
            format!("{} {} {}", stance.holder_name(), polarity.word(), stance.target.entity)
        })
    }

    fn review_said(&self, article: usize, at: usize, kind: &str) -> String {
        let places = self.review_proposal(article, at).map_or(0, |(_, proposal)| proposal.places.len());
        let kind = self.config.codebook.kind(kind).map_or(kind, |kind| &kind.name);
        format!("{}: {places} marked as {kind}", self.review_entity(article, at))
    }

    /// Returns what undo or redo turned first, and the sentence for it.
    fn review_turned(&self, word: &str, decisions: &[Decision]) -> (Option<(usize, usize)>, String) {
        let first = decisions.first().and_then(|one| Some((one.article, *one.proposals.first()?)));
        let name = first.map_or_else(String::new, |(article, at)| match self.review_polarity(article, at) {
            Some(polarity) => self.review_sentence(article, at, polarity),
            None => self.review_entity(article, at),
        });
        let articles = if decisions.len() > 1 { format!(" in {} articles", decisions.len()) } else { String::new() };
        (first, format!("{word}: {name}{articles}."))
    }

    /// Makes the acts of a name: mentions of a type, or rejections. Stances are tied to the mentions that come of it.
    fn review_name_acts(&mut self, article: usize, at: usize, kind: Option<&str>, group: &Id) -> Vec<Act> {
        let Some((_, proposal)) = self.review_proposal(article, at) else { return Vec::new() };
        let entity = proposal.entity.clone();
        let what = |place: &Place| match kind {
            Some(kind) => What::Mention {
                kind: kind.to_owned(),
                entity: entity.clone(),
                anchor: place.anchor.clone(),
                more: Vec::new(),
                score: Some(rounded(place.score)),
            },
            None => What::Reject { kind: place.kind.clone(), anchor: place.anchor.clone() },
        };
        let all: Vec<What> = proposal.places.iter().map(what).collect();
        let acts: Vec<Act> = all.into_iter().map(|what| self.act(what, Some(group))).collect();
        if let Some(proposal) = self.review_proposal_mut(article, at) {
            for (place, act) in proposal.places.iter_mut().zip(&acts) {
                let party = || Party { entity: entity.clone(), mention: Some(act.id.clone()) };
                place.made = kind.map(|_| party());
            }
        }
        acts
    }

    /// Writes the acts of one decision on a name: mentions of a type, or rejections.
    fn review_mark(&mut self, article: usize, at: usize, kind: Option<&str>) -> Option<Decision> {
        let key = self.new_id();
        let acts = self.review_name_acts(article, at, kind, &key);
        (!acts.is_empty()).then(|| self.review_enter(article, vec![at], key, acts))
    }

    /// Accepts a stance. Its sides are accepted with it where they are not decided, since a stance needs its mentions.
    fn review_state(&mut self, article: usize, at: usize, polarity: Polarity) {
        let Some((queued, proposal)) = self.review_proposal(article, at) else { return };
        let (Some(stance), score) = (proposal.stance.clone(), proposal.first.score) else { return };
        let sides = stance.holder.iter().chain([&stance.target]);
        let mut names: Vec<usize> = sides.filter_map(|side| side.undecided(&queued.proposals)).collect();
        names.dedup();
        let others = queued.proposals.iter().enumerate().filter(|(_, other)| {
            other.open().is_some() && other.stance.as_ref().is_some_and(|other| other.same_question(&stance))
        });
        let mut answered: Vec<usize> = others.map(|(other, _)| other).filter(|other| *other != at).collect();
        answered.splice(0..0, std::iter::once(at).chain(names.iter().copied()));
        let (key, mut acts) = (self.new_id(), Vec::new());
        for name in &names {
            let Some(kind) = self.review_kind(article, *name) else { continue };
            acts.extend(self.review_name_acts(article, *name, Some(&kind), &key));
            self.review_close(article, *name, true);
        }
        let Some((queued, _)) = self.review_proposal(article, at) else { return };
        let what = What::Stance {
            holder: stance.holder.map_or(Holder::Author, |side| Holder::Entity(side.party(&queued.proposals))),
            target: stance.target.party(&queued.proposals),
            polarity,
            intensity: None,
            confidence: None,
            evidence: stance.evidence,
            more: Vec::new(),
            score: Some(rounded(score)),
        };
        acts.push(self.act(what, Some(&key)));
        let decision = self.review_enter(article, answered, key, acts);
        let with = match names.len() {
            0 => String::new(),
            1 => ", with 1 name".to_owned(),
            names => format!(", with {names} names"),
        };
        self.review_decided(
            vec![decision],
            &format!("{}: accepted{with}", self.review_sentence(article, at, polarity)),
        );
    }

    /// Writes that a stance is none. What else was read out of the same words goes with it, as in the reader.
    fn review_unsay(&mut self, article: usize, at: usize) -> Option<Decision> {
        let (queued, proposal) = self.review_proposal(article, at)?;
        let cue = proposal.stance.as_ref()?.cue.clone();
        let same = |other: &Proposal| other.stance.as_ref().is_some_and(|other| other.cue == cue);
        let others = queued.proposals.iter().enumerate().filter(|(_, other)| other.open().is_some() && same(other));
        let mut answered: Vec<usize> = others.map(|(other, _)| other).filter(|other| *other != at).collect();
        answered.insert(0, at);
        let key = self.new_id();
        let act = self.act(What::Reject { kind: super::STANCE.to_owned(), anchor: cue }, Some(&key));
        Some(self.review_enter(article, answered, key, vec![act]))
    }

    /// Writes the acts of a decision and closes what it answers.
    fn review_enter(&mut self, article: usize, proposals: Vec<usize>, key: Id, acts: Vec<Act>) -> Decision {
        self.review_write(article, acts);
        let decision = Decision { article, proposals, key, undo: None };
        self.review_done(&decision, true);
        decision
    }

    fn review_done(&mut self, decision: &Decision, done: bool) {
        for at in &decision.proposals {
            self.review_close(decision.article, *at, done);
        }
    }

    fn review_close(&mut self, article: usize, at: usize, done: bool) {
        if let Some(proposal) = self.review_proposal_mut(article, at) {
            proposal.done = done;
        }
    }

    fn review_proposal_mut(&mut self, article: usize, at: usize) -> Option<&mut Proposal> {
        self.review.as_mut()?.articles.get_mut(article)?.proposals.get_mut(at)
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
            review.undone.clear();
            review.touched = true;
        }
        self.review_follows();
        let undo = self.keys_for(Scope::Review, "undo");
        self.say(Level::Info, &format!("{said}; {undo} takes it back."));
    }
}

/// A score as it is written.
fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}
