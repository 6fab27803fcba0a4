//! Being at home in the program: what it counts, what it copies, what it shows of keys.

use crate::play::{Play, library};
use newsgloss::app::{Event, parse_keys};
use std::sync::Arc;
use tempfile::TempDir;

const A: &str = "Title: Alpha\nDate: 2024-05-01\nSource: Wire\nURL: https://example.org/a\n\n\
They like qorvex and zembla. Others saw nothing.\n\nThey went on.";

fn two() -> Arc<TempDir> {
    library(&[("a.txt", A), ("b.txt", "Title: Beta\nDate: 2023-01-01\n\nThey like zembla.")])
}

fn efforts(folder: &TempDir) -> Vec<(String, u64, u64)> {
    let library = newsgloss::store::Library::new(folder.path(), "tester");
    let all = library.efforts("tester").unwrap();
    all.into_iter().map(|(id, effort)| (id.as_str().to_owned(), effort.keys, effort.milliseconds)).collect()
}

/// Presses one key and returns what left the program for the terminal.
fn outside(play: &mut Play, key: &str) -> String {
    let key = parse_keys(key).unwrap()[0];
    let outside = play.runtime.handle(Event::Key(key));
    play.settle();
    outside.map_or_else(String::new, |outside| format!("{outside:?}"))
}

#[test]
fn keys_and_time_are_kept_when_an_article_is_left() {
    let folder = two();
    let mut play = Play::open(&folder, 100, 30, "");
    play.keys("Enter l l");
    assert_eq!(efforts(&folder), [], "nothing is written while it is read");
    play.keys("q");
    let first = efforts(&folder);
    assert_eq!((first.len(), first[0].0.as_str(), first[0].1), (1, "a.txt", 3), "two motions and the key that leaves");
    assert!(first[0].2 > 0, "{first:?}");
    play.keys("j j k");
    assert_eq!(efforts(&folder), first, "keys of the list are no article's");
    play.keys("j Enter l q k Enter l q");
    let after: Vec<_> = efforts(&folder).into_iter().map(|(id, keys, _)| (id, keys)).collect();
    assert_eq!(after, [("a.txt".to_owned(), 5), ("b.txt".to_owned(), 2)], "what was there is added to");
    play.keys("Enter l");
    drop(play.restart());
    let keys: Vec<u64> = efforts(&folder).into_iter().map(|(_, keys, _)| keys).collect();
    assert_eq!(keys, [6, 2], "the end of the program is a leaving too");
}

#[test]
fn of_a_long_pause_one_minute_counts() {
    use newsgloss::app::{State, update};
    let folder = two();
    let mut play = Play::open(&folder, 100, 30, "");
    play.keys("Enter");
    let state: &mut State = &mut play.runtime.state;
    let start = state.now;
    let press = |state: &mut State, seconds: i64| {
        let key = parse_keys("l").unwrap()[0];
        update(state, Event::Key(key), start + jiff::SignedDuration::from_secs(seconds));
    };
    for seconds in [10, 30, 3_630, 3_640] {
        press(state, seconds);
    }
    let leave = update(state, Event::Terminate, start + jiff::SignedDuration::from_secs(3_650));
    let kept = leave.iter().find_map(|effect| match effect {
        newsgloss::app::Effect::KeepEfforts(kept) => kept.values().next().copied(),
        _ => None,
    });
    assert_eq!(kept.map(|effort| (effort.keys, effort.milliseconds)), Some((4, 90_000)), "20 s, one minute, 10 s");
}

#[test]
fn nothing_is_counted_where_that_is_switched_off() {
    let folder = two();
    let mut play = Play::open(&folder, 100, 30, "effort = false");
    play.keys("Enter l l q");
    assert_eq!(efforts(&folder), []);
    assert!(!folder.path().join("annotations/tester/effort.toml").exists());
}

#[test]
fn words_and_sentences_go_to_the_clipboard() {
    let folder = two();
    let mut play = Play::article(&folder, "alpha", "suggestions = false");
    play.keys("g g l L");
    assert_eq!(outside(&mut play, "y"), "Copy(\"like qorvex\")");
    assert_eq!(play.status(), "Copied 11 characters to the clipboard.");
    let quote = "“They like qorvex and zembla.”\\nAlpha, Wire, 2024-05-01, https://example.org/a";
    assert_eq!(outside(&mut play, "Y"), format!("Copy(\"{quote}\")"));
    play.keys("v G");
    assert!(outside(&mut play, "y").contains("qorvex and zembla. Others saw nothing.\\n\\nThey went on"));
}

