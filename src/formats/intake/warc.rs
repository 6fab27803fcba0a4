//! WARC: pages as a crawler got them.

use super::{Kind, Piece, Task, detect, limits};
use std::io::{BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

/// Bytes of the header lines of a record or an answer.
const HEADERS: u64 = 64 * 1024;

pub(super) fn read(source: &mut dyn Read, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let mut source = BufReader::new(source);
    let mut number = 0;
    loop {
        number += 1;
        let place = format!("record {number}");
        let headers = match headers(&mut source) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(headers)) => headers,
            Err(why) => return task.skip(&place, why),
        };
        let length: Option<u64> = value(&headers, "content-length").and_then(|length| length.parse().ok());
        let Some(length) = length else { return task.skip(&place, "the record does not say how long it is") };
        let mut block = source.by_ref().take(length);
        let flow = record(&headers, &mut block, &place, task);
        // What was not read of this record stands before the next.
        if std::io::copy(&mut block, &mut std::io::sink()).is_err() || block.limit() > 0 {
            flow?;
            return task.skip(&place, "the record is cut off");
        }
        flow?;
    }
}

type Headers = Vec<(String, String)>;

/// Reads header lines up to an empty one; nothing where the source ends.
fn headers(source: &mut impl BufRead) -> Result<Option<Headers>, String> {
    let (mut found, mut read) = (Headers::new(), 0);
    loop {
        let mut line = Vec::new();
        let count = source.take(HEADERS).read_until(b'\n', &mut line).map_err(|error| limits::unread(&error))?;
        read += count as u64;
        if count == 0 {
            return if found.is_empty() { Ok(None) } else { Err("the record is cut off".to_owned()) };
        }
        if read > HEADERS {
            return Err("the headers of the record have no end".to_owned());
        }
        let line = String::from_utf8_lossy(&line);
        match (line.trim(), line.split_once(':')) {
            ("", _) if found.is_empty() => {}
            ("", _) => return Ok(Some(found)),
            (_, Some((name, value))) => found.push((name.trim().to_lowercase(), value.trim().to_owned())),
            (first, None) => found.push((String::new(), first.to_owned())),
        }
    }
}

fn value<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn record(headers: &Headers, block: &mut dyn Read, place: &str, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let url = value(headers, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
    let bytes = match value(headers, "warc-type") {
        Some("response") => match limits::whole(block, limits::RECORD).and_then(|bytes| answer(&bytes)) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return ControlFlow::Continue(()),
            Err(why) => return task.skip(place, why),
        },
        Some("resource" | "conversion") => match limits::whole(block, limits::RECORD) {
            Ok(bytes) => bytes,
            Err(why) => return task.skip(place, why),
        },
        _ => return ControlFlow::Continue(()),
    };
    page(bytes, url, place, task)
}

/// Takes what a server sent out of its answer; nothing where it is no page.
fn answer(bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let mut rest = Cursor::new(bytes);
    let Some(headers) = headers(&mut rest)? else { return Ok(None) };
    let status = headers.first().map_or("", |(_, line)| line.as_str());
    let good = status.split(' ').nth(1) == Some("200");
    let kind = value(&headers, "content-type").unwrap_or("text/html").to_lowercase();
    let page = ["html", "text/plain", "xml", "json", "pdf"].iter().any(|word| kind.contains(word));
    if !good || !page {
        return Ok(None);
    }
    let at = usize::try_from(rest.position()).unwrap_or(bytes.len());
    let mut body = bytes[at..].to_vec();
    if value(&headers, "transfer-encoding").is_some_and(|how| how.contains("chunked")) {
        body = unchunked(&body).unwrap_or(body);
    }
    if body.starts_with(b"\x1f\x8b") {
        body = limits::whole(&mut flate2::read::MultiGzDecoder::new(body.as_slice()), limits::of(&Kind::Html))?;
    }
    Ok(Some(body))
}

/// Joins chunks; nothing where there are none, since many crawlers joined them already.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), body);
    loop {
        let end = rest.windows(2).take(20).position(|two| two == b"\r\n")?;
        let size = str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(end + 2..end + 2 + size)?);
        rest = rest.get(end + 2 + size + 2..)?;
    }
}

/// Reads a page as if it were a file, and lets its articles know where they were published.
fn page(bytes: Vec<u8>, url: Option<String>, place: &str, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let name = url.as_deref().and_then(|url| url.split(['?', '#']).next()).unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default().to_owned();
    let head = &bytes[..bytes.len().min(super::HEAD)];
    if matches!(detect::kind(&name, head, true), Kind::Other(_) | Kind::Empty) {
        // A crawl holds much that is no article; that is no complaint.
        return task.give(place, Piece::Ignored);
    }
    let place = url.clone().unwrap_or_else(|| place.to_owned());
    let outer = super::joined(&task.place, &place);
    let mut how = task.how.clone();
    how.url.clone_from(&url);
    let give = &mut *task.give;
    let mut named = |below: &str, piece: Piece| {
        let piece = match piece {
            Piece::Article(mut item) => {
                item.meta.url = item.meta.url.take().or_else(|| url.clone());
                Piece::Article(item)
            }
            other => other,
        };
        give(&super::joined(&outer, below), piece)
    };
    let mut inner = Task {
        how: &how,
        give: &mut named,
        place: String::new(),
        depth: task.depth + 1,
        left: task.left,
        any_text: true,
    };
    if inner.depth > super::DEPTH {
        inner.skip("", "it lies in too many archives")
    } else {
        inner.inner(&name, &mut Cursor::new(bytes), false)
    }
}
