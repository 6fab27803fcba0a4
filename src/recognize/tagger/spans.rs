//! From scores to names, block by block, with what stays with the rules: dates, events, brackets inside names.

use super::super::lists::Kind;
use super::super::names::Found;
use super::super::words::{Sentences, Word};
use super::document::agree;
use super::labels::{OUT, Scores, goes_on, kind};
use super::path::{Step, best};
use super::reasons::reason;
use super::scorer::{Scorer, Sentence};
use super::trim::{only_roles, with_particles, without_title};
use crate::text::Span;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

/// Words that are decoded together: what a text says of a word is gathered over so many.
const BLOCK: usize = 20_000;
/// Score of a label that must not be.
const NEVER: f32 = -1e6;
/// What parts two names that are written as a pair.
const HYPHENS: [&str; 3] = ["-", "‐", "–"];
/// How the score of a name rises with its margin, such that of names with score 0.8 about eight in ten are right: measured
/// on Wikinews and Wikipedia that the model had not seen.
const SLOPE: f32 = 0.35;
/// The margin at which half of the names are right.
const EVEN: f32 = 1.1;

/// Returns the names of a text by a model, with the names that stay as the rules found them. `rules` are the names of the
/// rules in their order, `lower` the words that the text also writes small. What it has so far soon after `stop` is true.
pub(crate) fn find(
    text: &str,
    rules: &[Found],
    lower: &HashSet<&str>,
    scorer: &mut dyn Scorer,
    stop: &AtomicBool,
) -> Vec<Found> {
    let mut sentences = Sentences::new(text, Span::new(0, text.len()));
    let (mut words, mut block, mut names, mut rest) = (Vec::new(), Block::default(), Vec::new(), rules);
    while sentences.next_sentence(&mut words) && !stop.load(Ordering::Relaxed) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        rest = &rest[rest.partition_point(|name| name.span.start < first.span.start)..];
        let found = &rest[..rest.partition_point(|name| name.span.start < last.span.end)];
        if found.is_empty() && (sentences.is_rubbish() || !words.iter().any(|word| word.may_name())) {
            continue;
        }
        block.add(Sentence { text, words: &words, found, lower }, scorer);
        if block.words.len() >= BLOCK {
            block.names(text, rules, scorer, &mut names);
        }
    }
    block.names(text, rules, scorer, &mut names);
    names
}

/// Some sentences with their scores.
#[derive(Default)]
struct Block {
    words: Vec<Word>,
    scores: Vec<Scores>,
    /// Where each sentence ends among the words.
    ends: Vec<usize>,
}

impl Block {
    fn add(&mut self, sentence: Sentence<'_>, scorer: &mut dyn Scorer) {
        self.words.extend_from_slice(sentence.words);
        scorer.score(sentence, &mut self.scores);
        self.ends.push(self.words.len());
    }

    /// Appends the names of the block to `out`, in their order, and empties it.
    fn names(&mut self, text: &str, rules: &[Found], scorer: &dyn Scorer, out: &mut Vec<Found>) {
        let (Some(first), Some(last)) = (self.words.first(), self.words.last()) else { return };
        let from = rules.partition_point(|name| name.span.start < first.span.start);
        let to = rules.partition_point(|name| name.span.start < last.span.end);
        let rules = &rules[from..to];
        agree(text, &self.words, &mut self.scores);
        self.hold(text, rules);
        let (mut made, mut start) = (Vec::new(), 0);
        for end in self.ends.drain(..) {
            let steps = best(&self.scores[start..end], scorer.moves());
            named(text, &self.words[start..end], &steps, rules, &mut made);
            start = end;
        }
        self.words.clear();
        self.scores.clear();
        for whole in rules.iter().filter(|name| name.kind == Some(Kind::Org) && joined(text, name)) {
            widen(&mut made, *whole);
        }
        let kept: Vec<Found> = rules
            .iter()
            .filter(|name| stays(text, name) || free(&made, name.span))
            .map(|name| Found { kind: name.kind.filter(|_| stays(text, name) || is_sure(name)), ..*name })
            .collect();
        made.extend(kept);
        made.sort_by_key(|name| name.span.start);
        out.append(&mut made);
    }

    /// Keeps the model out of what stays with the rules.
    fn hold(&mut self, text: &str, rules: &[Found]) {
        for name in rules.iter().filter(|name| stays(text, name)) {
            let from = self.words.partition_point(|word| word.span.end <= name.span.start);
            let to = self.words.partition_point(|word| word.span.start < name.span.end);
            for scores in &mut self.scores[from..to] {
                scores.iter_mut().enumerate().for_each(|(label, score)| {
                    if label != OUT {
                        *score = NEVER;
                    }
                });
            }
        }
    }
}

