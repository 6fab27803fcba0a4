//! Floor 2: the search language, parsed and matched. Knows no index and no screen.
//!
//! Words must all occur in title, source or path; `"a phrase"` is one word; `-word` must not occur; the fields are
//! `title: source: tag: is:unread|read|annotated date:2024-02..2024-03`. Date ranges include both ends.

mod dates;

use crate::text::fold;
use dates::DateRange;

/// What a query can ask of an article.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Its path.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its source, or nothing.
    pub source: &'a str,
    /// Its day of publication.
    pub date: Option<jiff::civil::Date>,
    /// Its labels.
    pub tags: &'a [String],
    /// The words that `is:` knows for it.
    pub states: &'a [&'a str],
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Words(String),
    Title(String),
    Source(String),
    Tag(String),
    Is(String),
    Date(DateRange),
}

/// A parsed query: every term must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<(bool, Test)>,
}

const STATES: [&str; 3] = ["unread", "read", "annotated"];

impl Query {
    /// Reads a query. What cannot be understood is left out, and the sentence says what and how to mend it.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Option<String>) {
        let mut query = Self::default();
        let mut complaint =
            (text.matches('"').count() % 2 == 1).then(|| "a quote is not closed; put a `\"` at its end".to_owned());
        for word in split(text) {
            let (wanted, word) = word.strip_prefix('-').map_or((true, word.as_str()), |rest| (false, rest));
            match test(word) {
                Ok(Some(test)) => query.terms.push((wanted, test)),
                Ok(None) => {}
                Err(what) => complaint = Some(what),
            }
        }
        (query, complaint)
    }

    /// Says whether it asks nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Says whether an article answers it.
    #[must_use]
    pub fn matches(&self, facts: &Facts<'_>) -> bool {
        self.matches_in(facts, "")
    }

    /// Says whether an article answers it when its words may also stand in `text`, which must be folded.
    #[must_use]
    pub fn matches_in(&self, facts: &Facts<'_>, text: &str) -> bool {
        let in_text = |test: &Test| matches!(test, Test::Words(word) if text.contains(word));
        self.terms.iter().all(|(wanted, test)| (test.holds(facts) || in_text(test)) == *wanted)
    }

    /// Returns the words and phrases that must occur, folded.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter_map(|(wanted, test)| match test {
            Test::Words(word) if *wanted => Some(word.as_str()),
            _ => None,
        })
    }

    /// Returns what it asks of an article besides words: no text is needed to answer that.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let terms = self.terms.iter().filter(|(_, test)| !matches!(test, Test::Words(_)));
        Self { terms: terms.cloned().collect() }
    }
}

impl Test {
    fn holds(&self, facts: &Facts<'_>) -> bool {
        let has = |text: &str, word: &String| fold(text).contains(word);
        match self {
            Self::Words(word) => {
                has(facts.title, word)
                    || has(facts.source, word)
                    || has(facts.id, word)
                    || facts.tags.iter().any(|tag| has(tag, word))
            }
            Self::Title(word) => has(facts.title, word),
            Self::Source(word) => has(facts.source, word),
            Self::Tag(word) => facts.tags.iter().any(|tag| fold(tag) == *word),
            Self::Is(state) => facts.states.contains(&state.as_str()),
            Self::Date(range) => facts.date.is_some_and(|date| range.holds(date)),
        }
    }
}

fn test(word: &str) -> Result<Option<Test>, String> {
    if ["OR", "AND", "NOT"].contains(&word) {
        return Err(format!("{word} is not understood; all words must occur, and `-word` must not"));
    }
    let Some((field, value)) = word.split_once(':').filter(|(field, _)| !field.contains(' ')) else {
        return Ok((!word.is_empty()).then(|| Test::Words(fold(word))));
    };
    if value.is_empty() {
        return Ok(None); // still being typed
    }
    match field {
        "title" => Ok(Some(Test::Title(fold(value)))),
        "source" => Ok(Some(Test::Source(fold(value)))),
        "tag" => Ok(Some(Test::Tag(fold(value)))),
        "is" if STATES.contains(&value) => Ok(Some(Test::Is(value.to_owned()))),
        "is" => Err(format!(
            "`is:{value}` is not known; there are {}",
            STATES.map(|state| format!("is:{state}")).join(", ")
        )),
        "date" => DateRange::parse(value).map(|range| Some(Test::Date(range))),
        _ => Err(format!("there is no field `{field}:`; there are title: source: tag: is: date:")),
    }
}

/// Splits at blanks outside quotes; a quote that is still open goes to the end.
fn split(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{Facts, Query};

    #[test]
    fn queries_answer_as_an_analyst_would_expect() {
        let tags = ["important".to_owned()];
        let facts = Facts {
            id: "2023/talks.txt",
            title: "Xi’s visit to Moscow",
            source: "TASS",
            date: "2024-02-29".parse().ok(),
            tags: &tags,
            states: &["read", "annotated"],
        };
        let cases = [
            ("", true),
            ("xi's moscow", true),
            ("\"visit to\" tass", true),
            ("moscow beijing", false),
            ("-beijing", true),
            ("-moscow", false),
            ("source:tass tag:Important", true),
            ("title:tass", false),
            ("is:annotated", true),
            ("is:unread", false),
            ("date:2024-02", true),
            ("date:2024-01..2024-02", true),
            ("date:2024-03..", false),
            ("date:..2024-02-29", true),
            ("date:2024", true),
        ];
        for (query, expected) in cases {
            let (parsed, complaint) = Query::parse(query);
            assert_eq!(complaint, None, "{query}");
            assert_eq!(parsed.matches(&facts), expected, "{query}");
        }
    }

    #[test]
    fn words_may_stand_in_the_text() {
        let facts = Facts { id: "a.txt", title: "Talks", source: "", date: None, tags: &[], states: &[] };
        let cases = [("moscow talks", true), ("-moscow", false), ("title:moscow", false), ("\"to moscow\"", true)];
        for (query, expected) in cases {
            let (query, _) = Query::parse(query);
            assert_eq!(query.matches_in(&facts, "a visit to moscow"), expected, "{query:?}");
        }
        let (query, _) = Query::parse("Moscow -talks title:talks");
        assert_eq!(query.words().collect::<Vec<_>>(), ["moscow"]);
        assert!(query.without_words().matches(&facts) && !query.matches(&facts));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (query, says) in [("is:foo", "is:unread"), ("colour:red", "title:"), ("date:july", "2024-02")] {
            let (_, complaint) = Query::parse(query);
            assert!(complaint.unwrap().contains(says), "{query}");
        }
    }
}
