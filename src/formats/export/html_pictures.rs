//! Pictures of the report as SVG: a matrix of holders and targets, and bars over time. Both are readable without colour.

use super::html::glyph;
use super::html_text::escape;
use crate::formats::values::one_line;
use crate::model::Polarity;
use std::collections::{BTreeMap, BTreeSet};

/// Names that have a row or a column; the rest is in the texts.
const NAMES: usize = 20;
/// Units of a cell, and of the names beside and above; the latter lean to the right.
const CELL: usize = 34;
const BESIDE: usize = 190;
const ABOVE: usize = 160;
/// Characters of a name.
const NAME: usize = 24;

type Pairs = BTreeMap<(String, String), [usize; 4]>;

/// Returns the names that take part most, with the most busy ones first.
fn busiest(pairs: &Pairs, side: fn(&(String, String)) -> &String) -> Vec<&String> {
    let mut sums: BTreeMap<&String, usize> = BTreeMap::new();
    for (pair, counts) in pairs {
        *sums.entry(side(pair)).or_default() += counts.iter().sum::<usize>();
    }
    let mut names: Vec<_> = sums.into_iter().collect();
    names.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    names.into_iter().take(NAMES).map(|(name, _)| name).collect()
}

fn short(name: &str) -> String {
    let name = one_line(name);
    if name.chars().count() <= NAME { name } else { format!("{}…", name.chars().take(NAME - 1).collect::<String>()) }
}

/// Draws who holds what of whom: in each cell the marker of what is held most, and how often anything is.
pub(super) fn matrix(pairs: &Pairs) -> String {
    let (holders, targets) = (busiest(pairs, |pair| &pair.0), busiest(pairs, |pair| &pair.1));
    let (width, height) = (BESIDE + targets.len() * CELL + ABOVE, ABOVE + holders.len() * CELL + 10);
    let mut out = format!(
        "<figure><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix of stances\"><svg role=\"img\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-labelledby=\"matrix-t\">\n\
         <title id=\"matrix-t\">Holders in rows, targets in columns</title>\n"
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
            let counts = pairs.get(&((*holder).clone(), (*target).clone()));
            out.push_str(&cell(BESIDE + column * CELL, y, counts, holder, target));
        }
    }
    out.push_str(
        "</svg></div>\n<figcaption>Rows hold something of columns; a cell has the marker of what is held most often, ",
    );
    out.push_str("and the number of all stances.</figcaption></figure>\n");
    out + &table(pairs)
}

fn cell(x: usize, y: usize, counts: Option<&[usize; 4]>, holder: &str, target: &str) -> String {
    let frame = format!("<rect x=\"{x}\" y=\"{y}\" width=\"{CELL}\" height=\"{CELL}\" class=\"cell\"/>\n");
    let Some(counts) = counts else { return frame };
    let most = Polarity::ALL.into_iter().rev().max_by_key(|polarity| counts[*polarity as usize]);
    let (polarity, sum) = (most.unwrap_or(Polarity::Neutral), counts.iter().sum::<usize>());
    let said: Vec<String> = Polarity::ALL
        .iter()
        .filter(|it| counts[**it as usize] > 0)
        .map(|it| format!("{} {}", counts[*it as usize], it.word()))
        .collect();
    let (word, middle, line) = (polarity.word(), x + CELL / 2, y + CELL / 2 + 5);
    format!(
        "{frame}<g><title>{} of {}: {}</title><text x=\"{middle}\" y=\"{line}\" text-anchor=\"middle\" \
         class=\"{word}\">{}{sum}</text></g>\n",
        escape(&one_line(holder)),
        escape(&one_line(target)),
        said.join(", "),
        glyph(polarity),
    )
}