/// Words that join the parts of an organisation's name.
const JOINERS: [&str; 4] = [" of ", " and ", " for ", " ("];
/// The least score at which the rules know better where such a name ends.
const HEADED: f64 = 0.8;

/// Says whether a name stays as the rules found it: what the labels do not tell, and bodies whose head word carries more
/// words ("Liberal Party of Canada"), which the models tend to cut.
fn stays(text: &str, name: &Found) -> bool {
    let words = || text.get(name.span.start..name.span.end).unwrap_or_default();
    let headed = name.kind == Some(Kind::Org) && name.score >= HEADED;
    matches!(name.kind, Some(Kind::Date | Kind::Event))
        || headed && JOINERS.iter().any(|joiner| words().contains(joiner))
}

/// "Organization of the Black Sea Economic Cooperation": says whether a name has its parts joined by "of".
fn joined(text: &str, name: &Found) -> bool {
    text.get(name.span.start..name.span.end).is_some_and(|words| words.contains(" of "))
}

/// Puts a rule's organisation in the place of one that the model found in it, which a joiner cut short.
fn widen(names: &mut Vec<Found>, whole: Found) {
    let from = names.partition_point(|name| name.span.end <= whole.span.start);
    let to = names.partition_point(|name| name.span.start < whole.span.end);
    let inside = names.get(from..to).unwrap_or_default();
    let part = inside.iter().find(|name| name.kind == Some(Kind::Org));
    if let Some(score) =
        part.map(|part| part.score).filter(|_| inside.iter().all(|name| whole.span.contains(name.span)))
    {
        names.splice(from..to, [Found { score, ..whole }]);
    }
}

/// Says whether a rule is so sure of a name that a model must have another name there to be believed: a title leads to
/// it, or it is a listed organisation.
fn is_sure(name: &Found) -> bool {
    name.score >= 0.9 && (name.group.is_none() || name.kind == Some(Kind::Org))
}

/// Says whether no name shares a byte with `span`; `names` are in their order up to now.
fn free(names: &[Found], span: Span) -> bool {
    let next = names.partition_point(|name| name.span.end <= span.start);
    names.get(next).is_none_or(|name| name.span.start >= span.end)
}

/// Appends the names that the labels of a sentence tell.
fn named(text: &str, words: &[Word], steps: &[Step], rules: &[Found], out: &mut Vec<Found>) {
    let mut at = 0;
    while at < steps.len() {
        let Some(told) = kind(steps[at].label) else {
            at += 1;
            continue;
        };
        let end = (at + 1..steps.len()).find(|next| !goes_on(steps[*next].label)).unwrap_or(steps.len());
        let margin = steps[at..end].iter().map(|step| step.margin).fold(f32::INFINITY, f32::min);
        let score = f64::from(1.0 / (1.0 + (SLOPE * (EVEN - margin)).exp()));
        let span = Span::new(words[at].span.start, words[end - 1].span.end);
        let span = if told == Kind::Per { with_particles(text, rules, without_title(text, span)) } else { span };
        let inside = within(rules, span);
        if end > at + 1 && inside.is_empty() && only_roles(text, &words[at..end]) && free(rules, span) {
            // "The President and the Council"
        } else if pairs(text, inside, span) {
            out.extend(inside.iter().map(|name| Found { score, ..*name }));
        } else {
            let same = inside.first().filter(|name| name.span == span && name.kind == Some(told));
            let because = || reason(text, words, at..end, told);
            out.push(Found {
                span,
                kind: Some(told),
                score,
                reason: same.map_or_else(because, |same| same.reason),
                group: same.and_then(|same| same.group),
                opener: false,
            });
        }
        at = end;
    }
}

/// Returns those of some names, in their order, that lie in `span`.
fn within(names: &[Found], span: Span) -> &[Found] {
    let from = names.partition_point(|name| name.span.start < span.start);
    let rest = &names[from..];
    &rest[..rest.partition_point(|name| name.span.end <= span.end)]
}

/// Says whether `span` is listed names in a pair, "China-Russia", or a people before a body of its state, "Chinese Foreign
/// Ministry": both stand apart.
fn pairs(text: &str, names: &[Found], span: Span) -> bool {
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return false };
    let gap = |pair: &[Found]| text.get(pair[0].span.end..pair[1].span.start).unwrap_or_default();
    let hyphen = |pair: &[Found]| HYPHENS.contains(&gap(pair));
    let state = names.len() == 2 && first.kind == Some(Kind::Norp) && last.kind == Some(Kind::Org) && gap(names) == " ";
    (first.span.start, last.span.end) == (span.start, span.end)
        && names.len() > 1
        && (state || names.iter().all(|name| name.group.is_some()) && names.windows(2).all(hyphen))
}
