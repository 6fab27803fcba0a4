//! What the articles of the report say together: the summary, the list of texts, and everyone who is mentioned.

use super::Document;
use super::html::{Look, day, verb};
use super::html_margin::{claims, holder, party};
use super::html_text::escape;
use crate::formats::decode::counted;
use crate::formats::values::one_line;
use crate::model::Polarity;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Articles of an entity or a stance that are linked; more are counted.
const LINKED: usize = 5;
/// Articles that are listed before the texts; of more a list is no help.
const LISTED: usize = 200;
/// Names of a kind, entities and stances that the summary tells.
const TOLD: usize = 5;

/// Holder, target; a holder without a name is the author.
pub(super) type Pair = (String, String);

/// Sums over all articles. What several annotators marked alike counts once.
#[derive(Default)]
pub(super) struct Sums {
    pub articles: usize,
    pub annotators: BTreeSet<String>,
    sources: BTreeMap<String, usize>,
    /// The first and the last day.
    days: Option<(Date, Date)>,
    /// Day, source and title of the first articles.
    listed: Vec<(Option<Date>, Option<String>, String)>,
    /// By entity and type.
    entities: BTreeMap<(String, String), Met>,
    pub pairs: BTreeMap<Pair, Said>,
    /// Stances by the day of their article, and those of articles without one.
    pub by_day: BTreeMap<Date, [usize; 4]>,
    pub undated: usize,
    /// Tags of articles.
    tags: BTreeMap<String, usize>,
    notes: usize,
    orphans: usize,
}

/// Where something is met.
#[derive(Default)]
pub(super) struct Met {
    times: usize,
    articles: usize,
    /// The first of the articles.
    first: Vec<usize>,
    last: usize,
}

/// How often which stance is stated, and where.
#[derive(Default)]
pub(super) struct Said {
    pub counts: [usize; 4],
    met: Met,
}

impl Met {
    fn add(&mut self, article: usize) {
        self.times += 1;
        if self.last == article {
            return;
        }
        (self.articles, self.last) = (self.articles + 1, article);
        if self.first.len() < LINKED {
            self.first.push(article);
        }
    }

    fn links(&self) -> String {
        let links: Vec<_> = self.first.iter().map(|number| format!("<a href=\"#a{number}\">{number}</a>")).collect();
        let more = self.articles - self.first.len();
        links.join(" ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
    }
}

impl Said {
    pub(super) fn links(&self) -> String {
        self.met.links()
    }

    pub(super) fn times(&self) -> usize {
        self.met.times
    }
}

impl Sums {
    /// Adds an article.
    pub(super) fn add(&mut self, document: &Document<'_>) {
        self.articles += 1;
        let (meta, all, number) = (&document.article.meta, document.annotations, self.articles);
        if let Some(date) = meta.date {
            let (first, last) = self.days.unwrap_or((date, date));
            self.days = Some((first.min(date), last.max(date)));
        }
        if let Some(source) = &meta.source {
            *self.sources.entry(source.clone()).or_default() += 1;
        }
        if self.listed.len() < LISTED {
            self.listed.push((meta.date, meta.source.clone(), meta.title.clone()));
        }
        let mut seen = HashSet::new();
        for it in &all.mentions {
            let spans: Vec<_> = it.spans().collect();
            if seen.insert((spans, &it.entity, &it.kind)) {
                self.entities.entry((it.entity.clone(), it.kind.clone())).or_default().add(number);
            }
        }
        for claim in claims(all) {
            let it = claim.stance;
            let pair = (holder(&it.holder).to_owned(), it.target.entity.clone());
            let said = self.pairs.entry(pair).or_default();
            said.counts[it.polarity as usize] += 1;
            said.met.add(number);
            match meta.date {
                Some(day) => self.by_day.entry(day).or_default()[it.polarity as usize] += 1,
                None => self.undated += 1,
            }
        }
        let labels: BTreeSet<&String> = all.article_tags().map(|tag| &tag.label).collect();
        labels.into_iter().for_each(|label| *self.tags.entry(label.clone()).or_default() += 1);
        self.notes += all.notes.len();
        self.orphans += all.orphans.len();
        self.name_annotators(document);
    }

    fn name_annotators(&mut self, document: &Document<'_>) {
        let all = document.annotations;
        let made = all.mentions.iter().map(|it| &it.annotator).chain(all.stances.iter().map(|it| &it.annotator));
        let said = all.tags.iter().map(|it| &it.annotator).chain(all.notes.iter().map(|it| &it.annotator));
        for name in made.chain(said).chain(all.orphans.iter().map(|it| &it.annotator)) {
            if !self.annotators.contains(&**name) {
                self.annotators.insert((**name).to_owned());
            }
        }
    }

