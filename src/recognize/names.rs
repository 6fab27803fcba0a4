//! From runs of capitalised words to names with a type, one sentence at a time. What needs the whole article is left to
//! `aliases`: a name whose type is not clear here is given without one.

use super::dates;
use super::lists::{Class, Kind, gazetteer, is_common};
use super::runs::{Hit, Sentence};
use super::tokens::{Shape, Token};
use crate::text::Span;

/// A name found in one sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    /// Nothing where the sentence does not tell.
    pub(super) kind: Option<Kind>,
    pub(super) score: f64,
    pub(super) reason: &'static str,
    /// Which listed entity.
    pub(super) group: Option<u32>,
    /// A lone word that opens a sentence or stands in a headline: its capital says nothing.
    pub(super) opener: bool,
}

/// Appends the names of one sentence to `out`, in their order.
pub(super) fn find(text: &str, tokens: &[Token], out: &mut Vec<Found>) {
    if is_rubbish(tokens) || !tokens.iter().any(|token| token.shape != Shape::Lower && token.shape != Shape::Mark) {
        return;
    }
    let mut finder = Finder { s: Sentence::new(text, tokens), headline: is_headline(text, tokens), out };
    let mut at = 0;
    while at < tokens.len() {
        if let Some(end) = dates::end(&finder.s, at) {
            finder.push(at, end, Some(Kind::Date), 0.85, "date");
            at = end;
        } else if finder.s.starts(at) {
            let end =
                if finder.headline { finder.s.hit(at).map_or(at + 1, |hit| hit.end) } else { finder.s.run_end(at) };
            finder.run(at, end);
            at = end;
        } else {
            at += 1;
        }
    }
}

/// Says whether more than one token in ten could not be read as text.
pub(super) fn is_rubbish(tokens: &[Token]) -> bool {
    tokens.iter().filter(|token| token.shape == Shape::Rubbish).count() * 10 > tokens.len()
}

/// Says whether capitals tell nothing: most long words have one.
fn is_headline(text: &str, tokens: &[Token]) -> bool {
    let long = tokens.iter().filter(|token| token.span.len() > 3);
    let (mut caps, mut lower) = (0, 0);
    for token in long {
        match token.shape {
            Shape::Cap | Shape::Upper => caps += 1,
            Shape::Lower => lower += 1,
            _ => {}
        }
    }
    let stops = tokens.last().is_some_and(|token| token.is(text, "."));
    let shouted = tokens.iter().filter(|token| token.shape == Shape::Upper).count() * 2 > tokens.len();
    caps >= 4 && caps > lower * 3 && (shouted || !stops && caps >= 5)
}

/// The names of one sentence in the making; `segments` types what has no title.
pub(super) struct Finder<'a, 'b> {
    pub(super) s: Sentence<'a>,
    pub(super) headline: bool,
    out: &'b mut Vec<Found>,
}

impl Finder<'_, '_> {
    pub(super) fn push(&mut self, first: usize, end: usize, kind: Option<Kind>, score: f64, reason: &'static str) {
        let (Some(head), Some(last)) =
            (self.s.tokens.get(first), end.checked_sub(1).and_then(|at| self.s.tokens.get(at)))
        else {
            return;
        };
        let span = Span::new(head.span.start, last.span.end);
        let opener = end == first + 1 && (self.headline || self.opens(first));
        self.out.push(Found { span, kind, score, reason, group: None, opener });
    }

    pub(super) fn push_hit(&mut self, hit: Hit) {
        let listed = &gazetteer().names[hit.listed];
        let reason = match listed.kind {
            Kind::Loc => "listed place",
            Kind::Norp => "nationality or people",
            Kind::Org => "listed organisation",
            _ => "listed event",
        };
        self.push(hit.first, hit.end, Some(listed.kind), 0.9, reason);
        if let Some(found) = self.out.last_mut() {
            found.group = Some(listed.group);
            found.opener = false;
        }
    }

    /// Says whether token `at` opens a sentence or a quotation in it.
    pub(super) fn opens(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1) else { return true };
        let mark = self.s.tokens[before];
        mark.shape == Shape::Mark
            && (before == 0 || matches!(mark.of(self.s.text), "\"" | "“" | ":" | "‘" | "—" | "•" | "*"))
    }

    /// Takes a run apart: words before a title, the title, the person after it.
    fn run(&mut self, first: usize, end: usize) {
        let first = self.trimmed(first, end);
        if first >= end {
            return;
        }
        let Some(title) = self.title_in(first, end) else { return self.segment(first, end) };
        let mut left = title;
        while left > first
            && (self.s.class(left - 1).has(Class::TITLE.and(Class::TITLE_PART)) || self.s.word(left - 1) == "-")
        {
            left -= 1;
        }
        if left > first {
            self.segment(first, left);
        }
        let mut right = title + 1;
        while right < end && self.s.word(right) == "." {
            right += 1;
        }
        if right < end {
            self.titled(right, end);
        }
    }

    /// Takes off leading words that are no part of a name: "The", "During", "Moreover".
    fn trimmed(&self, mut first: usize, end: usize) -> usize {
        let mut opened = self.opens(first);
        while first < end && self.s.hit(first).is_none() {
            let word = self.s.word(first);
            let article = matches!(
                word,
                "The"
                    | "A"
                    | "An"
                    | "In"
                    | "On"
                    | "At"
                    | "Of"
                    | "For"
                    | "And"
                    | "But"
                    | "If"
                    | "I"
                    | "By"
                    | "To"
                    | "With"
                    | "As"
                    | "When"
                    | "While"
                    | "After"
            );
            let opener =
                opened && is_common(word) && !self.s.class(first).has(Class::TITLE) && self.s.word(first + 1) != "-";
            if !(article || opener) {
                break;
            }
            first += 1;
            // What follows an opening word has its capital by its own right.
            opened = false;
        }
        while first < end && matches!(self.s.word(first), "of" | "for" | "on" | "and" | "-" | "." | "&" | "the") {
            first += 1;
        }
        first
    }

    /// Returns the last title of a run that is a title there and no part of a name.
    fn title_in(&self, first: usize, end: usize) -> Option<usize> {
        let inside_hit = |at: usize| self.s.hit_in(first, end).is_some_and(|hit| hit.first <= at && at < hit.end);
        let title = (first..end).rev().find(|at| self.s.class(*at).has(Class::TITLE) && !inside_hit(*at))?;
        let names_org = |at: usize| self.s.class(at).has(Class::ORG_HEAD.and(Class::LOC_HEAD).and(Class::EVENT_HEAD));
        let goes_on = title + 1 < end && !self.s.class(title + 1).has(Class::GIVEN.and(Class::FAMILY));
        let joined = (title..end).any(|at| matches!(self.s.word(at), "of" | "for"));
        (!(goes_on && names_org(end - 1) || joined)).then_some(title)
    }

    /// The words after a title: a person, unless they are a listed name.
    fn titled(&mut self, first: usize, end: usize) {
        if let Some(hit) =
            self.s.hit(first).filter(|hit| !(hit.end == first + 1 && self.s.class(first).has(Class::GIVEN)))
        {
            let kind = gazetteer().names[hit.listed].kind;
            if hit.end == end && kind != Kind::Norp || kind == Kind::Norp && hit.end < end {
                self.push_hit(hit);
                return self.segment(hit.end, end);
            }
        }
        let lowered = self.s.class(first).has(Class::ORG_HEAD.and(Class::TITLE_PART)) && end == first + 1;
        if end - first <= 6 && !lowered {
            self.push(first, end, Some(Kind::Per), 0.9, "title before name");
        } else {
            self.segment(first, end);
        }
    }
}
