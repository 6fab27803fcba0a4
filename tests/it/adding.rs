//! `newsgloss add`: the real program takes in files of all formats, and its own reader reads them back.

use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

/// A library and a folder of things to add.
pub struct Place {
    pub folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir_all(place.path("lib/articles")).unwrap();
        fs::create_dir_all(place.path("in")).unwrap();
        place
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsgloss"));
        command.arg("--library").arg(self.path("lib")).args(arguments).current_dir(self.path("in"));
        command.env("HOME", self.path("home")).env("XDG_CONFIG_HOME", self.path("home/.config")).env("USER", "ann");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    pub fn feed(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Said::of(child.wait_with_output().unwrap())
    }

    /// All articles as the program shows them, in the order of their paths.
    pub fn articles(&self) -> Vec<Value> {
        let listed: Value = serde_json::from_str(&self.run(&["list", "--format", "json"]).out).unwrap();
        let mut ids: Vec<String> =
            listed.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        let show = |id: &String| serde_json::from_str(&self.run(&["show", id, "--format", "json"]).out).unwrap();
        ids.iter().map(show).collect()
    }

    pub fn texts(&self) -> Vec<String> {
        self.articles().iter().map(|article| article["text"].as_str().unwrap().to_owned()).collect()
    }
}

pub struct Said {
    pub out: String,
    pub words: String,
    pub code: i32,
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { out: text(output.stdout), words: text(output.stderr), code: output.status.code().unwrap_or(-1) }
    }

    /// Asserts the exit status and that the words hold each of some.
    #[track_caller]
    pub fn says(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, code, "{} {}", self.out, self.words);
        for word in words {
            assert!(self.words.contains(word), "{:?} does not say {word}", self.words);
        }
        self
    }
}

pub const PAGE: &str = "<!doctype html><html lang=en><head><meta property=og:site_name content=Wire>\
    <meta property=article:published_time content=2023-07-10T08:00:00Z><meta name=author content='Jane Doe'>\
    <link rel=canonical href=https://wire.example/fish></head><body><nav>Menu</nav><article><h1>Fish and oil</h1>\
    <p>The minister met her rival in Oslo, and they spoke about fish, oil, and the cold sea for hours.</p>\
    <p>Nobody was pleased, a spokesman said, and so both sides will meet again in the spring of next year.</p>\
    </article></body></html>";

#[test]
fn each_format_of_one_document_is_read_back() {
    let place = Place::new();
    place.put("a.txt", "Title: One\nDate: 2023-01-02\nSource: Wire\nAuthors: Doe, Jane;\n\nFirst text.");
    place.put("b.md", "---\ntitle: Two\ndate: 2023-01-03\n---\n\n# Heading\n\nSecond *text*.");
    place.put("deeper/page.html", PAGE);
    place.put("deeper/page_files/script.js", "alert()");
    place.put("deeper/picture.png", b"\x89PNG\r\n\x1a\n\0\0");
    place.put(
        "mail.eml",
        "From: News <n@x.example>\nSubject: Four\nDate: Mon, 10 Jul 2023 10:00:00 +0200\nTo: a@b\n\nFourth text.\n",
    );
    let said = place
        .run(&["add", ".", "--format", "json"])
        .says(0, &["4 articles added, 1 file beside articles passed over."]);
    let became: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(became.as_array().unwrap().len(), 4);
    assert_eq!(became[0]["id"], "2023/01/02-one.txt");
    let articles = place.articles();
    let of = |at: usize, key: &str| articles[at][key].clone();
    assert_eq!((of(0, "title"), of(0, "source"), of(0, "text")), (json!("One"), json!("Wire"), json!("First text.")));
    assert_eq!((of(1, "id"), of(1, "text")), (json!("2023/01/03-two.md"), json!("# Heading\n\nSecond *text*.")));
    let page = &articles[2];
    assert_eq!(page["id"], "2023/07/10-fish-and-oil.md");
    assert_eq!((&page["url"], &page["language"]), (&json!("https://wire.example/fish"), &json!("en")));
    assert!(page["text"].as_str().unwrap().starts_with("The minister met her rival in Oslo"), "{page}");
    assert_eq!((of(3, "title"), of(3, "source"), of(3, "date")), (json!("Four"), json!("News"), json!("2023-07-10")));
    let file = fs::read_to_string(place.path("lib/articles/2023/01/02-one.txt")).unwrap();
    assert_eq!(file, "Title: One\nDate: 2023-01-02\nSource: Wire\nAuthors: Doe, Jane;\n\nFirst text.\n");
    // Again: everything is there, nothing is written.
    place.run(&["add", "."]).says(0, &["0 articles added, 4 there already"]);
    assert_eq!(place.articles(), articles);
}

