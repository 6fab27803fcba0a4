//! The facts of all articles together: each entity of the library with where it is mentioned, and who holds what of whom.

use super::{ArticleId, Facts, Intensity, Polarity, Registry};
use crate::text::name_key;
use jiff::civil::Date;
use std::collections::HashMap;

/// All entities and stances of a library.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryFacts {
    /// The articles that have any facts, in the order given, each with its date.
    pub articles: Vec<(ArticleId, Option<Date>)>,
    /// Every entity that is mentioned or a side of a stance, in the order met.
    pub entities: Vec<EntityFacts>,
    /// Every holder and target with at least one stance, in the order met.
    pub pairs: Vec<PairFacts>,
}

/// One entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityFacts {
    /// Its canonical name.
    pub name: String,
    /// Key of its type: the registry's, or the one most mentions have; empty where it is only a side of stances.
    pub kind: String,
    /// All mentions.
    pub mentions: usize,
    /// The articles that mention it, as positions in [`LibraryFacts::articles`], with how often.
    pub seen: Vec<(usize, usize)>,
    /// Date of the earliest article that mentions it.
    pub first: Option<Date>,
    /// Date of the latest one.
    pub last: Option<Date>,
    /// Names that articles have for it, with how often each; its own among them.
    pub names: Vec<(String, usize)>,
    /// Stances toward it, by the order of [`Polarity::ALL`].
    pub toward: [usize; 4],
    /// Stances that it holds, in the same order.
    pub by: [usize; 4],
    /// How many mentions have each type.
    pub kinds: Vec<(String, usize)>,
}

/// All stances of one holder toward one target.
#[derive(Clone, Debug, PartialEq)]
pub struct PairFacts {
    /// Position of the holder in [`LibraryFacts::entities`]; nothing is the articles' authors.
    pub holder: Option<usize>,
    /// Position of the target.
    pub target: usize,
    /// How many, by the order of [`Polarity::ALL`].
    pub counts: [usize; 4],
    /// Each of them, in the order of the articles.
    pub seen: Vec<SeenStance>,
}

/// Stances of a pair that are alike in one article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenStance {
    /// Position in [`LibraryFacts::articles`].
    pub article: usize,
    /// Which stance.
    pub polarity: Polarity,
    /// How strong, where that was said.
    pub intensity: Option<Intensity>,
    /// How many.
    pub count: usize,
}

impl LibraryFacts {
    /// Sums the facts of articles. Names that the registry has as one entity are one; others are where they differ in
    /// nothing but case and blanks.
    #[must_use]
    pub fn of<'a>(
        rows: impl IntoIterator<Item = (&'a ArticleId, Option<Date>, &'a Facts)>,
        registry: &Registry,
    ) -> Self {
        let mut sum =
            Sum { registry, all: Self::default(), met: HashMap::new(), keys: HashMap::new(), pairs: HashMap::new() };
        for (id, date, facts) in rows {
            if !facts.is_none() {
                sum.all.articles.push((id.clone(), date));
                sum.article(date, facts);
            }
        }
        sum.all.entities.iter_mut().for_each(|entity| entity.settle(registry));
        sum.all
    }

    /// Returns the entity of this canonical name.
    #[must_use]
    pub fn entity(&self, name: &str) -> Option<&EntityFacts> {
        let key = name_key(name);
        self.entities.iter().find(|entity| name_key(&entity.name) == key)
    }
}

impl EntityFacts {
    /// Says how often it is mentioned, and in how many articles.
    #[must_use]
    pub fn counted(&self) -> String {
        let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        format!("{} in {}", plural(self.mentions, "mention"), plural(self.seen.len(), "article"))
    }

