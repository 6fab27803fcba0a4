//! WebAnno TSV 3 in: span layers, stacked, of several tokens, of parts of tokens and of no length; chains; slots and
//! relations as notes. Offsets are UTF-16 units.

use super::draft::Draft;
use super::features::{self, Layered, add, short};
use super::{Imported, Source, stem};
use crate::model::{Id, On};
use crate::text::{Body, Span, Utf16};
use std::collections::{BTreeMap, HashMap};

/// Reads a file for each text.
pub(super) fn read(sources: &[Source]) -> Vec<Imported> {
    sources.iter().map(document).collect()
}

/// A layer: its name, what kind it is, and its columns.
struct Layer<'t> {
    name: &'t str,
    kind: &'t str,
    columns: Vec<&'t str>,
}

impl Layer<'_> {
    /// Says whether a column has the roles of others in an annotation.
    fn is_role(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|name| name.starts_with("ROLE_"))
    }

    /// Says whether a column has the tokens of those others.
    fn is_target(&self, column: usize) -> bool {
        column > 0 && self.is_role(column - 1)
    }
}

/// A line of a token or of a part of one.
struct Row<'t> {
    number: usize,
    id: &'t str,
    start: usize,
    end: usize,
    /// As they are written.
    words: &'t str,
    cells: Vec<&'t str>,
}

/// A sentence: its words, as they are written, and its tokens.
type Sentence<'t> = (String, Vec<Row<'t>>);

fn document(source: &Source) -> Imported {
    let text = source.text();
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(|line| line.trim_end_matches('\r')).zip(1..);
    if !lines.next().is_some_and(|(line, _)| line.starts_with("#FORMAT=WebAnno TSV 3")) {
        let why = "its first line does not say #FORMAT=WebAnno TSV 3; export it again as TSV 3 or XMI";
        return Imported::unreadable(&source.name, why);
    }
    let (mut layers, mut sentences): (Vec<Layer>, Vec<Sentence>) = (Vec::new(), Vec::new());
    let mut complaints = Vec::new();
    for (line, number) in lines {
        if let Some(layer) = layer(line) {
            layers.push(layer);
        } else if let Some(words) = line.strip_prefix("#Text=") {
            match sentences.last_mut().filter(|(_, rows)| rows.is_empty()) {
                // A line feed in a sentence parts it into several such lines.
                Some((sentence, _)) => sentence.push_str(&format!("\n{words}")),
                None => sentences.push((words.to_owned(), Vec::new())),
            }
        } else if !line.is_empty() && !line.starts_with('#') {
            match (row(line, number), sentences.last_mut()) {
                (Some(row), Some((_, rows))) => rows.push(row),
                // Other programs leave line feeds in a sentence as they are.
                (None, Some((sentence, rows))) if rows.is_empty() => sentence.push_str(&format!("\n{line}")),
                _ => complaints.push((number, "the line is no token of a sentence")),
            }
        }
    }
    let (mut draft, way) = best(&format!("{}.tsv", stem(&source.name)), &sentences);
    complaints.into_iter().for_each(|(number, what)| draft.complain(Some(number), what));
    let rows: Vec<Row> = sentences.into_iter().flat_map(|(_, rows)| rows).collect();
    mark(&mut draft, &layers, &rows, way);
    draft.finish()
}

/// How offsets and words are written.
#[derive(Clone, Copy)]
struct Way {
    /// Whether offsets are UTF-16 units, as the format has it, or code points.
    units: bool,
    /// Whether words have escapes.
    escaped: bool,
}

impl Way {
    /// All that programs write, that of the format first.
    const ALL: [Self; 4] = [
        Self { units: true, escaped: true },
        Self { units: false, escaped: true },
        Self { units: true, escaped: false },
        Self { units: false, escaped: false },
    ];

    fn len(self, words: &str) -> usize {
        if self.units { words.encode_utf16().count() } else { words.chars().count() }
    }

    fn words(self, written: &str) -> String {
        if self.escaped { plain(written) } else { written.to_owned() }
    }

