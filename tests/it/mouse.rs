//! The mouse: what is clicked, dragged and turned, and what is on the screen then.

use crate::play::{Play, library};
use newsgloss::app::Event;

const TEXT: &str = "Title: Alpha\n\nThey like New qorvex and zembla today. Others saw nothing of it.\n\nThey went on.";

fn open(columns: u16, rows: u16) -> Play {
    let folder = library(&[("a.txt", TEXT), ("b.txt", "Title: Beta\n\nThey like zembla.")]);
    let mut play = Play::open(&folder, columns, rows, "suggestions = false\nadvance = false");
    play.keys("/").write("alpha").keys("Enter Enter g g");
    play
}

/// The cell at which words stand on the screen; the last one of several.
fn cell(play: &Play, words: &str) -> (u16, u16) {
    let screen = play.screen();
    let found = screen.lines().enumerate().filter_map(|(row, line)| Some((line.find(words)?, row, line))).last();
    let (at, row, line) = found.unwrap_or_else(|| panic!("{words} is not on the screen: {screen}"));
    (u16::try_from(line[..at].chars().count()).unwrap(), u16::try_from(row).unwrap())
}

fn give(play: &mut Play, event: Event) {
    play.runtime.handle(event);
    play.settle();
}

fn click(play: &mut Play, words: &str) {
    let (column, row) = cell(play, words);
    give(play, Event::Click(column, row));
}

#[test]
fn a_click_goes_to_a_word_and_dragging_selects() {
    let mut play = open(120, 30);
    click(&mut play, "zembla");
    assert_eq!(play.selected(), "zembla");
    let (from, row) = cell(&play, "New qorvex");
    give(&mut play, Event::Click(from, row));
    give(&mut play, Event::Drag(from + 9, row));
    assert_eq!(play.selected(), "New qorvex");
    play.keys("1");
    assert_eq!(play.mentions(), [("PER".to_owned(), "New qorvex".to_owned())]);
    // Backwards, and over the end of the text.
    let (to, _) = cell(&play, "like");
    give(&mut play, Event::Click(from + 9, row));
    give(&mut play, Event::Drag(to, row));
    assert_eq!(play.selected(), "like New qorvex");
    give(&mut play, Event::Drag(to, 29));
    assert!(play.selected().starts_with("x and zembla"), "{}", play.selected());
}

#[test]
fn a_press_in_one_article_selects_nothing_in_the_next() {
    let mut play = open(120, 30);
    click(&mut play, "They went on");
    play.keys("q Esc /").write("beta").keys("Enter Enter");
    let (column, row) = cell(&play, "zembla");
    give(&mut play, Event::Drag(column, row));
    assert_eq!(play.selected(), "They", "the button was pressed in another text");
}

#[test]
fn a_double_click_selects_the_word_of_a_longer_name() {
    let mut play = open(120, 30);
    let (from, row) = cell(&play, "New qorvex");
    give(&mut play, Event::Click(from, row));
    give(&mut play, Event::Drag(from + 9, row));
    play.keys("1");
    give(&mut play, Event::Click(from + 5, row));
    assert_eq!(play.selected(), "New qorvex");
    give(&mut play, Event::DoubleClick(from + 5, row));
    assert_eq!(play.selected(), "qorvex");
}

#[test]
fn dragging_is_nothing_without_a_press_on_the_text() {
    let mut play = open(120, 30);
    let (column, row) = cell(&play, "zembla");
    give(&mut play, Event::Drag(column, row));
    assert_eq!(play.selected(), "They");
    give(&mut play, Event::Click(column, 0));
    give(&mut play, Event::Drag(column, row));
    assert_eq!(play.selected(), "They", "the press was on the title");
}

#[test]
fn margin_and_tabs_are_clicked() {
    let mut play = open(120, 30);
    click(&mut play, "zembla");
    play.keys("2 g g");
    let (column, row) = cell(&play, "ORG ");
    give(&mut play, Event::Click(column, row));
    assert_eq!(play.selected(), "zembla");
    let mut narrow = Play::open(&play.folder, 70, 24, "suggestions = false");
    narrow.keys("/").write("alpha").keys("Enter Enter g g");
    click(&mut narrow, "entities 1");
    assert!(narrow.screen().contains("ORG   zembla"), "{}", narrow.screen());
    click(&mut narrow, "ORG ");
    assert_eq!(narrow.selected(), "zembla");
    assert!(narrow.screen().contains("They like"), "the text is shown again: {}", narrow.screen());
}

#[test]
fn rows_of_overlays_are_chosen_by_a_click_and_run_by_another() {
    let mut play = open(120, 30);
    play.keys(":").write("article");
    click(&mut play, "note-article");
    assert!(play.screen().contains("Commands"), "the first click chooses: {}", play.screen());
    click(&mut play, "note-article");
    assert!(play.screen().contains("Note on the article"), "{}", play.screen());
    play.keys("Esc t");
    click(&mut play, "off-topic");
    click(&mut play, "off-topic");
    play.keys("Esc");
    assert!(play.screen().contains("#off-topic"), "{}", play.screen());
}

#[test]
fn the_list_below_an_overlay_is_not_clicked() {
    let mut play = open(120, 30);
    click(&mut play, "zembla");
    play.keys("2 g g");
    let (column, row) = cell(&play, "ORG ");
    play.keys("t");
    give(&mut play, Event::Click(column, row));
    play.keys("Esc");
    assert_eq!(play.selected(), "They");
}

#[test]
fn the_wheel_turns_lists_of_overlays() {
    let mut play = open(100, 24);
    play.keys("?");
    let top = play.screen();
    give(&mut play, Event::Wheel(3));
    assert_ne!(play.screen(), top);
    give(&mut play, Event::Wheel(-3));
    assert_eq!(play.screen(), top);
    play.keys("q :");
    let cursor = |play: &Play| match play.runtime.state.overlays.last() {
        Some(newsgloss::app::Overlay::Palette(palette)) => palette.cursor,
        _ => panic!("{}", play.screen()),
    };
    give(&mut play, Event::Wheel(3));
    assert_eq!(cursor(&play), 3);
    give(&mut play, Event::Wheel(-3));
    assert_eq!(cursor(&play), 0);
    play.keys("Esc E");
    give(&mut play, Event::Wheel(1));
    play.keys("Esc m");
    give(&mut play, Event::Wheel(1));
    assert!(play.screen().contains("Note on"), "{}", play.screen());
}

#[test]
fn the_page_of_keys_tells_of_the_mouse_where_it_is_taken() {
    let mut play = open(100, 24);
    play.keys("? G");
    assert!(play.screen().contains("Shift+drag"), "{}", play.screen());
    let mut without = Play::open(&play.folder, 100, 24, "mouse = false");
    without.keys("? G");
    assert!(!without.screen().contains("Shift+drag"), "{}", without.screen());
}
