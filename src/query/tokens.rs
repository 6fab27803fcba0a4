//! The pieces of a written query, each with the byte where it begins.

/// A piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A field before a bracket, as in `title:(a OR b)`.
    Field(&'a str),
    /// A field or nothing, and a value as it is written, quotes included; `true` where a quote is not closed.
    Value(Option<&'a str>, &'a str, bool),
}

/// Cuts a query into pieces.
pub(super) fn pieces(query: &str) -> Vec<(usize, Piece<'_>)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(c) = query[at..].chars().next() {
        match c {
            c if c.is_whitespace() => at += c.len_utf8(),
            '(' | ')' => {
                all.push((at, if c == '(' { Piece::Open } else { Piece::Close }));
                at += 1;
            }
            '-' if begins_value(&query[at + 1..]) => {
                all.push((at, Piece::Not));
                at += 1;
            }
            _ => {
                let (piece, end) = value(query, at);
                all.push((at, piece));
                at = end;
            }
        }
    }
    all
}

/// Says whether what follows a `-` is denied by it: a dash between blanks is only a dash.
fn begins_value(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| !c.is_whitespace() && c != '-' && c != ')')
}

fn value(query: &str, start: usize) -> (Piece<'_>, usize) {
    let name = query[start..].find(|c: char| !c.is_ascii_alphabetic()).map_or(query.len(), |len| start + len);
    let (field, from) = if name > start && query[name..].starts_with(':') {
        (Some(&query[start..name]), name + 1)
    } else {
        (None, start)
    };
    if let (Some(field), true) = (field, query[from..].starts_with('(')) {
        return (Piece::Field(field), from);
    }
    let (end, open) = if query[from..].starts_with('/') { expression(query, from) } else { words(query, from) };
    match &query[start..end] {
        "AND" => (Piece::And, end),
        "OR" => (Piece::Or, end),
        "NOT" => (Piece::Not, end),
        _ => (Piece::Value(field, &query[from..end], open), end),
    }
}

/// Returns the end of words: a blank or a bracket outside quotes.
fn words(query: &str, from: usize) -> (usize, bool) {
    let mut quoted = false;
    for (at, c) in query[from..].char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if !quoted && (c.is_whitespace() || c == '(' || c == ')') => return (from + at, false),
            _ => {}
        }
    }
    (query.len(), quoted)
}

/// Returns the end of a regular expression: a `/` that no `\` stands before and no letter after. Where there is none it is
/// no expression but a path.
fn expression(query: &str, from: usize) -> (usize, bool) {
    let mut escaped = false;
    for (at, c) in query[from + 1..].char_indices() {
        let end = from + 1 + at + 1;
        if c == '/' && !escaped && query[end..].chars().next().is_none_or(|c| c.is_whitespace() || c == ')') {
            return (end, false);
        }
        escaped = c == '\\' && !escaped;
    }
    words(query, from)
}
