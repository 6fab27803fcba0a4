//! One entity an article: later short forms get the name of the fullest form. Works on the names of a whole text.

use super::lists::{Class, Kind, class};
use super::names::Found;
use crate::model::MentionSuggestion;
use crate::text::{Span, name_key};
use std::collections::{HashMap, HashSet};

/// Which full name a short form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Short {
    /// The found name at this place.
    Of(usize),
    /// Of several.
    Several,
}

/// What the names of one text say about each other.
struct Known<'a> {
    text: &'a str,
    found: &'a [Found],
    /// Surnames and family names, and given names below them.
    persons: HashMap<String, Short>,
    given: HashMap<String, Short>,
    /// Acronyms that the text explains.
    acronyms: HashMap<&'a str, usize>,
    /// The longest form of a listed entity that the text uses.
    groups: HashMap<u32, Span>,
    /// Type of a name where some place tells it.
    kinds: HashMap<String, (Kind, f64)>,
}

/// Turns found names into mentions; those that stay without a type are left out.
pub(super) fn resolve(text: &str, found: &[Found], lower: &HashSet<&str>) -> Vec<MentionSuggestion> {
    let known = Known::read(text, found);
    let mut mentions: Vec<MentionSuggestion> = Vec::with_capacity(found.len());
    for (at, name) in found.iter().enumerate() {
        let words = slice(text, name.span);
        let doubtful = name.opener && lower.contains(crate::text::fold(words).as_str());
        let Some(mention) = known.mention(at, doubtful) else { continue };
        match mentions.last_mut() {
            // A headline gives "Xi" and "Jinping" apart.
            Some(last)
                if last.entity == mention.entity
                    && slice(text, Span::new(last.span.end, mention.span.start)) == " " =>
            {
                last.span.end = mention.span.end;
            }
            Some(last) if last.span.end > mention.span.start => {}
            _ => mentions.push(mention),
        }
    }
    mentions
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

impl<'a> Known<'a> {
    fn read(text: &'a str, found: &'a [Found]) -> Self {
        let mut known = Self {
            text,
            found,
            persons: HashMap::new(),
            given: HashMap::new(),
            acronyms: HashMap::new(),
            groups: HashMap::new(),
            kinds: HashMap::new(),
        };
        for at in 0..found.len() {
            known.learn(at);
        }
        known
    }

    fn words(&self, at: usize) -> &'a str {
        slice(self.text, self.found[at].span)
    }

    fn learn(&mut self, at: usize) {
        let (name, words) = (self.found[at], self.words(at));
        if let Some(group) = name.group {
            let longest = self.groups.entry(group).or_insert(name.span);
            if name.span.len() > longest.len() {
                *longest = name.span;
            }
        }
        if let Some(kind) = name.kind {
            let told = self.kinds.entry(name_key(words)).or_insert((kind, name.score));
            if name.score > told.1 {
                *told = (kind, name.score);
            }
        }
        if name.kind == Some(Kind::Per) && words.contains(' ') {
            self.learn_person(at, words);
        }
        if let Some(full) = self.full_of_acronym(at) {
            self.acronyms.insert(words, full);
        }
    }

    fn learn_person(&mut self, at: usize, words: &str) {
        let (family, given) = name_parts(words);
        for short in family {
            self.add_short(true, &short, at);
        }
        for short in given {
            self.add_short(false, &short, at);
        }
    }

    fn add_short(&mut self, family: bool, short: &str, at: usize) {
        let (key, full) = (name_key(short), name_key(self.words(at)));
        let shorts = if family { &self.persons } else { &self.given };
        let new = match shorts.get(&key) {
            None => Short::Of(at),
            Some(Short::Several) => Short::Several,
            Some(Short::Of(earlier)) => match same_person(&name_key(self.words(*earlier)), &full) {
                None => Short::Several,
                Some(true) => Short::Of(at),
                Some(false) => Short::Of(*earlier),
            },
        };
        let shorts = if family { &mut self.persons } else { &mut self.given };
        shorts.insert(key, new);
    }

    /// "Full Name (FN)": returns the place of the full name where `at` is the acronym.
    fn full_of_acronym(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        let (full, short) = (self.found[before].span, self.found[at].span);
        if slice(self.text, Span::new(full.end, short.start)) != " (" {
            return None;
        }
        let initials: String =
            self.words(before).split([' ', '-', '(']).filter_map(|word| word.chars().next()).collect();
        is_acronym(self.words(at), &initials).then_some(before)
    }

    fn mention(&self, at: usize, doubtful: bool) -> Option<MentionSuggestion> {
        let (name, words) = (self.found[at], self.words(at));
        let made = |kind: Kind, entity: &str, score: f64, reason: String| {
            let entity = entity.split_whitespace().collect::<Vec<_>>().join(" ");
            Some(MentionSuggestion { span: name.span, kind: kind.key().to_owned(), entity, score, reason })
        };
        if let Some(full) = self.acronyms.get(words) {
            let kind = self.found[*full].kind.filter(|kind| *kind != Kind::Per).unwrap_or(Kind::Org);
            let full = self.words(*full);
            return made(kind, full, 0.9, format!("acronym of {full}"));
        }
        if name.group.is_some() {
            let entity =
                name.group.and_then(|group| self.groups.get(&group)).map_or(words, |span| slice(self.text, *span));
            let entity = if name.kind == Some(Kind::Norp) { words } else { entity };
            return made(name.kind?, entity, name.score, name.reason.to_owned());
        }
        if let Some((full, several)) = self.person(&name, words) {
            return match full {
                _ if several => made(Kind::Per, words, 0.45, "surname of several persons".to_owned()),
                full if full == words => made(Kind::Per, full, name.score, name.reason.to_owned()),
                full => made(Kind::Per, full, 0.85, format!("surname of {full}")),
            };
        }
        if self.acronyms.values().any(|full| *full == at) && name.kind != Some(Kind::Org) {
            return made(Kind::Org, words, 0.8, "full name of an acronym".to_owned());
        }
        let told = self.kinds.get(&name_key(words)).copied();
        let (kind, score) = match (name.kind, told) {
            (_, Some(told)) if !doubtful => (told.0, if told.1 > name.score { told.1 - 0.05 } else { name.score }),
            (Some(kind), _) if !doubtful => (kind, name.score),
            _ => return None,
        };
        made(kind, words, score, name.reason.to_owned())
    }

    /// Returns the full name of the person that a found name stands for, and whether there are several.
    fn person(&self, name: &Found, words: &'a str) -> Option<(&'a str, bool)> {
        // A model sees a lone surname without the person; what no list knows as something else is the person.
        let lone = name.group.is_none() && !words.contains(' ');
        let may_be = matches!(name.kind, None | Some(Kind::Per)) || name.score < 0.6 || lone;
        let key = may_be.then(|| name_key(words))?;
        let short = if words.contains(' ') && name.kind == Some(Kind::Per) && !self.persons.contains_key(&key) {
            let family = name_parts(words).0.into_iter().next()?;
            let Short::Of(full) = self.persons.get(&name_key(&family))? else { return None };
            same_person(&name_key(self.words(*full)), &key)?;
            Short::Of(*full)
        } else {
            *self.persons.get(&key).or_else(|| self.given.get(&key).filter(|short| **short != Short::Several))?
        };
        match short {
            Short::Of(full) => Some((self.words(full), false)),
            Short::Several => Some((words, true)),
        }
    }
}

