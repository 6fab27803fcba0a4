//! Adding articles from the list: a question for what, progress on the status line, and a summary at the end.

use super::ask::Asked;
use super::state::Level;
use super::{AddJob, Effect, Input, Scope, State};
use crate::formats::import::Conflicts;
use crate::store::Progress;

/// How far adding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddNews {
    /// So many sources were read, so many articles are new.
    Progress(usize, usize),
    /// How far it is with articles that came into the folder by other ways, which are looked at first.
    Looking(Progress),
    /// So many texts with annotations are tied to their articles.
    Tying(usize),
    /// How far it is with writing annotations, which is not stopped.
    Writing(Progress),
    /// It has ended.
    Ended(Added),
    /// It could not begin, or the disk refused; one sentence.
    Failed(String),
}

/// What came of adding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// What was asked for.
    pub from: String,
    /// One sentence.
    pub summary: String,
    /// What was left out, a sentence each.
    pub left_out: Vec<String>,
    /// Whether annotations came too.
    pub annotated: bool,
    /// Whether the codebook has changed.
    pub coded: bool,
    /// How many annotations were left out since they contradict own ones.
    pub conflicts: usize,
}

impl State {
    /// Asks what to add.
    pub(super) fn start_adding(&mut self) {
        self.ask(Asked::Add, Input::new(""));
    }

    /// Begins to add a file, a folder or what stands at an address.
    pub(super) fn add(&mut self, from: &str, conflicts: Conflicts) {
        self.adding = true;
        let codebook = self.config.codebook.clone();
        self.effect(Effect::Add(Box::new(AddJob { from: from.to_owned(), conflicts, codebook })));
        self.say(Level::Info, &format!("Adding {from} ..."));
    }

    /// Stops adding; what was added stays.
    pub(super) fn stop_adding(&mut self) {
        self.effect(Effect::StopAdding);
        self.say(Level::Info, "Stopping; what was added stays.");
    }

    pub(super) fn on_adding(&mut self, news: AddNews) {
        match news {
            AddNews::Progress(read, added) => {
                let key = self.keys_for(Scope::Library, "stop-adding");
                self.say(Level::Info, &format!("Adding: {read} read, {added} articles are new; {key} stops it."));
            }
            AddNews::Looking(at) => {
                let key = self.keys_for(Scope::Library, "stop-adding");
                let said = format!(
                    "Adding: first a look at the articles that are there, {} of {}; {key} stops it.",
                    at.done, at.total
                );
                self.say(Level::Info, &said);
            }
            AddNews::Tying(tied) => {
                let key = self.keys_for(Scope::Library, "stop-adding");
                self.say(Level::Info, &format!("Adding: {tied} texts are tied to their articles; {key} stops it."));
            }
            AddNews::Writing(at) => {
                self.say(Level::Info, &format!("Writing annotations: {} of {} articles.", at.done, at.total));
            }
            AddNews::Ended(added) => self.added(added),
            AddNews::Failed(why) => {
                self.adding = false;
                self.say(Level::Error, &why);
            }
        }
    }

    /// Says what was added, and lets the screens follow.
    fn added(&mut self, Added { from, summary, left_out, annotated, coded, conflicts }: Added) {
        self.adding = false;
        self.effect(Effect::Scan);
        let more = left_out.len().saturating_sub(1);
        let more = if more > 0 { format!(" (and {more} more; newsgloss add names all)") } else { String::new() };
        let first = left_out.first().map_or_else(String::new, |first| format!(" {first}{more}"));
        let level = if left_out.is_empty() { Level::Info } else { Level::Warning };
        let undo = self.keys_for(Scope::Library, "undo");
        let undo = if annotated { format!(" {undo} takes the annotations back.") } else { String::new() };
        if annotated {
            // The registry's journal says which articles one undo reaches.
            self.effect(Effect::ReadRegistry);
            if let Some(id) = self.reader.as_ref().map(|reader| reader.article.id.clone()) {
                self.effect(Effect::ReadJournals(id));
            }
        }
        if coded {
            self.effect(Effect::ReadConfig);
        }
        self.say(level, &format!("{summary}{undo}{first}"));
        if conflicts > 0 {
            self.ask(Asked::Conflict(from), Input::new(""));
        }
    }

    /// Adds again, with what a person wants done with contradictions.
    pub(super) fn settle_conflict(&mut self, from: &str, answer: &str) {
        match answer {
            "both" | "b" => self.add(from, Conflicts::Both),
            "replace" | "r" => self.add(from, Conflicts::Replace),
            _ => self.say(Level::Warning, "That is neither both nor replace; your annotations stay as they are."),
        }
    }
}
