//! What a sentence as a whole says of a name in it, by the neural model: surer than cue words where it agrees with them,
//! and a stance of the author where the sentence names nobody else who could take one.

use super::neural::{self, Asked, Polarities};
use super::words::{Sentences, Word, words};
use crate::model::{MentionSuggestion, Polarity, StanceSuggestion, Suggestions};
use crate::text::{Span, name_key, sentence_at};
use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

/// The least likelihood at which the author's stance is proposed.
const SURE: f64 = 0.75;
/// Bytes of a text that is taken whole when a target in it is asked for; of more than a row holds, what is around it counts.
const SHORT: usize = 4096;

/// Likelihoods of the polarities toward a target; they add up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likelihoods {
    /// Against it.
    pub oppose: f64,
    /// Neither.
    pub neutral: f64,
    /// For it.
    pub support: f64,
}

impl Likelihoods {
    fn of(found: Polarities) -> Self {
        let [oppose, neutral, support] = found.map(f64::from);
        Self { oppose, neutral, support }
    }

    /// Returns the likeliest polarity with its likelihood.
    #[must_use]
    pub fn best(self) -> (Polarity, f64) {
        let all =
            [(Polarity::Neutral, self.neutral), (Polarity::Oppose, self.oppose), (Polarity::Support, self.support)];
        all.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((Polarity::Neutral, 0.0))
    }
}

/// Returns the polarity of the text toward each target, in the order asked; nothing where the model cannot be run.
#[must_use]
pub fn polarities(text: &str, targets: &[Span]) -> Vec<Likelihoods> {
    let around = |target: &Span| {
        let sentence = if text.len() <= SHORT { Span::new(0, text.len()) } else { sentence_at(text, target.start) };
        words(text, sentence).collect::<Vec<Word>>()
    };
    let sentences: Vec<Vec<Word>> = targets.iter().map(around).collect();
    let asked: Vec<Asked<'_>> =
        sentences.iter().zip(targets).map(|(words, target)| Asked { words, target: *target }).collect();
    neural::polarities(text, &asked, &AtomicBool::new(false)).into_iter().map(Likelihoods::of).collect()
}

/// Lays what the model says of each name over the stances that cue words gave.
pub(super) fn judge(text: &str, found: &mut Suggestions, stop: &AtomicBool) {
    let sentences = sentences(text, found);
    let asked: Vec<Asked<'_>> = sentences
        .iter()
        .flat_map(|sentence| {
            let asked = |at: &usize| Asked { words: &sentence.words, target: found.mentions[*at].span };
            sentence.targets.iter().map(asked)
        })
        .collect();
    let told = neural::polarities(text, &asked, stop);
    let targets = sentences.iter().flat_map(|sentence| sentence.targets.iter().map(move |at| (sentence, *at)));
    for ((sentence, target), told) in targets.zip(told.into_iter().map(Likelihoods::of)) {
        lay(found, sentence, target, told);
    }
    found.stances.sort_by_key(|stance| stance.evidence.start);
}

/// A sentence with the names whose polarity is asked.
struct Judged {
    span: Span,
    words: Vec<Word>,
    /// Nobody else is named in it.
    alone: bool,
    /// Places among the mentions.
    targets: Vec<usize>,
}

/// Returns the sentences with a name that is worth asking for: a target of cue words, or the only name.
fn sentences(text: &str, found: &Suggestions) -> Vec<Judged> {
    let mentions = &found.mentions;
    // A neutral or ambiguous cue is not made surer by what the model can tell.
    let sides = found.stances.iter().filter(|stance| matches!(stance.polarity, Polarity::Support | Polarity::Oppose));
    let cued: HashSet<usize> = sides.map(|stance| stance.target).collect();
    let (mut reader, mut words, mut out) = (Sentences::new(text, Span::new(0, text.len())), Vec::new(), Vec::new());
    while reader.next_sentence(&mut words) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let span = Span::new(first.span.start, last.span.end);
        let from = mentions.partition_point(|mention| mention.span.start < span.start);
        let to = mentions.partition_point(|mention| mention.span.start < span.end);
        let actors: Vec<usize> = (from..to).filter(|at| is_actor(&mentions[*at])).collect();
        let alone = actors.iter().all(|at| name_key(&mentions[*at].entity) == name_key(&mentions[actors[0]].entity));
        let first = actors.first().copied().filter(|_| alone);
        let targets: Vec<usize> = actors.into_iter().filter(|at| cued.contains(at) || first == Some(*at)).collect();
        if !targets.is_empty() {
            out.push(Judged { span, words: words.clone(), alone, targets });
        }
    }
    out
}

fn is_actor(mention: &MentionSuggestion) -> bool {
    matches!(mention.kind.as_str(), "PER" | "ORG" | "LOC" | "NORP")
}

fn lay(found: &mut Suggestions, sentence: &Judged, target: usize, told: Likelihoods) {
    let entity = name_key(&found.mentions[target].entity);
    let same = |stance: &StanceSuggestion| {
        stance.evidence.overlaps(sentence.span) && name_key(&found.mentions[stance.target].entity) == entity
    };
    let (polarity, likelihood) = told.best();
    let mut cued = false;
    for stance in found.stances.iter_mut().filter(|stance| same(stance)) {
        cued = true;
        if stance.polarity == polarity && polarity != Polarity::Neutral {
            stance.score = 1.0 - (1.0 - stance.score) * (1.0 - likelihood);
        }
    }
    if !cued && sentence.alone && polarity != Polarity::Neutral && likelihood >= SURE {
        let side = if polarity == Polarity::Support { "for" } else { "against" };
        let reason = format!("the sentence as a whole speaks {side} it");
        let span = found.mentions[target].span;
        found.stances.push(StanceSuggestion {
            holder: None,
            target,
            polarity,
            evidence: sentence.span,
            cue: span,
            score: likelihood * 0.8, // the author's own stance is rarer than the model thinks, trained on comment
            reason,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Lessons, Polarity};
    use crate::recognize::{Depth, Own, suggest};
    use std::sync::atomic::AtomicBool;

    fn stances(text: &str, depth: Depth) -> Vec<(bool, String, Polarity, f64)> {
        let all = suggest(text, &Lessons::default(), &Own::default(), depth, &AtomicBool::new(false));
        let show = |stance: &crate::model::StanceSuggestion| {
            let target = all.mentions[stance.target].entity.clone();
            (stance.holder.is_none(), target, stance.polarity, stance.score)
        };
        all.stances.iter().map(show).collect()
    }

    #[test]
    fn the_author_is_the_holder_where_nobody_else_is_named() {
        let text = "The corrupt and brutal Karl Stein lied again, a disgrace for the whole country.";
        assert_eq!(stances(text, Depth::Fast), []);
        let found = stances(text, Depth::Careful);
        assert!(matches!(&found[..], [(true, name, Polarity::Oppose, _)] if name == "Karl Stein"), "{found:?}");
        let two = "The corrupt and brutal Karl Stein lied again to Anna Berg, a disgrace for the whole country.";
        assert_eq!(stances(two, Depth::Careful), [], "one of the two may be the holder");
    }

    #[test]
    fn a_cue_is_surer_where_the_sentence_agrees() {
        let text = "Maria Borg condemned the brutal crimes of Karl Stein.";
        let (fast, careful) = (stances(text, Depth::Fast), stances(text, Depth::Careful));
        assert_eq!(fast.len(), 1);
        assert_eq!((fast[0].2, careful[0].2, careful.len()), (Polarity::Oppose, Polarity::Oppose, 1));
        assert!(careful[0].3 > fast[0].3, "{fast:?} {careful:?}");
    }
}
