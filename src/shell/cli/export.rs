//! `export`: the annotations of the articles that answer a query, streamed article by article.

use super::arguments::ExportArguments;
use super::choose::{Chosen, choose, query};
use super::failure::Failure;
use super::output::{Out, say};
use super::place::Place;
use crate::formats::{Document, Format, Tally, write_document, write_head};
use crate::model::{Annotations, ArticleId};
use crate::store::{Library, Loaded, StoreError, write_whole};
use std::io;

/// An export on its way.
struct Export<'a> {
    library: &'a Library,
    format: Format,
    annotator: Option<&'a str>,
    tally: Tally,
    clean: bool,
}

/// Writes the export to a file or to stdout, and says what went out.
pub fn run(place: &Place, wanted: &ExportArguments, out: &mut Out) -> Result<bool, Failure> {
    let (filter, _) = query(&wanted.query)?;
    let library = &place.library;
    known_annotator(library, wanted.annotator.as_deref())?;
    if let Some(path) = wanted.output.as_deref().filter(|path| library.holds(path)) {
        let path = path.display();
        return Err(Failure::Wrong(format!("{path} lies among the articles or journals; write the export elsewhere.")));
    }
    let chosen = choose(place, filter);
    let annotator = wanted.annotator.as_deref();
    let mut export = Export { library, format: wanted.format, annotator, tally: Tally::default(), clean: chosen.clean };
    match &wanted.output {
        Some(path) => {
            write_whole(path, &mut |file| export.write(&chosen, &mut |piece| file.write_all(piece.as_bytes())))?
        }
        None => export.write(&chosen, &mut |piece| out.exported(piece))?,
    }
    out.finish()?;
    say(&export.tally.sentence(export.format));
    Ok(export.clean)
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

impl Export<'_> {
    fn write(&mut self, chosen: &Chosen, out: &mut dyn FnMut(&str) -> io::Result<()>) -> io::Result<()> {
        out(&write_head(self.format))?;
        for row in chosen.rows() {
            match self.piece(&row.id) {
                Ok(piece) => out(&piece)?,
                Err(error) => {
                    self.clean = false;
                    say(&format!("{} is left out: {error}", row.id));
                }
            }
        }
        Ok(())
    }

    fn piece(&mut self, id: &ArticleId) -> Result<String, StoreError> {
        let Loaded { article, mut journals, .. } = self.library.load(id)?;
        journals.retain(|journal| self.annotator.is_none_or(|annotator| *journal.annotator == *annotator));
        let annotations = Annotations::fold(&journals, &article.body, &article.hash);
        let document = Document { article: &article, annotations: &annotations };
        Ok(write_document(self.format, &document, &mut self.tally))
    }
}
