//! `import`: annotations in a format that is named, tied to the articles of the library or to new ones.

use super::super::importing::{Brought, How, Import, Told};
use super::arguments::ImportArguments;
use super::failure::Failure;
use super::output::{Progress, say};
use super::place::Place;
use crate::store::{Library, read_files};
use std::ops::ControlFlow;

/// So many texts are tied before it is told how far that is.
const SOME: usize = 100;

/// Brings what a path holds, and says what became of it.
pub fn run(place: &Place, wanted: &ImportArguments) -> Result<bool, Failure> {
    let library = match &wanted.annotator {
        Some(name) => Library::new(place.library.root(), name),
        None => place.library.clone(),
    };
    let files = read_files(&wanted.path)?;
    let (mut progress, mut tied) = (Progress::stderr(), 0);
    let mut tell = |told: Told<'_>| {
        match told {
            Told::Looking(at) => progress.show(&format!("first a look at the articles: {} of {}", at.done, at.total)),
            Told::Writing(at) => progress.show(&format!("writing: {} of {} articles", at.done, at.total)),
            Told::Refused(sentence) | Told::Said(sentence) => {
                progress.clear();
                say(sentence);
            }
            Told::Tied(..) => {
                tied += 1;
                if tied % SOME == 0 {
                    progress.show(&format!("{tied} texts are tied to their articles"));
                }
            }
        }
        ControlFlow::Continue(())
    };
    let codebook = place.settings.config.codebook.clone();
    let mut parts = library.parts(false)?;
    let how = How { conflicts: wanted.on_conflict.into(), codebook };
    let mut import = Import::new(&library, &mut parts, how, &mut tell);
    import.bring(wanted.format, files, true, &mut tell)?;
    let name = wanted.path.file_name().unwrap_or_default().to_string_lossy();
    let brought = import.end(&format!("import of {name}"), &mut tell)?;
    progress.clear();
    remarks(&brought, library.annotator()).iter().for_each(|remark| say(remark));
    say(&brought.sentence());
    Ok(brought.refused == 0)
}

/// Says what is to be known of what was brought.
pub fn remarks(brought: &Brought, annotator: &str) -> Vec<String> {
    let unknown =
        |kind: &String| format!("the type {kind} is not in the codebook; config.toml can add it under [[types]]");
    let others: Vec<&str> = brought.annotators.iter().map(String::as_str).filter(|name| *name != annotator).collect();
    let made = format!(
        "What {} made is in the journals of {annotator} now; where it shall stay apart, take it back (u in the list) and name \
         whose it is: newsgloss import PATH --format F --annotator NAME.",
        others.join(", ")
    );
    let conflicts = (brought.conflicts > 0).then(|| {
        format!(
            "{} contradict what is there: --on-conflict both keeps both, --on-conflict replace takes the new.",
            brought.conflicts
        )
    });
    brought.kinds.iter().map(unknown).chain((!others.is_empty()).then_some(made)).chain(conflicts).collect()
}
