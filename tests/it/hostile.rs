//! Articles, tags, notes and names that try to act on the terminal: whatever they hold, the program sends it only what it
//! also sends for a harmless library.

use crate::libraries::Lib;
use crate::payloads::payloads;
use crate::pty::{Start, Term};
use std::collections::BTreeSet;
use std::time::Duration;

/// Makes an article of one payload, or of a harmless word.
fn article(payload: &[u8]) -> Vec<u8> {
    let mut out = b"Title: Maria Borg ".to_vec();
    out.extend_from_slice(payload);
    out.extend_from_slice(b" in Valletta\nDate: 2024-05-01\nSource: Wire ");
    out.extend_from_slice(payload);
    out.extend_from_slice(b"\n\nMaria Borg met Anton Weiss in Malta. ");
    for _ in 0..3 {
        out.extend_from_slice(b"Borg ");
        out.extend_from_slice(payload);
        out.extend_from_slice(b" praised Weiss. Q");
        out.extend_from_slice(payload);
        out.extend_from_slice(b"Q is new.\n\n");
    }
    out
}

/// A journal of another annotator in which the payload is tag, note and entity, as a merged folder could bring it.
fn journal(payload: &str) -> String {
    use newsgloss::formats::journal::write;
    use newsgloss::model::{Act, Id, On, What};
    let act = |id: &str, what| Act {
        id: Id::from(id),
        at: jiff::Timestamp::UNIX_EPOCH,
        group: None,
        what,
        extra: toml::Table::new(),
    };
    let label = What::Tag { label: format!("t{payload}g"), on: On::Article };
    let note = What::Note { text: format!("n{payload}\nsecond"), on: On::Article };
    [act("1", label), act("2", note)].iter().map(write).collect()
}

fn library(payload: &[u8]) -> Lib {
    let lib = Lib::of(&[("plain.txt", article(payload))]);
    let text = String::from_utf8_lossy(payload).into_owned();
    // A file name may hold anything but `/` and NUL.
    let name: String = text.chars().filter(|c| !"/\0".contains(*c)).take(40).collect();
    let name = format!("n{name}e.txt");
    lib.write(&name.replace('\n', ""), &article(payload));
    let other = lib.root().join("annotations/o t");
    std::fs::create_dir_all(&other).unwrap();
    std::fs::write(other.join("plain.txt.toml"), journal(&text)).unwrap();
    lib
}

/// Goes through every screen and overlay, and returns what was seen on the way; the pause lets each be drawn.
fn tour(term: &mut Term, payload: &str) -> String {
    let mut seen = String::new();
    let paste = format!("\x1b[200~{}\x1b[201~", payload.replace('\x1b', ""));
    let note = format!("M{paste}");
    let tag = format!("t{paste}");
    let steps = [
        "j", "k", "/Bo", "rg\r", "\x1b", "?", "\x1b", ":sort", "\x1b", "E", "\x1b", "\r", "Z", "1", "+", "e", "\x1b",
        "/Bo", "rg\r", "n", "\x1b", "f", "\x1b", "z", "z", "p", "p", "p", "p", "t", "\x1b", &tag, "\x1b", "M", "\x1b",
        &note, "\x13", "E", "\x1b", "u", "U", ":tag", "\x1b", "?", "\x1b", "G", "\x13", "Q", "j", "o", "r", "u", "q",
        "]", "p", "p", "p", "p", "t", "\x1b",
    ];
    for step in steps {
        term.keys(step);
        term.drawn_since_key();
        if step == "\x1b" {
            term.settle(Duration::from_millis(40)); // with the next key it would be one with Alt
        }
        if step == "\r" {
            term.wait_for("Anton Weiss●"); // the suggestions have come
        }
        seen.push_str(&term.screen());
    }
    seen
}

/// Returns what acts in a stream of bytes: the shape of each sequence, each control, each character that is not seen.
fn shapes(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut out = BTreeSet::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' if chars.peek() == Some(&'[') => {
                chars.next();
                let mut shape = "CSI ".to_owned();
                for c in chars.by_ref() {
                    // Numbers differ from frame to frame; private modes and what they name do not.
                    let keep = !c.is_ascii_digit() && c != ';' || shape.starts_with("CSI ?");
                    shape.extend(keep.then_some(c));
                    if ('\u{40}'..='\u{7e}').contains(&c) {
                        break;
                    }
                }
                out.insert(shape);
            }
            '\u{1b}' => {
                out.insert(format!("ESC {:?}", chars.next()));
            }
            '\u{fffd}' => {} // the mark for what was no text; a stray byte is found below
            c if acts(c) => {
                out.insert(format!("U+{:04X}", u32::from(c)));
            }
            _ => {}
        }
    }
    if std::str::from_utf8(bytes).is_err() {
        out.insert("bytes that are not UTF-8".to_owned());
    }
    out
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c), 0xAD | 0x61C | 0x115F | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF0..=0xFFFC | 0xE000..=0xF8FF | 0xE0000..=0x10_FFFF)
}

fn run(payload: &[u8], columns: u16) -> (BTreeSet<String>, String) {
    let lib = library(payload);
    let mut term = Start::on(lib.root()).size(columns, 24).go();
    term.wait_for("of 2");
    // What is drawn when the texts are indexed is no answer to a key.
    term.settle(Duration::from_millis(400));
    let seen = tour(&mut term, &String::from_utf8_lossy(payload));
    term.keys("\x1b");
    term.settle(Duration::from_millis(40));
    assert!(term.process().is_some_and(|(state, _)| state != 'Z'), "it ended on {payload:?}: {}", term.screen());
    term.signal(rustix::process::Signal::TERM);
    term.end();
    assert_eq!(term.left_behind(), Vec::<String>::new(), "{payload:?}");
    (shapes(&term.bytes()), seen)
}

fn hold(payload: &[u8], columns: u16, benign: &BTreeSet<String>) {
    let (sent, _) = run(payload, columns);
    let more: Vec<_> = sent.difference(benign).collect();
    assert!(more.is_empty(), "{payload:?} at {columns} columns sent {more:?}");
}

#[test]
#[ignore = "long: every payload on every screen"]
fn long_hostile_words_send_nothing_that_harmless_words_do_not() {
    for columns in [60, 110] {
        let (mut benign, seen) = run(b"word", columns);
        for overlay in
            ["Note on the article", "Export", "Commands", "Keys", "Tags", "twordg", "search:", "filter:", "Review"]
        {
            assert!(seen.contains(overlay), "the tour at {columns} columns never saw {overlay:?}:\n{seen}");
        }
        benign.extend(run("Łódź 習近平 e\u{301}".as_bytes(), columns).0);
        println!("{columns} columns: {benign:?}");
        let all = payloads();
        assert!(all.len() >= 60);
        std::thread::scope(|scope| {
            for share in all.chunks(all.len().div_ceil(4)) {
                scope.spawn(|| share.iter().for_each(|payload| hold(payload, columns, &benign)));
            }
        });
        println!("{} payloads at {columns} columns sent nothing else", all.len());
    }
}
