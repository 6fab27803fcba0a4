//! `list`: the articles that answer a query.

use super::arguments::{ListArguments, Rows};
use super::choose::{Chosen, choose, query};
use super::failure::Failure;
use super::json::Array;
use super::output::Out;
use super::place::Place;
use super::table;
use crate::store::Row;
use crate::text::Safe;
use serde::Serialize;

/// One article, as printed in JSON. Its names are a contract.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    date: Option<jiff::civil::Date>,
    source: Option<&'a str>,
    state: &'static str,
    tags: &'a [String],
    mentions: usize,
    stances: usize,
    notes: usize,
}

/// Prints the list.
pub fn run(place: &Place, wanted: &ListArguments, out: &mut Out) -> Result<bool, Failure> {
    let query = query(&wanted.query)?;
    let chosen = choose(place, query);
    let limit = wanted.limit.unwrap_or(usize::MAX);
    match wanted.format {
        Rows::Table => print_table(&chosen, limit, out)?,
        Rows::Json => {
            let mut array = Array::default();
            chosen.rows().take(limit).try_for_each(|row| array.push(out.data(), &listed(&chosen, &row)))?;
            array.end(out.data())?;
        }
    }
    Ok(chosen.clean)
}

/// Returns the word for how far reading and annotating has come.
pub fn state(chosen: &Chosen, row: &Row) -> &'static str {
    match chosen.stage(row) {
        0 => "unread",
        1 => "read",
        _ => "annotated",
    }
}

fn listed<'a>(chosen: &Chosen, row: &'a Row) -> Listed<'a> {
    Listed {
        id: row.id.as_str(),
        title: &row.title,
        date: row.date,
        source: row.source.as_deref(),
        state: state(chosen, row),
        tags: &row.counts.tags,
        mentions: row.counts.mentions,
        stances: row.counts.stances,
        notes: row.counts.notes,
    }
}

fn print_table(chosen: &Chosen, limit: usize, out: &mut Out) -> std::io::Result<()> {
    let number = |count: usize| Safe::new(&count.to_string());
    let cells = |row: &Row| {
        [
            Safe::new(row.id.as_str()),
            row.date.map_or_else(|| Safe::new("-"), |date| Safe::new(&date.to_string())),
            Safe::new(state(chosen, row)),
            number(row.counts.mentions),
            number(row.counts.stances),
            number(row.counts.notes),
            Safe::line(row.source.as_deref().unwrap_or("-")),
            Safe::line(&row.counts.tags.join(", ")),
            Safe::line(&row.title),
        ]
    };
    let rows: Vec<_> = chosen.rows().take(limit).map(|row| cells(&row)).collect();
    table::print(out, ["ID", "DATE", "STATE", "MENTIONS", "STANCES", "NOTES", "SOURCE", "TAGS", "TITLE"], &rows)
}
