//! What single articles teach, and the lessons of a library as their sum.

use super::fold::{Record, records};
use super::{Act, ArticleId, Codebook, Lesson, Lessons};
use crate::text::name_key;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Bytes of the longest name that is learned; what is longer is a passage.
const LONGEST: usize = 160;

/// What one article's own journal teaches. Kept as text, a line a lesson, since a library may have ten thousand of these
/// in its index, of which hardly one is ever looked into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taught {
    /// How many acts it was made from. A journal only grows, so more acts are newer ones.
    pub acts: usize,
    lines: Lines,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
struct Lines(Arc<str>);

impl From<String> for Lines {
    fn from(lines: String) -> Self {
        Self(Arc::from(lines))
    }
}

impl From<Lines> for String {
    fn from(lines: Lines) -> Self {
        lines.0.as_ref().to_owned()
    }
}

impl Taught {
    /// Takes decisions: the name as it stands in the text, the entity type, and whether it was turned down.
    pub fn new<'a>(acts: usize, decisions: impl IntoIterator<Item = (&'a str, &'a str, bool)>) -> Self {
        let mut all: BTreeMap<(String, bool, String), (usize, Vec<String>)> = BTreeMap::new();
        for (name, kind, rejected) in decisions {
            let (name, kind) = (one_line(name), one_line(kind));
            if name.is_empty() || name.len() > LONGEST {
                continue;
            }
            let (places, spellings) = all.entry((name_key(&name), rejected, kind)).or_default();
            *places += 1;
            if !spellings.contains(&name) {
                spellings.push(name);
            }
        }
        let line = |((_, rejected, kind), (places, spellings)): ((String, bool, String), (usize, Vec<String>))| {
            let sign = if rejected { '-' } else { '+' };
            format!("{sign}\t{kind}\t{places}\t{}\n", spellings.join("\t"))
        };
        Self { acts, lines: Lines::from(all.into_iter().map(line).collect::<String>()) }
    }

    /// Reads what stands in one journal. Rejected stances teach nothing about names.
    #[must_use]
    pub fn of(acts: &[Act]) -> Self {
        let records = records(&Arc::from(""), acts);
        let decisions = records.iter().filter_map(|record| match record {
            Record::Mention(mention) => Some((mention.anchor.quote.as_str(), mention.kind.as_str(), false)),
            Record::Rejection(no) if no.kind != "stance" => Some((no.anchor.quote.as_str(), no.kind.as_str(), true)),
            _ => None,
        });
        Self::new(acts.len(), decisions)
    }

    /// Says whether there is no journal to learn from.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.acts == 0
    }

    /// Returns the lessons, a name and type each.
    pub fn lessons(&self) -> impl Iterator<Item = Lesson<'_>> {
        self.lines.0.lines().filter_map(|line| {
            let mut parts = line.splitn(4, '\t');
            let (sign, kind, places, spellings) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
            Some(Lesson { rejected: sign == "-", kind, places: places.parse().ok()?, spellings })
        })
    }
}

/// Returns words with single blanks between them: nothing in them divides lines or columns.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lessons of a library with the part of each article, so that any of these can be replaced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryLessons {
    parts: HashMap<ArticleId, Taught>,
    sum: Arc<Lessons>,
}

impl LibraryLessons {
    /// Sums up what articles teach.
    pub fn of<'a>(articles: impl IntoIterator<Item = (&'a ArticleId, &'a Taught)>) -> Self {
        let mut sum = Lessons::default();
        let mut parts = HashMap::new();
        for (id, taught) in articles.into_iter().filter(|(_, taught)| !taught.is_none()) {
            sum.add(taught);
            parts.insert(id.clone(), taught.clone());
        }
        Self { parts, sum: Arc::new(sum) }
    }

    /// Returns the sum.
    #[must_use]
    pub const fn sum(&self) -> &Arc<Lessons> {
        &self.sum
    }

    /// Returns what one article teaches.
    #[must_use]
    pub fn part(&self, id: &ArticleId) -> Option<&Taught> {
        self.parts.get(id)
    }

    /// Takes what an article teaches now, in place of what it taught before; nothing older takes the place of newer.
    pub fn put(&mut self, id: &ArticleId, taught: &Taught) {
        if self.parts.get(id).is_some_and(|old| old.acts > taught.acts || old == taught) {
            return;
        }
        self.forget(id);
        Arc::make_mut(&mut self.sum).add(taught);
        self.parts.insert(id.clone(), taught.clone());
    }

    /// Takes back all that an article taught.
    pub fn forget(&mut self, id: &ArticleId) {
        if let Some(old) = self.parts.remove(id) {
            Arc::make_mut(&mut self.sum).remove(&old);
        }
    }

    /// Takes the names of types from a codebook.
    pub fn name_types(&mut self, codebook: &Codebook) {
        Arc::make_mut(&mut self.sum).name_types(codebook);
    }
}

