//! Memory: what the library's lessons say of the names of a text. Known names are found where rules miss them, the type
//! that people gave goes before the type that rules give, and what people turned down is not proposed again.
//!
//! It stands between finding and alias resolution: a name that it knows has its short forms resolved like any other. What
//! resolution cannot hold (types that rules do not know, reasons in words) is laid over the mentions afterwards.

use super::lists::{Kind, is_common};
use super::names::Found;
use crate::model::{Belief, Known, Lessons, MentionSuggestion};
use crate::text::{Span, fold, is_word_edge};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// Words of text between two looks at `stop`.
const STEP: usize = 4096;

/// The types that rules know.
const KINDS: [Kind; 6] = [Kind::Per, Kind::Org, Kind::Loc, Kind::Norp, Kind::Date, Kind::Event];

/// What the lessons say of one text.
pub(super) struct Memory<'a> {
    text: &'a str,
    lessons: &'a Lessons,
    /// Names that are known, by their place.
    beliefs: HashMap<Span, Belief<'a>>,
}

/// Lays the lessons over the names that rules found: known names come in, in place of shorter ones, and those that were
/// turned down go out. `lower` are the words of the text that are also written small.
pub(super) fn recall<'a>(
    text: &'a str,
    lessons: &'a Lessons,
    lower: &HashSet<&str>,
    found: &mut Vec<Found>,
    stop: &AtomicBool,
) -> Memory<'a> {
    let mut memory = Memory { text, lessons, beliefs: HashMap::new() };
    if lessons.is_empty() {
        return memory;
    }
    found.retain(|name| !name.kind.is_some_and(|kind| memory.refuses(name.span, kind.key())));
    let mut known = Vec::new();
    for (span, name) in memory.known_names(lower, stop) {
        let around = overlapping(found, span);
        if around.iter().any(|other| other.span.len() > span.len()) {
            continue; // "Moscow" in "Moscow State University" names no city
        }
        let same = around.iter().find(|other| other.span == span).copied();
        let proposed = same.and_then(|same| same.kind).map(Kind::key);
        let Some(belief) = name.belief(proposed) else { continue };
        if belief.short && proposed.is_some_and(|proposed| proposed != belief.kind) {
            continue; // "Paris" was marked as a person where Ms Paris was named in full
        }
        known.push(remembered(span, belief, same));
        memory.beliefs.insert(span, belief);
    }
    found.retain(|name| overlapping(&known, name.span).is_empty());
    found.append(&mut known);
    found.sort_by_key(|name| name.span.start);
    memory
}

/// Returns the found name of a known one: as rules found it where they agree.
fn remembered(span: Span, belief: Belief<'_>, same: Option<Found>) -> Found {
    let kind = KINDS.into_iter().find(|kind| kind.key() == belief.kind);
    match same {
        Some(same) if same.kind == kind => Found { score: same.score.max(belief.score), opener: false, ..same },
        _ => Found { span, kind, score: belief.score, reason: "marked before", group: None, opener: false },
    }
}

/// Returns those of some names, sorted and without overlap, that share a byte with `span`.
fn overlapping(names: &[Found], span: Span) -> &[Found] {
    let first = names.partition_point(|name| name.span.end <= span.start);
    let end = names.partition_point(|name| name.span.start < span.end);
    names.get(first..end).unwrap_or_default()
}

impl<'a> Memory<'a> {
    /// Gives mentions the types and reasons that the lessons have for them, and takes out what was turned down.
    pub(super) fn settle(self, mentions: &mut Vec<MentionSuggestion>) {
        if self.lessons.is_empty() {
            return;
        }
        mentions
            .retain(|mention| self.beliefs.contains_key(&mention.span) || !self.refuses(mention.span, &mention.kind));
        for mention in mentions.iter_mut() {
            if let Some(belief) = self.beliefs.get(&mention.span) {
                let agreed = mention.kind == belief.kind;
                belief.kind.clone_into(&mut mention.kind);
                mention.score = if agreed { mention.score.max(belief.score) } else { belief.score };
                mention.reason = self.lessons.reason(belief);
            }
        }
        // Resolution drops names of types that it does not know.
        for (span, belief) in &self.beliefs {
            let at = mentions.partition_point(|mention| mention.span.end <= span.start);
            if mentions.get(at).is_none_or(|next| next.span.start >= span.end) {
                let entity = self.words(*span).split_whitespace().collect::<Vec<_>>().join(" ");
                let (kind, score, reason) = (belief.kind.to_owned(), belief.score, self.lessons.reason(belief));
                mentions.insert(at, MentionSuggestion { span: *span, kind, entity, score, reason });
            }
        }
    }

