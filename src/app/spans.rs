//! Where a mention stands: moved to other words, split in two, joined with its neighbour, or made of several pieces.

use super::annotate::trimmed;
use super::marks::same;
use super::state::Level;
use super::{Origin, Reader, Scope, State};
use crate::model::{Anchor, Change, Id, Mention, What};
use crate::text::Span;

/// Returns pieces in the order of the text; those that overlap become one.
pub(super) fn in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    let mut pieces: Vec<Span> = Vec::new();
    for span in spans {
        match pieces.last_mut().filter(|last| span.start < last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => pieces.push(span),
        }
    }
    pieces
}

/// Returns pieces in the order of the text; those with nothing but blanks between become one.
fn closed(spans: Vec<Span>, text: &str) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    for span in in_order(spans) {
        match pieces.last_mut().filter(|last| text[last.end..span.start].trim().is_empty()) {
            Some(last) => last.end = span.end,
            None => pieces.push(span),
        }
    }
    pieces
}

impl Reader {
    /// Makes the anchors of pieces: that of the first one, and those of the others.
    pub(super) fn anchors(&self, pieces: &[Span]) -> (Option<Anchor>, Vec<Anchor>) {
        let mut anchors = pieces.iter().map(|piece| self.anchor(*piece));
        (anchors.next(), anchors.collect())
    }

    /// Returns the words of pieces, one after the other.
    pub(super) fn words(&self, pieces: &[Span]) -> String {
        pieces.iter().map(|piece| self.article.body.slice(*piece)).collect::<Vec<_>>().join(" ")
    }

    /// Returns the entity that bears exactly these words as its name, or else a new one of that name.
    fn named(&self, words: &str) -> String {
        let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
        self.marks.entities.iter().find(|row| same(&row.name, &name)).map_or(name, |row| row.name.clone())
    }

    /// Returns the next mention of the same annotator and type after this one.
    fn neighbour_of(&self, mention: &Mention) -> Option<&Mention> {
        let end = mention.spans().map(|span| span.end).max()?;
        let alike = |other: &&Mention| {
            other.annotator == mention.annotator && other.kind == mention.kind && other.span.start >= end
        };
        self.annotations.mentions.iter().find(alike)
    }
}

impl State {
    /// Returns the own mention under the cursor, or says that there is none.
    fn own_mention(&mut self) -> Option<Mention> {
        let reader = self.reader.as_ref()?;
        let Origin::Mention(id) = reader.cursor.origin.clone() else {
            self.say(Level::Warning, "There is no mention under the cursor.");
            return None;
        };
        self.own(&id)
    }

    /// Returns an own mention, or says that it is someone else's or gone.
    fn own(&mut self, id: &Id) -> Option<Mention> {
        let mention = self.reader.as_ref()?.annotations.mention(id).cloned();
        let own = mention.filter(|mention| mention.annotator == self.annotator);
        if own.is_none() {
            self.say(
                Level::Warning,
                "This mention was made by someone else, or is gone; only its maker can change it.",
            );
        }
        own
    }

    /// Picks up the mention under the cursor, or lays the one that was picked up on the selected words.
    pub(super) fn move_mention(&mut self) {
        let held = self.reader.as_mut().and_then(|reader| reader.held.take());
        match held {
            Some(id) => self.lay_on_selection(&id),
            None => self.pick_up(),
        }
    }

    fn pick_up(&mut self) {
        let Some(mention) = self.own_mention() else { return };
        let [lay, add] = ["move", "join"].map(|name| self.keys_for(Scope::Reader, name));
        let said = format!(
            "{} is picked up: select words, then {lay} moves it there, {add} adds them as a piece; Esc leaves it.",
            mention.entity
        );
        if let Some(reader) = &mut self.reader {
            reader.held = Some(mention.id);
        }
        self.say(Level::Info, &said);
    }

    fn lay_on_selection(&mut self, id: &Id) {
        let Some(mention) = self.own(id) else { return };
        let Some(reader) = &self.reader else { return };
        let span = trimmed(reader.text(), reader.cursor.span);
        if span.is_empty() {
            return self.say(Level::Warning, "There are no words here to move it to.");
        }
        if mention.spans().eq([span]) {
            return self.say(Level::Info, "It stands here already.");
        }
        let (anchor, words) = (reader.anchor(span), reader.article.body.slice(span).to_owned());
        let change = Change { anchor: Some(anchor), ..Change::default() };
        self.perform(vec![What::Change { of: mention.id, change: Box::new(change) }]);
        let undo = self.keys_for(Scope::Reader, "undo");
        self.settle_on(span, &format!("{}: moved to “{words}”; {undo} takes it back.", mention.entity));
    }

    /// Splits the mention under the cursor before the selected word. The half that bears its name keeps stances and notes.
    pub(super) fn split_mention(&mut self) {
        let Some(mention) = self.own_mention() else { return };
        let Some(reader) = &self.reader else { return };
        let (at, text) = (reader.cursor.span.start, reader.text());
        let part = |span: Span, before: bool| {
            let cut =
                if before { Span::new(span.start, span.end.min(at)) } else { Span::new(span.start.max(at), span.end) };
            (cut.start < cut.end).then(|| trimmed(text, cut)).filter(|cut| !cut.is_empty())
        };
        let halves =
            [true, false].map(|before| mention.spans().filter_map(|span| part(span, before)).collect::<Vec<_>>());
        if halves.iter().any(Vec::is_empty) {
            return self
                .say(Level::Warning, "Put the cursor on a word inside the mention: it is split before that word.");
        }
        let names = halves.each_ref().map(|half| reader.named(&reader.words(half)));
        let kept = usize::from(same(&names[1], &mention.entity));
        let (new, entity) = (1 - kept, names[kept].clone());
        let (anchor, more) = reader.anchors(&halves[kept]);
        let (Some(first), rest) = reader.anchors(&halves[new]) else { return };
        let change = Change { anchor, more, entity: Some(entity), ..Change::default() };
        let other = What::Mention {
            kind: mention.kind.clone(),
            entity: names[new].clone(),
            anchor: first,
            more: rest,
            score: None,
        };
        let place = halves[1][0];
        self.perform(vec![What::Change { of: mention.id, change: Box::new(change) }, other]);
        let undo = self.keys_for(Scope::Reader, "undo");
        self.settle_on(place, &format!("Split into {} and {}; {undo} takes it back.", names[0], names[1]));
    }

