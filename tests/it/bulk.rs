//! Acts over many articles: selected, looked at, done, undone and redone, and half done when the program was killed.

use crate::play::{Play, library};
use newsgloss::app::{Event, parse_keys};
use newsgloss::store::{Library, Snapshot};
use std::sync::Arc;
use tempfile::TempDir;

/// Some dozens of articles, all of which name Qorvex, every fourth one also Zembla.
fn articles() -> Arc<TempDir> {
    let texts: Vec<(String, String)> = (0..40)
        .map(|at| {
            let more = if at % 4 == 0 { " Zembla agreed." } else { "" };
            (
                format!("a{at:02}.txt"),
                format!("Title: Article {at:02}\n\nThey saw Qorvex today, and Qorvex left.{more}"),
            )
        })
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    library(&texts)
}

fn open(folder: &Arc<TempDir>) -> Play {
    Play::open(folder, 120, 40, "suggestions = false")
}

/// How many mentions, and how many articles with the tag, the journals on the disk hold.
fn standing(play: &mut Play, tag: &str) -> (usize, usize) {
    play.keys("Ctrl+s");
    let library = Library::new(play.folder.path(), "tester");
    let rows = library.scan_quietly(&Snapshot::default()).snapshot.marked;
    let tagged = rows.iter().filter(|row| row.counts.tags.iter().any(|label| label == tag)).count();
    (rows.iter().map(|row| row.counts.mentions).sum(), tagged)
}

