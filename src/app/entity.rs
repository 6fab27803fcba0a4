//! The page of one entity: what is known of it, and every mention in its sentence, by article and date. A worker reads the
//! articles, newest first, and the page grows as they come.

use super::effect::{Effect, FindJob};
use super::jumps::Stop;
use super::proposed::excerpt;
use super::state::{Level, Overlay};
use super::{Scope, State};
use crate::model::{Annotations, Article, ArticleId, Change, Id, Party, Polarity, Revision, What};
use crate::store::Progress;
use crate::text::{Span, sentence_at};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What one article has of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundIn {
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its day of publication.
    pub date: Option<Date>,
    /// In the order of the text.
    pub places: Vec<FoundPlace>,
}

/// One place where an entity is mentioned, or a side of a stance.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// The mention, or the stance.
    pub id: Id,
    /// Who made it.
    pub annotator: Arc<str>,
    /// What stance it is, and of whom toward whom; nothing for a mention.
    pub stance: Option<(String, Polarity, String)>,
    /// The sentence, or a piece of it round the name.
    pub sentence: String,
    /// Where the name stands in the sentence, in bytes.
    pub name: Span,
    /// Where it stands in the text, in code points.
    pub at: usize,
}

/// What a worker tells of a search.
#[derive(Debug)]
pub struct Found {
    /// What an article gave.
    pub article: Option<FoundIn>,
    /// How far it has come; none at its end.
    pub progress: Option<Progress>,
}

impl FoundIn {
    /// Gathers what an article has of an entity; nothing where it has none.
    #[must_use]
    pub fn new(article: &Article, annotations: &Annotations, name: &str) -> Option<Self> {
        let mentions = annotations.mentions.iter().filter(|mention| mention.entity == name).map(|mention| {
            let (sentence, span) = sentence_of(article, mention.span);
            let (id, annotator, at) = (mention.id.clone(), mention.annotator.clone(), mention.span.start);
            FoundPlace { id, annotator, stance: None, sentence, name: span, at }
        });
        let is = |party: &Party| party.entity == name;
        let of = |stance: &&crate::model::Stance| is(&stance.target) || stance.holder.name() == name;
        let stances = annotations.stances.iter().filter(of).map(|stance| {
            let (sentence, span) = sentence_of(article, stance.span);
            let said = (stance.holder.name().to_owned(), stance.polarity, stance.target.entity.clone());
            let (id, annotator, at) = (stance.id.clone(), stance.annotator.clone(), stance.span.start);
            FoundPlace { id, annotator, stance: Some(said), sentence, name: Span::new(span.start, span.start), at }
        });
        let mut places: Vec<FoundPlace> = mentions.chain(stances).collect();
        places.sort_by_key(|place| place.at);
        places.iter_mut().for_each(|place| place.at = article.body.to_cp(place.at));
        let (id, title, date) = (article.id.clone(), article.meta.title.clone(), article.meta.date);
        (!places.is_empty()).then_some(Self { id, title, date, places })
    }
}

/// Returns the sentence around a span on one line, and where the span stands in it.
fn sentence_of(article: &Article, span: Span) -> (String, Span) {
    let sentence = sentence_at(article.body.as_str(), span.start);
    let within = Span::new(sentence.start.min(span.start), sentence.end.max(span.end));
    let (line, spans) = excerpt(&article.body, within, &[span]);
    let place = spans.first().copied().unwrap_or_default();
    (line, place)
}

/// The page.
#[derive(Default)]
pub struct EntityPage {
    /// Whose it is.
    pub name: String,
    round: u64,
    /// Newest first.
    pub articles: Vec<FoundIn>,
    /// The places in their order: article, and place in it.
    pub places: Vec<(usize, usize)>,
    /// Position of the cursor in `places`.
    pub cursor: usize,
    /// Mentions that are chosen to be linked elsewhere.
    pub chosen: BTreeSet<Id>,
    /// How far the worker has come; none when it has ended.
    pub progress: Option<Progress>,
}

impl EntityPage {
    /// Returns a place by its position in `places`.
    #[must_use]
    pub fn place(&self, at: usize) -> Option<(&FoundIn, &FoundPlace)> {
        let (article, place) = *self.places.get(at)?;
        let article = self.articles.get(article)?;
        Some((article, article.places.get(place)?))
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.places.len().saturating_sub(1));
    }

    fn take(&mut self, article: FoundIn) {
        let at = self.articles.len();
        self.places.extend((0..article.places.len()).map(|place| (at, place)));
        self.articles.push(article);
    }
}

impl State {
    /// Opens the page of an entity.
    pub(super) fn open_entity(&mut self, name: &str) {
        self.show_page();
        if self.entities.page.as_ref().is_none_or(|page| page.name != name) {
            self.find_mentions(name);
        }
    }

