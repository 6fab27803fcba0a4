//! The review of what is proposed in many articles: keys in, screen and journals out.

use crate::play::{Play, library};
use newsgloss::app::{Event, parse_keys};
use std::sync::Arc;
use tempfile::TempDir;

/// Articles whose names are proposed by lessons alone, so that nothing here hangs on what else is recognised.
fn articles() -> Arc<TempDir> {
    library(&[
        ("a.txt", "Title: Alpha\n\nThey like qorvex and zembla."),
        ("b.txt", "Title: Beta\n\nThey like zembla."),
        ("c.txt", "Title: Gamma\n\nThey saw zembla. They saw qorvex and then qorvex."),
        ("d.txt", "Title: Delta\n\nThey saw qorvex."),
        ("e.txt", "Title: Epsilon\n\nThey heard qorvex."),
    ])
}

/// Teaches two names (qorvex in one article, zembla in two) and goes back to the list.
fn taught(folder: &Arc<TempDir>, columns: u16, rows: u16) -> Play {
    let mut play = Play::open(folder, columns, rows, "advance = false");
    let read = |play: &mut Play, title: &str| {
        play.keys("Esc /").write(title).keys("Enter Enter");
    };
    read(&mut play, "alpha");
    play.keys("/").write("qorvex").keys("Enter Esc 2 /").write("zembla").keys("Enter Esc 3 q");
    read(&mut play, "beta");
    play.keys("/").write("zembla").keys("Enter Esc 3 q Esc");
    play
}

/// What the queue lists, as "name type article places".
fn queue(play: &Play) -> Vec<String> {
    let review = play.runtime.state.review.as_ref().expect("the queue is open");
    let say = |at: &(usize, usize)| {
        let (queued, proposal) = review.proposal(*at).unwrap();
        let kind = &proposal.open().unwrap().kind;
        format!("{} {kind} {} {}", proposal.entity, queued.title, proposal.places.len())
    };
    review.shown.iter().map(say).collect()
}

fn journal(folder: &TempDir, article: &str) -> String {
    std::fs::read_to_string(folder.path().join("annotations/tester").join(format!("{article}.toml"))).unwrap()
}

