//! The evidence of a pair: its stances over time, and each in its sentence, by article and date. A worker reads the
//! articles, newest first, and the page grows as they come.

use super::State;
use super::effect::{Effect, StanceJob};
use super::matrix::Who;
use super::proposed::excerpt;
use super::state::{Level, Overlay};
use crate::model::{Annotations, Article, ArticleId, Confidence, Holder, Intensity, LibraryFacts, Polarity, Stance};
use crate::store::Progress;
use crate::text::{Span, sentence_at};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What one article has of a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceIn {
    /// The article.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Its day of publication.
    pub date: Option<Date>,
    /// In the order of the text.
    pub places: Vec<EvidencePlace>,
}

/// One stance in its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidencePlace {
    /// Who takes it.
    pub holder: String,
    /// Toward whom.
    pub target: String,
    /// Which.
    pub polarity: Polarity,
    /// Who stated it: more than one where annotators agree.
    pub said: Vec<Said>,
    /// The evidence with the rest of its sentence.
    pub sentence: String,
    /// Where the evidence stands in it, in bytes.
    pub words: Span,
    /// The words of further evidence, on one line each.
    pub more: Vec<String>,
    /// Where the first evidence starts in the text, in code points.
    pub at: usize,
}

/// What one annotator says beside the stance itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub annotator: Arc<str>,
    /// How strong the stance is, where that was said.
    pub intensity: Option<Intensity>,
    /// How sure they are, where that was said.
    pub confidence: Option<Confidence>,
}

/// What a worker tells of a search.
#[derive(Debug)]
pub struct Gathered {
    /// What an article gave.
    pub article: Option<EvidenceIn>,
    /// How far it has come; none at its end.
    pub progress: Option<Progress>,
}

impl EvidenceIn {
    /// Gathers what an article has of a pair; nothing where it has none. What annotators say alike is one place.
    #[must_use]
    pub fn new(article: &Article, annotations: &Annotations, holder: &Who, target: &Who) -> Option<Self> {
        let mut places: Vec<EvidencePlace> = Vec::new();
        for stance in annotations.stances.iter().filter(|stance| is_of(stance, holder, target)) {
            let place = EvidencePlace::new(article, stance);
            match places.iter_mut().find(|other| other.says_like(&place)) {
                Some(other) => other.take(&place),
                None => places.push(place),
            }
        }
        let (id, title, date) = (article.id.clone(), article.meta.title.clone(), article.meta.date);
        (!places.is_empty()).then_some(Self { id, title, date, places })
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_of(stance: &Stance, holder: &Who, target: &Who) -> bool {
    let name = match &stance.holder {
        Holder::Author => None,
        Holder::Entity(party) => Some(party.entity.as_str()),
    };
    holder.is(name) && target.is(Some(&stance.target.entity))
}

impl EvidencePlace {
    fn new(article: &Article, stance: &Stance) -> Self {
        let body = &article.body;
        let sentence = sentence_at(body.as_str(), stance.span.start);
        let within = Span::new(sentence.start.min(stance.span.start), sentence.end.max(stance.span.end));
        let (sentence, words) = excerpt(body, within, &[stance.span]);
        Self {
            holder: stance.holder.name().to_owned(),
            target: stance.target.entity.clone(),
            polarity: stance.polarity,
            said: vec![Said {
                annotator: stance.annotator.clone(),
                intensity: stance.intensity,
                confidence: stance.confidence,
            }],
            more: stance.more.iter().map(|piece| one_line(body.slice(piece.span))).collect(),
            sentence,
            words: words.first().copied().unwrap_or_default(),
            at: body.to_cp(stance.span.start),
        }
    }

    /// Takes who says the same.
    fn take(&mut self, other: &Self) {
        for said in &other.said {
            if !self.said.iter().any(|known| known.annotator == said.annotator) {
                self.said.push(said.clone());
            }
        }
    }

    fn says_like(&self, other: &Self) -> bool {
        (self.at, &self.words, &self.holder, &self.target, self.polarity, &self.more)
            == (other.at, &other.words, &other.holder, &other.target, other.polarity, &other.more)
    }
}

/// The page.
#[derive(Default)]
pub struct EvidencePage {
    /// Who takes the stances.
    pub holder: Who,
    /// Toward whom.
    pub target: Who,
    round: u64,
    /// Newest first.
    pub articles: Vec<EvidenceIn>,
    /// The places shown, in their order: article, and place in it.
    pub shown: Vec<(usize, usize)>,
    /// Position of the cursor in `shown`.
    pub cursor: usize,
    /// When which stances were taken, as the index has them.
    pub seen: Vec<(Option<Date>, Polarity, usize)>,
    /// Whether only what two or more annotators say is shown.
    pub agreed: bool,
    /// The annotator whose stances alone are shown.
    pub by: Option<Arc<str>>,
    /// How far the worker has come; none when it has ended.
    pub progress: Option<Progress>,
}

impl EvidencePage {
    /// Returns a place by its position in `shown`.
    #[must_use]
    pub fn place(&self, at: usize) -> Option<(&EvidenceIn, &EvidencePlace)> {
        let (article, place) = *self.shown.get(at)?;
        let article = self.articles.get(article)?;
        Some((article, article.places.get(place)?))
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.shown.len().saturating_sub(1));
    }

    fn take(&mut self, article: EvidenceIn) {
        self.articles.push(article);
        self.list(self.articles.len() - 1);
    }

    /// Shows the places of an article, as far as they are wanted.
    fn list(&mut self, article: usize) {
        let places = self.articles[article].places.iter().enumerate();
        let by = |place: &EvidencePlace| {
            self.by.as_ref().is_none_or(|by| place.said.iter().any(|said| said.annotator == *by))
        };
        let wanted = places.filter(|(_, place)| (!self.agreed || place.said.len() > 1) && by(place));
        self.shown.extend(wanted.map(|(place, _)| (article, place)));
    }

    /// Returns everyone whose stances the page has, by name.
    fn annotators(&self) -> BTreeSet<Arc<str>> {
        let places = self.articles.iter().flat_map(|article| &article.places);
        places.flat_map(|place| &place.said).map(|said| said.annotator.clone()).collect()
    }

    /// Shows the stances of the next annotator alone, and after the last one all again.
    fn turn_annotator(&mut self) {
        let all = self.annotators();
        self.by = match &self.by {
            None => all.first().cloned(),
            Some(by) => all.range(by.clone()..).find(|other| *other != by).cloned(),
        };
        self.list_all();
    }

    fn list_all(&mut self) {
        self.shown.clear();
        (0..self.articles.len()).for_each(|article| self.list(article));
        self.step(0);
    }

    /// Shows only what two or more annotators say, or all again.
    pub fn turn_agreed(&mut self) {
        self.agreed = !self.agreed;
        self.list_all();
    }
}

/// Returns when which stances of a pair were taken, and the articles that have them, newest first.
type Seen = (Vec<(Option<Date>, Polarity, usize)>, Vec<ArticleId>);

fn seen(facts: &LibraryFacts, holder: &Who, target: &Who) -> Seen {
    let name = |at: usize| facts.entities.get(at).map(|entity| entity.name.as_str());
    let (mut seen, mut articles) = (Vec::new(), BTreeSet::new());
    for pair in &facts.pairs {
        if !holder.is(pair.holder.and_then(name)) || !target.is(name(pair.target)) {
            continue;
        }
        for stance in &pair.seen {
            articles.insert(stance.article);
            let date = facts.articles.get(stance.article).and_then(|(_, date)| *date);
            seen.push((date, stance.polarity, stance.count));
        }
    }
    let mut articles: Vec<_> = articles.into_iter().filter_map(|at| facts.articles.get(at)).collect();
    articles.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (seen, articles.into_iter().map(|(id, _)| id.clone()).collect())
}

impl State {
    /// Lets the worker read the evidence of a pair.
    pub(super) fn gather_evidence(&mut self, holder: Who, target: Who) {
        let (seen, articles) = seen(&self.entities.facts, &holder, &target);
        self.stances.round += 1;
        let round = self.stances.round;
        let progress = Some(Progress { done: 0, total: articles.len() });
        let (registry, session) = (self.entities.registry.clone(), self.session.clone());
        let (of, toward) = (holder.clone(), target.clone());
        self.stances.page =
            Some(Box::new(EvidencePage { holder, target, round, seen, progress, ..EvidencePage::default() }));
        let job = StanceJob { round, holder: of, target: toward, articles, registry, session };
        self.effect(Effect::GatherEvidence(Box::new(job)));
    }

