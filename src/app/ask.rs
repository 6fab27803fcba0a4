//! A question with one line for an answer, on the last line of the screen.

use super::state::Overlay;
use super::{Input, State};

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
        if ask.asked == Asked::StanceFilter {
            return self.filter_matrix(&ask.input.text);
        }
        self.change_entity(&ask.asked, &ask.input.text);
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
