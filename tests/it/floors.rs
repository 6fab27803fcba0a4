//! The floors of the house: a module names only modules below its own, and some crates are named on some floors only.

use std::path::{Path, PathBuf};

/// From the ground up; rooms of one floor do not name each other.
const FLOORS: [&[&str]; 7] =
    [&["text"], &["model"], &["recognize", "layout", "formats", "query"], &["store"], &["app"], &["ui"], &["shell"]];

/// Words that may stand only in these rooms.
const ONLY_IN: [(&str, &[&str]); 8] = [
    ("ratatui", &["ui", "shell"]),
    ("crossterm", &["shell"]),
    ("std::fs", &["store"]),
    ("std::{fs", &["store"]),
    ("walkdir", &["store"]),
    ("notify::", &["store"]),
    ("std::env", &["shell"]),
    ("Timestamp::now", &["shell"]),
];

fn floor_of(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The code of a file without comments, and without its tests.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn complaints_of(room: &str, code: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let own = floor_of(room).unwrap_or_else(|| panic!("{room} is on no floor"));
    for (other, above) in
        FLOORS.iter().enumerate().flat_map(|(floor, rooms)| rooms.iter().map(move |room| (*room, floor)))
    {
        let named = ["crate::", "newsgloss::"].iter().any(|root| {
            code.match_indices(&format!("{root}{other}"))
                .any(|(at, found)| !code[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        });
        if named && other != room && above >= own {
            complaints.push(format!("{room} names {other}, which is not below it"));
        }
    }
    for (word, rooms) in ONLY_IN {
        if !rooms.contains(&room) && names(code, word) {
            complaints.push(format!("{room} names {word}"));
        }
    }
    if code.contains("::*;") {
        complaints.push(format!("{room} imports by glob"));
    }
    complaints
}

fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[test]
fn no_floor_names_a_higher_one() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&source, &mut found);
    assert!(found.len() > 50);
    let mut complaints = Vec::new();
    for path in found {
        let below = path.strip_prefix(&source).unwrap();
        let room = below.iter().next().unwrap().to_str().unwrap();
        if room.ends_with(".rs") {
            continue; // lib.rs and main.rs
        }
        complaints
            .extend(complaints_of(room, &code(&path)).into_iter().map(|what| format!("{}: {what}", below.display())));
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn a_line_that_breaks_the_floors_is_seen() {
    let cases = [
        ("model", "use crate::store::Library;"),
        ("layout", "use crate::recognize::suggest;"),
        ("app", "let x = std::fs::read(path);"),
        ("app", "use ratatui::style::Style;"),
        ("store", "std::env::var(\"HOME\")"),
        ("ui", "use crate::app::*;"),
    ];
    for (room, line) in cases {
        assert_eq!(complaints_of(room, line).len(), 1, "{room}: {line}");
    }
    assert!(complaints_of("app", "use crate::store::Row; use crate::text::Span;").is_empty());
}

/// All text reaches the screen through the canvas: nothing else in `ui` names what writes cells.
#[test]
fn only_the_canvas_writes_cells() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui");
    let mut found = Vec::new();
    files(&source, &mut found);
    for path in found.into_iter().filter(|path| !path.ends_with("canvas.rs")) {
        let code = code(&path);
        for word in ["set_string", "set_symbol", "Span::raw", "Line::from", "Paragraph", "set_char", "set_line"] {
            assert!(!names(&code, word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn files_and_functions_stay_small() {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let mut lengths: Vec<(usize, PathBuf)> =
        found.into_iter().map(|path| (std::fs::read_to_string(&path).unwrap().lines().count(), path)).collect();
    lengths.sort();
    let (longest, path) = lengths.last().unwrap();
    assert!(*longest <= 500, "{} has {longest} lines", path.display());
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= 150, "the median file has {median} lines");
}
