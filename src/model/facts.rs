//! What the journals of one article say of entities: how often each is mentioned, and who takes which stance toward whom.
//!
//! Counted from the acts alone, no text is needed. Names are as the journals have them; the registry is asked later.

use super::fold::{Record, records};
use super::taught::{Lines, one_line};
use super::{Holder, Intensity, Journal, Polarity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// The facts of one article. Kept as text, a line a fact, since a library may have ten thousand of these in its index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(Lines);

/// How often an entity is mentioned as one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// The entity's name.
    pub entity: &'a str,
    /// Key of the entity type.
    pub kind: &'a str,
    /// How many mentions.
    pub count: usize,
}

/// How often one takes a stance toward another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held<'a> {
    /// Name of the holder; nothing is the article's author.
    pub holder: Option<&'a str>,
    /// Name of the target.
    pub target: &'a str,
    /// Which stance.
    pub polarity: Polarity,
    /// How strong, where that was said.
    pub intensity: Option<Intensity>,
    /// How many stances.
    pub count: usize,
}

impl Facts {
    /// Counts what stands in the journals of one article. What two annotators say alike of the same words counts once.
    #[must_use]
    pub fn of(journals: &[Journal]) -> Self {
        let mut facts: BTreeMap<String, usize> = BTreeMap::new();
        let mut seen = HashSet::new();
        for journal in journals {
            for record in records(&journal.annotator, &journal.acts) {
                let Some((fact, place)) = fact(&record) else { continue };
                if seen.insert((key(&fact), place)) {
                    *facts.entry(fact).or_default() += 1;
                }
            }
        }
        let lines: String = facts.into_iter().map(|(fact, count)| format!("{fact}\t{count}\n")).collect();
        Self(Lines::from(lines))
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.as_str().is_empty()
    }

    /// Returns the mentions, an entity and type each, sorted by type.
    pub fn mentions(&self) -> impl Iterator<Item = Named<'_>> {
        self.0.as_str().lines().filter_map(|line| {
            let mut parts = line.strip_prefix("m\t")?.split('\t');
            let (kind, entity, count) = (parts.next()?, parts.next()?, parts.next()?);
            Some(Named { entity, kind, count: count.parse().ok()? })
        })
    }

    /// Returns the stances, a holder, target, polarity and intensity each.
    pub fn stances(&self) -> impl Iterator<Item = Held<'_>> {
        self.0.as_str().lines().filter_map(|line| {
            let mut parts = line.strip_prefix("s\t")?.split('\t');
            let (polarity, intensity) = (Polarity::from_word(parts.next()?)?, parts.next()?.parse().ok());
            let (holder, target, count) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
            Some(Held { holder: Some(holder).filter(|name| !name.is_empty()), target, polarity, intensity, count })
        })
    }

    /// Returns the type that a name has among the mentions of this article.
    #[must_use]
    pub fn kind_of(&self, name: &str) -> Option<&str> {
        self.mentions().find(|named| named.entity == name).map(|named| named.kind)
    }
}

/// Returns what of a fact two annotators have to say alike to say the same: how strong a stance is is not a part of it.
fn key(fact: &str) -> (String, String) {
    let parts: Vec<&str> = fact.splitn(4, '\t').collect();
    match parts.as_slice() {
        ["s", polarity, _, sides] => ((*polarity).to_owned(), (*sides).to_owned()),
        _ => (String::new(), fact.to_owned()),
    }
}

/// Returns what an annotation says, and of which code points.
fn fact(record: &Record) -> Option<(String, (usize, usize))> {
    match record {
        Record::Mention(mention) => {
            let fact = format!("m\t{}\t{}", one_line(&mention.kind), one_line(&mention.entity));
            Some((fact, (mention.anchor.start, mention.anchor.end)))
        }
        Record::Stance(stance) => {
            let holder = match &stance.holder {
                Holder::Author => String::new(),
                Holder::Entity(party) => one_line(&party.entity),
            };
            let intensity = stance.intensity.map_or_else(String::new, |strong| strong.to_string());
            let (polarity, target) = (stance.polarity.word(), one_line(&stance.target.entity));
            let fact = format!("s\t{polarity}\t{intensity}\t{holder}\t{target}");
            Some((fact, (stance.evidence.start, stance.evidence.end)))
        }
        Record::Tag(_) | Record::Note(_) | Record::Rejection(_) => None,
    }
}
