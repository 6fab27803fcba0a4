//! Plays keys into the real loop on a temporary copy of a library, and gives back what is on the screen.

use newsgloss::app::{Event, State, parse_keys};
use newsgloss::formats::config::{Config, parse};
use newsgloss::shell::{Runtime, Setup};
use newsgloss::store::Library;
use newsgloss::ui::new_editor;
use newsgloss::ui::theme::{Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A running program without a terminal.
pub struct Play {
    pub runtime: Runtime<TestBackend>,
    pub folder: Arc<TempDir>,
    /// Keys pressed so far.
    pub presses: usize,
}

static SECONDS: AtomicU64 = AtomicU64::new(1_800_000_000);

/// A clock of tests: each look is one second later.
fn now() -> jiff::Timestamp {
    let second = SECONDS.fetch_add(1, Ordering::Relaxed);
    jiff::Timestamp::from_second(i64::try_from(second).unwrap()).unwrap()
}

/// Makes a library of these articles (path, text).
pub fn library(articles: &[(&str, &str)]) -> Arc<TempDir> {
    let folder = TempDir::new().unwrap();
    for (path, text) in articles {
        let path = folder.path().join("articles").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Arc::new(folder)
}

/// Makes a copy of the sample library.
pub fn samples() -> Arc<TempDir> {
    let folder = TempDir::new().unwrap();
    let to = folder.path().join("articles");
    std::fs::create_dir(&to).unwrap();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("articles")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    Arc::new(folder)
}

impl Play {
    /// Opens a library at a size, with settings laid over the defaults.
    pub fn open(folder: &Arc<TempDir>, columns: u16, rows: u16, settings: &str) -> Self {
        // The neural model is slow in a build for tests: only tests that are about what it suggests ask for it.
        let careful = if settings.contains("careful") { "" } else { "careful = false\n" };
        let (config, complaints) = parse(&Config::default(), &format!("{careful}{settings}"));
        assert!(complaints.is_empty(), "{complaints:?}");
        let annotator = if config.annotator.is_empty() { "tester".to_owned() } else { config.annotator.clone() };
        let library = Arc::new(Library::new(folder.path(), &annotator));
        let theme = Theme::of(&config, Depth::True);
        let (state, complaints) = State::new(
            config,
            library.annotator().clone(),
            u64::from(std::process::id()) << 32 | SECONDS.load(Ordering::Relaxed),
            new_editor,
        );
        assert!(complaints.is_empty(), "{complaints:?}");
        let setup = Setup { library, state, theme, now };
        let terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let mut play = Self { runtime: Runtime::new(setup, terminal), folder: folder.clone(), presses: 0 };
        play.settle();
        play
    }

    /// Opens the article whose title or path the filter finds first.
    pub fn article(folder: &Arc<TempDir>, find: &str, settings: &str) -> Self {
        let mut play = Self::open(folder, 120, 40, settings);
        play.keys("/");
        play.write(find);
        play.keys("Enter Enter");
        play.presses = 0;
        play
    }

    /// Presses keys, written as in the configuration, and waits until all is quiet.
    pub fn keys(&mut self, written: &str) -> &mut Self {
        for key in parse_keys(written).unwrap() {
            self.runtime.handle(Event::Key(key));
            self.presses += 1;
            self.settle();
        }
        self
    }

    /// Types a text letter by letter.
    pub fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = keybinds::KeyInput::from(c);
            self.runtime.handle(Event::Key(key));
            self.settle();
        }
        self
    }

    /// Waits until no thread works and no news waits.
    pub fn settle(&mut self) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let (busy, handled) = (self.runtime.is_busy(), self.runtime.handled());
            self.runtime.step(Some(Duration::from_millis(if busy { 5 } else { 0 }))).unwrap();
            if !busy && self.runtime.handled() == handled {
                self.runtime.draw().unwrap();
                return;
            }
            assert!(Instant::now() < until, "the program does not come to rest");
        }
    }

    /// Returns the screen's lines, blanks at their ends cut.
    pub fn screen(&self) -> String {
        let buffer = self.runtime.backend().buffer();
        let area = buffer.area;
        let mut out = String::new();
        for y in 0..area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip == 0 {
                    line.push_str(symbol);
                }
                skip = if skip == 0 { newsgloss::text::columns(symbol).saturating_sub(1) } else { skip - 1 };
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// Returns the message, or the last line where there is none.
    pub fn status(&self) -> String {
        if let Some(message) = &self.runtime.state.message {
            return message.text.to_string();
        }
        self.screen().lines().last().unwrap_or_default().trim().to_owned()
    }

    /// Returns the annotated mentions as (type, words), in the order of the text.
    pub fn mentions(&self) -> Vec<(String, String)> {
        let reader = self.runtime.state.reader.as_ref().expect("an article is open");
        let words = |mention: &newsgloss::model::Mention| reader.article.body.slice(mention.span).to_owned();
        reader.annotations.mentions.iter().map(|mention| (mention.kind.clone(), words(mention))).collect()
    }

    /// Returns what is under the cursor.
    pub fn selected(&self) -> String {
        let reader = self.runtime.state.reader.as_ref().expect("an article is open");
        reader.article.body.slice(reader.cursor.span).to_owned()
    }

    /// Ends the program as `q` does and opens the same library again.
    pub fn restart(mut self) -> Self {
        self.runtime.handle(Event::Terminate);
        self.settle();
        self.runtime.finish();
        let folder = self.folder.clone();
        drop(self);
        Self::open(&folder, 120, 40, "")
    }
}
