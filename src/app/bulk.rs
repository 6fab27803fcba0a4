//! Bulk: one change over the selected or listed articles. A worker works it out, a person looks at it, and what is then
//! written is one group of acts over all journals, so that one undo takes all of it back.

use super::ask::Asked;
use super::effect::{Effect, PlanJob};
use super::plan::{Plan, Planned};
use super::state::{Level, Overlay};
use super::{Input, Scope, State};
use crate::model::{Act, ArticleId, Id, What};
use crate::store::{Progress, Screen};
use std::collections::BTreeSet;

/// Acts that are done at once before the keys are looked at again.
const STEP: usize = 500;

/// What a worker tells of a plan.
#[derive(Debug)]
pub struct PlanNews {
    /// What it does in an article.
    pub article: Option<Planned>,
    /// How far the worker has come; none at its end.
    pub progress: Option<Progress>,
    /// What could not be read; one sentence.
    pub said: Option<String>,
}

/// A plan with what it does.
pub struct Bulk {
    /// The plan.
    pub plan: Plan,
    round: u64,
    /// The articles in which it does something, in their order.
    pub articles: Vec<Planned>,
    /// Position of the cursor in them.
    pub cursor: usize,
    /// How far the worker has come; none when it has ended.
    pub progress: Option<Progress>,
    /// What the worker said.
    pub said: Option<String>,
    /// Annotations of others that stay as they are.
    pub others: usize,
    /// Whether it is done as soon as it is worked out, as an undo is.
    at_once: bool,
    /// The group of acts and the articles done, while it is being done.
    pub doing: Option<(Id, usize)>,
    /// The acts of an undo, for the redo.
    undone: Vec<(ArticleId, Id)>,
}

/// What a plan did that was done last: undo from the list takes it back.
pub struct LastBulk {
    /// What was done.
    pub plan: Plan,
    /// The group of its acts.
    pub group: Id,
    /// Where they were done.
    pub articles: Vec<ArticleId>,
}

impl Bulk {
    /// Returns what is left to do: annotations and articles.
    #[must_use]
    pub fn total(&self) -> (usize, usize) {
        let chosen = self.articles.iter().filter(|article| !article.left_out);
        chosen.fold((0, 0), |(acts, articles), article| (acts + article.count(), articles + 1))
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.articles.len().saturating_sub(1));
    }
}

impl State {
    /// Returns the articles that a bulk act is for: those selected, else those listed.
    pub(super) fn chosen_articles(&self) -> Vec<ArticleId> {
        let listed = self.list.shown.iter().map(|at| &self.list.rows[*at].id);
        let selected = &self.list.selected;
        listed.filter(|id| selected.is_empty() || selected.contains(*id)).cloned().collect()
    }

    /// Selects the article under the cursor, or lets it go, and goes on to the next.
    pub(super) fn select_article(&mut self) {
        let Some(id) = self.list.current().map(|row| row.id.clone()) else { return };
        if !self.list.selected.remove(&id) {
            self.list.selected.insert(id);
        }
        self.list.step(1);
        self.say_selected();
    }

    /// Selects all listed articles; where they are all selected already, lets them go.
    pub(super) fn select_all(&mut self) {
        let listed: BTreeSet<ArticleId> = self.list.shown.iter().map(|at| self.list.rows[*at].id.clone()).collect();
        if listed.is_subset(&self.list.selected) {
            self.list.selected.clear();
        } else {
            self.list.selected.extend(listed);
        }
        self.say_selected();
    }

    fn say_selected(&mut self) {
        let said = match self.list.selected.len() {
            0 => "No article is selected: bulk acts are for all that are listed.".to_owned(),
            1 => "1 article is selected.".to_owned(),
            count => format!("{count} articles are selected."),
        };
        self.say(Level::Info, &said);
    }

    /// Opens the menu of what can be done in many articles at once.
    pub(super) fn start_bulk(&mut self) {
        if self.chosen_articles().is_empty() {
            return self.say(Level::Warning, "No article is listed or selected that something could be done in.");
        }
        self.overlays.push(Overlay::Bulk);
    }

    /// Asks for the words of a bulk act.
    pub(super) fn ask_bulk(&mut self, asked: Asked) {
        self.overlays.pop();
        self.ask(asked, Input::default());
    }

    /// Asks for the name to mark with the type of the digit.
    pub(super) fn ask_bulk_mark(&mut self) {
        match self.kind_of_digit() {
            Some(kind) => self.ask_bulk(Asked::BulkMark(kind)),
            None => self.say(Level::Warning, super::annotate::NO_TYPE),
        }
    }

    /// Plans to accept what is proposed with the score of the configuration.
    pub(super) fn bulk_accept(&mut self) {
        self.overlays.pop();
        let articles = self.chosen_articles();
        self.start_plan(Plan::Accept(self.config.accept_score), articles, false);
    }

