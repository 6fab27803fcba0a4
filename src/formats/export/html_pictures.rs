//! Pictures of the report as SVG: a matrix of holders and targets, and bars over time. Both are readable without colour.

use super::html::glyph;
use super::html_margin::party;
use super::html_sums::{Pair, Said};
use super::html_text::escape;
use crate::formats::values::one_line;
use crate::model::Polarity;
use jiff::Span;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Names that have a row or a column; the rest is in the table.
const NAMES: usize = 20;
/// Units of a cell, and of the names beside and above; the latter lean to the right.
const CELL: usize = 40;
const BESIDE: usize = 210;
const ABOVE: usize = 170;
/// Characters of a name.
const NAME: usize = 24;
/// Rows of the table that are shown at once; more are shown when asked for, and on paper.
const ROWS: usize = 40;

type Pairs = BTreeMap<Pair, Said>;

/// Returns the names that take part most, with the most busy ones first.
fn busiest(pairs: &Pairs, side: fn(&Pair) -> &String) -> Vec<&String> {
    let mut sums: BTreeMap<&String, usize> = BTreeMap::new();
    for (pair, said) in pairs {
        *sums.entry(side(pair)).or_default() += said.times();
    }
    let mut names: Vec<_> = sums.into_iter().collect();
    names.sort_by_key(|(_, sum)| Reverse(*sum));
    names.into_iter().take(NAMES).map(|(name, _)| name).collect()
}

/// The name of a holder or target in a picture, which has no marks of its own.
fn name(name: &str) -> String {
    if name.is_empty() { "the author".to_owned() } else { one_line(name) }
}

fn short(full: &str) -> String {
    let name = name(full);
    if name.chars().count() <= NAME { name } else { format!("{}…", name.chars().take(NAME - 1).collect::<String>()) }
}

/// Draws who holds what of whom: in each cell the markers of what is held, and how often it is.
pub(super) fn matrix(pairs: &Pairs) -> String {
    let (holders, targets) = (busiest(pairs, |pair| &pair.0), busiest(pairs, |pair| &pair.1));
    if pairs.is_empty() {
        return String::new();
    }
    let (width, height) = (BESIDE + targets.len() * CELL + ABOVE, ABOVE + holders.len() * CELL + 10);
    let mut out = format!(
        "<figure><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix of stances\"><svg role=\"img\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-labelledby=\"matrix-t\">\n\
         <title id=\"matrix-t\">Holders in rows, targets in columns; the table says the same</title>\n"
    );
    for (name, at) in targets.iter().zip(0..) {
        let (x, y) = (BESIDE + at * CELL + CELL / 2, ABOVE - 8);
        out.push_str(&format!("<text transform=\"translate({x} {y}) rotate(-45)\">{}</text>\n", escape(&short(name))));
    }
    for (holder, row) in holders.iter().zip(0..) {
        let y = ABOVE + row * CELL;
        let (x, middle) = (BESIDE - 8, y + CELL / 2 + 5);
        out.push_str(&format!(
            "<text x=\"{x}\" y=\"{middle}\" text-anchor=\"end\">{}</text>\n",
            escape(&short(holder))
        ));
        for (target, column) in targets.iter().zip(0..) {
            let said = pairs.get(&((*holder).clone(), (*target).clone()));
            out.push_str(&cell(BESIDE + column * CELL, y, said, holder, target));
        }
    }
    let more = pairs.keys().any(|(holder, target)| !holders.contains(&holder) || !targets.contains(&target));
    let more = if more { " Those who take part most are drawn; the table has all." } else { "" };
    out.push_str(&format!(
        "</svg></div>\n<figcaption>Rows hold something of columns, so many times: ▲ supports, ▼ opposes, ● is neutral \
         toward, ◆ is ambiguous toward.{more}</figcaption></figure>\n"
    ));
    out
}

