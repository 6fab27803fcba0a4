//! Changes of the library as a whole: what the disk refuses waits, what others changed is refused, and one undo reaches
//! articles, entities and codebook together.

use crate::play::{Play, library};
use newsgloss::app::{Event, parse_keys};
use newsgloss::formats::config::{Config, parse};
use newsgloss::model::ArticleId;
use newsgloss::store::Library;
use std::sync::Arc;
use tempfile::TempDir;

fn articles() -> Arc<TempDir> {
    library(&[
        ("a.txt", "Title: Alpha\n\nQorvex left. Zembla stayed."),
        ("b.txt", "Title: Beta\n\nQorvex stayed."),
        ("c.txt", "Title: Gamma\n\nThe Qorvexians came."),
    ])
}

fn open(folder: &Arc<TempDir>) -> Play {
    Play::open(folder, 120, 40, "suggestions = false\nadvance = false")
}

/// Marks Qorvex as an organisation in two articles.
fn marked(folder: &Arc<TempDir>) -> Play {
    let mut play = open(folder);
    play.keys("B 2").write("Qorvex").keys("Enter Enter Ctrl+s");
    play
}

fn registry(play: &Play) -> String {
    std::fs::read_to_string(play.folder.path().join("entities.toml")).unwrap_or_default()
}

/// The types of the mentions on the disk, in the order of the articles.
fn kinds(play: &mut Play) -> Vec<String> {
    play.keys("Ctrl+s");
    let library = Library::new(play.folder.path(), "tester");
    let kinds = ["a.txt", "b.txt", "c.txt"].map(|id| {
        let loaded = library.load(&ArticleId::new(id)).unwrap();
        let (body, hash) = (&loaded.article.body, &loaded.article.hash);
        newsgloss::model::Annotations::fold(&loaded.journals, body, hash).mentions
    });
    kinds.into_iter().flatten().map(|mention| mention.kind).collect()
}

/// Whether the library's configuration on the disk has a type.
fn has_type(play: &mut Play, key: &str) -> bool {
    play.keys("Ctrl+s");
    let text = std::fs::read_to_string(play.folder.path().join("config.toml")).unwrap_or_default();
    parse(&Config::default(), &text).0.codebook.kind(key).is_some()
}

#[test]
fn a_change_of_entities_that_the_disk_refuses_waits_and_is_written_once() {
    let folder = articles();
    let mut play = marked(&folder);
    let path = folder.path().join("entities.toml");
    std::fs::write(&path, "[[entity]\n").unwrap();
    play.keys("e d").write("a band").keys("Enter");
    assert!(play.status().starts_with("NOT SAVED: cannot change"), "{}", play.status());
    assert!(play.screen().contains("a band"), "it stands in memory meanwhile: {}", play.screen());
    play.keys("Esc q");
    assert!(play.status().starts_with("1 change is NOT on the disk"), "{}", play.status());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "[[entity]\n", "what cannot be read is left alone");
    std::fs::write(&path, "# ours\n").unwrap();
    play.keys("Ctrl+s");
    assert!(registry(&play).starts_with("# ours") && registry(&play).contains("a band"), "{}", registry(&play));
    let journal = std::fs::read_to_string(folder.path().join("annotations/tester/entities.toml")).unwrap();
    assert_eq!(journal.matches("a band").count(), 1, "{journal}");
    play.keys("e u");
    assert!(!registry(&play).contains("a band"), "{}", registry(&play));
}

#[test]
fn an_export_waits_for_changes_of_entities_and_codebook_too() {
    let folder = articles();
    let mut play = marked(&folder);
    for (name, change) in [("one.csv", "e d"), ("two.csv", "C t")] {
        let out = folder.path().join(name);
        play.keys(change).write("words");
        // Nothing is told of the disk until all these keys are pressed.
        let keys = format!("Enter Esc E Ctrl+u {} Enter", out.display().to_string().replace("", " "));
        for key in parse_keys(&keys).unwrap() {
            play.runtime.handle(Event::Key(key));
        }
        assert_eq!(play.status(), "Exporting ...");
        play.settle();
        assert!(out.exists(), "{name}: {}", play.status());
    }
}

#[test]
fn what_still_waits_at_the_end_is_kept_elsewhere_and_named() {
    let folder = articles();
    let mut play = marked(&folder);
    std::fs::write(folder.path().join("entities.toml"), "[[entity]\n").unwrap();
    std::fs::write(folder.path().join("config.toml"), "tags = 3\n").unwrap();
    play.keys("e d").write("a band").keys("Enter Esc C t").write("hot").keys("Enter");
    let said = play.runtime.finish().unwrap();
    assert!(said.starts_with("1 acts and 1 changes of the codebook could not be saved"), "{said}");
    let file = said.split("kept in ").nth(1).unwrap().trim_end_matches('.');
    let kept = std::fs::read_to_string(file).unwrap();
    std::fs::remove_file(file).unwrap();
    assert!(kept.contains("a band") && kept.contains("# config.toml: label = \"hot\""), "{kept}");
}

