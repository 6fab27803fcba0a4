//! The whole state of the program, as data.

use super::editor::EditorKind;
use super::effect::{Effect, ExportJob};
use super::effort::Meter;
use super::keymap::KeyComplaint;
use super::{
    Ask, Bulk, Entities, ExportDialog, Geometry, Help, Hints, Input, Jumps, Key, Keymap, LinkPicker, List, NotePad,
    Orphans, Palette, Placing, Prefix, Reader, Recoded, Review, Saving, Scope, Searches, Size, StanceForm, Stances,
    Tab, TagPicker, Tour, WaitingForm,
};
use crate::formats::config::Config;
use crate::model::{Act, ArticleId, Id, Ids, LibraryLessons, What};
use crate::store::Screen;
use crate::text::Safe;
use std::collections::HashMap;
use std::sync::Arc;

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something was done.
    Info,
    /// Something did not apply.
    Warning,
    /// Something failed.
    Error,
}

/// One sentence on the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How it is meant.
    pub level: Level,
    /// The sentence.
    pub text: Safe,
}

/// What lies over a screen. The last of the stack has the keys.
pub enum Overlay {
    /// The line of the list's filter.
    Filter(Input),
    /// The line of the search in the text.
    Search(Input),
    /// Letters on the words.
    Hints(Hints),
    /// The stance form.
    Form(StanceForm),
    /// The note editor.
    Note(NotePad),
    /// The tag picker.
    Tags(TagPicker),
    /// The menu of what can be done in many articles.
    Bulk,
    /// The preview of that; what it shows is kept beside.
    Preview,
    /// The codebook.
    Codebook,
    /// The saved searches; kept beside.
    Searches,
    /// All commands.
    Palette(Palette),
    /// The page of keys.
    Help(Help),
    /// The queue of what is proposed; it is kept beside, so that reading an article does not lose it.
    Review,
    /// The entities of the library; kept beside.
    Entities,
    /// The page of one; kept beside.
    Entity,
    /// Who holds what of whom; kept beside.
    Stances,
    /// The evidence of a pair; kept beside.
    Evidence,
    /// The picker of entities.
    Link(LinkPicker),
    /// A question with one line for an answer.
    Ask(Ask),
    /// The queue of annotations that have lost their place.
    Orphans,
    /// The export dialogue.
    Export(ExportDialog),
}

/// Everything that the screen is drawn from.
pub struct State {
    /// The configuration in force.
    pub config: Config,
    /// Key bindings.
    pub keymap: Keymap,
    /// The terminal's size.
    pub size: Size,
    /// The time of the event being handled.
    pub now: jiff::Timestamp,
    /// Who annotates.
    pub annotator: Arc<str>,
    /// The list of articles.
    pub list: List,
    /// The saved searches.
    pub searches: Searches,
    /// The open article.
    pub reader: Option<Box<Reader>>,
    /// Which of the two is shown.
    pub screen: Screen,
    /// What lies over it.
    pub overlays: Vec<Overlay>,
    /// Keys of an unfinished sequence.
    pub pending: Vec<Key>,
    /// The key that ran the current command.
    pub key: Option<Key>,
    /// Keys that wait for another, and what is repeated.
    pub prefix: Prefix,
    /// Where the cursor stood before it went far.
    pub jumps: Jumps,
    /// The status line's sentence.
    pub message: Option<Message>,
    /// What is known about the disk.
    pub saving: Saving,
    /// An article to go to and undo in, when undo is pressed again.
    pub undo_elsewhere: Option<ArticleId>,
    /// The queue of what is proposed in the listed articles.
    pub review: Option<Box<Review>>,
    /// The entities of the library.
    pub entities: Entities,
    /// The stance form that waits for words of the text.
    pub(super) waiting_form: Option<WaitingForm>,
    /// Who holds what of whom.
    pub stances: Stances,
    /// Whether articles are being added.
    pub adding: bool,
    /// The tour, where it is on.
    pub tour: Option<Tour>,
    /// The queue of annotations that have lost their place.
    pub orphans: Option<Box<Orphans>>,
    /// One of them that waits for a place selected in the text.
    pub placing: Option<Placing>,
    /// What is to be done in many articles.
    pub bulk: Option<Box<Bulk>>,
    /// The cursor in the codebook, and its changes.
    pub code: Recoded,
    /// The article that is being read from the disk.
    pub opening: Option<ArticleId>,
    /// Own acts of this session by article: a reading of a journal that began before they were written must not lose them.
    pub(super) session: HashMap<ArticleId, Vec<Act>>,
    /// Where in which article the cursor is to stand when it has been read, in code points.
    pub(super) going_to: Option<(ArticleId, usize)>,
    /// What the library's articles teach.
    pub(super) learned: LibraryLessons,
    /// An export that waits until everything is written.
    pub(super) export: Option<ExportJob>,
    /// The number of the last preview of an export that was asked for.
    pub(super) previews: u64,
    /// The panel that the last session left, for the first article of this one.
    pub(super) tab_wanted: Option<Tab>,
    pub(super) margin_configured: bool,
    /// The byte on which the mouse's button was pressed.
    pub(super) pressed: Option<usize>,
    pub(super) meter: Meter,
    pub(super) ids: Ids,
    pub(super) editor: EditorKind,
    pub(super) effects: Vec<Effect>,
    pub(super) suggest_round: u64,
    pub(super) review_round: u64,
    pub(super) orphans_round: u64,
    pub(super) plan_round: u64,
}

