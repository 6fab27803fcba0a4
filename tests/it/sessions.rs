//! Whole sessions in a real terminal: what is marked is found again, and the terminal is given back.

use crate::libraries::Lib;
use crate::pty::{LIMIT, Start, Term};
use newsgloss::model::What;
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// The one article of most of these libraries.
const NAME: &str = "2024-05-01-valletta.txt";
const TEXT: &str = "Title: Ministers meet in Valletta\nDate: 2024-05-01\nSource: Sample Wire\n\n\
Maria Borg met Anton Weiss in Valletta. Borg praised the plan of the Danube Council. Weiss opposed it.\n\n\
Later the Danube Council published the plan. Nobody from Malta spoke.\n";

fn one() -> Lib {
    Lib::of(&[(NAME, TEXT)])
}

/// Starts and opens the only article, unless the program does so itself because it was open last.
fn reading(start: Start<'_>) -> Term {
    let kept = std::fs::read_to_string(start.library.join("annotations/me/reading.toml")).unwrap_or_default();
    let mut term = start.go();
    if !kept.contains("\"reader\"") {
        term.wait_for("1 of 1");
        term.keys("\r");
    }
    term.wait_for("Nobody from Malta").wait_for("LOC   Malta"); // the suggestions have come
    term
}

/// Marks the word at the start of the text and waits until the disk has it.
fn mark_and_save(term: &mut Term) {
    term.keys("gg1\x13");
    term.wait_for("on the disk.");
}

#[test]
fn what_is_marked_is_there_after_a_restart() {
    let lib = one();
    let mut term = reading(Start::on(lib.root()));
    mark_and_save(&mut term);
    term.keys("G");
    let before = term.wait_gone("Saved:").status_line();
    term.keys("qq");
    assert_eq!(term.end(), 0);
    let parsed = lib.journal(NAME);
    assert!(parsed.complaints.is_empty() && parsed.damaged.is_empty(), "{:?}", parsed.complaints);
    assert!(matches!(&parsed.acts[0].what, What::Mention { .. }), "{:?}", parsed.acts);

    let again = reading(Start::on(lib.root()));
    let after = again.screen();
    let percent = before.split(" %").next().unwrap().trim();
    assert_ne!(percent, "0");
    assert!(after.contains(&format!("{percent} %")), "read up to {before:?}, now\n{after}");
    assert!(!after.contains(" 0 mentions"), "{after}");
}

#[test]
fn the_terminal_is_given_back_after_quit_and_after_signals() {
    let ends = [(None, 0), (Some(Signal::TERM), 143), (Some(Signal::INT), 130), (Some(Signal::HUP), 129)];
    for (signal, status) in ends.into_iter().chain([(Some(Signal::QUIT), 131)]) {
        let lib = one();
        let mut term = reading(Start::on(lib.root()));
        assert!(term.left_behind().len() >= 4, "a running program holds the terminal: {:?}", term.left_behind());
        mark_and_save(&mut term);
        match signal {
            None => drop(term.keys("qq")),
            Some(signal) => drop(term.signal(signal)),
        }
        assert_eq!(term.end(), status, "{signal:?}");
        assert_eq!(term.left_behind(), Vec::<String>::new(), "{signal:?}");
        assert_eq!(lib.journal(NAME).acts.len(), 1, "{signal:?}");
    }
}

#[test]
fn acts_typed_just_before_a_signal_are_written() {
    let lib = one();
    let mut term = reading(Start::on(lib.root()));
    term.keys("gg1");
    term.wait_for("1 marked");
    term.signal(Signal::TERM);
    assert_eq!(term.end(), 143);
    assert_eq!(lib.journal(NAME).acts.len(), 1);
}

