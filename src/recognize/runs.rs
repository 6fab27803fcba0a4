//! How far a name-like run goes: capitalised words and what may stand between them. Gives no types.

use super::lists::{Class, class, gazetteer, is_common};
use super::tokens::{Gap, Shape, Token, abbreviates};

/// What may be hung on a name by a hyphen without being a part of it: "Xi-led".
const LED: [&str; 10] = ["led", "based", "backed", "born", "style", "era", "run", "held", "like", "owned"];

/// A listed name in a sentence, as a range of tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) first: usize,
    pub(super) end: usize,
    /// Place in the gazetteer.
    pub(super) listed: usize,
}

/// One sentence with the listed names in it.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    hits: Vec<Hit>,
}

impl<'a> Sentence<'a> {
    /// Looks up the listed names.
    pub(super) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens, hits: hits(text, tokens) }
    }

    /// Returns the words of token `at`, or nothing outside the sentence.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    /// Returns what the word at `at` does in a name; capitals are read as a normal word.
    pub(super) fn class(&self, at: usize) -> Class {
        class(self.word(at))
    }

    /// Returns the listed name that starts at token `at`.
    pub(super) fn hit(&self, at: usize) -> Option<Hit> {
        self.hits.binary_search_by_key(&at, |hit| hit.first).ok().map(|found| self.hits[found])
    }

    /// Returns the first listed name that starts in `from..to`.
    pub(super) fn hit_in(&self, from: usize, to: usize) -> Option<Hit> {
        let next = self.hits.partition_point(|hit| hit.first < from);
        self.hits.get(next).copied().filter(|hit| hit.first < to)
    }

    /// Says whether token `at` is a capitalised word that may follow in a run after a blank.
    fn follows(&self, at: usize) -> bool {
        let blank = self.tokens.get(at).is_some_and(|token| matches!(token.gap, Gap::Blank | Gap::Line));
        blank && (self.is_name_word(at) || self.hit(at).is_some())
    }

    fn is_name_word(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        let class = self.class(at);
        let date = class.has(Class::WEEKDAY)
            || class.has(Class::MONTH) && !at.checked_sub(1).is_some_and(|before| self.class(before).has(Class::GIVEN));
        token.is_cap() && !date
    }

    /// Says whether a run may start at token `at`.
    pub(super) fn starts(&self, at: usize) -> bool {
        if self.hit(at).is_some() || self.is_name_word(at) {
            return true;
        }
        // "al-Sisi", "von der Leyen" without a given name
        self.class(at).has(Class::PARTICLE) && self.past_particles(at).is_some_and(|end| end > at + 1)
    }

    /// Returns the token after the run that starts at `at`.
    pub(super) fn run_end(&self, at: usize) -> usize {
        let mut end = self.hit(at).map_or(at + 1, |hit| hit.end);
        if self.class(at).has(Class::PARTICLE) && !self.tokens[at].is_cap() {
            end = end.max(self.past_particles(at).unwrap_or(end));
        }
        while let Some(next) = self.step(at, end) {
            end = next;
        }
        end
    }

    /// Returns the end of the run that goes on at `end`, where it does.
    fn step(&self, start: usize, end: usize) -> Option<usize> {
        let token = self.tokens.get(end)?;
        if self.follows(end) {
            return Some(self.hit(end).map_or(end + 1, |hit| hit.end));
        }
        match token.of(self.text) {
            "." if token.gap == Gap::None => self.past_dot(end),
            "-" | "‐" | "–" if token.gap == Gap::None => self.past_hyphen(start, end),
            "&" => self.tokens.get(end + 1).filter(|next| next.is_cap()).map(|_| end + 2),
            "(" => self.past_parenthesis(end),
            "of" => self.past_joiner(start, end, Class::OF_HEAD),
            "for" => self.past_joiner(start, end, Class::FOR_HEAD),
            "on" => self.past_joiner(start, end, Class::ON_HEAD),
            "and" => self.past_and(start, end),
            _ if self.class(end).has(Class::PARTICLE) => self.past_particles(end),
            _ => None,
        }
    }

    /// "J. Smith", "St. Louis", "Acme Inc. said".
    fn past_dot(&self, dot: usize) -> Option<usize> {
        let before = *self.tokens.get(dot.checked_sub(1)?)?;
        if !abbreviates(self.text, before) {
            return None;
        }
        if self.follows(dot + 1) || self.initial_follows(dot + 1) {
            return Some(dot + 2);
        }
        let closes = matches!(before.of(self.text), "Jr" | "Sr" | "Inc" | "Co" | "Corp" | "Ltd" | "Bros");
        (closes && dot + 1 < self.tokens.len()).then_some(dot + 1)
    }

    /// "J.K. Rowling"
    fn initial_follows(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_cap() && token.gap == Gap::None && token.span.len() == 1)
    }

    /// Double names go on ("Jean-Pierre"), two listed names part ("China-Russia"), "Kim Jong-un" and "Halla-aho" go on.
    fn past_hyphen(&self, start: usize, hyphen: usize) -> Option<usize> {
        let next = self.tokens.get(hyphen + 1).filter(|next| next.gap == Gap::None)?;
        let before = hyphen.checked_sub(1)?;
        if next.is_cap() {
            let listed = self.hit(hyphen + 1).is_some() || self.hit(before).is_some() && before == start;
            return (!listed).then_some(hyphen + 2);
        }
        let after_name = before > start && self.hit_in(start, hyphen).is_none();
        let word = next.of(self.text);
        let tail = next.span.len() <= 6 && !is_common(word) && !LED.contains(&word);
        (next.shape == Shape::Lower && after_name && tail).then_some(hyphen + 2)
    }

    /// "Russian Federation (Legislative) Council": the words after the parenthesis end in the head of an organisation.
    fn past_parenthesis(&self, open: usize) -> Option<usize> {
        let inner =
            (open + 1..open + 4).take_while(|at| self.tokens.get(*at).is_some_and(|token| token.is_cap())).count();
        let close = open + 1 + inner;
        if inner == 0 || !self.tokens.get(close)?.is(self.text, ")") || !self.follows(close + 1) {
            return None;
        }
        let words = (close + 1..close + 7).take_while(|at| self.follows(*at));
        let head = words.into_iter().any(|at| self.class(at).has(Class::ORG_HEAD) && !self.class(at).has(Class::TITLE));
        head.then_some(close + 2)
    }

    /// "Bank of England": the word before the joiner is such a head; "Court of Arbitration for Sport": so is an earlier one.
    fn past_joiner(&self, start: usize, joiner: usize, head: Class) -> Option<usize> {
        let before = self.class(joiner.checked_sub(1)?);
        let next = if self.word(joiner + 1) == "the" { joiner + 2 } else { joiner + 1 };
        let earlier =
            (start..joiner).any(|at| self.class(at).has(head) && self.word(at + 1) == "of" && at + 1 < joiner);
        let headed = before.has(head) || earlier && head == Class::FOR_HEAD;
        let fits = headed && self.follows(next) && !self.class(next).has(Class::TITLE);
        fits.then(|| self.hit(next).map_or(next + 1, |hit| hit.end))
    }

    /// "Ministry of Trade and Industry", "Food and Drug Administration".
    fn past_and(&self, start: usize, and: usize) -> Option<usize> {
        let next = and + 1;
        let class = self.class(next);
        if !self.follows(next) || self.hit(next).is_some() || class.has(Class::GIVEN.and(Class::TITLE)) {
            return None;
        }
        let joined = (start..and).any(|at| matches!(self.word(at), "of" | "for" | "on") && self.headed(at));
        let topic = self.class(and - 1).has(Class::TOPIC);
        let head_ahead =
            (next..next + 4).take_while(|at| self.follows(*at)).any(|at| self.class(at).has(Class::AND_HEAD));
        (joined && (class.has(Class::TOPIC) || topic) || topic && head_ahead).then_some(next + 1)
    }

    fn headed(&self, joiner: usize) -> bool {
        joiner.checked_sub(1).is_some_and(|before| self.class(before).has(Class::AND_HEAD))
    }

    /// Returns the token after the name that particles lead to: "von der Leyen", "al-Sisi".
    fn past_particles(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while next < at + 4 && self.class(next).has(Class::PARTICLE) && self.tokens[next].shape == Shape::Lower {
            next += 1;
            let hyphen = self.tokens.get(next).is_some_and(|token| token.gap == Gap::None && token.is(self.text, "-"));
            next += usize::from(hyphen);
        }
        let name = self.tokens.get(next)?;
        let bare_article =
            at + 1 == next && matches!(self.word(at), "ben" | "ten" | "den" | "la" | "da" | "del" | "di");
        let common = is_common(name.of(self.text));
        (name.is_cap() && !common && name.gap <= Gap::Blank && !(bare_article && at == 0)).then_some(next + 1)
    }
}

/// Returns the listed names whose borders are borders of tokens.
fn hits(text: &str, tokens: &[Token]) -> Vec<Hit> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Vec::new() };
    let offset = first.span.start;
    let words = text.get(offset..last.span.end).unwrap_or_default();
    let found = gazetteer().find(words).filter_map(|(start, end, listed)| {
        let first = tokens.binary_search_by_key(&(offset + start), |token| token.span.start).ok()?;
        let last = tokens.binary_search_by_key(&(offset + end), |token| token.span.end).ok()?;
        Some(Hit { first, end: last + 1, listed })
    });
    found.collect()
}
