//! The stance form: holder, target, polarity, intensity, confidence, evidence and note of one stance.

use super::key::typed;
use super::state::{Level, Overlay};
use super::{Key, Reader, State};
use crate::model::{Change, Holder, Id, On, Party, Polarity, Stance, What};
use crate::text::{Safe, Span, fold, sentence_at};

/// One line of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Who takes the stance.
    Holder,
    /// Toward whom.
    Target,
    /// Which.
    Polarity,
    /// How strong.
    Intensity,
    /// How sure its annotator is.
    Confidence,
    /// Where the text says so.
    Evidence,
    /// What its annotator wrote on it.
    Note,
}

impl Field {
    /// From top to bottom.
    pub const ALL: [Self; 7] =
        [Self::Holder, Self::Target, Self::Polarity, Self::Intensity, Self::Confidence, Self::Evidence, Self::Note];

    /// Returns its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Target => "target",
            Self::Polarity => "polarity",
            Self::Intensity => "intensity",
            Self::Confidence => "confidence",
            Self::Evidence => "evidence",
            Self::Note => "note",
        }
    }
}

/// The form with what is chosen in it.
pub struct StanceForm {
    /// The stance as it stands.
    pub stance: Stance,
    /// Who can be chosen; the author first.
    pub holders: Vec<Holder>,
    /// Position in `holders`.
    pub holder: usize,
    /// Who can be chosen.
    pub targets: Vec<Party>,
    /// Position in `targets`.
    pub target: usize,
    /// Position in [`Polarity::ALL`].
    pub polarity: usize,
    /// 0 for none, or 1 to 5.
    pub intensity: u8,
    /// 0 for none, or 1 (a guess) to 5 (no doubt).
    pub confidence: u8,
    /// What can be the evidence: what it is now, the sentence, the selection, what was chosen in the text.
    pub evidence: Vec<(&'static str, Vec<Span>)>,
    /// Position in `evidence`.
    pub chosen_evidence: usize,
    /// The line that keys change.
    pub field: usize,
}

impl StanceForm {
    /// Returns the form of a stance.
    #[must_use]
    pub fn new(reader: &Reader, id: &Id) -> Option<Self> {
        let stance = reader.annotations.stance(id)?.clone();
        let mut targets = parties(reader);
        push_missing(&mut targets, &stance.target);
        let mut holders: Vec<Holder> = vec![Holder::Author];
        holders.extend(targets.iter().cloned().map(Holder::Entity));
        if !holders.iter().any(|holder| holder.name() == stance.holder.name()) {
            holders.push(stance.holder.clone());
        }
        let holder = holders.iter().position(|holder| holder.name() == stance.holder.name()).unwrap_or(0);
        let target = targets.iter().position(|party| party.entity == stance.target.entity).unwrap_or(0);
        let polarity = Polarity::ALL.iter().position(|polarity| *polarity == stance.polarity).unwrap_or(0);
        let sentence = sentence_at(reader.text(), reader.cursor.span.start);
        let mut evidence = vec![("as it is", stance.spans().collect::<Vec<Span>>())];
        for (name, span) in [("this sentence", sentence), ("the selection", reader.cursor.span)] {
            if evidence.iter().all(|(_, other)| *other != [span]) && !span.is_empty() {
                evidence.push((name, vec![span]));
            }
        }
        let (intensity, confidence) = (stance.intensity.unwrap_or(0), stance.confidence.unwrap_or(0));
        Some(Self {
            stance,
            holders,
            holder,
            targets,
            target,
            polarity,
            intensity,
            confidence,
            evidence,
            chosen_evidence: 0,
            field: 0,
        })
    }

    /// Goes to the next line, or the one before.
    pub fn step_field(&mut self, forward: bool) {
        self.field = turn(self.field, Field::ALL.len(), forward);
    }

    /// Changes the chosen line to its next value, or the one before.
    pub fn step_value(&mut self, forward: bool) {
        match Field::ALL[self.field] {
            Field::Holder => self.holder = turn(self.holder, self.holders.len(), forward),
            Field::Target => self.target = turn(self.target, self.targets.len(), forward),
            Field::Polarity => self.polarity = turn(self.polarity, Polarity::ALL.len(), forward),
            Field::Intensity => self.intensity = level(self.intensity, forward),
            Field::Confidence => self.confidence = level(self.confidence, forward),
            Field::Evidence => self.chosen_evidence = turn(self.chosen_evidence, self.evidence.len(), forward),
            Field::Note => {} // has an editor of its own
        }
    }

