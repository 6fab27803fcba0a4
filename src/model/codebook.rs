//! The codebook: entity types and tags of a library, each with its key, colour and definition.

use super::Suggestions;

/// The key under which the model proposes days.
const DATE: &str = "DATE";

/// A colour by its name in the theme, so that each theme can give it a value that reads well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Hue {
    /// Also the default.
    Blue,
    /// Orange or brown.
    Orange,
    /// Green.
    Green,
    /// Pink or magenta.
    Pink,
    /// Yellow.
    Yellow,
    /// Light blue.
    Cyan,
    /// Red.
    Red,
    /// Violet.
    Violet,
    /// Grey.
    Grey,
}

impl Hue {
    /// All of them, in the order of the configuration's manual.
    pub const ALL: [Self; 9] = [
        Self::Blue,
        Self::Orange,
        Self::Green,
        Self::Pink,
        Self::Yellow,
        Self::Cyan,
        Self::Red,
        Self::Violet,
        Self::Grey,
    ];
}

/// One entity type.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct EntityType {
    /// What files hold, such as `PER`.
    pub key: String,
    /// What screens show, such as `person`.
    pub name: String,
    /// The digit that marks it, from 1 to 9.
    pub digit: Option<u8>,
    /// Its colour.
    pub hue: Hue,
    /// The key under which the model proposes it, where that is another one.
    #[serde(default)]
    pub proposed_as: Option<String>,
    /// When to use it.
    #[serde(default)]
    pub definition: String,
    /// Words from texts that show when to use it.
    #[serde(default)]
    pub examples: Vec<String>,
}

/// One tag that the library proposes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct TagLabel {
    /// The label.
    pub label: String,
    /// When to use it.
    #[serde(default)]
    pub definition: String,
    /// Words from texts that show when to use it.
    #[serde(default)]
    pub examples: Vec<String>,
}

/// Entity types and tags of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// In the order of the configuration.
    pub types: Vec<EntityType>,
    /// In the order of the configuration.
    pub tags: Vec<TagLabel>,
}

impl Codebook {
    /// Returns the type with this key.
    #[must_use]
    pub fn kind(&self, key: &str) -> Option<&EntityType> {
        self.types.iter().find(|kind| kind.key == key)
    }

    /// Returns the keys under which days are marked: they are no entities that anyone looks for by name.
    #[must_use]
    pub fn dates(&self) -> Vec<String> {
        let renamed = self.types.iter().filter(|kind| kind.proposed_as.as_deref() == Some(DATE));
        std::iter::once(DATE.to_owned()).chain(renamed.map(|kind| kind.key.clone())).collect()
    }

    /// Returns what is proposed under the keys of the codebook. What it has no type for is of no use in its library.
    #[must_use]
    pub fn admit(&self, mut suggestions: Suggestions) -> Suggestions {
        for mention in suggestions.mentions.iter_mut().filter(|mention| self.kind(&mention.kind).is_none()) {
            let meant = self.types.iter().find(|kind| kind.proposed_as.as_deref() == Some(mention.kind.as_str()));
            if let Some(kind) = meant {
                mention.kind.clone_from(&kind.key);
            }
        }
        suggestions.kept(|_, mention| self.kind(&mention.kind).is_some())
    }

    /// Returns the type that `digit` marks.
    #[must_use]
    pub fn by_digit(&self, digit: u8) -> Option<&EntityType> {
        self.types.iter().find(|kind| kind.digit == Some(digit))
    }

    /// Returns the digits that mark no type, the lowest first.
    pub fn free_digits(&self) -> impl Iterator<Item = u8> + use<'_> {
        (1..=9).filter(|digit| self.by_digit(*digit).is_none())
    }
}
