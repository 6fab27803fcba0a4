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
    assert!(text.split('&').skip(1).all(|after| ["amp;", "lt;", "gt;", "quot;"].iter().any(|r| after.starts_with(r))));
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
        "width=\"192\" height=\"92\"",
        "<text x=\"28.8\" y=\"44.5\" textLength=\"67.2\" lengthAdjust=\"spacingAndGlyphs\">Xi &amp; &lt;Pu</text>",
        "fill=\"#5fafff\" text-decoration=\"underline\">met<",
        "<text x=\"28.8\" y=\"60.5\" textLength=\"16.8\" lengthAdjust=\"spacingAndGlyphs\" font-weight=\"bold\">近<",
        "<rect x=\"12\" y=\"64\" width=\"16.8\" height=\"16\" fill=\"#010203\" shape",
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
