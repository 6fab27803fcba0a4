//! All places of the same words in a text, and which of them have surroundings most like given ones. A name may stand in
//! a text thousands of times, and each of its anchors asks.

use super::CONTEXT;
use super::likeness::CLOSE;
use super::pattern::Pattern;
use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashSet};

/// Fewer places than these are all compared.
const FEW: usize = 100;

/// The places of the same words.
#[derive(Debug, Default)]
pub(super) struct Same {
    /// Bytes at which they begin, in the order of the text.
    pub starts: Vec<usize>,
    /// Positions in `starts`, sorted by what stands before, read backward, and by what stands after.
    sorted: OnceCell<[Vec<usize>; 2]>,
}

/// A walk over sorted places, from those that agree most to those that agree less. Each end has its next place, and how
/// many characters agree there.
struct Walk<'a> {
    order: &'a [usize],
    low: usize,
    high: usize,
    below: Option<(usize, usize)>,
    above: Option<(usize, usize)>,
}

impl Same {
    pub fn new(starts: Vec<usize>) -> Self {
        Self { starts, sorted: OnceCell::new() }
    }

    /// Returns the places that `keep` keeps and that have the same edges as the pattern, those whose nearest characters
    /// agree best first, and only the best of very many.
    pub fn closest(&self, pattern: &Pattern, text: &str, keep: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let sides = Sides { text, len: pattern.quote.len(), pattern };
        let fits = |start: usize| keep(start) && pattern.has_edges(text, start, start + sides.len);
        if self.starts.len() <= FEW {
            let mut all: Vec<(usize, usize)> =
                self.starts.iter().filter(|start| fits(**start)).map(|at| (sides.agreeing(*at), *at)).collect();
            all.sort_unstable_by_key(|(agreeing, start)| (Reverse(*agreeing), *start));
            return all.into_iter().take(CLOSE).map(|(_, start)| start).collect();
        }
        let sorted = self.sorted.get_or_init(|| sides.sorted(&self.starts));
        self.best(&sides, sorted, &fits)
    }

    /// Walks both orders at once, until no place that was not met can agree better than those that were.
    fn best(&self, sides: &Sides<'_>, sorted: &[Vec<usize>; 2], fits: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let agrees = |side: usize, at: usize| sides.agrees(side, self.starts[at]);
        let mut walks = [0, 1].map(|side| {
            let order = sorted[side].as_slice();
            let middle = order.partition_point(|at| sides.order(side, self.starts[*at]) == Ordering::Less);
            Walk::new(order, middle, &|at| agrees(side, at))
        });
        let mut met: HashSet<usize> = HashSet::new();
        let mut best: BinaryHeap<Reverse<(usize, Reverse<usize>)>> = BinaryHeap::new();
        loop {
            let mut most = 0;
            for (side, walk) in walks.iter_mut().enumerate() {
                let Some((at, agreeing)) = walk.next(&|at| agrees(side, at)) else { continue };
                most += agreeing;
                let start = self.starts[at];
                if met.insert(at) && fits(start) {
                    best.push(Reverse((sides.agreeing(start), Reverse(start))));
                    if best.len() > CLOSE {
                        best.pop();
                    }
                }
            }
            let least = best.peek().map_or(0, |Reverse((agreeing, _))| *agreeing);
            if walks.iter().any(Walk::is_done) || (best.len() == CLOSE && least >= most) {
                break;
            }
        }
        best.into_sorted_vec().into_iter().map(|Reverse((_, Reverse(start)))| start).collect()
    }
}

impl<'a> Walk<'a> {
    fn new(order: &'a [usize], middle: usize, agrees: &dyn Fn(usize) -> usize) -> Self {
        let mut walk = Self { order, low: middle, high: middle, below: None, above: None };
        walk.step_down(agrees);
        walk.above = order.get(middle).map(|at| (*at, agrees(*at)));
        walk
    }

    fn step_down(&mut self, agrees: &dyn Fn(usize) -> usize) {
        let next = self.low.checked_sub(1);
        self.below = next.map(|at| (self.order[at], agrees(self.order[at])));
        self.low = next.unwrap_or(0);
    }

