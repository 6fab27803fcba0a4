//! What stands around an article, or between its paragraphs, and is no part of it: menus, buttons that share, boxes with other
//! stories, comments, captions of pictures. It is known by what the page itself calls it, and taken out before the article is
//! looked for, so that it neither draws the search nor comes along.

use super::html_measure::{Measures, name};
use dom_query::{Document, NodeRef};

/// Elements that are never part of an article.
const ELEMENTS: [&str; 6] = ["nav", "footer", "aside", "dialog", "menu", "figcaption"];
/// Words of classes and names that say what an element is for. What has one of them is left out, unless much of the page's text
/// is in it.
const NAMES: [&str; 77] = [
    "share",
    "sharing",
    "sharebar",
    "sharethis",
    "addthis",
    "social",
    "socials",
    "sociable",
    "follow",
    "related",
    "recommended",
    "recommendation",
    "recommendations",
    "recirculation",
    "recirc",
    "mostread",
    "popular",
    "trending",
    "readmore",
    "newsletter",
    "newsletters",
    "subscribe",
    "signup",
    "login",
    "register",
    "outbrain",
    "taboola",
    "ad",
    "ads",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "adslot",
    "sponsored",
    "sponsor",
    "promo",
    "promos",
    "promotion",
    "breadcrumb",
    "breadcrumbs",
    "pagination",
    "pager",
    "cookie",
    "cookies",
    "gdpr",
    "consent",
    "toolbar",
    "tools",
    "navbar",
    "nav",
    "navigation",
    "menu",
    "sidebar",
    "modal",
    "popup",
    "tooltip",
    "tags",
    "taglist",
    "topics",
    "byline",
    "bylines",
    "biography",
    "bio",
    "authorbio",
    "copyright",
    "credit",
    "credits",
    "timestamp",
    "print",
    "printer",
    "poll",
    "player",
    "carousel",
    "caption",
    "captions",
    "figcaption",
];
/// Words for what readers wrote; that may be more than the article itself.
const READERS: [&str; 7] = ["comment", "comments", "commentlist", "disqus", "respond", "replies", "discussion"];
/// Bytes of running text that an article has at least.
const ARTICLE: usize = 250;

/// Takes what is around the article out of a page.
pub(super) fn take_out(page: &Document) {
    let Some(body) = page.body() else { return };
    let measures = Measures::of(&body);
    let mut open = body.element_children();
    while let Some(node) = open.pop() {
        if is_around(&node, &measures, measures.get(&body).prose) {
            node.remove_from_parent();
            continue;
        }
        if matches!(name(&node).as_str(), "p" | "h2" | "h3" | "h4" | "h5" | "h6") {
            // What follows would leave out paragraphs and headings for words in names that are no reason to.
            node.remove_attrs(&["class", "id"]);
        }
        open.extend(node.element_children());
    }
}

fn is_around(node: &NodeRef<'_>, measures: &Measures, whole: usize) -> bool {
    let of = measures.get(node);
    let much = of.prose * 3 > whole && of.prose > ARTICLE;
    if ELEMENTS.contains(&name(node).as_str()) || is_hidden(node) {
        return !much;
    }
    let words = words(node);
    let named = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    if named(&READERS) && !of.main {
        return !much || whole.saturating_sub(of.prose) > ARTICLE;
    }
    named(&NAMES) && !much && !of.main
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = node.attr("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    node.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}

/// Returns the words of the names that a page gives an element: `relatedLinks-box` has three.
fn words(node: &NodeRef<'_>) -> Vec<String> {
    let mut words = vec![String::new()];
    for attribute in ["class", "id", "role"] {
        let value = node.attr(attribute).unwrap_or_default();
        let mut before = ' ';
        for c in value.chars().chain([' ']) {
            if !c.is_ascii_alphabetic() || c.is_ascii_uppercase() && before.is_ascii_lowercase() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphabetic()) {
                word.push(c.to_ascii_lowercase());
            }
            before = c;
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
