//! Pictures of a rendered frame as SVG, for the documentation: a dark window with one `<text>` for each run of cells of one
//! style.
//!
//! Knows nothing of what the frame shows. The same buffer always gives the same bytes.

mod runs;
#[cfg(test)]
mod tests;

use super::theme::colour::{Rgb, hex};
use crate::text::columns;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use runs::{Look, Run, runs};
use std::fmt::Write;

/// The size of one cell in tenths of a pixel: whole numbers keep the output exact, and rows no higher than the lines of
/// borders in common fonts keep these whole.
const CELL: (usize, usize) = (84, 160);
/// From the top of a cell to the line that letters stand on, in tenths of a pixel.
const BASELINE: usize = 125;
/// The height of the window's title bar and the space around the frame, in tenths of a pixel.
const BAR: usize = 320;
const PADDING: usize = 120;

const WORDS: Rgb = hex(0xD8_DEE4);
const GROUND: Rgb = hex(0x12_161B);
const FRAME: Rgb = hex(0x22_2830);
const BUTTONS: [Rgb; 3] = [hex(0xE0_6C5F), hex(0xDF_B24B), hex(0x6F_B56B)];
const FONTS: &str = "ui-monospace,'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace";

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
            "<text x=\"{middle}\" y=\"19\" text-anchor=\"middle\" font-family=\"{FONTS}\" font-size=\"12\" \
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
    line(
        out,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" shape-rendering=\"crispEdges\"/>"
        ),
    );
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
