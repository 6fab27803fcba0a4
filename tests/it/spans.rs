//! Spans: nested, overlapping and discontinuous mentions, moved, split and joined; counts, repeats, kept places and jumps.

use crate::play::{Play, library};
use newsgloss::model::{Journal, Mention};

/// Opens one article of these words, without suggestions.
fn reading(text: &str) -> Play {
    let folder = library(&[("a.txt", &format!("Title: Alpha\n\n{text}"))]);
    Play::article(&folder, "alpha", "suggestions = false\nadvance = false")
}

/// Puts the cursor on these words.
fn on<'a>(play: &'a mut Play, words: &str) -> &'a mut Play {
    play.keys("g g /").write(words).keys("Enter Esc")
}

/// The mentions as "type entity words".
fn mentions(play: &Play) -> Vec<String> {
    let reader = play.runtime.state.reader.as_ref().unwrap();
    let say = |it: &Mention| format!("{} {}: {}", it.kind, it.entity, it.words(&reader.article.body));
    reader.annotations.mentions.iter().map(say).collect()
}

#[test]
fn two_pieces_are_one_mention_drawn_exported_and_undone() {
    let mut play = reading("Envoys of North and South Korea met in Seoul.");
    on(&mut play, "South").keys("L 3");
    on(&mut play, "North").keys("3 g v");
    assert!(play.status().contains("North is picked up"), "{}", play.status());
    on_without_esc(&mut play, "Korea").keys("&");
    assert_eq!(mentions(&play), ["LOC North Korea: North ... Korea", "LOC South Korea: South Korea"]);
    assert!(play.status().contains("one mention of 2 pieces"), "{}", play.status());
    assert!(play.screen().contains("North ... Korea"), "{}", play.screen());
    let selected = play.runtime.backend().buffer().content.iter().filter(|cell| {
        cell.style().bg
            == play.runtime.backend().buffer().content.iter().find(|cell| cell.symbol() == "N").unwrap().style().bg
    });
    assert!(selected.count() > 0);
    play.keys("Ctrl+s");
    let folder = play.folder.clone();
    let journal = std::fs::read_to_string(folder.path().join("annotations/tester/a.txt.toml")).unwrap();
    assert_eq!(journal.matches("more = [{ ").count(), 1, "{journal}");
    let read = newsgloss::formats::journal::parse(journal.as_bytes()).acts;
    assert_eq!(read, own(&play).acts);
    play.keys("u");
    assert_eq!(mentions(&play), ["LOC North: North", "LOC South Korea: South Korea"]);
    play.keys("U");
    let mut play = play.restart();
    assert_eq!(mentions(&play)[0], "LOC North Korea: North ... Korea", "it is there after a restart");
    // A digit relabels it as it is, and a resized piece leaves the other one.
    on(&mut play, "North").keys("4");
    assert_eq!(mentions(&play)[0], "NORP North Korea: North ... Korea");
    play.keys("L Enter");
    assert_eq!(mentions(&play)[0], "NORP North and Korea: North and ... Korea");
}

fn own(play: &Play) -> &Journal {
    &play.runtime.state.reader.as_ref().unwrap().journals[0]
}

/// Puts the cursor on these words and keeps what was picked up.
fn on_without_esc<'a>(play: &'a mut Play, words: &str) -> &'a mut Play {
    play.keys("/").write(words).keys("Enter")
}

#[test]
fn a_piece_that_is_lost_takes_the_mention_to_the_orphans() {
    let mut play = reading("Envoys of North and South Korea met in Seoul.");
    on(&mut play, "North").keys("3 g v");
    on_without_esc(&mut play, "Korea").keys("& Ctrl+s");
    let folder = play.folder.clone();
    drop(play);
    let article = folder.path().join("articles/a.txt");
    std::fs::write(&article, "Title: Alpha\n\nEnvoys of North and South met in Seoul.").unwrap();
    let mut play = Play::article(&folder, "alpha", "suggestions = false");
    // Placing the piece that is there would silently leave the other one out.
    play.keys("O Enter");
    assert!(play.status().contains("Nothing resembles its piece “Korea”"), "{}", play.status());
    play.keys("q");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert!(reader.annotations.mentions.is_empty());
    assert_eq!(reader.annotations.orphans[0].anchor.quote, "North");
    assert!(reader.annotations.orphans[0].why.contains("of its piece “Korea”"), "{:?}", reader.annotations.orphans);
}

