//! The rows of the command table, a file a group of scopes.

mod bulk;
mod clipboard;
mod codebook;
mod entities;
mod global;
mod library;
mod orphans;
mod overlays;
mod reader;
mod reader_marks;
mod review;
mod searches;
mod stances;
mod tour;

use super::command::Command;

/// All rows.
pub const TABLES: [&[Command]; 14] = [
    library::ROWS,
    reader::ROWS,
    reader_marks::ROWS,
    clipboard::ROWS,
    review::ROWS,
    entities::ROWS,
    stances::ROWS,
    orphans::ROWS,
    bulk::ROWS,
    codebook::ROWS,
    searches::ROWS,
    overlays::ROWS,
    tour::ROWS,
    global::ROWS,
];

/// Writes one row.
macro_rules! row {
    ($scope:ident $name:literal [$($key:literal)*] $help:literal $run:expr) => {
        row!($scope $name [$($key)*] $help $run, $crate::app::command::always)
    };
    ($scope:ident $name:literal [$($key:literal)*] $help:literal $run:expr, $unless:expr) => {
        $crate::app::command::Command {
            name: $name,
            scope: $crate::app::Scope::$scope,
            keys: &[$($key),*],
            help: $help,
            unless: $unless,
            run: $run,
        }
    };
}
pub(super) use row;
