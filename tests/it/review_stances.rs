//! Stances in the queue of what is proposed: after the names of their sentence, decided with the same keys.

use crate::play::{Play, library};
use newsgloss::app::Proposal;
use std::sync::Arc;
use tempfile::TempDir;

/// Names are proposed by lessons alone; two sentences say a stance.
fn taught(columns: u16, rows: u16) -> (Arc<TempDir>, Play) {
    let folder = library(&[
        ("a.txt", "Title: Alpha\n\nThey like qorvex and zembla."),
        ("b.txt", "Title: Beta\n\nThey like zembla."),
        ("s.txt", "Title: Sigma\n\nThey saw zembla. Then qorvex condemned zembla. In the end qorvex praised zembla."),
    ]);
    let mut play = Play::open(&folder, columns, rows, "advance = false");
    play.keys("/").write("alpha").keys("Enter Enter");
    play.keys("/").write("qorvex").keys("Enter Esc 2 /").write("zembla").keys("Enter Esc 3 q Esc");
    play.keys("/").write("beta").keys("Enter Enter /").write("zembla").keys("Enter Esc 3 q Esc");
    (folder, play)
}

fn queue(play: &Play) -> Vec<String> {
    let review = play.runtime.state.review.as_ref().expect("the queue is open");
    let say = |proposal: &Proposal| match &proposal.stance {
        Some(stance) => format!("{} {} {}", stance.holder_name(), stance.polarity.word(), proposal.entity),
        None => format!("{} {}", proposal.entity, proposal.places.len()),
    };
    review.shown.iter().map(|at| say(review.proposal(*at).unwrap().1)).collect()
}

/// The stances of the article, as they stand.
fn stances(play: &mut Play) -> Vec<String> {
    play.keys("q Esc /").write("sigma").keys("Enter Enter");
    let reader = play.runtime.state.reader.as_ref().unwrap();
    let say = |stance: &newsgloss::model::Stance| {
        let words = reader.article.body.slice(stance.span);
        let tied = stance.target.mention.as_ref().is_some_and(|id| reader.annotations.mention(id).is_some());
        format!("{} {} {} {tied}: {words}", stance.holder.name(), stance.polarity.word(), stance.target.entity)
    };
    reader.annotations.stances.iter().map(say).collect()
}

const OPPOSES: &str = "qorvex oppose zembla";
const SUPPORTS: &str = "qorvex support zembla";

