//! Annotations out of one library and into another one, by the command line.

use crate::libraries::Lib;
use crate::outside::{TORTURE, export, tortured};
use crate::play::{Play, library};
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
    assert!(words.contains("1 contradict what is there: --on-conflict both"), "{words}");
    let (_, words, code) = run(&lib, &["import", &named("ORG"), "--format", "prodigy", "--on-conflict", "replace"]);
    assert!(code == 0 && words.contains("1 changed"), "{words}");
    let (_, words, code) = run(&lib, &["add", &named("PER"), "--on-conflict", "both"]);
    assert!(code == 0 && words.contains("1 mentions"), "{words}");
    assert_eq!(self::named(&lib), ["ORG Xi", "PER Xi"]);
    let (_, words, code) = run(&lib, &["import", &named("ODD"), "--format", "prodigy", "--annotator", "jane"]);
    assert!(code == 0 && words.contains("the type ODD is not in the codebook"), "{words}");
    assert!(!Path::new(&lib.root().join("articles/imported")).exists());
}

/// A library and a folder of things to add.
fn adding() -> (Lib, tempfile::TempDir) {
    let (lib, folder) = (Lib::of(&[("old.txt", "Xi met Wang.")]), tempfile::tempdir().unwrap());
    for (name, text) in [
        ("brat/a.txt", "Ann left\nBonn."),
        ("brat/a.ann", "T1\tPER 0 3\tAnn\nT2\tLOC 9 13\tBonn\n"),
        ("brat/bare.txt", "Nobody came."),
        ("brat/bare.ann", ""),
        ("brat/annotation.conf", "[entities]\nPER\n"),
        ("articles/plain.txt", "An article without any mark."),
        ("articles/rows.jsonl", "{\"title\":\"T\",\"text\":\"One article of a table.\",\"label\":[\"good\"]}\n"),
        ("articles/rows.tsv", "title\ttext\nU\tAnother article of a table.\n"),
        ("line.jsonl", "{\"text\":\"Xi met Wang.\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"PER\"}]}\n"),
        ("list.json", "[[\"Oslo calls.\",{\"entities\":[[0,4,\"LOC\"]]}]]"),
        (
            "task.json",
            "[{\"data\":{\"text\":\"Rome waits.\"},\"annotations\":[{\"result\":[{\"id\":\"r\",\"type\":\"labels\",\
            \"from_name\":\"l\",\"to_name\":\"t\",\"value\":{\"start\":0,\"end\":4,\"text\":\"Rome\",\"labels\":[\"LOC\"]}}]}]}]",
        ),
        ("tokens.txt", "-DOCSTART- -X- O\n\nKyiv B-LOC\nsleeps O\n"),
        (
            "web.tsv",
            "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Who|value\n\n\n#Text=Lima wins.\n1-1\t0-4\tLima\tx\t\n\
            1-2\t5-9\twins\t_\t\n1-3\t9-10\t.\t_\t\n",
        ),
        ("cas/TypeSystem.xml", "<?xml version=\"1.0\"?><typeSystemDescription xmlns=\"http://uima.apache.org/x\"/>"),
        (
            "cas/doc.xmi",
            "<?xml version=\"1.0\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
            xmlns:c=\"http:///custom.ecore\"><cas:Sofa xmi:id=\"1\" sofaString=\"Cairo sings.\"/>\
            <c:Town xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"5\"/></xmi:XMI>",
        ),
        (
            "note.jsonld",
            "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\",\"motivation\":\"highlighting\",\
            \"target\":{\"source\":\"http://a.example/1\",\"selector\":{\"type\":\"TextQuoteSelector\",\"exact\":\"words\"}}}",
        ),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    (lib, folder)
}

/// What the mentions of a library are called, with their types.
fn named(lib: &Lib) -> Vec<String> {
    mentions(lib).iter().map(|it| it.split(' ').take(2).collect::<Vec<_>>().join(" ").replace('"', "")).collect()
}

const MARKED: [&str; 8] =
    ["LOC Bonn", "LOC Kyiv", "LOC Oslo", "LOC Rome", "PER Ann", "PER Xi", "Town Cairo", "Who Lima"];

#[test]
fn add_takes_annotations_for_what_they_are() {
    let (lib, folder) = adding();
    let path = folder.path().to_str().unwrap();
    let (_, words, code) = run(&lib, &["add", path, "--dry-run"]);
    assert!(code == 0 && words.contains("3 articles would be added") && words.contains("8 mentions"), "{words}");
    assert_eq!(std::fs::read_dir(lib.root().join("articles")).unwrap().count(), 1, "{words}");
    let (out, words, code) = run(&lib, &["add", path]);
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("3 articles added") && words.contains("8 mentions"), "{words}");
    assert!(out.contains("annotated old.txt") && out.contains("annotated-new imported/brat-a.md"), "{out}");
    assert_eq!(named(&lib), MARKED);
    let (_, words, _) = run(&lib, &["add", path]);
    assert!(
        words.contains("0 articles added") && words.contains("0 mentions, 0 stances, 0 tags and 0 notes"),
        "{words}"
    );
}

