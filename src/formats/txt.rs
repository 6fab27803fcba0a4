//! Plain text with a loose head: lines such as `date 2023-07-10`, `Title: ...`, `Source: ...`, or none at all.
//!
//! The rule is never to eat text: a line without a colon is taken only for a value that nothing but a head has, or next to
//! a line that is certainly one.

use super::Parts;
use super::day::{self, Day};
use super::values::{Field, language, without_blank_ends};

/// Takes the head off a text.
pub(super) fn parse(text: &str) -> Parts<'_> {
    let run = run(text);
    let mut parts = Parts::default();
    let mut end = 0;
    for line in run.lines.iter().take_while(|line| run.accepts(line)) {
        line.field.set(&mut parts.meta, line.value, Some(line.number), &mut parts.complaints);
        end = line.end;
    }
    parts.body = without_blank_ends(&text[end..]);
    parts
}

/// A line that may belong to the head.
struct Line<'t> {
    field: Field,
    value: &'t str,
    surety: Surety,
    /// Counted from 1.
    number: usize,
    /// The byte where the next line starts.
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Surety {
    /// Certainly of the head.
    Clear,
    /// Of the head where a clear line is near.
    Near,
    /// Of the head where another of its lines is directly above or below.
    Touching,
}

/// The lines at the start of a text that may be its head, and the number of the line that ends them.
struct Run<'t> {
    lines: Vec<Line<'t>>,
    stop: usize,
}

impl Run<'_> {
    fn accepts(&self, line: &Line<'_>) -> bool {
        let supported = || self.lines.iter().any(|other| other.surety == Surety::Clear) && self.stop != line.number + 1;
        let touched = || self.lines.iter().any(|other| other.number.abs_diff(line.number) == 1);
        match line.surety {
            Surety::Clear => true,
            Surety::Near => supported(),
            Surety::Touching => supported() && touched(),
        }
    }
}

fn run(text: &str) -> Run<'_> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut end, mut number) = (0, 0);
    for raw in text.split_inclusive('\n') {
        number += 1;
        end += raw.len();
        if raw.trim().is_empty() {
            continue;
        }
        // A second title or date is text that looks like a head.
        let new = |field: Field| field == Field::Authors || lines.iter().all(|line| line.field != field);
        match candidate(raw.trim()).filter(|(field, ..)| new(*field)) {
            Some((field, value, surety)) => lines.push(Line { field, value, surety, number, end }),
            None => return Run { lines, stop: number },
        }
    }
    Run { lines, stop: usize::MAX }
}

fn candidate(line: &str) -> Option<(Field, &str, Surety)> {
    let colon = line.split_once([':', '：']).and_then(|(name, value)| Some((Field::of(name)?, value.trim())));
    if let Some((field, value)) = colon {
        return fits(field, value).then_some((field, value, Surety::Clear));
    }
    let (name, value) = line.split_once(char::is_whitespace)?;
    let (field, value) = (Field::of(name)?, value.trim());
    Some((field, value, surety(field, name, value)?))
}

/// Says whether a value after a colon can be one of this field; what cannot is text.
fn fits(field: Field, value: &str) -> bool {
    let at_most = |limit: usize| value.chars().count() <= limit;
    let one_word = || !value.contains(char::is_whitespace);
    match field {
        Field::Title => at_most(300),
        Field::Source => at_most(100),
        Field::Authors => at_most(200),
        Field::Url => one_word(),
        Field::Language => language(value).is_some() || one_word() && at_most(20),
        Field::Date => {
            day::read(value) != Day::None
                || at_most(40) && value.contains(|c: char| c.is_ascii_digit())
                || value.is_empty()
        }
    }
}

/// Returns how sure a line without a colon is of the head.
fn surety(field: Field, name: &str, value: &str) -> Option<Surety> {
    let upper = value.starts_with(|c: char| !c.is_lowercase());
    match field {
        Field::Date => (day::read(value) != Day::None).then_some(Surety::Clear),
        Field::Url => (value.contains("://") && !value.contains(char::is_whitespace)).then_some(Surety::Clear),
        Field::Source => is_name(value, 4).then_some(Surety::Near),
        Field::Language => language(value).map(|_| Surety::Near),
        Field::Authors => (is_name(value, 8) && upper).then_some(Surety::Touching),
        // "Title fight ends" and "Title IX" are text: a sentence starts with one capital, a key is of one case.
        Field::Title => {
            let key = name == "title" || name == "TITLE" && value.contains(char::is_lowercase);
            let plain = upper && !value.ends_with(['.', '!', '?']) && value.chars().count() <= 200;
            (key && plain).then_some(Surety::Touching)
        }
    }
}

