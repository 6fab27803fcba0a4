//! CSV out: one row an annotation (RFC 4180, UTF-8). Offsets are code points of the text.
//!
//! A spreadsheet runs a cell that starts with `=`, `+`, `-`, `@`, a tab or a carriage return as a formula. Such a cell gets
//! a `'` in front, which spreadsheets do not show, and is reported.

use super::export::tame::tame;
use super::export::{Document, Kind, Tally};
use crate::model::{Article, Holder, Id, On, Party};
use crate::text::Span;
use std::borrow::Cow;

pub(super) const COLUMNS: [&str; 22] = [
    "article",
    "title",
    "date",
    "source",
    "kind",
    "id",
    "type",
    "entity",
    "holder",
    "holder_mention",
    "target",
    "target_mention",
    "on",
    "start",
    "end",
    "quote",
    "note",
    "intensity",
    "score",
    "annotator",
    "pieces",
    "confidence",
];

/// Columns that say the same in all rows of an article.
const OF_ARTICLE: usize = 4;

/// The cells of one annotation, by the names of [`COLUMNS`]; what an annotation has not stays empty.
#[derive(Default)]
pub(super) struct Row<'a> {
    kind: &'static str,
    id: Option<&'a Id>,
    label: &'a str,
    entity: &'a str,
    holder: Option<&'a Holder>,
    target: Option<&'a Party>,
    on: &'a str,
    place: Option<(usize, usize, &'a str)>,
    note: &'a str,
    intensity: Option<u8>,
    score: Option<f64>,
    annotator: &'a str,
    /// The places of all pieces of a mention, or of all evidence of a stance, that has several.
    pieces: String,
    confidence: Option<u8>,
}

/// Returns the line of column names.
pub(super) fn head() -> String {
    records(std::iter::once(COLUMNS.map(Cow::Borrowed)))
}

/// Returns the rows of one document.
pub(super) fn rows(document: &Document<'_>, tally: &mut Tally) -> String {
    let rows = rows_of(document);
    records(rows.iter().map(|row| guarded(cells(document.article, row), document.article, row, tally)))
}

pub(super) fn rows_of<'a>(document: &Document<'a>) -> Vec<Row<'a>> {
    let all = document.annotations;
    let place = |span: Span| Some(document.in_cp(span));
    let on = |on: &'a On| match on {
        On::Article => ("article", None),
        On::Span(anchor) => ("span", place(document.span_of(anchor))),
        On::Annotation(id) => (id.as_str(), None),
    };
    let mentions = all.mentions.iter().map(|it| {
        let (label, entity) = (it.kind.as_str(), it.entity.as_str());
        let (place, score) = (place(it.span), it.score);
        Row {
            kind: "mention",
            id: Some(&it.id),
            label,
            entity,
            place,
            score,
            annotator: &it.annotator,
            pieces: pieces(document, it.spans()),
            ..Row::default()
        }
    });
    let stances = all.stances.iter().map(|it| Row {
        kind: "stance",
        id: Some(&it.id),
        label: it.polarity.word(),
        holder: Some(&it.holder),
        target: Some(&it.target),
        place: place(it.span),
        intensity: it.intensity,
        confidence: it.confidence,
        pieces: pieces(document, it.spans()),
        score: it.score,
        annotator: &it.annotator,
        ..Row::default()
    });
    let tags = all.tags.iter().map(|it| {
        let (on, place) = on(&it.on);
        Row { kind: "tag", id: Some(&it.id), label: &it.label, on, place, annotator: &it.annotator, ..Row::default() }
    });
    let notes = all.notes.iter().map(|it| {
        let (on, place) = on(&it.on);
        Row { kind: "note", id: Some(&it.id), on, place, note: &it.text, annotator: &it.annotator, ..Row::default() }
    });
    let rejections = all.rejections.iter().map(|it| {
        let (label, place) = (it.kind.as_str(), place(it.span));
        Row { kind: "rejection", id: Some(&it.id), label, place, ..Row::default() }
    });
    let orphans = all.orphans.iter().map(|it| {
        let place = Some((it.anchor.start, it.anchor.end, it.anchor.quote.as_str()));
        let (label, note) = (it.kind, it.why.as_str());
        Row { kind: "orphan", id: Some(&it.id), label, place, note, annotator: &it.annotator, ..Row::default() }
    });
    mentions.chain(stances).chain(tags).chain(notes).chain(rejections).chain(orphans).collect()
}

