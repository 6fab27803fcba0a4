//! How much text the elements of a page hold, counted once for all of them: pages may nest deeply.

use super::html_text::UNSEEN;
use dom_query::{NodeId, NodeRef};
use std::collections::HashMap;

/// Bytes of a piece of text that is running text: about half a sentence.
const SENTENCE: usize = 50;
/// What holds the article, whatever it is called.
const MAIN: [&str; 3] = ["h1", "article", "main"];

/// How much an element holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    /// Characters that are no blanks.
    pub all: usize,
    /// Of these, the characters in links.
    pub linked: usize,
    /// Bytes of running text: of pieces that are as long as half a sentence, and no links.
    pub prose: usize,
    /// Whether it has something that holds the article.
    pub main: bool,
}

/// The measures of an element and all below it.
pub(super) struct Measures(HashMap<NodeId, Measure>);

impl Measures {
    /// Measures an element and all below it.
    pub fn of(node: &NodeRef<'_>) -> Self {
        let mut measures = Self(HashMap::new());
        measures.add(node, false);
        measures
    }

    /// Returns the measure of an element.
    pub fn get(&self, node: &NodeRef<'_>) -> Measure {
        self.0.get(&node.id).copied().unwrap_or_default()
    }

    fn add(&mut self, node: &NodeRef<'_>, linked: bool) -> Measure {
        if node.is_text() {
            let text = node.text();
            let all = text.chars().filter(|c| !c.is_whitespace()).count();
            let prose = if linked || text.trim().len() < SENTENCE { 0 } else { text.trim().len() };
            return Measure { all, linked: if linked { all } else { 0 }, prose, main: false };
        }
        let name = name(node);
        if UNSEEN.contains(&name.as_str()) {
            return Measure::default();
        }
        let linked = linked || name == "a";
        let mut of = Measure { main: MAIN.contains(&name.as_str()), ..Measure::default() };
        node.children_it(false).for_each(|child| {
            let child = self.add(&child, linked);
            of.all += child.all;
            of.linked += child.linked;
            of.prose += child.prose;
            of.main |= child.main;
        });
        self.0.insert(node.id, of);
        of
    }
}

/// Returns the name of an element, or nothing for what is none.
pub(super) fn name(node: &NodeRef<'_>) -> String {
    node.node_name().map(|name| name.to_string()).unwrap_or_default()
}
