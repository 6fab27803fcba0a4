//! The index holds what reading every article would find.

use super::{Question, Searcher, Sort, TextIndex};
use crate::model::{Act, Anchor, Article, ArticleId, Ids, On, Polarity, What};
use crate::query::{Expr, Field, Is, Query, Test};
use crate::store::{Library, Place, Progress, Snapshot};
use crate::text::Span;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

const WORDS: [&str; 8] = ["xi", "Xi", "moscow", "Moscow’s", "习近平", "近", "talks", "talking"];

fn write(folder: &Path, number: usize, title: &[usize], text: &[usize], day: usize) {
    let words = |all: &[usize]| all.iter().map(|at| WORDS[*at]).collect::<Vec<_>>().join(" ");
    let path = folder.join(format!("articles/{number}.txt"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let whole =
        format!("date 2024-02-{:02}\ntitle T {}\nsource Agency {day}\n\nBody {}.", day + 1, words(title), words(text));
    std::fs::write(path, whole).unwrap();
}

/// Answers one article by reading it.
fn holds(library: &Library, id: &ArticleId, read: &[usize], expr: &Expr) -> bool {
    let article = library.article(id).unwrap();
    match expr {
        Expr::And(all) => all.iter().all(|one| holds(library, id, read, one)),
        Expr::Or(all) => all.iter().any(|one| holds(library, id, read, one)),
        Expr::Not(one) => !holds(library, id, read, one),
        Expr::Test(test) => match test {
            Test::Words(Field::Title, phrase) => phrase.is_in(&article.meta.title),
            Test::Words(Field::Text, phrase) => phrase.is_in(article.body.as_str()),
            Test::Words(Field::Source, phrase) => phrase.is_in(article.meta.source.as_deref().unwrap_or_default()),
            Test::Words(Field::Any, phrase) => {
                let parts = [article.body.as_str(), &article.meta.title, id.as_str()];
                parts.into_iter().chain(article.meta.source.as_deref()).any(|part| phrase.is_in(part))
            }
            Test::Regex(pattern) => regex::Regex::new(pattern).unwrap().is_match(article.body.as_str()),
            Test::Date(range) => {
                let (first, last) = range.days();
                article
                    .meta
                    .date
                    .is_some_and(|day| first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last))
            }
            Test::Is(Is::Unread) => !read.contains(&id.as_str()[..1].parse().unwrap()),
            other => panic!("{other:?} is not asked here"),
        },
    }
}

fn query() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "xi",
        "mosc*",
        "\"xi moscow\"",
        "\"moscow's xi\"",
        "近平",
        "习",
        "title:talks",
        "text:\"talks tal*\"",
        "source:agency",
        "date:2024-02-01..2024-02-02",
        "date:2024-02-03",
        "is:unread",
        "/[Tt]alk(s|ing)/",
        "nobody",
        "title:(xi OR 习近平)",
        "1",
    ]);
    let leaf = leaf.prop_map(str::to_owned);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|all| format!("({})", all.join(" OR "))),
            inner.prop_map(|one| format!("NOT {one}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn answers_are_those_of_reading_everything(
        articles in prop::collection::vec((prop::collection::vec(0usize..8, 0..3), prop::collection::vec(0usize..8, 0..6), 0usize..4), 1..9),
        changed in prop::collection::vec((0usize..9, prop::collection::vec(0usize..8, 0..4)), 0..3),
        read in prop::collection::vec(0usize..9, 0..4),
        rests: bool,
        queries in prop::collection::vec(query(), 12),
    ) {
        let folder = tempfile::TempDir::new().unwrap();
        let library = Library::new(folder.path(), "tester");
        let mut snapshot = Snapshot::default();
        let index = TextIndex::open(&library).unwrap();
        let mut searcher: Option<Searcher> = None;
        // Everything; what was changed; the same once more, after a rest.
        for round in 0..3 {
            if round == 0 {
                articles.iter().enumerate().for_each(|(at, (title, text, day))| write(folder.path(), at, title, text, *day));
            } else if round == 1 {
                changed.iter().for_each(|(at, text)| match text.as_slice() {
                    [] => drop(std::fs::remove_file(folder.path().join(format!("articles/{at}.txt")))),
                    text => write(folder.path(), *at, &[], text, 3),
                });
            }
            snapshot = library.scan_quietly(&snapshot).snapshot;
            index.update(&library, &snapshot.catalogue, &mut |_| true).unwrap();
            let next = match searcher.take() {
                None => Searcher::new(&index, &snapshot.catalogue).unwrap(),
                Some(searcher) if rests => searcher.rest().wake(&index, &snapshot.catalogue).unwrap(),
                Some(mut searcher) => { searcher.renew(&snapshot.catalogue); searcher }
            };
            let searcher = searcher.insert(next);
            let place = |at: &usize| (ArticleId::new(&format!("{at}.txt")), Place::default());
            let places: Arc<BTreeMap<ArticleId, Place>> = Arc::new(read.iter().map(place).collect());
            for text in &queries {
                let (query, mistake) = Query::parse(text);
                prop_assert!(mistake.is_none(), "{text}");
                let mut expected: Vec<(std::cmp::Reverse<Option<jiff::civil::Date>>, u32)> = (0..).zip(snapshot.catalogue.heads())
                    .filter(|(_, head)| holds(&library, &head.id, &read, &query.expr))
                    .map(|(number, head)| (std::cmp::Reverse(head.date), number)).collect();
                expected.sort();
                let expected: Vec<u32> = expected.into_iter().map(|(_, number)| number).collect();
                let question = Question { query, places: places.clone(), ..Question::default() };
                let answer = question.answer(&library, &snapshot, Some(searcher), &|_| true).unwrap();
                prop_assert_eq!(&answer, &expected, "{}", text);
                for order in [Sort::Title, Sort::Source, Sort::State, Sort::Tags, Sort::Counts, Sort::Relevance, Sort::Hits] {
                    for reverse in [false, true] {
                        let asked = Question { order, reverse, ..question.clone() };
                        let mut other = asked.answer(&library, &snapshot, Some(searcher), &|_| true).unwrap();
                        other.sort_unstable();
                        let mut all = answer.clone();
                        all.sort_unstable();
                        prop_assert_eq!(other, all, "{:?} of {}", order, text);
                    }
                }
            }
        }
    }
}

