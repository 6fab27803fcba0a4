//! The cursor: a selection that lies on a word, a mention, a suggestion, or whatever was extended from one.

use super::state::State;
use super::{Reader, Tab};
use crate::layout::{byte_at, column_of};
use crate::model::Id;
use crate::text::{Span, grapheme_after, grapheme_before, paragraph_at, sentence_at, word_after, word_at, word_before};

/// What the selection began from; marking it changes that thing instead of making anew.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Origin {
    /// Plain words.
    #[default]
    Words,
    /// A mention.
    Mention(Id),
    /// A suggestion, by its index.
    Suggestion(usize),
}

/// What the cursor is on.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Selection {
    /// The selected bytes.
    pub span: Span,
    /// The bytes selected before any extending.
    pub began: Span,
    /// What it began from.
    pub origin: Origin,
    /// Whether extending moves the start instead of the end.
    pub at_start: bool,
    /// Whether no key has moved it yet since the article was opened.
    pub untouched: bool,
}

impl Selection {
    /// Returns the selection of the word at byte `at`, or of the last word.
    #[must_use]
    pub fn word(text: &str, at: usize) -> Self {
        let span = word_at(text, at).or_else(|| word_before(text, text.len())).unwrap_or(Span::new(0, 0));
        Self { span, began: span, untouched: true, ..Self::default() }
    }

    /// Returns the selection of the last word that starts before byte `at`.
    #[must_use]
    pub fn last_word(text: &str, at: usize) -> Self {
        let span = word_before(text, at).unwrap_or(Span::new(0, 0));
        Self { span, began: span, ..Self::default() }
    }
}

/// By how much a selection is extended or shrunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One grapheme cluster.
    Character,
    /// One word.
    Word,
    /// One sentence.
    Sentence,
    /// One paragraph.
    Paragraph,
}

impl Unit {
    /// Returns the sentence or paragraph around a byte.
    fn around(self, text: &str, at: usize) -> Span {
        if self == Self::Paragraph { paragraph_at(text, at) } else { sentence_at(text, at) }
    }
}

impl Selection {
    /// Extends by one unit at the moving end.
    pub fn extend(&mut self, text: &str, unit: Unit) {
        let Span { start, end } = self.span;
        if self.at_start {
            self.span.start = match unit {
                Unit::Character => grapheme_before(text, start),
                Unit::Word => word_before(text, start).map_or(start, |word| word.start),
                Unit::Sentence | Unit::Paragraph => {
                    let here = unit.around(text, start).start;
                    if here < start {
                        here
                    } else {
                        unit.around(text, word_before(text, start).map_or(start, |word| word.start)).start.min(start)
                    }
                }
            };
        } else {
            self.span.end = match unit {
                Unit::Character => grapheme_after(text, end),
                Unit::Word => word_at(text, end).map_or(end, |word| word.end),
                Unit::Sentence | Unit::Paragraph => {
                    let here = unit.around(text, grapheme_before(text, end).max(start));
                    self.span.start = start.min(here.start);
                    if here.end > end {
                        here.end
                    } else {
                        word_at(text, end).map_or(end, |word| unit.around(text, word.start).end)
                    }
                }
            };
        }
    }

    /// Shrinks by one unit at the moving end, never to nothing.
    pub fn shrink(&mut self, text: &str, unit: Unit) {
        let Span { start, end } = self.span;
        let span = match (self.at_start, unit) {
            (at_start, Unit::Sentence | Unit::Paragraph) => self.span_less(text, unit, at_start),
            (true, Unit::Character) => Span::new(grapheme_after(text, start), end),
            (true, _) => Span::new(word_after(text, start).map_or(start, |word| word.start), end),
            (false, Unit::Character) => Span::new(start, grapheme_before(text, end)),
            (false, _) => {
                let last = word_before(text, end).unwrap_or(Span::new(start, start));
                // Blanks and signs after the last word go first, then that word.
                let last = if last.end < end { Some(last) } else { word_before(text, last.start) };
                Span::new(start, last.map_or(start, |word| word.end))
            }
        };
        if !span.is_empty() {
            self.span = span;
        }
    }

    /// The selection without its last sentence or paragraph, or without its first one; of a single one its first word is
    /// left.
    fn span_less(&self, text: &str, unit: Unit, at_start: bool) -> Span {
        let Span { start, end } = self.span;
        let first = unit.around(text, start);
        let last = unit.around(text, grapheme_before(text, end));
        if first == last {
            return word_at(text, start).filter(|word| word.end <= end).unwrap_or(self.span);
        }
        if at_start {
            Span::new(word_at(text, first.end).map_or(start, |word| word.start), end)
        } else {
            Span::new(start, word_before(text, last.start).map_or(end, |word| unit.around(text, word.start).end))
        }
    }
}

