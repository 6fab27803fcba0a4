//! The program is killed at random moments, and the order of its system calls is read: what it called saved is on the disk.

use crate::libraries::Lib;
use crate::pty::{Start, Term};
use std::collections::HashSet;
use std::fs;
use std::time::{Duration, Instant};

const NAME: &str = "a.txt";

/// An article whose sixty words are all markable, and in which no two marks are one name.
pub fn words() -> String {
    let words: Vec<String> = (0..60).map(|number| format!("word{number:02}")).collect();
    format!("Title: Words\n\n{}\n", words.join(" "))
}

/// Small steady random numbers (xorshift), so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

fn open(start: Start<'_>) -> Term {
    let mut term = start.go();
    term.wait_for("1 of 1");
    term.keys("\r");
    term.wait_for("word59").wait_for("0 mentions");
    term
}

/// Returns the greatest number of acts that the bytes call saved: the sentence after Ctrl+s.
fn acknowledged(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let mut plain = String::new(); // the words without the sequences between them
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            plain.push(c);
        }
    }
    let after = plain.match_indices("Saved: ").map(|(at, word)| &plain[at + word.len()..]);
    after.filter_map(|rest| rest.split(' ').next()?.parse().ok()).max().unwrap_or(0)
}

#[test]
#[ignore = "long: 200 killed sessions"]
fn long_crash_loses_nothing_that_was_called_saved() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut confirmed, mut found) = (0, 0);
    for run in 0..200 {
        let lib = Lib::of(&[(NAME, words())]);
        let mut term = open(Start::on(lib.root()).env("NO_COLOR", "1"));
        let end = Instant::now() + Duration::from_millis(dice.below(400));
        let mut typed = 0;
        while Instant::now() < end && typed < 50 {
            term.keys("!1l\x13");
            typed += 1;
            std::thread::sleep(Duration::from_millis(dice.below(12)));
        }
        // Only what had reached the screen before the kill counts as called saved.
        let seen = acknowledged(&term.bytes());
        let shown = term.status_line();
        term.kill();
        let parsed = lib.journal(NAME);
        assert!(parsed.acts.len() >= seen, "run {run}: {seen} called saved, {} on disk: {shown}", parsed.acts.len());
        assert!(parsed.acts.len() <= typed, "run {run}: more on disk than typed");
        let ids: HashSet<_> = parsed.acts.iter().map(|act| &act.id).collect();
        assert_eq!(ids.len(), parsed.acts.len(), "run {run}: an act twice");
        let whole = fs::read(lib.journal_path(NAME)).unwrap_or_default();
        assert!(whole.len() < 20 || !parsed.acts.is_empty() || !parsed.damaged.is_empty(), "run {run}: unreadable");
        confirmed += seen;
        found += parsed.acts.len();
    }
    println!("200 killed sessions: {confirmed} acts called saved, {found} on disk, 0 lost");
    assert!(confirmed > 100, "too few were confirmed for this to say anything");
}

#[test]
#[ignore = "long: needs strace"]
fn long_saved_is_drawn_only_after_every_sync() {
    if std::process::Command::new("strace").arg("-V").output().is_err() {
        println!("Skipped: strace is not installed, so the order of syncs is not seen.");
        return;
    }
    let lib = Lib::of(&[(&format!("deep/er/{NAME}"), words())]);
    let trace = lib.root().join("trace");
    let out = trace.to_str().unwrap();
    let calls = "trace=openat,write,fsync,fdatasync,mkdir,close";
    let tracing = ["strace", "-f", "-y", "-s", "4096", "-e", calls, "-o", out];
    let mut term = open(Start::on(lib.root()).env("NO_COLOR", "1").under(&tracing));
    for saved in 1..4 {
        term.keys("!1l\x13");
        term.wait_for(&format!("Saved: {saved} change"));
    }
    term.keys("qq");
    term.end();
    let text = fs::read_to_string(&trace).unwrap();
    let order = steps(&text, lib.root().to_str().unwrap());
    println!("{order:?}");
    check(&order);
}

/// What matters of one traced call.
#[derive(Debug, PartialEq, Eq, Clone)]
enum Call {
    Write,
    SyncJournal,
    SyncFolder(String),
    Said,
}

/// Reads the trace. A call that another thread's cut in two counts when it returns, for syncs and writes of the journal;
/// what is said counts when it begins.
fn steps(trace: &str, root: &str) -> Vec<Call> {
    let mut pending = std::collections::HashMap::new();
    let mut out = Vec::new();
    for line in trace.lines() {
        let (thread, rest) = line.trim().split_once(' ').unwrap_or_default();
        let rest = rest.trim();
        let whole = match rest.strip_suffix("<unfinished ...>") {
            Some(begun) => {
                out.extend(said(begun));
                pending.insert(thread.to_owned(), begun.to_owned());
                continue;
            }
            None if rest.starts_with("<... ") => {
                let begun = pending.remove(thread).unwrap_or_default();
                format!("{begun}{rest}")
            }
            None => {
                out.extend(said(rest));
                rest.to_owned()
            }
        };
        out.extend(stored(&whole, root));
    }
    out
}

