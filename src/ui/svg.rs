//! Pictures of a rendered frame as SVG, for the documentation: a dark window with one `<text>` for each run of cells of one
//! style.
//!
//! Knows nothing of what the frame shows. The same buffer always gives the same bytes.

use super::theme::colour::{Rgb, hex, of_index};
use crate::text::columns;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// The size of one cell in tenths of a pixel: whole numbers keep the output exact.
const CELL: (usize, usize) = (84, 180);
/// From the top of a cell to the line that letters stand on, in tenths of a pixel.
const BASELINE: usize = 134;
/// The height of the window's title bar and the space around the frame, in tenths of a pixel.
const BAR: usize = 320;
const PADDING: usize = 120;

const WORDS: Rgb = hex(0xD8_DEE4);
const GROUND: Rgb = hex(0x12_161B);
const FRAME: Rgb = hex(0x22_2830);
const BUTTONS: [Rgb; 3] = [hex(0xE0_6C5F), hex(0xDF_B24B), hex(0x6F_B56B)];
const FONTS: &str = "ui-monospace,'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace";

/// Cells next to each other in one row that look alike.
struct Run {
    column: usize,
    row: usize,
    width: usize,
    text: String,
    kind: Kind,
    look: Look,
}

/// What a run may hold: fonts agree on the width of letters, but not on that of signs and wide characters.
#[derive(Clone, PartialEq)]
enum Kind {
    Letters,
    /// The same sign, perhaps several times.
    Sign(String),
}

#[derive(Clone, Copy, PartialEq)]
struct Look {
    words: Rgb,
    /// None is the window's own ground.
    ground: Option<Rgb>,
    shape: Modifier,
}

/// Returns a picture of `buffer` in a window with `title`, as a whole SVG file.
#[must_use]
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let columns_px = usize::from(buffer.area.width) * CELL.0 + 2 * PADDING;
    let rows_px = usize::from(buffer.area.height) * CELL.1 + BAR + PADDING;
    let runs = runs(buffer);
    let mut out = window(columns_px, rows_px, &escaped(title));
    for run in &runs {
        ground(&mut out, run);
    }
    for run in &runs {
        words(&mut out, run);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn window(width: usize, height: usize, title: &str) -> String {
    let (w, h) = (px(width), px(height));
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\">\n\
         <title>{title}</title>\n\
         <rect width=\"{w}\" height=\"{h}\" rx=\"10\" fill=\"{}\"/>\n",
        code(FRAME)
    );
    let (left, inner_w, inner_h) = (px(PADDING / 2), px(width - PADDING), px(height - BAR - PADDING / 4));
    let (top, ground) = (px(BAR - PADDING / 4), code(GROUND));
    line(
        &mut out,
        format_args!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{inner_w}\" height=\"{inner_h}\" rx=\"6\" fill=\"{ground}\"/>"
        ),
    );
    for (at, button) in BUTTONS.into_iter().enumerate() {
        let (x, colour) = (px(180 + 180 * at), code(button));
        line(&mut out, format_args!("<circle cx=\"{x}\" cy=\"14.5\" r=\"5.5\" fill=\"{colour}\"/>"));
    }
    let (middle, words) = (px(width / 2), code(WORDS));
    line(
        &mut out,
        format_args!(
            "<text x=\"{middle}\" y=\"19\" text-anchor=\"middle\" font-family=\"sans-serif\" font-size=\"12\" \
             fill=\"{words}\">{title}</text>"
        ),
    );
    line(
        &mut out,
        format_args!("<g font-family=\"{FONTS}\" font-size=\"14\" fill=\"{words}\" xml:space=\"preserve\">"),
    );
    out
}

fn ground(out: &mut String, run: &Run) {
    let Some(colour) = run.look.ground else { return };
    let (x, y, width, height) = (left(run.column), px(top(run.row)), px(run.width * CELL.0), px(CELL.1));
    let fill = code(colour);
    line(out, format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"));
}

fn words(out: &mut String, run: &Run) {
    let drawn = Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    let blank = !run.look.shape.intersects(drawn);
    let text = if blank { run.text.trim_end_matches(' ') } else { &run.text };
    let start = if blank { text.len() - text.trim_start_matches(' ').len() } else { 0 };
    let text = &text[start..];
    if text.is_empty() || run.look.shape.contains(Modifier::HIDDEN) {
        return;
    }
    let (x, y) = (left(run.column + start), px(top(run.row) + BASELINE));
    let (width, style, text) = (px(columns(text) * CELL.0), style(run.look), escaped(text));
    line(
        out,
        format_args!(
            "<text x=\"{x}\" y=\"{y}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{text}</text>"
        ),
    );
}

fn style(look: Look) -> String {
    let has = |shape| look.shape.contains(shape);
    let mut out = String::new();
    if look.words != WORDS {
        out.push_str(&format!(" fill=\"{}\"", code(look.words)));
    }
    for (shape, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " fill-opacity=\"0.6\""),
    ] {
        out.push_str(if has(shape) { attribute } else { "" });
    }
    match (has(Modifier::UNDERLINED), has(Modifier::CROSSED_OUT)) {
        (true, true) => out.push_str(" text-decoration=\"underline line-through\""),
        (true, false) => out.push_str(" text-decoration=\"underline\""),
        (false, true) => out.push_str(" text-decoration=\"line-through\""),
        (false, false) => {}
    }
    out
}

