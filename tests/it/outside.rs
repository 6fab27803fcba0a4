//! Exports, read by the readers of other programs: a long check, which needs Python with `tests/outside/requirements.txt`.

use crate::libraries::Lib;
use newsgloss::formats::{Files, Format};
use newsgloss::model::{Act, Anchor, Article, ArticleId, Holder, Id, On, Party, Polarity, What};
use newsgloss::store::Library;
use newsgloss::text::Span;
use std::path::Path;
use std::process::{Command, Stdio};

/// ZWJ emoji, combining marks, Cyrillic, Chinese, Arabic, CRLF, tabs, and no newline at the end.
pub const TORTURE: &str = "Emoji 👩‍👩‍👧 and 🏳️‍🌈, then Xi met Владимир Путин in Łódź.\r\n\r\n\tCafé\u{301} a\u{308}b: North and South \
    Korea; the China-Russia pact's text [a|b](c) _x_ *y* <b>z</b> & \"q\" \\ ; -> =1+1.\r\n习近平在北京会见普京。 محمد بن سلمان في \
    الرياض.\r\nBank of\r\nEngland\tsaid “no”. 𝔘nion {end} Ω≈ç√ No newline here";

/// Makes acts with ids in their order.
fn acts(what: Vec<What>) -> Vec<Act> {
    let act = |(at, what)| Act {
        id: Id::from(format!("a{at}").as_str()),
        at: jiff::Timestamp::UNIX_EPOCH,
        group: None,
        what,
        extra: Default::default(),
    };
    what.into_iter().enumerate().map(act).collect()
}

struct Marks<'a> {
    article: &'a Article,
    what: Vec<What>,
}

impl Marks<'_> {
    fn anchor(&self, words: &str) -> Anchor {
        let text = self.article.body.as_str();
        let start = text.find(words).unwrap_or_else(|| panic!("{words} is not in the text"));
        Anchor::new(&self.article.body, &self.article.hash, Span::new(start, start + words.len()))
    }

    fn mention(&mut self, kind: &str, entity: &str, pieces: &[&str]) {
        let mut anchors: Vec<Anchor> = pieces.iter().map(|words| self.anchor(words)).collect();
        let (kind, entity, anchor) = (kind.to_owned(), entity.to_owned(), anchors.remove(0));
        self.what.push(What::Mention { kind, entity, anchor, more: anchors, score: None });
    }

    fn stance(&mut self, holder: Holder, target: Party, evidence: &[&str]) {
        let mut anchors: Vec<Anchor> = evidence.iter().map(|words| self.anchor(words)).collect();
        let (evidence, more) = (anchors.remove(0), anchors);
        let (polarity, intensity, confidence, score) = (Polarity::Support, Some(4), Some(2), None);
        self.what.push(What::Stance { holder, target, polarity, intensity, confidence, evidence, more, score });
    }
}

fn party(entity: &str, mention: Option<&str>) -> Party {
    Party { entity: entity.to_owned(), mention: mention.map(Id::from) }
}

/// Overlapping, nested, adjacent, discontinuous and odd spans of the torture text, and one annotation of each other kind.
pub fn tortured(article: &Article) -> Vec<Act> {
    let mut marks = Marks { article, what: Vec::new() };
    marks.mention("PER", "Family", &["👩‍👩‍👧"]);
    marks.mention("PER", "Xi Jinping", &["Xi"]);
    marks.mention("PER", "Vladimir Putin", &["Владимир Путин"]);
    marks.mention("PER", "Путин", &["Путин"]);
    marks.mention("LOC", "Łódź", &["Путин in Łódź"]);
    marks.mention("LOC", "Café\u{301}", &["Café\u{301}"]);
    marks.mention("MISC", "a\u{308}", &["a\u{308}"]);
    marks.mention("LOC", "North Korea", &["North", "Korea"]);
    marks.mention("LOC", "South Korea", &["South Korea"]);
    marks.mention("LOC", "China", &["China"]);
    marks.mention("LOC", "Russia", &["Russia"]);
    marks.mention("ORG", "習近平", &["习近平"]);
    marks.mention("LOC", "Beijing", &["北京"]);
    marks.mention("PER", "Mohammed bin Salman", &["محمد بن سلمان"]);
    marks.mention("ORG", "Bank of England", &["Bank of\nEngland"]);
    marks.mention("MISC", "=cmd()|x", &["[a|b](c)"]);
    marks.mention("MISC", "Union", &["𝔘nion"]);
    marks.mention("ODD TYPE", "tail", &["here"]);
    let holder = Holder::Entity(party("Xi Jinping", Some("a1")));
    marks.stance(holder, party("Vladimir Putin", Some("a2")), &["Xi met Владимир Путин", "pact's text"]);
    marks.stance(Holder::Author, party("Nobody", None), &["said “no”"]);
    for on in
        [On::Article, On::Span(marks.anchor("🏳️‍🌈")), On::Annotation(Id::from("a2")), On::Annotation(Id::from("a18"))]
    {
        marks.what.push(What::Tag { label: "war & <peace>".to_owned(), on: on.clone() });
        marks.what.push(What::Note { text: "-a <i>\n\n\"b\" \t=x".to_owned(), on });
    }
    acts(marks.what)
}

