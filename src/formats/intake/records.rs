//! JSON: an object a line, objects one after the other, or an array of them.

use super::columns::{Columns, Map, SAMPLE};
use super::{Piece, Task, limits};
use crate::formats::decode::decode;
use serde_json::{Map as Object, Value};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;

/// Bytes of one object; in memory it can take some ten times as much.
const OBJECT: usize = 4 * 1024 * 1024;

/// The objects of a source, each with the line where it begins.
struct Objects<'a> {
    source: BufReader<&'a mut dyn Read>,
    line: usize,
    /// Whether each line is an object: then a broken one is no end.
    by_line: Option<bool>,
}

/// One object as bytes, or why there is none.
type Found = (usize, Result<Vec<u8>, String>);

impl Objects<'_> {
    fn next(&mut self) -> Option<Found> {
        if self.by_line == Some(true) { self.next_line() } else { self.next_object() }
    }

    fn next_line(&mut self) -> Option<Found> {
        loop {
            let mut bytes = Vec::new();
            let limit = OBJECT as u64 + 1;
            let read = self.source.by_ref().take(limit).read_until(b'\n', &mut bytes);
            self.line += 1;
            match read {
                Err(error) => return Some((self.line, Err(limits::unread(&error)))),
                Ok(0) => return None,
                Ok(_) if bytes.len() > OBJECT => {
                    let _ = self.source.skip_until(b'\n');
                    return Some((self.line, Err("the line is longer than 4 MiB".to_owned())));
                }
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => return Some((self.line, Ok(bytes))),
            }
        }
    }

    /// Takes bytes from an opening brace to the closing one. What stands between objects is not looked at.
    fn next_object(&mut self) -> Option<Found> {
        let (mut bytes, mut depth, mut quoted, mut escaped, mut begun) = (Vec::new(), 0_usize, false, false, 0);
        loop {
            let byte = match self.byte() {
                Ok(Some(byte)) => byte,
                Ok(None) if depth == 0 => return None,
                Ok(None) => return Some((begun, Err("the object is cut off".to_owned()))),
                Err(error) => return Some((self.line + 1, Err(limits::unread(&error)))),
            };
            self.line += usize::from(byte == b'\n');
            if depth == 0 && byte != b'{' {
                continue;
            }
            if bytes.is_empty() {
                begun = self.line + 1;
            }
            bytes.push(byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'{' if !quoted => depth += 1,
                b'}' if !quoted => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some((begun, Ok(bytes)));
            }
            if bytes.len() > OBJECT {
                return Some((begun, Err("the object is larger than 4 MiB".to_owned())));
            }
        }
    }

    fn byte(&mut self) -> std::io::Result<Option<u8>> {
        let byte = self.source.fill_buf()?.first().copied();
        self.source.consume(usize::from(byte.is_some()));
        Ok(byte)
    }
}

pub(super) fn read(source: &mut dyn Read, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let head = match limits::head(source) {
        Ok(head) => head,
        Err(why) => return task.skip("", why),
    };
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let by_line = head.len() > first.len() && serde_json::from_slice::<Object<String, Value>>(first).is_ok();
    let mut chained = head.as_slice().chain(source);
    let mut objects = Objects { source: BufReader::new(&mut chained), line: 0, by_line: Some(by_line) };
    let mut early = Vec::new();
    while early.len() < SAMPLE
        && let Some(found) = objects.next()
    {
        early.push(parsed(found));
    }
    let map = match guessed(&early, &task.how.columns) {
        Ok(map) => map,
        Err(why) => return task.skip("", why),
    };
    task.give("", Piece::Said(format!("read with the columns {map}; --columns changes that")))?;
    for (line, object) in early {
        article(line, object, &map, task)?;
    }
    while let Some(found) = objects.next() {
        let (line, object) = parsed(found);
        article(line, object, &map, task)?;
    }
    ControlFlow::Continue(())
}

type AsObject = Result<(Object<String, Value>, Vec<u8>), String>;
type Parsed = (usize, AsObject);

fn parsed((line, found): Found) -> Parsed {
    let object = found.and_then(|bytes| {
        // Bytes that are no UTF-8 are another encoding, as in any text.
        let text = decode(&bytes).0;
        match serde_json::from_str(&text) {
            Ok(object) => Ok((object, bytes)),
            Err(error) => Err(format!("it is no JSON object ({error})")),
        }
    });
    (line, object)
}

fn guessed(early: &[Parsed], columns: &Columns) -> Result<Map, String> {
    let objects: Vec<_> = early.iter().filter_map(|(_, object)| Some(&object.as_ref().ok()?.0)).collect();
    let mut names: Vec<String> = Vec::new();
    for object in &objects {
        for (key, value) in *object {
            let below = value.as_object().into_iter().flatten().map(|(inner, _)| format!("{key}.{inner}"));
            for name in std::iter::once(key.clone()).chain(below) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }
    if objects.is_empty() {
        let first = early.iter().find_map(|(line, object)| Some((line, object.as_ref().err()?)));
        return Err(first.map_or("it holds no object".to_owned(), |(line, why)| format!("line {line}: {why}")));
    }
    let row =
        |object: &&Object<String, Value>| names.iter().map(|name| value(object, name).unwrap_or_default()).collect();
    columns.decide(&names, &objects.iter().map(row).collect::<Vec<Vec<String>>>())
}

fn article(line: usize, object: AsObject, map: &Map, task: &mut Task<'_, '_>) -> ControlFlow<()> {
    let place = format!("line {line}");
    let made =
        object.and_then(|(object, bytes)| map.item(|name| value(&object, name), task.how.originals.then_some(bytes)));
    match made {
        Ok((item, said)) => {
            said.into_iter().try_for_each(|what| task.give(&place, Piece::Said(what)))?;
            task.article(&place, item)
        }
        Err(why) => task.skip(&place, why),
    }
}

/// Returns the words under a key, or under a key of a key; a list of words stands between semicolons.
fn value(object: &Object<String, Value>, name: &str) -> Option<String> {
    let nested = || name.split_once('.').and_then(|(outer, inner)| object.get(outer)?.get(inner));
    words(object.get(name).or_else(nested)?)
}

fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => Some(items.iter().filter_map(words).collect::<Vec<_>>().join("; ")),
        Value::Object(fields) => fields.get("name").or_else(|| fields.get("title")).and_then(words),
        Value::Bool(_) | Value::Null => None,
    }
}