fn runs(buffer: &Buffer) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for row in 0..buffer.area.height {
        let mut column = 0;
        while column < buffer.area.width {
            let Some(cell) = buffer.cell((buffer.area.x + column, buffer.area.y + row)) else { break };
            // The cell after a wide character is hidden by it.
            let width = u16::try_from(columns(cell.symbol())).unwrap_or(1).clamp(1, buffer.area.width - column);
            push(&mut runs, cell, usize::from(column), usize::from(row), usize::from(width));
            column += width;
        }
    }
    runs
}

fn push(runs: &mut Vec<Run>, cell: &Cell, column: usize, row: usize, width: usize) {
    let symbol = if columns(cell.symbol()) == 0 { " " } else { cell.symbol() };
    let letters = width == 1 && symbol.chars().all(|c| c.is_ascii() || c.is_alphanumeric());
    let kind = if letters { Kind::Letters } else { Kind::Sign(symbol.to_owned()) };
    let look = look(cell);
    if let Some(last) = runs.last_mut()
        && last.row == row
        && last.kind == kind
        && last.look == look
    {
        last.width += width;
        last.text.push_str(symbol);
    } else {
        runs.push(Run { column, row, width, text: symbol.to_owned(), kind, look });
    }
}

fn look(cell: &Cell) -> Look {
    let (words, ground) = (rgb(cell.fg), rgb(cell.bg));
    let shape = cell.modifier - (Modifier::REVERSED | Modifier::SLOW_BLINK | Modifier::RAPID_BLINK);
    if cell.modifier.contains(Modifier::REVERSED) {
        Look { words: ground.unwrap_or(GROUND), ground: Some(words.unwrap_or(WORDS)), shape }
    } else {
        Look { words: words.unwrap_or(WORDS), ground, shape }
    }
}

/// Returns the value of a colour; none is the terminal's own.
fn rgb(colour: Color) -> Option<Rgb> {
    let index = match colour {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some([red, green, blue]),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(of_index(index))
}

fn left(column: usize) -> String {
    px(PADDING + column * CELL.0)
}

fn top(row: usize) -> usize {
    BAR + row * CELL.1
}

/// Writes tenths of a pixel.
fn px(tenths: usize) -> String {
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

fn code([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(words);
    out.push('\n');
}

/// Escapes text for XML; characters that XML has no place for become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::svg;
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    /// Checks tags, attributes and references, and returns the text of each `<text>`; panics where it is not well-formed.
    fn texts(xml: &str) -> Vec<String> {
        let (mut open, mut texts, mut rest) = (Vec::new(), Vec::new(), xml.trim_end());
        while let Some(start) = rest.find('<') {
            let end = start + rest[start..].find('>').unwrap();
            let (content, tag) = (&rest[..start], &rest[start + 1..end]);
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "closes the open one");
                if name == "text" {
                    texts.push(unescaped(content));
                }
            } else {
                let name = tag.split([' ', '/']).next().unwrap();
                assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
                assert!(name.chars().all(|c| c.is_ascii_alphabetic()), "{tag}");
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
            rest = &rest[end + 1..];
        }
        assert!(open.is_empty() && rest.is_empty() && !xml.contains(|c: char| c.is_control() && c != '\n'));
        texts
    }

    fn unescaped(text: &str) -> String {
        let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        assert!(
            text.split('&').skip(1).all(|after| ["amp;", "lt;", "gt;", "quot;"].iter().any(|r| after.starts_with(r)))
        );
        plain.replace("&amp;", "&")
    }

    fn small() -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(2, 1, 20, 3));
        buffer.set_string(2, 1, "  Xi & <Putin>", Style::new());
        buffer.set_string(12, 1, "met", Style::new().fg(Color::Indexed(75)).underlined());
        buffer.set_string(2, 2, "習近平 x ▲▲●", Style::new().bold());
        buffer.set_string(2, 3, "at", Style::new().fg(Color::Rgb(1, 2, 3)).reversed());
        buffer.set_string(5, 3, "faint", Style::new().dim().italic().crossed_out());
        buffer
    }

    #[test]
    fn all_text_is_there_in_order() {
        let picture = svg(&small(), "a <b> & \"c\"");
        let expected = ["a <b> & \"c\"", "Xi & <Pu", "met", ">", "習", "近", "平", "x", "▲▲", "●", "at", "faint"];
        assert_eq!(texts(&picture), expected);
        assert_eq!(picture, svg(&small(), "a <b> & \"c\""));
    }

    #[test]
    fn columns_and_styles_are_kept() {
        let picture = svg(&small(), "t");
        for part in [
            "width=\"192\" height=\"98\"",
            "<text x=\"28.8\" y=\"45.4\" textLength=\"67.2\" lengthAdjust=\"spacingAndGlyphs\">Xi &amp; &lt;Pu</text>",
            "fill=\"#5fafff\" text-decoration=\"underline\">met<",
            "<text x=\"28.8\" y=\"63.4\" textLength=\"16.8\" lengthAdjust=\"spacingAndGlyphs\" font-weight=\"bold\">近<",
            "<rect x=\"12\" y=\"68\" width=\"16.8\" height=\"18\" fill=\"#010203\"/>",
            "fill=\"#12161b\">at<",
            "font-style=\"italic\" fill-opacity=\"0.6\" text-decoration=\"line-through\">faint<",
        ] {
            assert!(picture.contains(part), "{part} is not in\n{picture}");
        }
    }

    proptest! {
        #[test]
        fn any_words_make_a_whole_picture(words in "\\PC{0,30}", title in "\\PC{0,10}") {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
            buffer.set_string(0, 0, &words, Style::new().underlined());
            prop_assert_eq!(&texts(&svg(&buffer, &title))[0], &title);
        }
    }
}