/// Returns the places of several pieces, such as `39-44;61-66`; nothing for a single one.
fn pieces(document: &Document<'_>, spans: impl Iterator<Item = Span>) -> String {
    let place = |span: Span| {
        let (start, end, _) = document.in_cp(span);
        format!("{start}-{end}")
    };
    let places: Vec<String> = spans.map(place).collect();
    if places.len() > 1 { places.join(";") } else { String::new() }
}

impl<'a> Document<'a> {
    /// Returns a span as code points, with its words.
    fn in_cp(&self, span: Span) -> (usize, usize, &'a str) {
        let body = &self.article.body;
        (body.to_cp(span.start), body.to_cp(span.end), body.slice(span))
    }
}

pub(super) type Cells<'a> = [Cow<'a, str>; COLUMNS.len()];

/// Returns the cells of one row; what is not said is empty.
pub(super) fn cells<'a>(article: &'a Article, row: &Row<'a>) -> Cells<'a> {
    let number = |number: Option<usize>| Cow::Owned(number.map(|n| n.to_string()).unwrap_or_default());
    let mention =
        |party: Option<&'a Party>| party.and_then(|party| party.mention.as_ref()).map_or("", Id::as_str).into();
    let holder = row.holder.and_then(|holder| match holder {
        Holder::Entity(party) => Some(party),
        Holder::Author => None,
    });
    [
        article.id.as_str().into(),
        article.meta.title.as_str().into(),
        article.meta.date.map(|date| date.to_string()).unwrap_or_default().into(),
        article.meta.source.as_deref().unwrap_or_default().into(),
        row.kind.into(),
        row.id.map_or("", Id::as_str).into(),
        row.label.into(),
        row.entity.into(),
        row.holder.map_or("", Holder::name).into(),
        mention(holder),
        row.target.map_or("", |party| party.entity.as_str()).into(),
        mention(row.target),
        row.on.into(),
        number(row.place.map(|(start, ..)| start)),
        number(row.place.map(|(_, end, _)| end)),
        row.place.map_or("", |(.., quote)| quote).into(),
        row.note.into(),
        number(row.intensity.map(usize::from)),
        row.score.map(|score| score.to_string()).unwrap_or_default().into(),
        row.annotator.into(),
        row.pieces.clone().into(),
        number(row.confidence.map(usize::from)),
    ]
}

fn kind_of(row: &Row<'_>) -> Kind {
    match row.kind {
        "mention" => Kind::Mention,
        "stance" => Kind::Stance,
        "tag" => Kind::Tag,
        "note" => Kind::Note,
        "orphan" => Kind::Orphan,
        _ => Kind::Article,
    }
}

/// Returns the cells without characters that act on a terminal, and reports each that is bent.
pub(super) fn tamed<'a>(cells: Cells<'a>, article: &Article, row: &Row<'_>, tally: &mut Tally) -> Cells<'a> {
    let mut columns = 0..;
    cells.map(|cell| {
        let column = columns.next().unwrap_or(0);
        match tame(&cell) {
            Cow::Borrowed(_) => cell,
            Cow::Owned(tamed) => {
                bend(article, row, column, tally, "control characters are written as �".to_owned());
                tamed.into()
            }
        }
    })
}

/// Puts `'` before cells that would act as formulas, and reports each.
fn guarded<'a>(cells: Cells<'a>, article: &Article, row: &Row<'_>, tally: &mut Tally) -> Cells<'a> {
    let mut columns = 0..;
    tamed(cells, article, row, tally).map(|cell| {
        let column = columns.next().unwrap_or(0);
        if !is_formula(&cell) {
            return cell;
        }
        let what = format!("its {} starts like a formula, so ' stands before it", COLUMNS[column]);
        bend(article, row, column, tally, what);
        format!("'{cell}").into()
    })
}

