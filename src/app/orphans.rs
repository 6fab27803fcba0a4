//! The queue of orphans: annotations whose words were not found again in a changed text, each with its likely places. A
//! person places it at one of them, selects the place by hand, or drops it.

use super::annotate::trimmed;
use super::effect::{Effect, OrphansJob};
use super::state::{Level, Overlay};
use super::{Scope, Size, State};
use crate::model::{
    Act, Anchor, Annotations, Article, ArticleId, Change, Guess, Id, Journal, Orphan, TextHash, What, guesses,
};
use crate::store::Screen;
use crate::text::Body;

/// One orphan with what is needed to place it.
#[derive(Clone, Debug)]
pub struct Lost {
    /// The article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
    /// The orphan.
    pub orphan: Orphan,
    /// Likely places, the best first.
    pub guesses: Vec<Guess>,
    /// The one chosen.
    pub chosen: usize,
    /// Whether it was placed or dropped.
    pub done: bool,
    /// Today's text.
    pub body: Body,
    hash: TextHash,
}

impl Lost {
    /// Returns the orphans of an article.
    #[must_use]
    pub fn of(article: &Article, journals: &[Journal]) -> Vec<Self> {
        let orphans = Annotations::fold(journals, &article.body, &article.hash).orphans;
        let lost = |orphan: Orphan| Self {
            article: article.id.clone(),
            title: article.meta.title.clone(),
            guesses: guesses(&orphan.anchor, &article.body),
            orphan,
            chosen: 0,
            done: false,
            body: article.body.clone(),
            hash: article.hash.clone(),
        };
        orphans.into_iter().map(lost).collect()
    }

    /// Returns the chosen place.
    #[must_use]
    pub fn guess(&self) -> Option<Guess> {
        self.guesses.get(self.chosen).copied()
    }
}

/// The queue.
pub struct Orphans {
    round: u64,
    /// All of them, in the order of the articles.
    pub items: Vec<Lost>,
    /// Those to be decided, by their position in `items`.
    pub open: Vec<usize>,
    /// Position of the cursor in `open`.
    pub cursor: usize,
    /// Whether more may come.
    pub looking: bool,
    /// What was decided, newest last: position in `items`, and what undo names.
    decided: Vec<(usize, Id)>,
}

/// An orphan that waits for a place selected in the text.
#[derive(Clone, Debug)]
pub struct Placing {
    article: ArticleId,
    id: Id,
    name: String,
}

/// Rows of the queue's screen above its list.
pub const ORPHANS_HEAD: u16 = 1;
/// Screens of fewer rows show the list alone.
const LOW: u16 = 14;

impl Orphans {
    /// Returns what the cursor is on.
    #[must_use]
    pub fn current(&self) -> Option<&Lost> {
        self.items.get(*self.open.get(self.cursor)?)
    }

    /// Returns the rows of the list on a screen of this size; what the cursor is on has the others.
    #[must_use]
    pub fn list_rows(&self, size: Size) -> u16 {
        let room = size.rows.saturating_sub(ORPHANS_HEAD + 1).max(1);
        if size.rows < LOW { room } else { u16::try_from(self.open.len()).unwrap_or(u16::MAX).clamp(1, room / 4) }
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.open.len().saturating_sub(1));
    }

    fn arrange(&mut self) {
        self.open = (0..self.items.len()).filter(|at| !self.items[*at].done).collect();
        self.step(0);
    }
}

