//! A saved web page: the article without what stands around it, and what the page says about it.

use super::html_body::Body;
use super::html_meta::{self, Said};
use super::html_text::plain_line;
use super::{Item, html_body, html_scan};
use crate::formats::decode::decode_named;
use crate::formats::values::{Field, one_line};
use dom_query::Document;

/// Bytes from the start of a page in which it names its encoding.
const DECLARED: usize = 2048;
/// Reads a page; `url` is where it was got from, where that is known.
///
/// # Errors
/// A sentence, where it has no text or cannot be read.
pub(super) fn read(bytes: &[u8], url: Option<&str>) -> Result<(Item, Vec<String>), String> {
    let (page, complaints) = decode_named(bytes, declared(bytes).as_deref());
    let page = html_scan::without_data(html_scan::without_scripts(&page));
    let mut said: Vec<String> = complaints.into_iter().map(|complaint| complaint.what).collect();
    if let Some(why) = html_scan::refused(&page) {
        return Err(why);
    }
    let document = Document::from(page.as_str());
    let about = html_meta::read(&document, url);
    let Body { text, title: headline, byline } = html_body::find(document)?;
    let mut item = Item { text, markdown: true, ..Item::default() };
    if item.text.trim().is_empty() {
        return Err("the page has no text; it may be filled in by a script: save it from the browser".to_owned());
    }
    let Said { title, date, site, url, authors, language } = about;
    let byline = byline.as_deref().map(html_meta::byline);
    let title = title.or_else(|| headline.map(|title| plain_line(&title)).filter(|title| !title.is_empty()));
    item.meta.title = title.unwrap_or_default();
    item.meta.source = site;
    item.meta.url = url;
    item.meta.authors = if authors.is_empty() { byline.unwrap_or_default() } else { authors };
    let mut odd = Vec::new();
    for (field, value) in [(Field::Date, date), (Field::Language, language)] {
        if let Some(value) = value {
            field.set(&mut item.meta, &value, None, &mut odd);
        }
    }
    item.text = without_title(&item.text, &item.meta.title);
    said.extend(odd.into_iter().map(|complaint| complaint.what));
    Ok((item, said))
}

/// Returns the encoding that a page names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED)]).to_ascii_lowercase();
    let after = ["charset=", "encoding="].iter().find_map(|word| Some(head.split_once(word)?.1.to_owned()))?;
    let name = after.trim_start_matches(['"', '\'', ' ']);
    Some(name.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect())
}

/// A heading at the start that repeats the title is the title.
fn without_title(text: &str, title: &str) -> String {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let heading = first.starts_with('#') && one_line(first.trim_start_matches('#')) == title;
    if heading { rest.trim_start_matches('\n').to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{declared, read};
    use proptest::prelude::*;

    fn page(head: &str, body: &str) -> Vec<u8> {
        format!("<!doctype html><html lang=de><head>{head}</head><body>{body}</body></html>").into_bytes()
    }

    #[test]
    fn an_article_without_its_surroundings() {
        let paragraph = "<p>The minister met her rival in Oslo, and they spoke about fish, oil, and the sea.</p>";
        let body = format!(
            "<nav><a href=/>Home</a></nav><div class=cookie-banner>We use cookies.</div>\
             <article><h1>Fish and oil</h1>{}<h2>What comes next</h2><ul><li>A vote</li><li>A law</li></ul>\
             <blockquote><p>It is cold here, she said, and it will be cold for a long while.</p></blockquote></article>\
             <aside>Related: other things</aside><footer>Imprint</footer>",
            paragraph.repeat(8)
        );
        let (item, said) = read(&page("<title>Fish and oil - Wire</title>", &body), None).unwrap();
        assert_eq!(said, [""; 0]);
        assert_eq!((item.meta.title.as_str(), item.meta.language.as_deref()), ("Fish and oil", Some("de")));
        assert!(
            item.text.starts_with("The minister met") && item.text.contains("## What comes next\n\n- A vote\n- A law")
        );
        assert!(item.text.contains("> It is cold here"));
        for word in ["Home", "cookies", "Related", "Imprint", "# Fish"] {
            assert!(!item.text.contains(word), "{word}: {}", item.text);
        }
    }

    #[test]
    fn a_short_page_is_kept_whole_and_an_empty_one_refused() {
        let (item, _) = read(&page("", "<p>Only this.</p>"), Some("https://x.example/a")).unwrap();
        assert_eq!((item.text.as_str(), item.meta.url.as_deref()), ("Only this.", Some("https://x.example/a")));
        assert!(read(&page("", "<script>x()</script>"), None).unwrap_err().contains("no text"));
    }

    #[test]
    fn the_encoding_that_a_page_names_is_used() {
        let latin = [b"<meta charset=\"iso-8859-2\"><p>\xb1 \xea \xbf".as_slice()].concat();
        assert_eq!(declared(&latin).as_deref(), Some("iso-8859-2"));
        assert_eq!(read(&latin, None).unwrap().0.text, "ą ę ż");
        let changed = "<meta charset=iso-8859-1><p>Łódź".as_bytes();
        assert_eq!(read(changed, None).unwrap().0.text, "Łódź");
    }

    proptest! {
        #[test]
        fn no_page_is_fatal(body in "(<(p|div|b|table|td|li|h1|a|blockquote|/p|/div|script|!--)?[ >]?|[a-zé ]{0,8}|&[a-z]{0,4};?){0,60}") {
            let _ = read(body.as_bytes(), None);
        }
    }
}
