//! The inverted index of the texts: kept in step with the catalogue, rebuilt from nothing when it is deleted.

use super::bits::Bits;
use super::searcher::{NOBODY, numbers};
use super::sparing::Sparing;
use super::words::Words;
use crate::model::Article;
use crate::store::catalogue_writer::at;
use crate::store::{Catalogue, Library, Progress, StoreError};
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};
use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term};

/// The name of the folder, which changes with what is in it.
const FOLDER: &str = "text-1";
/// Memory for texts that are not yet written, in bytes a thread.
const HEAP: usize = 16 << 20;
/// The most articles of a part of the index that is still joined with others: what is joined is in memory meanwhile.
const LARGE: usize = 50_000;
/// Fewer texts are indexed by one thread: more cost more to start than they save.
const FEW: usize = 2000;
/// How long a text may wait until it can be found.
const COMMIT: Duration = Duration::from_secs(20);

/// What is told while texts are indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// How far it is.
    At(Progress),
    /// What was indexed so far can be found from now on; how far it is, nothing at the end.
    Committed(Option<Progress>),
}

/// The parts of an indexed article.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub key: Field,
    pub stamp: Field,
    pub title: Field,
    pub text: Field,
    pub source: Field,
    pub author: Field,
    /// Title, source, authors and path together.
    pub head: Field,
    pub language: Field,
}

/// What the index has otherwise than the catalogue.
struct Differences {
    /// Keys that the catalogue has not.
    gone: Vec<u64>,
    /// Numbers that the index has not, or not as they are.
    new: Vec<u32>,
    /// Those of them that it has as they were.
    old: Bits,
}

/// The index.
#[derive(Clone)]
pub struct TextIndex {
    /// For writing: joining parts reads all of each in turn, so that its files are mapped.
    index: Index,
    /// For questions.
    pub(super) reading: Index,
    pub(super) fields: Fields,
}

impl std::fmt::Debug for TextIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TextIndex")
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = |option| {
        let indexing = TextFieldIndexing::default().set_tokenizer("words").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let phrases = words(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        key: schema.add_u64_field("key", INDEXED | FAST),
        stamp: schema.add_u64_field("stamp", FAST),
        title: schema.add_text_field("title", phrases.clone()),
        text: schema.add_text_field("text", phrases.clone()),
        source: schema.add_text_field("source", phrases.clone()),
        author: schema.add_text_field("author", phrases.clone()),
        head: schema.add_text_field("head", phrases),
        language: schema.add_text_field("language", STRING),
    };
    (schema.build(), fields)
}

impl TextIndex {
    /// Opens the index of a library, or begins one. Where the folder cannot be written it lies in memory; one that is
    /// damaged is thrown away and made anew.
    ///
    /// # Errors
    /// When not even memory can be had.
    pub fn open(library: &Library) -> Result<Self, StoreError> {
        let folder = library.derived().join(FOLDER);
        let (schema, fields) = schema();
        let opened = in_folder(&folder, &schema).or_else(|_| {
            let _ = fs::remove_dir_all(&folder);
            in_folder(&folder, &schema)
        });
        let (index, mut reading) = opened.unwrap_or_else(|_| {
            let index = Index::create_in_ram(schema);
            (index.clone(), index)
        });
        // Parts of the index are looked through at once: a phrase of two common words takes long in each. Where no thread is
        // to be had, one after the other.
        let _ = reading.set_default_multithread_executor();
        for index in [&index, &reading] {
            index.tokenizers().register("words", TextAnalyzer::from(Words::default()));
        }
        Ok(Self { index, reading, fields })
    }

