//! The journal: blocks of TOML, one an act, appended and never rewritten.
//!
//! Reading never fails: whole blocks are taken, what is torn or damaged is reported with its bytes, and a block that was
//! edited by hand is taken and reported. A block ends with `sum`, the first eight hexadecimal digits of the SHA-256 of its
//! lines before, so that a flipped bit or a torn write is seen.

use super::journal_entity::{revision_fields, take_revision};
use super::journal_value::{inline, key_of, quoted, table};
use crate::model::{Act, Anchor, Change, Complaint, Holder, Id, On, Party, Polarity, TextHash, What};
use sha2::{Digest, Sha256};
use std::ops::Range;
use toml::{Table, Value};

const OPEN: &str = "[[act]]";

/// What a journal's bytes hold.
#[derive(Debug, Default)]
pub struct Parsed {
    /// In the order of the file.
    pub acts: Vec<Act>,
    /// One sentence for each block that was edited by hand or is damaged.
    pub complaints: Vec<Complaint>,
    /// Byte ranges of the file that hold no whole block.
    pub damaged: Vec<Range<usize>>,
}

/// Writes the block of one act, an empty line before it.
#[must_use]
pub fn write(act: &Act) -> String {
    let mut lines = format!("{OPEN}\nid = {}\nat = {}\n", quoted(act.id.as_str()), act.at);
    let known = [("group", act.group.as_ref().map(|id| text(id.as_str()))), ("kind", Some(text(kind_of(&act.what))))];
    let known = known.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    for (key, value) in known.chain(fields(&act.what)).chain(act.extra.clone()) {
        lines.push_str(&format!("{} = {}\n", key_of(&key), inline(&value)));
    }
    format!("\n{lines}sum = \"{}\"\n", sum(lines.as_bytes()))
}

/// Returns the check over a block's lines before `sum`. Line ends are counted as `\n`, since git may change them.
fn sum(lines: &[u8]) -> String {
    let mut digest = Sha256::new();
    lines.split(|byte| *byte == b'\r').for_each(|part| digest.update(part));
    digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a journal's bytes.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    let starts = block_starts(bytes);
    let first = starts.first().copied().unwrap_or(bytes.len());
    parsed.set_aside_unless_blank(bytes, 0..first, 1);
    let mut line = 1 + newlines(&bytes[..first]);
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(bytes.len());
        parsed.chunk(bytes, *start..end, line);
        line += newlines(&bytes[*start..end]);
    }
    parsed
}

fn newlines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte == b'\n').count()
}

fn block_starts(bytes: &[u8]) -> Vec<usize> {
    lines(bytes).filter(|line| bytes[line.clone()].trim_ascii_end() == OPEN.as_bytes()).map(|line| line.start).collect()
}

/// The lines of `bytes` with their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    bytes.split_inclusive(|byte| *byte == b'\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

impl Parsed {
    /// Takes what lies between one `[[act]]` line and the next: a block, and perhaps rubbish after it.
    fn chunk(&mut self, bytes: &[u8], chunk: Range<usize>, line: usize) {
        let inside = &bytes[chunk.clone()];
        let Some(sum_line) = lines(inside).find(|line| inside[line.clone()].starts_with(b"sum = ")) else {
            return self.set_aside(chunk, line, "the block has no sum, so it was not written to its end");
        };
        match block(&inside[..sum_line.start], &inside[sum_line.clone()]) {
            Ok((act, complaint)) => {
                self.acts.push(act);
                self.complaints.extend(complaint.map(|what| Complaint::at(line, what)));
                let rest = chunk.start + sum_line.end..chunk.end;
                self.set_aside_unless_blank(bytes, rest, line + newlines(&inside[..sum_line.end]));
            }
            Err(why) => self.set_aside(chunk, line, &why),
        }
    }

    fn set_aside_unless_blank(&mut self, bytes: &[u8], range: Range<usize>, line: usize) {
        let harmless = |line: &[u8]| line.trim_ascii().is_empty() || line.starts_with(b"#");
        if !bytes[range.clone()].split(|byte| *byte == b'\n').all(harmless) {
            self.set_aside(range, line, "these lines belong to no block");
        }
    }

