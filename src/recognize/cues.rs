//! Cue words of stances: verbs in all inflections, nouns with the prepositions that lead to their target, and the words
//! that turn a cue round. Data and lookup; what they mean in a sentence is read in `stance`.

use super::lists::sections;
use crate::model::Polarity;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How a verb is inflected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `praise`, which may be a noun too.
    Base,
    /// `praises`, which may be a noun too.
    S,
    /// `praised`.
    Past,
    /// `praising`.
    Ing,
}

/// How a word before a cue turns it round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// `did not`.
    Not,
    /// `refused to`.
    Refuse,
    /// `avoided`, `failed to`, `stopped short of`.
    Avoid,
}

/// What a word can do in a stance.
#[derive(Clone, Debug, Default)]
pub(super) struct Cue {
    pub(super) verb: Option<(Polarity, Form)>,
    /// With the prepositions after it.
    pub(super) noun: Option<(Polarity, Vec<&'static str>)>,
    pub(super) turn: Option<Turn>,
    /// A conflict: who wages it stands before it.
    pub(super) conflict: bool,
}

static CUES: LazyLock<HashMap<String, Cue>> = LazyLock::new(|| {
    let mut cues = HashMap::new();
    for (section, words) in sections(include_str!("lists/cues.txt")) {
        let (polarity, kind) = section.split_once(' ').unwrap_or((section, ""));
        let polarity = Polarity::from_word(polarity);
        match (polarity, kind) {
            (Some(polarity), "verbs") => words.iter().for_each(|word| add_verb(&mut cues, word, polarity)),
            (Some(polarity), _) => add_nouns(&mut cues, &words, polarity),
            (None, _) => words.iter().for_each(|word| add_turn(&mut cues, word, section)),
        }
    }
    cues
});

/// Returns what `word`, in lower case with straight quotes, can do in a stance.
pub(super) fn cue(word: &str) -> Option<&'static Cue> {
    CUES.get(word)
}

/// Says whether `word` says a stance by itself, as a verb or a noun.
pub(super) fn decides(word: &str) -> bool {
    cue(word).is_some_and(|cue| cue.verb.is_some() || cue.noun.is_some())
}

fn add_turn(cues: &mut HashMap<String, Cue>, word: &str, section: &str) {
    let entry = cues.entry(word.to_owned()).or_default();
    match section {
        "not" => entry.turn = Some(Turn::Not),
        "refuse" => entry.turn = Some(Turn::Refuse),
        "avoid" => entry.turn = Some(Turn::Avoid),
        _ => entry.conflict = true,
    }
}

/// Reads "support for|to praise for": a noun, then its prepositions.
fn add_nouns(cues: &mut HashMap<String, Cue>, words: &[&'static str], polarity: Polarity) {
    for pair in words.chunks_exact(2) {
        let entry = cues.entry(pair[0].to_owned()).or_default();
        entry.noun = Some((polarity, pair[1].split('|').collect()));
    }
}

fn add_verb(cues: &mut HashMap<String, Cue>, written: &str, polarity: Polarity) {
    for (word, form) in forms(written) {
        cues.entry(word).or_default().verb = Some((polarity, form));
    }
}

/// Returns all forms of a verb written as in the list: `hail`, `slam+` doubles, `meet=meets,met,meeting` is irregular.
fn forms(written: &str) -> Vec<(String, Form)> {
    if let Some((base, others)) = written.split_once('=') {
        let rest = others.split(',').zip([Form::S, Form::Past, Form::Ing]);
        let rest = rest.map(|(word, form)| (word.to_owned(), form));
        return std::iter::once((base.to_owned(), Form::Base)).chain(rest).collect();
    }
    let (base, double) = written.strip_suffix('+').map_or((written, false), |base| (base, true));
    let stem =
        if double { format!("{base}{}", &base[base.len() - 1..]) } else { base.trim_end_matches('e').to_owned() };
    let hissing = ["s", "sh", "ch", "x"].iter().any(|end| base.ends_with(end));
    let s = if hissing { format!("{base}es") } else { format!("{base}s") };
    vec![
        (base.to_owned(), Form::Base),
        (s, Form::S),
        (format!("{stem}ed"), Form::Past),
        (format!("{stem}ing"), Form::Ing),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Form, Turn, cue};
    use crate::model::Polarity;

    #[test]
    fn verbs_are_known_in_all_forms() {
        let cases = [
            ("hailed", Polarity::Support, Form::Past),
            ("praises", Polarity::Support, Form::S),
            ("denouncing", Polarity::Oppose, Form::Ing),
            ("slammed", Polarity::Oppose, Form::Past),
            ("criticises", Polarity::Oppose, Form::S),
            ("blasting", Polarity::Oppose, Form::Ing),
            ("met", Polarity::Neutral, Form::Past),
        ];
        for (word, polarity, form) in cases {
            assert_eq!(cue(word).and_then(|cue| cue.verb), Some((polarity, form)), "{word}");
        }
    }

    #[test]
    fn nouns_and_turns_are_known() {
        let support = cue("support").unwrap();
        assert!(support.noun.as_ref().is_some_and(|(_, after)| after.contains(&"for")) && support.verb.is_some());
        assert_eq!(cue("avoided").unwrap().turn, Some(Turn::Avoid));
        assert_eq!(cue("refused").unwrap().turn, Some(Turn::Refuse));
        assert!(cue("invasion").unwrap().conflict);
    }
}
