//! The start of a JSON source as a value: what is cut off is left out. It decides on a format before all is read.

use serde_json::{Map, Value};

/// Objects and lists in each other that are looked into.
const DEPTH: usize = 32;

/// Returns the values that a text begins with, one after the other or in a list: at most `most` of them.
pub(super) fn values(start: &str, most: usize) -> Vec<Value> {
    let mut reader = Reader { rest: start };
    let mut all = Vec::new();
    while all.len() < most && reader.skip_to_value() {
        match reader.value(0) {
            // A list alone is a list of them; its first value may be one too, as in lists of pairs.
            Value::Array(inside) if all.is_empty() => return inside.into_iter().take(most).collect(),
            value => all.push(value),
        }
    }
    all
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn skip_to_value(&mut self) -> bool {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == '\u{feff}');
        self.rest.starts_with(['{', '['])
    }

    fn take(&mut self, mark: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn value(&mut self, depth: usize) -> Value {
        if depth > DEPTH {
            self.rest = "";
            return Value::Null;
        }
        if self.take('{') {
            return self.object(depth);
        }
        if self.take('[') {
            return self.list(depth);
        }
        self.rest = self.rest.trim_start();
        if self.rest.starts_with('"') {
            return Value::String(self.string());
        }
        let end = self.rest.find([',', ']', '}', '\n', '\r', ' ', '\t']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        // A sign that begins no value would be met again and again.
        self.rest = if word.is_empty() { "" } else { rest };
        serde_json::from_str(word).unwrap_or(Value::Null)
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut fields = Map::new();
        while !self.rest.trim_start().is_empty() && !self.take('}') {
            if self.take(',') {
                continue;
            }
            self.rest = self.rest.trim_start();
            if !self.rest.starts_with('"') {
                self.rest = "";
                break;
            }
            let key = self.string();
            if self.take(':') {
                let value = self.value(depth + 1);
                fields.insert(key, value);
            }
        }
        Value::Object(fields)
    }

    fn list(&mut self, depth: usize) -> Value {
        let mut all = Vec::new();
        while !self.rest.trim_start().is_empty() && !self.take(']') {
            if !self.take(',') {
                all.push(self.value(depth + 1));
            }
        }
        Value::Array(all)
    }

    /// Takes a string; escapes stay as they are written.
    fn string(&mut self) -> String {
        let inner = &self.rest[1..];
        let mut escaped = false;
        let end = inner.find(|c: char| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let (text, rest) = end.map_or((inner, ""), |end| (&inner[..end], &inner[end + 1..]));
        self.rest = rest;
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::values;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_is_cut_off_is_left_out() {
        let cases = [
            (r#"{"a": 1, "b": [true, "x\"y"]}"#, json!([{"a": 1, "b": [true, "x\\\"y"]}])),
            ("{\"a\":1}\n{\"b\":2}\n", json!([{"a": 1}, {"b": 2}])),
            (r#"[{"a":1},{"b":{"c":"d"#, json!([{"a": 1}, {"b": {"c": "d"}}])),
            ("[]", json!([])),
            ("text", json!([])),
            (r#"[["t",{"e":[[0,1,"X"]]}]]"#, json!([["t", {"e": [[0, 1, "X"]]}]])),
        ];
        for (text, expected) in cases {
            assert_eq!(json!(values(text, 9)), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_ends_for_any_text(text in "[\\[\\]{}\",:\\\\ a1\n]{0,80}") {
            let _ = values(&text, 9);
        }
    }
}
