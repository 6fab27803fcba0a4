//! One sentence with its mentions: who stands where a subject or an object stands. Word order only, no grammar.

use super::tokens::{Reader, Shape, Token};
use crate::model::MentionSuggestion;
use crate::text::{Span, fold};

/// Tokens between a cue and its object.
const OBJECT_REACH: usize = 25;
/// Tokens between a pronoun and the cue whose subject it is.
const PRONOUN_REACH: usize = 5;

/// Who takes a stance, as an index of the mentions.
#[derive(Clone, Copy, Debug)]
pub(super) enum Party {
    /// Named in the sentence.
    Mention(usize),
    /// Stood for by a pronoun.
    Pronoun(usize),
}

impl Party {
    /// Returns the index of the mention.
    pub(super) fn mention(self) -> usize {
        match self {
            Self::Mention(at) | Self::Pronoun(at) => at,
        }
    }
}

/// A sentence, its tokens, and the mentions of the whole text.
pub(super) struct Clause<'a> {
    text: &'a str,
    pub(super) span: Span,
    pub(super) tokens: Vec<Token>,
    mentions: &'a [MentionSuggestion],
    /// Mentions in the sentence.
    first: usize,
    end: usize,
}

impl<'a> Clause<'a> {
    /// Reads the sentence at `span`.
    pub(super) fn new(text: &'a str, span: Span, mentions: &'a [MentionSuggestion]) -> Self {
        let mut reader = Reader::new(text, span);
        let (mut tokens, mut part) = (Vec::new(), Vec::new());
        while reader.next_sentence(&mut part) {
            tokens.append(&mut part);
        }
        let first = mentions.partition_point(|mention| mention.span.start < span.start);
        let end = mentions.partition_point(|mention| mention.span.end <= span.end).max(first);
        Self { text, span, tokens, mentions, first, end }
    }

    /// Returns the token that starts at byte `offset`.
    pub(super) fn token_at(&self, offset: usize) -> Option<usize> {
        self.tokens.binary_search_by_key(&offset, |token| token.span.start).ok()
    }

    /// Returns a token folded, or nothing outside the sentence.
    pub(super) fn word(&self, at: usize) -> String {
        self.tokens.get(at).map(|token| fold(token.of(self.text))).unwrap_or_default()
    }

    /// Returns the words of a span.
    pub(super) fn words(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Says whether a mention ends right before token `at`.
    pub(super) fn ends_mention(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|before| self.tokens.get(before)) else { return false };
        (self.first..self.end).any(|mention| self.mentions[mention].span.end == before.span.end)
    }

    /// Says whether the participle at `at` has a form of "be" before it.
    pub(super) fn is_passive(&self, at: usize) -> bool {
        (at.saturating_sub(3)..at)
            .any(|before| matches!(self.word(before).as_str(), "was" | "were" | "is" | "are" | "been" | "be" | "being"))
    }

    /// Says whether a mention starts at most eight tokens after token `at`.
    pub(super) fn is_close(&self, mention: usize, at: usize) -> bool {
        let start = self.mentions[mention].span.start;
        let between = self.tokens.iter().skip(at).take_while(|token| token.span.start < start).count();
        self.tokens.get(at).is_some_and(|token| token.span.start <= start) && between <= 8
    }

    /// Returns the subject of the cue at token `at`: a pronoun near it, else the nearest mention before it that no
    /// preposition leads to.
    pub(super) fn subject(&self, at: usize) -> Option<Party> {
        let cue = self.tokens.get(at)?.span.start;
        let nearest = self.actors_before(cue).next();
        let after_nearest = nearest.map_or(self.span.start, |mention| self.mentions[mention].span.end);
        let pronoun = (at.saturating_sub(PRONOUN_REACH)..at)
            .rev()
            .take_while(|before| self.tokens[*before].span.start >= after_nearest)
            .find(|before| matches!(self.word(*before).as_str(), "he" | "she" | "they"));
        if let Some(person) = pronoun.and_then(|_| self.person_before(after_nearest)) {
            return Some(Party::Pronoun(person));
        }
        let free = self.actors_before(cue).find(|mention| !self.is_led(*mention));
        free.or(nearest).map(Party::Mention)
    }

    fn person_before(&self, offset: usize) -> Option<usize> {
        let end = self.mentions.partition_point(|mention| mention.span.end <= offset);
        (0..end).rev().take(40).find(|at| self.mentions[*at].kind == "PER")
    }

    /// Returns the one to whom something is done: the nearest mention before token `at`.
    pub(super) fn patient(&self, at: usize, holder: Option<usize>) -> Option<usize> {
        let cue = self.tokens.get(at)?.span.start;
        let others = || self.actors_before(cue).filter(|mention| self.differs(*mention, holder));
        others().find(|mention| !self.is_led(*mention)).or_else(|| others().next())
    }

