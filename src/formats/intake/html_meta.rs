//! What a page says about its article: JSON-LD, OpenGraph and other meta tags, `<time>`, and what its markup marks.

use super::html_text::plain_line;
use crate::formats::day::{self, Day};
use crate::formats::values::one_line;
use dom_query::Document;
use serde_json::Value;

/// What a page says, as written there.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    pub title: Option<String>,
    pub date: Option<String>,
    pub site: Option<String>,
    pub url: Option<String>,
    pub authors: Vec<String>,
    pub language: Option<String>,
}

const ARTICLES: [&str; 10] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "Report",
    "ScholarlyArticle",
    "LiveBlogPosting",
    "TechArticle",
];
const TITLES: [&str; 5] = ["og:title", "twitter:title", "dc.title", "dcterms.title", "headline"];
const DATES: [&str; 17] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date_published",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
];
const SITES: [&str; 5] = ["og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher"];
const AUTHORS: [&str; 7] =
    ["author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author", "byl"];

/// Reads what a page says; `url` is where it was got from.
pub(super) fn read(page: &Document, url: Option<&str>) -> Said {
    let ld = linked_data(page);
    let tags = Tags::of(page);
    let of_ld = |name: &str| ld.as_ref().and_then(|ld| text(ld.get(name)?));
    let link = || {
        let canonical = page.select("link[rel=canonical]").attr("href").map(|href| href.to_string());
        canonical.into_iter().chain(tags.first(&["og:url"])).chain(of_ld("url")).find(|url| is_address(url))
    };
    let url = url.filter(|url| is_address(url)).map(str::to_owned).or_else(link);
    let language = page.select("html[lang]").attr("lang").map(|lang| lang.to_string());
    let language = language.or_else(|| of_ld("inLanguage")).or_else(|| tags.first(&["content-language", "og:locale"]));
    let site = of_site(ld.as_ref()).or_else(|| tags.first(&SITES)).or_else(|| saved_from(url.as_deref()));
    let mut authors =
        ld.as_ref().and_then(|ld| ld.get("author").or_else(|| ld.get("creator"))).map(names).unwrap_or_default();
    let is_site = |name: &String| site.as_ref().is_some_and(|site| site == name);
    authors.retain(|name| !is_site(name));
    if authors.is_empty() {
        authors = tags.all(&AUTHORS).iter().flat_map(|value| byline(value)).collect();
    }
    if authors.is_empty() {
        authors = marked_authors(page);
    }
    let mut seen = std::collections::HashSet::new();
    authors.retain(|name| !is_site(name) && seen.insert(name.clone()));
    let title = of_ld("headline").or_else(|| tags.first(&TITLES)).or_else(|| heading(page));
    let title = title.map(|title| without_site(&title, site.as_deref())).filter(|title| !title.is_empty());
    let language = language.map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty());
    Said { title, date: published(page, &tags, of_ld("datePublished")), site, url, authors, language }
}

/// The meta tags of a page.
struct Tags(Vec<(String, String)>);

impl Tags {
    fn of(page: &Document) -> Self {
        let mut tags = Vec::new();
        for node in page.select("meta[content]").nodes() {
            let Some(content) = node.attr("content") else { continue };
            for name in ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|name| node.attr(name)) {
                // Values often carry markup or entities that were escaped twice.
                tags.push((name.trim().to_lowercase(), plain_line(&content)));
            }
        }
        Self(tags)
    }

    fn all(&self, names: &[&str]) -> Vec<String> {
        let of = |wanted: &&str| {
            self.0.iter().filter(|(name, value)| name == *wanted && !value.is_empty()).collect::<Vec<_>>()
        };
        let first = names.iter().map(of).find(|found| !found.is_empty()).unwrap_or_default();
        first.into_iter().map(|(_, value)| value.clone()).collect()
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.all(names).into_iter().next()
    }
}