    /// Returns the bytes between two offsets.
    fn span(self, body: &Body, utf16: &Utf16<'_>, start: usize, end: usize) -> Option<Span> {
        if self.units {
            return Some(Span::new(utf16.to_byte(start)?, utf16.to_byte(end)?));
        }
        (start <= end && end <= body.len_cp()).then(|| body.span_of_cp(start, end))
    }
}

/// Returns the text as most of its tokens say that it is written.
fn best(name: &str, sentences: &[Sentence<'_>]) -> (Draft, Way) {
    let text = |way| Draft::new(name, &assemble(sentences, way));
    let wrong = |draft: &Draft, way| sentences.iter().map(|(_, rows)| misplaced(rows, &draft.raw, way).len()).sum();
    let first = (text(Way::ALL[0]), Way::ALL[0]);
    let mut least: usize = wrong(&first.0, first.1);
    let mut best = first;
    for way in Way::ALL.into_iter().skip(1) {
        if least == 0 {
            break;
        }
        let draft = text(way);
        let count = wrong(&draft, way);
        if count < least {
            (least, best) = (count, (draft, way));
        }
    }
    best
}

fn layer(line: &str) -> Option<Layer<'_>> {
    let (kind, rest) = line.strip_prefix("#T_")?.split_once('=')?;
    let mut parts = rest.split('|');
    let name = parts.next()?;
    let columns: Vec<&str> = parts.collect();
    Some(Layer { name, kind, columns: if columns.is_empty() { vec![""] } else { columns } })
}

fn row(line: &str, number: usize) -> Option<Row<'_>> {
    let mut cells = line.split('\t');
    let (id, offsets, words) = (cells.next()?, cells.next()?, cells.next()?);
    let (start, end) = offsets.split_once('-')?;
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    (start <= end).then_some(())?;
    Some(Row { number, id, start, end, words, cells: cells.collect() })
}

/// Characters that may stand between sentences; an offset farther on is a slip, and shows by its token.
const GAP: usize = 65_536;

