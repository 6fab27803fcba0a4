//! Which format of annotations a source is of, by what it begins with. Where that could be a table of articles too, it is
//! none: only what no plain article has counts.

use super::{Importer, partial};
use serde_json::Value;

/// Values and lines at the start that are looked at.
const SAMPLE: usize = 50;

impl Importer {
    /// Finds the format of annotations; `head` is the start of the source as bytes, `start` as text.
    #[must_use]
    pub fn of_source(name: &str, head: &[u8], start: &str) -> Option<&'static Self> {
        let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase());
        let name = if head.starts_with(b"PK\x03\x04") {
            is_project(&ending, head).then_some("refi-qda")
        } else if matches!(ending.as_str(), "ann" | "a1" | "a2") && is_brat(start) {
            Some("brat")
        } else {
            of_text(&ending, start)
        };
        name.and_then(Self::from_name)
    }
}

fn is_project(ending: &str, head: &[u8]) -> bool {
    ending == "qdpx" || head.windows(11).any(|part| part == b"project.qde")
}

/// Says whether lines are those of brat; a text without annotations has an empty file.
fn is_brat(start: &str) -> bool {
    let line = |line: &str| line.starts_with(['T', 'E', 'R', 'A', 'M', 'N', '#', '*']) && line.contains('\t');
    start.lines().find(|line| !line.trim().is_empty()).is_none_or(line)
}

fn of_text(ending: &str, start: &str) -> Option<&'static str> {
    // Version 2 is known too, so that a plain sentence says what to do with it.
    if start.starts_with("#FORMAT=WebAnno TSV") || start.starts_with("# ") && start.contains("\n#id=") {
        return Some("webanno");
    }
    if start.starts_with('<') {
        return of_xml(start);
    }
    if start.starts_with(['{', '[']) {
        let values = partial::values(start, SAMPLE);
        // The first line alone may be a pair.
        let pair = super::lines::is_pair(&values).then_some("prodigy");
        let named = pair.or_else(|| values.iter().find_map(of_value));
        // A bracket may be the first token too.
        return named.or_else(|| is_conll(ending, start).then_some("conll"));
    }
    is_conll(ending, start).then_some("conll")
}

fn of_xml(start: &str) -> Option<&'static str> {
    let root = start.split('<').find(|tag| tag.starts_with(|c: char| c.is_alphabetic()))?;
    let name = root.split(|c: char| c.is_whitespace() || c == '>').next()?;
    match name.rsplit(':').next()? {
        "XMI" => Some("xmi"),
        "Project" if root.contains("QDA-XML") => Some("refi-qda"),
        "CodeBook" if root.contains("QDA-XML") => Some("refi-qda-codebook"),
        _ => None,
    }
}

/// Tells the formats of JSON by the names that they give to things.
fn of_value(value: &Value) -> Option<&'static str> {
    let has = |key: &str| value.get(key).is_some();
    if is_web_annotation(value) {
        Some("w3c")
    } else if value["data"].is_object() && (has("annotations") || has("completions") || has("predictions")) {
        Some("label-studio")
    } else if value["text"].is_string() && value["mentions"].is_array() && value["stances"].is_array() {
        Some("jsonl")
    } else {
        has_spans(value).then_some("prodigy")
    }
}

fn is_web_annotation(value: &Value) -> bool {
    const TYPES: [&str; 5] =
        ["Annotation", "AnnotationPage", "AnnotationCollection", "oa:Annotation", "sc:AnnotationList"];
    let kind = value.get("type").or_else(|| value.get("@type")).unwrap_or(&Value::Null);
    let named = |kind: &Value| kind.as_str().is_some_and(|kind| TYPES.contains(&kind));
    let parts = ["target", "hasTarget", "on", "items", "first", "resources", "body", "hasBody"];
    let typed = named(kind) || kind.as_array().is_some_and(|all| all.iter().any(named));
    let context = value["@context"].to_string();
    let of_model = ["ns/anno", "ns/oa"].iter().any(|part| context.contains(part));
    (typed || of_model) && (typed && of_model || parts.iter().any(|part| value.get(*part).is_some()))
        || value["@graph"].as_array().is_some_and(|all| all.iter().any(is_web_annotation))
}

/// Says whether a text has spans, as lines of Prodigy, doccano and spaCy do; a pair of both is spaCy's too.
fn has_spans(value: &Value) -> bool {
    if let Some(all) = value.as_array() {
        return super::lines::is_pair(all);
    }
    if !value["text"].is_string() && !value["data"].is_string() {
        return false;
    }
    let is_span = |it: &Value| {
        let start = it.get("start").or_else(|| it.get("start_offset")).or_else(|| it.get(0));
        start.is_some_and(Value::is_number)
    };
    let spans =
        ["spans", "entities", "ents", "label", "labels", "annotations"].iter().filter_map(|key| value[*key].as_array());
    let grouped = value["spans"].as_object().into_iter().flatten().filter_map(|(_, all)| all.as_array());
    let asked = value["_input_hash"].is_i64() || value["_input_hash"].is_u64();
    asked || spans.chain(grouped).flatten().any(is_span)
}