    /// Gives it its type, and its names in the order of how often they stand.
    fn settle(&mut self, registry: &Registry) {
        let most = self.kinds.iter().max_by_key(|(_, count)| *count).map(|(kind, _)| kind.as_str());
        let known = registry.resolve(&self.name, most).map(|entity| entity.kind.as_str());
        self.kind = known.filter(|kind| !kind.is_empty()).or(most).unwrap_or_default().to_owned();
        self.names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    fn mention(&mut self, article: usize, date: Option<Date>, count: usize) {
        self.mentions += count;
        match self.seen.last_mut() {
            Some((last, seen)) if *last == article => *seen += count,
            _ => self.seen.push((article, count)),
        }
        self.first = [self.first, date].into_iter().flatten().min();
        self.last = self.last.max(date);
    }
}

struct Sum<'a, 'r> {
    registry: &'r Registry,
    all: LibraryFacts,
    /// Positions by name and type as written: most names stand in many articles, and are folded and resolved once.
    met: HashMap<(&'a str, Option<&'a str>), usize>,
    /// By folded canonical name.
    keys: HashMap<String, usize>,
    /// By holder and target.
    pairs: HashMap<(Option<usize>, usize), usize>,
}

impl<'a> Sum<'a, '_> {
    fn article(&mut self, date: Option<Date>, facts: &'a Facts) {
        let article = self.all.articles.len() - 1;
        for named in facts.mentions() {
            let at = self.entity(named.entity, Some(named.kind));
            let entity = &mut self.all.entities[at];
            entity.mention(article, date, named.count);
            add(&mut entity.kinds, named.kind, named.count);
            add(&mut entity.names, named.entity, named.count);
        }
        for held in facts.stances() {
            let holder = held.holder.map(|name| self.entity(name, facts.kind_of(name)));
            let target = self.entity(held.target, facts.kind_of(held.target));
            self.all.entities[target].toward[held.polarity as usize] += held.count;
            if let Some(at) = holder {
                self.all.entities[at].by[held.polarity as usize] += held.count;
            }
            let pairs = &mut self.all.pairs;
            let at = *self.pairs.entry((holder, target)).or_insert_with(|| {
                pairs.push(PairFacts { holder, target, counts: [0; 4], seen: Vec::new() });
                pairs.len() - 1
            });
            pairs[at].counts[held.polarity as usize] += held.count;
            let (polarity, intensity, count) = (held.polarity, held.intensity, held.count);
            pairs[at].seen.push(SeenStance { article, polarity, intensity, count });
        }
    }

    fn entity(&mut self, name: &'a str, kind: Option<&'a str>) -> usize {
        if let Some(at) = self.met.get(&(name, kind)) {
            return *at;
        }
        let canonical = self.registry.canonical(name, kind);
        let entities = &mut self.all.entities;
        let at = *self.keys.entry(name_key(canonical)).or_insert_with(|| {
            entities.push(EntityFacts { name: canonical.to_owned(), ..EntityFacts::default() });
            entities.len() - 1
        });
        self.met.insert((name, kind), at);
        at
    }
}

/// Adds to the count of a word; there are few of them.
fn add(counts: &mut Vec<(String, usize)>, word: &str, count: usize) {
    match counts.iter_mut().find(|(other, _)| other == word) {
        Some((_, sum)) => *sum += count,
        None => counts.push((word.to_owned(), count)),
    }
}

#[cfg(test)]
mod tests {
    use super::LibraryFacts;
    use crate::model::{
        Act, Anchor, ArticleId, Entity, Facts, Holder, Id, Journal, Party, Polarity, Registry, TextHash, What,
    };
    use jiff::civil::date;
    use std::sync::Arc;

    fn anchor(start: usize) -> Anchor {
        let (quote, before, after) = (String::new(), String::new(), String::new());
        Anchor { start, end: start + 2, quote, before, after, rival: None, text: TextHash::of("") }
    }

    fn party(name: &str) -> Party {
        Party { entity: name.to_owned(), mention: None }
    }

    fn mention(kind: &str, entity: &str, start: usize) -> What {
        What::Mention {
            kind: kind.to_owned(),
            entity: entity.to_owned(),
            anchor: anchor(start),
            more: Vec::new(),
            score: None,
        }
    }

    fn stance(holder: &str, target: &str, polarity: Polarity, start: usize) -> What {
        let holder = if holder.is_empty() { Holder::Author } else { Holder::Entity(party(holder)) };
        let (evidence, target) = (anchor(start), party(target));
        What::Stance {
            holder,
            target,
            polarity,
            intensity: Some(3),
            confidence: None,
            evidence,
            more: Vec::new(),
            score: None,
        }
    }