#[test]
fn a_codebook_that_is_read_meanwhile_takes_nothing_back_that_waits() {
    let folder = articles();
    let mut play = open(&folder);
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "tags = 3\n").unwrap();
    play.keys("C t").write("hot").keys("Enter");
    let there = |play: &Play| play.runtime.state.config.codebook.tags.iter().any(|tag| tag.label == "hot");
    play.runtime.handle(Event::ConfigRead("[[tags]]\nlabel = \"hot\"\nremove = true\n".to_owned()));
    assert!(there(&play), "what is on its way is newer than what was read");
    std::fs::write(&path, "[[tags]]\nlabel = \"theirs\"\n").unwrap();
    play.keys("Ctrl+s");
    assert!(there(&play));
    assert!(play.runtime.state.config.codebook.tags.iter().any(|tag| tag.label == "theirs"), "and read again after it");
}

#[test]
fn examples_of_two_windows_are_both_kept() {
    let folder = articles();
    let (mut one, mut other) = (open(&folder), open(&folder));
    one.keys("C +").write("Xi Jinping").keys("Enter Ctrl+s");
    other.keys("C +").write("Li Qiang").keys("Enter Ctrl+s");
    let file = std::fs::read_to_string(folder.path().join("config.toml")).unwrap();
    assert!(file.contains("examples = [\"Xi Jinping\", \"Li Qiang\"]"), "{file}");
    one.keys("u Ctrl+s");
    let file = std::fs::read_to_string(folder.path().join("config.toml")).unwrap();
    assert!(file.contains("\"Li Qiang\"]") && !file.contains("Xi Jinping"), "{file}");
}

#[test]
fn renaming_a_type_renames_it_in_the_registry_and_one_undo_takes_all_back_after_a_restart() {
    let folder = articles();
    let mut play = marked(&folder);
    play.keys("e d").write("a band").keys("Enter Esc");
    assert!(registry(&play).contains("type = \"ORG\""), "{}", registry(&play));
    play.keys("C j r Ctrl+u").write("GROUP").keys("Enter Enter");
    assert_eq!(kinds(&mut play), ["GROUP", "GROUP"]);
    assert!(registry(&play).contains("type = \"GROUP\""), "{}", registry(&play));
    assert!(has_type(&mut play, "GROUP") && !has_type(&mut play, "ORG"));
    let text = std::fs::read_to_string(folder.path().join("config.toml")).unwrap();
    let restarted = Config { ..parse(&Config::default(), &text).0 };
    let mut play = play.restart();
    play.runtime.handle(Event::ConfigRead(text));
    assert_eq!(play.runtime.state.config.codebook, restarted.codebook);
    // From inside an article, after other acts there and elsewhere.
    play.keys("/").write("gamma").keys("Enter Enter t Enter Esc q Esc /").write("beta").keys("Enter Enter u");
    assert!(play.status().starts_with("Undone in 2 articles: Rename the type ORG to GROUP"), "{}", play.status());
    assert_eq!(kinds(&mut play), ["ORG", "ORG"]);
    assert!(registry(&play).contains("type = \"ORG\""), "{}", registry(&play));
    assert!(has_type(&mut play, "ORG") && !has_type(&mut play, "GROUP"));
    let mut play = play.restart();
    let text = std::fs::read_to_string(folder.path().join("config.toml")).unwrap();
    play.runtime.handle(Event::ConfigRead(text));
    play.keys("q U");
    assert!(play.status().starts_with("Redone in 2 articles: Rename the type"), "{}", play.status());
    assert_eq!(kinds(&mut play), ["GROUP", "GROUP"]);
    assert!(has_type(&mut play, "GROUP") && !has_type(&mut play, "ORG"));
    // And from the codebook.
    play.keys("C x u");
    assert!(has_type(&mut play, "GROUP"));
}

#[test]
fn undo_in_the_codebook_takes_a_renaming_back_in_the_articles_too() {
    let folder = articles();
    let mut play = marked(&folder);
    play.keys("C j r Ctrl+u").write("GROUP").keys("Enter Enter u");
    assert_eq!(kinds(&mut play), ["ORG", "ORG"], "{}", play.status());
    assert!(has_type(&mut play, "ORG") && !has_type(&mut play, "GROUP"));
    play.keys("u");
    assert!(play.status().contains("was not changed"), "{}", play.status());
}

#[test]
fn a_renaming_is_neither_stopped_half_way_nor_done_in_part() {
    let folder = articles();
    let mut play = marked(&folder);
    play.keys("C j r Ctrl+u").write("GROUP").keys("Enter Space");
    assert!(play.status().starts_with("A renaming is for all articles"), "{}", play.status());
    for key in ["Enter", "Esc"] {
        play.runtime.handle(Event::Key(parse_keys(key).unwrap()[0]));
    }
    assert!(play.status().starts_with("A renaming is for all articles"), "{}", play.status());
    play.settle();
    assert_eq!(kinds(&mut play), ["GROUP", "GROUP"]);
    assert!(has_type(&mut play, "GROUP"));
}

