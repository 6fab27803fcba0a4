//! Whatever is wrong with what is added: one sentence, little memory, an end, and nothing written outside the library.

use crate::adding::{PAGE, Place};
use crate::containers::{RSS, book, gzipped, pdf, zipped};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Kilobytes of memory: 300 MiB.
const MEMORY: &str = "307200";

/// Adds one thing under a limit of memory, and returns what was said.
fn said(place: &Place, name: &str) -> (Option<i32>, String) {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        &format!("ulimit -d {MEMORY}; exec \"$0\" \"$@\""),
        env!("CARGO_BIN_EXE_newsgloss"),
        "--library",
    ]);
    command.arg(place.path("lib")).args(["add", name]).current_dir(place.path("in"));
    command.env("HOME", place.path("home")).env("XDG_CONFIG_HOME", place.path("home/.config"));
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A file of a gigabyte that takes no room: some bytes, and then nothing but holes.
fn huge(place: &Place, name: &str, head: &[u8]) {
    let path = place.put(name, head);
    fs::OpenOptions::new().write(true).open(path).unwrap().set_len(1 << 30).unwrap();
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let real_folder = path.is_dir() && !path.is_symlink();
        if real_folder && !path.ends_with("lib") {
            found.extend(all_files(&path));
        }
        found.push(path);
    }
    found.sort();
    found
}

/// The file, what it holds, the exit status, and what is said.
type Case = (&'static str, Vec<u8>, i32, &'static str);

fn words() -> String {
    "Words of an article, one after the other. ".repeat(50)
}

fn cut_off() -> Vec<Case> {
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() * 2 / 3].to_vec();
    let words = words();
    let warc =
        format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{words}");
    let zip = zipped(&[("a.txt", words.as_bytes()), ("b.txt", PAGE.as_bytes())]);
    let records = format!("{{\"text\": \"{words}\"}}\n{{\"text\": \"wo");
    let list = b"<opml><body><outline xmlUrl='https://a.example/f'/><outline xml";
    vec![
        ("cut.html", cut(PAGE.into()), 0, "1 article added"),
        ("cut.zip", cut(zip), 1, "the archive cannot be read"),
        ("cut.epub", cut(book()), 1, "the archive cannot be read"),
        ("cut.txt.gz", cut(gzipped(PAGE.as_bytes())), 1, "it cannot be read"),
        ("cut.pdf", cut(pdf("Some words.")), 1, "the PDF"),
        ("cut.csv", format!("title,text\na,\"{words}").into_bytes(), 0, "1 article added"),
        ("cut.jsonl", records.into_bytes(), 1, "line 2: it is no JSON object"),
        ("cut.rss", RSS[..RSS.len() / 4].into(), 1, "the feed cannot be read"),
        ("cut.warc", warc.into_bytes(), 1, "the record is cut off"),
        ("cut.eml", b"From: a@b\nSubject: x\nTo: c@d\n".to_vec(), 1, "the message has no text"),
        ("cut.opml", list.to_vec(), 0, "1 feed listed"),
        ("empty.html", Vec::new(), 1, "it is empty"),
    ]
}

