//! Looks words up in the index and says which articles of the catalogue have them.

use super::bits::Bits;
use super::text_index::{Fields, TextIndex};
use crate::query::{Field as Where, Phrase};
use crate::store::Catalogue;
use std::collections::HashMap;
use std::ops::Bound;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::index::SegmentId;
use tantivy::postings::Postings;
use tantivy::query::{BooleanQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query as IndexQuery, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocId, DocSet, IndexReader, ReloadPolicy, Score, SegmentOrdinal, SegmentReader, TERMINATED, TantivyError, Term,
};

/// The most words that the open end of a phrase may stand for.
const EXPANSIONS: u32 = 2000;
/// A document whose article is not in the catalogue.
pub(super) const NOBODY: u32 = u32::MAX;

/// The numbers of a segment's documents.
type Numbers = Arc<Vec<u32>>;

/// Reads an index. It sees what was committed before the last [`Searcher::renew`].
pub struct Searcher {
    pub(super) fields: Fields,
    reader: IndexReader,
    catalogue: Arc<Catalogue>,
    /// The numbers of documents, a list a segment.
    numbers: Vec<Numbers>,
}

/// What is kept of a searcher while nobody asks: not the files of the index, whose pages would stay in memory.
pub struct Resting {
    catalogue: Arc<Catalogue>,
    segments: Vec<SegmentId>,
    numbers: Vec<Numbers>,
}

impl Resting {
    /// Opens the index again; answers nothing where it cannot be read.
    #[must_use]
    pub fn wake(self, index: &TextIndex, catalogue: &Arc<Catalogue>) -> Option<Searcher> {
        let mut searcher = Searcher::open(index, catalogue)?;
        if Arc::ptr_eq(&self.catalogue, catalogue) && searcher.segments() == self.segments {
            searcher.numbers = self.numbers;
        } else {
            searcher.number().ok()?;
        }
        Some(searcher)
    }
}

impl Searcher {
    /// Opens a reader; answers nothing where the index cannot be read.
    #[must_use]
    pub fn new(index: &TextIndex, catalogue: &Arc<Catalogue>) -> Option<Self> {
        let mut searcher = Self::open(index, catalogue)?;
        searcher.number().ok()?;
        Some(searcher)
    }

    fn open(index: &TextIndex, catalogue: &Arc<Catalogue>) -> Option<Self> {
        let reader = index.reading.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().ok()?;
        Some(Self { fields: index.fields, reader, catalogue: catalogue.clone(), numbers: Vec::new() })
    }

    /// Closes the index.
    #[must_use]
    pub fn rest(self) -> Resting {
        Resting { segments: self.segments(), catalogue: self.catalogue, numbers: self.numbers }
    }

    fn segments(&self) -> Vec<SegmentId> {
        self.reader.searcher().segment_readers().iter().map(SegmentReader::segment_id).collect()
    }

    /// Takes the newest state of the index, and another catalogue.
    pub fn renew(&mut self, catalogue: &Arc<Catalogue>) {
        self.catalogue = catalogue.clone();
        let _ = self.reader.reload();
        if self.number().is_err() {
            self.numbers.clear();
        }
    }

    /// Finds the catalogue's number of each document.
    fn number(&mut self) -> Result<(), TantivyError> {
        let searcher = self.reader.searcher();
        let by_key = if searcher.segment_readers().is_empty() { Vec::new() } else { self.catalogue.by_key() };
        let numbers = |segment| Ok(Arc::new(numbers(segment, &by_key)?));
        self.numbers = searcher.segment_readers().iter().map(numbers).collect::<Result<_, TantivyError>>()?;
        Ok(())
    }

    /// Returns the articles that answer a query of the index.
    pub(super) fn articles(&self, query: &dyn IndexQuery) -> Bits {
        let collector = Collect { numbers: self.numbers.clone(), len: self.catalogue.len() };
        let found = self.reader.searcher().search(query, &collector);
        found.unwrap_or_else(|_| Bits::none(self.catalogue.len()))
    }

    /// Returns how well articles answer a query of the index, by number.
    pub(super) fn scores(&self, query: &dyn IndexQuery) -> HashMap<u32, f32> {
        let collector = Weigh { numbers: self.numbers.clone() };
        self.reader.searcher().search(query, &collector).unwrap_or_default().into_iter().collect()
    }

