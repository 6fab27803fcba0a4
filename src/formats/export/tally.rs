//! What went out and what a format bent or left out, counted for people and listed for programs.

use super::{Document, Format};
use crate::formats::decode::counted;
use crate::model::{Annotations, Article, ArticleId, Id};
use serde::Serialize;

/// What a loss is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The article itself: its metadata or its text.
    Article,
    /// A mention.
    Mention,
    /// A stance.
    Stance,
    /// A tag.
    Tag,
    /// A note.
    Note,
    /// An annotation without a place in the text.
    Orphan,
}

impl Kind {
    /// Those that are counted, in the order of sentences.
    const COUNTED: [Self; 5] = [Self::Mention, Self::Stance, Self::Tag, Self::Note, Self::Orphan];

    const fn noun(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Mention => "mention",
            Self::Stance => "stance",
            Self::Tag => "tag",
            Self::Note => "note",
            Self::Orphan => "orphan",
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It went out, but not as it is.
    Bent,
    /// It did not go out.
    LeftOut,
}

/// Something of one article that a format could not hold as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// Which article.
    pub article: ArticleId,
    /// What it is about.
    pub kind: Kind,
    /// Which annotation, where it is about one.
    pub annotation: Option<Id>,
    /// What became of it.
    pub fate: Fate,
    /// Why, as one clause.
    pub why: String,
}

/// Losses alike, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    kind: Kind,
    fate: Fate,
    why: String,
    count: usize,
    first: ArticleId,
}

/// Reasons that are told apart; what comes after is counted together, so that no archive fills the memory.
const REASONS: usize = 64;
/// Reasons named in a sentence; the rest are counted.
const NAMED: usize = 3;

/// What went out, and what did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles.
    pub articles: usize,
    /// Annotations met, by the order of [`Kind::COUNTED`].
    met: [usize; 5],
    /// Those of them that were left out.
    missing: [usize; 5],
    /// Losses that nobody has taken yet, in the order met.
    losses: Vec<Loss>,
    reasons: Vec<Reason>,
    /// Losses of further reasons.
    others: usize,
}

impl Tally {
    pub(super) fn count(&mut self, annotations: &Annotations) {
        self.articles += 1;
        let met = [
            annotations.mentions.len(),
            annotations.stances.len(),
            annotations.tags.len(),
            annotations.notes.len(),
            annotations.orphans.len(),
        ];
        self.met.iter_mut().zip(met).for_each(|(all, more)| *all += more);
    }

    /// Says that something went out otherwise than it is; `why` is one clause.
    pub(in crate::formats) fn bend(&mut self, of: &Article, kind: Kind, id: Option<&Id>, why: impl Into<String>) {
        self.lose(of, kind, id, Fate::Bent, why.into());
    }

    /// Says that something did not go out; `why` is one clause.
    pub(in crate::formats) fn leave(&mut self, of: &Article, kind: Kind, id: Option<&Id>, why: impl Into<String>) {
        self.lose(of, kind, id, Fate::LeftOut, why.into());
    }

    /// Says of all annotations of these kinds that they did not go out.
    pub(in crate::formats) fn leave_all(&mut self, document: &Document<'_>, kinds: &[Kind], why: &str) {
        for kind in kinds {
            for id in document.ids(*kind) {
                self.leave(document.article, *kind, Some(id), why);
            }
        }
    }

    fn lose(&mut self, article: &Article, kind: Kind, annotation: Option<&Id>, fate: Fate, why: String) {
        let loss = Loss { article: article.id.clone(), kind, annotation: annotation.cloned(), fate, why };
        if self.losses.contains(&loss) {
            return;
        }
        let gone = |other: &Loss| other.fate == Fate::LeftOut && other.annotation == loss.annotation;
        if fate == Fate::LeftOut && !self.losses.iter().any(gone) {
            Kind::COUNTED.iter().zip(&mut self.missing).filter(|(it, _)| **it == kind).for_each(|(_, n)| *n += 1);
        }
        self.reason(&loss);
        self.losses.push(loss);
    }

    fn reason(&mut self, loss: &Loss) {
        let alike = |it: &&mut Reason| it.kind == loss.kind && it.fate == loss.fate && it.why == loss.why;
        if let Some(reason) = self.reasons.iter_mut().find(alike) {
            reason.count += 1;
        } else if self.reasons.len() < REASONS {
            let Loss { article: first, kind, fate, why, .. } = loss.clone();
            self.reasons.push(Reason { kind, fate, why, count: 1, first });
        } else {
            self.others += 1;
        }
    }