    /// Returns the object of the cue that ends before token `at`: the first mention after it other than the holder. A place
    /// that only says where is taken where nothing else follows.
    pub(super) fn object(&self, at: usize, holder: Option<usize>) -> Option<usize> {
        let start = self.tokens.get(at)?.span.start;
        let reach = (at..self.tokens.len().min(at + OBJECT_REACH)).take_while(|next| !self.closes(*next)).last()?;
        let end = self.tokens[reach].span.end;
        let inside = || {
            let mentions =
                (self.first..self.end).filter(|mention| self.is_actor(*mention) && self.differs(*mention, holder));
            mentions.filter(|mention| {
                self.mentions[*mention].span.start >= start && self.mentions[*mention].span.start < end
            })
        };
        let place = |mention: &usize| {
            self.mentions[*mention].kind == "LOC" && matches!(self.word_before(*mention).as_str(), "in" | "at" | "near")
        };
        inside().find(|mention| !place(mention)).or_else(|| inside().next())
    }

    /// "The conflict, which he avoided condemning": returns who wages the conflict that the sentence speaks of, as it was
    /// named last before or in the sentence ("Russian invasion").
    pub(super) fn wager_of_conflict(&self, holder: Option<usize>) -> Option<usize> {
        let speaks = (0..self.tokens.len()).any(|at| super::cues::cue(&self.word(at)).is_some_and(|cue| cue.conflict));
        let actors = (0..self.end).rev().take(60).filter(|at| self.is_actor(*at) && self.differs(*at, holder));
        speaks.then(|| actors.into_iter().find(|at| self.wages(*at))).flatten()
    }

    /// Says whether a conflict is named at most two words after a mention of a country or people.
    fn wages(&self, mention: usize) -> bool {
        let mention = &self.mentions[mention];
        let tail = self.text.get(mention.span.end..).unwrap_or_default();
        let mut words = tail.split(|c: char| c.is_whitespace()).filter(|word| !word.is_empty()).take(3);
        matches!(mention.kind.as_str(), "NORP" | "LOC")
            && !tail.starts_with(['.', ',', ';', '\n'])
            && words.any(|word| super::cues::cue(word.trim_end_matches(['.', ','])).is_some_and(|cue| cue.conflict))
    }

    /// Returns mentions of actors that end before byte `offset`, the nearest first.
    fn actors_before(&self, offset: usize) -> impl Iterator<Item = usize> + '_ {
        let before = (self.first..self.end).rev().filter(move |mention| self.mentions[*mention].span.end <= offset);
        before.filter(|mention| self.is_actor(*mention) && self.heads_actor(*mention))
    }

    fn is_actor(&self, mention: usize) -> bool {
        matches!(self.mentions[mention].kind.as_str(), "PER" | "ORG" | "LOC" | "NORP")
    }

    /// "The Russian representative": a people counts as an actor where a small word follows.
    fn heads_actor(&self, mention: usize) -> bool {
        let mention = &self.mentions[mention];
        let next = self.tokens.partition_point(|token| token.span.start < mention.span.end);
        let small = self.tokens.get(next).is_some_and(|token| token.shape == Shape::Lower);
        mention.kind != "NORP" || small && !super::cues::cue(&self.word(next)).is_some_and(|cue| cue.conflict)
    }

    fn differs(&self, mention: usize, holder: Option<usize>) -> bool {
        holder.is_none_or(|holder| self.mentions[holder].entity != self.mentions[mention].entity)
    }

    fn word_before(&self, mention: usize) -> String {
        let start = self.mentions[mention].span.start;
        let at = self.tokens.partition_point(|token| token.span.start < start);
        let the = at.checked_sub(1).map(|before| self.word(before)).unwrap_or_default() == "the";
        at.checked_sub(if the { 2 } else { 1 }).map(|before| self.word(before)).unwrap_or_default()
    }

    /// Says whether a preposition or another cue leads to a mention, so that it is no subject.
    fn is_led(&self, mention: usize) -> bool {
        let before = self.word_before(mention);
        let object = super::cues::cue(&before).is_some_and(|cue| cue.verb.is_some());
        object
            || matches!(
                before.as_str(),
                "in" | "at"
                    | "of"
                    | "on"
                    | "from"
                    | "with"
                    | "to"
                    | "by"
                    | "for"
                    | "against"
                    | "near"
                    | "over"
                    | "into"
                    | "between"
                    | "than"
            )
    }

    /// Says whether token `at` parts two verbs, so that a word before it does not reach the one after.
    pub(super) fn parts(&self, at: usize) -> bool {
        self.closes(at) || matches!(self.word(at).as_str(), "," | "and")
    }

    /// Says whether another clause begins at token `at`.
    fn closes(&self, at: usize) -> bool {
        matches!(self.word(at).as_str(), ";" | "but" | "while" | "although" | "whereas" | "though")
    }
}
