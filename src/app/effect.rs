//! Effects: what the shell is asked to do. Plain data.

use super::Who;
use super::list::{MOST_READ, MOST_SELECTED};
use super::plan::Plan;
use crate::formats::Format;
use crate::formats::config::Edit;
use crate::formats::import::Conflicts;
use crate::model::{Act, ArticleId, Codebook, Id, Lessons, Registry, Revision};
use crate::query::Query;
use crate::recognize::Depth;
use crate::store::{Catalogue, Efforts, Question, Reading, Snapshot};
use crate::text::Body;
use std::collections::HashMap;
use std::sync::Arc;

/// One thing for the shell to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Read an article with its journals and draft; answered by `Opened` or `OpenFailed`.
    Open(ArticleId),
    /// Read the journals of an article again; answered by `Journals`.
    ReadJournals(ArticleId),
    /// Append acts to the own journal; answered by `Saved` or `SaveFailed`.
    Append(ArticleId, Vec<Act>),
    /// Write what is not yet written, again where it failed; answered by `Flushed`.
    Flush,
    /// Copy damaged blocks of the own journal to a file; answered by `SetAside` where there were some.
    SetAside(ArticleId),
    /// Keep a draft of a note.
    KeepDraft(ArticleId, Box<Act>),
    /// Drop the draft of this act.
    DropDraft(ArticleId, Id),
    /// Keep the reading state.
    KeepReading(Reading),
    /// Add to what articles cost in time and keys.
    KeepEfforts(Efforts),
    /// Look for suggestions; answered by `Suggested` with the same number, twice where they are looked for carefully.
    Suggest(u64, Body, Arc<Lessons>, Depth),
    /// Look for what is proposed in many articles; answered by `Looked` with the same number.
    Review(ReviewJob),
    /// Stop that.
    StopReview,
    /// Look for annotations that have lost their place; answered by `Orphans` with the same number.
    FindOrphans(OrphansJob),
    /// Stop that.
    StopOrphans,
    /// Work out what a plan does in many articles; answered by `Planned` with the same number.
    Plan(PlanJob),
    /// Stop that.
    StopPlan,
    /// Change the codebook in the library's configuration; answered by `ConfigKept` or `SaveFailed`.
    EditConfig(Vec<Edit>),
    /// Read the library's configuration; answered by `ConfigRead`.
    ReadConfig,
    /// Look at the library's files again; answered by `Library`.
    Scan,
    /// Make one row anew; answered by `RowChanged` and `Library`.
    ScanOne(ArticleId),
    /// Answer the query of the list; answered by `Listed` with the same number, unless another question follows.
    List(Box<ListJob>),
    /// Count what saved searches find; answered by `Counted`.
    Count(Box<CountJob>),
    /// Look for watched words in the open text; answered by `Hits`.
    FindHits(Box<HitsJob>),
    /// Look for the sentence of the words that the filter has; answered by `Snippet`.
    FindSnippet(Box<SnippetJob>),
    /// Read rows of the list; answered by `RowsRead`.
    ReadRows(Box<RowsJob>),
    /// Name the articles of a list; answered by `Named`.
    Name(Articles, Naming),
    /// Look for the next article of the list that was not read; answered by `FoundUnread`.
    FindUnread(Box<UnreadJob>),
    /// Read the registry; answered by `Registered`.
    ReadRegistry,
    /// Change the registry's file, and put the act into its journal; answered by `Revised`, `Refused` or `SaveFailed`.
    Revise(Box<Revision>, Box<Act>),
    /// Sum up what is mentioned and held in the library; answered by `Summed`.
    SumFacts(Arc<Registry>),
    /// Look for the places of an entity; answered by `Found` with the same number.
    FindMentions(FindJob),
    /// Stop that.
    StopFinding,
    /// Gather the evidence of a pair; answered by `Gathered` with the same number.
    GatherEvidence(Box<StanceJob>),
    /// Stop that.
    StopGathering,
    /// Add what a path or an address names; answered by `Adding`, again and again.
    Add(Box<AddJob>),
    /// Stop that.
    StopAdding,
    /// Export; answered by `Exporting` and `Exported`.
    Export(ExportJob),
    /// Stop that; answered by `Exported`.
    StopExport,
    /// Make the first lines of an export; answered by `ExportPreviewed` with the same number.
    PreviewExport(Box<PreviewJob>),
    /// Let the person edit this text in `$EDITOR`; answered by `Edited`.
    EditOutside(String),
    /// Put a text on the system's clipboard.
    Copy(String),
    /// Send `Idle` when no key waits.
    Continue,
    /// Stop until the shell's job control goes on.
    Suspend,
    /// End the program.
    Quit,
}

