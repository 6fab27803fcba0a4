//! `entities`: everyone that the library mentions or its registry has, and lists of known actors brought in.

use super::arguments::{EntitiesArguments, EntitiesCommand, Rows};
use super::choose::choose;
use super::failure::Failure;
use super::json::Array;
use super::output::{Out, say};
use super::place::Place;
use super::table;
use crate::formats::entities;
use crate::model::{Act, Complaint, Entity, EntityFacts, Ids, LibraryFacts, Polarity, Registry, What};
use crate::query::Query;
use crate::store::{Revised, read_list};
use crate::text::Safe;
use serde::Serialize;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

/// One entity, as printed in JSON. Its names are a contract.
#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    r#type: &'a str,
    aliases: Vec<&'a str>,
    description: &'a str,
    links: &'a [String],
    mentions: usize,
    articles: usize,
    first: Option<jiff::civil::Date>,
    last: Option<jiff::civil::Date>,
    support: usize,
    oppose: usize,
    neutral: usize,
    ambiguous: usize,
}

/// Lists entities, or imports some.
pub fn run(place: &Place, wanted: &EntitiesArguments, out: &mut Out) -> Result<bool, Failure> {
    if let Some(EntitiesCommand::Import { file }) = &wanted.command {
        return import(place, file);
    }
    let registered = place.library.registered()?;
    registered.complaints.iter().for_each(|complaint| say(&complaint.what));
    let chosen = choose(place, Query::default());
    let rows = chosen.snapshot.marked.iter().map(|row| (&row.id, row.date, &row.facts));
    let facts = LibraryFacts::of(rows, &registered.registry);
    let mut all = facts.entities.clone();
    let known: HashSet<&str> = facts.entities.iter().map(|entity| entity.name.as_str()).collect();
    for entity in registered.registry.entities().iter().filter(|entity| !known.contains(entity.name.as_str())) {
        let (name, kind) = (entity.name.clone(), entity.kind.clone());
        all.push(EntityFacts { name, kind, ..EntityFacts::default() });
    }
    all.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
    all.truncate(wanted.limit.unwrap_or(usize::MAX));
    match wanted.format {
        Rows::Table => print_table(&all, out)?,
        Rows::Json => {
            let mut array = Array::default();
            all.iter().try_for_each(|one| array.push(out.data(), &listed(one, &registered.registry)))?;
            array.end(out.data())?;
        }
    }
    Ok(chosen.clean && registered.complaints.is_empty())
}

fn listed<'a>(facts: &'a EntityFacts, registry: &'a Registry) -> Listed<'a> {
    let row = registry.get(&facts.name);
    let mut aliases: Vec<&str> = row.iter().flat_map(|row| &row.aliases).map(String::as_str).collect();
    aliases.extend(facts.names.iter().map(|(name, _)| name.as_str()).filter(|name| *name != facts.name));
    aliases.sort_unstable();
    aliases.dedup();
    let held = |polarity: Polarity| facts.toward[polarity as usize];
    Listed {
        name: &facts.name,
        r#type: &facts.kind,
        aliases,
        description: row.map_or("", |row| &row.description),
        links: row.map_or(&[], |row| &row.links),
        mentions: facts.mentions,
        articles: facts.seen.len(),
        first: facts.first,
        last: facts.last,
        support: held(Polarity::Support),
        oppose: held(Polarity::Oppose),
        neutral: held(Polarity::Neutral),
        ambiguous: held(Polarity::Ambiguous),
    }
}

fn print_table(all: &[EntityFacts], out: &mut Out) -> std::io::Result<()> {
    let number = |count: usize| Safe::new(&count.to_string());
    let date = |date: Option<jiff::civil::Date>| date.map_or_else(|| Safe::new("-"), |it| Safe::new(&it.to_string()));
    let cells = |entity: &EntityFacts| {
        let [support, oppose, ..] = entity.toward;
        [
            Safe::line(&entity.kind),
            number(entity.mentions),
            number(entity.seen.len()),
            date(entity.first),
            date(entity.last),
            number(support),
            number(oppose),
            Safe::line(&entity.name),
        ]
    };
    let rows: Vec<_> = all.iter().map(cells).collect();
    table::print(out, ["TYPE", "MENTIONS", "ARTICLES", "FIRST", "LAST", "SUPPORT", "OPPOSE", "NAME"], &rows)
}

/// Brings a list in as one change of the registry, and says what became of it.
fn import(place: &Place, file: &Path) -> Result<bool, Failure> {
    let text = read_list(file)?;
    let is_toml = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let (list, complaints): (Vec<Entity>, Vec<Complaint>) = if is_toml {
        let read = entities::read(&text);
        (read.entities, read.complaints)
    } else {
        let read = entities::read_csv(&text);
        (read.entities, read.complaints)
    };
    for Complaint { line, what } in &complaints {
        say(&line.map_or_else(|| what.clone(), |line| format!("line {line}: {what}")));
    }
    let unknown: HashSet<&str> = list.iter().map(|entity| entity.kind.as_str()).collect();
    for kind in
        unknown.into_iter().filter(|kind| !kind.is_empty() && place.settings.config.codebook.kind(kind).is_none())
    {
        say(&format!("the type {kind} is not in the codebook; config.toml can add it under [[types]]"));
    }
    let registered = place.library.registered()?;
    let (revision, [added, completed], left_out) = registered.registry.import(&list);
    left_out.iter().for_each(|sentence| say(sentence));
    if !revision.after.is_empty() {
        let now = jiff::Timestamp::now();
        let mut ids = Ids::new(RandomState::new().hash_one(std::process::id()));
        let id = ids.next(u64::try_from(now.as_millisecond()).unwrap_or(0));
        let at = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
        let what = What::Entity(Box::new(revision.clone()));
        let act = Act { id, at, group: None, what, extra: toml::Table::new() };
        if let Revised::Refused(why) = place.library.revise(&revision, &act)? {
            say(&why);
            return Ok(false);
        }
    }
    let skipped = complaints.len() + left_out.len();
    let same = list.len().saturating_sub(added + completed);
    say(&format!("{added} added, {completed} completed, {same} without anything new, {skipped} complaints."));
    Ok(skipped == 0)
}
