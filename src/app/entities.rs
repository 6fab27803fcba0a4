//! The entities screen: everyone that the library mentions, and what can be done to them. Changes go to the registry.

use super::ask::Asked;
use super::palette::rank;
use super::state::{Level, Overlay};
use super::{Input, Origin, Scope, State};
use crate::model::{Entity, EntityFacts, LibraryFacts, Registry};
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EntitySort {
    /// Most mentions first.
    #[default]
    Mentions,
    /// Most articles first.
    Articles,
    /// By name.
    Name,
    /// By type, in each by mentions.
    Kind,
    /// Seen last first.
    Last,
    /// Most stances toward it first.
    Stances,
}

impl EntitySort {
    /// In the order of their turn.
    pub const ALL: [Self; 6] = [Self::Mentions, Self::Articles, Self::Name, Self::Kind, Self::Last, Self::Stances];

    /// Returns the word on the screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mentions => "mentions",
            Self::Articles => "articles",
            Self::Name => "name",
            Self::Kind => "type",
            Self::Last => "last seen",
            Self::Stances => "stances",
        }
    }
}

/// The list and what is chosen in it.
#[derive(Default)]
pub struct EntityList {
    /// Everyone: mentioned, a side of a stance, or only in the registry.
    pub all: Vec<EntityFacts>,
    /// Positions in `all`, in the order shown.
    pub shown: Vec<usize>,
    /// Position of the cursor in `shown`.
    pub cursor: usize,
    /// What names are to match.
    pub filter: String,
    /// The order.
    pub sort: EntitySort,
    /// The entity that waits to be merged into another.
    pub marked: Option<String>,
    /// The merge that waits for a yes: from, and into which.
    pub merge: Option<(String, String)>,
    /// Whether facts have come at all.
    pub ready: bool,
    /// Whether dates are listed among them.
    pub dates: bool,
    /// How many dates are left out.
    pub left_out: usize,
    /// The keys of the types that are dates.
    date_kinds: Vec<String>,
}

impl EntityList {
    /// Returns the entity under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&EntityFacts> {
        self.shown.get(self.cursor).map(|at| &self.all[*at])
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    fn take(&mut self, facts: &LibraryFacts, registry: &Registry) {
        let current = self.current().map(|entity| entity.name.clone());
        self.all.clone_from(&facts.entities);
        let known: HashSet<&str> = facts.entities.iter().map(|entity| entity.name.as_str()).collect();
        let unseen = registry.entities().iter().filter(|entity| !known.contains(entity.name.as_str()));
        let bare = |entity: &Entity| {
            let (name, kind) = (entity.name.clone(), entity.kind.clone());
            EntityFacts { name, kind, ..EntityFacts::default() }
        };
        self.all.extend(unseen.map(bare));
        self.arrange();
        self.stand_on(current.as_deref());
    }

    /// Sorts and filters anew.
    pub(super) fn arrange(&mut self) {
        let all = &self.all;
        if self.filter.is_empty() {
            self.shown = (0..all.len()).collect();
            let count = |at: &usize| Reverse(all[*at].mentions);
            match self.sort {
                EntitySort::Mentions => self.shown.sort_by_key(|at| (count(at), &all[*at].name)),
                EntitySort::Articles => self.shown.sort_by_key(|at| (Reverse(all[*at].seen.len()), count(at))),
                EntitySort::Name => self.shown.sort_by_cached_key(|at| all[*at].name.to_lowercase()),
                EntitySort::Kind => self.shown.sort_by_key(|at| (&all[*at].kind, count(at))),
                EntitySort::Last => self.shown.sort_by_key(|at| (Reverse(all[*at].last), count(at))),
                EntitySort::Stances => {
                    let stances = |at: &usize| Reverse(all[*at].toward.iter().sum::<usize>());
                    self.shown.sort_by_key(|at| (stances(at), count(at)));
                }
            }
        } else {
            // The names that articles have count too, and the type: whoever looks for an alias finds the entity.
            let names = |it: &EntityFacts| {
                let aliases: Vec<&str> = it.names.iter().map(|(name, _)| name.as_str()).collect();
                format!("{} {} {}", it.name, aliases.join(" "), it.kind)
            };
            let lines: Vec<String> = all.iter().map(names).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            self.shown = rank(&self.filter, &lines);
        }
        let before = self.shown.len();
        if !self.dates {
            self.shown.retain(|at| !self.date_kinds.contains(&self.all[*at].kind));
        }
        self.left_out = before - self.shown.len();
        self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
    }

    pub(super) fn stand_on(&mut self, name: Option<&str>) {
        if let Some(at) = name.and_then(|name| self.shown.iter().position(|at| self.all[*at].name == name)) {
            self.cursor = at;
        }
    }
}

