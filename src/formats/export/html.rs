//! HTML out: one page that needs neither network nor script: in short what the articles say, then the texts with marked
//! mentions, stance markers and notes beside them, who holds what of whom and when, and everyone who is mentioned.
//!
//! What stands first tells of all articles, so they are asked for twice: once to be summed, once to be written.

use super::html_margin::margin;
use super::html_pictures::{bars, matrix, table};
use super::html_sums::Sums;
use super::html_text::{escape, paragraphs};
use super::names::web;
use super::{Document, Kind, Piece, Tally, Writer};
use crate::formats::values::one_line;
use crate::model::{Codebook, EntityType, Hue, Polarity};

const STYLE: &str = include_str!("report.css");

/// Writes articles as they come the second time.
pub(super) struct Html {
    look: Look,
    dates: Vec<String>,
    sums: Sums,
    /// Whether all articles are summed, so that they are written now.
    summed: bool,
}

/// What the parts of a page share.
pub(super) struct Look {
    kinds: Vec<EntityType>,
    /// Whether it has to be said who made an annotation.
    pub several: bool,
    /// The number of the article that is written.
    pub number: usize,
}

impl Look {
    /// The class of the colour of a type.
    pub(super) fn hue(&self, key: &str) -> &'static str {
        match self.kind(key).map(|kind| kind.hue) {
            Some(Hue::Blue) => "blue",
            Some(Hue::Orange) => "orange",
            Some(Hue::Green) => "green",
            Some(Hue::Pink) => "pink",
            Some(Hue::Yellow) => "yellow",
            Some(Hue::Cyan) => "cyan",
            Some(Hue::Red) => "red",
            Some(Hue::Violet) => "violet",
            Some(Hue::Grey) | None => "grey",
        }
    }

    fn kind(&self, key: &str) -> Option<&EntityType> {
        self.kinds.iter().find(|kind| kind.key == key)
    }

    /// Where a type stands in the codebook.
    pub(super) fn rank(&self, key: &str) -> usize {
        self.kinds.iter().position(|kind| kind.key == key).unwrap_or(self.kinds.len())
    }

    /// The name of a type, escaped.
    pub(super) fn name(&self, key: &str) -> String {
        escape(&one_line(self.kind(key).map_or(key, |kind| &kind.name)))
    }

    /// The name of a type in its colour.
    pub(super) fn named(&self, key: &str) -> String {
        format!("<mark class=\"{}\">{}</mark>", self.hue(key), self.name(key))
    }

    /// Who made an annotation, after a middle dot, where that has to be said.
    pub(super) fn by<'a>(&self, annotators: impl Iterator<Item = &'a str>) -> String {
        if !self.several {
            return String::new();
        }
        let mut names: Vec<&str> = annotators.collect();
        names.sort_unstable();
        names.dedup();
        format!(" · {}", escape(&one_line(&names.join(", "))))
    }
}

impl Html {
    /// Begins with the types of the codebook.
    pub(super) fn new(codebook: &Codebook) -> Self {
        let look = Look { kinds: codebook.types.clone(), several: false, number: 0 };
        Self { look, dates: codebook.dates(), sums: Sums::default(), summed: false }
    }
}

impl Writer for Html {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        if self.summed {
            self.look.number += 1;
            return vec![Piece::text(self.article(document))];
        }
        if document.article.body.as_str().contains(super::html_text::hides) {
            let why = "control and invisible characters are shown as marks";
            tally.bend(document.article, Kind::Article, None, why);
        }
        self.sums.add(document);
        Vec::new()
    }

    fn again(&mut self) -> Option<Vec<Piece>> {
        if std::mem::replace(&mut self.summed, true) {
            return None;
        }
        self.look.several = self.sums.annotators.len() > 1;
        let found = if self.sums.articles == 1 { String::new() } else { self.found() };
        Some(vec![Piece::text(self.begin()), Piece::text(found), Piece::text(self.texts())])
    }

    fn end(&mut self) -> Vec<Piece> {
        // Of a single article the text is what a reader wants first, of many what they say together.
        let found = if self.sums.articles == 1 { self.found() } else { String::new() };
        let end = "</main>\n<footer><p>Made by newsgloss.</p></footer>\n</body>\n</html>\n";
        vec![Piece::text(format!("</section>\n{found}{end}"))]
    }
}

