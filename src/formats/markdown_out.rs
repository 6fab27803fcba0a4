//! Markdown out, for people and for note programs such as Obsidian: front matter, the text with its mentions linked, then
//! tables of mentions, stances and tags, notes as callouts, and what has no place in the text.

use super::export::{Document, Kind, Tally};
use super::journal_value::quoted;
use super::markdown_escape::{cell, escape, link, link_target, quoted_note, tag};
use crate::model::{Holder, Id, Mention, Note, On, Polarity};
use crate::text::{Body, Span};

/// Returns one document.
pub(super) fn document(document: &Document<'_>, tally: &mut Tally) -> String {
    let (article, all) = (document.article, document.annotations);
    let mut out = front(document, tally);
    out.push_str(&format!("# {}\n\n", escape(&article.meta.title, false).replace('\n', " ")));
    let footnotes = footnotes(document, tally.articles);
    out.push_str(&marked(&article.body, &all.mentions, &footnotes));
    out.push('\n');
    out.push_str(&table(
        "Stances",
        &["Holder", "Stance", "Target", "Evidence", "Intensity", "Confidence", "Annotator"],
        stances(document),
    ));
    out.push_str(&notes(document, tally.articles));
    out.push_str(&table("Tags", &["Tag", "On", "Annotator"], tags(document)));
    // Last, since it is the longest.
    out.push_str(&table("Mentions", &["Entity", "Type", "Words", "Place", "Annotator"], mentions(document)));
    out.push_str(&table("Without a place in the text", &["Kind", "Words", "Why", "Annotator"], orphans(document)));
    out.push('\n');
    out
}

/// The front matter. All values are quoted, so that none is read as anything but text. The escapes of a TOML basic string
/// are escapes of YAML too. A file has one; of the articles after the first it is shown, since a second one would be a heading
/// in Obsidian and change the title of the whole in Pandoc.
fn front(document: &Document<'_>, tally: &mut Tally) -> String {
    let (meta, first) = (&document.article.meta, tally.articles <= 1);
    let mut out = String::from(if first { "---\n" } else { "```yaml\n" });
    let date = meta.date.map(|date| date.to_string());
    let fields = [
        ("title", Some(meta.title.as_str())),
        ("date", date.as_deref()),
        ("source", meta.source.as_deref()),
        ("url", meta.url.as_deref()),
        ("language", meta.language.as_deref()),
        ("newsgloss", Some(document.article.id.as_str())),
    ];
    for (key, value) in fields.into_iter().filter_map(|(key, value)| Some((key, value?))) {
        out.push_str(&format!("{key}: {}\n", quoted(value)));
    }
    let mut labels = Vec::new();
    for label in document.annotations.article_tags() {
        let written = tag(&label.label);
        if written != label.label {
            let what = format!("its label “{}” is written as {written}", label.label);
            tally.bend(document.article, Kind::Tag, Some(&label.id), what);
        }
        labels.push(written);
    }
    list(&mut out, "authors", meta.authors.iter().cloned());
    list(&mut out, "tags", labels.into_iter());
    list(&mut out, "entities", entities(document).map(|name| format!("[[{}]]", link_target(name))));
    out.push_str(if first { "---\n\n" } else { "```\n\n" });
    out
}

fn list(out: &mut String, key: &str, values: impl Iterator<Item = String>) {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    if !seen.is_empty() {
        out.push_str(&format!("{key}:\n"));
        seen.iter().for_each(|value| out.push_str(&format!("  - {}\n", quoted(value))));
    }
}

fn entities<'a>(document: &Document<'a>) -> impl Iterator<Item = &'a str> {
    let stances = document.annotations.stances.iter().flat_map(|stance| {
        let holder = match &stance.holder {
            Holder::Entity(party) => Some(party.entity.as_str()),
            Holder::Author => None,
        };
        holder.into_iter().chain([stance.target.entity.as_str()])
    });
    document.annotations.mentions.iter().map(|mention| mention.entity.as_str()).chain(stances)
}

/// Returns the text with each outermost mention linked at its first piece; further pieces, and those inside or across
/// another, stand in the table only.
fn marked(body: &Body, mentions: &[Mention], footnotes: &[Footnote]) -> String {
    let text = body.as_str();
    let (mut out, mut at) = (String::with_capacity(text.len() * 2), 0);
    let starts_line = |at: usize| at == 0 || text[..at].ends_with('\n');
    let mut left = footnotes.iter().peekable();
    let mut plain = |out: &mut String, mut from: usize, to: usize| {
        while let Some(footnote) = left.next_if(|footnote| footnote.at <= to) {
            let at = footnote.at.max(from);
            after_footnote(out, &escape(&text[from..at], starts_line(from)));
            out.push_str(&format!("[^{}]", footnote.name));
            from = at;
        }
        after_footnote(out, &escape(&text[from..to], starts_line(from)));
    };
    for mention in mentions.iter().filter(|mention| !mention.span.is_empty()) {
        if mention.span.start < at {
            continue;
        }
        plain(&mut out, at, mention.span.start);
        let touches = at > 0 && at == mention.span.start;
        out.push_str(&inline(body, mention, touches));
        at = mention.span.end;
    }
    plain(&mut out, at, text.len());
    out.push('\n');
    out
}

