//! Which articles a query asks for, and in which order.

use super::bits::Bits;
use super::leaves::holds;
use super::searcher::Searcher;
use crate::model::{ArticleId, Registry};
use crate::query::{Expr, Field, Is, Phrase, Query, Test};
use crate::store::catalogue::NO_DAY;
use crate::store::catalogue_writer::day_number;
use crate::store::{Library, Place, Progress, Snapshot};
use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, Query as IndexQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sort {
    /// Day of publication, newest first.
    #[default]
    Date,
    /// Unread, read, annotated.
    State,
    /// Source.
    Source,
    /// Title.
    Title,
    /// Tags.
    Tags,
    /// Number of annotations, most first.
    Counts,
    /// How well the words of the query fit, best first.
    Relevance,
    /// How often the words of the query stand in the text, most often first.
    Hits,
}

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The query.
    pub query: Query,
    /// The order of the answer.
    pub order: Sort,
    /// Whether that is turned round.
    pub reverse: bool,
    /// What was read.
    pub places: Arc<BTreeMap<ArticleId, Place>>,
    /// Names that are one entity.
    pub registry: Arc<Registry>,
}

/// The articles that answer, by number, in the order asked for.
pub type Answer = Vec<u32>;

/// Is told how far a search through texts is, and says whether it goes on.
pub type GoOn<'a> = &'a dyn Fn(Progress) -> bool;

/// One query being answered.
pub(super) struct Answering<'a> {
    pub library: &'a Library,
    pub snapshot: &'a Snapshot,
    pub searcher: Option<&'a Searcher>,
    pub asked: &'a Question,
    pub go_on: GoOn<'a>,
    stopped: Cell<bool>,
    read: OnceCell<Bits>,
}

impl Question {
    /// Says whether the answer needs the index of the texts.
    #[must_use]
    pub fn needs_words(&self) -> bool {
        any(&self.query.expr, &|test| matches!(test, Test::Words(..) | Test::Language(_)))
    }

    /// Says whether the answer needs more than the articles themselves: what was annotated, or which stories are the same.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        let bare = |test: &Test| match test {
            Test::Words(field, _) => *field != Field::Any,
            Test::Language(_) | Test::Date(_) | Test::Regex(_) => true,
            _ => false,
        };
        any(&self.query.expr, &|test| !bare(test))
    }

    /// Answers; nothing where `go_on` said no meanwhile. Without a searcher no word is found.
    #[must_use]
    pub fn answer(
        &self,
        library: &Library,
        snapshot: &Snapshot,
        searcher: Option<&Searcher>,
        go_on: GoOn<'_>,
    ) -> Option<Answer> {
        let (stopped, read) = (Cell::new(false), OnceCell::new());
        let answering = Answering { library, snapshot, searcher, asked: self, go_on, stopped, read };
        let found = if self.query.is_empty() { None } else { Some(answering.of(&self.query.expr, None)) };
        let answer = answering.arrange(found.as_ref());
        (!answering.stopped.get()).then_some(answer)
    }
}