fn bend(article: &Article, row: &Row<'_>, column: usize, tally: &mut Tally, why: String) {
    let (kind, id) = if column < OF_ARTICLE { (Kind::Article, None) } else { (kind_of(row), row.id) };
    tally.bend(article, kind, id, why);
}

/// Writes rows of words as CSV; a cell that starts like a formula has a `'` in front.
#[must_use]
pub fn table(rows: &[Vec<String>]) -> String {
    records(rows.iter().map(|row| row.iter().map(|cell| guard(cell)).collect::<Vec<Cow<'_, str>>>()))
}

fn guard(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { format!("'{cell}").into() } else { cell.into() }
}

fn is_formula(cell: &str) -> bool {
    let skipped = |c: char| c.is_whitespace() && c != '\t' && c != '\r' || matches!(c, '\u{FEFF}' | '\u{200B}');
    // Some spreadsheets take the wide forms of East Asian keyboards too.
    cell.trim_start_matches(skipped).starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// Writes records. Writing into memory cannot fail.
fn records<'a>(records: impl Iterator<Item: AsRef<[Cow<'a, str>]>>) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for cells in records {
        let written = writer.write_record(cells.as_ref().iter().map(|cell| cell.as_bytes()));
        debug_assert!(written.is_ok(), "all records have as many cells");
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, head, is_formula, rows};
    use crate::formats::fixture::{article, every_kind, fold};

    #[test]
    fn each_annotation_is_a_row() {
        let fixture = every_kind();
        let (out, lost) = fixture.lost(rows);
        let table = format!("{}{out}", head());
        assert!(table.starts_with("article,title,") && table.ends_with("\r\n"));
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), fixture.all.count() + fixture.all.rejections.len());
        let cell =
            |row: usize, column: &str| rows[row].get(COLUMNS.iter().position(|name| *name == column).unwrap()).unwrap();
        let chars: Vec<char> = fixture.article.body.as_str().chars().collect();
        for row in 0..8 {
            let words: String =
                chars[cell(row, "start").parse().unwrap()..cell(row, "end").parse().unwrap()].iter().collect();
            assert_eq!(cell(row, "quote").trim_start_matches('\''), words);
        }
        assert_eq!(
            (cell(0, "title"), cell(0, "date"), cell(0, "score")),
            ("'=A \"title\", [x]", "2023-07-10", "0.30000000000000004")
        );
        assert_eq!(
            (cell(6, "holder"), cell(6, "holder_mention"), cell(6, "target"), cell(6, "intensity")),
            ("Vladimir Putin", "a0", "Xi Jinping", "4")
        );
        assert_eq!((cell(10, "on"), cell(11, "note")), ("a5", "'-a <i>\n\nb"));
        let several: Vec<usize> = (0..rows.len()).filter(|row| !cell(*row, "pieces").is_empty()).collect();
        assert_eq!(several, [4, 6], "a mention and a stance have several pieces");
        assert_eq!((cell(6, "confidence"), cell(6, "pieces")), ("2", "2-22;84-87"));
        assert_eq!((cell(4, "quote"), cell(4, "pieces")), ("Łódź", "32-36;84-87;88-93"));
        assert_eq!(lost.len(), 3, "title, entity and note, each once: {lost:?}");
    }

    #[test]
    fn an_article_without_annotations_is_no_row_and_no_loss() {
        let (out, lost) = fold(article("x"), Vec::new()).lost(rows);
        assert_eq!((out.as_str(), lost.len()), ("", 0));
    }

    #[test]
    fn cells_that_a_spreadsheet_would_run() {
        for cell in ["=1", "+1", "-1", "@a", "\tx", "\rx", "  =1", "\n=1", "\u{a0}=1", "＝1", "\u{feff}=1"] {
            assert!(is_formula(cell), "{cell:?}");
        }
        for cell in ["", "a=1", "1-2", "'=1", "  a", "习-"] {
            assert!(!is_formula(cell), "{cell:?}");
        }
    }
}
