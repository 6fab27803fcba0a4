//! Stands in until the readers are merged.
use crate::model::{Article, ArticleId, Meta, TextHash};
use crate::text::Body;
/// Reads.
pub fn read(id: &ArticleId, bytes: &[u8]) -> Article {
    let text = String::from_utf8_lossy(bytes).trim().to_owned();
    Article {
        id: id.clone(),
        meta: read_meta(id, bytes),
        hash: TextHash::of(&text),
        body: Body::new(text),
        complaints: vec![],
    }
}
/// Reads.
pub fn read_meta(id: &ArticleId, _: &[u8]) -> Meta {
    Meta { title: id.to_string(), ..Meta::default() }
}
/// Says.
pub fn is_article(path: &str) -> bool {
    path.ends_with(".txt") || path.ends_with(".md")
}
/// Format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// M
    Markdown,
    /// C
    Csv,
    /// J
    Jsonl,
}
impl Format {
    /// All.
    pub const ALL: [Self; 3] = [Self::Markdown, Self::Csv, Self::Jsonl];
    /// Ext.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }
}
impl Format {
    /// n
    pub const fn name(self) -> &'static str {
        "x"
    }
    /// n
    pub const fn about(self) -> &'static str {
        "x"
    }
}