/// Puts the sentences where the offsets of their tokens say, with blanks where nothing is said.
fn assemble(sentences: &[Sentence<'_>], way: Way) -> String {
    let mut text = String::new();
    let mut units = 0;
    for (sentence, rows) in sentences {
        let sentence = way.words(sentence);
        let lead = rows.first().and_then(|row| sentence.find(&way.words(row.words))).unwrap_or(0);
        let first = rows.first().map_or(units, |row| row.start.saturating_sub(way.len(&sentence[..lead])));
        // Sentences are lines of their own where only one character parts them.
        let gap = first.saturating_sub(units).min(GAP);
        text.push_str(&match gap {
            0 => String::new(),
            _ if text.is_empty() => " ".repeat(gap),
            _ => format!("{}\n", " ".repeat(gap - 1)),
        });
        text.push_str(&sentence);
        units += gap + way.len(&sentence);
    }
    text
}

/// What is put together of one annotation.
#[derive(Default)]
struct Marked {
    start: usize,
    end: usize,
    /// The last token that it goes over, and its place without that.
    token: String,
    before: (usize, usize),
    features: Vec<(usize, String)>,
}

impl Marked {
    /// Lets it go over a token too. Where a part of a token has it, the token as a whole has it only by name.
    fn extend(&mut self, row: &Row<'_>) {
        let is_part = row.id.rsplit_once('.').is_some_and(|(token, _)| token == self.token);
        let (start, end) = if is_part { self.before } else { (self.start, self.end) };
        self.before = (start, end);
        row.id.clone_into(&mut self.token);
        (self.start, self.end) = if end == 0 { (row.start, row.end) } else { (start.min(row.start), end.max(row.end)) };
    }
}

fn mark(draft: &mut Draft, layers: &[Layer<'_>], rows: &[Row<'_>], way: Way) {
    let body = draft.raw.clone();
    let utf16 = Utf16::new(body.as_str());
    let span = |start: usize, end: usize| way.span(&body, &utf16, start, end);
    for row in misplaced(rows, &body, way) {
        draft.complain(Some(row.number), format!("token {} is not what the text has at its offsets", row.id));
    }
    let words = rows.iter().filter(|row| !row.id.contains('.')).count();
    let marked = columns_of(layers).flat_map(|(layer, columns)| {
        let set =
            move |row: &&Row<'_>| columns.clone().any(|column| row.cells.get(column).is_some_and(|it| *it != "_"));
        rows.iter().filter(set).map(|_| layer.name)
    });
    let structure = features::structure(marked, words);
    features::left_out(draft, &structure);
    let kept = || columns_of(layers).enumerate().filter(|(_, (layer, _))| !structure.contains_key(layer.name));
    let mut numbered: HashMap<String, (Id, Span)> = HashMap::new();
    for (at, (layer, columns)) in kept().filter(|(_, (layer, _))| layer.kind != "RL") {
        for (key, it) in collect(layer, columns, rows) {
            let id = format!("{at}.{key}");
            let Some(place) = span(it.start, it.end) else {
                draft.complain(None, format!("an annotation of {} is left out: it lies outside the text", layer.name));
                continue;
            };
            if let Some(number) = key.strip_prefix('n') {
                numbered.insert(number.to_owned(), (Id::from(id.as_str()), place));
            }
            let (slots, features): (Vec<_>, Vec<_>) =
                it.features.into_iter().partition(|(column, _)| layer.is_role(*column) || layer.is_target(*column));
            let features = features.into_iter().map(|(column, value)| (layer.columns[column], value)).collect();
            add(draft, Layered { id: &id, layer: layer.name, span: place, features });
            if !slots.is_empty() {
                let words = slots.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(" → ");
                draft.note(&format!("{id}.slots"), words, On::Annotation(Id::from(id.as_str())));
            }
        }
    }
    for (_, (layer, columns)) in kept().filter(|(_, (layer, _))| layer.kind == "RL") {
        relations(draft, layer, columns, rows, &Places { span: &span, numbered: &numbered });
    }
}

/// Returns each layer with the columns of its features.
fn columns_of<'l, 't>(layers: &'l [Layer<'t>]) -> impl Iterator<Item = (&'l Layer<'t>, std::ops::Range<usize>)> {
    let mut end = 0;
    layers.iter().map(move |layer| {
        let start = end;
        end += layer.columns.len();
        (layer, start..end)
    })
}

/// Returns the tokens that are not what the text has at their offsets.
fn misplaced<'r, 't>(rows: &'r [Row<'t>], body: &Body, way: Way) -> Vec<&'r Row<'t>> {
    let utf16 = Utf16::new(body.as_str());
    // A token may hold what its own column escapes otherwise, so that blanks do not count.
    let squeezed = |words: &str| words.split_whitespace().collect::<String>();
    let wrong = |row: &&Row<'_>| {
        let place = way.span(body, &utf16, row.start, row.end);
        place.is_none_or(|place| squeezed(body.slice(place)) != squeezed(&way.words(row.words)))
    };
    rows.iter().filter(wrong).collect()
}

/// Puts the annotations of a layer together: those with a number go over all tokens that have it.
fn collect(layer: &Layer<'_>, columns: std::ops::Range<usize>, rows: &[Row<'_>]) -> BTreeMap<String, Marked> {
    let mut all: BTreeMap<String, Marked> = BTreeMap::new();
    for (line, row) in rows.iter().enumerate() {
        let cells: Vec<Vec<&str>> =
            columns.clone().map(|column| row.cells.get(column).map_or(Vec::new(), |cell| split(cell, '|'))).collect();
        let stacked = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..stacked {
            let values: Vec<&str> = cells.iter().map(|cell| cell.get(at).copied().unwrap_or("_")).collect();
            if values.iter().all(|value| *value == "_") {
                continue;
            }
            let link = values.iter().filter(|_| layer.kind == "CH").find_map(|value| Some(chained(value)?.1));
            // A number in a column of targets is that of another annotation.
            let own = values.iter().enumerate().filter(|(column, _)| !layer.is_target(*column));
            let number = link.or_else(|| own.filter_map(|(_, value)| numbered(value).1).next());
            let key = number.map_or_else(|| format!("{line:07}-{at}"), |number| format!("n{number}"));
            let one = all.entry(key).or_default();
            one.extend(row);
            if one.features.is_empty() {
                one.features = features(layer, &values);
            }
        }
    }
    all
}

