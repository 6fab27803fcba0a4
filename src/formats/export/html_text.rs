//! A text as HTML: its lines as paragraphs, mentions marked, markers where stances and notes are.

use super::Document;
use super::html::glyph;
use super::xml;
use crate::model::{Mention, Note, On};
use crate::text::Span;

/// Characters that act on a reader's eye or terminal rather than show.
pub(super) fn hides(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
        || matches!(u32::from(c), 0x061C | 0x200B | 0x200E..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF)
}

/// Escapes foreign text for between tags and for attributes; what hides becomes a mark.
pub(super) fn escape(text: &str) -> String {
    xml::escape(text, |c| if hides(c) { Some("▯") } else { xml::markup(c) }).into_owned()
}

/// A piece of a mention.
struct Marked<'a> {
    span: Span,
    mention: &'a Mention,
}

/// Something that stands at one place of the text.
struct Marker {
    at: usize,
    html: String,
}

/// Returns the paragraphs of a text; `class` gives the class of a type.
pub(super) fn paragraphs(document: &Document<'_>, number: usize, class: &dyn Fn(&str) -> &'static str) -> String {
    let text = document.article.body.as_str();
    let all = document.annotations.mentions.iter();
    let mut marked: Vec<Marked> =
        all.flat_map(|mention| mention.spans().map(move |span| Marked { span, mention })).collect();
    marked.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
    let markers = markers(document, number);
    let mut out = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        if text[start..end].trim().is_empty() {
            start += line.len();
            continue;
        }
        out.push_str("<p dir=\"auto\">");
        out.push_str(&segments(text, Span::new(start, end), &marked, &markers, class));
        out.push_str("</p>\n");
        start += line.len();
    }
    out
}

/// Cuts a line wherever a mention begins or ends, so that mentions may overlap.
fn segments(
    text: &str,
    line: Span,
    marked: &[Marked<'_>],
    markers: &[Marker],
    class: &dyn Fn(&str) -> &'static str,
) -> String {
    // A marker at the end of the text before a blank line still belongs to this line.
    let inside = |at: usize| line.start <= at && at <= line.end;
    let edges = marked.iter().filter(|it| it.span.overlaps(line)).flat_map(|it| [it.span.start, it.span.end]);
    let mut cuts: Vec<usize> = edges.chain(markers.iter().map(|it| it.at)).filter(|at| inside(*at)).collect();
    cuts.extend([line.start, line.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = String::new();
    for (index, at) in cuts.iter().enumerate() {
        markers.iter().filter(|it| it.at == *at).for_each(|it| out.push_str(&it.html));
        let Some(end) = cuts.get(index + 1) else { continue };
        let span = Span::new(*at, *end);
        let here: Vec<&Marked> = marked.iter().filter(|it| it.span.contains(span)).collect();
        let words = escape(&text[span.start..span.end]);
        let Some(inner) = here.last() else {
            out.push_str(&words);
            continue;
        };
        let names: Vec<String> =
            here.iter().map(|it| format!("{}: {}", escape(&it.mention.kind), escape(&it.mention.entity))).collect();
        let names = names.join("; ").replace('\n', " ");
        out.push_str(&format!("<mark class=\"{}\" title=\"{names}\">{words}</mark>", class(&inner.mention.kind)));
        // People who hear the page are told once, where the mention ends.
        for it in here.iter().filter(|it| it.span.end == span.end) {
            out.push_str(&format!("<span class=\"heard\"> [{}]</span>", escape(&it.mention.kind)));
        }
    }
    out
}

fn markers(document: &Document<'_>, number: usize) -> Vec<Marker> {
    let all = document.annotations;
    let stances = all.stances.iter().zip(1..).map(|(it, at)| {
        let (glyph, word, id) = (glyph(it.polarity), it.polarity.word(), format!("a{number}s{at}"));
        let html = format!(
            "<a class=\"marker {word}\" id=\"{id}t\" href=\"#{id}\" aria-label=\"Stance {at}: {word}\">{glyph}</a>"
        );
        Marker { at: it.span.start, html }
    });
    let notes = all.notes.iter().zip(1..).filter_map(|(it, at)| {
        let id = format!("a{number}n{at}");
        let html = format!("<a class=\"marker note\" id=\"{id}t\" href=\"#{id}\" aria-label=\"Note {at}\">{at}</a>");
        Some(Marker { at: place_of(document, it)?.end, html })
    });
    stances.chain(notes).collect()
}

/// Where a note stands in the text: at its words, or at those of the annotation that it is on.
pub(super) fn place_of(document: &Document<'_>, note: &Note) -> Option<Span> {
    let all = document.annotations;
    match &note.on {
        On::Annotation(id) => all.mention(id).map(|it| it.span).or_else(|| all.stance(id).map(|it| it.span)),
        On::Article | On::Span(_) => note.span,
    }
}
