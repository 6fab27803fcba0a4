//! Parquet out: the table of CSV, a row for each annotation, with types: numbers and days are such, and what is not said is
//! null. Rows are written in groups, so that a long table takes little memory.

use super::{Document, Piece, Tally, Writer};
use crate::formats::csv_out::{COLUMNS, Cells, cells, rows_of, tamed};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// Rows that are written together.
const GROUP: usize = 16_384;

/// What a column holds; of each row whether it says anything, and what.
enum Column {
    Text(Vec<i16>, Vec<ByteArray>),
    Number(Vec<i16>, Vec<i32>),
    Real(Vec<i16>, Vec<f64>),
    /// Days since 1970.
    Day(Vec<i16>, Vec<i32>),
}

/// Writes groups of rows as they fill.
pub(super) struct Parquet {
    file: Result<SerializedFileWriter<Vec<u8>>, ParquetError>,
    columns: Vec<Column>,
    rows: usize,
}

impl Parquet {
    pub(super) fn new() -> Self {
        let options = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = schema().and_then(|schema| SerializedFileWriter::new(Vec::new(), schema, Arc::new(options)));
        Self { file, columns: columns(), rows: 0 }
    }

    fn add(&mut self, cells: &Cells<'_>) {
        self.columns.iter_mut().zip(cells).for_each(|(column, cell)| column.add(cell));
        self.rows += 1;
    }

    /// Writes the rows that wait, and takes what is ready of the file.
    fn group(&mut self) -> Vec<Piece> {
        let full = std::mem::replace(&mut self.columns, columns());
        let rows = std::mem::take(&mut self.rows);
        let written = self.file.as_mut().map(|file| if rows > 0 { write(file, &full) } else { Ok(()) });
        debug_assert!(matches!(written, Ok(Ok(()))), "writing into memory cannot fail");
        self.taken()
    }

    fn taken(&mut self) -> Vec<Piece> {
        self.file.as_mut().map(|file| vec![Piece::More(std::mem::take(file.inner_mut()))]).unwrap_or_default()
    }
}

impl Writer for Parquet {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        for row in rows_of(document) {
            self.add(&tamed(cells(document.article, &row), document.article, &row, tally));
        }
        if self.rows >= GROUP { self.group() } else { Vec::new() }
    }

    fn end(&mut self) -> Vec<Piece> {
        let mut pieces = self.group();
        if let Ok(file) = &mut self.file {
            let ended = file.finish();
            debug_assert!(ended.is_ok(), "writing into memory cannot fail");
        }
        pieces.extend(self.taken());
        pieces
    }
}

impl Column {
    fn of(name: &str) -> Self {
        match name {
            "date" => Self::Day(Vec::new(), Vec::new()),
            "start" | "end" | "intensity" | "confidence" => Self::Number(Vec::new(), Vec::new()),
            "score" => Self::Real(Vec::new(), Vec::new()),
            _ => Self::Text(Vec::new(), Vec::new()),
        }
    }

    /// Adds a cell of CSV.
    fn add(&mut self, cell: &str) {
        let text = || (!cell.is_empty()).then(|| ByteArray::from(cell));
        match self {
            Self::Text(there, values) => fill(there, values, text()),
            Self::Number(there, values) => fill(there, values, cell.parse().ok()),
            Self::Real(there, values) => fill(there, values, cell.parse().ok()),
            Self::Day(there, values) => fill(there, values, days(cell)),
        }
    }

    fn write(&self, to: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Self::Text(there, values) => batch::<ByteArrayType>(to, there, values),
            Self::Number(there, values) | Self::Day(there, values) => batch::<Int32Type>(to, there, values),
            Self::Real(there, values) => batch::<DoubleType>(to, there, values),
        }
    }

    fn kind(&self) -> (Physical, Option<LogicalType>) {
        match self {
            Self::Text(..) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Self::Number(..) => (Physical::INT32, None),
            Self::Real(..) => (Physical::DOUBLE, None),
            Self::Day(..) => (Physical::INT32, Some(LogicalType::Date)),
        }
    }
}

fn fill<T>(there: &mut Vec<i16>, values: &mut Vec<T>, value: Option<T>) {
    there.push(value.is_some().into());
    values.extend(value);
}

fn batch<T: DataType>(to: &mut SerializedColumnWriter<'_>, there: &[i16], values: &[T::T]) -> Result<(), ParquetError> {
    to.typed::<T>().write_batch(values, Some(there), None).map(|_| ())
}

fn days(cell: &str) -> Option<i32> {
    let day: jiff::civil::Date = cell.parse().ok()?;
    day.since(jiff::civil::date(1970, 1, 1)).ok().map(|span| span.get_days())
}

fn columns() -> Vec<Column> {
    COLUMNS.iter().map(|name| Column::of(name)).collect()
}

fn schema() -> Result<TypePtr, ParquetError> {
    let field = |name: &&str| {
        let (physical, logical) = Column::of(name).kind();
        let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        field.with_logical_type(logical).build().map(Arc::new)
    };
    let fields: Result<Vec<TypePtr>, ParquetError> = COLUMNS.iter().map(field).collect();
    Type::group_type_builder("annotations").with_fields(fields?).build().map(Arc::new)
}

fn write(file: &mut SerializedFileWriter<Vec<u8>>, columns: &[Column]) -> Result<(), ParquetError> {
    let mut group = file.next_row_group()?;
    for column in columns {
        let Some(mut to) = group.next_column()? else { continue };
        column.write(&mut to)?;
        to.close()?;
    }
    group.close().map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, Column, Parquet, days};
    use crate::formats::export::{Piece, Tally, Writer};
    use crate::formats::fixture::every_kind;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use std::io::Write as _;

    #[test]
    fn rows_are_written_in_groups() {
        let (fixture, mut tally, mut parquet) = (every_kind(), Tally::default(), Parquet::new());
        let each = fixture.all.count() + fixture.all.rejections.len();
        let times = super::GROUP / each + 2;
        let mut pieces: Vec<Piece> =
            (0..times).flat_map(|_| parquet.document(&fixture.document(), &mut tally)).collect();
        pieces.extend(parquet.end());
        let bytes = pieces.into_iter().flat_map(|piece| match piece {
            Piece::More(bytes) | Piece::File(_, bytes) => bytes,
        });
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes.collect::<Vec<u8>>()).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let groups: Vec<i64> = reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!((groups.len(), groups.iter().sum::<i64>()), (2, i64::try_from(each * times).unwrap()));
        let words: String = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
        assert_eq!(words.matches("kind: \"rejection\"").count(), fixture.all.rejections.len() * times);
    }

    #[test]
    fn cells_have_the_types_of_their_columns() {
        let mut kinds = COLUMNS.map(Column::of);
        kinds.iter_mut().for_each(|column| column.add(""));
        let nothing = |column: &Column| match column {
            Column::Text(there, values) => *there == [0] && values.is_empty(),
            Column::Number(there, values) | Column::Day(there, values) => *there == [0] && values.is_empty(),
            Column::Real(there, values) => *there == [0] && values.is_empty(),
        };
        assert!(kinds.iter().all(nothing), "what is not said is null");
        assert_eq!([days("1970-01-02"), days("2023-07-10"), days("x")], [Some(1), Some(19_548), None]);
    }
}
