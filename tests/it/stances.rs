//! Who holds what of whom: the table, the evidence of a cell, and the way to the article and back.

use crate::demo;
use crate::play::Play;
use std::sync::Arc;
use tempfile::TempDir;

fn made(articles: usize) -> Arc<TempDir> {
    let folder = TempDir::new().unwrap();
    demo::write(folder.path(), articles, 7);
    Arc::new(folder)
}

fn open(folder: &Arc<TempDir>, columns: u16, rows: u16) -> Play {
    Play::open(folder, columns, rows, "annotator = \"ana\"\nsuggestions = false")
}

/// The names of holder and target under the cursor.
fn pair(play: &Play) -> (String, String) {
    let (holder, target) = play.runtime.state.stances.current().expect("a cell is chosen");
    (holder.name().to_owned(), target.name().to_owned())
}

fn total(play: &Play) -> usize {
    play.runtime.state.stances.matrix.cell(0, 0).iter().sum()
}

#[test]
fn the_table_has_the_most_first_and_leads_to_the_evidence_and_back() {
    let folder = made(64);
    let mut play = open(&folder, 120, 40);
    play.keys("S");
    let screen = play.screen();
    assert!(
        screen.contains("Stances  22 holders") && screen.contains(" all ") && screen.contains(" author "),
        "{screen}"
    );
    let counted = total(&play);
    assert!(counted > 300, "{counted}");
    play.keys("j j l");
    let (holder, target) = pair(&play);
    assert!(play.screen().contains(&format!("{holder} → {target}")), "{}", play.screen());
    let (row, column) = play.runtime.state.stances.cursor;
    let stances: usize = play.runtime.state.stances.matrix.cell(row, column).iter().sum();
    assert!(stances > 0, "the first holder speaks of the first target");
    play.keys("Enter");
    let page = play.runtime.state.stances.page.as_ref().expect("the evidence is open");
    assert!(page.progress.is_none());
    assert_eq!(page.shown.len(), stances, "what annotators say alike counts once, in the table and here");
    let (article, place) = page.place(page.cursor).unwrap();
    let (id, words, title) = (article.id.clone(), place.sentence.clone(), article.title.clone());
    assert!(page.articles.windows(2).all(|two| two[0].date >= two[1].date), "the newest first");
    assert!(play.screen().contains(&title) && words.contains(&target), "{}", play.screen());
    play.keys("Enter");
    let reader = play.runtime.state.reader.as_ref().expect("the article is open");
    assert_eq!(reader.article.id, id);
    assert!(reader.text()[reader.cursor.span.start..].starts_with(&words[..20]), "the cursor is at the evidence");
    assert!(play.status().contains("g s goes back to the evidence"), "{}", play.status());
    play.keys("g s");
    assert!(play.runtime.state.stances.page.is_some() && play.screen().contains(&title), "{}", play.screen());
    play.keys("q");
    assert_eq!(pair(&play), (holder, target), "the cursor stays on its cell");
    play.keys("q");
    assert!(play.runtime.state.overlays.is_empty());
}

#[test]
fn totals_have_evidence_too_and_agreement_can_be_asked_for() {
    let folder = made(12);
    let mut play = open(&folder, 100, 30);
    play.keys("S");
    let counted = total(&play);
    play.keys("Enter");
    let page = |play: &Play| play.runtime.state.stances.page.as_ref().unwrap().shown.len();
    assert_eq!(page(&play), counted);
    assert!(play.screen().contains(" → ") && play.screen().contains("2 annotators"), "{}", play.screen());
    play.keys("m");
    let agreed = page(&play);
    assert!(agreed > 0 && agreed < counted, "{agreed} of {counted}");
    let shown = play.runtime.state.stances.page.as_ref().unwrap();
    assert!((0..agreed).all(|at| shown.place(at).unwrap().1.said.len() > 1));
    play.keys("m G");
    assert_eq!(page(&play), counted);
}

