//! Notes on the article, a span, a mention or a stance, written in a multi-line editor and kept as a draft all the while.

use super::editor::Editor;
use super::effect::Effect;
use super::state::{Level, Overlay};
use super::{Key, Origin, State};
use crate::model::{Act, ArticleId, Change, Id, Note, On, What};
use crate::text::Safe;

/// A note being written.
pub struct NotePad {
    /// The editor.
    pub editor: Box<dyn Editor>,
    /// What it is on, for the title.
    pub title: Safe,
    /// The article that it belongs to.
    article: ArticleId,
    /// The act that will be made, its text left empty.
    act: Act,
    /// The text that it began with.
    begun: String,
}

impl NotePad {
    /// Gives a key to the editor.
    pub fn take(&mut self, key: Key) -> bool {
        self.editor.input(key);
        true
    }

    /// Inserts pasted text.
    pub fn paste(&mut self, text: &str) {
        self.editor.paste(text);
    }

    fn act(&self) -> Act {
        let mut act = self.act.clone();
        let written = self.editor.text();
        match &mut act.what {
            What::Note { text, .. } => *text = written,
            What::Change { change, .. } => change.text = Some(written),
            _ => {}
        }
        act
    }
}

impl State {
    /// Opens the editor on a note for the selection or the mention under the cursor.
    pub(super) fn note_here(&mut self) {
        let Some(reader) = &self.reader else { return };
        let words = reader.article.body.slice(reader.cursor.span);
        match &reader.cursor.origin {
            Origin::Mention(id)
                if reader.annotations.mention(id).is_some_and(|mention| mention.span == reader.cursor.span) =>
            {
                let title = Safe::line(&format!("Note on the mention “{words}”"));
                self.open_note(On::Annotation(id.clone()), title);
            }
            _ => {
                let title = Safe::line(&format!("Note on “{words}”"));
                self.open_note(On::Span(reader.anchor(reader.cursor.span)), title);
            }
        }
    }

    /// Opens the editor on the note of the article.
    pub(super) fn note_on_article(&mut self) {
        self.open_note(On::Article, Safe::new("Note on the article"));
    }

    /// Opens the editor on a note for the stance at the cursor.
    pub(super) fn note_on_stance(&mut self) {
        let row = self
            .reader
            .as_ref()
            .and_then(|reader| reader.stances_at_cursor().into_iter().find(|row| row.id.is_some()).cloned());
        match row.and_then(|row| Some((row.id?, row.holder, row.target))) {
            Some((id, holder, target)) => {
                let title = Safe::line(&format!("Note on the stance {holder} → {target}"));
                self.open_note(On::Annotation(id), title);
            }
            None => self.say(Level::Warning, "There is no stance here to write a note on."),
        }
    }

    fn open_note(&mut self, on: On, title: Safe) {
        let Some(reader) = &self.reader else { return };
        let is_it = |note: &&Note| note.annotator == self.annotator && same_place(&note.on, &on);
        let old = reader.annotations.notes.iter().find(is_it).map(|note| (note.id.clone(), note.text.clone()));
        let (what, begun) = match old {
            Some((id, text)) => (What::Change { of: id, change: Box::new(Change::default()) }, text),
            None => (What::Note { text: String::new(), on }, String::new()),
        };
        let act = self.act(what, None);
        self.open_pad(act, title, &begun, begun.clone());
    }

    fn open_pad(&mut self, act: Act, title: Safe, text: &str, begun: String) {
        let Some(article) = self.reader.as_ref().map(|reader| reader.article.id.clone()) else { return };
        let editor = (self.editor)(text);
        self.overlays.push(Overlay::Note(NotePad { editor, title, article, act, begun }));
    }

    /// Goes on with the unfinished note of an earlier session.
    pub(super) fn resume_draft(&mut self) {
        let Some(act) = self.reader.as_mut().and_then(|reader| reader.draft.take()) else { return };
        let text = match &act.what {
            What::Note { text, .. } => text.clone(),
            What::Change { change, .. } => change.text.clone().unwrap_or_default(),
            _ => return,
        };
        let done = self.reader.as_ref().is_some_and(|reader| {
            reader.journals.iter().any(|journal| journal.acts.iter().any(|old| old.id == act.id))
        });
        if done {
            return self.drop_draft("The note was saved before; its draft is dropped.");
        }
        self.open_pad(act, Safe::new("Unfinished note"), &text, String::new());
    }

