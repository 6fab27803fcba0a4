//! Drives the program in a real terminal of the system: types, waits for words on the screen, sends signals, hangs up.
//!
//! Nothing here sleeps and hopes: every wait is for something seen, with a limit after which the test fails and shows the
//! screen.

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The longest that anything may take. Only a failing test waits so long.
pub const LIMIT: Duration = Duration::from_secs(20);

/// What has come from the program.
struct Heard {
    bytes: Vec<u8>,
    parser: vt100::Parser,
    closed: bool,
}

struct Shared {
    heard: Mutex<Heard>,
    news: Condvar,
    let_go: AtomicBool,
}

/// A running program and its terminal.
pub struct Term {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reading: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
    status: Option<ExitStatus>,
    modes_before: String,
    /// Bytes that had come when the last key was typed.
    at_key: usize,
}

/// How to start the program.
pub struct Start<'a> {
    pub library: &'a Path,
    columns: u16,
    rows: u16,
    env: Vec<(&'a str, &'a str)>,
    wrapper: Vec<String>,
}

impl<'a> Start<'a> {
    pub fn on(library: &'a Path) -> Self {
        Self { library, columns: 110, rows: 32, env: Vec::new(), wrapper: Vec::new() }
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    pub fn env(mut self, name: &'a str, value: &'a str) -> Self {
        self.env.push((name, value));
        self
    }

    /// Puts a command before the program, such as `strace`.
    pub fn under(mut self, wrapper: &[&str]) -> Self {
        self.wrapper = wrapper.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    fn command(&self) -> CommandBuilder {
        let mut words = self.wrapper.clone();
        words.push(env!("CARGO_BIN_EXE_newsgloss").to_owned());
        words.push("--library".to_owned());
        words.push(self.library.to_str().unwrap().to_owned());
        let mut command = CommandBuilder::new(&words[0]);
        command.args(&words[1..]);
        command.cwd(self.library);
        command.env_clear();
        let path = std::env::var("PATH").unwrap_or_default();
        let home = self.library.join("home");
        for (name, value) in [
            ("PATH", path.as_str()),
            ("HOME", home.to_str().unwrap()),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("USER", "me"),
        ] {
            command.env(name, value);
        }
        self.env.iter().for_each(|(name, value)| command.env(name, value));
        command
    }

    pub fn go(self) -> Term {
        let size = PtySize { rows: self.rows, cols: self.columns, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).unwrap();
        let modes_before = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(self.command()).unwrap();
        drop(pair.slave);
        let (rows, columns) = (NonZeroU16::new(self.rows).unwrap(), NonZeroU16::new(self.columns).unwrap());
        let parser = vt100::Parser::new(rows, columns, 0);
        let shared = Arc::new(Shared {
            heard: Mutex::new(Heard { bytes: Vec::new(), parser, closed: false }),
            news: Condvar::new(),
            let_go: AtomicBool::new(false),
        });
        let reader = pair.master.try_clone_reader().unwrap();
        let writer = Some(pair.master.take_writer().unwrap());
        let reading = Some(std::thread::spawn({
            let shared = shared.clone();
            move || shared.read(reader)
        }));
        Term { child, master: Some(pair.master), writer, reading, shared, status: None, modes_before, at_key: 0 }
    }
}

impl Shared {
    fn read(&self, mut from: Box<dyn Read + Send>) {
        let mut buffer = [0; 1 << 16];
        while !self.let_go.load(Ordering::SeqCst) {
            let count = from.read(&mut buffer).unwrap_or(0);
            let mut heard = self.heard.lock().unwrap();
            heard.bytes.extend_from_slice(&buffer[..count]);
            heard.parser.process(&buffer[..count]);
            heard.closed = count == 0;
            self.news.notify_all();
            if count == 0 {
                return;
            }
        }
    }
}

impl Term {
    /// Types literally: `\r` is Enter, `\x1b` Esc, `\x13` Ctrl+s.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.at_key = self.shared.heard.lock().unwrap().bytes.len();
        self.writer.as_mut().unwrap().write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Waits until `seen` is true of the screen and the bytes; says whether it became so.
    fn wait_until(&self, limit: Duration, mut seen: impl FnMut(&Heard) -> bool) -> bool {
        let end = Instant::now() + limit;
        let mut heard = self.shared.heard.lock().unwrap();
        while !seen(&heard) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || heard.closed {
                return seen(&heard);
            }
            heard = self.shared.news.wait_timeout(heard, left).unwrap().0;
        }
        true
    }

    /// Waits for words on the screen within `limit`.
    pub fn wait_for_within(&self, text: &str, limit: Duration) -> &Self {
        let found = self.wait_until(limit, |heard| heard.parser.screen().contents().contains(text));
        assert!(found, "{text:?} did not come within {limit:?}. The screen:\n{}", self.screen());
        self
    }

    /// Waits for words on the screen.
    pub fn wait_for(&self, text: &str) -> &Self {
        self.wait_for_within(text, LIMIT)
    }

    /// Waits until words are gone from the screen.
    pub fn wait_gone(&self, text: &str) -> &Self {
        let gone = self.wait_until(LIMIT, |heard| !heard.parser.screen().contents().contains(text));
        assert!(gone, "{text:?} stayed. The screen:\n{}", self.screen());
        self
    }

    /// Waits until no byte has come for `quiet`.
    pub fn settle(&self, quiet: Duration) -> &Self {
        let end = Instant::now() + LIMIT;
        let mut heard = self.shared.heard.lock().unwrap();
        loop {
            let before = heard.bytes.len();
            heard = self.shared.news.wait_timeout(heard, quiet).unwrap().0;
            if heard.bytes.len() == before || heard.closed || Instant::now() > end {
                return self;
            }
        }
    }

    /// Waits for what the last key draws, if it draws anything, and until that is whole. An Esc before another key would be
    /// read as Alt, so this also keeps keys apart.
    pub fn drawn_since_key(&self) -> &Self {
        self.wait_until(Duration::from_millis(150), |heard| heard.bytes.len() > self.at_key);
        self.settle(Duration::from_millis(10))
    }

    /// Returns the words on the screen.
    pub fn screen(&self) -> String {
        self.shared.heard.lock().unwrap().parser.screen().contents()
    }

    /// Returns the last line of the screen.
    pub fn status_line(&self) -> String {
        self.screen().lines().last().unwrap_or_default().to_owned()
    }

    pub fn has(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// Returns every byte that the program sent.
    pub fn bytes(&self) -> Vec<u8> {
        self.shared.heard.lock().unwrap().bytes.clone()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        let mut heard = self.shared.heard.lock().unwrap();
        heard.parser.screen_mut().set_size(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap());
        self.master.as_ref().unwrap().resize(PtySize { rows, cols: columns, ..PtySize::default() }).unwrap();
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap()).unwrap()
    }

    pub fn signal(&self, signal: Signal) -> &Self {
        kill_process(self.pid(), signal).unwrap();
        self
    }

    /// Closes the terminal's window: every handle on its outer end goes.
    pub fn hang_up(&mut self) {
        self.shared.let_go.store(true, Ordering::SeqCst);
        // The reading thread sits in a read; one more frame lets it go.
        self.resize(91, 27);
        self.reading.take().unwrap().join().unwrap();
        (self.writer, self.master) = (None, None);
    }

    /// Waits for the end within `limit` and returns the exit status, if it came.
    pub fn ended_within(&mut self, limit: Duration) -> Option<u32> {
        let end = Instant::now() + limit;
        while self.status.is_none() && Instant::now() < end {
            self.status = self.child.try_wait().unwrap();
            if self.status.is_none() {
                std::thread::sleep(Duration::from_millis(5)); // the system offers no wait with a limit
            }
        }
        self.status.as_ref().map(ExitStatus::exit_code)
    }

    /// Waits for the end and for the last byte, and returns the exit status.
    pub fn end(&mut self) -> u32 {
        let status = self.ended_within(LIMIT);
        let status = status.unwrap_or_else(|| panic!("it did not end. The screen:\n{}", self.screen()));
        self.wait_until(LIMIT, |heard| heard.closed);
        status
    }

    /// Kills it at once, as a crash would.
    pub fn kill(&mut self) {
        if self.status.is_none() {
            let _ = kill_process(self.pid(), Signal::KILL);
            self.ended_within(LIMIT);
        }
    }

    /// Returns what of the terminal is not as it was before the program began.
    pub fn left_behind(&self) -> Vec<String> {
        let heard = self.shared.heard.lock().unwrap();
        let screen = heard.parser.screen();
        let modes = format!("{:?}", self.master.as_ref().and_then(|master| master.get_termios()));
        let found = [
            (screen.alternate_screen(), "the alternate screen".to_owned()),
            (screen.hide_cursor(), "a hidden cursor".to_owned()),
            (screen.bracketed_paste(), "bracketed paste".to_owned()),
            (screen.application_cursor() || screen.application_keypad(), "application keys".to_owned()),
            (screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None, "mouse reports".to_owned()),
            (modes != self.modes_before, format!("modes {modes} in place of {}", self.modes_before)),
        ];
        found.into_iter().filter_map(|(is, what)| is.then_some(what)).collect()
    }

    /// Returns the state letter of the process (`R`, `S`, `T` ...) and the time on processors, in clock ticks.
    pub fn process(&self) -> Option<(char, u64)> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid().as_raw_nonzero())).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        Some((fields[0].chars().next()?, fields[11].parse::<u64>().ok()? + fields[12].parse::<u64>().ok()?))
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        self.kill();
    }
}