/// Rows of the screen above the list: title and heads.
pub const ENTITIES_HEAD: u16 = 2;
/// Rows below it: what the cursor is on, and the keys.
pub const ENTITIES_FOOT: u16 = 5;

impl State {
    /// Opens the entities of the library.
    pub(super) fn start_entities(&mut self) {
        self.overlays.push(Overlay::Entities);
        if self.entities.list.ready {
            self.fill_entities();
        }
        self.want_facts();
    }

    pub(super) fn close_entities(&mut self) {
        if self.entities.list.merge.take().is_some() {
            return self.say(Level::Info, "Nothing is merged.");
        }
        if self.entities.list.marked.take().is_some() {
            return self.say(Level::Info, "Nothing is marked any more.");
        }
        if !std::mem::take(&mut self.entities.list.filter).is_empty() {
            return self.entities.list.arrange();
        }
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Entities));
    }

    /// Takes the facts of the library into the list.
    pub(super) fn fill_entities(&mut self) {
        let (facts, registry) = (self.entities.facts.clone(), self.entities.registry.clone());
        self.entities.list.ready = true;
        self.entities.list.date_kinds = self.config.codebook.dates();
        self.entities.list.take(&facts, &registry);
    }

    /// Returns the rows that the list has on the screen.
    #[must_use]
    pub fn entity_rows(&self) -> usize {
        let foot = if self.size.rows < 16 { 1 } else { ENTITIES_FOOT };
        usize::from(self.size.rows.saturating_sub(ENTITIES_HEAD + foot + 1)).max(1)
    }

    /// Returns the name of the entity that commands are about: the open page's, or the one under the cursor.
    #[must_use]
    pub fn entity_at_cursor(&self) -> Option<String> {
        match self.overlays.iter().rev().find(|it| matches!(it, Overlay::Entities | Overlay::Entity)) {
            Some(Overlay::Entity) => self.entities.page.as_ref().map(|page| page.name.clone()),
            _ => self.entities.list.current().map(|entity| entity.name.clone()),
        }
    }

    /// Opens the page of the entity that the reader's cursor is on.
    pub(super) fn page_of_mention(&mut self) {
        let Some(reader) = &self.reader else { return };
        let name = match &reader.cursor.origin {
            Origin::Mention(id) => reader.annotations.mention(id).map(|mention| mention.entity.clone()),
            Origin::Suggestion(at) => reader.suggestions.mentions.get(*at).map(|mention| mention.entity.clone()),
            Origin::Words => None,
        };
        match name {
            Some(name) => {
                self.keep_jump();
                self.open_entity(&name);
            }
            None => self.say(Level::Warning, "Put the cursor on a mention first."),
        }
    }

    /// Turns to the next order of the list.
    pub(super) fn sort_entities(&mut self, by: isize) {
        let list = &mut self.entities.list;
        let at = EntitySort::ALL.iter().position(|sort| *sort == list.sort).unwrap_or(0);
        let all = EntitySort::ALL.len();
        list.sort = EntitySort::ALL[at.saturating_add_signed(by.rem_euclid(6)) % all];
        list.cursor = 0;
        list.arrange();
        let word = list.sort.word();
        self.say(Level::Info, &format!("Sorted by {word}."));
    }

    /// Lists dates among the entities, or leaves them out again.
    pub(super) fn turn_dates(&mut self) {
        let list = &mut self.entities.list;
        let current = list.current().map(|entity| entity.name.clone());
        list.dates = !list.dates;
        list.arrange();
        list.stand_on(current.as_deref());
        let said = if list.dates { "Dates are listed too." } else { "Dates are left out." };
        self.say(Level::Info, said);
    }

    /// Marks an entity to be merged; with one marked, asks whether that is to be merged into this one.
    pub(super) fn mark_entity(&mut self) {
        let Some(name) = self.entities.list.current().map(|entity| entity.name.clone()) else { return };
        match self.entities.list.marked.clone() {
            None => {
                self.say(
                    Level::Info,
                    &format!("“{name}” is marked: go to the entity that it is one with, and press the key again."),
                );
                self.entities.list.marked = Some(name);
            }
            Some(marked) if marked == name => {
                self.entities.list.marked = None;
                self.say(Level::Info, "Nothing is marked any more.");
            }
            Some(marked) => {
                self.entities.list.merge = Some((marked, name));
                self.preview_merge();
            }
        }
    }

    /// Says what a merge would do.
    fn preview_merge(&mut self) {
        let Some((from, into)) = self.entities.list.merge.clone() else { return };
        let count =
            |name: &str| self.entities.facts.entity(name).map_or("no mentions".to_owned(), EntityFacts::counted);
        let (one, other) = (count(&from), count(&into));
        let turn = self.keys_for(Scope::Entities, "turn-merge");
        self.say(
            Level::Warning,
            &format!(
                "“{from}” ({one}) becomes an alias of “{into}” ({other}). \
                 Enter merges them, {turn} turns it round, Esc leaves both."
            ),
        );
    }

    /// Turns round which of the two entities keeps its name.
    pub(super) fn turn_merge(&mut self) {
        match self.entities.list.merge.take() {
            Some((from, into)) => {
                self.entities.list.merge = Some((into, from));
                self.preview_merge();
            }
            None => self.say(Level::Warning, "No merge waits; mark two entities first."),
        }
    }

    /// Merges where a merge waits, else opens the page of the entity under the cursor.
    pub(super) fn enter_entity(&mut self) {
        let Some((from, into)) = self.entities.list.merge.take() else {
            return match self.entities.list.current().map(|entity| entity.name.clone()) {
                Some(name) => self.open_entity(&name),
                None => self.say(Level::Warning, "There is no entity here to open."),
            };
        };
        self.entities.list.marked = None;
        let merged = self.entities.registry.merge(&self.entity_row(&from), &self.entity_row(&into));
        let undo = self.keys_for(Scope::Entities, "undo");
        self.revise(merged, &format!("“{from}” is an alias of “{into}” in all articles; {undo} takes it back."));
        self.entities.list.stand_on(Some(&into));
    }

    /// Gives the entity the type of the digit that was pressed.
    pub(super) fn retype_entity(&mut self) {
        let Some(name) = self.entity_at_cursor() else { return };
        let Some(kind) = self.kind_of_digit() else {
            return self.say(Level::Warning, super::annotate::NO_TYPE);
        };
        let row = self.entity_row(&name);
        let word = self.config.codebook.kind(&kind).map_or(&kind, |kind| &kind.name).clone();
        let changed = self.entities.registry.change(&row, Entity { kind, ..row.clone() });
        self.revise(changed, &format!("“{name}” is a {word} in all articles."));
    }

    /// Asks for one line about the entity under the cursor.
    pub(super) fn ask_entity(&mut self, asked: fn(String) -> Asked) {
        let Some(name) = self.entity_at_cursor() else {
            return self.say(Level::Warning, "There is no entity here.");
        };
        let row = self.entity_row(&name);
        let asked = asked(name);
        let old = match &asked {
            Asked::Rename(name) => name.clone(),
            Asked::Describe(_) => row.description,
            _ => String::new(),
        };
        self.ask(asked, Input::new(&old));
    }

    /// Takes the answer to it.
    pub(super) fn change_entity(&mut self, asked: &Asked, answer: &str) {
        let answer = answer.split_whitespace().collect::<Vec<_>>().join(" ");
        let registry = self.entities.registry.clone();
        match asked {
            Asked::Rename(name) => {
                let renamed = registry.rename(&self.entity_row(name), &answer);
                self.revise(renamed, &format!("“{name}” is “{answer}” in all articles."));
                self.entities.list.stand_on(Some(&answer));
                if self.entities.registry.get(&answer).is_some() {
                    self.rename_page(name, &answer);
                }
            }
            Asked::Describe(name) => {
                let row = self.entity_row(name);
                let described = registry.change(&row, Entity { description: answer, ..row.clone() });
                self.revise(described, &format!("“{name}” is described."));
            }
            Asked::Link(name) => self.toggle_text(name, &answer, |row| &mut row.links, "link"),
            Asked::Alias(name) => self.alias(name, &answer),
            _ => {} // a filter is shown while it is typed, and other questions are about no entity
        }
    }

    /// Adds an alias, or takes it out where the entity has it: then it is an entity of its own again.
    pub(super) fn alias(&mut self, name: &str, alias: &str) {
        let registry = self.entities.registry.clone();
        let row = self.entity_row(name);
        if alias.is_empty() {
            return self.say(Level::Warning, "An alias needs a name.");
        }
        if row.aliases.iter().any(|other| super::marks::same(other, alias)) {
            let split = registry.split(&row, alias);
            return self.revise(split, &format!("“{alias}” is an entity of its own again."));
        }
        let merged = registry.merge(&self.entity_row(alias), &row);
        self.revise(merged, &format!("“{alias}” is an alias of “{name}” in all articles."));
    }

    fn toggle_text(&mut self, name: &str, text: &str, list: fn(&mut Entity) -> &mut Vec<String>, word: &str) {
        let row = self.entity_row(name);
        let mut changed = row.clone();
        let texts = list(&mut changed);
        let there = texts.iter().position(|other| other == text);
        match there {
            _ if text.is_empty() => return self.say(Level::Warning, &format!("A {word} needs some text.")),
            Some(at) => drop(texts.remove(at)),
            None => texts.push(text.to_owned()),
        }
        let done = if there.is_some() { "taken away" } else { "added" };
        let registry = Arc::clone(&self.entities.registry);
        self.revise(registry.change(&row, changed), &format!("The {word} of “{name}” is {done}."));
    }
}
