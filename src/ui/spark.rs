//! Small pictures of numbers: mentions over time, and the balance of stances.

use crate::formats::config::Config;
use crate::model::{EntityFacts, LibraryFacts, Polarity};
use jiff::civil::Date;

/// From little to much.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// The same for poor terminals.
const PLAIN: [char; 8] = ['.', ':', '-', '=', '+', '*', '#', '@'];

/// The time that a library spans, and the date of each of its articles.
pub(super) struct Months<'a> {
    facts: &'a LibraryFacts,
    first: i32,
    last: i32,
}

/// Counts months since year 0.
fn month(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// Counts days, all months as long as the longest: enough to divide a line.
fn day(date: Date) -> i32 {
    month(date) * 31 + i32::from(date.day())
}

impl<'a> Months<'a> {
    /// Takes the time that the facts of a library span.
    pub fn of(facts: &'a LibraryFacts) -> Self {
        let days = || facts.articles.iter().filter_map(|(_, date)| date.map(day));
        Self { facts, first: days().min().unwrap_or(0), last: days().max().unwrap_or(0) }
    }

    /// Draws the mentions of an entity over that time, a character a part: a month each where they fit, else as many parts
    /// as there are columns.
    pub fn spark(&self, entity: &EntityFacts, columns: usize, ascii: bool) -> String {
        let dated = || {
            let date = |at: usize| self.facts.articles.get(at).and_then(|(_, date)| *date);
            entity.seen.iter().filter_map(move |(at, count)| Some((date(*at)?, *count)))
        };
        let months = usize::try_from(self.last / 31 - self.first / 31 + 1).unwrap_or(1).max(1);
        let span = usize::try_from(self.last - self.first + 1).unwrap_or(1).max(1);
        let by_month = (2..=columns).contains(&months);
        let parts = if by_month { months } else { columns };
        let mut counts = vec![0; parts];
        for (date, count) in dated() {
            let at = if by_month { month(date) - self.first / 31 } else { day(date) - self.first };
            let at = usize::try_from(at).unwrap_or(0);
            let at = if by_month { at } else { at * parts / span };
            if let Some(part) = counts.get_mut(at) {
                *part += count;
            }
        }
        bars(&counts, ascii)
    }
}

/// Draws counts as bars; none is a blank.
fn bars(counts: &[usize], ascii: bool) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let all = if ascii { PLAIN } else { BARS };
    let bar = |count: &usize| if *count == 0 { ' ' } else { all[(count * all.len()).div_ceil(most) - 1] };
    counts.iter().map(bar).collect()
}

/// Writes stances as glyphs with their numbers; nothing where there are none.
pub(super) fn balance(config: &Config, counts: [usize; 4]) -> String {
    let some = Polarity::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0);
    some.map(|(polarity, count)| format!("{}{count}", config.stance_glyph(polarity))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Months, bars};
    use crate::model::{ArticleId, EntityFacts, LibraryFacts};
    use jiff::civil::date;

    #[test]
    fn the_most_is_the_highest_and_something_is_never_nothing() {
        assert_eq!(bars(&[0, 1, 50, 100], false), " ▁▄█");
        assert_eq!(bars(&[1], true), "@");
        assert_eq!(bars(&[0, 0], false), "  ");
    }

    #[test]
    fn time_is_divided_by_months_or_by_columns() {
        let article = |date| (ArticleId::new("a"), date);
        let facts = LibraryFacts {
            articles: vec![
                article(Some(date(2023, 11, 30))),
                article(Some(date(2024, 1, 1))),
                article(Some(date(2024, 4, 30))),
                article(None),
            ],
            ..LibraryFacts::default()
        };
        let entity = EntityFacts { seen: vec![(0, 1), (1, 2), (2, 1), (3, 9)], ..EntityFacts::default() };
        let months = Months::of(&facts);
        assert_eq!(months.spark(&entity, 10, false), "▄ █  ▄");
        assert_eq!(months.spark(&entity, 2, false), "█▃");
        assert_eq!(Months::of(&LibraryFacts::default()).spark(&EntityFacts::default(), 3, false), "   ");
    }
}
