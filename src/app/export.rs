//! The export dialogue: which articles, which format, to which file.

use super::effect::{Articles, Effect, ExportJob};
use super::state::{Level, Overlay};
use super::{Input, Key, State};
use crate::formats::Format;
use crate::store::Screen;

/// The dialogue.
pub struct ExportDialog {
    /// The articles that can be exported.
    pub articles: Articles,
    /// Position in [`Format::ALL`].
    pub format: usize,
    /// The file to write.
    pub path: Input,
}

impl ExportDialog {
    fn new(articles: Articles) -> Self {
        let mut dialog = Self { articles, format: 0, path: Input::default() };
        dialog.propose();
        dialog
    }

    /// Proposes a file name for the chosen format. It is built from nothing that an article says.
    fn propose(&mut self) {
        let name = if self.articles.len() == 1 { "article" } else { "articles" };
        self.path = Input::new(&format!("newsgloss-{name}{}", ending(self.format)));
    }

    /// Takes a key of the file's name.
    pub fn take(&mut self, key: Key) -> bool {
        self.path.take(key)
    }

    /// Inserts pasted text.
    pub fn paste(&mut self, text: &str) {
        self.path.insert(text);
    }

    /// Chooses the next format.
    pub fn step_format(&mut self, forward: bool) {
        let old = ending(self.format);
        let len = Format::ALL.len();
        self.format = if forward { (self.format + 1) % len } else { (self.format + len - 1) % len };
        // A name that the person typed keeps its words; only the ending follows the format.
        if let Some(stem) = self.path.text.strip_suffix(old.as_str()) {
            self.path = Input::new(&format!("{stem}{}", ending(self.format)));
        }
    }
}

/// Returns the ending of a file's name with its dot; none for a folder.
fn ending(format: usize) -> String {
    let extension = Format::ALL[format].extension;
    if extension.is_empty() { String::new() } else { format!(".{extension}") }
}

impl State {
    /// Opens the dialogue: the open article in the reader, all listed articles in the list.
    pub(super) fn start_export(&mut self) {
        let articles = match (&self.reader, self.screen) {
            (Some(reader), Screen::Reader) => vec![reader.article.id.clone()].into(),
            _ => self.list.listed(),
        };
        if articles.is_empty() {
            return self.say(Level::Warning, "There is no article here to export.");
        }
        self.overlays.push(Overlay::Export(ExportDialog::new(articles)));
    }

    pub(super) fn run_export(&mut self) {
        let Some(Overlay::Export(dialog)) = self.overlays.pop() else { return };
        if dialog.path.text.trim().is_empty() {
            self.say(Level::Warning, "Type the name of a file to write.");
            self.overlays.push(Overlay::Export(dialog));
            return;
        }
        let job = ExportJob {
            articles: dialog.articles,
            format: &Format::ALL[dialog.format],
            codebook: self.config.codebook.clone(),
            path: dialog.path.text,
        };
        if self.saving.failed.is_some() {
            return self
                .say(Level::Error, "Not exported: there are acts that could not be saved yet; Ctrl+s tries again.");
        }
        self.say(Level::Info, "Exporting ...");
        if self.saving.waiting > 0 {
            self.export = Some(job); // an export reads the disk, so what is on its way there comes first
        } else {
            self.effect(Effect::Export(job));
        }
    }
}
