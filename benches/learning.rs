//! How many keys a reader presses who corrects article after article, with and without learning from the corrections.
//!
//! The reader is simulated, the program is not: every key goes through the real update, with the real suggestions and the
//! real lessons, on a screen of 120 columns and 40 rows.
//!
//! The data is a file of JSONL, one article a line: `{"id", "text", "mentions": [{"start", "end", "type"}]}`, offsets in
//! code points, types as in the configuration. It is named as argument or in `NEWSGLOSS_LEARNING_DATA`:
//!
//!     cargo bench --bench learning -- news.jsonl > curve.tsv
//!
//! What the reader does in each article, until exactly the right names are marked:
//!   1. From place to place in the order of the text. At a proposal: Enter where it is right, a digit where only the type is
//!      wrong, `r` where there is no name. Where the borders are wrong, the fewest of `L H B W K J o` that put them right,
//!      then Enter or a digit. Each takes all places of the name; where putting the wrong ones right costs more than going
//!      through them one by one, `!` goes before it.
//!      At a name that is missing: `f` and the letters of its hint, the keys for its borders, a digit.
//!      The other policy begins with `A` where that leaves fewer keys.
//!   2. To each mark that is wrong: `f` and its letters, `x` (or `X` where no place of that name is right).
//!
//! Where the place is not on the screen, the keys that scroll to it count too.

use newsgloss::app::{Effect, Event, Opened, Origin, Overlay, Selection, Size, State, Unit, parse_keys, update};
use newsgloss::formats::config::Config;
use newsgloss::model::{Article, ArticleId, Journal, Mention, Meta, TextHash};
use newsgloss::recognize::{Own, suggest};
use newsgloss::store::Loaded;
use newsgloss::text::{Body, Span, is_word_edge, name_key};
use newsgloss::ui::new_editor;
use serde::Deserialize;
use std::collections::{HashSet, VecDeque};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

/// Keys that a jump is taken to cost where policies are weighed.
const HOP: usize = 2;
/// The most keys that a reader spends on borders.
const FARTHEST: usize = 12;

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    mentions: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    start: usize,
    end: usize,
    r#type: String,
}

/// How the simulated reader works.
#[derive(Clone, Copy)]
struct Policy {
    learn: bool,
    bulk: bool,
}

/// What one article cost.
#[derive(Clone, Copy, Default)]
struct Cost {
    mentions: usize,
    keys: usize,
    /// Names that are not as they should be at the end: 0, unless the program cannot do it.
    wrong: usize,
}

fn main() -> ExitCode {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let Some(path) = named.or_else(|| std::env::var("NEWSGLOSS_LEARNING_DATA").ok()) else {
        println!("No data: name a file of articles with their mentions, or set NEWSGLOSS_LEARNING_DATA to one.");
        return ExitCode::SUCCESS;
    };
    match articles(&path) {
        Ok(lines) => {
            report(&lines);
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{path}: {why}");
            ExitCode::from(2)
        }
    }
}

fn articles(path: &str) -> Result<Vec<Line>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))).collect()
}

/// Prints the curve, and sums it up.
fn report(lines: &[Line]) {
    let policies = [(false, false), (true, false), (false, true), (true, true)];
    let runs = policies.map(|(learn, bulk)| run(lines, Policy { learn, bulk }));
    let names = ["without", "with", "without+A", "with+A"];
    let heads: Vec<String> = names.iter().map(|name| format!("keys {name}\tper mention\tcumulative")).collect();
    println!("article\tmentions\t{}", heads.join("\t"));
    let mut sums = [Cost::default(); 4];
    for (at, line) in lines.iter().enumerate() {
        let mut row = format!("{}\t{}", line.id, runs[0][at].mentions);
        for (run, sum) in runs.iter().zip(&mut sums) {
            *sum = added(*sum, run[at]);
            row.push_str(&format!("\t{}\t{:.3}\t{:.3}", run[at].keys, rate(run[at]), rate(*sum)));
        }
        println!("{row}");
    }
    for ((name, run), sum) in names.iter().zip(&runs).zip(sums) {
        let ten = run.iter().rev().take(10).fold(Cost::default(), |sum, cost| added(sum, *cost));
        eprintln!(
            "{name} learning: {} keys for {} mentions, {:.3} a mention; last ten articles {:.3}; {} names not right",
            sum.keys,
            sum.mentions,
            rate(sum),
            rate(ten),
            sum.wrong
        );
    }
}