fn features(layer: &Layer<'_>, values: &[&str]) -> Vec<(usize, String)> {
    let set = values.iter().enumerate().filter(|(column, _)| !layer.columns[*column].is_empty());
    let set = set.map(|(column, value)| (column, numbered(value).0));
    let set =
        set.map(|(column, value)| (column, chained(value).filter(|_| layer.kind == "CH").map_or(value, |it| it.0)));
    // A link may have its number before that of its chain or after it.
    let set = set.map(|(column, value)| (column, numbered(value).0));
    set.filter(|(_, value)| !matches!(*value, "*" | "_" | "")).map(|(column, value)| (column, plain(value))).collect()
}

/// Where things are.
struct Places<'p> {
    span: &'p dyn Fn(usize, usize) -> Option<Span>,
    /// Annotations by their numbers.
    numbered: &'p HashMap<String, (Id, Span)>,
}

impl Places<'_> {
    /// Returns the annotation of a number, which is 0 where a token has only one.
    fn of(&self, number: &str) -> Option<&(Id, Span)> {
        self.numbered.get(number)
    }
}

/// Adds the relations of a layer as notes on what they lead to: a row names the token, and the number, of where they begin.
fn relations(
    draft: &mut Draft,
    layer: &Layer<'_>,
    columns: std::ops::Range<usize>,
    rows: &[Row<'_>],
    places: &Places<'_>,
) {
    let named: HashMap<&str, &Row> = rows.iter().map(|row| (row.id, row)).collect();
    for row in rows {
        let cells: Vec<Vec<&str>> =
            columns.clone().map(|column| row.cells.get(column).map_or(Vec::new(), |cell| split(cell, '|'))).collect();
        let Some(sources) = cells.last() else { continue };
        for (at, source) in sources.iter().enumerate().filter(|(_, cell)| !matches!(**cell, "_" | "")) {
            let (token, numbers) = source.split_once('[').unwrap_or((source, ""));
            let (first, last) = numbers.trim_end_matches(']').split_once('_').unwrap_or_default();
            let words = |number: &str, row: Option<&&Row<'_>>| {
                let place = places.of(number).map(|(_, span)| draft.name_of(&[*span]));
                place.or_else(|| row.map(|row| plain(row.words))).unwrap_or_default()
            };
            let (from, to) = (words(first, named.get(token)), words(last, Some(&row)));
            let values = cells[..cells.len() - 1].iter().filter_map(|cell| cell.get(at).copied());
            let values: Vec<String> = values.filter(|value| !matches!(*value, "*" | "_")).map(plain).collect();
            let text = format!("{} {}: “{from}” → “{to}”", short(layer.name), values.join(" "));
            let on = places.of(last).map(|(id, _)| On::Annotation(id.clone()));
            if let Some(on) = on.or_else(|| (places.span)(row.start, row.end).map(|place| draft.on_span(place))) {
                draft.note(&format!("r{}-{at}-{}", row.number, short(layer.name)), text.replace(" :", ":"), on);
            }
        }
    }
}

