//! Words, sentences and graphemes around an offset. Each looks only at a window, so a text of one long line costs no more.

use super::Span;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Bytes looked at on each side of an offset. A word or sentence that is longer is cut there.
const WINDOW: usize = 4096;

/// Returns the word at byte `offset`, or the next one after it, or nothing when no word follows.
#[must_use]
pub fn word_at(text: &str, mut offset: usize) -> Option<Span> {
    loop {
        let window = window(text, offset);
        let found = words(text, window).find(|word| word.end > offset);
        if found.is_some() || window.end >= text.len() {
            return found;
        }
        offset = next_letter(text, window.end)?;
    }
}

/// Returns the first word that starts after byte `offset`.
#[must_use]
pub fn word_after(text: &str, offset: usize) -> Option<Span> {
    let window = window(text, offset);
    let found = words(text, window).find(|word| word.start > offset);
    found.or_else(|| (window.end < text.len()).then(|| word_at(text, window.end)).flatten())
}

/// Returns the last word that starts before byte `offset`.
#[must_use]
pub fn word_before(text: &str, mut offset: usize) -> Option<Span> {
    loop {
        let window = window(text, offset);
        let found = words(text, window).take_while(|word| word.start < offset).last();
        if found.is_some() || window.start == 0 {
            return found;
        }
        let head = &text[..window.start];
        offset = head.char_indices().rfind(|(_, c)| c.is_alphanumeric()).map(|(at, c)| at + c.len_utf8())?;
    }
}

/// Returns the first byte from `offset` on that may be in a word: what is none of it is not cut into pieces to be seen.
fn next_letter(text: &str, offset: usize) -> Option<usize> {
    text[offset..].find(char::is_alphanumeric).map(|at| offset + at)
}

/// Returns the sentence around byte `offset`, without the blanks at its ends.
#[must_use]
pub fn sentence_at(text: &str, offset: usize) -> Span {
    let window = window(text, offset);
    let inside = joined(&text[window.start..window.end]);
    let inside = inside.map(|it| Span::new(window.start + it.start, window.start + it.end));
    let found = inside.take_while(|it| it.start <= offset).last();
    trim(text, found.unwrap_or(Span::new(window.start, window.start)))
}

/// Returns all sentences of a text, cut as [`sentence_at`] cuts them, in one pass: bytes, in order, without blanks at their
/// ends.
pub fn sentences(text: &str) -> impl Iterator<Item = Span> {
    joined(text).map(|sentence| trim(text, sentence)).filter(|sentence| !sentence.is_empty())
}

/// Sentences as UAX 29 cuts them. It ends one after "Mr." too: a piece that ends in a short title goes on.
fn joined(text: &str) -> impl Iterator<Item = Span> {
    let mut pieces = text.split_sentence_bound_indices().map(|(start, piece)| Span::new(start, start + piece.len()));
    std::iter::from_fn(move || {
        let mut sentence = pieces.next()?;
        while ends_in_title(&text[sentence.start..sentence.end])
            && let Some(next) = pieces.next()
        {
            sentence.end = next.end;
        }
        Some(sentence)
    })
}

/// Says whether a word may begin or end at byte `at`: letters do not stand on both sides, or they are of a script that
/// writes no blanks between words.
#[must_use]
pub fn is_word_edge(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
    !(joins(before) && joins(after))
}

