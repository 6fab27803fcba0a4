//! What a reader waits for inside the program: opening, laying out, drawing, marking, filtering.
//! Whole-process figures (start to first frame, key to frame) are measured from outside, in a pseudo-terminal.

use criterion::{Criterion, criterion_group, criterion_main};
use newsgloss::app::{Event, Marks, Size, State, parse_keys, update};
use newsgloss::formats::config::Config;
use newsgloss::formats::{self, journal};
use newsgloss::layout::Layout;
use newsgloss::model::{
    Act, Anchor, Annotations, Article, ArticleId, Decision, Ids, Journal, Lessons, LibraryLessons, Suggestions, Taught,
    What,
};
use newsgloss::recognize::{self, Own};
use newsgloss::store::Loaded;
use newsgloss::text::Span;
use newsgloss::ui::theme::{Depth, Theme};
use newsgloss::ui::{new_editor, view};
use std::hint::black_box;
use std::sync::atomic::AtomicBool;

const SAMPLE: &str = include_str!("../articles/2023-09-05-strategic-talks.txt");

/// A text of about so many bytes on one line, made of the sample.
fn long(bytes: usize) -> Vec<u8> {
    let body = SAMPLE.lines().skip(1).collect::<Vec<_>>().join(" ");
    let mut text = String::from("date 2023-09-05\n\n");
    while text.len() < bytes {
        text.push_str(body.trim());
        text.push(' ');
    }
    text.into_bytes()
}

fn article(bytes: &[u8]) -> Article {
    formats::read(&ArticleId::new("long.txt"), bytes)
}

/// Mentions on every place of one name.
fn acts(article: &Article, name: &str) -> Vec<Act> {
    let mut ids = Ids::new(1);
    let spans = article.body.as_str().match_indices(name).map(|(at, found)| Span::new(at, at + found.len()));
    spans
        .map(|span| Act {
            id: ids.next(1),
            at: jiff::Timestamp::UNIX_EPOCH,
            group: None,
            what: What::Mention {
                kind: "LOC".to_owned(),
                entity: name.to_owned(),
                anchor: Anchor::new(&article.body, &article.hash, span),
                more: Vec::new(),
                score: None,
            },
            extra: toml::Table::new(),
        })
        .collect()
}

/// The program with an article open and its suggestions there.
fn reading(bytes: &[u8], suggestions: Suggestions) -> State {
    let (mut state, _) = State::new(Config::default(), "bench".into(), 1, new_editor);
    let journals = vec![Journal { annotator: "bench".into(), acts: Vec::new() }];
    let article = article(bytes);
    let places = newsgloss::model::Places::new(&article.body, &article.hash);
    let loaded = Loaded { article, journals, places, complaints: Vec::new() };
    let now = jiff::Timestamp::UNIX_EPOCH;
    update(&mut state, Event::Resize(Size { columns: 120, rows: 40 }), now);
    state.opening = Some(ArticleId::new("long.txt"));
    update(&mut state, Event::Opened(Box::new(newsgloss::app::Opened { loaded, drafts: Vec::new() })), now);
    update(&mut state, Event::Suggested(1, Box::new(suggestions), false), now);
    while state.reader.as_ref().is_some_and(|reader| reader.is_laying_out()) {
        update(&mut state, Event::Idle, now);
    }
    state
}

fn frames(bench: &mut Criterion) {
    let theme = Theme::of(&Config::default(), Depth::True);
    let now = jiff::Timestamp::UNIX_EPOCH;
    for (name, bytes) in [("article", SAMPLE.as_bytes().to_vec()), ("10 MB on one line", long(10 << 20))] {
        let mut suggestions = recognize::suggest(
            article(&bytes).body.as_str(),
            &Lessons::default(),
            &Own::default(),
            recognize::Depth::Fast,
            &AtomicBool::new(false),
        );
        suggestions.mentions.truncate(20_000);
        suggestions
            .stances
            .retain(|stance| stance.target < 20_000 && stance.holder.is_none_or(|holder| holder < 20_000));
        let mut state = reading(&bytes, suggestions);
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 120, 40));
        for key in ["j", "Tab", "Space"] {
            let press = parse_keys(key).unwrap_or_default()[0];
            bench.bench_function(&format!("key {key} and frame, {name}"), |timer| {
                timer.iter(|| {
                    update(&mut state, Event::Key(press), now);
                    buffer.reset();
                    view(&state, &theme, black_box(&mut buffer))
                });
            });
        }
    }
}