#[test]
fn add_finds_annotations_in_archives() {
    let (lib, folder) = adding();
    let zip = folder.path().join("all.zip");
    let mut writer = zip::ZipWriter::new(std::fs::File::create(&zip).unwrap());
    for entry in walkdir::WalkDir::new(folder.path()).into_iter().flatten().filter(|it| it.file_type().is_file()) {
        let name = entry.path().strip_prefix(folder.path()).unwrap().to_str().unwrap();
        if name != "all.zip" {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, &std::fs::read(entry.path()).unwrap()).unwrap();
        }
    }
    writer.finish().unwrap();
    let (_, words, code) = run(&lib, &["add", zip.to_str().unwrap()]);
    assert!(code == 0 && words.contains("3 articles added"), "{words}");
    assert_eq!(named(&lib), MARKED);
}

#[test]
fn a_text_and_its_annotations_are_one_whichever_is_named() {
    let (lib, folder) = adding();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (_, words, code) = run(&lib, &["add", &path("brat/a.txt")]);
    assert!(code == 0 && words.contains("1 article added") && words.contains("lie beside it"), "{words}");
    let (out, words, code) = run(&lib, &["add", &path("brat/a.ann")]);
    assert!(code == 0 && out.contains("annotated ") && words.contains("2 mentions"), "{words}");
    assert_eq!(named(&lib), ["LOC Bonn", "PER Ann"]);
}

/// What the tester's journals hold: mentions of all articles.
fn standing(play: &mut Play) -> usize {
    play.keys("Ctrl+s");
    let library = Library::new(play.folder.path(), "tester");
    let rows = library.scan_quietly(&newsgloss::store::Snapshot::default()).snapshot.marked;
    rows.iter().map(|row| row.counts.mentions).sum()
}

#[test]
fn in_the_program_one_key_takes_an_import_back_and_one_brings_it_again() {
    let (_, from) = adding();
    let folder = library(&[("old.txt", "Xi met Wang.")]);
    let mut play = Play::open(&folder, 120, 30, "suggestions = false");
    play.keys("a").write(from.path().to_str().unwrap()).keys("Enter");
    assert!(play.screen().contains("8 mentions") && play.screen().contains("u takes"), "{}", play.screen());
    assert_eq!(standing(&mut play), 8);
    play.keys("u");
    assert!(play.status().starts_with("Undone in 8 articles: annotations of"), "{}", play.status());
    assert_eq!(standing(&mut play), 0);
    play.keys("U");
    assert_eq!(standing(&mut play), 8);
    let mut play = play.restart();
    play.keys("u");
    assert_eq!(standing(&mut play), 0, "over a restart too");
}

