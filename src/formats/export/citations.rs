//! Citations out: RIS, BibTeX and CSL-JSON, an article each. They name articles, not what is marked in them.

use super::names::web;
use super::{Document, Kind, Tally};
use crate::formats::values::one_line;
use crate::model::{Meta, On};
use serde_json::{Value, json};

/// What all three hold of an article.
struct Citation<'a> {
    meta: &'a Meta,
    key: String,
    url: Option<&'a str>,
    tags: Vec<&'a str>,
    notes: Vec<&'a str>,
}

fn citation<'a>(document: &Document<'a>, tally: &mut Tally) -> Citation<'a> {
    let (article, all) = (document.article, document.annotations);
    let why = "citations name articles, not what is marked in them";
    tally.leave_all(document, &[Kind::Mention, Kind::Stance, Kind::Orphan], why);
    all.tags.iter().filter(|it| it.on != On::Article).for_each(|it| tally.leave(article, Kind::Tag, Some(&it.id), why));
    all.notes
        .iter()
        .filter(|it| it.on != On::Article)
        .for_each(|it| tally.leave(article, Kind::Note, Some(&it.id), why));
    let url = web(article.meta.url.as_deref());
    if url.is_none() && article.meta.url.is_some() {
        tally.bend(article, Kind::Article, None, "its address is no address of the web, so it is left out");
    }
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let stem = article.id.as_str().rsplit_once('.').map_or(article.id.as_str(), |(stem, _)| stem);
    Citation {
        meta: &article.meta,
        key: format!("{}-{}", stem.chars().map(safe).collect::<String>().trim_matches('-'), tally.articles),
        url,
        tags: all.article_tags().map(|it| it.label.as_str()).collect(),
        notes: all.notes.iter().filter(|it| it.on == On::Article).map(|it| it.text.as_str()).collect(),
    }
}

/// Returns one line of foreign words, without what acts on a terminal.
fn plain(words: &str) -> String {
    let hides = |c: char| c.is_control() || matches!(u32::from(c), 0x200E..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F);
    one_line(&words.replace(hides, " "))
}

/// Returns a record of RIS: two letters, two blanks, a hyphen, a blank, a value.
pub(super) fn ris(document: &Document<'_>, tally: &mut Tally) -> String {
    let it = citation(document, tally);
    let mut out = String::from("TY  - NEWS\r\n");
    let mut field = |tag: &str, value: &str| {
        let value = plain(value);
        if !value.is_empty() {
            out.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    field("ID", &it.key);
    field("TI", &it.meta.title);
    it.meta.authors.iter().for_each(|author| field("AU", author));
    field("T2", it.meta.source.as_deref().unwrap_or_default());
    if let Some(date) = it.meta.date {
        field("PY", &format!("{:04}", date.year()));
        field("DA", &format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day()));
    }
    field("LA", it.meta.language.as_deref().unwrap_or_default());
    field("UR", it.url.unwrap_or_default());
    it.tags.iter().for_each(|tag| field("KW", tag));
    it.notes.iter().for_each(|note| field("N1", note));
    out.push_str("ER  - \r\n\r\n");
    out
}

/// Returns an entry of BibTeX.
pub(super) fn bibtex(document: &Document<'_>, tally: &mut Tally) -> String {
    let it = citation(document, tally);
    let mut out = format!("@article{{{},\n", it.key);
    let mut field = |name: &str, value: &str| {
        let value = tex(&plain(value));
        if !value.is_empty() {
            out.push_str(&format!("  {name} = {{{value}}},\n"));
        }
    };
    field("title", &it.meta.title);
    // Braces keep a name from being cut at its "and".
    let authors: Vec<String> = it.meta.authors.iter().map(|author| format!("{{{}}}", tex(&plain(author)))).collect();
    let authors = authors.join(" and ");
    field("journal", it.meta.source.as_deref().unwrap_or_default());
    if let Some(date) = it.meta.date {
        field("year", &format!("{:04}", date.year()));
        field("month", &date.month().to_string());
        field("day", &date.day().to_string());
        field("date", &date.to_string());
    }
    field("langid", it.meta.language.as_deref().unwrap_or_default());
    field("url", it.url.unwrap_or_default());
    field("keywords", &it.tags.join(", "));
    field("annote", &it.notes.join(" / "));
    if !authors.is_empty() {
        out.push_str(&format!("  author = {{{authors}}},\n"));
    }
    out.push_str("}\n\n");
    out
}

/// Escapes what TeX would carry out.
fn tex(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '@' => out.push_str("{@}"),
            '"' => out.push_str("{\"}"),
            c => out.push(c),
        }
    }
    out
}

/// Returns an item of CSL-JSON.
pub(super) fn csl(document: &Document<'_>, tally: &mut Tally) -> String {
    let it = citation(document, tally);
    let mut item = json!({"id": it.key, "type": "article-newspaper", "title": plain(&it.meta.title)});
    let mut field = |name: &str, value: Option<Value>| {
        if let (Some(object), Some(value)) = (item.as_object_mut(), value) {
            object.insert(name.to_owned(), value);
        }
    };
    let text = |words: &str| (!words.is_empty()).then(|| json!(plain(words)));
    // Which part of a name is the family's differs from people to people, so names stay whole.
    let authors: Vec<Value> = it.meta.authors.iter().map(|author| json!({"literal": plain(author)})).collect();
    field("author", (!authors.is_empty()).then(|| json!(authors)));
    field("container-title", it.meta.source.as_deref().and_then(text));
    field("issued", it.meta.date.map(|date| json!({"date-parts": [[date.year(), date.month(), date.day()]]})));
    field("language", it.meta.language.as_deref().and_then(text));
    field("URL", it.url.map(|url| json!(url)));
    field("keyword", text(&it.tags.join(", ")));
    field("note", text(&it.notes.join(" / ")));
    item.to_string()
}

#[cfg(test)]
mod tests {
    use super::{bibtex, csl, ris};
    use crate::formats::fixture::every_kind;

    #[test]
    fn an_article_in_three_shapes() {
        let fixture = every_kind();
        let (out, lost) = fixture.lost(ris);
        assert!(out.starts_with("TY  - NEWS\r\nID  - a-b-0\r\nTI  - =A \"title\", [x]\r\nAU  - Jane Doe\r\n"), "{out}");
        assert!(
            out.contains("DA  - 2023/07/10\r\nKW  - war & peace\r\nN1  - -a <i> b\r\n")
                && out.ends_with("ER  - \r\n\r\n")
        );
        assert_eq!(lost.len(), 6 + 2 + 1 + 2 + 2);
        let out = fixture.lost(bibtex).0;
        assert!(out.contains("keywords = {war \\& peace}") && out.contains("author = {{Jane Doe}}"), "{out}");
        let value: serde_json::Value = serde_json::from_str(&fixture.lost(csl).0).unwrap();
        assert_eq!(value["issued"]["date-parts"], serde_json::json!([[2023, 7, 10]]));
    }
}
