//! Stories of reading and marking: keys in, screen out.

use crate::play::{Play, library, samples};
use newsgloss::app::Overlay;
use newsgloss::text::Span;

#[test]
fn the_list_sorts_filters_and_remembers() {
    let folder = library(&[
        ("b.txt", "date 2024-02-01\nsource: Zeta\n\nSecond story about Kyiv."),
        ("a.txt", "date 2024-01-01\nsource: Alpha\n\nFirst story about Minsk."),
    ]);
    let mut play = Play::open(&folder, 100, 20, "");
    let screen = play.screen();
    assert!(screen.find("Second story").unwrap() < screen.find("First story").unwrap(), "newest first: {screen}");
    play.keys("s s");
    let screen = play.screen();
    assert!(screen.find("First story").unwrap() < screen.find("Second story").unwrap(), "by source: {screen}");
    play.keys("/").write("kyiv");
    assert!(!play.screen().contains("First story"));
    play.keys("Esc").keys("/").write("xyz").keys("Enter");
    assert!(play.screen().contains("No article matches “xyz”."));
    play.keys("Esc");
    assert!(play.screen().contains("First story"));
}

#[test]
fn an_empty_library_says_what_to_do() {
    let play = Play::open(&library(&[]), 100, 20, "");
    assert!(play.screen().contains("a adds files, folders, archives, tables or pages"));
}

#[test]
fn position_article_and_marks_come_back() {
    let folder = samples();
    let mut play = Play::article(&folder, "strategic-talks", "advance = false");
    play.keys("/").write("Istanbul").keys("Enter 3");
    assert!(play.status().contains("Istanbul: 1 marked as place"), "{}", play.status());
    let mut play = play.restart();
    assert_eq!(play.selected(), "Istanbul");
    assert_eq!(play.mentions(), [("LOC".to_owned(), "Istanbul".to_owned())]);
    play.keys("u");
    assert!(play.mentions().is_empty(), "undo reaches back over a restart");
    let mut play = play.restart();
    play.keys("U");
    assert_eq!(play.mentions().len(), 1, "redo too");
}

#[test]
fn undo_reaches_other_articles() {
    let folder = samples();
    let mut play = Play::article(&folder, "strategic-talks", "advance = false");
    play.keys("/").write("Istanbul").keys("Enter 3 q");
    play.keys("Esc /").write("vilnius").keys("Enter Enter u");
    assert!(play.status().contains("Your last act is in “Turkish President"), "{}", play.status());
    play.keys("u");
    assert_eq!(play.mentions().len(), 1);
    play.keys("u");
    assert!(play.mentions().is_empty());
}

#[test]
fn a_stance_takes_one_key_and_a_form_changes_it() {
    let text = "date 2024-01-01\n\nForeign Minister Wang Yi praised Brazil on Monday. President Lula thanked China.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "wang", "advance = false");
    play.keys("A /").write("Brazil").keys("Enter +");
    assert!(play.status().starts_with("Wang Yi ▲ support → Brazil"), "{}", play.status());
    let stance = |play: &Play| play.runtime.state.reader.as_ref().unwrap().annotations.stances[0].clone();
    assert_eq!(stance(&play).evidence.quote, "Foreign Minister Wang Yi praised Brazil on Monday.");
    play.keys("e").write("a").keys("Tab Tab Right Tab").write("4").keys("Enter");
    let changed = stance(&play);
    assert_eq!((changed.holder.name(), changed.polarity.word(), changed.intensity), ("author", "oppose", Some(4)));
    play.keys("u");
    assert_eq!(stance(&play).holder.name(), "Wang Yi");
    assert!(play.screen().contains("Brazil▲"), "the marker stands after the target: {}", play.screen());
}