impl State {
    /// Opens the queue: of the open article, or of the listed ones that have orphans.
    pub(super) fn start_orphans(&mut self) {
        let articles: Vec<ArticleId> = match (self.screen, &self.reader) {
            (Screen::Reader, Some(reader)) => {
                let some = !reader.annotations.orphans.is_empty();
                some.then(|| reader.article.id.clone()).into_iter().collect()
            }
            _ => self
                .list
                .shown
                .iter()
                .map(|at| &self.list.rows[*at])
                .filter(|row| row.orphans > 0)
                .map(|row| row.id.clone())
                .collect(),
        };
        if articles.is_empty() {
            return self.say(Level::Info, "No annotation here has lost its place.");
        }
        self.orphans_round += 1;
        let round = self.orphans_round;
        self.effect(Effect::FindOrphans(OrphansJob { round, articles, session: self.session.clone() }));
        self.orphans = Some(Box::new(Orphans {
            round,
            items: Vec::new(),
            open: Vec::new(),
            cursor: 0,
            looking: true,
            decided: Vec::new(),
        }));
        self.overlays.push(Overlay::Orphans);
    }

    pub(super) fn on_orphans(&mut self, round: u64, lost: Vec<Lost>, more: bool) {
        if let Some(orphans) = self.orphans.as_mut().filter(|orphans| orphans.round == round) {
            orphans.items.extend(lost);
            orphans.looking = more;
            orphans.arrange();
        }
    }

