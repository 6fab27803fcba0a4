//! The labels of words. `B` begins a name, `I` goes on with it.

use super::super::lists::Kind;

/// Number of labels.
pub(crate) const COUNT: usize = 9;
/// No name.
pub(crate) const OUT: usize = 0;

/// A score for each label, in the order O, B-PER, I-PER, B-LOC, I-LOC, B-ORG, I-ORG, B-NORP, I-NORP. Higher is likelier; only
/// differences mean something.
pub(crate) type Scores = [f32; COUNT];

/// The types that labels tell, in their order.
const KINDS: [Kind; 4] = [Kind::Per, Kind::Loc, Kind::Org, Kind::Norp];

/// Returns the label that begins a name of a type, nothing for types that are left to the rules.
pub(crate) fn begin(kind: Kind) -> Option<usize> {
    KINDS.iter().position(|known| *known == kind).map(|at| 2 * at + 1)
}

/// Returns the type that a label tells.
pub(crate) fn kind(label: usize) -> Option<Kind> {
    label.checked_sub(1).and_then(|label| KINDS.get(label / 2)).copied()
}

/// Says whether a label goes on with a name.
pub(crate) const fn goes_on(label: usize) -> bool {
    label > OUT && label.is_multiple_of(2)
}

/// Says whether `next` may follow `label`: a name goes on only as what it began.
pub(crate) const fn may_follow(label: usize, next: usize) -> bool {
    !goes_on(next) || label == next || label + 1 == next
}

#[cfg(test)]
mod tests {
    use super::{Kind, begin, kind, may_follow};

    #[test]
    fn names_go_on_as_they_began() {
        assert_eq!((begin(Kind::Org), kind(5), kind(6), kind(0)), (Some(5), Some(Kind::Org), Some(Kind::Org), None));
        assert!(may_follow(5, 6) && may_follow(6, 6) && may_follow(0, 5) && may_follow(6, 0));
        assert!(!may_follow(0, 6) && !may_follow(3, 6) && !may_follow(4, 6));
    }
}