#[test]
fn a_mention_is_moved_split_and_joined() {
    let mut play = reading("Minister Wang Yi met Li Qiang. Wang Yi spoke.");
    on(&mut play, "Minister").keys("L L ! 1 +");
    assert_eq!(mentions(&play), ["PER Minister Wang Yi: Minister Wang Yi"]);
    // Split before the word under the cursor; one undo joins both halves again.
    play.keys("g g l |");
    assert_eq!(mentions(&play), ["PER Minister: Minister", "PER Wang Yi: Wang Yi"]);
    assert_eq!(play.selected(), "Wang Yi");
    play.keys("u");
    assert_eq!(mentions(&play), ["PER Minister Wang Yi: Minister Wang Yi"]);
    play.keys("U g g & ");
    assert_eq!(mentions(&play), ["PER Minister Wang Yi: Minister Wang Yi"]);
    assert!(play.status().contains("joined"), "{}", play.status());
    // Moving keeps the mention and what hangs on it.
    play.keys("g v");
    on_without_esc(&mut play, "Li Qiang").keys("g v");
    assert_eq!(mentions(&play), ["PER Minister Wang Yi: Li Qiang"]);
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert!(reader.annotations.stances[0].target.mention.is_some(), "the stance still points at it");
    play.keys("u");
    assert_eq!(mentions(&play), ["PER Minister Wang Yi: Minister Wang Yi"]);
    for (keys, said) in [
        ("G |", "There is no mention"),
        ("G g v", "There is no mention"),
        ("g g Esc |", "Put the cursor on a word inside"),
        ("g g Esc &", "No further mention of this type"),
    ] {
        play.keys(keys);
        assert!(play.status().contains(said), "{keys}: {}", play.status());
        assert_eq!(mentions(&play).len(), 1);
    }
}

#[test]
fn one_key_goes_through_nested_and_overlapping_mentions() {
    let mut play = reading("The Communist Party of China Daily wrote.");
    on(&mut play, "China").keys("! 3");
    on(&mut play, "Communist").keys("L L L ! 2");
    // It overlaps the longer one and holds the smaller one.
    on(&mut play, "Daily").keys("o L ! 7");
    assert_eq!(mentions(&play).len(), 3);
    on(&mut play, "China");
    assert_eq!(play.selected(), "China");
    assert!(play.screen().contains("3 marks here, i goes on:"), "{}", play.screen());
    let mut seen = Vec::new();
    for _ in 0..4 {
        play.keys("i");
        seen.push(play.selected());
    }
    assert_eq!(seen, ["China Daily", "Communist Party of China", "China", "China Daily"]);
    assert!(play.status().starts_with("2 of 3 marks here"), "{}", play.status());
    assert!(play.screen().contains("▸ WORK  China Daily"), "{}", play.screen());
    play.keys("x");
    assert_eq!(mentions(&play).len(), 2, "what it went to is what a key acts on");
    on(&mut play, "wrote").keys("i");
    assert!(play.status().contains("Nothing is marked"), "{}", play.status());
}

#[test]
fn two_mentions_of_the_same_words_can_both_be_reached() {
    let mut play = reading("Seoul agreed.");
    play.keys("! 3");
    // The second annotator's journal names the same words differently.
    let folder = play.folder.clone();
    play.keys("Ctrl+s");
    let own = std::fs::read_to_string(folder.path().join("annotations/tester/a.txt.toml")).unwrap();
    drop(play);
    let path = folder.path().join("annotations/other");
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("a.txt.toml"), own.replace("\"LOC\"", "\"ORG\"").replace("id = \"", "id = \"x")).unwrap();
    let mut play = Play::article(&folder, "alpha", "suggestions = false");
    play.keys("i");
    let first = play.screen().contains("by other");
    play.keys("i");
    assert_ne!(play.screen().contains("by other"), first, "{}", play.screen());
}