    /// Joins the mention under the cursor with the next one of its type, or the one that was picked up with the selection.
    /// Where other words lie between, the pieces stay apart and are one mention.
    pub(super) fn join_mentions(&mut self) {
        let held = self.reader.as_mut().and_then(|reader| reader.held.take());
        let (first, second) = match held {
            Some(id) => (self.own(&id), self.held_joins()),
            None => (self.own_mention(), None),
        };
        let Some(mention) = first else { return };
        let Some(reader) = &self.reader else { return };
        let (other, selected) = match second {
            Some(Joined::Mention(id)) => (reader.annotations.mention(&id).cloned(), None),
            Some(Joined::Words(span)) => (None, Some(span)),
            None => (reader.neighbour_of(&mention).cloned(), None),
        };
        let other = other.filter(|other| other.id != mention.id);
        if other.is_none() && selected.is_none() {
            let said = "No further mention of this type follows that it could be joined with.";
            return self.say(Level::Warning, said);
        }
        let spans = mention.spans().chain(other.iter().flat_map(Mention::spans)).chain(selected).collect();
        let pieces = closed(spans, reader.text());
        let (anchor, more) = reader.anchors(&pieces);
        let entity = reader.named(&reader.words(&pieces));
        let change = Change { anchor, more, entity: Some(entity.clone()), ..Change::default() };
        let mut acts = vec![What::Change { of: mention.id, change: Box::new(change) }];
        acts.extend(other.map(|other| What::Remove { of: other.id }));
        self.perform(acts);
        let how =
            if pieces.len() > 1 { format!("one mention of {} pieces", pieces.len()) } else { "joined".to_owned() };
        let undo = self.keys_for(Scope::Reader, "undo");
        self.settle_on(pieces[0], &format!("{entity}: {how}; {undo} takes it back."));
    }

    /// Returns what the mention that was picked up is joined with: the mention that the cursor is on, or the selected words.
    fn held_joins(&self) -> Option<Joined> {
        let reader = self.reader.as_ref()?;
        let span = trimmed(reader.text(), reader.cursor.span);
        match &reader.cursor.origin {
            Origin::Mention(id) if self.is_own(id) && reader.began_on(id) => Some(Joined::Mention(id.clone())),
            _ => (!span.is_empty()).then_some(Joined::Words(span)),
        }
    }

    /// Puts the cursor where a mention stands now, and says what was done.
    fn settle_on(&mut self, span: Span, said: &str) {
        self.motion(|reader| {
            reader.visual = false;
            reader.select(span);
        });
        self.say(Level::Info, said);
    }

    /// Goes through the marks that lie at the cursor, the smallest first.
    pub(super) fn next_here(&mut self) {
        let mut told = None;
        self.motion(|reader| {
            let at = reader.point();
            let marks: Vec<(Span, Origin)> =
                reader.here(at).into_iter().map(|mark| (mark.span, mark.origin())).collect();
            let now =
                marks.iter().position(|(span, origin)| *span == reader.cursor.span && *origin == reader.cursor.origin);
            let next = now.map_or(0, |now| (now + 1) % marks.len());
            let Some((span, origin)) = marks.get(next).cloned() else { return };
            reader.visual = false;
            reader.select(span);
            reader.cursor.origin = origin;
            reader.point = Some(at);
            told = Some((next + 1, marks.len()));
        });
        match told {
            Some((at, all)) => self.say(Level::Info, &format!("{at} of {all} marks here, the smallest first.")),
            None => self.say(Level::Warning, "Nothing is marked or proposed here."),
        }
    }
}

/// What a mention is joined with.
enum Joined {
    Mention(Id),
    Words(Span),
}

impl Reader {
    /// Returns the byte whose marks are gone through: where the cursor stood before it went to the first of them.
    #[must_use]
    pub fn point(&self) -> usize {
        self.point.unwrap_or(self.cursor.span.start)
    }

    /// Returns the pieces of the mention under the cursor, where it has several and the cursor is on one of them.
    #[must_use]
    pub fn pieces_here(&self) -> Vec<Span> {
        let Origin::Mention(id) = &self.cursor.origin else { return Vec::new() };
        let mention = self.annotations.mention(id).filter(|mention| !mention.more.is_empty());
        let pieces: Vec<Span> = mention.into_iter().flat_map(Mention::spans).collect();
        if pieces.contains(&self.cursor.span) { pieces } else { Vec::new() }
    }

    /// Returns the marks that hold byte `at`, the smallest first.
    #[must_use]
    pub fn here(&self, at: usize) -> Vec<&super::Drawn> {
        let mut marks: Vec<&super::Drawn> = self.marks.within(Span::new(at, at + 1)).collect();
        marks.sort_by_key(|mark| mark.span.len());
        marks
    }
}
