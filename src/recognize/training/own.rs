//! Fits a library's own model on its annotations, and tries by cross-validation whether it is better than none.

use super::super::suggest_by;
use super::super::tagger::own::{self, Adapted, Own};
use super::super::tagger::scorer::{Fast, Scorer};
use super::super::tagger::weights::{self, BASE};
use super::crf::{Crf, Pace};
use super::examples::{Example, Lesson, lessons};
use super::measure::{Tally, compared};
use super::random::Random;
use crate::model::{Decision, Lessons, Taught};
use crate::text::Span;
use std::sync::atomic::AtomicBool;

/// The types that are learned.
pub const KINDS: [&str; 4] = ["PER", "LOC", "ORG", "NORP"];
/// Names that an article must have to count.
pub const LEAST_NAMES: usize = 3;
/// Articles with that many names that are needed.
pub const LEAST_ARTICLES: usize = 10;
/// Names in these articles that are needed.
pub const LEAST_IN_ALL: usize = 80;
/// Parts that the articles are dealt to; each is once tried on.
const FOLDS: usize = 5;
/// Articles that are learned from, so that memory and time have a bound.
const MOST_ARTICLES: usize = 1000;
/// Times that every sentence is read.
const ROUNDS: usize = 6;
/// Steps are small, and smaller on what was seldom met: a library has few names.
const PACE: Pace = Pace { rate: 0.05, decay: 1e-4, calm: 1.0 };
/// Features that are kept.
const MOST: usize = 60_000;
/// By how much the mean must be better, in points of F1: less is chance.
const BETTER: f64 = 0.3;

/// What came out of fitting an own model.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Articles that were learned from.
    pub articles: usize,
    /// Names in them.
    pub names: usize,
    /// How right suggestions for articles that were not learned from are without it, by type as in [`KINDS`].
    pub before: Vec<Tally>,
    /// The same with it.
    pub after: Vec<Tally>,
    /// Of five parts of the articles, on how many it was better and on how many worse.
    pub parts: (usize, usize),
    /// The bytes of the model, fitted on all articles.
    pub model: Vec<u8>,
}

/// There is not enough to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// Articles with enough names.
    pub articles: usize,
    /// Names in them.
    pub names: usize,
}

impl Trial {
    /// Says whether suggestions are better with it.
    #[must_use]
    pub fn is_better(&self) -> bool {
        sum(&self.after).f1() >= sum(&self.before).f1() + BETTER && self.parts.0 > self.parts.1
    }
}

/// Returns the tally of all types together.
#[must_use]
pub fn sum(tallies: &[Tally]) -> Tally {
    let mut all = Tally::default();
    tallies.iter().for_each(|one| all.add(*one));
    all
}

/// An article, and the sentences between its first and its last name, which count as read with care.
struct Article<'a> {
    example: &'a Example,
    read: Span,
    lessons: Vec<(Lesson, Vec<Vec<u32>>)>,
}

/// Fits an own model on annotated articles and tries it; `say` is told how far it is. The same articles in the same order
/// give the same model.
///
/// # Errors
/// When there is not enough to learn from.
pub fn fit(articles: &[Example], say: &mut dyn FnMut(&str)) -> Result<Trial, TooFew> {
    let count = |example: &Example| example.names.iter().filter(|name| KINDS.contains(&name.kind.as_str())).count();
    let enough: Vec<&Example> = articles.iter().filter(|example| count(example) >= LEAST_NAMES).collect();
    let enough = &enough[enough.len().saturating_sub(MOST_ARTICLES)..];
    let names = enough.iter().map(|example| count(example)).sum();
    if enough.len() < LEAST_ARTICLES || names < LEAST_IN_ALL {
        return Err(TooFew { articles: enough.len(), names });
    }
    let articles: Vec<Article<'_>> = enough.iter().map(|example| Article::new(example)).collect();
    let mut trial = Trial {
        articles: articles.len(),
        names,
        before: vec![Tally::default(); KINDS.len()],
        after: vec![Tally::default(); KINDS.len()],
        parts: (0, 0),
        model: Vec::new(),
    };
    for fold in 0..FOLDS {
        say(&format!("Trying part {} of {FOLDS}.", fold + 1));
        let part = |(at, _): &(usize, &Article<'_>)| at % FOLDS == fold;
        let (tried, learned): (Vec<_>, Vec<_>) = articles.iter().enumerate().partition(part);
        let learned: Vec<&Article<'_>> = learned.into_iter().map(|(_, article)| article).collect();
        let (before, after) = tried_on(&learned, tried.into_iter().map(|(_, article)| article));
        trial.count(&before, &after);
    }
    say("Fitting on all.");
    trial.model = fitted(&articles.iter().collect::<Vec<_>>());
    Ok(trial)
}

impl Trial {
    fn count(&mut self, before: &[Tally], after: &[Tally]) {
        let (one, other) = (sum(before).f1(), sum(after).f1());
        self.parts.0 += usize::from(other > one);
        self.parts.1 += usize::from(other < one);
        self.before.iter_mut().zip(before).for_each(|(all, part)| all.add(*part));
        self.after.iter_mut().zip(after).for_each(|(all, part)| all.add(*part));
    }
}

impl<'a> Article<'a> {
    fn new(example: &'a Example) -> Self {
        let start = example.names.first().map_or(0, |name| name.span.start);
        let end = example.names.iter().map(|name| name.span.end).max().unwrap_or(0);
        let mut article = Self { example, read: Span::new(start, end), lessons: Vec::new() };
        let mut base = Fast::new(&BASE);
        lessons(example, Some(&mut base), &mut |mut lesson| {
            if lesson.span.overlaps(article.read) {
                let keys = |at: usize| lesson.of(at).iter().map(|(_, key)| *key).collect();
                let kept = (0..lesson.labels.len()).map(keys).collect();
                lesson.features = Vec::new();
                article.lessons.push((lesson, kept));
            }
        });
        article
    }
}

/// Returns the tallies without and with a model that is fitted on the learned articles, which are also remembered as the
/// reader remembers them.
fn tried_on<'a>(learned: &[&Article<'_>], tried: impl Iterator<Item = &'a Article<'a>>) -> (Vec<Tally>, Vec<Tally>) {
    let mut memory = Lessons::default();
    learned.iter().for_each(|article| memory.add(&taught(article.example)));
    let own = Own::read(&fitted(learned)).unwrap_or_default();
    let mut tallies = (vec![Tally::default(); KINDS.len()], vec![Tally::default(); KINDS.len()]);
    for article in tried {
        for (own, tallies) in [(&Own::default(), &mut tallies.0), (&own, &mut tallies.1)] {
            let mut base = Fast::new(&BASE);
            let mut scorer = Adapted::new(&mut base, own);
            let found = suggest_by(&article.example.text, &memory, &mut scorer, &AtomicBool::new(false)).mentions;
            for (kind, tally) in KINDS.iter().zip(tallies) {
                tally.add(compared(&found, article.example, kind, article.read));
            }
        }
    }
    tallies
}