/// Says whether each line is a token with a label, or ends a sentence.
fn is_conll(ending: &str, start: &str) -> bool {
    let named = matches!(ending, "conll" | "iob" | "iob2" | "bio" | "bioes" | "ner");
    // The last line may be cut off.
    let whole = start.rsplit_once('\n').map_or(start, |(whole, _)| whole);
    let lines = whole.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("# ")).take(SAMPLE * 4);
    let rows: Vec<Vec<&str>> = lines.filter(|line| !line.starts_with("-DOCSTART-")).map(super::conll::cut).collect();
    let width = rows.first().map_or(0, Vec::len);
    if width < 2 || rows.iter().any(|row| row.len() != width) {
        return false;
    }
    let column = (1..width).rev().find(|at| rows.iter().all(|row| super::conll::is_label(row[*at])));
    let marks = |at: usize| rows.iter().any(|row| row[at] != "O");
    column.is_some_and(|at| named || marks(at) && rows.len() > 1)
}

#[cfg(test)]
mod tests {
    use crate::formats::import::Importer;

    #[test]
    fn formats_are_told_by_what_they_hold() {
        let cases = [
            ("a.ann", "T1\tPER 0 2\tXi\n", "brat"),
            ("a.a2", "", "brat"),
            ("a.ann", "<annotation/>", ""),
            ("a.tsv", "#FORMAT=WebAnno TSV 3.2\n", "webanno"),
            ("a.tsv", "# a.NamedEntity | value\n#id=1\n#text=Xi\n", "webanno"),
            ("a.xml", "<?xml version=\"1.1\"?>\n<xmi:XMI xmlns:xmi=\"x\">", "xmi"),
            ("a.xml", "<Project xmlns=\"urn:QDA-XML:project:1.0\">", "refi-qda"),
            ("a.qdc", "<?xml version=\"1.0\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\">", "refi-qda-codebook"),
            ("a.xml", "<CodeBook>", ""),
            ("a.xml", "<rss>", ""),
            (
                "a.json",
                "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\",\"id\":\"x\"}",
                "w3c",
            ),
            ("a.json", "[{\"type\":\"Annotation\",\"target\":\"http://a\"}]", "w3c"),
            ("a.json", "{\"@context\":\"https://schema.org\",\"type\":\"NewsArticle\",\"body\":\"x\"}", ""),
            ("a.json", "[{\"id\":1,\"data\":{\"text\":\"x\"},\"annotations\":[", "label-studio"),
            ("a.jsonl", "{\"text\":\"Xi\",\"spans\":[{\"start\":0,\"end\":2,\"label\":\"P\"}]}", "prodigy"),
            ("a.jsonl", "{\"text\":\"Xi\"}\n{\"text\":\"Xi\",\"label\":[[0,2,\"P\"]]}", "prodigy"),
            ("a.jsonl", "{\"text\":\"Xi\",\"_input_hash\":-3,\"label\":\"POLITICS\",\"answer\":\"accept\"}", "prodigy"),
            ("a.json", "[[\"Xi\",{\"entities\":[[0,2,\"P\"]]}]]", "prodigy"),
            ("a.jsonl", "{\"id\":\"a\",\"text\":\"Xi\",\"mentions\":[],\"stances\":[]}", "jsonl"),
            ("a.jsonl", "{\"text\":\"Xi\",\"label\":[\"good\"],\"title\":\"t\"}", ""),
            ("a.jsonl", "{\"text\":\"Xi\",\"entities\":[\"Xi\"]}", ""),
            ("a.conll", "Xi B-PER\nmet O\n", "conll"),
            ("a.txt", "Xi\tB-PER\nmet\tO\n", "conll"),
            ("a.tsv", "text\tlabel\nXi\tO\n", ""),
            ("a.txt", "Plan B-1\n", ""),
            ("a.txt", "Title: x\n\nWords.", ""),
        ];
        for (name, text, expected) in cases {
            let found = Importer::of_source(name, text.as_bytes(), text).map_or("", |format| format.name);
            assert_eq!(found, expected, "{name}: {text}");
        }
        assert_eq!(Importer::of_source("a.qdpx", b"PK\x03\x04", "").unwrap().name, "refi-qda");
        assert!(Importer::of_source("a.zip", b"PK\x03\x04", "").is_none());
    }
}
