//! The configuration: the compiled-in `config.toml`, and files that hold what differs laid over it.
//!
//! Knows neither where those files lie nor what a command or a colour is: keys and themes are handed on as names.

mod codebook;
mod edit;
mod fields;
mod keys;
mod nearest;
mod stances;
#[cfg(test)]
mod tests;

pub use edit::{Edit, Set, edit, lay_edits};
pub use fields::{hue_name, is_label, is_short_name};
pub use keys::KeyEntry;
pub use nearest::nearest;
pub use stances::StanceStyle;

use crate::model::{Codebook, Complaint, Hue, Polarity};
use fields::{Field, Report, choice, read, share, truth, whole, words};
use std::sync::LazyLock;
use toml::de::DeTable;

/// The compiled-in configuration with its comments: its own manual.
pub const DEFAULTS: &str = include_str!("../../config.toml");

/// The line of [`DEFAULTS`] below which the keys are written from the command table.
pub const KEYS_MARKER: &str = "# --- keys: written from the command table, do not edit by hand ---";

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// For dark terminals.
    #[default]
    Dark,
    /// For light terminals.
    Light,
    /// Told apart by people with red-green blindness; for dark terminals.
    ColourBlind,
    /// Every word with a contrast of 7 or more; for dark terminals.
    HighContrast,
    /// No colours at all.
    Mono,
}

/// How the screen looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The colours.
    pub theme: ThemeName,
    /// Draw with ASCII characters only.
    pub ascii: bool,
    /// Columns of the text, from 20 to 200.
    pub measure: u16,
    /// Show the panel at the side of the text.
    pub margin: bool,
    /// Take clicks and the wheel.
    pub mouse: bool,
    /// Draw one thing after the other, in words, for people who hear the screen.
    pub screen_reader: bool,
}

/// All settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The library to open where none is named; only the user's own file may say it.
    pub library: Option<String>,
    /// Who annotates; empty means the login name.
    pub annotator: String,
    /// How the screen looks.
    pub look: Look,
    /// Show suggestions.
    pub suggestions: bool,
    /// Let earlier corrections change suggestions.
    pub learn: bool,
    /// Have the neural model suggest too, after the fast one.
    pub careful: bool,
    /// The least score, from 0 to 1, that "accept all" takes.
    pub accept_score: f64,
    /// After a digit or an accept, go on to the next candidate.
    pub advance: bool,
    /// Keep the time and the keys that each article costs.
    pub effort: bool,
    /// Entity types and tags.
    pub codebook: Codebook,
    /// How stances are shown, in the order of [`Polarity::ALL`].
    pub stances: [StanceStyle; 4],
    /// The keys of commands.
    pub keys: Vec<KeyEntry>,
    /// How many texts were laid over the compiled-in one.
    pub layers: usize,
}

impl Config {
    /// Returns how a stance is shown.
    #[must_use]
    pub const fn stance(&self, polarity: Polarity) -> &StanceStyle {
        &self.stances[polarity as usize]
    }

    /// Returns the glyph of a stance, in ASCII where that is asked for.
    #[must_use]
    pub fn stance_glyph(&self, polarity: Polarity) -> &str {
        let style = self.stance(polarity);
        if self.look.ascii { &style.ascii } else { &style.glyph }
    }

    /// Returns what `config.toml` is laid over: it has no values of its own, since that file has them all.
    fn bare() -> Self {
        let style = |polarity: Polarity| StanceStyle {
            glyph: String::new(),
            ascii: String::new(),
            label: polarity.word().to_owned(),
            hue: Hue::Grey,
            definition: String::new(),
            examples: Vec::new(),
        };
        Self {
            library: None,
            annotator: String::new(),
            look: Look::default(),
            suggestions: false,
            learn: false,
            careful: false,
            accept_score: 1.0,
            advance: false,
            effort: false,
            codebook: Codebook::default(),
            stances: Polarity::ALL.map(style),
            keys: Vec::new(),
            layers: 0,
        }
    }
}

impl Default for Config {
    /// Returns the compiled-in configuration.
    fn default() -> Self {
        static PARSED: LazyLock<Config> = LazyLock::new(|| lay(Config::bare(), DEFAULTS).0);
        PARSED.clone()
    }
}

/// Lays `text` over `base`. What is not right in it keeps the value of `base`, with a complaint that names the line, the
/// column, the key, and the nearest known one.
#[must_use]
pub fn parse(base: &Config, text: &str) -> (Config, Vec<Complaint>) {
    lay(Config { layers: base.layers + 1, ..base.clone() }, text)
}

fn lay(mut config: Config, text: &str) -> (Config, Vec<Complaint>) {
    // Editors on Windows put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut report = Report::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        report.add_syntax(error);
    }
    read(table.get_ref(), &ROOT, "", &mut config, &mut report);
    (config, report.finish())
}

const THEMES: [(&str, ThemeName); 5] = [
    ("dark", ThemeName::Dark),
    ("light", ThemeName::Light),
    ("colour-blind", ThemeName::ColourBlind),
    ("high-contrast", ThemeName::HighContrast),
    ("mono", ThemeName::Mono),
];

const ANNOTATOR: &str = "up to 40 letters, digits, - _ . that do not begin with . or -";

/// Every key of the top of the file.
const ROOT: [Field<Config>; 18] = [
    Field {
        key: "library",
        set: |config, value, _| words(value, "the path of a folder", is_label).map(|path| config.library = Some(path)),
    },
    Field {
        key: "annotator",
        set: |config, value, _| {
            let right = |name: &str| name.is_empty() || is_short_name(name);
            words(value, ANNOTATOR, right).map(|name| config.annotator = name)
        },
    },
    Field { key: "theme", set: |config, value, _| choice(value, &THEMES).map(|theme| config.look.theme = theme) },
    Field { key: "ascii", set: |config, value, _| truth(value).map(|ascii| config.look.ascii = ascii) },
    Field {
        key: "measure",
        set: |config, value, _| {
            whole(value, &(20..=200), "a whole number from 20 to 200").map(|columns| config.look.measure = columns)
        },
    },
    Field { key: "margin", set: |config, value, _| truth(value).map(|margin| config.look.margin = margin) },
    Field { key: "mouse", set: |config, value, _| truth(value).map(|mouse| config.look.mouse = mouse) },
    Field {
        key: "screen_reader",
        set: |config, value, _| truth(value).map(|linear| config.look.screen_reader = linear),
    },
    Field { key: "suggestions", set: |config, value, _| truth(value).map(|shown| config.suggestions = shown) },
    Field { key: "learn", set: |config, value, _| truth(value).map(|learn| config.learn = learn) },
    Field { key: "careful", set: |config, value, _| truth(value).map(|careful| config.careful = careful) },
    Field { key: "accept_score", set: |config, value, _| share(value).map(|score| config.accept_score = score) },
    Field { key: "advance", set: |config, value, _| truth(value).map(|advance| config.advance = advance) },
    Field { key: "effort", set: |config, value, _| truth(value).map(|effort| config.effort = effort) },
    Field { key: "types", set: |config, value, report| codebook::lay_types(&mut config.codebook, value, report) },
    Field { key: "tags", set: |config, value, report| codebook::lay_tags(&mut config.codebook, value, report) },
    Field { key: "stances", set: |config, value, report| stances::lay(&mut config.stances, value, report) },
    Field { key: "keys", set: |config, value, report| keys::lay(config, value, report) },
];
