//! Anchors tie a span to a text for good; placing finds the span again when the text has changed.
//!
//! The rule is never to be silently wrong: where the quoted words are gone or stand at several equally likely places, the
//! anchor is orphaned and a person decides.

mod decide;
mod distance;
mod guesses;
mod likeness;
mod near;
mod pattern;
mod places;
mod search;

pub use guesses::{Guess, guesses};
pub use places::{Places, place};

use crate::text::{Body, Span};
use near::Same;
use pattern::Pattern;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    /// How alike the surroundings of the most similar other place of these words were when it was made, from
    /// [`Anchor::ALONE`] to twice [`CONTEXT`]; none where that is not known. In a changed text the words must resemble
    /// their old surroundings more than that, or they may be the other ones.
    pub rival: Option<i32>,
    /// The hash of the text that it was made on.
    pub text: TextHash,
}

/// Texts up to so many bytes are looked through for other places of the words of a new anchor.
const LOOKED_THROUGH: usize = 256 * 1024;

impl Anchor {
    /// The rival of words that stood at one place only.
    pub const ALONE: i32 = -64;

    /// Makes the anchor of a byte span of `body`, whose hash is `text`.
    #[must_use]
    pub fn new(body: &Body, text: &TextHash, span: Span) -> Self {
        Anchors::new(body, text).make(span)
    }
}

/// Makes anchors of one text. What it finds out of words it keeps, so that a name that stands at thousands of places is
/// looked for once.
pub struct Anchors<'a> {
    body: &'a Body,
    text: &'a TextHash,
    same: HashMap<String, Same>,
}

impl<'a> Anchors<'a> {
    /// Returns a maker for `body`, whose hash is `text`.
    #[must_use]
    pub fn new(body: &'a Body, text: &'a TextHash) -> Self {
        Self { body, text, same: HashMap::new() }
    }

    /// Makes the anchor of a byte span.
    pub fn make(&mut self, span: Span) -> Anchor {
        let body = self.body;
        let mut anchor = Anchor {
            start: body.to_cp(span.start),
            end: body.to_cp(span.end),
            quote: body.slice(span).to_owned(),
            before: body.before(span.start, CONTEXT).to_owned(),
            after: body.after(span.end, CONTEXT).to_owned(),
            rival: None,
            text: self.text.clone(),
        };
        if body.len() <= LOOKED_THROUGH {
            anchor.rival = Some(self.rival(&anchor, span));
        }
        anchor
    }

    /// Returns how alike the surroundings of the most similar other place of an anchor's words are in the text that it is
    /// made on.
    fn rival(&mut self, anchor: &Anchor, span: Span) -> i32 {
        let (pattern, folded) = (Pattern::new(anchor), self.body.folded());
        let text = folded.as_str();
        if pattern.quote.is_empty() {
            return Anchor::ALONE;
        }
        let own = Span::new(folded.place_of(span.start), folded.place_of(span.end));
        let all = || Same::new(text.match_indices(&pattern.quote).map(|(at, _)| at).collect());
        let same = self.same.entry(pattern.quote.clone()).or_insert_with(all);
        let others = same.closest(&pattern, text, &|at| !own.holds(at)).into_iter();
        let nets = others.map(|at| likeness::likeness(&pattern, text, at, at + pattern.quote.len()).net);
        nets.max().map_or(Anchor::ALONE, |net| net.max(Anchor::ALONE + 1))
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
