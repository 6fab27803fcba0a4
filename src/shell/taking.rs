//! Taking articles in: from files, folders, stdin and what was fetched, through the readers of all formats, into the library.
//! The command line and the full-screen program share it.

use super::importing::{self, Brought, Import};
use super::pdf;
use crate::formats::import::{Conflicts, Importer, Source};
use crate::formats::intake::{self, Columns, How, Item, Original, Piece, Subscription};
use crate::model::{ArticleId, Codebook};
use crate::store::{Added, Adding, Library, Progress, StoreError};
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often progress is told.
const SHOW: Duration = Duration::from_millis(100);

/// What is to be taken in, and how.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Which columns of tables hold what.
    pub columns: Columns,
    /// Whether the bytes that articles are made from are kept too.
    pub originals: bool,
    /// Whether nothing is written.
    pub dry: bool,
    /// What is done with annotations that contradict what is there.
    pub conflicts: Conflicts,
    /// The codebook as it is, into which codes are brought.
    pub codebook: Codebook,
}

/// Something to read.
pub enum Input<'a> {
    /// A file or folder.
    Path(PathBuf),
    /// Bytes that come once, with a name for their ending, and the address that they were got from.
    Stream(&'a mut dyn Read, String, Option<String>),
}

/// What is told while it goes on.
#[derive(Clone, Debug)]
pub enum Told {
    /// How far it is: sources, and articles that are new.
    Progress(usize, usize),
    /// How far it is with articles that came into the folder by other ways.
    Looking(Progress),
    /// How far it is with writing annotations.
    Writing(Progress),
    /// What became of an article: where it came from, its title, and what was done.
    Article(String, String, Added),
    /// Annotations that were read there go to this article, which may be new: where, the article, its title.
    Annotated(String, ArticleId, String, bool),
    /// What was left out: where, and why.
    Skipped(String, String),
    /// A remark: where, and what.
    Said(String, String),
}

/// What came of it all.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Sources that were read.
    pub sources: usize,
    /// Articles that are new.
    pub added: usize,
    /// Of these, articles that tell the story of an earlier one.
    pub near: usize,
    /// Articles that were there already.
    pub same: usize,
    /// What was left out, and told.
    pub skipped: usize,
    /// Files that nobody would take for an article.
    pub ignored: usize,
    /// Feeds that lists of feeds name.
    pub feeds: Vec<Subscription>,
    /// What came of annotations, where there were any.
    pub brought: Option<Brought>,
    /// Whether it was ended early.
    pub cancelled: bool,
    /// The first of the new articles.
    pub first: Option<ArticleId>,
}

/// Takes what is told; it may answer that it is enough.
pub type Tell<'a> = dyn FnMut(Told) -> ControlFlow<()> + 'a;

/// A library that takes articles in.
pub struct Taking<'a, 't> {
    library: &'a Library,
    wanted: &'a Wanted,
    adding: Adding,
    tell: &'a mut Tell<'t>,
    shown: Instant,
    /// Where the source that is being read lies below what was named.
    below: String,
    /// What holds annotations, by the names of the formats: it is tied when all articles are there.
    annotated: BTreeMap<&'static str, Vec<Source>>,
    summary: Summary,
    failed: Option<StoreError>,
}

impl<'a, 't> Taking<'a, 't> {
    /// Begins; first it looks for articles that came into the library by other ways.
    ///
    /// # Errors
    /// When another program is adding, or the library cannot be written to.
    pub fn new(library: &'a Library, wanted: &'a Wanted, tell: &'a mut Tell<'t>) -> Result<Self, StoreError> {
        let adding = library.adding(wanted.dry, &mut |progress| tell(Told::Looking(progress)).is_continue())?;
        let (shown, summary, below, annotated) = (Instant::now(), Summary::default(), String::new(), BTreeMap::new());
        Ok(Self { library, wanted, adding, tell, shown, below, annotated, summary, failed: None })
    }

    /// Takes in all of something.
    pub fn take(&mut self, from: Input<'_>) {
        let _ = match from {
            Input::Path(path) => self.paths(&path),
            Input::Stream(stream, name, url) => {
                self.below.clone_from(&name);
                let how = self.how(true, url.clone());
                let place = url.unwrap_or_else(|| name.clone());
                intake::read_stream(&name, stream, &how, &mut |below, piece| self.piece(&place, below, piece));
                self.next_source()
            }
        };
    }

    /// Ends it: everything is on the disk then.
    ///
    /// # Errors
    /// When the disk refused.
    pub fn end(mut self) -> Result<Summary, StoreError> {
        self.take_lone_texts();
        match self.failed.take() {
            Some(error) => return Err(error),
            None => self.adding.flush()?,
        }
        if !self.summary.cancelled && !self.annotated.is_empty() {
            self.import()?;
        }
        Ok(self.summary)
    }

