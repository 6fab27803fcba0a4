//! One event in, effects out.

use super::command::Command;
use super::event::Event;
use super::keymap::Lookup;
use super::state::{Level, Overlay};
use super::{Effect, Key, Naming, Scope, State, chord_name};

/// Handles one event at time `now`, and returns what the shell is to do.
pub fn update(state: &mut State, event: Event, now: jiff::Timestamp) -> Vec<Effect> {
    state.now = now;
    state.measure(&event);
    match event {
        Event::Key(key) => state.on_key(key),
        Event::Paste(text) => state.on_paste(&text),
        Event::Click(column, row) => state.on_click(column, row),
        Event::DoubleClick(column, row) => state.on_double_click(column, row),
        Event::Drag(column, row) => state.on_drag(column, row),
        Event::Pointed(target) => state.on_pointed(target),
        Event::Wheel(rows) => state.on_wheel(rows),
        Event::Resize(size) => state.on_resize(size),
        Event::Idle => state.on_idle(),
        Event::Terminate => state.on_terminate(),
        other => state.on_news(other),
    }
    state.want_rows();
    state.want_snippet();
    state.follow_tour();
    state.settle_effort();
    state.take_effects()
}

impl State {
    fn on_news(&mut self, event: Event) {
        match event {
            Event::Opened(opened) => self.on_opened(*opened),
            Event::OpenFailed(id, why) => self.on_open_failed(&id, &why),
            Event::Journals(id, journals) => self.on_journals(&id, journals),
            Event::JournalChanged(id) => self.on_journal_changed(id),
            Event::ArticleChanged(id) => self.on_article_changed(id),
            Event::Suggested(round, suggestions, more) => self.on_suggested(round, *suggestions, more),
            Event::Looked(round, looked) => self.on_looked(round, *looked),
            Event::Orphans(round, lost) => self.on_orphans(round, lost),
            Event::Planned(round, news) => self.on_planned(round, *news),
            Event::ConfigChanged => self.effect(Effect::ReadConfig),
            Event::ConfigKept => self.on_config_kept(),
            Event::ConfigRead(text) => self.on_config_read(&text),
            Event::Saved(id, acts) => self.on_saved(&id, acts),
            Event::SaveFailed(why) => self.on_save_failed(why),
            Event::Flushed(all) => self.on_flushed(all),
            Event::SetAside(file) => {
                self.say(
                    Level::Error,
                    &format!("Damaged blocks of the journal were copied to {file}; all others are kept."),
                );
            }
            Event::Library(snapshot, progress) => self.on_snapshot(snapshot, progress),
            Event::Scanned(progress) => self.list.progress = Some(progress),
            Event::Listed(listed) => self.on_listed(*listed),
            Event::Listing(round, progress) => self.on_listing(round, progress),
            Event::Counted(counts) => self.searches.counts = counts.into_iter().collect(),
            Event::Hits(id, hits) => self.on_hits(&id, hits),
            Event::Snippet(snippet) => self.on_snippet(*snippet),
            Event::RowsRead(shown, window) => self.list.take_rows(&shown, window),
            Event::Named(ids, Naming::Select) => self.on_named(ids),
            Event::Named(ids, Naming::MarkRead) => self.on_read(ids),
            Event::FoundUnread(shown, at) => self.on_found_unread(&shown, at),
            Event::Indexed(progress, found_more) => self.on_indexed(progress, found_more),
            Event::Lessons(lessons) => self.on_lessons(*lessons),
            Event::RowChanged(id, row) => self.on_row_changed(&id, row.map(|row| *row)),
            Event::Registered(registered) => self.on_registered(*registered),
            Event::RegistryChanged => self.effect(Effect::ReadRegistry),
            Event::Revised => self.on_revised(),
            Event::Refused(revision, act, why) => self.on_refused(&revision, &act, &why),
            Event::Summed(facts) => self.on_summed(*facts),
            Event::Gathered(round, gathered) => self.on_gathered(round, *gathered),
            Event::Found(round, found) => self.on_found(round, *found),
            Event::Adding(news) => self.on_adding(news),
            Event::Exporting(progress) => self.on_exporting(progress),
            Event::ExportPreviewed(round, lines) => self.on_previewed(round, lines),
            Event::Exported(result) => self.on_exported(result),
            Event::Edited(text) => self.on_edited(text),
            // Nothing else is said over the sentence that acts are not on the disk.
            Event::Told(said) if self.saving.failed.is_none() => self.say(Level::Warning, &said),
            _ => {}
        }
    }

