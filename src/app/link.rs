//! The picker of entities: links mentions to another one, or takes an alias out of one.

use super::palette::rank;
use super::state::{Level, Overlay};
use super::{Input, Key, Origin, State};
use crate::model::{Change, What};
use std::collections::{BTreeSet, HashSet};

/// What the choice is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Linking {
    /// The mention under the reader's cursor.
    Mention,
    /// The mentions that are chosen on the page.
    Chosen,
    /// A side of the stance in the form.
    Side,
    /// An alias of this entity, to be taken out of it.
    Split(String),
    /// The entity that this one is merged into.
    Merge(String),
}

/// The picker.
pub struct LinkPicker {
    /// What the choice is for.
    pub linking: Linking,
    /// What is typed.
    pub input: Input,
    /// Each name with what is shown beside it.
    pub names: Vec<(String, String)>,
    /// What each is found by: its name and aliases.
    found_by: Vec<String>,
    /// Positions in `names` that match, best first.
    pub found: Vec<usize>,
    /// Position in what matches, the new name last.
    pub cursor: usize,
}

impl LinkPicker {
    fn new(linking: Linking, names: Vec<(String, String, String)>) -> Self {
        let found = (0..names.len()).collect();
        let found_by = names.iter().map(|(name, _, aliases)| format!("{name} {aliases}")).collect();
        let names = names.into_iter().map(|(name, about, _)| (name, about)).collect();
        Self { linking, input: Input::default(), names, found_by, found, cursor: 0 }
    }

    /// Takes a key of the typed line.
    pub fn take(&mut self, key: Key) -> bool {
        let taken = self.input.take(key);
        self.find();
        taken
    }

    /// Inserts pasted text.
    pub fn paste(&mut self, text: &str) {
        self.input.insert(text);
        self.find();
    }

    fn find(&mut self) {
        self.cursor = 0;
        let lines: Vec<&str> = self.found_by.iter().map(String::as_str).collect();
        self.found = rank(self.input.text.trim(), &lines);
    }

    /// Returns the new name that is typed, where mentions can be linked to one and nobody has it.
    #[must_use]
    pub fn new_name(&self) -> Option<String> {
        let typed = self.input.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let new = !typed.is_empty() && !self.names.iter().any(|(name, _)| *name == typed);
        (new && !matches!(self.linking, Linking::Split(_) | Linking::Merge(_))).then_some(typed)
    }

    /// Moves the cursor over what can be chosen.
    pub fn step(&mut self, down: bool) {
        let last = (self.found.len() + usize::from(self.new_name().is_some())).saturating_sub(1);
        self.cursor = if down { (self.cursor + 1).min(last) } else { self.cursor.saturating_sub(1) };
    }

    fn chosen(&self) -> Option<String> {
        let known = self.found.get(self.cursor).map(|at| self.names[*at].0.clone());
        known.or_else(|| self.new_name())
    }
}

impl State {
    /// Opens the picker for the mention under the cursor.
    pub(super) fn start_link(&mut self) {
        let Some(reader) = &self.reader else { return };
        match &reader.cursor.origin {
            Origin::Mention(id) if !self.is_own(id) => {
                self.say(Level::Warning, "This mention was made by someone else; only they can link it elsewhere.");
            }
            Origin::Words => self.say(Level::Warning, "Put the cursor on a mention first."),
            Origin::Mention(_) | Origin::Suggestion(_) => {
                self.want_all_facts();
                let names = self.all_names();
                self.overlays.push(Overlay::Link(LinkPicker::new(Linking::Mention, names)));
            }
        }
    }

    /// Opens it for the mentions that are chosen on the page.
    pub(super) fn start_move(&mut self) {
        let names = self.all_names();
        self.overlays.push(Overlay::Link(LinkPicker::new(Linking::Chosen, names)));
    }

    /// Opens it for a side of the stance in the form.
    pub(super) fn start_side(&mut self) {
        self.want_all_facts();
        let names = self.all_names();
        self.overlays.push(Overlay::Link(LinkPicker::new(Linking::Side, names)));
    }

    /// Opens it for the entity that the open one is to be merged into.
    pub(super) fn start_merge(&mut self) {
        let Some(name) = self.entity_at_cursor() else { return };
        let names = self.all_names().into_iter().filter(|(other, ..)| *other != name).collect();
        self.overlays.push(Overlay::Link(LinkPicker::new(Linking::Merge(name), names)));
    }

    /// Opens it for the aliases of an entity.
    pub(super) fn start_split(&mut self) {
        let Some(name) = self.entity_at_cursor() else { return };
        let aliases = self.entity_row(&name).aliases;
        if aliases.is_empty() {
            return self.say(Level::Warning, &format!("“{name}” has no aliases to take out."));
        }
        let names = aliases.into_iter().map(|alias| (alias, String::new(), String::new())).collect();
        self.overlays.push(Overlay::Link(LinkPicker::new(Linking::Split(name), names)));
    }

