//! Reads the search language: OR binds least, then AND (also unwritten), then NOT.

use super::test::{Field, Has, Is, Phrase, StanceTest, Test};
use super::tokens::{Piece, pieces};
use super::{DateRange, Expr, FIELDS, Mistake};
use crate::model::Polarity;
use crate::text::fold;

/// The deepest nesting of brackets and NOTs.
const DEEPEST: usize = 64;

struct Parser<'a> {
    query: &'a str,
    pieces: Vec<(usize, Piece<'a>)>,
    at: usize,
    depth: usize,
    /// Where words are looked for inside `title:( )`.
    field: Field,
    mistake: Option<Mistake>,
}

/// Reads a query; the first mistake is told, and what it is about is left out.
pub(super) fn parse(query: &str) -> (Expr, Option<Mistake>) {
    let mut parser = Parser { query, pieces: pieces(query), at: 0, depth: 0, field: Field::Any, mistake: None };
    let mut all = Vec::new();
    while parser.at < parser.pieces.len() {
        all.extend(parser.or());
        if let Some((at, Piece::Close)) = parser.next() {
            parser.complain(at, "this bracket closes nothing; take it away or put a `(` before");
        }
    }
    (one(all, Expr::And), parser.mistake)
}

/// Several expressions as one.
fn one(mut all: Vec<Expr>, many: fn(Vec<Expr>) -> Expr) -> Expr {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            many(all)
        }
        None => Expr::And(all),
    }
}

impl<'a> Parser<'a> {
    fn next(&mut self) -> Option<(usize, Piece<'a>)> {
        let piece = self.pieces.get(self.at).cloned();
        self.at += 1;
        piece
    }

    fn peek(&self) -> Option<&Piece<'a>> {
        self.pieces.get(self.at).map(|(_, piece)| piece)
    }

    fn complain(&mut self, at: usize, what: impl Into<String>) {
        if self.mistake.is_none() {
            self.mistake = Some(Mistake::new(self.query, at, what));
        }
    }

    fn or(&mut self) -> Option<Expr> {
        let mut all: Vec<Expr> = self.and().into_iter().collect();
        while matches!(self.peek(), Some(Piece::Or)) {
            self.dangling("OR");
            all.extend(self.and());
        }
        (!all.is_empty()).then(|| one(all, Expr::Or))
    }

    fn and(&mut self) -> Option<Expr> {
        let mut all = Vec::new();
        loop {
            match self.peek() {
                None | Some(Piece::Close | Piece::Or) => break,
                Some(Piece::And) => self.dangling("AND"),
                Some(_) => all.extend(self.not()),
            }
        }
        (!all.is_empty()).then(|| one(all, Expr::And))
    }

    /// Goes over a word that joins, and complains where nothing stands on one of its sides.
    fn dangling(&mut self, word: &str) {
        let at = self.pieces.get(self.at).map_or(0, |(at, _)| *at);
        let alone = |piece: Option<&(usize, Piece<'_>)>, bracket: &Piece<'_>| {
            piece.is_none_or(|(_, piece)| piece == bracket || matches!(piece, Piece::And | Piece::Or))
        };
        let before = self.at.checked_sub(1).and_then(|at| self.pieces.get(at));
        if alone(before, &Piece::Open) || alone(self.pieces.get(self.at + 1), &Piece::Close) {
            self.complain(at, format!("{word} needs something on both sides; in quotes it is a word"));
        }
        self.at += 1;
    }

    fn not(&mut self) -> Option<Expr> {
        match self.next()? {
            (at, Piece::Not) => {
                if self.depth >= DEEPEST {
                    self.complain(at, "this is nested too deep; write it with fewer brackets");
                    return None;
                }
                self.depth += 1;
                let denied = match self.peek() {
                    None | Some(Piece::Close | Piece::Or | Piece::And) => {
                        self.complain(at, "NOT needs something after it; in quotes it is a word");
                        None
                    }
                    Some(_) => self.not(),
                };
                self.depth -= 1;
                denied.map(|one| Expr::Not(Box::new(one)))
            }
            (at, Piece::Open) => self.group(at, self.field),
            (at, Piece::Field(name)) => match words_of(name) {
                Some(field) => {
                    self.at += 1;
                    self.group(at, field)
                }
                None => {
                    self.complain(at, format!("`{name}:` takes no bracket; write `{name}:` before each value"));
                    None
                }
            },
            (at, Piece::Value(field, value, open)) => self.value(at, field, value, open),
            (_, Piece::Close | Piece::And | Piece::Or) => None,
        }
    }

    /// Reads what stands in brackets; the opening one is behind.
    fn group(&mut self, at: usize, field: Field) -> Option<Expr> {
        if self.depth >= DEEPEST {
            self.complain(at, "this is nested too deep; write it with fewer brackets");
            return None;
        }
        self.depth += 1;
        let outer = std::mem::replace(&mut self.field, field);
        let inner = self.or();
        self.field = outer;
        self.depth -= 1;
        if self.next().is_none() {
            self.complain(at, "this bracket is not closed; put a `)` at its end");
        }
        inner
    }

    fn value(&mut self, at: usize, field: Option<&str>, value: &str, open: bool) -> Option<Expr> {
        if open {
            let quote = at + self.query[at..].find('"').unwrap_or(0);
            self.complain(quote, "this quote is not closed; put a `\"` at its end");
        }
        let plain = value.replace('"', "");
        if plain.is_empty() {
            return None; // still being typed
        }
        let read = match field {
            None => expression(value).map_or_else(|| Ok(words(self.field, value)), |pattern| regex(pattern).map(Some)),
            Some(name) => test(name, value, &plain),
        };
        match read {
            Ok(test) => test.map(Expr::Test),
            Err(what) => {
                self.complain(at, what);
                None
            }
        }
    }
}

