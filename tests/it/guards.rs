//! What the program must never do, held by what its code names.

use std::path::{Path, PathBuf};

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()));
            }
        }
    }
    found
}

fn files_that_name(words: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let names = |text: &str| words.iter().any(|word| text.contains(word));
    let mut found: Vec<String> = sources()
        .into_iter()
        .filter(|(path, text)| names(text) && !path.ends_with("tests.rs"))
        .map(|(path, _)| path.strip_prefix(&root).unwrap().display().to_string())
        .collect();
    found.sort();
    found
}

/// The lint forbids it everywhere but where a line says otherwise.
#[test]
fn one_file_alone_is_not_checked_by_the_compiler() {
    assert_eq!(files_that_name(&["unsafe {", "unsafe fn", "unsafe impl", "unsafe_code"]), ["shell/memory.rs"]);
}

/// What opens, moves or removes a file that may be there.
const WRITING: [&str; 7] =
    ["File::create", "OpenOptions", "fs::write", "remove_file", "fs::rename", "persist(", "set_len"];

/// Only eight files open, move or remove anything, and none of them knows where an article lies.
#[test]
fn no_article_is_ever_opened_for_writing() {
    let writers = files_that_name(&WRITING);
    assert_eq!(
        writers,
        [
            "store/catalogue_writer.rs",
            "store/container.rs",
            "store/draft.rs",
            "store/journal.rs",
            "store/output.rs",
            "store/own_file.rs",
            "store/own_model.rs",
            "store/stories.rs"
        ]
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in &writers {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        assert!(!text.contains("article_path") && !text.contains("articles()"), "{file} knows where articles lie");
    }
}

/// One file makes new articles, and it can only give a file a name that is free.
#[test]
fn a_new_article_takes_no_name_that_is_taken() {
    assert_eq!(files_that_name(&["persist_noclobber"]), ["store/parts.rs"]);
    let (_, text) = sources().into_iter().find(|(path, _)| path.ends_with("store/parts.rs")).unwrap();
    for word in WRITING {
        assert!(!text.contains(word), "store/parts.rs names {word}");
    }
}

/// And on a real library: after a session the articles are as they were, to the nanosecond of their times.
#[test]
fn a_session_leaves_the_articles_as_they_were() {
    let folder = crate::play::samples();
    let stamps = || {
        let mut all: Vec<_> = std::fs::read_dir(folder.path().join("articles"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (std::fs::read(&path).unwrap(), std::fs::metadata(&path).unwrap().modified().unwrap(), path))
            .collect();
        all.sort_by(|a, b| a.2.cmp(&b.2));
        all
    };
    let before = stamps();
    let mut play = crate::play::Play::article(&folder, "strategic-talks", "");
    play.keys("A + u U M").write("note").keys("Ctrl+s t").write("x").keys("Enter Esc Tab x X");
    drop(play);
    assert_eq!(stamps(), before);
}

#[test]
fn only_the_editor_and_this_program_itself_are_ever_started() {
    assert_eq!(
        files_that_name(&["process::Command", "Command::new", "process::{Command"]),
        ["shell/pdf.rs", "shell/session.rs"]
    );
    let (_, text) = sources().into_iter().find(|(path, _)| path.ends_with("shell/pdf.rs")).unwrap();
    assert!(text.contains("let program = std::env::current_exe()"));
    assert_eq!(text.matches("Command::new").count(), text.matches("Command::new(program)").count());
}

/// What can open a connection.
const CONNECTING: [&str; 8] =
    ["TcpStream", "UdpSocket", "TcpListener", "ToSocketAddrs", "std::net", "ureq", "reqwest", "hyper::"];

fn connects(code: &str) -> bool {
    CONNECTING.iter().any(|word| code.contains(word))
}

/// One file may open connections, and only commands that say so use it.
#[test]
fn nothing_here_speaks_to_a_network() {
    assert_eq!(files_that_name(&CONNECTING), ["shell/fetch.rs"]);
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    for name in ["reqwest", "hyper", "openssl", "curl", "tokio", "socket2"] {
        assert!(!lock.contains(&format!("name = \"{name}\"\n")), "{name} can speak to a network");
    }
}

#[test]
fn code_that_connects_is_seen() {
    for code in ["let s = TcpStream::connect(a);", "use std::net::SocketAddr;", "ureq::get(url)"] {
        assert!(connects(code), "{code}");
    }
    assert!(!connects("let connection = list.connect(other);"));
}