    /// Takes a letter: chooses the next value that begins with it, or a digit for intensity and confidence.
    pub fn take(&mut self, key: Key) -> bool {
        let Some(c) = typed(key) else { return false };
        let letter = fold(&c.to_string());
        let begins = |name: &str| fold(name).split(' ').any(|word| word.starts_with(&letter));
        match Field::ALL[self.field] {
            Field::Holder => choose(&mut self.holder, &self.holders, |holder| begins(holder.name())),
            Field::Target => choose(&mut self.target, &self.targets, |party| begins(&party.entity)),
            Field::Polarity => choose(&mut self.polarity, &Polarity::ALL, |polarity| begins(polarity.word())),
            Field::Intensity => digit(c).map(|digit| self.intensity = digit).is_some(),
            Field::Confidence => digit(c).map(|digit| self.confidence = digit).is_some(),
            Field::Evidence => choose(&mut self.chosen_evidence, &self.evidence, |(name, _)| begins(name)),
            Field::Note => false,
        }
    }

    fn change(&self, reader: &Reader) -> Change {
        let old = &self.stance;
        let (holder, target, polarity) =
            (&self.holders[self.holder], &self.targets[self.target], Polarity::ALL[self.polarity]);
        let spans = &self.evidence[self.chosen_evidence].1;
        let moved = !old.spans().eq(spans.iter().copied());
        Change {
            holder: (holder.name() != old.holder.name()).then(|| holder.clone()),
            target: (target.entity != old.target.entity).then(|| target.clone()),
            polarity: (polarity != old.polarity).then_some(polarity),
            intensity: (self.intensity != old.intensity.unwrap_or(0)).then_some(self.intensity),
            confidence: (self.confidence != old.confidence.unwrap_or(0)).then_some(self.confidence),
            anchor: spans.first().filter(|_| moved).map(|span| reader.anchor(*span)),
            more: spans.iter().skip(1).filter(|_| moved).map(|span| reader.anchor(*span)).collect(),
            ..Change::default()
        }
    }
}

const fn level(level: u8, forward: bool) -> u8 {
    if forward { (level + 1) % 6 } else { (level + 5) % 6 }
}

fn digit(c: char) -> Option<u8> {
    c.to_digit(6).and_then(|digit| u8::try_from(digit).ok())
}

/// Everyone mentioned, each with the first mention.
fn parties(reader: &Reader) -> Vec<Party> {
    let mut all: Vec<Party> = Vec::new();
    for mention in &reader.annotations.mentions {
        push_missing(&mut all, &Party { entity: mention.entity.clone(), mention: Some(mention.id.clone()) });
    }
    all
}

fn push_missing(all: &mut Vec<Party>, party: &Party) {
    if !all.iter().any(|other| other.entity == party.entity) {
        all.push(party.clone());
    }
}

const fn turn(at: usize, len: usize, forward: bool) -> usize {
    if forward { (at + 1) % len } else { (at + len - 1) % len }
}

fn choose<T>(at: &mut usize, all: &[T], fits: impl Fn(&T) -> bool) -> bool {
    let next = (1..=all.len()).map(|step| (*at + step) % all.len()).find(|index| fits(&all[*index]));
    next.map(|index| *at = index).is_some()
}

impl State {
    /// Changes the chosen line to its next value, or the one before; the line of the note opens its editor.
    pub(super) fn step_form_value(&mut self, forward: bool) {
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return };
        match Field::ALL[form.field] {
            Field::Note => self.note_of_form(),
            _ => form.step_value(forward),
        }
    }

    /// Opens the editor of the note on the stance in the form, over it.
    pub(super) fn note_of_form(&mut self) {
        let Some(Overlay::Form(form)) = self.overlays.last() else { return };
        let (on, title) = (On::Annotation(form.stance.id.clone()), Safe::new("Note on the stance"));
        self.open_note(on, title);
    }

    /// Saves the form and closes it.
    pub(super) fn save_form(&mut self) {
        let Some(Overlay::Form(form)) = self.overlays.pop() else { return };
        let Some(reader) = &self.reader else { return };
        if reader.annotations.stance(&form.stance.id).is_none() {
            return self.say(Level::Warning, "This stance was taken away meanwhile; nothing is changed.");
        }
        let change = form.change(reader);
        if change == Change::default() {
            return self.say(Level::Info, "Nothing was changed.");
        }
        self.perform(vec![What::Change { of: form.stance.id.clone(), change: Box::new(change) }]);
        self.say(Level::Info, "The stance is changed.");
    }
}