    fn drop_draft(&mut self, said: &str) {
        if let Some(id) = self.reader.as_ref().map(|reader| reader.article.id.clone()) {
            self.effect(Effect::DropDraft(id));
        }
        self.say(Level::Info, said);
    }

    /// Keeps what is written so far, so that a kill does not take it.
    pub(super) fn keep_draft(&mut self) {
        if let Some(Overlay::Note(pad)) = self.overlays.last() {
            let effect = Effect::KeepDraft(pad.article.clone(), Box::new(pad.act()));
            self.effect(effect);
        }
    }

    /// Saves the note and closes the editor; an emptied note is taken away.
    pub(super) fn save_note(&mut self) {
        let Some(Overlay::Note(pad)) = self.overlays.pop() else { return };
        let text = pad.editor.text();
        let mut act = pad.act();
        let empty = text.trim().is_empty();
        let article = pad.article.clone();
        if text != pad.begun && !(empty && pad.begun.is_empty()) {
            if let (true, What::Change { of, .. }) = (empty, &act.what) {
                act.what = What::Remove { of: of.clone() };
            }
            self.commit(vec![act]);
            self.say(Level::Info, if empty { "The note is taken away." } else { "The note is kept." });
        }
        // In order after the append: the draft goes only when the note itself is on the disk.
        self.effect(Effect::DropDraft(article));
    }

    /// Closes the editor and keeps an unfinished note as a draft.
    pub(super) fn leave_note(&mut self) {
        let Some(Overlay::Note(pad)) = self.overlays.pop() else { return };
        if pad.editor.text() == pad.begun {
            return self.effect(Effect::DropDraft(pad.article.clone()));
        }
        let act = pad.act();
        self.effect(Effect::KeepDraft(pad.article.clone(), Box::new(act.clone())));
        if let Some(reader) = &mut self.reader {
            reader.draft = Some(act);
        }
        let key = self.keys_for(super::Scope::Reader, "draft");
        self.say(Level::Info, &format!("The note is not finished; it is kept, and {key} goes on with it."));
    }

    /// Opens what is written in `$EDITOR`.
    pub(super) fn note_outside(&mut self) {
        if let Some(Overlay::Note(pad)) = self.overlays.last() {
            let text = pad.editor.text();
            self.effect(Effect::EditOutside(text));
        }
    }

    pub(super) fn on_edited(&mut self, text: Result<String, String>) {
        let maker = self.editor;
        match (text, self.overlays.last_mut()) {
            (Ok(text), Some(Overlay::Note(pad))) => {
                pad.editor = maker(text.trim_end_matches('\n'));
                self.keep_draft();
            }
            (Ok(_), _) => {}
            (Err(why), _) => self.say(Level::Error, &why),
        }
    }

    /// Returns the id of the note to take away at the cursor.
    pub(super) fn remove_note(&mut self) {
        let Some(reader) = &self.reader else { return };
        let own = |note: &&Note| note.annotator == self.annotator;
        let Some(id) = reader.notes_at_cursor().into_iter().find(own).map(|note| note.id.clone()) else {
            return self.say(Level::Warning, "No note of yours is here.");
        };
        self.perform(vec![What::Remove { of: id }]);
        self.say(Level::Info, "The note is taken away.");
    }
}

fn same_place(a: &On, b: &On) -> bool {
    match (a, b) {
        (On::Span(a), On::Span(b)) => (a.start, a.end, &a.text) == (b.start, b.end, &b.text),
        _ => a == b,
    }
}

impl super::Reader {
    /// Returns the notes on what the cursor is on.
    #[must_use]
    pub fn notes_at_cursor(&self) -> Vec<&Note> {
        let here = self.cursor.span;
        let stances: Vec<Id> = self.stances_at_cursor().into_iter().filter_map(|row| row.id.clone()).collect();
        let is_here = |note: &&Note| match &note.on {
            On::Article => false,
            On::Span(_) => note.span.is_some_and(|span| span.overlaps(here)),
            On::Annotation(id) => {
                stances.contains(id) || self.annotations.mention(id).is_some_and(|mention| mention.span.overlaps(here))
            }
        };
        self.annotations.notes.iter().filter(is_here).collect()
    }
}