    /// Has a plan worked out for these articles, and shows what it does; `at_once` does it without asking.
    pub(super) fn start_plan(&mut self, plan: Plan, articles: Vec<ArticleId>, at_once: bool) {
        self.plan_round += 1;
        let round = self.plan_round;
        let articles: Vec<ArticleId> = if plan.needs_annotations() { self.annotated(articles) } else { articles };
        self.bulk = Some(Box::new(Bulk {
            plan: plan.clone(),
            round,
            articles: Vec::new(),
            cursor: 0,
            progress: Some(Progress { done: 0, total: articles.len() }),
            said: None,
            others: 0,
            at_once,
            doing: None,
            undone: Vec::new(),
        }));
        self.overlays.push(Overlay::Preview);
        let seed = self.new_seed();
        self.effect(Effect::Plan(PlanJob {
            round,
            articles,
            plan,
            lessons: self.lessons(),
            depth: self.depth(),
            session: self.session.clone(),
            kinds: self.config.codebook.types.iter().map(|kind| kind.key.clone()).collect(),
            seed,
        }));
    }

    /// Returns a seed for ids that a worker makes: no id of this session has it.
    fn new_seed(&mut self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.new_id().hash(&mut hasher);
        hasher.finish()
    }

    /// Those articles in which anything was annotated, by the index and this session.
    fn annotated(&self, articles: Vec<ArticleId>) -> Vec<ArticleId> {
        let there: BTreeSet<&ArticleId> = self
            .list
            .rows
            .iter()
            .filter(|row| row.counts.any() || row.latest.is_some())
            .map(|row| &row.id)
            .chain(self.session.keys())
            .collect();
        articles.iter().filter(|id| there.contains(id)).cloned().collect()
    }

    pub(super) fn on_planned(&mut self, round: u64, news: PlanNews) {
        let Some(bulk) = self.bulk.as_mut().filter(|bulk| bulk.round == round && bulk.progress.is_some()) else {
            return;
        };
        bulk.progress = news.progress;
        bulk.said = news.said.or(bulk.said.take());
        if let Some(article) = news.article {
            bulk.others += article.others;
            if !article.acts.is_empty() {
                bulk.articles.push(article);
            }
        }
        if bulk.at_once && bulk.progress.is_none() {
            self.do_plan();
        }
    }

    /// Takes the article under the cursor out of the plan, or in again.
    pub(super) fn leave_article_out(&mut self) {
        if let Some(bulk) = self.bulk.as_mut().filter(|bulk| bulk.doing.is_none()) {
            let at = bulk.cursor;
            if let Some(article) = bulk.articles.get_mut(at) {
                article.left_out = !article.left_out;
                bulk.step(1);
            }
        }
    }

    /// Does what the plan says.
    pub(super) fn do_plan(&mut self) {
        let group = self.new_id();
        let Some(bulk) = &mut self.bulk else { return };
        if bulk.doing.is_some() {
            return;
        }
        if bulk.progress.is_some() {
            return self
                .say(Level::Warning, "Still looking through the articles; Esc stops, and what was found can be done.");
        }
        bulk.articles.retain(|article| !article.left_out);
        bulk.cursor = 0;
        let plan = bulk.plan.clone();
        if bulk.articles.is_empty() {
            self.close_bulk();
            if self.rename_in_codebook(&plan) {
                return self.say(Level::Info, "Renamed in the codebook; no annotation of yours has the old label.");
            }
            return self.say(Level::Warning, "There is nothing to do in these articles.");
        }
        bulk.doing = Some((group, 0));
        self.rename_in_codebook(&plan);
        self.effect(Effect::Continue);
    }

    /// Does the next articles of a plan, as many as a key press may wait for.
    pub(super) fn step_plan(&mut self) {
        let Some(bulk) = &mut self.bulk else { return };
        let Some((group, from)) = bulk.doing.clone() else { return };
        let mut acts = 0;
        let some = bulk.articles[from..].iter().take_while(|article| {
            let room = acts < STEP;
            acts += article.count() + 20;
            room
        });
        let next: Vec<Planned> = some.cloned().collect();
        let (all, undoes) = (bulk.articles.len(), matches!(bulk.plan, Plan::Undo(_) | Plan::Redo));
        bulk.doing = Some((group.clone(), from + next.len()));
        for article in &next {
            self.do_article(article, (!undoes).then_some(&group));
        }
        if from + next.len() < all {
            return self.effect(Effect::Continue);
        }
        self.end_plan(&group);
    }

    fn do_article(&mut self, article: &Planned, group: Option<&Id>) {
        let Some(id) = article.id.clone() else { return };
        let mut acts: Vec<Act> = Vec::with_capacity(article.acts.len());
        for (act_id, what) in &article.acts {
            let mut act = self.act(what.clone(), group);
            if let Some(named) = act_id {
                act.id = named.clone();
            }
            acts.push(act);
        }
        if let (None, Some(bulk)) = (group, &mut self.bulk) {
            bulk.undone.extend(acts.iter().map(|act| (id.clone(), act.id.clone())));
        }
        self.commit_to(&id, acts);
    }

