//! Changes of the codebook: laid over the configuration in memory, and written into the library's file, which keeps its
//! comments.

use super::codebook::{Code, Entry};
use super::state::Level;
use super::{Effect, Scope, State};
use crate::formats::config::{Config, Edit, Set, StanceStyle, hue_name, lay_edits, parse};
use crate::model::{Codebook, Id, Label, Renamed};

/// Changes of the codebook in this session.
#[derive(Default)]
pub struct Recoded {
    /// Position of the cursor in the codebook.
    pub at: usize,
    /// What takes them back, the last one last.
    pub(super) undo: Vec<CodeUndo>,
    /// Changes that are not known to be on the disk.
    waiting: usize,
    /// Whether the disk has something newer.
    reread: bool,
}

/// What takes a change of the codebook back.
pub(super) enum CodeUndo {
    /// A change of the codebook alone.
    Edits(Vec<Edit>),
    /// The undo of a renaming, which annotations followed.
    Group(Id),
}

impl State {
    /// Takes the last change of the codebook back.
    pub(super) fn undo_code(&mut self) {
        match self.code.undo.pop() {
            None => self.say(Level::Warning, "The codebook was not changed in this session."),
            Some(CodeUndo::Edits(back)) => {
                if self.lay_on_codebook(&back) {
                    self.say(Level::Info, "The last change of the codebook is taken back.");
                }
            }
            // A renaming that was taken back elsewhere is done with.
            Some(CodeUndo::Group(key)) if !self.entities.history.stands(&key) => self.undo_code(),
            Some(CodeUndo::Group(key)) => drop(self.turn_everywhere(&key, "Undone")),
        }
    }

    /// Makes changes, in memory and in the library's file.
    pub(super) fn edit_codebook(&mut self, edits: &[Edit]) {
        let back = edits.iter().rev().map(|edit| self.inverse(edit)).collect();
        if self.lay_on_codebook(edits) {
            self.code.undo.push(CodeUndo::Edits(back));
            let undo = self.keys_for(Scope::Codebook, "undo");
            self.say(Level::Info, &format!("Changed in the library's config.toml; {undo} takes it back."));
        }
    }

    /// Lays changes over the codebook and sends them to the disk; says so, or why not.
    pub(super) fn lay_on_codebook(&mut self, edits: &[Edit]) -> bool {
        let edits: Vec<Edit> = edits.iter().map(|edit| self.with_known(edit)).collect();
        match self.laid(&edits) {
            _ if edits.is_empty() => false,
            Err(why) => {
                self.say(Level::Warning, &format!("{why}; nothing is changed."));
                false
            }
            Ok(config) => {
                self.take_codebook(config.codebook, config.stances);
                self.saving.waiting += 1;
                self.code.waiting += 1;
                self.effect(Effect::EditConfig(edits));
                true
            }
        }
    }

    /// Returns the configuration with changes.
    ///
    /// # Errors
    /// One sentence without its full stop, where they cannot be.
    pub(super) fn laid(&self, edits: &[Edit]) -> Result<Config, String> {
        let (config, complaints) = lay_edits(&self.config, edits);
        match complaints.first() {
            None => Ok(config),
            Some(first) => Err(first.what.split(" in line").next().unwrap_or_default().to_owned()),
        }
    }

    /// Tells the file what the lists hold that a change adds to.
    fn with_known(&self, edit: &Edit) -> Edit {
        let mut edit = edit.clone();
        let now = self.found(edit.list, &edit.key).map(|entry| entry.examples).unwrap_or_default();
        for (_, set) in &mut edit.fields {
            if let Set::With { known, .. } | Set::Without { known, .. } = set {
                known.clone_from(&now);
            }
        }
        edit
    }

    fn found(&self, list: &str, key: &str) -> Option<Entry> {
        self.codebook_entries().into_iter().find(|entry| of(&entry.code, Vec::new()).list == list && entry.key == key)
    }

    pub(super) fn on_config_kept(&mut self) {
        self.count_saved(1);
        self.code.waiting = self.code.waiting.saturating_sub(1);
        if self.code.waiting == 0 && std::mem::take(&mut self.code.reread) {
            self.effect(Effect::ReadConfig);
        }
    }

