//! The queue of orphans, and articles whose files change under their annotations: keys in, screen and journals out.

use crate::play::{Play, library};
use newsgloss::app::Event;
use newsgloss::model::{Annotations, ArticleId};
use newsgloss::text::folded;
use std::fs;
use std::sync::Arc;
use tempfile::TempDir;

const OLD: &str = "Title: Talks\n\nThe ministers met in Lusaka on Monday. The president of Zambia opened the talks on grain \
    and left at noon. Péter’s envoy stayed until the evening. Nobody spoke of prices.";

/// A library in which Lusaka, Zambia and Péter are marked, and a note is on the last sentence.
fn marked() -> Arc<TempDir> {
    let folder = library(&[("a.txt", OLD), ("b.txt", "Title: Other\n\nNothing happened.")]);
    let mut play = Play::article(&folder, "talks", "suggestions = false\nadvance = false");
    for (word, digit) in [("Lusaka", "3"), ("Zambia", "3"), ("Péter", "1")] {
        play.keys("/").write(word).keys("Enter Esc").keys(digit);
    }
    play.keys("/").write("Nobody").keys("Enter Esc > m").write("Really?").keys("Ctrl+s Ctrl+s");
    folder
}

fn rewrite(folder: &TempDir, bytes: &[u8]) {
    fs::write(folder.path().join("articles/a.txt"), bytes).unwrap();
}

fn annotations(play: &Play) -> &Annotations {
    &play.runtime.state.reader.as_ref().unwrap().annotations
}

fn words(play: &Play) -> Vec<String> {
    play.mentions().into_iter().map(|(_, words)| folded(&words)).collect()
}

fn open(folder: &Arc<TempDir>) -> Play {
    Play::article(folder, "talks", "suggestions = false\nadvance = false")
}

#[test]
fn lost_annotations_are_told_shown_placed_and_taken_back() {
    let folder = marked();
    rewrite(&folder, OLD.replace("Lusaka", "Lilongwe").replace("Zambia", "Malawi").as_bytes());
    let mut play = Play::open(&folder, 120, 40, "suggestions = false\nadvance = false");
    play.keys("q");
    assert!(play.screen().contains("2 annotations have lost their place, O shows them"), "{}", play.screen());
    play.keys("Esc /").write("talks").keys("Enter Enter");
    assert_eq!(play.status(), "2 annotations have lost their place; O shows them.");
    assert_eq!(words(&play), ["Péter's"]);
    play.keys("O");
    let screen = play.screen();
    for shown in [
        "Lost annotations  2 to decide",
        "as it was",
        "now, guess 1 of",
        "ministers met in Lusaka on Monday",
        "ministers met in Lilongwe on",
    ] {
        assert!(screen.contains(shown), "{shown}: {screen}");
    }
    play.keys("Enter");
    assert_eq!(play.status(), "mention “Lusaka”: placed; u takes it back.");
    assert_eq!(words(&play), ["Lilongwe", "Péter's"]);
    play.keys("u");
    assert_eq!(words(&play), ["Péter's"]);
    play.keys("Enter x");
    assert_eq!(play.status(), "mention “Zambia”: dropped; u takes it back.");
    assert!(play.screen().contains("All are decided"), "{}", play.screen());
    play.keys("u u");
    assert_eq!(annotations(&play).orphans.len(), 2, "{}", play.status());
    play.keys("Enter Enter q Ctrl+s");
    assert_eq!(words(&play), ["Lilongwe", "Malawi", "Péter's"]);
    let mut play = play.restart();
    assert_eq!(words(&play), ["Lilongwe", "Malawi", "Péter's"], "it is written");
    play.keys("O");
    assert_eq!(play.status(), "No annotation here has lost its place.");
}

