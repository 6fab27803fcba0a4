//! Stances: a cue word, who stands before it as the subject, and who stands after it as the object.

use super::clause::{Clause, Party};
use super::cues::{Form, Turn, cue};
use crate::model::{MentionSuggestion, Polarity, StanceSuggestion};
use crate::text::{Span, sentence_at};
use std::sync::atomic::{AtomicBool, Ordering};

/// A cue with no mention within this many bytes is not looked at.
const REACH: usize = 600;
/// Cues between two looks at `stop`.
const STEP: usize = 64;

/// Returns the stances that the cue words at `cues` say, in their order.
pub(super) fn find(
    text: &str,
    cues: &[Span],
    mentions: &[MentionSuggestion],
    stop: &AtomicBool,
) -> Vec<StanceSuggestion> {
    let mut out: Vec<StanceSuggestion> = Vec::new();
    let mut clause: Option<Clause<'_>> = None;
    for (count, span) in cues.iter().enumerate() {
        if count % STEP == 0 && stop.load(Ordering::Relaxed) {
            break;
        }
        let near = mentions.partition_point(|mention| mention.span.end + REACH < span.start);
        if mentions.get(near).is_none_or(|mention| mention.span.start >= span.end + REACH) {
            continue;
        }
        if !clause.as_ref().is_some_and(|clause| clause.span.contains(*span)) {
            clause = Some(Clause::new(text, sentence_around(text, span.start), mentions));
        }
        let Some(said) = clause.as_ref().and_then(|clause| read(clause, clause.token_at(span.start)?)) else {
            continue;
        };
        let same = |old: &StanceSuggestion| {
            (old.evidence, old.holder, old.target, old.polarity)
                == (said.evidence, said.holder, said.target, said.polarity)
        };
        if !out.iter().rev().take(8).any(same) {
            out.push(said);
        }
    }
    out.sort_by_key(|stance| stance.evidence.start);
    out
}

/// Returns the sentence around byte `offset`, looked for only within [`REACH`] so that many cues cost little.
fn sentence_around(text: &str, offset: usize) -> Span {
    let start = text.floor_char_boundary(offset.saturating_sub(REACH));
    let end = text.floor_char_boundary((offset + REACH).min(text.len()));
    let start =
        if start == 0 { 0 } else { text[start..offset].find(char::is_whitespace).map_or(start, |at| start + at) };
    let end = if end == text.len() {
        end
    } else {
        text[offset..end].rfind(char::is_whitespace).map_or(end, |at| offset + at)
    };
    let sentence = sentence_at(&text[start..end], offset - start);
    Span::new(start + sentence.start, start + sentence.end)
}

/// A cue as it is used in its sentence.
struct Use {
    polarity: Polarity,
    /// Tokens of the cue, with the preposition of a noun.
    first: usize,
    end: usize,
    /// "condemned by", "support from": who comes after, whom before.
    reversed: bool,
    passive: bool,
}

fn read(clause: &Clause<'_>, at: usize) -> Option<StanceSuggestion> {
    let mut said = used(clause, at)?;
    let turn = turn_before(clause, said.first);
    let holder = if said.reversed {
        clause.object(said.end, None).map(Party::Mention)
    } else if said.passive {
        None
    } else {
        clause.subject(said.first)
    };
    let holder_mention = holder.map(Party::mention);
    let target = if said.reversed || said.passive {
        clause.patient(said.first, holder_mention)
    } else {
        clause.object(said.end, holder_mention)
    };
    let target =
        target.or_else(|| clause.wager_of_conflict(holder_mention).filter(|_| said.polarity == Polarity::Oppose))?;
    if said.polarity == Polarity::Neutral
        && !(matches!(holder, Some(Party::Mention(_))) && clause.is_close(target, said.end))
    {
        return None;
    }
    if let Some((turned, word)) = turn {
        said.polarity = turned_round(said.polarity, turned);
        said.first = word;
    }
    let far = !said.reversed && !said.passive && !clause.is_close(target, said.end);
    let score = score(holder, said.polarity, turn.is_some()) - if far { 0.15 } else { 0.0 };
    let cue = Span::new(clause.tokens[said.first].span.start, clause.tokens[said.end - 1].span.end);
    let reason =
        format!("\"{}\"", crate::text::fold(clause.words(cue)).split_whitespace().collect::<Vec<_>>().join(" "));
    let holder = holder_mention.filter(|holder| *holder != target);
    Some(StanceSuggestion { holder, target, polarity: said.polarity, evidence: clause.span, cue, score, reason })
}

fn score(holder: Option<Party>, polarity: Polarity, turned: bool) -> f64 {
    let base: f64 = match holder {
        Some(Party::Mention(_)) => 0.7,
        Some(Party::Pronoun(_)) => 0.5,
        None => 0.3,
    };
    let less = if turned { 0.1 } else { 0.0 };
    if polarity == Polarity::Neutral { base - 0.2 } else { base - less }
}