/// The first value that is a day, the surest first.
fn published(page: &Document, tags: &Tags, ld: Option<String>) -> Option<String> {
    let marked = |selector: &str, attribute: &str| -> Vec<String> {
        page.select(selector).nodes().iter().filter_map(|node| Some(node.attr(attribute)?.to_string())).collect()
    };
    let texts = |selector: &str| -> Vec<String> {
        page.select(selector).nodes().iter().map(|node| one_line(&node.text())).collect()
    };
    let every = ld
        .into_iter()
        .chain(DATES.iter().filter_map(|name| tags.first(&[name])))
        .chain(marked("[itemprop=datePublished]", "datetime"))
        .chain(marked("[itemprop=datePublished]", "content"))
        .chain(marked("time[pubdate], time.published, time.entry-date", "datetime"))
        .chain(marked("article header time, header time, article time, main time, time", "datetime"))
        .chain(texts("[itemprop=datePublished], .dateline, .published, .post-date, .pubdate, .date, time"));
    every.map(|value| one_line(&value)).find(|value| matches!(day::read(value), Day::Clear(_)))
}

/// Finds the article among the linked data of a page.
fn linked_data(page: &Document) -> Option<Value> {
    for node in page.select("script[type=\"application/ld+json\"]").nodes() {
        let source = node.text();
        let source = source.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
        let Ok(value) = serde_json::from_str::<Value>(source) else { continue };
        if let Some(article) = find_article(&value) {
            return Some(article.clone());
        }
    }
    None
}

fn find_article(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(items) => items.iter().find_map(find_article),
        Value::Object(fields) => {
            let kinds = fields.get("@type").map(names).unwrap_or_default();
            if kinds.iter().any(|kind| ARTICLES.contains(&kind.as_str())) {
                return Some(value);
            }
            fields.get("@graph").and_then(find_article).or_else(|| fields.get("mainEntity").and_then(find_article))
        }
        _ => None,
    }
}

fn text(value: &Value) -> Option<String> {
    names(value).into_iter().next()
}

/// Returns what a value of linked data names: a string, an object with a name, or a list of these.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => Some(plain_line(text)).filter(|text| !text.is_empty()).into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(names).collect(),
        Value::Object(fields) => fields.get("name").map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn of_site(ld: Option<&Value>) -> Option<String> {
    let ld = ld?;
    ["publisher", "isPartOf", "sourceOrganization"].iter().find_map(|name| text(ld.get(name)?))
}

/// Without a name of its own a site is called by its host.
fn saved_from(url: Option<&str>) -> Option<String> {
    let host = url?.split("://").nth(1)?.split(['/', '?', '#']).next()?.trim_start_matches("www.");
    Some(host.to_owned()).filter(|host| !host.is_empty())
}

fn is_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(char::is_whitespace)
}

