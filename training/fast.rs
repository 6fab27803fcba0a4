//! Fits the fast model of `newsgloss suggest` on annotated texts, and says how right it is.
//!
//! ```text
//! cargo run --release --example fast -- --gazetteers DIR --train a.jsonl,b.jsonl*2 --test c.jsonl --output model.bin
//! ```
//!
//! A line of the files is `{"text", "mentions": [{"start", "end", "type"}]}`, offsets in code points. `*2` reads a file twice.
//! The same files in the same order give the same bytes.

use newsgloss::recognize::training::{Aspect, Example, Named, Pools, Recipe, fit, sum, tally, train};
use newsgloss::text::Body;
use serde::Deserialize;
use std::error::Error;
use std::path::Path;

const KINDS: [&str; 4] = ["PER", "LOC", "ORG", "NORP"];

#[derive(Deserialize)]
struct Line {
    text: String,
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
}

/// Texts of a file; short ones that stand alone are put together by fours, so that a text says something of its words.
fn load(path: &str, together: usize) -> Result<Vec<Example>, Box<dyn Error>> {
    let mut examples = Vec::new();
    let file = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    for line in file.lines() {
        let Line { text, mentions } = serde_json::from_str(line)?;
        let body = Body::new(text);
        let named = |one: Mention| Named { span: body.span_of_cp(one.start, one.end), kind: one.kind };
        let mut names: Vec<Named> = mentions.into_iter().map(named).collect();
        names.sort_by_key(|name| name.span.start);
        examples.push(Example { text: body.as_str().to_owned(), names });
    }
    Ok(examples.chunks(together).map(joined).collect())
}

fn joined(parts: &[Example]) -> Example {
    let mut all = Example::default();
    for part in parts {
        if !all.text.is_empty() {
            all.text.push_str("\n\n");
        }
        let by = all.text.len();
        all.text.push_str(&part.text);
        all.names.extend(part.names.iter().cloned().map(|mut name| {
            name.span.start += by;
            name.span.end += by;
            name
        }));
    }
    all
}

fn gazetteers(folder: &str) -> Result<Pools, Box<dyn Error>> {
    let read =
        |file: &str| std::fs::read_to_string(Path::new(folder).join(file)).map_err(|error| format!("{file}: {error}"));
    let list = |file: &str, keep: &dyn Fn(&str) -> bool| -> Result<Vec<String>, Box<dyn Error>> {
        Ok(read(file)?.lines().map(str::trim).filter(|name| keep(name)).map(capitals).collect())
    };
    let office = ["minist", "govern", "army", "police", "party", "council", "court", "union", "forces"];
    let words = |name: &str| name.split(' ').count();
    let person = |name: &str| {
        (2..=4).contains(&words(name)) && !name.contains('.') && !office.iter().any(|part| name.contains(part))
    };
    let cities = list("city.txt", &|name| name.len() > 3 && name.starts_with(char::is_alphabetic))?;
    let countries = include_str!("../src/recognize/lists/places.txt").lines().filter(|line| !line.starts_with('#'));
    Ok(Pools {
        actors: list("phx_country.txt", &person)?,
        first: list("first.txt", &|name| !name.is_empty())?,
        last: list("last.txt", &|name| !name.is_empty())?,
        places: countries
            .flat_map(|line| line.split([';', '|']))
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect(),
        cities,
        groups: list("phx_int.txt", &|name| (2..=6).contains(&words(name)))?,
        own: Vec::new(),
    })
}

fn capitals(name: &str) -> String {
    let small = ["of", "the", "and", "for", "in", "on", "de", "al", "bin"];
    let word = |word: &str| {
        let mut letters = word.chars();
        match letters.next().filter(|_| !small.contains(&word)) {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => word.to_owned(),
        }
    };
    name.split(' ').map(word).collect::<Vec<String>>().join(" ")
}

/// What the command line asks for.
#[derive(Default)]
struct Wanted {
    gazetteers: Option<String>,
    train: Vec<String>,
    test: Vec<String>,
    /// Sets to try an own model on, as `newsgloss train` does on a library.
    own: Vec<String>,
    output: Option<String>,
    model: Option<String>,
    recipe: Recipe,
}

