//! Arithmetic on colours: mixing, contrast, and the 256 colours of terminals.

/// Red, green and blue, from 0 to 255 each.
pub type Rgb = [u8; 3];

/// The levels of each channel in the cube of terminal colours 16 to 231 (xterm).
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The first sixteen terminal colours as xterm has them; people change these, so themes do not use them.
const NAMED: [u32; 16] = [
    0x00_0000, 0xCD_0000, 0x00_CD00, 0xCD_CD00, 0x00_00EE, 0xCD_00CD, 0x00_CDCD, 0xE5_E5E5, 0x7F_7F7F, 0xFF_0000,
    0x00_FF00, 0xFF_FF00, 0x5C_5CFF, 0xFF_00FF, 0x00_FFFF, 0xFF_FFFF,
];

/// Returns the colour written as `0xRR_GGBB`.
#[must_use]
pub const fn hex(code: u32) -> Rgb {
    let [_, red, green, blue] = code.to_be_bytes();
    [red, green, blue]
}

/// Returns `percent` of `colour` over `ground`.
#[must_use]
pub fn mix(colour: Rgb, ground: Rgb, percent: u16) -> Rgb {
    std::array::from_fn(|i| {
        let sum = u16::from(colour[i]) * percent + u16::from(ground[i]) * (100 - percent);
        u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
    })
}

/// Returns the colour of a terminal's colour number.
#[must_use]
pub fn of_index(index: u8) -> Rgb {
    match index {
        0..=15 => hex(NAMED[usize::from(index)]),
        16..=231 => {
            let cell = usize::from(index - 16);
            [LEVELS[cell / 36], LEVELS[cell / 6 % 6], LEVELS[cell % 6]]
        }
        232..=255 => [8 + 10 * (index - 232); 3],
    }
}

/// Returns the number, from 16 to 255, of the terminal colour nearest to `colour`.
#[must_use]
pub fn indexed(colour: Rgb) -> u8 {
    (16..=255).min_by_key(|index| distance(of_index(*index), colour)).unwrap_or(16)
}

/// Returns the same for a colour that must be fainter on `ground` than the terminal colour `full`, with a contrast of at
/// least `least` all the same; the plainly nearest one where the terminal has none such.
#[must_use]
pub fn indexed_fainter(colour: Rgb, full: u8, ground: Rgb, least: f64) -> u8 {
    let below = contrast(of_index(full), ground);
    let fits = |index: &u8| {
        let found = contrast(of_index(*index), ground);
        found >= least && found < below
    };
    (16..=255).filter(fits).min_by_key(|index| distance(of_index(*index), colour)).unwrap_or_else(|| indexed(colour))
}

fn distance(a: Rgb, b: Rgb) -> u32 {
    a.into_iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

/// Returns the contrast of two colours, from 1 to 21 (WCAG 2, relative luminance).
#[must_use]
pub fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = linear(colour);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Returns the channels as shares of light, from 0 to 1 (sRGB).
#[must_use]
pub fn linear(colour: Rgb) -> [f64; 3] {
    colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    })
}

#[cfg(test)]
mod tests {
    use super::{contrast, hex, indexed, mix, of_index};

    #[test]
    fn colours_have_their_known_numbers() {
        for (code, index) in
            [(0x00_0000, 16), (0xFF_FFFF, 231), (0xFF_0000, 196), (0x5F_AFFF, 75), (0x80_8080, 244), (0x08_0808, 232)]
        {
            assert_eq!(indexed(hex(code)), index, "{code:06x}");
            assert_eq!(of_index(index), hex(code), "{index}");
        }
        assert_eq!(indexed(hex(0x5E_B0FD)), 75);
        assert_eq!(of_index(9), [255, 0, 0]);
    }

    #[test]
    fn contrast_is_as_defined() {
        assert!((contrast(hex(0x00_0000), hex(0xFF_FFFF)) - 21.0).abs() < 0.001);
        assert!((contrast(hex(0x76_7676), hex(0xFF_FFFF)) - 4.54).abs() < 0.01);
        assert!((contrast(hex(0xFF_0000), hex(0xFF_0000)) - 1.0).abs() < 0.001);
    }

    #[test]
    fn mixing_goes_from_ground_to_colour() {
        let (black, white) = (hex(0x00_0000), hex(0xFF_FFFF));
        assert_eq!([0, 50, 100].map(|percent| mix(white, black, percent)[0]), [0, 128, 255]);
    }
}
