//! Tokens and sentences of a text, for formats that hold no text without them. Every mention begins and ends at a token's
//! edge, so that no format that counts in tokens bends one.

use crate::text::{Body, Span};
use unicode_segmentation::UnicodeSegmentation;

/// A word, a mark, or white space that is more than the one blank after a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// Whether one blank follows, which is then part of no token.
    pub blank: bool,
}

/// Cuts a text into tokens that also end at each of `edges` (bytes, in any order). All tokens with their blanks together
/// are the text.
pub(in crate::formats) fn tokens(text: &str, edges: impl Iterator<Item = usize>) -> Vec<Token> {
    let edges: Vec<usize> = edges.filter(|at| text.is_char_boundary(*at)).collect();
    let mut cuts: Vec<usize> = text.split_word_bound_indices().map(|(at, _)| at).collect();
    cuts.extend(&edges);
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    let mut out: Vec<Token> = Vec::new();
    for pair in cuts.windows(2) {
        let span = Span::new(pair[0], pair[1]);
        let words = &text[span.start..span.end];
        match out.last_mut() {
            Some(before) if words.starts_with(' ') && !before.blank && !is_blank(text, before.span) => {
                before.blank = true;
                if span.len() > 1 {
                    out.push(Token { span: Span::new(span.start + 1, span.end), blank: false });
                }
            }
            // White space is one token, however many characters it has.
            Some(before) if is_blank(text, before.span) && is_blank(text, span) && !edges.contains(&span.start) => {
                before.span.end = span.end;
            }
            _ => out.push(Token { span, blank: false }),
        }
    }
    out
}

/// Says whether a span is white space alone.
pub(in crate::formats) fn is_blank(text: &str, span: Span) -> bool {
    text[span.start..span.end].chars().all(is_white)
}

/// White space as Python counts it, in which most readers of tokens are written.
pub(in crate::formats) const fn is_white(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// Returns the sentences of a text: bytes, in order, none empty. A line end also ends one, and no sentence ends inside
/// one of `whole`, which are bytes in any order.
pub(in crate::formats) fn sentences(body: &Body, whole: &[Span]) -> Vec<Span> {
    let text = body.as_str();
    let mut out: Vec<Span> = Vec::new();
    for (start, line) in lines(text) {
        out.extend(crate::text::sentences(line).map(|it| Span::new(start + it.start, start + it.end)));
    }
    for span in whole {
        let first = out.partition_point(|sentence| sentence.end <= span.start);
        let last = out.partition_point(|sentence| sentence.start < span.end);
        if last > first + 1 {
            let joined = Span::new(out[first].start, out[last - 1].end);
            out.splice(first..last, [joined]);
        }
    }
    out
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

#[cfg(test)]
mod tests {
    use super::{sentences, tokens};
    use crate::text::{Body, Span};
    use proptest::prelude::*;

    #[test]
    fn words_marks_and_white_space() {
        let text = "China-Russia  talks,\n\tok 习近平.";
        let cut = |edges: &[usize]| {
            let all = tokens(text, edges.iter().copied());
            let shown = all
                .iter()
                .map(|it| format!("{}{}", &text[it.span.start..it.span.end], if it.blank { "_" } else { "" }));
            shown.collect::<Vec<_>>().join("|")
        };
        assert_eq!(cut(&[]), "China|-|Russia_| |talks|,|\n\t|ok_|习|近|平|.");
        assert_eq!(cut(&[2, 5]), "Ch|ina|-|Russia_| |talks|,|\n\t|ok_|习|近|平|.");
    }

    #[test]
    fn sentences_end_with_lines_and_keep_spans_whole() {
        let text = "Mr. Xi met him. They spoke.\n\n  Then left ";
        let cut = |whole: &[Span]| {
            let all = sentences(&Body::new(text), whole);
            all.iter().map(|it| &text[it.start..it.end]).collect::<Vec<_>>().join("|")
        };
        assert_eq!(cut(&[]), "Mr. Xi met him.|They spoke.|Then left");
        assert_eq!(cut(&[Span::new(11, 20)]), "Mr. Xi met him. They spoke.|Then left");
    }

    proptest! {
        #[test]
        fn tokens_are_the_text(text in "[a-c习.😀\u{301} \n\t-]{0,40}", edges in proptest::collection::vec(0usize..80, 0..4)) {
            let all = tokens(&text, edges.iter().copied());
            let back: String = all.iter().map(|it| format!("{}{}", &text[it.span.start..it.span.end], if it.blank { " " } else { "" })).collect();
            prop_assert_eq!(&back, &text);
            prop_assert!(all.iter().all(|it| !it.span.is_empty()));
            for edge in edges.into_iter().filter(|at| *at < text.len() && text.is_char_boundary(*at)) {
                prop_assert!(!all.iter().any(|it| it.span.start < edge && edge < it.span.end));
            }
        }

        #[test]
        fn sentences_hold_all_words(text in "[a-c习.!😀\u{301} \n\t]{0,60}") {
            let body = Body::new(text.as_str());
            let all = sentences(&body, &[]);
            prop_assert!(all.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for (at, _) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
                prop_assert!(all.iter().any(|it| it.holds(at)), "{at}");
            }
        }
    }
}