fn turned_round(polarity: Polarity, turn: Turn) -> Polarity {
    match (polarity, turn) {
        (Polarity::Neutral | Polarity::Ambiguous, _) => polarity,
        (Polarity::Support, Turn::Not | Turn::Refuse) => Polarity::Oppose,
        (Polarity::Oppose, Turn::Not) => Polarity::Neutral,
        (Polarity::Support, Turn::Avoid) | (Polarity::Oppose, Turn::Avoid | Turn::Refuse) => Polarity::Ambiguous,
    }
}

/// Returns how the cue word at `at` is used, or nothing where it says no stance there.
fn used(clause: &Clause<'_>, at: usize) -> Option<Use> {
    let cue = cue(&clause.word(at))?;
    if let Some((polarity, after)) = &cue.noun
        && after.contains(&clause.word(at + 1).as_str())
    {
        let reversed = clause.word(at + 1) == "from";
        let (polarity, first) = verb_before(clause, at, *polarity);
        return Some(Use { polarity, first, end: at + 2, reversed, passive: false });
    }
    let (polarity, form) = cue.verb?;
    if polarity == Polarity::Neutral && form == Form::Base || noun_after(clause, at) || !is_verb(clause, at, form) {
        return None;
    }
    let passive = form == Form::Past && clause.is_passive(at);
    let by = (at + 1..at + 5).find(|next| clause.word(*next) == "by").filter(|_| passive);
    Some(Use { polarity, first: at, end: by.map_or(at + 1, |by| by + 1), reversed: by.is_some(), passive })
}

/// "condemned sanctions against": the verb turns the noun's polarity round.
fn verb_before(clause: &Clause<'_>, noun: usize, polarity: Polarity) -> (Polarity, usize) {
    let verbs = (noun.saturating_sub(3)..noun).rev().take_while(|at| !clause.parts(*at));
    let verb = verbs
        .filter_map(|at| Some((at, cue(&clause.word(at))?.verb?)))
        .find(|(at, (_, form))| is_verb(clause, *at, *form));
    match (verb, polarity) {
        (Some((at, (Polarity::Oppose, _))), Polarity::Support) => (Polarity::Oppose, at),
        (Some((at, (Polarity::Oppose, _))), Polarity::Oppose) => (Polarity::Support, at),
        (Some((at, (Polarity::Support, _))), polarity) => (polarity, at),
        _ => (polarity, noun),
    }
}

/// Says whether a noun that says a stance follows, so that the noun is read and not the verb.
fn noun_after(clause: &Clause<'_>, verb: usize) -> bool {
    (verb + 1..verb + 4).take_while(|at| !clause.parts(*at)).any(|at| {
        let word = clause.word(at);
        cue(&word)
            .and_then(|cue| cue.noun.as_ref())
            .is_some_and(|(_, after)| after.contains(&clause.word(at + 1).as_str()))
    })
}

/// Tells a verb from a noun of the same form by the word before it.
fn is_verb(clause: &Clause<'_>, at: usize, form: Form) -> bool {
    let before = at.checked_sub(1).map(|before| clause.word(before)).unwrap_or_default();
    let determined = matches!(
        before.as_str(),
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "our"
            | "my"
            | "'s"
            | "of"
            | "in"
            | "no"
            | "new"
            | "more"
            | "military"
            | "air"
            | "for"
    );
    let helped = matches!(
        before.as_str(),
        "to" | "will"
            | "would"
            | "can"
            | "could"
            | "should"
            | "must"
            | "may"
            | "might"
            | "not"
            | "don't"
            | "didn't"
            | "doesn't"
            | "won't"
            | "never"
            | "also"
            | "they"
            | "we"
            | "i"
            | "you"
            | "who"
            | "strongly"
            | "fully"
            | "publicly"
            | "openly"
    );
    match form {
        Form::Base => helped || clause.ends_mention(at),
        Form::S => !determined,
        Form::Past | Form::Ing => !matches!(before.as_str(), "the" | "a" | "an"),
    }
}

/// Returns the word that turns round the cue that starts at `first`, and where it stands.
fn turn_before(clause: &Clause<'_>, first: usize) -> Option<(Turn, usize)> {
    let mut at = first;
    for _ in 0..5 {
        at = at.checked_sub(1)?;
        let word = clause.word(at);
        if clause.parts(at) || clause.ends_mention(at + 1) {
            return None;
        }
        let turn = cue(&word).and_then(|cue| cue.turn).filter(|_| word != "short" || clause.word(at + 1) == "of");
        if let Some(turn) = turn {
            return Some((turn, if word == "short" { at.saturating_sub(1) } else { at }));
        }
    }
    None
}
