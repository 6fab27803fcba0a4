//! From the stance form into the text and back: a side by the hint letters of a mention or out of the library's entities,
//! evidence by selecting it.

use super::state::{Level, Overlay};
use super::{Field, Hints, Scope, StanceForm, State};
use crate::model::{Holder, Party};
use crate::text::Span;

/// A form that waits while its evidence is chosen in the text.
pub struct WaitingForm {
    form: StanceForm,
    /// Whether what is chosen is added to the evidence, and does not take its place.
    adds: bool,
}

impl StanceForm {
    /// Makes somebody the holder or the target, whichever line is chosen.
    fn choose_party(&mut self, party: Party) {
        if Field::ALL[self.field] == Field::Target {
            let known = self.targets.iter().position(|other| other.entity == party.entity);
            self.target = known.unwrap_or(self.targets.len());
            match known {
                Some(at) => self.targets[at] = party,
                None => self.targets.push(party),
            }
        } else {
            let known =
                self.holders.iter().position(|other| matches!(other, Holder::Entity(it) if it.entity == party.entity));
            self.holder = known.unwrap_or(self.holders.len());
            match known {
                Some(at) => self.holders[at] = Holder::Entity(party),
                None => self.holders.push(Holder::Entity(party)),
            }
        }
    }

    /// Takes a selection as the evidence, or as more of it.
    fn choose_evidence(&mut self, span: Span, adds: bool) {
        let mut spans = if adds { self.evidence[self.chosen_evidence].1.clone() } else { Vec::new() };
        if !spans.contains(&span) {
            spans.push(span);
        }
        spans.sort();
        self.evidence.push(("chosen", spans));
        self.chosen_evidence = self.evidence.len() - 1;
    }

    const fn is_of_side(&self) -> bool {
        self.field < 2
    }
}

impl State {
    fn side_form(&mut self) -> Option<&mut StanceForm> {
        let chosen = match self.overlays.last_mut() {
            Some(Overlay::Form(form)) => form.is_of_side(),
            _ => return None,
        };
        if !chosen {
            self.say(Level::Warning, "Go to the line of the holder or the target first.");
            return None;
        }
        match self.overlays.last_mut() {
            Some(Overlay::Form(form)) => Some(form),
            _ => None,
        }
    }

    /// Puts letters on the mentions in the text: the one that is typed becomes the holder, or the target.
    pub(super) fn side_by_letters(&mut self) {
        if self.side_form().is_none() {
            return;
        }
        let rows = usize::from(self.geometry().rows);
        let Some(reader) = &self.reader else { return };
        let marked = reader.marks.within(reader.visible(rows)).filter(|mark| mark.mention.is_some());
        let mut spans: Vec<Span> = marked.map(|mark| mark.span).collect();
        spans.dedup();
        let hints = Hints::on_marks(&spans, reader.cursor.span.start);
        if spans.is_empty() {
            return self.say(Level::Warning, "No mention is on the screen.");
        }
        self.overlays.push(Overlay::Hints(hints));
    }

    /// Takes the mention whose letters were typed, where a form waits for it.
    pub(super) fn side_chosen(&mut self, span: Span) -> bool {
        let Some(reader) = &self.reader else { return false };
        let mention = reader.annotations.mentions.iter().find(|mention| mention.spans().any(|own| own == span));
        let party = mention.map(|it| Party { entity: it.entity.clone(), mention: Some(it.id.clone()) });
        match (self.overlays.last_mut(), party) {
            (Some(Overlay::Form(form)), Some(party)) => form.choose_party(party),
            (Some(Overlay::Form(_)), None) => {}
            _ => return false,
        }
        true
    }

    /// Opens the picker of the library's entities for the holder, or the target.
    pub(super) fn side_by_name(&mut self) {
        if self.side_form().is_some() {
            self.start_side();
        }
    }

    /// Takes the entity that was picked, with its first mention in the article where there is one.
    pub(super) fn side_named(&mut self, name: &str) {
        let Some(reader) = &self.reader else { return };
        let mention = reader.annotations.mentions.iter().find(|mention| super::marks::same(&mention.entity, name));
        let party = Party { entity: name.to_owned(), mention: mention.map(|mention| mention.id.clone()) };
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            form.choose_party(party);
        }
    }

    /// Goes to the text to choose the evidence there; the form waits.
    pub(super) fn evidence_in_text(&mut self, adds: bool) {
        let Some(Overlay::Form(form)) = self.overlays.pop() else { return };
        self.waiting_form = Some(WaitingForm { form, adds });
        let (key, leave) = (self.keys_for(Scope::Reader, "edit"), self.keys_for(Scope::Reader, "cancel"));
        self.say(
            Level::Info,
            &format!("Select the words, then {key} goes back to the form with them; {leave} closes it."),
        );
    }

    /// Closes a form that waits for words of the text; says whether one did.
    pub(super) fn forget_form(&mut self) -> bool {
        self.waiting_form.take().is_some()
    }

    /// Goes back to a form that waits, with the selection as evidence; says whether one waited.
    pub(super) fn back_to_form(&mut self) -> bool {
        let Some(WaitingForm { mut form, adds }) = self.waiting_form.take() else { return false };
        let Some(reader) = &self.reader else { return false };
        if reader.annotations.stance(&form.stance.id).is_none() {
            return false;
        }
        let span = reader.cursor.span;
        if !span.is_empty() {
            form.choose_evidence(span, adds);
        }
        self.motion(|reader| reader.visual = false);
        self.overlays.push(Overlay::Form(form));
        true
    }
}
