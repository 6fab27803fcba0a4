//! The open article: its text, journals, annotations, suggestions, layout, and where the cursor stands.

use super::effect::Effect;
use super::event::Opened;
use super::marks::Marks;
use super::spoken::Words;
use super::state::{Level, Overlay};
use super::{Search, Selection, State, Watched};
use crate::layout::Layout;
use crate::model::{Act, Annotations, Article, ArticleId, History, Id, Journal, Places, Registry, Suggestions};
use crate::store::Screen;
use crate::text::Span;
use std::sync::Arc;

/// Bytes laid out at once before the first frame; the rest follows when no key waits.
const FIRST: usize = 64 * 1024;
/// Bytes before the cursor that the first frame may show.
const BEFORE: usize = 4 * 1024;
/// Bytes laid out each time that no key waits.
const STEP: usize = 256 * 1024;

/// A panel of the margin; on narrow terminals each is a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tab {
    /// The text itself.
    #[default]
    Text,
    /// Who is mentioned.
    Entities,
    /// Who holds what of whom.
    Stances,
    /// Tags and notes.
    Notes,
}

/// The open article.
pub struct Reader {
    /// The article.
    pub article: Article,
    /// Journals, the own one first.
    pub journals: Vec<Journal>,
    /// Where anchors that were made on another text lie in this one.
    pub places: Places,
    /// What can be undone in the own journal.
    pub history: History,
    /// The journals folded, with the names of the registry.
    pub annotations: Annotations,
    /// What the program proposes; empty until it has come.
    pub suggestions: Suggestions,
    /// Whether suggestions have come.
    pub suggested: bool,
    /// What is drawn on the text, derived from annotations and suggestions.
    pub marks: Marks,
    /// Rows of the text.
    pub layout: Layout,
    /// The whole layout while it is being built behind one that starts in the middle.
    pub building: Option<Layout>,
    /// First byte of the first visible row.
    pub top: usize,
    /// What the cursor is on.
    pub cursor: Selection,
    /// The column that the cursor keeps to when it goes up and down.
    pub goal: Option<usize>,
    /// Whether the end of the text is to be shown as soon as it is laid out.
    pub want_end: bool,
    /// The search in force.
    pub search: Option<Search>,
    /// Where words of the filter and of watched searches stand, in order.
    pub watched: Vec<Watched>,
    /// The panel shown on a narrow terminal.
    pub tab: Tab,
    /// First line of that panel on the screen.
    pub panel_top: usize,
    /// Whether the next mark is made on this place only.
    pub only_here: bool,
    /// Whether motions extend the selection.
    pub visual: bool,
    /// The mention that was picked up, to be moved or joined.
    pub held: Option<Id>,
    /// The byte whose marks are gone through, until the cursor moves.
    pub point: Option<usize>,
    /// Unfinished notes, oldest first.
    pub drafts: Vec<Act>,
    /// The registry.
    pub registry: Arc<Registry>,
    /// The words of markers, where they are wanted.
    pub(super) words: Option<Words>,
}

impl Reader {
    /// Returns the reader of an article, before layout.
    #[must_use]
    pub fn new(opened: Opened) -> Self {
        let Opened { loaded, drafts } = opened;
        let history = History::of(loaded.journals.first().map(|journal| journal.acts.as_slice()).unwrap_or_default());
        let mut reader = Self {
            article: loaded.article,
            journals: loaded.journals,
            places: loaded.places,
            history,
            annotations: Annotations::default(),
            suggestions: Suggestions::default(),
            suggested: false,
            marks: Marks::default(),
            layout: Layout::new(1, 0),
            building: None,
            top: 0,
            cursor: Selection::default(),
            goal: None,
            want_end: false,
            search: None,
            watched: Vec::new(),
            tab: Tab::Text,
            panel_top: 0,
            only_here: false,
            visual: false,
            held: None,
            point: None,
            drafts,
            registry: Arc::default(),
            words: None,
        };
        reader.fold();
        reader
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.article.body.as_str()
    }

    /// Adds own acts in memory.
    pub fn add(&mut self, acts: &[Act]) {
        for act in acts {
            self.history.push(act);
        }
        if let Some(own) = self.journals.first_mut() {
            own.acts.extend_from_slice(acts);
        }
        self.fold();
    }

    fn fold(&mut self) {
        self.annotations = Annotations::fold_at(&self.journals, &mut self.places);
        self.annotations.name(&self.registry);
    }

