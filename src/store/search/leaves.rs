//! Tests that ask what was annotated: answered by the rows of articles that have journals.

use crate::model::Registry;
use crate::query::{Has, Phrase, StanceTest, Test};
use crate::store::Row;
use crate::text::fold;

/// Says whether an annotated article answers a test; nothing where the test asks for something else than annotations.
pub(super) fn holds(row: &Row, test: &Test, registry: &Registry) -> Option<bool> {
    Some(match test {
        Test::Has(Has::Orphan) => row.orphans > 0,
        Test::Has(Has::Mention) => row.counts.mentions > 0,
        Test::Has(Has::Stance) => row.counts.stances > 0,
        Test::Has(Has::Tag) => !row.counts.tags.is_empty(),
        Test::Has(Has::Note) => row.counts.notes > 0,
        Test::Tag(label) => row.counts.tags.iter().any(|tag| fold(tag) == *label),
        Test::Note(phrase) => row.notes.iter().any(|note| phrase.is_in(note)),
        Test::Annotator(name) => row.annotators().any(|own| fold(own) == *name),
        Test::Entity(phrase) => {
            row.facts.mentions().any(|named| is_called(named.entity, Some(named.kind), phrase, registry))
        }
        Test::Type(key) => row.facts.mentions().any(|named| {
            let known = registry.resolve(named.entity, Some(named.kind));
            fold(known.map_or(named.kind, |entity| entity.kind.as_str())) == *key
        }),
        Test::Stance(asked) => row.facts.stances().any(|held| {
            asked.polarity.is_none_or(|polarity| polarity == held.polarity)
                && holder_is(asked, held.holder, row, registry)
                && is_side(asked.target.as_ref(), held.target, row, registry)
        }),
        Test::Words(..) | Test::Regex(_) | Test::Language(_) | Test::Date(_) | Test::Is(_) | Test::Story(_) => {
            return None;
        }
    })
}

fn holder_is(asked: &StanceTest, holder: Option<&str>, row: &Row, registry: &Registry) -> bool {
    match (holder, &asked.holder) {
        (None, Some(phrase)) => phrase.terms == ["author"],
        (None, None) => true,
        (Some(name), phrase) => is_side(phrase.as_ref(), name, row, registry),
    }
}

fn is_side(phrase: Option<&Phrase>, name: &str, row: &Row, registry: &Registry) -> bool {
    phrase.is_none_or(|phrase| is_called(name, row.facts.kind_of(name), phrase, registry))
}

/// Says whether words stand in a name, or in another name that the registry knows for it.
fn is_called(name: &str, kind: Option<&str>, phrase: &Phrase, registry: &Registry) -> bool {
    let known = registry.resolve(name, kind);
    phrase.is_in(name)
        || known
            .is_some_and(|entity| phrase.is_in(&entity.name) || entity.aliases.iter().any(|alias| phrase.is_in(alias)))
}
