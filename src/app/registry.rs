//! The registry in memory: changed at once, written by the writing thread, and taken anew when the disk has another one.
//!
//! A change is the same for the library however many articles it touches: it changes rows of the registry, and journals
//! keep the names that they have.

use super::palette::by_mentions;
use super::state::{Level, Overlay};
use super::{Choice, Effect, EntityList, EntityPage, Scope, State};
use crate::model::{Act, ArticleId, Decision, Entity, History, Id, LibraryFacts, Registry, Revision, Taught, What};
use crate::store::Registered;
use std::collections::HashSet;
use std::sync::Arc;

/// What the registry teaches counts as one article of this name; no article has it.
const LESSONS: &str = "entities.toml";

/// The registry with the own changes of it.
#[derive(Default)]
pub struct Entities {
    /// The entities.
    pub registry: Arc<Registry>,
    /// What is mentioned and held in the library, as it was summed up last.
    pub facts: Arc<LibraryFacts>,
    /// What the palette has of them.
    pub(super) by_mentions: Vec<Choice>,
    /// The list of them.
    pub list: EntityList,
    /// The page of one.
    pub page: Option<Box<EntityPage>>,
    pub(super) round: u64,
    /// Whether anything changed since.
    pub(super) stale: bool,
    acts: Vec<Act>,
    pub(super) history: History,
    /// Changes that are not known to be on the disk.
    waiting: usize,
    /// Whether the disk has something newer.
    reread: bool,
}

impl State {
    /// Returns the row of an entity; a new one, of the type that it has in the library, where the registry lacks it.
    #[must_use]
    pub fn entity_row(&self, name: &str) -> Entity {
        let kind = self.entities.facts.entity(name).map_or("", |facts| &facts.kind);
        self.entities.registry.row(name, kind)
    }

    /// Says why a mention of an entity cannot have a type, where the registry gives the entity another one.
    pub(super) fn registered_otherwise(&self, name: &str, kind: &str) -> Option<String> {
        let other = &self.entities.registry.get(name).filter(|it| !it.kind.is_empty() && it.kind != kind)?.kind;
        let word = self.config.codebook.kind(other).map_or(other, |kind| &kind.name);
        let (page, link) = (self.keys_for(Scope::Reader, "entity"), self.keys_for(Scope::Reader, "link"));
        Some(format!(
            "“{name}” is a {word} in all articles; {page} opens its page to change that, {link} links this mention elsewhere."
        ))
    }

    /// Returns the type that a name has in all articles, where the registry gives it one; else `kind`.
    pub(super) fn registered_kind(&self, name: &str, kind: &str) -> String {
        let entity = self.entities.registry.resolve(name, Some(kind)).filter(|it| !it.kind.is_empty());
        entity.map_or(kind, |entity| &entity.kind).to_owned()
    }

    /// Changes the registry, as one undo; says what was done, or why it was not.
    pub(super) fn revise(&mut self, revision: Result<Revision, String>, said: &str) {
        let group = self.new_id();
        let revised = revision.and_then(|revision| self.lay(revision, None, Some(&group)));
        match revised {
            Ok(()) => self.say(Level::Info, said),
            Err(why) => self.say(Level::Warning, &why),
        }
    }

    /// Lays a revision over the registry and the codebook in memory and sends it to the disk, as an act of its own or as the
    /// undo of one.
    pub(super) fn lay(&mut self, revision: Revision, undo: Option<Id>, group: Option<&Id>) -> Result<(), String> {
        let rows = self.entities.registry.revised(&revision)?;
        let edits = revision.renamed.as_ref().map_or(Ok(Vec::new()), |renamed| self.renaming(renamed))?;
        let undoes = undo.is_some();
        let what = undo.map_or_else(|| What::Entity(Box::new(revision.clone())), |of| What::Undo { of });
        let act = self.act(what, group);
        self.entities.history.push(&act);
        self.entities.acts.push(act.clone());
        self.entities.waiting += 1;
        self.saving.waiting += 1;
        // What names the articles goes first: a kill in between leaves nothing that cannot be taken back as a whole.
        self.effect(Effect::Revise(Box::new(revision.clone()), Box::new(act.clone())));
        self.lay_on_codebook(&edits);
        if undoes {
            // One undo that reaches into several journals has one id in all of them, so that redo finds it.
            for article in &revision.articles {
                self.commit_to(article, vec![act.clone()]);
            }
        }
        if !revision.before.is_empty() || !revision.after.is_empty() {
            self.entities.registry = Arc::new(Registry::new(rows));
            self.registry_follows();
        }
        Ok(())
    }