#[test]
fn filters_count_what_they_name() {
    let folder = made(24);
    let mut play = open(&folder, 120, 40);
    play.keys("S");
    let counted = total(&play);
    play.keys("+");
    let support = total(&play);
    play.keys("-");
    let oppose = total(&play);
    assert!(support > 0 && oppose > 0 && support + oppose <= counted, "{support} {oppose} {counted}");
    assert!(play.screen().contains("only oppose") && !play.screen().contains('▲'), "{}", play.screen());
    play.keys("- /").write("ukraine");
    assert!(total(&play) < counted, "the table follows while one types");
    play.keys("Enter");
    assert!(play.screen().contains("with “ukraine”"), "{}", play.screen());
    let matrix = &play.runtime.state.stances.matrix;
    let is = |line: &newsgloss::app::Line| line.who.name() == "Ukraine";
    for row in 1..matrix.rows.len() {
        let others = (1..matrix.columns.len()).filter(|at| !is(&matrix.columns[*at]));
        assert!(is(&matrix.rows[row]) || others.map(|at| matrix.cell(row, at)).all(|cell| cell == [0; 4]));
    }
    play.keys("/").write("nobody").keys("Enter");
    assert!(play.screen().contains("No stance is left by this filter."), "{}", play.screen());
    for key in ["Enter", "y", "j", "l", "G", "$", "Space", "+", "+"] {
        play.keys(key);
    }
    play.keys("Esc");
    assert_eq!(total(&play), counted);
}

#[test]
fn a_new_stance_is_counted_and_an_empty_library_says_what_to_do() {
    let folder = crate::play::library(&[("a.txt", "Title: Alpha\nDate: 2024-03-05\n\nXi met Ann. Bob likes Ann.")]);
    let mut play = Play::open(&folder, 80, 24, "suggestions = false\nadvance = false");
    play.keys("S");
    assert!(play.screen().contains("No stance is stated in this library yet."), "{}", play.screen());
    play.keys("Enter q Enter /").write("Ann").keys("Enter Esc 1 + g s");
    assert_eq!(total(&play), 1, "{}", play.screen());
    play.keys("Enter");
    let screen = play.screen();
    assert!(
        screen.contains("2024-03-05") && screen.contains("Xi met Ann.") && screen.contains("▲ support"),
        "{screen}"
    );
    play.keys("Esc l $ y");
    assert!(play.status().contains("1 pairs are on the clipboard"), "{}", play.status());
}

#[test]
fn it_is_drawn_at_every_size() {
    let folder = made(12);
    for (columns, rows) in [(1, 1), (2, 3), (9, 4), (20, 5), (60, 20), (80, 24), (300, 80)] {
        let mut play = open(&folder, columns, rows);
        play.keys("S j l G $ g ^ Enter G j ? q m q Space b + - / x Enter Esc Enter Enter g s q q");
    }
    let mut play = Play::open(&folder, 80, 24, "ascii = true");
    play.keys("S Enter");
    let screen = play.screen();
    assert!(screen.chars().all(|c| c.is_ascii() || c == '…'), "{screen}");
}

/// An article with three mentions and a stance of the author toward the last, the form open on it.
fn form(columns: u16, rows: u16) -> Play {
    let text = "Title: Alpha\n\nXi met Ann. Bob likes Ann. Nobody saw it. Eve spoke at length of Ann.";
    let folder = crate::play::library(&[("a.txt", text), ("b.txt", "Title: Beta\n\nZoe came.")]);
    let mut play = Play::open(&folder, columns, rows, "suggestions = false\nadvance = false");
    play.keys("/").write("beta").keys("Enter Enter /").write("Zoe").keys("Enter Esc 1 q Esc");
    play.keys("/").write("alpha").keys("Enter Enter");
    for (name, key) in [("Xi", "1"), ("Bob", "1"), ("Ann", "1")] {
        play.keys("/").write(name).keys("Enter Esc").keys(key);
    }
    play.keys("+ e");
    assert!(matches!(play.runtime.state.overlays.last(), Some(newsgloss::app::Overlay::Form(_))), "{}", play.screen());
    play
}

fn stated(play: &Play) -> newsgloss::model::Stance {
    play.runtime.state.reader.as_ref().unwrap().annotations.stances[0].clone()
}

fn words(play: &Play) -> String {
    let reader = play.runtime.state.reader.as_ref().unwrap();
    reader.annotations.stances[0].words(&reader.article.body)
}

#[test]
fn sides_are_chosen_by_letters_and_by_name() {
    let mut play = form(100, 30);
    play.keys("Ctrl+f");
    let codes: Vec<String> = match play.runtime.state.overlays.last() {
        Some(newsgloss::app::Overlay::Hints(hints)) => hints.words.iter().map(|(code, _)| code.clone()).collect(),
        _ => panic!("letters are shown: {}", play.screen()),
    };
    assert_eq!(stated(&play).holder.name(), "Bob");
    assert_eq!(codes.len(), 5, "each mention has one");
    assert!(!play.screen().contains("polarity"), "the form is out of the way");
    play.keys(&codes[0]).keys("Enter");
    assert_eq!(stated(&play).holder.name(), "Xi");
    assert_eq!(play.status(), "The stance is changed.");
    play.keys("e Down Ctrl+l").write("zo").keys("Enter Enter");
    assert_eq!(stated(&play).target.entity, "Zoe", "somebody of another article: {}", play.screen());
    play.keys("e Down Down Ctrl+f");
    assert!(play.status().contains("holder or the target first"), "{}", play.status());
    play.keys("Esc u u");
    assert_eq!((stated(&play).holder.name(), stated(&play).target.entity.as_str()), ("Bob", "Ann"));
}

