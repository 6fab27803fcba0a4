//! Importing: annotations that were made elsewhere, tied to the articles of the library or to new ones. What is read first
//! counts; all acts are written at the end, as one group, so that one undo takes them back. `import`, `add` and the
//! full-screen program share it.

use crate::formats::config::Edit;
use crate::formats::import::{
    Attached, Code, Conflicts, Extent, Found, Imported, Importer, Known, Place, Source, There, attach, lay_codes,
    new_article, resembles,
};
use crate::model::{Act, Annotations, Article, ArticleId, Codebook, Id, Ids, Journal, Revision, What};
use crate::store::{Library, Parts, Progress, Revised, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;

/// So many articles are looked at before it is told how far that is.
const SOME: usize = 512;

/// What is told while it goes on.
pub enum Told<'a> {
    /// How far the look at the articles of the library is, which comes first.
    Looking(Progress),
    /// How far it is with writing, which comes last.
    Writing(Progress),
    /// Something is left out; one sentence.
    Refused(&'a str),
    /// A remark; nothing is left out.
    Said(&'a str),
    /// What was read there goes to this article, which may be new.
    Tied(&'a str, &'a Article, bool),
}

/// Takes what is told; it may answer that it is enough. Until acts are written an import can be stopped: what was tied is
/// then not written.
pub type Tell<'a> = dyn FnMut(Told<'_>) -> ControlFlow<()> + 'a;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// Texts that were read.
    pub texts: usize,
    /// Articles that are new.
    pub new: usize,
    /// Mentions, stances, tags and notes that were added.
    pub added: [usize; 4],
    /// Annotations that took the place of what was there.
    pub changed: usize,
    /// Annotations that were there already.
    pub same: usize,
    /// What was left out, and told.
    pub refused: usize,
    /// Annotations among these that contradict what is marked.
    pub conflicts: usize,
    /// Types and tags that are new in the codebook, and those that got a definition.
    pub coded: [usize; 3],
    /// Codes that the codebook had already.
    pub coded_same: usize,
    /// Types of mentions that were read and are not in the codebook.
    pub kinds: BTreeSet<String>,
    /// Who made what was read, as far as that is said.
    pub annotators: BTreeSet<String>,
    /// The first article that something was brought for.
    pub first: Option<ArticleId>,
    /// Whether it was stopped: nothing was marked then.
    pub stopped: bool,
}

/// How an import is done.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// What is done with what contradicts what is there.
    pub conflicts: Conflicts,
    /// The codebook as it is.
    pub codebook: Codebook,
}

/// An import on its way.
pub struct Import<'a> {
    library: &'a Library,
    parts: &'a mut Parts,
    known: Known,
    how: How,
    /// New articles that are not on the disk yet.
    unwritten: BTreeMap<ArticleId, Article>,
    ids: Ids,
    now: jiff::Timestamp,
    /// All acts are one group.
    group: Id,
    acts: BTreeMap<ArticleId, Vec<Act>>,
    /// Changes of the codebook.
    edits: Vec<Edit>,
    brought: Brought,
}

impl<'a> Import<'a> {
    /// Begins with a look at all articles of the library.
    pub fn new(library: &'a Library, parts: &'a mut Parts, how: How, tell: &mut Tell<'_>) -> Self {
        let now = jiff::Timestamp::now();
        let mut ids = Ids::new(RandomState::new().hash_one(std::process::id()));
        let group = ids.next(millis(now));
        let now = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
        let (unwritten, acts, edits, brought) = (BTreeMap::new(), BTreeMap::new(), Vec::new(), Brought::default());
        let known = Known::default();
        let mut import = Self { library, parts, known, how, unwritten, ids, now, group, acts, edits, brought };
        import.look(tell);
        import
    }

    /// Learns which articles are there.
    fn look(&mut self, tell: &mut Tell<'_>) {
        let all = self.library.article_ids().0;
        let total = all.len();
        for (done, id) in all.into_iter().enumerate() {
            if done % SOME == SOME - 1 {
                self.say(Told::Looking(Progress { done, total }), tell);
            }
            if self.brought.stopped {
                return;
            }
            match self.library.article(&id) {
                Ok(article) => self.known.add(&article),
                Err(error) => self.say(Told::Refused(&error.to_string()), tell),
            }
        }
    }

    fn say(&mut self, told: Told<'_>, tell: &mut Tell<'_>) {
        self.brought.stopped |= tell(told).is_break();
    }