#[test]
fn the_queue_lists_accepts_and_goes_on() {
    let folder = articles();
    let mut play = taught(&folder, 120, 40);
    play.keys("Q");
    let all = ["qorvex ORG Gamma 2", "qorvex ORG Delta 1", "qorvex ORG Epsilon 1", "zembla LOC Gamma 1"];
    assert_eq!(queue(&play), all, "the least certain first");
    let screen = play.screen();
    let shown = [
        "Review  4 names",
        "ORG    75 %  qorvex (2)",
        "They saw qorvex and then qorvex.",
        "organisation: qorvex",
        "75 %: marked as organisation in 1 article",
        "1 of 4",
    ];
    for words in shown {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    play.keys("Enter");
    assert_eq!(play.status(), "qorvex: 2 marked as organisation; u takes it back.");
    assert_eq!(queue(&play).len(), 3);
    play.keys("G");
    assert!(play.screen().contains("marked as organisation in 2 articles"), "it teaches at once: {}", play.screen());
    play.keys("Ctrl+s");
    assert_eq!(journal(&folder, "c.txt").matches("kind = \"mention\"").count(), 2);
    // Another type: the next places follow it only when most articles say so.
    play.keys("o");
    assert_eq!(queue(&play), ["zembla LOC Gamma 1", "qorvex ORG Delta 1", "qorvex ORG Epsilon 1"]);
    play.keys("j 1");
    assert_eq!(play.status(), "qorvex: 1 marked as person; u takes it back.");
    assert_eq!(queue(&play), ["zembla LOC Gamma 1", "qorvex ORG Epsilon 1"]);
    play.keys("q Esc /").write("gamma").keys("Enter Enter");
    assert_eq!(play.mentions().len(), 2);
    play.keys("u");
    assert!(play.mentions().is_empty(), "what the queue did is undone in the article too");
}

#[test]
fn rejections_silence_the_name_and_undo_brings_it_back() {
    let mut play = taught(&articles(), 120, 40);
    play.keys("Q r");
    assert_eq!(play.status(), "Rejected qorvex; u takes it back.");
    assert!(play.screen().contains("marked as organisation in 1 article, rejected in 1"), "{}", play.screen());
    play.keys("r");
    assert_eq!(queue(&play), ["zembla LOC Gamma 1"], "two rejections outweigh one mark: Epsilon's is gone too");
    play.keys("u u");
    assert_eq!(queue(&play).len(), 4);
    assert_eq!(play.status(), "Undone: qorvex.");
    play.keys("u");
    assert!(play.status().contains("Nothing was decided"), "{}", play.status());
    play.keys("q Esc /").write("gamma").keys("Enter Enter");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert!(reader.annotations.rejections.is_empty());
    assert_eq!(reader.marks.drawn.len(), 3);
}

#[test]
fn one_key_accepts_a_name_in_every_article() {
    let folder = articles();
    let mut play = taught(&folder, 120, 40);
    play.keys("Q A");
    assert_eq!(play.status(), "qorvex: marked as organisation in 3 articles, one undo in each; u takes it back.");
    assert_eq!(queue(&play), ["zembla LOC Gamma 1"]);
    play.keys("Enter");
    assert!(play.screen().contains("Everything here is decided."), "{}", play.screen());
    play.keys("Enter");
    assert!(play.status().contains("nothing to decide"), "{}", play.status());
    play.keys("u u");
    assert_eq!(play.status(), "Undone: qorvex in 3 articles.");
    assert_eq!(queue(&play).len(), 4);
    play.keys("A q Esc /").write("delta").keys("Enter Enter");
    assert_eq!(play.mentions().len(), 1);
    play.keys("u ]");
    assert_eq!(play.mentions().len(), 0);
    let mut play = play.restart();
    play.keys("q Esc /").write("epsilon").keys("Enter Enter");
    assert_eq!(play.mentions().len(), 1, "each article has its own undo");
}

#[test]
fn an_article_is_read_at_the_place_and_the_queue_waits() {
    let mut play = taught(&articles(), 120, 40);
    play.keys("Q o j");
    assert_eq!(queue(&play)[1], "qorvex ORG Gamma 2");
    play.keys("l");
    assert_eq!(play.selected(), "qorvex");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert_eq!(reader.cursor.span.start, reader.text().find("qorvex").unwrap());
    play.keys("Enter Q");
    assert_eq!(queue(&play), ["zembla LOC Gamma 1", "qorvex ORG Delta 1", "qorvex ORG Epsilon 1"]);
    assert!(play.screen().contains("2 of 3"), "it is where it was left: {}", play.screen());
    play.keys("q u Q");
    assert_eq!(queue(&play).len(), 4, "a new queue has what was undone");
    play.keys("k Enter q");
    assert!(play.screen().contains("zembla"), "{}", play.screen());
}

#[test]
fn the_queue_keeps_to_the_filter_and_says_when_it_is_empty() {
    let mut play = taught(&articles(), 120, 40);
    play.keys("/").write("delta").keys("Enter Q");
    assert_eq!(queue(&play), ["qorvex ORG Delta 1"]);
    play.keys("q Esc /").write("beta").keys("Enter Q");
    assert!(play.screen().contains("Nothing is proposed in the listed articles."), "{}", play.screen());
    for key in ["Enter", "r", "1", "A", "u", "o", "l", "j", "G", "Space"] {
        play.keys(key);
        assert!(play.runtime.state.review.is_some(), "{key} leaves the empty queue open");
    }
    play.keys("Esc");
    assert!(play.runtime.state.review.is_none());
}

#[test]
fn looking_is_stopped_by_esc_and_a_second_one_closes() {
    let mut play = taught(&articles(), 120, 40);
    for key in ["Q", "Esc"] {
        play.runtime.handle(Event::Key(parse_keys(key).unwrap()[0]));
    }
    play.settle();
    assert_eq!(play.status(), "Stopped after 0 of 5 articles.");
    assert!(queue(&play).is_empty(), "what comes after the stop is not taken");
    play.keys("Esc Q");
    assert_eq!(queue(&play).len(), 4, "it begins anew");
}

#[test]
fn the_queue_is_drawn_at_every_size() {
    let folder = articles();
    for (columns, rows) in [(1, 1), (2, 3), (20, 5), (60, 20), (80, 24), (300, 80)] {
        let mut play = taught(&folder, columns, rows);
        play.keys("Q G j k o r u Enter ? q : Esc u");
        if columns == 60 {
            let screen = play.screen();
            assert!(screen.contains("qorvex") && screen.contains(" %: marked as place in 2 articles"), "{screen}");
        }
        play.keys("q /").write("alpha").keys("Enter Enter X u / Esc q Esc");
    }
}

#[test]
fn the_least_certain_is_one_key_away_in_the_article() {
    let mut play = taught(&articles(), 120, 40);
    play.keys("/").write("gamma").keys("Enter Enter c");
    assert_eq!(play.selected(), "qorvex");
    play.keys("c c");
    assert_eq!(play.selected(), "zembla");
    play.keys("c r c r c");
    assert!(play.status().contains("Nothing is proposed"), "{}", play.status());
}

#[test]
fn a_narrow_reader_says_why_on_its_last_line() {
    let mut play = taught(&articles(), 70, 20);
    play.keys("/").write("delta").keys("Enter Enter");
    assert!(play.screen().contains("ORG 75 %: marked as organisation in 1 article"), "{}", play.screen());
}
