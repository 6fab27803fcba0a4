//! `export`: the annotations of the articles that answer a query, streamed article by article.

use super::super::export::{Articles, Export, Lost, has_folder, refuse};
use super::arguments::ExportArguments;
use super::choose::{choose_names, query};
use super::failure::Failure;
use super::json::Array;
use super::output::{Out, say};
use super::place::Place;
use crate::formats::{Files, Piece};
use crate::store::{Library, write_whole};
use std::io::Write;

/// Writes the export to a path or to stdout, and says what went out.
pub fn run(place: &Place, wanted: &ExportArguments, out: &mut Out) -> Result<bool, Failure> {
    let query = query(&wanted.query)?;
    let library = &place.library;
    known_annotator(library, wanted.annotator.as_deref())?;
    let mut named = wanted.output.iter().chain(&wanted.losses);
    named.clone().try_for_each(|path| refuse(library, path)).map_err(Failure::Wrong)?;
    named.try_for_each(|path| has_folder(path)).map_err(Failure::Failed)?;
    fits_stdout(wanted, out)?;
    let chosen = choose_names(place, query);
    let articles: &Articles<'_> = &|| Box::new(chosen.ids());
    let annotator = wanted.annotator.as_deref();
    let mut export = Export::new(library, wanted.format, &place.settings.config.codebook, annotator);
    let Some(losses) = &wanted.losses else {
        write(&mut export, articles, wanted, out, &mut |_| Ok(()))?;
        return said(&export, chosen.clean, out);
    };
    let mut failed = None;
    let written = write_whole(losses, &mut |file| {
        let (mut array, mut file) = (Array::default(), file as &mut dyn Write);
        let result = write(&mut export, articles, wanted, out, &mut |loss| array.push(&mut file, loss));
        array.end(&mut file)?;
        result.map_err(|failure| {
            failed = Some(failure);
            std::io::Error::other("the export failed")
        })
    });
    failed.map_or(Ok(()), Err)?;
    written?;
    said(&export, chosen.clean, out)
}

fn write(
    export: &mut Export<'_>,
    articles: &Articles<'_>,
    wanted: &ExportArguments,
    out: &mut Out,
    lost: &mut Lost<'_>,
) -> Result<(), Failure> {
    if let Some(path) = &wanted.output {
        return Ok(export.write_path(articles, path, lost, &mut |_| true)?);
    }
    let binary = wanted.format.files == Files::Binary;
    let mut print = |piece: Piece| match piece {
        Piece::More(bytes) if binary => out.data().write_all(&bytes),
        Piece::More(bytes) => out.exported(&String::from_utf8_lossy(&bytes)),
        Piece::File(..) => Ok(()),
    };
    export.write(articles, &mut print, lost, &mut |_| true)?;
    Ok(out.finish()?)
}

fn said(export: &Export<'_>, clean: bool, out: &mut Out) -> Result<bool, Failure> {
    out.finish()?;
    export.left_out.iter().chain(&export.odd).for_each(|sentence| say(sentence));
    say(&export.sentence());
    Ok(clean && export.left_out.is_empty())
}

/// Refuses stdout for what is several files, and a terminal for what is no text.
fn fits_stdout(wanted: &ExportArguments, out: &Out) -> Result<(), Failure> {
    let fits = match wanted.format.files {
        Files::Text => true,
        Files::Binary => out.width.is_none(),
        Files::Several | Files::Zip => false,
    };
    if fits || wanted.output.is_some() {
        return Ok(());
    }
    let name = wanted.format.name;
    Err(Failure::Wrong(format!("{name} does not fit on stdout; say where to write it with --output PATH.")))
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
