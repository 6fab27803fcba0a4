//! Events: everything that can happen to the program.

use super::{
    AddNews, Found, Gathered, Key, Listed, Looked, LostNews, Naming, PlanNews, Size, Snippet, Target, Watched, Window,
};
use crate::model::{Act, ArticleId, Journal, LibraryFacts, LibraryLessons, Revision, Suggestions};
use crate::store::{Loaded, Progress, Registered, Row, Snapshot};
use std::sync::Arc;

/// One thing that happened. The enum is closed: a new kind of happening is a new row here.
#[derive(Debug)]
pub enum Event {
    /// A key.
    Key(Key),
    /// Text from the terminal's clipboard.
    Paste(String),
    /// A click on a cell (column, row), counted from 0.
    Click(u16, u16),
    /// A second click on the same cell right after the first.
    DoubleClick(u16, u16),
    /// The mouse moves over this cell with its button down.
    Drag(u16, u16),
    /// A click on something that the frame knows.
    Pointed(Target),
    /// The wheel, in rows; down is positive.
    Wheel(i32),
    /// The terminal has another size.
    Resize(Size),
    /// An article was read.
    Opened(Box<Opened>),
    /// It could not be; one sentence.
    OpenFailed(ArticleId, String),
    /// The journals of an article as they lie on the disk.
    Journals(ArticleId, Vec<Journal>),
    /// Another window or program wrote a journal.
    JournalChanged(ArticleId),
    /// An article's file changed, came or went.
    ArticleChanged(ArticleId),
    /// Suggestions came, with the number that they were asked with; true where better ones are still to come.
    Suggested(u64, Box<Suggestions>, bool),
    /// What a review found so far, with the number that it was asked with.
    Looked(u64, Box<Looked>),
    /// Annotations that have lost their place, with the number that they were asked with.
    Orphans(u64, LostNews),
    /// What a plan does so far, with the number that it was asked with.
    Planned(u64, Box<PlanNews>),
    /// The library's configuration was written by another window or program.
    ConfigChanged,
    /// A change of the codebook is on the disk.
    ConfigKept,
    /// The text of the library's configuration.
    ConfigRead(String),
    /// So many acts on an article are synced to the disk.
    Saved(ArticleId, usize),
    /// Something that a person did could not be written; one sentence. The shell keeps it and tries again.
    SaveFailed(String),
    /// All that was asked before `Flush` is on the disk, or not.
    Flushed(bool),
    /// Damaged blocks lie in this file.
    SetAside(String),
    /// The library as it is now, and how far the scan has come; none when it has ended.
    Library(Snapshot, Option<Progress>),
    /// How far a scan of the library has come.
    Scanned(Progress),
    /// The articles that the filter wants.
    Listed(Box<Listed>),
    /// How far the search for the list is through the texts; of the question with this number.
    Listing(u64, Progress),
    /// How many articles each saved search finds; nothing where reading the texts would take too long.
    Counted(Vec<(String, Option<usize>)>),
    /// Where watched words stand in the text of an article.
    Hits(ArticleId, Vec<Watched>),
    /// The sentence in which the words of the filter stand.
    Snippet(Box<Snippet>),
    /// Rows of this list were read.
    RowsRead(Arc<Vec<u32>>, Window),
    /// The names of the listed articles, and what they were asked for.
    Named(Vec<ArticleId>, Naming),
    /// The position of the next unread article of this list, if there is one.
    FoundUnread(Arc<Vec<u32>>, Option<usize>),
    /// How far the texts are indexed, none when all are; true where some can be found that could not before.
    Indexed(Option<Progress>, bool),
    /// What the library's articles teach, by the rows that came before.
    Lessons(Box<LibraryLessons>),
    /// One row was made anew, or its article is gone.
    RowChanged(ArticleId, Option<Box<Row>>),
    /// The registry was read.
    Registered(Box<Registered>),
    /// Another window or program changed it, or its journal.
    RegistryChanged,
    /// A change of the registry is on the disk.
    Revised,
    /// A change of the registry, with its act, was refused, since others changed the rows meanwhile; one sentence.
    Refused(Box<Revision>, Box<Act>, String),
    /// What is mentioned and held in the library.
    Summed(Box<LibraryFacts>),
    /// Places of an entity, with the number that they were asked with.
    Found(u64, Box<Found>),
    /// Evidence of a pair, with the number that it was asked with.
    Gathered(u64, Box<Gathered>),
    /// Articles are being added.
    Adding(AddNews),
    /// How far an export is.
    Exporting(Progress),
    /// The first lines of an export, with the number that they were asked with.
    ExportPreviewed(u64, Vec<String>),
    /// An export ended; one sentence.
    Exported(Result<String, String>),
    /// The person left `$EDITOR` with this text, or it failed; one sentence.
    Edited(Result<String, String>),
    /// Something to tell; one sentence.
    Told(String),
    /// No key waits.
    Idle,
    /// The program must end now: a signal, or the terminal is gone.
    Terminate,
}

/// An article with what else lies on disk for it.
#[derive(Debug)]
pub struct Opened {
    /// Article and journals.
    pub loaded: Loaded,
    /// Drafts of unfinished notes, oldest first.
    pub drafts: Vec<Act>,
}
