//! Zips: their files, within bounds that a small zip of a huge text does not pass.

use super::Source;
use std::io::{Cursor, Read};

/// Bytes that all files of a zip may have together.
const MOST: u64 = 1 << 30;
/// Files that a zip may have.
const FILES: usize = 200_000;

/// Returns the files of a zip, or one clause that says why there are none.
pub(super) fn unzip(source: &Source) -> Result<Vec<Source>, String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(&source.bytes)).map_err(|error| format!("it is no zip: {error}"))?;
    if zip.len() > FILES {
        return Err(format!("it has more than {FILES} files"));
    }
    let (mut out, mut left) = (Vec::new(), MOST);
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).map_err(|error| format!("file {} of the zip: {error}", at + 1))?;
        if file.is_dir() {
            continue;
        }
        let name = file.name().map(|name| name.into_owned()).map_err(|error| format!("a name in the zip: {error}"))?;
        let mut bytes = Vec::new();
        file.by_ref().take(left + 1).read_to_end(&mut bytes).map_err(|error| format!("{name} in the zip: {error}"))?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| format!("it unpacks to more than {MOST} bytes"))?;
        out.push(Source { name, bytes });
    }
    Ok(out)
}
