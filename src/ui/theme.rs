//! The theme: what each part of the screen looks like, by its role.
//!
//! Nothing is told by colour alone: annotations are underlined, suggestions are not; stances have glyphs; mentions within
//! mentions differ by weight and slant. Normal text keeps the terminal's own colours.

pub mod colour;
mod palette;
#[cfg(test)]
mod tests;

use crate::formats::config::{Config, ThemeName};
use crate::model::{Hue, Polarity};
use colour::{Rgb, indexed, indexed_fainter, mix};
use palette::Palette;
use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// All 16.7 million.
    True,
    /// The 256 numbered ones.
    Indexed,
}

/// The styles of the screen by role.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Normal text: the terminal's own.
    pub text: Style,
    /// What matters less.
    pub dim: Style,
    /// Headlines and the names of screens.
    pub title: Style,
    /// What is in focus or active.
    pub accent: Style,
    /// Where the cursor is; goes over any other style.
    pub cursor: Style,
    /// What is selected, in text and in lists.
    pub selection: Style,
    /// Words found by a search.
    pub hit: Style,
    /// Line numbers and marks beside the text.
    pub gutter: Style,
    /// Borders of panels.
    pub border: Style,
    /// The status line.
    pub status: Style,
    /// What the person should look at.
    pub warning: Style,
    /// What went wrong.
    pub error: Style,
    /// Keys named in hints and help.
    pub hint: Style,
    /// The ground of overlays, with the colour of plain words on it.
    pub overlay: Style,
    hues: [Style; 9],
    faint: [Style; 9],
    polarities: [Hue; 4],
    coloured: bool,
}

/// What annotations look like at each depth of nesting, from 1 on.
const NESTED: [Modifier; 4] =
    [Modifier::empty(), Modifier::BOLD, Modifier::ITALIC, Modifier::BOLD.union(Modifier::ITALIC)];

impl Theme {
    /// Makes the theme that `config` asks for.
    #[must_use]
    pub fn of(config: &Config, depth: Depth) -> Self {
        Self::new(config.look.theme, depth, Polarity::ALL.map(|polarity| config.stance(polarity).hue))
    }

    /// Takes the colours of the stances from the configuration as it is now.
    pub fn follow(&mut self, config: &Config) {
        self.polarities = Polarity::ALL.map(|polarity| config.stance(polarity).hue);
    }

    /// Makes a theme; `polarities` are the hues of the stances in the order of [`Polarity::ALL`].
    #[must_use]
    pub fn new(name: ThemeName, depth: Depth, polarities: [Hue; 4]) -> Self {
        Palette::of(name).map_or_else(|| Self::mono(polarities), |palette| Self::coloured(palette, depth, polarities))
    }

    fn coloured(palette: &Palette, depth: Depth, polarities: [Hue; 4]) -> Self {
        let plain = Style::new();
        let on = |colour: Rgb| plain.fg(terminal(colour, depth));
        let pair = |[fg, bg]: [Rgb; 2]| on(fg).bg(terminal(bg, depth));
        Self {
            text: plain,
            dim: on(palette.dim),
            title: on(palette.title).bold(),
            accent: on(palette.accent),
            cursor: plain.reversed(),
            selection: pair(palette.selection),
            hit: pair(palette.hit),
            gutter: on(palette.gutter),
            border: on(palette.border),
            status: on(palette.status),
            warning: on(palette.warning),
            error: on(palette.error).bold(),
            hint: on(palette.hint),
            overlay: pair(palette.overlay),
            hues: palette.hues.map(on),
            faint: palette.hues.map(|hue| plain.fg(faint(hue, palette, depth))),
            polarities,
            coloured: true,
        }
    }

    fn mono(polarities: [Hue; 4]) -> Self {
        let plain = Style::new();
        Self {
            text: plain,
            dim: plain.dim(),
            title: plain.bold(),
            accent: plain.bold(),
            cursor: plain.reversed().bold(),
            selection: plain.reversed(),
            hit: plain.reversed().underlined(),
            gutter: plain.dim(),
            border: plain.dim(),
            status: plain,
            warning: plain.bold(),
            error: plain.bold().underlined(),
            hint: plain.bold(),
            overlay: plain,
            hues: [plain; 9],
            faint: [plain.dim(); 9],
            polarities,
            coloured: false,
        }
    }

    /// Returns the style of an annotation: its colour, underlined.
    #[must_use]
    pub const fn hue(&self, hue: Hue) -> Style {
        self.hues[hue as usize].underlined()
    }

    /// Returns the style of a name or marker in this colour outside the text, such as in a list: not underlined.
    #[must_use]
    pub const fn swatch(&self, hue: Hue) -> Style {
        self.hues[hue as usize]
    }

    /// Returns the style of a suggestion: its colour made fainter, slanted and not underlined.
    #[must_use]
    pub const fn suggested(&self, hue: Hue) -> Style {
        self.faint[hue as usize].italic()
    }

    /// Returns the style of a stance's glyph and name.
    #[must_use]
    pub const fn polarity(&self, polarity: Polarity) -> Style {
        self.hues[self.polarities[polarity as usize] as usize].bold()
    }

    /// Returns the style of a suggested stance's glyph and name.
    #[must_use]
    pub const fn suggested_polarity(&self, polarity: Polarity) -> Style {
        self.suggested(self.polarities[polarity as usize])
    }

    /// Returns what is added to an annotation at a depth of nesting, 1 being the outermost: depths up to 4 differ without
    /// colour, deeper ones look like the fourth.
    #[must_use]
    pub fn nested(&self, depth: usize) -> Modifier {
        NESTED[depth.saturating_sub(1).min(NESTED.len() - 1)]
    }

    /// Says whether the theme has colours.
    #[must_use]
    pub const fn has_colours(&self) -> bool {
        self.coloured
    }
}

/// The colour of a suggestion: fainter than its annotation, and never too faint to read.
fn faint(hue: Rgb, palette: &Palette, depth: Depth) -> Color {
    let mixed = mix(hue, palette.ground, palette.faint);
    match depth {
        Depth::True => terminal(mixed, depth),
        Depth::Indexed => Color::Indexed(indexed_fainter(mixed, indexed(hue), palette.ground, palette.least)),
    }
}

fn terminal([red, green, blue]: Rgb, depth: Depth) -> Color {
    match depth {
        Depth::True => Color::Rgb(red, green, blue),
        Depth::Indexed => Color::Indexed(indexed([red, green, blue])),
    }
}