/// Cuts at a character that no backslash escapes.
fn split(cell: &str, at: char) -> Vec<&str> {
    let (mut out, mut start, mut escaped) = (Vec::new(), 0, false);
    for (offset, c) in cell.char_indices() {
        if c == at && !escaped {
            out.push(&cell[start..offset]);
            start = offset + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    out.push(&cell[start..]);
    out
}

/// Returns a value without its number in brackets, and that.
fn numbered(value: &str) -> (&str, Option<&str>) {
    let inside = value.strip_suffix(']').and_then(|value| value.rsplit_once('['));
    match inside.filter(|(before, _)| !before.ends_with('\\') || before.ends_with("\\\\")) {
        Some((before, number)) if number.chars().all(|c| c.is_ascii_digit()) => (before, Some(number)),
        _ => (value, None),
    }
}

/// Parts a value of a chain from the numbers of its chain and its link.
fn chained(value: &str) -> Option<(&str, &str)> {
    let (before, link) = value.rsplit_once("->")?;
    let is_link = link.starts_with(|c: char| c.is_ascii_digit()) && !before.ends_with('\\');
    is_link.then_some((before, link.split('[').next().unwrap_or(link)))
}

/// Takes the escapes off.
fn plain(text: &str) -> String {
    let (mut out, mut chars) = (String::with_capacity(text.len()), text.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::formats::import::Source;

    fn marked(text: &str) -> (Vec<String>, Vec<String>) {
        let source =
            Source { name: "a.tsv".to_owned(), bytes: format!("#FORMAT=WebAnno TSV 3.3\n{text}").into_bytes() };
        let one = read(&[source]).remove(0);
        let span = |it: &crate::model::Mention| {
            format!("{}-{}:{}={}", it.anchor.start, it.anchor.end, it.kind, it.anchor.quote)
        };
        (one.annotations.mentions.iter().map(span).collect(), one.complaints.into_iter().map(|it| it.what).collect())
    }

    #[test]
    fn spans_of_all_shapes() {
        let head = "#T_SP=ner.NamedEntity|identifier|value\n\n\n";
        let cases = [
            (
                "#Text=Xi Jinping met\n1-1\t0-2\tXi\t*[1]\tPER[1]\t\n1-2\t3-10\tJinping\t*[1]\tPER[1]\t\n1-3\t11-14\tmet\t_\t_\t\n",
                "0-10:PER=Xi Jinping",
            ),
            ("#Text=👩‍👩‍👧 Xi\n1-1\t0-8\t👩‍👩‍👧\t_\t_\t\n1-2\t9-11\tXi\tXi\tPER\t\n", "6-8:PER=Xi"),
            ("#Text=one two\n1-1\t1-4\tone\t*\t*\t\n1-2\t5-8\ttwo\t_\t_\t\n", "1-4:NamedEntity=one"),
            (
                "#Text=ab cd\n1-1\t0-2\tab\t*|*\tA|B\\|C\t\n1-1.1\t1-2\tb\t*\tD\t\n1-2\t3-5\tcd\t_\t_\t\n1-2.1\t5-5\t\t*\tE\t\n",
                "0-2:A=ab 0-2:B|C=ab 1-2:D=b 5-5:E=",
            ),
            (
                "#Text=This is\n#Text=a\n1-1\t0-4\tThis\t*[1]\tA[1]\t\n1-2\t5-7\tis\t*[1]\tA[1]\t\n1-3\t8-9\ta\t*[1]\tA[1]\t\n",
                "0-9:A=This is\na",
            ),
        ];
        for (text, expected) in cases {
            let (spans, complaints) = marked(&format!("{head}{text}"));
            assert_eq!(spans.join(" "), expected);
            assert!(complaints.is_empty(), "{complaints:?}");
        }
    }

    #[test]
    fn slots_relations_and_bad_lines() {
        let text = "#T_SP=a.Host|ROLE_a.Host:links_a.Link|a.Span\n#T_RL=a.Rel|value|BT_a.Span\n\n\n#Text=a b\n\
            1-1\t0-1\ta\tp1\t1-2[1]\t_\t_\t\n1-2\t2-3\tb\t_\t_\tsubj\t1-1\t\nrubbish\n";
        let (spans, complaints) = marked(text);
        assert_eq!((spans.join(" "), complaints.len()), ("0-1:Host=a".to_owned(), 1));
        assert_eq!(marked("#Text=ab\n1-1\t0-9\tab\t").1.len(), 1);
    }
}