    /// Takes in what the catalogue has and the index has not, takes out what is gone, and commits now and then, so that a
    /// killed program goes on where it was. `report` is told how far it is; when it answers false the rest is left for
    /// later. Answers whether anything was changed; where another window is at it, nothing is.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn update(
        &self,
        library: &Library,
        catalogue: &Catalogue,
        report: &mut dyn FnMut(Step) -> bool,
    ) -> Result<bool, StoreError> {
        let folder = library.derived().join(FOLDER);
        let failed = |error: TantivyError| StoreError::of("index the texts in", &folder)(plain(&error));
        let differences = self.differences(catalogue).map_err(failed)?;
        if differences.gone.is_empty() && differences.new.is_empty() {
            return Ok(false);
        }
        let threads = if differences.new.len() < FEW { 1 } else { 2 };
        // One thread joins parts: each more needs some 50 MB, and two cores have no use for them.
        let options = IndexWriterOptions::builder().num_worker_threads(threads).memory_budget_per_thread(HEAP);
        let mut writer: IndexWriter = match self.index.writer_with_options(options.num_merge_threads(1).build()) {
            Ok(writer) => writer,
            Err(TantivyError::LockFailure(..)) => return Ok(false),
            Err(error) => return Err(failed(error)),
        };
        // Another window may have indexed the same between the look and the lock.
        let differences = self.differences(catalogue).map_err(failed)?;
        let mut policy = LogMergePolicy::default();
        policy.set_max_docs_before_merge(LARGE);
        writer.set_merge_policy(Box::new(policy));
        for key in &differences.gone {
            writer.delete_term(Term::from_field_u64(self.fields.key, *key));
        }
        self.take_in(library, catalogue, &differences, &mut writer, report).map_err(failed)?;
        writer.commit().map_err(failed)?;
        report(Step::Committed(None));
        writer.wait_merging_threads().map_err(failed)?;
        Ok(true)
    }

    fn take_in(
        &self,
        library: &Library,
        catalogue: &Catalogue,
        Differences { new, old, .. }: &Differences,
        writer: &mut IndexWriter,
        report: &mut dyn FnMut(Step) -> bool,
    ) -> Result<(), TantivyError> {
        let (keys, stamps) = (catalogue.keys(), catalogue.stamps());
        let mut committed = Instant::now();
        for (done, number) in new.iter().enumerate() {
            let (key, stamp) = at(&keys, &stamps, *number as usize);
            // Each deletion is looked for in every part of the index: a million of them cost more than all the texts.
            if old.has(*number) {
                writer.delete_term(Term::from_field_u64(self.fields.key, key));
            }
            let head = catalogue.head(*number);
            let article = head.and_then(|head| library.article(&head.id).ok());
            // An article that cannot be read is known by its path alone, so that it is not tried again at each start.
            writer.add_document(self.document(key, stamp, article.as_ref()))?;
            let progress = Progress { done, total: new.len() };
            if !report(Step::At(progress)) {
                break;
            }
            if committed.elapsed() > COMMIT {
                writer.commit()?;
                report(Step::Committed(Some(progress)));
                committed = Instant::now();
            }
        }
        Ok(())
    }

    fn document(&self, key: u64, stamp: u64, article: Option<&Article>) -> TantivyDocument {
        let (mut document, fields) = (TantivyDocument::new(), &self.fields);
        document.add_u64(fields.key, key);
        document.add_u64(fields.stamp, stamp);
        let Some(article) = article else { return document };
        let meta = &article.meta;
        document.add_text(fields.text, article.body.as_str());
        document.add_text(fields.title, &meta.title);
        document.add_text(fields.head, &meta.title);
        document.add_text(fields.head, article.id.as_str());
        if let Some(source) = &meta.source {
            document.add_text(fields.source, source);
            document.add_text(fields.head, source);
        }
        for author in &meta.authors {
            document.add_text(fields.author, author);
            document.add_text(fields.head, author);
        }
        if let Some(language) = &meta.language {
            document.add_text(fields.language, language.to_ascii_lowercase());
        }
        document
    }

    fn differences(&self, catalogue: &Catalogue) -> Result<Differences, TantivyError> {
        let reader = self.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        let (by_key, wanted) = (catalogue.by_key(), catalogue.stamps());
        let (mut gone, mut there, mut old) = (Vec::new(), Bits::none(catalogue.len()), Bits::none(catalogue.len()));
        for segment in reader.searcher().segment_readers() {
            let (keys, stamps) = (segment.fast_fields().u64("key")?, segment.fast_fields().u64("stamp")?);
            let numbers = numbers(segment, &by_key)?;
            for doc in segment.doc_ids_alive() {
                match numbers[doc as usize] {
                    NOBODY => gone.extend(keys.first(doc)),
                    number if stamps.first(doc) == wanted.get(number as usize).copied() => there.put(number),
                    number => old.put(number),
                }
            }
        }
        there.not();
        Ok(Differences { gone, new: there.iter().collect(), old })
    }
}

/// The engine's error as one of the system: its own words are for its makers.
fn plain(error: &TantivyError) -> io::Error {
    let words = format!("{error:?}");
    let kinds = [("StorageFull", io::ErrorKind::StorageFull), ("PermissionDenied", io::ErrorKind::PermissionDenied)];
    let known = kinds.into_iter().find(|(word, _)| words.contains(word));
    known.map_or_else(
        || io::Error::other("the index engine failed; delete the folder to begin anew"),
        |(_, kind)| kind.into(),
    )
}

/// Opens the index in a folder for writing and for reading.
fn in_folder(folder: &Path, schema: &Schema) -> Result<(Index, Index), TantivyError> {
    fs::create_dir_all(folder).map_err(|error| TantivyError::SystemError(error.to_string()))?;
    let directory = tantivy::directory::MmapDirectory::open(folder)?;
    let index = Index::open_or_create(directory, schema.clone())?;
    Ok((index, Index::open(Sparing::open(folder)?)?))
}
