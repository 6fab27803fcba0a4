//! Stances over time: a part for each day, week, month or year, whichever is the finest that has room.

use super::matrix::Balance;
use crate::model::Polarity;
use jiff::ToSpan;
use jiff::civil::Date;

/// How long a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday on.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Step {
    const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// Returns its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Returns the first day of the part that a day is in.
    fn start(self, date: Date) -> Date {
        match self {
            Self::Day => date,
            Self::Week => {
                let since = i64::from(date.weekday().to_monday_zero_offset());
                date.checked_sub(since.days()).unwrap_or(date)
            }
            Self::Month => date.first_of_month(),
            Self::Year => date.first_of_year(),
        }
    }

    /// Returns how many parts lie between the starts of two.
    fn between(self, first: Date, last: Date) -> usize {
        let days = || first.until(last).map_or(0, |span| i64::from(span.get_days()));
        let months = || {
            let of = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
            of(last) - of(first)
        };
        let parts = match self {
            Self::Day => days(),
            Self::Week => days() / 7,
            Self::Month => months(),
            Self::Year => months() / 12,
        };
        usize::try_from(parts).unwrap_or(0)
    }

    /// Returns the start of the part so many after one.
    fn after(self, first: Date, parts: usize) -> Date {
        let parts = i64::try_from(parts).unwrap_or(0);
        let span = match self {
            Self::Day => parts.days(),
            Self::Week => parts.weeks(),
            Self::Month => parts.months(),
            Self::Year => parts.years(),
        };
        first.checked_add(span).unwrap_or(first)
    }
}

/// The picture's numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// How long each part is.
    pub step: Step,
    /// The first day of the first part.
    pub first: Date,
    /// Stances of each part.
    pub parts: Vec<Balance>,
    /// Columns that each part has.
    pub wide: usize,
    /// Stances of articles without a date.
    pub undated: usize,
}

/// The most columns of one part: wider ones look like blocks.
const WIDEST: usize = 6;

impl Timeline {
    /// Divides stances among as many parts as fit into so many columns; nothing where no article has a date.
    #[must_use]
    pub fn of(all: impl Iterator<Item = (Option<Date>, Polarity, usize)>, columns: usize) -> Option<Self> {
        let (mut dated, mut undated) = (Vec::new(), 0);
        for (date, polarity, count) in all {
            match date {
                Some(date) => dated.push((date, polarity, count)),
                None => undated += count,
            }
        }
        let (from, to) = (dated.iter().map(|it| it.0).min()?, dated.iter().map(|it| it.0).max()?);
        let parts = |step: Step| step.between(step.start(from), step.start(to)) + 1;
        let step = Step::ALL.into_iter().find(|step| parts(*step) <= columns.max(1)).unwrap_or(Step::Year);
        let first = step.start(from);
        let mut out = vec![Balance::default(); parts(step)];
        for (date, polarity, count) in dated {
            if let Some(part) = out.get_mut(step.between(first, step.start(date))) {
                part[polarity as usize] += count;
            }
        }
        let wide = (columns / out.len()).clamp(1, WIDEST);
        Some(Self { step, first, parts: out, wide, undated })
    }

    /// Returns the date under a part as it is written there.
    #[must_use]
    pub fn label(&self, part: usize) -> String {
        let date = self.step.after(self.first, part).to_string();
        let written = match self.step {
            Step::Day | Step::Week => 10,
            Step::Month => 7,
            Step::Year => 4,
        };
        date.get(..written).unwrap_or(&date).to_owned()
    }

    /// Returns the most stances that a part has on one side.
    #[must_use]
    pub fn most(&self) -> usize {
        let side = |polarity: Polarity| self.parts.iter().map(|part| part[polarity as usize]).max().unwrap_or(0);
        side(Polarity::Support).max(side(Polarity::Oppose))
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Timeline};
    use crate::model::Polarity;
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    fn timeline(days: &[Date], columns: usize) -> Timeline {
        Timeline::of(days.iter().map(|day| (Some(*day), Polarity::Support, 1)), columns).unwrap()
    }

    #[test]
    fn the_finest_step_that_fits_is_taken() {
        let (from, to) = (date(2024, 1, 31), date(2024, 3, 1));
        let cases = [
            (40, Step::Day, 31, "2024-01-31", "2024-03-01"),
            (30, Step::Week, 5, "2024-01-29", "2024-02-26"),
            (4, Step::Month, 3, "2024-01", "2024-03"),
            (2, Step::Year, 1, "2024", "2024"),
            (0, Step::Year, 1, "2024", "2024"),
        ];
        for (columns, step, parts, first, last) in cases {
            let timeline = timeline(&[from, to], columns);
            assert_eq!((timeline.step, timeline.parts.len()), (step, parts), "{columns}");
            assert_eq!((timeline.label(0).as_str(), timeline.label(parts - 1).as_str()), (first, last), "{columns}");
        }
        let all = [(None, Polarity::Oppose, 2), (Some(from), Polarity::Oppose, 3), (Some(from), Polarity::Neutral, 9)];
        let one = Timeline::of(all.into_iter(), 80).unwrap();
        assert_eq!((one.parts.as_slice(), one.undated, one.most(), one.wide), (&[[0, 3, 9, 0]][..], 2, 3, 6));
        assert_eq!(Timeline::of([(None, Polarity::Support, 1)].into_iter(), 80), None);
    }

    proptest! {
        #[test]
        fn every_stance_is_in_one_part(days in prop::collection::vec((1900i16..2100, 1i8..13, 1i8..29), 1..20), columns in 0usize..200) {
            let days: Vec<Date> = days.into_iter().map(|(year, month, day)| date(year, month, day)).collect();
            let timeline = timeline(&days, columns);
            prop_assert_eq!(timeline.parts.iter().map(|part| part[0]).sum::<usize>(), days.len());
            prop_assert!(timeline.parts.len() <= columns.max(1) || timeline.step == Step::Year);
            prop_assert!(timeline.parts[0][0] > 0 && timeline.parts[timeline.parts.len() - 1][0] > 0, "no blank ends");
        }
    }
}
