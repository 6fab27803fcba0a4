//! Who holds what of whom, as a table: a row for each holder, a column for each target, the most stances first. The first
//! row and the first column are everyone together, so that a total is a cell like any other.

use crate::model::{LibraryFacts, PairFacts, Polarity};
use crate::text::{fold, name_key};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Stances by the order of [`Polarity::ALL`].
pub type Balance = [usize; 4];

/// Whose row or column it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Who {
    /// Everyone together.
    #[default]
    Anyone,
    /// The articles' authors; only a row.
    Author,
    /// An entity, by its canonical name.
    Entity(String),
}

impl Who {
    /// Returns the name on the screen.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Anyone => "all",
            Self::Author => "author",
            Self::Entity(name) => name,
        }
    }

    /// Says whether a side of a stance is meant; nobody is the author.
    #[must_use]
    pub fn is(&self, name: Option<&str>) -> bool {
        match (self, name) {
            (Self::Anyone, _) | (Self::Author, None) => true,
            (Self::Entity(own), Some(name)) => name_key(own) == name_key(name),
            (Self::Author, Some(_)) | (Self::Entity(_), None) => false,
        }
    }
}

/// A row or a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whose.
    pub who: Who,
    /// Position in the facts; nothing for everyone, and for the authors.
    entity: Option<usize>,
    /// All its stances.
    pub balance: Balance,
}

/// Which stances count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixFilter {
    /// What a holder or a target is to have in its name.
    pub text: String,
    /// The only polarity that counts; none is all of them.
    pub only: Option<Polarity>,
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Holders; the first is everyone.
    pub rows: Vec<Line>,
    /// Targets; the first is everyone.
    pub columns: Vec<Line>,
    cells: HashMap<(usize, usize), Balance>,
}

impl Matrix {
    /// Makes the table of the facts of a library.
    #[must_use]
    pub fn of(facts: &LibraryFacts, filter: &MatrixFilter) -> Self {
        let text = fold(filter.text.trim());
        let has = |at: usize| facts.entities.get(at).is_some_and(|entity| fold(&entity.name).contains(&text));
        let meant = |pair: &&PairFacts| {
            text.is_empty() || has(pair.target) || pair.holder.map_or_else(|| "author".contains(&text), has)
        };
        let counted: Vec<(&PairFacts, Balance)> = facts
            .pairs
            .iter()
            .filter(meant)
            .map(|pair| (pair, masked(pair.counts, filter.only)))
            .filter(|(_, counts)| counts.iter().any(|count| *count > 0))
            .collect();
        let rows = lines(facts, counted.iter().map(|(pair, counts)| (pair.holder, *counts)));
        let columns = lines(facts, counted.iter().map(|(pair, counts)| (Some(pair.target), *counts)));
        let place = |lines: &[Line]| -> HashMap<Option<usize>, usize> {
            lines.iter().enumerate().skip(1).map(|(at, line)| (line.entity, at)).collect()
        };
        let (row_of, column_of) = (place(&rows), place(&columns));
        let mut cells: HashMap<(usize, usize), Balance> = HashMap::new();
        for (pair, counts) in counted {
            let (row, column) = (row_of[&pair.holder], column_of[&Some(pair.target)]);
            for cell in [(0, 0), (row, 0), (0, column), (row, column)] {
                add(cells.entry(cell).or_default(), counts);
            }
        }
        Self { rows, columns, cells }
    }

    /// Returns the stances of a cell.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Balance {
        self.cells.get(&(row, column)).copied().unwrap_or_default()
    }

    /// Says whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Returns the stances of a cell one by one: when, which, how many.
    pub fn seen<'a>(
        &'a self,
        facts: &'a LibraryFacts,
        row: usize,
        column: usize,
    ) -> impl Iterator<Item = (Option<Date>, Polarity, usize)> + 'a {
        let (row, column) = (self.rows.get(row), self.columns.get(column));
        let meant = move |pair: &&PairFacts| {
            let holder = |line: &Line| line.who == Who::Anyone || line.entity == pair.holder;
            let target = |line: &Line| line.who == Who::Anyone || line.entity == Some(pair.target);
            row.is_some_and(holder) && column.is_some_and(target)
        };
        let date = |at: usize| facts.articles.get(at).and_then(|(_, date)| *date);
        let seen = facts.pairs.iter().filter(meant).flat_map(|pair| &pair.seen);
        seen.map(move |stance| (date(stance.article), stance.polarity, stance.count))
    }

    /// Returns it as rows of words, the head first: holder, target, how many of each polarity. Totals are left out.
    #[must_use]
    pub fn table(&self) -> Vec<Vec<String>> {
        let head = ["holder", "target"].into_iter().chain(Polarity::ALL.map(Polarity::word)).map(str::to_owned);
        let mut out: Vec<Vec<String>> = vec![head.collect()];
        for (row, holder) in self.rows.iter().enumerate().skip(1) {
            for (column, target) in self.columns.iter().enumerate().skip(1) {
                let Some(balance) = self.cells.get(&(row, column)) else { continue };
                let names = [holder.who.name().to_owned(), target.who.name().to_owned()];
                out.push(names.into_iter().chain(balance.map(|count| count.to_string())).collect());
            }
        }
        out
    }
}