    /// Ties all annotations that were met.
    fn import(&mut self) -> Result<(), StoreError> {
        let mut names = self.annotated.values().flatten().map(|source| &source.name);
        let title = match (names.next(), names.count()) {
            (Some(one), 0) => format!("annotations of {one}"),
            (_, more) => format!("annotations of {} files", more + 1),
        };
        let (mut skipped, annotated) = (0, std::mem::take(&mut self.annotated));
        let Wanted { conflicts, codebook, .. } = self.wanted;
        let how = importing::How { conflicts: *conflicts, codebook: codebook.clone() };
        let tell = &mut self.tell;
        let mut said = |told: importing::Told<'_>| match told {
            importing::Told::Refused(sentence) => {
                skipped += 1;
                tell(Told::Skipped(String::new(), sentence.to_owned()))
            }
            importing::Told::Said(sentence) => tell(Told::Said(String::new(), sentence.to_owned())),
            importing::Told::Writing(progress) => tell(Told::Writing(progress)),
            importing::Told::Looking(progress) => tell(Told::Looking(progress)),
            importing::Told::Tied(from, article, new) => {
                tell(Told::Annotated(from.to_owned(), article.id.clone(), article.meta.title.clone(), new))
            }
        };
        let mut import = Import::new(self.library, self.adding.parts(), how, &mut said);
        for (name, sources) in annotated {
            if let Some(format) = Importer::from_name(name) {
                import.bring(format, sources, false, &mut said)?;
            }
        }
        let brought = import.end(&title, &mut said)?;
        self.summary.skipped += skipped;
        self.summary.cancelled |= brought.stopped;
        self.summary.first = self.summary.first.take().or_else(|| brought.first.clone());
        self.summary.brought = Some(brought);
        Ok(())
    }

    /// Takes texts for articles whose annotations were seen beside them and not taken in.
    fn take_lone_texts(&mut self) {
        let Some(all) = self.annotated.get_mut("brat") else { return };
        let names: Vec<String> = all.iter().map(|source| source.name.clone()).collect();
        let alone = |source: &Source| {
            let beside = intake::names_beside(&source.name);
            !beside.is_empty() && !beside.iter().any(|beside| names.contains(beside))
        };
        let lone: Vec<Source> = all.extract_if(.., |source| alone(source)).collect();
        self.annotated.retain(|_, sources| !sources.is_empty());
        for Source { name, bytes } in lone {
            let said = "annotations of brat lie beside it; add its .ann file or the folder to bring them too";
            let _ = self.say(Told::Said(name.clone(), said.to_owned()));
            let how = self.how(true, None);
            intake::read_stream(&name, &mut bytes.as_slice(), &how, &mut |below, piece| {
                self.piece(&name, below, piece)
            });
        }
    }

    /// Counts and tells something that could not be read.
    pub fn skip(&mut self, from: &str, why: &str) {
        self.summary.skipped += 1;
        let _ = self.say(Told::Skipped(from.to_owned(), why.to_owned()));
    }

    /// Puts what was taken in so far on the disk.
    ///
    /// # Errors
    /// When the disk refuses, now or before.
    pub fn flush(&mut self) -> Result<(), StoreError> {
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.adding.flush(),
        }
    }

    /// Returns what came of it so far.
    #[must_use]
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    fn paths(&mut self, path: &Path) -> ControlFlow<()> {
        for met in self.library.sources(path) {
            let (source, opened) = match met {
                Err((path, why)) => {
                    self.summary.skipped += 1;
                    self.say(Told::Skipped(path.display().to_string(), why))?;
                    continue;
                }
                Ok(source) => (source.clone(), source.open()),
            };
            let place = source.path.display().to_string();
            match opened {
                Err(why) => {
                    self.summary.skipped += 1;
                    self.say(Told::Skipped(place, why))?;
                }
                Ok(mut file) => {
                    self.below = below(path, &source.path);
                    let how = How { is_annotated: is_annotated(&source.path), ..self.how(source.named, None) };
                    intake::read(&source.name(), &mut file, &how, &mut |below, piece| self.piece(&place, below, piece));
                }
            }
            self.next_source()?;
        }
        ControlFlow::Continue(())
    }

    fn how(&self, any_text: bool, url: Option<String>) -> How {
        let (columns, originals) = (self.wanted.columns.clone(), self.wanted.originals);
        How { columns, originals, any_text, url, is_annotated: false }
    }

    fn next_source(&mut self) -> ControlFlow<()> {
        self.summary.sources += 1;
        self.progress()?;
        if self.summary.cancelled || self.failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn progress(&mut self) -> ControlFlow<()> {
        if self.shown.elapsed() < SHOW {
            return ControlFlow::Continue(());
        }
        self.shown = Instant::now();
        self.say(Told::Progress(self.summary.sources, self.summary.added))
    }

    fn say(&mut self, told: Told) -> ControlFlow<()> {
        let flow = (self.tell)(told);
        self.summary.cancelled |= flow.is_break();
        flow
    }

    fn piece(&mut self, source: &str, below: &str, piece: Piece) -> ControlFlow<()> {
        let place = if below.is_empty() { source.to_owned() } else { format!("{source}: {below}") };
        match piece {
            Piece::Article(item) => self.article(place, &item)?,
            Piece::Pdf(bytes) => {
                let kept = self.wanted.originals.then(|| Original { ending: "pdf", bytes: bytes.clone() });
                match pdf::read(bytes) {
                    Ok(item) => self.article(place, &Item { original: kept, ..item })?,
                    Err(why) => return self.piece(&place, "", Piece::Skipped(why)),
                }
            }
            Piece::Annotations(format, bytes) => {
                let name = if below.is_empty() { self.below.clone() } else { format!("{}/{below}", self.below) };
                if format == "brat" && below.is_empty() {
                    self.text_beside(Path::new(source), &name);
                }
                let all = self.annotated.entry(format).or_default();
                all.retain(|other| other.name != name);
                all.push(Source { name, bytes });
            }
            Piece::Feed(feed) => self.summary.feeds.push(feed),
            Piece::Skipped(why) => {
                self.summary.skipped += 1;
                self.say(Told::Skipped(place, why))?;
            }
            Piece::Ignored => self.summary.ignored += 1,
            Piece::Said(what) => self.say(Told::Said(place, what))?,
        }
        self.progress()
    }

    /// Takes the text that annotations are on, where a user names them alone.
    fn text_beside(&mut self, path: &Path, name: &str) {
        let text = path.with_extension("txt");
        if let Some((stem, _)) = name.rsplit_once('.')
            && let Some(bytes) = crate::store::read_beside(&text)
        {
            let name = format!("{stem}.txt");
            let all = self.annotated.entry("brat").or_default();
            if !all.iter().any(|other| other.name == name) {
                all.push(Source { name, bytes });
            }
        }
    }

    fn article(&mut self, place: String, item: &Item) -> ControlFlow<()> {
        if item.text.trim().is_empty() {
            return self.piece(&place, "", Piece::Skipped("it has no text".to_owned()));
        }
        let added = match self.adding.add(item) {
            Ok(added) => added,
            Err(error) => {
                self.failed = Some(error);
                return ControlFlow::Break(());
            }
        };
        match &added {
            Added::New(id) | Added::Like(id, ..) => {
                self.summary.added += 1;
                self.summary.near += usize::from(matches!(added, Added::Like(..)));
                self.summary.first.get_or_insert_with(|| id.clone());
            }
            Added::Same(_) => self.summary.same += 1,
        }
        self.say(Told::Article(place, item.meta.title.clone(), added))
    }
}

