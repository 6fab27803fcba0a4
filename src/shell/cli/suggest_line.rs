//! One line of `suggest`: a text in JSON to its suggestions in JSON. Offsets are code points of the text.

use super::json;
use super::shape::{quoted, side};
use crate::model::{Lessons, StanceSuggestion, Suggestions};
use crate::recognize::{Depth, Likelihoods, Own, polarities, suggest};
use crate::text::{Body, Span, sentence_at};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::atomic::AtomicBool;

/// What is written for one line.
pub struct Answer {
    /// The line, with its end; empty for an empty line.
    pub line: Vec<u8>,
    /// Why there are no suggestions, without a full stop.
    pub complaint: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    text: String,
    targets: Option<Vec<Target>>,
}

#[derive(Deserialize)]
struct Target {
    start: usize,
    end: usize,
}

/// Answers one line.
pub fn answer(line: &[u8], depth: Depth) -> Answer {
    if line.trim_ascii().is_empty() {
        return Answer { line: Vec::new(), complaint: None };
    }
    match serde_json::from_slice::<Value>(line) {
        Err(error) => refuse(None, &format!("it is not JSON: {}", cause(&error))),
        Ok(Value::Object(mut asked)) => {
            let id = asked.remove("id");
            match suggestions(id.clone(), Value::Object(asked), depth) {
                Ok(found) => Answer { line: written(&found), complaint: None },
                Err(why) => refuse(id, &why),
            }
        }
        Ok(_) => refuse(None, "it is not a JSON object"),
    }
}

/// Returns the answer to a line that cannot be worked on.
pub fn refuse(id: Option<Value>, why: &str) -> Answer {
    let mut error = with_id(id);
    error.insert("error".to_owned(), Value::from(why));
    Answer { line: written(&Value::Object(error)), complaint: Some(why.to_owned()) }
}

fn with_id(id: Option<Value>) -> Map<String, Value> {
    id.into_iter().map(|id| ("id".to_owned(), id)).collect()
}

fn written(value: &Value) -> Vec<u8> {
    let mut line = Vec::new();
    let _ = json::line(&mut line, value); // memory does not refuse
    line
}

/// Returns the message without its position: every line of the input is line 1 to the parser.
fn cause(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.rsplit_once(" at line 1 column ") {
        Some((what, column)) if error.column() > 0 => format!("{what} at column {column}"),
        _ => words.split(" at line ").next().unwrap_or_default().to_owned(),
    }
}

fn suggestions(id: Option<Value>, asked: Value, depth: Depth) -> Result<Value, String> {
    let Asked { text, targets } = serde_json::from_value(asked).map_err(|error| cause(&error))?;
    let body = Body::new(text);
    let targets = targets.map(|targets| spans(&body, &targets)).transpose()?;
    let found = suggest(body.as_str(), &Lessons::default(), &Own::default(), depth, &AtomicBool::new(false));
    let mention = |one: &crate::model::MentionSuggestion| {
        json!({
            "start": body.to_cp(one.span.start),
            "end": body.to_cp(one.span.end),
            "type": one.kind,
            "score": rounded(one.score),
        })
    };
    let mentions: Vec<Value> = found.mentions.iter().map(mention).collect();
    let stances: Vec<Value> = match targets {
        None => found.stances.iter().map(|one| stance(&body, &found, one, None)).collect(),
        Some(targets) => toward_all(&body, &found, &targets, depth),
    };
    let mut all = with_id(id);
    all.insert("mentions".to_owned(), Value::from(mentions));
    all.insert("stances".to_owned(), Value::from(stances));
    Ok(Value::Object(all))
}

fn spans(body: &Body, targets: &[Target]) -> Result<Vec<Span>, String> {
    let len = body.len_cp();
    let span = |target: &Target| match target {
        Target { start, end } if start < end && *end <= len => Ok(body.span_of_cp(*start, *end)),
        Target { start, end } => {
            Err(format!("the target {start}..{end} is not a span of the text, which ends at {len}"))
        }
    };
    targets.iter().map(span).collect()
}

fn rounded(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}

fn stance(body: &Body, all: &Suggestions, one: &StanceSuggestion, target: Option<Span>) -> Value {
    let party = |index: usize| {
        all.mentions.get(index).map_or(Value::Null, |mention| side(body, &mention.entity, Some(mention.span)))
    };
    json!({
        "holder": one.holder.map_or_else(|| Value::from("author"), party),
        "target": target.map_or_else(|| party(one.target), |span| side(body, body.slice(span), Some(span))),
        "polarity": one.polarity.word(),
        "score": rounded(one.score),
        "evidence": quoted(body, one.evidence),
    })
}

