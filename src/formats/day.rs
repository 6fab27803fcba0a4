//! A day of publication as people write it: ISO, slashes and dots, words in English, RFC 2822. A time of day after it is
//! left out, and the day is the one written, whatever its time zone.

use jiff::civil::Date;

/// What a written day says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// This day.
    Clear(Date),
    /// A day, but month and day can be read both ways.
    Ambiguous,
    /// No day.
    None,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a written day; the whole of `written` must be the day and perhaps a time.
pub(super) fn read(written: &str) -> Day {
    let written = written.trim().trim_matches(['"', '\'']).trim();
    let (first, rest) = written.split_once([' ', 'T', 't', '\t', ',']).unwrap_or((written, ""));
    if first.starts_with(|c: char| c.is_ascii_digit()) && is_time(rest) {
        let day = in_numbers(first);
        if day != Day::None {
            return day;
        }
    }
    in_words(written)
}

fn in_numbers(written: &str) -> Day {
    if written.len() == 8 && written.bytes().all(|byte| byte.is_ascii_digit()) {
        return day(&written[..4], &written[4..6], &written[6..]);
    }
    let Some(mark) = written.chars().find(|c| !c.is_ascii_digit()) else { return Day::None };
    let parts: Vec<&str> = written.split(mark).collect();
    let [a, b, c] = parts[..] else { return Day::None };
    match mark {
        '-' | '/' | '.' if a.len() == 4 => day(a, b, c),
        '.' if c.len() == 4 => day(c, b, a),
        '-' | '/' if c.len() == 4 => match (day(c, b, a), day(c, a, b)) {
            (Day::Clear(one), Day::Clear(other)) if one != other => Day::Ambiguous,
            (Day::Clear(one), _) | (_, Day::Clear(one)) => Day::Clear(one),
            _ => Day::None,
        },
        _ => Day::None,
    }
}

fn in_words(written: &str) -> Day {
    let mut words: Vec<&str> = written.split([' ', ',', '\t']).filter(|word| !word.is_empty()).collect();
    if words.first().is_some_and(|word| place_in(&WEEKDAYS, word).is_some()) {
        words.remove(0);
    }
    let [a, b, year, rest @ ..] = &words[..] else { return Day::None };
    if !is_time(&rest.join(" ")) {
        return Day::None;
    }
    match (place_in(&MONTHS, a), place_in(&MONTHS, b)) {
        (Some(month), _) => day(year, &month.to_string(), bare_number(b)),
        (_, Some(month)) => day(year, &month.to_string(), bare_number(a)),
        _ => Day::None,
    }
}

/// Returns the place, counted from 1, of a full or shortened name.
fn place_in(names: &[&str], word: &str) -> Option<usize> {
    let word = word.trim_end_matches('.').to_lowercase();
    let long_enough = word.len() >= 3;
    names
        .iter()
        .position(|name| long_enough && name.starts_with(&word) && (word.len() <= 4 || word == *name))
        .map(|at| at + 1)
}

/// Takes the ending off `10th`.
fn bare_number(word: &str) -> &str {
    let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &word[number.len()..];
    if matches!(ending.to_ascii_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th") { number } else { word }
}

fn day(year: &str, month: &str, day: &str) -> Day {
    let number = |text: &str, digits: usize| {
        (text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<i16>().ok())
            .flatten()
    };
    let small = |text: &str| number(text, 2).and_then(|value| i8::try_from(value).ok());
    let date = || Date::new(number(year, 4).filter(|_| year.len() == 4)?, small(month)?, small(day)?).ok();
    date().map_or(Day::None, Day::Clear)
}

/// Says whether what follows a day is a time of day, or nothing.
fn is_time(rest: &str) -> bool {
    rest.split([' ', ',', '\t']).filter(|word| !word.is_empty()).all(|word| {
        let zone = word.trim_matches(['(', ')']);
        let is_zone = zone.len() <= 5 && !zone.is_empty() && zone.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_clock = word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
        let is_offset = word.len() <= 6
            && word.starts_with(['+', '-'])
            && word[1..].bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
        is_zone || is_clock || is_offset || matches!(word, "am" | "pm" | "a.m." | "p.m." | "at" | "-" | "–" | "|")
    })
}

#[cfg(test)]
mod tests {
    use super::{Day, read};
    use jiff::civil::date;

    #[test]
    fn days_as_people_write_them() {
        let tenth = [
            "2023-07-10",
            "2023-07-10T09:30:00Z",
            "2023-07-10 23:59:59-05:00",
            "2023-07-10T09:30:00.123+02:00",
            "2023/07/10",
            "2023.7.10",
            "20230710",
            "10.07.2023",
            "10.7.2023 12:15",
            "10 July 2023",
            "10 Jul 2023",
            "10th July, 2023",
            "July 10, 2023",
            "JULY 10 2023",
            "Jul. 10, 2023",
            "Monday, July 10, 2023 at 10:15 AM EDT",
            "Monday 10 July 2023",
            "Mon, 10 Jul 2023 10:00:00 +0200",
            "Mon, 10 Jul 2023 10:00:00 GMT",
            "\"2023-07-10\"",
            " 2023-07-10 ",
        ];
        for written in tenth {
            assert_eq!(read(written), Day::Clear(date(2023, 7, 10)), "{written}");
        }
        let cases = [
            ("13/10/2023", Day::Clear(date(2023, 10, 13))),
            ("10/13/2023", Day::Clear(date(2023, 10, 13))),
            ("05/05/2023", Day::Clear(date(2023, 5, 5))),
            ("07/10/2023", Day::Ambiguous),
            ("7-10-2023", Day::Ambiguous),
            ("1 Sept 2021", Day::Clear(date(2021, 9, 1))),
            ("29 February 2023", Day::None),
            ("2023-13-40", Day::None),
            ("2023", Day::None),
            ("July 2023", Day::None),
            ("2023-07-10 was a Monday", Day::None),
            ("10 July 2023 saw rain", Day::None),
            ("palms are dying", Day::None),
            ("Mayor 10 2023", Day::None),
            ("", Day::None),
            ("习近平 10 2023", Day::None),
            ("10日 July 2023", Day::None),
        ];
        for (written, day) in cases {
            assert_eq!(read(written), day, "{written}");
        }
    }
}
