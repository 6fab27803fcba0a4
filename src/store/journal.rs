//! Journals on disk: appended under a lock, synced before anyone is told, and what is damaged set aside in a named file.

use super::parts::sync_all;
use super::{Library, Progress, StoreError};
use crate::formats::config::{Edit, edit};
use crate::formats::journal::{parse, write};
use crate::model::{Act, ArticleId, Complaint};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Reads a journal; one that does not exist is empty, one that cannot be read is an error.
pub(super) fn read(path: &Path) -> Result<(Vec<Act>, Vec<Complaint>), StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), Vec::new())),
        Err(cause) => return Err(StoreError::of("read the journal", path)(cause)),
    };
    let parsed = parse(&bytes);
    let named =
        |complaint: Complaint| Complaint { what: format!("{}: {}", path.display(), complaint.what), ..complaint };
    Ok((parsed.acts, parsed.complaints.into_iter().map(named).collect()))
}

/// Journals that are synced at once; each is an open file.
const BATCH: usize = 128;

/// A journal to which something was added; its lock is held.
struct Written {
    file: File,
    /// Bytes that it had before.
    old: u64,
    path: PathBuf,
}

impl Written {
    /// What a failed write left behind must not stay in front of the next block. Should this fail too, the reader still
    /// tells the torn block by its missing sum.
    fn take_back(&self) {
        let _ = self.file.set_len(self.old);
    }
}

impl Library {
    /// Appends acts to the own journal of an article. When it returns, they are on the disk: the data is synced, and for a
    /// new file every folder up to the library as well.
    ///
    /// # Errors
    /// When anything failed; the journal is then as long as before, so that a retry writes whole blocks again.
    pub fn append(&self, id: &ArticleId, acts: &[Act]) -> Result<(), StoreError> {
        let written = self.write_blocks(id, acts)?;
        // Once for each journal and program, and still under the lock: a window that was killed between writing and this
        // may have left a name that is not on the disk yet.
        let Written { file, path, .. } = &written;
        let folder =
            || if self.is_synced(path) { Ok(()) } else { self.sync_folders(path.parent().unwrap_or(self.root())) };
        let synced = file.sync_all().map_err(StoreError::of("write", path)).and_then(|()| folder());
        synced.inspect_err(|_| written.take_back())?;
        self.note_synced(written.path);
        Ok(())
    }

    /// Appends acts to the own journals of many articles, with one sync for some of them at a time: it costs hardly more
    /// than that of one. `report` is told how far it is. When it returns, all are on the disk.
    ///
    /// # Errors
    /// When anything failed; the journals that were not yet synced are then as long as before.
    pub fn append_all(
        &self,
        all: &BTreeMap<ArticleId, Vec<Act>>,
        report: &mut dyn FnMut(Progress),
    ) -> Result<(), StoreError> {
        let mut done = 0;
        let mut rest = all.iter().peekable();
        while rest.peek().is_some() {
            let mut batch = Vec::new();
            let mut some = rest.by_ref().take(BATCH);
            let written = some.try_for_each(|(id, acts)| self.write_blocks(id, acts).map(|one| batch.push(one)));
            written.and_then(|()| sync_all(self.root())).inspect_err(|_| batch.iter().for_each(Written::take_back))?;
            done += batch.len();
            batch.into_iter().for_each(|one| self.note_synced(one.path));
            report(Progress { done, total: all.len() });
        }
        Ok(())
    }

    /// Writes acts behind the own journal of an article, which is locked as long as what is returned. They may not be on the
    /// disk yet.
    fn write_blocks(&self, id: &ArticleId, acts: &[Act]) -> Result<Written, StoreError> {
        let path = self.journal_path(self.annotator(), id);
        let folder = path.parent().unwrap_or(self.root());
        fs::create_dir_all(folder).map_err(StoreError::of("make the folder", folder))?;
        let mut file = open(&path).map_err(StoreError::of("open the journal", &path))?;
        file.lock().map_err(StoreError::of("lock", &path))?;
        let blocks: String = acts.iter().map(write).collect();
        let old = file.metadata().map_err(StoreError::of("read", &path))?.len();
        let added = add(&mut file, old, &blocks);
        let written = Written { file, old, path };
        added.map_err(|cause| {
            written.take_back();
            StoreError::of("write", &written.path)(cause)
        })?;
        Ok(written)
    }