/// Says whether a value looks like a name: one word, or a few that all start with a capital.
fn is_name(value: &str, limit: usize) -> bool {
    const SMALL: [&str; 9] = ["of", "the", "and", "de", "la", "van", "von", "di", "&"];
    let words: Vec<&str> = value.split_whitespace().collect();
    let capital = |word: &&str| SMALL.contains(word) || word.starts_with(|c: char| !c.is_lowercase());
    let ends = value.ends_with(['.', '!', '?', ',', ':']);
    !ends && (words.len() == 1 || words.len() <= limit && words.iter().all(capital))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use jiff::civil::date;

    #[test]
    fn the_body_starts_where_the_head_ends() {
        let cases = [
            (" date 2023-07-10 \n\n\n\nA minister met a rival.\n\n", "A minister met a rival."),
            ("date 2023-07-10\nsource Reuters\n\nText.", "Text."),
            ("source Reuters\ndate 2023-07-10\n\nText.", "Text."),
            ("date 2023-07-10\n\nsource The New York Times\n\nText.", "Text."),
            ("title Xi meets a guest\ndate 2023-07-10\n\nText.", "Text."),
            ("DATE 2023-07-10\nTITLE Xi meets a guest\n\nText.", "Text."),
            ("TITLE: A\nDATE: 2023-07-10\n\nsource : B\n\n\nText.", "Text."),
            ("Title: A\nBy Jane Doe\nDate: 2023-07-10\n\nText.", "Text."),
            ("url https://x.example/a?b=1\nlanguage en\n\nText.", "Text."),
            ("Date：2023-07-10\n\n习近平会见。", "习近平会见。"),
            ("\u{a0}Date:\t10 July 2023\n\tText.", "\tText."),
            ("Text only.", "Text only."),
            ("", ""),
            ("date 2023-07-10", ""),
            ("Title: A", ""),
        ];
        for (text, body) in cases {
            assert_eq!(parse(text).body, body, "{text:?}");
        }
    }

    #[test]
    fn text_that_looks_like_a_head_is_not_eaten() {
        let whole = [
            "Date palms are dying in Iraq.",
            "Date: palms and other fruit are dying",
            "Source close to the minister said it was over.",
            "Source Reuters",
            "Title fight ends in a draw",
            "Title IX ruling overturned",
            "title Xi meets a guest",
            "By Friday the army had left.",
            "By Jane Doe",
            "Link between smoking and cancer",
            "Language is a weapon.",
            "Language: the last frontier",
            "Author dies at 90",
            "2023-07-10",
            "date 2023-07-10 was a Monday.",
            "dates 2023-07-10",
            "Note: the title: is here",
        ];
        for text in whole {
            assert_eq!(parse(text).body, text);
            let below = format!("date 2023-07-10\n\n{text}\nThen a second line.");
            assert_eq!(parse(&below).body.lines().count(), 2, "below a date: {text}");
        }
        let kept = [
            ("date 2023-07-10\nSource close to the minister spoke\n\nx", "Source close to the minister spoke\n\nx"),
            ("date 2023-07-10\nTitle fight ends\n\nx", "Title fight ends\n\nx"),
            ("date 2023-07-10\nTITLE FIGHT ENDS\n\nx", "TITLE FIGHT ENDS\n\nx"),
            ("date 2023-07-10\n\nTitle IX ruling\n\nx", "Title IX ruling\n\nx"),
            ("date 2023-07-10\n\nBy Jane Doe\n\nx", "By Jane Doe\n\nx"),
            ("date 2023-07-10\nBy Monday Kyiv\nhad fallen.", "By Monday Kyiv\nhad fallen."),
            ("date 2023-07-10\ndate 2023-07-11\nx", "date 2023-07-11\nx"),
            ("A first line.\nTitle: B", "A first line.\nTitle: B"),
        ];
        for (text, body) in kept {
            assert_eq!(parse(text).body, body);
        }
    }

    #[test]
    fn values_are_read() {
        let head = "Title:  A  b\nDate: July 10, 2023\nSource: Xinhua\nURL: https://x.example\nAuthor(s): Jane Doe & Max Roe\nLanguage: English\n\nx";
        let meta = parse(head).meta;
        assert_eq!((meta.title.as_str(), meta.date), ("A b", Some(date(2023, 7, 10))));
        assert_eq!((meta.source.as_deref(), meta.url.as_deref()), (Some("Xinhua"), Some("https://x.example")));
        assert_eq!(
            (meta.authors, meta.language.as_deref()),
            (vec!["Jane Doe".to_owned(), "Max Roe".to_owned()], Some("en"))
        );
    }

    #[test]
    fn a_date_that_is_not_clear_is_left_out_with_a_complaint() {
        for (text, said) in
            [("\ndate 07/10/2023\n\nx", "day or the month first"), ("\nDate: 2023-99-10\n\nx", "not understood")]
        {
            let parts = parse(text);
            assert_eq!((parts.meta.date, parts.body), (None, "x"));
            assert!(
                parts.complaints[0].line == Some(2) && parts.complaints[0].what.contains(said),
                "{:?}",
                parts.complaints
            );
        }
    }
}
