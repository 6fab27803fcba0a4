//! `train`: fits the library's own model on the annotations of who annotates, and keeps it only where it is better.

use super::super::own::{InUse, in_use};
use super::arguments::TrainArguments;
use super::failure::Failure;
use super::output::{Out, say};
use super::place::Place;
use super::table::print;
use crate::model::{Annotations, ArticleId, Mention};
use crate::recognize::training::{
    Example, KINDS, LEAST_ARTICLES, LEAST_IN_ALL, LEAST_NAMES, Named, Tally, TooFew, Trial, fit, sum,
};
use crate::store::{Library, StoreError, TakenBack};
use crate::text::Safe;

/// Fits, tries and keeps an own model, or takes it back; false where an article could not be read.
pub fn run(place: &Place, wanted: &TrainArguments, out: &mut Out) -> Result<bool, Failure> {
    let library = &place.library;
    if wanted.undo {
        return take_back(library);
    }
    let (examples, clean) = annotated(library);
    let trial = fit(&examples, &mut say).map_err(|few| Failure::Failed(too_few(library, few)))?;
    table(&trial, out)?;
    out.finish()?;
    let better = trial.is_better();
    if better {
        library.keep_own_model(&trial.model)?;
    }
    say(&verdict(&trial, better));
    say(&in_force(library));
    Ok(clean)
}

fn take_back(library: &Library) -> Result<bool, Failure> {
    match library.take_back_own_model()? {
        TakenBack::Nothing => say("There is no own model to take back."),
        TakenBack::ToEarlier => say("The own model is taken back; the one before it is in use again."),
        TakenBack::ToShipped => say("The own model is taken back."),
    }
    say(&in_force(library));
    Ok(true)
}

/// Reads the articles that the annotator has marked; what cannot be read is said and left out.
fn annotated(library: &Library) -> (Vec<Example>, bool) {
    let mut examples = Vec::new();
    let mut clean = true;
    let own = |annotators: &[String]| annotators.iter().any(|name| **name == **library.annotator());
    for (id, _) in library.journal_ids().into_iter().filter(|(_, annotators)| own(annotators)) {
        match example(library, &id) {
            Ok(example) => examples.push(example),
            Err(error) => {
                clean = false;
                say(&format!("{id} is left out: {error}."));
            }
        }
    }
    (examples, clean)
}

fn example(library: &Library, id: &ArticleId) -> Result<Example, StoreError> {
    let article = library.article(id)?;
    let (journals, _) = library.journals(id)?;
    let marked = Annotations::fold(journals.get(..1).unwrap_or_default(), &article.body, &article.hash);
    Ok(Example { text: article.body.as_str().to_owned(), names: outermost(&marked.mentions) })
}

/// Returns the mentions as names; of those that share text the first and longest one.
fn outermost(mentions: &[Mention]) -> Vec<Named> {
    let mut names: Vec<Named> = Vec::new();
    for mention in mentions {
        if names.last().is_none_or(|last| last.span.end <= mention.span.start) {
            names.push(Named { span: mention.span, kind: mention.kind.clone() });
        }
    }
    names
}

fn too_few(library: &Library, few: TooFew) -> String {
    format!(
        "To fit a model of your own, {} needs {LEAST_ARTICLES} articles with at least {LEAST_NAMES} names marked as {} in \
         each, and {LEAST_IN_ALL} such names in all; there are {} and {}. {}",
        library.annotator(),
        KINDS.join(", "),
        few.articles,
        few.names,
        in_force(library),
    )
}

/// Prints how right suggestions are without and with the own model.
fn table(trial: &Trial, out: &mut Out) -> Result<(), Failure> {
    let row = |name: &str, before: Tally, after: Tally| {
        let f1 = |tally: Tally| Safe::new(&format!("{:.1}", tally.f1()));
        let names = before.right + before.missed;
        [Safe::new(name), Safe::new(&names.to_string()), f1(before), f1(after)]
    };
    let all = row("all", sum(&trial.before), sum(&trial.after));
    let each = KINDS.iter().zip(trial.before.iter().zip(&trial.after)).map(|(kind, (one, two))| row(kind, *one, *two));
    let rows: Vec<[Safe; 4]> = std::iter::once(all).chain(each).collect();
    print(out, ["F1", "names", "without", "with your own model"], &rows)?;
    Ok(())
}

fn verdict(trial: &Trial, better: bool) -> String {
    let Trial { articles, names, parts: (won, lost), .. } = trial;
    let tried = format!(
        "Tried on {names} names in {articles} articles, each time on a fifth that was not learned from: better on {won} \
         parts of 5, worse on {lost}."
    );
    if better {
        format!("{tried} It is kept; newsgloss train --undo takes it back.")
    } else {
        format!("{tried} It is not better, so it is not kept.")
    }
}

fn in_force(library: &Library) -> String {
    match in_use(library) {
        InUse::Shipped => "In use: the model of the program alone.".to_owned(),
        InUse::Own(_) => format!("In use: your own model, {}.", library.own_model_path().display()),
        InUse::Unfit(why) => format!("In use: the model of the program alone; {why}."),
    }
}
