//! The tour of the first start, and the session that is restored at the next one.

use crate::play::{Play, library};
use crate::pty::{Start, Term};
use std::sync::Arc;
use tempfile::TempDir;

const TEXT: &str = "Title: Talks in Valletta\nDate: 2024-05-01\n\n\
Maria Borg met Anton Weiss in Valletta. Borg praised Anton Weiss.\n\nNobody else spoke.";

fn one() -> Arc<TempDir> {
    library(&[("a.txt", TEXT)])
}

fn step(play: &Play) -> Option<usize> {
    let title = play.screen().lines().find_map(|line| Some(line.split_once("Tour ")?.1.to_owned()))?;
    title.split(' ').next()?.parse().ok()
}

/// The words of the box, on one line.
fn says(play: &Play) -> String {
    let screen = play.screen();
    let lines = screen.lines().skip_while(|line| !line.contains("Tour ")).skip(1);
    lines.flat_map(|line| line.split('│').nth(1)).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[test]
fn five_steps_are_taken_on_the_real_screens_and_undo_takes_all_back() {
    let folder = one();
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut play = Play::open(&folder, columns, rows, "");
        play.keys("F2");
        assert_eq!(step(&play), Some(1), "{}", play.screen());
        assert!(says(&play).contains("press Enter to read"), "{}", play.screen());
        play.keys("Enter");
        assert_eq!(step(&play), Some(2), "{}", play.screen());
        play.keys("l h");
        assert_eq!(step(&play), Some(2), "only the key that is asked for goes on");
        play.keys("Tab Shift+Tab");
        assert_eq!(step(&play), Some(3), "{}", play.screen());
        play.keys("Enter");
        assert_eq!(step(&play), Some(4), "{}", play.screen());
        play.keys("+");
        assert_eq!(step(&play), Some(5), "{}", play.screen());
        play.keys("m");
        assert!(says(&play).contains("Ctrl+s to keep it"), "the editor does not hide it: {}", play.screen());
        play.write("First.").keys("Ctrl+s");
        assert_eq!(step(&play), None, "{}", play.screen());
        assert!(play.status().starts_with("That was the tour"), "{}", play.status());
        play.keys("u u u");
        let reader = play.runtime.state.reader.as_ref().unwrap();
        assert_eq!(reader.annotations.count(), 0, "{}", play.status());
        play.keys("q");
    }
}

#[test]
fn esc_ends_the_tour_and_the_palette_begins_it_again() {
    let mut play = Play::open(&one(), 100, 30, "");
    play.keys("F2 Esc");
    assert_eq!((step(&play), play.status().as_str()), (None, "The tour has ended; : and the word tour show it again."));
    play.keys("Enter :").write("tour").keys("Enter");
    assert_eq!(step(&play), Some(2), "an article is open already: {}", play.screen());
    play.keys("?");
    assert_eq!(step(&play), None, "it lies under other overlays");
    play.keys("Esc");
    assert_eq!(step(&play), Some(2), "Esc closed what lay nearer");
    play.keys("q");
    assert!(says(&play).contains("press Enter to read"), "{}", play.screen());
    let mut empty = Play::open(&library(&[]), 100, 30, "");
    empty.keys("F2");
    assert!(says(&empty).contains("Put .txt or .md files"), "{}", empty.screen());
}

#[test]
fn the_tour_leaves_room_in_every_window() {
    let folder = one();
    for (columns, rows) in [(1, 1), (10, 3), (24, 10), (30, 12), (80, 10), (200, 60)] {
        let mut play = Play::open(&folder, columns, rows, "");
        play.keys("F2 Enter Tab Enter");
        assert!(play.runtime.state.tour.is_some());
    }
}

#[test]
fn the_first_start_shows_the_tour_and_no_later_one() {
    let folder = one();
    let mut term: Term = Start::on(folder.path()).go();
    term.wait_for("Tour 1 of 5").wait_for("1 of 1");
    term.keys("q");
    assert_eq!(term.end(), 0);
    let again = Start::on(folder.path()).go();
    assert!(!again.wait_for("1 of 1").screen().contains("Tour"), "{}", again.screen());
}

#[test]
fn filter_order_and_panels_are_there_again() {
    let folder = library(&[("a.txt", TEXT), ("b.txt", "Title: Beta\n\nTalks."), ("c.txt", "Title: Talks\n\nMore.")]);
    let mut play = Play::open(&folder, 120, 40, "");
    play.keys("/").write("title:talks").keys("Enter s t s r j");
    let before = play.screen();
    assert!(before.contains("2 of 3 articles"), "{before}");
    let mut play = play.restart();
    assert_eq!(play.screen(), before, "the list is as it was");
    play.keys("Enter p l l l");
    assert!(!play.screen().contains("Entities"), "{}", play.screen());
    let before = play.screen();
    let play = play.restart();
    let places = |screen: &str| screen.lines().take(38).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(places(&play.screen()), places(&before), "the article is as it was, without the margin");
    let kept = std::fs::read_to_string(folder.path().join("annotations/tester/reading.toml")).unwrap();
    assert!(kept.contains("sort = \"title\"") && kept.contains("margin = false"), "{kept}");
}

#[test]
fn the_tab_of_a_narrow_reader_is_there_again() {
    let folder = one();
    let mut play = Play::open(&folder, 60, 20, "suggestions = false");
    play.keys("Enter g g L 1 p");
    assert!(play.screen().contains("PER   Maria Borg"), "{}", play.screen());
    play.runtime.handle(newsgloss::app::Event::Terminate);
    play.settle();
    drop(play);
    let again = Play::open(&folder, 60, 20, "suggestions = false");
    assert!(again.screen().contains("PER   Maria Borg"), "{}", again.screen());
}