/// Returns everyone, then those who have stances, the most first.
fn lines(facts: &LibraryFacts, counted: impl Iterator<Item = (Option<usize>, Balance)>) -> Vec<Line> {
    let mut sums: HashMap<Option<usize>, Balance> = HashMap::new();
    let mut all = Balance::default();
    for (entity, counts) in counted {
        add(&mut all, counts);
        add(sums.entry(entity).or_default(), counts);
    }
    let name = |at: usize| facts.entities.get(at).map_or_else(String::new, |entity| entity.name.clone());
    let line = |(entity, balance): (Option<usize>, Balance)| Line {
        who: entity.map_or(Who::Author, |at| Who::Entity(name(at))),
        entity,
        balance,
    };
    let mut lines: Vec<Line> = sums.into_iter().map(line).collect();
    lines.sort_by(|a, b| {
        let sum = |line: &Line| Reverse(line.balance.iter().sum::<usize>());
        sum(a).cmp(&sum(b)).then_with(|| a.who.name().cmp(b.who.name()))
    });
    lines.insert(0, Line { who: Who::Anyone, entity: None, balance: all });
    lines
}

fn add(sum: &mut Balance, counts: Balance) {
    sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
}

fn masked(counts: Balance, only: Option<Polarity>) -> Balance {
    only.map_or(counts, |only| {
        let mut kept = Balance::default();
        kept[only as usize] = counts[only as usize];
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::{Matrix, MatrixFilter};
    use crate::model::{ArticleId, EntityFacts, LibraryFacts, PairFacts, Polarity, SeenStance};
    use jiff::civil::date;

    fn facts() -> LibraryFacts {
        let entity = |name: &str| EntityFacts { name: name.to_owned(), ..EntityFacts::default() };
        let pair = |holder, target, counts: [usize; 4]| {
            let all = Polarity::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0);
            let seen = all.map(|(polarity, count)| SeenStance { article: 0, polarity, intensity: None, count });
            PairFacts { holder, target, counts, seen: seen.collect() }
        };
        LibraryFacts {
            articles: vec![(ArticleId::new("a"), Some(date(2024, 1, 2)))],
            entities: ["Ann", "Bob", "Łódź"].map(entity).to_vec(),
            pairs: vec![
                pair(Some(0), 1, [1, 4, 0, 0]),
                pair(None, 1, [2, 0, 1, 0]),
                pair(Some(1), 2, [0, 0, 0, 1]),
                pair(Some(0), 2, [3, 0, 0, 0]),
            ],
        }
    }

    fn shown(matrix: &Matrix) -> String {
        let names = |lines: &[super::Line]| lines.iter().map(|line| line.who.name().to_owned()).collect::<Vec<_>>();
        format!("{} | {}", names(&matrix.rows).join(" "), names(&matrix.columns).join(" "))
    }

    #[test]
    fn the_most_come_first_and_totals_before_them() {
        let all = Matrix::of(&facts(), &MatrixFilter::default());
        assert_eq!(shown(&all), "all Ann author Bob | all Bob Łódź");
        assert_eq!((all.cell(0, 0), all.cell(1, 0), all.cell(0, 1)), ([6, 4, 1, 1], [4, 4, 0, 0], [3, 4, 1, 0]));
        assert_eq!((all.cell(1, 1), all.cell(2, 2), all.rows[1].balance), ([1, 4, 0, 0], [0; 4], [4, 4, 0, 0]));
        let seen: Vec<_> = all.seen(&facts(), 1, 0).map(|(_, polarity, count)| (polarity.word(), count)).collect();
        assert_eq!(seen, [("support", 1), ("oppose", 4), ("support", 3)]);
        assert_eq!(all.seen(&facts(), 2, 0).map(|(_, _, count)| count).sum::<usize>(), 3);
        assert_eq!(all.table()[1], ["Ann", "Bob", "1", "4", "0", "0"]);
        assert_eq!(all.table().len(), 5);
    }

    #[test]
    fn a_filter_leaves_the_pairs_that_it_names() {
        let of = |text: &str, only| Matrix::of(&facts(), &MatrixFilter { text: text.to_owned(), only });
        assert_eq!(shown(&of("łódź", None)), "all Ann Bob | all Łódź");
        assert_eq!(shown(&of(" AUTH ", None)), "all author | all Bob");
        assert_eq!(shown(&of("", Some(Polarity::Oppose))), "all Ann | all Bob");
        assert_eq!(of("", Some(Polarity::Support)).cell(1, 1), [1, 0, 0, 0]);
        assert!(of("nobody", None).is_empty() && !of("", None).is_empty());
    }
}
