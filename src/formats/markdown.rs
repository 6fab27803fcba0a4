//! Markdown with TOML (`+++`) or YAML (`---`) front matter. The body is the Markdown as it is.
//!
//! A front matter that cannot be read is a complaint, and the text is kept whole, so that nothing is lost.

use super::Parts;
use super::values::{Field, one_line, without_blank_ends};
use crate::model::{Complaint, Meta};
use serde_json::Value;
use std::collections::BTreeMap;

/// Bytes of front matter that are read; more is text. It lies within the head that lists read.
const FRONT: usize = 16 * 1024;
/// Bytes of the body in which a heading is looked for.
const HEADING: usize = 16 * 1024;

type Pairs = BTreeMap<String, Value>;
type Reader = fn(&str) -> Result<Pairs, Complaint>;

/// Takes the front matter off a Markdown text.
pub(super) fn parse(text: &str) -> Parts<'_> {
    let mut parts = Parts { body: without_blank_ends(text), ..Parts::default() };
    match front(text) {
        None => {}
        Some(Err(complaint)) => parts.complaints.push(complaint),
        Some(Ok((pairs, rest))) => {
            parts.body = without_blank_ends(rest);
            fill(&mut parts.meta, &pairs, &mut parts.complaints);
        }
    }
    if parts.meta.title.is_empty() {
        parts.meta.title = heading(parts.body).unwrap_or_default();
    }
    parts
}

/// Returns the pairs of the front matter and the text after it, or nothing where the text has none.
fn front(text: &str) -> Option<Result<(Pairs, &str), Complaint>> {
    let (fence, read): (_, Reader) = match text.lines().next()?.trim_end() {
        "+++" => ("+++", toml_pairs),
        "---" => ("---", yaml_pairs),
        _ => return None,
    };
    let mut at = text.find('\n')? + 1;
    let start = at;
    for line in text[start..].split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || fence == "---" && bare == "..." {
            let rest = &text[at + line.len()..];
            return Some(read(&text[start..at]).map(|pairs| (pairs, rest)));
        }
        at += line.len();
        if at > FRONT {
            break;
        }
    }
    Some(Err(broken(Some(1), "is not closed")))
}

fn broken(line: Option<usize>, why: &str) -> Complaint {
    Complaint { line, what: format!("the front matter {why}, so it is kept in the text") }
}

fn toml_pairs(source: &str) -> Result<Pairs, Complaint> {
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map(|span| source[..source.floor_char_boundary(span.start)].matches('\n').count() + 2);
        broken(line, &format!("is not TOML ({})", one_line(error.message())))
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, plain(value))).collect())
}

fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(plain).collect()),
        toml::Value::Table(_) => Value::Null,
        other => Value::String(other.to_string()),
    }
}

fn yaml_pairs(source: &str) -> Result<Pairs, Complaint> {
    if source.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Pairs::new());
    }
    let options =
        serde_saphyr::options! { strict_booleans: true, leading_zero_numbers_as_strings: true, with_snippet: false };
    serde_saphyr::from_str_with_options::<Pairs>(source, options).map_err(|error| {
        let line = error.location().and_then(|at| usize::try_from(at.line()).ok()).map(|line| line + 1);
        broken(line, "is not YAML of keys and values")
    })
}

