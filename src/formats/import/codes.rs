//! Codes of a codebook that was made elsewhere, and what they change in that of a library: what is missing is added, what is
//! there stays as it is unless it says nothing.

use crate::formats::config::{Edit, Set, is_label, is_short_name};
use crate::model::{Codebook, Label};

/// A type of mentions, or a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Which of the two.
    pub label: Label,
    /// The key of a type, the words of a tag.
    pub key: String,
    /// When to use it; empty where nothing is said.
    pub definition: String,
    /// The name of a type's colour.
    pub hue: Option<&'static str>,
}

impl Code {
    /// Says whether a codebook can have it under its name.
    pub(super) fn fits(&self) -> bool {
        match self.label {
            Label::Type => is_short_name(&self.key),
            Label::Tag => is_label(&self.key),
        }
    }
}

/// What codes change in a codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// The changes of the configuration.
    pub edits: Vec<Edit>,
    /// Types and tags that are new, and those that got a definition.
    pub added: [usize; 3],
    /// How many are there already.
    pub same: usize,
    /// One clause for each that is refused.
    pub refused: Vec<String>,
    /// How many of these mean something else in the codebook.
    pub conflicts: usize,
}

/// Works out what codes change in a codebook; where `replace` says so, definitions take the place of others.
#[must_use]
pub fn lay_codes(codes: &[Code], codebook: &Codebook, replace: bool) -> Coded {
    let (mut out, mut digits) = (Coded::default(), codebook.free_digits());
    for code in codes {
        let name = if code.label == Label::Type { "type" } else { "tag" };
        let (key, definition) = (&code.key, &code.definition);
        if !code.fits() {
            out.refused.push(format!("the {name} “{key}” is refused: that cannot be the name of one"));
        } else if let Some(there) = definition_of(code, codebook) {
            if definition.is_empty() || there == *definition {
                out.same += 1;
            } else if there.is_empty() || replace {
                out.added[2] += 1;
                out.edits.push(edit(code, vec![("definition", Set::Text(definition.clone()))]));
            } else {
                out.conflicts += 1;
                out.refused.push(format!("the {name} “{key}” is used for something else here: “{there}”"));
            }
        } else if !out.edits.iter().any(|edit| edit.key == *key && edit.list == list(code)) {
            out.added[usize::from(code.label == Label::Tag)] += 1;
            out.edits.push(edit(code, whole(code, &mut digits)));
        }
    }
    out
}

/// Returns what the codebook says of a code; a type that has no definition is called by its name.
fn definition_of(code: &Code, codebook: &Codebook) -> Option<String> {
    match code.label {
        Label::Type => codebook.kind(&code.key).map(|it| {
            let called = it.definition.is_empty() && it.name == code.definition;
            if called { it.name.clone() } else { it.definition.clone() }
        }),
        Label::Tag => codebook.tags.iter().find(|it| it.label == code.key).map(|it| it.definition.clone()),
    }
}

const fn list(code: &Code) -> &'static str {
    match code.label {
        Label::Type => "types",
        Label::Tag => "tags",
    }
}

fn edit(code: &Code, fields: Vec<(&'static str, Set)>) -> Edit {
    Edit { list: list(code), key: code.key.clone(), fields }
}

fn whole(code: &Code, digits: &mut impl Iterator<Item = u8>) -> Vec<(&'static str, Set)> {
    let mut fields = vec![("definition", Set::Text(code.definition.clone()))];
    if code.label == Label::Type {
        fields.push(("name", Set::Text(code.key.to_lowercase())));
        fields.push(("digit", Set::Digit(digits.next().unwrap_or(0))));
        fields.extend(code.hue.map(|hue| ("hue", Set::Text(hue.to_owned()))));
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::{Code, lay_codes};
    use crate::formats::config::{Config, lay_edits};
    use crate::model::Label;

    fn code(label: Label, key: &str, definition: &str) -> Code {
        Code { label, key: key.to_owned(), definition: definition.to_owned(), hue: None }
    }

    #[test]
    fn what_is_missing_is_added_and_what_is_there_stays() {
        let (tag, kind) = (Label::Tag, Label::Type);
        let config = Config::default();
        let codes = [
            code(tag, "war", "of arms"),
            code(tag, "war", "twice"),
            code(tag, " \n", ""),
            code(kind, "VESSEL", "ships"),
            code(kind, "two words", ""),
        ];
        let laid = lay_codes(&codes, &config.codebook, false);
        assert_eq!((laid.added, laid.same, laid.refused.len()), ([1, 1, 0], 0, 2), "{laid:?}");
        let (config, complaints) = lay_edits(&config, &laid.edits);
        assert!(complaints.is_empty(), "{complaints:?}");
        let vessel = config.codebook.kind("VESSEL").unwrap();
        assert_eq!((vessel.name.as_str(), vessel.definition.as_str()), ("vessel", "ships"));
        let war = config.codebook.tags.iter().find(|it| it.label == "war").unwrap();
        assert_eq!(war.definition, "of arms");
        let again = [code(tag, "war", "of words"), code(tag, "war", "of arms"), code(kind, "VESSEL", "")];
        let laid = lay_codes(&again, &config.codebook, false);
        assert_eq!((laid.edits.len(), laid.same, laid.refused.len()), (0, 2, 1), "{laid:?}");
        let laid = lay_codes(&again, &config.codebook, true);
        assert_eq!((laid.added, laid.same), ([0, 0, 1], 2), "{laid:?}");
        let (config, _) = lay_edits(&config, &laid.edits);
        assert!(config.codebook.tags.iter().any(|it| it.definition == "of words"));
    }
}