impl State {
    /// Returns the state of a program that has just started. `seed` is random; `editor` makes note editors.
    #[must_use]
    pub fn new(mut config: Config, annotator: Arc<str>, seed: u64, editor: EditorKind) -> (Self, Vec<KeyComplaint>) {
        let (keymap, complaints) = Keymap::new(&config.keys);
        config.look.ascii |= config.look.screen_reader;
        let margin_configured = config.look.margin;
        let mut learned = LibraryLessons::default();
        learned.name_types(&config.codebook);
        let state = Self {
            config,
            keymap,
            size: Size { columns: 80, rows: 24 },
            now: jiff::Timestamp::UNIX_EPOCH,
            annotator,
            list: List::default(),
            searches: Searches::default(),
            reader: None,
            screen: Screen::Library,
            overlays: Vec::new(),
            pending: Vec::new(),
            key: None,
            prefix: Prefix::default(),
            message: None,
            saving: Saving::default(),
            undo_elsewhere: None,
            review: None,
            entities: Entities::default(),
            waiting_form: None,
            stances: Stances::default(),
            jumps: Jumps::default(),
            adding: false,
            tour: None,
            orphans: None,
            placing: None,
            bulk: None,
            code: Recoded::default(),
            opening: None,
            going_to: None,
            session: HashMap::new(),
            learned,
            export: None,
            previews: 0,
            tab_wanted: None,
            margin_configured,
            pressed: None,
            meter: Meter::default(),
            ids: Ids::new(seed),
            editor,
            effects: Vec::new(),
            suggest_round: 0,
            review_round: 0,
            orphans_round: 0,
            plan_round: 0,
        };
        (state, complaints)
    }

    /// Returns the scope whose keys count.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.overlays.last() {
            Some(Overlay::Filter(_) | Overlay::Search(_) | Overlay::Ask(_)) => Scope::Prompt,
            Some(Overlay::Codebook) => Scope::Codebook,
            Some(Overlay::Bulk) => Scope::Bulk,
            Some(Overlay::Preview) => Scope::Preview,
            Some(Overlay::Hints(_)) => Scope::Hints,
            Some(Overlay::Form(_)) => Scope::Form,
            Some(Overlay::Note(_)) => Scope::Note,
            Some(Overlay::Tags(_)) => Scope::Tags,
            Some(Overlay::Palette(_)) => Scope::Palette,
            Some(Overlay::Help(_)) => Scope::Help,
            Some(Overlay::Export(_)) => Scope::Export,
            Some(Overlay::Review) => Scope::Review,
            Some(Overlay::Entities) => Scope::Entities,
            Some(Overlay::Entity) => Scope::Entity,
            Some(Overlay::Stances) => Scope::Stances,
            Some(Overlay::Evidence) => Scope::Evidence,
            Some(Overlay::Link(_)) => Scope::Link,
            Some(Overlay::Orphans) => Scope::Orphans,
            Some(Overlay::Searches) => Scope::Searches,
            None => self.screen_scope(),
        }
    }

    /// Returns the scope of the screen below all overlays.
    #[must_use]
    pub const fn screen_scope(&self) -> Scope {
        match self.screen {
            Screen::Library => Scope::Library,
            Screen::Reader => Scope::Reader,
        }
    }

    /// Returns how the reader's screen is divided.
    #[must_use]
    pub fn geometry(&self) -> Geometry {
        let look = &self.config.look;
        let geometry = Geometry::new(self.size, look.measure, look.margin && !look.screen_reader);
        // One thing after the other: panels are pages, and nothing stands beside the text.
        if look.screen_reader { Geometry { tabs: true, left: 0, ..geometry } } else { geometry }
    }

    /// Puts a sentence on the status line.
    pub fn say(&mut self, level: Level, text: &str) {
        self.message = Some(Message { level, text: Safe::line(text) });
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(super) fn new_id(&mut self) -> Id {
        self.ids.next(u64::try_from(self.now.as_millisecond()).unwrap_or(0))
    }

    /// Makes one act of now.
    pub(super) fn act(&mut self, what: What, group: Option<&Id>) -> Act {
        let at = jiff::Timestamp::from_second(self.now.as_second()).unwrap_or(self.now);
        Act { id: self.new_id(), at, group: group.cloned(), what, extra: toml::Table::new() }
    }

    /// Does acts on the open article: folds them at once and sends them to the disk. Several of them are one undo.
    pub(super) fn perform(&mut self, all: Vec<What>) {
        let group = (all.len() > 1).then(|| self.new_id());
        let acts: Vec<Act> = all.into_iter().map(|what| self.act(what, group.as_ref())).collect();
        self.commit(acts);
    }

    /// Does acts on the open article.
    pub(super) fn commit(&mut self, acts: Vec<Act>) {
        if let Some(id) = self.reader.as_ref().map(|reader| reader.article.id.clone()) {
            self.commit_to(&id, acts);
        }
    }

    /// Does acts on an article. They are on their way to the disk before anything is derived from them.
    pub(super) fn commit_to(&mut self, id: &ArticleId, acts: Vec<Act>) {
        let show_suggestions = self.config.suggestions;
        if acts.is_empty() {
            return;
        }
        self.saving.waiting += acts.len();
        self.undo_elsewhere = None;
        self.effect(Effect::Append(id.clone(), acts.clone()));
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.article.id == *id) {
            reader.add(&acts);
            reader.refresh(show_suggestions);
            self.learn_from_open();
        }
        self.session.entry(id.clone()).or_default().extend(acts);
    }

    /// Returns what is asked of the shell, and forgets it.
    pub(super) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}
