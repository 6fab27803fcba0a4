//! The lists `[[types]]` and `[[tags]]`: laid over the base by key or label.

use super::fields::{Fault, Field, Report, Value, hue, is_label, is_short_name, read, texts, truth, whole, words};
use crate::model::{Codebook, EntityType, Hue, TagLabel};
use std::collections::{BTreeMap, BTreeSet};

/// One block of a list, as far as it says something.
#[derive(Default)]
struct Block {
    /// The key of a type, the label of a tag.
    key: Option<String>,
    name: Option<String>,
    /// The digit (0: none) and the byte where it stands.
    digit: Option<(u8, usize)>,
    hue: Option<Hue>,
    proposed_as: Option<String>,
    definition: Option<String>,
    examples: Option<Vec<String>>,
    remove: bool,
}

const DEFINITION: Field<Block> = Field {
    key: "definition",
    set: |block, value, _| words(value, "a text", |_| true).map(|text| block.definition = Some(text)),
};

const EXAMPLES: Field<Block> =
    Field { key: "examples", set: |block, value, _| texts(value).map(|texts| block.examples = Some(texts)) };

const REMOVE: Field<Block> =
    Field { key: "remove", set: |block, value, _| truth(value).map(|remove| block.remove = remove) };

const TYPE: [Field<Block>; 8] = [
    Field { key: "key", set: |block, value, _| type_key(value).map(|key| block.key = Some(key)) },
    Field {
        key: "name",
        set: |block, value, _| words(value, "a text of one line", is_label).map(|name| block.name = Some(name)),
    },
    Field {
        key: "digit",
        set: |block, value, _| {
            let digit = whole(value, &(0..=9), "a digit from 1 to 9, or 0 for none")?;
            block.digit = Some((digit, value.span().start));
            Ok(())
        },
    },
    Field { key: "hue", set: |block, value, _| hue(value).map(|hue| block.hue = Some(hue)) },
    Field { key: "proposed_as", set: |block, value, _| type_key(value).map(|key| block.proposed_as = Some(key)) },
    DEFINITION,
    EXAMPLES,
    REMOVE,
];

const TAG: [Field<Block>; 4] = [
    Field {
        key: "label",
        set: |block, value, _| words(value, "a text of one line", is_label).map(|label| block.key = Some(label)),
    },
    DEFINITION,
    EXAMPLES,
    REMOVE,
];

/// Journals hold `stance` where a suggested stance was turned down, so no type may have that key.
fn type_key(value: &Value<'_>) -> Result<String, Fault> {
    let right = |key: &str| is_short_name(key) && key != "stance";
    words(value, "up to 40 letters, digits, - _ . (and not \"stance\")", right)
}

/// Lays a list of types over `codebook`.
pub fn lay_types(codebook: &mut Codebook, value: &Value<'_>, report: &mut Report<'_>) -> Result<(), Fault> {
    let mut digits: BTreeMap<u8, String> = BTreeMap::new();
    for mut block in blocks(value, &TYPE, "types", "key", report)? {
        let Some(key) = block.key.take() else { continue };
        if block.remove {
            codebook.types.retain(|kind| kind.key != key);
            continue;
        }
        let digit = block.digit.and_then(|(digit, at)| free_digit(digit, at, &key, &mut digits, report));
        let types = &mut codebook.types;
        let at = types.iter().position(|kind| kind.key == key).unwrap_or_else(|| {
            types.push(new_type(&key));
            types.len() - 1
        });
        change_type(&mut types[at], block, digit);
    }
    for kind in &mut codebook.types {
        // The digits that this file gives win over those of the base.
        kind.digit = kind.digit.filter(|digit| digits.get(digit).is_none_or(|owner| *owner == kind.key));
    }
    Ok(())
}

fn free_digit(
    digit: u8,
    at: usize,
    key: &str,
    digits: &mut BTreeMap<u8, String>,
    report: &mut Report<'_>,
) -> Option<u8> {
    if digit == 0 {
        return Some(0);
    }
    if let Some(owner) = digits.get(&digit) {
        report.add(at, &format!("digit {digit} of type `{key}`"), &format!(" already marks type `{owner}`"));
        return None;
    }
    digits.insert(digit, key.to_owned());
    Some(digit)
}

fn new_type(key: &str) -> EntityType {
    EntityType {
        key: key.to_owned(),
        name: key.to_owned(),
        digit: None,
        hue: Hue::Grey,
        proposed_as: None,
        definition: String::new(),
        examples: vec![],
    }
}

fn change_type(kind: &mut EntityType, block: Block, digit: Option<u8>) {
    kind.name = block.name.unwrap_or_else(|| std::mem::take(&mut kind.name));
    kind.hue = block.hue.unwrap_or(kind.hue);
    kind.proposed_as = block.proposed_as.or(kind.proposed_as.take()).filter(|key| *key != kind.key);
    kind.definition = block.definition.unwrap_or_else(|| std::mem::take(&mut kind.definition));
    kind.examples = block.examples.unwrap_or_else(|| std::mem::take(&mut kind.examples));
    if let Some(digit) = digit {
        kind.digit = Some(digit).filter(|digit| *digit > 0);
    }
}

/// Lays a list of tags over `codebook`.
pub fn lay_tags(codebook: &mut Codebook, value: &Value<'_>, report: &mut Report<'_>) -> Result<(), Fault> {
    for block in blocks(value, &TAG, "tags", "label", report)? {
        let Some(label) = block.key else { continue };
        let known = codebook.tags.iter().position(|tag| tag.label == label);
        match known {
            Some(at) if block.remove => {
                codebook.tags.remove(at);
            }
            Some(at) => {
                let tag = &mut codebook.tags[at];
                tag.definition = block.definition.unwrap_or_else(|| std::mem::take(&mut tag.definition));
                tag.examples = block.examples.unwrap_or_else(|| std::mem::take(&mut tag.examples));
            }
            None if block.remove => {}
            None => {
                let (definition, examples) = (block.definition.unwrap_or_default(), block.examples.unwrap_or_default());
                codebook.tags.push(TagLabel { label, definition, examples });
            }
        }
    }
    Ok(())
}

/// Reads the blocks of a list; those without their `key`, or with one that was met before, are left out.
fn blocks(
    value: &Value<'_>,
    fields: &[Field<Block>],
    list: &str,
    key: &str,
    report: &mut Report<'_>,
) -> Result<Vec<Block>, Fault> {
    let not_a_list = || Fault::new(format!("a list of blocks that begin with [[{list}]]"));
    let mut met: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    for item in value.get_ref().as_array().ok_or_else(not_a_list)? {
        let table = item.get_ref().as_table().ok_or_else(not_a_list)?;
        let mut block = Block::default();
        read(table, fields, &format!("{list}."), &mut block, report);
        let at = item.span().start;
        let has_key = table.keys().any(|known| known.get_ref() == key);
        match &block.key {
            // A key that is there but not right has had its complaint.
            None if has_key => {}
            None => report.add(at, &format!("the block [[{list}]]"), &format!(" has no `{key}` and is left out")),
            Some(name) if !met.insert(name.clone()) => {
                report.add(at, &format!("the second block [[{list}]] with `{key} = \"{name}\"`"), " is left out");
            }
            Some(_) => found.push(block),
        }
    }
    Ok(found)
}