    fn on_key(&mut self, key: Key) {
        self.message = None;
        self.list.then_open = false;
        if self.tour_takes(key) || self.take_prefixed(key) {
            return;
        }
        self.pending.push(key);
        let scope = self.scope();
        let keys = std::mem::take(&mut self.pending);
        match self.look_up(scope, &keys) {
            Lookup::Found(command) => {
                self.key = keys.last().copied();
                self.run(command);
            }
            Lookup::Pending => self.pending = keys,
            Lookup::Unknown if keys.len() == 1 && scope.takes_text() && self.type_key(key) => {}
            Lookup::Unknown if keys.len() > 1 && key.key() == keybinds::Key::Esc => self.forget_count(),
            Lookup::Unknown => {
                self.forget_count();
                let help = self.keys_for(Scope::Global, "help");
                self.say(Level::Warning, &format!("{} does nothing here; {help} lists the keys.", chord_name(&keys)));
            }
        }
    }

    fn look_up(&self, scope: Scope, keys: &[Key]) -> Lookup {
        match self.keymap.lookup(scope, keys) {
            // Global keys that are letters would be typed into a text, so overlays that take text ask only for chords.
            Lookup::Unknown if scope.takes_text() && keys.iter().all(|key| super::key::typed(*key).is_some()) => {
                Lookup::Unknown
            }
            Lookup::Unknown => self.keymap.lookup(Scope::Global, keys),
            found => found,
        }
    }

    /// Runs a command, or says why it does not apply.
    pub(super) fn run(&mut self, command: &'static Command) {
        match (command.unless)(self) {
            None => {
                self.run_counted(command);
                self.tour_sees(command.scope, command.name);
            }
            Some(reason) => {
                self.forget_count();
                self.say(Level::Warning, reason);
            }
        }
    }

    /// Returns the first key of a command, for sentences.
    #[must_use]
    pub fn keys_for(&self, scope: Scope, name: &str) -> String {
        let row = super::command::command(scope, name);
        row.and_then(|row| self.keymap.keys_of(row).into_iter().next())
            .unwrap_or_else(|| format!("({name} has no key)"))
    }

    /// Gives a key that is no command to what is being typed into.
    fn type_key(&mut self, key: Key) -> bool {
        let Some(mut overlay) = self.overlays.pop() else { return false };
        let taken = match &mut overlay {
            Overlay::Filter(input) | Overlay::Search(input) => input.take(key),
            Overlay::Hints(hints) => hints.take(key),
            Overlay::Note(pad) => pad.take(key),
            Overlay::Tags(picker) => picker.take(key),
            Overlay::Palette(palette) => palette.take(key),
            Overlay::Export(dialog) => dialog.take(key),
            Overlay::Form(form) => form.take(key),
            Overlay::Ask(ask) => ask.input.take(key),
            Overlay::Link(picker) => picker.take(key),
            Overlay::Help(_)
            | Overlay::Review
            | Overlay::Orphans
            | Overlay::Entities
            | Overlay::Entity
            | Overlay::Stances
            | Overlay::Evidence
            | Overlay::Bulk
            | Overlay::Preview
            | Overlay::Searches
            | Overlay::Codebook => false,
        };
        self.overlays.push(overlay);
        if taken {
            self.after_typing();
        }
        taken
    }

    /// What follows each typed character: live filter, live search, a chosen hint, a kept draft.
    fn after_typing(&mut self) {
        match self.overlays.last() {
            Some(Overlay::Filter(input)) => {
                let text = input.text.clone();
                self.filter(&text);
            }
            Some(Overlay::Search(_)) => self.search_live(),
            Some(Overlay::Ask(_)) => self.answer_live(),
            Some(Overlay::Hints(_)) => self.choose_hint(),
            Some(Overlay::Note(_)) => self.keep_draft(),
            _ => {}
        }
    }

    fn on_paste(&mut self, text: &str) {
        match self.overlays.last_mut() {
            Some(Overlay::Filter(input) | Overlay::Search(input)) => input.insert(text),
            Some(Overlay::Ask(ask)) => ask.input.insert(text),
            Some(Overlay::Link(picker)) => picker.paste(text),
            Some(Overlay::Note(pad)) => pad.paste(text),
            Some(Overlay::Tags(picker)) => picker.paste(text),
            Some(Overlay::Export(dialog)) => dialog.paste(text),
            _ => return self.say(Level::Warning, "There is no field here to paste into."),
        }
        self.after_typing();
    }

    fn on_resize(&mut self, size: super::Size) {
        self.size = size;
        self.lay_out();
    }

    fn on_terminate(&mut self) {
        self.keep_place();
        self.effect(Effect::Quit);
    }
}