    /// Takes all that sources of a format hold, whose endings count where `named` says so; what cannot be used is told and
    /// counted.
    ///
    /// # Errors
    /// When a file cannot be read, or a new article not be written.
    pub fn bring(
        &mut self,
        format: &Importer,
        sources: Vec<Source>,
        named: bool,
        tell: &mut Tell<'_>,
    ) -> Result<(), StoreError> {
        let mut done = Ok(());
        let mut give = |found| {
            if !self.brought.stopped {
                done = self.take(found, tell);
            }
            if done.is_ok() && !self.brought.stopped { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let _ = if named { format.read(sources, &mut give) } else { format.read_all(sources, &mut give) };
        done
    }

    fn take(&mut self, found: Found, tell: &mut Tell<'_>) -> Result<(), StoreError> {
        match found {
            Found::Text(read) => self.text(&read, tell),
            Found::Codes(name, codes) => {
                self.codes(&name, &codes, tell);
                Ok(())
            }
        }
    }

    /// Lays codes over the codebook.
    fn codes(&mut self, name: &str, codes: &[Code], tell: &mut Tell<'_>) {
        let coded = lay_codes(codes, &self.how.codebook, self.how.conflicts == Conflicts::Replace);
        coded.refused.iter().for_each(|why| self.refuse(&format!("{name}: {why}"), tell));
        for (sum, more) in self.brought.coded.iter_mut().zip(coded.added) {
            *sum += more;
        }
        self.brought.coded_same += coded.same;
        self.brought.conflicts += coded.conflicts;
        self.edits.extend(coded.edits);
    }

    /// Ties one article's annotations.
    fn text(&mut self, read: &Imported, tell: &mut Tell<'_>) -> Result<(), StoreError> {
        self.brought.texts += 1;
        for complaint in &read.complaints {
            let line = complaint.line.map(|line| format!(" line {line}")).unwrap_or_default();
            self.refuse(&format!("{}{line}: {}", read.name, complaint.what), tell);
        }
        for remark in &read.remarks {
            self.say(Told::Said(&format!("{}: {remark}", read.name)), tell);
        }
        let (article, is_new) = match self.known.place(read) {
            Place::There(id) => {
                let article = self.article(&id)?;
                if resembles(read, &article) {
                    (Some(article), false)
                } else {
                    let said = format!("{}: {id} has another text, so it is brought as a new article", read.name);
                    self.say(Told::Said(&said), tell);
                    (self.new_article(read, tell)?, true)
                }
            }
            Place::New => (self.new_article(read, tell)?, true),
            Place::Unclear(why) => {
                self.refuse(&format!("{} is refused: {why}; take one of them away", read.name), tell);
                (None, false)
            }
        };
        let Some(article) = article else { return Ok(()) };
        let (before, all) = self.own(&article)?;
        let there = There { before: &before, all: &all, conflicts: self.how.conflicts };
        let millis = millis(self.now);
        let Attached { acts, same, refused, conflicts } = attach(read, &article, there, &mut || self.ids.next(millis));
        self.brought.same += same;
        self.brought.conflicts += conflicts;
        refused.iter().for_each(|why| self.refuse(&format!("{}: {why}", read.name), tell));
        self.count(read);
        let acts: Vec<Act> = acts.into_iter().map(|added| self.act(added.id, added.what)).collect();
        if is_new || !acts.is_empty() {
            self.brought.first.get_or_insert_with(|| article.id.clone());
            self.say(Told::Tied(&read.name, &article, is_new), tell);
        }
        if !acts.is_empty() {
            self.acts.entry(article.id.clone()).or_default().extend(acts);
        }
        Ok(())
    }

    /// Writes what was tied; `title` says in a few words what is taken back by an undo.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn end(mut self, title: &str, tell: &mut Tell<'_>) -> Result<Brought, StoreError> {
        let (codebook, edits) = (&self.how.codebook, &self.edits);
        let is_coded = |kind: &String| edits.iter().any(|edit| edit.list == "types" && edit.key == *kind);
        self.brought.kinds.retain(|kind| codebook.kind(kind).is_none() && !is_coded(kind));
        if self.parts.is_dry() || self.brought.stopped {
            return Ok(self.brought);
        }
        self.parts.flush()?;
        if !edits.is_empty() {
            self.library.edit_config(edits)?;
        }
        if self.acts.is_empty() {
            return Ok(self.brought);
        }
        let articles = self.acts.keys().cloned().collect();
        let revision = Revision { articles, title: title.to_owned(), ..Revision::default() };
        let what = What::Entity(Box::new(revision.clone()));
        let act = Act { id: self.group.clone(), at: self.now, group: None, what, extra: toml::Table::new() };
        // What names the articles goes first: a kill in between leaves nothing that cannot be taken back as a whole.
        let revised = self.library.revise(&revision, &act)?;
        debug_assert_eq!(revised, Revised::Done, "it changes no row");
        self.library.append_all(&self.acts, &mut |progress| {
            let _ = tell(Told::Writing(progress)); // it is written as a whole
        })?;
        Ok(self.brought)
    }

    fn article(&self, id: &ArticleId) -> Result<Article, StoreError> {
        self.unwritten.get(id).cloned().map_or_else(|| self.library.article(id), Ok)
    }

    fn new_article(&mut self, read: &Imported, tell: &mut Tell<'_>) -> Result<Option<Article>, StoreError> {
        let Some(bytes) = new_article(read) else {
            if read.complaints.is_empty() {
                self.refuse(&format!("{} has no text, so there is nothing to mark", read.name), tell);
            }
            return Ok(None);
        };
        // A name is that of the file that it was read from, never one that an article gives itself.
        let stem = read.name.rsplit_once('.').map_or(read.name.as_str(), |(stem, _)| stem);
        let id = self.parts.put_imported(stem, &bytes)?;
        let article = crate::formats::read(&id, &bytes);
        self.unwritten.insert(id, article.clone());
        if self.parts.is_full() {
            self.parts.flush()?;
            self.unwritten.clear();
        }
        self.brought.new += 1;
        match read.extent {
            Extent::Quotes => self.known.add(&article),
            Extent::Whole | Extent::Words => self.known.add_text(&article),
        }
        Ok(Some(article))
    }

    /// Returns what the annotator has on an article: before, and with what is about to be written.
    fn own(&self, article: &Article) -> Result<(Annotations, Annotations), StoreError> {
        let (journals, _) = self.library.journals(&article.id)?;
        let mut own: Vec<Journal> = journals.into_iter().take(1).collect();
        let fold = |own: &[Journal]| Annotations::fold(own, &article.body, &article.hash);
        let before = fold(&own);
        let (Some(journal), Some(acts)) = (own.first_mut(), self.acts.get(&article.id)) else {
            return Ok((before.clone(), before));
        };
        journal.acts.extend(acts.iter().cloned());
        Ok((before, fold(&own)))
    }

    fn act(&mut self, id: Id, what: What) -> Act {
        let kind = match &what {
            What::Mention { .. } => 0,
            What::Stance { .. } => 1,
            What::Tag { .. } => 2,
            What::Note { .. } => 3,
            _ => 4,
        };
        self.brought.added.iter_mut().skip(kind).take(1).for_each(|count| *count += 1);
        self.brought.changed += usize::from(kind == 4);
        Act { id, at: self.now, group: Some(self.group.clone()), what, extra: toml::Table::new() }
    }

    fn count(&mut self, read: &Imported) {
        let all = &read.annotations;
        self.brought.kinds.extend(all.mentions.iter().map(|it| it.kind.clone()));
        let made = all.mentions.iter().map(|it| &it.annotator).chain(all.stances.iter().map(|it| &it.annotator));
        let made = made.chain(all.tags.iter().map(|it| &it.annotator)).chain(all.notes.iter().map(|it| &it.annotator));
        self.brought.annotators.extend(made.filter(|name| !name.is_empty()).map(|name| name.to_string()));
    }

    fn refuse(&mut self, sentence: &str, tell: &mut Tell<'_>) {
        self.brought.refused += 1;
        self.say(Told::Refused(sentence), tell);
    }
}

impl Brought {
    /// Says whether anything was written that can be taken back.
    #[must_use]
    pub fn any(&self) -> bool {
        self.changed > 0 || self.added.iter().any(|count| *count > 0)
    }

