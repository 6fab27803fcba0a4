//! Citations out: RIS, BibTeX and CSL-JSON, an article each. They name articles, not what is marked in them.

use super::authors::{Author, author};
use super::names::web;
use super::{Document, Kind, Tally};
use crate::formats::values::one_line;
use crate::model::{ArticleId, Meta, On};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

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
    Citation {
        meta: &article.meta,
        key: key(&article.id),
        url,
        tags: all.article_tags().map(|it| it.label.as_str()).collect(),
        notes: all.notes.iter().filter(|it| it.on == On::Article).map(|it| it.text.as_str()).collect(),
    }
}

/// Returns the key of an article: its name, and where that was changed a few digits that tell it from others. It is the same
/// in every export, since manuscripts cite by it.
fn key(id: &ArticleId) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let stem = id.as_str().rsplit_once('.').map_or(id.as_str(), |(stem, _)| stem);
    let key: String = stem.chars().map(safe).collect();
    let key = key.trim_matches('-');
    if format!("{key}.txt") == id.as_str() {
        return key.to_owned();
    }
    let digest = Sha256::digest(id.as_str());
    let key = if key.is_empty() { "article" } else { key };
    format!("{key}-{:02x}{:02x}{:02x}", digest[0], digest[1], digest[2])
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
    it.meta.authors.iter().for_each(|name| field("AU", &inverted(author(&plain(name)))));
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

/// Returns a name as RIS has it: the family's, the given ones, what stands after them.
fn inverted(author: Author) -> String {
    match author {
        Author::Whole(name) => name,
        Author::Parts { given, particle, family, suffix } => {
            let suffix = if suffix.is_empty() { suffix } else { format!(", {suffix}") };
            format!("{particle} {family}, {given}{suffix}").trim_start().to_owned()
        }
    }
}

/// Returns a name as BibTeX has it. Braces keep a whole name from being cut at its "and".
fn braced(author: Author) -> String {
    match author {
        Author::Whole(name) => format!("{{{}}}", tex(&name)),
        Author::Parts { given, particle, family, suffix } => {
            let suffix = if suffix.is_empty() { suffix } else { format!(", {suffix}") };
            format!("{particle} {family}{suffix}, {given}").trim_start().to_owned()
        }
    }
}

/// Months as every style of BibTeX knows them.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns an entry of BibTeX.
pub(super) fn bibtex(document: &Document<'_>, tally: &mut Tally) -> String {
    let it = citation(document, tally);
    // Styles miss the journal of an article.
    let kind = if it.meta.source.is_some() { "article" } else { "misc" };
    let mut out = format!("@{kind}{{{},\n", it.key);
    let mut field = |name: &str, value: &str| {
        let value = tex(&plain(value));
        if !value.is_empty() {
            out.push_str(&format!("  {name} = {{{value}}},\n"));
        }
    };
    field("title", &it.meta.title);
    let authors: Vec<String> = it.meta.authors.iter().map(|name| braced(author(&plain(name)))).collect();
    let authors = authors.join(" and ");
    if it.meta.source.is_some() {
        field("entrysubtype", "newspaper");
    }
    field("journal", it.meta.source.as_deref().unwrap_or_default());
    if let Some(date) = it.meta.date {
        field("year", &format!("{:04}", date.year()));
        field("day", &date.day().to_string());
        field("date", &date.to_string());
    }
    field("langid", it.meta.language.as_deref().unwrap_or_default());
    field("url", it.url.unwrap_or_default());
    field("keywords", &it.tags.join(", "));
    field("annote", &it.notes.join(" / "));
    if let Some(month) = it.meta.date.and_then(|date| MONTHS.get(usize::try_from(date.month() - 1).ok()?)) {
        out.push_str(&format!("  month = {month},\n"));
    }
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
    let authors: Vec<Value> = it.meta.authors.iter().map(|name| csl_name(author(&plain(name)))).collect();
    field("author", (!authors.is_empty()).then(|| json!(authors)));
    field("container-title", it.meta.source.as_deref().and_then(text));
    field("issued", it.meta.date.map(|date| json!({"date-parts": [[date.year(), date.month(), date.day()]]})));
    field("language", it.meta.language.as_deref().and_then(text));
    field("URL", it.url.map(|url| json!(url)));
    field("keyword", text(&it.tags.join(", ")));
    // Some styles print a note; an annotation they do not.
    field("annote", text(&it.notes.join(" / ")));
    item.to_string()
}

fn csl_name(author: Author) -> Value {
    match author {
        Author::Whole(name) => json!({"literal": name}),
        Author::Parts { given, particle, family, suffix } => {
            let mut name = json!({"family": family, "given": given});
            let more = [("non-dropping-particle", particle), ("suffix", suffix)];
            for (key, value) in more.into_iter().filter(|(_, value)| !value.is_empty()) {
                name[key] = json!(value);
            }
            name
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bibtex, csl, key, ris};
    use crate::formats::fixture::every_kind;

    #[test]
    fn keys_tell_articles_apart() {
        let of = |id: &str| key(&crate::model::ArticleId::new(id));
        assert_eq!(of("2024-05-17-talks.txt"), "2024-05-17-talks");
        let others =
            ["2024-05-17-talks.md", "2024/05/17-talks.txt", "2024-05-17_talks.txt", "习.txt", "近.txt"].map(of);
        let apart: std::collections::BTreeSet<&String> = others.iter().collect();
        assert_eq!(apart.len(), 5, "{others:?}");
        assert!(
            others[..3].iter().all(|key| key.starts_with("2024-05-17-talks-")) && others[3].starts_with("article-")
        );
    }

    #[test]
    fn an_article_in_three_shapes() {
        let fixture = every_kind();
        let (out, lost) = fixture.lost(ris);
        assert!(out.starts_with("TY  - NEWS\r\nID  - a-b-"), "{out}");
        assert!(out.contains("\r\nTI  - =A \"title\", [x]\r\nAU  - Doe, Jane\r\n"), "{out}");
        assert!(
            out.contains("DA  - 2023/07/10\r\nKW  - war & peace\r\nN1  - -a <i> b\r\n")
                && out.ends_with("ER  - \r\n\r\n")
        );
        assert_eq!(lost.len(), 6 + 2 + 1 + 2 + 2);
        let out = fixture.lost(bibtex).0;
        assert!(
            out.contains("keywords = {war \\& peace}")
                && out.contains("author = {Doe, Jane}")
                && out.contains("month = jul,"),
            "{out}"
        );
        let value: serde_json::Value = serde_json::from_str(&fixture.lost(csl).0).unwrap();
        assert_eq!(value["author"], serde_json::json!([{"family": "Doe", "given": "Jane"}]));
        assert_eq!(value["issued"]["date-parts"], serde_json::json!([[2023, 7, 10]]));
    }
}
