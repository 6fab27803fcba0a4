//! Which column of a table, or key of a record, holds what: as the user says, or guessed from the names and the values.

use super::html_text::text_of;
use super::{Item, Original};
use crate::formats::values::{Field, one_line};
use std::fmt;

/// Rows that are looked at before a guess.
pub(super) const SAMPLE: usize = 50;
/// Mean characters of a column that is taken for the text though its name does not say so.
const LONG: usize = 120;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Text,
    Meta(Field),
}

/// What each part is called on the command line, and in the tables of others, the surest first.
const PARTS: [(&str, Part, &[&str]); 7] = [
    (
        "text",
        Part::Text,
        &[
            "text",
            "body",
            "content",
            "article",
            "full_text",
            "fulltext",
            "article_text",
            "articlebody",
            "maintext",
            "main_text",
            "bodytext",
            "body_text",
            "story",
            "message",
            "plain_text",
            "content_text",
            "description",
        ],
    ),
    ("title", Part::Meta(Field::Title), &["title", "headline", "header", "name", "subject", "article_title"]),
    (
        "date",
        Part::Meta(Field::Date),
        &[
            "date",
            "published",
            "published_at",
            "publish_date",
            "date_published",
            "publishedat",
            "publication_date",
            "pub_date",
            "pubdate",
            "date_publish",
            "published_date",
            "datetime",
            "created_at",
            "timestamp",
            "time",
        ],
    ),
    (
        "source",
        Part::Meta(Field::Source),
        &[
            "source",
            "publication",
            "publisher",
            "outlet",
            "newspaper",
            "site",
            "source_domain",
            "source_name",
            "domain",
            "website",
            "media",
            "site_name",
        ],
    ),
    ("url", Part::Meta(Field::Url), &["url", "link", "href", "uri", "web_url", "article_url", "permalink"]),
    ("authors", Part::Meta(Field::Authors), &["authors", "author", "byline", "by", "writer", "creator"]),
    ("language", Part::Meta(Field::Language), &["language", "lang", "locale"]),
];

/// Which columns the user named; those that are not named are guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<(Part, String)>);

impl Columns {
    /// Reads `text=body,title=headline`.
    ///
    /// # Errors
    /// A sentence that says what is wrong, and what can be written.
    pub fn parse(written: &str) -> Result<Self, String> {
        let pair = |pair: &str| {
            let (part, name) = pair
                .split_once('=')
                .ok_or_else(|| format!("“{pair}” is not of the form part=column, as in text=body,title=headline"))?;
            let known = PARTS.iter().find(|(known, ..)| *known == part.trim());
            let names: Vec<&str> = PARTS.iter().map(|(name, ..)| *name).collect();
            let (_, part, _) =
                known.ok_or_else(|| format!("there is no part “{part}”; the parts are {}", names.join(", ")))?;
            Ok((*part, name.trim().to_owned()))
        };
        written.split(',').map(str::trim).filter(|it| !it.is_empty()).map(pair).collect::<Result<_, _>>().map(Self)
    }

    /// Decides which column holds what, by the names and some rows of values.
    pub(super) fn decide(&self, names: &[String], rows: &[Vec<String>]) -> Result<Map, String> {
        let mut map = Vec::new();
        for (part, name) in &self.0 {
            let found = names.iter().find(|known| known.eq_ignore_ascii_case(name));
            let found =
                found.ok_or_else(|| format!("there is no column “{name}”; the columns are {}", listed(names)))?;
            map.push((*part, found.clone()));
        }
        for (_, part, usual) in PARTS.iter().filter(|(_, part, _)| self.0.iter().all(|(given, _)| given != part)) {
            let free = |name: &&String| map.iter().all(|(_, taken)| taken != *name);
            let called = |word: &&str| names.iter().filter(free).find(|name| plain(name) == **word).cloned();
            if let Some(name) = usual.iter().find_map(called) {
                map.push((*part, name));
            } else if *part == Part::Text
                && let Some(name) = longest(names, rows)
            {
                map.push((*part, name));
            }
        }
        if map.iter().any(|(part, _)| *part == Part::Text) {
            return Ok(Map(map));
        }
        Err(format!(
            "no column looks like a text; name it with --columns text=NAME (the columns are {})",
            listed(names)
        ))
    }
}

/// Names as they are compared: `Publish Date`, `publish-date` and `article.publish_date` are one.
fn plain(name: &str) -> String {
    let name = name.rsplit('.').next().unwrap_or(name);
    name.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_")
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(20).map(|name| one_line(name)).collect();
    if shown.is_empty() { "none".to_owned() } else { shown.join(", ") }
}

