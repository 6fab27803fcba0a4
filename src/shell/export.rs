//! Exports, article by article, to what is written whole or not at all, or to wherever pieces go. The dialogue and the
//! command line share it.

use crate::app::ExportJob;
use crate::formats::{Document, Exporter, Files, Format, Loss, Piece};
use crate::model::{Annotations, ArticleId, Codebook, Registry};
use crate::store::{Library, Loaded, Put, StoreError, is_there, whole_path, write_folder, write_whole, write_zip};
use std::io;
use std::path::Path;

/// Where losses go as they are met.
pub(super) type Lost<'a> = dyn FnMut(&Loss) -> io::Result<()> + 'a;

/// Is told how many articles are done, and says whether to go on.
pub(super) type GoesOn<'a> = dyn FnMut(usize) -> bool + 'a;

/// An export on its way.
pub(super) struct Export<'a> {
    library: &'a Library,
    format: &'static Format,
    exporter: Exporter,
    annotator: Option<&'a str>,
    /// Gives entities their canonical names.
    registry: Registry,
    /// One sentence for each article that could not be read.
    pub left_out: Vec<String>,
}

impl<'a> Export<'a> {
    /// Begins an export of all annotators' work, or of one's.
    pub fn new(library: &'a Library, format: &'static Format, codebook: &Codebook, annotator: Option<&'a str>) -> Self {
        let (exporter, registry) = (format.begin(codebook), library.registry());
        Self { library, format, exporter, annotator, registry, left_out: Vec::new() }
    }

    /// Says what went out and what the format could not hold.
    pub fn sentence(&self) -> String {
        self.exporter.sentence()
    }

    /// Writes to a file, or to a folder or a zip where the format is made of several.
    ///
    /// # Errors
    /// When it cannot be written; nothing is then there.
    pub fn write_path(
        &mut self,
        articles: &mut dyn Iterator<Item = ArticleId>,
        path: &Path,
        lost: &mut Lost<'_>,
        goes_on: &mut GoesOn<'_>,
    ) -> Result<(), StoreError> {
        let files = self.format.files;
        let zipped = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        let mut fill = |put: &mut Put<'_>| self.write(articles, &mut |piece| put_piece(put, piece), lost, goes_on);
        match files {
            Files::Several if !zipped => write_folder(path, &mut fill),
            Files::Several | Files::Zip => write_zip(path, &mut fill),
            Files::Text | Files::Binary => write_whole(path, &mut |file| fill(&mut |_, bytes| file.write_all(bytes))),
        }
    }

    /// Writes piece by piece.
    ///
    /// # Errors
    /// When `out` or `lost` fails, or it does not go on.
    pub fn write(
        &mut self,
        articles: &mut dyn Iterator<Item = ArticleId>,
        out: &mut dyn FnMut(Piece) -> io::Result<()>,
        lost: &mut Lost<'_>,
        goes_on: &mut GoesOn<'_>,
    ) -> io::Result<()> {
        self.exporter.head().into_iter().try_for_each(&mut *out)?;
        for (done, id) in articles.enumerate() {
            if !goes_on(done) {
                return Err(io::Error::new(io::ErrorKind::Interrupted, "it was stopped"));
            }
            match self.pieces(&id) {
                Ok(pieces) => pieces.into_iter().try_for_each(&mut *out)?,
                Err(error) => self.left_out.push(format!("{id} is left out: {error}")),
            }
            self.exporter.tally.take_losses().iter().try_for_each(&mut *lost)?;
        }
        self.exporter.end().into_iter().try_for_each(&mut *out)
    }

    fn pieces(&mut self, id: &ArticleId) -> Result<Vec<Piece>, StoreError> {
        let Loaded { article, mut journals, .. } = self.library.load(id)?;
        journals.retain(|journal| self.annotator.is_none_or(|annotator| *journal.annotator == *annotator));
        let mut annotations = Annotations::fold(&journals, &article.body, &article.hash);
        annotations.name(&self.registry);
        Ok(self.exporter.document(&Document { article: &article, annotations: &annotations }))
    }
}

/// Puts a piece; that of a format of one file has no name.
fn put_piece(put: &mut Put<'_>, piece: Piece) -> io::Result<()> {
    match piece {
        Piece::More(bytes) => put("", &bytes),
        Piece::File(name, bytes) => put(&name, &bytes),
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
pub(super) fn export(library: &Library, job: &ExportJob, goes_on: &mut GoesOn<'_>) -> Result<String, String> {
    let path = Path::new(job.path.trim());
    let mut export = Export::new(library, job.format, &job.codebook, None);
    refuse(library, path)?;
    if is_there(path) {
        return Err(format!("{} is there already; type another name.", path.display()));
    }
    export.write_path(&mut job.articles.ids(), path, &mut |_| Ok(()), goes_on).map_err(|error| error.to_string())?;
    let left_out: String = export.left_out.iter().map(|sentence| format!(" {sentence}")).collect();
    Ok(format!("{}: {}{left_out}", whole_path(path).display(), export.sentence()))
}
