//! `import`: annotations in a format that is named, tied to the articles of the library or to new ones.

use super::super::importing::{Brought, How, Import, Told};
use super::arguments::ImportArguments;
use super::failure::Failure;
use super::output::{Progress, say};
use super::place::Place;
use crate::store::{Library, read_files};

/// Brings what a path holds, and says what became of it.
pub fn run(place: &Place, wanted: &ImportArguments) -> Result<bool, Failure> {
    let library = match &wanted.annotator {
        Some(name) => Library::new(place.library.root(), name),
        None => place.library.clone(),
    };
    let read = wanted.format.read(read_files(&wanted.path)?);
    let mut progress = Progress::stderr();
    let mut tell = |told: Told<'_>| match told {
        Told::Looking(at) => progress.show(&format!("first a look at the articles: {} of {}", at.done, at.total)),
        Told::Refused(sentence) => {
            progress.clear();
            say(sentence);
        }
        Told::Tied(..) => progress.clear(),
    };
    let mut import = Import::new(&library, How { dry: false, conflicts: wanted.on_conflict.into() }, &mut tell);
    for one in &read {
        import.bring(one, &mut tell)?;
    }
    progress.clear();
    let name = wanted.path.file_name().unwrap_or_default().to_string_lossy();
    let brought = import.end(&format!("import of {name}"))?;
    remarks(&brought, place, library.annotator()).iter().for_each(|remark| say(remark));
    say(&brought.sentence());
    Ok(brought.refused == 0)
}

/// Says what is to be known of what was brought.
pub fn remarks(brought: &Brought, place: &Place, annotator: &str) -> Vec<String> {
    let kinds = brought.kinds.iter().filter(|kind| place.settings.config.codebook.kind(kind).is_none());
    let unknown =
        |kind: &String| format!("the type {kind} is not in the codebook; config.toml can add it under [[types]]");
    let others: Vec<&str> = brought.annotators.iter().map(String::as_str).filter(|name| *name != annotator).collect();
    let made = format!("What {} made is in the journals of {annotator} now.", others.join(", "));
    let conflicts = (brought.conflicts > 0).then(|| {
        format!(
            "{} contradict what is marked there: --on-conflict both keeps both, --on-conflict replace takes the new.",
            brought.conflicts
        )
    });
    kinds.map(unknown).chain((!others.is_empty()).then_some(made)).chain(conflicts).collect()
}
