//! Floor 4: the state of the program, its commands and keys, and the update that turns an event into effects.
//!
//! Knows no terminal and no disk: what must be done outside leaves as an [`Effect`] and comes back as an [`Event`].

mod annotate;
mod command;
mod commands;
mod cursor;
mod editor;
mod effect;
mod event;
mod export;
mod form;
mod geometry;
mod help;
mod hints;
mod input;
mod key;
mod keymap;
mod learning;
mod list;
mod marks;
mod note;
mod palette;
mod reader;
mod saving;
mod scope;
mod search;
mod stance;
mod state;
mod tags;
mod undo;
mod update;

pub use command::{Command, all_commands};
pub use cursor::{Origin, Selection};
pub use editor::{Editor, EditorKind};
pub use effect::{Effect, ExportJob};
pub use event::{Event, Opened};
pub use export::ExportDialog;
pub use form::{Field, StanceForm};
pub use geometry::{Geometry, Size};
pub use help::Help;
pub use hints::Hints;
pub use input::Input;
pub use key::{Key, chord_name, key_name, parse_keys};
pub use keymap::{KeyComplaint, Keymap, Lookup};
pub use list::{List, Sort, facts};
pub use marks::{Drawn, EntityRow, Marks, StanceRow};
pub use note::NotePad;
pub use palette::Palette;
pub use reader::{Reader, Tab};
pub use saving::Saving;
pub use scope::Scope;
pub use search::Search;
pub use state::{Level, Message, Overlay, State};
pub use tags::TagPicker;
pub use update::update;