    /// Lets a picker that is open have the names that came meanwhile.
    pub(super) fn refill_link(&mut self) {
        let open = matches!(self.overlays.last(), Some(Overlay::Link(it)) if !matches!(it.linking, Linking::Split(_)));
        let mut names = if open { self.all_names() } else { return };
        if let Some(Overlay::Link(picker)) = self.overlays.last_mut() {
            if let Linking::Merge(own) = &picker.linking {
                names.retain(|(name, ..)| name != own);
            }
            let chosen = picker.chosen();
            let (linking, input) = (picker.linking.clone(), std::mem::take(&mut picker.input));
            *picker = LinkPicker { input, ..LinkPicker::new(linking, names) };
            picker.find();
            // The cursor stays on the name that was chosen, wherever it stands now.
            let place = picker.found.iter().position(|at| Some(&picker.names[*at].0) == chosen.as_ref());
            picker.cursor = place.unwrap_or(0);
        }
    }

    /// Returns every entity's name with a word on it and its other names: those of the open article first, then by mentions.
    fn all_names(&self) -> Vec<(String, String, String)> {
        let (facts, registry) = (&self.entities.facts, &self.entities.registry);
        let mut seen: HashSet<&str> = HashSet::new();
        let mut all = Vec::new();
        for row in self.reader.iter().flat_map(|reader| &reader.marks.entities) {
            if seen.insert(&row.name) {
                let aliases = registry.get(&row.name).map_or(String::new(), |entity| entity.aliases.join(" "));
                all.push((row.name.clone(), format!("{} in this article", row.kind), aliases));
            }
        }
        let mut mentioned: Vec<_> = facts.entities.iter().collect();
        mentioned.sort_by_key(|entity| std::cmp::Reverse(entity.mentions));
        for entity in mentioned.into_iter().filter(|entity| seen.insert(&entity.name)) {
            let names: BTreeSet<&str> = entity.names.iter().map(|(name, _)| name.as_str()).collect();
            let about = format!("{} {} mentions", entity.kind, entity.mentions);
            all.push((entity.name.clone(), about, names.into_iter().collect::<Vec<_>>().join(" ")));
        }
        for entity in registry.entities().iter().filter(|entity| seen.insert(&entity.name)) {
            all.push((
                entity.name.clone(),
                format!("{} {}", entity.kind, entity.description),
                entity.aliases.join(" "),
            ));
        }
        all
    }

    /// Takes the choice.
    pub(super) fn choose_link(&mut self) {
        let Some(Overlay::Link(picker)) = self.overlays.last() else { return };
        let Some(name) = picker.chosen() else {
            return self.say(Level::Warning, "Nothing matches; type a new name, or less of it.");
        };
        let linking = picker.linking.clone();
        self.overlays.pop();
        match linking {
            Linking::Mention => self.link(&name),
            Linking::Chosen => self.move_chosen(&name),
            Linking::Side => self.side_named(&name),
            Linking::Merge(from) => self.merge_page(&from, &name),
            Linking::Split(entity) => {
                let split = self.entities.registry.split(&self.entity_row(&entity), &name);
                self.revise(split, &format!("“{name}” is an entity of its own again."));
                self.find_mentions(&entity);
            }
        }
    }

    /// Merges an entity into another one, and shows that one's page.
    fn merge_page(&mut self, from: &str, into: &str) {
        let merged = self.entities.registry.merge(&self.entity_row(from), &self.entity_row(into));
        let done = merged.is_ok();
        let undo = self.keys_for(super::Scope::Entity, "undo");
        self.revise(merged, &format!("“{from}” is an alias of “{into}” in all articles; {undo} takes it back."));
        if done {
            self.rename_page(from, into);
        }
    }

    /// Links what the cursor is on, and unless only this place is meant all of its name in this article, to an entity.
    fn link(&mut self, name: &str) {
        let Some(reader) = &self.reader else { return };
        let acts = match reader.cursor.origin.clone() {
            Origin::Mention(id) => {
                let Some(entity) = reader.annotations.mention(&id).map(|mention| mention.entity.clone()) else {
                    return;
                };
                let alike = reader.annotations.mentions.iter().filter(|other| {
                    other.id == id || (!reader.only_here && other.annotator == self.annotator && other.entity == entity)
                });
                let change = Change { entity: Some(name.to_owned()), ..Change::default() };
                let acts: Vec<What> = alike
                    .map(|other| What::Change { of: other.id.clone(), change: Box::new(change.clone()) })
                    .collect();
                acts
            }
            Origin::Suggestion(index) => {
                let alike = reader.alike(index);
                let batch = self.accept_mentions(&alike, None);
                let named = |mut what: What| {
                    if let What::Mention { entity, .. } = &mut what {
                        name.clone_into(entity);
                    }
                    what
                };
                batch.acts.into_iter().map(|act| named(act.what)).collect()
            }
            Origin::Words => Vec::new(),
        };
        let count = acts.len();
        self.perform(acts);
        let undo = self.keys_for(super::Scope::Reader, "undo");
        let places = if count == 1 { "1 mention".to_owned() } else { format!("{count} mentions") };
        self.say(Level::Info, &format!("{places} linked to “{name}”; {undo} takes it back."));
        self.motion(|reader| {
            reader.only_here = false;
            reader.select(reader.cursor.span);
        });
    }
}