#[test]
fn another_guess_and_a_place_by_hand() {
    let folder = marked();
    let new = OLD.replace("The ministers met in Lusaka on Monday. ", "") + " They flew to Lusaka and back to Lusaka.";
    rewrite(&folder, new.as_bytes());
    let mut play = open(&folder);
    play.keys("q O");
    let guesses = |play: &Play| play.runtime.state.orphans.as_ref().unwrap().current().unwrap().guesses.clone();
    assert!(guesses(&play).len() >= 2, "{}", play.screen());
    play.keys("2");
    assert!(play.screen().contains("now, guess 2 of"), "{}", play.screen());
    let second = guesses(&play)[1].span;
    play.keys("Enter");
    let placed = |play: &Play| annotations(play).mentions.iter().find(|it| it.entity == "Lusaka").map(|it| it.span);
    play.keys("q Enter");
    assert_eq!(placed(&play), Some(second));
    play.keys("u O 9");
    assert_eq!(play.status(), "There is no guess with this digit.");
    play.keys("l");
    assert_eq!(play.status(), "Select where the mention “Lusaka” belongs; P puts it there.");
    play.keys("/").write("the talks").keys("Enter P");
    assert_eq!(play.status(), "mention “Lusaka”: placed; u takes it back.");
    assert!(words(&play).contains(&"the talks".to_owned()), "{:?}", words(&play));
    play.keys("P");
    assert!(play.status().contains("waits for a place"), "{}", play.status());
    play.keys("u");
    assert_eq!(annotations(&play).orphans.len(), 1);
}