fn cell(x: usize, y: usize, said: Option<&Said>, holder: &str, target: &str) -> String {
    let frame =
        |class: &str| format!("<rect x=\"{x}\" y=\"{y}\" width=\"{CELL}\" height=\"{CELL}\" class=\"{class}\"/>\n");
    let Some(said) = said else { return frame("cell") };
    let held = Polarity::ALL.into_iter().map(|it| (it, said.counts[it as usize])).filter(|(_, count)| *count > 0);
    let held: Vec<(Polarity, usize)> = held.collect();
    let words: Vec<String> = held.iter().map(|(it, count)| format!("{count} {}", it.word())).collect();
    // What is held alone stands large in the middle; up to four that are held each have a quarter.
    let text = |at: usize, (it, count): &(Polarity, usize)| {
        let (dx, dy, class) = match held.len() {
            1 => (CELL / 2, CELL / 2 + 5, ""),
            2 => (CELL / 2, if at == 0 { 16 } else { 32 }, " few"),
            _ => (
                if at.is_multiple_of(2) { CELL / 4 + 1 } else { 3 * CELL / 4 - 1 },
                if at < 2 { 16 } else { 32 },
                " few",
            ),
        };
        format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" class=\"{}{class}\">{}{count}</text>",
            x + dx,
            y + dy,
            it.word(),
            glyph(*it),
        )
    };
    let texts: String = held.iter().enumerate().map(|(at, one)| text(at, one)).collect();
    let class = if let [(only, _)] = held[..] { format!("cell {}", only.word()) } else { "cell mixed".to_owned() };
    let (holder, target) = (escape(&name(holder)), escape(&name(target)));
    format!("{}<g><title>{holder} of {target}: {}</title>{texts}</g>\n", frame(&class), words.join(", "))
}

/// The same as a table with the articles, for people who hear the page, for long lists and for paper.
pub(super) fn table(pairs: &Pairs, articles: usize) -> String {
    let mut all: Vec<_> = pairs.iter().collect();
    all.sort_by_key(|(_, said)| Reverse(said.times()));
    let row = |((holder, target), said): (&Pair, &Said)| {
        let cell = |count: &usize| {
            if *count == 0 { "<td></td>".to_owned() } else { format!("<td class=\"n\">{count}</td>") }
        };
        let cells: String = said.counts.iter().map(cell).collect();
        let links = if articles == 1 { String::new() } else { format!("<td>{}</td>", said.links()) };
        let (holder, target) = (party(holder), party(target));
        format!("<tr><th scope=\"row\">{holder}</th>{cells}<td>{target}</td>{links}</tr>\n")
    };
    let (count, rows): (_, String) = (all.len(), all.into_iter().map(row).collect());
    let head = |it: Polarity| {
        let (glyph, word) = (glyph(it), it.word());
        format!(
            "<th scope=\"col\" class=\"n\"><span aria-hidden=\"true\">{glyph}</span><span class=\"heard\">{word}</span></th>"
        )
    };
    let (heads, open) = (Polarity::ALL.map(head).concat(), if count > ROWS { "" } else { " open" });
    let (texts, told) = match articles {
        1 => ("", ""),
        _ => ("<th scope=\"col\">In text</th>", ", with the texts that say so"),
    };
    // Long ones have two columns on paper.
    let class = if count > ROWS { "wide pairs" } else { "wide" };
    format!(
        "<details{open}><summary>All of them as a table{told}</summary><div class=\"{class}\" tabindex=\"0\" \
         role=\"region\" aria-label=\"Table of stances\"><table>\n<thead><tr><th scope=\"col\">Holder</th>{heads}\
         <th scope=\"col\">Target</th>{texts}</tr></thead>\n<tbody>\n{rows}</tbody></table></div></details>\n"
    )
}

/// Bars that are drawn at most: more days than that are drawn by months, more months by years.
const BARS: usize = 48;
/// Width of all bars where there are few, and of one.
const WIDE: usize = 840;
const BAR: std::ops::RangeInclusive<usize> = 22..=76;
/// Bars from this width on have room for their name and for numbers in them.
const ROOMY: usize = 66;
const TALL: usize = 150;
/// Units above the highest bar.
const TOP: usize = 24;

type Counts = [usize; 4];

/// What a bar stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Year,
}

