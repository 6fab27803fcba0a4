//! The sentence in which the words of the filter stand, for the article under the cursor of the list.

use super::State;
use super::effect::{Effect, SnippetJob};
use crate::model::ArticleId;
use crate::query::Query;

/// A sentence with a hit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The article.
    pub id: ArticleId,
    /// How often the words stand in its text.
    pub hits: usize,
    /// What stands before the first of them in its sentence, on one line.
    pub before: String,
    /// The hit.
    pub hit: String,
    /// What follows in the sentence.
    pub after: String,
}

impl State {
    /// Says whether the list shows hits: its filter has words.
    #[must_use]
    pub fn shows_snippet(&self) -> bool {
        self.list.words
    }

    /// Asks for the sentence of the article under the cursor, where the one that is shown is another's.
    pub(super) fn want_snippet(&mut self) {
        if !self.list.words || self.list.is_waiting() {
            return;
        }
        let Some(id) = self.list.current().map(|row| row.id.clone()) else { return };
        if self.list.snippet_of.as_ref() == Some(&id) {
            return;
        }
        self.list.snippet_of = Some(id.clone());
        let query = Query::parse(&self.list.filter).0.as_typed();
        self.effect(Effect::FindSnippet(Box::new(SnippetJob { id, query })));
    }

    pub(super) fn on_snippet(&mut self, snippet: Snippet) {
        if self.list.snippet_of.as_ref() == Some(&snippet.id) {
            self.list.snippet = Some(snippet);
        }
    }
}