    /// Takes back the last own change of the registry.
    pub(super) fn undo_registry(&mut self) {
        match self.last_turn(false).0.cloned() {
            Some(key) => self.turn_registry(key, "Undone"),
            None => self.say(Level::Warning, "There is no change of entities to undo."),
        }
    }

    /// Does the change again that was taken back last.
    pub(super) fn redo_registry(&mut self) {
        match self.last_turn(false).1.cloned() {
            Some(key) => self.turn_registry(key, "Redone"),
            None => self.say(Level::Warning, "There is no change of entities to do again."),
        }
    }

    /// Returns the last change that can be taken back, and the last undo that can be: of acts over many articles, or of
    /// entities.
    pub(super) fn last_turn(&self, bulk: bool) -> (Option<&Id>, Option<&Id>) {
        let meant = |key: &&Id| self.named_revision(key).is_some_and(|(revision, _)| revision.is_bulk() == bulk);
        let history = &self.entities.history;
        (history.undoable().find(meant), history.redoable().find(meant))
    }

    /// Takes a group of acts back in all articles, or an undo of one, where `key` names one that reaches into others than
    /// its own article; says whether it does.
    pub(super) fn turn_everywhere(&mut self, key: &Id, word: &str) -> bool {
        let history = &self.entities.history;
        let wide = history.stands(key) || history.is_undo(key);
        if wide {
            self.turn_registry(key.clone(), word);
        }
        wide
    }

    fn turn_registry(&mut self, key: Id, word: &str) {
        let Some((mut revision, turned)) = self.named_revision(&key) else {
            return self.say(Level::Warning, "This change cannot be read, so it cannot be taken back.");
        };
        revision.articles = self.reached(revision.articles);
        let said = format!("{word}{}.", describe(&revision));
        let revision = if turned { revision.turned() } else { revision };
        match self.lay(revision, Some(key), None) {
            Ok(()) => self.say(Level::Info, &said),
            Err(why) => self.say(Level::Warning, &format!("{why}; the change stays as it is.")),
        }
    }

    /// Returns those articles that have any acts: where one over many articles was stopped, it did not reach the others.
    fn reached(&self, mut articles: Vec<ArticleId>) -> Vec<ArticleId> {
        // As long as the index is being read, nobody knows.
        if self.list.scanned {
            let own = self.list.marked().iter().filter(|row| row.latest.is_some()).map(|row| &row.id);
            let there: HashSet<&ArticleId> = own.chain(self.session.keys()).collect();
            articles.retain(|id| there.contains(id));
        }
        articles
    }

    /// Returns the change that an act, a group or an undo names, and whether taking that back turns it.
    fn named_revision(&self, key: &Id) -> Option<(Revision, bool)> {
        let acts = &self.entities.acts;
        match &acts.iter().rev().find(|act| act.undo_key() == key || act.id == *key)?.what {
            What::Entity(revision) => Some((revision.as_ref().clone(), true)),
            What::Undo { of } => self.named_revision(of).map(|(revision, turned)| (revision, !turned)),
            _ => None,
        }
    }

    /// Takes the registry as it lies on the disk.
    pub(super) fn on_registered(&mut self, registered: Registered) {
        if self.entities.waiting > 0 {
            self.entities.reread = true; // what is on its way would flicker
            return;
        }
        let first = registered.complaints.first().map(|first| {
            let all = registered.complaints.len();
            format!("{} ({all} in all; see `newsgloss check`)", first.what)
        });
        let changed = self.entities.registry.entities() != registered.registry.entities();
        self.entities.history = History::of(&registered.acts);
        self.entities.acts = registered.acts;
        if changed {
            self.entities.registry = registered.registry;
            self.registry_follows();
        }
        if let Some(first) = first {
            self.say(Level::Warning, &first);
        }
    }

    pub(super) fn on_revised(&mut self) {
        self.count_saved(1);
        self.revision_is_done_with();
    }

