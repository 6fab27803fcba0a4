//! New texts from old: names are replaced by names that no text of the training has, and some texts are shouted or written
//! as headlines are, so that the model learns what is around a name and not the names alone.

use super::examples::{Example, Named};
use super::random::Random;
use crate::text::Span;
use std::collections::{BTreeSet, HashMap};

/// Names to put in the place of others.
#[derive(Clone, Debug, Default)]
pub struct Pools {
    /// Whole names of persons in the news.
    pub actors: Vec<String>,
    /// First names.
    pub first: Vec<String>,
    /// Last names.
    pub last: Vec<String>,
    /// Countries, regions, waters.
    pub places: Vec<String>,
    /// Cities.
    pub cities: Vec<String>,
    /// Organisations.
    pub groups: Vec<String>,
    /// Organisations of more than one word that the training texts name.
    pub own: Vec<String>,
}

impl Pools {
    /// Takes the organisations of more than one word out of the texts to learn from.
    pub fn learn(&mut self, examples: &[Example]) {
        let words =
            |example: &Example, name: &Named| example.text.get(name.span.start..name.span.end).map(str::to_owned);
        let all = examples.iter().flat_map(|example| {
            example.names.iter().filter(|name| name.kind == "ORG").filter_map(move |name| words(example, name))
        });
        self.own = all.filter(|name| name.contains(' ')).collect::<BTreeSet<_>>().into_iter().collect();
    }

    /// Returns another name of a type for `old`.
    fn fresh(&self, kind: &str, old: &str, random: &mut Random) -> String {
        let many = old.contains(' ');
        let chosen = match kind {
            "PER" if many && random.chance(0.5) => random.one(&self.actors).cloned(),
            "PER" if many => random
                .one(&self.first)
                .cloned()
                .zip(random.one(&self.last))
                .map(|(first, last)| format!("{first} {last}")),
            "PER" if random.chance(0.5) => {
                random.one(&self.actors).and_then(|name| name.split(' ').next_back()).map(str::to_owned)
            }
            "PER" => random.one(&self.last).cloned(),
            "LOC" if random.chance(0.5) => random.one(&self.places).cloned(),
            "LOC" => random.one(&self.cities).cloned(),
            "ORG" if many && random.chance(0.45) => random.one(&self.groups).cloned(),
            "ORG" if many => random.one(&self.own).cloned(),
            _ => None,
        };
        chosen.unwrap_or_else(|| old.to_owned())
    }
}

/// How often a text is changed, each from 0 (never) to 1 (always).
#[derive(Clone, Copy, Debug)]
pub(super) struct Odds {
    /// Names are replaced in it.
    pub(super) renamed: f32,
    /// It is all in capitals.
    pub(super) shouted: f32,
    /// Long words get a capital.
    pub(super) headline: f32,
}

/// Returns a text, changed or not.
pub(super) fn augment(example: &Example, pools: &Pools, odds: Odds, random: &mut Random) -> Example {
    let mut new = if random.chance(odds.renamed) { renamed(example, pools, random) } else { example.clone() };
    if random.chance(odds.shouted) && new.text.is_ascii() {
        new.text.make_ascii_uppercase();
    } else if random.chance(odds.headline) && new.text.is_ascii() {
        new.text = headline(&new.text);
    }
    new
}

fn renamed(example: &Example, pools: &Pools, random: &mut Random) -> Example {
    let (mut new, mut at, mut seen) = (Example::default(), 0, HashMap::new());
    for name in &example.names {
        let old = example.text.get(name.span.start..name.span.end).unwrap_or_default();
        let handle = old.starts_with(['@', '#']);
        let words = if handle || random.chance(0.5) {
            old.to_owned()
        } else {
            seen.entry((old, &name.kind)).or_insert_with(|| pools.fresh(&name.kind, old, random)).clone()
        };
        new.text.push_str(example.text.get(at..name.span.start).unwrap_or_default());
        let start = new.text.len();
        new.text.push_str(&words);
        new.names.push(Named { span: Span::new(start, new.text.len()), kind: name.kind.clone() });
        at = name.span.end;
    }
    new.text.push_str(example.text.get(at..).unwrap_or_default());
    new
}

/// Gives words of four letters or more a capital.
fn headline(text: &str) -> String {
    let mut new = String::with_capacity(text.len());
    for part in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let long = part.bytes().take_while(u8::is_ascii_lowercase).count() >= 4;
        let mut letters = part.chars();
        match letters.next().filter(|_| long) {
            Some(first) => {
                new.push(first.to_ascii_uppercase());
                new.push_str(letters.as_str());
            }
            None => new.push_str(part),
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::{Example, Named, Odds, Pools, Random, augment};
    use crate::text::Span;

    #[test]
    fn names_are_replaced_and_stay_marked() {
        let named = |start, end, kind: &str| Named { span: Span::new(start, end), kind: kind.to_owned() };
        let old =
            Example { text: "Ann Lee left Oslo.".to_owned(), names: vec![named(0, 7, "PER"), named(13, 17, "LOC")] };
        let list = |name: &str| vec![name.to_owned()];
        let (actors, places, cities) = (list("Bo Ek"), list("Peru"), list("Lima"));
        let pools = Pools { actors, places, cities, first: list("Bo"), last: list("Ek"), ..Pools::default() };
        let always = Odds { renamed: 1.0, shouted: 0.0, headline: 1.0 };
        let mut texts: Vec<String> = (0..30)
            .map(|seed| {
                let new = augment(&old, &pools, always, &mut Random::new(seed));
                let words = |name: &Named| new.text[name.span.start..name.span.end].to_owned();
                assert!(["Bo Ek", "Ann Lee"].contains(&words(&new.names[0]).as_str()), "{new:?}");
                assert!(["Peru", "Lima", "Oslo"].contains(&words(&new.names[1]).as_str()), "{new:?}");
                new.text
            })
            .collect();
        texts.sort();
        texts.dedup();
        assert!(texts.contains(&"Bo Ek Left Lima.".to_owned()) && texts.len() > 3, "{texts:?}");
    }
}
