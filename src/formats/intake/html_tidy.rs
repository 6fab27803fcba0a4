//! What still stands between the paragraphs of an article that was found: advertisements, credits, bare dates, lists of other
//! stories, and headings below which nothing is left.

use super::html_measure::{Measures, name};
use crate::formats::day::{self, Day};
use crate::formats::values::one_line;
use dom_query::{Document, NodeRef};

/// Blocks that may be such.
const BLOCKS: &str = "p, div, li, ul, ol, h1, h2, h3, h4, h5, h6, span, section, blockquote, td";
/// Characters of a line that is no paragraph.
const LINE: usize = 100;
/// Characters of a line that is but a date.
const DATED: usize = 40;
/// How such a line begins, in small letters.
const BEGINS: [&str; 62] = [
    "advertisement",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "pubblicità",
    "reklama",
    "реклама",
    "hirdetés",
    "hirdetes",
    "広告",
    "广告",
    "continue reading",
    "read more",
    "read also",
    "also read",
    "read:",
    "see also",
    "more:",
    "related",
    "watch:",
    "more from",
    "click here",
    "share this",
    "share on",
    "share",
    "follow us",
    "follow @",
    "subscribe",
    "sign up",
    "print",
    "email",
    "e-mail",
    "tweet",
    "text size",
    "enlarge",
    "[+] enlarge",
    "hide caption",
    "photo:",
    "photos:",
    "photo by",
    "image:",
    "image credit",
    "image caption",
    "credit:",
    "source:",
    "published",
    "updated",
    "last updated",
    "last modified",
    "posted",
    "submitted on",
    "copyright",
    "©",
    "tags:",
    "topics:",
    "comments are closed",
    "view comments",
    "lesen sie auch",
    "lire aussi",
    "à lire aussi",
    "читайте также",
];

/// Takes it out of what was found.
pub(super) fn tidy(found: &Document) {
    let measures = Measures::of(&found.root());
    for node in found.select(BLOCKS).nodes() {
        if is_beside(node, &measures) {
            node.remove_from_parent();
        }
    }
    let measures = Measures::of(&found.root());
    while let Some(heading) = last_heading(found.root(), &measures) {
        heading.remove_from_parent();
    }
}

fn is_beside(node: &NodeRef<'_>, measures: &Measures) -> bool {
    let of = measures.get(node);
    let all_linked = of.linked * 10 > of.all * 9;
    match name(node).as_str() {
        _ if of.all == 0 => false,
        "ul" | "ol" if node.children_it(false).filter(|child| child.has_name("li")).count() > 1 => {
            all_linked && of.all < LINE * 20
        }
        "p" | "div" if all_linked && of.all < LINE * 3 => true,
        _ if of.all > LINE => false,
        _ => is_no_sentence(&one_line(&node.text()).to_lowercase()),
    }
}

/// Whether a line, in small letters, is one that pages put beside their articles.
fn is_no_sentence(line: &str) -> bool {
    let begins = |begin: &&str| {
        let rest = line.strip_prefix(*begin);
        rest.is_some_and(|rest| begin.ends_with(':') || !rest.starts_with(char::is_alphanumeric))
    };
    let ends = line.ends_with(['.', '!', '?', '。', '"', '”', '»', ':']);
    BEGINS.iter().any(begins) && !ends || line.chars().count() <= DATED && matches!(day::read(line), Day::Clear(_))
}

/// Returns the heading that an article ends with, where it does.
fn last_heading<'a>(root: NodeRef<'a>, measures: &Measures) -> Option<NodeRef<'a>> {
    let mut last = root;
    loop {
        if matches!(name(&last).as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            return Some(last);
        }
        let seen = |child: &NodeRef<'_>| {
            if child.is_text() { !child.text().trim().is_empty() } else { measures.get(child).all > 0 }
        };
        last = last.children_it(true).find(seen).filter(NodeRef::is_element)?;
    }
}

#[cfg(test)]
mod tests {
    use super::{is_no_sentence, tidy};
    use crate::formats::intake::html_text::text_of;
    use dom_query::Document;

    #[test]
    fn what_is_no_part_of_an_article_is_left_out_of_it() {
        let page = Document::fragment(
            "<h2>Fish</h2><p>The minister <a href=x>met her rival</a> in Oslo.</p><p>Advertisement</p><p>July 10, 2023</p>\
             <p><a href=y>Ferry prices rise again</a></p><ul><li><a href=a>One story</a><li><a href=b>Another</a></ul>\
             <ul><li>A vote in spring<li>A law</ul><p>Published in 1998, the book was forgotten.</p><h3>Related</h3><h4>More</h4>",
        );
        tidy(&page);
        let text = "## Fish\n\nThe minister met her rival in Oslo.\n\n- A vote in spring\n- A law\n\n\
                    Published in 1998, the book was forgotten.";
        assert_eq!(text_of(&page.root()), text);
    }

    #[test]
    fn a_sentence_is_known_from_a_line_beside_it() {
        for line in [
            "read more",
            "share",
            "photo: jane doe",
            "see also: fish",
            "2023-07-10",
            "© wire",
            "anzeige",
            "updated 9 may",
        ] {
            assert!(is_no_sentence(line), "{line}");
        }
        for line in
            ["shares fell.", "read more books, he said.", "on 10 july 2023 they met", "printers are sold out", "42"]
        {
            assert!(!is_no_sentence(line), "{line}");
        }
    }
}