#[test]
fn a_file_saved_anew_keeps_everything() {
    let stories: [(&str, Vec<u8>); 5] = [
        (
            "UTF-16",
            OLD.encode_utf16().fold(vec![0xFF, 0xFE], |mut out, unit| {
                out.extend(unit.to_le_bytes());
                out
            }),
        ),
        ("another code page", encoding_rs::WINDOWS_1252.encode(OLD).0.into_owned()),
        ("a byte order mark", format!("\u{feff}{}", OLD.replace('\n', "\r\n")).into_bytes()),
        ("decomposed, quotes straight", OLD.replace('’', "'").replace('é', "e\u{301}").into_bytes()),
        ("broken into lines", OLD.replace(' ', "\n").replace("Title:\n", "Title: ").into_bytes()),
    ];
    for (name, bytes) in stories {
        let folder = marked();
        rewrite(&folder, &bytes);
        let play = open(&folder);
        let all = annotations(&play);
        assert_eq!((all.mentions.len(), all.notes.len(), all.orphans.len()), (3, 1, 0), "{name}: {:?}", all.orphans);
        assert_eq!(words(&play), ["Lusaka", "Zambia", "Péter's"], "{name}");
        assert!(all.notes[0].span.is_some(), "{name}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_open_keeps_everything() {
    let folder = marked();
    let mut play = open(&folder);
    let changed = |play: &mut Play| {
        play.runtime.handle(Event::ArticleChanged(ArticleId::new("a.txt")));
        play.settle();
    };
    rewrite(&folder, OLD.replace("The ministers", "It rained. The ministers").as_bytes());
    changed(&mut play);
    assert_eq!(words(&play), ["Lusaka", "Zambia", "Péter's"]);
    assert!(play.status().contains("changed on disk"), "{}", play.status());
    play.keys("/").write("noon").keys("Enter Esc 8");
    rewrite(&folder, OLD.replace("Lusaka on Monday", "town").as_bytes());
    changed(&mut play);
    assert_eq!(
        play.status(),
        "The article's file changed on disk and was read again: 1 annotation has lost its place; O shows it."
    );
    assert_eq!(words(&play), ["Zambia", "noon", "Péter's"]);
    // While the queue is open the file changes once more: what is placed is placed on the words that were shown.
    play.keys("O");
    rewrite(&folder, OLD.as_bytes());
    changed(&mut play);
    assert_eq!(words(&play), ["Lusaka", "Zambia", "noon", "Péter's"], "the old text has its old places");
    play.keys("x u q");
    assert_eq!(annotations(&play).orphans.len(), 0);
}

#[test]
fn the_queue_is_drawn_at_every_size() {
    let folder = marked();
    rewrite(&folder, OLD.replace("Lusaka", "Lilongwe").replace("Zambia", "Malawi").as_bytes());
    for (columns, rows) in [(1, 1), (2, 3), (20, 5), (60, 20), (80, 24), (300, 80)] {
        let mut play = Play::open(&folder, columns, rows, "suggestions = false");
        play.keys("O G j k g 2 9 u ? q : Esc");
        if columns == 80 {
            let screen = play.screen();
            assert!(screen.contains("met in Lusaka") && screen.contains("met in Lilongwe"), "{screen}");
        }
        play.keys("x x x Enter u u q O l q");
    }
}

#[test]
fn an_annotation_of_several_pieces_is_placed_as_a_whole() {
    let text =
        "Title: Talks\n\nXi met Ann. Bob likes Ann a lot. Nobody saw it in the old hall. Eve spoke at length of Ann.";
    let folder = library(&[("a.txt", text)]);
    let mut play = open(&folder);
    for name in ["Bob", "Ann"] {
        play.keys("/").write(name).keys("Enter Esc 1");
    }
    play.keys("+ e Down Down Down Down Down Ctrl+a /").write("Nobody").keys("Enter Esc > e Enter Ctrl+s");
    let evidence = |play: &Play| -> Vec<String> {
        let reader = play.runtime.state.reader.as_ref().unwrap();
        let stances = reader.annotations.stances.iter().flat_map(newsgloss::model::Stance::spans);
        stances.map(|span| reader.article.body.slice(span).to_owned()).collect()
    };
    assert_eq!(evidence(&play), ["Bob likes Ann a lot.", "Nobody saw it in the old hall."]);
    drop(play);
    let new = text
        .replace("likes Ann a lot", "adores Ann very much")
        .replace("Nobody saw it in the old", "No one saw this in the new");
    rewrite(&folder, new.as_bytes());
    let mut play = open(&folder);
    play.keys("O G");
    assert!(play.screen().contains("stance of 2 pieces, placed together"), "{}", play.screen());
    play.keys("l");
    assert!(play.status().starts_with("It stands at 2 places together: Enter places all of them"), "{}", play.status());
    play.keys("Enter");
    assert!(play.status().contains("placed"), "{}", play.status());
    let placed = evidence(&play);
    assert_eq!(placed.len(), 2, "{placed:?}");
    assert!(placed[0].contains("adores") && placed[1].contains("saw this in the new hall"), "{placed:?}");
    play.keys("u");
    assert_eq!(evidence(&play), Vec::<String>::new());
    play.keys("q Ctrl+s");
    // Where nothing resembles one of them, none is placed.
    rewrite(&folder, new.replace("No one saw this in the new hall.", "").as_bytes());
    let mut play = play.restart();
    play.keys("O G Enter");
    assert!(play.status().contains("its piece “Nobody saw it in the old hall.”"), "{}", play.status());
}

#[test]
fn a_long_queue_says_where_it_stopped_and_goes_on_with_a_key() {
    let folder = library(&[("a.txt", "Title: A\n\nNothing."), ("b.txt", "Title: B\n\nNothing.")]);
    let library = newsgloss::store::Library::new(folder.path(), "tester");
    for (id, count) in [("a.txt", 501), ("b.txt", 3)] {
        let body = newsgloss::text::Body::new((0..count).map(|at| format!("gone{at} ")).collect::<String>());
        let hash = newsgloss::model::TextHash::of(body.as_str());
        let acts: Vec<_> = newsgloss::text::Body::as_str(&body)
            .split(' ')
            .filter(|word| !word.is_empty())
            .enumerate()
            .map(|(at, word)| {
                let start = body.as_str().find(&format!("{word} ")).unwrap();
                let span = newsgloss::text::Span::new(start, start + word.len());
                let anchor = newsgloss::model::Anchor::new(&body, &hash, span);
                let what = newsgloss::model::What::Mention {
                    kind: "PER".to_owned(),
                    entity: word.to_owned(),
                    anchor,
                    more: Vec::new(),
                    score: None,
                };
                let id = newsgloss::model::Id::from(format!("{id}{at}"));
                newsgloss::model::Act {
                    id,
                    at: jiff::Timestamp::UNIX_EPOCH,
                    group: None,
                    what,
                    extra: toml::Table::new(),
                }
            })
            .collect();
        library.append(&ArticleId::new(id), &acts).unwrap();
    }
    let mut play = Play::open(&folder, 100, 30, "suggestions = false");
    play.keys("O");
    assert!(play.screen().contains("501 to decide; 1 articles are not looked at yet, n looks on"), "{}", play.screen());
    play.keys("n");
    assert!(play.screen().contains("504 to decide") && !play.screen().contains("n looks on"), "{}", play.screen());
    play.keys("n");
    assert_eq!(play.status(), "All articles were looked at.");
    // A click reaches a row.
    let row = u16::try_from(play.screen().lines().position(|line| line.contains("gone2 ")).unwrap()).unwrap();
    play.runtime.handle(Event::Click(20, row));
    assert_eq!(play.runtime.state.orphans.as_ref().unwrap().cursor, 2);
}