    /// Says what was done, and keeps what undo and redo need.
    fn end_plan(&mut self, group: &Id) {
        let Some(bulk) = self.bulk.take() else { return };
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Preview));
        let done = bulk.doing.as_ref().map_or(0, |(_, done)| *done);
        let articles: Vec<ArticleId> =
            bulk.articles.iter().take(done).filter_map(|article| article.id.clone()).collect();
        let acts: usize = bulk.articles.iter().take(done).map(Planned::count).sum();
        let counted =
            |count: usize, word: &str| if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") };
        let what = format!("{} in {}", counted(acts, "act"), counted(articles.len(), "article"));
        let stopped = if done < bulk.articles.len() {
            format!(", stopped before {} others", bulk.articles.len() - done)
        } else {
            String::new()
        };
        let others = match bulk.others {
            0 => String::new(),
            1 => " 1 annotation of others keeps the old label.".to_owned(),
            count => format!(" {count} annotations of others keep the old label."),
        };
        let undo = self.keys_for(Scope::Library, "undo");
        let said = match &bulk.plan {
            Plan::Undo(key) => {
                let redo = self.keys_for(Scope::Library, "redo");
                let renamed = self.last_bulk.take_if(|last| last.group == *key).and_then(|last| last.plan.reversed());
                if let Some(back) = renamed {
                    self.rename_in_codebook(&back);
                }
                self.bulk_redo = bulk.undone;
                format!("Undone in {}{stopped}; {redo} does it again.", counted(articles.len(), "article"))
            }
            Plan::Redo => format!("Redone in {}{stopped}.", counted(articles.len(), "article")),
            plan => {
                self.bulk_redo.clear();
                self.list.selected.clear();
                self.last_bulk = Some(LastBulk { plan: plan.clone(), group: group.clone(), articles });
                format!("{}: {what}{stopped}; {undo} takes all of it back.{others}", plan.title())
            }
        };
        self.say(Level::Info, &said);
    }

    /// Stops looking or doing; where neither goes on, closes the preview and nothing is changed.
    pub(super) fn stop_plan(&mut self) {
        let Some(bulk) = &mut self.bulk else { return self.close_bulk() };
        if let Some((group, _)) = bulk.doing.clone() {
            return self.end_plan(&group);
        }
        if let Some(progress) = bulk.progress.take() {
            bulk.at_once = false;
            let said =
                format!("Stopped after {} of {} articles; Enter does what was found.", progress.done, progress.total);
            bulk.said = Some(said.clone());
            self.effect(Effect::StopPlan);
            return self.say(Level::Info, &said);
        }
        self.close_bulk();
        self.say(Level::Info, "Nothing was changed.");
    }

    /// Closes the preview.
    pub(super) fn close_bulk(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Preview | Overlay::Bulk));
        if self.bulk.take().is_some_and(|bulk| bulk.progress.is_some()) {
            self.effect(Effect::StopPlan);
        }
    }

    /// Returns the rows of articles that fit on the preview's screen.
    #[must_use]
    pub fn preview_rows(&self) -> usize {
        usize::from(self.size.rows.saturating_sub(super::REVIEW_HEAD + 1 + super::Review::detail_rows(self.size)))
            .max(1)
    }

    /// Takes a group of acts back in all articles, where `key` names one that was done in several; says whether it is one.
    pub(super) fn undo_everywhere(&mut self, key: &Id) -> bool {
        let here = self.reader.as_ref().filter(|_| self.screen == Screen::Reader).map(|reader| &reader.article.id);
        let known = self.last_bulk.as_ref().filter(|last| last.group == *key && last.articles.len() > 1);
        let elsewhere = self.list.rows.iter().any(|row| row.latest.as_ref() == Some(key) && Some(&row.id) != here);
        let in_list = self.list.rows.iter().filter(|row| row.latest.as_ref() == Some(key)).count() > 1;
        if known.is_none() && !(if here.is_some() { elsewhere } else { in_list }) {
            return false;
        }
        let articles = match known {
            Some(last) => last.articles.clone(),
            None => self.list.rows.iter().map(|row| row.id.clone()).collect(),
        };
        self.start_plan(Plan::Undo(key.clone()), articles, true);
        true
    }

    /// Does again what was last undone in several articles.
    pub(super) fn redo_everywhere(&mut self) {
        let undone = std::mem::take(&mut self.bulk_redo);
        if undone.is_empty() {
            return self.say(
                Level::Warning,
                "Nothing was undone in several articles at once; in an article redo its own acts.",
            );
        }
        let articles = undone.into_iter().map(|(id, of)| Planned {
            id: Some(id),
            acts: vec![(None, What::Undo { of })],
            ..Planned::default()
        });
        let articles = articles.collect();
        self.plan_round += 1;
        self.bulk = Some(Box::new(Bulk {
            plan: Plan::Redo,
            round: self.plan_round,
            articles,
            cursor: 0,
            progress: None,
            said: None,
            others: 0,
            at_once: true,
            doing: None,
            undone: Vec::new(),
        }));
        self.overlays.push(Overlay::Preview);
        self.do_plan();
    }
}
