//! The colours of the themes, one table each. The ground is what the terminal is expected to have.

use super::colour::{Rgb, hex};
use crate::formats::config::ThemeName;

/// The colours of one theme.
pub(super) struct Palette {
    /// The terminal's own background; never drawn, only mixed with.
    pub ground: Rgb,
    /// Foreground and background of overlays.
    pub overlay: [Rgb; 2],
    /// Foreground and background of what is selected.
    pub selection: [Rgb; 2],
    /// Foreground and background of search hits.
    pub hit: [Rgb; 2],
    pub dim: Rgb,
    pub title: Rgb,
    pub accent: Rgb,
    pub gutter: Rgb,
    pub border: Rgb,
    pub status: Rgb,
    pub warning: Rgb,
    pub error: Rgb,
    pub hint: Rgb,
    /// In the order of `Hue`.
    pub hues: [Rgb; 9],
    /// How much of a hue is left in a suggestion, in percent.
    pub faint: u16,
    /// The least contrast of words with their ground.
    pub least: f64,
}

impl Palette {
    /// Returns the colours of a theme; none for the one without colours.
    pub(super) const fn of(name: ThemeName) -> Option<&'static Self> {
        match name {
            ThemeName::Dark => Some(&DARK),
            ThemeName::Light => Some(&LIGHT),
            ThemeName::ColourBlind => Some(&COLOUR_BLIND),
            ThemeName::HighContrast => Some(&HIGH_CONTRAST),
            ThemeName::Mono => None,
        }
    }
}

const fn all<const N: usize>(codes: [u32; N]) -> [Rgb; N] {
    let mut colours = [[0; 3]; N];
    let mut at = 0;
    while at < N {
        colours[at] = hex(codes[at]);
        at += 1;
    }
    colours
}

static DARK: Palette = Palette {
    ground: hex(0x00_0000),
    overlay: all([0xD8_DEE4, 0x1A_1D23]),
    selection: all([0x00_0000, 0x6C_B6FF]),
    hit: all([0x00_0000, 0xE6_D160]),
    dim: hex(0x9A_A2AA),
    title: hex(0xE8_ECF0),
    accent: hex(0x6C_B6FF),
    gutter: hex(0x8A_9199),
    border: hex(0x7A_828B),
    status: hex(0xB4_BCC4),
    warning: hex(0xF0_A35E),
    error: hex(0xFF_8080),
    hint: hex(0x5F_D0D8),
    hues: all([0x6C_B6FF, 0xF0_A35E, 0x7C_CF7C, 0xF5_8ECB, 0xE6_D160, 0x5F_D0D8, 0xFF_8080, 0xBF_A2FF, 0xA8_B0B8]),
    faint: 74,
    least: 4.5,
};

static LIGHT: Palette = Palette {
    ground: hex(0xFF_FFFF),
    overlay: all([0x1F_2328, 0xEC_EFF2]),
    selection: all([0xFF_FFFF, 0x05_50C8]),
    hit: all([0x00_0000, 0xFF_D84A]),
    dim: hex(0x59_636E),
    title: hex(0x10_1418),
    accent: hex(0x05_50C8),
    gutter: hex(0x5E_6873),
    border: hex(0x6E_7781),
    status: hex(0x44_4C55),
    warning: hex(0x8A_4600),
    error: hex(0xB3_191F),
    hint: hex(0x00_666E),
    hues: all([0x05_50C8, 0x95_4A00, 0x14_691C, 0xA8_207C, 0x6B_5A00, 0x00_666E, 0xB3_191F, 0x6F_42B8, 0x57_606A]),
    faint: 86,
    least: 4.5,
};

/// Begins from M. Okabe and K. Ito, "Color Universal Design" (2008). Theirs are for areas on paper, lack violet, and as
/// words on black are too dark or, simulated, too alike; hues and lightness were moved until any two of the nine differ
/// by more than 20 in CIELAB for normal, red-blind and green-blind eyes (a test holds it).
static COLOUR_BLIND: Palette = Palette {
    ground: hex(0x00_0000),
    overlay: all([0xD8_DEE4, 0x1A_1D23]),
    selection: all([0x00_0000, 0x56_B4E9]),
    hit: all([0x00_0000, 0xF0_E442]),
    dim: hex(0x9A_A2AA),
    title: hex(0xE8_ECF0),
    accent: hex(0x56_B4E9),
    gutter: hex(0x8A_9199),
    border: hex(0x7A_828B),
    status: hex(0xB4_BCC4),
    warning: hex(0xE6_9F00),
    error: hex(0xF0_7838),
    hint: hex(0x7C_C7F0),
    hues: all([0x68_87CB, 0xFF_C524, 0x9C_FFB8, 0xFF_3377, 0xFB_FC87, 0x87_D6FF, 0xEA_6933, 0xA7_61FF, 0xB0_B0B0]),
    faint: 88,
    least: 4.5,
};

/// Words have a contrast of at least 7 everywhere, suggestions included, and overlays a ground as black as the rest.
static HIGH_CONTRAST: Palette = Palette {
    ground: hex(0x00_0000),
    overlay: all([0xFF_FFFF, 0x00_0000]),
    selection: all([0x00_0000, 0xFF_FF00]),
    hit: all([0x00_0000, 0x00_FFFF]),
    dim: hex(0xD0_D0D0),
    title: hex(0xFF_FFFF),
    accent: hex(0xFF_FF00),
    gutter: hex(0xD0_D0D0),
    border: hex(0xFF_FFFF),
    status: hex(0xFF_FFFF),
    warning: hex(0xFF_B870),
    error: hex(0xFF_A0A0),
    hint: hex(0x80_F0F8),
    hues: all([0x8C_C8FF, 0xFF_B870, 0x90_F090, 0xFF_A8DC, 0xFF_F080, 0x80_F0F8, 0xFF_A0A0, 0xD4_C0FF, 0xE0_E0E0]),
    faint: 84,
    least: 7.0,
};
