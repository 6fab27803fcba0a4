//! Several files that are written together, whole or not at all: a folder, or a zip.

use super::{StoreError, write_whole};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Takes one file after the other: its path, with `/` between folders, and its bytes. What comes for the same path as before
/// goes on in that file.
pub type Put<'a> = dyn FnMut(&str, &[u8]) -> io::Result<()> + 'a;

/// Fills a container by putting files into it.
pub type Fill<'a> = dyn FnMut(&mut Put<'_>) -> io::Result<()> + 'a;

/// Writes a folder under a temporary name beside it and renames it into place.
///
/// # Errors
/// When any step fails, or something that is not an empty folder is there; nothing is then left behind.
pub fn write_folder(path: &Path, fill: &mut Fill<'_>) -> Result<(), StoreError> {
    let beside = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let prefix = format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy());
    let made = tempfile::Builder::new().prefix(&prefix).suffix(".part").tempdir_in(beside);
    let folder = made.map_err(StoreError::of("write into", beside))?;
    let mut open = None;
    fill(&mut |name, bytes| put(folder.path(), &mut open, name, bytes)).map_err(StoreError::of("write", path))?;
    open_to_all(folder.path()).map_err(StoreError::of("write", path))?;
    sync_all(folder.path()).map_err(StoreError::of("sync", path))?;
    fs::rename(folder.path(), path).map_err(StoreError::of("write", path))?;
    let _ = folder.keep(); // it has its own name now, so there is nothing to clear away
    File::open(beside).and_then(|handle| handle.sync_all()).map_err(StoreError::of("sync", beside))
}

/// A temporary folder is its owner's alone; what it becomes is read by others as the folder around it is.
fn open_to_all(folder: &Path) -> io::Result<()> {
    let around = folder.parent().unwrap_or(folder).metadata()?.permissions();
    fs::set_permissions(folder, around)
}

/// Puts bytes into the file that is `open`, or into a new one where the name is another.
fn put(folder: &Path, open: &mut Option<(String, File)>, name: &str, bytes: &[u8]) -> io::Result<()> {
    if let Some((_, file)) = open.as_mut().filter(|(last, _)| last == name) {
        return file.write_all(bytes);
    }
    let path = folder.join(inside(name)?);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    let (_, file) = open.insert((name.to_owned(), File::create_new(&path)?));
    file.write_all(bytes)
}

/// Syncs all files of a folder's disk at once: one by one takes minutes where there are a hundred thousand.
pub(super) fn sync_all(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Returns a name as a path that cannot lead out of its folder.
fn inside(name: &str) -> io::Result<&Path> {
    let path = Path::new(name);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    let refused = || io::Error::new(io::ErrorKind::InvalidInput, format!("{name} is no name of a file in a folder"));
    (plain && !name.is_empty()).then_some(path).ok_or_else(refused)
}

/// Writes a zip of the files.
///
/// # Errors
/// When any step fails; an older file of that name is then untouched.
pub fn write_zip(path: &Path, fill: &mut Fill<'_>) -> Result<(), StoreError> {
    write_whole(path, &mut |out| {
        let (mut zip, mut open) = (ZipWriter::new_stream(out), String::new());
        fill(&mut |name, bytes| {
            inside(name)?;
            if open != name {
                zip.start_file(name, SimpleFileOptions::default())?;
                name.clone_into(&mut open);
            }
            zip.write_all(bytes)
        })?;
        zip.finish()?;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::{write_folder, write_zip};
    use std::io;

    #[test]
    fn a_folder_is_there_whole_or_not_at_all() {
        let around = tempfile::tempdir().unwrap();
        let path = around.path().join("out");
        let failing = write_folder(&path, &mut |put| {
            put("a/b.txt", b"x")?;
            Err(io::Error::other("no more"))
        });
        assert!(failing.unwrap_err().to_string().contains("no more"));
        assert!(write_folder(&path, &mut |put| put("../c", b"x")).is_err());
        assert_eq!(std::fs::read_dir(around.path()).unwrap().count(), 0, "nothing is left behind");
        write_folder(&path, &mut |put| {
            ["x", "z"].iter().try_for_each(|part| put("a/b.txt", part.as_bytes())).and_then(|()| put("c", b"y"))
        })
        .unwrap();
        assert_eq!(std::fs::read(path.join("a/b.txt")).unwrap(), b"xz");
        assert!(write_folder(&path, &mut |put| put("c", b"z")).is_err(), "what is there is never overwritten");
        assert_eq!(std::fs::read(path.join("c")).unwrap(), b"y");
    }

    #[test]
    fn a_zip_holds_its_files() {
        let around = tempfile::tempdir().unwrap();
        let path = around.path().join("out.zip");
        write_zip(&path, &mut |put| ["习", "近平"].iter().try_for_each(|part| put("a/习.txt", part.as_bytes())))
            .unwrap();
        let mut zip = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
        assert_eq!(io::read_to_string(zip.by_name("a/习.txt").unwrap()).unwrap(), "习近平");
        assert!(write_zip(&path, &mut |put| put("/etc/x", b"")).is_err());
    }
}