    /// Says whether something of this type is mentioned.
    pub(super) fn has(&self, kind: &str) -> bool {
        self.entities.keys().any(|(_, key)| key == kind)
    }

    /// What the page is called.
    pub(super) fn title(&self) -> String {
        match (self.articles, self.days) {
            (1, _) => "An annotated article".to_owned(),
            (0, _) | (_, None) => "Annotated articles".to_owned(),
            (_, Some((first, last))) if first == last => format!("Annotated articles of {}", day(first)),
            (_, Some((first, last))) => format!("Annotated articles, {} to {}", day(first), day(last)),
        }
    }

    /// What the window is called: by the text, where it is one.
    pub(super) fn window(&self) -> String {
        match (&*self.listed, self.articles) {
            ([(_, _, title)], 1) => format!("{}, annotated", escape(&one_line(title))),
            _ => self.title(),
        }
    }

    /// Returns sentences that can be quoted.
    pub(super) fn summary(&self, dates: &[String]) -> String {
        let parts = [Some(self.whole()), Some(self.counts()), self.names(dates), self.stated(), self.labels()];
        parts.into_iter().flatten().map(|sentence| format!("<p>{sentence}</p>\n")).collect()
    }

    /// Which articles, of when, read by whom.
    fn whole(&self) -> String {
        let by = match self.annotators.is_empty() {
            true => "not annotated yet".to_owned(),
            false => format!("annotated by {}", joined(self.annotators.iter().map(|name| bdi(name)))),
        };
        if let ([(date, source, title)], 1) = (&*self.listed, self.articles) {
            let date = date.map(|date| format!(", {}", day(date))).unwrap_or_default();
            let source = source.as_ref().map(|source| format!(", {}", bdi(source))).unwrap_or_default();
            return format!("“{}”{source}{date}, {by}.", bdi(title));
        }
        let mut sources: Vec<_> = self.sources.iter().collect();
        sources.sort_by_key(|(_, count)| Reverse(**count));
        let of = joined(sources.into_iter().map(|(source, _)| bdi(source)));
        let of = if of.is_empty() { of } else { format!(" from {of}") };
        let days = match self.days {
            Some((first, last)) if first != last => format!(", published {} to {}", day(first), day(last)),
            Some((first, _)) => format!(", published {}", day(first)),
            None => String::new(),
        };
        format!("{}{of}{days}, {by}.", counted(self.articles, "article"))
    }

    fn counts(&self) -> String {
        let names: BTreeSet<&String> = self.entities.keys().map(|(name, _)| name).collect();
        let mut sums = [0; 4];
        self.pairs.values().for_each(|said| sums.iter_mut().zip(said.counts).for_each(|(sum, more)| *sum += more));
        let words = ["in support", "in opposition", "neutral", "ambiguous"];
        let of = sums.iter().zip(words).filter(|(sum, _)| **sum > 0).map(|(sum, word)| format!("{sum} {word}"));
        let (of, stances) = (of.collect::<Vec<_>>().join(", "), counted(sums.iter().sum(), "stance"));
        let of = if of.is_empty() { of } else { format!(" ({of})") };
        let mentions = counted(self.entities.values().map(|met| met.times).sum(), "mention");
        let names = if names.len() == 1 { "1 name".to_owned() } else { format!("{} names", names.len()) };
        let notes = if self.notes == 0 { String::new() } else { format!(", {}", counted(self.notes, "note")) };
        let mut out = format!("Marked: {mentions} of {names}, {stances}{of}{notes}.");
        if self.annotators.len() > 1 {
            out.push_str(" What several annotators marked alike counts once.");
        }
        if self.orphans > 0 {
            let has = if self.orphans == 1 { "has" } else { "have" };
            out.push_str(&format!(" {} {has} lost the place in the text.", counted(self.orphans, "annotation")));
        }
        out
    }

    /// Who is mentioned most; days are no names.
    fn names(&self, dates: &[String]) -> Option<String> {
        let mut all: Vec<_> = self.entities.iter().filter(|((_, kind), _)| !dates.contains(kind)).collect();
        all.sort_by_key(|(_, met)| Reverse(met.times));
        let told = all.iter().take(TOLD).map(|((name, _), met)| format!("{} ({})", bdi(name), met.times));
        (!all.is_empty()).then(|| format!("Mentioned most: {}.", told.collect::<Vec<_>>().join(", ")))
    }

