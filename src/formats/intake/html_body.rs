//! Where in a page the text of its article is. Three witnesses are asked: readability, the element in which most running text
//! stands, and the element that the page itself calls the text of its article.

use super::html_measure::Measures;
use super::html_text::{text_of, text_of_page};
use super::{html_around, html_tidy};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

/// Where there are fewer characters in what was found, the whole page is taken.
const LITTLE: usize = 140;
/// Tenths of the running text that are most of it.
const MOST: usize = 9;
/// Tenths of it that the smallest element with most of it holds, level by level.
const TRUNK: usize = 8;
/// What pages call the text of their article.
const NAMED: &str = "[itemprop~=articleBody], .article-body, .articleBody, .article__body, .article_body, .article-content, \
    .article__content, .articleContent, .article-text, .articleText, .entry-content, .post-content, .post-body, .story-body, \
    .storybody, .story-content, .story-text";

/// The article of a page.
#[derive(Default)]
pub(super) struct Body {
    pub text: String,
    /// What readability takes for its title and author.
    pub title: Option<String>,
    pub byline: Option<String>,
}

/// Finds the article of a page.
///
/// # Errors
/// When the page has no tree.
pub(super) fn find(page: Document) -> Result<Body, String> {
    html_around::take_out(&page);
    let whole = page.body().map(|body| text_of_page(&body)).unwrap_or_default();
    let (trunk, named) = witnesses(&page);
    let config = Config { disable_json_ld: true, ..Config::default() };
    let mut reader = Readability::with_document(page, None, Some(config)).map_err(|error| error.to_string())?;
    let found = reader.parse().ok();
    let mut part = found.as_ref().map(|article| Document::fragment(article.content.clone()));
    // Half of the text is lost when readability takes one of several parts for all.
    if part.as_ref().is_none_or(|part| prose(part) * 2 < trunk.as_ref().map_or(0, prose)) {
        part = trunk;
    }
    if let Some(named) = named.filter(|named| prose(named) * 10 > part.as_ref().map_or(0, prose) * MOST) {
        part = Some(named);
    }
    let text = part.map(|part| {
        html_tidy::tidy(&part);
        text_of(&part.root())
    });
    let enough = |text: &String| text.chars().count() >= LITTLE.min(whole.chars().count());
    let text = text.filter(enough).unwrap_or(whole);
    let (title, byline) = found.map(|found| (found.title, found.byline)).unzip();
    Ok(Body { text, title, byline: byline.flatten().map(|byline| byline.to_string()) })
}

fn prose(part: &Document) -> usize {
    Measures::of(&part.root()).get(&part.root()).prose
}

/// Copies the smallest element that holds most of the running text, and the one that is called the text of the article.
fn witnesses(page: &Document) -> (Option<Document>, Option<Document>) {
    let Some(body) = page.body() else { return (None, None) };
    let measures = Measures::of(&body);
    let prose = |node: &NodeRef<'_>| measures.get(node).prose;
    let whole = prose(&body);
    let mut trunk = body;
    while let Some(child) = trunk.element_children().into_iter().find(|child| prose(child) * 10 > whole * TRUNK) {
        trunk = child;
    }
    let named = page.select(NAMED).nodes().iter().copied().max_by_key(prose);
    (Some(Document::fragment(trunk.html())), named.map(|named| Document::fragment(named.html())))
}
