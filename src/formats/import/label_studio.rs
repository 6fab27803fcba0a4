//! Label Studio's tasks in: regions with labels, what is said of regions and of whole texts, relations. Offsets are code
//! points, or UTF-16 units where the words of the regions say so.

use super::draft::{Claim, Draft, party};
use super::{Imported, Source, stem};
use crate::model::{Holder, Id, On, Polarity};
use crate::text::{Span, Utf16};
use serde_json::Value;
use std::collections::HashMap;

/// Reads the tasks of all files.
pub(super) fn read(sources: &[Source]) -> Vec<Imported> {
    let mut out = Vec::new();
    for source in sources {
        match serde_json::from_str::<Value>(&source.text()) {
            Ok(Value::Array(tasks)) => {
                let width = tasks.len().to_string().len();
                let name = |number: usize| format!("{}-{number:0width$}.json", stem(&source.name));
                out.extend(tasks.iter().zip(1..).map(|(task, number)| document(&name(number), task)));
            }
            Ok(task) if task.is_object() => out.push(document(&source.name, &task)),
            Ok(_) => out.push(Imported::unreadable(&source.name, "it is no list of tasks")),
            Err(error) => out.push(Imported::unreadable(&source.name, format!("it is no JSON: {error}"))),
        }
    }
    out
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn document(name: &str, task: &Value) -> Imported {
    let annotations: Vec<&Value> = list(&task["annotations"]).chain(list(&task["completions"])).collect();
    let live = |it: &&&Value| it["was_cancelled"] != true;
    let results: Vec<&Value> = annotations.iter().filter(live).flat_map(|it| list(&it["result"])).collect();
    let Some(text) = text_of(task, &results) else {
        return Imported::unreadable(name, "the task has no text among its data");
    };
    let mut draft = Draft::new(name, text);
    let field = |name: &str| task["data"][name].as_str().filter(|it| !it.is_empty()).map(str::to_owned);
    draft.id = field("article").unwrap_or_default();
    draft.meta.title = field("title").unwrap_or_default();
    (draft.meta.source, draft.meta.url) = (field("source"), field("url"));
    draft.meta.date = field("date").and_then(|date| date.parse().ok());
    if list(&task["predictions"]).next().is_some() {
        draft.remark("its predictions are left out: nobody accepted them");
    }
    let units = counts_units(&draft, &results);
    let mut reader = Reader { draft, results, units, regions: HashMap::new() };
    reader.all();
    reader.draft.finish()
}

/// Returns the text of a task: that under `text`, else the one that the words of its regions are of.
fn text_of<'t>(task: &'t Value, results: &[&Value]) -> Option<&'t str> {
    let data = task["data"].as_object()?;
    let own = data.get("text").and_then(Value::as_str);
    own.or_else(|| {
        let words: Vec<&str> = results.iter().filter_map(|it| it["value"]["text"].as_str()).collect();
        let mut texts = data.values().filter_map(Value::as_str);
        texts.find(|text| !words.is_empty() && words.iter().all(|words| text.contains(words)))
    })
    .or_else(|| data.values().filter_map(Value::as_str).max_by_key(|text| text.len()))
}

fn offsets(it: &Value) -> Option<(usize, usize)> {
    let number = |key: &str| usize::try_from(it["value"][key].as_u64()?).ok();
    Some((number("start")?, number("end")?))
}

/// Says whether more regions have their words where UTF-16 units say than where code points say.
fn counts_units(draft: &Draft, results: &[&Value]) -> bool {
    let utf16 = Utf16::new(draft.raw.as_str());
    let (mut points, mut units) = (0, 0);
    for it in results.iter().filter(|it| it["type"] != "textarea") {
        let (Some((start, end)), Some(words)) = (offsets(it), it["value"]["text"].as_str()) else { continue };
        points += usize::from(draft.of_cp(start, end).is_some_and(|span| draft.words(span) == words));
        let span = utf16.to_byte(start).zip(utf16.to_byte(end)).map(|(start, end)| Span::new(start, end));
        units += usize::from(span.is_some_and(|span| draft.words(span) == words));
    }
    units > points
}

struct Reader<'v> {
    draft: Draft,
    results: Vec<&'v Value>,
    units: bool,
    /// Spans of all regions.
    regions: HashMap<String, Span>,
}

