//! `newsgloss train`: a library that marks names in its own way gets a model of its own, and can take it back.

use crate::libraries::Lib;
use newsgloss::model::{Act, Anchor, ArticleId, Id, What};
use newsgloss::store::Library;
use newsgloss::text::Span;
use std::process::Command;

const SHIPS: [&str; 10] = [
    "Morvaqui",
    "Zelnaxbri",
    "Torlodu",
    "Kemshawy",
    "Quivamor",
    "Briwytor",
    "Naxduva",
    "Shaquilo",
    "Wykembri",
    "Duzelmor",
];

const ENDS: [&str; 10] = ["", "a", "o", "is", "um", "ette", "ar", "in", "ul", "es"];

/// A library in which freighters are marked as organisations, by `me`.
fn library(articles: usize) -> Lib {
    let lib = Lib::of::<&str>(&[]);
    let library = Library::new(lib.root(), "me");
    for at in 0..articles {
        // Each name once, so that what is remembered of one article helps with no other.
        let name = |by: usize| format!("{}{}", SHIPS[(at * 8 + by) % 10], ENDS[(at * 8 + by) / 10]);
        let names: Vec<String> = (0..8).map(name).collect();
        let lines: Vec<String> =
            names.iter().map(|name| format!("On that day the freighter {name} left the harbour.")).collect();
        let path = format!("{at}.txt");
        lib.write(&path, lines.join(" ").as_bytes());
        let id = ArticleId::new(&path);
        let article = library.article(&id).unwrap();
        let act = |(by, name): (usize, &String)| {
            let start = article.body.as_str().find(name.as_str()).unwrap();
            let anchor = Anchor::new(&article.body, &article.hash, Span::new(start, start + name.len()));
            Act {
                id: Id::from(format!("act-{at}-{by}").as_str()),
                at: "2026-01-02T03:04:05Z".parse().unwrap(),
                group: None,
                what: What::Mention { kind: "ORG".into(), entity: name.clone(), anchor, more: vec![], score: None },
                extra: Default::default(),
            }
        };
        let acts: Vec<Act> = names.iter().enumerate().map(act).collect();
        library.append(&id, &acts).unwrap();
    }
    lib
}

/// Exit status, stdout, stderr.
fn train(lib: &Lib, more: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsgloss"));
    command.arg("train").args(more).current_dir(lib.root()).env("HOME", lib.root()).env("XDG_CONFIG_HOME", lib.root());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn an_own_model_is_tried_kept_and_taken_back() {
    let lib = library(12);
    let model = lib.root().join(".newsgloss/model-me.bin");
    let (code, table, words) = train(&lib, &[]);
    assert_eq!(code, 0, "{words}");
    assert!(table.lines().next().is_some_and(|line| line.contains("with your own model")), "{table}");
    assert!(
        table.contains("ORG") && words.contains("It is kept") && words.contains("In use: your own model"),
        "{words}"
    );
    let first = std::fs::read(&model).unwrap();
    train(&lib, &[]);
    assert_eq!(std::fs::read(&model).unwrap(), first, "the same annotations give the same model");
    assert!(train(&lib, &["--undo"]).2.contains("the one before it is in use again"));
    assert!(train(&lib, &["--undo"]).2.contains("In use: the model of the program alone."));
    assert!(!model.exists());
    assert!(train(&lib, &["--undo"]).2.contains("There is no own model"));
}

#[test]
fn too_few_annotations_are_told_in_one_sentence() {
    let (code, table, words) = train(&library(3), &[]);
    assert_eq!((code, table.as_str()), (1, ""));
    assert!(words.contains("needs 10 articles") && words.contains("there are 3 and 24"), "{words}");
}
