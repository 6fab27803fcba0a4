//! A new article's file: written so that the reader of its format gives the same metadata and text back.

use super::intake::Item;
use super::journal_value::quoted;
use super::values::{one_line, without_blank_ends};
use super::{markdown, txt};
use crate::model::Meta;

/// Characters of a title; more is text.
const TITLE: usize = 300;
/// Characters of any other value.
const VALUE: usize = 200;
/// Authors of one article.
const AUTHORS: usize = 50;
/// Bytes of a front matter; lists read no more than this of it.
const FRONT: usize = 12 * 1024;

/// Writes an article as a file: the usual ending, without a dot, and what stands in it. A plain text gets a loose head
/// where that reads back exactly, and TOML front matter otherwise.
#[must_use]
pub fn write_article(item: &Item) -> (&'static str, String) {
    let meta = bounded(&item.meta);
    let text: String = item.text.chars().filter(|c| *c != '\0').collect();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = without_blank_ends(text.trim_start_matches('\u{feff}'));
    if !item.markdown {
        let plain = format!("{}\n{text}\n", head(&meta));
        let read = txt::parse(&plain);
        if read.meta == meta && read.body == text && read.complaints.is_empty() {
            return ("txt", plain);
        }
    }
    let mut meta = meta;
    let mut front = front_matter(&meta);
    while front.len() > FRONT && meta.authors.pop().is_some() {
        front = front_matter(&meta);
    }
    // Without a front matter a text that begins with a line of three marks would be taken for one.
    let whole = format!("+++\n{front}+++\n\n{text}\n");
    debug_assert_eq!(markdown::parse(&whole).body, text);
    ("md", whole)
}

/// Values that a list can show: on one line, and none without end.
fn bounded(meta: &Meta) -> Meta {
    let cut =
        |value: &str, limit: usize| one_line(value).chars().filter(|c| *c != '\0').take(limit).collect::<String>();
    let some = |value: &Option<String>, limit: usize| {
        value.as_deref().map(|value| cut(value, limit).trim().to_owned()).filter(|value| !value.is_empty())
    };
    Meta {
        title: cut(&meta.title, TITLE).trim().to_owned(),
        date: meta.date,
        source: some(&meta.source, VALUE),
        url: meta.url.clone().filter(|url| url.len() <= 2000 && !url.contains(char::is_whitespace)),
        authors: meta
            .authors
            .iter()
            .map(|name| cut(name, VALUE).trim().to_owned())
            .filter(|name| !name.is_empty())
            .take(AUTHORS)
            .collect(),
        language: meta.language.clone(),
    }
}

fn head(meta: &Meta) -> String {
    let date = meta.date.map(|date| date.to_string());
    // A name with a comma in it is one name only where semicolons stand between names.
    let several =
        meta.authors.len() > 1 || meta.authors.iter().any(|name| name.contains([',', '&']) || name.contains(" and "));
    let authors = if several { format!("{};", meta.authors.join("; ")) } else { meta.authors.concat() };
    let lines = [
        ("Title", Some(meta.title.as_str())),
        ("Date", date.as_deref()),
        ("Source", meta.source.as_deref()),
        ("URL", meta.url.as_deref()),
        ("Authors", Some(authors.as_str())),
        ("Language", meta.language.as_deref()),
    ];
    let some = lines.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| !value.is_empty())?)));
    some.map(|(name, value)| format!("{name}: {value}\n")).collect()
}

fn front_matter(meta: &Meta) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{name} = {value}\n"));
        }
    };
    line("title", Some(&meta.title).filter(|title| !title.is_empty()).map(|title| quoted(title)));
    line("date", meta.date.map(|date| date.to_string()));
    line("source", meta.source.as_deref().map(quoted));
    line("url", meta.url.as_deref().map(quoted));
    let authors: Vec<String> = meta.authors.iter().map(|name| quoted(name)).collect();
    line("authors", Some(authors).filter(|names| !names.is_empty()).map(|names| format!("[{}]", names.join(", "))));
    line("language", meta.language.as_deref().map(quoted));
    out
}

#[cfg(test)]
mod tests {
    use super::write_article;
    use crate::formats::intake::Item;
    use crate::formats::read;
    use crate::model::{ArticleId, Meta};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn back(item: &Item) -> (Meta, String, &'static str) {
        let (ending, whole) = write_article(item);
        let article = read(&ArticleId::new(&format!("a.{ending}")), whole.as_bytes());
        assert_eq!(article.complaints, [], "{whole}");
        (article.meta, article.body.as_str().to_owned(), ending)
    }

    #[test]
    fn a_head_is_read_back() {
        let meta = Meta {
            title: "Xi meets “a” guest: Title".into(),
            date: Some(date(2023, 7, 10)),
            source: Some("The Wire".into()),
            url: Some("https://x.example/a?b=1#c".into()),
            authors: vec!["Doe, Jane".into(), "Max and Moritz".into()],
            language: Some("pt-BR".into()),
        };
        let cases =
            [("Text.\n\nMore.", false, "txt"), ("Text.", true, "md"), ("Date: 2020-01-01\n\nText.", false, "txt")];
        for (text, markdown, ending) in cases {
            let item = Item { meta: meta.clone(), text: text.into(), markdown, original: None };
            assert_eq!(back(&item), (meta.clone(), text.to_owned(), ending));
        }
        let bare = Item { text: "Source: is this a head?\n\nNo.".into(), ..Item::default() };
        assert_eq!(back(&bare).1, bare.text, "text that looks like a head stays text");
        assert_eq!(back(&bare).2, "md");
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(
            title in "[ -~é习\n\t\u{202e}\"\\\\+-]{0,40}",
            names in proptest::collection::vec("[ -~é习;,]{1,12}", 0..3),
            text in "((Title: |Date: |\\+\\+\\+|---|# |By )?[ -~é习]{0,20}\n){1,6}",
            markdown in any::<bool>(),
        ) {
            let meta = Meta { title, authors: names, source: Some("S".into()), ..Meta::default() };
            let item = Item { meta, text: format!("x{text}"), markdown, original: None };
            let (read, body, _) = back(&item);
            let one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !one(&item.meta.title).is_empty() {
                prop_assert_eq!(read.title, one(&item.meta.title));
            }
            let names: Vec<String> = item.meta.authors.iter().map(|name| one(name)).filter(|name| !name.is_empty()).collect();
            prop_assert_eq!(read.authors, names);
            prop_assert_eq!(body, crate::formats::values::without_blank_ends(&item.text));
        }
    }
}