/// Returns the forms by which a person's family and given names are cited alone.
fn name_parts(words: &str) -> (Vec<String>, Vec<String>) {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return (Vec::new(), Vec::new()) };
    let eastern = class(first).has(Class::FAMILY)
        && parts.len() <= 3
        && !(class(first).has(Class::GIVEN) && parts.len() == 2 && class(last).has(Class::FAMILY));
    if eastern {
        let given = parts[1..].join(" ");
        return (vec![(*first).to_owned()], vec![given]);
    }
    let suffix = parts.len() > 2 && matches!(*last, "Jr." | "Sr." | "Jr" | "Sr" | "II" | "III" | "IV");
    let end = if suffix { parts.len() - 1 } else { parts.len() };
    let surname = parts[end - 1];
    let mut family = vec![surname.to_owned()];
    family.extend(
        surname
            .split_once('-')
            .filter(|(article, _)| class(article).has(Class::PARTICLE))
            .map(|(_, bare)| bare.to_owned()),
    );
    let particles = parts[1..end - 1].iter().rev().take_while(|part| class(part).has(Class::PARTICLE)).count();
    if particles > 0 {
        family.push(parts[end - 1 - particles..end].join(" "));
    }
    (family, vec![(*first).to_owned()])
}

/// Says whether two full names with one surname can be one person, and if so whether the second is the fuller one.
fn same_person(one: &str, other: &str) -> Option<bool> {
    let first = |name: &str| name.split(' ').next().map(str::to_owned);
    let last = |name: &str| name.rsplit(' ').next().map(str::to_owned);
    (first(one) == first(other) && last(one) == last(other)).then_some(other.len() > one.len())
}

/// Says whether the letters of `short` are found in order among `initials`, beginning with the first.
fn is_acronym(short: &str, initials: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    let mut initials = initials.chars().flat_map(char::to_uppercase).peekable();
    letters.len() >= 2
        && initials.peek() == letters.first()
        && letters.iter().all(|letter| initials.any(|initial| initial == *letter))
}
