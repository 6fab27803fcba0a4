//! Floor 3: the only floor that touches the disk: library, journals, index, reading state, drafts, configuration, watching.
//!
//! Its functions may wait for a disk, so the shell calls them on worker threads. Each has one typed error.

mod codebook;
mod draft;
mod effort;
mod error;
mod index;
mod journal;
mod library;
mod output;
mod own_file;
mod own_model;
mod reading;
mod registry;
mod scratch;
mod settings;
mod watch;

pub use effort::{Effort, Efforts};
pub use error::StoreError;
pub use index::{Progress, Row, Scan};
pub use library::{Library, Loaded, is_folder, is_library};
pub use output::{is_there, whole_path, write_whole};
pub use own_model::TakenBack;
pub use reading::{Arrangement, Place, Reading, Screen};
pub use registry::{Registered, Revised, read_list};
pub use scratch::Scratch;
pub use settings::{Settings, read_settings};
pub use watch::{Changed, Watcher};
