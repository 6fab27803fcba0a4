//! Bulk: one change over the selected or listed articles. A worker works it out, a person looks at it, and what is then
//! written is one group of acts over all journals, so that one undo takes all of it back.

use super::ask::Asked;
use super::effect::{Articles, Effect, Naming, PlanJob};
use super::list::MOST_SELECTED;
use super::plan::{Plan, Planned};
use super::state::{Level, Overlay};
use super::{CodeUndo, Input, Scope, State};
use crate::model::{Act, ArticleId, Id, Revision};
use crate::store::{Progress, Row};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Acts that are done at once before the keys are looked at again.
const STEP: usize = 500;
/// Why a renaming is neither stopped nor done in part.
const WHOLE: &str = "A renaming is for all articles, so that codebook and annotations agree; undo takes it back.";

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
    /// The group of acts and the articles done, while it is being done.
    pub doing: Option<(Id, usize)>,
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
    pub(super) fn chosen_articles(&self) -> Articles {
        let selected = &self.list.selected;
        if selected.is_empty() { self.list.listed() } else { Articles::These(selected.iter().cloned().collect()) }
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
        if self.list.shown.len() > MOST_SELECTED {
            let said = format!(
                "More than {MOST_SELECTED} articles are listed: while none is selected, bulk acts are for all of them."
            );
            return self.say(Level::Warning, &said);
        }
        self.effect(Effect::Name(self.list.listed(), Naming::Select));
    }

    pub(super) fn on_named(&mut self, ids: Vec<ArticleId>) {
        let listed: BTreeSet<ArticleId> = ids.into_iter().collect();
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
        self.start_plan(Plan::Accept(self.config.accept_score), articles);
    }

    /// Has a plan worked out for these articles, and shows what it does.
    pub(super) fn start_plan(&mut self, plan: Plan, articles: Articles) {
        self.plan_round += 1;
        let round = self.plan_round;
        let articles = if plan.needs_annotations() { self.annotated(articles) } else { articles };
        self.bulk = Some(Box::new(Bulk {
            plan: plan.clone(),
            round,
            articles: Vec::new(),
            cursor: 0,
            progress: Some(Progress { done: 0, total: articles.len() }),
            said: None,
            others: 0,
            doing: None,
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
            registry: self.entities.registry.clone(),
            codebook: Arc::new(self.config.codebook.clone()),
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
    fn annotated(&self, articles: Articles) -> Articles {
        let some = |row: &&Row| row.counts.any() || row.latest.is_some();
        match articles {
            Articles::Listed { .. } => {
                let rows = self.list.marked_shown().into_iter().filter(some);
                Articles::These(rows.map(|row| row.id.clone()).collect())
            }
            Articles::These(mut ids) => {
                let rows = self.list.marked().iter().filter(some).map(|row| &row.id);
                let there: BTreeSet<&ArticleId> = rows.chain(self.session.keys()).collect();
                ids.retain(|id| there.contains(id));
                Articles::These(ids)
            }
        }
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
    }

    /// Takes the article under the cursor out of the plan, or in again.
    pub(super) fn leave_article_out(&mut self) {
        if let Some(bulk) = self.bulk.as_mut().filter(|bulk| bulk.doing.is_none()) {
            if bulk.plan.renamed().is_some() {
                return self.say(Level::Warning, WHOLE);
            }
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
        let (plan, done) = (bulk.plan.clone(), bulk.articles.is_empty());
        let articles: Vec<ArticleId> = bulk.articles.iter().filter_map(|article| article.id.clone()).collect();
        if done && plan.renamed().is_none() {
            self.close_bulk();
            return self.say(Level::Warning, "There is nothing to do in these articles.");
        }
        let revision = self.revision_of(&plan, articles);
        if let Err(why) = self.lay(revision, None, Some(&group)) {
            self.close_bulk();
            return self.say(Level::Warning, &format!("{why}; nothing is changed."));
        }
        if plan.renamed().is_some() {
            self.code.undo.push(CodeUndo::Group(group.clone()));
        }
        if done {
            self.close_bulk();
            return self.say(Level::Info, "Renamed in the codebook; no annotation of yours has the old label.");
        }
        if let Some(bulk) = &mut self.bulk {
            bulk.doing = Some((group, 0));
        }
        self.effect(Effect::Continue);
    }

    /// Returns what a plan changes beside the articles: the codebook, and entities that are registered with a type.
    fn revision_of(&self, plan: &Plan, articles: Vec<ArticleId>) -> Revision {
        let rows = match plan {
            Plan::RenameType { from, to } => self.entities.registry.rename_type(from, to),
            _ => Revision::default(),
        };
        Revision { articles, renamed: plan.renamed(), title: plan.title(), ..rows }
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
        let all = bulk.articles.len();
        bulk.doing = Some((group.clone(), from + next.len()));
        for article in &next {
            self.do_article(article, &group);
        }
        if from + next.len() < all {
            return self.effect(Effect::Continue);
        }
        self.end_plan();
    }

    fn do_article(&mut self, article: &Planned, group: &Id) {
        let Some(id) = article.id.clone() else { return };
        let mut acts: Vec<Act> = Vec::with_capacity(article.acts.len());
        for (act_id, what) in &article.acts {
            let mut act = self.act(what.clone(), Some(group));
            if let Some(named) = act_id {
                act.id = named.clone();
            }
            acts.push(act);
        }
        self.commit_to(&id, acts);
    }

    /// Says what was done.
    fn end_plan(&mut self) {
        let Some(bulk) = self.bulk.take() else { return };
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Preview));
        let done = bulk.doing.as_ref().map_or(0, |(_, done)| *done);
        let acts: usize = bulk.articles.iter().take(done).map(Planned::count).sum();
        let counted =
            |count: usize, word: &str| if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") };
        let what = format!("{} in {}", counted(acts, "act"), counted(done, "article"));
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
        let left_out = bulk.said.filter(|_| stopped.is_empty()).map_or(String::new(), |said| format!(" {said}"));
        let undo = self.keys_for(Scope::Library, "undo");
        self.list.selected.clear();
        let title = bulk.plan.title();
        self.say(Level::Info, &format!("{title}: {what}{stopped}; {undo} takes all of it back.{others}{left_out}"));
    }

    /// Stops looking or doing; where neither goes on, closes the preview and nothing is changed.
    pub(super) fn stop_plan(&mut self) {
        let Some(bulk) = &mut self.bulk else { return self.close_bulk() };
        let renames = bulk.plan.renamed().is_some();
        if bulk.doing.is_some() {
            return if renames { self.say(Level::Warning, WHOLE) } else { self.end_plan() };
        }
        if let Some(progress) = bulk.progress.take_if(|_| !renames) {
            let said =
                format!("Stopped after {} of {} articles; Enter does what was found.", progress.done, progress.total);
            bulk.said = Some(said.clone());
            self.effect(Effect::StopPlan);
            return self.say(Level::Info, &said);
        }
        self.close_bulk();
        self.say(Level::Info, "Nothing was changed.");
    }

    /// Ends a plan whose acts are refused.
    pub(super) fn drop_plan(&mut self, group: &Id) {
        if self.bulk.as_ref().is_some_and(|bulk| bulk.doing.as_ref().is_some_and(|(doing, _)| doing == group)) {
            self.close_bulk();
        }
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
}
