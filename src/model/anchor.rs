//! Anchors tie a span to a text for good; placing finds the span again when the text has changed.
//!
//! The rule is never to be silently wrong: where the quoted words are gone or stand at several equally likely places, the
//! anchor is orphaned and a person decides.

use crate::text::{Body, Span};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::Arc;

/// Code points of context kept on each side of the quoted words.
pub const CONTEXT: usize = 32;

/// The hash of a text, as `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextHash(Arc<str>);

impl TextHash {
    /// Hashes a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(Arc::from(format!("sha256:{hex}")))
    }

    /// Takes a hash as written in a file.
    #[must_use]
    pub fn from_file(written: &str) -> Self {
        Self(Arc::from(written))
    }

    /// Returns it as written in files.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What ties a span to the text for good. Offsets are code points of the text with hash `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words of the span.
    pub quote: String,
    /// Up to [`CONTEXT`] code points before it.
    pub before: String,
    /// Up to [`CONTEXT`] code points after it.
    pub after: String,
    /// The hash of the text that it was made on.
    pub text: TextHash,
}

impl Anchor {
    /// Makes the anchor of a byte span of `body`, whose hash is `text`.
    #[must_use]
    pub fn new(body: &Body, text: &TextHash, span: Span) -> Self {
        Self {
            start: body.to_cp(span.start),
            end: body.to_cp(span.end),
            quote: body.slice(span).to_owned(),
            before: body.before(span.start, CONTEXT).to_owned(),
            after: body.after(span.end, CONTEXT).to_owned(),
            text: text.clone(),
        }
    }
}

/// Where an anchor lies in today's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Where it was made.
    Same(Span),
    /// The words were found again, at another place or in a changed text.
    Moved(Span),
    /// Not found, or not clearly: the sentence says why.
    Orphaned(String),
}

/// Finds the span of `anchor` in `body`, whose hash is `hash`.
#[must_use]
pub fn place(anchor: &Anchor, body: &Body, hash: &TextHash) -> Placement {
    let span = body.span_of_cp(anchor.start, anchor.end);
    let words_stand = !anchor.quote.is_empty() && body.slice(span) == anchor.quote;
    if anchor.text == *hash {
        return if words_stand {
            Placement::Same(span)
        } else {
            Placement::Orphaned("its offsets do not hold its words".to_owned())
        };
    }
    if words_stand && context_score(anchor, body, span) == FULL {
        return Placement::Moved(span);
    }
    by_quote(anchor, body)
}

/// The score of a place whose whole context stands unchanged on both sides.
const FULL: usize = 2 * CONTEXT;

fn by_quote(anchor: &Anchor, body: &Body) -> Placement {
    if anchor.quote.is_empty() {
        return Placement::Orphaned("it quotes no words".to_owned());
    }
    let (mut best, mut second, mut at, mut places) = (0, 0, None, 0_usize);
    for (start, quote) in body.as_str().match_indices(&anchor.quote) {
        let span = Span::new(start, start + quote.len());
        if !same_edges(anchor, body, span) {
            continue;
        }
        let score = context_score(anchor, body, span);
        places += 1;
        if at.is_none() || score > best {
            (second, best, at) = (best, score, Some(span));
        } else if score > second {
            second = score;
        }
    }
    // Words met without any of their context are not at the same place.
    match at {
        None => Placement::Orphaned("its words no longer stand in the text".to_owned()),
        Some(span) if best >= FULL / 4 && (places == 1 || best >= second + FULL / 8) => Placement::Moved(span),
        Some(_) if places > 1 => {
            Placement::Orphaned(format!("its words stand at {places} places, none clearly the right one"))
        }
        Some(_) => Placement::Orphaned("its words stand in other surroundings".to_owned()),
    }
}

/// Says whether `span` meets letters on the same sides as the anchor did: "Iran" in "Iranian" is another word.
fn same_edges(anchor: &Anchor, body: &Body, span: Span) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    letter(anchor.before.chars().next_back()) == letter(body.before(span.start, 1).chars().next())
        && letter(anchor.after.chars().next()) == letter(body.after(span.end, 1).chars().next())
}

/// Counts the code points of context that stand unchanged next to `span`; a side with less context than [`CONTEXT`], at
/// the end of a text, counts as whole where it stands at an end again.
fn context_score(anchor: &Anchor, body: &Body, span: Span) -> usize {
    let before = common(anchor.before.chars().rev(), body.before(span.start, CONTEXT).chars().rev());
    let after = common(anchor.after.chars(), body.after(span.end, CONTEXT).chars());
    side(before, &anchor.before, span.start == 0) + side(after, &anchor.after, span.end == body.len())
}

fn side(same: usize, context: &str, at_end: bool) -> usize {
    let whole = same == context.chars().count();
    if whole && (same == CONTEXT || at_end) { CONTEXT } else { same }
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Placement, TextHash, place};
    use crate::text::{Body, Span};

    fn after_edit(old: &str, quote: &str, new: &str) -> Placement {
        let (body, hash) = (Body::new(old), TextHash::of(old));
        let start = old.find(quote).unwrap();
        let anchor = Anchor::new(&body, &hash, Span::new(start, start + quote.len()));
        place(&anchor, &Body::new(new), &TextHash::of(new))
    }

    const OLD: &str =
        "Wang Yi met Xi in Beijing on Monday. Later that week Xi left Beijing for a tour of three states.";

    #[test]
    fn words_are_found_again_or_orphaned() {
        let inserted = format!("A new first sentence. {OLD}");
        let expected = Span::new(22 + OLD.find("Beijing").unwrap(), 22 + OLD.find("Beijing").unwrap() + 7);
        assert_eq!(after_edit(OLD, "Beijing", &inserted), Placement::Moved(expected));
        assert_eq!(after_edit(OLD, "Beijing", OLD), Placement::Same(Span::new(18, 25)));
        let gone = OLD.replace("Wang Yi met Xi in Beijing on Monday. ", "");
        assert!(
            matches!(after_edit(OLD, "Beijing", &gone), Placement::Orphaned(_)),
            "the other Beijing must not take its place"
        );
        assert!(matches!(after_edit(OLD, "Wang Yi", &gone), Placement::Orphaned(_)));
    }

    #[test]
    fn a_name_does_not_move_into_a_longer_word() {
        let old = "The delegates spoke for an hour of the drought in Iran, and of its end.";
        let cases = [
            ("Iran", "in Iran,", "in Iranian towns,", None),
            ("Iran", "in Iran,", "in GreatIran,", None),
            ("Iran", "in Iran,", "in Iran’s south,", Some(())),
            ("an", "an hour", "a long hour", None),
        ];
        for (quote, was, is, found) in cases {
            let placed = after_edit(old, quote, &old.replace(was, is));
            assert_eq!(matches!(placed, Placement::Moved(_)).then_some(()), found, "{is}: {placed:?}");
        }
    }

    #[test]
    fn two_equal_places_are_not_guessed_between() {
        let twice = format!("{OLD} {OLD}");
        assert!(matches!(after_edit(OLD, "on Monday", &format!("x {twice}")), Placement::Orphaned(_)));
    }
}
