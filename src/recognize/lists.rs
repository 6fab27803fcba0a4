//! The built-in lists: names of places, peoples and bodies, and what single words do in a name. Data, read once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The type of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Per,
    Org,
    Loc,
    Norp,
    Date,
    Event,
}

impl Kind {
    /// Returns the key of the entity type.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Per => "PER",
            Self::Org => "ORG",
            Self::Loc => "LOC",
            Self::Norp => "NORP",
            Self::Date => "DATE",
            Self::Event => "EVENT",
        }
    }
}

/// What a word does in a name; one word may do several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class(u32);

impl Class {
    pub(super) const TITLE: Self = Self(1);
    pub(super) const TITLE_PART: Self = Self(1 << 1);
    pub(super) const ABBREVIATION: Self = Self(1 << 2);
    pub(super) const FAMILY: Self = Self(1 << 3);
    pub(super) const ORG_HEAD: Self = Self(1 << 4);
    pub(super) const LONE_ORG: Self = Self(1 << 5);
    pub(super) const OF_HEAD: Self = Self(1 << 6);
    pub(super) const AND_HEAD: Self = Self(1 << 7);
    pub(super) const FOR_HEAD: Self = Self(1 << 8);
    pub(super) const ON_HEAD: Self = Self(1 << 9);
    pub(super) const TOPIC: Self = Self(1 << 10);
    pub(super) const LOC_HEAD: Self = Self(1 << 11);
    pub(super) const LOC_FIRST: Self = Self(1 << 12);
    pub(super) const EVENT_HEAD: Self = Self(1 << 13);
    pub(super) const EVENT_FIRST: Self = Self(1 << 14);
    pub(super) const PARTICLE: Self = Self(1 << 15);
    pub(super) const WEEKDAY: Self = Self(1 << 16);
    pub(super) const MONTH: Self = Self(1 << 17);
    pub(super) const GIVEN: Self = Self(1 << 18);

    /// Says whether it does any of `other`.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns both together.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

const CLASSES: [(&str, Class); 18] = [
    ("title", Class::TITLE),
    ("title_part", Class::TITLE_PART),
    ("abbreviation", Class::ABBREVIATION),
    ("family", Class::FAMILY),
    ("org_head", Class::ORG_HEAD),
    ("lone_org", Class::LONE_ORG),
    ("of_head", Class::OF_HEAD),
    ("and_head", Class::AND_HEAD),
    ("for_head", Class::FOR_HEAD),
    ("on_head", Class::ON_HEAD),
    ("topic", Class::TOPIC),
    ("loc_head", Class::LOC_HEAD),
    ("loc_first", Class::LOC_FIRST),
    ("event_head", Class::EVENT_HEAD),
    ("event_first", Class::EVENT_FIRST),
    ("particle", Class::PARTICLE),
    ("weekday", Class::WEEKDAY),
    ("month", Class::MONTH),
];

static WORDS: LazyLock<HashMap<&'static str, Class>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Class> = HashMap::new();
    let mut add = |word, class: Class| {
        let entry = words.entry(word).or_default();
        *entry = entry.and(class);
    };
    for (name, list) in sections(include_str!("lists/words.txt")) {
        let Some((_, class)) = CLASSES.iter().find(|(key, _)| *key == name) else { continue };
        list.into_iter().for_each(|word| add(word, *class));
    }
    include_str!("lists/given.txt").split_whitespace().for_each(|name| add(name, Class::GIVEN));
    words
});

/// Common words, in lower case.
static COMMON: LazyLock<std::collections::HashSet<&'static str>> = LazyLock::new(|| {
    let list = include_str!("lists/common.txt");
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Splits a list file into its classes: the line that ends in ":" and the words below it.
pub(super) fn sections(file: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_suffix(':') {
            all.push((name, Vec::new()));
        } else if let Some((_, words)) = all.last_mut() {
            words.extend(line.split_whitespace());
        }
    }
    all
}

/// Returns what a word does in a name.
pub(super) fn class(word: &str) -> Class {
    WORDS.get(word).copied().unwrap_or_default()
}

/// Says whether a word, in whatever case, opens sentences and is no name by itself.
pub(super) fn is_common(word: &str) -> bool {
    if word.len() > 16 {
        return false;
    }
    COMMON.contains(crate::text::fold(word).as_str())
}

/// Says whether some words are the whole name of a listed nationality or people.
pub(super) fn is_people(words: &str) -> bool {
    let whole =
        |hit: (usize, usize, usize)| (hit.0, hit.1) == (0, words.len()) && gazetteer().names[hit.2].kind == Kind::Norp;
    gazetteer().find(words).any(whole)
}

/// One listed name.
pub(super) struct Listed {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Names with the same number are names of one entity.
    pub(super) group: u32,
}

/// The listed names and the automaton that finds them all in one pass.
pub(super) struct Gazetteer {
    pub(super) names: Vec<Listed>,
    automaton: Option<AhoCorasick>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let files = [
        (Kind::Loc, include_str!("lists/places.txt")),
        (Kind::Norp, include_str!("lists/peoples.txt")),
        (Kind::Org, include_str!("lists/bodies.txt")),
        (Kind::Event, include_str!("lists/events.txt")),
    ];
    let mut names: Vec<Listed> = Vec::new();
    let mut group = 0;
    for (kind, file) in files {
        for entry in entries(file) {
            group += 1;
            names.extend(entry.split('|').map(|name| Listed { name: name.trim(), kind, group }));
        }
    }
    names.retain(|listed| !listed.name.is_empty());
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .ascii_case_insensitive(true)
        .build(names.iter().map(|listed| listed.name))
        .ok();
    Gazetteer { names, automaton }
});

fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(';')).map(str::trim)
}

/// Returns the gazetteer; the first call builds it.
pub(super) fn gazetteer() -> &'static Gazetteer {
    &GAZETTEER
}

impl Gazetteer {
    /// Finds listed names in `text`: start and end in bytes, and the place in [`Gazetteer::names`]. Words are not checked
    /// for their borders here. A name in capitals counts only where it cannot be a shorter common word.
    pub(super) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_iter(text));
        found.filter_map(move |hit| {
            let (words, listed) = (text.get(hit.start()..hit.end())?, self.names[hit.pattern().as_usize()].name);
            // "the Guardian" hides "Guardian" from the automaton; the article is no part of the name.
            let article = if listed.starts_with("The ") && words.starts_with("the ") { 4 } else { 0 };
            let shouted = words.len() > 3 && words == listed.to_uppercase();
            let same = words.get(article..) == listed.get(article..);
            (same || shouted).then(|| (hit.start() + article, hit.end(), hit.pattern().as_usize()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, Class, class, gazetteer, is_common, sections};

    #[test]
    fn every_class_of_the_file_is_known() {
        for (name, words) in sections(include_str!("lists/words.txt")) {
            assert!(CLASSES.iter().any(|(key, _)| *key == name), "{name}");
            assert!(!words.is_empty(), "{name}");
        }
        assert!(class("President").has(Class::TITLE) && class("Xi").has(Class::FAMILY) && is_common("During"));
    }

    #[test]
    fn listed_names_are_found_in_their_case() {
        let text = "RUSSIA and us in the US, turkey, Turkey";
        let found: Vec<_> = gazetteer().find(text).map(|(start, end, _)| &text[start..end]).collect();
        assert_eq!(found, ["RUSSIA", "US", "Turkey"]);
    }
}
