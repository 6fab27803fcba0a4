//! Writes a made library to look at: `cargo run --example demo_library -- DIR [ARTICLES] [SEED]`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "as in the tests that share it")]

mod demo;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        eprintln!("Name the folder to write to: cargo run --example demo_library -- DIR [ARTICLES] [SEED]");
        std::process::exit(2);
    };
    let number = |at: usize, otherwise: u64| arguments.get(at).and_then(|it| it.parse().ok()).unwrap_or(otherwise);
    let articles = usize::try_from(number(1, 72)).unwrap_or(72);
    demo::write(std::path::Path::new(folder), articles, number(2, 7));
    println!("{articles} articles, annotated by ana and ben: newsgloss --library {folder}");
}
