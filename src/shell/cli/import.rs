//! `import`: annotations that were made elsewhere, tied to the articles of the library or to new ones.

use super::arguments::ImportArguments;
use super::choose::choose;
use super::failure::Failure;
use super::output::say;
use super::place::Place;
use crate::formats::import::{Attached, Imported, Known, Place as Where, attach, new_article};
use crate::model::{Act, Annotations, Article, ArticleId, Id, Ids, Journal, What};
use crate::query::Query;
use crate::store::{Library, StoreError, read_files};
use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};

/// Brings what a path holds, and says what became of it.
pub fn run(place: &Place, wanted: &ImportArguments) -> Result<bool, Failure> {
    let library = match &wanted.annotator {
        Some(name) => Library::new(place.library.root(), name),
        None => place.library.clone(),
    };
    let read = wanted.format.read(read_files(&wanted.path)?);
    let mut import = Import::new(&library, known(place));
    for one in &read {
        import.bring(one)?;
    }
    let kinds = import.kinds.iter().filter(|kind| place.settings.config.codebook.kind(kind).is_none());
    for kind in kinds {
        say(&format!("the type {kind} is not in the codebook; config.toml can add it under [[types]]"));
    }
    let others: Vec<&str> =
        import.annotators.iter().map(String::as_str).filter(|name| **name != **library.annotator()).collect();
    if !others.is_empty() {
        say(&format!("What {} made is in the journals of {} now.", others.join(", "), library.annotator()));
    }
    say(&import.sentence(read.len()));
    Ok(import.refused == 0)
}

/// Looks at all articles of the library.
fn known(place: &Place) -> Known {
    let (mut known, chosen) = (Known::default(), choose(place, Query::default()));
    for row in chosen.rows() {
        match place.library.article(&row.id) {
            Ok(article) => known.add(&article),
            Err(error) => say(&error.to_string()),
        }
    }
    known
}

/// An import on its way.
struct Import<'a> {
    library: &'a Library,
    known: Known,
    ids: Ids,
    now: jiff::Timestamp,
    /// All acts are one group.
    group: Id,
    kinds: BTreeSet<String>,
    annotators: BTreeSet<String>,
    /// Mentions, stances, tags and notes that were added.
    added: [usize; 4],
    new: usize,
    same: usize,
    refused: usize,
}

impl<'a> Import<'a> {
    fn new(library: &'a Library, known: Known) -> Self {
        let now = jiff::Timestamp::now();
        let mut ids = Ids::new(RandomState::new().hash_one(std::process::id()));
        let group = ids.next(u64::try_from(now.as_millisecond()).unwrap_or(0));
        let now = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
        let (kinds, annotators) = (BTreeSet::new(), BTreeSet::new());
        Self { library, known, ids, now, group, kinds, annotators, added: [0; 4], new: 0, same: 0, refused: 0 }
    }

    /// Ties one article's annotations; what cannot be is told and counted.
    fn bring(&mut self, read: &Imported) -> Result<(), StoreError> {
        for complaint in &read.complaints {
            let line = complaint.line.map(|line| format!(" line {line}")).unwrap_or_default();
            self.refuse(&format!("{}{line}: {}", read.name, complaint.what));
        }
        let article = match self.known.place(read) {
            Where::There(id) => Some(self.library.article(&id)?),
            Where::New => self.new_article(read)?,
            Where::Unclear(why) => {
                self.refuse(&format!("{} is refused: {why}; take one of them away", read.name));
                None
            }
        };
        let Some(article) = article else { return Ok(()) };
        let there = self.own(&article)?;
        let millis = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        let Attached { acts, same, refused } = attach(read, &article, &there, &mut || self.ids.next(millis));
        self.same += same;
        refused.iter().for_each(|why| self.refuse(&format!("{}: {why}", read.name)));
        self.count(read);
        let acts: Vec<Act> = acts.into_iter().map(|added| self.act(added.id, added.what)).collect();
        if acts.is_empty() { Ok(()) } else { self.library.append(&article.id, &acts) }
    }

    fn new_article(&mut self, read: &Imported) -> Result<Option<Article>, StoreError> {
        let Some(bytes) = new_article(read) else {
            if read.complaints.is_empty() {
                self.refuse(&format!("{} has no text, so there is nothing to mark", read.name));
            }
            return Ok(None);
        };
        // A name is that of the file that it was read from, never one that an article gives itself.
        let stem = read.name.rsplit_once('.').map_or(read.name.as_str(), |(stem, _)| stem);
        let id: ArticleId = self.library.new_article(stem, &bytes)?;
        let article = self.library.article(&id)?;
        self.new += 1;
        self.known.add(&article);
        Ok(Some(article))
    }

    /// Returns what the annotator has on an article already.
    fn own(&self, article: &Article) -> Result<Annotations, StoreError> {
        let (journals, _) = self.library.journals(&article.id)?;
        let own: Vec<Journal> = journals.into_iter().take(1).collect();
        Ok(Annotations::fold(&own, &article.body, &article.hash))
    }

    fn act(&mut self, id: Id, what: What) -> Act {
        let kind = match &what {
            What::Mention { .. } => 0,
            What::Stance { .. } => 1,
            What::Tag { .. } => 2,
            _ => 3,
        };
        self.added[kind] += 1;
        Act { id, at: self.now, group: Some(self.group.clone()), what, extra: toml::Table::new() }
    }

    fn count(&mut self, read: &Imported) {
        let all = &read.annotations;
        self.kinds.extend(all.mentions.iter().map(|it| it.kind.clone()));
        let made = all.mentions.iter().map(|it| &it.annotator).chain(all.stances.iter().map(|it| &it.annotator));
        let made = made.chain(all.tags.iter().map(|it| &it.annotator)).chain(all.notes.iter().map(|it| &it.annotator));
        self.annotators.extend(made.filter(|name| !name.is_empty()).map(|name| name.to_string()));
    }

    fn refuse(&mut self, sentence: &str) {
        self.refused += 1;
        say(sentence);
    }

    fn sentence(&self, texts: usize) -> String {
        let [mentions, stances, tags, notes] = self.added;
        format!(
            "{texts} texts read, {} new articles: {mentions} mentions, {stances} stances, {tags} tags and {notes} notes \
             added; {} were there already; {} refused.",
            self.new, self.same, self.refused
        )
    }
}
