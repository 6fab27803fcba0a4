//! What single articles teach, and the lessons of a library as their sum.

use super::fold::{Record, Unplaced, records};
use super::{Act, ArticleId, Codebook, Lesson, Lessons, Mention};
use crate::text::name_key;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Bytes of the longest name that is learned; what is longer is a passage.
const LONGEST: usize = 160;
/// Letters from which on a word is no abbreviation, so that a full stop after it ends the sentence.
const ABBREVIATED: usize = 6;

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
pub(super) struct Lines(Arc<str>);

impl Lines {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

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

/// One decision of a person on one place.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    /// The name as it stands in the text.
    pub name: &'a str,
    /// The name of the entity that it stands for.
    pub whole: &'a str,
    /// Key of the entity type.
    pub kind: &'a str,
    /// Whether it was turned down as that.
    pub rejected: bool,
}

/// What was decided of one name and type in one article.
#[derive(Default)]
struct Sum {
    marked: usize,
    rejected: usize,
    whole: bool,
    spellings: Vec<String>,
}

impl Taught {
    /// Takes the decisions of a journal of so many acts. A name that was both marked and turned down as one type is taught
    /// as what was done at more of its places.
    pub fn new<'a>(acts: usize, decisions: impl IntoIterator<Item = Decision<'a>>) -> Self {
        let mut all: BTreeMap<(String, String), Sum> = BTreeMap::new();
        for decision in decisions {
            let (name, kind) = (spelling(decision.name), one_line(decision.kind));
            if name.is_empty() || name.len() > LONGEST {
                continue;
            }
            let sum = all.entry((name_key(&name), kind)).or_default();
            *(if decision.rejected { &mut sum.rejected } else { &mut sum.marked }) += 1;
            sum.whole |= !is_part(&name, decision.whole);
            if !sum.spellings.contains(&name) {
                sum.spellings.push(name);
            }
        }
        let line = |((_, kind), sum): ((String, String), Sum)| {
            let (sign, places) = match (sum.rejected > sum.marked, sum.whole) {
                (true, _) => ('-', sum.rejected),
                (false, true) => ('+', sum.marked),
                (false, false) => ('~', sum.marked),
            };
            format!("{sign}\t{kind}\t{places}\t{}\n", sum.spellings.join("\t"))
        };
        Self { acts, lines: Lines::from(all.into_iter().map(line).collect::<String>()) }
    }

    /// Reads what stands in one journal. Rejected stances teach nothing about names.
    #[must_use]
    pub fn of(acts: &[Act]) -> Self {
        let records = records(&Arc::from(""), acts);
        let longer = longer_names(&records);
        let decisions = records.iter().filter_map(|record| match record {
            Record::Mention(Mention { anchor, kind, entity, .. }) => {
                let (name, entity) = (anchor.quote.as_str(), entity.as_str());
                let whole = longer.get(&(kind.as_str(), name)).copied().unwrap_or(entity);
                Some(Decision { name, whole, kind, rejected: false })
            }
            Record::Rejection(Unplaced { anchor, kind, .. }) if kind != "stance" => {
                Some(Decision { name: &anchor.quote, whole: &anchor.quote, kind, rejected: true })
            }
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
            let (rejected, short) = (sign == "-", sign == "~");
            Some(Lesson { rejected, short, kind, places: places.parse().ok()?, spellings })
        })
    }
}

/// Returns a name as it is learned: without the full stop of its sentence, which a long word before it gives away.
fn spelling(name: &str) -> String {
    let name = one_line(name);
    let last = name.rsplit([' ', '.']).nth(1).unwrap_or_default();
    let ends = name.ends_with('.') && name.matches('.').count() == 1 && last.chars().count() >= ABBREVIATED;
    if ends { name.trim_end_matches('.').to_owned() } else { name }
}

/// Returns for each word of the longer names of a journal, with their type, such a name.
fn longer_names(records: &[Record]) -> HashMap<(&str, &str), &str> {
    let mentions = records.iter().filter_map(|record| match record {
        Record::Mention(mention) if mention.anchor.quote.contains(' ') => Some(mention),
        _ => None,
    });
    let words = mentions.flat_map(|mention| {
        let (kind, name) = (mention.kind.as_str(), mention.anchor.quote.as_str());
        name.split_whitespace().map(move |word| ((kind, word), name))
    });
    words.collect()
}