fn marked_authors(page: &Document) -> Vec<String> {
    const MARKS: [&str; 5] = [
        "[itemprop=author] [itemprop=name]",
        "[itemprop=author]",
        "a[rel=author], [rel=author]",
        ".byline a, .author a, .byline .name, .author-name",
        ".byline, .author, .autor, .auteur",
    ];
    let of = |mark: &&str| -> Vec<String> {
        let nodes = page.select(mark);
        let mut found: Vec<String> = nodes.nodes().iter().flat_map(|node| byline(&node.text())).collect();
        found.dedup();
        found
    };
    MARKS.iter().map(of).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Splits a byline into names: without the word before them, and without what is no name.
pub(super) fn byline(written: &str) -> Vec<String> {
    const BEFORE: [&str; 15] = [
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "da ",
        "door ",
        "af ",
        "av ",
        "przez ",
        "autor:",
        "author:",
        "text:",
        "автор:",
        "作者：",
    ];
    const BETWEEN: [&str; 8] = [" and ", " und ", " et ", " y ", " e ", " en ", " och ", " og "];
    let mut line = one_line(written);
    while let Some(word) = BEFORE.iter().find(|word| line.to_lowercase().starts_with(**word)) {
        line = line.chars().skip(word.chars().count()).collect::<String>().trim_start().to_owned();
    }
    for word in BETWEEN {
        line = line.replace(word, ";");
    }
    let names = line.split([';', ',', '|', '、', '&', '·', '•']).map(str::trim);
    let is_name = |name: &&str| {
        let short = name.chars().count() <= 60 && !name.is_empty();
        short && !name.contains("://") && !name.contains(|c: char| c.is_ascii_digit()) && !name.contains('@')
    };
    names.filter(is_name).map(str::to_owned).collect()
}

fn heading(page: &Document) -> Option<String> {
    let of = |selector: &str| {
        let found = page.select(selector);
        let words: Vec<String> =
            found.nodes().iter().map(|node| one_line(&node.text())).filter(|it| !it.is_empty()).collect();
        if words.len() == 1 { words.into_iter().next() } else { None }
    };
    let named = of("[itemprop=headline]").or_else(|| of("article h1")).or_else(|| of("main h1")).or_else(|| of("h1"));
    named.or_else(|| of("head title"))
}

/// Takes the site's name off a title.
fn without_site(title: &str, site: Option<&str>) -> String {
    let title = one_line(title);
    let Some(site) = site else { return title };
    for mark in [" - ", " | ", " – ", " — ", " · ", " :: ", " » "] {
        if let Some(head) = title.strip_suffix(site).and_then(|head| head.strip_suffix(mark)) {
            return head.trim().to_owned();
        }
        if let Some(rest) = title.strip_prefix(site).and_then(|rest| rest.strip_prefix(mark)) {
            return rest.trim().to_owned();
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::{Said, byline, read};
    use dom_query::Document;

    #[test]
    fn bylines_are_split_into_names() {
        let cases: [(&str, &[&str]); 9] = [
            ("By Jane Doe and Max Roe", &["Jane Doe", "Max Roe"]),
            ("Von Anna Müller und Jörg Weiß", &["Anna Müller", "Jörg Weiß"]),
            ("Par Élise Durand, Marc Petit", &["Élise Durand", "Marc Petit"]),
            ("https://x.example/people/jane", &[]),
            ("Jane Doe | 12 May 2023", &["Jane Doe"]),
            ("作者：王小明", &["王小明"]),
            ("by by Jane", &["Jane"]),
            ("", &[]),
            ("Автор: Иван Петров", &["Иван Петров"]),
        ];
        for (written, names) in cases {
            assert_eq!(byline(written), names, "{written}");
        }
    }

    #[test]
    fn each_style_of_metadata_is_read() {
        let said = |title: &str, date: &str, author: &str, site: &str| Said {
            title: Some(title.into()),
            date: Some(date.into()),
            site: Some(site.into()),
            url: Some("https://x.example/a".into()),
            authors: vec![author.into()],
            language: Some("en".into()),
        };
        let link = "<html lang=en><link rel=canonical href=https://x.example/a>";
        let pages = [
            r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"W"},
               {"@type":["NewsArticle"],"headline":"A &amp; b","datePublished":"2023-07-10T08:00:00Z",
               "author":[{"@type":"Person","name":"Jane Doe"}],"publisher":{"name":"Wire"}}]}</script>"#,
            r#"<meta property=og:title content="A &amp;amp; b | Wire"><meta property=article:published_time
               content="2023-07-10T08:00:00Z"><meta name=author content="Jane Doe"><meta property=og:site_name content=Wire>"#,
            r#"<meta name=DC.title content="A &amp; b"><meta name=DC.date.issued content="2023-07-10T08:00:00Z">
               <meta name=DC.creator content="Jane Doe"><meta name=DC.publisher content=Wire>"#,
            r#"<meta name=application-name content=Wire><main><h1>A &amp; b</h1><p class=byline>By <a>Jane Doe</a>
               <time datetime="2023-07-10T08:00:00Z">Monday</time></main>"#,
        ];
        for page in pages {
            let read = read(&Document::from(format!("{link}{page}")), None);
            assert_eq!(read, said("A & b", "2023-07-10T08:00:00Z", "Jane Doe", "Wire"), "{page}");
        }
        let twice = "<meta property=og:site_name content=Wire><meta name=author content='Jane Doe, Wire'>\
                     <meta name=author content='Jane Doe'><meta property=og:title content='Wire | A'>";
        let read_twice = read(&Document::from(twice), None);
        assert_eq!((read_twice.title.as_deref(), read_twice.authors), (Some("A"), vec!["Jane Doe".to_owned()]));
        let bare = read(&Document::from("<p>x"), Some("https://www.y.example/b?c"));
        assert_eq!((bare.site.as_deref(), bare.title), (Some("y.example"), None));
    }
}
