//! Saved searches: filters with a name and a live count, and words that are watched for while reading.

use super::ask::Asked;
use super::effect::{CountJob, Effect, HitsJob};
use super::state::{Level, Overlay};
use super::{Input, State};
use crate::model::ArticleId;
use crate::query::Query;
use crate::store::{Question, Saved, Snapshot};
use crate::text::Span;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The name under which the words of the filter itself are watched for.
const FILTER: &str = "filter";

/// The saved searches of this annotator.
#[derive(Default)]
pub struct Searches {
    /// By name.
    pub all: BTreeMap<String, Saved>,
    /// How many articles each finds, where that is known.
    pub counts: HashMap<String, Option<usize>>,
    /// Position of the cursor in the list.
    pub cursor: usize,
    /// The library that was counted.
    counted: Option<Snapshot>,
}

/// A place in the text that a watched search finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// Where.
    pub span: Span,
    /// The name of the search.
    pub rule: Arc<str>,
}

impl Searches {
    /// Returns the search under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<(&String, &Saved)> {
        self.all.iter().nth(self.cursor)
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.all.len().saturating_sub(1));
    }
}

impl State {
    /// Opens the list of saved searches.
    pub(super) fn start_searches(&mut self) {
        let at = self.searches.all.values().position(|saved| saved.query == self.list.filter);
        self.searches.cursor = at.unwrap_or(self.searches.cursor);
        self.searches.step(0);
        self.overlays.push(Overlay::Searches);
    }

    /// Asks for a name for the filter in force.
    pub(super) fn ask_search_name(&mut self) {
        if self.list.filter.trim().is_empty() {
            let key = self.keys_for(super::Scope::Library, "filter");
            return self.say(Level::Warning, &format!("There is no filter to save; {key} sets one."));
        }
        if let Some(complaint) = &self.list.complaint {
            let said = format!("The filter is not saved as it stands: {complaint}.");
            return self.say(Level::Warning, &said);
        }
        self.ask(Asked::SearchName, Input::new(&self.list.filter));
    }

    /// Saves the filter under a name.
    pub(super) fn save_search(&mut self, name: &str) {
        let query = self.list.filter.trim().to_owned();
        let watch = self.searches.all.get(name).is_some_and(|saved| saved.watch);
        self.keep_search(name, Some(Saved { query, watch }));
        let key = self.keys_for(super::Scope::Library, "searches");
        self.say(Level::Info, &format!("Saved as “{name}”; {key} lists the saved searches."));
    }

    fn keep_search(&mut self, name: &str, saved: Option<Saved>) {
        let mut changed = self.reading_change();
        match saved {
            Some(saved) => {
                self.searches.all.insert(name.to_owned(), saved.clone());
                changed.searches.insert(name.to_owned(), saved);
            }
            None => {
                self.searches.all.remove(name);
                changed.forgotten.push(name.to_owned());
            }
        }
        self.searches.step(0);
        self.searches.counted = None;
        self.effect(Effect::KeepReading(changed));
        self.count_searches();
        self.watch_open();
    }

    /// Shows what the search under the cursor finds.
    pub(super) fn use_search(&mut self) {
        let Some((name, query)) = self.searches.current().map(|(name, saved)| (name.clone(), saved.query.clone()))
        else {
            return self.say(Level::Warning, "There is no saved search here.");
        };
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Searches));
        self.screen = crate::store::Screen::Library;
        self.filter(&query);
        self.say(Level::Info, &format!("“{name}”; Esc shows all articles again."));
    }

    /// Watches for the words of the search under the cursor while reading, or no longer.
    pub(super) fn watch_search(&mut self) {
        let Some((name, saved)) = self.searches.current().map(|(name, saved)| (name.clone(), saved.clone())) else {
            return self.say(Level::Warning, "There is no saved search here.");
        };
        let watch = !saved.watch;
        self.keep_search(&name, Some(Saved { watch, ..saved }));
        let said = if watch {
            format!("The words of “{name}” are highlighted in every article that you read.")
        } else {
            format!("The words of “{name}” are no longer highlighted.")
        };
        self.say(Level::Info, &said);
    }

    /// Forgets the search under the cursor.
    pub(super) fn forget_search(&mut self) {
        let Some((name, query)) = self.searches.current().map(|(name, saved)| (name.clone(), saved.query.clone()))
        else {
            return self.say(Level::Warning, "There is no saved search here.");
        };
        self.keep_search(&name, None);
        self.say(Level::Info, &format!("“{name}” is forgotten; it was: {query}"));
    }

    /// Counts what the saved searches find, where the library is another one than when they were counted.
    pub(super) fn count_searches(&mut self) {
        if self.searches.all.is_empty() || !self.list.ready {
            return;
        }
        let now = &self.list.snapshot;
        let same =
            |old: &Snapshot| Arc::ptr_eq(&old.catalogue, &now.catalogue) && Arc::ptr_eq(&old.marked, &now.marked);
        if self.searches.counted.as_ref().is_some_and(same) {
            return;
        }
        self.searches.counted = Some(now.clone());
        let question = |saved: &Saved| Question {
            query: Query::parse(&saved.query).0.as_typed(),
            places: self.list.places.clone(),
            registry: self.entities.registry.clone(),
            ..Question::default()
        };
        let asked = self.searches.all.iter().map(|(name, saved)| (name.clone(), question(saved))).collect();
        self.effect(Effect::Count(Box::new(CountJob { snapshot: now.clone(), asked })));
    }

    /// More texts can be found than when the searches were counted.
    pub(super) fn recount_searches(&mut self) {
        self.searches.counted = None;
        self.count_searches();
    }

    /// Looks in the open article for the words of the filter and of the searches that are watched.
    pub(super) fn watch_open(&mut self) {
        let Some(reader) = &self.reader else { return };
        let watched = self.searches.all.iter().filter(|(_, saved)| saved.watch);
        let mut rules: Vec<(Arc<str>, Query)> =
            watched.map(|(name, saved)| (Arc::from(name.as_str()), Query::parse(&saved.query).0)).collect();
        if !self.list.filter.is_empty() {
            rules.push((Arc::from(FILTER), Query::parse(&self.list.filter).0.as_typed()));
        }
        rules.retain(|(_, query)| !query.phrases().is_empty() || !query.expressions().is_empty());
        let (id, body) = (reader.article.id.clone(), reader.article.body.clone());
        if rules.is_empty() {
            return self.on_hits(&id, Vec::new());
        }
        self.effect(Effect::FindHits(Box::new(HitsJob { id, body, rules })));
    }

    pub(super) fn on_hits(&mut self, id: &ArticleId, hits: Vec<Watched>) {
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.article.id == *id) {
            reader.watched = hits;
        }
    }
}