    /// Takes the names of a registry.
    pub fn name_by(&mut self, registry: &Arc<Registry>) {
        self.registry = registry.clone();
        self.fold();
        self.suggestions.name(&self.registry);
    }

    /// Takes the journals from the disk. Own acts of this session that are not in them yet are kept on top.
    pub fn take_journals(&mut self, mut journals: Vec<Journal>, session: &[Act]) {
        if let Some(own) = journals.first_mut() {
            own.complete(session);
            self.history = History::of(&own.acts);
        }
        self.journals = journals;
        self.fold();
    }

    /// Derives again what is drawn, and mends the layout where markers came or went.
    pub fn refresh(&mut self, show_suggestions: bool) {
        let shown = show_suggestions.then_some(&self.suggestions);
        let mut marks = Marks::new(&self.article, &self.annotations, shown);
        if let Some(words) = &self.words {
            marks.speak(words, self.article.body.len());
        }
        let changed = self.marks.first_changed_marker(&marks);
        let old = std::mem::replace(&mut self.marks, marks);
        if let Some(at) = changed {
            // Every place where a marker came or went is mended by itself: on a long text that is a few rows each.
            for at in old.marker_changes(&self.marks, at) {
                self.layout.reflow(self.article.body.as_str(), &self.marks.markers, at);
                if let Some(building) = &mut self.building {
                    building.reflow(self.article.body.as_str(), &self.marks.markers, at);
                }
            }
        }
        // Of several marks on the same words the one that was gone to stays.
        let began = self.cursor.began;
        let stays = |mark: &super::Drawn| mark.span == began && mark.origin() == self.cursor.origin;
        if !self.marks.within(began).any(stays) {
            self.cursor.origin = self.marks.origin_of(began);
        }
    }

    /// Lays the text out at a width, at once as far as the screen needs.
    pub fn lay_out(&mut self, width: usize) {
        let body = self.article.body.clone();
        let text = body.as_str();
        let needed = self.top.max(self.cursor.span.start);
        let from = if text.len() <= STEP || needed < FIRST { 0 } else { self.paragraph(self.top) };
        self.layout = Layout::new(width, from);
        self.building = (from > 0).then(|| Layout::new(width, 0));
        let until = if text.len() <= STEP { text.len() } else { needed.max(from) + FIRST };
        self.layout.extend(text, &self.marks.markers, until);
    }

    /// The start of the paragraph of `at`, or `at` itself when that is far away.
    fn paragraph(&self, at: usize) -> usize {
        let near = self.article.body.floor(at.saturating_sub(FIRST));
        self.text()[near..at].rfind('\n').map_or(at, |newline| near + newline + 1)
    }

    /// Says whether part of the text still has to be laid out.
    #[must_use]
    pub const fn is_laying_out(&self) -> bool {
        self.building.is_some() || !self.layout.is_complete()
    }

    /// Lays out a piece more. When the whole is there, it takes the place of one that began in the middle.
    pub fn lay_out_more(&mut self) {
        let body = self.article.body.clone();
        let layout = self.building.as_mut().unwrap_or(&mut self.layout);
        let until = layout.end() + STEP;
        layout.extend(body.as_str(), &self.marks.markers, until);
        if layout.is_complete()
            && let Some(whole) = self.building.take()
        {
            self.layout = whole;
        }
    }

    /// Says whether the last row is on the screen.
    #[must_use]
    pub fn at_end(&self, rows: usize) -> bool {
        self.layout.is_complete() && self.layout.row_of(self.top) + rows >= self.layout.len()
    }

    /// Scrolls so that the cursor is visible, with some rows of context.
    pub fn follow(&mut self, rows: usize) {
        let row = self.layout.row_of(self.cursor.span.start);
        let top = self.layout.row_of(self.top);
        let context = (rows / 5).min(3);
        let last_row = self.layout.row_of(self.cursor.span.end.saturating_sub(1).max(self.cursor.span.start));
        let top = if row < top + context {
            row.saturating_sub(context)
        } else if last_row + context >= top + rows && last_row - row < rows {
            (last_row + context + 1).saturating_sub(rows)
        } else {
            top
        };
        self.set_top(top, rows);
    }

    /// Puts row `top` at the top, no further down than that the last row stands at the bottom.
    pub fn set_top(&mut self, top: usize, rows: usize) {
        let last = if self.layout.is_complete() {
            self.layout.len().saturating_sub(rows)
        } else {
            self.layout.len().saturating_sub(1)
        };
        let range = self.layout.row(top.min(last));
        self.top = range.map_or(self.layout.first(), |range| range.start);
    }