    /// Takes a codebook as it stands in the library's file now.
    fn take_codebook(&mut self, codebook: Codebook, stances: [StanceStyle; 4]) {
        let keys = |codebook: &Codebook| -> Vec<(String, Option<String>)> {
            codebook.types.iter().map(|kind| (kind.key.clone(), kind.proposed_as.clone())).collect()
        };
        let other_types = keys(&self.config.codebook) != keys(&codebook);
        self.config.codebook = codebook;
        self.config.stances = stances;
        self.learned.name_types(&self.config.codebook);
        self.step_code(0);
        // What is proposed in the open article is of the types from before.
        if other_types && let Some(body) = self.reader.as_ref().map(|reader| reader.article.body.clone()) {
            self.ask_for_suggestions(body);
        }
    }

    /// Returns the change that takes another one back.
    fn inverse(&self, edit: &Edit) -> Edit {
        let Some(now) = self.found(edit.list, &edit.key) else { return Edit { fields: Vec::new(), ..edit.clone() } };
        let all = whole(&now);
        if edit.fields.is_empty() {
            return Edit { fields: all, ..edit.clone() };
        }
        let back = |(field, set): &(&'static str, Set)| {
            let known = Vec::new();
            let set = match set {
                Set::With { one, .. } if now.examples.contains(one) => return None,
                Set::With { one, .. } => Set::Without { one: one.clone(), known },
                Set::Without { one, .. } => Set::With { one: one.clone(), known },
                _ => all.iter().find(|(other, _)| other == field)?.1.clone(),
            };
            Some((*field, set))
        };
        Edit { fields: edit.fields.iter().filter_map(back).collect(), ..edit.clone() }
    }

    /// Returns the changes of the codebook that rename an entry; none where it has none of the old name any more.
    ///
    /// # Errors
    /// One sentence without its full stop, where the new name is there already.
    pub(super) fn renaming(&self, renamed: &Renamed) -> Result<Vec<Edit>, String> {
        let Renamed { label, from, to } = renamed;
        let code: fn(String) -> Code = match label {
            Label::Type => Code::Type,
            Label::Tag => Code::Tag,
        };
        let old = of(&code(from.clone()), Vec::new());
        if self.found(old.list, to).is_some() {
            return Err(format!("{to} is in the codebook already"));
        }
        let Some(entry) = self.found(old.list, from) else { return Ok(Vec::new()) };
        let mut fields = whole(&entry);
        if *label == Label::Type {
            // The model goes on with the key that it knows.
            let known = entry.proposed_as.as_ref().unwrap_or(from);
            fields.retain(|(field, _)| *field != "proposed_as");
            fields.push(("proposed_as", Set::Text(known.clone())));
        }
        Ok(vec![old, of(&code(to.clone()), fields)])
    }

    /// Takes types, stances and tags from the library's file, which another window or a person wrote.
    pub(super) fn on_config_read(&mut self, text: &str) {
        if self.code.waiting > 0 {
            self.code.reread = true; // what is on its way is not in that text
            return;
        }
        let (config, complaints) = parse(&self.config, text);
        if let Some(first) = complaints.first() {
            let what = first.what.clone();
            return self.say(Level::Warning, &format!("config.toml: {what}; the codebook is as before."));
        }
        self.take_codebook(config.codebook, config.stances);
    }
}

/// Returns a change of an entry.
pub(super) fn of(code: &Code, fields: Vec<(&'static str, Set)>) -> Edit {
    let (list, key) = match code {
        Code::Type(key) => ("types", key.clone()),
        Code::Stance(polarity) => ("stances", polarity.word().to_owned()),
        Code::Tag(label) => ("tags", label.clone()),
    };
    Edit { list, key, fields }
}

/// Returns all that is said of an entry, as fields.
fn whole(entry: &Entry) -> Vec<(&'static str, Set)> {
    let name = if matches!(entry.code, Code::Stance(_)) { "label" } else { "name" };
    let mut fields =
        vec![("definition", Set::Text(entry.definition.clone())), ("examples", Set::List(entry.examples.clone()))];
    if let Some(hue) = entry.hue {
        fields.push((name, Set::Text(entry.name.clone())));
        fields.push(("hue", Set::Text(hue_name(hue).to_owned())));
    }
    if matches!(entry.code, Code::Type(_)) {
        fields.push(("digit", Set::Digit(entry.digit.unwrap_or(0))));
        fields.extend(entry.proposed_as.clone().map(|known| ("proposed_as", Set::Text(known))));
    }
    fields
}
