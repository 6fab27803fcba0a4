//! Lessons: what a person's corrections tell about names. The lessons of a library are the sum of what its articles teach,
//! so that each article can be taken out again exactly when something in it is undone.

use super::{Codebook, Taught};
use crate::text::{is_word_edge, name_key};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How often something was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In how many articles.
    pub articles: usize,
    /// In how many of them not only as a part of a longer name, such as the surname of somebody named in full.
    pub whole: usize,
    /// At how many places.
    pub places: usize,
}

/// What was decided of one name, in whatever spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its spellings, each with the number of articles.
    spellings: BTreeMap<String, usize>,
    /// How often it was marked, by entity type.
    marked: BTreeMap<String, Tally>,
    /// How often it was turned down, by the type that was proposed.
    rejected: BTreeMap<String, Tally>,
}

/// What the lessons say of a name: its type, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief<'a> {
    /// Key of the entity type.
    pub kind: &'a str,
    /// In how many articles it was marked so.
    pub articles: usize,
    /// Whether it was only ever marked as a part of a longer name: alone it may name something else.
    pub short: bool,
    /// In how many articles it was turned down as that.
    pub rejected: usize,
    /// From 0 to 1: the share of decisions for this type, and a little less while these are few.
    pub score: f64,
}

impl Known {
    /// Returns its spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.keys().map(String::as_str)
    }

    /// Returns the type that most articles mark it as, the `proposed` one where two are equal; none where it was turned
    /// down more often than marked.
    #[must_use]
    pub fn belief(&self, proposed: Option<&str>) -> Option<Belief<'_>> {
        let held = self.marked.iter().filter(|(kind, _)| !self.refuses(kind));
        let (kind, tally) =
            held.max_by_key(|(kind, tally)| (tally.articles, proposed == Some(kind.as_str()), tally.places))?;
        let rejected = self.rejections(kind);
        let decisions = self.marked.values().map(|tally| tally.articles).sum::<usize>() + rejected;
        let articles = tally.articles;
        #[expect(clippy::cast_precision_loss, reason = "no library has 2^52 articles")]
        let score = articles as f64 / decisions as f64 * (1.0 - 0.25 / articles as f64);
        Some(Belief { kind, articles, short: tally.whole == 0, rejected, score })
    }

    /// Says whether it was turned down as this type more often than marked so. What was turned down and never marked is
    /// refused as any type: had another one been right, it would have been given.
    #[must_use]
    pub fn refuses(&self, kind: &str) -> bool {
        let marked = self.marked.get(kind).map_or(0, |tally| tally.articles);
        self.rejections(kind) > marked || self.marked.is_empty() && !self.rejected.is_empty()
    }

    /// Says whether these words are a spelling of it: "church of the hill" was turned down, "Church of the Hill" was not.
    #[must_use]
    pub fn is_spelled(&self, words: &str) -> bool {
        let capital = |name: &str| name.starts_with(char::is_uppercase);
        self.spellings().any(|spelling| capital(spelling) || !capital(words))
    }

    fn rejections(&self, kind: &str) -> usize {
        self.rejected.get(kind).map_or(0, |tally| tally.articles)
    }

    fn is_empty(&self) -> bool {
        self.marked.is_empty() && self.rejected.is_empty()
    }
}

/// One thing that one article teaches: a name was marked as a type, or turned down as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lesson<'a> {
    /// Whether it was turned down.
    pub rejected: bool,
    /// Whether it was marked only as a part of a longer name.
    pub short: bool,
    /// Key of the entity type.
    pub kind: &'a str,
    /// At how many places.
    pub places: usize,
    /// The name in each of its spellings, divided by tabs.
    pub spellings: &'a str,
}

/// The lessons of many articles.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lessons {
    /// By the first word of the name's key, then by the key: so that a text is looked up word by word. Shared, so that a
    /// copy for a worker costs little.
    names: HashMap<Arc<str>, Arc<BTreeMap<String, Known>>>,
    /// What entity types are called, for reasons.
    types: Arc<BTreeMap<String, String>>,
}

impl Lessons {
    /// Says whether nothing was ever taught.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns what is known of a name.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&Known> {
        if self.names.is_empty() {
            return None;
        }
        let key = name_key(name);
        self.names.get(first_word(&key))?.get(&key)
    }

    /// Returns what is known of names whose first word is this one, in lower case.
    pub fn beginning(&self, word: &str) -> impl Iterator<Item = &Known> {
        self.names.get(word).into_iter().flat_map(|names| names.values())
    }

    /// Says in a few words why a belief is held.
    #[must_use]
    pub fn reason(&self, belief: &Belief<'_>) -> String {
        let articles = |count: usize| if count == 1 { "1 article".to_owned() } else { format!("{count} articles") };
        let kind = self.types.get(belief.kind).map_or(belief.kind, String::as_str);
        let but = if belief.rejected > 0 { format!(", rejected in {}", belief.rejected) } else { String::new() };
        format!("marked as {kind} in {}{but}", articles(belief.articles))
    }

    /// Takes the names of types from a codebook.
    pub fn name_types(&mut self, codebook: &Codebook) {
        let names = codebook.types.iter().map(|kind| (kind.key.clone(), kind.name.clone()));
        self.types = Arc::new(names.collect());
    }

    /// Adds what one article teaches.
    pub fn add(&mut self, taught: &Taught) {
        taught.lessons().for_each(|lesson| self.count(lesson, true));
    }

    /// Takes back what one article taught.
    pub fn remove(&mut self, taught: &Taught) {
        taught.lessons().for_each(|lesson| self.count(lesson, false));
    }

    fn count(&mut self, lesson: Lesson<'_>, more: bool) {
        let key = name_key(lesson.spellings.split('\t').next().unwrap_or_default());
        let first = first_word(&key).to_owned();
        let names = Arc::make_mut(self.names.entry(Arc::from(first.as_str())).or_default());
        let known = names.entry(key.clone()).or_default();
        for spelling in lesson.spellings.split('\t') {
            step(&mut known.spellings, spelling, |count| *count = change(*count, 1, more), |count| *count == 0);
        }
        let tallies = if lesson.rejected { &mut known.rejected } else { &mut known.marked };
        let turn = |tally: &mut Tally| {
            tally.articles = change(tally.articles, 1, more);
            tally.whole = change(tally.whole, usize::from(!lesson.short), more);
            tally.places = change(tally.places, lesson.places, more);
        };
        step(tallies, lesson.kind, turn, |tally| tally.articles == 0);
        if known.is_empty() {
            names.remove(&key);
        }
        if names.is_empty() {
            self.names.remove(first.as_str());
        }
    }
}