    /// Takes the losses since the last call: a long export keeps none of them.
    pub fn take_losses(&mut self) -> Vec<Loss> {
        std::mem::take(&mut self.losses)
    }

    /// Returns how many losses there were.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.reasons.iter().map(|reason| reason.count).sum::<usize>() + self.others
    }

    /// Returns one or more sentences for people on what went out in `format` and what could not be held.
    #[must_use]
    pub fn sentence(&self, format: &Format) -> String {
        let out = self.met.iter().zip(&self.missing).map(|(met, missing)| met.saturating_sub(*missing));
        let kinds = Kind::COUNTED.iter().zip(out).filter(|(_, n)| *n > 0);
        let kinds: Vec<_> = kinds.map(|(kind, n)| counted(n, kind.noun())).collect();
        let articles = counted(self.articles, "article");
        let mut said = match (self.articles, kinds.is_empty()) {
            (0, _) => return "No article was found, so the export holds none.".to_owned(),
            (_, true) => format!("{articles} went out, without annotations"),
            (_, false) => format!("{} of {articles} went out", kinds.join(", ")),
        };
        let mut reasons: Vec<&Reason> = self.reasons.iter().collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
        // What is lost for the same reason is said together, whatever its kind.
        let mut told: Vec<Vec<&Reason>> = Vec::new();
        for reason in reasons {
            match told.iter_mut().find(|alike| alike[0].why == reason.why && alike[0].fate == reason.fate) {
                Some(alike) => alike.push(reason),
                None => told.push(vec![reason]),
            }
        }
        for alike in told.iter().take(NAMED) {
            said.push_str(&format!("; {}", words(alike)));
        }
        let rest = told.iter().skip(NAMED).flatten().map(|reason| reason.count).sum::<usize>() + self.others;
        if rest > 0 {
            let noun = if rest == 1 { "further loss" } else { "further losses" };
            said.push_str(&format!("; and {rest} {noun}"));
        }
        said.push('.');
        format.leaves_out.into_iter().fold(said, |said, more| format!("{said} {more}"))
    }
}

/// Says how many were lost for one reason.
fn words(alike: &[&Reason]) -> String {
    let counts: Vec<String> = alike.iter().map(|reason| counted(reason.count, reason.kind.noun())).collect();
    let (fate, first) = match alike[0].fate {
        Fate::Bent => ("bent", &alike[0].first),
        Fate::LeftOut => ("left out", &alike[0].first),
    };
    format!("{} {fate} (first in {first}): {}", counts.join(", "), alike[0].why)
}

#[cfg(test)]
mod tests {
    use super::{Kind, REASONS, Tally};
    use crate::formats::Format;
    use crate::formats::fixture::every_kind;
    use crate::model::Id;

    #[test]
    fn sentences_name_the_commonest_reasons() {
        let (fixture, jsonl) = (every_kind(), Format::from_name("jsonl").unwrap());
        let mut tally = Tally::default();
        assert_eq!(tally.sentence(jsonl), "No article was found, so the export holds none.");
        tally.count(&fixture.all);
        assert_eq!(tally.sentence(jsonl), "6 mentions, 2 stances, 3 tags, 3 notes, 1 orphan of 1 article went out.");
        tally.leave_all(&fixture.document(), &[Kind::Tag, Kind::Orphan], "it holds none");
        tally.bend(&fixture.article, Kind::Mention, Some(&Id::from("a0")), "it crosses a line");
        tally.bend(&fixture.article, Kind::Mention, Some(&Id::from("a0")), "it crosses a line");
        assert_eq!((tally.lost(), tally.take_losses().len(), tally.take_losses().len()), (5, 5, 0));
        assert_eq!(
            tally.sentence(jsonl),
            "6 mentions, 2 stances, 3 notes of 1 article went out; 3 tags, 1 orphan left out (first in a/b.txt): it \
             holds none; 1 mention bent (first in a/b.txt): it crosses a line."
        );
    }

    #[test]
    fn many_reasons_are_counted_and_not_kept() {
        let (fixture, mut tally) = (every_kind(), Tally::default());
        tally.count(&fixture.all);
        for number in 0..REASONS * 2 {
            tally.bend(&fixture.article, Kind::Article, None, format!("reason {number}"));
        }
        assert_eq!((tally.lost(), tally.reasons.len()), (REASONS * 2, REASONS));
        let said = tally.sentence(Format::from_name("csv").unwrap());
        assert!(said.contains("; and 125 further losses. CSV holds"), "{said}");
    }
}