impl Html {
    fn begin(&self) -> String {
        let parts = [("articles", "Texts"), ("stances", "Who holds what of whom"), ("entities", "Who is mentioned")];
        let order = if self.sums.articles == 1 { [0, 1, 2] } else { [1, 2, 0] };
        let links = order.map(|at| format!("<li><a href=\"#{}\">{}</a></li>", parts[at].0, parts[at].1)).concat();
        let (window, title, short) = (self.sums.window(), self.sums.title(), self.sums.summary(&self.dates));
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n<meta name=\"color-scheme\" \
             content=\"light dark\">\n<title>{window}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#articles\">Skip to the texts</a>\n\
             <header>\n<h1>{title}</h1>\n<nav aria-label=\"Parts of this page\"><ul>{links}</ul></nav>\n</header>\n<main>\n\
             <section id=\"summary\" aria-labelledby=\"summary-h\">\n<h2 id=\"summary-h\">In short</h2>\n{short}</section>\n"
        )
    }

    /// What the articles say together.
    fn found(&self) -> String {
        let (sums, entities) = (&self.sums, self.sums.entity_lists(&self.look));
        let stances = if sums.pairs.is_empty() {
            "<p>No stance is stated.</p>\n".to_owned()
        } else {
            format!("{}{}{}", matrix(&sums.pairs), table(&sums.pairs, sums.articles), bars(&sums.by_day, sums.undated))
        };
        format!(
            "<section id=\"stances\" aria-labelledby=\"stances-h\">\n<h2 id=\"stances-h\">Who holds what of whom</h2>\n\
             {stances}</section>\n<section id=\"entities\" aria-labelledby=\"entities-h\">\n<h2 id=\"entities-h\">Who is \
             mentioned</h2>\n{entities}</section>\n"
        )
    }

    /// What stands before the texts: what marks mean, and where each text is.
    fn texts(&self) -> String {
        let used = self.look.kinds.iter().filter(|kind| self.sums.has(&kind.key));
        let kinds: String = used.map(|kind| format!("<li>{}</li>", self.look.named(&kind.key))).collect();
        let polarities =
            Polarity::ALL.map(|it| format!("<li><span class=\"{}\">{}</span> {}</li>", it.word(), glyph(it), verb(it)));
        format!(
            "<section id=\"articles\" aria-labelledby=\"articles-h\">\n<h2 id=\"articles-h\">Texts</h2>\n\
             <ul class=\"legend\" aria-label=\"What marks mean\">{kinds}{}<li><span class=\"note marker\">1</span> a \
             note</li></ul>\n{}",
            polarities.concat(),
            self.sums.contents(),
        )
    }

    fn article(&self, document: &Document<'_>) -> String {
        let (article, look, number) = (document.article, &self.look, self.look.number);
        let (text, margin) = (paragraphs(document, look), margin(document, look));
        let margin = if margin.is_empty() {
            margin
        } else {
            format!("<aside aria-label=\"Stances, notes and tags of text {number}\">\n{margin}</aside>\n")
        };
        let class = if margin.is_empty() { "alone" } else { "beside" };
        let language = article.meta.language.as_deref().map(|tag| format!(" lang=\"{}\"", escape(tag)));
        let mut labels: Vec<&str> = document.annotations.article_tags().map(|tag| tag.label.as_str()).collect();
        labels.sort_unstable();
        labels.dedup();
        let tags: String = labels.into_iter().map(|label| format!("<li>{}</li>", escape(label))).collect();
        let tags = if tags.is_empty() { tags } else { format!("<ul class=\"tags\" aria-label=\"Tags\">{tags}</ul>\n") };
        let count =
            if self.sums.articles == 1 { String::new() } else { format!("<span class=\"no\">{number}</span> ") };
        format!(
            "<article id=\"a{number}\">\n<h3{lang} dir=\"auto\">{count}{}</h3>\n{}{tags}<div class=\"{class}\">\n\
             <div class=\"text\"{lang}>\n{text}</div>\n{margin}</div>\n</article>\n",
            escape(&one_line(&article.meta.title)),
            about(document),
            lang = language.unwrap_or_default(),
        )
    }
}

/// The marker of a polarity, which is told by its shape.
pub(super) const fn glyph(polarity: Polarity) -> char {
    match polarity {
        Polarity::Support => '▲',
        Polarity::Oppose => '▼',
        Polarity::Neutral => '●',
        Polarity::Ambiguous => '◆',
    }
}

/// What stands between holder and target.
pub(super) const fn verb(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Support => "supports",
        Polarity::Oppose => "opposes",
        Polarity::Neutral => "is neutral toward",
        Polarity::Ambiguous => "is ambiguous toward",
    }
}

fn about(document: &Document<'_>) -> String {
    let meta = &document.article.meta;
    let link = |url: &str| {
        let site = url.split_once("//").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or_default();
        let site = site.strip_prefix("www.").unwrap_or(site);
        format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(url), escape(site))
    };
    let parts = [
        meta.date.map(|date| format!("<time datetime=\"{date}\">{}</time>", day(date))),
        meta.source.as_deref().map(escape),
        Some(escape(&meta.byline())).filter(|it| !it.is_empty()),
        web(meta.url.as_deref()).map(link),
        Some(format!("<code>{}</code>", escape(document.article.id.as_str()))),
    ];
    format!("<p class=\"about\">{}</p>\n", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// Returns a day as people write it.
pub(super) fn day(date: jiff::civil::Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use crate::formats::Format;
    use crate::formats::fixture::every_kind;
    use crate::model::Codebook;

    #[test]
    fn one_page_holds_every_kind_and_nothing_acts() {
        let mut exporter = Format::from_name("html").unwrap().begin(&Codebook::default());
        let page = String::from_utf8(every_kind().export(&mut exporter).remove(0).1).unwrap();
        let parts = [
            "In short</h2>",
            "annotated by <bdi>ann</bdi>.",
            "title=\"PER: Vladimir Putin\"",
            "&lt;b&gt;",
            "id=\"a1s1\"",
            "<bdi>Vladimir Putin</bdi></b> supports <b><bdi>Xi Jinping</bdi>",
            "intensity 4 of 5, confidence 2 of 5",
            "-a &lt;i&gt;",
            "<th scope=\"col\">Target</th></tr>",
            "war &amp; peace",
            "Without a place in the text",
        ];
        parts.iter().for_each(|part| assert!(page.contains(part), "{part} is not in\n{page}"));
        assert!(!page.contains("<script") && !page.contains("<b>\"x\"") && !page.contains("src="));
        assert_eq!(page.matches("<mark").count(), page.matches("</mark>").count());
    }
}