/// Thai, Lao, Khmer and Burmese; kana and Han characters.
pub(super) const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Returns the end of the grapheme cluster that starts at byte `offset`.
#[must_use]
pub fn grapheme_after(text: &str, offset: usize) -> usize {
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// Returns the start of the grapheme cluster that ends at byte `offset`.
#[must_use]
pub fn grapheme_before(text: &str, offset: usize) -> usize {
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// A window around `offset` that begins and ends at a blank where there is one, so that it tears no word.
fn window(text: &str, offset: usize) -> Span {
    let offset = text.floor_char_boundary(offset);
    let start = text.floor_char_boundary(offset.saturating_sub(WINDOW));
    let end = text.floor_char_boundary(offset.saturating_add(WINDOW).min(text.len()));
    let start =
        if start == 0 { 0 } else { text[start..offset].find(char::is_whitespace).map_or(start, |at| start + at) };
    let cut = text[offset..end].rfind(char::is_whitespace).filter(|at| *at > 0); // never at `offset`: callers go on from the end
    let end = if end == text.len() { end } else { cut.map_or(end, |at| offset + at) };
    Span::new(start, end)
}

fn words(text: &str, window: Span) -> impl Iterator<Item = Span> {
    text[window.start..window.end]
        .unicode_word_indices()
        .map(move |(at, word)| Span::new(window.start + at, window.start + at + word.len()))
}

/// Returns the paragraph around byte `offset`: the lines up to a blank one on each side, without the blanks at its ends.
#[must_use]
pub fn paragraph_at(text: &str, offset: usize) -> Span {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let blank = |start: usize, end: usize| text[start..end].trim().is_empty();
    let (mut start, mut end) = (line_start(offset), line_end(offset));
    if blank(start, end) {
        return Span::new(offset, offset);
    }
    while start > 0 && !blank(line_start(start - 1), start - 1) {
        start = line_start(start - 1);
    }
    while end < text.len() && !blank(end + 1, line_end(end + 1)) {
        end = line_end(end + 1);
    }
    trim(text, Span::new(start, end))
}

fn ends_in_title(sentence: &str) -> bool {
    const TITLES: [&str; 14] =
        ["Mr.", "Mrs.", "Ms.", "Dr.", "Gen.", "Col.", "Lt.", "Sen.", "Rep.", "Gov.", "Prof.", "St.", "U.S.", "U.N."];
    let last = sentence.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    TITLES.contains(&last.trim_start_matches(['(', '"', '\u{201C}']))
}

fn trim(text: &str, span: Span) -> Span {
    let words = &text[span.start..span.end];
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start.min(span.end), (span.start + words.trim_end().len()).max(start))
}

#[cfg(test)]
mod tests {
    use super::{grapheme_after, is_word_edge, paragraph_at, sentence_at, sentences, word_after, word_at, word_before};
    use proptest::prelude::*;

    fn say(text: &str, span: Option<crate::text::Span>) -> &str {
        span.map_or("", |span| &text[span.start..span.end])
    }

    #[test]
    fn words_by_offset() {
        let text = "Xi’s visit, (said) 北京.";
        assert_eq!(say(text, word_at(text, 0)), "Xi’s");
        assert_eq!(say(text, word_after(text, 0)), "visit");
        assert_eq!(say(text, word_before(text, 7)), "Xi’s");
        assert_eq!(say(text, word_at(text, 13)), "said");
    }

    #[test]
    fn a_title_does_not_end_a_sentence() {
        let text = "He met Mr. Wang in Geneva. They spoke.";
        let sentence = sentence_at(text, 14);
        assert_eq!(&text[sentence.start..sentence.end], "He met Mr. Wang in Geneva.");
        let first = sentence_at(text, 0);
        assert_eq!(&text[first.start..first.end], "He met Mr. Wang in Geneva.");
    }

    #[test]
    fn a_paragraph_ends_at_a_blank_line() {
        let text = " One.\nTwo.\n \n\nThree. Four. \n";
        for (at, words) in [(0, "One.\nTwo."), (7, "One.\nTwo."), (12, ""), (16, "Three. Four."), (90, "")] {
            let span = paragraph_at(text, at);
            assert_eq!(&text[span.start..span.end], words, "{at}");
        }
    }

    #[test]
    fn words_have_edges() {
        let edges = |text: &str| text.char_indices().map(|(at, _)| at).filter(|at| is_word_edge(text, *at)).count();
        for (text, count) in [("Iran", 1), ("al-Sisi", 3), ("习近平", 3), ("G20's", 3), ("Łódź a", 3)] {
            assert_eq!(edges(text), count, "{text}");
        }
    }

    #[test]
    fn a_word_is_found_behind_any_number_of_blanks() {
        // A small stack, so that one call for each window of blanks would not fit.
        let thread = std::thread::Builder::new().stack_size(128 * 1024).spawn(|| {
            for rubbish in [" ", ".", "\u{3000}"] {
                let text = format!("one{}two", rubbish.repeat(2_000_000 / rubbish.len()));
                let two = text.len() - 3;
                assert_eq!(say(&text, word_at(&text, 3 + rubbish.len())), "two");
                assert_eq!(say(&text, word_after(&text, 0)), "two");
                assert_eq!(say(&text, word_before(&text, two)), "one");
                assert_eq!(word_at(&text[..two], 3), None);
            }
        });
        thread.unwrap().join().unwrap();
    }

    proptest! {
        #[test]
        fn no_offset_panics_or_tears_a_character(text in "[a-z .é习\u{301}\n]{0,200}", at in 0usize..500) {
            let at = text.floor_char_boundary(at.min(text.len()));
            for sentence in sentences(&text) {
                prop_assert_eq!(sentence_at(&text, sentence.start), sentence);
            }
            for span in [word_at(&text, at), word_after(&text, at), word_before(&text, at), Some(sentence_at(&text, at)), Some(paragraph_at(&text, at))].into_iter().flatten() {
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            }
            prop_assert!(text.is_char_boundary(grapheme_after(&text, at)));
        }
    }
}
