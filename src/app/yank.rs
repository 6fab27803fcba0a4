//! The system's clipboard: words of the open article go to it, and nothing ever comes from it.

use super::state::Level;
use super::{Effect, Reader, State};
use crate::text::{Safe, sentence_at};

/// The most characters that are copied: terminals drop what is longer, most of them without a word.
pub(super) const MOST: usize = 20_000;

impl State {
    /// Copies the selected words.
    pub(super) fn yank(&mut self) {
        let Some(reader) = &self.reader else { return };
        let words = reader.article.body.slice(reader.cursor.span).trim().to_owned();
        self.motion(|reader| reader.visual = false);
        self.copy(&words);
    }

    /// Copies the sentence at the cursor, or all sentences that the selection touches, with the source.
    pub(super) fn yank_quote(&mut self) {
        let Some(quote) = self.reader.as_deref().and_then(quote) else {
            return self.say(Level::Warning, NO_WORDS);
        };
        self.copy(&quote);
    }

    fn copy(&mut self, words: &str) {
        if words.is_empty() {
            return self.say(Level::Warning, NO_WORDS);
        }
        let all = words.chars().count();
        let cut: String = words.chars().take(MOST).collect();
        // Some terminals paste what acts on them, so only what is safe to show leaves the program.
        let lines: Vec<String> = cut.lines().map(|line| Safe::new(line).to_string()).collect();
        self.effect(Effect::Copy(lines.join("\n")));
        let said = match (all, all > MOST) {
            (1, _) => "Copied 1 character to the clipboard.".to_owned(),
            (_, false) => format!("Copied {all} characters to the clipboard."),
            (_, true) => format!("Copied only the first {MOST} of {all} characters to the clipboard."),
        };
        self.say(Level::Info, &said);
    }
}

const NO_WORDS: &str = "There are no words here to copy.";

/// The sentences of the selection in quotes, and below them authors, title, source, day and address.
fn quote(reader: &Reader) -> Option<String> {
    let span = reader.cursor.span;
    let first = sentence_at(reader.text(), span.start);
    let last = sentence_at(reader.text(), reader.article.body.floor(span.end.saturating_sub(1)).max(span.start));
    let words: Vec<&str> = reader.text()[first.start..last.end.max(first.end)].split_whitespace().collect();
    if words.is_empty() {
        return None;
    }
    let meta = &reader.article.meta;
    let date = meta.date.map(|date| date.to_string());
    let source = [Some(meta.byline()), Some(meta.title.clone()), meta.source.clone(), date, meta.url.clone()];
    let source: Vec<String> = source.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Some(format!("“{}”\n{}", words.join(" "), source.join(", ")))
}
