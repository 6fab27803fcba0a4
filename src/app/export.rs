//! The export dialogue: which articles, which format, to which file; how it begins, how far it is, and how it is stopped.

use super::effect::{Articles, Effect, ExportJob, PreviewJob};
use super::state::{Level, Overlay};
use super::{Input, Key, State};
use crate::formats::Format;
use crate::store::{Progress, Screen};

/// The dialogue.
pub struct ExportDialog {
    /// The articles that can be exported.
    pub articles: Articles,
    /// Position in [`Format::ALL`].
    pub format: usize,
    /// The file to write.
    pub path: Input,
    /// The first lines of the first article in the chosen format; none while they are made.
    pub preview: Option<Vec<String>>,
    /// How far an export is that was begun here.
    pub running: Option<Progress>,
}

impl ExportDialog {
    fn new(articles: Articles) -> Self {
        let mut dialog = Self { articles, format: 0, path: Input::default(), preview: None, running: None };
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
        self.running.is_none() && self.path.take(key)
    }

    /// Inserts pasted text.
    pub fn paste(&mut self, text: &str) {
        self.path.insert(text);
    }

    /// Chooses a format.
    fn choose(&mut self, format: usize) {
        let old = ending(self.format);
        self.format = format % Format::ALL.len();
        self.preview = None;
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
        self.preview_export();
    }

    fn export_dialog(&mut self) -> Option<&mut ExportDialog> {
        match self.overlays.last_mut() {
            Some(Overlay::Export(dialog)) => Some(dialog),
            _ => None,
        }
    }

    /// Chooses the format so many rows further down.
    pub(super) fn step_format(&mut self, by: usize) {
        if let Some(dialog) = self.export_dialog().filter(|dialog| dialog.running.is_none()) {
            dialog.choose(dialog.format + by);
            self.preview_export();
        }
    }

    /// Chooses the format of a row that was clicked.
    pub(super) fn click_format(&mut self, row: usize) {
        let format = self.export_dialog().map_or(0, |dialog| dialog.format);
        self.step_format(row + Format::ALL.len() - format);
    }

    fn preview_export(&mut self) {
        self.previews += 1;
        let (round, codebook) = (self.previews, self.config.codebook.clone());
        let Some(dialog) = self.export_dialog() else { return };
        let (articles, format) = (dialog.articles.clone(), &Format::ALL[dialog.format]);
        self.effect(Effect::PreviewExport(Box::new(PreviewJob { round, articles, format, codebook })));
    }

    /// Takes the first lines of an export.
    pub(super) fn on_previewed(&mut self, round: u64, lines: Vec<String>) {
        if round == self.previews
            && let Some(dialog) = self.export_dialog()
        {
            dialog.preview = Some(lines);
        }
    }

    /// Closes the dialogue, or stops the export that was begun in it.
    pub(super) fn leave_export(&mut self) {
        let running = self.export_dialog().is_some_and(|dialog| dialog.running.is_some());
        if running && self.export.take().is_none() {
            return self.effect(Effect::StopExport);
        }
        self.overlays.pop();
    }

    pub(super) fn run_export(&mut self) {
        let (codebook, failed) = (self.config.codebook.clone(), self.saving.failed.is_some());
        let Some(dialog) = self.export_dialog().filter(|dialog| dialog.running.is_none()) else { return };
        if dialog.path.text.trim().is_empty() {
            return self.say(Level::Warning, "Type the name of a file to write.");
        }
        let job = ExportJob {
            articles: dialog.articles.clone(),
            format: &Format::ALL[dialog.format],
            codebook,
            path: dialog.path.text.clone(),
        };
        if failed {
            self.overlays.pop();
            return self
                .say(Level::Error, "Not exported: there are acts that could not be saved yet; Ctrl+s tries again.");
        }
        dialog.running = Some(Progress { done: 0, total: dialog.articles.len() });
        self.say(Level::Info, "Exporting ...");
        if self.saving.waiting > 0 {
            self.export = Some(job); // an export reads the disk, so what is on its way there comes first
        } else {
            self.effect(Effect::Export(job));
        }
    }

    /// Takes how far an export is.
    pub(super) fn on_exporting(&mut self, progress: Progress) {
        let running = self.overlays.iter_mut().find_map(|overlay| match overlay {
            Overlay::Export(dialog) => dialog.running.as_mut(),
            _ => None,
        });
        if let Some(running) = running {
            *running = progress;
        }
    }

    /// Takes the end of an export: the dialogue closes, unless something has to be changed in it.
    pub(super) fn on_exported(&mut self, result: Result<String, String>) {
        let running = |overlay: &Overlay| matches!(overlay, Overlay::Export(dialog) if dialog.running.is_some());
        match result {
            Ok(said) => {
                self.overlays.retain(|overlay| !running(overlay));
                self.say(Level::Info, &said);
            }
            Err(why) => {
                for overlay in &mut self.overlays {
                    if let Overlay::Export(dialog) = overlay {
                        dialog.running = None;
                    }
                }
                self.say(Level::Error, &why);
            }
        }
    }
}