#[test]
fn a_renaming_that_others_changes_stand_against_is_taken_back_everywhere() {
    let folder = articles();
    let mut play = marked(&folder);
    play.keys("e d").write("a band").keys("Enter Esc Ctrl+s");
    // Another window changes the row, and this one has not seen it yet.
    let path = folder.path().join("entities.toml");
    std::fs::write(&path, registry(&play).replace("a band", "a choir")).unwrap();
    play.keys("C j r Ctrl+u").write("GROUP").keys("Enter Enter");
    assert!(play.status().starts_with("NOT CHANGED: “Qorvex” was changed"), "{}", play.status());
    assert_eq!(kinds(&mut play), ["ORG", "ORG"]);
    assert!(has_type(&mut play, "ORG") && !has_type(&mut play, "GROUP"));
    assert!(registry(&play).contains("a choir") && registry(&play).contains("type = \"ORG\""), "{}", registry(&play));
}

#[test]
fn an_older_act_over_many_articles_is_undone_in_all_of_them_from_inside_of_one() {
    let folder = articles();
    let mut play = marked(&folder);
    play.keys("B t").write("hot").keys("Enter Enter");
    // In one article something came after it: there the tag is undone first, and the marks are the older act.
    play.keys("/").write("beta").keys("Enter Enter u");
    assert!(play.status().starts_with("Undone in 3 articles: Put the tag hot on"), "{}", play.status());
    play.keys("u");
    assert!(play.status().starts_with("Undone in 2 articles: Mark “Qorvex” as ORG"), "{}", play.status());
    assert_eq!(kinds(&mut play), Vec::<String>::new());
    play.keys("U U");
    assert!(play.status().starts_with("Redone in 3 articles"), "{}", play.status());
    assert_eq!(kinds(&mut play), ["ORG", "ORG"]);
}

#[test]
fn bulk_acts_know_the_registry() {
    let folder = articles();
    let mut play = marked(&folder);
    play.keys("e a").write("Qorvexians").keys("Enter r").write("!").keys("Enter Esc");
    // A registered name has one type, whatever digit was pressed.
    play.keys("B 1").write("Qorvexians").keys("Enter");
    assert!(play.screen().contains("Mark “Qorvexians” as ORG: 1 act in 1 article"), "{}", play.screen());
    play.keys("Enter");
    assert_eq!(kinds(&mut play), ["ORG", "ORG", "ORG"]);
    // It is found by its canonical name and by each alias.
    for name in ["Qorvex!", "qorvex", "Qorvexians"] {
        play.keys("B x").write(name).keys("Enter");
        assert!(play.screen().contains("3 acts in 3 articles"), "{name}: {}", play.screen());
        play.keys("Esc");
    }
    // And by the type that it is registered with.
    play.keys("e g 3 Esc B x").write("LOC").keys("Enter");
    assert!(play.screen().contains("3 acts in 3 articles"), "{}", play.screen());
    play.keys("Enter");
    assert_eq!(kinds(&mut play), Vec::<String>::new());
}

/// Puts the cursor of the codebook on an entry.
fn go_to_code(play: &mut Play, key: &str) {
    play.keys("g");
    let at = play.runtime.state.codebook_entries().iter().position(|entry| entry.key == key).unwrap();
    for _ in 0..at {
        play.keys("j");
    }
}

#[test]
fn a_renamed_type_keeps_its_suggestions_under_its_new_key() {
    let folder = library(&[("a.txt", "Title: Alpha\n\nGermany criticised Russia on Monday.")]);
    let mut play = Play::open(&folder, 100, 30, "");
    play.keys("Enter");
    let kinds = |play: &Play| -> Vec<String> {
        play.runtime.state.reader.as_ref().unwrap().suggestions.mentions.iter().map(|it| it.kind.clone()).collect()
    };
    let before = kinds(&play);
    assert!(before.iter().any(|kind| kind == "LOC"), "{before:?}");
    play.keys("q C j j r Ctrl+u").write("PLACE").keys("Enter Enter Esc Esc Enter");
    let after: Vec<String> = before.iter().map(|kind| kind.replace("LOC", "PLACE")).collect();
    assert_eq!(kinds(&play), after);
    // Also in the open article, also when it is renamed once more, and back.
    play.keys("C");
    go_to_code(&mut play, "PLACE");
    play.keys("r Ctrl+u").write("SPOT").keys("Enter Enter");
    assert_eq!(kinds(&play), before.iter().map(|kind| kind.replace("LOC", "SPOT")).collect::<Vec<_>>());
    play.keys("u u");
    assert_eq!(kinds(&play), before);
}

#[test]
fn a_colour_of_a_stance_changes_at_once() {
    let folder = articles();
    let mut play = marked(&folder);
    play.keys("Enter g g + g g");
    let colour = |play: &Play| {
        let buffer = play.runtime.backend().buffer();
        buffer.content().iter().find(|cell| cell.symbol() == "▲").map(|cell| cell.fg).unwrap()
    };
    let before = colour(&play);
    play.keys("q C");
    go_to_code(&mut play, "support");
    play.keys("h Esc Enter");
    assert_ne!(colour(&play), before, "{}", play.screen());
}
