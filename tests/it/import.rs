//! Annotations out of one library and into another one, by the command line.

use crate::libraries::Lib;
use crate::outside::{TORTURE, export, tortured};
use newsgloss::formats::Format;
use newsgloss::model::ArticleId;
use newsgloss::store::Library;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn run(lib: &Lib, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_newsgloss"))
        .args(["--library", lib.root().to_str().unwrap()])
        .args(arguments)
        .env("HOME", lib.root())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// The torture text with its annotations.
fn source() -> Lib {
    let lib = Lib::of(&[("torture.txt", TORTURE)]);
    let library = Library::new(lib.root(), "me");
    let id = ArticleId::new("torture.txt");
    library.append(&id, &tortured(&library.article(&id).unwrap())).unwrap();
    lib
}

/// Spans, types and entities of all mentions.
fn mentions(lib: &Lib) -> Vec<String> {
    let (out, words, code) = run(lib, &["export", "--format", "jsonl"]);
    assert_eq!(code, 0, "{words}");
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |line: &Value| line["mentions"].as_array().unwrap().clone();
    let piece = |it: &Value| format!("{}-{}", it["start"], it["end"]);
    let said = |it: Value| {
        let more: Vec<String> = it["more"].as_array().into_iter().flatten().map(piece).collect();
        format!("{} {} {} {}", it["type"], it["entity"], piece(&it), more.join(" "))
    };
    let mut all: Vec<String> = lines.iter().flat_map(of).map(said).collect();
    all.sort();
    all
}

#[test]
fn annotations_go_from_library_to_library() {
    let (from, folder) = (source(), tempfile::tempdir().unwrap());
    let expected = mentions(&from);
    for name in ["jsonl", "xmi", "label-studio", "refi-qda", "w3c", "brat"] {
        let out = export(&from, Format::from_name(name).unwrap(), &folder.path().join(name));
        let out = out.to_str().unwrap();
        let to = Lib::of(&[("other/name.txt", TORTURE)]);
        // Web Annotations hold no text, so that only the id tells the article.
        let to = if name == "w3c" { Lib::of(&[("torture.txt", TORTURE)]) } else { to };
        let (_, words, code) = run(&to, &["import", out, "--format", name]);
        assert_eq!(code, 0, "{name}: {words}");
        let back = mentions(&to);
        let lost = expected.iter().filter(|it| !back.contains(it)).collect::<Vec<_>>();
        // brat writes types in letters only.
        let allowed = usize::from(name == "brat");
        assert!(lost.len() <= allowed && back.len() == expected.len(), "{name}: {lost:#?} of {words}");
        let again = run(&to, &["import", out, "--format", name]).1;
        assert!(again.contains("0 mentions, 0 stances, 0 tags and 0 notes added"), "{name}: {again}");
    }
}

#[test]
fn a_text_that_is_not_there_becomes_an_article_and_one_undo_takes_all_back() {
    let (from, folder) = (source(), tempfile::tempdir().unwrap());
    for name in ["brat", "xmi", "refi-qda", "jsonl", "label-studio"] {
        let out = export(&from, Format::from_name(name).unwrap(), &folder.path().join(name));
        let to = Lib::of::<&str>(&[]);
        let (_, words, code) = run(&to, &["import", out.to_str().unwrap(), "--format", name, "--annotator", "jane"]);
        assert_eq!(code, 0, "{name}: {words}");
        assert!(words.contains("1 new articles: 18 mentions, 2 stances"), "{name}: {words}");
        assert_eq!(mentions(&to).len(), 18, "{name}");
        let journals: Vec<_> = std::fs::read_dir(to.root().join("annotations/jane/imported")).unwrap().collect();
        let journal = std::fs::read(journals[0].as_ref().unwrap().path()).unwrap();
        let acts = newsgloss::formats::journal::parse(&journal).acts;
        assert!(acts.iter().all(|act| act.group.is_some() && act.group == acts[0].group), "{name}");
    }
}

#[test]
fn what_contradicts_or_is_unclear_is_refused_and_named() {
    let lib = Lib::of(&[("a.txt", "Xi met Wang."), ("b.txt", "Xi met Wang.")]);
    let file = |name: &str, text: &str| {
        let path = lib.root().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let line = |kind: &str, more: &str| {
        format!("{{\"text\":\"Xi met Wang.\",{more}\"spans\":[{{\"start\":0,\"end\":2,\"label\":\"{kind}\"}}]}}\n")
    };
    let unclear = file("in.jsonl", &line("PER", ""));
    let (_, words, code) = run(&lib, &["import", &unclear, "--format", "prodigy"]);
    assert!(code == 1 && words.contains("its text is that of") && words.contains("0 mentions"), "{words}");
    let named = |kind: &str| file("in.jsonl", &line(kind, "\"meta\":{\"id\":\"b.txt\"},"));
    let (_, words, code) = run(&lib, &["import", &named("PER"), "--format", "prodigy"]);
    assert!(code == 0 && words.contains("1 mentions"), "{words}");
    let (_, words, code) = run(&lib, &["import", &named("ORG"), "--format", "prodigy"]);
    assert!(code == 1 && words.contains("PER “Xi” is marked there, not ORG “Xi”"), "{words}");
    let (_, words, code) = run(&lib, &["import", &named("ODD"), "--format", "prodigy", "--annotator", "jane"]);
    assert!(code == 0 && words.contains("the type ODD is not in the codebook"), "{words}");
    assert!(!Path::new(&lib.root().join("articles/imported")).exists());
}
