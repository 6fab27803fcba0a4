//! JSON lines of doccano, Prodigy and spaCy in: a text a line, with spans in code points under any of their names.

use super::draft::{Claim, Draft, party};
use super::{Found, Give, Imported, Source, stem};
use crate::formats::day;
use crate::model::{Holder, Id, On, Polarity};
use crate::text::Span;
use serde_json::Value;
use std::ops::ControlFlow;

/// Reads what stands on the lines of a file, or in one list over all of them.
pub(super) fn read(source: &Source, give: &mut Give<'_>) -> ControlFlow<()> {
    let text = source.text();
    let text = text.trim_start_matches('\u{feff}');
    let stem = stem(&source.name);
    let mut one = |number: usize, width: usize, value: Result<Value, serde_json::Error>| {
        let name = format!("{stem}-{number:0width$}.jsonl");
        give(Found::text(match value {
            Ok(value) => document(&name, &value),
            Err(error) => Imported::unreadable(&name, format!("line {number} is no JSON: {error}")),
        }))
    };
    let width = |count: usize| count.to_string().len();
    // Of lines this reads the first alone.
    if text.trim_start().starts_with(['[', '{'])
        && let Ok(whole) = serde_json::from_str::<Value>(text)
    {
        let all = match whole {
            Value::Array(all) if !is_pair(&all) => all,
            value => vec![value],
        };
        let width = width(all.len());
        return all.into_iter().zip(1..).try_for_each(|(value, number)| one(number, width, Ok(value)));
    }
    let lines = || text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let width = width(lines().count());
    lines().try_for_each(|(line, number)| one(number, width, serde_json::from_str(line)))
}

/// Says whether values are one of spaCy's older pairs: a text, and what is marked in it.
pub(super) fn is_pair(values: &[Value]) -> bool {
    matches!(values, [text, marked] if text.is_string() && marked["entities"].is_array())
}