#[test]
fn evidence_is_selected_in_the_text_and_confidence_is_said() {
    let mut play = form(100, 30);
    play.keys("Down Down Down Down 4 Ctrl+e /").write("Nobody").keys("Enter Esc > e");
    assert!(play.screen().contains("chosen: Nobody saw it.") && play.screen().contains("4 of 5"), "{}", play.screen());
    play.keys("Ctrl+a /").write("length").keys("Enter Esc e");
    assert!(play.screen().contains("Nobody saw it. ... length"), "{}", play.screen());
    play.keys("Enter");
    assert_eq!((words(&play).as_str(), stated(&play).confidence), ("Nobody saw it. ... length", Some(4)));
    let mut play = play.restart();
    play.keys("l");
    assert_eq!(words(&play), "Nobody saw it. ... length", "it is in the journal");
    play.keys("u");
    assert_eq!((words(&play).as_str(), stated(&play).confidence), ("Bob likes Ann.", None));
}

#[test]
fn a_note_is_written_from_the_form_which_says_what_its_polarity_means() {
    let mut play = form(100, 30);
    let meant = play.runtime.state.config.stance(newsgloss::model::Polarity::Support).definition.clone();
    let start: String = meant.chars().take(30).collect();
    assert!(play.screen().contains(&start), "{start}: {}", play.screen());
    play.keys("Down Down Right");
    assert!(!play.screen().contains(&start), "another polarity means something else: {}", play.screen());
    play.keys("Left Up Up Up Right").write("Hearsay.").keys("Ctrl+s");
    assert!(play.screen().contains("note       Hearsay."), "{}", play.screen());
    play.keys("Ctrl+t").write("Only ").keys("Ctrl+s Enter");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    let note = &reader.annotations.notes[0];
    assert!(note.text.contains("Only") && note.text.contains("Hearsay."), "{}", note.text);
    assert_eq!(note.on, newsgloss::model::On::Annotation(reader.annotations.stances[0].id.clone()));
    assert_eq!(reader.annotations.notes.len(), 1, "it is changed, not written twice");
}

#[test]
fn esc_closes_a_form_that_waits_for_words() {
    let mut play = form(100, 30);
    play.keys("Ctrl+e");
    assert!(play.status().contains("Esc closes it"), "{}", play.status());
    play.keys("Esc");
    assert_eq!(play.status(), "The stance form is closed; nothing is changed.");
    play.keys("/").write("Nobody").keys("Enter Esc e");
    assert!(play.runtime.state.overlays.is_empty(), "no form comes back: {}", play.screen());
}

#[test]
fn the_evidence_says_who_is_how_sure_and_what_else_says_so() {
    let mut play = form(100, 30);
    play.keys("Down Down Down 2 Down 4 Ctrl+a /").write("length").keys("Enter Esc e Enter g s Enter");
    let screen = play.screen();
    for words in ["tester 4/5", "by tester (intensity 2 of 5, confidence 4 of 5)", "further evidence: “length”"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn the_evidence_of_one_annotator_can_be_asked_for() {
    let folder = made(12);
    let mut play = open(&folder, 100, 30);
    play.keys("S Enter");
    let shown = |play: &Play| {
        let page = play.runtime.state.stances.page.as_ref().unwrap();
        let said = (0..page.shown.len()).map(|at| page.place(at).unwrap().1.said.clone());
        said.map(|said| said.into_iter().map(|it| it.annotator.to_string()).collect()).collect::<Vec<Vec<String>>>()
    };
    let all = shown(&play).len();
    let mut names: Vec<String> = shown(&play).concat();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 2);
    for name in &names {
        play.keys("a");
        let of_one = shown(&play);
        assert!(!of_one.is_empty() && of_one.len() < all && of_one.iter().all(|said| said.contains(name)), "{name}");
        assert!(play.screen().contains(&format!("by {name}")), "{}", play.screen());
    }
    play.keys("a");
    assert_eq!(shown(&play).len(), all);
}

#[test]
fn the_form_is_drawn_at_every_size() {
    for (columns, rows) in [(4, 2), (20, 5), (300, 80)] {
        let mut play = form(columns, rows);
        play.keys("Ctrl+f f Ctrl+f Esc Ctrl+l Esc Ctrl+e e Ctrl+a e Enter e Ctrl+e q");
    }
}
