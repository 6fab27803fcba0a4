//! XLSX out: a workbook with a sheet for each kind. Every cell is text or a number; none is a formula or a link.

use super::tame::tame;
use super::{Document, Kind, Piece, Tally, Writer};
use crate::model::{Holder, Id, On};
use crate::text::Span;
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Rows and characters of a cell that a sheet holds.
const ROWS: u32 = 1_048_576;
const CHARACTERS: usize = 32_767;

const SHEETS: [(&str, &[&str]); 6] = [
    ("Mentions", &["article", "date", "source", "type", "entity", "words", "start", "end", "annotator", "id"]),
    (
        "Stances",
        &["article", "date", "holder", "stance", "target", "evidence", "intensity", "confidence", "annotator", "id"],
    ),
    (
        "Articles",
        &[
            "article", "title", "date", "source", "address", "authors", "language", "mentions", "stances", "tags",
            "notes",
        ],
    ),
    ("Entities", &["entity", "type", "mentions", "articles"]),
    ("Tags", &["tag", "article", "on", "words", "annotator", "id", "on id"]),
    ("Notes", &["note", "article", "on", "words", "annotator", "id", "on id"]),
];

/// Columns of words of the text or of people, which are long and wrapped.
const LONG: [&str; 5] = ["words", "evidence", "title", "note", "address"];

/// Characters that a column shows.
fn width(column: &str) -> u8 {
    match column {
        "evidence" | "note" => 70,
        "words" | "title" | "address" => 44,
        "article" | "entity" | "holder" | "target" | "tag" | "source" | "authors" => 26,
        "id" | "on id" => 30,
        _ => 12,
    }
}

/// Fills the workbook, which is put together in the end. Rows go to the system's temporary folder as they come: a file of
/// this format holds its sheets one after the other, and articles have rows in each.
pub(super) struct Xlsx {
    book: Workbook,
    sheets: [Sheet; 6],
    /// Mentions, articles, and the last article, by entity and type.
    entities: BTreeMap<(String, String), (usize, usize, usize)>,
}

struct Sheet {
    sheet: Worksheet,
    row: u32,
    columns: &'static [&'static str],
    looks: Looks,
}

/// How cells look: all of them begin at the top, since long words take several lines.
#[derive(Clone)]
struct Looks {
    plain: Format,
    long: Format,
    day: Format,
}

enum Cell<'a> {
    Text(&'a str),
    Owned(String),
    Number(usize),
    Day(Option<Date>),
}

impl Xlsx {
    pub(super) fn new() -> Self {
        let (bold, mut book) = (Format::new().set_bold(), Workbook::new());
        let plain = Format::new().set_align(FormatAlign::Top);
        let looks = Looks {
            long: plain.clone().set_text_wrap(),
            day: plain.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            plain,
        };
        let mut sheet = |(name, columns): (&str, &'static [&'static str])| {
            // Where that folder takes nothing rows are kept in memory.
            let mut sheet = book.new_worksheet_with_constant_memory().unwrap_or_default();
            let named = sheet.set_name(name).is_ok() && sheet.set_freeze_panes(1, 0).is_ok();
            debug_assert!(named, "the names are short and plain");
            for (column, at) in columns.iter().zip(0..) {
                let _ = sheet.write_string_with_format(0, at, *column, &bold);
                let _ = sheet.set_column_width(at, width(column));
            }
            Sheet { sheet, row: 1, columns, looks: looks.clone() }
        };
        let sheets = SHEETS.map(&mut sheet);
        Self { book, sheets, entities: BTreeMap::new() }
    }
}