/// Some articles, in an order.
#[derive(Clone, Debug)]
pub enum Articles {
    /// These.
    These(Vec<ArticleId>),
    /// Those of a list; their names are read from the catalogue when they are needed, never while a key waits.
    Listed {
        /// The catalogue that has their names.
        catalogue: Arc<Catalogue>,
        /// Their numbers in it.
        numbers: Arc<Vec<u32>>,
    },
}

impl From<Vec<ArticleId>> for Articles {
    fn from(ids: Vec<ArticleId>) -> Self {
        Self::These(ids)
    }
}

impl PartialEq for Articles {
    /// Equal numbers of equal catalogues are the same articles.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::These(own), Self::These(other)) => own == other,
            (Self::Listed { catalogue, numbers }, Self::Listed { catalogue: other, numbers: others }) => {
                Arc::ptr_eq(catalogue, other) && numbers == others
            }
            _ => false,
        }
    }
}

impl Articles {
    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::These(ids) => ids.len(),
            Self::Listed { numbers, .. } => numbers.len(),
        }
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Goes over their names; for the threads, since it may read the disk.
    pub fn ids(&self) -> Box<dyn Iterator<Item = ArticleId> + Send + '_> {
        match self {
            Self::These(ids) => Box::new(ids.iter().cloned()),
            Self::Listed { catalogue, numbers } => {
                Box::new(numbers.iter().filter_map(|number| Some(catalogue.head(*number)?.id)))
            }
        }
    }
}

/// The query of the list.
#[derive(Clone, Debug)]
pub struct ListJob {
    /// The number of its answer.
    pub round: u64,
    /// The library.
    pub snapshot: Snapshot,
    /// What is asked.
    pub asked: Question,
    /// The article on which the cursor is to stand, where it is listed.
    pub stand_on: Option<ArticleId>,
    /// Where else.
    pub cursor: usize,
}

/// Saved searches to count.
#[derive(Clone, Debug)]
pub struct CountJob {
    /// The library.
    pub snapshot: Snapshot,
    /// The searches, each with its name.
    pub asked: Vec<(String, Question)>,
}

/// Words to look for in a text.
#[derive(Clone, Debug)]
pub struct HitsJob {
    /// The article.
    pub id: ArticleId,
    /// Its text.
    pub body: Body,
    /// The searches whose words are looked for, each with its name.
    pub rules: Vec<(Arc<str>, Query)>,
}

/// Words to look for in an article that is not open.
#[derive(Clone, Debug)]
pub struct SnippetJob {
    /// The article.
    pub id: ArticleId,
    /// The query.
    pub query: Query,
}

/// What the names of articles are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// To select them.
    Select,
    /// To mark them as read.
    MarkRead,
}

impl Naming {
    /// How many are named at most.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Self::Select => MOST_SELECTED,
            Self::MarkRead => MOST_READ,
        }
    }
}

/// Rows to read.
#[derive(Clone, Debug)]
pub struct RowsJob {
    /// The library.
    pub snapshot: Snapshot,
    /// The list.
    pub shown: Arc<Vec<u32>>,
    /// Their positions in the list.
    pub wanted: std::ops::Range<usize>,
}

