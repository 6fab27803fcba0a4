//! Tables: comma, semicolon, tab or bar between columns, the first line names them.

use super::columns::{Map, SAMPLE};
use super::{Piece, Task, limits};
use crate::formats::decode::{decode, encoding_of};
use csv::ByteRecord;
use std::cell::Cell;
use std::io::{Cursor, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

/// Ends a row that has no end, such as one after a quote that is never closed.
struct Rows<'a> {
    inner: &'a mut dyn Read,
    since_row: Rc<Cell<u64>>,
}

impl Read for Rows<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.since_row.get() > limits::RECORD {
            return Err(std::io::Error::other("a row has no end; look for a quote that is not closed"));
        }
        let read = self.inner.read(buffer)?;
        self.since_row.set(self.since_row.get() + read as u64);
        Ok(read)
    }
}

pub(super) fn read(source: &mut dyn Read, mark: u8, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let head = match limits::head(source) {
        Ok(head) => head,
        Err(why) => return task.skip("", why),
    };
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        // UTF-16, as spreadsheets write it: every second byte may be a NUL.
        return match limits::whole(&mut head.as_slice().chain(source), limits::of(&super::Kind::Feed)) {
            Ok(bytes) => rows(&mut Cursor::new(decode(&bytes).0), encoding_rs::UTF_8, mark, task),
            Err(why) => task.skip("", why),
        };
    }
    let encoding = encoding_of(&head);
    rows(&mut head.as_slice().chain(source), encoding, mark, task)
}

fn rows(
    source: &mut dyn Read,
    encoding: &'static encoding_rs::Encoding,
    mark: u8,
    task: &mut Task<'_, '_>,
) -> ControlFlow<()> {
    let since_row = Rc::new(Cell::new(0));
    let bounded = Rows { inner: source, since_row: since_row.clone() };
    let mut reader = csv::ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(bounded);
    let values = |row: &ByteRecord| row.iter().map(|value| words(value, encoding)).collect::<Vec<String>>();
    let names = match reader.byte_headers() {
        Ok(names) => values(names),
        Err(error) => return task.skip("", broken(&error)),
    };
    let mut early = Vec::new();
    let mut row = ByteRecord::new();
    let mut ended = None;
    while early.len() < SAMPLE && ended.is_none() {
        since_row.set(0);
        match reader.read_byte_record(&mut row) {
            Ok(true) => early.push(row.clone()),
            Ok(false) => ended = Some(None),
            Err(error) => ended = Some(Some(broken(&error))),
        }
    }
    let sample: Vec<Vec<String>> = early.iter().map(values).collect();
    let map = match task.how.columns.decide(&names, &sample) {
        Ok(map) => map,
        Err(why) => return task.skip("", ended.flatten().unwrap_or(why)),
    };
    task.give("", Piece::Said(format!("read with the columns {map}; --columns changes that")))?;
    for row in &early {
        article(row, &values(row), &names, &map, task)?;
    }
    while ended.is_none() {
        since_row.set(0);
        match reader.read_byte_record(&mut row) {
            Ok(true) => article(&row, &values(&row), &names, &map, task)?,
            Ok(false) => ended = Some(None),
            Err(error) => ended = Some(Some(broken(&error))),
        }
    }
    ended.flatten().map_or(ControlFlow::Continue(()), |why| task.skip("", why))
}

fn article(
    row: &ByteRecord,
    values: &[String],
    names: &[String],
    map: &Map,
    task: &mut Task<'_, '_>,
) -> ControlFlow<()> {
    let place = row.position().map_or_else(String::new, |at| format!("line {}", at.line()));
    let get = |name: &str| values.get(names.iter().position(|known| known == name)?).cloned();
    let original = task.how.originals.then(|| {
        let pairs = names.iter().zip(values).map(|(name, value)| (name.clone(), value.clone().into()));
        serde_json::Value::Object(pairs.collect()).to_string().into_bytes()
    });
    match map.item(get, original) {
        Ok((item, said)) => {
            said.into_iter().try_for_each(|what| task.give(&place, Piece::Said(what)))?;
            task.article(&place, item)
        }
        Err(why) => task.skip(&place, why),
    }
}

fn words(value: &[u8], encoding: &'static encoding_rs::Encoding) -> String {
    match str::from_utf8(value) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding.decode_without_bom_handling(value).0.into_owned(),
    }
}

fn broken(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => format!("the table is broken: {error}"),
    }
}