    /// Lays the page over the screen, once.
    pub(super) fn show_page(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Entity));
        self.overlays.push(Overlay::Entity);
        self.want_facts();
    }

    /// Lets the worker look for what the library has of an entity. The cursor stays where it is when it is looked for again.
    pub(super) fn find_mentions(&mut self, name: &str) {
        let facts = self.entities.facts.clone();
        let position = facts.entities.iter().position(|entity| entity.name == name);
        let mut articles: BTreeSet<usize> = BTreeSet::new();
        if let Some(position) = position {
            articles.extend(facts.entities[position].seen.iter().map(|(article, _)| *article));
            let pairs = facts.pairs.iter().filter(|pair| pair.target == position || pair.holder == Some(position));
            articles.extend(pairs.flat_map(|pair| pair.seen.iter().map(|stance| stance.article)));
        }
        let mut articles: Vec<_> = articles.into_iter().filter_map(|at| facts.articles.get(at)).collect();
        articles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let articles: Vec<ArticleId> = articles.into_iter().map(|(id, _)| id.clone()).collect();
        self.entities.round += 1;
        let round = self.entities.round;
        let same = self.entities.page.as_ref().filter(|page| page.name == name);
        let cursor = same.map_or(0, |page| page.cursor);
        let progress = Some(Progress { done: 0, total: articles.len() });
        let name = name.to_owned();
        self.entities.page =
            Some(Box::new(EntityPage { name: name.clone(), round, cursor, progress, ..EntityPage::default() }));
        let (registry, session) = (self.entities.registry.clone(), self.session.clone());
        self.effect(Effect::FindMentions(FindJob { round, name, articles, registry, session }));
    }

    pub(super) fn on_found(&mut self, round: u64, found: Found) {
        let Some(page) = self.entities.page.as_mut().filter(|page| page.round == round) else { return };
        page.progress = found.progress;
        if let Some(article) = found.article {
            page.take(article);
        }
        if page.progress.is_none() {
            page.step(0);
        }
    }

    /// Closes the page; the list, where it came from there, is below.
    pub(super) fn close_entity(&mut self) {
        let chosen = self.entities.page.as_mut().map(|page| std::mem::take(&mut page.chosen));
        if chosen.is_some_and(|chosen| !chosen.is_empty()) {
            return self.say(Level::Info, "Nothing is chosen any more.");
        }
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Entity));
        self.effect(Effect::StopFinding);
        if self.entities.page.as_ref().is_some_and(|page| page.progress.is_some()) {
            self.entities.page = None;
        }
    }

    /// Lets the page of a renamed entity follow its name.
    pub(super) fn rename_page(&mut self, old: &str, new: &str) {
        if self.entities.page.as_ref().is_some_and(|page| page.name == old) {
            self.find_mentions(new);
        }
    }

    /// Reads the article of the place under the cursor, there.
    pub(super) fn read_place(&mut self) {
        let Some((id, at)) = self.entities.page.as_ref().and_then(|page| {
            let (article, place) = page.place(page.cursor)?;
            Some((article.id.clone(), place.at))
        }) else {
            return self.say(Level::Warning, "There is no place here to read.");
        };
        self.keep_jump();
        self.go_to_stop(Stop::Text(id, at));
        let key = self.keys_for(Scope::Global, "back");
        self.say(Level::Info, &format!("{key} goes back to the page."));
    }

    /// Chooses the mention under the cursor to be linked elsewhere, or no longer.
    pub(super) fn choose_place(&mut self) {
        let Some(page) = self.entities.page.as_mut() else { return };
        let Some((_, place)) = page.place(page.cursor) else { return };
        if place.stance.is_some() {
            return self.say(Level::Warning, "Only mentions are linked elsewhere; a stance is changed in its article.");
        }
        let id = place.id.clone();
        if !page.chosen.remove(&id) {
            page.chosen.insert(id);
        }
        page.step(1);
    }

    /// Links the chosen mentions, or the one under the cursor, to another entity: one undo for all articles.
    pub(super) fn move_chosen(&mut self, to: &str) {
        let Some(page) = &self.entities.page else { return };
        let here = page.place(page.cursor).map(|(_, place)| place.id.clone());
        let wanted = if page.chosen.is_empty() { here.into_iter().collect() } else { page.chosen.clone() };
        let mut others = 0;
        let mut moved: Vec<(ArticleId, Vec<Id>)> = Vec::new();
        for article in &page.articles {
            let all = article.places.iter().filter(|it| it.stance.is_none() && wanted.contains(&it.id));
            let (own, foreign): (Vec<_>, Vec<_>) = all.partition(|place| place.annotator == self.annotator);
            others += foreign.len();
            if !own.is_empty() {
                moved.push((article.id.clone(), own.into_iter().map(|place| place.id.clone()).collect()));
            }
        }
        let count: usize = moved.iter().map(|(_, ids)| ids.len()).sum();
        if count == 0 {
            return self.say(Level::Warning, "These mentions were made by others; only they can link them elsewhere.");
        }
        let (name, group) = (page.name.clone(), self.new_id());
        let articles: Vec<ArticleId> = moved.iter().map(|(id, _)| id.clone()).collect();
        let (all, revision) = (articles.len(), Revision { articles, ..Revision::default() });
        if let Err(why) = self.lay(revision, None, Some(&group)) {
            return self.say(Level::Warning, &why);
        }
        for (article, ids) in moved {
            let change = Change { entity: Some(to.to_owned()), ..Change::default() };
            let whats = ids.into_iter().map(|of| What::Change { of, change: Box::new(change.clone()) });
            let acts = whats.map(|what| self.act(what, Some(&group))).collect();
            self.commit_to(&article, acts);
        }
        self.find_mentions(&name);
        let undo = self.keys_for(Scope::Entity, "undo");
        let left = if others > 0 { format!(" {others} of other annotators stay.") } else { String::new() };
        self.say(
            Level::Info,
            &format!("{count} mentions in {all} articles are linked to “{to}”; {undo} takes it back.{left}"),
        );
    }
}
