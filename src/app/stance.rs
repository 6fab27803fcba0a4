//! Stances: one key states one toward the entity under the cursor, with its sentence as evidence and the likeliest holder.

use super::annotate::Batch;
use super::form::StanceForm;
use super::marks::{StanceRow, same};
use super::state::{Level, Overlay};
use super::{Origin, Reader, State};
use crate::model::{Change, Holder, Id, Mention, Party, Polarity, What};
use crate::text::{Span, sentence_at};
use std::collections::HashMap;

impl State {
    /// States a stance toward the entity under the cursor, or changes the one that stands there. A suggestion there is
    /// accepted with it, since a stance needs a mention; both are one undo.
    pub(super) fn state_stance(&mut self, polarity: Polarity) {
        let Some((target, span, mut batch)) = self.target_at_cursor() else {
            return self.say(Level::Warning, "Put the cursor on a mention of somebody first: a stance needs a target.");
        };
        let Some(reader) = &self.reader else { return };
        let evidence = reader.evidence_for(span);
        let holder = reader.likeliest_holder(&target, span, evidence);
        let own = reader.annotations.stances.iter().find(|stance| {
            stance.annotator == self.annotator && same(&stance.target.entity, &target.entity) && stance.span == evidence
        });
        let (what, holder) = match own {
            Some(stance) => {
                let change = Change { polarity: Some(polarity), ..Change::default() };
                (What::Change { of: stance.id.clone(), change: Box::new(change) }, stance.holder.clone())
            }
            None => {
                let anchor = reader.anchor(evidence);
                let what = What::Stance {
                    holder: holder.clone(),
                    target: target.clone(),
                    polarity,
                    intensity: None,
                    confidence: None,
                    evidence: anchor,
                    more: Vec::new(),
                    score: None,
                };
                (what, holder)
            }
        };
        let act = self.act(what, Some(&batch.group));
        batch.acts.push(act);
        self.commit(batch.acts);
        self.motion(|reader| reader.select(reader.cursor.span));
        let glyph = self.config.stance_glyph(polarity).to_owned();
        let edit = self.keys_for(super::Scope::Reader, "edit");
        let said = format!("{} {glyph} {} → {}; {edit} changes it.", holder.name(), polarity.word(), target.entity);
        self.say(Level::Info, &said);
    }

    /// Returns who is under the cursor, where, and the acts that make a mention of a suggestion there.
    fn target_at_cursor(&mut self) -> Option<(Party, Span, Batch)> {
        let reader = self.reader.as_ref()?;
        if reader.kind_at_cursor().is_some_and(|kind| self.config.codebook.dates().iter().any(|date| date == kind)) {
            return None; // nobody is for or against a day
        }
        match reader.cursor.origin.clone() {
            Origin::Suggestion(index) => {
                let span = reader.suggestions.mentions[index].span;
                let alike = reader.alike(index);
                let batch = self.accept_mentions(&alike, None);
                let party = self.reader.as_ref()?.party(&batch.made, index)?;
                Some((party, span, batch))
            }
            Origin::Mention(id) => {
                let mention = reader.annotations.mention(&id)?;
                let (party, span) = (Party { entity: mention.entity.clone(), mention: Some(id.clone()) }, mention.span);
                Some((party, span, self.batch()))
            }
            Origin::Words => None,
        }
    }

    pub(super) fn accept_stance(&mut self, index: usize) {
        let mut batch = self.batch();
        self.add_stance(&mut batch, index);
        if let Some(What::Stance { holder, target, polarity, .. }) = batch.acts.last().map(|act| &act.what) {
            let said = format!("{} {} {}: accepted.", holder.name(), polarity.word(), target.entity);
            self.commit(batch.acts);
            self.say(Level::Info, &said);
        }
    }

    /// Adds the act of a suggested stance to a batch, in the group of the acts already there.
    pub(super) fn add_stance(&mut self, batch: &mut Batch, index: usize) {
        let Some(reader) = &self.reader else { return };
        let suggestion = &reader.suggestions.stances[index];
        let Some(target) = reader.party(&batch.made, suggestion.target) else { return };
        let holder =
            suggestion.holder.and_then(|at| reader.party(&batch.made, at)).map_or(Holder::Author, Holder::Entity);
        let what = What::Stance {
            holder,
            target,
            polarity: suggestion.polarity,
            intensity: None,
            confidence: None,
            evidence: reader.anchor(suggestion.evidence),
            more: Vec::new(),
            score: Some((suggestion.score * 1000.0).round() / 1000.0),
        };
        let act = self.act(what, Some(&batch.group));
        batch.acts.push(act);
    }

