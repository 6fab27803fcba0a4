//! Where the words of a query stand in a text.

use super::{Phrase, Query};
use crate::text::{Span, each_term};

/// Returns where words, phrases and regular expressions of a query stand in a text, in order, none overlapping another.
#[must_use]
pub fn hits(query: &Query, text: &str) -> Vec<Span> {
    let mut all = phrase_hits(&query.phrases(), text);
    for pattern in query.expressions() {
        if let Ok(regex) = regex::Regex::new(pattern) {
            all.extend(
                regex.find_iter(text).filter(|hit| !hit.is_empty()).map(|hit| Span::new(hit.start(), hit.end())),
            );
        }
    }
    all.sort_unstable();
    let mut last = 0;
    all.retain(|hit| {
        let free = hit.start >= last;
        last = if free { hit.end } else { last };
        free
    });
    all
}

fn phrase_hits(phrases: &[&Phrase], text: &str) -> Vec<Span> {
    let longest = phrases.iter().map(|phrase| phrase.terms.len()).max().unwrap_or(0);
    let mut all = Vec::new();
    if longest == 0 {
        return all;
    }
    let mut recent: Vec<(String, Span)> = Vec::new();
    each_term(text, |term, span| {
        if recent.len() == longest {
            recent.rotate_left(1);
            recent.pop();
        }
        recent.push((term.to_owned(), span));
        for phrase in phrases {
            let Some(from) = recent.len().checked_sub(phrase.terms.len()) else { continue };
            let terms: Vec<&str> = recent[from..].iter().map(|(term, _)| term.as_str()).collect();
            if phrase.begins(&terms) {
                all.push(Span::new(recent[from].1.start, span.end));
            }
        }
    });
    all
}
