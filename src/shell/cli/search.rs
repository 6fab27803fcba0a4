//! `search`: the articles that answer a query, with each sentence of their texts in which a word of it stands.

use super::arguments::{Rows, SearchArguments};
use super::choose::{choose, query};
use super::failure::Failure;
use super::json::Array;
use super::output::{Out, Style, say};
use super::place::Place;
use super::shape::quoted;
use crate::query::{Query, hits};
use crate::store::Row;
use crate::text::{Body, Safe, Span, sentence_at};
use serde_json::{Value, json};
use std::io;

/// A sentence and the hits in it, in bytes.
struct Found {
    sentence: Span,
    hits: Vec<Span>,
}

/// Prints what is found, article by article.
pub fn run(place: &Place, wanted: &SearchArguments, out: &mut Out) -> Result<bool, Failure> {
    let query = query(&wanted.query)?;
    if query.is_empty() {
        return Err(Failure::Wrong("Say what to look for, as in: newsgloss search ceasefire".to_owned()));
    }
    let chosen = choose(place, query.clone());
    let mut clean = chosen.clean;
    let mut array = Array::default();
    for row in chosen.rows().take(wanted.limit.unwrap_or(usize::MAX)) {
        let body = match place.library.article(&row.id) {
            Ok(article) => article.body,
            Err(error) => {
                say(&error.to_string());
                clean = false;
                continue;
            }
        };
        let found = found(&body, &query);
        match wanted.format {
            Rows::Json => array.push(out.data(), &shape(&row, &body, &found))?,
            Rows::Table => print(out, &row, &body, &found)?,
        }
    }
    if wanted.format == Rows::Json {
        array.end(out.data())?;
    }
    Ok(clean)
}

fn found(body: &Body, query: &Query) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for hit in hits(query, body.as_str()) {
        match all.last_mut().filter(|last| last.sentence.contains(hit)) {
            Some(last) => last.hits.push(hit),
            None => {
                let sentence = sentence_at(body.as_str(), hit.start);
                // A phrase may reach over the end of a sentence.
                let sentence = Span::new(sentence.start.min(hit.start), sentence.end.max(hit.end));
                all.push(Found { sentence, hits: vec![hit] });
            }
        }
    }
    all
}

fn shape(row: &Row, body: &Body, found: &[Found]) -> Value {
    let sentence = |one: &Found| {
        let hits: Vec<Value> = one.hits.iter().map(|hit| quoted(body, *hit)).collect();
        json!({ "sentence": quoted(body, one.sentence), "hits": hits })
    };
    json!({
        "id": row.id.as_str(),
        "title": row.title,
        "date": row.date.map(|date| date.to_string()),
        "source": row.source,
        "found": found.iter().map(sentence).collect::<Vec<_>>(),
    })
}

/// Prints a line for each sentence, or the title where only that or the like answers.
fn print(out: &mut Out, row: &Row, body: &Body, found: &[Found]) -> io::Result<()> {
    let id = Safe::new(&format!("{}: ", row.id));
    if found.is_empty() {
        out.styled(&id, Style::Faint)?;
        return out.line(&Safe::line(&row.title));
    }
    for one in found {
        out.styled(&id, Style::Faint)?;
        let mut from = one.sentence.start;
        for hit in &one.hits {
            out.part(&Safe::unbroken(body.slice(Span::new(from, hit.start))))?;
            out.styled(&Safe::unbroken(body.slice(*hit)), Style::Strong)?;
            from = hit.end;
        }
        out.line(&Safe::unbroken(body.slice(Span::new(from, one.sentence.end))))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::found;
    use crate::query::Query;
    use crate::text::{Body, Span};

    #[test]
    fn hits_share_their_sentence() {
        let body = Body::new("Xi met Wang. Wang met Xi, Wang and Li. No more.");
        let all = found(&body, &Query::parse("wang wan*").0);
        let counts: Vec<(Span, usize)> = all.iter().map(|one| (one.sentence, one.hits.len())).collect();
        assert_eq!(counts, [(Span::new(0, 12), 1), (Span::new(13, 38), 2)]);
    }
}
