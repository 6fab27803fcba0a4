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
    read_page(&std::fs::read(page).unwrap(), &page.display().to_string())
}

fn read_page(page: &[u8], name: &str) -> Item {
    let mut found = Vec::new();
    let mut give = |_: &str, piece: Piece| {
        found.push(piece);
        ControlFlow::Continue(())
    };
    read("page.html", &mut std::io::Cursor::new(page), &How::default(), &mut give);
    match found.pop() {
        Some(Piece::Article(item)) if found.is_empty() => *item,
        other => panic!("{name}: {other:?} after {found:?}"),
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

/// What pages of today put between and around the paragraphs, and what they do to the paragraphs themselves.
#[test]
fn what_a_page_calls_no_part_of_its_article_stays_out() {
    let said = |number: usize| {
        format!("Sentence {number} of the report says what the harbour board decided on its long Monday.")
    };
    let deep = "<div>".repeat(900);
    let page = format!(
        "<html><head><title>Harbour</title><script>let menu = '{deep}'</script><!-- {deep} --></head><body>
        <div class=site-menu><p>Menu of the day, of the week, and of all the years that went before it.</p></div>
        <main><h1>Harbour</h1><p class='paywall meta'>{}</p>
        <figure><img src=x><figcaption>A crane, seen from the old pier at dusk</figcaption></figure>
        <h2 class=subheader-banner>What comes next</h2><p>{}</p>
        <div class=article-shareTools><p>Tell your friends about this on every network there is, and soon</p></div>
        <p><a href=/ferry>Ferry prices rise again</a></p><p>Photo: Jane Doe</p><div class=part><p>{}</p></div>
        <h3>More on this</h3><ul><li><a href=/a>One</a><li><a href=/b>Two</a></ul></main>
        <section id=comments>{}</section><iframe src=y>{}</body>",
        said(1),
        said(2),
        said(3),
        "<p>A reader wrote at length that nobody had asked the fishermen about any of it, as ever.</p>".repeat(9),
        said(4),
    );
    let item = read_page(page.as_bytes(), "the page");
    assert_eq!(item.text, format!("{}\n\n## What comes next\n\n{}\n\n{}", said(1), said(2), said(3)));
}
