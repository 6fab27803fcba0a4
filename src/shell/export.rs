//! Exports, article by article, to what is written whole or not at all, or to wherever pieces go. The dialogue and the
//! command line share it.

use super::home::at_home;
use super::in_order::in_order;
use crate::app::ExportJob;
use crate::formats::{Document, Exporter, Files, Format, Loss, Piece};
use crate::model::{Annotations, Article, ArticleId, Codebook, Complaint, Registry};
use crate::store::{Library, Put, StoreError, is_folder, is_there, whole_path, write_folder, write_whole, write_zip};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Where losses go as they are met.
pub(super) type Lost<'a> = dyn FnMut(&Loss) -> io::Result<()> + 'a;

/// Is told how many articles are done, and says whether to go on.
pub(super) type GoesOn<'a> = dyn FnMut(usize) -> bool + 'a;

/// Goes over the articles from the first on, as often as a format asks for them.
pub(super) type Articles<'a> = dyn Fn() -> Box<dyn Iterator<Item = ArticleId> + Send + 'a> + 'a;

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
    /// One sentence for each part of a journal that could not be read.
    pub odd: Vec<String>,
}

impl<'a> Export<'a> {
    /// Begins an export of all annotators' work, or of one's.
    pub fn new(library: &'a Library, format: &'static Format, codebook: &Codebook, annotator: Option<&'a str>) -> Self {
        let (exporter, registry) = (format.begin(codebook), library.registry());
        Self { library, format, exporter, annotator, registry, left_out: Vec::new(), odd: Vec::new() }
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
        articles: &Articles<'_>,
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
        articles: &Articles<'_>,
        out: &mut dyn FnMut(Piece) -> io::Result<()>,
        lost: &mut Lost<'_>,
        goes_on: &mut GoesOn<'_>,
    ) -> io::Result<()> {
        let mut before = Some(self.exporter.head());
        while let Some(pieces) = before {
            pieces.into_iter().try_for_each(&mut *out)?;
            self.pass(articles, out, lost, goes_on)?;
            before = self.exporter.again();
        }
        self.exporter.end().into_iter().try_for_each(&mut *out)
    }

    /// Gives the format all articles once. They are read on all processors, and written in their order.
    fn pass(
        &mut self,
        articles: &Articles<'_>,
        out: &mut dyn FnMut(Piece) -> io::Result<()>,
        lost: &mut Lost<'_>,
        goes_on: &mut GoesOn<'_>,
    ) -> io::Result<()> {
        let annotators = match self.annotator {
            Some(name) => vec![Arc::from(name)],
            None => self.library.annotators().map_err(io::Error::other)?,
        };
        let (library, registry) = (self.library, &self.registry);
        let work = |id: ArticleId| (read(library, registry, &id, &annotators), id);
        let mut done = 0;
        in_order(&mut *articles(), &work, &mut |(read, id)| {
            if !goes_on(done) {
                return Err(io::Error::new(io::ErrorKind::Interrupted, "it was stopped"));
            }
            done += 1;
            match read {
                Ok((article, annotations, odd)) => {
                    let document = Document { article: &article, annotations: &annotations };
                    self.exporter.document(&document).into_iter().try_for_each(&mut *out)?;
                    if !self.exporter.has_counted() {
                        self.odd.extend(odd.into_iter().map(|complaint| complaint.what));
                    }
                }
                Err(_) if self.exporter.has_counted() => {}
                Err(error) => self.left_out.push(format!("{id} is left out: {error}")),
            }
            self.exporter.tally.take_losses().iter().try_for_each(&mut *lost)
        })
    }
}

type Read = (Article, Annotations, Vec<Complaint>);

fn read(library: &Library, registry: &Registry, id: &ArticleId, annotators: &[Arc<str>]) -> Result<Read, StoreError> {
    let (article, mut annotations, odd) = library.annotated(id, annotators)?;
    annotations.name(registry);
    Ok((article, annotations, odd))
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

/// Asks for the folder of a file before anything is read.
///
/// # Errors
/// One sentence.
pub(super) fn has_folder(path: &Path) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder.filter(|folder| !is_folder(folder)) {
        Some(folder) => Err(format!("There is no folder {}; make it, or write elsewhere.", folder.display())),
        None => Ok(()),
    }
}

/// Carries out the dialogue's export, and says in one sentence what went out.
///
/// # Errors
/// One sentence; no file is then written.
pub(super) fn export(library: &Library, job: &ExportJob, goes_on: &mut GoesOn<'_>) -> Result<String, String> {
    let path = &*at_home(job.path.trim());
    let mut export = Export::new(library, job.format, &job.codebook, None);
    refuse(library, path)?;
    has_folder(path)?;
    if is_there(path) {
        let what = if is_folder(path) { "is a folder" } else { "is there already" };
        return Err(format!("{} {what}; type another name.", path.display()));
    }
    export.write_path(&|| job.articles.ids(), path, &mut |_| Ok(()), goes_on).map_err(|error| error.to_string())?;
    let left_out: String = export.left_out.iter().map(|sentence| format!(" {sentence}")).collect();
    Ok(format!("{}: {}{left_out}", whole_path(path).display(), export.sentence()))
}