    /// What is stated most, as sentences.
    fn stated(&self) -> Option<String> {
        let mut all: Vec<(usize, &Pair, Polarity)> = Vec::new();
        for (pair, said) in &self.pairs {
            let each = Polarity::ALL.into_iter().map(|it| (said.counts[it as usize], pair, it));
            all.extend(each.filter(|(count, ..)| *count > 0));
        }
        all.sort_by_key(|(count, ..)| Reverse(*count));
        let most = all.first()?.0;
        let told = all.iter().take(TOLD).map(|(count, (holder, target), polarity)| {
            let times = if most > 1 { format!(" ({count})") } else { String::new() };
            format!("{} {} {}{times}", party(holder), verb(*polarity), party(target))
        });
        let told = told.collect::<Vec<_>>().join("; ");
        let head = if all.len() > TOLD && most > 1 { "Stated most" } else { "Stated" };
        let more = if all.len() > TOLD { format!("; and {} more", all.len() - TOLD) } else { String::new() };
        Some(format!("{head}: {told}{more}."))
    }

    fn labels(&self) -> Option<String> {
        let mut all: Vec<_> = self.tags.iter().collect();
        all.sort_by_key(|(_, count)| Reverse(**count));
        let one = |(label, count): (&String, &usize)| {
            if self.articles == 1 { bdi(label) } else { format!("{} ({count})", bdi(label)) }
        };
        let told: Vec<String> = all.iter().take(4 * TOLD).map(|(label, count)| one((label, count))).collect();
        (!told.is_empty()).then(|| format!("Tagged: {}.", told.join(", ")))
    }

    /// The list of the texts, where there are several and not too many.
    pub(super) fn contents(&self) -> String {
        if self.articles == 1 || self.articles > LISTED {
            return String::new();
        }
        let item = |((date, source, title), number): (&(Option<Date>, Option<String>, String), usize)| {
            let date = date.map(|date| format!(", <time datetime=\"{date}\">{}</time>", day(date))).unwrap_or_default();
            let source = source.as_ref().map(|source| format!(" · {}", bdi(source))).unwrap_or_default();
            let title = bdi(title);
            format!("<li><a href=\"#a{number}\">{title}</a><span class=\"by\">{source}{date}</span></li>\n")
        };
        let items: String = self.listed.iter().zip(1..).map(item).collect();
        format!("<nav aria-label=\"Texts\"><ol class=\"contents\">\n{items}</ol></nav>\n")
    }

    /// Everyone who is mentioned, by type and how often.
    pub(super) fn entity_lists(&self, look: &Look) -> String {
        let mut kinds: BTreeMap<&str, Vec<(&str, &Met)>> = BTreeMap::new();
        self.entities.iter().for_each(|((name, kind), met)| kinds.entry(kind).or_default().push((name, met)));
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(kind, _)| look.rank(kind));
        let list = |(kind, mut names): (&str, Vec<(&str, &Met)>)| {
            names.sort_by_key(|(_, met)| Reverse(met.times));
            let item = |(name, met): (&str, &Met)| {
                let links = if self.articles == 1 { String::new() } else { format!(" <small>{}</small>", met.links()) };
                format!("<li>{} <b>{}</b>{links}</li>\n", bdi(name), met.times)
            };
            let count = names.len();
            let items: String = names.into_iter().map(item).collect();
            format!("<h3>{} <small>{count}</small></h3>\n<ul class=\"names\">\n{items}</ul>\n", look.named(kind))
        };
        let lists: String = kinds.into_iter().map(list).collect();
        let texts = if self.articles == 1 { "" } else { ", and in which texts" };
        let how = format!("After each name stands how often it is marked{texts}.");
        if lists.is_empty() { "<p>No one is marked.</p>\n".to_owned() } else { format!("<p>{how}</p>\n{lists}") }
    }
}

/// Foreign words within a sentence, whose direction they do not change.
pub(super) fn bdi(words: &str) -> String {
    format!("<bdi>{}</bdi>", escape(&one_line(words)))
}

/// Joins names with commas and an "and"; of many the first few.
fn joined(names: impl ExactSizeIterator<Item = String>) -> String {
    let count = names.len();
    let mut names: Vec<String> = names.take(if count > TOLD + 1 { TOLD } else { count }).collect();
    let last = if count > names.len() { Some(format!("{} more", count - names.len())) } else { names.pop() };
    match last {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        last => last.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn names_are_joined() {
        let of = |count: usize| joined((0..count).map(|at| at.to_string()));
        assert_eq!([of(0), of(1), of(2), of(6)], ["", "0", "0 and 1", "0, 1, 2, 3, 4 and 5"]);
        assert_eq!(of(9), "0, 1, 2, 3, 4 and 4 more");
    }
}