fn taught(example: &Example) -> Taught {
    let names = example.names.iter().filter_map(|name| {
        let words = example.text.get(name.span.start..name.span.end)?;
        Some(Decision { name: words, whole: words, kind: &name.kind, rejected: false })
    });
    Taught::new(1, names)
}

/// Returns the bytes of an own model.
fn fitted(articles: &[&Article<'_>]) -> Vec<u8> {
    let moves = Fast::new(&BASE).moves().clone();
    let mut crf = Crf::new(Some(moves.clone()));
    let mut random = Random::new(1);
    let mut sentences: Vec<&(Lesson, Vec<Vec<u32>>)> = articles.iter().flat_map(|article| &article.lessons).collect();
    let total = (ROUNDS * sentences.len()).max(1) as f32;
    let mut done = 0.0;
    for _ in 0..ROUNDS {
        random.shuffle(&mut sentences);
        for (lesson, kept) in &sentences {
            crf.learn(lesson, kept, Pace { rate: PACE.rate * (1.0_f32 - done / total).max(0.01), ..PACE });
            done += 1.0;
        }
    }
    own::written(&weights::written(&moves, &crf.rows(1, MOST)))
}

#[cfg(test)]
mod tests {
    use super::super::examples::Named;
    use super::super::random::Random;
    use super::{Example, LEAST_ARTICLES, Own, TooFew, Trial, fit};
    use crate::text::Span;

    const SYLLABLES: [&str; 12] = ["mor", "va", "qui", "zel", "tor", "nax", "bri", "lo", "du", "kem", "sha", "wy"];
    const KINDS: [&str; 3] = ["PER", "LOC", "ORG"];

    fn made_up(random: &mut Random) -> String {
        let name: String = (0..3).filter_map(|_| random.one(&SYLLABLES)).copied().collect();
        name[..1].to_uppercase() + &name[1..]
    }

    /// Articles whose ships no list knows. They are marked as organisations, or as anything.
    fn library(articles: usize, at_random: bool) -> Vec<Example> {
        let mut random = Random::new(5);
        (0..articles)
            .map(|_| {
                let mut example = Example::default();
                for _ in 0..8 {
                    example.text.push_str("On that day the freighter ");
                    let name = made_up(&mut random);
                    let start = example.text.len();
                    example.text.push_str(&name);
                    let kind = if at_random { KINDS[random.below(3)] } else { "ORG" };
                    example.names.push(Named { span: Span::new(start, example.text.len()), kind: kind.to_owned() });
                    example.text.push_str(" left the harbour. ");
                }
                example
            })
            .collect()
    }

    fn trial(examples: &[Example]) -> Trial {
        fit(examples, &mut |_| {}).unwrap()
    }

    #[test]
    fn what_a_library_marks_its_own_way_is_learned() {
        let trial = trial(&library(15, false));
        assert!(trial.is_better() && trial.parts.0 >= 4, "{trial:?}");
        assert!(!Own::read(&trial.model).unwrap().is_none());
    }

    #[test]
    fn nothing_is_learned_from_chance() {
        let trial = trial(&library(15, true));
        assert!(!trial.is_better(), "{trial:?}");
    }

    #[test]
    fn the_same_articles_give_the_same_model() {
        let library = library(LEAST_ARTICLES, false);
        assert_eq!(trial(&library).model, trial(&library).model);
    }

    #[test]
    fn too_few_articles_are_told() {
        assert_eq!(fit(&library(4, false), &mut |_| {}).unwrap_err(), TooFew { articles: 4, names: 32 });
    }

    #[test]
    fn a_model_for_another_program_is_not_read() {
        let mut model = trial(&library(LEAST_ARTICLES, false)).model;
        model[9] ^= 1;
        assert!(Own::read(&model).is_none() && Own::read(b"").is_none());
    }
}