/// Of another encoding, or another format, than they say.
fn other_than_named() -> Vec<Case> {
    let words = words();
    let wide = format!("\u{feff}title\ttext\na\tUnits of sixteen bits. {words}");
    vec![
        (
            "latin.html",
            [b"<meta charset=utf-8><p>caf\xe9 ".as_slice(), words.as_bytes()].concat(),
            0,
            "1 article added",
        ),
        ("latin.csv", [b"title,text\ncaf\xe9,".as_slice(), words.as_bytes()].concat(), 0, "1 "),
        ("utf16.csv", wide.encode_utf16().flat_map(u16::to_le_bytes).collect(), 0, "1 article added"),
        ("nul.txt", vec![0; 5000], 1, "it is not a text"),
        ("page.pdf", PAGE.into(), 0, "1 article"),
        ("report.txt", pdf("Other words."), 0, "1 article added"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0".to_vec(), 1, "it is a picture"),
        ("letter.html", b"PK\x03\x04....[Content_Types].xml".to_vec(), 1, "it is an Office document"),
        ("data.xml", b"<?xml version='1.0'?><invoice/>".to_vec(), 1, "it is XML of a kind that is not read"),
        ("text.epub", format!("No book. {words}").into_bytes(), 0, "1 article added"),
    ]
}

fn nested() -> Vec<Case> {
    let zips = (0..8).fold(zipped(&[("a.txt", b"Deep.")]), |inner, _| zipped(&[("b.zip", &inner)]));
    let mail =
        format!("From: a@b\nSubject: x\nMIME-Version: 1.0\n{}\nx", "Content-Type: message/rfc822\n\n".repeat(20_000));
    let lists = format!("{{\"text\": {}{}}}\n{{\"text\": \"x\"}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let open: String = (0..500).map(|number| format!("<b id=x{number}>")).collect();
    vec![
        ("deep.html", "<div>".repeat(100_000).into_bytes(), 1, "nest more than"),
        ("wide.html", format!("{open}{}", "<p>x".repeat(100_000)).into_bytes(), 1, "nest more than"),
        ("deep.json", format!("{{\"text\": {}", "[".repeat(100_000)).into_bytes(), 1, "cut off"),
        ("deep.jsonl", lists.into_bytes(), 1, "recursion limit"),
        ("deep.rss", RSS.replace("Third text.", &"<a>".repeat(100_000)).into_bytes(), 1, "deep.rss: the feed cannot"),
        ("deep.opml", format!("<opml><body>{}", "<outline>".repeat(100_000)).into_bytes(), 1, "it lists no feed"),
        ("deep.zip", zips, 1, "it lies in more than 4 archives"),
        ("deep.eml", mail.into_bytes(), 1, "the message has no text"),
    ]
}

fn bombs() -> Vec<Case> {
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">\
        <!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">]>";
    let bomb = vec![b'a'; 64 << 20];
    let feed = RSS.split_once("?>").unwrap().1.replace("Third text.", "&e;");
    let list = "<opml><body><outline text='&e;' xmlUrl='https://b.example/&e;'/></body></opml>";
    vec![
        ("bomb.zip", zipped(&[("a.txt", &bomb)]), 1, "it may be a zip bomb"),
        ("bomb.jsonl.gz", gzipped(&bomb), 1, "it may be a zip bomb"),
        ("bomb.epub", zipped(&[("META-INF/container.xml", &bomb)]), 1, "it may be a zip bomb"),
        ("entities.rss", format!("{entities}{feed}").into_bytes(), 0, "article"),
        ("entities.opml", format!("{entities}{list}").into_bytes(), 0, "1 feed listed"),
        ("entities.html", format!("{entities}<html><p>&e; {}", words()).into_bytes(), 0, "1 article"),
        ("entities.pdf", format!("%PDF-1.4\n{entities}").into_bytes(), 1, "the PDF"),
    ]
}

#[test]
fn each_malformed_file_is_told_in_one_sentence() {
    let place = Place::new();
    let mut wrong = Vec::new();
    let cases = [cut_off(), other_than_named(), nested(), bombs()].into_iter().flatten();
    for (name, bytes, code, words) in cases {
        place.put(name, bytes);
        let before = all_files(place.folder.path());
        let (got, said) = said(&place, name);
        println!("{name}: {}", said.lines().next().unwrap_or_default());
        if got != Some(code) || !said.contains(words) || said.contains("panicked") {
            wrong.push(format!("{name}: {got:?} {said}"));
        }
        // A sentence for the file, at most one remark beside it, and the summary.
        if said.lines().count() > 3 {
            wrong.push(format!("{name}: many words: {said}"));
        }
        if all_files(place.folder.path()) != before {
            wrong.push(format!("{name}: something was written outside the library"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_of_a_gigabyte_are_refused_or_read_in_parts() {
    let place = Place::new();
    let words = "Words of an article, one after the other. ".repeat(2000);
    let mail = format!("From x@y Mon\nFrom: a@b\nSubject: x\nTo: y\n\n{words}");
    let cases: [(&str, String, &str); 9] = [
        ("huge.txt", words.clone(), "it is larger than 16 MiB"),
        ("huge.html", format!("<html><p>{words}"), "it is larger than 32 MiB"),
        ("huge.pdf", "%PDF-1.4\n".to_owned(), "it is larger than 64 MiB"),
        ("huge.xml", RSS.to_owned(), "it is larger than 32 MiB"),
        ("huge.jsonl", format!("{{\"text\": \"{}\"}}\n", &words[..1000]), "the line is longer than 4 MiB"),
        ("huge.csv", format!("title,text\na,\"{words}"), "a row has no end"),
        ("huge.mbox", mail, "the message is larger than 16 MiB"),
        (
            "huge.warc",
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 1000000000\r\n\r\n".to_owned(),
            "it is larger than 16 MiB",
        ),
        ("huge.zip", "PK\u{3}\u{4}".to_owned(), "the archive cannot be read"),
    ];
    for (name, head, words) in cases {
        huge(&place, name, head.as_bytes());
        let (code, said) = said(&place, name);
        assert_eq!((code, said.contains(words)), (Some(1), true), "{name}: {said}");
        fs::remove_file(place.path("in").join(name)).unwrap();
    }
}

#[test]
fn what_is_no_file_is_never_opened() {
    let place = Place::new();
    let folder = place.path("in/odd");
    fs::create_dir_all(&folder).unwrap();
    symlink(&folder, folder.join("loop")).unwrap();
    symlink("/etc/passwd", folder.join("outside.txt")).unwrap();
    let fifo = Command::new("mkfifo").arg(folder.join("pipe.txt")).status().unwrap();
    assert!(fifo.success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket.txt")).unwrap();
    fs::write(folder.join("fine.txt"), "A fine text.").unwrap();
    let (code, said_of_folder) = said(&place, "odd");
    assert_eq!(code, Some(1));
    for words in [
        "loop: it is a link",
        "outside.txt: it is a link",
        "pipe.txt: it is a FIFO",
        "socket.txt: it is a socket",
        "1 article added, 4 left out.",
    ] {
        assert!(said_of_folder.contains(words), "{words}: {said_of_folder}");
    }
    let (code, zero) = said(&place, "/dev/zero");
    assert!(code == Some(1) && zero.contains("/dev/zero: it is a device, not a file"), "{zero}");
}