    /// Opens the form on the stance at the cursor.
    pub(super) fn edit_stance(&mut self) {
        if self.back_to_form() {
            return;
        }
        let Some(reader) = &self.reader else { return };
        let own = |id: &Id| reader.annotations.stance(id).is_some_and(|stance| stance.annotator == self.annotator);
        let here = reader.stances_at_cursor();
        let Some(id) = here.into_iter().filter_map(|row| row.id.clone()).find(own) else {
            return self.say(
                Level::Warning,
                "No stance of yours is here; + - 0 ~ state one toward the mention under the cursor.",
            );
        };
        let Some(form) = StanceForm::new(reader, &id) else { return };
        self.overlays.push(Overlay::Form(form));
    }

    /// Takes away the stance at the cursor.
    pub(super) fn remove_stance(&mut self) {
        let Some(reader) = &self.reader else { return };
        let own = |id: &Id| reader.annotations.stance(id).is_some_and(|stance| stance.annotator == self.annotator);
        let Some(id) = reader.stances_at_cursor().into_iter().filter_map(|row| row.id.clone()).find(own) else {
            return self.say(Level::Warning, "No stance of yours is here.");
        };
        self.perform(vec![What::Remove { of: id }]);
        self.say(Level::Info, "The stance is taken away.");
    }

    /// Goes to the target of the next stance, or the one before.
    pub(super) fn step_stance(&mut self, forward: bool) {
        let Some(reader) = &self.reader else { return };
        let here = reader.cursor.span.start;
        let mut targets: Vec<Span> =
            reader.marks.stances.iter().map(|row| row.target_span.unwrap_or(row.evidence)).collect();
        targets.sort();
        let found = if forward {
            targets.into_iter().find(|span| span.start > here)
        } else {
            targets.into_iter().rfind(|span| span.start < here)
        };
        match found {
            Some(span) => self.motion(|reader| reader.go_to_mark(span.start)),
            None => self.say(Level::Warning, "There is no further stance that way."),
        }
    }
}

impl Reader {
    /// Returns the entity type of what the cursor is on.
    #[must_use]
    pub fn kind_at_cursor(&self) -> Option<&str> {
        match &self.cursor.origin {
            Origin::Mention(id) => self.annotations.mention(id).map(|mention| mention.kind.as_str()),
            Origin::Suggestion(index) => self.suggestions.mentions.get(*index).map(|mention| mention.kind.as_str()),
            Origin::Words => None,
        }
    }

    /// Returns the sentence around a target, or the selection where it was made longer than the target.
    fn evidence_for(&self, target: Span) -> Span {
        let selected = self.cursor.span;
        if selected.contains(target) && selected != target { selected } else { sentence_at(self.text(), target.start) }
    }

    /// Returns the stances whose target is under the cursor, and after them those whose evidence is.
    #[must_use]
    pub fn stances_at_cursor(&self) -> Vec<&StanceRow> {
        let here = self.cursor.span;
        let on_target = |row: &&StanceRow| row.target_span.is_some_and(|span| span.overlaps(here));
        let (mut first, rest): (Vec<&StanceRow>, Vec<&StanceRow>) = self.marks.stances.iter().partition(on_target);
        first.extend(rest.into_iter().filter(|row| row.evidence.overlaps(here)));
        first
    }

    /// Returns the proposed stance at the cursor, by its index.
    #[must_use]
    pub fn stance_suggestion_at_cursor(&self) -> Option<usize> {
        self.stances_at_cursor().into_iter().find_map(|row| row.suggestion)
    }

    /// Returns who most likely takes a stance toward `target` in `evidence`: the holder that is proposed for it, else the
    /// nearest person, organisation or place before the target in that sentence, else a nationality there ("the Russian
    /// representative"), else the author.
    fn likeliest_holder(&self, target: &Party, place: Span, evidence: Span) -> Holder {
        let proposed = self.suggestions.stances.iter().find(|stance| {
            let named = self.suggestions.mentions.get(stance.target);
            stance.evidence.overlaps(evidence) && named.is_some_and(|mention| same(&mention.entity, &target.entity))
        });
        let holder = proposed.and_then(|stance| stance.holder).and_then(|at| self.party(&HashMap::new(), at));
        if let Some(holder) = holder {
            return Holder::Entity(holder);
        }
        let before = |mention: &&Mention| {
            evidence.contains(mention.span)
                && mention.span.start < place.start
                && !same(&mention.entity, &target.entity)
        };
        let nearest = |kinds: &[&str]| {
            self.annotations.mentions.iter().filter(before).rfind(|mention| kinds.contains(&mention.kind.as_str()))
        };
        nearest(&["PER", "ORG", "LOC"]).or_else(|| nearest(&["NORP"])).map_or(Holder::Author, |mention| {
            Holder::Entity(Party { entity: mention.entity.clone(), mention: Some(mention.id.clone()) })
        })
    }
}