impl Unit {
    /// Returns the smallest of which all from one day to another have a bar.
    fn between(first: Date, last: Date) -> Self {
        let months = (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month() - first.month());
        let fits = |count: i32| usize::try_from(count).is_ok_and(|count| count < BARS);
        match (first.until(last).map(|span| span.get_days()), months) {
            (Ok(days), _) if fits(days) => Self::Day,
            (_, months) if fits(months) => Self::Month,
            _ => Self::Year,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Returns the first day of each, from the one that holds `first` on.
    fn starts(self, first: Date) -> impl Iterator<Item = Date> {
        match self {
            Self::Day => first.series(Span::new().days(1)),
            Self::Month => first.first_of_month().series(Span::new().months(1)),
            Self::Year => first.first_of_year().series(Span::new().years(1)),
        }
    }

    fn name(self, day: Date) -> String {
        match self {
            Self::Day => day.to_string(),
            Self::Month => format!("{}-{:02}", day.year(), day.month()),
            Self::Year => day.year().to_string(),
        }
    }
}

/// Draws how many stances there were when; nothing where no article has a date.
pub(super) fn bars(days: &BTreeMap<Date, Counts>, undated: usize) -> String {
    let (Some((first, _)), Some((last, _))) = (days.first_key_value(), days.last_key_value()) else {
        return String::new();
    };
    let unit = Unit::between(*first, *last);
    let all = unit.starts(*first).take_while(|day| day <= last);
    let names: BTreeSet<String> = all.map(|day| unit.name(day)).collect();
    let mut bins: BTreeMap<String, Counts> = BTreeMap::new();
    for (day, counts) in days {
        let bin = bins.entry(unit.name(*day)).or_default();
        bin.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let most = bins.values().map(|counts| counts.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    let wide = (WIDE / names.len().max(1)).clamp(*BAR.start(), *BAR.end());
    let bars: String =
        names.iter().zip(0..).map(|(name, at)| bar(name, 30 + at * wide, wide, bins.get(name), most)).collect();
    let (width, base) = (names.len() * wide + 60, TOP + TALL);
    let height = base + if wide >= ROOMY { 28 } else { 74 };
    let undated = if undated == 0 { String::new() } else { format!(" {undated} more are in articles without a day.") };
    let unit = unit.word();
    format!(
        "<figure><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Stances over time\"><svg role=\"img\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-labelledby=\"time-t\">\n\
         <title id=\"time-t\">Stances over time, at most {most} in a {unit}</title>\n\
         <line x1=\"30\" y1=\"{base}\" x2=\"{width}\" y2=\"{base}\" class=\"axis\"/>\n{bars}</svg></div>\n\
         <figcaption>Stances by the {unit} of their article, from below: ▲ support, ▼ opposition, ● neutral, ◆ \
         ambiguous.{undated}</figcaption></figure>\n"
    )
}

fn bar(name: &str, x: usize, wide: usize, counts: Option<&Counts>, most: usize) -> String {
    let (middle, roomy) = (x + wide / 2, wide >= ROOMY);
    let mut base = TOP + TALL;
    let mut out = if roomy {
        format!("<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" class=\"small\">{name}</text>\n", base + 18)
    } else {
        let place = format!("translate({} {}) rotate(60)", middle - 4, base + 14);
        format!("<text transform=\"{place}\" class=\"small\">{name}</text>\n")
    };
    for (polarity, count) in Polarity::ALL.iter().zip(counts.into_iter().flatten()).filter(|(_, count)| **count > 0) {
        let (tall, word) = ((count * TALL / most).max(2), polarity.word());
        base = base.saturating_sub(tall);
        out.push_str(&format!(
            "<rect x=\"{}\" y=\"{base}\" width=\"{}\" height=\"{tall}\" class=\"bar {word}\"><title>{name}: {count} \
             {word}</title></rect>\n",
            x + 2,
            wide - 4,
        ));
        if tall > 14 {
            let number = if roomy { format!(" {count}") } else { String::new() };
            out.push_str(&format!(
                "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" class=\"in\" aria-hidden=\"true\">{}{number}</text>\n",
                base + tall / 2 + 5,
                glyph(*polarity)
            ));
        }
    }
    let sum: usize = counts.into_iter().flatten().sum();
    if sum > 0 {
        let y = base - 6;
        out.push_str(&format!("<text x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\" class=\"small\">{sum}</text>\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{bars, table};
    use jiff::civil::date;
    use std::collections::BTreeMap;

    #[test]
    fn bars_are_of_days_months_or_years_and_say_what_they_leave_out() {
        assert_eq!(bars(&BTreeMap::new(), 3), "");
        let mut days = BTreeMap::from([(date(2024, 1, 30), [1, 0, 0, 0])]);
        let drawn = bars(&days, 0);
        assert!(drawn.contains("at most 1 in a day") && drawn.contains(">2024-01-30<"), "{drawn}");
        days.insert(date(2024, 2, 2), [0, 20, 0, 0]);
        let drawn = bars(&days, 2);
        assert!(drawn.contains(">2024-02-01<") && drawn.contains("▼ 20<") && drawn.contains("2 more are"), "{drawn}");
        days.insert(date(2024, 5, 1), [0, 0, 1, 0]);
        assert!(bars(&days, 0).contains(">2024-03<") && bars(&days, 0).contains("at most 20 in a month"));
        days.insert(date(2014, 3, 9), [0, 1, 0, 0]);
        let drawn = bars(&days, 0);
        assert!(drawn.contains("at most 22 in a year") && !drawn.contains("2024-02<"), "{drawn}");
    }

    #[test]
    fn a_table_is_open_where_it_is_short() {
        assert!(table(&BTreeMap::new(), 2).starts_with("<details open><summary>All of them as a table, with"));
    }
}
