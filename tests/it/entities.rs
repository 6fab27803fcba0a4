//! The entities of a library: keys in, screen, registry and journals out.

use crate::play::{Play, library};
use std::sync::Arc;
use tempfile::TempDir;

/// Names that nothing but the test marks.
fn articles() -> Arc<TempDir> {
    library(&[
        ("a.txt", "Title: Alpha\nDate: 2024-01-05\n\nFirst qorvex came. Then old qorvex met zembla. They like zembla."),
        ("b.txt", "Title: Beta\nDate: 2024-03-09\n\nWe saw zembla. It was kept from qorvexia for long."),
        ("c.txt", "Title: Gamma\nDate: 2023-11-30\n\nNobody is here but qorvexia, said qorvexia."),
    ])
}

fn read(play: &mut Play, title: &str) {
    play.keys("/").write(title).keys("Enter Enter");
}

/// Marks a word with a digit, wherever it stands.
fn mark(play: &mut Play, word: &str, digit: &str) {
    play.keys("/").write(word).keys("Enter Esc").keys(digit);
}

/// Marks qorvex and zembla in Alpha and Beta, qorvexia in Beta and Gamma, and stands in the list.
fn marked(folder: &Arc<TempDir>, columns: u16, rows: u16) -> Play {
    let mut play = Play::open(folder, columns, rows, "advance = false\nsuggestions = false");
    read(&mut play, "alpha");
    mark(&mut play, "qorvex", "1");
    mark(&mut play, "zembla", "3");
    play.keys("-").keys("q Esc");
    read(&mut play, "beta");
    mark(&mut play, "zembla", "3");
    mark(&mut play, "qorvexia", "1");
    play.keys("q Esc");
    read(&mut play, "gamma");
    mark(&mut play, "qorvexia", "2");
    play.keys("q Esc");
    play
}

fn registry(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join("entities.toml")).unwrap_or_default()
}

/// The rows of the list: name, type, mentions, articles.
fn rows(play: &Play) -> Vec<String> {
    let list = &play.runtime.state.entities.list;
    let say = |at: &usize| {
        let entity = &list.all[*at];
        format!("{} {} {} {}", entity.name, entity.kind, entity.mentions, entity.seen.len())
    };
    list.shown.iter().map(say).collect()
}