fn opening(bench: &mut Criterion) {
    let bytes = long(10 << 20);
    let whole = article(&bytes);
    bench.bench_function("read 10 MB", |timer| timer.iter(|| article(black_box(&bytes))));
    bench.bench_function("lay out 10 MB on one line", |timer| {
        timer.iter(|| Layout::whole(whole.body.as_str(), &[], 72))
    });
    bench.bench_function("lay out the first screen of 10 MB", |timer| {
        timer.iter(|| {
            let mut layout = Layout::new(72, 0);
            layout.extend(whole.body.as_str(), &[], 64 << 10);
            layout
        });
    });
    bench.bench_function("suggest for an article", |timer| {
        let article = article(SAMPLE.as_bytes());
        timer.iter(|| {
            recognize::suggest(
                article.body.as_str(),
                &Lessons::default(),
                &Own::default(),
                recognize::Depth::Fast,
                &AtomicBool::new(false),
            )
        });
    });
}

fn annotating(bench: &mut Criterion) {
    let article = article(&long(2 << 20));
    let acts = acts(&article, "Russia");
    let blocks: String = acts.iter().map(journal::write).collect();
    let count = acts.len();
    let journals = [Journal { annotator: "bench".into(), acts }];
    let annotations = Annotations::fold(&journals, &article.body, &article.hash);
    bench.bench_function(&format!("read a journal of {count} acts"), |timer| {
        timer.iter(|| journal::parse(blocks.as_bytes()))
    });
    bench.bench_function(&format!("fold {count} acts"), |timer| {
        timer.iter(|| Annotations::fold(&journals, &article.body, &article.hash));
    });
    bench.bench_function(&format!("derive what is drawn from {count} mentions"), |timer| {
        timer.iter(|| Marks::new(&article, &annotations, None));
    });
}

/// What 10,000 articles teach of 30 names each.
fn taught() -> Vec<(ArticleId, Taught)> {
    let article = |number: usize| {
        let names: Vec<String> = (0..30).map(|at| format!("Name{} {at}", number % 1_000)).collect();
        let decision = |name| Decision { name, whole: name, kind: "ORG", rejected: false };
        (ArticleId::new(&format!("{number}.txt")), Taught::new(30, names.iter().map(|name| decision(name.as_str()))))
    };
    (0..10_000).map(article).collect()
}

fn learning(bench: &mut Criterion) {
    let parts = taught();
    let sum = || LibraryLessons::of(parts.iter().map(|(id, taught)| (id, taught)));
    bench.bench_function("sum up what 10,000 articles teach", |timer| timer.iter(sum));
    let mut all = sum();
    let mut acts = 30;
    bench.bench_function("take what one of them teaches anew, while a worker has the old sum", |timer| {
        timer.iter(|| {
            acts += 1;
            let held = all.sum().clone();
            all.put(&parts[7].0, &Taught::new(acts, [Decision { name: "a", whole: "a", kind: "b", rejected: false }]));
            held
        });
    });
    let article = article(SAMPLE.as_bytes());
    bench.bench_function("suggest for an article with lessons", |timer| {
        timer.iter(|| {
            recognize::suggest(
                article.body.as_str(),
                all.sum(),
                &Own::default(),
                recognize::Depth::Fast,
                &AtomicBool::new(false),
            )
        });
    });
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = frames, opening, annotating, learning }
criterion_main!(benches);
