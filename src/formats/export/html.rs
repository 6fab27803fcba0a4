//! HTML out: one page that needs neither network nor script: texts with marked mentions, stance markers and notes beside
//! them, then everyone who is mentioned, who holds what of whom, and when.

use super::html_pictures::{bars, matrix};
use super::html_text::{escape, paragraphs, place_of};
use super::names::web;
use super::{Document, Kind, Piece, Tally, Writer};
use crate::formats::values::one_line;
use crate::model::{Codebook, EntityType, Holder, Hue, Note, On, Polarity, Stance};
use std::collections::BTreeMap;

const STYLE: &str = include_str!("report.css");

/// Writes articles as they come, and keeps sums for the end.
pub(super) struct Html {
    kinds: Vec<EntityType>,
    /// By entity and type.
    entities: BTreeMap<(String, String), Mentioned>,
    /// Stances by holder and target.
    pairs: BTreeMap<(String, String), [usize; 4]>,
    /// Stances by year and month.
    months: BTreeMap<(i16, i8), [usize; 4]>,
}

/// Articles of an entity that are linked; more are counted.
const LINKED: usize = 5;

/// Where an entity is mentioned.
#[derive(Default)]
struct Mentioned {
    mentions: usize,
    articles: usize,
    /// The first of the articles.
    first: Vec<usize>,
    last: usize,
}

impl Mentioned {
    fn add(&mut self, article: usize) {
        self.mentions += 1;
        if self.articles > 0 && self.last == article {
            return;
        }
        (self.articles, self.last) = (self.articles + 1, article);
        if self.first.len() < LINKED {
            self.first.push(article);
        }
    }
}

impl Html {
    /// Begins with the types of the codebook.
    pub(super) fn new(codebook: &Codebook) -> Self {
        let kinds = codebook.types.clone();
        Self { kinds, entities: BTreeMap::new(), pairs: BTreeMap::new(), months: BTreeMap::new() }
    }
}

impl Writer for Html {
    fn head(&mut self) -> Vec<Piece> {
        let kinds: String = self.kinds.iter().map(|kind| format!("<li>{}</li>", self.named(&kind.key))).collect();
        let polarities: String =
            Polarity::ALL.iter().map(|it| format!("<li>{} {}</li>", glyph(*it), it.word())).collect();
        vec![Piece::text(format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n<meta name=\"color-scheme\" \
             content=\"light dark\">\n<title>Annotated articles</title>\n<link rel=\"icon\" href=\"data:,\">\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#articles\">Skip to the articles</a>\n\
             <header>\n<h1>Annotated articles</h1>\n<nav aria-label=\"Parts of this page\"><a href=\"#articles\">\
             Articles</a> <a href=\"#entities\">Entities</a> <a href=\"#stances\">Stances</a></nav>\n\
             <ul class=\"legend\" aria-label=\"What marks mean\">{kinds}{polarities}</ul>\n</header>\n<main>\n\
             <section id=\"articles\" aria-label=\"Articles\">\n"
        ))]
    }

    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        let (article, all, number) = (document.article, document.annotations, tally.articles);
        self.sum(document, number);
        if article.body.as_str().contains(super::html_text::hides) {
            tally.bend(article, Kind::Article, None, "control and invisible characters are shown as marks");
        }
        let text = paragraphs(document, number, &|key| hue(self.kind(key)));
        let margin = margin(document, number);
        let margin = if margin.is_empty() {
            margin
        } else {
            format!("<aside aria-label=\"Stances, notes and tags of article {number}\">\n{margin}</aside>\n")
        };
        let class = if margin.is_empty() { "alone" } else { "beside" };
        let language = article.meta.language.as_deref().map(|tag| format!(" lang=\"{}\"", escape(tag)));
        let tags: Vec<String> = all.article_tags().map(|tag| format!("<li>{}</li>", escape(&tag.label))).collect();
        let tags = if tags.is_empty() { String::new() } else { format!("<ul class=\"tags\">{}</ul>\n", tags.concat()) };
        vec![Piece::text(format!(
            "<article id=\"a{number}\">\n<h2{lang}>{}</h2>\n{}{tags}<div class=\"{class}\">\n<div class=\"text\"{lang}>\n\
             {text}</div>\n{margin}</div>\n</article>\n",
            escape(&one_line(&article.meta.title)),
            about(document),
            lang = language.unwrap_or_default(),
        ))]
    }

    fn end(&mut self) -> Vec<Piece> {
        let (entities, stances) = (self.entity_list(), self.stances());
        vec![Piece::text(format!(
            "</section>\n<section id=\"entities\" aria-labelledby=\"entities-h\">\n<h2 id=\"entities-h\">Entities</h2>\n\
             {entities}</section>\n<section id=\"stances\" aria-labelledby=\"stances-h\">\n<h2 id=\"stances-h\">Who holds \
             what of whom</h2>\n{stances}</section>\n</main>\n<footer><p>Made by newsgloss.</p></footer>\n</body>\n</html>\n"
        ))]
    }
}