const fn change(count: usize, by: usize, more: bool) -> usize {
    if more { count + by } else { count.saturating_sub(by) }
}

/// Changes the value of a key; one that has come to nothing is taken out.
fn step<T: Default>(
    all: &mut BTreeMap<String, T>,
    key: &str,
    turn: impl FnOnce(&mut T),
    nothing: impl FnOnce(&T) -> bool,
) {
    let value = all.entry(key.to_owned()).or_default();
    turn(value);
    if nothing(value) {
        all.remove(key);
    }
}

/// Returns the first word of a name; nothing where it has none.
fn first_word(name: &str) -> &str {
    let Some(start) = name.find(char::is_alphanumeric) else { return "" };
    let rest = &name[start..];
    let end = rest.char_indices().map(|(at, _)| at).skip(1).find(|at| is_word_edge(rest, *at));
    &rest[..end.unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::{Lessons, first_word};
    use crate::model::{Decision, Taught};
    use proptest::prelude::*;

    fn taught(decisions: &[(&str, &str, bool)]) -> Taught {
        Taught::new(
            1,
            decisions.iter().map(|(name, kind, rejected)| Decision { name, whole: name, kind, rejected: *rejected }),
        )
    }

    fn lessons(articles: &[&[(&str, &str, bool)]]) -> Lessons {
        let mut lessons = Lessons::default();
        articles.iter().for_each(|decisions| lessons.add(&taught(decisions)));
        lessons
    }

    #[test]
    fn the_majority_of_articles_decides_and_the_score_rises() {
        let place: &[(&str, &str, bool)] = &[("Georgia", "LOC", false), ("Georgia", "LOC", false)];
        let person: &[(&str, &str, bool)] = &[("Georgia", "PER", false)];
        let refused: &[(&str, &str, bool)] = &[("GEORGIA", "PER", true)];
        type Case<'a> = (&'a [&'a [(&'a str, &'a str, bool)]], Option<&'a str>, Option<(&'a str, f64)>);
        let cases: [Case<'_>; 6] = [
            (&[place], None, Some(("LOC", 0.75))),
            (&[place, place], None, Some(("LOC", 0.875))),
            (&[place, person], None, Some(("LOC", 0.375))),
            (&[place, person], Some("PER"), Some(("PER", 0.375))),
            (&[person, refused], None, Some(("PER", 0.375))),
            (&[person, refused, refused], None, None),
        ];
        for (articles, proposed, expected) in cases {
            let lessons = lessons(articles);
            let belief = lessons.of("georgia").and_then(|known| known.belief(proposed));
            let found = belief.map(|belief| (belief.kind, (belief.score * 1000.0).round() / 1000.0));
            assert_eq!(found, expected, "{articles:?} {proposed:?}");
        }
        assert!(lessons(&[refused]).of("Georgia").is_some_and(|known| known.refuses("PER") && known.refuses("LOC")));
    }

    #[test]
    fn names_are_found_by_their_first_word() {
        let cases =
            [("xi jinping", "xi"), ("al-sisi", "al"), ("u.s.", "u"), ("习近平", "习"), ("(eu)", "eu"), ("—", "")];
        for (name, first) in cases {
            assert_eq!(first_word(name), first, "{name}");
        }
        let lessons = lessons(&[&[("Xi Jinping", "PER", false), ("XI JINPING", "PER", false), ("Xi", "PER", false)]]);
        let spellings = |word| lessons.beginning(word).flat_map(super::Known::spellings).collect::<Vec<_>>();
        assert_eq!(spellings("xi"), ["Xi", "XI JINPING", "Xi Jinping"]);
        assert!(spellings("jinping").is_empty());
    }

    fn decisions() -> impl Strategy<Value = Vec<(String, String, bool)>> {
        prop::collection::vec(("[aA] ?[bB]?", "PER|LOC", any::<bool>()), 0..6)
    }

    proptest! {
        #[test]
        fn what_is_taken_back_leaves_no_trace(kept in prop::collection::vec(decisions(), 0..4), gone in decisions()) {
            let made = |all: &[(String, String, bool)]| {
                let all: Vec<_> = all.iter().map(|(name, kind, no)| (name.as_str(), kind.as_str(), *no)).collect();
                taught(&all)
            };
            let (mut with, mut without) = (Lessons::default(), Lessons::default());
            with.add(&made(&gone));
            kept.iter().for_each(|article| { with.add(&made(article)); without.add(&made(article)); });
            with.remove(&made(&gone));
            prop_assert_eq!(with, without);
        }
    }
}