#[test]
fn what_is_copied_is_safe_and_not_too_long() {
    let long = format!("Title: Long\n\nbad \u{1b}]52;c;AAAA\u{7} words {}", "word ".repeat(30_000));
    let mut play = Play::article(&library(&[("a.txt", &long)]), "long", "suggestions = false");
    play.keys("g g v G");
    let copied = outside(&mut play, "y");
    assert!(!copied.contains("\\u{1b}") && !copied.contains("\\u{7}"), "{}", &copied[..80]);
    assert!(copied.len() < 21_000 && copied.len() > 20_000, "{}", copied.len());
    assert!(play.status().starts_with("Copied only the first 20000 of 15"), "{}", play.status());
    let mut empty = Play::article(&library(&[("e.txt", "Title: Empty\n\n")]), "empty", "");
    for key in ["y", "Y"] {
        assert_eq!(outside(&mut empty, key), "");
        assert_eq!(empty.status(), "There are no words here to copy.");
    }
}

#[test]
fn pending_keys_are_listed_away_from_the_cursor() {
    let many: String = (0..60).map(|at| format!("They like word{at}.\n\n")).collect();
    let folder = library(&[("a.txt", &format!("Title: Alpha\n\n{many}"))]);
    let mut play = Play::article(&folder, "alpha", "suggestions = false");
    for (keys, at) in [("g g", "top"), ("G", "bottom")] {
        play.keys(keys).keys("g");
        let screen = play.screen();
        let cursor = play.runtime.state.reader.as_ref().unwrap().cursor.span;
        let row = screen.lines().position(|line| line.contains(" …")).unwrap();
        assert_eq!(row < 20, at == "bottom", "{at}: {screen}");
        assert!(screen.contains("Go to the start.") && screen.contains("There is no unfinished note"), "{screen}");
        play.keys("Esc");
        assert!(!play.screen().contains(" …"), "{}", play.screen());
        assert_eq!(play.runtime.state.reader.as_ref().unwrap().cursor.span, cursor);
    }
}

#[test]
fn the_palette_finds_entities_and_goes_to_them() {
    let folder = two();
    let mut play = Play::open(&folder, 100, 30, "suggestions = false\nadvance = false");
    play.keys("/").write("beta").keys("Enter Enter /").write("zembla").keys("Enter Esc 3 q Esc g g Enter /");
    play.write("zembla").keys("Enter Esc 3 g g /").write("qorvex").keys("Enter Esc 2 g g :").write("zemb");
    assert!(play.screen().contains("LOC       zembla"), "{}", play.screen());
    assert!(play.screen().contains("2 mentions"), "{}", play.screen());
    play.keys("Enter");
    assert_eq!(play.runtime.state.scope(), newsgloss::app::Scope::Entity, "{}", play.screen());
    assert!(play.screen().contains("They like zembla."), "its page has the sentences: {}", play.screen());
    play.keys("Enter");
    assert_eq!(play.selected(), "zembla");
    play.keys("q :").write("no such thing");
    assert!(play.screen().contains("Nothing matches."), "{}", play.screen());
    play.keys("Enter");
    assert_eq!(play.runtime.state.scope(), newsgloss::app::Scope::Library);
}

#[test]
fn the_palette_has_merged_entities_under_their_one_name() {
    let folder = two();
    let mut play = Play::open(&folder, 100, 30, "suggestions = false\nadvance = false");
    play.keys("/").write("alpha").keys("Enter Enter /").write("zembla").keys("Enter Esc 3 /").write("qorvex");
    play.keys("Enter Esc 3 q e g m j m Enter q");
    let mut again = Play::open(&folder, 100, 30, "");
    again.keys(":").write("zembla");
    let zembla = again.screen().contains("LOC       zembla");
    again.keys("Ctrl+u").write("qorvex");
    assert_ne!(again.screen().contains("LOC       qorvex"), zembla, "one of the two is an alias: {}", again.screen());
    again.keys("Ctrl+u").write(if zembla { "zembla" } else { "qorvex" }).keys("Enter");
    assert!(again.screen().contains("They like"), "{}", again.screen());
}
