//! Exports of the full-screen reader: article by article into a file that is written whole or not at all.

use crate::app::ExportJob;
use crate::formats::{Document, Tally, write_document, write_head};
use crate::model::Annotations;
use crate::store::{Library, write_whole};
use std::io;
use std::path::Path;

/// Exports, and says in one sentence what went out and what the format could not hold.
///
/// # Errors
/// One sentence; no file is then written.
pub(super) fn export(library: &Library, job: &ExportJob) -> Result<String, String> {
    let mut tally = Tally::default();
    let path = Path::new(job.path.trim());
    let written = write_whole(path, &mut |out| {
        out.write_all(write_head(job.format).as_bytes())?;
        for id in &job.articles {
            let loaded = library.load(id).map_err(io::Error::other)?;
            let article = &loaded.article;
            let annotations = Annotations::fold(&loaded.journals, &article.body, &article.hash);
            let document = Document { article, annotations: &annotations };
            out.write_all(write_document(job.format, &document, &mut tally).as_bytes())?;
        }
        Ok(())
    });
    written.map_err(|error| error.to_string())?;
    Ok(format!("{}: {}", path.display(), tally.sentence(job.format)))
}