/// A list to look through for an article that was not read.
#[derive(Clone, Debug)]
pub struct UnreadJob {
    /// The library.
    pub snapshot: Snapshot,
    /// The list.
    pub shown: Arc<Vec<u32>>,
    /// Position after which to look; after the end it goes on at the start.
    pub after: usize,
    /// What was read, and how to ask for what was not.
    pub asked: Question,
}

/// What to look through for the review.
#[derive(Clone, Debug)]
pub struct ReviewJob {
    /// The number of its answers.
    pub round: u64,
    /// Which articles, in this order.
    pub articles: Articles,
    /// The lessons in force.
    pub lessons: Arc<Lessons>,
    /// How carefully to look.
    pub depth: Depth,
    /// Own acts that may not be on the disk yet.
    pub session: HashMap<ArticleId, Vec<Act>>,
    /// The codebook in force.
    pub codebook: Arc<Codebook>,
}

/// What to look for on the page of an entity.
#[derive(Clone, Debug)]
pub struct FindJob {
    /// The number of its answers.
    pub round: u64,
    /// The entity.
    pub name: String,
    /// The articles that have it, in this order.
    pub articles: Vec<ArticleId>,
    /// The registry in force.
    pub registry: Arc<Registry>,
    /// Own acts that may not be on the disk yet.
    pub session: HashMap<ArticleId, Vec<Act>>,
}

/// Whose stances to gather.
#[derive(Clone, Debug)]
pub struct StanceJob {
    /// The number of its answers.
    pub round: u64,
    /// Who takes them.
    pub holder: Who,
    /// Toward whom.
    pub target: Who,
    /// The articles that have them, in this order.
    pub articles: Vec<ArticleId>,
    /// The registry in force.
    pub registry: Arc<Registry>,
    /// Own acts that may not be on the disk yet.
    pub session: HashMap<ArticleId, Vec<Act>>,
}

/// Where to look for annotations that have lost their place.
#[derive(Clone, Debug)]
pub struct OrphansJob {
    /// The number of its answers.
    pub round: u64,
    /// Which articles, in this order.
    pub articles: Vec<ArticleId>,
    /// Own acts that may not be on the disk yet.
    pub session: HashMap<ArticleId, Vec<Act>>,
}

/// What to work out for a plan.
#[derive(Clone, Debug)]
pub struct PlanJob {
    /// The number of its answers.
    pub round: u64,
    /// Which articles, in this order.
    pub articles: Articles,
    /// What is to be done.
    pub plan: Plan,
    /// The lessons in force.
    pub lessons: Arc<Lessons>,
    /// How carefully to look for suggestions.
    pub depth: Depth,
    /// Own acts that may not be on the disk yet.
    pub session: HashMap<ArticleId, Vec<Act>>,
    /// The registry in force.
    pub registry: Arc<Registry>,
    /// The codebook in force.
    pub codebook: Arc<Codebook>,
    /// For the ids of acts that others name.
    pub seed: u64,
}

/// What to add.
#[derive(Clone, Debug)]
pub struct AddJob {
    /// A path or an address, as it was typed.
    pub from: String,
    /// What is done with annotations that contradict own ones.
    pub conflicts: Conflicts,
    /// The codebook as it is, into which codes are brought.
    pub codebook: Codebook,
}

/// What to show of an export before it is made.
#[derive(Clone, Debug)]
pub struct PreviewJob {
    /// The number of its answer.
    pub round: u64,
    /// The articles, of which the first is shown.
    pub articles: Articles,
    /// In which format.
    pub format: &'static Format,
    /// What types and tags mean, for formats that say so.
    pub codebook: Codebook,
}

/// What to export.
#[derive(Clone, Debug)]
pub struct ExportJob {
    /// Which articles, in this order.
    pub articles: Articles,
    /// In which format.
    pub format: &'static Format,
    /// What types and tags mean, for formats that say so.
    pub codebook: Codebook,
    /// To which file.
    pub path: String,
}