    /// Takes back what went with a change of the registry that others' changes stand against.
    pub(super) fn on_refused(&mut self, revision: &Revision, act: &Act, why: &str) {
        self.entities.reread = true;
        self.no_longer_waits(1);
        self.take_back_parts(revision, act.undo_key());
        if let Some(edits) = revision.turned().renamed.and_then(|renamed| self.renaming(&renamed).ok()) {
            self.lay_on_codebook(&edits);
        }
        self.drop_plan(act.undo_key());
        self.say(Level::Error, &format!("NOT CHANGED: {why}"));
        self.revision_is_done_with();
    }

    /// Takes back the acts of a group, or of an undo, in the articles that it reaches into.
    fn take_back_parts(&mut self, revision: &Revision, key: &Id) {
        let undo = self.act(What::Undo { of: key.clone() }, None);
        for article in &revision.articles {
            self.commit_to(article, vec![undo.clone()]);
        }
    }

    fn revision_is_done_with(&mut self) {
        self.entities.waiting = self.entities.waiting.saturating_sub(1);
        if self.entities.waiting == 0 && std::mem::take(&mut self.entities.reread) {
            self.effect(Effect::ReadRegistry);
        }
    }

    /// Lets everything that shows names follow the registry.
    fn registry_follows(&mut self) {
        let (registry, show) = (self.entities.registry.clone(), self.config.suggestions);
        if let Some(reader) = &mut self.reader {
            reader.name_by(&registry);
            reader.refresh(show);
        }
        self.learn_from_registry();
        self.entities.stale = true;
        self.want_facts();
    }

    /// Learns the names of the registry, so that they are proposed as what they are.
    pub(super) fn learn_from_registry(&mut self) {
        let id = ArticleId::new(LESSONS);
        self.learned.forget(&id);
        let registry = self.entities.registry.clone();
        let named = registry.entities().iter().filter(|entity| !entity.kind.is_empty());
        let decisions = named.flat_map(|entity| {
            let names = std::iter::once(&entity.name).chain(&entity.aliases);
            names.map(|name| Decision { name, whole: &entity.name, kind: &entity.kind, rejected: false })
        });
        let taught = Taught::new(1, decisions);
        if taught.lessons().next().is_some() {
            self.learned.put(&id, &taught);
        }
    }

    /// Asks for the facts of the library where a screen shows them and they are not current.
    pub(super) fn want_facts(&mut self) {
        if self.shows_facts() {
            self.want_all_facts();
        }
    }

    /// Asks for them in any case.
    pub(super) fn want_all_facts(&mut self) {
        if std::mem::take(&mut self.entities.stale) {
            self.effect(Effect::SumFacts(self.entities.registry.clone()));
        }
    }

    fn shows_facts(&self) -> bool {
        self.overlays.iter().any(|it| {
            use Overlay::{Entities, Entity, Link, Palette, Stances};
            matches!(it, Entities | Entity | Link(_) | Stances | Palette(_))
        })
    }

    pub(super) fn on_summed(&mut self, facts: LibraryFacts) {
        self.entities.by_mentions = by_mentions(&facts);
        self.entities.facts = Arc::new(facts);
        self.stances.ready = true;
        if self.shows_facts() {
            self.fill_matrix();
            self.fill_entities();
            self.refill_link();
            self.refill_palette();
        }
        // A page that was opened before the facts came has found nothing yet.
        if let Some(page) = self.entities.page.as_ref().filter(|page| page.places.is_empty())
            && self.overlays.iter().any(|it| matches!(it, Overlay::Entity))
        {
            let name = page.name.clone();
            self.find_mentions(&name);
        }
    }
}

/// Says in a few words what a change did.
fn describe(revision: &Revision) -> String {
    let names = |rows: &[Entity]| match rows {
        [] => "a new entity".to_owned(),
        [one] => format!("“{}”", one.name),
        [one, two] => format!("“{}” and “{}”", one.name, two.name),
        [one, rest @ ..] => format!("“{}” and {} others", one.name, rest.len()),
    };
    let articles = match revision.articles.len() {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    };
    match (revision.before.as_slice(), revision.after.as_slice()) {
        _ if revision.is_bulk() => format!(" in {articles}: {}", revision.title),
        ([], []) => format!(": mentions in {articles}"),
        ([one], [two]) if one.name == two.name => format!(": the change of “{}”", one.name),
        (before, after) => format!(": {} to {}", names(before), names(after)),
    }
}
