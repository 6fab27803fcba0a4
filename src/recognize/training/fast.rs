//! Fits the fast model.

use super::super::tagger::features::Aspect;
use super::super::tagger::labels::OUT;
use super::super::tagger::weights;
use super::augment::{Odds, Pools, augment};
use super::crf::{Crf, Pace};
use super::examples::{Example, Lesson, as_we_mark, lessons};
use super::random::Random;

/// How the fast model is fitted.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// Times that every text is read.
    pub rounds: usize,
    /// Size of the first steps; they shrink to nothing.
    pub rate: f32,
    /// How strongly weights are drawn to zero.
    pub decay: f32,
    /// How much must be learned of a feature before its steps are full; above 0.
    pub calm: f32,
    /// How often a feature of the word's letters and of its neighbours is left out, from 0 to 1.
    pub leave_out: [f32; 2],
    /// How often names are replaced in a text, from 0 to 1.
    pub renamed: f32,
    /// Features that were met less often are not kept.
    pub least: u32,
    /// Features that are kept.
    pub most: usize,
    /// What is taken off the score of no name: the more, the more is suggested.
    pub boldness: f32,
    /// Features that are left out altogether, to see what they are worth.
    pub without: Vec<Aspect>,
    /// Start of the lots that are drawn.
    pub seed: u64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            rounds: 4,
            rate: 0.05,
            decay: 1e-4,
            calm: 1.0,
            leave_out: [0.0, 0.0],
            renamed: 0.7,
            least: 3,
            most: 120_000,
            boldness: 0.35,
            without: Vec::new(),
            seed: 7,
        }
    }
}

/// Returns the bytes of the model that the texts teach; `say` is told how far it is.
#[must_use]
pub fn train(examples: &[Example], pools: &Pools, recipe: &Recipe, say: &mut dyn FnMut(&str)) -> Vec<u8> {
    let examples: Vec<Example> = examples.iter().cloned().map(as_we_mark).collect();
    let mut random = Random::new(recipe.seed);
    let mut crf = Crf::new(None);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let odds = Odds { renamed: recipe.renamed, shouted: 0.04, headline: 0.03 };
    let total = (recipe.rounds * examples.len()).max(1);
    let mut done = 0;
    for round in 1..=recipe.rounds {
        random.shuffle(&mut order);
        for at in &order {
            let rate = recipe.rate * (1.0 - done as f32 / total as f32).max(0.01);
            let text = augment(&examples[*at], pools, odds, &mut random);
            lessons(&text, None, &mut |lesson| {
                let kept = kept(&lesson, recipe, &mut random);
                crf.learn(&lesson, &kept, Pace { rate, decay: recipe.decay, calm: recipe.calm });
            });
            done += 1;
        }
        say(&format!("round {round} of {}", recipe.rounds));
    }
    let mut moves = crf.moves();
    moves.start[OUT] -= recipe.boldness;
    moves.next.iter_mut().for_each(|row| row[OUT] -= recipe.boldness);
    weights::written(&moves, &crf.rows(recipe.least, recipe.most))
}

/// Draws the features that count this time: a model that always sees the letters leans on them, and fails on new names.
fn kept(lesson: &Lesson, recipe: &Recipe, random: &mut Random) -> Vec<Vec<u32>> {
    let [letters, around] = recipe.leave_out;
    let mut counts = |aspect: Aspect| match aspect {
        _ if recipe.without.contains(&aspect) => false,
        Aspect::Letters => !random.chance(letters),
        Aspect::Around => !random.chance(around),
        Aspect::Form | Aspect::Clusters | Aspect::Lists | Aspect::Rules => true,
    };
    (0..lesson.labels.len())
        .map(|at| lesson.of(at).iter().filter(|(aspect, _)| counts(*aspect)).map(|(_, key)| *key).collect())
        .collect()
}