fn document(name: &str, value: &Value) -> Imported {
    if let Some([text, marked]) = value.as_array().map(Vec::as_slice)
        && let Some(fields) = marked.as_object()
    {
        let text = std::iter::once(("text".to_owned(), text.clone()));
        return document(name, &Value::Object(text.chain(fields.clone()).collect()));
    }
    let Some(text) = value["text"].as_str().or_else(|| value["data"].as_str()) else {
        return Imported::unreadable(name, "the line has no text under `text`");
    };
    let mut draft = Draft::new(name, text);
    meta(&mut draft, value);
    draft.maker = ["_annotator_id", "annotator"].iter().find_map(|key| value[*key].as_str()).unwrap_or_default().into();
    let answer = value["answer"].as_str().unwrap_or("accept");
    if answer == "accept" {
        let keys = ["spans", "label", "labels", "entities", "ents", "annotations"];
        for (at, span) in keys.iter().flat_map(|key| list(&value[*key])).enumerate() {
            mention(&mut draft, at, span);
        }
        for span in list(&value["spans"]["sc"]) {
            let at = draft.count();
            if !list(&value["ents"]).any(|it| same(it, span)) {
                mention(&mut draft, at, span);
            }
        }
        list(&value["relations"]).for_each(|it| relation(&mut draft, it));
    } else if list(&value["spans"]).next().is_some() {
        draft.remark(format!("its spans are left out: its answer is “{answer}”"));
    }
    for (at, comment) in ["Comments", "comments"].iter().flat_map(|key| list(&value[*key])).enumerate() {
        let text = comment.as_str().or_else(|| comment["text"].as_str()).unwrap_or_default();
        draft.note(&format!("c{at}"), text, On::Article);
    }
    let chosen = if answer == "accept" { categories(value) } else { Vec::new() };
    for (at, label) in chosen.into_iter().enumerate() {
        draft.tag(&format!("k{at}"), label, On::Article);
    }
    draft.finish()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn same(one: &Value, other: &Value) -> bool {
    ["start", "end", "label"].iter().all(|key| one[*key] == other[*key])
}

/// Labels of a whole text: names with a score above a half, or doccano's list of words.
fn categories(value: &Value) -> Vec<String> {
    let cats = value["cats"].as_object().into_iter().flatten();
    let scored = cats.filter(|(_, score)| score.as_f64().is_some_and(|it| it > 0.5)).map(|(label, _)| label.clone());
    let words = list(&value["label"]).filter_map(|it| it.as_str().map(str::to_owned));
    let chosen = list(&value["accept"]).filter_map(|it| it.as_str().map(str::to_owned));
    // Where spans are asked for, a label is the one that is asked for, not one of the text.
    let one = value["label"].as_str().filter(|_| value.get("spans").is_none()).map(str::to_owned);
    scored.chain(words).chain(chosen).chain(one).collect()
}

fn meta(draft: &mut Draft, value: &Value) {
    let field = |name: &str| {
        let own = value[name].as_str().or_else(|| value["meta"][name].as_str());
        own.map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
    };
    draft.id = value["article"].as_str().or_else(|| value["meta"]["id"].as_str()).unwrap_or_default().to_owned();
    draft.meta.title = field("title").unwrap_or_default();
    draft.meta.source = field("source");
    draft.meta.url = field("url");
    draft.meta.date = field("date").and_then(|date| match day::read(&date) {
        day::Day::Clear(date) => Some(date),
        _ => None,
    });
}

fn mention(draft: &mut Draft, at: usize, span: &Value) {
    if span.is_string() {
        return;
    }
    // Tables make all numbers of a column fractions where one is missing.
    let whole =
        |value: &Value| value.as_f64().filter(|it| it.fract() == 0.0).and_then(|it| format!("{it}").parse().ok());
    let number = |value: &Value| value.as_u64().or_else(|| whole(value)).and_then(|it| usize::try_from(it).ok());
    let field = |key: &str, index: usize| if span.is_array() { &span[index] } else { &span[key] };
    let start = number(field("start", 0)).or_else(|| number(&span["start_offset"]));
    let end = number(field("end", 1)).or_else(|| number(&span["end_offset"]));
    // Label Studio's short form has a list of labels.
    let mut kinds: Vec<&str> = list(&span["labels"]).filter_map(Value::as_str).collect();
    // Older lines of doccano have the number of a label.
    let label = field("label", 2);
    let label = label.as_u64().map(|number| number.to_string()).or_else(|| label.as_str().map(str::to_owned));
    if kinds.is_empty() {
        kinds.push(label.as_deref().unwrap_or("ENTITY"));
    }
    let kind = kinds[0];
    let place = start.zip(end).and_then(|(start, end)| draft.of_cp(start, end));
    let Some(place) = place else {
        let what = format!("span {} ({kind}) is left out: its offsets lie outside the text", at + 1);
        return draft.complain(None, what);
    };
    if span["text"].as_str().is_some_and(|words| words != draft.words(place)) {
        let what = format!("span {} ({kind}) is left out: the text has other words there than it says", at + 1);
        return draft.complain(None, what);
    }
    let entity = ["entity", "kb_id"].iter().find_map(|key| span[*key].as_str()).filter(|it| !it.is_empty());
    let id = span["id"]
        .as_u64()
        .filter(|_| span["start_offset"].is_u64())
        .map_or_else(|| format!("m{at}"), |id| format!("e{id}"));
    for (kind, more) in kinds.into_iter().zip(0..) {
        let id = if more == 0 { id.clone() } else { format!("{id}+{more}") };
        draft.mention(&id, kind, entity, &[place]);
    }
}

/// A relation whose type is a polarity is a stance; another one is a note on its first side.
fn relation(draft: &mut Draft, it: &Value) {
    let kind = it["type"].as_str().or_else(|| it["label"].as_str()).unwrap_or("relation").to_owned();
    let side = |draft: &Draft, id: &str, span: &str| {
        let id = it[id].as_u64().map(|id| format!("e{id}"));
        id.filter(|id| draft.find(id).is_some())
            .or_else(|| draft.at(it[span]["start"].as_u64()?, it[span]["end"].as_u64()?))
    };
    let (from, to) = (side(draft, "from_id", "head_span"), side(draft, "to_id", "child_span"));
    let named = |id: &Option<String>| id.as_ref().and_then(|id| draft.find(id)).map(|it| it.entity.clone());
    let (Some(from_name), Some(to_name)) = (named(&from), named(&to)) else {
        return draft.complain(None, format!("the relation “{kind}” is left out: one of its sides is not there"));
    };
    let id = format!("r{}", draft.count());
    match (Polarity::from_word(&kind), &from) {
        (Some(polarity), Some(first)) => {
            let spans: Vec<Span> = draft.places(first);
            let holder = Holder::Entity(party(from_name, from.as_deref()));
            let target = party(to_name, to.as_deref());
            let (intensity, confidence, score) = (None, None, None);
            draft.stance(&id, Claim { holder, target, polarity, intensity, confidence, score }, &spans);
        }
        (_, first) => {
            let on = first.as_ref().map_or(On::Article, |id| On::Annotation(Id::from(id.as_str())));
            draft.note(&id, format!("{kind}: “{from_name}” → “{to_name}”"), on);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::import::Source;
    use crate::formats::import::tests::texts;

    #[test]
    fn spans_under_all_their_names() {
        let cases = [
            r#"{"text":"👩‍👩‍👧 Xi met","spans":[{"start":6,"end":8,"label":"PER","token_start":1,"token_end":1}],"answer":"accept"}"#,
            r#"{"id":1,"text":"👩‍👩‍👧 Xi met","label":[[6,8,"PER"]],"Comments":["c"]}"#,
            r#"{"text":"👩‍👩‍👧 Xi met","entities":[{"id":4,"start_offset":6,"end_offset":8,"label":"PER"}],"relations":[]}"#,
            r#"{"text":"👩‍👩‍👧 Xi met","entities":[[6,8,"PER"]]}"#,
            r#"{"text":"👩‍👩‍👧 Xi met","ents":[{"start":6,"end":8,"label":"PER","kb_id":"Xi"}],"spans":{"sc":[{"start":6,"end":8,"label":"PER"}]},"cats":{"a":1.0,"b":0.1}}"#,
        ];
        let bytes = cases.join("\n").into_bytes();
        for one in texts("prodigy", vec![Source { name: "a.jsonl".to_owned(), bytes }]) {
            let said: Vec<_> =
                one.annotations.mentions.iter().map(|it| (it.words(&one.article.body), &*it.kind)).collect();
            assert_eq!(said, [("Xi".to_owned(), "PER")], "{}", one.name);
            assert!(one.complaints.is_empty());
        }
    }

    #[test]
    fn what_cannot_be_used_is_said() {
        let cases = [
            (r#"{"text":"Xi","spans":[{"start":1,"end":9,"label":"A"}]}"#, "outside the text"),
            (r#"{"text":"Xi","spans":[{"start":0,"end":2,"label":"A"}],"answer":"reject"}"#, "its answer is “reject”"),
            (r#"{"text":"Xi","spans":[{"start":0,"end":2,"text":"Yi","label":"A"}]}"#, "other words"),
            (r#"{"meta":{}}"#, "no text"),
            ("[", "no JSON"),
        ];
        for (line, says) in cases {
            let all = texts("prodigy", vec![Source { name: "a.jsonl".to_owned(), bytes: line.as_bytes().to_vec() }]);
            let said = all[0].complaints.iter().map(|it| &it.what).chain(&all[0].remarks).next().unwrap();
            assert!(said.contains(says), "{said}");
            assert!(all[0].annotations.mentions.is_empty());
        }
    }
}
