//! Floor 2: bytes <-> model, a file a format. Knows no disk: it is given bytes and gives bytes.

mod article_out;
pub mod config;
mod csv_out;
mod day;
mod decode;
pub mod entities;
mod entities_in;
mod export;
#[cfg(test)]
mod fixture;
pub mod import;
pub mod intake;
pub mod journal;
mod journal_entity;
mod journal_value;
mod jsonl;
mod jsonl_read;
mod jsonl_shape;
mod markdown;
mod markdown_escape;
mod markdown_out;
mod txt;
mod values;

pub use article_out::write_article;
pub use csv_out::table as csv_table;
pub use decode::HEAD;
pub use export::{Document, Exporter, Fate, Files, Format, Kind, Loss, Piece, Tally};
pub use jsonl::to_json;
pub use jsonl_read::read_jsonl;

use crate::model::{Article, ArticleId, Complaint, Meta, TextHash};
use crate::text::Body;

/// What a format makes of a decoded text.
#[derive(Debug, Default)]
struct Parts<'t> {
    meta: Meta,
    body: &'t str,
    complaints: Vec<Complaint>,
}

/// Reads an article from the bytes of its file; never fails.
#[must_use]
pub fn read(id: &ArticleId, bytes: &[u8]) -> Article {
    let (text, mut complaints) = decode::decode(bytes);
    let parts = parts(id, &text);
    complaints.extend(parts.complaints);
    let hash = TextHash::of(parts.body);
    Article { id: id.clone(), meta: parts.meta, body: Body::new(parts.body), hash, complaints }
}

/// Returns the metadata from the first [`HEAD`] bytes of a file, or all of a shorter one: the same as [`read`] gives.
#[must_use]
pub fn read_meta(id: &ArticleId, head: &[u8]) -> Meta {
    parts(id, &decode::decode(head).0).meta
}

/// Says whether a path below `articles/` is one of a format that is read; hidden files and folders are not.
#[must_use]
pub fn is_article(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    !hidden && matches!(extension(path).as_str(), "txt" | "md" | "markdown")
}

fn parts<'t>(id: &ArticleId, text: &'t str) -> Parts<'t> {
    let mut parts = match extension(id.as_str()).as_str() {
        "md" | "markdown" => markdown::parse(text),
        _ => txt::parse(text),
    };
    if parts.meta.title.is_empty() {
        parts.meta.title = values::first_sentence(parts.body).unwrap_or_else(|| file_name(id));
    }
    parts
}

fn file_name(id: &ArticleId) -> String {
    let name = id.as_str().rsplit('/').next().unwrap_or_default();
    if name.is_empty() { "untitled".to_owned() } else { name.to_owned() }
}

fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{HEAD, is_article, read, read_meta};
    use crate::model::ArticleId;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn an_article_is_read() {
        let id = ArticleId::new("2023/a.txt");
        let bytes =
            " date 2023-07-10 \r\n\r\n\r\n\r\nNorwegian Premier Åse Lund met a rival – at 🧑‍🌾 fair. They spoke.\r\n\r\n";
        let article = read(&id, bytes.as_bytes());
        assert_eq!(article.meta.date, Some(date(2023, 7, 10)));
        assert_eq!(article.meta.title, "Norwegian Premier Åse Lund met a rival – at 🧑‍🌾 fair.");
        assert!(
            article.body.as_str().starts_with("Norwegian Premier") && article.body.as_str().ends_with("They spoke.")
        );
        assert_eq!(article.complaints, []);
        assert_eq!(read(&id, b"").meta.title, "a.txt");
        assert_eq!(read(&ArticleId::new(""), b"\n").meta.title, "untitled");
    }

    #[test]
    fn paths_of_articles() {
        let cases = [
            ("a.txt", true),
            ("b/c.MD", true),
            ("d.Markdown", true),
            ("e.html", false),
            ("txt", false),
            (".a.txt", false),
            (".git/a.txt", false),
            ("a/.b/c.txt", false),
            ("习.txt", true),
            ("a.txt~", false),
            ("", false),
        ];
        for (path, expected) in cases {
            assert_eq!(is_article(path), expected, "{path}");
        }
    }

    #[test]
    fn a_long_file_shows_the_same_head_in_the_list() {
        let line = "Le ministre a parlé à Genève, où il a été reçu. ";
        for (name, head) in [("a.txt", "date 2023-07-10\n\n"), ("a.md", "---\ndate: 2023-07-10\n---\n")] {
            for encoding in [encoding_rs::UTF_8, encoding_rs::WINDOWS_1252] {
                let text = format!("{head}{}", line.repeat(3000));
                let bytes = encoding.encode(&text).0;
                let id = ArticleId::new(name);
                assert_eq!(read_meta(&id, &bytes[..HEAD]), read(&id, &bytes).meta);
            }
        }
    }

    proptest! {
        #[test]
        fn lists_and_readers_agree(
            name in "[a-z]{1,3}\\.(txt|md)",
            bytes in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..400),
                "((date|Title|source|---|\\+\\+\\+|# a|by)[: ]?[a-zA-Z0-9 é习-]{0,20}\r?\n){0,8}".prop_map(String::into_bytes),
            ],
        ) {
            let id = ArticleId::new(&name);
            let article = read(&id, &bytes);
            prop_assert_eq!(read_meta(&id, &bytes), article.meta.clone());
            prop_assert!(!article.meta.title.is_empty());
        }
    }
}