fn fill(meta: &mut Meta, pairs: &Pairs, complaints: &mut Vec<Complaint>) {
    for (key, value) in pairs {
        let Some(field) = Field::of(key) else { continue };
        match value {
            // A list is taken item by item: "Doe, Jane" in a list is one author.
            Value::Array(items) if field == Field::Authors => {
                meta.authors.extend(
                    items.iter().filter_map(scalar).map(|name| one_line(&name)).filter(|name| !name.is_empty()),
                );
            }
            value => match scalar(value) {
                Some(written) => field.set(meta, &written, None, complaints),
                None if value.is_null() => {}
                None => complaints.push(Complaint::new(format!(
                    "`{key}` in the front matter is not a plain value, so it is left out"
                ))),
            },
        }
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(bool) => Some(bool.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Returns the first heading of the first level, outside fenced code.
fn heading(body: &str) -> Option<String> {
    let mut fenced = false;
    let mut above = "";
    for line in body[..body.floor_char_boundary(HEADING)].lines() {
        let bare = line.trim();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            fenced = !fenced;
        } else if !fenced && line.len() - line.trim_start_matches(' ').len() <= 3 {
            let under = bare.len() >= 2 && bare.bytes().all(|byte| byte == b'=');
            let words = if under {
                above
            } else {
                bare.strip_prefix('#').filter(|rest| rest.starts_with([' ', '\t'])).unwrap_or("")
            };
            let title = one_line(words.trim_end().trim_end_matches('#'));
            if !title.is_empty() {
                return Some(title);
            }
        }
        above = bare;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::parse;
    use jiff::civil::date;

    #[test]
    fn both_kinds_of_front_matter_are_read() {
        let heads = [
            "+++\ntitle = \"A “b”\"\ndate = 2023-07-10T08:00:00Z\nsource = \"Xinhua\"\nurl = \"https://x.example\"\nauthors = [\"Doe, Jane\", \"Max Roe\"]\nlang = \"en\"\ntags = [\"x\"]\n+++\n",
            "+++\ntitle = \"A “b”\"\ndate = 2023-07-10\npublisher = \"Xinhua\"\nlink = \"https://x.example\"\nauthor = \"Doe, Jane; Max Roe\"\nlanguage = \"English\"\n[extra]\na = 1\n+++\n",
            "---\ntitle: A “b”\ndate: 2023-07-10\nsource: Xinhua\nurl: https://x.example\nauthors:\n  - Doe, Jane\n  - Max Roe\nlang: en\ntags: [x, y]\n---\n",
            "---\r\nTitle: 'A “b”'\r\ndate: \"10 July 2023\"\r\npublisher: Xinhua\r\nlink: https://x.example\r\nauthor: Doe, Jane; Max Roe\r\nlanguage: en\r\n...\r\n",
        ];
        for head in heads {
            let text = format!("{head}\n# Other\n\nText *as it is*.\n").replace('\r', "");
            let parts = parse(&text);
            assert_eq!(parts.complaints, [], "{head}");
            assert_eq!((parts.meta.title.as_str(), parts.meta.date), ("A “b”", Some(date(2023, 7, 10))), "{head}");
            assert_eq!(
                (parts.meta.source.as_deref(), parts.meta.url.as_deref()),
                (Some("Xinhua"), Some("https://x.example"))
            );
            assert_eq!(
                (parts.meta.authors.join("|").as_str(), parts.meta.language.as_deref()),
                ("Doe, Jane|Max Roe", Some("en"))
            );
            assert_eq!(parts.body, "# Other\n\nText *as it is*.");
        }
    }

    #[test]
    fn what_is_broken_is_kept_whole() {
        let cases = [
            ("+++\ntitle = \"a\"\nbad\n+++\ntext", Some(3)),
            ("---\ntitle: a\n b: [\n---\ntext", Some(3)),
            ("---\ntitle: a\ntext", Some(1)),
            ("---\njust words\n---\ntext", Some(2)),
            ("---\ntitle: a\ntitle: b\n---\ntext", Some(3)),
            ("---\na: &x [b, b]\nc: [*x, *y]\n---\ntext", Some(3)),
        ];
        for (text, line) in cases {
            let parts = parse(text);
            assert_eq!(parts.body, text);
            assert_eq!(parts.complaints.len(), 1, "{text}");
            assert_eq!(parts.complaints[0].line, line, "{text}: {:?}", parts.complaints);
        }
    }

    #[test]
    fn odd_values_are_taken_or_named() {
        let parts = parse("---\ntitle: 1984\nsource: yes\nurl: null\ndate: [2023]\nlang: {a: b}\n---\nx");
        assert_eq!(
            (parts.meta.title.as_str(), parts.meta.source.as_deref(), parts.meta.url),
            ("1984", Some("yes"), None)
        );
        assert_eq!(parts.complaints.len(), 2);
        assert_eq!(parse("---\n---\nx").body, "x");
        let bomb = format!(
            "---\na: &a [x,x,x,x,x,x,x,x,x]\n{}---\nx",
            ('b'..='j')
                .map(|c| format!("{c}: &{c} [{}]\n", vec![format!("*{}", (c as u8 - 1) as char); 9].join(",")))
                .collect::<String>()
        );
        assert_eq!(parse(&bomb).body, bomb, "aliases that multiply are refused");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        let cases = [
            ("text\n\n# Head *line* #\n", "Head *line*"),
            ("```\n# not this\n```\n#also not\n## nor this\n# This", "This"),
            ("Under\n=====\n\ntext", "Under"),
            ("    # code\ntext", ""),
            ("#\n# Two", "Two"),
            ("no heading", ""),
        ];
        for (text, title) in cases {
            assert_eq!(parse(text).meta.title, title, "{text:?}");
        }
    }
}
