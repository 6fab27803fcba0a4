//! Types for runs without a title: listed names, head words, given names, and what the neighbours of a word tell.

use super::lists::{Class, Kind, gazetteer, is_common};
use super::names::Finder;
use super::runs::Hit;
use super::tokens::{Gap, Shape};

impl Finder<'_, '_> {
    /// Types a run without titles, or takes the first name off it and goes on.
    pub(super) fn segment(&mut self, mut first: usize, end: usize) {
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