#[test]
fn marks_are_resized_relabelled_and_left_out() {
    let text = "The Foreign Ministry of Iran met Iran and again Iran.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "foreign", "suggestions = false\nadvance = false");
    play.keys("g g l 2");
    assert_eq!(play.mentions(), [("ORG".to_owned(), "Foreign".to_owned())]);
    play.keys("L L L 2");
    assert_eq!(play.mentions(), [("ORG".to_owned(), "Foreign Ministry of Iran".to_owned())], "{}", play.status());
    play.keys("/").write("met iran").keys("Enter Esc /").write("iran and").keys("Enter H 3");
    assert!(play.status().contains("Iran: 2 marked as place"), "{}", play.status());
    assert_eq!(play.mentions().len(), 3, "not inside the longer name");
    play.keys("8");
    assert_eq!(
        play.mentions().iter().filter(|(kind, _)| kind == "MISC").count(),
        2,
        "relabelling takes all of the name"
    );
    play.keys("x");
    assert_eq!(play.mentions().len(), 2);
    play.keys("! 1");
    assert_eq!(play.mentions().iter().filter(|(kind, _)| kind == "PER").count(), 1, "this place only");
}

#[test]
fn notes_and_tags_are_written_changed_and_taken_away() {
    let folder = library(&[("a.txt", "Wang Yi praised Brazil.")]);
    let mut play = Play::article(&folder, "wang", "suggestions = false\nadvance = false");
    play.keys("M").write("First line").keys("Enter").write("second").keys("Ctrl+s");
    let notes = |play: &Play| play.runtime.state.reader.as_ref().unwrap().annotations.notes.clone();
    assert_eq!(notes(&play)[0].text, "First line\nsecond");
    play.keys("M").write("!").keys("Ctrl+s");
    assert_eq!(notes(&play)[0].text, "First line\nsecond!");
    play.keys("m").write("on words").keys("Esc");
    assert_eq!(notes(&play).len(), 1, "unfinished: {}", play.status());
    let mut play = play.restart();
    play.keys("g d").keys("Ctrl+s");
    assert_eq!(notes(&play)[1].text, "on words");
    play.keys("t").write("impo").keys("Enter Esc");
    assert!(play.screen().contains("#important"));
    play.keys("t").write("brand new").keys("Enter Esc u");
    let tags: Vec<_> =
        play.runtime.state.reader.as_ref().unwrap().annotations.tags.iter().map(|tag| tag.label.clone()).collect();
    assert_eq!(tags, ["important"]);
}

#[test]
fn every_size_from_1x1_to_500x200_is_drawn() {
    let folder = samples();
    for (columns, rows) in
        [(1, 1), (2, 1), (1, 5), (7, 3), (20, 5), (40, 10), (60, 20), (79, 24), (80, 24), (120, 40), (500, 200)]
    {
        let mut play = Play::open(&folder, columns, rows, "");
        play.keys("Enter Tab Enter ? q : Esc t Esc m Esc f Esc E Esc p p q");
    }
}

#[test]
fn narrow_screens_show_panels_as_tabs() {
    let folder = samples();
    let mut play = Play::open(&folder, 60, 20, "");
    play.keys("/").write("strategic").keys("Enter Enter A");
    assert!(play.screen().contains(" text "), "{}", play.screen());
    play.keys("p");
    assert!(play.screen().contains("Recep Tayyip Erdoğan"), "{}", play.screen());
}

#[test]
fn a_selection_grows_and_shrinks_by_character_word_and_sentence() {
    let text = "One two. Three four five. Six seven.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "one", "suggestions = false");
    let cases = [
        ("g g l l", "Three"),
        ("L", "Three four"),
        ("K K", "Three four f"),
        ("J", "Three four "),
        ("H", "Three four"),
        ("H", "Three"),
        (">", "Three four five."),
        (">", "Three four five. Six seven."),
        ("<", "Three four five."),
        ("<", "Three"),
        ("o L", "two. Three"),
        ("o L", "two. Three four"),
        ("Esc v l l", "two. Three four"),
    ];
    for (keys, selected) in cases {
        play.keys(keys);
        assert_eq!(play.selected(), selected, "after {keys}");
    }
}