    /// Returns how often words stand in the texts, by number; of a word that may go on all continuations count.
    pub(super) fn frequencies(&self, words: &[(String, bool)]) -> HashMap<u32, u64> {
        let mut all = HashMap::new();
        for (segment, numbers) in self.reader.searcher().segment_readers().iter().zip(&self.numbers) {
            let Ok(index) = segment.inverted_index(self.fields.text) else { continue };
            for (word, open) in words {
                let above = if *open { format!("{word}{}", char::MAX) } else { format!("{word}\0") };
                let range = index.terms().range().ge(word.as_bytes()).lt(above.as_bytes()).into_stream();
                let Ok(mut terms) = range else { continue };
                while let Some((_, info)) = terms.next() {
                    let postings = index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs);
                    let Ok(mut postings) = postings else { continue };
                    while postings.doc() != TERMINATED {
                        if let Some(number) = numbers.get(postings.doc() as usize) {
                            *all.entry(*number).or_insert(0) += u64::from(postings.term_freq());
                        }
                        postings.advance();
                    }
                }
            }
        }
        all
    }

    /// Words or a phrase as a query of the index.
    pub(super) fn query(&self, field: Where, phrase: &Phrase) -> Box<dyn IndexQuery> {
        let fields = self.fields;
        let of = |field: Field| phrase_query(field, phrase);
        match field {
            Where::Any => {
                Box::new(BooleanQuery::new(vec![(Occur::Should, of(fields.text)), (Occur::Should, of(fields.head))]))
            }
            Where::Title => of(fields.title),
            Where::Text => of(fields.text),
            Where::Source => of(fields.source),
            Where::Author => of(fields.author),
        }
    }
}

/// Returns the number of the article of each document of a segment, [`NOBODY`] where the catalogue has it not; both are gone
/// through in the order of their keys.
pub(super) fn numbers(segment: &SegmentReader, by_key: &[(u64, u32)]) -> Result<Vec<u32>, TantivyError> {
    let keys = segment.fast_fields().u64("key")?;
    let key = |doc| (keys.first(doc).unwrap_or_default(), doc);
    let mut docs: Vec<(u64, DocId)> = (0..segment.max_doc()).map(key).collect();
    docs.sort_unstable();
    let mut own = vec![NOBODY; docs.len()];
    let mut entries = by_key.iter().peekable();
    for (key, doc) in docs {
        while entries.next_if(|(other, _)| *other < key).is_some() {}
        if let Some((_, number)) = entries.peek().filter(|(other, _)| *other == key) {
            own[doc as usize] = *number;
        }
    }
    Ok(own)
}

fn phrase_query(field: Field, phrase: &Phrase) -> Box<dyn IndexQuery> {
    let terms: Vec<Term> = phrase.terms.iter().map(|term| Term::from_field_text(field, term)).collect();
    match (phrase.terms.as_slice(), phrase.prefix) {
        ([only], true) => prefix_query(field, only),
        ([_], false) => Box::new(TermQuery::new(terms[0].clone(), IndexRecordOption::WithFreqs)),
        (_, true) => {
            let mut query = PhrasePrefixQuery::new(terms);
            query.set_max_expansions(EXPANSIONS);
            Box::new(query)
        }
        (_, false) => Box::new(PhraseQuery::new(terms)),
    }
}

/// All terms from `prefix` on up to the first that does not begin with it.
pub(super) fn prefix_query(field: Field, prefix: &str) -> Box<dyn IndexQuery> {
    let above = format!("{prefix}{}", char::MAX);
    Box::new(RangeQuery::new(
        Bound::Included(Term::from_field_text(field, prefix)),
        Bound::Excluded(Term::from_field_text(field, &above)),
    ))
}

/// Collects numbers of articles.
struct Collect {
    numbers: Vec<Numbers>,
    len: usize,
}

struct CollectSegment {
    numbers: Numbers,
    bits: Bits,
}

impl Collector for Collect {
    type Fruit = Bits;
    type Child = CollectSegment;

    fn for_segment(&self, at: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<CollectSegment> {
        let numbers = self.numbers.get(at as usize).cloned().unwrap_or_default();
        Ok(CollectSegment { numbers, bits: Bits::none(self.len) })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Bits>) -> tantivy::Result<Bits> {
        let mut all = Bits::none(self.len);
        fruits.iter().for_each(|bits| all.or(bits));
        Ok(all)
    }
}

impl SegmentCollector for CollectSegment {
    type Fruit = Bits;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(number) = self.numbers.get(doc as usize) {
            self.bits.put(*number);
        }
    }

    fn harvest(self) -> Bits {
        self.bits
    }
}

/// Collects numbers of articles with their scores.
struct Weigh {
    numbers: Vec<Numbers>,
}

struct WeighSegment {
    numbers: Numbers,
    scores: Vec<(u32, f32)>,
}

impl Collector for Weigh {
    type Fruit = Vec<(u32, f32)>;
    type Child = WeighSegment;

    fn for_segment(&self, at: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<WeighSegment> {
        let numbers = self.numbers.get(at as usize).cloned().unwrap_or_default();
        Ok(WeighSegment { numbers, scores: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(u32, f32)>>) -> tantivy::Result<Vec<(u32, f32)>> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for WeighSegment {
    type Fruit = Vec<(u32, f32)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let Some(number) = self.numbers.get(doc as usize) {
            self.scores.push((*number, score));
        }
    }

    fn harvest(self) -> Vec<(u32, f32)> {
        self.scores
    }
}