impl Answering<'_> {
    fn len(&self) -> usize {
        self.snapshot.catalogue.len()
    }

    /// Returns the articles that answer; where `among` is given only those of it matter.
    fn of(&self, expr: &Expr, among: Option<&Bits>) -> Bits {
        match expr {
            Expr::And(all) => self.all_of(all, among),
            Expr::Or(all) => {
                let mut bits = Bits::none(self.len());
                all.iter().for_each(|one| bits.or(&self.of(one, among)));
                bits
            }
            Expr::Not(one) => {
                let mut bits = self.of(one, among);
                bits.not();
                bits
            }
            Expr::Test(test) => self.test(test, among),
        }
    }

    /// What the index can answer is asked of it at once; what reads texts comes last, among what is left. What is denied is
    /// taken away by us: the engine (0.27) may seek backwards in phrases that it excludes.
    fn all_of(&self, all: &[Expr], among: Option<&Bits>) -> Bits {
        let (mut clauses, mut rest) = (Vec::new(), Vec::new());
        for one in all {
            match self.in_index(one) {
                Some(query) => clauses.push((Occur::Must, query)),
                None => rest.push(one),
            }
        }
        let mut bits = match self.searcher.filter(|_| !clauses.is_empty()) {
            Some(searcher) => searcher.articles(&BooleanQuery::new(clauses)),
            None => Bits::all(self.len()),
        };
        among.iter().for_each(|among| bits.and(among));
        rest.sort_by_key(|one| reads_texts(one));
        for one in rest {
            let more = self.of(one, Some(&bits));
            bits.and(&more);
        }
        bits
    }

    /// Returns a query of the index that answers the same, where there is one.
    fn in_index(&self, expr: &Expr) -> Option<Box<dyn IndexQuery>> {
        let searcher = self.searcher?;
        match expr {
            Expr::Test(Test::Words(Field::Any, phrase)) if self.is_tag(phrase) => None,
            Expr::Test(Test::Words(field, phrase)) => Some(searcher.query(*field, phrase)),
            Expr::Or(all) => {
                let all: Option<Vec<_>> = all.iter().map(|one| Some((Occur::Should, self.in_index(one)?))).collect();
                Some(Box::new(BooleanQuery::new(all?)))
            }
            Expr::And(all) if !all.is_empty() => {
                let all: Option<Vec<_>> = all.iter().map(|one| Some((Occur::Must, self.in_index(one)?))).collect();
                Some(Box::new(BooleanQuery::new(all?)))
            }
            _ => None,
        }
    }

    /// Says whether words stand in a tag: then the index alone does not know all that they find.
    fn is_tag(&self, phrase: &Phrase) -> bool {
        self.snapshot.marked.iter().any(|row| tagged(row, phrase))
    }

    fn test(&self, test: &Test, among: Option<&Bits>) -> Bits {
        match test {
            Test::Words(field, phrase) => {
                let mut bits = self.searcher.map_or_else(
                    || Bits::none(self.len()),
                    |searcher| searcher.articles(&*searcher.query(*field, phrase)),
                );
                if *field == Field::Any {
                    let tagged = self.snapshot.numbered().filter(|(_, row)| tagged(row, phrase));
                    tagged.for_each(|(number, _)| bits.put(number));
                }
                bits
            }
            Test::Language(tag) => self.language(tag),
            Test::Regex(pattern) => self.regex(pattern, among),
            Test::Date(range) => {
                let (first, last) = range.days();
                let first = first.map_or(NO_DAY + 1, day_number);
                let last = last.map_or(i32::MAX, day_number);
                let days = (0..).zip(&self.snapshot.catalogue.columns.days);
                Bits::of(self.len(), days.filter(|(_, day)| (first..=last).contains(day)).map(|(number, _)| number))
            }
            Test::Is(is) => self.is(*is),
            Test::Story(path) => {
                let number = self.snapshot.catalogue.number(&ArticleId::new(path));
                let all = number.map_or_else(Vec::new, |number| self.snapshot.same_story(number));
                Bits::of(self.len(), all.into_iter())
            }
            other => {
                let rows = self.snapshot.numbered();
                let found = rows.filter(|(_, row)| holds(row, other, &self.asked.registry) == Some(true));
                Bits::of(self.len(), found.map(|(number, _)| number))
            }
        }
    }

    /// A language is found by its tag, and a tag with a region by that of the language alone.
    fn language(&self, tag: &str) -> Bits {
        let Some(searcher) = self.searcher else { return Bits::none(self.len()) };
        let field = searcher.fields.language;
        let exact = TermQuery::new(Term::from_field_text(field, tag), IndexRecordOption::Basic);
        let regional = super::searcher::prefix_query(field, &format!("{tag}-"));
        searcher.articles(&BooleanQuery::new(vec![(Occur::Should, Box::new(exact)), (Occur::Should, regional)]))
    }

    /// Reads texts one by one.
    fn regex(&self, pattern: &str, among: Option<&Bits>) -> Bits {
        let mut bits = Bits::none(self.len());
        let Ok(regex) = regex::Regex::new(pattern) else { return bits };
        let all = Bits::all(self.len());
        let among = among.unwrap_or(&all);
        let total = among.count();
        for (done, number) in among.iter().enumerate() {
            if self.stopped.get() || !(self.go_on)(Progress { done, total }) {
                self.stopped.set(true);
                break;
            }
            let article = self.snapshot.catalogue.head(number).and_then(|head| self.library.article(&head.id).ok());
            if article.is_some_and(|article| regex.is_match(article.body.as_str())) {
                bits.put(number);
            }
        }
        bits
    }

    fn is(&self, is: Is) -> Bits {
        let annotated = self.snapshot.numbered().filter(|(_, row)| row.counts.any()).map(|(number, _)| number);
        let mut bits = Bits::of(self.len(), annotated);
        if is != Is::Annotated {
            bits.or(self.opened());
        }
        if is == Is::Unread {
            bits.not();
        }
        bits
    }

    /// The articles that were opened.
    pub(super) fn opened(&self) -> &Bits {
        self.read.get_or_init(|| {
            let numbers = self.snapshot.catalogue.numbers(self.asked.places.keys());
            Bits::of(self.len(), numbers.into_values())
        })
    }

    /// Returns how well the words of the query fit, by number.
    pub(super) fn scores(&self) -> std::collections::HashMap<u32, f32> {
        let Some(searcher) = self.searcher else { return Default::default() };
        let phrases = self.asked.query.phrases();
        let any = phrases.into_iter().map(|phrase| (Occur::Should, searcher.query(Field::Any, phrase))).collect();
        searcher.scores(&BooleanQuery::new(any))
    }
}

/// Says whether a test that fits stands anywhere in a query.
fn any(expr: &Expr, fits: &dyn Fn(&Test) -> bool) -> bool {
    match expr {
        Expr::And(all) | Expr::Or(all) => all.iter().any(|one| any(one, fits)),
        Expr::Not(one) => any(one, fits),
        Expr::Test(test) => fits(test),
    }
}

fn tagged(row: &crate::store::Row, phrase: &Phrase) -> bool {
    row.counts.tags.iter().any(|tag| phrase.is_in(tag))
}

fn reads_texts(expr: &Expr) -> bool {
    match expr {
        Expr::And(all) | Expr::Or(all) => all.iter().any(reads_texts),
        Expr::Not(one) => reads_texts(one),
        Expr::Test(test) => matches!(test, Test::Regex(_)),
    }
}