impl<'v> Reader<'v> {
    fn all(&mut self) {
        let results = self.results.clone();
        let pieces = relations(&results, "piece");
        let pieces: HashMap<&str, &str> = pieces.iter().map(|(from, to)| (*to, *from)).collect();
        let mut spans: HashMap<&str, Vec<Span>> = HashMap::new();
        let regions: Vec<&'v Value> = results.iter().copied().filter(|it| !labels(it).is_empty()).collect();
        for it in &regions {
            if let (Some(id), Some(span)) = (it["id"].as_str(), self.span(it)) {
                self.regions.insert(id.to_owned(), span);
                spans.entry(pieces.get(id).copied().unwrap_or(id)).or_default().push(span);
            }
        }
        for it in regions.iter().filter(|it| it["id"].as_str().is_none_or(|id| !pieces.contains_key(id))) {
            let id = it["id"].as_str().unwrap_or_default();
            let spans = spans.get(id).cloned().unwrap_or_default();
            if spans.is_empty() {
                continue;
            }
            match it["from_name"].as_str() {
                Some("stance") if self.text(id, "target").is_some() => {}
                Some("mark") if self.text(id, "tag").or(self.text(id, "note")).is_some() => {}
                _ => self.mention(id, &labels(it), &spans),
            }
        }
        for it in regions.iter().filter(|it| it["from_name"] == "stance") {
            self.stance(it, &spans);
        }
        for (at, it) in results.iter().enumerate() {
            self.said(at, it);
        }
        for (at, it) in results.iter().enumerate().filter(|(_, it)| it["type"] == "relation") {
            self.relation(at, it);
        }
    }

    /// Returns the bytes of a region, and complains where its words do not stand there.
    fn span(&mut self, it: &Value) -> Option<Span> {
        let place = offsets(it).and_then(|(start, end)| {
            if !self.units {
                return self.draft.of_cp(start, end);
            }
            let utf16 = Utf16::new(self.draft.raw.as_str());
            Some(Span::new(utf16.to_byte(start)?, utf16.to_byte(end)?))
        });
        let words = it["value"]["text"].as_str();
        let fits = |span: &Span| words.is_none_or(|words| self.draft.words(*span) == words);
        let found = place.filter(fits);
        if found.is_none() {
            let name = words.or_else(|| it["id"].as_str()).unwrap_or_default();
            self.draft
                .complain(None, format!("the region “{name}” is left out: the text has other words at its offsets"));
        }
        found
    }

    /// Returns what a text area says of a region.
    fn text(&self, id: &str, name: &str) -> Option<&'v str> {
        let of = |it: &&&Value| it["id"] == id && it["from_name"] == name && it["type"] == "textarea";
        words(self.results.iter().find(of)?)
    }

    fn mention(&mut self, id: &str, labels: &[&str], spans: &[Span]) {
        let (entity, annotator) = (self.text(id, "entity"), self.text(id, "annotator"));
        let score = self.text(id, "score").and_then(|it| it.parse().ok());
        for (label, at) in labels.iter().zip(0..) {
            let id = if at == 0 { id.to_owned() } else { format!("{id}+{at}") };
            self.draft.mention(&id, label, entity, spans);
            self.draft.change(&id, |mention| mention.score = score);
            self.draft.made_by(&id, annotator.unwrap_or_default());
        }
    }

    fn stance(&mut self, it: &Value, spans: &HashMap<&str, Vec<Span>>) {
        let Some((id, target)) = it["id"].as_str().and_then(|id| Some((id, self.text(id, "target")?))) else { return };
        let word = labels(it).first().copied().unwrap_or_default();
        let (Some(polarity), Some(spans)) = (Polarity::from_word(word), spans.get(id)) else {
            return self.draft.complain(None, format!("the stance {id} is left out: the polarity “{word}” is unknown"));
        };
        let side = |role: &str| relations(&self.results, role).iter().find(|(from, _)| *from == id).map(|(_, to)| *to);
        let (holder_side, target_side) = (side("holder"), side("target"));
        let number = |name: &str| self.text(id, name).and_then(|it| it.parse().ok());
        let holder = self.text(id, "holder_entity").map(|name| Holder::Entity(party(name, holder_side)));
        let claim = Claim {
            holder: holder.unwrap_or(Holder::Author),
            target: party(target, target_side),
            polarity,
            intensity: number("intensity"),
            confidence: number("confidence"),
            score: self.text(id, "score").and_then(|it| it.parse().ok()),
        };
        let annotator = self.text(id, "annotator").unwrap_or_default();
        self.draft.stance(id, claim, spans);
        self.draft.made_by(id, annotator);
    }

    /// Reads tags and notes, and whatever else is said of regions or the text.
    fn said(&mut self, at: usize, it: &Value) {
        let name = it["from_name"].as_str().unwrap_or_default();
        let own = ["entity", "annotator", "score", "holder", "holder_entity", "target", "intensity", "confidence"];
        let id = it["id"].as_str().unwrap_or_default();
        if !labels(it).is_empty() || it["type"] == "relation" || own.contains(&name) && self.known(id) {
            return;
        }
        let on = match (self.known(id), self.regions.get(id)) {
            (true, _) => On::Annotation(Id::from(id)),
            (false, Some(span)) => self.draft.on_span(*span),
            (false, None) => On::Article,
        };
        let own = it["meta"]["id"].as_str().map_or_else(|| format!("s{at}"), str::to_owned);
        match it["type"].as_str() {
            Some("choices" | "taxonomy") => {
                for (choice, at) in strings(&it["value"]["choices"]).chain(strings(&it["value"]["taxonomy"])).zip(0..) {
                    self.draft.tag(&format!("{own}-{at}"), choice, on.clone());
                }
            }
            Some("textarea") if name.ends_with("tag") => {
                self.draft.tag(&own, words(it).unwrap_or_default(), on);
            }
            Some("textarea") => self.draft.note(&own, words(it).unwrap_or_default(), on),
            Some(kind @ ("rating" | "number" | "datetime")) => {
                self.draft.note(&own, format!("{name}: {}", it["value"][kind]), on);
            }
            kind => {
                let kind = kind.unwrap_or("unknown");
                self.draft.complain(None, format!("a result of the kind {kind} is left out: it is no text"));
            }
        }
        self.draft.made_by(&own, it["meta"]["annotator"].as_str().unwrap_or_default());
    }

    fn known(&self, id: &str) -> bool {
        self.draft.find(id).is_some() || self.draft.has_stance(id)
    }

    /// A relation of others is a note on its first side.
    fn relation(&mut self, at: usize, it: &Value) {
        let names: Vec<&str> = strings(&it["labels"]).collect();
        let (from, to) = (it["from_id"].as_str().unwrap_or_default(), it["to_id"].as_str().unwrap_or_default());
        if self.draft.has_stance(from) || names == ["piece"] {
            return;
        }
        let words = |id: &str| self.regions.get(id).map_or(id, |span| self.draft.words(*span)).to_owned();
        let text = format!("{}: “{}” → “{}”", names.join(" "), words(from), words(to));
        if self.known(from) {
            self.draft.note(&format!("r{at}"), text.trim_start_matches(": "), On::Annotation(Id::from(from)));
        } else {
            self.draft.complain(None, format!("a relation is left out: its side {from} is not there"));
        }
    }
}

