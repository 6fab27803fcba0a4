//! WebAnno TSV 3.3 out: a file an article, a token a line. Offsets are UTF-16 units, as the format asks.

use super::flat::torn;
use super::names::Stems;
use super::tame::{report, tame};
use super::tokens::{is_blank, sentences, tokens};
use super::{Document, Kind, Piece, Tally, Writer};
use crate::model::Mention;
use crate::text::{Span, Utf16};

const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n\
    #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\n\n";

/// Writes a file for each document.
#[derive(Default)]
pub(super) struct WebAnno(Stems);

impl Writer for WebAnno {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        let kinds = [Kind::Stance, Kind::Tag, Kind::Note, Kind::Orphan];
        tally.leave_all(document, &kinds, "this file has a layer for mentions only");
        torn(document, tally);
        let stem = self.0.of(document.article.id.as_str());
        report(document, tally);
        vec![Piece::File(format!("{stem}.tsv"), tame(&file(document, tally)).into_owned().into_bytes())]
    }
}

/// A place with its mention, and the number that ties its tokens together.
type Marked<'a> = (Span, &'a Mention, usize);

fn file(document: &Document<'_>, tally: &mut Tally) -> String {
    let body = &document.article.body;
    let text = body.as_str();
    let mut marked: Vec<Marked> = Vec::new();
    for it in &document.annotations.mentions {
        for span in it.spans() {
            if is_blank(text, span) {
                let why = "it has a piece without words, and the format counts in words";
                tally.leave(document.article, Kind::Mention, Some(&it.id), why);
            } else {
                if body.slice(span).trim() != body.slice(span) {
                    let why = "the blanks at its ends are no part of a token";
                    tally.bend(document.article, Kind::Mention, Some(&it.id), why);
                }
                marked.push((span, it, marked.len() + 1));
            }
        }
    }
    let spans: Vec<Span> = marked.iter().map(|(span, ..)| *span).collect();
    let all = tokens(text, spans.iter().flat_map(|span| [span.start, span.end]));
    let all: Vec<Span> = all.iter().map(|token| token.span).filter(|span| !is_blank(text, *span)).collect();
    let utf16 = Utf16::new(text);
    let (mut out, mut at) = (HEAD.to_owned(), 0);
    for (sentence, number) in sentences(body, &spans).into_iter().zip(1..) {
        for line in body.slice(sentence).split('\n') {
            out.push_str(&format!("#Text={}\n", escape(line, false)));
        }
        let first = at;
        while at < all.len() && all[at].start < sentence.end {
            let token = all[at];
            let (start, end) = (utf16.of_byte(token.start), utf16.of_byte(token.end));
            let words = escape(body.slice(token), false);
            let columns = columns(&marked, token);
            out.push_str(&format!("{number}-{}\t{start}-{end}\t{words}\t{columns}\t\n", at - first + 1));
            at += 1;
        }
        out.push('\n');
    }
    out
}

/// The two columns of a token: entities and types of the mentions that hold it.
fn columns(marked: &[Marked<'_>], token: Span) -> String {
    let here: Vec<&Marked> = marked.iter().filter(|(span, ..)| span.contains(token)).collect();
    if here.is_empty() {
        return "_\t_".to_owned();
    }
    let column = |value: fn(&Mention) -> &str| {
        let cell = |(_, mention, number): &&Marked| {
            let value = value(mention);
            let value = if value.is_empty() { "*".to_owned() } else { escape(value, true) };
            format!("{value}[{number}]")
        };
        here.iter().map(cell).collect::<Vec<_>>().join("|")
    };
    format!("{}\t{}", column(|it| &it.entity), column(|it| &it.kind))
}

/// Escapes text; `value` says whether it stands in a column of values, where more has a meaning.
fn escape(text: &str, value: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '[' | ']' | '|' | '_' | ';' | '*' if value => {
                out.push('\\');
                out.push(c);
            }
            '>' if value && out.ends_with('-') => {
                out.pop();
                out.push_str("\\->");
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{HEAD, escape, file};
    use crate::formats::export::Tally;
    use crate::formats::fixture::every_kind;

    #[test]
    fn tokens_name_their_mentions() {
        let fixture = every_kind();
        let out = file(&fixture.document(), &mut Tally::default());
        let parts = [
            "#Text=# Владимир Путин 会见习近平 👩‍👩‍👧 in Łódź.\n",
            "1-2\t2-10\tВладимир\tVladimir Putin[1]\tPER[1]\t\n1-3\t11-16\tПутин\tVladimir Putin[1]|Putin[2]\tPER[1]|PER[2]\t\n",
            "23-31\t👩‍👩‍👧\tA\\|B[4]\tPER[4]\t\n",
        ];
        parts.iter().for_each(|part| assert!(out.contains(part), "{part} is not in\n{out}"));
        assert!(out.starts_with(HEAD) && out.contains("\n\n#Text="));
        assert_eq!(escape("a_b[c]->d\t*", true), "a\\_b\\[c\\]\\->d\\t\\*");
    }
}