    /// Says in one sentence what came of it.
    #[must_use]
    pub fn sentence(&self) -> String {
        let [mentions, stances, tags, notes] = self.added;
        let coded = self.coded();
        if self.stopped {
            return "none, since it was stopped.".to_owned();
        }
        if self.texts == 0 && !coded.is_empty() {
            return format!("{coded}; {} refused.", self.refused);
        }
        let coded = if coded.is_empty() { coded } else { format!(" {coded};") };
        let changed = if self.changed > 0 { format!(" {} changed;", self.changed) } else { String::new() };
        format!(
            "{} texts read, {} new articles: {mentions} mentions, {stances} stances, {tags} tags and {notes} notes \
             added;{changed} {} were there already;{coded} {} refused.",
            self.texts, self.new, self.same, self.refused
        )
    }

    /// Says what came into the codebook; nothing where no codes were read.
    fn coded(&self) -> String {
        let [types, tags, defined] = self.coded;
        match types + tags + defined + self.coded_same {
            0 => String::new(),
            _ => format!(
                "{types} types and {tags} tags added to the codebook, {defined} defined, {} there already",
                self.coded_same
            ),
        }
    }
}

fn millis(now: jiff::Timestamp) -> u64 {
    u64::try_from(now.as_millisecond()).unwrap_or(0)
}
