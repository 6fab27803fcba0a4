//! Search in the text: live while it is typed, then from match to match. Small letters find capitals too.

use super::state::{Level, Overlay};
use super::{Input, State};
use crate::text::Span;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

/// A search in force.
pub struct Search {
    /// What is looked for.
    pub needle: String,
    finder: AhoCorasick,
    /// Where the cursor stood when the search began, in bytes.
    pub from: usize,
}

impl Search {
    fn new(needle: &str, from: usize) -> Option<Self> {
        let any_case = !needle.chars().any(char::is_uppercase);
        let finder = AhoCorasickBuilder::new().ascii_case_insensitive(any_case).build([needle]).ok()?;
        (!needle.is_empty()).then(|| Self { needle: needle.to_owned(), finder, from })
    }

    /// Returns the matches in a window of a text.
    #[must_use]
    pub fn within(&self, text: &str, window: Span) -> Vec<Span> {
        let reach = self.needle.len();
        let start = text.floor_char_boundary(window.start.saturating_sub(reach));
        let end = text.floor_char_boundary((window.end + reach).min(text.len()));
        let found = self.finder.find_iter(&text[start..end]);
        found.map(|hit| Span::new(start + hit.start(), start + hit.end())).collect()
    }

    fn next(&self, text: &str, after: usize) -> Option<Span> {
        let hit = self.finder.find(&text[after..])?;
        Some(Span::new(after + hit.start(), after + hit.end()))
    }

    /// Looks back in growing windows, so that a near match in a long text costs little.
    fn last(&self, text: &str, before: usize) -> Option<Span> {
        let mut size = 4096;
        loop {
            let start = text.floor_char_boundary(before.saturating_sub(size));
            let hit = self.finder.find_iter(&text[start..before]).last();
            if let Some(hit) = hit {
                return Some(Span::new(start + hit.start(), start + hit.end()));
            }
            if start == 0 {
                return None;
            }
            size *= 4;
        }
    }
}

impl State {
    pub(super) fn start_search(&mut self) {
        self.overlays.push(Overlay::Search(Input::default()));
        if let Some(reader) = &mut self.reader {
            reader.search = None;
        }
    }

    /// Shows the first match of what is typed so far.
    pub(super) fn search_live(&mut self) {
        let Some(Overlay::Search(input)) = self.overlays.last() else { return };
        let needle = input.text.clone();
        self.motion(|reader| {
            let from = reader.search.as_ref().map_or(reader.cursor.span.start, |search| search.from);
            reader.search = Search::new(&needle, from);
            let found = reader
                .search
                .as_ref()
                .and_then(|search| search.next(reader.text(), from).or_else(|| search.next(reader.text(), 0)));
            match found {
                Some(span) => reader.select(span),
                None => reader.go_to(from),
            }
        });
    }

    pub(super) fn end_search(&mut self) {
        let found = self.reader.as_ref().and_then(|reader| {
            let search = reader.search.as_ref()?;
            Some((search.needle.clone(), search.next(reader.text(), 0).is_some()))
        });
        if let Some((needle, false)) = found {
            self.say(Level::Warning, &format!("“{needle}” is not in this article."));
        }
    }

    /// Goes to the next match, or the one before; round the ends of the text.
    pub(super) fn step_match(&mut self, forward: bool) {
        let Some(reader) = &self.reader else { return };
        let Some(search) = &reader.search else { return self.step_watched(forward) };
        let (text, here) = (reader.text(), reader.cursor.span);
        let (found, first) = if forward {
            (search.next(text, here.end), search.next(text, 0))
        } else {
            (search.last(text, here.start), search.last(text, text.len()))
        };
        match (found, first) {
            (Some(span), _) => self.motion(|reader| reader.select(span)),
            (None, Some(span)) => {
                self.motion(|reader| reader.select(span));
                self.say(Level::Info, "The search went on from the other end.");
            }
            (None, None) => self.say(Level::Warning, "There is no match in this article."),
        }
    }

    /// Goes to the next word that the filter or a watched search finds, or the one before; round the ends of the text.
    fn step_watched(&mut self, forward: bool) {
        let Some(reader) = &self.reader else { return };
        let (all, here) = (&reader.watched, reader.cursor.span);
        let next = if forward {
            all.iter().find(|hit| hit.span.start >= here.end).or_else(|| all.first())
        } else {
            all.iter().rev().find(|hit| hit.span.end <= here.start).or_else(|| all.last())
        };
        match next.map(|hit| hit.span) {
            Some(span) => self.motion(|reader| reader.select(span)),
            None => self.say(Level::Warning, "Nothing is searched for; / starts a search."),
        }
    }
}