    fn step_up(&mut self, agrees: &dyn Fn(usize) -> usize) {
        self.high += 1;
        self.above = self.order.get(self.high).map(|at| (*at, agrees(*at)));
    }

    /// Returns the next place and how many characters agree there; they never become more.
    fn next(&mut self, agrees: &dyn Fn(usize) -> usize) -> Option<(usize, usize)> {
        match (self.below, self.above) {
            (Some(below), above) if above.is_none_or(|above| below.1 >= above.1) => {
                self.step_down(agrees);
                Some(below)
            }
            (_, Some(above)) => {
                self.step_up(agrees);
                Some(above)
            }
            _ => None,
        }
    }

    /// Says whether all places were met; then those of the other order were too.
    const fn is_done(&self) -> bool {
        self.below.is_none() && self.above.is_none()
    }
}

/// The surroundings of places in a text, to be compared with those of a pattern.
struct Sides<'a> {
    text: &'a str,
    /// Bytes of the words.
    len: usize,
    pattern: &'a Pattern,
}

impl Sides<'_> {
    fn before(&self, start: usize) -> impl Iterator<Item = char> {
        self.text[..start].chars().rev()
    }

    fn after(&self, start: usize) -> impl Iterator<Item = char> {
        self.text[start + self.len..].chars()
    }

    /// Returns how many characters next to the words agree on one side.
    fn agrees(&self, side: usize, start: usize) -> usize {
        let same = |pair: &(&char, char)| *pair.0 == pair.1;
        match side {
            0 => self.pattern.before.chars.iter().zip(self.before(start)).take_while(same).count(),
            _ => self.pattern.after.chars.iter().zip(self.after(start)).take_while(same).count(),
        }
    }

    fn agreeing(&self, start: usize) -> usize {
        self.agrees(0, start) + self.agrees(1, start)
    }

    fn order(&self, side: usize, start: usize) -> Ordering {
        match side {
            0 => self.before(start).take(2 * CONTEXT).cmp(self.pattern.before.chars.iter().copied()),
            _ => self.after(start).take(2 * CONTEXT).cmp(self.pattern.after.chars.iter().copied()),
        }
    }

    fn sorted(&self, starts: &[usize]) -> [Vec<usize>; 2] {
        let mut orders = [(); 2].map(|()| (0..starts.len()).collect::<Vec<usize>>());
        let most = 2 * CONTEXT;
        orders[0].sort_by(|a, b| self.before(starts[*a]).take(most).cmp(self.before(starts[*b]).take(most)));
        orders[1].sort_by(|a, b| self.after(starts[*a]).take(most).cmp(self.after(starts[*b]).take(most)));
        orders
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Same, Sides};
    use crate::model::anchor::likeness::CLOSE;
    use crate::model::anchor::pattern::Pattern;
    use crate::model::{Anchor, TextHash};
    use crate::text::{Body, Span};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        /// The walk finds as good ones as a look at all places does.
        #[test]
        fn the_best_of_many_are_found(words in prop::collection::vec(0usize..4, 3 * FEW..6 * FEW), own in 0usize..FEW) {
            let parts = ["an ox", "an elk", "é and", "then"];
            let text: String = words.iter().map(|at| format!("{} Xi ", parts[*at])).collect();
            let starts: Vec<usize> = text.match_indices("Xi").map(|(at, _)| at).collect();
            let body = Body::new(text.as_str());
            let span = Span::new(starts[own], starts[own] + 2);
            let pattern = Pattern::new(&Anchor::new(&body, &TextHash::of(&text), span));
            let sides = Sides { text: &text, len: 2, pattern: &pattern };
            let mut all: Vec<usize> =
                starts.iter().filter(|at| **at != starts[own]).map(|at| sides.agreeing(*at)).collect();
            all.sort_unstable_by(|a, b| b.cmp(a));
            all.truncate(CLOSE);
            let same = Same::new(starts.clone());
            let found = same.closest(&pattern, &text, &|at| at != starts[own]);
            let mut found: Vec<usize> = found.into_iter().map(|at| sides.agreeing(at)).collect();
            found.sort_unstable_by(|a, b| b.cmp(a));
            prop_assert_eq!(found, all);
        }
    }
}
