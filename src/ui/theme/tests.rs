use super::colour::{Rgb, contrast, hex, linear, of_index};
use super::{Depth, Theme};
use crate::formats::config::{Config, ThemeName};
use crate::model::{Hue, Polarity};
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeSet;

const BLACK: Rgb = hex(0x00_0000);
const WHITE: Rgb = hex(0xFF_FFFF);
/// Each theme with its ground, and the least contrast of its words (WCAG 2: 4.5 is level AA, 7 is AAA).
const COLOURED: [(ThemeName, Rgb, f64); 4] = [
    (ThemeName::Dark, BLACK, 4.5),
    (ThemeName::Light, WHITE, 4.5),
    (ThemeName::ColourBlind, BLACK, 4.5),
    (ThemeName::HighContrast, BLACK, 7.0),
];
const HUES: [Hue; 9] =
    [Hue::Blue, Hue::Orange, Hue::Green, Hue::Pink, Hue::Yellow, Hue::Cyan, Hue::Red, Hue::Violet, Hue::Grey];
const STANCES: [Hue; 4] = [Hue::Green, Hue::Red, Hue::Grey, Hue::Violet];

fn rgb(colour: Option<Color>) -> Rgb {
    match colour {
        Some(Color::Rgb(red, green, blue)) => [red, green, blue],
        Some(Color::Indexed(index)) => of_index(index),
        other => panic!("{other:?} has no fixed value"),
    }
}

fn words(theme: &Theme) -> Vec<(String, Style)> {
    let roles = [
        ("dim", theme.dim),
        ("title", theme.title),
        ("accent", theme.accent),
        ("gutter", theme.gutter),
        ("status", theme.status),
        ("warning", theme.warning),
        ("error", theme.error),
        ("hint", theme.hint),
    ];
    let named = roles.map(|(name, style)| (name.to_owned(), style));
    let hues = HUES.map(|hue| (format!("{hue:?}"), theme.hue(hue)));
    let stances = Polarity::ALL.map(|polarity| (polarity.word().to_owned(), theme.polarity(polarity)));
    named.into_iter().chain(hues).chain(stances).collect()
}

#[test]
fn words_stand_out_from_their_ground() {
    for (name, ground, least) in COLOURED {
        for depth in [Depth::True, Depth::Indexed] {
            let theme = Theme::new(name, depth, STANCES);
            let overlay = rgb(theme.overlay.bg);
            let at_least = |what: &str, a: Rgb, b: Rgb, least: f64| {
                let found = contrast(a, b);
                assert!(found >= least, "{name:?} {depth:?} {what}: {found:.2} < {least}");
            };
            for (what, style) in words(&theme) {
                assert_eq!(style.bg, None, "{what} must keep the terminal's background");
                at_least(&what, rgb(style.fg), ground, least);
                at_least(&format!("{what} in overlay"), rgb(style.fg), overlay, least);
            }
            for pair in [theme.overlay, theme.selection, theme.hit] {
                at_least("pair", rgb(pair.fg), rgb(pair.bg), least);
            }
            at_least("border", rgb(theme.border.fg), ground, 3.0);
            for hue in HUES {
                let (full, faint) = (rgb(theme.hue(hue).fg), rgb(theme.suggested(hue).fg));
                at_least(&format!("suggested {hue:?}"), faint, ground, least);
                assert!(contrast(full, ground) > contrast(faint, ground), "{name:?} {depth:?} {hue:?} is not fainter");
            }
        }
    }
}

#[test]
fn hues_differ_from_each_other() {
    for (name, ..) in COLOURED {
        for depth in [Depth::True, Depth::Indexed] {
            let theme = Theme::new(name, depth, STANCES);
            let full: BTreeSet<Rgb> = HUES.iter().map(|hue| rgb(theme.hue(*hue).fg)).collect();
            assert_eq!(full.len(), HUES.len(), "{name:?} {depth:?}");
        }
    }
}

#[test]
fn annotations_suggestions_and_nesting_differ_without_colour() {
    for name in [ThemeName::Dark, ThemeName::Light, ThemeName::ColourBlind, ThemeName::HighContrast, ThemeName::Mono] {
        let theme = Theme::new(name, Depth::True, STANCES);
        for hue in HUES {
            assert!(theme.hue(hue).add_modifier.contains(Modifier::UNDERLINED));
            assert!(!theme.suggested(hue).add_modifier.contains(Modifier::UNDERLINED));
            let shapes: Vec<_> = (1..=4).map(|depth| theme.hue(hue).add_modifier | theme.nested(depth)).collect();
            let other = theme.suggested(hue).add_modifier;
            assert!((0..4).all(|at| !shapes[..at].contains(&shapes[at]) && shapes[at] != other), "{name:?}");
        }
        assert_eq!((theme.nested(0), theme.nested(9)), (theme.nested(1), theme.nested(4)));
        assert_eq!(theme.text, Style::new());
    }
}

#[test]
fn mono_has_no_colour() {
    let theme = Theme::new(ThemeName::Mono, Depth::True, STANCES);
    let pairs = [theme.overlay, theme.selection, theme.hit, theme.cursor, theme.border, theme.suggested(Hue::Red)];
    for style in words(&theme).into_iter().map(|(_, style)| style).chain(pairs) {
        assert_eq!((style.fg, style.bg, style.underline_color), (None, None, None));
    }
    assert!(!theme.has_colours());
    assert_ne!(theme.selection, theme.cursor);
}

#[test]
fn stances_have_the_hues_of_the_configuration() {
    let mut config = Config::default();
    config.stances[Polarity::Support as usize].hue = Hue::Blue;
    let theme = Theme::of(&config, Depth::Indexed);
    assert_eq!(theme.polarity(Polarity::Support).fg, theme.hue(Hue::Blue).fg);
    assert_eq!(theme.polarity(Polarity::Oppose).fg, theme.hue(Hue::Red).fg);
    assert_eq!(theme.suggested_polarity(Polarity::Support).fg, theme.suggested(Hue::Blue).fg);
}

/// What red-blind and green-blind eyes see, on linear red, green and blue: G. M. Machado and others (2009), severity 1.
const EYES: [[[f64; 3]; 3]; 3] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
];

fn apply(matrix: [[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>().max(0.0))
}

/// CIELAB of linear sRGB under D65.
fn lab(linear: [f64; 3]) -> [f64; 3] {
    const XYZ: [[f64; 3]; 3] = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]];
    let [x, y, z] = apply(XYZ, linear.map(|channel| channel.min(1.0)));
    let root = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let (x, y, z) = (root(x / 0.9505), root(y), root(z / 1.089));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[test]
fn colour_blind_hues_differ_for_colour_blind_eyes() {
    let theme = Theme::new(ThemeName::ColourBlind, Depth::True, STANCES);
    for eyes in EYES {
        let seen = HUES.map(|hue| (hue, lab(apply(eyes, linear(rgb(theme.hue(hue).fg))))));
        for (at, (hue, a)) in seen.iter().enumerate() {
            for (other, b) in &seen[..at] {
                let apart = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                assert!(apart > 20.0, "{hue:?} and {other:?} are {apart:.1} apart");
            }
        }
    }
}
