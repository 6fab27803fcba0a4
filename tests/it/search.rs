//! Filtering, saved searches and watched words, keys in and screen out.

use crate::play::{Play, library};
use std::sync::Arc;
use tempfile::TempDir;

fn talks() -> Arc<TempDir> {
    library(&[
        (
            "a.txt",
            "date 2024-02-01\nTitle: Gas talks\nSource: Agency A\n\nRussia and China spoke of gas. 习近平 spoke too.",
        ),
        (
            "b.txt",
            "date 2024-02-02\nTitle: Grain deal\nSource: Agency B\n\nThe grain deal ended; Moscow left the talks.",
        ),
        ("c.txt", "date 2024-02-03\nTitle: Weather\nSource: Agency A\n\nRain over Beijing, no talk of gas."),
    ])
}

fn open() -> Play {
    Play::open(&talks(), 130, 30, "suggestions = false")
}

#[test]
fn the_filter_finds_words_of_the_texts_as_they_are_typed() {
    let mut play = open();
    let cases = [
        ("mosc", "1 of 3", "Grain deal"),
        ("\"spoke of gas\"", "1 of 3", "Gas talks"),
        ("习近", "1 of 3", "Gas talks"),
        ("gas -weather", "1 of 3", "Gas talks"),
        ("rain OR grain", "2 of 3", "Weather"),
        ("source:\"Agency A\" date:2024-02-02..", "1 of 3", "Weather"),
        ("/talk[s]/ AND NOT title:talks", "1 of 3", "Grain deal"),
    ];
    for (query, count, title) in cases {
        play.keys("/ Ctrl+u").write(query);
        let screen = play.screen();
        assert!(screen.contains(count) && screen.contains(title), "{query}: {screen}");
        play.keys("Enter");
        assert!(play.screen().contains(count), "the list does not change when the line is closed: {query}");
    }
    play.keys("/ Ctrl+u").write("colour:red");
    assert!(play.screen().contains("there is no field `colour:`"), "{}", play.screen());
}

#[test]
fn a_search_is_saved_counted_used_and_forgotten() {
    let mut play = open();
    play.keys("F");
    assert!(play.status().contains("no filter to save"), "{}", play.status());
    play.keys("/").write("source:\"Agency A\"").keys("Enter F Ctrl+u").write("Agency A, all").keys("Enter");
    play.keys("/ Ctrl+u").write("grain").keys("Enter F Enter Esc");
    let screen = play.screen();
    assert!(screen.contains("saved searches") && screen.contains("3 articles"), "{screen}");
    let line =
        |screen: &str, name: &str| screen.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(line(&screen, "Agency A, all").trim_end().ends_with('2'), "{screen}");
    play.keys("f");
    assert!(line(&play.screen(), "Agency A, all").contains('2'), "{}", play.screen());
    play.keys("Enter");
    assert!(play.screen().contains("2 of 3 articles"), "{}", play.screen());
    // A new article is counted as soon as it lies there, and the searches are there after a restart.
    std::fs::write(play.folder.path().join("articles/d.txt"), "Source: Agency A\n\nMore.").unwrap();
    play.keys("R");
    let mut play = play.restart();
    play.keys("Esc f");
    assert!(line(&play.screen(), "Agency A, all").contains('3'), "{}", play.screen());
    play.keys("x x");
    assert!(play.screen().contains("None yet"), "{}", play.screen());
    assert!(play.restart().runtime.state.searches.all.is_empty());
}

#[test]
fn watched_words_are_highlighted_and_name_their_search() {
    let mut play = open();
    play.keys("/").write("gas").keys("Enter F Ctrl+u").write("energy").keys("Enter f w Esc Esc G Enter g g n");
    let screen = play.screen();
    assert!(screen.contains("found by energy"), "{screen}");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert_eq!(reader.article.body.slice(reader.cursor.span), "gas");
    play.keys("q f w Esc Enter g g n");
    assert!(play.status().contains("Nothing is searched for"), "{}", play.status());
}

