//! CoNLL-2003 out: a token a line with its label in the fourth column, an empty line between sentences.

use super::flat::flat;
use super::tokens::{is_blank, sentences, tokens};
use super::{Document, Kind, Tally};
use crate::text::Span;

/// Returns the column names' place: CoNLL-2003 has none.
type Label = fn(first: bool, last: bool) -> char;

/// Labels with B for the first token of a mention and I for the others.
pub(super) fn bio(document: &Document<'_>, tally: &mut Tally) -> String {
    write(document, tally, |first, _| if first { 'B' } else { 'I' })
}

/// Labels with S for the one token of a mention, and E for the last one of several.
pub(super) fn bioes(document: &Document<'_>, tally: &mut Tally) -> String {
    write(document, tally, |first, last| match (first, last) {
        (true, true) => 'S',
        (true, false) => 'B',
        (false, true) => 'E',
        (false, false) => 'I',
    })
}

fn write(document: &Document<'_>, tally: &mut Tally, label: Label) -> String {
    let kinds = [Kind::Stance, Kind::Tag, Kind::Note, Kind::Orphan];
    tally.leave_all(document, &kinds, "CoNLL holds tokens and the types of mentions only");
    let (body, mentions) = (&document.article.body, flat(document, tally));
    report(document, tally);
    let (text, spans) = (body.as_str(), mentions.iter().map(|(span, _)| *span).collect::<Vec<Span>>());
    let mut out = String::from("-DOCSTART- -X- -X- O\n\n");
    let all = tokens(text, spans.iter().flat_map(|span| [span.start, span.end]));
    let all: Vec<Span> = all.iter().map(|token| token.span).filter(|span| !is_blank(text, *span)).collect();
    let mut at = 0;
    for sentence in sentences(body, &spans) {
        let first = at;
        while at < all.len() && all[at].start < sentence.end {
            out.push_str(&line(text, all[at], &mentions, &all[at + 1..], label));
            at += 1;
        }
        if at > first {
            out.push('\n');
        }
    }
    out
}

fn line(text: &str, token: Span, mentions: &[(Span, &crate::model::Mention)], after: &[Span], label: Label) -> String {
    let index = mentions.partition_point(|(span, _)| span.end <= token.start);
    let words = word(&text[token.start..token.end]);
    let Some((span, mention)) = mentions.get(index).filter(|(span, _)| span.contains(token)) else {
        return format!("{words} -X- _ O\n");
    };
    let first = text[span.start..token.start].trim().is_empty();
    let last = after.first().is_none_or(|next| next.start >= span.end);
    format!("{words} -X- _ {}-{}\n", label(first, last), kind(&mention.kind))
}

/// A token's text: columns are parted by blanks, so that none may stand in one.
fn word(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
}

/// A type as a label: one word.
fn kind(kind: &str) -> String {
    let label = word(kind);
    if label.is_empty() { "MISC".to_owned() } else { label }
}

fn report(document: &Document<'_>, tally: &mut Tally) {
    for mention in &document.annotations.mentions {
        let mut bend = |why: &str| tally.bend(document.article, Kind::Mention, Some(&mention.id), why);
        if kind(&mention.kind) != mention.kind {
            bend("its type is written without blanks");
        }
        let words = |span| document.article.body.slice(span);
        if mention.spans().any(|span| words(span).trim() != words(span)) {
            bend("the blanks at its ends are no part of a token");
        }
        if mention.spans().any(|span| words(span).chars().any(char::is_control)) {
            bend("its control characters and line ends are not held");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{bio, bioes};
    use crate::formats::fixture::{anchor, article, every_kind, fold, mention};
    use crate::text::Span;

    #[test]
    fn labels_of_both_kinds() {
        let text = article("Xi Jinping met.\n\nBob-Ann left");
        let at = |start, end| mention(anchor(&text, Span::new(start, end)), "x", None);
        let acts = vec![at(0, 10), at(17, 20), at(21, 24)];
        let fixture = fold(text.clone(), acts);
        let (out, lost) = fixture.lost(bio);
        let head = "-DOCSTART- -X- -X- O\n\n";
        assert_eq!(
            out,
            format!(
                "{head}Xi -X- _ B-PER\nJinping -X- _ I-PER\nmet -X- _ O\n. -X- _ O\n\nBob -X- _ B-PER\n- -X- _ O\n\
                 Ann -X- _ B-PER\nleft -X- _ O\n\n"
            )
        );
        assert!(lost.is_empty(), "{lost:?}");
        let labels: Vec<String> =
            fixture.lost(bioes).0.lines().filter_map(|line| Some(line.rsplit_once(' ')?.1.to_owned())).collect();
        assert_eq!(labels[1..], ["B-PER", "E-PER", "O", "O", "S-PER", "O", "S-PER", "O"]);
    }

    #[test]
    fn what_it_cannot_hold_is_named() {
        let (out, lost) = every_kind().lost(bio);
        assert!(out.lines().all(|line| line.is_empty() || line.split(' ').count() == 4), "{out}");
        assert_eq!(lost.len(), 2 + 3 + 3 + 1 + 2, "{lost:#?}");
    }
}