impl Html {
    fn kind(&self, key: &str) -> Option<&EntityType> {
        self.kinds.iter().find(|kind| kind.key == key)
    }

    /// The name of a type in its colour.
    fn named(&self, key: &str) -> String {
        let kind = self.kind(key);
        format!("<mark class=\"{}\">{}</mark>", hue(kind), escape(kind.map_or(key, |kind| &kind.name)))
    }

    fn sum(&mut self, document: &Document<'_>, number: usize) {
        for it in &document.annotations.mentions {
            self.entities.entry((it.entity.clone(), it.kind.clone())).or_default().add(number);
        }
        for it in &document.annotations.stances {
            let pair = (it.holder.name().to_owned(), it.target.entity.clone());
            self.pairs.entry(pair).or_default()[it.polarity as usize] += 1;
            if let Some(date) = document.article.meta.date {
                self.months.entry((date.year(), date.month())).or_default()[it.polarity as usize] += 1;
            }
        }
    }

    fn entity_list(&self) -> String {
        if self.entities.is_empty() {
            return "<p>No entity is marked.</p>\n".to_owned();
        }
        let mut all: Vec<_> = self.entities.iter().collect();
        all.sort_by_key(|(_, it)| std::cmp::Reverse(it.mentions));
        let row = |((name, kind), it): (&(String, String), &Mentioned)| {
            let links = it.first.iter().map(|number| format!("<a href=\"#a{number}\">{number}</a>"));
            let (mentions, more) = (it.mentions, it.articles - it.first.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!(
                "<tr><th scope=\"row\" dir=\"auto\">{}</th><td>{}</td><td class=\"n\">{mentions}</td><td>{}{more}</td></tr>\n",
                escape(&one_line(name)),
                self.named(kind),
                links.collect::<Vec<_>>().join(" "),
            )
        };
        let rows: String = all.into_iter().map(row).collect();
        format!(
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Table of entities\"><table>\n<thead><tr>\
             <th scope=\"col\">Entity</th><th scope=\"col\">Type</th><th scope=\"col\">Mentions</th><th scope=\"col\">In \
             article</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
        )
    }

    fn stances(&self) -> String {
        if self.pairs.is_empty() {
            return "<p>No stance is stated.</p>\n".to_owned();
        }
        format!("{}{}", matrix(&self.pairs), bars(&self.months))
    }
}

/// The class of a type's colour.
fn hue(kind: Option<&EntityType>) -> &'static str {
    match kind.map(|kind| kind.hue) {
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

/// The marker of a polarity, which is told by its shape.
pub(super) const fn glyph(polarity: Polarity) -> char {
    match polarity {
        Polarity::Support => '▲',
        Polarity::Oppose => '▼',
        Polarity::Neutral => '●',
        Polarity::Ambiguous => '◆',
    }
}

fn about(document: &Document<'_>) -> String {
    let meta = &document.article.meta;
    let url = web(meta.url.as_deref()).map(|url| format!("<a href=\"{}\" rel=\"noreferrer\">source</a>", escape(url)));
    let parts = [
        meta.date.map(|date| format!("<time datetime=\"{date}\">{date}</time>")),
        meta.source.as_deref().map(escape),
        Some(meta.authors.iter().map(|it| escape(it)).collect::<Vec<_>>().join(", ")).filter(|it| !it.is_empty()),
        url,
        Some(format!("<code>{}</code>", escape(document.article.id.as_str()))),
    ];
    format!("<p class=\"about\">{}</p>\n", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// What stands beside a text: its stances, notes, tags and what lost its place.
fn margin(document: &Document<'_>, number: usize) -> String {
    let all = document.annotations;
    let mut out = String::new();
    let list = |name: &str, items: Vec<String>| {
        if items.is_empty() { String::new() } else { format!("<h3>{name}</h3>\n<ul>\n{}</ul>\n", items.concat()) }
    };
    let stances = all.stances.iter().zip(1..);
    out.push_str(&list("Stances", stances.map(|(it, at)| stance(document, it, &format!("a{number}s{at}"))).collect()));
    let notes = all.notes.iter().zip(1..);
    out.push_str(&list("Notes", notes.map(|(it, at)| note(document, it, &format!("a{number}n{at}"), at)).collect()));
    let tags = all.tags.iter().filter(|tag| tag.on != On::Article);
    let tag = |tag: &crate::model::Tag| format!("<li>{} <q>{}</q></li>\n", escape(&tag.label), on(document, &tag.on));
    out.push_str(&list("Tags", tags.map(tag).collect()));
    let orphans = all.orphans.iter().map(|it| format!("<li>{}: <q>{}</q></li>\n", it.kind, escape(&it.anchor.quote)));
    out.push_str(&list("Without a place in the text", orphans.collect()));
    out
}

fn stance(document: &Document<'_>, it: &Stance, id: &str) -> String {
    let holder = match &it.holder {
        Holder::Author => "<i>author</i>".to_owned(),
        Holder::Entity(party) => escape(&one_line(&party.entity)),
    };
    let words = escape(&one_line(&it.words(&document.article.body)));
    format!(
        "<li id=\"{id}\"><b>{holder}</b> <span class=\"{word}\"><span aria-hidden=\"true\">{}</span> {word}</span> \
         <b>{}</b><br><q>{words}</q> <a href=\"#{id}t\" aria-label=\"To the words in the text\">↩</a></li>\n",
        glyph(it.polarity),
        escape(&one_line(&it.target.entity)),
        word = it.polarity.word(),
    )
}

fn note(document: &Document<'_>, it: &Note, id: &str, at: usize) -> String {
    let back = if place_of(document, it).is_some() {
        format!(" <a href=\"#{id}t\" aria-label=\"To the words in the text\">↩</a>")
    } else {
        String::new()
    };
    let lines: Vec<String> = it.text.lines().map(escape).collect();
    format!("<li id=\"{id}\"><b>{at}</b> <q>{}</q>{back}<br>{}</li>\n", on(document, &it.on), lines.join("<br>"))
}

fn on(document: &Document<'_>, on: &On) -> String {
    let all = document.annotations;
    match on {
        On::Article => "the article".to_owned(),
        On::Span(anchor) => escape(&one_line(&anchor.quote)),
        On::Annotation(id) => {
            let mention = all.mention(id).map(|it| it.words(&document.article.body));
            let stance = || all.stance(id).map(|it| it.words(&document.article.body));
            escape(&one_line(&mention.or_else(stance).unwrap_or_default()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Html;
    use crate::formats::export::{Piece, Tally, Writer};
    use crate::formats::fixture::every_kind;
    use crate::model::Codebook;

    #[test]
    fn one_page_holds_every_kind_and_nothing_acts() {
        let (fixture, mut tally) = (every_kind(), Tally::default());
        let mut html = Html::new(&Codebook::default());
        let pieces = [html.head(), html.document(&fixture.document(), &mut tally), html.end()].concat();
        let bytes = pieces.into_iter().flat_map(|piece| match piece {
            Piece::More(bytes) | Piece::File(_, bytes) => bytes,
        });
        let page = String::from_utf8(bytes.collect()).unwrap();
        let parts = [
            "Vladimir Putin",
            "title=\"PER: Vladimir Putin\"",
            "&lt;b&gt;",
            "▲",
            "id=\"a0s1\"",
            "-a &lt;i&gt;",
            "<svg",
            "war &amp; peace",
            "Without a place in the text",
        ];
        parts.iter().for_each(|part| assert!(page.contains(part), "{part} is not in\n{page}"));
        assert!(!page.contains("<script") && !page.contains("<b>\"x\"") && !page.contains("src="));
    }
}