#[test]
fn enter_opens_what_will_be_listed_however_fast_it_is_pressed() {
    let mut play = open();
    for key in newsgloss::app::parse_keys("/ g r a i n Enter Enter").unwrap() {
        play.runtime.handle(newsgloss::app::Event::Key(key));
    }
    play.settle();
    assert_eq!(play.runtime.state.reader.as_ref().unwrap().article.id.as_str(), "b.txt");
}

#[test]
fn searches_are_drawn_at_every_size() {
    let folder = talks();
    for (columns, rows) in [(130, 30), (80, 24), (40, 10), (20, 5), (1, 1)] {
        let mut play = Play::open(&folder, columns, rows, "suggestions = false");
        play.keys("/").write("gas").keys("Enter F Enter f j k Esc Esc f x Esc");
    }
}

#[test]
fn the_sentence_of_the_hit_is_shown_below_the_list() {
    let mut play = open();
    play.keys("/").write("spoke");
    let screen = play.screen();
    assert!(screen.contains("2 hits: Russia and China spoke of gas."), "{screen}");
    play.keys("Enter / Ctrl+u").write("title:gas");
    assert!(play.screen().contains("not in the text") || play.screen().contains("hit"), "{}", play.screen());
    play.keys("Esc");
    assert!(!play.screen().contains("hit"), "{}", play.screen());
    // A long sentence shows its hit.
    let long = format!("Title: Long\n\n{}needle {}.", "hay ".repeat(80), "straw ".repeat(80));
    let mut play = Play::open(&library(&[("l.txt", long.as_str())]), 60, 12, "suggestions = false");
    play.keys("/").write("needle");
    assert!(play.screen().contains("hay needle straw"), "{}", play.screen());
}

#[test]
fn a_whole_search_is_marked_as_read_and_taken_back() {
    let mut play = open();
    play.keys("M");
    assert!(play.status().contains("No articles were marked"), "{}", play.status());
    play.keys("/").write("source:\"Agency A\"").keys("Enter m");
    assert!(play.status().contains("Marked 2 articles as read"), "{}", play.status());
    play.keys("/ Ctrl+u").write("is:unread").keys("Enter");
    assert!(play.screen().contains("1 of 3 articles"), "{}", play.screen());
    let mut play = play.restart();
    assert!(play.screen().contains("1 of 3 articles"), "{}", play.screen());
    play.keys("m");
    assert!(play.screen().contains("0 of 3 articles"), "{}", play.screen());
    play.keys("M");
    assert!(play.screen().contains("1 of 3 articles"), "{}", play.screen());
    play = play.restart();
    assert!(play.screen().contains("1 of 3 articles"), "{}", play.screen());
}

#[test]
fn articles_that_tell_one_story_are_marked_and_listed_together() {
    let folder = talks();
    let words: Vec<String> = (0..120).map(|at| format!("word{}", at * 7 % 101)).collect();
    let told = format!("The bridge across the strait was closed on Monday. {}.", words.join(" "));
    let from = TempDir::new().unwrap();
    std::fs::write(from.path().join("bridge.txt"), format!("Title: The bridge\n\n{told}")).unwrap();
    std::fs::write(from.path().join("again.txt"), format!("Title: The bridge again\n\n{told} More follows.")).unwrap();
    let mut play = Play::open(&folder, 130, 30, "suggestions = false");
    play.keys("=");
    assert!(play.status().contains("No other article"), "{}", play.status());
    play.keys("a").write(from.path().to_str().unwrap()).keys("Enter /").write("title:bridge").keys("Enter");
    let screen = play.screen();
    assert!(screen.contains("≈2 The bridge again") && screen.contains("2 of 5"), "{screen}");
    play.keys("Esc / Ctrl+u").write("title:again").keys("Enter");
    assert!(play.screen().contains("1 of 5"), "{}", play.screen());
    play.keys("=");
    assert!(play.screen().contains("2 of 5 articles"), "{}", play.screen());
}
