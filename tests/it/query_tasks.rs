//! Twenty questions as an analyst asks them, each answered by one query over the sample library.

use crate::play::samples;
use newsgloss::model::{Act, Anchor, ArticleId, Holder, Ids, On, Party, Polarity, What};
use newsgloss::query::Query;
use newsgloss::store::{Library, Question, Searcher, Snapshot, TextIndex};
use newsgloss::text::Span;
use std::sync::Arc;

/// The question, the query, and the beginnings of the articles that answer, newest first.
const TASKS: [(&str, &str, &[&str]); 20] = [
    (
        "Where is Erdoğan written of, whatever the spelling?",
        "erdogan",
        &["2024-11-19", "2024-10-24", "2023-09-05", "2023-07-12", "2022-12-02", "2023-02-14"],
    ),
    ("Who quotes Xi by his full name?", "\"Xi Jinping\"", &["2024-11-19", "2024-10-24"]),
    ("Which text gives his name in Chinese?", "习近平", &["2024-10-24"]),
    ("Which gives the city's name in Russian?", "Казань", &["2024-10-24"]),
    ("What was there on NATO in 2023?", "NATO date:2023", &["2023-07-12"]),
    ("All of July to September 2023?", "date:2023-07..2023-09", &["2023-09-05", "2023-07-12"]),
    ("What did the Eurasia Reading Room bring?", "source:\"Eurasia Reading Room\"", &["2024-10-24"]),
    ("What did the Second Reader write?", "author:\"second reader\"", &["2025-07-23"]),
    ("Grain, with Putin or Erdoğan?", "grain AND (Putin OR Erdogan)", &["2023-09-05"]),
    ("Who speaks of a veto?", "veto", &["2024-10-24", "olympic"]),
    ("Where do numbers of per cent stand?", "/\\b\\d+ (per cent|percentage)/", &["2024-12-06", "2024-02-11"]),
    ("Lavrov, but not in the notes from Rio?", "Lavrov -source:atlantic", &["2024-10-24", "2023-09-05", "2022-12-02"]),
    ("The trade agreement of the EU with Mercosur?", "EU Mercosur agreement", &["2024-12-06"]),
    ("Who mediated, Beijing or China?", "(Beijing OR China) mediat*", &["2023-03-10"]),
    ("Athletes, without the dated texts?", "athletes -date:1900..", &["olympic"]),
    ("Who is tagged for the front page and not yet checked?", "tag:\"front page\" -note:checked", &["2024-10-24"]),
    ("Where is Putin marked as a person?", "entity:putin type:PER", &["2024-10-24", "2023-09-05"]),
    ("Where does Russia support China?", "stance:\"Russia\">\"China\"=support", &["2024-10-24"]),
    ("Where does anyone oppose NATO?", "stance:>NATO=oppose", &["2023-07-12"]),
    (
        "What have I annotated of 2024 that speaks of a summit?",
        "is:annotated date:2024 summit annotator:tester",
        &["2024-10-24"],
    ),
];

fn annotate(library: &Library, ids: &mut Ids, id: &str, all: Vec<What>) {
    let act =
        |what| Act { id: ids.next(1), at: jiff::Timestamp::UNIX_EPOCH, group: None, what, extra: toml::Table::new() };
    let acts: Vec<Act> = all.into_iter().map(act).collect();
    library.append(&ArticleId::new(id), &acts).unwrap();
}

fn anchor(library: &Library, id: &str, words: &str) -> Anchor {
    let article = library.article(&ArticleId::new(id)).unwrap();
    let at = article.body.as_str().find(words).unwrap();
    Anchor::new(&article.body, &article.hash, Span::new(at, at + words.len()))
}

fn person(library: &Library, id: &str, words: &str, entity: &str) -> What {
    let anchor = anchor(library, id, words);
    What::Mention { kind: "PER".into(), entity: entity.into(), anchor, more: Vec::new(), score: None }
}

fn stance(library: &Library, id: &str, sides: (&str, &str), polarity: Polarity, words: &str) -> What {
    let party = |entity: &str| Party { entity: entity.to_owned(), mention: None };
    What::Stance {
        holder: Holder::Entity(party(sides.0)),
        target: party(sides.1),
        polarity,
        intensity: None,
        confidence: None,
        evidence: anchor(library, id, words),
        more: Vec::new(),
        score: None,
    }
}

#[test]
fn twenty_questions_have_their_answers() {
    let folder = samples();
    let library = Library::new(folder.path(), "tester");
    let mut ids = Ids::new(1);
    let (kazan, sochi) = ("2024-10-24-kazan-brics.txt", "2023-09-05-strategic-talks.txt");
    let (vilnius, helsinki) = ("2023-07-12-vilnius-alliance.txt", "2024-02-11-helsinki-runoff.txt");
    let tag = || What::Tag { on: On::Article, label: "front page".into() };
    let all = vec![
        tag(),
        person(&library, kazan, "Xi Jinping", "Xi Jinping"),
        person(&library, kazan, "Putin", "Vladimir Putin"),
        stance(&library, kazan, ("Russia", "China"), Polarity::Support, "handshake"),
    ];
    annotate(&library, &mut ids, kazan, all);
    annotate(&library, &mut ids, sochi, vec![person(&library, sochi, "Vladimir Putin", "Vladimir Putin")]);
    annotate(&library, &mut ids, helsinki, vec![tag(), What::Note { on: On::Article, text: "Checked.".into() }]);
    annotate(
        &library,
        &mut ids,
        vilnius,
        vec![stance(&library, vilnius, ("Belarus", "NATO"), Polarity::Oppose, "NATO")],
    );
    let snapshot = library.scan_quietly(&Snapshot::default()).snapshot;
    let index = TextIndex::open(&library).unwrap();
    index.update(&library, &snapshot.catalogue, &mut |_| true).unwrap();
    let searcher = Searcher::new(&index, &snapshot.catalogue).unwrap();
    for (asked, text, expected) in TASKS {
        let (query, mistake) = Query::parse(text);
        assert_eq!(mistake, None, "{asked}");
        let question = Question { query, registry: Arc::default(), ..Question::default() };
        let found = question.answer(&library, &snapshot, Some(&searcher), &|_| true).unwrap();
        let found: Vec<String> = found.iter().map(|number| snapshot.row(*number).unwrap().id.to_string()).collect();
        let same = found.len() == expected.len() && found.iter().zip(expected).all(|(id, head)| id.starts_with(head));
        assert!(same, "{asked} {text}\n found {found:?}\n expected {expected:?}");
    }
}
