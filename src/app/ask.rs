//! A question with one line for an answer, on the last line of the screen.

use super::plan::Plan;
use super::state::{Level, Overlay};
use super::{AskCode, Input, State};
use crate::formats::import::Conflicts;

/// What is asked, and of which entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// What names of the list are to match; shown while it is typed.
    EntityFilter,
    /// What holders or targets are to have in their names; shown while it is typed.
    StanceFilter,
    /// A new canonical name.
    Rename(String),
    /// Who or what it is.
    Describe(String),
    /// An address or identifier.
    Link(String),
    /// Another name.
    Alias(String),
    /// Words to mark in many articles, with this type.
    BulkMark(String),
    /// A label to put on many articles.
    BulkTag,
    /// A label to take off many articles.
    BulkUntag,
    /// An entity or a type whose mentions are taken away in many articles.
    BulkRemove,
    /// A name for the filter in force.
    SearchName,
    /// What to add to the library.
    Add,
    /// What to do with annotations of what was added that contradict own ones.
    Conflict(String),
    /// Something about the codebook.
    Code(AskCode),
}

impl Asked {
    /// Returns the words before the answer.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::EntityFilter | Self::StanceFilter => "find: ",
            Self::Rename(_) => "new name: ",
            Self::Describe(_) => "description: ",
            Self::Link(_) => "link to add, or to take away: ",
            Self::Alias(_) => "alias to add, or to take out: ",
            Self::BulkMark(_) => "words to mark: ",
            Self::SearchName => "save the filter as: ",
            Self::BulkTag => "tag to put on: ",
            Self::Add => "file, folder or address to add: ",
            Self::Conflict(_) => "some contradict yours: both, replace, or Esc to keep yours: ",
            Self::BulkUntag => "tag to take off: ",
            Self::BulkRemove => "entity, or key of a type, to take away: ",
            Self::Code(AskCode::Definition(_)) => "definition: ",
            Self::Code(AskCode::Name(_)) => "name on screens: ",
            Self::Code(AskCode::Example(_)) => "example: ",
            Self::Code(AskCode::Rename(_)) => "rename to: ",
            Self::Code(AskCode::NewType) => "key of the new type: ",
            Self::Code(AskCode::NewTag) => "label of the new tag: ",
        }
    }
}

/// A question and what is typed so far.
pub struct Ask {
    /// What is asked.
    pub asked: Asked,
    /// The answer.
    pub input: Input,
}

impl State {
    pub(super) fn ask(&mut self, asked: Asked, input: Input) {
        self.overlays.push(Overlay::Ask(Ask { asked, input }));
    }

    /// Shows what an answer means while it is typed.
    pub(super) fn answer_live(&mut self) {
        if let Some(Overlay::Ask(Ask { asked: Asked::StanceFilter, input })) = self.overlays.last() {
            let typed = input.text.clone();
            self.filter_matrix(&typed);
        }
        if let Some(Overlay::Ask(Ask { asked: Asked::EntityFilter, input })) = self.overlays.last() {
            let typed = input.text.clone();
            let list = &mut self.entities.list;
            list.filter = typed.trim().to_owned();
            list.cursor = 0;
            list.arrange();
        }
    }

    /// Takes the answer.
    pub(super) fn answer(&mut self, ask: &Ask) {
        let words = ask.input.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plan = match &ask.asked {
            Asked::StanceFilter => return self.filter_matrix(&ask.input.text),
            Asked::EntityFilter | Asked::Rename(_) | Asked::Describe(_) | Asked::Link(_) | Asked::Alias(_) => {
                return self.change_entity(&ask.asked, &ask.input.text);
            }
            _ if words.is_empty() => return self.say(Level::Warning, "Nothing was typed; nothing is changed."),
            Asked::SearchName => return self.save_search(&words),
            Asked::Add => return self.add(ask.input.text.trim(), Conflicts::Refuse),
            Asked::Conflict(from) => return self.settle_conflict(from, &words),
            Asked::Code(asked) => return self.answered_code(asked.clone(), &words),
            // An entity that is registered has one type in all articles.
            Asked::BulkMark(kind) => Plan::Mark { kind: self.registered_kind(&words, kind), name: words },
            Asked::BulkTag => Plan::Tag(words),
            Asked::BulkUntag => Plan::Untag(words),
            Asked::BulkRemove if self.config.codebook.kind(&words).is_some() => Plan::RemoveType(words),
            Asked::BulkRemove => Plan::RemoveName(words),
        };
        let articles = self.chosen_articles();
        self.start_plan(plan, articles);
    }

    /// Forgets the question.
    pub(super) fn unanswered(&mut self, ask: &Ask) {
        if ask.asked == Asked::StanceFilter {
            self.filter_matrix("");
        }
        if ask.asked == Asked::EntityFilter {
            self.entities.list.filter.clear();
            self.entities.list.arrange();
        }
    }
}
