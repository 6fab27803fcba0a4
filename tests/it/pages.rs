//! Ten saved pages of ten styles and nine languages: what each says about its article is read, and no sentence is lost.

use newsgloss::formats::intake::{How, Item, Piece, read};
use newsgloss::model::ArticleId;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data/pages");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "html"));
    pages.sort();
    pages
}

fn taken(page: &Path) -> Item {
    let mut found = Vec::new();
    let mut give = |_: &str, piece: Piece| {
        found.push(piece);
        ControlFlow::Continue(())
    };
    read("page.html", &mut std::fs::File::open(page).unwrap(), &How::default(), &mut give);
    match found.pop() {
        Some(Piece::Article(item)) if found.is_empty() => *item,
        other => panic!("{}: {other:?} after {found:?}", page.display()),
    }
}

fn plain(text: &str) -> String {
    text.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn ten_pages_keep_their_metadata_and_every_sentence() {
    let pages = pages();
    assert_eq!(pages.len(), 10);
    let mut wrong = Vec::new();
    for page in pages {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        let expected = std::fs::read(page.with_extension("txt")).unwrap();
        let expected = newsgloss::formats::read(&ArticleId::new("a.txt"), &expected);
        let item = taken(&page);
        if item.meta != expected.meta {
            wrong.push(format!("{name}: {:#?} is not {:#?}", item.meta, expected.meta));
        }
        let text = plain(&item.text);
        for line in expected.body.as_str().lines() {
            match line.strip_prefix("NOT ") {
                Some(other) if text.contains(&plain(other)) => wrong.push(format!("{name}: has “{other}”")),
                None if !text.contains(&plain(line)) => wrong.push(format!("{name}: lost “{line}”")),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
