//! Corrections in one article change the suggestions of the next, through the real loop; an undo takes its lesson back.

use crate::play::{Play, library};
use std::sync::Arc;
use tempfile::TempDir;

/// Two articles that share their names. What is proposed for them without lessons is not the matter here.
fn two() -> Arc<TempDir> {
    library(&[
        ("one.txt", "Title: First\n\nHe left Turkey on foot. The board of qorvex agreed, said qorvex."),
        ("two.txt", "Title: Second\n\nHe flew to Turkey. The shares of qorvex fell."),
    ])
}

/// What is proposed for a name at its first free place in the open article, as "TYPE: reason".
fn proposed(play: &Play, name: &str) -> Option<String> {
    let reader = play.runtime.state.reader.as_ref().expect("an article is open");
    let mut shown = reader.marks.drawn.iter().filter_map(|mark| mark.suggestion);
    let is = |at: &usize| reader.article.body.slice(reader.suggestions.mentions[*at].span) == name;
    let mention = &reader.suggestions.mentions[shown.find(is)?];
    Some(format!("{}: {}", mention.kind, mention.reason))
}

/// Reads an article from its start.
fn read(play: &mut Play, title: &str) {
    play.keys("q Esc /").write(title).keys("Enter Enter g g");
}

/// Puts the cursor on a name.
fn go_to(play: &mut Play, name: &str) {
    play.keys("g g /").write(name).keys("Enter");
}

const QUIET: &str = "advance = false";
const LEARNED: &str = "ORG: marked as organisation in 1 article";

#[test]
fn a_retyped_name_comes_with_its_type_and_reason_in_the_next_article() {
    let mut play = Play::article(&two(), "second", QUIET);
    let before = proposed(&play, "Turkey");
    assert!(before.as_ref().is_some_and(|before| before.starts_with("LOC: ")), "{before:?}");
    read(&mut play, "first");
    go_to(&mut play, "Turkey");
    play.keys("2");
    assert!(play.status().contains("Turkey: 1 marked as organisation"), "{}", play.status());
    read(&mut play, "second");
    assert_eq!(proposed(&play, "Turkey").as_deref(), Some(LEARNED));
    go_to(&mut play, "Turkey");
    let screen = play.screen();
    assert!(screen.contains("organisation: Turkey?"), "{screen}");
    assert!(screen.contains("75 %: marked as organisation in 1"), "{screen}");
    read(&mut play, "first");
    play.keys("u");
    read(&mut play, "second");
    assert_eq!(proposed(&play, "Turkey"), before, "an undo takes its lesson back");
    read(&mut play, "first");
    play.keys("U");
    read(&mut play, "second");
    assert_eq!(proposed(&play, "Turkey").as_deref(), Some(LEARNED), "and a redo brings it again");
}

#[test]
fn a_rejected_name_is_not_proposed_in_the_next_article() {
    let mut play = Play::article(&two(), "second", QUIET);
    let before = proposed(&play, "Turkey");
    read(&mut play, "first");
    go_to(&mut play, "Turkey");
    play.keys("r");
    read(&mut play, "second");
    assert_eq!(proposed(&play, "Turkey"), None);
    read(&mut play, "first");
    play.keys("u");
    read(&mut play, "second");
    assert_eq!(proposed(&play, "Turkey"), before);
}

#[test]
fn a_name_marked_by_hand_is_found_in_the_next_article_until_it_is_removed() {
    let mut play = Play::article(&two(), "second", QUIET);
    let before = proposed(&play, "qorvex");
    read(&mut play, "first");
    go_to(&mut play, "qorvex");
    play.keys("Esc 2");
    assert!(play.status().contains("qorvex: 2 marked"), "{}", play.status());
    read(&mut play, "second");
    assert_eq!(proposed(&play, "qorvex").as_deref(), Some(LEARNED));
    // Another type changes it, taking it away leaves nothing of it.
    read(&mut play, "first");
    go_to(&mut play, "qorvex");
    play.keys("Esc 1");
    read(&mut play, "second");
    assert_eq!(proposed(&play, "qorvex").as_deref(), Some("PER: marked as person in 1 article"));
    read(&mut play, "first");
    go_to(&mut play, "qorvex");
    play.keys("Esc X");
    assert!(play.status().contains("qorvex: 2 taken away"), "{}", play.status());
    read(&mut play, "second");
    assert_eq!(proposed(&play, "qorvex"), before);
}