/// Returns where a file lies below what was named; its own name, where it was named itself.
fn below(named: &Path, file: &Path) -> String {
    let below = file.strip_prefix(named).ok().filter(|below| !below.as_os_str().is_empty());
    below.or_else(|| file.file_name().map(Path::new)).unwrap_or(file).to_string_lossy().into_owned()
}

/// Says whether a text on the disk has annotations beside it.
fn is_annotated(text: &Path) -> bool {
    let beside = intake::names_beside(&text.to_string_lossy());
    beside
        .iter()
        .any(|name| crate::store::read_head(Path::new(name)).is_some_and(|head| intake::annotates(name, &head)))
}

impl Summary {
    /// Says in one sentence what came of it.
    #[must_use]
    pub fn sentence(&self, dry: bool) -> String {
        let counted = |count: usize, noun: &str| {
            let ending = if count == 1 { "" } else { "s" };
            format!("{count} {noun}{ending}")
        };
        let mut parts =
            vec![format!("{} {}", counted(self.added, "article"), if dry { "would be added" } else { "added" })];
        if self.near > 0 {
            let verb = if self.near == 1 { "tells" } else { "tell" };
            parts.push(format!("{} of them {verb} the story of an earlier one", self.near));
        }
        if self.same > 0 {
            parts.push(format!("{} there already", self.same));
        }
        if self.skipped > 0 {
            parts.push(format!("{} left out", self.skipped));
        }
        if self.ignored > 0 {
            parts.push(format!("{} beside articles passed over", counted(self.ignored, "file")));
        }
        if !self.feeds.is_empty() {
            parts.push(format!("{} listed: newsgloss subscribe FILE takes them", counted(self.feeds.len(), "feed")));
        }
        let brought =
            self.brought.as_ref().map_or_else(String::new, |brought| format!(" Annotations: {}", brought.sentence()));
        let end =
            if self.cancelled { " It was ended early; what is not there yet comes with the next time." } else { "" };
        format!("{}.{brought}{end}", parts.join(", "))
    }
}
