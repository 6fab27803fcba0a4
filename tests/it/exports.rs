//! What a person meets when exporting: messages of the dialogue, and what is left where when it is killed.

use crate::libraries::Lib;
use crate::play::{Play, library};
use newsgloss::model::{Act, ArticleId, Id, On, What};
use newsgloss::store::Library;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
fn the_dialogue_says_what_to_change() {
    let folder = library(&[("a.txt", "Qorvex left.")]);
    let outside = tempfile::tempdir().unwrap();
    let there = outside.path().to_str().unwrap();
    // So small that the box and a long message need the same rows.
    let mut play = Play::open(&folder, 60, 15, "suggestions = false");
    play.keys("E").keys("Ctrl+u").write(&format!("{there}/no such/a.md")).keys("Enter");
    let said = play.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("There is no folder") && said.contains("make it, or write elsewhere."), "{said}");
    play.keys("Ctrl+u").write(there).keys("Enter");
    assert!(play.screen().contains("type another name."), "{}", play.screen());
    play.keys("Ctrl+u").write(&format!("{there}/a report.md")).keys("Enter");
    assert!(outside.path().join("a report.md").is_file(), "{}", play.screen());
}

#[test]
fn a_page_is_previewed_as_its_words() {
    let folder = library(&[("a.txt", "Title: Alpha\n\nQorvex left.")]);
    let mut play = Play::open(&folder, 100, 30, "suggestions = false");
    play.keys("E Down");
    assert!(play.screen().contains("“Alpha”, not annotated yet."), "{}", play.screen());
}

/// Annotates an article so that a workbook of it is larger than a pipe holds, whatever is compressed.
fn noted(lib: &Lib) {
    let mut word = 1_u64;
    let mut noise = || {
        word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:08x}", word >> 32)
    };
    let act = |at: usize| Act {
        id: Id::from(format!("a{at}").as_str()),
        at: jiff::Timestamp::UNIX_EPOCH,
        group: None,
        what: What::Note { text: (0..3000).map(|_| noise()).collect(), on: On::Article },
        extra: Default::default(),
    };
    let acts: Vec<Act> = (0..20).map(act).collect();
    Library::new(lib.root(), "me").append(&ArticleId::new("a.txt"), &acts).unwrap();
}

/// Articles may be confidential, and whoever kills an export does not look into the system's temporary folder.
#[test]
#[cfg(target_os = "linux")]
fn a_killed_export_leaves_no_rows_in_the_temporary_folder() {
    let (lib, temporary) = (Lib::of(&[("a.txt", "Words.")]), tempfile::tempdir().unwrap());
    noted(&lib);
    let mut child = Command::new(env!("CARGO_BIN_EXE_newsgloss"))
        .args(["--library", lib.root().to_str().unwrap(), "export", "--format", "xlsx"])
        .env("TMPDIR", temporary.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Once the first byte is here all rows are written, and the rest waits for a reader.
    child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let opened = std::fs::read_dir(format!("/proc/{}/fd", child.id())).unwrap();
    let opened = opened.filter_map(|fd| std::fs::read_link(fd.unwrap().path()).ok());
    assert!(opened.filter(|path| path.starts_with(temporary.path())).count() > 0, "rows lie in that folder");
    let names = |folder: &Path| std::fs::read_dir(folder).unwrap().count();
    assert_eq!(names(temporary.path()), 0, "they have no name there");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(names(temporary.path()), 0);
}
