//! `stats`: how far a library has come, and what it cost in time and keys.

use super::arguments::{Rows, StatsArguments};
use super::choose::{choose, query};
use super::failure::Failure;
use super::json;
use super::output::{Out, say};
use super::place::Place;
use super::table;
use crate::model::{Annotations, ArticleId, Journal, Polarity};
use crate::store::{Effort, Efforts, Library};
use crate::text::Safe;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;

/// What is counted over the articles.
#[derive(Default)]
struct Stats {
    articles: usize,
    read: usize,
    annotated: usize,
    kinds: BTreeMap<String, usize>,
    stances: [usize; 4],
    tags: BTreeMap<String, usize>,
    notes: usize,
    orphans: usize,
    /// Articles that were worked on, each with its cost and the mentions that its annotator has in it.
    efforts: Vec<(ArticleId, Effort, usize)>,
}

/// Prints the counts.
pub fn run(place: &Place, wanted: &StatsArguments, out: &mut Out) -> Result<bool, Failure> {
    let query = query(&wanted.query)?;
    let library = &place.library;
    let chosen = choose(place, query);
    let worker = wanted.annotator.as_deref().unwrap_or(library.annotator());
    let efforts = library.efforts(worker).unwrap_or_else(|error| {
        say(&error.to_string());
        Efforts::default()
    });
    let (mut stats, mut clean) = (Stats::default(), chosen.clean);
    for row in chosen.rows() {
        stats.articles += 1;
        stats.read += usize::from(chosen.places.contains_key(&row.id));
        let effort = efforts.get(&row.id);
        let mut own = 0;
        if row.counts.any() || effort.is_some() {
            match read(library, &row.id, wanted.annotator.as_deref()) {
                Ok(found) => {
                    own = found.mentions.iter().filter(|mention| *mention.annotator == *worker).count();
                    stats.add(&found);
                }
                Err(error) => {
                    say(&error.to_string());
                    clean = false;
                }
            }
        }
        stats.efforts.extend(effort.map(|effort| (row.id.clone(), *effort, own)));
    }
    stats.efforts.sort_by_key(|(_, effort, _)| std::cmp::Reverse((effort.milliseconds, effort.keys)));
    match wanted.format {
        Rows::Json => json::line(out.data(), &stats.json())?,
        Rows::Table => stats.print(out, wanted.limit.unwrap_or(usize::MAX))?,
    }
    Ok(clean)
}

fn read(library: &Library, id: &ArticleId, only: Option<&str>) -> Result<Annotations, crate::store::StoreError> {
    let loaded = library.load(id)?;
    let wanted = |journal: &Journal| only.is_none_or(|name| *journal.annotator == *name);
    let journals: Vec<Journal> = loaded.journals.into_iter().filter(wanted).collect();
    Ok(Annotations::fold(&journals, &loaded.article.body, &loaded.article.hash))
}

impl Stats {
    fn add(&mut self, found: &Annotations) {
        self.annotated += usize::from(found.count() > 0);
        for mention in &found.mentions {
            *self.kinds.entry(mention.kind.clone()).or_default() += 1;
        }
        for stance in &found.stances {
            self.stances[stance.polarity as usize] += 1;
        }
        for tag in &found.tags {
            *self.tags.entry(tag.label.clone()).or_default() += 1;
        }
        self.notes += found.notes.len();
        self.orphans += found.orphans.len();
    }

    fn spent(&self) -> (Effort, usize) {
        let mut sum = Effort::default();
        self.efforts.iter().for_each(|(_, effort, _)| sum.add(*effort));
        (sum, self.efforts.iter().map(|(_, _, mentions)| mentions).sum())
    }