fn wanted() -> Result<Wanted, Box<dyn Error>> {
    let mut wanted = Wanted::default();
    let mut words = std::env::args().skip(1);
    while let Some(option) = words.next() {
        let value = words.next().ok_or_else(|| format!("{option} needs a value"))?;
        let files = || value.split(',').map(str::to_owned).collect();
        match option.as_str() {
            "--gazetteers" => wanted.gazetteers = Some(value),
            "--train" => wanted.train = files(),
            "--test" => wanted.test = files(),
            "--output" => wanted.output = Some(value),
            "--own" => wanted.own = files(),
            "--model" => wanted.model = Some(value),
            "--rounds" => wanted.recipe.rounds = value.parse()?,
            "--rate" => wanted.recipe.rate = value.parse()?,
            "--decay" => wanted.recipe.decay = value.parse()?,
            "--calm" => wanted.recipe.calm = value.parse()?,
            "--leave-out-letters" => wanted.recipe.leave_out[0] = value.parse()?,
            "--leave-out-around" => wanted.recipe.leave_out[1] = value.parse()?,
            "--renamed" => wanted.recipe.renamed = value.parse()?,
            "--boldness" => wanted.recipe.boldness = value.parse()?,
            "--least" => wanted.recipe.least = value.parse()?,
            "--most" => wanted.recipe.most = value.parse()?,
            "--seed" => wanted.recipe.seed = value.parse()?,
            "--without" => wanted.recipe.without = value.split(',').map(aspect).collect::<Result<_, _>>()?,
            _ => return Err(format!("what is {option}?").into()),
        }
    }
    Ok(wanted)
}

fn aspect(name: &str) -> Result<Aspect, String> {
    use Aspect::{Around, Clusters, Form, Letters, Lists, Rules};
    let all = [Letters, Around, Form, Clusters, Lists, Rules];
    let named = all.into_iter().find(|aspect| format!("{aspect:?}").eq_ignore_ascii_case(name));
    named.ok_or_else(|| format!("what is {name}? There are {all:?}."))
}

fn fitted(wanted: &Wanted) -> Result<Vec<u8>, Box<dyn Error>> {
    if let Some(model) = &wanted.model {
        return Ok(std::fs::read(model)?);
    }
    let mut examples = Vec::new();
    for file in &wanted.train {
        let (path, times) = file.split_once('*').unwrap_or((file, "1"));
        let texts = load(path, 4)?;
        (0..times.parse::<usize>()?).for_each(|_| examples.extend_from_slice(&texts));
    }
    let mut pools = wanted.gazetteers.as_deref().map(gazetteers).transpose()?.unwrap_or_default();
    pools.learn(&examples);
    println!("{} texts to learn from", examples.len());
    Ok(train(&examples, &pools, &wanted.recipe, &mut |words| eprintln!("{words}")))
}

fn try_own(path: &str) -> Result<(), Box<dyn Error>> {
    let trial = fit(&load(path, 1)?, &mut |_| {}).map_err(|few| format!("{path}: {few:?}"))?;
    let (before, after) = (sum(&trial.before).f1(), sum(&trial.after).f1());
    println!("{path}: {before:.1} without and {after:.1} with an own model; parts better and worse {:?}", trial.parts);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = wanted()?;
    wanted.own.iter().try_for_each(|path| try_own(path))?;
    if wanted.model.is_none() && wanted.train.is_empty() {
        return Ok(());
    }
    let model = fitted(&wanted)?;
    if let Some(output) = &wanted.output {
        std::fs::write(output, &model)?;
        println!("{output}: {} bytes", model.len());
    }
    for path in &wanted.test {
        let tallies = tally(&model, &load(path, 1)?, &KINDS).ok_or("this is no model")?;
        let each: Vec<String> =
            KINDS.iter().zip(&tallies).map(|(kind, one)| format!("{kind} {:.1}", one.f1())).collect();
        let name = Path::new(path).file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        println!("{name:12} F1 over PER, LOC, ORG {:.1} ({})", sum(&tallies[..3]).f1(), each.join(" "));
    }
    Ok(())
}