#[test]
fn what_is_left_of_a_name_that_was_too_long_comes_next() {
    let text = "Xi Jinping came to Brazil. Later he left.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "xi", "");
    for (keys, selected) in [
        ("g g", "Xi"),
        ("h Tab", "Brazil"),
        ("Shift+Tab", "Xi Jinping"),
        ("H", "Xi"),
        ("1", "Jinping"),
        ("Tab", "Brazil"),
    ] {
        play.keys(keys);
        assert_eq!(play.selected(), selected, "after {keys}");
    }
}

#[test]
fn the_start_of_a_selection_moves_by_words() {
    let text = "He met Mr Xi Jinping there.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "met", "suggestions = false");
    play.keys("w w w");
    for (keys, selected) in [("B", "Mr Xi"), ("L", "Mr Xi Jinping"), ("W", "Xi Jinping"), ("W W", "Jinping")] {
        play.keys(keys);
        assert_eq!(play.selected(), selected, "after {keys}");
    }
}

#[test]
fn hints_lead_to_any_visible_word() {
    let text = "One two three Xi Jinping five.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "one", "suggestions = false");
    for wanted in ["three", "Xi Jinping"] {
        play.keys("f");
        let Some(Overlay::Hints(hints)) = play.runtime.state.overlays.last() else { panic!("no hints") };
        let is_wanted = |(_, span): &&(String, Span)| &text[span.start..span.end] == wanted;
        let code = hints.words.iter().find(is_wanted).unwrap().0.clone();
        play.write(&code);
        assert_eq!(play.selected(), wanted, "a name is gone to as a whole");
    }
    play.keys("f").write("b");
    assert!(play.status().contains("No word has the letters b"), "{}", play.status());
}

#[test]
fn two_unfinished_notes_are_both_kept() {
    let folder = library(&[("a.txt", "Wang Yi praised Brazil.")]);
    let mut play = Play::article(&folder, "wang", "suggestions = false\nadvance = false");
    play.keys("M").write("first").keys("Esc l m").write("second").keys("Esc l m Esc");
    let mut play = play.restart();
    play.keys("g d Ctrl+s g d Ctrl+s");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    let mut notes: Vec<_> = reader.annotations.notes.iter().map(|note| note.text.clone()).collect();
    notes.sort();
    assert_eq!(notes, ["first", "second"]);
    let mut play = play.restart();
    play.keys("g d");
    assert!(play.status().contains("no unfinished note"), "{}", play.status());
}

#[test]
fn an_edited_note_that_was_taken_away_meanwhile_is_not_lost() {
    let folder = library(&[("a.txt", "Wang Yi praised Brazil.")]);
    let mut play = Play::article(&folder, "wang", "suggestions = false\nadvance = false");
    play.keys("M").write("old").keys("Ctrl+s M").write("er").keys("Esc u g d Ctrl+s");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    assert_eq!(reader.annotations.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["older"]);
}

#[test]
fn a_name_inside_a_mention_can_be_marked_too() {
    let text = "The Communist Party of China met. China agreed.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "communist", "suggestions = false\nadvance = false");
    play.keys("g g l L L L 2 /").write("China met").keys("Enter H ! 3");
    let of = |kind: &str, words: &str| (kind.to_owned(), words.to_owned());
    assert_eq!(play.mentions(), [of("ORG", "Communist Party of China"), of("LOC", "China")]);
}

#[test]
fn a_stance_on_a_proposed_name_is_one_undo() {
    let text = "Foreign Minister Wang Yi praised Brazil on Monday.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "wang", "");
    play.keys("/").write("brazil").keys("Enter +");
    let counts = |play: &Play| {
        let annotations = &play.runtime.state.reader.as_ref().unwrap().annotations;
        (annotations.mentions.len(), annotations.stances.len())
    };
    assert_eq!(counts(&play), (1, 1), "{}", play.status());
    play.keys("u");
    assert_eq!(counts(&play), (0, 0));
}

#[test]
fn blanks_are_neither_marked_nor_noted() {
    let text = "One.\n\nTwo.";
    let mut play = Play::article(&library(&[("a.txt", text)]), "one", "suggestions = false");
    play.keys("j 1");
    assert!(play.mentions().is_empty(), "{}", play.status());
    play.keys("m");
    assert!(play.status().contains("no words here"), "{}", play.status());
}