fn longest(names: &[String], rows: &[Vec<String>]) -> Option<String> {
    let total = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|value| value.chars().count()).sum::<usize>();
    let at = (0..names.len()).max_by_key(|at| total(*at))?;
    (total(at) >= LONG * rows.len().max(1)).then(|| names[at].clone())
}

/// Which column holds what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Map(Vec<(Part, String)>);

impl fmt::Display for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let called = |part: &Part| PARTS.iter().find(|(_, known, _)| known == part).map_or("", |(name, ..)| *name);
        let pairs: Vec<String> =
            self.0.iter().map(|(part, name)| format!("{}={}", called(part), one_line(name))).collect();
        f.write_str(&pairs.join(","))
    }
}

impl Map {
    /// Makes an article of one row; `get` returns the value of a column. Without a text there is none.
    pub(super) fn item(
        &self,
        get: impl Fn(&str) -> Option<String>,
        original: Option<Vec<u8>>,
    ) -> Result<(Item, Vec<String>), String> {
        let mut item = Item { original: original.map(|bytes| Original { ending: "json", bytes }), ..Item::default() };
        let mut odd = Vec::new();
        for (part, name) in &self.0 {
            let Some(value) = get(name) else { continue };
            match part {
                Part::Text => (item.text, item.markdown) = body(value),
                Part::Meta(Field::Date) => Field::Date.set(&mut item.meta, &day_of_count(value), None, &mut odd),
                Part::Meta(field) => field.set(&mut item.meta, &value, None, &mut odd),
            }
        }
        if item.text.trim().is_empty() {
            return Err("it has no text".to_owned());
        }
        Ok((item, odd.into_iter().map(|complaint| complaint.what).collect()))
    }
}

/// A column may hold markup.
fn body(value: String) -> (String, bool) {
    let markup = value.trim_start().starts_with('<') && value.contains("</");
    if markup && super::html_scan::refused(&value).is_none() {
        return (text_of(&dom_query::Document::fragment(value).root()), true);
    }
    (value.replace("\r\n", "\n").replace('\r', "\n"), false)
}

/// Seconds or milliseconds since 1970 are a day in UTC.
fn day_of_count(value: String) -> String {
    let digits = value.split('.').next().unwrap_or_default();
    let seconds = match (digits.len(), digits.parse::<i64>()) {
        (9 | 10, Ok(seconds)) => seconds,
        (12 | 13, Ok(milliseconds)) => milliseconds / 1000,
        _ => return value,
    };
    let day = jiff::Timestamp::from_second(seconds).map(|time| time.to_string());
    day.ok().and_then(|time| Some(time.split_once('T')?.0.to_owned())).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::{Columns, day_of_count};

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn columns_are_guessed_and_corrected() {
        let long = vec![vec!["x".to_owned(), "y ".repeat(200)]];
        let cases: [(&str, &[&str], &str); 6] = [
            ("", &["id", "Headline", "Body", "Publish Date"], "text=Body,title=Headline,date=Publish Date"),
            ("", &["title", "content", "description", "url"], "text=content,title=title,url=url"),
            ("", &["a", "b"], "text=b"),
            ("text=a", &["a", "text"], "text=a"),
            ("title=b, text=a", &["a", "b"], "title=b,text=a"),
            (
                "",
                &["article.title", "article.text", "article.source"],
                "text=article.text,title=article.title,source=article.source",
            ),
        ];
        for (given, columns, expected) in cases {
            let map = Columns::parse(given).unwrap().decide(&names(columns), &long).unwrap();
            assert_eq!(map.to_string(), expected, "{given} {columns:?}");
        }
        let wrong = Columns::default().decide(&names(&["a", "b"]), &[]).unwrap_err();
        assert!(wrong.contains("--columns text=NAME") && wrong.contains("a, b"), "{wrong}");
        assert!(Columns::parse("text").unwrap_err().contains("part=column"));
        assert!(Columns::parse("words=a").unwrap_err().contains("text, title, date"));
        assert!(Columns::parse("text=z").unwrap().decide(&names(&["a"]), &[]).unwrap_err().contains("no column “z”"));
    }

    #[test]
    fn counted_seconds_are_days() {
        for value in ["1688976000", "1688976000000", "1688976000.5"] {
            assert_eq!(day_of_count(value.to_owned()), "2023-07-10");
        }
        assert_eq!(day_of_count("20230710".to_owned()), "20230710");
    }
}
