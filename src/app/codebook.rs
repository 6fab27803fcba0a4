//! The codebook in the program: types, stances and tags with digit, colour, definition and examples.

use super::ask::Asked;
use super::plan::Plan;
use super::recode::of;
use super::state::{Level, Overlay};
use super::{Input, Scope, State};
use crate::formats::config::{Edit, Set, hue_name};
use crate::model::{Hue, Polarity};

/// One entry of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// An entity type, by its key.
    Type(String),
    /// A stance.
    Stance(Polarity),
    /// A tag, by its label.
    Tag(String),
}

/// What is asked for about an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskCode {
    /// Its definition.
    Definition(Code),
    /// What screens call it.
    Name(Code),
    /// One more example.
    Example(Code),
    /// Another key or label.
    Rename(Code),
    /// The key of a new type.
    NewType,
    /// The label of a new tag.
    NewTag,
}

/// What a codebook says of one entry.
pub struct Entry {
    /// Which.
    pub code: Code,
    /// The digit of a type.
    pub digit: Option<u8>,
    /// What files hold.
    pub key: String,
    /// What screens show.
    pub name: String,
    /// Its colour; tags have none.
    pub hue: Option<Hue>,
    /// The key under which the model proposes a type, where that is another one.
    pub proposed_as: Option<String>,
    /// When to use it.
    pub definition: String,
    /// Words from texts that show it.
    pub examples: Vec<String>,
}

impl State {
    /// Returns all entries: types, stances, tags.
    #[must_use]
    pub fn codebook_entries(&self) -> Vec<Entry> {
        let types = self.config.codebook.types.iter().map(|it| Entry {
            code: Code::Type(it.key.clone()),
            digit: it.digit,
            key: it.key.clone(),
            name: it.name.clone(),
            hue: Some(it.hue),
            proposed_as: it.proposed_as.clone(),
            definition: it.definition.clone(),
            examples: it.examples.clone(),
        });
        let stances = Polarity::ALL.into_iter().map(|polarity| {
            let it = self.config.stance(polarity);
            Entry {
                code: Code::Stance(polarity),
                digit: None,
                key: polarity.word().to_owned(),
                name: it.label.clone(),
                hue: Some(it.hue),
                proposed_as: None,
                definition: it.definition.clone(),
                examples: it.examples.clone(),
            }
        });
        let tags = self.config.codebook.tags.iter().map(|it| Entry {
            code: Code::Tag(it.label.clone()),
            digit: None,
            key: it.label.clone(),
            name: String::new(),
            hue: None,
            proposed_as: None,
            definition: it.definition.clone(),
            examples: it.examples.clone(),
        });
        types.chain(stances).chain(tags).collect()
    }

    /// Opens the codebook.
    pub(super) fn start_codebook(&mut self) {
        self.overlays.push(Overlay::Codebook);
    }

    /// Moves the cursor over the entries, and stops at the ends.
    pub(super) fn step_code(&mut self, by: isize) {
        let last = self.codebook_entries().len().saturating_sub(1);
        self.code.at = self.code.at.saturating_add_signed(by).min(last);
    }

    fn entry(&self) -> Option<Entry> {
        let mut entries = self.codebook_entries();
        let at = self.code.at.min(entries.len().saturating_sub(1));
        (at < entries.len()).then(|| entries.swap_remove(at))
    }

    /// Asks for something about the entry under the cursor, with what it is now typed already.
    pub(super) fn ask_code(&mut self, ask: fn(Code) -> AskCode) {
        let Some(entry) = self.entry() else { return };
        let asked = ask(entry.code.clone());
        let typed = match (&asked, &entry.code) {
            (AskCode::Name(_), Code::Tag(_)) => {
                return self.say(Level::Warning, "A tag has only its label; r renames it.");
            }
            (AskCode::Rename(_), Code::Stance(_)) => {
                return self
                    .say(Level::Warning, "Files always hold these four stances; m changes what screens call it.");
            }
            (AskCode::Definition(_), _) => entry.definition,
            (AskCode::Name(_), _) => entry.name,
            (AskCode::Rename(_), _) => entry.key,
            _ => String::new(),
        };
        self.ask_about(asked, &typed);
    }

    /// Asks a question about the codebook.
    pub(super) fn ask_about(&mut self, asked: AskCode, typed: &str) {
        self.ask(Asked::Code(asked), Input::new(typed));
    }

