//! The command line: the real program over a copy of the sample library.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

const TALKS: &str = "2023-09-05-strategic-talks.txt";

/// A library in a folder of its own, with a home of its own.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
        std::fs::create_dir_all(place.path("articles")).unwrap();
        for entry in std::fs::read_dir(samples).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), place.path("articles").join(entry.file_name())).unwrap();
        }
        place
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    fn write(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsgloss"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("HOME", self.path("home")).env("XDG_CONFIG_HOME", self.path("home/.config")).env("USER", "ann");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    fn feed(&self, arguments: &[&str], input: String) -> Said {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let said = Said::of(child.wait_with_output().unwrap());
        writer.join().unwrap().unwrap();
        said
    }

    /// Marks "Erdoğan" where it first stands in the sample, through the store as the reader would.
    fn annotate(&self, annotator: &str) {
        use newsgloss::model::{Act, Anchor, ArticleId, Id, On, What};
        let library = newsgloss::store::Library::new(self.folder.path(), annotator);
        let id = ArticleId::new(TALKS);
        let article = library.article(&id).unwrap();
        let start = article.body.as_str().find("Erdoğan").unwrap();
        let span = newsgloss::text::Span::new(start, start + "Erdoğan".len());
        let anchor = Anchor::new(&article.body, &article.hash, span);
        let act = |name: &str, what: What| Act {
            id: Id::from(format!("{annotator}-{name}").as_str()),
            at: "2026-01-02T03:04:05Z".parse().unwrap(),
            group: None,
            what,
            extra: Default::default(),
        };
        let mention = What::Mention {
            kind: "PER".into(),
            entity: "Recep Tayyip Erdoğan".into(),
            anchor,
            more: vec![],
            score: None,
        };
        let tag = What::Tag { label: "important".into(), on: On::Article };
        library.append(&id, &[act("1", mention), act("2", tag)]).unwrap();
    }
}

/// What the program said.
struct Said {
    out: String,
    words: String,
    code: i32,
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { out: text(output.stdout), words: text(output.stderr), code: output.status.code().unwrap() }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.words))
    }

    /// Asserts that it did what was asked, and said nothing beside it.
    fn done(self) -> Self {
        assert_eq!((self.code, self.words.as_str()), (0, ""), "{}", self.out);
        self
    }

    /// Asserts that it was refused in words that hold `says`, and printed no data.
    fn wrong(&self, says: &str) {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.words);
        assert!(self.words.contains(says), "{} does not say {says}", self.words);
    }
}

fn ids(listed: &Value) -> Vec<&str> {
    listed.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn list_gives_rows_newest_first() {
    let place = Place::new();
    place.annotate("ann");
    place.annotate("bob");
    let all = place.run(&["list", "--format", "json"]).done().json();
    let dates: Vec<&str> = all.as_array().unwrap().iter().filter_map(|row| row["date"].as_str()).collect();
    assert!(dates.len() > 8 && dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    let again = place.run(&["list", "--format", "json"]).done().json();
    assert_eq!(all, again, "the cache gives the same");
    let talks = place.run(&["list", "--format", "json", "tag:important"]).done().json();
    let row = &talks[0];
    assert_eq!(ids(&talks), [TALKS]);
    assert_eq!(
        (&row["state"], &row["mentions"], &row["tags"]),
        (&json!("annotated"), &json!(2), &json!(["important"]))
    );
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "title", "date", "source", "state", "tags", "mentions", "stances", "notes"]);
    let table = place.run(&["list", "--limit", "2"]).done().out;
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.starts_with("ID ") && !table.contains('\u{1b}'), "{table}");
}

#[test]
fn date_ranges_hold_both_ends() {
    let place = Place::new();
    let cases = [
        ("date:2023-09-05..2024-02-11", vec!["2024-02-11-helsinki-runoff.txt", TALKS]),
        ("date:2023-09..2024-02", vec!["2024-02-11-helsinki-runoff.txt", TALKS]),
        ("date:2023-09-06..2024-02-10", vec![]),
    ];
    for (query, expected) in cases {
        assert_eq!(ids(&place.run(&["list", query, "--format", "json"]).done().json()), expected, "{query}");
    }
}