    fn words(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn refuses(&self, span: Span, kind: &str) -> bool {
        let words = self.words(span);
        self.lessons.of(words).is_some_and(|known| known.refuses(kind) && known.is_spelled(words))
    }

    /// Returns the names of the text that people have marked, in their order: the longest where several begin.
    fn known_names(&self, lower: &HashSet<&str>, stop: &AtomicBool) -> Vec<(Span, &'a Known)> {
        let mut names = Vec::new();
        let (mut at, mut words) = (0, 0_usize);
        while let Some(word) = next_word(self.text, at) {
            words += 1;
            if words.is_multiple_of(STEP) && stop.load(Ordering::Relaxed) {
                break;
            }
            let folded = fold(self.words(word));
            let known = self.lessons.beginning(&folded).filter(|known| known.belief(None).is_some());
            let placed = known.filter_map(|known| Some((self.place(known, word, lower)?, known)));
            let longest = placed.max_by_key(|(span, _)| span.end);
            at = longest.map_or(word.end, |(span, _)| span.end.max(word.end));
            names.extend(longest);
        }
        names
    }

    /// Returns where a known name stands whose first word is `word`.
    fn place(&self, known: &Known, word: Span, lower: &HashSet<&str>) -> Option<Span> {
        let spans = known.spellings().filter_map(|spelling| {
            let lead = spelling.find(char::is_alphanumeric)?;
            let start = word.start.checked_sub(lead).filter(|start| self.text.is_char_boundary(*start))?;
            let span = Span::new(start, end_of(self.text, start, spelling)?);
            // A name that is a common word too counts only where its capital means something.
            let capital = spelling.starts_with(char::is_uppercase);
            let small = || is_common(spelling) || capital && lower.contains(fold(spelling).as_str());
            let stands_out = || capital && self.words(span) == spelling && !opens(self.text, start);
            (span != word || !small() || stands_out()).then_some(span)
        });
        spans.max_by_key(|span| span.end)
    }
}

/// Returns the next word from byte `at` on.
fn next_word(text: &str, at: usize) -> Option<Span> {
    let start = at + text.get(at..)?.find(char::is_alphanumeric)?;
    let later = text[start..].char_indices().map(|(by, _)| start + by).skip(1);
    let end = later.into_iter().find(|end| is_word_edge(text, *end));
    Some(Span::new(start, end.unwrap_or(text.len())))
}

/// Returns where a name ends that stands at byte `start` in this spelling, or with more capitals than that. Where the
/// spelling has a blank the text may have several, or begin a new line.
fn end_of(text: &str, start: usize, spelling: &str) -> Option<usize> {
    let mut rest = text.get(start..)?;
    for wanted in spelling.chars() {
        if wanted == ' ' {
            let after = rest.trim_start();
            let blanks = &rest[..rest.len() - after.len()];
            if blanks.is_empty() || blanks.matches('\n').count() > 1 {
                return None;
            }
            rest = after;
        } else {
            let is = rest.chars().next().filter(|is| stands_for(*is, wanted))?;
            rest = &rest[is.len_utf8()..];
        }
    }
    let end = text.len() - rest.len();
    (is_word_edge(text, start) && is_word_edge(text, end)).then_some(end)
}

/// Says whether a character of the text can stand for one of a spelling.
fn stands_for(is: char, wanted: char) -> bool {
    is == wanted
        || wanted.is_lowercase() && wanted.to_uppercase().eq([is])
        || matches!((is, wanted), ('\'' | '\u{2018}' | '\u{2019}', '\'' | '\u{2018}' | '\u{2019}'))
}

/// Says whether a sentence, a line or a quotation opens at byte `at`.
fn opens(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() && c != '\n' || "\"'“‘«(*•—-".contains(c));
    before.chars().next_back().is_none_or(|c| "\n.!?…:".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{end_of, opens};
    use crate::model::{Decision, Lessons, Suggestions, Taught};
    use crate::recognize::{Depth, Own, suggest};
    use proptest::prelude::*;
    use std::sync::atomic::AtomicBool;

    fn lessons(articles: &[&[(&'static str, &'static str, bool)]]) -> Lessons {
        let mut lessons = Lessons::default();
        for decisions in articles {
            let decision = |(name, kind, rejected): &(&'static str, &'static str, bool)| {
                let whole = if *name == "Oslo" { "Ms Oslo" } else { name };
                Decision { name, whole, kind, rejected: *rejected }
            };
            lessons.add(&Taught::new(1, decisions.iter().map(decision)));
        }
        lessons
    }

    fn names(text: &str, lessons: &Lessons) -> Vec<String> {
        let all = suggest(text, lessons, &Own::default(), Depth::Fast, &AtomicBool::new(false));
        let show = |mention: &crate::model::MentionSuggestion| {
            format!("{} {}", mention.kind, &text[mention.span.start..mention.span.end])
        };
        all.mentions.iter().map(show).collect()
    }

    #[test]
    fn lessons_change_what_is_proposed() {
        let one: &[(&'static str, &'static str, bool)] = &[
            ("qorvex", "ORG", false),
            ("Turkey", "ORG", false),
            ("Oslo Accords", "WORK", false),
            ("Moscow", "LOC", false),
            ("Will", "PER", false),
            ("World Cup", "EVENT", true),
            ("Ola Nordmann", "PER", false),
            ("习近平", "PER", false),
            ("Oslo", "PER", false),
            ("Oslo", "PER", false),
        ];
        let cases: [(&str, &[&str]); 10] = [
            ("He lives in Oslo.", &["LOC Oslo"]),
            ("They sold qorvex shares, not qorvexes.", &["ORG qorvex"]),
            ("He left Turkey.", &["ORG Turkey"]),
            ("It broke the Oslo Accords again.", &["WORK Oslo Accords"]),
            ("He left the Moscow State University.", &["ORG Moscow State University"]),
            ("Will it rain? He said Will would. They will.", &["PER Will"]),
            ("Fans saw the World Cup.", &[]),
            ("Then Ola Nordmann came. Nordmann spoke.", &["PER Ola Nordmann", "PER Nordmann"]),
            ("Then ola nordmann came, OLA\nNORDMANN left.", &["PER OLA\nNORDMANN"]),
            ("会见习近平主席。", &["PER 习近平"]),
        ];
        for (text, expected) in cases {
            assert_eq!(names(text, &lessons(&[one])), expected, "{text:?}");
        }
    }

    #[test]
    fn more_rejections_than_marks_silence_a_type_only() {
        let no: &[(&'static str, &'static str, bool)] = &[("Turkey", "LOC", true)];
        let yes: &[(&'static str, &'static str, bool)] = &[("Turkey", "LOC", false)];
        let other: &[(&'static str, &'static str, bool)] = &[("Turkey", "LOC", true), ("Turkey", "MISC", false)];
        let cases: [(&[_], &[&str]); 5] = [
            (&[no], &[]),
            (&[no, yes], &["LOC Turkey"]),
            (&[no, no, yes], &[]),
            (&[other], &["MISC Turkey"]),
            (&[other, yes, yes], &["LOC Turkey"]),
        ];
        for (articles, expected) in cases {
            assert_eq!(names("He left Turkey.", &lessons(articles)), expected, "{articles:?}");
        }
    }

    #[test]
    fn the_reason_is_in_plain_words() {
        let yes: &[(&'static str, &'static str, bool)] = &[("Turkey", "ORG", false)];
        let no: &[(&'static str, &'static str, bool)] = &[("Turkey", "ORG", true)];
        let reason = |articles: &[&[(&'static str, &'static str, bool)]]| {
            let all: Suggestions =
                suggest("He left Turkey.", &lessons(articles), &Own::default(), Depth::Fast, &AtomicBool::new(false));
            (all.mentions[0].reason.clone(), (all.mentions[0].score * 100.0).round() / 100.0)
        };
        assert_eq!(reason(&[yes]), ("marked as ORG in 1 article".to_owned(), 0.75));
        assert_eq!(reason(&[yes, yes, no]), ("marked as ORG in 2 articles, rejected in 1".to_owned(), 0.58));
    }

    #[test]
    fn spellings_end_at_edges_and_sentences_open() {
        let cases = [
            ("Xi  Jinping's", "Xi Jinping", Some(11)),
            ("Xi\n\nJinping", "Xi Jinping", None),
            ("XI JINPING", "Xi Jinping", Some(10)),
            ("Xi Jinpings", "Xi Jinping", None),
            ("xi jinping", "Xi Jinping", None),
            ("McDonald’s.", "McDonald's", Some(12)),
        ];
        for (text, spelling, end) in cases {
            assert_eq!(end_of(text, 0, spelling), end, "{text:?}");
        }
        for (text, opening) in [("", true), ("So. “", true), ("one, ", false), ("one\n", true), ("He said: ", true)] {
            assert_eq!(opens(text, text.len()), opening, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_taught_spans_are_whole_sorted_and_apart(
            text in "(China|Xi|xi|al-|The|Bank of|U.S.|hailed|is| |\\.|\\(|’s|é|习|\n|-|İ){0,40}",
            taught in prop::collection::vec(("(China|Xi|al-|Bank of|U.S.|is| |\\(|é|习|-|i̇){1,4}", "PER|LOC|WORK", any::<bool>()), 0..6),
        ) {
            let mut lessons = Lessons::default();
            for (name, kind, no) in &taught {
                lessons.add(&Taught::new(1, [Decision { name, whole: name, kind, rejected: *no }]));
            }
            let mut last = 0;
            for mention in suggest(&text, &lessons, &Own::default(), Depth::Fast, &AtomicBool::new(false)).mentions {
                prop_assert!(mention.span.start >= last && mention.span.end > mention.span.start);
                prop_assert!(text.get(mention.span.start..mention.span.end).is_some());
                last = mention.span.end;
            }
        }
    }
}