const fn added(one: Cost, other: Cost) -> Cost {
    Cost { mentions: one.mentions + other.mentions, keys: one.keys + other.keys, wrong: one.wrong + other.wrong }
}

fn rate(cost: Cost) -> f64 {
    cost.keys as f64 / cost.mentions.max(1) as f64
}

fn run(lines: &[Line], policy: Policy) -> Vec<Cost> {
    let mut config = Config { learn: policy.learn, ..Config::default() };
    // What the data does not mark is not in this reader's codebook, and so not proposed.
    let wanted = |key: &str| lines.iter().flat_map(|line| &line.mentions).any(|one| one.r#type == key);
    config.codebook.types.retain(|kind| wanted(&kind.key));
    let (state, _) = State::new(config, "reader".into(), 1, new_editor);
    let mut desk = Desk { state, seconds: 0, gold: Vec::new(), tried: HashSet::new(), keys: 0 };
    desk.tell(Event::Resize(Size { columns: 120, rows: 40 }));
    lines.iter().map(|line| desk.work(line, policy)).collect()
}

/// A reader before the program.
struct Desk {
    state: State,
    seconds: i64,
    /// What is to be marked in the open article, sorted.
    gold: Vec<(Span, String)>,
    /// Missing names that were gone to.
    tried: HashSet<(Span, String)>,
    keys: usize,
}

impl Desk {
    fn work(&mut self, line: &Line, policy: Policy) -> Cost {
        let body = Body::new(line.text.as_str());
        self.gold = line.mentions.iter().map(|one| (body.span_of_cp(one.start, one.end), one.r#type.clone())).collect();
        self.gold.sort();
        self.gold.dedup();
        self.tried.clear();
        self.keys = 0;
        self.open(&line.id, body);
        if policy.bulk && self.bulk_pays() {
            self.press("A");
        }
        self.go_to_first();
        while self.add_missing(true) || self.decide() || self.go_on() {}
        for _ in 0..3 {
            self.remove_wrong();
            // What was taken away may have stood in the place of a right one.
            self.tried.clear();
            while self.add_missing(false) {}
        }
        let right = self.mentions().iter().filter(|mention| self.is_gold(mention.span, &mention.kind)).count();
        let wrong = self.gold.len() - right + self.mentions().len() - right;
        Cost { mentions: self.gold.len(), keys: self.keys, wrong }
    }

    fn open(&mut self, id: &str, body: Body) {
        let id = ArticleId::new(&format!("{id}.txt"));
        let hash = TextHash::of(body.as_str());
        let meta = Meta { title: id.to_string(), ..Meta::default() };
        let article = Article { id: id.clone(), meta, body, hash, complaints: Vec::new() };
        let journals = vec![Journal { annotator: self.state.annotator.clone(), acts: Vec::new() }];
        self.state.opening = Some(id);
        let places = newsgloss::model::Places::new(&article.body, &article.hash);
        let loaded = Loaded { article, journals, places, complaints: Vec::new() };
        self.tell(Event::Opened(Box::new(Opened { loaded, drafts: Vec::new() })));
    }

    /// Gives the program an event, and does for it what the shell does.
    fn tell(&mut self, event: Event) {
        self.seconds += 1;
        let now = jiff::Timestamp::from_second(self.seconds).unwrap_or_default();
        for effect in update(&mut self.state, event, now) {
            if let Effect::Suggest(round, body, lessons, depth) = effect {
                let found = suggest(body.as_str(), &lessons, &Own::default(), depth, &AtomicBool::new(false));
                self.tell(Event::Suggested(round, Box::new(found), false));
            }
        }
    }

    fn press(&mut self, keys: &str) {
        for key in parse_keys(keys).unwrap_or_default() {
            self.keys += 1;
            self.tell(Event::Key(key));
        }
    }

    /// Returns the key that marks a type.
    fn digit(&self, kind: &str) -> String {
        let digit = self.state.config.codebook.kind(kind).and_then(|kind| kind.digit);
        digit.map_or_else(String::new, |digit| digit.to_string())
    }

    #[expect(clippy::expect_used, reason = "a reader without an article has nothing to measure")]
    fn reader(&self) -> &newsgloss::app::Reader {
        self.state.reader.as_ref().expect("an article is open")
    }

    fn mentions(&self) -> &[Mention] {
        &self.reader().annotations.mentions
    }

    fn is_gold(&self, span: Span, kind: &str) -> bool {
        self.gold.iter().any(|(right, wanted)| *right == span && wanted == kind)
    }

    fn gold_at(&self, span: Span) -> Option<&(Span, String)> {
        self.gold.iter().find(|(right, _)| *right == span)
    }

    /// The proposals that are seen, as (index, span, type, entity).
    fn proposed(&self) -> Vec<(usize, Span, String, String)> {
        let reader = self.reader();
        let shown = reader.marks.drawn.iter().filter_map(|mark| mark.suggestion);
        let say = |at: usize| {
            let one = &reader.suggestions.mentions[at];
            (at, one.span, one.kind.clone(), name_key(&one.entity))
        };
        shown.map(say).collect()
    }

    /// Says whether `A`, with every wrong name put right after it, costs less than one key for each name.
    fn bulk_pays(&self) -> bool {
        let least = self.state.config.accept_score;
        let sure = |at: usize| self.reader().suggestions.mentions[at].score >= least;
        let (mut names, mut wrong) = (HashSet::new(), HashSet::new());
        for (_, span, kind, entity) in self.proposed().into_iter().filter(|(at, ..)| sure(*at)) {
            if !self.is_gold(span, &kind) {
                wrong.insert(entity.clone());
            }
            names.insert(entity);
        }
        1 + (HOP + 1) * wrong.len() < names.len()
    }

    /// The program goes to the first proposal by itself when an article is opened; after `A` it takes a key.
    fn go_to_first(&mut self) {
        let first = self.proposed().first().map(|(_, span, ..)| *span);
        if let Some(first) = first.filter(|first| *first != self.reader().cursor.span) {
            self.keys += 1;
            self.select(first);
        }
    }

    /// Goes to the next proposal where a key has left them; false where there is none.
    fn go_on(&mut self) -> bool {
        let here = self.reader().cursor.span.start;
        let more = self.proposed().iter().any(|(_, span, ..)| span.start > here);
        if more {
            self.press("Tab");
        }
        more
    }

    fn select(&mut self, span: Span) {
        if let Some(reader) = &mut self.state.reader {
            reader.select(span);
        }
    }

    /// Jumps to the word or mark at a byte; false where no key leads there.
    fn hop(&mut self, at: usize) -> bool {
        let rows = usize::from(self.state.geometry().rows);
        for _ in 0..40 {
            let window = self.reader().visible(rows);
            if window.holds(at) {
                break;
            }
            self.press(if at < window.start { "PageUp" } else { "Space" });
        }
        self.press("f");
        let Some(Overlay::Hints(hints)) = self.state.overlays.last() else { return false };
        let mut nearest = hints.words.iter().filter(|(_, span)| span.start <= at && at < span.end);
        let Some(code) = nearest.next_back().map(|(code, _)| code.clone()) else {
            self.press("Esc");
            return false;
        };
        let letters: Vec<String> = code.chars().map(String::from).collect();
        self.press(&letters.join(" "));
        true
    }

    /// Decides on the proposal under the cursor; false where there is none.
    fn decide(&mut self) -> bool {
        let Origin::Suggestion(here) = self.reader().cursor.origin else { return false };
        let proposed = self.proposed();
        let Some((_, span, kind, entity)) = proposed.iter().find(|(at, ..)| *at == here).cloned() else { return false };
        let alike: Vec<Span> =
            proposed.iter().filter(|(_, _, _, other)| *other == entity).map(|(_, span, ..)| *span).collect();
        if let Some((_, wanted)) = self.gold_at(span).cloned() {
            let right = alike.iter().filter(|span| self.is_gold(**span, &wanted)).count();
            let wrong = alike.len() - right;
            if wrong > 0 && 2 * right < 1 + (HOP + 1) * wrong {
                self.press("!");
            }
            let digit = self.digit(&wanted);
            self.press(if kind == wanted { "Enter" } else { &digit });
            return true;
        }
        let near = self.gold.iter().find(|(right, _)| right.overlaps(span)).cloned();
        if let Some((right, wanted)) = near
            && let Some(keys) = self.borders(right)
        {
            self.press(&keys);
            self.press(&self.digit(&wanted));
            return true;
        }
        if alike.iter().any(|span| self.gold_at(*span).is_some()) {
            self.press("!");
        }
        self.press("r");
        true
    }

    /// Marks the first name that is missing before the proposal under the cursor, or in the rest of the text where there is
    /// none; false where none is missing. One that a proposal touches is `left` to the decision on that.
    fn add_missing(&mut self, left: bool) -> bool {
        let proposed = self.proposed();
        let at = self.reader().cursor.span.start;
        let until = proposed.iter().map(|(_, span, ..)| span.start).find(|start| left && *start >= at);
        // What is left of a name that was proposed too long lies under the cursor.
        let here = &self.reader().cursor;
        let here = (here.origin == Origin::Words).then_some(here.span);
        let is_here = |span: Span| here.is_some_and(|here| here.start == span.start || here.contains(span));
        let missing = |(span, kind): &&(Span, String)| {
            let later = until.is_some_and(|until| span.start >= until);
            let undecided = left && proposed.iter().any(|(_, proposed, ..)| proposed.overlaps(*span));
            !later
                && !undecided
                && !self.tried.contains(&(*span, kind.clone()))
                && !self.mentions().iter().any(|mention| mention.span == *span && mention.kind == *kind)
        };
        let mut all = self.gold.iter().filter(missing);
        let at_hand = all.clone().find(|(span, _)| is_here(*span));
        let Some((span, kind)) = at_hand.or_else(|| all.next()).cloned() else { return false };
        self.tried.insert((span, kind.clone()));
        if !is_here(span) && !self.hop(span.start) {
            return true;
        }
        let Some(keys) = self.borders(span) else { return true };
        self.press(&keys);
        if self.is_better_alone(span, &kind) {
            self.press("!");
        }
        self.press(&self.digit(&kind));
        true
    }

    /// Says whether marking all other places of this name would mark more wrong ones than right ones.
    fn is_better_alone(&self, span: Span, kind: &str) -> bool {
        let text = self.reader().text();
        let (mut right, mut wrong) = (0, 0);
        for (start, found) in text.match_indices(&text[span.start..span.end]) {
            let other = Span::new(start, start + found.len());
            let free = self.mentions().iter().all(|mention| !mention.span.overlaps(other));
            if other == span || !free || !is_word_edge(text, other.start) || !is_word_edge(text, other.end) {
                continue;
            }
            if self.is_gold(other, kind) {
                right += 1;
            } else {
                wrong += 1;
            }
        }
        wrong > right
    }

    fn remove_wrong(&mut self) {
        let mut left = HashSet::new();
        loop {
            let mut mentions = self.mentions().iter();
            let wrong = mentions.find(|one| !self.is_gold(one.span, &one.kind) && !left.contains(&one.id)).cloned();
            let Some(mention) = wrong else { return };
            let key = name_key(&mention.entity);
            let right = |other: &Mention| name_key(&other.entity) == key && self.is_gold(other.span, &other.kind);
            let all = !self.mentions().iter().any(right);
            if self.hop(mention.span.start) && self.reader().cursor.origin == Origin::Mention(mention.id.clone()) {
                self.press(if all { "X" } else { "x" });
            } else {
                left.insert(mention.id); // it lies around or inside another one, where no jump leads
            }
        }
    }

    /// Returns the fewest keys that make the selection this span.
    fn borders(&self, wanted: Span) -> Option<String> {
        let text = self.reader().text();
        let start = self.reader().cursor.clone();
        let mut seen = HashSet::from([(start.span, start.at_start)]);
        let mut queue = VecDeque::from([(start, String::new())]);
        while let Some((selection, keys)) = queue.pop_front() {
            if selection.span == wanted {
                return Some(keys);
            }
            if keys.len() >= 2 * FARTHEST {
                return None;
            }
            for (key, next) in steps(&selection, text) {
                if seen.insert((next.span, next.at_start)) {
                    queue.push_back((next, format!("{keys}{key} ")));
                }
            }
        }
        None
    }
}

fn steps(from: &Selection, text: &str) -> [(char, Selection); 7] {
    let moved = |change: fn(&mut Selection, &str)| {
        let mut selection = from.clone();
        change(&mut selection, text);
        selection
    };
    [
        ('L', moved(|selection, text| selection.extend(text, Unit::Word))),
        ('H', moved(|selection, text| selection.shrink(text, Unit::Word))),
        ('K', moved(|selection, text| selection.extend(text, Unit::Character))),
        ('J', moved(|selection, text| selection.shrink(text, Unit::Character))),
        ('B', moved(|selection, text| at_start(selection, text, Selection::extend))),
        ('W', moved(|selection, text| at_start(selection, text, Selection::shrink))),
        ('o', moved(|selection, _| selection.at_start = !selection.at_start)),
    ]
}

fn at_start(selection: &mut Selection, text: &str, change: fn(&mut Selection, &str, Unit)) {
    let moving = std::mem::replace(&mut selection.at_start, true);
    change(selection, text, Unit::Word);
    selection.at_start = moving;
}