#[test]
fn stances_come_after_their_names_and_are_accepted_with_the_same_key() {
    let (_folder, mut play) = taught(120, 40);
    play.keys("Q");
    assert_eq!(queue(&play), ["qorvex 2", "zembla 3", OPPOSES, SUPPORTS], "by certainty");
    play.keys("o");
    assert_eq!(queue(&play), ["zembla 3", "qorvex 2", OPPOSES, SUPPORTS], "by the text");
    let screen = play.screen();
    assert!(screen.contains("Review  2 names, 2 stances"), "{screen}");
    play.keys("j j");
    let screen = play.screen();
    for words in ["oppose: qorvex → zembla", "Then qorvex condemned zembla.", "▼      70 %  qorvex → zembla"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    play.keys("g Enter Enter Enter");
    assert_eq!(play.status(), "qorvex oppose zembla: accepted; u takes it back.");
    assert_eq!(queue(&play), [SUPPORTS]);
    play.keys("G Enter");
    assert!(play.screen().contains("Everything here is decided."), "{}", play.screen());
    assert_eq!(
        stances(&mut play),
        [
            "qorvex oppose zembla true: Then qorvex condemned zembla.",
            "qorvex support zembla true: In the end qorvex praised zembla."
        ]
    );
}

#[test]
fn a_polarity_key_accepts_with_that_polarity_and_takes_undecided_names_along() {
    for (key, polarity) in [("+", "support"), ("-", "oppose"), ("0", "neutral"), ("~", "ambiguous")] {
        let (_folder, mut play) = taught(80, 24);
        play.keys("Q o j j").keys(key);
        assert_eq!(play.status(), format!("qorvex {polarity} zembla: accepted, with 2 names; u takes it back."));
        assert_eq!(queue(&play), [SUPPORTS]);
        assert_eq!(stances(&mut play), [format!("qorvex {polarity} zembla true: Then qorvex condemned zembla.")]);
        play.keys("u");
        assert!(play.mentions().is_empty(), "it is one undo in the article too");
    }
    let (_folder, mut play) = taught(80, 24);
    play.keys("Q +");
    assert!(play.status().starts_with("This is a name; + - 0 ~"), "{}", play.status());
    play.keys("G 1");
    assert!(play.status().starts_with("A stance has no entity type"), "{}", play.status());
    play.keys("A");
    assert!(play.status().starts_with("Stances are decided one by one"), "{}", play.status());
    assert_eq!(queue(&play).len(), 4);
}

#[test]
fn undo_and_redo_walk_all_decisions() {
    let (_folder, mut play) = taught(120, 40);
    play.keys("Q o Enter Enter");
    play.keys("r");
    assert_eq!(play.status(), "Rejected qorvex oppose zembla; u takes it back.");
    play.keys("-");
    assert_eq!(play.status(), "qorvex oppose zembla: accepted; u takes it back.");
    assert!(queue(&play).is_empty());
    play.keys("u");
    assert_eq!((queue(&play), play.status()), (vec![SUPPORTS.to_owned()], "Undone: qorvex support zembla.".to_owned()));
    play.keys("u u u");
    assert_eq!(queue(&play), ["zembla 3", "qorvex 2", OPPOSES, SUPPORTS]);
    play.keys("u");
    assert!(play.status().starts_with("Nothing was decided here"), "{}", play.status());
    play.keys("Ctrl+r");
    assert_eq!((queue(&play).len(), play.status()), (3, "Redone: zembla.".to_owned()));
    play.keys("U U U");
    assert_eq!((queue(&play).len(), play.status()), (0, "Redone: qorvex support zembla.".to_owned()));
    play.keys("U");
    assert!(play.status().starts_with("Nothing was taken back here"), "{}", play.status());
    play.keys("u u U u r U");
    assert!(play.status().starts_with("Nothing was taken back here"), "a decision forgets what could be done again");
    assert_eq!(queue(&play), [SUPPORTS]);
    play.keys("Enter");
    assert_eq!(stances(&mut play), ["qorvex support zembla true: In the end qorvex praised zembla."]);
    assert_eq!(play.mentions().len(), 5);
    assert_eq!(play.runtime.state.reader.as_ref().unwrap().annotations.rejections.len(), 1);
    let mut play = play.restart();
    play.keys("q Q");
    assert!(queue(&play).is_empty(), "what was decided is decided after a restart: {:?}", queue(&play));
}

#[test]
fn a_stance_goes_with_its_target_and_comes_back_with_it() {
    let (_folder, mut play) = taught(120, 40);
    play.keys("Q o r");
    assert_eq!(queue(&play), ["qorvex 2"]);
    play.keys("u");
    assert_eq!(queue(&play).len(), 4);
    play.keys("U");
    assert_eq!(queue(&play), ["qorvex 2"]);
}

#[test]
fn what_is_decided_in_the_article_meanwhile_is_decided_here() {
    let (_folder, mut play) = taught(120, 40);
    play.keys("Q o j j l");
    assert_eq!(play.selected(), "zembla");
    play.keys("Enter - Q");
    assert_eq!(queue(&play), ["qorvex 2", SUPPORTS]);
    play.keys("G Enter");
    let found = stances(&mut play);
    assert_eq!(found.len(), 2);
    assert!(found[1].starts_with("qorvex support zembla true"), "it is tied to the mention made there: {found:?}");
}

#[test]
fn stances_are_drawn_at_every_size() {
    for (columns, rows) in [(1, 1), (2, 3), (20, 5), (60, 20), (300, 80)] {
        let (_folder, mut play) = taught(columns, rows);
        play.keys("Q G k j + u U - Ctrl+r u r u U ? q Esc");
    }
}