impl Reader {
    /// Puts the cursor on the mark or word at byte `at`.
    pub fn go_to(&mut self, at: usize) {
        let span = word_at(self.text(), at).or_else(|| word_before(self.text(), self.text().len())).unwrap_or_default();
        self.select(span);
    }

    /// Puts the cursor on a span and finds out what is there. While visual, the selection grows to it instead.
    pub fn select(&mut self, span: Span) {
        self.goal = None;
        self.point = None;
        self.cursor.untouched = false;
        if self.visual {
            let anchor = if self.cursor.at_start { self.cursor.span.end } else { self.cursor.span.start };
            self.cursor.at_start = span.start < anchor;
            self.cursor.span = if self.cursor.at_start {
                Span::new(span.start, anchor)
            } else {
                Span::new(anchor, span.end.max(anchor))
            };
            return;
        }
        let origin = self.marks.origin_of(span);
        self.cursor = Selection { span, began: span, origin, ..Selection::default() };
    }

    /// Puts the cursor on the innermost mark that holds byte `at`, or else on the word there.
    pub fn go_to_mark(&mut self, at: usize) {
        match self.marks.innermost(at) {
            Some(span) => self.select(span),
            None => self.go_to(at),
        }
    }

    /// Returns the byte that moves when the cursor goes on.
    #[must_use]
    pub const fn head(&self) -> usize {
        if self.visual && !self.cursor.at_start { self.cursor.span.end } else { self.cursor.span.start }
    }

    /// Goes to the word after, or before.
    pub fn step_word(&mut self, forward: bool) {
        let head = self.head();
        let word = match (forward, self.visual && !self.cursor.at_start) {
            (true, true) => word_at(self.text(), head),
            (true, false) => word_after(self.text(), self.cursor.span.end.max(head + 1).saturating_sub(1)),
            (false, true) => word_before(self.text(), word_before(self.text(), head).map_or(0, |word| word.start)),
            (false, false) => word_before(self.text(), head),
        };
        if let Some(word) = word {
            self.select(word);
        }
    }

    /// Goes up or down by rows and keeps to a column.
    pub fn step_rows(&mut self, rows: isize) {
        let head = self.head().min(self.text().len());
        let row = self.layout.row_of(head);
        let (markers, width) = (&self.marks.markers, self.layout.width());
        let Some(bytes) = self.layout.row(row) else { return };
        let goal = self.goal.unwrap_or_else(|| column_of(self.article.body.as_str(), markers, bytes, width, head));
        let to = row.saturating_add_signed(rows).min(self.layout.len().saturating_sub(1));
        let Some(bytes) = self.layout.row(to).filter(|_| to != row) else { return };
        let (start, end) = (bytes.start, bytes.end);
        let at = byte_at(self.article.body.as_str(), markers, bytes, width, goal);
        let word = word_at(self.text(), at)
            .filter(|word| word.start < end)
            .or_else(|| word_before(self.text(), end).filter(|word| word.end > start));
        self.select(word.unwrap_or(Span::new(start, start)));
        self.goal = Some(goal);
    }
}

impl State {
    /// Runs a motion on the open article, then scrolls to the cursor.
    pub(super) fn motion(&mut self, motion: impl FnOnce(&mut Reader)) {
        let rows = usize::from(self.geometry().rows);
        if let Some(reader) = &mut self.reader {
            reader.want_end = false;
            reader.tab = Tab::Text; // whoever moves in the text wants to see it
            motion(reader);
            reader.follow(rows);
        }
    }

    /// Scrolls the panel that hides the text on a narrow terminal; says whether there is one.
    pub(super) fn scroll_panel(&mut self, by: isize) -> bool {
        let geometry = self.geometry();
        let Some(reader) = self.reader.as_mut().filter(|reader| geometry.tabs && reader.tab != Tab::Text) else {
            return false;
        };
        let lines = match reader.tab {
            Tab::Entities => reader.marks.entities.len(),
            Tab::Stances => reader.marks.stances.len(),
            _ => reader.annotations.notes.len() + reader.annotations.orphans.len() + 2,
        };
        let last = lines.saturating_sub(usize::from(geometry.rows) / 2);
        reader.panel_top = reader.panel_top.saturating_add_signed(by).min(last);
        true
    }

    /// Scrolls by rows; the cursor comes along when it would leave the screen.
    pub(super) fn scroll(&mut self, by: isize) {
        let rows = usize::from(self.geometry().rows);
        let Some(reader) = &mut self.reader else { return };
        let top = reader.layout.row_of(reader.top).saturating_add_signed(by);
        reader.set_top(top, rows);
        let (first, row) = (reader.layout.row_of(reader.top), reader.layout.row_of(reader.cursor.span.start));
        if row < first || row >= first + rows {
            let to = if row < first { first } else { (first + rows - 1).min(reader.layout.len().saturating_sub(1)) };
            let top = reader.top;
            reader.step_rows(isize::try_from(to).unwrap_or(0) - isize::try_from(row).unwrap_or(0));
            reader.top = top;
        }
    }
}