    /// Syncs `folder` and every folder above it up to the library, so that new names survive a power cut.
    pub(super) fn sync_folders(&self, folder: &Path) -> Result<(), StoreError> {
        for above in folder.ancestors().take_while(|above| above.starts_with(self.root())) {
            File::open(above).and_then(|handle| handle.sync_all()).map_err(StoreError::of("sync", above))?;
        }
        Ok(())
    }

    /// Keeps acts, and changes of the configuration as comments behind them, that the library's disk refuses in a file of
    /// the system's temporary folder, and returns its path.
    ///
    /// # Errors
    /// When that disk refuses too.
    pub fn rescue(&self, acts: &[Act], edits: &[Edit]) -> Result<PathBuf, StoreError> {
        let mut blocks: String = acts.iter().map(write).collect();
        let changes = edit("", edits).unwrap_or_default();
        blocks.extend(changes.lines().map(|line| format!("# config.toml: {line}\n")));
        let folder = Path::new("the system's temporary folder");
        let file = tempfile::Builder::new().prefix("newsgloss-unsaved-").suffix(".toml").tempfile();
        let mut file = file.map_err(StoreError::of("write into", folder))?;
        let synced = file.write_all(blocks.as_bytes()).and_then(|()| file.as_file().sync_all());
        synced.map_err(StoreError::of("write", file.path()))?;
        let (_, path) = file.keep().map_err(|error| StoreError::of("keep", folder)(error.error))?;
        Ok(path)
    }

    /// Copies what is damaged in the own journal to a file beside it and returns that file's path, or nothing when there is
    /// no damage or it was set aside before. The journal itself is left as it is.
    ///
    /// # Errors
    /// When the journal cannot be read or the copy cannot be written.
    pub fn set_aside(&self, id: &ArticleId) -> Result<Option<PathBuf>, StoreError> {
        let path = self.journal_path(self.annotator(), id);
        if !path.exists() {
            return Ok(None);
        }
        let mut file = File::open(&path).map_err(StoreError::of("read the journal", &path))?;
        file.lock().map_err(StoreError::of("lock", &path))?; // no other window is in the middle of a block
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(StoreError::of("read the journal", &path))?;
        let damaged = parse(&bytes).damaged;
        if damaged.is_empty() {
            return Ok(None);
        }
        let lost: Vec<u8> = damaged.into_iter().flat_map(|range| bytes[range].iter().copied()).collect();
        let name: String = Sha256::digest(&lost).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let copy = PathBuf::from(format!("{}.damaged-{name}", path.display()));
        let written = OpenOptions::new().write(true).create_new(true).open(&copy).and_then(|mut file| {
            file.write_all(&lost)?;
            file.sync_all()
        });
        match written {
            Ok(()) => Ok(Some(copy)),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Ok(None),
            Err(cause) => Err(StoreError::of("write", &copy)(cause)),
        }
    }
}

/// Opens a file to which is only ever added.
pub(super) fn open(path: &Path) -> io::Result<File> {
    // A journal that is a link could lead to an article, which is never opened for writing.
    let no_link = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
    OpenOptions::new().read(true).append(true).create(true).custom_flags(no_link).open(path)
}

/// Adds lines to a file of `old` bytes and syncs them.
pub(super) fn write_and_sync(file: &mut File, old: u64, blocks: &str) -> io::Result<()> {
    add(file, old, blocks)?;
    file.sync_all()
}

/// Adds lines to a file of `old` bytes; what a crash has left half stays a line of its own.
fn add(file: &mut File, old: u64, blocks: &str) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(blocks.len() + 1);
    if old > 0 && last_byte(file, old)? != b'\n' {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(blocks.as_bytes());
    file.write_all(&bytes)
}

fn last_byte(file: &mut File, len: u64) -> io::Result<u8> {
    let mut byte = [0];
    file.seek(SeekFrom::Start(len - 1))?;
    file.read_exact(&mut byte)?;
    Ok(byte[0])
}
