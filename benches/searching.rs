//! How long queries take: `cargo bench --bench searching -- DIR` on a library that is indexed (see `made_library`).
//!
//! A thousand mixed queries, made from the library's own words by a fixed seed, each answered once as the listing thread
//! does, in the order by date. Prints percentiles in milliseconds, by kind of query and of all.

use newsgloss::query::Query;
use newsgloss::store::{Library, Question, Searcher, TextIndex};
use std::path::Path;
use std::time::Instant;

const QUERIES: usize = 1000;

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }
}

fn percentiles(what: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    println!(
        "{what:<22} {:>5} queries  p50 {:>7.2}  p95 {:>7.2}  p99 {:>7.2}  max {:>7.2} ms",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

fn main() {
    let Some(folder) = std::env::args().skip(1).find(|argument| !argument.starts_with("--")) else {
        println!("Say where an indexed library lies; nothing is measured.");
        return;
    };
    let library = Library::new(Path::new(&folder), "me");
    let begun = Instant::now();
    let snapshot = library.last_snapshot();
    let Ok(index) = TextIndex::open(&library) else { return println!("The index cannot be read.") };
    let Some(searcher) = Searcher::new(&index, &snapshot.catalogue) else {
        return println!("The index cannot be read.");
    };
    let all = snapshot.catalogue.len();
    println!("{all} articles; opened in {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    let mut random = Random(7);
    // Words as they stand in articles, so that common ones come often, and pairs that follow each other.
    let mut words: Vec<(String, String)> = Vec::new();
    while words.len() < 4000 && all > 0 {
        let head = snapshot.catalogue.head(random.below(all) as u32);
        let Some(article) = head.and_then(|head| library.article(&head.id).ok()) else { continue };
        let terms = newsgloss::text::terms(article.body.as_str());
        let at = random.below(terms.len().saturating_sub(1));
        words.push((terms[at].clone(), terms[at + 1].clone()));
    }
    let (mut every, mut kinds) = (Vec::new(), vec![(String::new(), Vec::new()); 10]);
    for number in 0..QUERIES {
        let (one, next) = words[random.below(words.len())].clone();
        let (two, _) = words[random.below(words.len())].clone();
        let (kind, text) = match number % 10 {
            0 | 1 => ("a word", one),
            2 => ("two words", format!("{one} {two}")),
            3 => ("a phrase", format!("\"{one} {next}\"")),
            4 => ("a beginning", format!("{}*", &one[..one.char_indices().nth(3).map_or(one.len(), |(at, _)| at)])),
            5 => ("a word or another", format!("{one} OR {two}")),
            6 => ("a word without another", format!("{one} -{two}")),
            7 => ("a word in a month", format!("{one} date:20{}-{:02}", 14 + random.below(10), 1 + random.below(12))),
            8 => ("a word of a source", format!("{one} source:\"agency {}\"", 1 + random.below(40))),
            _ => ("unread in titles", format!("is:unread title:{one}")),
        };
        let question = Question { query: Query::parse(&text).0, ..Question::default() };
        let begun = Instant::now();
        let found = question.answer(&library, &snapshot, Some(&searcher), &|_| true);
        let took = begun.elapsed().as_secs_f64() * 1e3;
        assert!(found.is_some());
        every.push(took);
        kinds[number % 10].0 = kind.to_owned();
        kinds[number % 10].1.push(took);
    }
    for (kind, times) in &mut kinds {
        percentiles(kind, times);
    }
    percentiles("all", &mut every);
}
