//! From runs of capitalised words to names with a type, one sentence at a time. What needs the whole article is left to
//! `aliases`: a name whose type is not clear here is given without one.

use super::dates;
use super::lists::{Class, Kind, gazetteer, is_common};
use super::runs::{Hit, Sentence};
use super::tokens::{Gap, Shape, Token};
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
fn is_rubbish(tokens: &[Token]) -> bool {
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

struct Finder<'a, 'b> {
    s: Sentence<'a>,
    headline: bool,
    out: &'b mut Vec<Found>,
}

impl Finder<'_, '_> {
    fn push(&mut self, first: usize, end: usize, kind: Option<Kind>, score: f64, reason: &'static str) {
        let (Some(head), Some(last)) =
            (self.s.tokens.get(first), end.checked_sub(1).and_then(|at| self.s.tokens.get(at)))
        else {
            return;
        };
        let span = Span::new(head.span.start, last.span.end);
        let opener = end == first + 1 && (self.headline || self.opens(first));
        self.out.push(Found { span, kind, score, reason, group: None, opener });
    }

    fn push_hit(&mut self, hit: Hit) {
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
    fn opens(&self, at: usize) -> bool {
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

    /// Types a run without titles, or takes the first name off it and goes on.
    fn segment(&mut self, mut first: usize, end: usize) {
        while first < end {
            let next = self.one(first, end);
            first = next.max(first + 1);
            while first < end && self.s.tokens[first].shape == Shape::Mark {
                first += 1;
            }
        }
    }

    /// Takes one name off the front of a run and returns where it ends.
    fn one(&mut self, first: usize, end: usize) -> usize {
        if let Some(hit) = self.s.hit(first).filter(|hit| hit.end == end) {
            self.push_hit(hit);
            return end;
        }
        if end == first + 1 {
            self.lone(first);
            return end;
        }
        if let Some(people) = self.people_before_state_body(first, end) {
            self.push_hit(people);
            return people.end;
        }
        let given = self.s.class(first).has(Class::GIVEN);
        if let Some((kind, score, reason)) = self.headed(first, end, given) {
            self.push(first, end, Some(kind), score, reason);
            return end;
        }
        let plain_hit = self.s.hit(first).filter(|hit| !given || hit.end > first + 1 || self.s.hit(hit.end).is_some());
        if let Some(hit) = plain_hit {
            return self.listed_first(hit, end);
        }
        let stop = self
            .s
            .hit_in(first + 1, end)
            .filter(|hit| given || self.opens(first) || hit.first > first + 1)
            .filter(|hit| self.s.tokens[hit.first - 1].is_cap())
            .map(|hit| hit.first);
        let stop = stop.filter(|stop| !given || *stop > first + 1).unwrap_or(end);
        if stop == first + 1 {
            self.lone(first);
        } else {
            self.unlisted(first, stop);
        }
        stop
    }

    /// "Chinese Foreign Ministry": the nationality says whose it is and stands apart, as before a title. Other bodies,
    /// such as "Russian Olympic Committee", have it in their name.
    fn people_before_state_body(&self, first: usize, end: usize) -> Option<Hit> {
        let hit = self.s.hit(first).filter(|hit| gazetteer().names[hit.listed].kind == Kind::Norp)?;
        let state =
            matches!(self.s.word(end - 1), "Ministry" | "Parliament" | "Assembly" | "Senate" | "Court" | "Embassy");
        (state && end >= hit.end + 2).then_some(hit)
    }

    /// A listed name and more words: "Chinese Xi", "Beijing Guoan", "Google Maps".
    fn listed_first(&mut self, hit: Hit, end: usize) -> usize {
        let kind = gazetteer().names[hit.listed].kind;
        let person_next = self.s.class(hit.end).has(Class::GIVEN.and(Class::FAMILY)) && end - hit.end >= 2;
        let parted = self.s.hit(hit.end).is_some() || self.s.tokens[hit.end].shape == Shape::Mark;
        if kind == Kind::Loc && !person_next && !parted && !self.headline {
            self.push(hit.first, end, Some(Kind::Org), 0.4, "place with more words");
            return end;
        }
        self.push_hit(hit);
        if kind == Kind::Org && !parted && !person_next { end } else { hit.end }
    }

    /// Names that a head word tells: "Ministry of Foreign Affairs", "Lake Baikal", "Gulf War".
    fn headed(&self, first: usize, end: usize, given: bool) -> Option<(Kind, f64, &'static str)> {
        let joiner = (first + 1..end).find(|at| matches!(self.s.word(*at), "of" | "for" | "on"));
        let of = joiner.map(|at| self.s.class(at - 1));
        let (head, start) = (self.last_class(first, end), self.s.class(first));
        if of.is_some() && start.has(Class::EVENT_FIRST) || head.has(Class::EVENT_HEAD) {
            return Some((Kind::Event, 0.7, "event head word"));
        }
        if self.s.word(end - 1) == "Street" && self.s.word(first) == "Wall" {
            return Some((Kind::Org, 0.5, "listed organisation"));
        }
        if of.is_some_and(|of| {
            of.has(Class::ORG_HEAD.and(Class::OF_HEAD)) && !of.has(Class::LOC_HEAD.and(Class::LOC_FIRST))
        }) || head.has(Class::ORG_HEAD) && !(given && end == first + 2 && !head.has(Class::OF_HEAD))
        {
            return Some((Kind::Org, 0.85, "organisation head word"));
        }
        if of.is_some_and(|of| of.has(Class::LOC_HEAD.and(Class::LOC_FIRST))) || head.has(Class::LOC_HEAD) && !given {
            return Some((Kind::Loc, 0.75, "place head word"));
        }
        let place_first = start.has(Class::LOC_FIRST) && !given && self.s.hit(first).is_none();
        place_first.then_some((Kind::Loc, 0.6, "place head word"))
    }

    fn last_class(&self, first: usize, end: usize) -> Class {
        let last = (first..end).rev().find(|at| self.s.tokens[*at].shape != Shape::Mark);
        last.map(|at| self.s.class(at)).unwrap_or_default()
    }

    /// Two words or more that no list knows whole.
    fn unlisted(&mut self, first: usize, end: usize) {
        let class = self.s.class(first);
        let words =
            (first..end).filter(|at| self.s.tokens[*at].is_cap() && self.s.tokens[*at].gap != Gap::None).count();
        let initial = (first..end)
            .any(|at| self.s.word(at) == "." || self.s.tokens[at].is_cap() && self.s.tokens[at].span.len() == 1);
        let particle = (first + 1..end).any(|at| self.s.class(at).has(Class::PARTICLE) && !self.s.tokens[at].is_cap());
        let joined = (first..end).any(|at| matches!(self.s.word(at), "&" | "of" | "and" | "for"));
        let upper = (first..end).any(|at| self.s.tokens[at].shape == Shape::Upper && self.s.tokens[at].span.len() > 1);
        let (kind, score, reason) = match () {
            () if joined => (Some(Kind::Org), 0.5, "joined capitalised words"),
            () if class.has(Class::GIVEN) && words <= 5 => (Some(Kind::Per), 0.85, "given name"),
            () if class.has(Class::FAMILY) && words <= 3 => (Some(Kind::Per), 0.75, "family name first"),
            () if particle && self.s.hit_in(first, end).is_some_and(|hit| hit.end == end) => {
                (Some(Kind::Loc), 0.5, "place after a particle")
            }
            () if particle || initial => (Some(Kind::Per), 0.7, "written as names of persons are"),
            () if upper => (Some(Kind::Org), 0.45, "capitals"),
            () if self.led_by_place(first) => (Some(Kind::Loc), 0.5, "place by its preposition"),
            () if words == 2 && !self.after_the(first) => (Some(Kind::Per), 0.5, "two capitalised words"),
            () => (None, 0.3, "capitalised words"),
        };
        self.push(first, end, kind, score, reason);
    }

    /// Says whether the word before token `at` tells a place.
    fn led_by_place(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| matches!(self.s.word(before), "in" | "In" | "near" | "at"))
    }

    fn after_the(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| matches!(self.s.word(before), "the" | "The"))
    }

    /// One word that no list knows as a name.
    fn lone(&mut self, at: usize) {
        if let Some(hit) = self.s.hit(at).filter(|hit| hit.end == at + 1) {
            return self.push_hit(hit);
        }
        let (token, class, word) = (self.s.tokens[at], self.s.class(at), self.s.word(at));
        let letters = word.chars().count();
        let role = class.has(
            Class::TITLE
                .and(Class::TITLE_PART)
                .and(Class::ORG_HEAD)
                .and(Class::LOC_HEAD)
                .and(Class::LOC_FIRST)
                .and(Class::EVENT_HEAD)
                .and(Class::TOPIC),
        );
        if class.has(Class::LONE_ORG) {
            return self.push(at, at + 1, Some(Kind::Org), 0.5, "organisation head word");
        }
        if role || !token.is_cap() || !(2..=30).contains(&letters) || is_common(word) {
            return;
        }
        let before = at.checked_sub(1).map_or("", |before| self.s.word(before));
        let speaks = matches!(self.s.word(at + 1), "said" | "says" | "told" | "added" | "asked" | "wrote" | "replied");
        let (kind, score, reason) = match () {
            () if token.shape == Shape::Upper && letters <= 6 && !self.headline => (Some(Kind::Org), 0.5, "acronym"),
            () if class.has(Class::GIVEN) => (Some(Kind::Per), 0.55, "given name"),
            () if speaks => (Some(Kind::Per), 0.5, "speaks"),
            () if self.led_by_place(at) => (Some(Kind::Loc), 0.5, "place by its preposition"),
            () if !self.opens(at) && matches!(before, "from" | "of" | "to" | "between") => {
                (Some(Kind::Loc), 0.4, "place by its preposition")
            }
            () => (None, 0.3, "lone capitalised word"),
        };
        self.push(at, at + 1, kind, score, reason);
    }
}