#[test]
fn show_gives_one_article() {
    let place = Place::new();
    place.annotate("ann");
    let shown = place.run(&["show", TALKS, "--format", "json"]).done().json();
    let text: Vec<char> = shown["text"].as_str().unwrap().chars().collect();
    let mention = &shown["mentions"][0];
    let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
    assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), "Erdoğan");
    assert_eq!((&mention["quote"], &mention["annotator"]), (&json!("Erdoğan"), &json!("ann")));
    assert_eq!(shown["tags"][0]["label"], "important");
    let words = place.run(&["show", TALKS]).done().out;
    for part in ["2023-09-05", "Mentions\n- PER \"Erdoğan\"", "Tags\n- important"] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn search_shows_sentences() {
    let place = Place::new();
    let found = place.run(&["search", "PUTIN -kazan date:2023", "--format", "json"]).done().json();
    assert_eq!(ids(&found), [TALKS]);
    let first = &found[0]["found"][0];
    assert_eq!(first["hits"][0]["quote"], "Putin");
    assert!(first["sentence"]["quote"].as_str().unwrap().starts_with("Turkish President"), "{first}");
    let lines = place.run(&["search", "putin", "--limit", "1"]).done().out;
    assert!(lines.lines().all(|line| line.starts_with("2024-11-19-rio-summit.md: ")), "{lines}");
    assert_eq!(place.run(&["search", "nowhere-at-all"]).done().out, "");
    place.run(&["search", ""]).wrong("what to look for");
}

#[test]
fn export_writes_whole_files_and_says_what_is_left_out() {
    let place = Place::new();
    place.annotate("ann");
    place.annotate("bob");
    let said = place.run(&["export", "--format", "jsonl", "tag:important", "--annotator", "bob"]);
    assert_eq!(said.code, 0);
    let line = said.json();
    assert_eq!(line["mentions"].as_array().unwrap().len(), 1);
    assert_eq!(line["mentions"][0]["annotator"], "bob");
    assert!(said.words.contains("1 mention"), "{}", said.words);
    for (format, ending) in [("csv", "csv"), ("markdown", "md"), ("jsonl", "jsonl")] {
        let file = format!("out.{ending}");
        let said = place.run(&["export", "--format", format, "--output", &file]);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.words);
        assert!(said.words.contains("2 mentions"), "{}", said.words);
        assert_eq!(
            std::fs::read_to_string(place.path(&file)).unwrap(),
            place.run(&["export", "--format", format]).out,
            "stdout and file hold the same"
        );
    }
    place.run(&["export", "--format", "csv", "--annotator", "eve"]).wrong("ann");
    place.run(&["export", "--format", "xml"]).wrong("markdown");
    place.run(&["export", "--format", "csv", "--output", "articles/x.csv"]).wrong("elsewhere");
    let nowhere = place.run(&["export", "--format", "csv", "--output", "no/such/x.csv"]);
    assert_eq!((nowhere.code, nowhere.words.lines().count()), (1, 1), "{}", nowhere.words);
}

#[test]
fn suggest_answers_in_order() {
    let place = Place::new();
    let text = "Xi Jinping praised Vladimir Putin in Łódź. ";
    let line =
        |at: usize| json!({ "id": at, "text": text.repeat(1 + 40 * usize::from(at.is_multiple_of(17))) }).to_string();
    let input: Vec<String> = (0..600).map(line).collect();
    let said = place.feed(&["suggest"], input.join("\n")).done();
    let answers: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let order: Vec<usize> = answers.iter().map(|one| one["id"].as_u64().unwrap().try_into().unwrap()).collect();
    assert_eq!(order, (0..600).collect::<Vec<_>>());
    let chars: Vec<char> = text.chars().collect();
    let mentions = answers[1]["mentions"].as_array().unwrap();
    let last = mentions.last().unwrap();
    let at = |key: &str| usize::try_from(last[key].as_u64().unwrap()).unwrap();
    assert_eq!(chars[at("start")..at("end")].iter().collect::<String>(), "Łódź");
}

#[test]
fn suggest_answers_bad_lines_and_goes_on() {
    let place = Place::new();
    let input = "{\"id\": 1, \"text\": \"Xi met Putin.\"}\nnonsense\n\n{\"id\": \"b\"}\n{\"id\": 3, \"text\": \"\"}";
    let said = place.feed(&["suggest"], input.to_owned());
    assert_eq!(said.code, 1);
    let answers: Vec<Value> = said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 4);
    assert!(answers[1]["error"].is_string() && answers[1].get("id").is_none(), "{}", answers[1]);
    assert!(answers[2]["error"].is_string() && answers[2]["id"] == "b", "{}", answers[2]);
    assert_eq!(answers[3], json!({ "id": 3, "mentions": [], "stances": [] }));
    assert!(said.words.contains("Line 2") && said.words.contains("Line 4"), "{}", said.words);
}

