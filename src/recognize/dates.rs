//! Dates: weekdays, months with their day and year, years. Other expressions of time are left to a person.

use super::lists::Class;
use super::runs::Sentence;
use super::tokens::{Gap, Shape};

/// Returns the token after the date that starts at token `at`.
pub(super) fn end(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    let class = sentence.class(at);
    if class.has(Class::WEEKDAY) {
        return Some(after_weekday(sentence, at + 1));
    }
    if class.has(Class::MONTH) {
        let end = after_month(sentence, at + 1);
        return (end > at + 1 || is_plain_month(sentence, at)).then_some(end);
    }
    if matches!(sentence.word(at), "last" | "next" | "this" | "early" | "late" | "mid") {
        let next = sentence.class(at + 1);
        let named = next.has(Class::WEEKDAY.and(Class::MONTH)) && sentence.tokens[at + 1].is_cap();
        return named.then(|| end(sentence, at + 1).unwrap_or(at + 2));
    }
    from_number(sentence, at)
}

fn from_number(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    if sentence.tokens.get(at)?.shape != Shape::Number {
        return None;
    }
    if day(sentence.word(at)).is_some() && sentence.class(at + 1).has(Class::MONTH) {
        return Some(after_month(sentence, at + 2));
    }
    let word = sentence.word(at);
    if !is_year(word.strip_suffix('s').unwrap_or(word)) {
        return None;
    }
    let part = |at| {
        (glued(sentence, at) && sentence.word(at) == "-" && day(sentence.word(at + 1)).is_some()).then_some(at + 2)
    };
    if let Some(end) = part(at + 1).and_then(part) {
        return Some(end);
    }
    let before = at.checked_sub(1).map_or("", |before| sentence.word(before));
    let led = matches!(
        before,
        "in" | "In" | "since" | "Since" | "by" | "By" | "until" | "of" | "from" | "the" | "early" | "late" | "("
    );
    let ends = !glued(sentence, at + 1) || sentence.tokens.get(at + 1).is_some_and(|next| next.shape == Shape::Mark);
    (led && ends).then_some(at + 1)
}

/// "Monday", "Monday, 10 July 2023", "Monday, July 10".
fn after_weekday(sentence: &Sentence<'_>, at: usize) -> usize {
    let next = if sentence.word(at) == "," { at + 1 } else { at };
    let dated = sentence.class(next).has(Class::MONTH)
        || day(sentence.word(next)).is_some() && sentence.class(next + 1).has(Class::MONTH);
    if dated { end(sentence, next).unwrap_or(at) } else { at }
}

/// What follows a month: a day, a year, or both.
fn after_month(sentence: &Sentence<'_>, at: usize) -> usize {
    let at = if sentence.word(at) == "." && glued(sentence, at) && day(sentence.word(at + 1)).is_some() {
        at + 1
    } else {
        at
    };
    let at = if day(sentence.word(at)).is_some() { at + 1 } else { at };
    if is_year(sentence.word(at)) {
        return at + 1;
    }
    if sentence.word(at) == "," && is_year(sentence.word(at + 1)) { at + 2 } else { at }
}

/// "May" and "March" are other words too: they need a word before them that leads to a date.
fn is_plain_month(sentence: &Sentence<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| sentence.word(before));
    let led = matches!(
        before,
        "in" | "In"
            | "since"
            | "Since"
            | "last"
            | "next"
            | "this"
            | "until"
            | "by"
            | "of"
            | "early"
            | "late"
            | "from"
            | "and"
            | "to"
    );
    let clear = !matches!(sentence.word(at), "May" | "March" | "April" | "June" | "August" | "Jan" | "Dec" | "Mar");
    sentence.tokens[at].is_cap() && (led || clear)
}

fn glued(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.tokens.get(at).is_some_and(|token| token.gap == Gap::None)
}

fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    (digits.len() <= 2).then(|| digits.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u32| (1400..2100).contains(&year))
}
