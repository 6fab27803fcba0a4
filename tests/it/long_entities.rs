//! A merge in a large library, timed: an entity with 50,000 mentions in 5,000 articles, among 20,000 others.

use crate::play::Play;
use newsgloss::app::{Event, parse_keys};
use newsgloss::formats::journal::write;
use newsgloss::model::{Act, Anchor, Id, TextHash, What};
use newsgloss::store::{Library, Snapshot};
use newsgloss::text::{Body, Span};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ARTICLES: usize = 5_000;
const NAMED: usize = 10;
const OTHERS: usize = 20;
const NAMES: usize = 20_000;

/// Writes one article with its journal: ten mentions of the one, under two names, and some of others.
fn article(folder: &TempDir, number: usize) {
    let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
    let mut text = String::new();
    let mut names = Vec::new();
    for at in 0..NAMED + OTHERS {
        let name = match at {
            0..NAMED if number.is_multiple_of(2) => "Qorvex".to_owned(),
            0..NAMED => "Old Qorvex".to_owned(),
            _ => format!("Name{}", (number * 31 + at * 677) % NAMES),
        };
        names.push((text.len() + 9, name.clone()));
        let _ = writeln!(text, "It seems {name} was seen again that day.");
    }
    let head = format!("Title: Article {number}\nDate: 2023-{month:02}-{day:02}\n\n");
    let file = folder.path().join(format!("articles/{number:04}.txt"));
    std::fs::write(file, format!("{head}{text}")).unwrap();
    let (body, hash) = (Body::new(text.trim_end().to_owned()), TextHash::of(text.trim_end()));
    let mut journal = String::new();
    for (act, (start, entity)) in names.into_iter().enumerate() {
        let anchor = Anchor::new(&body, &hash, Span::new(start, start + entity.len()));
        let what = What::Mention { kind: "PER".to_owned(), entity, anchor, more: Vec::new(), score: None };
        let id = Id::from(format!("{number:04}-{act:02}"));
        journal.push_str(&write(&Act {
            id,
            at: jiff::Timestamp::UNIX_EPOCH,
            group: None,
            what,
            extra: toml::Table::new(),
        }));
    }
    std::fs::write(folder.path().join(format!("annotations/tester/{number:04}.txt.toml")), journal).unwrap();
}

/// Presses a key and runs the loop until nothing is left to do; returns the whole time and that of the slowest frame.
fn pressed(play: &mut Play, key: &str) -> (Duration, Duration) {
    let begun = Instant::now();
    let mut slowest = Duration::ZERO;
    play.runtime.handle(Event::Key(parse_keys(key).unwrap()[0]));
    let mut quiet = 0;
    let mut step = Instant::now();
    while quiet < 2 {
        let (busy, handled) = (play.runtime.is_busy(), play.runtime.handled());
        play.runtime.step(Some(Duration::ZERO)).unwrap();
        play.runtime.draw().unwrap();
        slowest = slowest.max(step.elapsed());
        quiet = if !busy && play.runtime.handled() == handled { quiet + 1 } else { 0 };
        std::thread::sleep(Duration::from_millis(1));
        step = Instant::now();
    }
    (begun.elapsed(), slowest)
}

#[test]
#[ignore = "long: a library of 5,000 annotated articles"]
fn long_a_large_merge_is_timed() {
    let folder = Arc::new(TempDir::new().unwrap());
    std::fs::create_dir_all(folder.path().join("articles")).unwrap();
    std::fs::create_dir_all(folder.path().join("annotations/tester")).unwrap();
    (0..ARTICLES).for_each(|number| article(&folder, number));
    // The index first: the program itself would do it while it is used, and the figures are about the merge.
    let indexed = Library::new(folder.path(), "tester");
    indexed.keep_rows(&indexed.scan_quietly(&Snapshot::default()).snapshot.marked).unwrap();
    let mut play = Play::open(&folder, 120, 40, "suggestions = false");
    for (at, key) in ["e", "j", "m", "k", "m", "Enter", "u", "U", "/", "q", "o", "Enter", "Enter", "G", "Esc"]
        .into_iter()
        .enumerate()
    {
        let (all, frame) = pressed(&mut play, key);
        println!(
            "{key:>6}: {:>7.1} ms in all, slowest frame {:>5.1} ms",
            all.as_secs_f64() * 1e3,
            frame.as_secs_f64() * 1e3
        );
        if at == 5 {
            let list = &play.runtime.state.entities.list;
            let merged = list.current().unwrap();
            assert_eq!((merged.mentions, merged.seen.len()), (ARTICLES * NAMED, ARTICLES), "{}", play.status());
        }
    }
}