#[test]
fn a_name_is_marked_everywhere_with_a_preview_and_one_undo() {
    let folder = articles();
    let mut play = open(&folder);
    play.keys("B");
    assert!(play.screen().contains("In 40 listed articles"), "{}", play.screen());
    play.keys("2").write("Qorvex").keys("Enter");
    let screen = play.screen();
    for words in ["Mark “Qorvex” as ORG: 80 acts in 40 articles", "[x]     2  Article", "They saw Qorvex today"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert_eq!(standing(&mut play, "x").0, 0, "nothing is written before Enter");
    play.keys("Space Space Enter");
    assert!(
        play.status().starts_with("Mark “Qorvex” as ORG: 76 acts in 38 articles; u takes all"),
        "{}",
        play.status()
    );
    assert_eq!(standing(&mut play, "x").0, 76);
    play.keys("u");
    assert!(play.status().starts_with("Undone in 38 articles"), "{}", play.status());
    assert_eq!(standing(&mut play, "x").0, 0);
    play.keys("U");
    assert_eq!(standing(&mut play, "x").0, 76);
    // After a restart, and from inside of one of the articles, it is still one undo.
    let mut play = play.restart();
    play.keys("G Enter u");
    assert!(play.status().starts_with("Undone in 38 articles"), "{}", play.status());
    assert_eq!(standing(&mut play, "x").0, 0);
}

#[test]
fn selected_articles_are_tagged_and_names_taken_away() {
    let folder = articles();
    let mut play = open(&folder);
    play.keys("/").write("article 0").keys("Enter v v j v");
    assert!(play.screen().contains("3 selected"), "{}", play.screen());
    play.keys("B t").write("hot").keys("Enter");
    assert!(play.screen().contains("Put the tag hot on: 3 acts in 3 articles"), "{}", play.screen());
    play.keys("Enter");
    assert_eq!(standing(&mut play, "hot"), (0, 3));
    play.keys("Esc B 3").write("Zembla").keys("Enter Enter B 2").write("Qorvex").keys("Enter Enter");
    assert_eq!(standing(&mut play, "hot"), (90, 3));
    for (typed, left) in [("zembla", 80), ("ORG", 0)] {
        play.keys("B x").write(typed).keys("Enter Enter");
        assert_eq!(standing(&mut play, "hot"), (left, 3), "{typed}: {}", play.status());
    }
    play.keys("u u");
    assert_eq!(standing(&mut play, "hot"), (90, 3), "one undo for each: {}", play.status());
    play.keys("B T").write("hot").keys("Enter Enter");
    assert_eq!(standing(&mut play, "hot"), (90, 0));
    play.keys("V");
    assert!(play.status().starts_with("40 articles are selected"), "{}", play.status());
    play.keys("V B t").write("  ").keys("Enter");
    assert!(play.status().contains("Nothing was typed"), "{}", play.status());
    play.keys("B T").write("cold").keys("Enter Enter");
    assert!(play.status().contains("There is nothing to do"), "{}", play.status());
}

#[test]
fn what_is_proposed_is_accepted_in_all_listed_articles() {
    let folder = library(&[
        ("a.txt", "Title: Alpha\n\nGermany criticised Russia on Monday."),
        ("b.txt", "Title: Beta\n\nRussia praised Germany."),
    ]);
    let mut play = Play::open(&folder, 100, 30, "accept_score = 0.5");
    play.keys("B a");
    assert!(play.screen().contains("Accept what is proposed with 50 % or more"), "{}", play.screen());
    play.keys("Enter");
    let accepted = standing(&mut play, "x").0;
    assert!(accepted >= 4, "{accepted}: {}", play.status());
    play.keys("Enter");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert!(reader.annotations.stances.iter().all(|stance| stance.target.mention.is_some()));
    play.keys("q u");
    assert_eq!(standing(&mut play, "x").0, 0);
}

#[test]
fn a_bulk_act_that_was_killed_half_way_is_still_one_undo() {
    let folder = articles();
    let mut play = open(&folder);
    play.keys("B t").write("hot").keys("Enter Enter");
    assert_eq!(standing(&mut play, "hot"), (0, 40));
    drop(play);
    // As a kill leaves it: of the last journals nothing is on the disk, and one block is torn.
    for at in 20..40 {
        std::fs::remove_file(folder.path().join(format!("annotations/tester/a{at:02}.txt.toml"))).unwrap();
    }
    let torn = folder.path().join("annotations/tester/a19.txt.toml");
    let block = std::fs::read(&torn).unwrap();
    std::fs::write(&torn, &block[..block.len() / 2]).unwrap();
    let mut play = open(&folder);
    assert_eq!(standing(&mut play, "hot"), (0, 19));
    play.keys("u");
    assert!(play.status().starts_with("Undone in 19 articles"), "{}", play.status());
    assert_eq!(standing(&mut play, "hot"), (0, 0));
}

#[test]
fn looking_and_doing_can_be_stopped() {
    let folder = articles();
    let mut play = open(&folder);
    play.keys("B t").write("hot");
    for key in ["Enter", "Esc"] {
        play.runtime.handle(Event::Key(parse_keys(key).unwrap()[0]));
    }
    play.settle();
    assert!(play.status().contains("of 40 articles; Enter does what was found"), "{}", play.status());
    play.keys("Esc");
    assert_eq!(standing(&mut play, "hot"), (0, 0), "a closed preview changes nothing");
    play.keys("B t").write("hot").keys("Enter");
    for key in ["Enter", "Esc"] {
        play.runtime.handle(Event::Key(parse_keys(key).unwrap()[0]));
    }
    play.settle();
    assert!(play.status().contains("stopped before"), "{}", play.status());
    let (_, tagged) = standing(&mut play, "hot");
    assert!(tagged < 40, "{tagged}");
}

#[test]
fn menu_and_preview_are_drawn_at_every_size() {
    let folder = articles();
    for (columns, rows) in [(1, 1), (2, 3), (20, 5), (60, 20), (80, 24), (300, 80)] {
        let mut play = Play::open(&folder, columns, rows, "suggestions = false");
        play.keys("v B 2").write("Qorvex").keys("Enter G j k PageDown g Space Esc B Esc");
        assert!(play.runtime.state.bulk.is_none() && play.runtime.state.overlays.is_empty());
    }
}
