//! The mode for people who hear the screen: one thing after the other, in words, the cursor on what is in focus.

use crate::play::{Play, library};
use std::sync::Arc;
use tempfile::TempDir;

const SETTINGS: &str = "screen_reader = true\nsuggestions = false\nadvance = false";

fn one() -> Arc<TempDir> {
    let text = "Title: Talks\nDate: 2024-05-01\nSource: Wire\n\nMaria Borg met Anton Weiss in Valletta. Nobody spoke.";
    library(&[("a.txt", text), ("b.txt", "Title: Beta\n\nNothing.")])
}

/// The words at which the terminal's cursor stands.
fn at_cursor(play: &mut Play) -> String {
    let screen = play.screen();
    let at = play.runtime.cursor().unwrap();
    let line = screen.lines().nth(at.1.into()).unwrap_or_default();
    line.chars().skip(at.0.into()).collect()
}

#[test]
fn lists_and_texts_are_words_with_the_cursor_on_the_focus() {
    let mut play = Play::open(&one(), 100, 30, SETTINGS);
    play.keys("g g");
    assert!(at_cursor(&mut play).starts_with("unread, Talks, Wire, 2024-05-01"), "{}", play.screen());
    play.keys("Enter g g l l l");
    assert!(at_cursor(&mut play).starts_with("Anton Weiss"), "{}", play.screen());
    play.keys("L 1 Tab g g L 1 +");
    let screen = play.screen();
    assert!(screen.contains("Maria Borg [person]"), "{screen}");
    assert!(screen.contains("[support from"), "{screen}");
    assert!(at_cursor(&mut play).starts_with("Maria Borg"), "{screen}");
    play.keys("l h");
    assert!(play.status().starts_with("Borg, person; "), "{}", play.status());
}

#[test]
fn words_of_markers_follow_what_is_decided() {
    let mut play = Play::open(&one(), 60, 20, "screen_reader = true\nadvance = false");
    play.keys("g g Enter Esc");
    assert!(play.screen().contains("[person?]"), "{}", play.screen());
    play.keys("/").write("Anton").keys("Enter Esc Enter");
    assert!(play.screen().contains("Weiss [person] "), "{}", play.screen());
    play.keys("3");
    assert!(play.screen().contains("Weiss [place]"), "{}", play.screen());
    play.keys("x");
    assert!(!play.screen().contains("[place]"), "{}", play.screen());
}

#[test]
fn there_are_no_frames_and_nothing_stands_side_by_side() {
    for (columns, rows) in [(120, 40), (80, 24), (20, 8), (3, 2)] {
        let mut play = Play::open(&one(), columns, rows, SETTINGS);
        let mut screens = vec![play.screen()];
        for keys in [
            "?",
            "Esc",
            ":",
            "Esc",
            "g",
            "Esc",
            "E",
            "Esc",
            "Q",
            "q",
            "F2",
            "g g Enter",
            "L 1 +",
            "e",
            "Esc",
            "t",
            "Esc",
            "m",
            "Esc",
            "p",
            "p",
            "p",
            "p",
            "f",
        ] {
            play.keys(keys);
            screens.push(play.screen());
        }
        for screen in screens {
            let drawn = screen.chars().find(|c| ('\u{2500}'..='\u{259F}').contains(c) || "|·●○▲▼◆".contains(*c));
            assert_eq!(drawn, None, "{screen}");
        }
    }
}

#[test]
fn in_a_picker_the_cursor_is_on_the_chosen_row() {
    let mut play = Play::open(&one(), 100, 30, SETTINGS);
    play.keys(":").write("export");
    assert!(at_cursor(&mut play).contains("export"), "{}", play.screen());
    play.keys("Esc g g Enter t Down");
    assert!(at_cursor(&mut play).contains("check"), "{}", play.screen());
}