#[cfg(test)]
mod tests {
    use super::{LibraryLessons, Taught};
    use crate::model::{Act, Anchor, ArticleId, Change, Id, TextHash, What};

    fn act(id: &str, what: What) -> Act {
        Act { id: Id::from(id), at: jiff::Timestamp::UNIX_EPOCH, group: None, what, extra: toml::Table::new() }
    }

    fn anchor(quote: &str) -> Anchor {
        let (before, after, text) = (String::new(), String::new(), TextHash::of(""));
        Anchor { start: 0, end: quote.chars().count(), quote: quote.to_owned(), before, after, text }
    }

    fn mention(id: &str, kind: &str, quote: &str) -> Act {
        let (kind, entity, anchor) = (kind.to_owned(), quote.to_owned(), anchor(quote));
        act(id, What::Mention { kind, entity, anchor, score: None })
    }

    fn shown(taught: &Taught) -> Vec<String> {
        let sign = |rejected| if rejected { '-' } else { '+' };
        let line = |lesson: super::Lesson<'_>| {
            let spellings = lesson.spellings.replace('\t', "|");
            format!("{}{} {} {spellings}", sign(lesson.rejected), lesson.kind, lesson.places)
        };
        taught.lessons().map(line).collect()
    }

    #[test]
    fn what_stands_in_a_journal_teaches_and_nothing_else() {
        let relabel = What::Change {
            of: Id::from("2"),
            change: Box::new(Change { kind: Some("ORG".to_owned()), ..Change::default() }),
        };
        let reject = |kind: &str, quote: &str| What::Reject { kind: kind.to_owned(), anchor: anchor(quote) };
        let mut acts = vec![
            mention("1", "PER", "Xi\n Jinping"),
            mention("2", "LOC", "Acme"),
            mention("3", "PER", "XI JINPING"),
            mention("4", "PER", "gone"),
            act("5", What::Remove { of: Id::from("4") }),
            act("6", relabel),
            act("7", reject("LOC", "Reading")),
            act("8", reject("stance", "hailed")),
        ];
        let all = ["+ORG 1 Acme", "-LOC 1 Reading", "+PER 2 Xi Jinping|XI JINPING"];
        assert_eq!(shown(&Taught::of(&acts)), all);
        acts.push(act("9", What::Undo { of: Id::from("7") }));
        assert_eq!(shown(&Taught::of(&acts)), [all[0], all[2]], "an undo takes its lesson back");
        let written = serde_json::to_string(&Taught::of(&acts)).unwrap();
        assert_eq!(serde_json::from_str::<Taught>(&written).unwrap(), Taught::of(&acts));
    }

    #[test]
    fn a_part_is_replaced_by_newer_ones_only() {
        let id = ArticleId::new("a.txt");
        let one = Taught::of(&[mention("1", "PER", "Acme")]);
        let two = Taught::of(&[mention("1", "PER", "Acme"), act("2", What::Undo { of: Id::from("1") })]);
        let mut all = LibraryLessons::of([(&id, &one)]);
        assert!(all.sum().of("acme").is_some());
        all.put(&id, &two);
        assert!(all.sum().is_empty());
        all.put(&id, &one);
        assert!(all.sum().is_empty(), "an older reading of the journal comes too late");
        all.forget(&id);
        assert_eq!(all, LibraryLessons::default());
    }
}
