//! Tables of fields: which keys a table of the configuration may hold, and how each value is checked and set.
//!
//! Knows nothing of what the settings mean. Positions are counted from 1, columns in code points.

use super::nearest::nearest;
use crate::model::{Complaint, Hue};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value with the bytes of the file where it stands.
pub type Value<'t> = Spanned<DeValue<'t>>;

/// One key that a table may hold.
pub struct Field<T> {
    /// Its name.
    pub key: &'static str,
    /// Checks the value and sets it.
    pub set: fn(&mut T, &Value<'_>, &mut Report<'_>) -> Result<(), Fault>,
}

/// Why a value is refused.
pub struct Fault {
    /// What would have been right, such as `true or false`.
    expected: String,
    /// The right word that was probably meant.
    near: Option<&'static str>,
}

impl Fault {
    /// Returns a fault: the words follow "must be".
    pub fn new(expected: impl Into<String>) -> Self {
        Self { expected: expected.into(), near: None }
    }
}

/// The text being read and all that was odd in it.
pub struct Report<'t> {
    text: &'t str,
    complaints: Vec<Complaint>,
    /// Lines that are no TOML; what stands on them is not believed.
    broken: BTreeSet<usize>,
}

impl<'t> Report<'t> {
    /// Returns an empty report on `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, complaints: Vec::new(), broken: BTreeSet::new() }
    }

    /// Returns the line and column of a byte offset.
    pub fn position(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// Adds a complaint: `what`, the position of `byte`, and a hint that may be empty.
    pub fn add(&mut self, byte: usize, what: &str, hint: &str) {
        let (line, column) = self.position(byte);
        let sentence = format!("{what} in line {line}, column {column}{hint}");
        self.complaints.push(Complaint::at(line, sentence));
    }

    /// Adds what the TOML reader says: once a line, since what follows an error is mostly noise.
    pub fn add_syntax(&mut self, error: &toml::de::Error) {
        let byte = error.span().map_or(0, |span| span.start);
        if !self.broken.insert(self.position(byte).0) {
            return;
        }
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        self.add(byte, "not TOML", &format!(": {message}"));
    }

    /// Returns the complaints in the order of the file.
    pub fn finish(mut self) -> Vec<Complaint> {
        self.complaints.sort_by_key(|complaint| complaint.line);
        self.complaints
    }
}

/// One key and its value.
pub struct Entry<'a, 't> {
    /// The key.
    pub key: &'a str,
    /// The byte where the key stands.
    pub at: usize,
    /// The value.
    pub value: &'a Value<'t>,
}

/// Returns the entries of a table in the order of the file, without those on broken lines.
pub fn entries<'a, 't>(table: &'a DeTable<'t>, report: &Report<'_>) -> Vec<Entry<'a, 't>> {
    let mut found: Vec<_> = table
        .iter()
        .map(|(key, value)| Entry { key: key.get_ref(), at: key.span().start, value })
        .filter(|entry| !report.broken.contains(&report.position(entry.at).0))
        .collect();
    found.sort_by_key(|entry| entry.at);
    found
}

/// Lays a table over `into`, with a complaint for each key or value that is not right; `path` is the table's name
/// followed by a dot, or empty.
pub fn read<T>(table: &DeTable<'_>, fields: &[Field<T>], path: &str, into: &mut T, report: &mut Report<'_>) {
    for Entry { key, at, value } in entries(table, report) {
        let Some(field) = fields.iter().find(|field| field.key == key) else {
            let known: Vec<&'static str> = fields.iter().map(|field| field.key).collect();
            report.add(at, &format!("unknown key `{path}{key}`"), &hint(key, &known, path));
            continue;
        };
        if let Err(fault) = (field.set)(into, value, report) {
            refuse(&format!("{path}{key}"), value, &fault, report);
        }
    }
}

/// Adds the complaint that the value of `name` is not right.
pub fn refuse(name: &str, value: &Value<'_>, fault: &Fault, report: &mut Report<'_>) {
    let near = fault.near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    let what = format!("`{name}` must be {}, not {}", fault.expected, shown(value.get_ref()));
    report.add(value.span().start, &what, &near);
}

