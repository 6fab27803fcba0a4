//! `export`: the annotations of the articles that answer a query, streamed article by article.

use super::super::export::{Export, refuse};
use super::arguments::ExportArguments;
use super::choose::{choose, query};
use super::failure::Failure;
use super::output::{Out, say};
use super::place::Place;
use crate::store::Library;

/// Writes the export to a file or to stdout, and says what went out.
pub fn run(place: &Place, wanted: &ExportArguments, out: &mut Out) -> Result<bool, Failure> {
    let query = query(&wanted.query)?;
    let library = &place.library;
    known_annotator(library, wanted.annotator.as_deref())?;
    wanted.output.as_deref().map_or(Ok(()), |path| refuse(library, path)).map_err(Failure::Wrong)?;
    let chosen = choose(place, query);
    let mut articles = chosen.rows().map(|row| row.id);
    let mut export = Export::new(library, wanted.format, wanted.annotator.as_deref());
    match &wanted.output {
        Some(path) => export.write_file(&mut articles, path)?,
        None => export.write(&mut articles, &mut |piece| out.exported(piece))?,
    }
    out.finish()?;
    export.left_out.iter().for_each(|sentence| say(sentence));
    say(&export.sentence());
    Ok(chosen.clean && export.left_out.is_empty())
}

fn known_annotator(library: &Library, wanted: Option<&str>) -> Result<(), Failure> {
    let Some(wanted) = wanted.filter(|wanted| **library.annotator() != **wanted) else { return Ok(()) };
    let names = library.other_annotators()?;
    if names.iter().any(|name| **name == *wanted) {
        return Ok(());
    }
    let names: Vec<&str> = names.iter().map(|name| &**name).chain([&**library.annotator()]).collect();
    Err(Failure::Wrong(format!("There is no annotator {wanted}; there are {}.", names.join(", "))))
}
