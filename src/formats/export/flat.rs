//! Mentions for formats that hold no overlaps and no pieces: which spans go out, and which mentions are bent or left out.

use super::{Document, Kind, Tally};
use crate::model::Mention;
use crate::text::Span;

/// Returns spans that do not overlap, in the order of the text, each with its mention. Of mentions that overlap, the one
/// that begins first goes out, the longer one of two that begin together.
pub(in crate::formats) fn flat<'a>(document: &Document<'a>, tally: &mut Tally) -> Vec<(Span, &'a Mention)> {
    let mut taken: Vec<(Span, &Mention)> = Vec::new();
    for mention in &document.annotations.mentions {
        let mut lose = |leave: bool, why: &str| {
            let lose = if leave { Tally::leave } else { Tally::bend };
            lose(tally, document.article, Kind::Mention, Some(&mention.id), why);
        };
        let overlaps = mention.spans().any(|span| taken.iter().rev().any(|(other, _)| other.overlaps(span)));
        if overlaps {
            lose(true, "it overlaps another mention, and the format holds no overlaps");
            continue;
        }
        let words = |span: Span| !document.article.body.slice(span).trim().is_empty();
        if !mention.spans().all(words) {
            lose(true, "it has a piece without words, and the format counts in words");
            continue;
        }
        if !mention.more.is_empty() {
            lose(false, "its pieces stand as mentions of their own");
        }
        taken.extend(mention.spans().map(|span| (span, mention)));
    }
    taken.sort_by_key(|(span, _)| *span);
    taken
}

/// Reports mentions whose pieces all go out, but as mentions of their own.
pub(in crate::formats) fn torn(document: &Document<'_>, tally: &mut Tally) {
    for mention in document.annotations.mentions.iter().filter(|mention| !mention.more.is_empty()) {
        let why = "its pieces stand as mentions of their own";
        tally.bend(document.article, Kind::Mention, Some(&mention.id), why);
    }
}

#[cfg(test)]
mod tests {
    use super::flat;
    use crate::formats::export::Tally;
    use crate::formats::fixture::every_kind;

    #[test]
    fn the_outermost_mention_goes_out() {
        let (fixture, mut tally) = (every_kind(), Tally::default());
        let document = fixture.document();
        let out = flat(&document, &mut tally);
        let words: Vec<_> = out.iter().map(|(span, _)| fixture.article.body.slice(*span)).collect();
        assert_eq!(words, ["Владимир Путин", "习近平", "👩‍👩‍👧", "Łódź", "[a](b)", "End", "of it"]);
        let losses: Vec<_> = tally.take_losses().into_iter().map(|loss| loss.annotation.unwrap().to_string()).collect();
        assert_eq!(losses, ["a1", "a15"]);
    }
}
