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
    /// What the note is on.
    on: On,
    /// The note that is changed, and its text as it stood; none for a new one.
    changes: Option<(Id, String)>,
    /// The id of the act that will be made, and of the draft until then.
    id: Id,
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

    /// Returns the article that it belongs to.
    #[must_use]
    pub const fn article(&self) -> &ArticleId {
        &self.article
    }

    /// Says whether the text is as it was before.
    fn is_unchanged(&self) -> bool {
        let text = self.editor.text();
        self.changes.as_ref().map_or(text.trim().is_empty(), |(_, old)| *old == text)
    }

    /// Returns what a draft holds: what is written, whether or not the old note still stands when it is saved.
    fn draft(&self) -> What {
        let text = self.editor.text();
        match &self.changes {
            Some((of, _)) => {
                What::Change { of: of.clone(), change: Box::new(Change { text: Some(text), ..Change::default() }) }
            }
            None => What::Note { text, on: self.on.clone() },
        }
    }

    /// Returns what saving does: a new note, or a change or removal of one that still stands.
    fn what(&self, stands: bool) -> What {
        let text = self.editor.text();
        match &self.changes {
            Some((of, _)) if stands && text.trim().is_empty() => What::Remove { of: of.clone() },
            Some(_) if stands => self.draft(),
            _ => What::Note { text, on: self.on.clone() },
        }
    }
}

impl State {
    /// Opens the editor on a note for the selection or the mention under the cursor.
    pub(super) fn note_here(&mut self) {
        let Some(reader) = &self.reader else { return };
        let words = reader.article.body.slice(reader.cursor.span);
        if words.trim().is_empty() {
            return self
                .say(Level::Warning, "There are no words here to write a note on; M writes one on the article.");
        }
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

    pub(super) fn open_note(&mut self, on: On, title: Safe) {
        let Some(reader) = &self.reader else { return };
        let is_it = |note: &&Note| note.annotator == self.annotator && same_place(&note.on, &on);
        let old = reader.annotations.notes.iter().find(is_it).map(|note| (note.id.clone(), note.text.clone()));
        let text = old.as_ref().map_or_else(String::new, |(_, text)| text.clone());
        self.open_pad(on, old, title, &text);
    }

    fn open_pad(&mut self, on: On, changes: Option<(Id, String)>, title: Safe, text: &str) {
        let Some(article) = self.reader.as_ref().map(|reader| reader.article.id.clone()) else { return };
        let (editor, id) = ((self.editor)(text), self.new_id());
        self.overlays.push(Overlay::Note(NotePad { editor, title, article, on, changes, id }));
    }

    /// Goes on with the newest unfinished note. It gets a draft of its own, so that another window may do the same.
    pub(super) fn resume_draft(&mut self) {
        let Some(draft) = self.reader.as_mut().and_then(|reader| reader.drafts.pop()) else { return };
        let Some(reader) = &self.reader else { return };
        let article = reader.article.id.clone();
        if reader.own_acts().any(|act| act.id == draft.id) {
            self.effect(Effect::DropDraft(article, draft.id));
            return self.say(Level::Info, "This note was saved before; its draft is dropped.");
        }
        let (text, on, changes) = match draft.what {
            What::Note { text, on } => (text, on, None),
            What::Change { of, change } => {
                let old = reader.annotations.notes.iter().find(|note| note.id == of);
                let on = old.map(|note| note.on.clone()).or_else(|| reader.first_place_of(&of)).unwrap_or(On::Article);
                (
                    change.text.unwrap_or_default(),
                    on,
                    Some((of, old.map_or_else(String::new, |note| note.text.clone()))),
                )
            }
            _ => return,
        };
        self.open_pad(on, changes, Safe::new("Unfinished note"), &text);
        self.keep_draft();
        self.effect(Effect::DropDraft(article, draft.id));
    }

    /// Keeps what is written so far, so that a kill does not take it.
    pub(super) fn keep_draft(&mut self) {
        if let Some(Overlay::Note(pad)) = self.overlays.last() {
            let (article, id, what) = (pad.article.clone(), pad.id.clone(), pad.draft());
            let act = Act { id, ..self.act(what, None) };
            self.effect(Effect::KeepDraft(article, Box::new(act)));
        }
    }

    /// Saves the note and closes the editor; an emptied note is taken away.
    pub(super) fn save_note(&mut self) {
        let Some(Overlay::Note(pad)) = self.overlays.pop() else { return };
        let stands = pad.changes.as_ref().is_some_and(|(of, _)| {
            self.reader.as_ref().is_some_and(|reader| reader.annotations.notes.iter().any(|note| note.id == *of))
        });
        let empty = pad.editor.text().trim().is_empty();
        let nothing = pad.is_unchanged() && (stands || pad.changes.is_none()) || (empty && !stands);
        if !nothing {
            let act = Act { id: pad.id.clone(), ..self.act(pad.what(stands), None) };
            self.commit(vec![act]);
            self.say(Level::Info, if empty { "The note is taken away." } else { "The note is kept." });
        }
        // In order after the append: the draft goes only when the note itself is on the disk.
        self.effect(Effect::DropDraft(pad.article, pad.id));
    }

    /// Closes the editor and keeps an unfinished note as a draft.
    pub(super) fn leave_note(&mut self) {
        self.keep_draft();
        let Some(Overlay::Note(pad)) = self.overlays.pop() else { return };
        if pad.is_unchanged() {
            return self.effect(Effect::DropDraft(pad.article, pad.id));
        }
        let draft = Act { id: pad.id.clone(), ..self.act(pad.draft(), None) };
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.article.id == pad.article) {
            reader.drafts.push(draft);
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
    fn own_acts(&self) -> impl Iterator<Item = &Act> {
        self.journals.first().into_iter().flat_map(|journal| &journal.acts)
    }

    /// Returns what a note was on when it was written, for one that no longer stands.
    fn first_place_of(&self, id: &Id) -> Option<On> {
        self.own_acts().find(|act| act.id == *id).and_then(|act| match &act.what {
            What::Note { on, .. } => Some(on.clone()),
            _ => None,
        })
    }

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