#[test]
fn suggest_answers_a_line_before_the_next_one_comes() {
    let place = Place::new();
    let mut child = place.command(&["suggest"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in 0..3 {
        writeln!(stdin, "{}", json!({ "id": id, "text": "Xi met Putin." })).unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], id);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn check_names_the_file_and_the_line() {
    let place = Place::new();
    place.annotate("ann");
    let well = place.run(&["check"]);
    assert_eq!((well.code, well.out.as_str()), (0, ""), "{}", well.words);
    assert!(well.words.contains("All is well: 12 articles"), "{}", well.words);
    let journal = place.path(&format!("annotations/ann/{TALKS}.toml"));
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, text.replace("important", "edited") + "\n[[act]]\nid = \"torn").unwrap();
    place.write("annotations/bob/gone.txt.toml", &text);
    place.write("config.toml", "colour = true\n[keys.reader]\nfly = [\"f\"]\n");
    let said = place.run(&["check"]);
    assert_eq!(said.code, 1);
    let lines: Vec<&str> = said.out.lines().collect();
    let expected = [
        ("config.toml", "line 1"),
        ("config.toml", "fly"),
        (TALKS, "line "),
        (TALKS, "line "),
        ("annotations/bob/gone.txt.toml: ", "not in the library"),
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for ((path, says), line) in expected.into_iter().zip(&lines) {
        assert!(line.contains(path) && line.contains(says), "{line}: {path} {says}");
    }
    assert!(lines[2].starts_with(&format!("annotations/ann/{TALKS}.toml: line ")), "{}", lines[2]);
}

#[test]
fn configurations_are_printed_and_checked() {
    let place = Place::new();
    let page = place.run(&["config"]).done().out;
    place.write("config.toml", &page);
    assert_eq!(place.run(&["config", "--check"]).code, 0, "the printed file is a right one");
    place.write("config.toml", "them = \"dark\"\n");
    let said = place.run(&["config", "--check"]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("config.toml") && said.out.contains("theme"), "{}", said.out);
    let list = place.run(&["list", "--limit", "1"]);
    assert!(list.code == 0 && list.words.contains("theme") && list.out.lines().count() == 2, "{}", list.words);
}

#[test]
fn the_library_is_the_one_meant() {
    let place = Place::new();
    let elsewhere = place.path("home");
    std::fs::create_dir_all(&elsewhere).unwrap();
    let here = |arguments: &[&str]| Said::of(place.command(arguments).current_dir(&elsewhere).output().unwrap());
    let none = here(&["list", "--format", "json"]);
    assert_eq!((none.code, none.out.trim()), (0, "[]"));
    assert!(none.words.contains("no articles"), "{}", none.words);
    let named = here(&["--library", "..", "list", "--format", "json"]).done().json();
    place
        .write("home/.config/newsgloss/config.toml", format!("library = {:?}\n", place.path("").display().to_string()));
    assert_eq!(here(&["list", "--format", "json"]).done().json(), named);
    let unknown = place.run(&["--library", "no-such", "list"]);
    unknown.wrong("no-such");
    assert_eq!(unknown.words.lines().count(), 1);
}

#[test]
fn the_annotator_is_the_one_configured() {
    let place = Place::new();
    let signed = |place: &Place| place.run(&["export", "--format", "csv", "--annotator", "nobody"]).words;
    assert!(signed(&place).contains("there are ann."), "the login name");
    place.write("home/.config/newsgloss/config.toml", "annotator = \"eve\"\n");
    place.write("config.toml", "annotator = \"\"\n");
    assert!(signed(&place).contains("there are eve."), "an empty name in the library names nobody");
    place.write("config.toml", "annotator = \"team\"\n");
    assert!(signed(&place).contains("there are team."), "the library's name counts");
}

#[test]
fn wrong_use_is_refused() {
    let place = Place::new();
    for id in ["../x", "/etc/passwd", "no-such.txt", "", "a/../b.txt", "."] {
        place.run(&["show", id]).wrong("no article");
    }
    place.run(&["fly"]).wrong("fly");
    place.run(&["list", "--colour"]).wrong("--colour");
    place.run(&["list", "is:foo"]).wrong("is:unread");
    place.run(&["list", "--format", "yaml"]).wrong("json");
    place.run(&["show", "\u{1b}[31mred.txt"]).wrong("␛[31mred.txt");
}

#[test]
fn help_keys_and_completions_are_printed() {
    let place = Place::new();
    for arguments in [&["--help"][..], &["list", "--help"], &["--version"], &["completions", "bash"]] {
        assert!(place.run(arguments).done().out.contains("newsgloss"), "{arguments:?}");
    }
    let page = place.run(&["keys"]).done().out;
    crate::docs::holds("docs/KEYS.md", &page);
}

#[test]
fn hostile_articles_act_on_nothing() {
    let place = Place::new();
    let wild = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}evil";
    place.write(
        "articles/wild.txt",
        format!("title: {wild}\nsource: {wild}\ndate: 2026-01-01\n\nFirst {wild}.\nNext.\n"),
    );
    for arguments in [&["list"][..], &["list", "--format", "json"], &["search", "first"], &["show", "wild.txt"]] {
        let out = place.run(arguments).done().out;
        assert!(out.contains("evil"), "{arguments:?}");
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!out.contains(acts), "{arguments:?}: {out:?}");
    }
    assert!(place.run(&["show", "wild.txt"]).out.contains("\nNext.\n"), "line ends stay");
    let shown = place.run(&["list", "wild", "--format", "json"]).done().json();
    assert!(shown[0]["title"].as_str().unwrap().contains("\u{202e}evil"), "JSON says what stands in the file");
}