/// Says whether a name is made of some words of a longer one.
fn is_part(name: &str, whole: &str) -> bool {
    let (name, whole) = (name_key(name), name_key(whole));
    let words: Vec<&str> = whole.split(' ').collect();
    name != whole && name.split(' ').all(|word| words.contains(&word))
}

/// Returns words with single blanks between them: nothing in them divides lines or columns.
pub(super) fn one_line(words: &str) -> String {
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
    use super::{Decision, LibraryLessons, Taught};
    use crate::model::{Act, Anchor, ArticleId, Change, Id, TextHash, What};

    fn act(id: &str, what: What) -> Act {
        Act { id: Id::from(id), at: jiff::Timestamp::UNIX_EPOCH, group: None, what, extra: toml::Table::new() }
    }

    fn anchor(quote: &str) -> Anchor {
        let (before, after, text) = (String::new(), String::new(), TextHash::of(""));
        Anchor { start: 0, end: quote.chars().count(), quote: quote.to_owned(), before, after, rival: None, text }
    }

    fn mention(id: &str, kind: &str, quote: &str) -> Act {
        let (kind, entity, anchor) = (kind.to_owned(), quote.to_owned(), anchor(quote));
        act(id, What::Mention { kind, entity, anchor, more: Vec::new(), score: None })
    }

    fn shown(taught: &Taught) -> Vec<String> {
        let line = |lesson: super::Lesson<'_>| {
            let spellings = lesson.spellings.replace('\t', "|");
            let sign = if lesson.rejected { '-' } else { '+' };
            format!("{sign}{} {} {spellings}", lesson.kind, lesson.places)
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
        let short =
            Taught::of(&[mention("1", "PER", "Xi"), mention("2", "PER", "Xi Jinping"), mention("3", "LOC", "Xi")]);
        let short: Vec<_> = short.lessons().filter(|lesson| lesson.short).map(|lesson| lesson.kind).collect();
        assert_eq!(short, ["PER"], "a part of a name that is marked in full");
        acts.push(act("9", What::Undo { of: Id::from("7") }));
        assert_eq!(shown(&Taught::of(&acts)), [all[0], all[2]], "an undo takes its lesson back");
        let written = serde_json::to_string(&Taught::of(&acts)).unwrap();
        assert_eq!(serde_json::from_str::<Taught>(&written).unwrap(), Taught::of(&acts));
    }

    #[test]
    fn one_article_teaches_one_thing_of_a_name_and_type() {
        type Case = (&'static str, &'static str, bool);
        let taught = |decisions: &[Case]| {
            let decision = |(name, whole, rejected): &Case| Decision { name, whole, kind: "PER", rejected: *rejected };
            Taught::new(1, decisions.iter().map(decision)).lines.0.to_string()
        };
        let (yes, no) = (("Xi", "Xi", false), ("Xi", "Xi", true));
        let cases: [(&[Case], &str); 8] = [
            (&[yes, no, yes], "+\tPER\t2\tXi\n"),
            (&[yes, no, no], "-\tPER\t2\tXi\n"),
            (&[yes, no], "+\tPER\t1\tXi\n"),
            (&[("Xi", "Xi Jinping", false)], "~\tPER\t1\tXi\n"),
            (&[("Xi", "Xi Jinping", false), yes], "+\tPER\t2\tXi\n"),
            (&[("SCO", "Shanghai Cooperation Organization", false)], "+\tPER\t1\tSCO\n"),
            (&[("Kremlin.", "Kremlin.", false)], "+\tPER\t1\tKremlin\n"),
            (&[("Acme Inc.", "Acme Inc.", false)], "+\tPER\t1\tAcme Inc.\n"),
        ];
        for (decisions, lines) in cases {
            assert_eq!(taught(decisions), lines, "{decisions:?}");
        }
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
