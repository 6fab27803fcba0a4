//! Suggestions: annotations that the program proposes. They become annotations only when a person accepts them.

use super::{Polarity, Registry};
use crate::text::Span;

/// A proposed mention.
#[derive(Clone, Debug, PartialEq)]
pub struct MentionSuggestion {
    /// Where, in bytes.
    pub span: Span,
    /// Key of the entity type, such as `PER`.
    pub kind: String,
    /// The entity's name: the fullest form that the article uses ("Xi Jinping" for a later "Xi").
    pub entity: String,
    /// How sure, from 0 to 1.
    pub score: f64,
    /// Why, in a few words.
    pub reason: String,
}

/// Says how far a score is from not knowing: 0 is as uncertain as can be, 0.5 is certain.
#[must_use]
pub fn certainty(score: f64) -> f64 {
    (score - 0.5).abs()
}

impl MentionSuggestion {
    /// Returns how certain it is; see [`certainty`].
    #[must_use]
    pub fn certainty(&self) -> f64 {
        certainty(self.score)
    }
}

/// A proposed stance.
#[derive(Clone, Debug, PartialEq)]
pub struct StanceSuggestion {
    /// Index of the holder in [`Suggestions::mentions`]; none is the author.
    pub holder: Option<usize>,
    /// Index of the target in [`Suggestions::mentions`].
    pub target: usize,
    /// Which stance.
    pub polarity: Polarity,
    /// The sentence that says so, in bytes.
    pub evidence: Span,
    /// The words that decided, in bytes.
    pub cue: Span,
    /// How sure, from 0 to 1.
    pub score: f64,
    /// Why, in a few words.
    pub reason: String,
}

/// All that is proposed for one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// Sorted by start; they do not overlap.
    pub mentions: Vec<MentionSuggestion>,
    /// Sorted by the start of their evidence.
    pub stances: Vec<StanceSuggestion>,
}

impl Suggestions {
    /// Gives what is proposed the canonical names of the registry.
    pub fn name(&mut self, registry: &Registry) {
        for mention in &mut self.mentions {
            if let Some(entity) = registry.resolve(&mention.entity, Some(&mention.kind)) {
                mention.entity.clone_from(&entity.name);
            }
        }
    }

    /// Returns what is left when only some mentions are kept. A stance goes with the mentions that it is made of.
    #[must_use]
    pub fn kept(self, keep: impl Fn(usize, &MentionSuggestion) -> bool) -> Self {
        let kept: Vec<bool> = self.mentions.iter().enumerate().map(|(at, mention)| keep(at, mention)).collect();
        if kept.iter().all(|kept| *kept) {
            return self;
        }
        let before = kept.iter().scan(0, |count, kept| Some(std::mem::replace(count, *count + usize::from(*kept))));
        let places: Vec<Option<usize>> = before.zip(&kept).map(|(at, kept)| kept.then_some(at)).collect();
        let moved = |stance: StanceSuggestion| {
            let holder = stance.holder.map(|at| places[at]);
            let gone = holder == Some(None);
            places[stance.target].filter(|_| !gone).map(|target| StanceSuggestion {
                holder: holder.flatten(),
                target,
                ..stance
            })
        };
        let mentions = self.mentions.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(mention, _)| mention);
        Self { mentions: mentions.collect(), stances: self.stances.into_iter().filter_map(moved).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::{MentionSuggestion, StanceSuggestion, Suggestions};
    use crate::model::Polarity;
    use crate::text::Span;

    #[test]
    fn stances_follow_their_mentions() {
        let mention = |kind: &str| {
            let (kind, entity, reason) = (kind.to_owned(), String::new(), String::new());
            MentionSuggestion { span: Span::default(), kind, entity, score: 0.9, reason }
        };
        let stance = |holder, target| {
            let (polarity, evidence, cue) = (Polarity::Neutral, Span::default(), Span::default());
            StanceSuggestion { holder, target, polarity, evidence, cue, score: 0.5, reason: String::new() }
        };
        let stances = vec![stance(Some(0), 2), stance(None, 2), stance(Some(2), 0), stance(Some(2), 3)];
        let all = Suggestions { mentions: ["NORP", "DATE", "LOC", "PER"].map(mention).to_vec(), stances };
        let left = all.clone().kept(|_, mention| mention.kind != "NORP");
        let ends = |all: &Suggestions| all.stances.iter().map(|one| (one.holder, one.target)).collect::<Vec<_>>();
        assert_eq!(ends(&left), [(None, 1), (Some(1), 2)]);
        assert_eq!(left.mentions.len(), 3);
        assert_eq!(all.clone().kept(|_, _| true), all);
    }
}
