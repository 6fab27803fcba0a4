//! Candidates: from proposed name to proposed name, in the order of the text or by how uncertain they are.

use super::Reader;
use super::annotate::AROUND;
use crate::recognize::candidates;
use crate::text::Span;

impl Reader {
    /// Goes to the next candidate, or the one before; says whether there is one. Candidates are the suggestions, or with
    /// suggestions off the name-like words that are not marked.
    pub fn step_candidate(&mut self, forward: bool, suggestions: bool) -> bool {
        let here = self.cursor.span.start;
        let found = if suggestions && !self.suggestions.mentions.is_empty() {
            let mut proposed = self.marks.drawn.iter().filter(|mark| mark.suggestion.is_some()).map(|mark| mark.span);
            if forward {
                proposed.find(|span| span.start > here)
            } else {
                proposed.take_while(|span| span.start < here).last()
            }
        } else {
            self.name_near(here, forward)
        };
        if let Some(span) = found {
            self.visual = false;
            self.select(span);
        }
        found.is_some()
    }

    /// Goes to the least certain suggestion, or from one to the next less uncertain one, round the end; says whether there
    /// is any.
    pub fn step_uncertain(&mut self) -> bool {
        let place = |at: usize| {
            let mention = &self.suggestions.mentions[at];
            (mention.certainty(), mention.span)
        };
        let mut all: Vec<(f64, Span)> = self.marks.drawn.iter().filter_map(|mark| mark.suggestion).map(place).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let here = all.iter().position(|(_, span)| *span == self.cursor.span);
        let next = here.map_or(0, |here| (here + 1) % all.len());
        if let Some((_, span)) = all.get(next) {
            self.visual = false;
            self.select(*span);
        }
        !all.is_empty()
    }

    fn name_near(&self, here: usize, forward: bool) -> Option<Span> {
        const WINDOW: usize = 4096;
        let body = &self.article.body;
        let mut at = here;
        loop {
            let window = if forward {
                Span::new(body.floor(at.saturating_sub(AROUND)), body.floor(at + WINDOW))
            } else {
                Span::new(body.floor(at.saturating_sub(WINDOW)), body.floor(at + AROUND))
            };
            let free = |span: &Span| self.marks.within(*span).all(|mark| mark.mention.is_none());
            let mut names = candidates(self.text(), window).into_iter().filter(free);
            let found = if forward {
                names.find(|span| span.start > here)
            } else {
                names.take_while(|span| span.start < here).last()
            };
            let ended = if forward { window.end >= body.len() } else { window.start == 0 };
            if found.is_some() || ended {
                return found;
            }
            at = if forward { window.end } else { window.start };
        }
    }
}
