//! The order of an answer.

use super::answer::{Answer, Answering, Sort};
use super::bits::Bits;
use crate::text::{fold, terms};
use std::collections::HashMap;

/// What of a title is compared, in bytes of its folded form; longer ones that begin alike stay in the order of their paths.
const TITLE: usize = 40;

impl Answering<'_> {
    /// Puts what was found, or all, in the order asked for. Equals stay in the order of their paths.
    pub(super) fn arrange(&self, found: Option<&Bits>) -> Answer {
        let (order, reverse) = (self.asked.order, self.asked.reverse);
        let catalogue = &self.snapshot.catalogue;
        let count = found.map_or(catalogue.len(), Bits::count);
        // The order by date is kept: going through it costs less than sorting what is a large part of it.
        if order == Sort::Date && !reverse && count > catalogue.len() / 16 {
            let all = catalogue.by_date().iter().copied();
            return match found {
                None => all.collect(),
                Some(found) => all.filter(|number| found.has(*number)).collect(),
            };
        }
        let mut numbers: Vec<u32> = match found {
            None => (0..u32::try_from(catalogue.len()).unwrap_or(u32::MAX)).collect(),
            Some(found) => found.iter().collect(),
        };
        let keys = self.keys(order, &numbers);
        let key = |number: &u32| if reverse { !keys(*number) } else { keys(*number) };
        numbers.sort_by_cached_key(|number| (key(number), *number));
        numbers
    }

    /// Returns a number for each article by which it is sorted, smallest first.
    fn keys(&self, order: Sort, numbers: &[u32]) -> Box<dyn Fn(u32) -> u64 + '_> {
        let columns = &self.snapshot.catalogue.columns;
        let row = |number| self.snapshot.marked_row(number);
        match order {
            Sort::Date => Box::new(|number| !biased(columns.days[number as usize])),
            Sort::State => {
                let opened = self.opened();
                Box::new(move |number| {
                    let opened = opened.has(number);
                    row(number).map_or(u8::from(opened), |row| row.stage(opened)).into()
                })
            }
            Sort::Source => {
                let mut order: Vec<usize> = (0..columns.names.len()).collect();
                order.sort_by_key(|at| &columns.names[*at]);
                let mut ranks = vec![0; order.len()];
                order.iter().zip(0..).for_each(|(at, rank)| ranks[*at] = rank);
                Box::new(move |number| ranks[columns.sources[number as usize] as usize])
            }
            Sort::Counts => Box::new(move |number| {
                let counts = row(number).map_or(0, |row| row.counts.mentions + row.counts.stances + row.counts.notes);
                !(counts as u64)
            }),
            Sort::Tags => {
                let mut all: Vec<(&[String], u32)> =
                    self.snapshot.numbered().map(|(number, row)| (row.counts.tags.as_slice(), number)).collect();
                all.sort_unstable_by(|a, b| b.0.cmp(a.0));
                let ranks = ranks(&all);
                Box::new(move |number| ranks.get(&number).copied().unwrap_or(u64::MAX >> 1))
            }
            Sort::Title => {
                let mut all: Vec<(String, u32)> = numbers.iter().map(|number| (self.title(*number), *number)).collect();
                all.sort_unstable();
                let ranks = ranks(&all);
                Box::new(move |number| ranks.get(&number).copied().unwrap_or(0))
            }
            Sort::Relevance => {
                let scores = self.scores();
                Box::new(move |number| !u64::from(scores.get(&number).map_or(0, |score| score.max(0.0).to_bits())))
            }
            Sort::Hits => {
                let hits = self.hits();
                Box::new(move |number| !hits.get(&number).copied().unwrap_or(0))
            }
        }
    }

    fn title(&self, number: u32) -> String {
        let mut title = self.snapshot.catalogue.head(number).map_or_else(String::new, |head| fold(&head.title));
        title.truncate(title.floor_char_boundary(TITLE));
        title
    }

    /// Returns how often the words of the query stand in the texts, by number.
    fn hits(&self) -> HashMap<u32, u64> {
        let Some(searcher) = self.searcher else { return HashMap::new() };
        let mut words: Vec<(String, bool)> = Vec::new();
        for phrase in self.asked.query.phrases() {
            let last = phrase.terms.len() - 1;
            words.extend(phrase.terms.iter().enumerate().map(|(at, term)| (term.clone(), phrase.prefix && at == last)));
        }
        for word in self.asked.query.expressions() {
            words.extend(terms(word).into_iter().map(|term| (term, false)));
        }
        searcher.frequencies(&words)
    }
}

/// Ranks from 0; what compares equal has the same.
fn ranks<T: PartialEq>(sorted: &[(T, u32)]) -> HashMap<u32, u64> {
    let mut rank = 0;
    let mut ranks = HashMap::with_capacity(sorted.len());
    for (at, (key, number)) in sorted.iter().enumerate() {
        if at > 0 && sorted[at - 1].0 != *key {
            rank += 1;
        }
        ranks.insert(*number, rank);
    }
    ranks
}

/// A day as a number without a sign.
fn biased(day: i32) -> u64 {
    u64::from(day.cast_unsigned() ^ 1 << 31)
}
