//! Exports, article by article, to a file that is written whole or not at all, or to wherever pieces go. The dialogue and
//! the command line share it.

use crate::app::ExportJob;
use crate::formats::{Document, Format, Tally, write_document, write_head};
use crate::model::{Annotations, ArticleId, Registry};
use crate::store::{Library, Loaded, StoreError, is_there, whole_path, write_whole};
use std::io;
use std::path::Path;

/// An export on its way.
pub(super) struct Export<'a> {
    library: &'a Library,
    format: Format,
    annotator: Option<&'a str>,
    /// Gives entities their canonical names.
    registry: Registry,
    tally: Tally,
    /// One sentence for each article that could not be read.
    pub left_out: Vec<String>,
}

impl<'a> Export<'a> {
    /// Begins an export of all annotators' work, or of one's.
    pub fn new(library: &'a Library, format: Format, annotator: Option<&'a str>) -> Self {
        Self { library, format, annotator, registry: library.registry(), tally: Tally::default(), left_out: Vec::new() }
    }

    /// Says what went out and what the format could not hold.
    pub fn sentence(&self) -> String {
        self.tally.sentence(self.format)
    }

    /// Writes to a file.
    ///
    /// # Errors
    /// When it cannot be written; no file is then there.
    pub fn write_file(&mut self, articles: &mut dyn Iterator<Item = ArticleId>, path: &Path) -> Result<(), StoreError> {
        write_whole(path, &mut |file| self.write(articles, &mut |piece| file.write_all(piece.as_bytes())))
    }

    /// Writes piece by piece.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(
        &mut self,
        articles: &mut dyn Iterator<Item = ArticleId>,
        out: &mut dyn FnMut(&str) -> io::Result<()>,
    ) -> io::Result<()> {
        out(&write_head(self.format))?;
        for id in articles {
            match self.piece(&id) {
                Ok(piece) => out(&piece)?,
                Err(error) => self.left_out.push(format!("{id} is left out: {error}")),
            }
        }
        Ok(())
    }

    fn piece(&mut self, id: &ArticleId) -> Result<String, StoreError> {
        let Loaded { article, mut journals, .. } = self.library.load(id)?;
        journals.retain(|journal| self.annotator.is_none_or(|annotator| *journal.annotator == *annotator));
        let mut annotations = Annotations::fold(&journals, &article.body, &article.hash);
        annotations.name(&self.registry);
        let document = Document { article: &article, annotations: &annotations };
        Ok(write_document(self.format, &document, &mut self.tally))
    }
}

/// Refuses a file among the articles or journals: an export must never overwrite them.
///
/// # Errors
/// One sentence.
pub(super) fn refuse(library: &Library, path: &Path) -> Result<(), String> {
    if library.holds(path) {
        return Err(format!("{} lies among the articles or journals; write the export elsewhere.", path.display()));
    }
    Ok(())
}

/// Carries out the dialogue's export, and says in one sentence what went out.
///
/// # Errors
/// One sentence; no file is then written.
pub(super) fn export(library: &Library, job: &ExportJob) -> Result<String, String> {
    let path = Path::new(job.path.trim());
    let mut export = Export::new(library, job.format, None);
    refuse(library, path)?;
    if is_there(path) {
        return Err(format!("{} is there already; type another name.", path.display()));
    }
    export.write_file(&mut job.articles.ids(), path).map_err(|error| error.to_string())?;
    let left_out: String = export.left_out.iter().map(|sentence| format!(" {sentence}")).collect();
    Ok(format!("{}: {}{left_out}", whole_path(path).display(), export.sentence()))
}
