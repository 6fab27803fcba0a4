//! The codes of a REFI-QDA project: types with their entities, polarities, tags.

use super::names::guid;
use super::xml::{attribute, text};
use crate::formats::config::hue_name;
use crate::model::{Codebook, Hue, Polarity};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the code above all polarities.
pub(in crate::formats) const STANCES: &str = "Stances";
/// The name of the code above all tags.
pub(in crate::formats) const TAGS: &str = "Tags";

/// A type with its entities.
#[derive(Default)]
struct Kind {
    colour: Option<&'static str>,
    definition: String,
    entities: BTreeSet<String>,
}

/// The codes met so far.
pub(super) struct Codes {
    kinds: BTreeMap<String, Kind>,
    /// Labels with what they mean.
    tags: BTreeMap<String, String>,
}

impl Codes {
    pub(super) fn new(codebook: &Codebook) -> Self {
        let kind = |it: &crate::model::EntityType| Kind {
            colour: Some(colour(it.hue)),
            definition: if it.definition.is_empty() { it.name.clone() } else { it.definition.clone() },
            entities: BTreeSet::new(),
        };
        Self {
            kinds: codebook.types.iter().map(|it| (it.key.clone(), kind(it))).collect(),
            tags: codebook.tags.iter().map(|it| (it.label.clone(), it.definition.clone())).collect(),
        }
    }

    /// Returns the GUID of an entity's code.
    pub(super) fn entity(&mut self, kind: &str, entity: &str) -> String {
        self.kinds.entry(kind.to_owned()).or_default().entities.insert(entity.to_owned());
        entity_guid(kind, entity)
    }

    /// Returns the GUID of a tag's code.
    pub(super) fn tag(&mut self, label: &str) -> String {
        self.tags.entry(label.to_owned()).or_default();
        guid(&format!("code:tag:{label}"))
    }

    /// Returns the GUID of a polarity's code.
    #[expect(clippy::unused_self, reason = "all codes are asked for in the same way")]
    pub(super) fn polarity(&self, polarity: Polarity) -> String {
        guid(&format!("code:stance:{}", polarity.word()))
    }

    /// Writes all codes.
    pub(super) fn xml(&self) -> String {
        let mut out = String::new();
        for (key, kind) in &self.kinds {
            let inside: String =
                kind.entities.iter().map(|name| code(&entity_guid(key, name), name, None, "", "")).collect();
            out.push_str(&code(&guid(&format!("code:type:{key}")), key, kind.colour, &kind.definition, &inside));
        }
        let polarity = |it: &Polarity| code(&self.polarity(*it), it.word(), None, "", "");
        let polarities: String = Polarity::ALL.iter().map(polarity).collect();
        out.push_str(&code(&guid("codes:stances"), STANCES, None, "Who holds what of whom.", &polarities));
        if !self.tags.is_empty() {
            let tag = |(label, meaning): (&String, &String)| {
                code(&guid(&format!("code:tag:{label}")), label, None, meaning, "")
            };
            let tags: String = self.tags.iter().map(tag).collect();
            out.push_str(&code(&guid("codes:tags"), TAGS, None, "", &tags));
        }
        out
    }
}

fn entity_guid(kind: &str, entity: &str) -> String {
    guid(&format!("code:entity:{kind}\n{entity}"))
}

fn code(guid: &str, name: &str, colour: Option<&str>, meaning: &str, inside: &str) -> String {
    let colour = colour.map(|colour| format!(" color=\"{colour}\"")).unwrap_or_default();
    let meaning =
        if meaning.is_empty() { String::new() } else { format!("<Description>{}</Description>\n", text(meaning)) };
    format!(
        "<Code guid=\"{guid}\" name=\"{}\" isCodable=\"true\"{colour}>\n{meaning}{inside}</Code>\n",
        attribute(name)
    )
}

/// Returns the name of the hue that is written as this colour.
pub(in crate::formats) fn hue_of(written: &str) -> Option<&'static str> {
    Hue::ALL.into_iter().find(|hue| colour(*hue).eq_ignore_ascii_case(written)).map(hue_name)
}

/// A colour of the palette of Okabe and Ito, which people tell apart whatever colours they see.
const fn colour(hue: Hue) -> &'static str {
    match hue {
        Hue::Blue => "#0072B2",
        Hue::Orange => "#E69F00",
        Hue::Green => "#009E73",
        Hue::Pink => "#CC79A7",
        Hue::Yellow => "#F0E442",
        Hue::Cyan => "#56B4E9",
        Hue::Red => "#D55E00",
        Hue::Violet => "#8E44AD",
        Hue::Grey => "#808080",
    }
}