/// A mention, a tag, a note and a stance.
fn acts(article: &Article) -> Vec<Act> {
    let mut ids = Ids::new(1);
    let anchor = Anchor::new(&article.body, &article.hash, Span::new(0, 4));
    let party = |entity: &str| crate::model::Party { entity: entity.to_owned(), mention: None };
    [
        What::Mention {
            kind: "PER".into(),
            entity: "Xi Jinping".into(),
            anchor: anchor.clone(),
            more: Vec::new(),
            score: None,
        },
        What::Tag { on: On::Article, label: "Front Page".into() },
        What::Note { on: On::Article, text: "Checked with the embassy.".into() },
        What::Stance {
            holder: crate::model::Holder::Entity(party("Xi Jinping")),
            target: party("NATO"),
            polarity: Polarity::Oppose,
            intensity: None,
            confidence: None,
            evidence: anchor,
            more: Vec::new(),
            score: None,
        },
    ]
    .into_iter()
    .map(|what| Act { id: ids.next(1), at: jiff::Timestamp::UNIX_EPOCH, group: None, what, extra: toml::Table::new() })
    .collect()
}

/// A library with annotations, and what each query finds in it.
#[test]
fn annotations_are_found() {
    let folder = tempfile::TempDir::new().unwrap();
    let library = Library::new(folder.path(), "tester");
    (0..3).for_each(|at| write(folder.path(), at, &[], &[0, 2], at));
    let article = library.article(&ArticleId::new("1.txt")).unwrap();
    library.append(&article.id, &acts(&article)).unwrap();
    let snapshot = library.scan_quietly(&Snapshot::default()).snapshot;
    let index = TextIndex::open(&library).unwrap();
    index.update(&library, &snapshot.catalogue, &mut |_| true).unwrap();
    let searcher = Searcher::new(&index, &snapshot.catalogue).unwrap();
    let cases = [
        ("entity:\"xi jinping\"", true),
        ("entity:jinp*", true),
        ("entity:putin", false),
        ("type:per", true),
        ("type:ORG", false),
        ("tag:\"front page\"", true),
        ("tag:front", false),
        ("front", true),
        ("note:embassy", true),
        ("note:consulate", false),
        ("stance:Xi>NATO=oppose", true),
        ("stance:>NATO", true),
        ("stance:Xi>NATO=support", false),
        ("stance:NATO>Xi", false),
        ("stance:author>NATO", false),
        ("annotator:tester", true),
        ("annotator:me", false),
        ("has:note has:tag has:stance", true),
        ("has:orphan", false),
        ("is:annotated -type:LOC", true),
        ("is:unread has:mention", false),
        ("type:PER xi", true),
    ];
    for (text, found) in cases {
        let (query, mistake) = Query::parse(text);
        assert!(mistake.is_none(), "{text}");
        let question = Question { query, ..Question::default() };
        let answer = question.answer(&library, &snapshot, Some(&searcher), &|_| true).unwrap();
        assert_eq!(answer, if found { vec![1] } else { vec![] }, "{text}");
    }
}

#[test]
fn a_search_that_reads_texts_tells_how_far_it_is_and_can_be_given_up() {
    let folder = tempfile::TempDir::new().unwrap();
    (0..5).for_each(|at| write(folder.path(), at, &[], &[0], 3));
    let library = Library::new(folder.path(), "tester");
    let snapshot = library.scan_quietly(&Snapshot::default()).snapshot;
    let asked = |text: &str| Question { query: Query::parse(text).0, ..Question::default() };
    let told = std::cell::RefCell::new(Vec::new());
    let answer = |text: &str, until: usize| {
        told.borrow_mut().clear();
        let go_on = |progress: Progress| {
            told.borrow_mut().push((progress.done, progress.total));
            progress.done < until
        };
        asked(text).answer(&library, &snapshot, None, &go_on).map(|found| found.len())
    };
    assert_eq!(answer("/./", 9), Some(5));
    assert_eq!(*told.borrow(), [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)]);
    // What was given up is no answer, also where it is denied or another part would do.
    for text in ["/./", "-/./", "/./ OR is:unread"] {
        assert_eq!(answer(text, 2), None, "{text}");
        assert_eq!(told.borrow().len(), 3, "{text}");
    }
    assert_eq!(answer("is:unread", 0), Some(5));
}
