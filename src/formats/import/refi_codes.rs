//! The codes of REFI-QDA, of a codebook (`.qdc`) or a project: ours come back as types and tags, those of other programs are
//! tags, as their codings are.

use super::codes::Code;
use super::{Found, Give, Source};
use crate::formats::export::refi_codes::{STANCES, TAGS, hue_of};
use crate::model::Label;
use roxmltree::{Document, Node};
use std::ops::ControlFlow;

/// Reads the codes of a codebook.
pub(super) fn read(source: &Source, give: &mut Give<'_>) -> ControlFlow<()> {
    let text = source.text();
    let why = match Document::parse(text.trim_start_matches('\u{feff}')) {
        Ok(tree) => {
            let codes = codes(&tree);
            if !codes.is_empty() {
                return give(Found::Codes(source.name.clone(), codes));
            }
            "it has no codes".to_owned()
        }
        Err(error) => format!("it is no XML: {error}"),
    };
    give(Found::unreadable(&source.name, why))
}

/// Returns the codes of a document, those above before those below them.
pub(super) fn codes(tree: &Document<'_>) -> Vec<Code> {
    let own = is_own(tree);
    tree.descendants().filter(|it| is_code(*it)).filter_map(|it| code(it, own)).collect()
}

/// Says whether a document is of our own making, whose codes are types, entities, stances and tags.
pub(super) fn is_own(tree: &Document<'_>) -> bool {
    tree.root_element().attribute("origin") == Some("newsgloss")
}

fn is_code(it: Node<'_, '_>) -> bool {
    it.tag_name().name() == "Code"
}

/// Returns the name of the code above a code.
pub(super) fn above<'a>(it: Node<'a, '_>) -> Option<&'a str> {
    it.parent_element().filter(|above| is_code(*above))?.attribute("name")
}

fn code(it: Node<'_, '_>, own: bool) -> Option<Code> {
    let above = above(it);
    let key = it.attribute("name")?.split_whitespace().collect::<Vec<_>>().join(" ");
    let label = match (own, above) {
        (true, None) if [STANCES, TAGS].contains(&key.as_str()) => return None,
        (true, None) => Label::Type,
        // Of a type's codes each is an entity, of the stances' a polarity.
        (true, Some(above)) if above != TAGS => return None,
        // What only holds others together codes nothing.
        (false, _) if it.attribute("isCodable") == Some("false") => return None,
        _ => Label::Tag,
    };
    let said = it.children().find(|it| it.tag_name().name() == "Description").and_then(|it| it.text());
    let definition = said.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let hue = it.attribute("color").and_then(hue_of).filter(|_| label == Label::Type);
    (!key.is_empty()).then_some(Code { label, key, definition, hue })
}

#[cfg(test)]
mod tests {
    use super::codes;
    use crate::formats::Format;
    use crate::formats::fixture::every_kind;
    use crate::model::{Codebook, EntityType, Hue, Label, TagLabel};
    use roxmltree::Document;

    #[test]
    fn codes_of_others_are_tags() {
        let xml = "<CodeBook xmlns='urn:QDA-XML:codebook:1.0' origin='Other'><Codes>\
            <Code guid='1' name='Actors' isCodable='false'><Code guid='2' name=' The  state' isCodable='true' color='#0072B2'>\
            <Description>Who\n governs.</Description></Code></Code><Code guid='3' name='Tags' isCodable='true'/>\
            <Code guid='4' name='' isCodable='true'/></Codes><Sets><Set guid='5' name='x'/></Sets></CodeBook>";
        let read = codes(&Document::parse(xml).unwrap());
        let said: Vec<_> = read.iter().map(|it| (it.label, it.key.as_str(), it.definition.as_str(), it.hue)).collect();
        assert_eq!(said, [(Label::Tag, "The state", "Who governs.", None), (Label::Tag, "Tags", "", None)]);
    }

    #[test]
    fn our_own_come_back() {
        let kind = |key: &str, hue, definition: &str| EntityType {
            key: key.to_owned(),
            name: key.to_lowercase(),
            digit: None,
            hue,
            proposed_as: None,
            definition: definition.to_owned(),
            examples: Vec::new(),
        };
        let tag = TagLabel { label: "war & <peace>".to_owned(), definition: "=both".to_owned(), examples: Vec::new() };
        let types = vec![kind("SHIP", Hue::Red, "afloat"), kind("ÅR", Hue::Cyan, "")];
        let codebook = Codebook { types, tags: vec![tag] };
        for name in ["refi-qda-codebook", "refi-qda"] {
            let mut exporter = Format::from_name(name).unwrap().begin(&codebook);
            let (_, xml) = every_kind().export(&mut exporter).pop().unwrap();
            let read = codes(&Document::parse(str::from_utf8(&xml).unwrap()).unwrap());
            let of =
                |key: &str| read.iter().find(|it| it.key == key).map(|it| (it.label, it.definition.as_str(), it.hue));
            assert_eq!(of("SHIP"), Some((Label::Type, "afloat", Some("red"))), "{name}");
            assert_eq!(of("ÅR"), Some((Label::Type, "år", Some("cyan"))), "{name}");
            assert_eq!(of("war & <peace>"), Some((Label::Tag, "=both", None)), "{name}");
            assert!(of("Putin").is_none() && of("support").is_none() && of("Stances").is_none(), "{name}");
        }
    }
}