impl Sheet {
    /// Writes a row; says why where it does not fit, or where a cell is cut.
    fn add(&mut self, cells: &[Cell<'_>]) -> Result<Option<&'static str>, &'static str> {
        if self.row >= ROWS {
            return Err("a sheet holds 1,048,576 rows");
        }
        let mut cut = None;
        for (cell, at) in cells.iter().zip(0..) {
            let written = match cell {
                Cell::Number(number) => u32::try_from(*number).map_or(Ok(()), |number| {
                    self.sheet.write_number_with_format(self.row, at, number, &self.looks.plain).map(|_| ())
                }),
                Cell::Day(day) => self.day(at, *day),
                Cell::Text(text) => self.text(at, text, &mut cut),
                Cell::Owned(text) => self.text(at, text, &mut cut),
            };
            debug_assert!(written.is_ok(), "rows and cells are within their bounds");
        }
        self.row += 1;
        Ok(cut)
    }

    /// Writes a day as one, so that it can be sorted and filtered by; those before the calendar of sheets are words.
    fn day(&mut self, at: u16, day: Option<Date>) -> Result<(), XlsxError> {
        let Some(day) = day else { return Ok(()) };
        let numbers = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
        let counted = match numbers {
            (Ok(year), Ok(month), Ok(of)) => ExcelDateTime::from_ymd(year, month, of).ok(),
            _ => None,
        };
        match counted {
            Some(counted) => self.sheet.write_datetime_with_format(self.row, at, &counted, &self.looks.day),
            None => self.sheet.write_string_with_format(self.row, at, day.to_string(), &self.looks.plain),
        }
        .map(|_| ())
    }

    /// Lets people filter by each column, now that the last row is known.
    fn filter(&mut self) {
        let last = u16::try_from(self.columns.len()).unwrap_or(1) - 1;
        let _ = self.sheet.autofilter(0, 0, self.row - 1, last);
    }

    fn text(&mut self, at: u16, text: &str, cut: &mut Option<&'static str>) -> Result<(), XlsxError> {
        let tamed = tame(text);
        if tamed != text {
            *cut = Some("control characters are written as �");
        }
        let text = &*tamed;
        // A cell counts as Excel does, in UTF-16 units.
        let fits = text.encode_utf16().count() <= CHARACTERS;
        let short: String = if fits { text.to_owned() } else { text.chars().take(CHARACTERS / 2).collect() };
        if !fits {
            *cut = Some("a cell holds 32,767 characters, so its text is cut");
        }
        let long = self.columns.get(usize::from(at)).is_some_and(|column| LONG.contains(column));
        let look = if long { &self.looks.long } else { &self.looks.plain };
        self.sheet.write_string_with_format(self.row, at, &short, look).map(|_| ())
    }
}

impl Writer for Xlsx {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        tally.leave_all(document, &[Kind::Orphan], "it has no place in the text");
        let mut rows = Rows { xlsx: self, document, tally };
        rows.mentions();
        rows.stances();
        rows.article();
        rows.said();
        Vec::new()
    }

    fn end(&mut self) -> Vec<Piece> {
        for ((entity, kind), (mentions, articles, _)) in &self.entities {
            let cells = [Cell::Text(entity), Cell::Text(kind), Cell::Number(*mentions), Cell::Number(*articles)];
            let _ = self.sheets[3].add(&cells);
        }
        for sheet in &mut self.sheets {
            sheet.filter();
            self.book.push_worksheet(std::mem::take(&mut sheet.sheet));
        }
        self.book.save_to_buffer().map(|bytes| vec![Piece::More(bytes)]).unwrap_or_default()
    }
}

struct Rows<'a> {
    xlsx: &'a mut Xlsx,
    document: &'a Document<'a>,
    tally: &'a mut Tally,
}

impl<'a> Rows<'a> {
    fn add(&mut self, sheet: usize, cells: &[Cell<'_>], kind: Kind, id: Option<&Id>) {
        match self.xlsx.sheets[sheet].add(cells) {
            Ok(None) => {}
            Ok(Some(why)) => self.tally.bend(self.document.article, kind, id, why),
            Err(why) => self.tally.leave(self.document.article, kind, id, why),
        }
    }

    fn id(&self) -> Cell<'a> {
        Cell::Text(self.document.article.id.as_str())
    }