    pub(super) fn on_gathered(&mut self, round: u64, gathered: Gathered) {
        let Some(page) = self.stances.page.as_mut().filter(|page| page.round == round) else { return };
        page.progress = gathered.progress;
        if let Some(article) = gathered.article {
            page.take(article);
        }
    }

    /// Closes the page; the table is below.
    pub(super) fn close_evidence(&mut self) {
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Evidence));
        self.stances.page = None;
        self.effect(Effect::StopGathering);
    }

    /// Shows only what two or more annotators say, or all again.
    pub(super) fn turn_agreed(&mut self) {
        let Some(page) = &mut self.stances.page else { return };
        page.turn_agreed();
        let said = if page.agreed {
            "Only what two or more annotators say of the same words is shown."
        } else {
            "What one annotator says is shown too."
        };
        self.say(Level::Info, said);
    }

    /// Shows the stances of the next annotator alone, and after the last one all again.
    pub(super) fn turn_annotator(&mut self) {
        let Some(page) = &mut self.stances.page else { return };
        page.turn_annotator();
        let said = match &page.by {
            Some(by) => format!("Only what {by} says is shown."),
            None => "What everyone says is shown.".to_owned(),
        };
        self.say(Level::Info, &said);
    }

    /// Reads the article of the place under the cursor, there. The page is kept for coming back.
    pub(super) fn read_evidence(&mut self) {
        let place = self.stances.page.as_ref().and_then(|page| {
            let (article, place) = page.place(page.cursor)?;
            Some((article.id.clone(), place.at))
        });
        let Some((id, at)) = place else {
            return self.say(Level::Warning, "There is no place here to read.");
        };
        self.overlays.retain(|overlay| !matches!(overlay, Overlay::Stances | Overlay::Evidence));
        self.keep_place();
        self.going_to = Some((id.clone(), at));
        self.opening = None;
        self.open(id);
        self.say_way_back();
    }
}
