//! Floor 3: the only floor that touches the disk: library, journals, index, reading state, drafts, configuration, watching.
//!
//! Its functions may wait for a disk, so the shell calls them on worker threads. Each has one typed error.

mod adding;
mod catalogue;
mod catalogue_writer;
mod codebook;
mod container;
mod draft;
mod effort;
mod error;
mod feeds;
mod files;
mod importing;
mod journal;
mod library;
mod output;
mod own_file;
mod own_model;
mod parts;
mod places;
mod reading;
mod registry;
mod row;
mod scan;
mod scratch;
mod search;
mod settings;
mod slug;
mod snapshot;
mod sources;
mod stories;
mod stories_scan;
mod watch;

pub use adding::{Added, Adding};
pub use catalogue::{Catalogue, Head};
pub use container::{Fill, Put, write_folder, write_zip};
pub use effort::{Effort, Efforts};
pub use error::StoreError;
pub use feeds::{Feed, Visit, Visits};
pub use importing::{read_beside, read_files, read_head};
pub use library::{Library, Loaded, is_folder, is_library};
pub use output::{is_there, whole_path, write_whole};
pub use own_model::TakenBack;
pub use parts::Parts;
pub use reading::{Arrangement, Kept, Place, Reading, Saved, Screen};
pub use registry::{Registered, Revised, read_list};
pub use row::Row;
use row::Stamp;
pub use scan::{Progress, Scan, Wanted};
pub use scratch::Scratch;
pub use search::{Answer, GoOn, Question, Resting, Searcher, Sort, Step, TextIndex};
pub use settings::{Settings, read_settings};
pub use snapshot::Snapshot;
pub use sources::{Met, Source, Sources};
pub use stories::{Groups, Likeness};
pub use watch::{Changed, Watcher};