    fn date(&self) -> Cell<'a> {
        Cell::Day(self.document.article.meta.date)
    }

    fn source(&self) -> Cell<'a> {
        Cell::Text(self.document.article.meta.source.as_deref().unwrap_or_default())
    }

    fn mentions(&mut self) {
        let (body, number) = (&self.document.article.body, self.tally.articles);
        for it in &self.document.annotations.mentions {
            let (start, end) = self.document.cp(Span::new(it.span.start, it.spans().last().unwrap_or(it.span).end));
            let entity = self.xlsx.entities.entry((it.entity.clone(), it.kind.clone())).or_default();
            *entity = (entity.0 + 1, entity.1 + usize::from(entity.2 != number), number);
            let words = it.words(body);
            let cells = [
                self.id(),
                self.date(),
                self.source(),
                Cell::Text(&it.kind),
                Cell::Text(&it.entity),
                Cell::Owned(words),
                Cell::Number(start),
                Cell::Number(end),
                Cell::Text(&it.annotator),
                Cell::Text(it.id.as_str()),
            ];
            self.add(0, &cells, Kind::Mention, Some(&it.id));
        }
    }

    fn stances(&mut self) {
        let number = |number: Option<u8>| number.map_or(Cell::Text(""), |number| Cell::Number(number.into()));
        for it in &self.document.annotations.stances {
            let holder = match &it.holder {
                Holder::Author => "author",
                Holder::Entity(party) => &party.entity,
            };
            let words = it.words(&self.document.article.body);
            let cells = [
                self.id(),
                self.date(),
                Cell::Text(holder),
                Cell::Text(it.polarity.word()),
                Cell::Text(&it.target.entity),
                Cell::Owned(words),
                number(it.intensity),
                number(it.confidence),
                Cell::Text(&it.annotator),
                Cell::Text(it.id.as_str()),
            ];
            self.add(1, &cells, Kind::Stance, Some(&it.id));
        }
    }

    fn article(&mut self) {
        let (meta, all) = (&self.document.article.meta, self.document.annotations);
        let tags: Vec<&str> = all.article_tags().map(|tag| tag.label.as_str()).collect();
        let cells = [
            self.id(),
            Cell::Text(&meta.title),
            self.date(),
            self.source(),
            Cell::Text(meta.url.as_deref().unwrap_or_default()),
            Cell::Owned(meta.authors.join("; ")),
            Cell::Text(meta.language.as_deref().unwrap_or_default()),
            Cell::Number(all.mentions.len()),
            Cell::Number(all.stances.len()),
            Cell::Owned(tags.join("; ")),
            Cell::Number(all.notes.len()),
        ];
        self.add(2, &cells, Kind::Article, None);
    }

    fn said(&mut self) {
        let (all, body) = (self.document.annotations, &self.document.article.body);
        let on = |on: &'a On| match on {
            On::Article => ("article", String::new(), ""),
            On::Span(anchor) => ("words", anchor.quote.clone(), ""),
            On::Annotation(id) => match (all.mention(id), all.stance(id)) {
                (Some(it), _) => ("mention", it.words(body), id.as_str()),
                (_, Some(it)) => ("stance", it.words(body), id.as_str()),
                _ => ("annotation", String::new(), id.as_str()),
            },
        };
        let tags = all.tags.iter().map(|it| (4, Kind::Tag, &it.label, &it.on, &it.annotator, &it.id));
        let notes = all.notes.iter().map(|it| (5, Kind::Note, &it.text, &it.on, &it.annotator, &it.id));
        for (sheet, kind, said, of, annotator, id) in tags.chain(notes) {
            let (of, words, of_id) = on(of);
            let (of, words, id_of) = (Cell::Text(of), Cell::Owned(words), Cell::Text(id.as_str()));
            let cells = [Cell::Text(said), self.id(), of, words, Cell::Text(annotator), id_of, Cell::Text(of_id)];
            self.add(sheet, &cells, kind, Some(id));
        }
    }
}
