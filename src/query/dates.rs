//! Ranges of days, written as a year, a month or a day, or two of them with `..` between.

use jiff::civil::Date;

/// Days from the first to the last, both included; an open end has no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRange {
    first: Option<Date>,
    last: Option<Date>,
}

impl DateRange {
    /// Reads a range.
    ///
    /// # Errors
    /// One sentence with the forms that are understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let bad =
            || format!("`{text}` is no date; write 2024, 2024-02, 2024-02-29, or two of them as 2024-02..2024-03");
        let first = if from.is_empty() { None } else { Some(period(from).ok_or_else(bad)?.0) };
        let last = if to.is_empty() { None } else { Some(period(to).ok_or_else(bad)?.1) };
        Ok(Self { first, last })
    }

    /// Returns the first and the last day, where there is a bound.
    #[must_use]
    pub const fn days(&self) -> (Option<Date>, Option<Date>) {
        (self.first, self.last)
    }
}

/// Returns the first and the last day of a year, a month or a day.
fn period(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month = parts.next().map(|month| month.parse::<i8>().ok());
    let day = parts.next().map(|day| day.parse::<i8>().ok());
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = Date::new(year, month?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => Date::new(year, month?, day?).ok().map(|date| (date, date)),
    }
}
