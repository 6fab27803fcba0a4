//! `config --check`: what is wrong with the configuration files in force.

use super::failure::Failure;
use super::output::{Out, say};
use super::place::Place;
use crate::app::{KeyComplaint, Keymap};
use crate::store::Settings;
use crate::text::Safe;

/// Checks the files in force; true when nothing is wrong.
pub fn check(place: &Place, out: &mut Out) -> Result<bool, Failure> {
    let found = complaints(&place.settings);
    for complaint in &found {
        out.line(&Safe::line(complaint))?;
    }
    let files: Vec<String> = place.settings.files.iter().map(|file| file.display().to_string()).collect();
    say(&match (found.len(), files.is_empty()) {
        (0, true) => "All is well: no file is laid over the defaults.".to_owned(),
        (0, false) => format!("All is well with {}.", files.join(" and ")),
        (1, _) => "1 complaint.".to_owned(),
        (count, _) => format!("{count} complaints."),
    });
    Ok(found.is_empty())
}

/// Returns what is wrong with the files in force, each sentence with the name of its file.
pub fn complaints(settings: &Settings) -> Vec<String> {
    let (_, keys) = Keymap::new(&settings.config.keys);
    let named = |complaint: KeyComplaint| {
        let file = complaint.layer.checked_sub(1).and_then(|at| settings.files.get(at));
        file.map_or_else(|| complaint.what.clone(), |file| format!("{}: {}", file.display(), complaint.what))
    };
    settings.complaints.iter().cloned().chain(keys.into_iter().map(named)).collect()
}
