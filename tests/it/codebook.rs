//! The codebook in the program: definitions, digits, colours, examples, and renaming over many articles.

use crate::play::{Play, library};
use std::sync::Arc;
use tempfile::TempDir;

fn articles() -> Arc<TempDir> {
    library(&[
        ("a.txt", "Title: Alpha\n\nQorvex left. Zembla stayed."),
        ("b.txt", "Title: Beta\n\nQorvex stayed."),
        ("c.txt", "Title: Gamma\n\nNobody came."),
    ])
}

fn open(folder: &Arc<TempDir>) -> Play {
    Play::open(folder, 120, 40, "suggestions = false\nadvance = false")
}

fn config(play: &mut Play) -> String {
    play.keys("Ctrl+s");
    std::fs::read_to_string(play.folder.path().join("config.toml")).unwrap_or_default()
}

#[test]
fn a_change_is_shown_written_and_taken_back() {
    let folder = articles();
    std::fs::write(folder.path().join("config.toml"), "# ours\ntheme = \"light\" # by day\n").unwrap();
    let mut play = open(&folder);
    play.keys("C");
    for words in ["Codebook", "1 PER", "▲ support", "# important", "A person named by their own name"] {
        assert!(play.screen().contains(words), "{words}: {}", play.screen());
    }
    play.keys("Enter Ctrl+u").write("Only people.").keys("Enter + ").write("Xi Jinping").keys("Enter h 9");
    let screen = play.screen();
    assert!(
        screen.contains("Only people.") && screen.contains("Such as “Xi Jinping”") && screen.contains("9 PER"),
        "{screen}"
    );
    let file = config(&mut play);
    assert!(file.starts_with("# ours\ntheme = \"light\" # by day\n"), "{file}");
    for words in [
        "key = \"PER\"",
        "definition = \"Only people.\"",
        "examples = [\"Xi Jinping\"]",
        "digit = 9",
        "hue = \"orange\"",
    ] {
        assert!(file.contains(words), "{words}: {file}");
    }
    play.keys("u u u u u");
    assert!(play.status().contains("was not changed"), "{}", play.status());
    assert!(play.screen().contains("A person named by their own name"), "{}", play.screen());
    assert!(play.screen().contains("1 PER"), "{}", play.screen());
    let file = config(&mut play);
    assert!(file.contains("digit = 1") && !file.contains("Only people"), "{file}");
}

#[test]
fn types_and_tags_come_and_go() {
    let folder = articles();
    let mut play = open(&folder);
    play.keys("C n").write("BILL").keys("Enter");
    assert!(play.screen().contains("9 BILL"), "the first free digit: {}", play.screen());
    play.keys("n").write("no good key!").keys("Enter");
    assert!(play.status().contains("nothing is changed"), "{}", play.status());
    play.keys("t").write("hot").keys("Enter G x");
    assert!(play.status().starts_with("hot is out of the codebook"), "{}", play.status());
    assert!(!play.screen().contains("# hot"), "{}", play.screen());
    play.keys("u");
    assert!(play.screen().contains("# hot"), "{}", play.screen());
    play.keys("q Enter 9");
    assert_eq!(play.mentions()[0].0, "BILL", "the new type can be marked with at once");
    play.keys("C q");
    assert!(play.runtime.state.overlays.is_empty());
}

#[test]
fn renaming_a_type_takes_all_annotations_with_it_in_one_undo() {
    let folder = articles();
    let mut play = open(&folder);
    play.keys("B 2").write("Qorvex").keys("Enter Enter Ctrl+s");
    let other = folder.path().join("annotations/other");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::copy(folder.path().join("annotations/tester/a.txt.toml"), other.join("a.txt.toml")).unwrap();
    play.keys("R C j r Ctrl+u").write("GROUP").keys("Enter");
    let screen = play.screen();
    assert!(screen.contains("Rename the type ORG to GROUP: 2 acts in 2 articles; 1 of others"), "{screen}");
    play.keys("Enter");
    assert!(play.status().contains("1 annotation of others keeps the old label"), "{}", play.status());
    assert!(play.runtime.state.config.codebook.kind("GROUP").is_some_and(|kind| kind.digit == Some(2)));
    assert!(play.runtime.state.config.codebook.kind("ORG").is_none());
    play.keys("Esc Esc /").write("beta").keys("Enter Enter");
    assert_eq!(play.mentions(), [("GROUP".to_owned(), "Qorvex".to_owned())]);
    play.keys("u");
    assert!(play.status().starts_with("Undone in 2 articles"), "{}", play.status());
    assert_eq!(play.mentions(), [("ORG".to_owned(), "Qorvex".to_owned())]);
    assert!(play.runtime.state.config.codebook.kind("ORG").is_some(), "the codebook goes back with it");
    let file = config(&mut play);
    let (read, _) = newsgloss::formats::config::parse(&newsgloss::formats::config::Config::default(), &file);
    assert!(read.codebook.kind("GROUP").is_none() && read.codebook.kind("ORG").is_some(), "{file}");
}

#[test]
fn renaming_a_tag_keeps_it_on_its_articles() {
    let folder = articles();
    let mut play = open(&folder);
    play.keys("B t").write("duplicate").keys("Enter Enter C G r Ctrl+u").write("urgent").keys("Enter Enter");
    assert!(play.status().contains("3 acts in 3 articles"), "{}", play.status());
    play.keys("Ctrl+s Esc Esc");
    assert!(play.screen().matches("urgent").count() >= 3, "{}", play.screen());
    let journal = std::fs::read_to_string(folder.path().join("annotations/tester/c.txt.toml")).unwrap();
    assert!(journal.contains("kind = \"change\"") && journal.contains("label = \"urgent\""), "{journal}");
}

#[test]
fn what_a_person_writes_into_the_file_is_taken_and_bad_input_is_said() {
    let folder = articles();
    let mut play = open(&folder);
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "[[types]]\nkey = \"PER\"\nexamples = [\"Li Qiang\"]\n").unwrap();
    play.runtime.handle(newsgloss::app::Event::ConfigChanged);
    play.settle();
    play.keys("C");
    assert!(play.screen().contains("Such as “Li Qiang”"), "{}", play.screen());
    std::fs::write(&path, "types = 3\n").unwrap();
    play.keys("Enter").write("x").keys("Enter");
    play.settle();
    assert!(play.screen().contains("NOT SAVED: cannot change"), "{}", play.screen());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "types = 3\n");
    // It waits, and leaving says so; when the file is mended it is written.
    play.keys("Esc q");
    assert!(play.status().starts_with("1 change is NOT on the disk"), "{}", play.status());
    play.runtime.handle(newsgloss::app::Event::ConfigChanged);
    play.settle();
    std::fs::write(&path, "# mended\n").unwrap();
    play.keys("Ctrl+s");
    assert_eq!(play.status(), "Saved: 1 change is on the disk.");
    let file = std::fs::read_to_string(&path).unwrap();
    assert!(file.starts_with("# mended\n") && file.contains("Xi Jinping.x\""), "{file}");
}

#[test]
fn the_codebook_is_drawn_at_every_size() {
    let folder = articles();
    for (columns, rows) in [(1, 1), (2, 3), (20, 5), (60, 20), (80, 24), (300, 80)] {
        let mut play = Play::open(&folder, columns, rows, "suggestions = false");
        play.keys("C G g j k Enter").write("a").keys("Esc + Esc n Esc q");
        assert!(play.runtime.state.overlays.is_empty());
    }
}
