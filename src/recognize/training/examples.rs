//! Annotated texts, and the sentences with features and labels that are made of them.

use super::super::Read;
use super::super::lists::{Kind, is_people};
use super::super::tagger::features::{Aspect, View};
use super::super::tagger::labels::{OUT, Scores, begin};
use super::super::tagger::scorer::{Scorer, Sentence};
use super::super::tagger::without_title;
use super::super::words::{Sentences, Word};
use crate::text::Span;
use std::sync::atomic::AtomicBool;

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Key of its type: `PER`, `LOC`, `ORG`, `NORP`; others are not learned.
    pub kind: String,
}

/// A text with the names that are in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The text.
    pub text: String,
    /// Its names, in their order and without overlap.
    pub names: Vec<Named>,
}

/// A sentence to learn from.
#[derive(Clone, Debug, Default)]
pub(super) struct Lesson {
    /// The label of each word.
    pub(super) labels: Vec<usize>,
    /// The features of all words, one after the other.
    pub(super) features: Vec<(Aspect, u32)>,
    /// Where those of each word end.
    pub(super) ends: Vec<usize>,
    /// The scores of each word by a model that is there already; empty where there is none.
    pub(super) scores: Vec<Scores>,
    /// Where the sentence stands in the text.
    pub(super) span: Span,
}

impl Lesson {
    /// Returns the features of a word.
    pub(super) fn of(&self, at: usize) -> &[(Aspect, u32)] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.features[start..self.ends[at]]
    }
}

/// Returns the label of a type.
pub(super) fn label(kind: &str) -> Option<usize> {
    [Kind::Per, Kind::Loc, Kind::Org, Kind::Norp].into_iter().find(|known| known.key() == kind).and_then(begin)
}

/// Returns an example as we mark names: without titles before persons, and nationalities are no places.
pub(super) fn as_we_mark(mut example: Example) -> Example {
    for name in &mut example.names {
        let words = |span: Span| example.text.get(span.start..span.end).unwrap_or_default();
        if name.kind == Kind::Per.key() {
            name.span = without_title(&example.text, name.span);
        } else if name.kind == Kind::Loc.key() && is_people(words(name.span)) {
            Kind::Norp.key().clone_into(&mut name.kind);
        }
    }
    example
}

/// Returns the labels of the words of a sentence.
pub(super) fn labels(words: &[Word], names: &[Named]) -> Vec<usize> {
    let of = |word: &Word| {
        let at = names.partition_point(|name| name.span.end <= word.span.start);
        let name = names.get(at).filter(|name| name.span.overlaps(word.span))?;
        let first = label(&name.kind)?;
        Some(if word.span.start <= name.span.start { first } else { first + 1 })
    };
    let mut labels: Vec<usize> = words.iter().map(|word| of(word).unwrap_or(OUT)).collect();
    // A sentence that begins inside a name.
    if let Some(first) = labels.first_mut().filter(|first| **first > OUT && **first % 2 == 0) {
        *first -= 1;
    }
    labels
}

/// Calls `each` with every sentence of a text, as the models see it, with the scores by a model that is there already.
pub(super) fn lessons(example: &Example, mut there: Option<&mut dyn Scorer>, each: &mut dyn FnMut(Lesson)) {
    let known = Read::of(&example.text, &AtomicBool::new(false));
    let mut sentences = Sentences::new(&example.text, Span::new(0, example.text.len()));
    let (mut words, mut view, mut features) = (Vec::new(), View::default(), Vec::new());
    while sentences.next_sentence(&mut words) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let from = known.names.partition_point(|name| name.span.start < first.span.start);
        let to = known.names.partition_point(|name| name.span.start < last.span.end);
        let (found, lower) = (&known.names[from..to], &known.lower);
        let sentence = Sentence { text: &example.text, words: &words, found, lower };
        view.read(sentence);
        let span = Span::new(first.span.start, last.span.end);
        let mut lesson = Lesson { labels: labels(&words, &example.names), span, ..Lesson::default() };
        if let Some(there) = &mut there {
            there.score(sentence, &mut lesson.scores);
        }
        for at in 0..words.len() {
            view.features(at, &mut features);
            lesson.features.extend_from_slice(&features);
            lesson.ends.push(lesson.features.len());
        }
        each(lesson);
    }
}