/// Adds text; with a reference before it, a bracket would make a link of both, and a colon a definition.
fn after_footnote(out: &mut String, words: &str) {
    if out.ends_with(']') && words.starts_with(['(', ':', '{']) {
        out.push('\\');
    }
    out.push_str(words);
}

/// Where the text refers to a note: where the words end that it is on.
struct Footnote {
    at: usize,
    name: String,
}

fn footnotes(document: &Document<'_>, number: usize) -> Vec<Footnote> {
    let notes = document.notes().into_iter().zip(1..);
    let mut all: Vec<Footnote> = notes
        .filter_map(|((_, place), at)| Some(Footnote { at: place?.end, name: format!("a{number}n{at}") }))
        .collect();
    all.sort_by_key(|footnote| footnote.at);
    all
}

fn inline(body: &Body, mention: &Mention, touches: bool) -> String {
    let words = body.slice(mention.span);
    let target = link_target(&mention.entity);
    // The words of a link are not unescaped, so words that need escapes stand before it.
    if escape(words, true) != words || words.contains('\n') {
        return format!("{} ([[{target}]])", escape(words, mention.span.start == 0));
    }
    let link = if target == words { format!("[[{target}]]") } else { format!("[[{target}|{words}]]") };
    // Stars open and close only next to a blank or a mark.
    let bare = |side: &str| side.chars().all(|c| !c.is_alphanumeric());
    let Span { start, end } = mention.span;
    let bold = !touches && bare(body.before(start, 1)) && bare(body.after(end, 1));
    if bold { format!("**{link}**") } else { link }
}

fn table(title: &str, columns: &[&str], rows: Vec<Vec<String>>) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    // Programs that make pages of it take the dashes for the widths of columns.
    let wide = |column: &&str| match *column {
        "Evidence" | "Words" | "On" => 40,
        "Entity" | "Holder" | "Target" | "Why" => 16,
        _ => 8,
    };
    let rule: Vec<String> = columns.iter().map(|column| "-".repeat(wide(column))).collect();
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("\n## {title}\n\n{}{}{rows}", line(&head), line(&rule))
}

fn mentions(document: &Document<'_>) -> Vec<Vec<String>> {
    let body = &document.article.body;
    let row = |it: &Mention| {
        let place = |span: Span| format!("{}–{}", body.to_cp(span.start), body.to_cp(span.end));
        let places: Vec<String> = it.spans().map(place).collect();
        vec![link(&it.entity), cell(&it.kind), cell(&it.words(body)), places.join(", "), cell(&it.annotator)]
    };
    document.annotations.mentions.iter().map(row).collect()
}

const fn glyph(polarity: Polarity) -> char {
    match polarity {
        Polarity::Support => '▲',
        Polarity::Oppose => '▼',
        Polarity::Neutral => '●',
        Polarity::Ambiguous => '◆',
    }
}

fn stances(document: &Document<'_>) -> Vec<Vec<String>> {
    let rows = document.annotations.stances.iter().map(|it| {
        let holder = match &it.holder {
            Holder::Author => "*author*".to_owned(),
            Holder::Entity(party) => link(&party.entity),
        };
        vec![
            holder,
            format!("{} {}", glyph(it.polarity), it.polarity.word()),
            link(&it.target.entity),
            cell(&it.words(&document.article.body)),
            it.intensity.map(|intensity| intensity.to_string()).unwrap_or_default(),
            it.confidence.map(|confidence| confidence.to_string()).unwrap_or_default(),
            cell(&it.annotator),
        ]
    });
    rows.collect()
}

fn tags(document: &Document<'_>) -> Vec<Vec<String>> {
    let row = |it: &crate::model::Tag| vec![cell(&it.label), on(document, &it.on), cell(&it.annotator)];
    document.annotations.tags.iter().map(row).collect()
}

fn on(document: &Document<'_>, on: &On) -> String {
    match on {
        On::Article => "the article".to_owned(),
        On::Span(anchor) => format!("“{}”", cell(&anchor.quote)),
        On::Annotation(id) => on_annotation(document, id),
    }
}

fn on_annotation(document: &Document<'_>, id: &Id) -> String {
    let all = document.annotations;
    let mention = all.mention(id).map(|it| format!("the mention “{}”", cell(document.article.body.slice(it.span))));
    let stance = || {
        let it = all.stance(id)?;
        let (holder, target) = (cell(it.holder.name()), cell(&it.target.entity));
        Some(format!("the stance {holder} {} {target}", glyph(it.polarity)))
    };
    mention.or_else(stance).unwrap_or_else(|| format!("the annotation {}", cell(id.as_str())))
}