#[test]
fn tables_and_records_are_read_with_their_columns() {
    let place = Place::new();
    let text = "A long enough text about the harbour. ".repeat(4);
    place.put("a.csv", format!("id;Headline;Body;Date\n1;One;\"{text}\none\";2023-01-02\n2;Two;;2023-01-03\n"));
    place.put("b.jsonl", format!("{{\"headline\": \"Three\", \"content\": \"{text} three\", \"published\": 1688976000}}\n{{\"broken\n{{\"headline\": \"Four\", \"content\": \"{text} four\", \"author\": [\"A. B\", {{\"name\": \"C. D\"}}]}}\n"));
    place.put(
        "c.json",
        format!("[\n {{\"x\": \"{text} five\", \"y\": \"Five\"}},\n {{\"x\": \"{text} six\", \"y\": \"Six\"}}\n]"),
    );
    place.run(&["add", "a.csv"]).says(
        1,
        &[
            "a.csv: read with the columns text=Body,title=Headline,date=Date",
            "a.csv: line 4: it has no text",
            "1 article added, 1 left out.",
        ],
    );
    place.run(&["add", "b.jsonl"]).says(
        1,
        &[
            "text=content,title=headline,date=published,authors=author",
            "b.jsonl: line 2: it is no JSON object",
            "2 articles added",
        ],
    );
    place.run(&["add", "c.json", "--columns", "title=y"]).says(0, &["title=y,text=x", "2 articles added"]);
    place.run(&["add", "c.json", "--columns", "title=z"]).says(1, &["there is no column “z”; the columns are x, y"]);
    place.run(&["add", "c.json", "--columns", "nothing"]).says(2, &["part=column"]);
    let articles = place.articles();
    let titles: Vec<&str> = articles.iter().map(|article| article["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["One", "Three", "Five", "Four", "Six"]);
    assert_eq!(articles[1]["date"], "2023-07-10");
    let four = fs::read_to_string(place.path("lib/articles/undated/four.txt")).unwrap();
    assert!(four.starts_with("Title: Four\nAuthors: A. B; C. D;\n\nA long"), "{four}");
}

#[test]
fn stdin_dry_runs_and_originals() {
    let place = Place::new();
    place.feed(&["add", "-", "--dry-run"], PAGE.as_bytes()).says(0, &["1 article would be added."]);
    assert_eq!(fs::read_dir(place.path("lib/articles")).unwrap().count(), 0);
    place.feed(&["add", "-", "--keep-original"], PAGE.as_bytes()).says(0, &["1 article added."]);
    assert_eq!(fs::read_to_string(place.path("lib/originals/2023/07/10-fish-and-oil.html")).unwrap(), PAGE);
    place
        .run(&["add", "nothing.txt"])
        .says(1, &["nothing.txt: there is no such file or folder", "0 articles added, 1 left out."]);
    place.run(&["add"]).says(2, &["add"]);
    place.run(&["add", "../lib/articles"]).says(1, &["it lies in the library already"]);
}

#[test]
fn the_same_story_is_told() {
    let place = Place::new();
    let text = "The council met in the old hall on Monday and spoke about the bridge, which nobody wants to pay for. "
        .repeat(5);
    place.put("1.txt", format!("Title: Bridge\nURL: https://x.example/1\n\n{text}"));
    place.put("2.txt", format!("Title: Bridge again\nURL: https://y.example/2\n\n{}", text.to_uppercase()));
    place.put("3.txt", format!("Title: Bridge, edited\n\nPARIS (Wire) - {text} Then they went home."));
    place.put("4.txt", "Title: Bridge, corrected\nURL: http://www.x.example/1/\n\nQuite another text.");
    let said = place
        .run(&["add", "."])
        .says(0, &["3 articles added, 2 of them tell the story of an earlier one, 1 there already."]);
    assert_eq!(
        said.out,
        "added undated/bridge.txt\nsame undated/bridge.txt\nnear undated/bridge-edited.txt (like undated/bridge.txt)\n\
         same-address undated/bridge-corrected.txt (like undated/bridge.txt)\n"
    );
    let library = newsgloss::store::Library::new(&place.path("lib"), "ann");
    let groups = library.groups();
    assert_eq!(groups.len(), 3, "{groups:?}");
    assert_eq!(groups.values().collect::<std::collections::BTreeSet<_>>().len(), 1);
    fs::remove_dir_all(place.path("lib/.newsgloss")).unwrap();
    place.run(&["add", "."]).says(0, &["0 articles added, 4 there already"]);
    assert_eq!(library.groups().len(), 3, "groups are made anew from the articles");
}

#[test]
fn articles_are_added_in_the_program() {
    let folder = crate::play::library(&[("a.txt", "Title: Alpha\n\nText.")]);
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("page.html"), PAGE).unwrap();
    fs::write(outside.path().join("empty.txt"), "").unwrap();
    let mut play = crate::play::Play::open(&folder, 110, 30, "");
    play.keys("A");
    assert!(play.status().contains("Nothing is being added"), "{}", play.status());
    play.keys("a").write(outside.path().to_str().unwrap()).keys("Enter");
    play.settle();
    let screen = play.screen();
    assert!(screen.contains("1 article added, 1 left out.") && screen.contains("empty.txt: it is empty"), "{screen}");
    assert!(screen.contains("Fish and oil"), "{screen}");
    play.keys("a").write("/no/such/folder").keys("Enter");
    play.settle();
    assert!(play.screen().contains("there is no such file or folder"), "{}", play.screen());
    play.keys("a").keys("Enter");
    assert!(play.status().contains("Nothing was typed"), "{}", play.status());
}

#[test]
fn names_are_readable_in_every_script() {
    let place = Place::new();
    let titles = ["НАТО расширяется", "习近平会见普京", "الرئيس يزور القاهرة", "🎉🔥", "Same", "Same", "../.hidden"];
    let rows = titles.iter().enumerate().map(|(at, title)| {
        format!(
            "{{\"title\": \"{title}\", \"text\": \"Jane Doe spoke in Oslo, part {at}.\", \"date\": \"2023-07-10\"}}\n"
        )
    });
    place.put("all.jsonl", rows.collect::<String>());
    place.run(&["add", "all.jsonl"]).says(0, &["7 articles added"]);
    let ids: Vec<String> = place.articles().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    for name in ["нато-расширяется", "习近平会见普京", "الرئيس-يزور-القاهرة", "same", "hidden"]
    {
        assert!(ids.contains(&format!("2023/07/10-{name}.txt")), "{name}: {ids:?}");
    }
    place.run(&["check"]).says(0, &[]);
    for format in ["jsonl", "brat", "webanno", "xmi", "html", "refi-qda", "markdown", "csv"] {
        let to = place.path(&format!("out-{format}"));
        place.run(&["export", "--format", format, "--output", to.to_str().unwrap()]).says(0, &[]);
        assert!(to.exists(), "{format}");
    }
}

/// A document of each kind in turn, with a text that no other has and whose end is known.
fn document(number: usize) -> (String, String) {
    let words: Vec<String> = (0..60).map(|word| format!("w{}", (number * 7919 + word * 104_729) % 99_991)).collect();
    let text = format!("{} end{number}.", words.join(" "));
    let (month, day) = (number % 12 + 1, number % 28 + 1);
    match number % 4 {
        0 => (
            format!("{number}.html"),
            format!(
                "<html><head><title>Title {number}</title><meta property=article:published_time \
                 content=2023-{month:02}-{day:02}></head><body><nav>Menu</nav><p>{text}</p></body></html>"
            ),
        ),
        1 => {
            (format!("{number}.eml"), format!("From: Wire <n@x.example>\nSubject: Title {number}\nTo: a@b\n\n{text}\n"))
        }
        _ => (format!("{number}.txt"), format!("Title: Title {number}\nDate: 2023-{month:02}-{day:02}\n\n{text}")),
    }
}

/// Fifty times the program is killed while it writes some of ten thousand files.
#[test]
#[ignore = "long: 10,000 files, 50 kills"]
fn long_adding_survives_kills() {
    const FILES: usize = 10_000;
    let place = Place::new();
    for number in 0..FILES {
        let (name, text) = document(number);
        place.put(&format!("{}/{name}", number % 20), text);
    }
    let articles = place.path("lib/articles");
    let known = || fs::metadata(place.path("lib/.newsgloss/stories")).map_or(0, |file| file.len());
    let mut dice = 0x9E37_79B9_u64;
    let (mut kills, mut rounds, mut seen, mut grown) = (0, 0, HashSet::new(), Vec::new());
    while kills < 50 {
        rounds += 1;
        assert!(rounds < 200, "too few kills come in time: {grown:?}");
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = place.command(&["add", "."]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // It begins by reading what is there; the kill falls into what follows, when it writes.
        let before = known();
        while known() == before && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis((dice >> 40) % 100));
        let ended = child.try_wait().unwrap().is_some();
        kills += usize::from(!ended);
        child.kill().unwrap();
        child.wait().unwrap();
        look(&articles, &mut seen);
        grown.push(seen.len());
        if ended {
            all_are_there(&place, FILES, &mut seen);
            fs::remove_dir_all(place.path("lib")).unwrap();
            fs::create_dir_all(&articles).unwrap();
            seen.clear();
        }
    }
    place.run(&["add", "."]).says(0, &[]);
    all_are_there(&place, FILES, &mut seen);
    println!("articles after each of {rounds} runs, {kills} of them killed: {grown:?}");
}

/// Asserts that everything is there once, and nothing else.
fn all_are_there(place: &Place, count: usize, seen: &mut HashSet<PathBuf>) {
    look(&place.path("lib/articles"), seen);
    assert_eq!(seen.len(), count);
    let titles: HashSet<String> = seen.iter().map(|path| number_of(&fs::read_to_string(path).unwrap())).collect();
    assert_eq!(titles.len(), count, "nothing is there twice");
    place.run(&["add", "."]).says(0, &[&format!("0 articles added, {count} there already")]);
    let listed: Value = serde_json::from_str(&place.run(&["list", "--format", "json"]).out).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), count);
    assert_eq!(fs::read_dir(place.path("lib/.newsgloss/adding")).unwrap().count(), 0, "parts are left");
}

/// Reads the articles that were not seen before: each must be whole.
fn look(folder: &Path, seen: &mut HashSet<PathBuf>) {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !seen.contains(&path) {
                let text = fs::read_to_string(&path).unwrap();
                let number = number_of(&text);
                let words = text.split_whitespace().filter(|word| word.starts_with('w')).count();
                let whole = words == 60 && text.trim_end().ends_with(&format!("end{number}."));
                assert!(whole, "{} is half: {text}", path.display());
                seen.insert(path);
            }
        }
    }
}

fn number_of(text: &str) -> String {
    let title = text.split_once("Title ").map(|(_, rest)| rest).unwrap_or_default();
    title.chars().take_while(char::is_ascii_digit).collect()
}
