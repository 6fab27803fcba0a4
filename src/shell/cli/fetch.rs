//! `subscribe` and `fetch`: feeds, got only when asked for.

use super::super::fetching::{Fetched, Outcome, fetch};
use super::super::taking::{Taking, Wanted};
use super::add::Report;
use super::arguments::{FetchArguments, Rows, SubscribeArguments};
use super::failure::Failure;
use super::output::{Out, say};
use super::place::Place;
use super::table;
use crate::formats::intake::{self, How, Piece, Subscription};
use crate::store::{Feed, Source};
use crate::text::Safe;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

/// Adds feeds to `feeds.toml`, or lists them; opens no connection.
pub fn subscribe(place: &Place, wanted: &SubscribeArguments, out: &mut Out) -> Result<bool, Failure> {
    if wanted.feeds.is_empty() {
        return list(place, out);
    }
    let (mut feeds, mut clean) = (Vec::new(), true);
    for named in &wanted.feeds {
        if named.starts_with("http://") || named.starts_with("https://") {
            feeds.push(Subscription { title: String::new(), url: named.clone() });
        } else {
            clean &= of_file(named, &mut feeds);
        }
    }
    let (named, new) = (feeds.len(), place.library.subscribe(&feeds)?);
    for feed in &new {
        out.line(&Safe::line(&feed.url))?;
    }
    let ending = if new.len() == 1 { "" } else { "s" };
    say(&format!(
        "{} feed{ending} subscribed to, {} there already; newsgloss fetch gets them.",
        new.len(),
        named - new.len()
    ));
    Ok(clean)
}

/// Reads a list of feeds.
fn of_file(path: &str, feeds: &mut Vec<Subscription>) -> bool {
    let before = feeds.len();
    let mut clean = true;
    match (Source { path: PathBuf::from(path), named: true }).open() {
        Err(why) => say(&format!("{path}: {why}")),
        Ok(mut file) => intake::read(path, &mut file, &How::default(), &mut |_, piece| {
            match piece {
                Piece::Feed(feed) => feeds.push(feed),
                Piece::Said(what) => say(&format!("{path}: {what}")),
                _ => {
                    clean = false;
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        }),
    }
    if feeds.len() == before {
        say(&format!("{path}: it is no list of feeds; name the address of a feed, or an OPML file"));
    }
    clean && feeds.len() > before
}

fn list(place: &Place, out: &mut Out) -> Result<bool, Failure> {
    let (feeds, visits) = (place.library.feeds()?, place.library.visits());
    if feeds.is_empty() {
        say("No feeds are subscribed to; newsgloss subscribe URL adds one.");
    }
    let cells = |feed: &Feed| {
        let visit = visits.get(&feed.url);
        let state = visit.map_or("never got", |visit| visit.error.as_deref().unwrap_or("got"));
        [Safe::line(&feed.url), Safe::line(&feed.title), Safe::line(state)]
    };
    table::print(out, ["ADDRESS", "TITLE", "STATE"], &feeds.iter().map(cells).collect::<Vec<_>>())?;
    Ok(true)
}

/// Gets all feeds; true when each could be got.
pub fn run(place: &Place, wanted: &FetchArguments, out: &mut Out) -> Result<bool, Failure> {
    let feeds = place.library.feeds()?;
    if feeds.is_empty() {
        say("No feeds are subscribed to; newsgloss subscribe URL adds one.");
        return Ok(true);
    }
    let (mut failed, how) = (0, Wanted::default());
    let mut report = Report::new(out, Rows::Table);
    let mut tell = |told| report.tell(told);
    let mut taking = Taking::new(&place.library, &how, &mut tell)?;
    let now = jiff::Timestamp::now().as_second();
    let mut told = |Fetched { feed, outcome }: Fetched| {
        let name = if feed.title.is_empty() { feed.url } else { feed.title };
        match outcome {
            Ok(Outcome::Unchanged) => say(&format!("{name}: nothing new")),
            Ok(Outcome::Read(added, same)) => say(&format!("{name}: {added} new, {same} there already")),
            Err(why) => {
                failed += 1;
                say(&format!("{name}: {why}"));
            }
        }
    };
    let limit = Duration::from_secs(wanted.timeout.max(1));
    fetch(&place.library, feeds, now, limit, &mut taking, &mut told)?;
    let summary = taking.end();
    Ok(report.end(summary.map_err(Failure::from), false)? && failed == 0)
}