/// Marks every word that begins with a capital, and lets neighbours hold something of each other.
fn capitals(article: &Article) -> Vec<Act> {
    let text = article.body.as_str();
    let mut what = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with(char::is_uppercase)) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let anchor = Anchor::new(&article.body, &article.hash, Span::new(start, start + word.len()));
        let kind = ["PER", "ORG", "LOC"][what.len() % 3].to_owned();
        what.push(What::Mention { kind, entity: word.to_owned(), anchor, more: Vec::new(), score: Some(0.5) });
    }
    let mut marks = Marks { article, what };
    let first = text.split('.').next().unwrap();
    marks.stance(Holder::Entity(party("A", Some("a0"))), party("B", Some("a1")), &[first]);
    marks.what.push(What::Tag { label: "important".to_owned(), on: On::Article });
    acts(marks.what)
}

/// The sample library and the torture text, all annotated.
pub fn library() -> Lib {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
    let lib = Lib::of(&[("torture.txt", TORTURE)]);
    for entry in std::fs::read_dir(samples).unwrap() {
        let entry = entry.unwrap();
        lib.write(entry.file_name().to_str().unwrap(), &std::fs::read(entry.path()).unwrap());
    }
    let library = Library::new(lib.root(), "me");
    for entry in std::fs::read_dir(lib.root().join("articles")).unwrap() {
        let id = ArticleId::new(entry.unwrap().file_name().to_str().unwrap());
        let article = library.article(&id).unwrap();
        let acts = if id.as_str() == "torture.txt" { tortured(&article) } else { capitals(&article) };
        library.append(&id, &acts).unwrap();
    }
    lib
}

/// Exports the library in a format, and returns where it went.
pub fn export(lib: &Lib, format: &Format, folder: &Path) -> std::path::PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    let ending = if format.extension.is_empty() { String::new() } else { format!(".{}", format.extension) };
    let out = folder.join(format!("out{ending}"));
    let said = Command::new(env!("CARGO_BIN_EXE_newsgloss"))
        .args(["--library", lib.root().to_str().unwrap(), "export", "--format", format.name, "--losses"])
        .arg(folder.join("losses.json"))
        .arg("--output")
        .arg(&out)
        .env("HOME", lib.root())
        .output()
        .unwrap();
    assert!(said.status.success(), "{}: {}", format.name, String::from_utf8_lossy(&said.stderr));
    assert_eq!(out.is_dir(), format.files == Files::Several, "{}", format.name);
    out
}

/// Returns the Python that has the readers; nothing where they are missing, which is said.
fn python() -> Option<std::path::PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/outside/bin/python");
    if python.exists() {
        return Some(python);
    }
    let required = std::env::var_os("CI").is_some();
    assert!(!required, "the outside readers are missing: .ci/run sets them up in target/outside");
    eprintln!("SKIPPED: there are no outside readers in target/outside; .ci/run sets them up.");
    None
}

/// Runs a script of `tests/outside` on a path, and shows what it says.
fn check(python: &Path, script: &str, path: &Path) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outside").join(script);
    let check = Command::new(python)
        .arg(script)
        .arg(path)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (out, words) = (String::from_utf8_lossy(&check.stdout), String::from_utf8_lossy(&check.stderr));
    println!("{out}");
    assert!(check.status.success(), "{out}\n{words}");
}

#[test]
#[ignore = "needs the Python readers of tests/outside/requirements.txt"]
fn long_outside_readers_give_every_mention_back() {
    let Some(python) = python() else { return };
    let (lib, folder) = (library(), tempfile::tempdir().unwrap());
    for format in Format::ALL {
        export(&lib, format, &folder.path().join(format.name));
    }
    std::fs::copy(folder.path().join("jsonl/out.jsonl"), folder.path().join("truth.jsonl")).unwrap();
    check(&python, "check.py", folder.path());
}

#[test]
#[ignore = "needs Chromium and the Python packages of tests/outside/requirements.txt"]
fn long_the_report_is_right_in_a_browser() {
    let Some(python) = python() else { return };
    let found = Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !found.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: there is no Chromium; .ci/run installs it where it can.");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let html = Format::from_name("html").unwrap();
    check(&python, "browser.py", &export(&library(), html, folder.path()));
}
