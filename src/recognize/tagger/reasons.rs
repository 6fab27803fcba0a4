//! Why a name is suggested, in plain words: what a person would point at first.

use super::super::lexicon::{
    self, ACTOR, BODY, CITY, FIRST, GIVEN, GROUP, HEAD, LAST, PEOPLE, PLACE, PLACE_HEAD, TITLE,
};
use super::super::lists::Kind;
use super::super::words::{UPPER, Word};
use crate::model::MentionSuggestion;
use std::ops::Range;

/// The reason that a title gives, here and in the rules.
const TITLED: &str = "title before name";
/// Bytes of the longest title that is named.
const LONGEST: usize = 40;

/// Returns why the words at `name` of a sentence are a name of a type.
pub(super) fn reason(text: &str, words: &[Word], name: Range<usize>, kind: Kind) -> &'static str {
    let mut flags = Vec::new();
    lexicon::flags(text, words, &mut flags);
    let any = |wanted: u16| flags[name.clone()].iter().any(|flags| flags & wanted != 0);
    let before = name.start.checked_sub(1);
    let acronym = || name.len() == 1 && words[name.start].shape == UPPER;
    match kind {
        Kind::Per if before.is_some_and(|before| flags[before] & TITLE != 0) => TITLED,
        Kind::Per if any(ACTOR) => "known person's name",
        Kind::Per if flags[name.start] & (FIRST | GIVEN) != 0 => "given name",
        Kind::Per if any(LAST) => "known family name",
        Kind::Per => "looks like a person's name",
        Kind::Loc if any(PLACE | CITY) => "known place",
        Kind::Loc if any(PLACE_HEAD) => "place head word",
        Kind::Loc if before.is_some_and(|before| leads(words[before].of(text))) => "place by its preposition",
        Kind::Loc => "looks like a place",
        Kind::Org if any(BODY | GROUP) => "known organisation",
        Kind::Org if any(HEAD) => "organisation head word",
        Kind::Org if acronym() => "acronym",
        Kind::Org => "looks like an organisation",
        _ if any(PEOPLE) => "nationality or people",
        _ => "looks like a nationality or people",
    }
}

/// Names the title in reasons that tell of one: "title “President” before it".
pub(in crate::recognize) fn name_titles(text: &str, mentions: &mut [MentionSuggestion]) {
    for mention in mentions.iter_mut().filter(|mention| mention.reason == TITLED) {
        let before = text.get(..mention.span.start).unwrap_or_default().trim_end();
        let title =
            before.rsplit(char::is_whitespace).next().unwrap_or_default().trim_start_matches(['"', '“', '(', '\'']);
        if !title.is_empty() && title.len() <= LONGEST {
            mention.reason = format!("title “{title}” before it");
        }
    }
}

/// Says whether a word leads to a place.
fn leads(word: &str) -> bool {
    matches!(word, "in" | "In" | "near" | "at" | "from" | "to")
}