fn first_line_only(mut child: Child) -> (i32, String) {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.is_empty());
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let place = Place::new();
    for at in 0..400 {
        place.write(&format!("articles/many/{at}.txt"), format!("date: 2020-01-01\n\n{}", "Putin spoke. ".repeat(40)));
    }
    for arguments in [&["list", "--format", "json"][..], &["search", "putin"], &["config"], &["keys"]] {
        let child = place.command(arguments).spawn().unwrap();
        assert_eq!(first_line_only(child), (0, String::new()), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_ends_an_endless_stream() {
    let place = Place::new();
    let mut child = place.command(&["suggest"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeder =
        std::thread::spawn(move || while stdin.write_all(b"{\"id\": 1, \"text\": \"Xi spoke.\"}\n").is_ok() {});
    assert_eq!(first_line_only(child), (0, String::new()));
    feeder.join().unwrap();
}

#[test]
fn a_cache_that_cannot_be_kept_costs_nothing() {
    let place = Place::new();
    place.write(".newsgloss", "a file where the folder should be");
    assert_eq!(place.run(&["list", "--limit", "1"]).done().out.lines().count(), 2);
}

#[test]
fn a_full_disk_is_said() {
    let place = Place::new();
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else { return };
    let said = Said::of(place.command(&["list"]).stdout(full).output().unwrap());
    assert_eq!(said.code, 1);
    assert!(said.words.contains("disk is full"), "{}", said.words);
}

#[test]
fn stats_counts_what_is_marked_and_what_it_cost() {
    let place = Place::new();
    place.annotate("ann");
    place.annotate("bob");
    place.write("annotations/ann/effort.toml", format!("[articles.\"{TALKS}\"]\nkeys = 3\nmilliseconds = 95000\n"));
    let all = place.run(&["stats", "--format", "json"]).done().json();
    let count = std::fs::read_dir(place.path("articles")).unwrap().count();
    assert_eq!((&all["articles"], &all["annotated"]), (&json!(count), &json!(1)));
    assert_eq!(all["mentions"], json!({ "total": 2, "types": { "PER": 2 } }));
    assert_eq!(all["tags"], json!({ "total": 2, "labels": { "important": 2 } }));
    let cost = json!({ "id": TALKS, "keys": 3, "seconds": 95, "mentions": 1, "keys_per_mention": 3.0 });
    assert_eq!(all["effort"]["articles"], json!([cost]));
    let ann = place.run(&["stats", "--annotator", "ann", "--format", "json", "tag:important"]).done().json();
    assert_eq!((&ann["articles"], &ann["mentions"]["total"]), (&json!(1), &json!(1)));
    let bob = place.run(&["stats", "--annotator", "bob", "--format", "json"]).done().json();
    assert_eq!(bob["effort"]["articles"], json!([]));
    let table = place.run(&["stats"]).done().out;
    for line in ["mentions  2      PER 2", "keys      3      3.00 a mention", "minutes   1.5    in 1 article"] {
        assert!(table.contains(line), "{line}: {table}");
    }
    place.run(&["stats", "date:x"]).wrong("date");
    place.write("annotations/ann/effort.toml", "no toml [");
    let said = place.run(&["check"]);
    assert!(said.out.contains("effort.toml"), "{} {}", said.out, said.words);
}