#[test]
fn lessons_come_back_with_the_library_and_without_its_index() {
    let folder = two();
    let mut play = Play::article(&folder, "first", QUIET);
    go_to(&mut play, "qorvex");
    play.keys("Esc 2");
    read(&mut play, "second");
    play.keys("q Esc");
    let mut play = play.restart();
    play.keys("/").write("second").keys("Enter Enter");
    assert_eq!(proposed(&play, "qorvex").as_deref(), Some(LEARNED));
    // It opens on the article at once, before the index was read.
    let play = play.restart();
    assert_eq!(proposed(&play, "qorvex").as_deref(), Some(LEARNED));
    let index = folder.path().join(".newsgloss/index-tester.jsonl");
    assert!(std::fs::read_to_string(&index).unwrap().contains("ORG\\t2\\tqorvex"));
    std::fs::remove_file(&index).unwrap();
    let play = play.restart();
    assert_eq!(proposed(&play, "qorvex").as_deref(), Some(LEARNED), "the journals are the truth");
}

#[test]
fn an_accepted_name_counts_and_so_does_each_further_article() {
    let text = |title: &str| format!("Title: {title}\n\nHe left Turkey.");
    let folder = library(&[("a.txt", &text("Alpha")), ("b.txt", &text("Beta")), ("c.txt", &text("Gamma"))]);
    let mut play = Play::article(&folder, "alpha", QUIET);
    go_to(&mut play, "Turkey");
    play.keys("Enter");
    read(&mut play, "beta");
    go_to(&mut play, "Turkey");
    play.keys("Enter");
    read(&mut play, "gamma");
    assert_eq!(proposed(&play, "Turkey").as_deref(), Some("LOC: marked as place in 2 articles"));
}

#[test]
fn borders_put_right_are_right_everywhere_and_in_the_next_article() {
    let folder = library(&[
        ("a.txt", "Title: Alpha\n\nThey like qorvex works now."),
        ("b.txt", "Title: Beta\n\nThe owner of qorvex works now left qorvex works now."),
        ("c.txt", "Title: Gamma\n\nThey say qorvex works now and then."),
    ]);
    let mut play = Play::article(&folder, "alpha", QUIET);
    go_to(&mut play, "qorvex");
    play.keys("Esc L L 2");
    assert_eq!(play.mentions()[0].1, "qorvex works now");
    read(&mut play, "beta");
    assert!(proposed(&play, "qorvex works now").is_some());
    go_to(&mut play, "qorvex works now");
    play.keys("H 2");
    let org = || ("ORG".to_owned(), "qorvex works".to_owned());
    assert_eq!(play.mentions(), [org(), org()], "the other place of the longer name too: {}", play.status());
    assert_eq!(proposed(&play, "qorvex works now"), None);
    read(&mut play, "alpha");
    play.keys("u");
    read(&mut play, "gamma");
    assert_eq!(proposed(&play, "qorvex works now"), None);
    assert_eq!(proposed(&play, "qorvex works").as_deref(), Some(LEARNED));
    read(&mut play, "beta");
    play.keys("u");
    assert!(play.mentions().is_empty(), "one undo takes marks and rejections back");
    assert_eq!(play.status(), "Undone: 2 mentions (qorvex works).");
}

#[test]
fn learning_can_be_switched_off() {
    let mut play = Play::article(&two(), "first", "advance = false\nlearn = false");
    go_to(&mut play, "Turkey");
    play.keys("2");
    read(&mut play, "second");
    assert!(proposed(&play, "Turkey").is_some_and(|found| found.starts_with("LOC: ")));
}

#[test]
fn a_type_that_the_codebook_lacks_is_not_proposed() {
    let play = Play::article(&two(), "first", "[[types]]\nkey = \"LOC\"\nremove = true");
    assert_eq!(proposed(&play, "Turkey"), None);
}