/// The same as a table, for people who hear the page and for long lists.
fn table(pairs: &Pairs) -> String {
    let row = |((holder, target), counts): (&(String, String), &[usize; 4])| {
        let cells: String = counts.iter().map(|count| format!("<td class=\"n\">{count}</td>")).collect();
        let (holder, target) = (escape(&one_line(holder)), escape(&one_line(target)));
        format!("<tr><th scope=\"row\" dir=\"auto\">{holder}</th><td dir=\"auto\">{target}</td>{cells}</tr>\n")
    };
    let rows: String = pairs.iter().map(row).collect();
    let heads: String =
        Polarity::ALL.iter().map(|it| format!("<th scope=\"col\">{} {}</th>", glyph(*it), it.word())).collect();
    format!(
        "<details><summary>The same as a table</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" \
         aria-label=\"Table of stances\"><table>\n<thead><tr><th scope=\"col\">Holder</th><th scope=\"col\">Target</th>\
         {heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div></details>\n"
    )
}

/// Bars that are drawn at most; more months than that are drawn by years.
const BARS: usize = 48;
const BAR: usize = 22;
const TALL: usize = 120;

/// Draws how many stances there were when; nothing where no article has a date.
pub(super) fn bars(months: &BTreeMap<(i16, i8), [usize; 4]>) -> String {
    let (Some((first, _)), Some((last, _))) = (months.first_key_value(), months.last_key_value()) else {
        return String::new();
    };
    let span = (i32::from(last.0) - i32::from(first.0)) * 12 + i32::from(last.1) - i32::from(first.1) + 1;
    let by_year = usize::try_from(span).unwrap_or(0) > BARS;
    let name = |year: i16, month: i8| if by_year { format!("{year}") } else { format!("{year}-{month:02}") };
    let mut bins: BTreeMap<String, [usize; 4]> = BTreeMap::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for year in first.0..=last.0 {
        (1..=12).filter(|month| (first.0, first.1) <= (year, *month) && (year, *month) <= *last).for_each(|month| {
            names.insert(name(year, month));
        });
    }
    for ((year, month), counts) in months {
        let bin = bins.entry(name(*year, *month)).or_default();
        bin.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let most = bins.values().map(|counts| counts.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    let (width, height) = (names.len() * BAR + 60, TALL + 84);
    let mut out = format!(
        "<figure><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Stances over time\"><svg role=\"img\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" aria-labelledby=\"time-t\">\n\
         <title id=\"time-t\">Stances over time, at most {most} at once</title>\n\
         <line x1=\"30\" y1=\"{base}\" x2=\"{width}\" y2=\"{base}\" class=\"axis\"/>\n<text x=\"24\" y=\"22\" \
         text-anchor=\"end\">{most}</text>\n",
        base = TALL + 12,
    );
    for (name, at) in names.iter().zip(0..) {
        out.push_str(&bar(name, 30 + at * BAR, bins.get(name), most));
    }
    out.push_str("</svg></div>\n<figcaption>Stances over time, by polarity.</figcaption></figure>\n");
    out
}

fn bar(name: &str, x: usize, counts: Option<&[usize; 4]>, most: usize) -> String {
    let (left, label) = (x + BAR / 2, TALL + 26);
    let mut out = format!("<text transform=\"translate({left} {label}) rotate(60)\" class=\"small\">{name}</text>\n");
    let mut base = TALL + 12;
    for (polarity, count) in Polarity::ALL.iter().zip(counts.into_iter().flatten()).filter(|(_, count)| **count > 0) {
        let tall = (count * TALL / most).max(2);
        base = base.saturating_sub(tall);
        out.push_str(&format!(
            "<rect x=\"{}\" y=\"{base}\" width=\"{}\" height=\"{tall}\" class=\"bar {word}\"><title>{name}: {count} \
             {word}</title></rect>\n",
            x + 2,
            BAR - 4,
            word = polarity.word(),
        ));
        if tall > 14 {
            let (middle, line) = (x + BAR / 2, base + tall / 2 + 5);
            out.push_str(&format!(
                "<text x=\"{middle}\" y=\"{line}\" text-anchor=\"middle\" class=\"in\" aria-hidden=\"true\">{}</text>\n",
                glyph(*polarity)
            ));
        }
    }
    out
}