    /// Returns the bytes of the rows on the screen.
    #[must_use]
    pub fn visible(&self, rows: usize) -> Span {
        let top = self.layout.row_of(self.top);
        let last = (top + rows).min(self.layout.len()).saturating_sub(1);
        Span::new(self.top, self.layout.row(last).map_or(self.top, |row| row.end))
    }
}

impl State {
    /// Asks for an article.
    pub(super) fn open(&mut self, id: ArticleId) {
        if self.opening.as_ref() == Some(&id) {
            return; // it is on its way
        }
        self.opening = Some(id.clone());
        self.effect(Effect::Open(id));
    }

    pub(super) fn on_opened(&mut self, opened: Opened) {
        let id = opened.loaded.article.id.clone();
        // Its file changed while it was open, or it was asked for; what was asked for before something else is dropped.
        let again = self.opening.is_none();
        let is_open =
            self.screen == Screen::Reader && self.reader.as_ref().is_some_and(|reader| reader.article.id == id);
        if if again { !is_open } else { self.opening.as_ref() != Some(&id) } {
            return;
        }
        self.opening = None;
        self.close_for(&id);
        let article = opened.loaded.article.complaints.iter();
        let complaints: Vec<_> =
            article.chain(&opened.loaded.complaints).map(|complaint| complaint.what.clone()).collect();
        let damaged = !opened.loaded.complaints.is_empty();
        let mut reader = Box::new(Reader::new(opened));
        if !self.entities.registry.entities().is_empty() {
            reader.name_by(&self.entities.registry);
        }
        if let Some(session) = self.session.get(&id) {
            let journals = std::mem::take(&mut reader.journals);
            reader.take_journals(journals, session);
        }
        reader.words = Words::of(&self.config);
        reader.refresh(false);
        reader.tab = self.tab_wanted.take().unwrap_or_default();
        self.place_cursor(&mut reader);
        let (body, orphans, draft) =
            (reader.article.body.clone(), reader.annotations.orphans.len(), !reader.drafts.is_empty());
        self.reader = Some(reader);
        self.screen = Screen::Reader;
        self.lay_out();
        self.list.wanted = Some(id.clone());
        self.relist();
        if !again {
            self.keep_place();
        }
        self.ask_for_suggestions(body);
        self.watch_open();
        if damaged {
            self.effect(Effect::SetAside(id.clone()));
        }
        self.tell_opened(&id, again, &complaints, orphans, draft);
    }

    /// Closes what lies over the old text before another one, or the same one read again, takes its place: its spans and
    /// choices are the old one's. A note of another article is kept as a draft.
    fn close_for(&mut self, id: &ArticleId) {
        self.pressed = None;
        self.waiting_form = None;
        let other = matches!(self.overlays.last(), Some(Overlay::Note(pad)) if pad.article() != id);
        if other {
            self.leave_note();
        }
        let keeps = |overlay: &Overlay| {
            matches!(
                overlay,
                Overlay::Note(_)
                    | Overlay::Help(_)
                    | Overlay::Palette(_)
                    | Overlay::Review
                    | Overlay::Orphans
                    | Overlay::Entities
                    | Overlay::Entity
                    | Overlay::Stances
                    | Overlay::Evidence
                    | Overlay::Preview
            )
        };
        self.overlays.retain(keeps);
    }

    fn place_cursor(&mut self, reader: &mut Reader) {
        let place = self.list.places.get(&reader.article.id);
        let wanted = self.going_to.take().filter(|(id, _)| *id == reader.article.id).map(|(_, at)| at);
        let at = wanted.or(place.map(|place| place.at)).map_or(0, |at| reader.article.body.to_byte(at));
        reader.cursor = Selection::word(reader.text(), at);
        // A place that the reader left is not given up for the first candidate; one asked for is a candidate's.
        reader.cursor.untouched = at == 0 || wanted.is_some();
        // Some rows before it are laid out with it, so that the first frame of a long text is not one row.
        reader.top = reader.article.body.floor(at.saturating_sub(BEFORE));
    }

