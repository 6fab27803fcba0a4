//! The own model of a library, as it is on the disk now: `newsgloss train` in another window counts at once.

use crate::recognize::Own;
use crate::store::Library;

/// Which model suggestions come from.
pub enum InUse {
    /// The program's alone.
    Shipped,
    /// The own one on top of it.
    Own(Own),
    /// The program's alone, since the own one was fitted for another version, or cannot be read: why.
    Unfit(String),
}

/// Reads which model is in use.
pub fn in_use(library: &Library) -> InUse {
    let path = || library.own_model_path().display().to_string();
    match library.own_model() {
        Ok(None) => InUse::Shipped,
        Ok(Some(bytes)) => Own::read(&bytes).map_or_else(
            || InUse::Unfit(format!("{} was fitted for another version of newsgloss; fit it again", path())),
            InUse::Own,
        ),
        Err(error) => InUse::Unfit(error.to_string()),
    }
}

/// Returns the own model; none where it cannot be used, which costs only some suggestions.
pub fn own_model(library: &Library) -> Own {
    match in_use(library) {
        InUse::Own(own) => own,
        InUse::Shipped | InUse::Unfit(_) => Own::default(),
    }
}