fn said(call: &str) -> Option<Call> {
    let to_terminal = call.starts_with("write(") && call.contains("/dev/pts/");
    (to_terminal && (call.contains("Saved:") || call.contains("saved"))).then_some(Call::Said)
}

fn stored(call: &str, root: &str) -> Option<Call> {
    let journal = call.contains(&format!("{NAME}.toml>")) && call.contains("annotations/me/deep/er/");
    let sync = call.starts_with("fsync(") || call.starts_with("fdatasync(");
    let worked = call.ends_with("= 0") || call.starts_with("write(");
    assert!(worked || !journal || !sync, "a sync failed: {call}");
    if journal && call.starts_with("write(") {
        return Some(Call::Write);
    }
    if journal && sync {
        return Some(Call::SyncJournal);
    }
    let path = call.split_once('<')?.1.split_once('>')?.0;
    let below = path.strip_prefix(root)?.trim_start_matches('/');
    (sync && (below.is_empty() || below.starts_with("annotations")) && !below.ends_with(".toml"))
        .then(|| Call::SyncFolder(below.to_owned()))
}

/// Holds that whatever is said comes after the sync of what was written, and after the sync of every new folder.
fn check(order: &[Call]) {
    let writes = order.iter().filter(|call| **call == Call::Write).count();
    assert_eq!(writes, 3, "one write an act: {order:?}");
    let first = order.iter().position(|call| *call == Call::Said).expect("nothing was called saved");
    for folder in ["annotations/me/deep/er", "annotations/me/deep", "annotations/me", "annotations", ""] {
        let at = order.iter().position(|call| *call == Call::SyncFolder(folder.to_owned()));
        let written = order.iter().position(|call| *call == Call::Write).unwrap();
        // A folder may be synced earlier for another file: the one after the write counts.
        let after = order[written..].iter().position(|call| *call == Call::SyncFolder(folder.to_owned()));
        assert!(after.is_some_and(|after| written + after < first), "folder {folder:?} at {at:?}: {order:?}");
    }
    let mut synced = true;
    for call in order {
        match call {
            Call::Write => synced = false,
            Call::SyncJournal => synced = true,
            // The line says `saved` for what was saved before only until the next act; then it says `saving`.
            Call::Said => assert!(synced, "called saved before the sync: {order:?}"),
            Call::SyncFolder(_) => {}
        }
    }
}

/// Fifty times the program is killed while it catalogues and indexes ten thousand articles; what it leaves is gone on with.
#[test]
#[ignore = "long: 10,000 articles, 50 kills"]
fn long_crash_in_the_middle_of_indexing_is_gone_on_with() {
    const ARTICLES: usize = 10_000;
    let mut dice = Dice(0x51CE_B00C);
    let folder = tempfile::TempDir::new().unwrap();
    for number in 0..ARTICLES {
        let to = folder.path().join(format!("articles/{:02}", number % 50));
        fs::create_dir_all(&to).unwrap();
        let text =
            format!("Title: Story {number}\n\nThe common word, and word{number}. {}", "Filler of a text. ".repeat(60));
        fs::write(to.join(format!("{number}.txt")), text).unwrap();
    }
    let list = |query: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_newsgloss"));
        command.arg("--library").arg(folder.path()).args(["list", query, "--format", "json"]);
        command.stderr(std::process::Stdio::null()).stdout(std::process::Stdio::piped());
        command
    };
    let (mut killed, begun) = (0, Instant::now());
    list("common").output().unwrap();
    let whole = u64::try_from(begun.elapsed().as_millis()).unwrap().max(20);
    for round in 0..50 {
        // Now from nothing, now from what the last kill left.
        if round % 3 == 0 {
            let _ = fs::remove_dir_all(folder.path().join(".newsgloss"));
        }
        let mut child = list("common").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(dice.below(whole)));
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        if round % 10 != 9 {
            continue;
        }
        let ids = |query: &str| -> HashSet<String> {
            let out = list(query).output().unwrap();
            let rows: Vec<serde_json::Value> = serde_json::from_slice(&out.stdout).unwrap();
            let count = rows.len();
            let ids: HashSet<String> = rows.into_iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(ids.len(), count, "nothing is doubled");
            ids
        };
        assert_eq!(ids("common").len(), ARTICLES, "round {round}");
        assert_eq!(ids("").len(), ARTICLES);
        assert_eq!(ids("word77"), HashSet::from(["27/77.txt".to_owned()]));
    }
    println!("{killed} of 50 runs were killed before their end; all of {ARTICLES} articles are listed and found once");
    assert!(killed > 10, "the kills came too late to try anything: {killed}");
}