#[test]
fn a_stopped_program_gives_the_terminal_back_and_works_on() {
    let lib = one();
    let mut term = reading(Start::on(lib.root()));
    for stop in ["key", "signal"] {
        match stop {
            "key" => drop(term.keys("\x1a")),
            _ => drop(term.signal(Signal::TSTP)),
        }
        let end = Instant::now() + LIMIT;
        while term.process().unwrap().0 != 'T' {
            assert!(Instant::now() < end, "it did not stop by {stop}");
            std::thread::sleep(Duration::from_millis(5));
        }
        term.settle(Duration::from_millis(50));
        assert_eq!(term.left_behind(), Vec::<String>::new(), "while stopped by {stop}");
        term.signal(Signal::CONT);
        term.wait_for("Nobody from Malta");
        assert!(term.left_behind().len() >= 4, "it holds the terminal again");
    }
    mark_and_save(&mut term);
    term.keys("qq");
    assert_eq!(term.end(), 0);
    assert_eq!(term.left_behind(), Vec::<String>::new());
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_so() {
    if !cfg!(debug_assertions) {
        return; // the way to provoke one is not compiled into a release
    }
    let lib = one();
    let mut term = Start::on(lib.root()).env("NEWSGLOSS_PROVOKE_PANIC", "1").go();
    assert_eq!(term.end(), 101);
    assert_eq!(term.left_behind(), Vec::<String>::new());
    assert!(term.has("newsgloss stopped because of a defect in it"), "{}", term.screen());
}

#[test]
fn a_closed_window_ends_the_program_within_a_second() {
    let lib = one();
    let mut term = reading(Start::on(lib.root()));
    mark_and_save(&mut term);
    let pid = term.pid();
    let before = term.process().unwrap().1;
    term.hang_up();
    let closed = Instant::now();
    assert!(term.ended_within(Duration::from_secs(1)).is_some(), "it outlived its window");
    assert!(closed.elapsed() < Duration::from_secs(1));
    assert!(rustix::process::test_kill_process(pid).is_err(), "process {pid:?} is left");
    assert!(before < 1000, "it used {before} ticks of a processor");
    assert_eq!(lib.journal(NAME).acts.len(), 1);
}

#[test]
fn two_windows_see_each_others_marks() {
    let lib = one();
    let mut first = reading(Start::on(lib.root()));
    let mut second = reading(Start::on(lib.root()));
    mark_and_save(&mut first);
    second.wait_for_within("1 mention ", Duration::from_secs(1));
    second.keys("/Valletta\r4\x13");
    second.wait_for("on the disk.");
    first.keys("g"); // a key takes the message away
    first.keys("g");
    first.wait_for_within("2 mentions ", Duration::from_secs(1));
    for term in [&mut first, &mut second] {
        term.keys("qq");
        assert_eq!(term.end(), 0);
    }
    let parsed = lib.journal(NAME);
    assert_eq!((parsed.acts.len(), parsed.complaints.len()), (2, 0));
}

#[test]
fn an_unfinished_note_survives_a_kill() {
    let lib = one();
    let mut term = reading(Start::on(lib.root()));
    term.keys("M");
    term.wait_for("Note on the article");
    term.keys("half a thought");
    term.wait_for("half a thought");
    let drafts = lib.root().join("annotations/me/.drafts").join(NAME);
    let kept = || {
        let files = std::fs::read_dir(&drafts).into_iter().flatten().flatten();
        // A part that is still being written has another ending.
        let whole =
            files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
        whole.filter_map(|path| std::fs::read_to_string(path).ok()).collect::<Vec<_>>()
    };
    let end = Instant::now() + Duration::from_secs(2);
    while !kept().iter().any(|text| text.contains("half a thought")) {
        assert!(Instant::now() < end, "the draft is not on the disk after two seconds");
        std::thread::sleep(Duration::from_millis(5));
    }
    term.kill();
    let mut again = reading(Start::on(lib.root()));
    again.keys("gd");
    again.wait_for("Unfinished note").wait_for("half a thought");
    again.keys("\x13");
    again.wait_gone("Unfinished note");
    again.keys("\x13");
    again.wait_for("on the disk.");
    let acts = lib.journal(NAME).acts;
    assert!(matches!(&acts[0].what, What::Note { text, .. } if text == "half a thought"), "{acts:?}");
    assert!(kept().is_empty(), "the draft goes when the note is saved");
}

/// Sets how large a file the program may write: a disk that refuses, without a disk.
fn allow(term: &Term, bytes: Option<u64>) {
    let limit = rustix::process::Rlimit { current: bytes, maximum: None };
    rustix::process::prlimit(Some(term.pid()), rustix::process::Resource::Fsize, limit).unwrap();
}

#[test]
fn a_disk_that_refuses_is_told_and_nothing_is_lost() {
    let lib = one();
    let ignoring = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""];
    let mut term = reading(Start::on(lib.root()).under(&ignoring));
    mark_and_save(&mut term);
    let whole = std::fs::read(lib.journal_path(NAME)).unwrap();
    // Ten bytes of the next block still fit: a torn write.
    allow(&term, Some(whole.len() as u64 + 10));
    term.keys("/Weiss\r1");
    term.wait_for("NOT SAVED");
    assert_eq!(std::fs::read(lib.journal_path(NAME)).unwrap(), whole, "what a failed write left is taken back");
    term.keys("!"); // a message of its own covers why it was refused, a motion uncovers it
    term.wait_for("this place only");
    term.keys("!h");
    term.wait_for("NOT SAVED: cannot write");
    term.keys("q");
    term.wait_for("2024-05-01");
    term.keys("q");
    term.wait_for("NOT on the disk");
    term.keys("\r");
    term.wait_for("Nobody from Malta");
    allow(&term, None);
    term.keys("\x13");
    term.wait_for("on the disk.");
    term.keys("qq");
    assert_eq!(term.end(), 0);
    let parsed = lib.journal(NAME);
    assert!(parsed.complaints.is_empty() && parsed.damaged.is_empty(), "{:?}", parsed.complaints);
    assert!(parsed.acts.len() >= 2, "{:?}", parsed.acts);
}

#[test]
fn an_idle_program_rests() {
    let lib = one();
    // The slower suggestions take their time in a build for tests, and come with a frame.
    std::fs::write(lib.root().join("config.toml"), "careful = false\n").unwrap();
    let mut term = reading(Start::on(lib.root()));
    mark_and_save(&mut term);
    term.keys("l").settle(Duration::from_secs(1));
    let (bytes, ticks) = (term.bytes().len(), term.process().unwrap().1);
    std::thread::sleep(Duration::from_secs(2)); // the one wait that is the thing measured
    assert_eq!(term.bytes().len(), bytes, "it wrote to the terminal");
    assert!(term.process().unwrap().1 - ticks <= 2, "it used the processor");
}