fn words_of(name: &str) -> Option<Field> {
    Some(match name {
        "title" => Field::Title,
        "text" => Field::Text,
        "source" => Field::Source,
        "author" => Field::Author,
        _ => return None,
    })
}

/// Words in a field; an unquoted value with several terms, such as `2023-07-10` or 习近平, is a phrase.
fn words(field: Field, value: &str) -> Option<Test> {
    Phrase::of(&value.replace('"', "")).map(|phrase| Test::Words(field, phrase))
}

/// Returns what stands between the slashes of a regular expression.
fn expression(value: &str) -> Option<&str> {
    value.strip_prefix('/')?.strip_suffix('/').filter(|pattern| !pattern.is_empty())
}

fn regex(pattern: &str) -> Result<Test, String> {
    match regex::RegexBuilder::new(pattern).size_limit(1 << 20).build() {
        Ok(_) => Ok(Test::Regex(pattern.to_owned())),
        Err(error) => {
            let why = error.to_string();
            let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ").trim();
            Err(format!(
                "this regular expression is not understood ({why}); put a `\\` before signs meant as they stand"
            ))
        }
    }
}

fn test(name: &str, value: &str, plain: &str) -> Result<Option<Test>, String> {
    if let Some(field) = words_of(name) {
        return match expression(value).filter(|_| field == Field::Text) {
            Some(pattern) => regex(pattern).map(Some),
            None => Ok(words(field, value)),
        };
    }
    Ok(match name {
        "lang" => Some(Test::Language(plain.to_ascii_lowercase())),
        "date" => Some(Test::Date(DateRange::parse(plain)?)),
        "tag" => Some(Test::Tag(fold(plain))),
        "note" => Phrase::of(plain).map(Test::Note),
        "entity" => Phrase::of(plain).map(Test::Entity),
        "type" => Some(Test::Type(fold(plain))),
        "annotator" => Some(Test::Annotator(fold(plain))),
        "story" => Some(Test::Story(plain.to_owned())),
        "is" => Some(Test::Is(is(plain)?)),
        "has" => Some(Test::Has(has(plain)?)),
        "stance" => Some(Test::Stance(stance(value)?)),
        _ => {
            let known: Vec<String> = FIELDS.iter().map(|(name, _)| format!("{name}:")).collect();
            return Err(format!(
                "there is no field `{name}:`; there are {} has:; put the word in quotes if it is meant as it stands",
                known.join(" ")
            ));
        }
    })
}

fn is(value: &str) -> Result<Is, String> {
    Ok(match value {
        "unread" => Is::Unread,
        "read" => Is::Read,
        "annotated" => Is::Annotated,
        _ => return Err(format!("`is:{value}` is not known; there are is:unread, is:read, is:annotated")),
    })
}

fn has(value: &str) -> Result<Has, String> {
    Ok(match value.strip_suffix('s').unwrap_or(value) {
        "orphan" => Has::Orphan,
        "mention" => Has::Mention,
        "stance" => Has::Stance,
        "tag" => Has::Tag,
        "note" => Has::Note,
        _ => {
            return Err(format!(
                "`has:{value}` is not known; there are has:orphan, has:mention, has:stance, has:tag, has:note"
            ));
        }
    })
}

/// Reads `holder>target=polarity`; a name alone is the target's.
fn stance(value: &str) -> Result<StanceTest, String> {
    let (sides, polarity) = split(value, '=');
    let (first, second) = split(sides, '>');
    let (holder, target) = second.map_or(("", first), |target| (first, target));
    let polarity = match polarity.map(|word| word.replace('"', "")) {
        None => None,
        Some(word) if word.is_empty() => None,
        Some(word) => Some(
            Polarity::from_word(&word)
                .ok_or_else(|| format!("`{word}` is no stance; there are support, oppose, neutral, ambiguous"))?,
        ),
    };
    Ok(StanceTest {
        holder: Phrase::of(&holder.replace('"', "")),
        target: Phrase::of(&target.replace('"', "")),
        polarity,
    })
}

/// Splits at the first `sign` outside quotes.
fn split(value: &str, sign: char) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, c) in value.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == sign && !quoted {
            return (&value[..at], Some(&value[at + 1..]));
        }
    }
    (value, None)
}