#[test]
fn in_the_program_contradictions_are_asked() {
    let from = tempfile::tempdir().unwrap();
    let line = |kind: &str| {
        let path = from.path().join(format!("{kind}.jsonl"));
        let text =
            format!("{{\"text\":\"Xi met Wang.\",\"spans\":[{{\"start\":0,\"end\":2,\"label\":\"{kind}\"}}]}}\n");
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let folder = library(&[("old.txt", "Xi met Wang.")]);
    let mut play = Play::open(&folder, 120, 30, "suggestions = false");
    play.keys("a").write(&line("PER")).keys("Enter");
    assert_eq!(standing(&mut play), 1);
    play.keys("a").write(&line("ORG")).keys("Enter");
    assert!(play.screen().contains("contradict yours: both, replace"), "{}", play.screen());
    play.keys("Esc");
    assert_eq!(standing(&mut play), 1);
    play.keys("a").write(&line("ORG")).keys("Enter").write("replace").keys("Enter");
    assert_eq!(standing(&mut play), 1);
    play.keys("Enter");
    assert_eq!(play.mentions(), [("ORG".to_owned(), "Xi".to_owned())]);
    play.keys("q a").write(&line("LOC")).keys("Enter").write("both").keys("Enter");
    assert_eq!(standing(&mut play), 2);
}

#[test]
fn a_mark_between_two_characters_is_kept_and_harms_nothing() {
    let from = tempfile::tempdir().unwrap();
    std::fs::write(from.path().join("a.txt"), "Ann left.\nBo came.").unwrap();
    std::fs::write(from.path().join("a.ann"), "T1\tGAP 3 3\t\nT2\tGAP 10 10\t\nT3\tPER 0 3\tAnn\nT4\tGAP 18 18\t\n")
        .unwrap();
    let folder = library(&[("x.txt", "Words.")]);
    let mut play = Play::open(&folder, 120, 30, "suggestions = false");
    play.keys("a").write(from.path().to_str().unwrap()).keys("Enter");
    assert_eq!(standing(&mut play), 4);
    play.keys("g g Enter Tab Tab l l l h Shift+Tab j k + Esc x u u r U G Tab q");
    for format in Format::ALL {
        let out = from.path().join(format.name);
        let to = format!("{}.{}", out.display(), format.extension);
        let said = Command::new(env!("CARGO_BIN_EXE_newsgloss"))
            .args([
                "--library",
                folder.path().to_str().unwrap(),
                "export",
                "--annotator",
                "tester",
                "--format",
                format.name,
            ])
            .args(["--output", &to])
            .env("HOME", folder.path())
            .output()
            .unwrap();
        assert!(said.status.success(), "{}: {}", format.name, String::from_utf8_lossy(&said.stderr));
    }
}

const CODES: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" \
    origin=\"Other 3\"><Codes><Code guid=\"A\" name=\"Escalation\" isCodable=\"true\"><Description>Threats of arms.\
    </Description></Code><Code guid=\"B\" name=\"Appeal\" isCodable=\"true\"/></Codes></CodeBook>";

#[test]
fn the_codes_of_a_codebook_come_into_the_codebook() {
    let lib = Lib::of(&[("a.txt", "Xi met Wang.")]);
    let (codes, config) = (lib.root().join("in.qdc"), lib.root().join("config.toml"));
    std::fs::write(&codes, CODES).unwrap();
    std::fs::write(&config, "# ours\n[[tags]]\nlabel = \"Appeal\"\ndefinition = \"To a court.\"\n").unwrap();
    let path = codes.to_str().unwrap();
    let (_, words, code) = run(&lib, &["add", path, "--dry-run"]);
    assert!(
        code == 0 && words.contains("0 types and 1 tags added to the codebook, 0 defined, 1 there already"),
        "{words}"
    );
    assert!(!std::fs::read_to_string(&config).unwrap().contains("Escalation"));
    for arguments in [&["add", path][..], &["import", path, "--format", "refi-qda-codebook"]] {
        let (_, words, code) = run(&lib, arguments);
        assert!(code == 0 && words.contains("tags added to the codebook"), "{words}");
    }
    let text = std::fs::read_to_string(&config).unwrap();
    assert!(text.starts_with("# ours\n[[tags]]\nlabel = \"Appeal\"\ndefinition = \"To a court.\"\n"), "{text}");
    assert_eq!(text.matches("Escalation").count(), 1, "{text}");
    std::fs::write(&codes, CODES.replace("Threats of arms.", "Any threat.")).unwrap();
    let (_, words, code) = run(&lib, &["add", path]);
    assert!(code == 1 && words.contains("“Escalation” is used for something else here: “Threats of arms.”"), "{words}");
    assert!(words.contains("--on-conflict replace"), "{words}");
    assert_eq!(std::fs::read_to_string(&config).unwrap(), text);
    let (_, words, code) = run(&lib, &["add", path, "--on-conflict", "replace"]);
    assert!(code == 0 && std::fs::read_to_string(&config).unwrap().contains("Any threat."), "{words}");
    std::fs::write(&codes, "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"").unwrap();
    let (_, words, code) = run(&lib, &["add", path]);
    assert!(code == 1 && words.contains("in.qdc: it is no XML"), "{words}");
}

#[test]
fn in_the_program_codes_are_there_at_once() {
    let from = tempfile::tempdir().unwrap();
    let path = from.path().join("in.qdc");
    std::fs::write(&path, CODES).unwrap();
    let mut play = Play::open(&library(&[("a.txt", "Xi met Wang.")]), 120, 40, "suggestions = false");
    play.keys("a").write(path.to_str().unwrap()).keys("Enter");
    assert!(play.screen().contains("0 types and 2 tags added to the codebook"), "{}", play.screen());
    play.keys("Enter C");
    assert!(play.screen().contains("Escalation") && play.screen().contains("Threats of arms."), "{}", play.screen());
}

#[test]
fn another_text_under_a_known_name_is_a_new_article() {
    let lib = Lib::of(&[("a.txt", "Xi met Wang in the morning, and both of them spoke of trade.")]);
    let path = lib.root().join("in.jsonl");
    let line = |text: &str, end: usize| {
        format!(
            "{{\"text\":\"{text}\",\"meta\":{{\"id\":\"a.txt\"}},\"spans\":[{{\"start\":0,\"end\":{end},\"label\":\"PER\"}}]}}\n"
        )
    };
    let edited = line("Xi met Wang in the evening, and both of them spoke of trade.", 2);
    std::fs::write(&path, edited + &line("Ann left the court of Vienna when its judge had read the verdict.", 3))
        .unwrap();
    let (out, words, code) = run(&lib, &["add", path.to_str().unwrap()]);
    assert!(code == 0 && words.contains("a.txt has another text, so it is brought as a new article"), "{words}");
    assert!(out.contains("annotated a.txt\nannotated-new imported/"), "{out}");
    assert_eq!(named(&lib), ["PER Ann", "PER Xi"]);
}

/// Nobody reads what is printed any more: that stops it.
#[test]
fn an_import_that_is_stopped_marks_nothing_and_comes_with_the_next_time() {
    let lib = Lib::of(&[("a.txt", "Words.")]);
    let path = lib.root().join("in.jsonl");
    let line =
        |at: usize| format!("{{\"text\":\"Xi met {at}.\",\"spans\":[{{\"start\":0,\"end\":2,\"label\":\"PER\"}}]}}\n");
    std::fs::write(&path, (0..700).map(line).collect::<String>()).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsgloss"))
        .args(["--library", lib.root().to_str().unwrap(), "add", path.to_str().unwrap()])
        .env("HOME", lib.root())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let words = String::from_utf8(child.wait_with_output().unwrap().stderr).unwrap();
    assert!(words.contains("none, since it was stopped"), "{words}");
    assert!(!lib.root().join("annotations").exists(), "{words}");
    let (_, words, code) = run(&lib, &["add", path.to_str().unwrap()]);
    assert!(code == 0 && words.contains("700 mentions"), "{words}");
    let there = walkdir::WalkDir::new(lib.root().join("articles/imported")).min_depth(1).into_iter().count();
    assert_eq!((mentions(&lib).len(), there), (700, 700));
}