    /// Its names are a contract.
    fn json(&self) -> Value {
        let (spent, mentions) = self.spent();
        let polarities: BTreeMap<_, _> =
            Polarity::ALL.into_iter().map(|polarity| (polarity.word(), self.stances[polarity as usize])).collect();
        let one = |(id, effort, mentions): &(ArticleId, Effort, usize)| {
            json!({ "id": id.as_str(), "keys": effort.keys, "seconds": effort.milliseconds / 1000,
                "mentions": mentions, "keys_per_mention": ratio(*effort, *mentions) })
        };
        json!({
            "articles": self.articles, "read": self.read, "annotated": self.annotated,
            "mentions": { "total": self.kinds.values().sum::<usize>(), "types": self.kinds },
            "stances": { "total": self.stances.iter().sum::<usize>(), "polarities": polarities },
            "tags": { "total": self.tags.values().sum::<usize>(), "labels": self.tags },
            "notes": self.notes, "orphans": self.orphans,
            "effort": { "keys": spent.keys, "seconds": spent.milliseconds / 1000, "mentions": mentions,
                "keys_per_mention": ratio(spent, mentions), "articles": self.efforts.iter().map(one).collect::<Vec<_>>() },
        })
    }

    fn print(&self, out: &mut Out, limit: usize) -> io::Result<()> {
        let (spent, mentions) = self.spent();
        let listed = |counts: &BTreeMap<String, usize>| {
            let parts: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
            parts.join(", ")
        };
        let polarities: Vec<String> = Polarity::ALL
            .into_iter()
            .filter(|polarity| self.stances[*polarity as usize] > 0)
            .map(|polarity| format!("{} {}", polarity.word(), self.stances[polarity as usize]))
            .collect();
        let row = |what: &str, count: String, of: String| [Safe::new(what), Safe::new(&count), Safe::line(&of)];
        let rows = [
            row("articles", self.articles.to_string(), format!("{} read, {} annotated", self.read, self.annotated)),
            row("mentions", self.kinds.values().sum::<usize>().to_string(), listed(&self.kinds)),
            row("stances", self.stances.iter().sum::<usize>().to_string(), polarities.join(", ")),
            row("tags", self.tags.values().sum::<usize>().to_string(), listed(&self.tags)),
            row("notes", self.notes.to_string(), String::new()),
            row("orphans", self.orphans.to_string(), String::new()),
            row("keys", spent.keys.to_string(), each(spent, mentions)),
            row("minutes", minutes(spent), in_articles(self.efforts.len())),
        ];
        table::print(out, ["WHAT", "COUNT", "OF THESE"], &rows)?;
        if self.efforts.is_empty() || limit == 0 {
            return Ok(());
        }
        out.line(&Safe::default())?;
        let cells = |(id, effort, mentions): &(ArticleId, Effort, usize)| {
            let a_mention = ratio(*effort, *mentions).map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"));
            [minutes(*effort), effort.keys.to_string(), mentions.to_string(), a_mention, id.as_str().to_owned()]
                .map(|cell| Safe::line(&cell))
        };
        let rows: Vec<_> = self.efforts.iter().take(limit).map(cells).collect();
        table::print(out, ["MINUTES", "KEYS", "MENTIONS", "KEYS EACH", "ID"], &rows)
    }
}

/// Keys for each mention; none where nothing is marked.
fn ratio(effort: Effort, mentions: usize) -> Option<f64> {
    let (keys, mentions) = (u32::try_from(effort.keys).ok()?, u32::try_from(mentions).ok()?);
    (mentions > 0).then(|| (f64::from(keys) / f64::from(mentions) * 100.0).round() / 100.0)
}

fn each(effort: Effort, mentions: usize) -> String {
    ratio(effort, mentions).map_or_else(String::new, |ratio| format!("{ratio:.2} a mention"))
}

fn in_articles(count: usize) -> String {
    if count == 1 { "in 1 article".to_owned() } else { format!("in {count} articles") }
}

/// With one digit behind the point, by whole numbers so that nothing is lost on the way.
fn minutes(effort: Effort) -> String {
    let tenths = effort.milliseconds / 6_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}