#[test]
fn paragraphs_are_selected_and_gone_to() {
    let mut play = reading("One two.\nThree.\n\nFour five. Six.\n\nSeven.");
    play.keys("V");
    assert_eq!(play.selected(), "One two.\nThree.");
    play.keys("V");
    assert_eq!(play.selected(), "One two.\nThree.\n\nFour five. Six.");
    play.keys("g <");
    assert_eq!(play.selected(), "One two.\nThree.");
    for (key, word) in
        [("Esc", "One"), ("}", "Four"), ("}", "Seven"), ("}", "Seven"), ("{", "Four"), ("l {", "Four"), ("{", "One")]
    {
        play.keys(key);
        assert_eq!(play.selected(), word, "{key}");
    }
}

#[test]
fn a_count_runs_a_motion_so_often_and_leaves_the_digits_alone() {
    let mut play = reading("One two three four five six seven eight nine ten eleven twelve thirteen.");
    let cases = [
        ("# 3 l", "four"),
        ("Alt+2 h", "two"),
        ("# 1 1 l", "thirteen"),
        ("# 9 9 9 9 9 h", "One"),
        ("# 2 L", "One two three"),
        ("Esc Alt+1 0 l", "eleven"),
        ("# Esc h", "ten"),
        ("# 5 g Esc l h", "ten"),
        ("# h", "nine"),
        ("# 4 $ h", "eight"),
    ];
    for (keys, word) in cases {
        play.keys(keys);
        assert_eq!(play.selected(), word, "{keys}: {}", play.status());
    }
    play.keys("# 3 x");
    assert!(play.status().contains("remove takes no count"), "{}", play.status());
    play.keys("Esc 1");
    assert_eq!(mentions(&play), ["PER eight: eight"], "a digit alone is a type still");
    play.keys("l 2 # 2 u");
    assert!(mentions(&play).is_empty(), "two undos: {:?}", mentions(&play));
}

#[test]
fn the_last_annotating_command_is_repeated() {
    let mut play = reading("Ann met Bea. Ann left. Bea stayed, Cleo too.");
    play.keys(".");
    assert!(play.status().contains("Nothing was marked"), "{}", play.status());
    play.keys("! 1");
    on(&mut play, "Bea").keys(".");
    assert_eq!(mentions(&play), ["PER Ann: Ann", "PER Bea: Bea"], "this place only, as before");
    play.keys("-");
    on(&mut play, "Ann").keys(".");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert_eq!(reader.annotations.stances.len(), 2);
    play.keys("x");
    on(&mut play, "Bea").keys(".");
    assert!(mentions(&play).is_empty());
}

#[test]
fn places_are_kept_under_letters_and_jumps_go_back_over_articles() {
    let folder =
        library(&[("a.txt", "Title: Alpha\n\nOne two. Three four."), ("b.txt", "Title: Beta\n\nFive six. Seven.")]);
    let mut play = Play::article(&folder, "alpha", "suggestions = false");
    play.keys("'");
    assert!(play.status().contains("No place is kept yet"), "{}", play.status());
    play.keys("l ` a G");
    assert_eq!(play.selected(), "four");
    play.keys("' a");
    assert_eq!(play.selected(), "two");
    play.keys("Ctrl+o");
    assert_eq!(play.selected(), "four", "the place before the jump");
    play.keys("g i");
    assert_eq!(play.selected(), "two");
    play.keys("' b");
    assert!(play.status().contains("No place is kept under b"), "{}", play.status());
    play.keys("q Esc /").write("beta").keys("Enter Enter Esc ' a");
    assert_eq!(play.selected(), "two", "in the other article");
    play.keys("g o");
    assert_eq!(play.selected(), "Five");
    play.keys("' Esc l");
    assert_eq!(play.selected(), "six", "Esc leaves the letter out");
    let mut play = play.restart();
    play.keys("' a");
    assert_eq!(play.selected(), "two", "and after a restart");
}