/// Returns one stance toward each target, in their order.
fn toward_all(body: &Body, all: &Suggestions, targets: &[Span], depth: Depth) -> Vec<Value> {
    let told = if depth == Depth::Careful { polarities(body.as_str(), targets) } else { Vec::new() };
    let told = told.into_iter().map(Some).chain(std::iter::repeat(None));
    targets.iter().zip(told).map(|(target, told)| toward(body, all, *target, told)).collect()
}

/// Returns the surest stance to `target`, with the polarity that the neural model has for it where it was asked; neutral
/// with score 0 where neither finds one.
fn toward(body: &Body, all: &Suggestions, target: Span, told: Option<Likelihoods>) -> Value {
    let on_target = |one: &&StanceSuggestion| all.mentions.get(one.target).is_some_and(|m| m.span.overlaps(target));
    let best = all.stances.iter().filter(on_target).max_by(|a, b| a.score.total_cmp(&b.score));
    let mut value = best.map_or_else(
        || {
            json!({
                "holder": "author",
                "target": side(body, body.slice(target), Some(target)),
                "polarity": "neutral",
                "score": 0.0,
                "evidence": quoted(body, sentence_at(body.as_str(), target.start)),
            })
        },
        |one| stance(body, all, one, Some(target)),
    );
    if let Some((polarity, likelihood)) = told.map(Likelihoods::best) {
        value["polarity"] = Value::from(polarity.word());
        value["score"] = Value::from(rounded(likelihood));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::answer;
    use crate::recognize::Depth;
    use serde_json::{Value, json};

    fn ask(line: &str) -> (Value, Option<String>) {
        let answer = answer(line.as_bytes(), Depth::Fast);
        (serde_json::from_slice(&answer.line).unwrap(), answer.complaint)
    }

    #[test]
    fn offsets_are_code_points() {
        let text = "🧑‍🌾 Łódź: Xi Jinping praised Vladimir Putin.";
        let (found, complaint) = ask(&json!({ "id": "a", "text": text }).to_string());
        assert_eq!((complaint, &found["id"]), (None, &json!("a")));
        let chars: Vec<char> = text.chars().collect();
        let mentions = found["mentions"].as_array().unwrap();
        let words = |value: &Value| -> String {
            let at = |key: &str| usize::try_from(value[key].as_u64().unwrap()).unwrap();
            chars[at("start")..at("end")].iter().collect()
        };
        let quotes: Vec<String> = mentions.iter().map(words).collect();
        assert!(quotes.contains(&"Xi Jinping".to_owned()), "{quotes:?}");
        for stance in found["stances"].as_array().unwrap() {
            assert_eq!(words(&stance["evidence"]), stance["evidence"]["quote"].as_str().unwrap());
        }
    }

    #[test]
    fn each_target_has_one_stance_in_order() {
        let line = json!({
            "id": 7,
            "text": "Xi Jinping praised Vladimir Putin. It rained.",
            "targets": [{ "start": 35, "end": 37 }, { "start": 19, "end": 33 }],
        });
        let (found, _) = ask(&line.to_string());
        let stances = found["stances"].as_array().unwrap();
        let targets: Vec<&Value> = stances.iter().map(|stance| &stance["target"]["entity"]).collect();
        assert_eq!(targets, ["It", "Vladimir Putin"]);
        assert_eq!(stances[0]["polarity"], "neutral");
        assert_eq!(stances[1]["polarity"], "support");
    }

    #[test]
    fn bad_lines_are_answered() {
        let cases = [
            ("{", None, "JSON"),
            ("[1]", None, "object"),
            (r#"{"id": 3}"#, Some(json!(3)), "text"),
            (r#"{"id": "x", "text": 5}"#, Some(json!("x")), "string"),
            (r#"{"id": 1, "text": "abc", "targets": [{"start": 1, "end": 9}]}"#, Some(json!(1)), "1..9"),
            (r#"{"id": 1, "text": "abc", "targets": [{"start": 2, "end": 2}]}"#, Some(json!(1)), "2..2"),
            (r#"{"id": 1, "text": "\ud800"}"#, None, "JSON"),
        ];
        for (line, id, says) in cases {
            let (found, complaint) = ask(line);
            assert_eq!(found.get("id"), id.as_ref(), "{line}");
            assert!(found["error"].as_str().unwrap().contains(says), "{found}");
            assert!(complaint.is_some_and(|complaint| complaint.contains(says)), "{line}");
        }
        assert!(answer(b" \r", Depth::Fast).line.is_empty());
        assert!(answer(b"{\"text\": \"\xff\"}", Depth::Fast).complaint.is_some());
    }
}