/// Returns the labels of a region, whatever its kind of labels is called.
fn labels(it: &Value) -> Vec<&str> {
    let kind = it["type"].as_str().unwrap_or_default();
    if !kind.to_lowercase().ends_with("labels") || offsets(it).is_none() {
        return Vec::new();
    }
    let all: Vec<&str> = strings(&it["value"][kind]).chain(strings(&it["value"]["labels"])).collect();
    let mut out: Vec<&str> = Vec::new();
    all.into_iter().for_each(|label| {
        if !out.contains(&label) {
            out.push(label)
        }
    });
    if out.is_empty() { vec!["ENTITY"] } else { out }
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(|it| it.as_str().or_else(|| it.as_array()?.last()?.as_str()))
}

fn words(it: &Value) -> Option<&str> {
    it["value"]["text"].as_array().and_then(|all| all.first()?.as_str()).or_else(|| it["value"]["text"].as_str())
}

fn relations<'v>(results: &[&'v Value], label: &str) -> Vec<(&'v str, &'v str)> {
    let of = results.iter().filter(|it| it["type"] == "relation" && strings(&it["labels"]).any(|it| it == label));
    of.filter_map(|it| Some((it["from_id"].as_str()?, it["to_id"].as_str()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::formats::import::Source;

    #[test]
    fn tasks_of_others() {
        let task = |start: usize, end: usize| {
            format!(
                r#"[{{"id":1,"data":{{"body":"👩‍👩‍👧 Xi met"}},"annotations":[{{"result":[
                {{"id":"x","type":"labels","from_name":"label","to_name":"t","value":{{"start":{start},"end":{end},"text":"Xi","labels":["PER","HEAD"]}}}},
                {{"id":"y","type":"choices","from_name":"c","value":{{"choices":["politics"]}}}},
                {{"type":"relation","from_id":"x","to_id":"x","labels":["same"]}}]}}]}}]"#
            )
        };
        for (start, end) in [(6, 8), (9, 11)] {
            let one = read(&[Source { name: "a.json".to_owned(), bytes: task(start, end).into_bytes() }]).remove(0);
            let kinds: Vec<_> =
                one.annotations.mentions.iter().map(|it| format!("{}/{}", it.anchor.quote, it.kind)).collect();
            assert_eq!((kinds.join(" "), one.complaints.len()), ("Xi/PER Xi/HEAD".to_owned(), 0), "{start}");
            assert_eq!((one.annotations.tags.len(), one.annotations.notes[0].text.as_str()), (1, "same: “Xi” → “Xi”"));
        }
        let one = read(&[Source { name: "a.json".to_owned(), bytes: task(0, 2).into_bytes() }]).remove(0);
        assert!(one.annotations.mentions.is_empty() && !one.complaints.is_empty());
    }
}