    fn set_aside(&mut self, range: Range<usize>, line: usize, why: &str) {
        self.complaints.push(Complaint::at(line, why));
        self.damaged.push(range);
    }
}

/// Reads one block; the second value says that a person edited it.
fn block(lines: &[u8], sum_line: &[u8]) -> Result<(Act, Option<String>), String> {
    let text = str::from_utf8(lines).map_err(|_| "the block is not UTF-8 text".to_owned())?;
    let text = text.trim_start().trim_start_matches(OPEN);
    let sum = sum(lines);
    let matches = sum_line.trim_ascii_end() == format!("sum = \"{sum}\"").as_bytes() || is_sum(sum_line, &sum)?;
    let act = act(text)?;
    let complaint =
        (!matches).then(|| format!("act {} was edited by hand: its sum does not match; it is kept", act.id));
    Ok((act, complaint))
}

/// Says whether a line that is not as this program writes it gives that sum.
fn is_sum(line: &[u8], sum: &str) -> Result<bool, String> {
    let written: Option<Table> = str::from_utf8(line).ok().and_then(|line| line.parse().ok());
    Ok(written.ok_or("the block's sum is torn")?.get("sum").and_then(Value::as_str) == Some(sum))
}

fn act(text: &str) -> Result<Act, String> {
    let mut table = table(text).ok_or("the block is not TOML")?;
    let id = take_text(&mut table, "id").ok_or("the block has no id")?;
    let at = table.remove("at").and_then(|at| at.to_string().parse().ok()).ok_or("the block has no time")?;
    let kind = take_text(&mut table, "kind").ok_or("the block has no kind")?;
    let group = take_text(&mut table, "group").map(|group| Id::from(group.as_str()));
    let what = what(&kind, &mut table).unwrap_or_else(|| {
        // A known kind that lacks a key comes from a version that writes it differently: kept whole, not guessed at.
        table = self::table(text).unwrap_or_default();
        ["id", "at", "kind", "group"].iter().for_each(|key| drop(table.remove(*key)));
        What::Unknown(kind)
    });
    Ok(Act { id: Id::from(id.as_str()), at, group, what, extra: table })
}

const fn kind_of(what: &What) -> &str {
    match what {
        What::Mention { .. } => "mention",
        What::Stance { .. } => "stance",
        What::Tag { .. } => "tag",
        What::Note { .. } => "note",
        What::Reject { .. } => "reject",
        What::Change { .. } => "change",
        What::Remove { .. } => "remove",
        What::Undo { .. } => "undo",
        What::Entity(_) => "entity",
        What::Unknown(kind) => kind.as_str(),
    }
}

type Fields = Vec<(String, Value)>;

