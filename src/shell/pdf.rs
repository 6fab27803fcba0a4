//! The text of a PDF, taken out by a second process of this program: a reader of PDFs can panic, take all memory, or never
//! end, and then only that process is lost.

use crate::formats::intake::{Item, pdf_text, whole};
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The hidden command of the second process.
pub const COMMAND: &str = "pdf-text";
/// Stands before the answer: the library that reads may print words of its own.
const MARK: &str = "\n\u{1e}newsgloss-pdf-text\n";
/// Bytes of memory of the second process.
const MEMORY: u64 = 256 * 1024 * 1024;
/// Seconds of work of the second process.
const SECONDS: u64 = 60;
/// Bytes of an answer.
const ANSWER: u64 = 64 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Answer {
    title: String,
    text: String,
    error: Option<String>,
}

/// Gives the bytes of a PDF to a second process and takes its text from there.
///
/// # Errors
/// A sentence.
pub fn read(bytes: Vec<u8>) -> Result<Item, String> {
    let failed = |error: io::Error| format!("the PDF cannot be read in a process of its own: {error}");
    let program = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(program);
    command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).env_clear();
    let mut child = command.spawn().map_err(failed)?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    // Each end has a thread, so that a process that reads or writes nothing does not hold us up.
    let writing = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&bytes)));
    let reading = std::thread::spawn(move || {
        let mut answer = Vec::new();
        let _ = stdout.map(|stdout| stdout.take(ANSWER).read_to_end(&mut answer));
        answer
    });
    let ended = wait(&mut child, Duration::from_secs(SECONDS * 2));
    if ended.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    drop(writing.join());
    let answer = reading.join().unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer);
    let answer = answer.rsplit_once(MARK).and_then(|(_, json)| serde_json::from_str::<Answer>(json).ok());
    match answer {
        Some(Answer { error: Some(why), .. }) => Err(why),
        Some(Answer { title, text, .. }) => {
            let mut item = Item { text, ..Item::default() };
            item.meta.title = title;
            Ok(item)
        }
        None => Err("the PDF is broken, or asks for more time or memory than an article's does".to_owned()),
    }
}

fn wait(child: &mut std::process::Child, limit: Duration) -> Option<std::process::ExitStatus> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    while started.elapsed() < limit {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
    None
}

/// The second process: bytes from stdin, the answer to stdout.
pub fn answer() -> io::Result<()> {
    let of = |limit| Rlimit { current: Some(limit), maximum: Some(limit) };
    // Best effort: where a limit cannot be set, the first process still waits no longer than it does.
    let _ = setrlimit(Resource::Data, of(MEMORY));
    let _ = setrlimit(Resource::Cpu, of(SECONDS));
    let _ = setrlimit(Resource::Core, of(0));
    std::panic::set_hook(Box::new(|_| {}));
    let made = whole(&mut io::stdin().lock(), ANSWER).and_then(|bytes| pdf_text(&bytes));
    let answer = match made {
        Ok(item) => Answer { title: item.meta.title, text: item.text, error: None },
        Err(why) => Answer { title: String::new(), text: String::new(), error: Some(why) },
    };
    let mut out = io::stdout().lock();
    out.write_all(MARK.as_bytes())?;
    serde_json::to_writer(&mut out, &answer)?;
    out.flush()
}