#[test]
fn everyone_is_listed_with_counts_dates_and_stances() {
    let folder = articles();
    let mut play = marked(&folder, 120, 40);
    play.keys("e");
    assert_eq!(rows(&play), ["qorvexia ORG 3 2", "zembla LOC 3 2", "qorvex PER 2 1"]);
    let screen = play.screen();
    for words in ["Entities  3 by mentions", " 3      2 2023-11-30 2024-03-09 ", "merge", "1 of 3"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    play.keys("j");
    assert!(play.screen().contains("toward it: qorvex ▼1"), "{}", play.screen());
    play.keys("s s");
    assert_eq!(rows(&play)[0], "qorvex PER 2 1", "by name");
    play.keys("/").write("zem");
    assert_eq!(rows(&play), ["zembla LOC 3 2"]);
    play.keys("Enter Esc");
    assert_eq!(rows(&play).len(), 3);
    play.keys("Esc");
    assert!(play.runtime.state.overlays.is_empty());
}

#[test]
fn a_merge_is_previewed_done_for_all_articles_and_one_undo() {
    let folder = articles();
    let mut play = marked(&folder, 120, 40);
    play.keys("e G m k k m");
    let asked = "“qorvex” (2 mentions in 1 article) becomes an alias of “qorvexia” (3 mentions in 2 articles). Enter merges them";
    assert!(play.status().starts_with(asked), "{}", play.status());
    assert!(registry(&folder).is_empty(), "nothing is done before Enter");
    play.keys("Esc");
    assert_eq!(play.status(), "Nothing is merged.");
    play.keys("m t");
    assert!(play.status().starts_with("“qorvexia”"), "{}", play.status());
    play.keys("Enter");
    assert_eq!(rows(&play), ["qorvex PER 5 3", "zembla LOC 3 2"]);
    assert_eq!(registry(&folder), "[[entity]]\nname = \"qorvex\"\ntype = \"PER\"\naliases = [\"qorvexia\"]\n");
    let journal = std::fs::read_to_string(folder.path().join("annotations/tester/b.txt.toml")).unwrap();
    assert!(journal.contains("entity = \"qorvexia\""), "the journals keep their names");
    // The article shows the canonical name, also after a restart, and the undo reaches over it.
    play.keys("Esc Esc");
    read(&mut play, "gamma");
    play.keys("/").write("qorvexia").keys("Enter Esc 3");
    assert!(play.status().starts_with("“qorvex” is a person in all articles"), "{}", play.status());
    assert!(play.screen().contains("qorvex"), "{}", play.screen());
    let named = |play: &Play| play.runtime.state.reader.as_ref().unwrap().annotations.mentions[0].entity.clone();
    assert_eq!(named(&play), "qorvex");
    let mut play = play.restart();
    assert_eq!(named(&play), "qorvex");
    play.keys("g e u");
    assert_eq!(play.status(), "Undone: a new entity to “qorvex”.");
    assert!(!registry(&folder).contains("qorvex"), "{}", registry(&folder));
    assert_eq!(named(&play), "qorvexia");
    assert_eq!(rows(&play).len(), 3);
    play.keys("U");
    assert_eq!(rows(&play).len(), 2);
    assert!(registry(&folder).contains("qorvexia"));
}

#[test]
fn an_undo_is_refused_when_the_rows_changed_meanwhile() {
    let folder = articles();
    let mut play = marked(&folder, 120, 40);
    play.keys("e G m g m Enter");
    let path = folder.path().join("entities.toml");
    let text = registry(&folder).replace("type = \"ORG\"", "type = \"ORG\"\ndescription = \"a group\"");
    std::fs::write(&path, &text).unwrap();
    play.runtime.handle(newsgloss::app::Event::RegistryChanged);
    play.settle();
    assert!(play.screen().contains("a group"), "{}", play.screen());
    play.keys("u");
    assert!(play.status().contains("“qorvexia” was changed in entities.toml meanwhile"), "{}", play.status());
    assert_eq!(registry(&folder), text);
    // The same where this window has not seen the change yet.
    let mut play = play.restart();
    play.keys("e");
    std::fs::write(&path, text.replace("a group", "a band")).unwrap();
    play.keys("d").write(" of many").keys("Enter");
    assert!(play.status().starts_with("NOT CHANGED:"), "{}", play.status());
    assert!(registry(&folder).contains("a band"));
    assert!(play.screen().contains("a band"), "{}", play.screen());
}

#[test]
fn an_entity_is_renamed_retyped_described_and_split() {
    let folder = articles();
    let mut play = marked(&folder, 120, 40);
    play.keys("e g 1 r").write("!").keys("Enter");
    assert_eq!(rows(&play)[0], "qorvexia! PER 3 2");
    play.keys("d").write("A place\tof old").keys("Enter L").write("Q42").keys("Enter a").write("qorvex").keys("Enter");
    assert_eq!(rows(&play), ["qorvexia! PER 5 3", "zembla LOC 3 2"]);
    let screen = play.screen();
    for words in ["A place", "also: qorvexia (3), qorvex (2)", "Q42"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    play.keys("Enter x").write("qorvex").keys("Down Up");
    assert!(play.screen().contains("Split"), "{}", play.screen());
    play.keys("Enter");
    assert!(play.status().contains("is an entity of its own again"), "{}", play.status());
    play.keys("q");
    assert_eq!(rows(&play).len(), 3);
    play.keys("u u u u u u");
    assert!(!registry(&folder).contains("name"), "{}", registry(&folder));
    play.keys("u");
    assert_eq!(play.status(), "There is no change of entities to undo.");
    play.keys("r").keys("Ctrl+u").write("zembla").keys("Enter");
    assert!(
        play.status().contains("merge the two instead") || play.status().contains("is “zembla”"),
        "{}",
        play.status()
    );
}

#[test]
fn the_page_shows_every_mention_and_jumps_there_and_back() {
    let folder = articles();
    let mut play = marked(&folder, 100, 30);
    play.keys("e /").write("zembla").keys("Enter Enter");
    let screen = play.screen();
    let order = [
        "2024-03-09 Beta",
        "We saw zembla.",
        "2024-01-05 Alpha",
        "▼ qorvex → zembla: Then old",
        "Then old qorvex met zembla.",
        "They like zembla.",
    ];
    let mut from = 0;
    for words in order {
        let at = screen[from..].find(words).unwrap_or_else(|| panic!("{words}: {screen}"));
        from += at + words.len();
    }
    assert!(screen.contains("▼ qorvex → zembla"), "{screen}");
    play.keys("j j Enter");
    let state = &play.runtime.state;
    assert_eq!(state.reader.as_ref().unwrap().article.id.as_str(), "a.txt");
    assert!(state.overlays.is_empty());
    play.keys("j");
    play.keys("Ctrl+o");
    assert_eq!(play.runtime.state.entities.page.as_ref().unwrap().cursor, 2);
    assert!(play.screen().contains("They like zembla."));
    play.keys("Alt+Right");
    assert!(play.runtime.state.overlays.is_empty());
    assert_eq!(play.runtime.state.reader.as_ref().unwrap().article.id.as_str(), "a.txt");
    play.keys("Alt+Left q");
    assert_eq!(rows(&play), ["zembla LOC 3 2"], "the list lies below the page again");
    play.keys("Enter g Enter");
    assert_eq!(play.selected(), "zembla");
    assert_eq!(play.runtime.state.reader.as_ref().unwrap().article.id.as_str(), "b.txt");
}

#[test]
fn chosen_mentions_are_linked_elsewhere_as_one_undo() {
    let folder = articles();
    let mut play = marked(&folder, 100, 30);
    play.keys("e Enter");
    assert_eq!(play.runtime.state.entities.page.as_ref().unwrap().name, "qorvexia");
    play.keys("c j c I").write("The Other").keys("Enter");
    assert!(play.status().starts_with("2 mentions in 2 articles are linked to “The Other”"), "{}", play.status());
    play.keys("q");
    assert_eq!(rows(&play).len(), 4, "{:?}", rows(&play));
    let mut play = play.restart();
    play.keys("e u");
    assert_eq!(play.status(), "Undone: mentions in 2 articles.");
    assert_eq!(rows(&play)[0], "qorvexia ORG 3 2");
    play.keys("U");
    assert!(rows(&play).iter().any(|row| row.starts_with("The Other ")), "{:?}", rows(&play));
    play.keys("u");
    assert_eq!(rows(&play).len(), 3);
}

#[test]
fn a_mention_is_linked_by_the_picker() {
    let folder = articles();
    let mut play = marked(&folder, 120, 40);
    read(&mut play, "alpha");
    play.keys("/").write("qorvex").keys("Enter Esc I");
    assert!(play.screen().contains("Link to"), "{}", play.screen());
    play.write("qovxia").keys("Enter");
    assert!(play.status().starts_with("2 mentions linked to “qorvexia”"), "{}", play.status());
    let names = |play: &Play| -> Vec<String> {
        play.runtime.state.reader.as_ref().unwrap().annotations.mentions.iter().map(|it| it.entity.clone()).collect()
    };
    assert_eq!(names(&play), ["qorvexia", "qorvexia", "zembla", "zembla"]);
    play.keys("u ! I").write("Somebody New").keys("Enter");
    assert_eq!(names(&play).iter().filter(|name| *name == "Somebody New").count(), 1);
    play.keys("f Esc Esc");
    play.keys("g p");
    assert!(play.screen().contains("Somebody New") || play.status().contains("cursor on a mention"));
}

#[test]
fn the_screens_say_what_to_do_and_are_drawn_at_every_size() {
    let empty = library(&[("a.txt", "Title: Alpha\n\nNothing.")]);
    let mut play = Play::open(&empty, 80, 24, "");
    play.keys("e");
    assert!(play.screen().contains("Nobody is marked in this library yet."), "{}", play.screen());
    for key in ["Enter", "m", "t", "1", "r", "a", "x", "d", "L", "u", "U", "s", "S", "G", "Space"] {
        play.keys(key);
    }
    play.keys("Esc");
    assert!(play.runtime.state.overlays.is_empty());
    let folder = articles();
    for (columns, rows) in [(1, 1), (2, 3), (20, 5), (60, 16), (80, 24), (300, 80)] {
        let mut play = marked(&folder, columns, rows);
        play.keys("e j m k m Esc Esc / x Esc Enter j c I x Esc Esc r Esc a Esc ? q : Esc h q");
        assert!(play.runtime.state.overlays.is_empty(), "{columns}x{rows}");
    }
}

fn newsgloss(folder: &TempDir, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsgloss"));
    let home = folder.path().join("home");
    let output = command
        .args(["--library", &folder.path().display().to_string()])
        .args(arguments)
        .env_clear()
        .env("USER", "tester")
        .env("HOME", home)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn known_actors_are_imported_listed_and_named_in_what_is_shown() {
    let folder = articles();
    drop(marked(&folder, 80, 24));
    let list = folder.path().join("actors.csv");
    std::fs::write(
        &list,
        "name,type,aliases,links\nQorvex the Elder,PER,qorvex;qorvexia,Q1\nZembla,,zembla,\n,PER,,\n",
    )
    .unwrap();
    let path = list.display().to_string();
    let (out, told, status) = newsgloss(&folder, &["entities", "import", &path]);
    assert_eq!((out.as_str(), status), ("", Some(1)), "{told}");
    assert!(told.contains("line 4: this line has no name") && told.contains("2 added, 0 completed"), "{told}");
    let (_, told, status) = newsgloss(&folder, &["entities", "import", &path]);
    assert!(told.contains("0 added, 0 completed, 2 without anything new") && status == Some(1), "{told}");
    let (out, _, status) = newsgloss(&folder, &["entities"]);
    assert_eq!(status, Some(0));
    let first: Vec<&str> = out.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(first, ["PER", "5", "3", "2023-11-30", "2024-03-09", "0", "0", "Qorvex", "the", "Elder"]);
    let (out, ..) = newsgloss(&folder, &["entities", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(all[0]["aliases"], serde_json::json!(["qorvex", "qorvexia"]));
    let (out, ..) = newsgloss(&folder, &["show", "c.txt", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&shown["mentions"][0]["entity"], &shown["mentions"][0]["type"]),
        (&"Qorvex the Elder".into(), &"PER".into())
    );
    let (out, ..) = newsgloss(&folder, &["export", "--format", "csv"]);
    assert!(out.contains("Qorvex the Elder") && out.contains("Zembla"), "{out}");
    std::fs::write(folder.path().join("entities.toml"), "[[entity]]\ntype = 1\n").unwrap();
    let (out, _, status) = newsgloss(&folder, &["check"]);
    assert!(out.contains("entities.toml: line 1, column 1: an entity needs a `name`") && status == Some(1), "{out}");
    // What an import brought is taken back by one key.
    std::fs::remove_file(folder.path().join("entities.toml")).unwrap();
    newsgloss(&folder, &["entities", "import", &path]);
    let mut play = Play::open(&folder, 100, 30, "");
    play.keys("e u");
    assert!(play.status().starts_with("Undone:"), "{}", play.status());
    assert!(!registry(&folder).contains("Elder"));
}

#[test]
fn an_entity_is_merged_from_its_page() {
    let folder = articles();
    let mut play = marked(&folder, 120, 40);
    play.keys("e G Enter m").write("qorvexia");
    assert!(play.screen().contains("Merge into"), "{}", play.screen());
    play.keys("Enter");
    assert!(play.status().starts_with("“qorvex” is an alias of “qorvexia” in all articles"), "{}", play.status());
    assert_eq!(play.runtime.state.entities.page.as_ref().unwrap().name, "qorvexia", "its page is shown now");
    assert!(registry(&folder).contains("aliases = [\"qorvex\"]"), "{}", registry(&folder));
    play.keys("u q");
    assert_eq!(rows(&play).len(), 3);
    // A new name is no entity to merge into.
    play.keys("Enter m").write("nobody of that name").keys("Enter");
    assert!(play.status().contains("Nothing matches"), "{}", play.status());
}

#[test]
fn dates_are_left_out_of_the_list_until_they_are_asked_for() {
    let folder = articles();
    let mut play = marked(&folder, 120, 40);
    play.keys("e g 6");
    assert_eq!(play.runtime.state.entities.registry.entities()[0].kind, "DATE", "{}", play.status());
    assert_eq!(rows(&play).len(), 2);
    assert!(play.screen().contains("Entities  2 by mentions, 1 date left out (D)"), "{}", play.screen());
    play.keys("D");
    assert_eq!(rows(&play).len(), 3);
    assert!(play.status().contains("Dates are listed too"), "{}", play.status());
    play.keys("D");
    assert_eq!(rows(&play).len(), 2);
}