    fn tell_opened(&mut self, id: &ArticleId, again: bool, complaints: &[String], orphans: usize, draft: bool) {
        if again {
            self.say(Level::Warning, "The article's file changed on disk; it was read again.");
        }
        if self.tell_placing(id) {
            return;
        }
        if draft {
            let key = self.keys_for(super::Scope::Reader, "draft");
            self.say(Level::Warning, &format!("An unfinished note was kept; {key} goes on with it."));
        } else if orphans > 0 {
            let key = self.keys_for(super::Scope::Reader, "orphans");
            let lost = match orphans {
                1 => format!("1 annotation has lost its place; {key} shows it."),
                _ => format!("{orphans} annotations have lost their place; {key} shows them."),
            };
            let read = if again { "The article's file changed on disk and was read again: " } else { "" };
            self.say(Level::Warning, &format!("{read}{lost}"));
        } else if let Some(first) = complaints.first() {
            let more = if complaints.len() > 1 {
                format!(" (and {} more; see `newsgloss check`)", complaints.len() - 1)
            } else {
                String::new()
            };
            self.say(Level::Warning, &format!("{first}{more}"));
        }
    }

    pub(super) fn on_open_failed(&mut self, id: &ArticleId, why: &str) {
        if self.opening.as_ref() == Some(id) {
            self.opening = None;
        }
        self.say(Level::Error, why);
    }

    /// Lays the open article out for the screen's size.
    pub(super) fn lay_out(&mut self) {
        let geometry = self.geometry();
        let Some(reader) = &mut self.reader else { return };
        if reader.layout.width() != usize::from(geometry.text) || reader.layout.is_empty() {
            reader.lay_out(geometry.text.into());
        }
        reader.follow(geometry.rows.into());
        if reader.is_laying_out() {
            self.effect(Effect::Continue);
        }
    }

    pub(super) fn on_idle(&mut self) {
        self.step_plan();
        let rows = usize::from(self.geometry().rows);
        let Some(reader) = self.reader.as_mut().filter(|reader| reader.is_laying_out()) else { return };
        reader.lay_out_more();
        if reader.want_end && reader.layout.is_complete() {
            reader.want_end = false;
            let end = reader.text().len();
            reader.cursor = Selection::last_word(reader.text(), end);
            reader.follow(rows);
        }
        if reader.is_laying_out() {
            self.effect(Effect::Continue);
        }
    }

    pub(super) fn on_journals(&mut self, id: &ArticleId, journals: Vec<Journal>) {
        let show = self.config.suggestions;
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.article.id == *id) {
            reader.take_journals(journals, self.session.get(id).map(Vec::as_slice).unwrap_or_default());
            reader.refresh(show);
            self.learn_from_open();
        }
    }

    pub(super) fn on_journal_changed(&mut self, id: ArticleId) {
        if self.reader.as_ref().is_some_and(|reader| reader.article.id == id) {
            self.effect(Effect::ReadJournals(id.clone()));
        }
        self.effect(Effect::ScanOne(id));
    }

    pub(super) fn on_article_changed(&mut self, id: ArticleId) {
        if self.screen == Screen::Reader && self.reader.as_ref().is_some_and(|reader| reader.article.id == id) {
            self.keep_place();
            self.effect(Effect::Open(id.clone()));
        }
        self.effect(Effect::ScanOne(id));
    }

    pub(super) fn on_suggested(&mut self, round: u64, suggestions: Suggestions, more: bool) {
        let show = self.config.suggestions;
        if round != self.suggest_round {
            return;
        }
        let codebook = &self.config.codebook;
        if let Some(reader) = &mut self.reader {
            reader.suggestions = codebook.admit(suggestions);
            reader.suggestions.name(&reader.registry);
            reader.suggested = !more;
            reader.refresh(show);
            if reader.cursor.untouched && show {
                reader.cursor = reader.first_candidate().unwrap_or_else(|| reader.cursor.clone());
            }
        }
    }

    /// Leaves the reader for the list.
    pub(super) fn close_reader(&mut self) {
        self.screen = Screen::Library;
        self.keep_place();
    }
}

impl Reader {
    /// Returns where the cursor goes when suggestions come: from the start of the text to the first candidate, at a kept
    /// place only to the one that stands there.
    fn first_candidate(&self) -> Option<Selection> {
        let here = self.cursor.span;
        let at_start = here == Selection::word(self.text(), 0).span;
        let wanted = |span: Span| at_start || span.overlaps(here);
        let drawn = self.marks.drawn.iter().find(|drawn| drawn.suggestion.is_some() && wanted(drawn.span))?;
        let (span, origin) = (drawn.span, drawn.origin());
        Some(Selection { span, began: span, origin, untouched: true, ..Selection::default() })
    }
}