/// Notes as callouts, each with a block id that links can name; those that have a place are footnotes of the text too.
fn notes(document: &Document<'_>, number: usize) -> String {
    let callout = |((note, place), at): ((&Note, Option<Span>), usize)| {
        let (head, name) = (format!("On {}", on(document, &note.on)), format!("a{number}n{at}"));
        let (annotator, text) = (cell(&note.annotator), quoted_note(&note.text));
        // The empty line keeps the words apart where callouts are read as quotes.
        let callout = format!("\n> [!note] {head} ({annotator})\n>\n{text}\n^{name}\n");
        let words = escape(&note.text.split_whitespace().collect::<Vec<_>>().join(" "), false);
        let footnote = place.map(|_| format!("\n[^{name}]: {words}\n")).unwrap_or_default();
        callout + &footnote
    };
    let all: String = document.notes().into_iter().zip(1..).map(callout).collect();
    if all.is_empty() { all } else { format!("\n## Notes\n{all}") }
}

fn orphans(document: &Document<'_>) -> Vec<Vec<String>> {
    let orphans = document.annotations.orphans.iter();
    orphans.map(|it| vec![cell(it.kind), cell(&it.anchor.quote), cell(&it.why), cell(&it.annotator)]).collect()
}

#[cfg(test)]
mod tests {
    use super::{document, quoted};
    use crate::formats::fixture::{anchor, article, every_kind, fold, mention};
    use crate::text::Span;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_document_holds_every_kind() {
        let (out, lost) = every_kind().lost(document);
        let (front, rest) = out.strip_prefix("---\n").unwrap().split_once("---\n\n").unwrap();
        let front: BTreeMap<String, serde_json::Value> = serde_saphyr::from_str(front).unwrap();
        assert_eq!((&front["title"], &front["date"]), (&"=A \"title\", [x]".into(), &"2023-07-10".into()));
        assert_eq!(front["tags"], serde_json::json!(["war---peace"]));
        assert_eq!(front["entities"][0], "[[Vladimir Putin]]");
        let parts = [
            "# =A \"title\", \\[x\\]\n",
            "\\# **[[Vladimir Putin|Владимир Путин]]**[^a0n2] 会见[[Xi Jinping|习近平]] **[[A-B|👩‍👩‍👧]]** in",
            "\n&#9;Café\u{301} \\<b>",
            "\\[a\\](b) ([[=cmd()]]) \\| \\`c\\`",
            "| [[End of Łódź]] | LOC | Łódź ... End ... of it | 32–36, 84–87, 88–93 | ann |",
            "| [[Putin]] | PER | Путин | 11–16 | ann |",
            "| [[Vladimir Putin]] | ▲ support | [[Xi Jinping]] | Владимир Путин 会见习近平 ... End | 4 | 2 | ann |",
            "| *author* | ◆ ambiguous | [[author]] | \\| \\`c\\` |  |  | ann |",
            "| key | the stance Vladimir Putin ▲ Xi Jinping | ann |",
            "> [!note] On the article (ann)\n>\n> -a &lt;i>\n>\n> b\n\n^a0n1\n",
            "习近平说 😀😀[^a0n3].\n",
            "\n[^a0n3]: n\n",
            "| mention | gone | ",
        ];
        for part in parts {
            assert!(rest.contains(part), "{part}\nnot in\n{rest}");
        }
        assert_eq!(lost, ["its label “war & peace” is written as war---peace"]);
    }

    #[test]
    fn adjacent_and_overlapping_mentions() {
        let at = |spans: &[(usize, usize)]| {
            let article = article("ab cd ef.");
            let acts = spans
                .iter()
                .map(|(start, end)| mention(anchor(&article, Span::new(*start, *end)), "E", None))
                .collect();
            let out = fold(article, acts).lost(document).0;
            out.split("\n\n").nth(2).unwrap().lines().next().unwrap().to_owned()
        };
        assert_eq!(
            at(&[(0, 2), (2, 3), (3, 5)]),
            "[[E|ab]][[E| ]][[E|cd]] ef.".replace("[[E|ab]][[E| ]]", "**[[E|ab]]**[[E| ]]")
        );
        assert_eq!(at(&[(0, 5), (3, 8)]), "**[[E|ab cd]]** ef.");
        assert_eq!(at(&[(0, 8), (3, 5)]), "**[[E|ab cd ef]]**.");
        assert_eq!(at(&[(1, 2)]), "a[[E|b]] cd ef.");
    }

    proptest! {
        #[test]
        fn any_value_survives_the_front_matter(value in any::<String>()) {
            let back: BTreeMap<String, String> = serde_saphyr::from_str(&format!("a: {}\n", quoted(&value))).unwrap();
            prop_assert_eq!(&back["a"], &value);
        }
    }
}