fn fields(what: &What) -> Fields {
    let mut out = Fields::new();
    match what {
        What::Mention { kind, entity, anchor, more, score } => {
            put(&mut out, "type", text(kind));
            put(&mut out, "entity", text(entity));
            put_score(&mut out, *score);
            put_anchor(&mut out, anchor);
            put_more(&mut out, more);
        }
        What::Stance { holder, target, polarity, intensity, confidence, evidence, more, score } => {
            put(&mut out, "holder", holder_value(holder));
            put(&mut out, "target", party_value(target));
            put(&mut out, "polarity", text(polarity.word()));
            if let Some(intensity) = intensity {
                put(&mut out, "intensity", Value::Integer((*intensity).into()));
            }
            if let Some(confidence) = confidence {
                put(&mut out, "confidence", Value::Integer((*confidence).into()));
            }
            put_score(&mut out, *score);
            put_anchor(&mut out, evidence);
            put_more(&mut out, more);
        }
        What::Tag { label, on } => {
            put(&mut out, "label", text(label));
            put_on(&mut out, on);
        }
        What::Note { text: words, on } => {
            put(&mut out, "note", text(words));
            put_on(&mut out, on);
        }
        What::Reject { kind, anchor } => {
            put(&mut out, "type", text(kind));
            put_anchor(&mut out, anchor);
        }
        What::Change { of, change } => {
            put(&mut out, "of", text(of.as_str()));
            put_change(&mut out, change);
        }
        What::Remove { of } | What::Undo { of } => put(&mut out, "of", text(of.as_str())),
        What::Entity(revision) => out.extend(revision_fields(revision)),
        What::Unknown(_) => {}
    }
    out
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn put(out: &mut Fields, key: &str, value: Value) {
    out.push((key.to_owned(), value));
}

fn put_score(out: &mut Fields, score: Option<f64>) {
    if let Some(score) = score {
        put(out, "score", Value::Float(score));
    }
}

fn put_anchor(out: &mut Fields, anchor: &Anchor) {
    let cp = |offset: usize| Value::Integer(i64::try_from(offset).unwrap_or(i64::MAX));
    put(out, "span", Value::Array(vec![cp(anchor.start), cp(anchor.end)]));
    put(out, "quote", text(&anchor.quote));
    put(out, "before", text(&anchor.before));
    put(out, "after", text(&anchor.after));
    if let Some(rival) = anchor.rival {
        put(out, "rival", Value::Integer(rival.into()));
    }
    put(out, "text", text(anchor.text.as_str()));
}

/// Writes further pieces as a list of tables on one line; a version that does not know it has the first piece.
fn put_more(out: &mut Fields, more: &[Anchor]) {
    let piece = |anchor: &Anchor| {
        let mut fields = Fields::new();
        put_anchor(&mut fields, anchor);
        Value::Table(fields.into_iter().collect())
    };
    if !more.is_empty() {
        put(out, "more", Value::Array(more.iter().map(piece).collect()));
    }
}

fn put_on(out: &mut Fields, on: &On) {
    match on {
        On::Article => put(out, "on", text("article")),
        On::Annotation(id) => {
            put(out, "on", Value::Table([("annotation".to_owned(), text(id.as_str()))].into_iter().collect()))
        }
        On::Span(anchor) => {
            put(out, "on", text("span"));
            put_anchor(out, anchor);
        }
    }
}

fn put_change(out: &mut Fields, change: &Change) {
    let values = [
        ("type", change.kind.as_deref().map(text)),
        ("entity", change.entity.as_deref().map(text)),
        ("label", change.label.as_deref().map(text)),
        ("note", change.text.as_deref().map(text)),
        ("holder", change.holder.as_ref().map(holder_value)),
        ("target", change.target.as_ref().map(party_value)),
        ("polarity", change.polarity.map(|polarity| text(polarity.word()))),
        ("intensity", change.intensity.map(|intensity| Value::Integer(intensity.into()))),
        ("confidence", change.confidence.map(|confidence| Value::Integer(confidence.into()))),
    ];
    out.extend(values.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    if let Some(anchor) = &change.anchor {
        put_anchor(out, anchor);
        put_more(out, &change.more);
    }
}

fn holder_value(holder: &Holder) -> Value {
    match holder {
        Holder::Author => text("author"),
        Holder::Entity(party) => party_value(party),
    }
}

fn party_value(party: &Party) -> Value {
    let mention = party.mention.as_ref().map(|id| ("mention".to_owned(), text(id.as_str())));
    Value::Table([("entity".to_owned(), text(&party.entity))].into_iter().chain(mention).collect())
}

fn what(kind: &str, table: &mut Table) -> Option<What> {
    Some(match kind {
        "mention" => What::Mention {
            kind: take_text(table, "type")?,
            entity: take_text(table, "entity")?,
            score: take_score(table),
            anchor: take_anchor(table)?,
            more: take_more(table),
        },
        "stance" => What::Stance {
            holder: take_holder(table)?,
            target: take_party(table, "target")?,
            polarity: Polarity::from_word(&take_text(table, "polarity")?)?,
            intensity: take_level(table, "intensity"),
            confidence: take_level(table, "confidence"),
            score: take_score(table),
            evidence: take_anchor(table)?,
            more: take_more(table),
        },
        "tag" => What::Tag { label: take_text(table, "label")?, on: take_on(table)? },
        "note" => What::Note { text: take_text(table, "note")?, on: take_on(table)? },
        "reject" => What::Reject { kind: take_text(table, "type")?, anchor: take_anchor(table)? },
        "change" => What::Change { of: take_id(table)?, change: Box::new(take_change(table)) },
        "remove" => What::Remove { of: take_id(table)? },
        "undo" => What::Undo { of: take_id(table)? },
        "entity" => What::Entity(Box::new(take_revision(table)?)),
        _ => return None,
    })
}

fn take_text(table: &mut Table, key: &str) -> Option<String> {
    match table.remove(key) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

fn take_id(table: &mut Table) -> Option<Id> {
    take_text(table, "of").map(|of| Id::from(of.as_str()))
}

fn take_score(table: &mut Table) -> Option<f64> {
    table.remove("score").and_then(|score| score.as_float())
}

fn take_level(table: &mut Table, key: &str) -> Option<u8> {
    table.remove(key).and_then(|value| value.as_integer()).and_then(|value| u8::try_from(value).ok())
}

fn take_anchor(table: &mut Table) -> Option<Anchor> {
    let span = table.get("span")?.as_array()?.clone();
    let offset = |at: usize| usize::try_from(span.get(at)?.as_integer()?).ok();
    let (start, end) = (offset(0)?, offset(1)?);
    let quote = table.get("quote")?.as_str()?.to_owned();
    let hash = TextHash::from_file(table.get("text")?.as_str()?);
    table.remove("span");
    table.remove("quote");
    table.remove("text");
    let before = take_text(table, "before").unwrap_or_default();
    let after = take_text(table, "after").unwrap_or_default();
    let rival = table.remove("rival").and_then(|rival| i32::try_from(rival.as_integer()?).ok());
    Some(Anchor { start, end, quote, before, after, rival, text: hash })
}

/// Takes further pieces; a list with anything else in it stays where it is.
fn take_more(table: &mut Table) -> Vec<Anchor> {
    let list = table.get("more").and_then(Value::as_array);
    let more: Option<Vec<Anchor>> =
        list.and_then(|list| list.iter().map(|piece| take_anchor(&mut piece.as_table()?.clone())).collect());
    more.inspect(|_| drop(table.remove("more"))).unwrap_or_default()
}

fn take_on(table: &mut Table) -> Option<On> {
    match table.remove("on")? {
        Value::String(on) if on == "article" => Some(On::Article),
        Value::String(on) if on == "span" => take_anchor(table).map(On::Span),
        Value::Table(on) => Some(On::Annotation(Id::from(on.get("annotation")?.as_str()?))),
        _ => None,
    }
}

fn party(value: &Value) -> Option<Party> {
    let table = value.as_table()?;
    let entity = table.get("entity")?.as_str()?.to_owned();
    Some(Party { entity, mention: table.get("mention").and_then(Value::as_str).map(Id::from) })
}

fn take_party(table: &mut Table, key: &str) -> Option<Party> {
    party(&table.remove(key)?)
}

fn take_holder(table: &mut Table) -> Option<Holder> {
    match table.remove("holder")? {
        Value::String(word) if word == "author" => Some(Holder::Author),
        other => party(&other).map(Holder::Entity),
    }
}

fn take_change(table: &mut Table) -> Change {
    let anchor = take_anchor(table);
    Change {
        kind: take_text(table, "type"),
        entity: take_text(table, "entity"),
        more: if anchor.is_some() { take_more(table) } else { Vec::new() },
        anchor,
        label: take_text(table, "label"),
        text: take_text(table, "note"),
        holder: take_holder(table),
        target: take_party(table, "target"),
        polarity: take_text(table, "polarity").and_then(|word| Polarity::from_word(&word)),
        intensity: take_level(table, "intensity"),
        confidence: take_level(table, "confidence"),
    }
}