    /// Goes on with what was typed about the codebook.
    pub(super) fn answered_code(&mut self, asked: AskCode, words: &str) {
        match asked {
            AskCode::Definition(code) => self.change_code(&code, "definition", Set::Text(words.to_owned())),
            AskCode::Name(code) => {
                let field = if matches!(code, Code::Stance(_)) { "label" } else { "name" };
                self.change_code(&code, field, Set::Text(words.to_owned()));
            }
            AskCode::Example(code) => {
                let set = Set::With { one: words.to_owned(), known: Vec::new() };
                self.change_code(&code, "examples", set);
            }
            AskCode::Rename(code) => self.rename_code(code, words),
            AskCode::NewType if self.config.codebook.kind(words).is_some() => {
                self.say(Level::Warning, &format!("There is a type {words} already."));
            }
            AskCode::NewType => {
                let digit = self.config.codebook.free_digits().next().unwrap_or(0);
                let fields = vec![("name", Set::Text(words.to_lowercase())), ("digit", Set::Digit(digit))];
                self.edit_codebook(&[Edit { list: "types", key: words.to_owned(), fields }]);
            }
            AskCode::NewTag if self.config.codebook.tags.iter().any(|tag| tag.label == words) => {
                self.say(Level::Warning, &format!("There is a tag {words} already."));
            }
            AskCode::NewTag => {
                let fields = vec![("definition", Set::Text(String::new()))];
                self.edit_codebook(&[Edit { list: "tags", key: words.to_owned(), fields }]);
            }
        }
    }

    fn change_code(&mut self, code: &Code, field: &'static str, set: Set) {
        self.edit_codebook(&[of(code, vec![(field, set)])]);
    }

    /// Gives the type under the cursor the digit that was pressed; a type that had it before loses it.
    pub(super) fn digit_of_code(&mut self) {
        let digit =
            self.key.and_then(super::key::typed).and_then(|c| c.to_digit(10)).and_then(|it| u8::try_from(it).ok());
        let (Some(digit), Some(entry)) = (digit, self.entry()) else { return };
        if !matches!(entry.code, Code::Type(_)) {
            return self.say(Level::Warning, "Only entity types have digits.");
        }
        let owner = self.config.codebook.by_digit(digit).filter(|owner| owner.key != entry.key);
        let mut edits: Vec<Edit> =
            owner.map(|owner| of(&Code::Type(owner.key.clone()), vec![("digit", Set::Digit(0))])).into_iter().collect();
        edits.push(of(&entry.code, vec![("digit", Set::Digit(digit))]));
        self.edit_codebook(&edits);
    }

    /// Gives the entry under the cursor the next colour.
    pub(super) fn next_hue(&mut self) {
        let Some(Entry { code, hue: Some(hue), .. }) = self.entry() else {
            return self.say(Level::Warning, "Tags have no colour of their own.");
        };
        let at = Hue::ALL.iter().position(|other| *other == hue).unwrap_or(0);
        let next = Hue::ALL[(at + 1) % Hue::ALL.len()];
        self.change_code(&code, "hue", Set::Text(hue_name(next).to_owned()));
    }

    /// Takes the last example of the entry under the cursor away.
    pub(super) fn drop_example(&mut self) {
        let Some(mut entry) = self.entry() else { return };
        let Some(one) = entry.examples.pop() else {
            return self.say(Level::Warning, "It has no example; + adds one.");
        };
        self.change_code(&entry.code, "examples", Set::Without { one, known: Vec::new() });
    }

    /// Takes the entry under the cursor out of the codebook. What was annotated with it stays.
    pub(super) fn remove_code(&mut self) {
        let Some(entry) = self.entry() else { return };
        if matches!(entry.code, Code::Stance(_)) {
            return self
                .say(Level::Warning, "The four stances stay; m and Enter change what they are called and mean.");
        }
        self.edit_codebook(&[of(&entry.code, Vec::new())]);
        let undo = self.keys_for(Scope::Codebook, "undo");
        let said =
            format!("{} is out of the codebook; what was annotated with it stays. {undo} brings it back.", entry.key);
        self.say(Level::Info, &said);
    }

    /// Plans to give annotations another label, in all articles.
    fn rename_code(&mut self, code: Code, to: &str) {
        let to = to.to_owned();
        let plan = match code {
            Code::Type(from) => Plan::RenameType { from, to },
            Code::Tag(from) => Plan::RenameTag { from, to },
            Code::Stance(_) => return,
        };
        let edits = plan.renamed().map_or(Ok(Vec::new()), |renamed| self.renaming(&renamed));
        if let Err(why) = edits.and_then(|edits| self.laid(&edits).map(drop)) {
            return self.say(Level::Warning, &format!("{why}; nothing is changed."));
        }
        let articles: Vec<_> = self.list.marked().iter().map(|row| row.id.clone()).collect();
        self.start_plan(plan, articles.into());
    }
}