    fn journal(annotator: &str, all: Vec<What>) -> Journal {
        let act = |(number, what): (usize, What)| Act {
            id: Id::from(format!("{annotator}{number}")),
            at: jiff::Timestamp::UNIX_EPOCH,
            group: None,
            what,
            extra: toml::Table::new(),
        };
        Journal { annotator: Arc::from(annotator), acts: all.into_iter().enumerate().map(act).collect() }
    }

    #[test]
    fn what_stands_is_counted_once_for_all_annotators() {
        let mut mine = vec![mention("PER", "Xi", 0), mention("PER", "Xi", 9), mention("LOC", "Ur\tof\nold", 20)];
        mine.push(stance("", "Xi", Polarity::Oppose, 0));
        mine.push(What::Remove { of: Id::from("a1") });
        let theirs = vec![mention("PER", "Xi", 0), mention("PER", "Xi", 30), stance("Ur", "Xi", Polarity::Support, 0)];
        let facts = Facts::of(&[journal("a", mine), journal("b", theirs)]);
        let mentions: Vec<_> = facts.mentions().map(|it| (it.entity, it.kind, it.count)).collect();
        assert_eq!(mentions, [("Ur of old", "LOC", 1), ("Xi", "PER", 2)]);
        let stances: Vec<_> = facts.stances().map(|it| (it.holder, it.target, it.polarity, it.intensity)).collect();
        let expected = [(None, "Xi", Polarity::Oppose, Some(3)), (Some("Ur"), "Xi", Polarity::Support, Some(3))];
        assert_eq!(stances, expected);
        assert_eq!(serde_json::from_str::<Facts>(&serde_json::to_string(&facts).unwrap()).unwrap(), facts);
        assert!(Facts::of(&[]).is_none());
    }

    #[test]
    fn facts_are_summed_by_entity_and_by_pair() {
        let one = Facts::of(&[journal("a", vec![mention("PER", "Xi Jinping", 0), mention("PER", "XI JINPING", 5)])]);
        let two = Facts::of(&[journal(
            "a",
            vec![
                mention("ORG", "Xi", 0),
                mention("PER", "Xi", 5),
                mention("PER", "Ann", 9),
                stance("Xi", "ann", Polarity::Oppose, 0),
                stance("", "Ann", Polarity::Support, 0),
            ],
        )]);
        let aliases = vec!["Xi".to_owned()];
        let xi = Entity { name: "Xi Jinping".to_owned(), kind: "PER".to_owned(), aliases, ..Entity::default() };
        let ids = [ArticleId::new("1.txt"), ArticleId::new("2.txt")];
        let rows = [(&ids[0], Some(date(2024, 5, 1)), &one), (&ids[1], Some(date(2023, 1, 2)), &two)];
        let all = LibraryFacts::of(rows, &Registry::new(vec![xi]));
        let xi = all.entity("xi jinping").unwrap();
        assert_eq!((xi.mentions, xi.kind.as_str(), xi.seen.as_slice()), (4, "PER", &[(0, 2), (1, 2)][..]));
        assert_eq!((xi.first, xi.last), (Some(date(2023, 1, 2)), Some(date(2024, 5, 1))));
        assert_eq!((xi.by, xi.toward), ([0, 1, 0, 0], [0; 4]));
        let names: Vec<_> = xi.names.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        assert_eq!(names, [("Xi", 2), ("XI JINPING", 1), ("Xi Jinping", 1)]);
        assert_eq!(all.entity("Ann").unwrap().toward, [1, 1, 0, 0]);
        let pair = |at: usize| {
            let name = |at: usize| all.entities[at].name.as_str();
            (all.pairs[at].holder.map(name), name(all.pairs[at].target), all.pairs[at].counts)
        };
        assert_eq!(all.pairs.len(), 2);
        assert_eq!([pair(0), pair(1)], [(Some("Xi Jinping"), "Ann", [0, 1, 0, 0]), (None, "Ann", [1, 0, 0, 0])]);
        assert_eq!(all.pairs[1].seen[0].article, 1);
        // Without the registry the short name is an entity of its own.
        let apart = LibraryFacts::of(rows, &Registry::default());
        assert_eq!(apart.entity("Xi").unwrap().mentions, 2);
        assert_eq!(apart.entities.len(), 3);
    }
}
