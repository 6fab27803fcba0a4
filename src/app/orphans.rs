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
use crate::text::{Body, Span};

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
    /// The likeliest place of each further piece; none where nothing resembles it.
    pub more: Vec<Option<Guess>>,
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
            more: orphan.more.iter().map(|piece| guesses(piece, &article.body).first().copied()).collect(),
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

    /// Returns the places of all its pieces in the order of the text, where each has one of its own.
    fn together(&self) -> Option<Vec<Span>> {
        let spans = std::iter::once(self.guess()).chain(self.more.iter().copied());
        let mut spans: Vec<Span> = spans.map(|guess| Some(guess?.span)).collect::<Option<_>>()?;
        spans.sort_by_key(|span| span.start);
        spans.windows(2).all(|pair| pair[0].end <= pair[1].start).then_some(spans)
    }
}

/// What a worker tells of orphans.
#[derive(Debug)]
pub struct LostNews {
    /// Those of an article.
    pub lost: Vec<Lost>,
    /// Articles looked at with it.
    pub looked: usize,
    /// Whether it looks on.
    pub more: bool,
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
    /// Whether the worker looks on.
    pub looking: bool,
    /// The articles that it has not come to.
    pub left: Vec<ArticleId>,
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
            _ => {
                let rows = self.list.marked_shown().into_iter().filter(|row| row.orphans > 0);
                rows.map(|row| row.id.clone()).collect()
            }
        };
        if articles.is_empty() {
            return self.say(Level::Info, "No annotation here has lost its place.");
        }
        self.orphans_round += 1;
        let round = self.orphans_round;
        let (left, session) = (articles.clone(), self.session.clone());
        self.effect(Effect::FindOrphans(OrphansJob { round, articles, session }));
        self.orphans = Some(Box::new(Orphans {
            round,
            items: Vec::new(),
            open: Vec::new(),
            cursor: 0,
            looking: true,
            left,
            decided: Vec::new(),
        }));
        self.overlays.push(Overlay::Orphans);
    }

    pub(super) fn on_orphans(&mut self, round: u64, news: LostNews) {
        if let Some(orphans) = self.orphans.as_mut().filter(|orphans| orphans.round == round) {
            orphans.items.extend(news.lost);
            orphans.left.drain(..news.looked.min(orphans.left.len()));
            orphans.looking = news.more;
            orphans.arrange();
        }
    }

    /// Looks on in the articles that the worker has not come to.
    pub(super) fn more_orphans(&mut self) {
        let Some(orphans) = self.orphans.as_mut().filter(|orphans| !orphans.looking && !orphans.left.is_empty()) else {
            return self.say(Level::Info, "All articles were looked at.");
        };
        orphans.looking = true;
        let (round, articles) = (orphans.round, orphans.left.clone());
        self.effect(Effect::FindOrphans(OrphansJob { round, articles, session: self.session.clone() }));
    }

    /// Closes the queue.
    pub(super) fn close_orphans(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Orphans));
        if self.orphans.take().is_some_and(|orphans| orphans.looking) {
            self.effect(Effect::StopOrphans);
        }
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

    /// Places what the cursor is on at the chosen guess; further pieces go to their likeliest places.
    pub(super) fn place_orphan(&mut self) {
        let Some(lost) = self.own_orphan() else { return };
        let anchors: Vec<Anchor> = match lost.together() {
            Some(spans) => spans.into_iter().map(|span| Anchor::new(&lost.body, &lost.hash, span)).collect(),
            None => {
                let said = self.why_not_placed(&lost);
                return self.say(Level::Warning, &said);
            }
        };
        let Some(what) = moved(&lost.orphan.id, anchors) else { return };
        self.decide_orphan(&lost, what, "placed");
    }

    fn why_not_placed(&self, lost: &Lost) -> String {
        let (hand, drop) = (self.keys_for(Scope::Orphans, "by-hand"), self.keys_for(Scope::Orphans, "drop"));
        if lost.orphan.more.is_empty() {
            return format!("Nothing in the text resembles it; {hand} lets you select a place by hand.");
        }
        let gone = lost.orphan.more.iter().zip(&lost.more).find(|(_, guess)| guess.is_none());
        match gone {
            Some((piece, _)) => {
                format!("Nothing resembles its piece “{}”: mark it anew, then {drop} drops this one.", piece.quote)
            }
            None => format!("Its pieces would lie on the same words: choose another guess, or {drop} drops it."),
        }
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

    /// The same, where it has one place: a selection would be one of several pieces and leave the others out.
    fn own_orphan_of_one_piece(&mut self) -> Option<Lost> {
        let lost = self.own_orphan()?;
        if !lost.orphan.more.is_empty() {
            let (place, drop) = (self.keys_for(Scope::Orphans, "place"), self.keys_for(Scope::Orphans, "drop"));
            let said = format!(
                "It stands at {} places together: {place} places all of them, or mark it anew and {drop} drops this one.",
                lost.orphan.more.len() + 1
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
        let what = moved(&placing.id, vec![reader.anchor(span)]);
        self.perform(what.into_iter().collect());
        self.motion(|reader| reader.select(span));
        let undo = self.keys_for(Scope::Reader, "undo");
        self.say(Level::Info, &format!("{}: placed; {undo} takes it back.", placing.name));
    }
}

/// Returns the change to these anchors, the first of which is the annotation's own.
fn moved(of: &Id, anchors: Vec<Anchor>) -> Option<What> {
    let mut anchors = anchors.into_iter();
    let anchor = Some(anchors.next()?);
    Some(What::Change {
        of: of.clone(),
        change: Box::new(Change { anchor, more: anchors.collect(), ..Change::default() }),
    })
}

fn name(orphan: &Orphan) -> String {
    format!("{} “{}”", orphan.kind, orphan.anchor.quote.split_whitespace().collect::<Vec<_>>().join(" "))
}
