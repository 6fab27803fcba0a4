//! Getting feeds: a few servers at a time, each asked one question after the other with a pause between, and only for what
//! changed.

use super::fetch::get;
use super::taking::{Input, Taking};
use crate::formats::intake::{feeds_of_page, is_feed};
use crate::store::{Feed, Library, StoreError, Visit, Visits};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// Servers that are asked at once.
const SERVERS: usize = 4;
/// Between two questions to one server.
const PAUSE: Duration = Duration::from_secs(1);

/// What a server sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Got {
    /// The bytes; none where nothing changed since the last time.
    pub bytes: Option<Vec<u8>>,
    /// The address that it came from in the end.
    pub url: String,
    /// The version that the server named.
    pub etag: Option<String>,
    /// When it was changed, in the server's words.
    pub modified: Option<String>,
}

/// Why nothing was got.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// One sentence.
    pub why: String,
    /// Seconds that the server wants to be left alone.
    pub wait: Option<i64>,
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self { why, wait: None }
    }
}

/// What came of one feed.
pub struct Fetched {
    /// Which.
    pub feed: Feed,
    /// What was done, or why not.
    pub outcome: Result<Outcome, String>,
}

/// What was done with a feed that could be got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing changed since the last time.
    Unchanged,
    /// So many articles are new, so many were there.
    Read(usize, usize),
}

/// Gets all feeds, adds their articles, and tells of each feed.
///
/// # Errors
/// When what servers said cannot be kept.
pub fn fetch(
    library: &Library,
    feeds: Vec<Feed>,
    now: i64,
    limit: Duration,
    taking: &mut Taking<'_, '_>,
    tell: &mut dyn FnMut(Fetched),
) -> Result<(), StoreError> {
    let mut visits = library.visits();
    let asked = visits.clone();
    let hosts = Mutex::new(by_host(feeds).into_values().collect::<Vec<_>>());
    let (answers, got) = channel();
    std::thread::scope(|scope| {
        for _ in 0..SERVERS {
            let (hosts, asked, answers) = (&hosts, &asked, answers.clone());
            scope.spawn(move || {
                while let Some(feeds) = hosts.lock().ok().and_then(|mut hosts| hosts.pop()) {
                    ask(feeds, asked, now, limit, &answers);
                }
            });
        }
        drop(answers);
        for (feed, answer) in got {
            let outcome = read(&feed, answer, now, &mut visits, taking);
            tell(Fetched { feed, outcome });
        }
    });
    library.keep_visits(&visits)
}

type Answer = (Feed, Result<Got, Refused>);

fn by_host(feeds: Vec<Feed>) -> BTreeMap<String, Vec<Feed>> {
    let mut hosts: BTreeMap<String, Vec<Feed>> = BTreeMap::new();
    for feed in feeds {
        let host = feed.url.split("://").nth(1).unwrap_or_default().split(['/', '?']).next().unwrap_or_default();
        hosts.entry(host.to_lowercase()).or_default().push(feed);
    }
    hosts
}

/// Asks one server for its feeds, one after the other.
fn ask(feeds: Vec<Feed>, visits: &Visits, now: i64, limit: Duration, answers: &Sender<Answer>) {
    for (at, feed) in feeds.into_iter().enumerate() {
        let visit = visits.get(&feed.url).cloned().unwrap_or_default();
        let answer = match visit.wait_until.filter(|until| *until > now) {
            Some(until) => Err(Refused {
                why: format!("the server asked to be left alone for {} more minutes", (until - now + 59) / 60),
                wait: Some(until - now),
            }),
            None => {
                if at > 0 {
                    std::thread::sleep(PAUSE);
                }
                get(&feed.url, visit.etag.as_deref(), visit.modified.as_deref(), limit)
            }
        };
        if answers.send((feed, answer)).is_err() {
            return;
        }
    }
}

fn read(
    feed: &Feed,
    answer: Result<Got, Refused>,
    now: i64,
    visits: &mut Visits,
    taking: &mut Taking<'_, '_>,
) -> Result<Outcome, String> {
    let visit = visits.entry(feed.url.clone()).or_default();
    let got = match answer {
        Ok(got) => got,
        Err(Refused { why, wait }) => {
            visit.wait_until = wait.map(|seconds| now.saturating_add(seconds.clamp(0, 7 * 24 * 3600)));
            visit.error = Some(why.clone());
            return Err(why);
        }
    };
    let Some(bytes) = got.bytes else {
        (visit.error, visit.wait_until) = (None, None);
        return Ok(Outcome::Unchanged);
    };
    if !is_feed(&bytes) {
        let other = feeds_of_page(&bytes, &got.url).into_iter().next();
        let hint = other.map_or_else(String::new, |url| format!("; the page names this one: {url}"));
        let why = format!("it is no feed{hint}");
        *visit = Visit { error: Some(why.clone()), ..Visit::default() };
        return Err(why);
    }
    let before = (taking.summary().added, taking.summary().same);
    taking.take(Input::Stream(&mut Cursor::new(bytes), "feed.xml".to_owned(), Some(got.url)));
    // A version is remembered only when its articles are on the disk: else they would never come again.
    taking.flush().map_err(|error| error.to_string())?;
    *visit = Visit { etag: got.etag, modified: got.modified, ..Visit::default() };
    Ok(Outcome::Read(taking.summary().added - before.0, taking.summary().same - before.1))
}