    /// Closes the queue.
    pub(super) fn close_orphans(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Orphans));
        self.orphans = None;
    }

    /// Chooses the guess of the digit that was pressed.
    pub(super) fn choose_guess(&mut self) {
        let digit =
            self.key.and_then(super::key::typed).and_then(|c| c.to_digit(10)).and_then(|at| usize::try_from(at).ok());
        let Some(orphans) = &mut self.orphans else { return };
        let Some(at) = orphans.open.get(orphans.cursor).copied() else { return };
        let lost = &mut orphans.items[at];
        match digit.and_then(|digit| digit.checked_sub(1)).filter(|at| *at < lost.guesses.len()) {
            Some(chosen) => lost.chosen = chosen,
            None => self.say(Level::Warning, "There is no guess with this digit."),
        }
    }

    /// Places what the cursor is on at the chosen guess.
    pub(super) fn place_orphan(&mut self) {
        let Some(lost) = self.own_orphan_of_one_piece() else { return };
        let Some(guess) = lost.guess() else {
            let key = self.keys_for(Scope::Orphans, "by-hand");
            let said = format!("Nothing in the text resembles it; {key} lets you select a place by hand.");
            return self.say(Level::Warning, &said);
        };
        let what = moved(&lost.orphan.id, Anchor::new(&lost.body, &lost.hash, guess.span));
        self.decide_orphan(&lost, what, "placed");
    }

    /// Takes what the cursor is on away.
    pub(super) fn drop_orphan(&mut self) {
        let Some(lost) = self.own_orphan() else { return };
        self.decide_orphan(&lost, What::Remove { of: lost.orphan.id.clone() }, "dropped");
    }

    /// Returns what the cursor is on, where the person may decide about it.
    fn own_orphan(&mut self) -> Option<Lost> {
        let Some(lost) = self.orphans.as_ref().and_then(|orphans| orphans.current()).cloned() else {
            self.say(Level::Warning, "There is nothing to decide.");
            return None;
        };
        if lost.orphan.annotator != self.annotator {
            let said = format!("{} made this; only they can place or drop it.", lost.orphan.annotator);
            self.say(Level::Warning, &said);
            return None;
        }
        Some(lost)
    }

    /// The same, where it has one place: placing one of several pieces would leave the others out.
    fn own_orphan_of_one_piece(&mut self) -> Option<Lost> {
        let lost = self.own_orphan()?;
        if lost.orphan.pieces > 1 {
            let key = self.keys_for(Scope::Orphans, "drop");
            let said = format!(
                "It stands at {} places together and cannot be placed as a whole: mark it anew, then {key} drops this one.",
                lost.orphan.pieces
            );
            self.say(Level::Warning, &said);
            return None;
        }
        Some(lost)
    }

    fn decide_orphan(&mut self, lost: &Lost, what: What, word: &str) {
        self.placing = self.placing.take().filter(|placing| placing.id != lost.orphan.id);
        let act = self.act(what, None);
        let key = act.id.clone();
        self.commit_to(&lost.article, vec![act]);
        if let Some(orphans) = &mut self.orphans {
            let at = orphans.open.get(orphans.cursor).copied();
            orphans.decided.extend(at.map(|at| (at, key)));
            at.into_iter().for_each(|at| orphans.items[at].done = true);
            orphans.arrange();
        }
        let undo = self.keys_for(Scope::Orphans, "undo");
        self.say(Level::Info, &format!("{}: {word}; {undo} takes it back.", name(&lost.orphan)));
    }

    /// Takes the last decision back.
    pub(super) fn undo_orphan(&mut self) {
        let decided = self.orphans.as_mut().and_then(|orphans| orphans.decided.pop());
        let Some((at, key)) = decided else {
            return self.say(Level::Warning, "Nothing was decided here that could be undone.");
        };
        let act: Act = self.act(What::Undo { of: key }, None);
        let Some(orphans) = &mut self.orphans else { return };
        orphans.items[at].done = false;
        orphans.arrange();
        orphans.cursor = orphans.open.iter().position(|open| *open == at).unwrap_or(0);
        let (article, name) = (orphans.items[at].article.clone(), name(&orphans.items[at].orphan));
        self.commit_to(&article, vec![act]);
        self.say(Level::Info, &format!("Undone: {name}."));
    }

    /// Opens the article of what the cursor is on, so that the person selects its place in the text.
    pub(super) fn place_by_hand(&mut self) {
        let Some(lost) = self.own_orphan_of_one_piece() else { return };
        let at = lost.guess().map_or(lost.orphan.anchor.start, |guess| lost.body.to_cp(guess.span.start));
        self.placing =
            Some(Placing { article: lost.article.clone(), id: lost.orphan.id.clone(), name: name(&lost.orphan) });
        self.close_orphans();
        self.keep_place();
        self.going_to = Some((lost.article.clone(), at));
        self.opening = None;
        self.open(lost.article);
    }

    /// Says what to do with the orphan that waits for a place in this article; says whether one does.
    pub(super) fn tell_placing(&mut self, article: &ArticleId) -> bool {
        let Some(placing) = self.placing.as_ref().filter(|placing| placing.article == *article) else { return false };
        let key = self.keys_for(Scope::Reader, "place");
        let said = format!("Select where the {} belongs; {key} puts it there.", placing.name);
        self.say(Level::Info, &said);
        true
    }

    /// Puts the orphan that waits for it on the selection.
    pub(super) fn place_orphan_here(&mut self) {
        let Some(placing) = self.placing.take() else { return };
        let here = self.reader.as_ref().filter(|reader| reader.article.id == placing.article);
        let Some(reader) = here else {
            self.say(Level::Warning, "The lost annotation belongs to another article.");
            self.placing = Some(placing);
            return;
        };
        if !reader.annotations.orphans.iter().any(|orphan| orphan.id == placing.id) {
            return self.say(Level::Warning, &format!("The {} is lost no more; nothing is changed.", placing.name));
        }
        let span = trimmed(reader.text(), reader.cursor.span);
        if span.is_empty() {
            self.say(Level::Warning, "There are no words here to put it on.");
            self.placing = Some(placing);
            return;
        }
        let what = moved(&placing.id, reader.anchor(span));
        self.perform(vec![what]);
        self.motion(|reader| reader.select(span));
        let undo = self.keys_for(Scope::Reader, "undo");
        self.say(Level::Info, &format!("{}: placed; {undo} takes it back.", placing.name));
    }
}

fn moved(of: &Id, anchor: Anchor) -> What {
    What::Change { of: of.clone(), change: Box::new(Change { anchor: Some(anchor), ..Change::default() }) }
}

fn name(orphan: &Orphan) -> String {
    format!("{} “{}”", orphan.kind, orphan.anchor.quote.split_whitespace().collect::<Vec<_>>().join(" "))
}
