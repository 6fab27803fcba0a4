//! Where the anchors of an article lie in today's text. Each is looked for once, and those of one article together, so
//! that a long text is read once.

use super::decide::decide;
use super::pattern::Pattern;
use super::search::search;
use super::{Anchor, CONTEXT, Placement, TextHash};
use crate::text::{Body, Span};
use std::collections::HashMap;

/// What is known of one text.
#[derive(Clone, Debug)]
pub struct Places {
    body: Body,
    hash: TextHash,
    known: HashMap<Anchor, Placement>,
}

impl Places {
    /// Returns the places of a text of which nothing is known yet.
    #[must_use]
    pub fn new(body: &Body, hash: &TextHash) -> Self {
        Self { body: body.clone(), hash: hash.clone(), known: HashMap::new() }
    }

    /// Looks for many anchors at once.
    pub fn look_for<'a>(&mut self, anchors: impl Iterator<Item = &'a Anchor>) {
        let missing = |anchor: &&Anchor| anchor.text != self.hash && !self.known.contains_key(*anchor);
        let mut open: Vec<&Anchor> = Vec::new();
        let mut found: Vec<(&Anchor, Placement)> = Vec::new();
        for anchor in anchors.filter(missing) {
            match by_position(anchor, &self.body) {
                Some(span) => found.push((anchor, Placement::Moved(span))),
                None => open.push(anchor),
            }
        }
        if !open.is_empty() {
            let patterns: Vec<Pattern> = open.iter().map(|anchor| Pattern::new(anchor)).collect();
            let folded = self.body.folded();
            let hits = search(&patterns, folded.as_str());
            let decided = patterns.iter().zip(&hits).map(|(pattern, hits)| decide(pattern, hits, folded.as_str()));
            found.extend(open.iter().copied().zip(decided.map(|decided| match decided {
                Ok((start, end)) => Placement::Moved(Span::new(folded.source_of(start), folded.source_of(end))),
                Err(why) => Placement::Orphaned(why),
            })));
        }
        self.known.extend(found.into_iter().map(|(anchor, placement)| (anchor.clone(), placement)));
    }

    /// Returns where an anchor lies.
    pub fn of(&mut self, anchor: &Anchor) -> Placement {
        if anchor.text == self.hash {
            return same(anchor, &self.body);
        }
        self.look_for(std::iter::once(anchor));
        let lost = || Placement::Orphaned("it was not looked for".to_owned());
        self.known.get(anchor).cloned().unwrap_or_else(lost)
    }
}

/// Finds the span of `anchor` in `body`, whose hash is `hash`. For many anchors of one text use [`Places`].
#[must_use]
pub fn place(anchor: &Anchor, body: &Body, hash: &TextHash) -> Placement {
    Places::new(body, hash).of(anchor)
}

/// The place of an anchor that was made on this very text.
fn same(anchor: &Anchor, body: &Body) -> Placement {
    let span = body.span_of_cp(anchor.start, anchor.end);
    // Other programs mark places between two characters too; they have no words that could be found in a changed text.
    let between = anchor.start == anchor.end && anchor.end <= body.len_cp();
    if (!anchor.quote.is_empty() || between) && body.slice(span) == anchor.quote {
        Placement::Same(span)
    } else {
        Placement::Orphaned("its offsets do not hold its words".to_owned())
    }
}

/// The old position, where the words and all that is known of their surroundings stand unchanged there.
fn by_position(anchor: &Anchor, body: &Body) -> Option<Span> {
    let span = body.span_of_cp(anchor.start, anchor.end);
    let stands = !anchor.quote.is_empty()
        && body.slice(span) == anchor.quote
        && body.before(span.start, CONTEXT) == anchor.before
        && body.after(span.end, CONTEXT) == anchor.after;
    stands.then_some(span)
}
