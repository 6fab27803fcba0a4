//! What is to be taken in: files and folders that a user names. Links in folders are not followed, and nothing but plain files
//! is opened, so that no walk and no read is without an end.

use super::Library;
use std::ffi::OsStr;
use std::fs::{self, File, FileType};
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// A file to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Whether the user named it, and not a folder around it.
    pub named: bool,
}

/// What a walk meets: a file, or something that is left out and why.
pub type Met = Result<Source, (PathBuf, String)>;

/// A walk through files and folders, in the order of their names.
pub struct Sources {
    walk: walkdir::IntoIter,
    /// Folders of the library itself.
    own: Vec<PathBuf>,
}

impl Source {
    /// Opens the file.
    ///
    /// # Errors
    /// A sentence, where it cannot be opened or is no plain file.
    pub fn open(&self) -> Result<File, String> {
        let meta = fs::metadata(&self.path).map_err(|error| plain(&error))?;
        if let Some(why) = unfit(meta.file_type()) {
            return Err(why.to_owned());
        }
        File::open(&self.path).map_err(|error| plain(&error))
    }

    /// Returns the name of the file, for its ending.
    #[must_use]
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}

impl Library {
    /// Walks through what a user named. What lies in the library already is left out.
    #[must_use]
    pub fn sources(&self, path: &Path) -> Sources {
        let own = [self.articles(), self.annotations(), self.derived(), self.root().join("originals")];
        // A link that the user names is followed; one inside a folder is not.
        let start = if path.is_symlink() { path.canonicalize().unwrap_or(path.to_owned()) } else { path.to_owned() };
        Sources {
            walk: walkdir::WalkDir::new(start).sort_by_file_name().into_iter(),
            own: own.iter().filter_map(|folder| folder.canonicalize().ok()).collect(),
        }
    }
}

impl Iterator for Sources {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        loop {
            let entry = match self.walk.next()? {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().map(Path::to_owned).unwrap_or_default();
                    return Some(Err((path, error.io_error().map_or_else(|| error.to_string(), plain))));
                }
            };
            let (path, named, kind) = (entry.path().to_owned(), entry.depth() == 0, entry.file_type());
            let hidden = !named && entry.file_name().as_encoded_bytes().starts_with(b".");
            if kind.is_dir() {
                if hidden || self.is_own(&path) || is_beside_a_page(&path) {
                    self.walk.skip_current_dir();
                    if named {
                        return Some(Err((path, "it lies in the library already".to_owned())));
                    }
                }
                continue;
            }
            if hidden {
                continue;
            }
            if kind.is_symlink() {
                return Some(Err((path, "it is a link; add what it leads to".to_owned())));
            }
            if named && self.is_own(&path) {
                return Some(Err((path, "it lies in the library already".to_owned())));
            }
            return Some(match unfit(kind) {
                Some(why) => Err((path, why.to_owned())),
                None => Ok(Source { path, named }),
            });
        }
    }
}

impl Sources {
    fn is_own(&self, path: &Path) -> bool {
        !self.own.is_empty() && path.canonicalize().is_ok_and(|path| self.own.iter().any(|own| path.starts_with(own)))
    }
}

fn unfit(kind: FileType) -> Option<&'static str> {
    if kind.is_fifo() {
        Some("it is a FIFO; read it with: newsgloss add - < FIFO")
    } else if kind.is_char_device() || kind.is_block_device() {
        Some("it is a device, not a file")
    } else if kind.is_socket() {
        Some("it is a socket, not a file")
    } else if kind.is_dir() {
        Some("it is a folder")
    } else {
        None
    }
}

/// A browser that saves `page.html` puts its pictures and scripts into `page_files`.
fn is_beside_a_page(folder: &Path) -> bool {
    let name = folder.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let stem =
        ["_files", "-Dateien", "_fichiers", "_archivos", "_bestanden"].iter().find_map(|end| name.strip_suffix(end));
    stem.is_some_and(|stem| {
        ["html", "htm"].iter().any(|ending| folder.with_file_name(format!("{stem}.{ending}")).exists())
    })
}

fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "this user may not read it; check who owns it".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}
