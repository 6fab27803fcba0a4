//! A part of a web page to plain text with light Markdown: headings, lists and quotes keep their marks, links and emphasis
//! only their words, so that what is quoted from the text is what a reader saw.

use dom_query::NodeRef;

/// What no reader sees, or cannot read.
pub(super) const UNSEEN: [&str; 18] = [
    "script", "style", "noscript", "template", "svg", "math", "button", "input", "select", "textarea", "iframe",
    "object", "video", "audio", "canvas", "head", "title", "dialog",
];
/// What stands around an article; left out where a whole page is read.
const AROUND: [&str; 5] = ["nav", "footer", "aside", "header", "form"];
const BLOCKS: [&str; 30] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "figure",
    "figcaption",
    "table",
    "thead",
    "tbody",
    "tr",
    "caption",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "address",
    "pre",
    "blockquote",
    "li",
    "form",
    "fieldset",
    "details",
    "summary",
    "center",
];

/// Returns the text below a node.
pub(super) fn text_of(node: &NodeRef<'_>) -> String {
    Writer::default().written(node)
}

/// Returns the text of a whole page without what stands around its main part.
pub(super) fn text_of_page(node: &NodeRef<'_>) -> String {
    Writer { main_only: true, ..Writer::default() }.written(node)
}

/// Returns words of markup as one line of plain text; words without markup come back as they are.
pub(super) fn plain_line(markup: &str) -> String {
    if !markup.contains(['<', '&']) {
        return super::super::values::one_line(markup);
    }
    let page = dom_query::Document::fragment(markup);
    super::super::values::one_line(&page.root().text())
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The words of the block that is written.
    line: String,
    /// The mark of the next block: `# `, `- `, `3. `.
    mark: String,
    /// How many quotes, and how many lists, the block stands in.
    quotes: usize,
    lists: Vec<usize>,
    /// Whether the block before was an item of a list.
    after_item: bool,
    verbatim: bool,
    main_only: bool,
}

impl Writer {
    fn written(mut self, node: &NodeRef<'_>) -> String {
        self.children(node);
        self.end_block();
        self.out
    }

    fn children(&mut self, node: &NodeRef<'_>) {
        node.children_it(false).for_each(|child| self.node(&child));
    }

    fn node(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            return self.words(&node.text());
        }
        let Some(name) = node.node_name() else { return };
        let name = name.as_ref();
        if UNSEEN.contains(&name) || self.main_only && AROUND.contains(&name) || node.has_attr("hidden") {
            return;
        }
        match name {
            "br" => self.line.push('\n'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(node, name),
            "li" => self.item(node),
            "ul" | "ol" => self.list(node, name),
            "td" | "th" => self.cell(node),
            "blockquote" => self.nested(node, |writer, by| writer.quotes = writer.quotes.wrapping_add_signed(by)),
            "pre" => {
                self.end_block();
                let before = std::mem::replace(&mut self.verbatim, true);
                self.children(node);
                self.end_block();
                self.verbatim = before;
            }
            name if BLOCKS.contains(&name) => self.nested(node, |_, _| {}),
            _ => self.children(node),
        }
    }

    /// Writes blocks of their own, between two changes of where they stand.
    fn nested(&mut self, node: &NodeRef<'_>, change: impl Fn(&mut Self, isize)) {
        self.end_block();
        change(self, 1);
        self.children(node);
        self.end_block();
        change(self, -1);
    }

    fn heading(&mut self, node: &NodeRef<'_>, name: &str) {
        self.end_block();
        let level = name.bytes().last().map_or(1, |digit| usize::from(digit - b'0'));
        let words = super::super::values::one_line(&node.text());
        if !words.is_empty() {
            self.mark = format!("{} ", "#".repeat(level));
            self.line = words;
        }
        self.end_block();
    }

    fn list(&mut self, node: &NodeRef<'_>, name: &str) {
        self.end_block();
        self.lists.push(usize::from(name == "ol"));
        self.children(node);
        self.end_block();
        self.lists.pop();
    }

    fn item(&mut self, node: &NodeRef<'_>) {
        self.end_block();
        self.mark = match self.lists.last_mut() {
            Some(0) | None => "- ".to_owned(),
            Some(number) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
        };
        self.children(node);
        self.end_block();
        self.mark.clear();
    }

    /// Cells of a row stand in one line, unless they hold blocks, as in letters that are laid out by tables.
    fn cell(&mut self, node: &NodeRef<'_>) {
        if !self.line.trim().is_empty() {
            self.line.push_str(" | ");
        }
        self.children(node);
    }

    fn words(&mut self, text: &str) {
        if self.verbatim {
            return self.line.push_str(text);
        }
        for (at, word) in text.split([' ', '\t', '\n', '\r', '\u{c}']).enumerate() {
            if at > 0 && !self.line.ends_with([' ', '\n']) && !self.line.is_empty() {
                self.line.push(' ');
            }
            self.line.push_str(word);
        }
    }

    fn end_block(&mut self) {
        let line = std::mem::take(&mut self.line);
        let text = if self.verbatim { line.trim_matches('\n') } else { line.trim() }.trim_end_matches(" |");
        if text.trim().is_empty() {
            return;
        }
        let mark = std::mem::take(&mut self.mark);
        let item = !self.lists.is_empty();
        if !self.out.is_empty() {
            self.out.push_str(if item && self.after_item { "\n" } else { "\n\n" });
        }
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        let lead = format!("{}{indent}", "> ".repeat(self.quotes));
        let hang = if item { "  " } else { "" };
        for (at, part) in text.split('\n').enumerate() {
            let part = if self.verbatim { part } else { part.trim() };
            let mark = if at == 0 && !mark.is_empty() { mark.as_str() } else { hang };
            let line = format!("{lead}{mark}{part}");
            self.out.push_str(if at == 0 { "" } else { "\n" });
            self.out.push_str(line.trim_end());
        }
        self.after_item = item;
    }
}

#[cfg(test)]
mod tests {
    use super::{plain_line, text_of};

    #[test]
    fn markup_becomes_text() {
        let cases = [
            ("<p>One  <b>two</b>\n three.</p><p>Four.</p>", "One two three.\n\nFour."),
            ("a<br>b<br/> c", "a\nb\nc"),
            ("<h2>Head <i>x</i></h2><p>Text</p>", "## Head x\n\nText"),
            ("<ul><li>a<li>b <a href=x>c</a></ul><p>d", "- a\n- b c\n\nd"),
            ("<ol><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ol>", "1. a\n2. b\n  - c"),
            ("<blockquote><p>He <q>said</q>.</p><p>More.</p></blockquote>after", "> He said.\n\n> More.\n\nafter"),
            ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n\n1 | 2"),
            ("x<script>bad()</script><style>p{}</style>y &amp; z", "xy & z"),
            ("<pre>a\n  b</pre>", "a\n  b"),
            ("<div><div>a</div>b</div>c", "a\n\nb\n\nc"),
            ("caf\u{e9}\u{a0}bar <span>x</span><span>y</span>", "caf\u{e9}\u{a0}bar xy"),
            ("", ""),
        ];
        for (markup, text) in cases {
            let page = dom_query::Document::fragment(markup);
            assert_eq!(text_of(&page.root()), text, "{markup}");
        }
        assert_eq!(plain_line("A &amp; <i>b</i>\n c"), "A & b c");
        assert_eq!(plain_line(" a  b "), "a b");
    }
}
