//! A text as HTML: its lines as paragraphs, mentions marked, markers where stances and notes are.

use super::Document;
use super::html::{Look, glyph};
use super::html_margin::claims;
use super::xml;
use crate::formats::values::one_line;
use crate::model::Mention;
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

/// A piece of a mention, by all who marked it alike.
struct Marked<'a> {
    span: Span,
    mention: &'a Mention,
    by: Vec<&'a str>,
    /// How many marks it reaches around, one in the other; its line is drawn below theirs.
    around: usize,
}

/// Lines below a text that are told apart.
const LINES: usize = 3;

/// Something that stands at one place of the text.
struct Marker {
    at: usize,
    html: String,
}

/// Returns the paragraphs of a text.
pub(super) fn paragraphs(document: &Document<'_>, look: &Look) -> String {
    let text = document.article.body.as_str();
    let (marked, markers) = (marked(document), markers(document, look));
    let mut out = String::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        if text[start..end].trim().is_empty() {
            start += line.len();
            continue;
        }
        out.push_str("<p dir=\"auto\">");
        out.push_str(&segments(text, Span::new(start, end), &marked, &markers, look));
        out.push_str("</p>\n");
        start += line.len();
    }
    out
}

/// Returns all pieces in the order of the text, the longer one of two that begin together first.
fn marked<'a>(document: &Document<'a>) -> Vec<Marked<'a>> {
    let all = document.annotations.mentions.iter();
    let mut pieces: Vec<(Span, &Mention)> = all.flat_map(|it| it.spans().map(move |span| (span, it))).collect();
    pieces.retain(|(span, _)| !span.is_empty());
    pieces.sort_by_key(|(span, it)| (span.start, std::cmp::Reverse(span.end), &it.kind, &it.entity));
    let alike = pieces
        .chunk_by(|(span, it), (other, that)| span == other && (&it.kind, &it.entity) == (&that.kind, &that.entity));
    let mut marked: Vec<Marked> = alike
        .map(|alike| Marked {
            span: alike[0].0,
            mention: alike[0].1,
            by: alike.iter().map(|(_, it)| &*it.annotator).collect(),
            around: 0,
        })
        .collect();
    for at in (0..marked.len()).rev() {
        let within = marked[at + 1..].iter().take_while(|it| it.span.start < marked[at].span.end);
        marked[at].around = within.map(|it| it.around + 1).max().unwrap_or(0).min(LINES - 1);
    }
    marked
}

/// Cuts a line wherever a mention begins or ends, so that mentions may stand in and across each other.
fn segments(text: &str, line: Span, marked: &[Marked<'_>], markers: &[Marker], look: &Look) -> String {
    // A marker at the end of the text before a blank line still belongs to this line.
    let inside = |at: usize| line.start <= at && at <= line.end;
    let here: Vec<&Marked> = marked.iter().filter(|it| it.span.overlaps(line)).collect();
    let edges = here.iter().flat_map(|it| [it.span.start, it.span.end]);
    let mut cuts: Vec<usize> = edges.chain(markers.iter().map(|it| it.at)).filter(|at| inside(*at)).collect();
    cuts.extend([line.start, line.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let (mut out, mut open) = (String::new(), Vec::new());
    for (index, at) in cuts.iter().enumerate() {
        let mut begin = close(&mut open, *at, line, look, &mut out);
        markers.iter().filter(|it| it.at == *at).for_each(|it| out.push_str(&it.html));
        let Some(end) = cuts.get(index + 1) else { continue };
        begin.extend(here.iter().filter(|it| it.span.start.max(line.start) == *at));
        begin.sort_by_key(|it| std::cmp::Reverse(it.span.end));
        for it in begin {
            out.push_str(&opened(it, look));
            open.push(it);
        }
        out.push_str(&escape(&text[*at..*end]));
    }
    out
}

/// Closes the marks that end here, and those that began within them; returns the latter, which go on.
fn close<'a>(
    open: &mut Vec<&'a Marked<'a>>,
    at: usize,
    line: Span,
    look: &Look,
    out: &mut String,
) -> Vec<&'a Marked<'a>> {
    let ends = |it: &&Marked| it.span.end.min(line.end) <= at;
    let Some(first) = open.iter().position(ends) else { return Vec::new() };
    let mut closed = open.split_off(first);
    for it in closed.iter().rev() {
        out.push_str("</mark>");
        // People who hear the page are told once, where the mention ends.
        if it.span.end == at {
            out.push_str(&format!("<span class=\"heard\"> [{}]</span>", look.name(&it.mention.kind)));
        }
    }
    closed.retain(|it| !ends(it));
    closed
}

fn opened(it: &Marked<'_>, look: &Look) -> String {
    let around = if it.around == 0 { String::new() } else { format!(" around{}", it.around) };
    format!(
        "<mark class=\"{}{around}\" title=\"{}: {}{}\">",
        look.hue(&it.mention.kind),
        look.name(&it.mention.kind),
        escape(&one_line(&it.mention.entity)),
        look.by(it.by.iter().copied()),
    )
}

fn markers(document: &Document<'_>, look: &Look) -> Vec<Marker> {
    let number = look.number;
    let claims = claims(document.annotations);
    let stances = claims.iter().zip(1..).map(|(claim, at)| {
        let (it, id) = (claim.stance, format!("a{number}s{at}"));
        let (word, glyph) = (it.polarity.word(), glyph(it.polarity));
        let html = format!(
            "<a class=\"marker {word}\" id=\"{id}t\" href=\"#{id}\" aria-label=\"Stance {at}: {word}\">{glyph}{at}</a>"
        );
        Marker { at: it.span.start, html }
    });
    let notes = document.notes().into_iter().zip(1..).filter_map(|((_, place), at)| {
        let id = format!("a{number}n{at}");
        let html = format!("<a class=\"marker note\" id=\"{id}t\" href=\"#{id}\" aria-label=\"Note {at}\">{at}</a>");
        Some(Marker { at: place?.end, html })
    });
    stances.chain(notes).collect()
}

#[cfg(test)]
mod tests {
    use crate::formats::Format;
    use crate::formats::fixture::{anchor, article, fold, mention};
    use crate::model::Codebook;
    use crate::text::Span;

    #[test]
    fn marks_stand_in_and_across_each_other() {
        let of = |spans: &[(usize, usize, &str)]| {
            let article = article("ab cd ef.");
            let acts =
                spans.iter().map(|(start, end, name)| mention(anchor(&article, Span::new(*start, *end)), name, None));
            let fixture = fold(article.clone(), acts.collect());
            let mut exporter = Format::from_name("html").unwrap().begin(&Codebook::default());
            let page = String::from_utf8(fixture.export(&mut exporter).remove(0).1).unwrap();
            let text = page.split("<p dir=\"auto\">").nth(1).unwrap().split("</p>").next().unwrap();
            let text = text.replace("<span class=\"heard\"> [PER]</span>", "").replace(" title=\"PER: ", " ");
            text.replace("mark class=\"grey", "").replace("</mark>", "</>").replace("\">", ">")
        };
        assert_eq!(of(&[(0, 5, "A"), (0, 5, "A")]), "<\" A>ab cd</> ef.", "two alike are one");
        assert_eq!(of(&[(0, 8, "A"), (3, 5, "B")]), "< around1\" A>ab <\" B>cd</> ef</>.");
        assert_eq!(of(&[(0, 5, "A"), (3, 8, "B")]), "< around1\" A>ab <\" B>cd</></><\" B> ef</>.");
    }
}