fn hint(key: &str, known: &[&'static str], path: &str) -> String {
    if let Some(near) = nearest(key, known.iter().copied()) {
        return format!("; did you mean `{near}`?");
    }
    if !path.is_empty() && super::ROOT.iter().any(|field| field.key == key) {
        return "; it belongs above the first [table] of the file".to_owned();
    }
    format!("; known here: {}", known.join(", "))
}

fn shown(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() > 40 => "this long text".to_owned(),
        DeValue::String(text) => format!("\"{text}\""),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(truth) => truth.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Reads `true` or `false`.
pub fn truth(value: &Value<'_>) -> Result<bool, Fault> {
    value.get_ref().as_bool().ok_or_else(|| Fault::new("true or false"))
}

/// Reads a whole number within `range`; `expected` names it.
pub fn whole<N: TryFrom<i64> + PartialOrd>(
    value: &Value<'_>,
    range: &RangeInclusive<N>,
    expected: &str,
) -> Result<N, Fault> {
    let number = value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
    let number = number.and_then(|n| N::try_from(n).ok());
    number.filter(|n| range.contains(n)).ok_or_else(|| Fault::new(expected))
}

/// Reads a number from 0 to 1.
pub fn share(value: &Value<'_>) -> Result<f64, Fault> {
    let digits = match value.get_ref() {
        DeValue::Float(number) => Some(number.as_str()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
        _ => None,
    };
    let number = digits.and_then(|digits| digits.parse::<f64>().ok());
    number.filter(|n| (0.0..=1.0).contains(n)).ok_or_else(|| Fault::new("a number from 0 to 1"))
}

/// Reads a text for which `right` holds; `expected` names such texts.
pub fn words(value: &Value<'_>, expected: &str, right: fn(&str) -> bool) -> Result<String, Fault> {
    let text = value.get_ref().as_str().filter(|text| right(text));
    text.map(str::to_owned).ok_or_else(|| Fault::new(expected))
}

/// Reads one word of a list and returns what stands beside it.
pub fn choice<T: Copy>(value: &Value<'_>, choices: &[(&'static str, T)]) -> Result<T, Fault> {
    let given = value.get_ref().as_str();
    if let Some((_, meaning)) = choices.iter().find(|(word, _)| Some(*word) == given) {
        return Ok(*meaning);
    }
    let known = || choices.iter().map(|(word, _)| *word);
    let near = given.and_then(|given| nearest(given, known()));
    Err(Fault { expected: format!("one of {}", known().collect::<Vec<_>>().join(", ")), near })
}

/// The names of colours.
const HUES: [(&str, Hue); 9] = [
    ("blue", Hue::Blue),
    ("orange", Hue::Orange),
    ("green", Hue::Green),
    ("pink", Hue::Pink),
    ("yellow", Hue::Yellow),
    ("cyan", Hue::Cyan),
    ("red", Hue::Red),
    ("violet", Hue::Violet),
    ("grey", Hue::Grey),
];

/// Returns the name of a colour.
#[must_use]
pub fn hue_name(hue: Hue) -> &'static str {
    HUES.iter().find(|(_, other)| *other == hue).map_or("grey", |(name, _)| name)
}

/// Reads a list of texts.
pub fn texts(value: &Value<'_>) -> Result<Vec<String>, Fault> {
    let list = value.get_ref().as_array();
    let texts = list.and_then(|list| list.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect());
    texts.ok_or_else(|| Fault::new("a list of texts"))
}

/// Reads the name of a colour.
pub fn hue(value: &Value<'_>) -> Result<Hue, Fault> {
    choice(value, &HUES)
}

/// Says whether `text` can be a key in files and a name of a folder everywhere: 1 to 40 letters, digits, `-`, `_`, `.`,
/// and no dot at an end.
pub fn is_short_name(text: &str) -> bool {
    let right = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    (1..=40).contains(&text.chars().count())
        && text.chars().all(right)
        && !text.starts_with(['.', '-'])
        && !text.ends_with('.')
}

/// Says whether `text` is a label: one line that is not blank.
pub fn is_label(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(char::is_control)
}
