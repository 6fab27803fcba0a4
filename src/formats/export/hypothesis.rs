//! Hypothesis out: rows as its API gives them. Positions are UTF-16 units, since that is what its client counts; the quote
//! stands beside each, and is what it goes by.

use super::names::{ANNOTATION, ARTICLE, urn, web};
use super::w3c::{position, quote};
use super::{Document, Kind, Tally};
use crate::formats::markdown_escape::cell;
use crate::model::{Id, Mention, On, Stance};
use crate::text::{Span, Utf16};
use serde_json::{Value, json};

/// What stands before the first row.
pub(super) const HEAD: &str = "{\"rows\": [\n";
/// What stands after the last one.
pub(super) const END: &str = "\n]}\n";

/// Returns the rows of one document, with commas between them.
pub(super) fn rows(document: &Document<'_>, tally: &mut Tally) -> String {
    tally.leave_all(document, &[Kind::Orphan], "it has no place in the text, and Hypothesis asks for one");
    let all = document.annotations;
    let page = Page { document, utf16: Utf16::new(document.article.body.as_str()) };
    let several = |id: &Id, kind: Kind, more: usize, tally: &mut Tally| {
        if more > 0 {
            tally.bend(document.article, kind, Some(id), "Hypothesis shows the first of its pieces only");
        }
    };
    all.mentions.iter().for_each(|it| several(&it.id, Kind::Mention, it.more.len(), tally));
    all.stances.iter().for_each(|it| several(&it.id, Kind::Stance, it.more.len(), tally));
    let mentions = all.mentions.iter().map(|it| page.mention(it));
    let stances = all.stances.iter().map(|it| page.stance(it));
    let tags = all.tags.iter().map(|it| page.row(&it.id, &it.annotator, "", &[&it.label], &page.on(&it.on, None)));
    let notes = all.notes.iter().map(|it| page.row(&it.id, &it.annotator, &it.text, &[], &page.on(&it.on, it.span)));
    let rows = mentions.chain(stances).chain(tags).chain(notes);
    rows.map(|row| row.to_string()).collect::<Vec<_>>().join(",\n")
}

struct Page<'a> {
    document: &'a Document<'a>,
    utf16: Utf16<'a>,
}

impl Page<'_> {
    fn mention(&self, it: &Mention) -> Value {
        let text = format!("{} ({})", cell(&it.entity), cell(&it.kind));
        let mut row = self.row(&it.id, &it.annotator, &text, &[&it.kind, &it.entity], &it.spans().collect::<Vec<_>>());
        row["newsgloss"] = json!({"type": it.kind, "entity": it.entity, "score": it.score});
        row
    }

    fn stance(&self, it: &Stance) -> Value {
        let (holder, polarity, target) = (it.holder.name(), it.polarity.word(), it.target.entity.as_str());
        let text = format!("{}: {polarity}: {}", cell(holder), cell(target));
        let mut row = self.row(&it.id, &it.annotator, &text, &[polarity], &it.spans().collect::<Vec<_>>());
        row["newsgloss"] = json!({
            "holder": holder, "polarity": polarity, "target": target, "intensity": it.intensity,
            "confidence": it.confidence, "score": it.score,
        });
        row
    }

    fn on(&self, on: &On, span: Option<Span>) -> Vec<Span> {
        match on {
            On::Article => Vec::new(),
            On::Span(anchor) => vec![span.unwrap_or_else(|| self.document.span_of(anchor))],
            On::Annotation(id) => {
                let all = self.document.annotations;
                let mention = || all.mention(id).map(|it| it.spans().collect());
                mention().or_else(|| all.stance(id).map(|it| it.spans().collect())).unwrap_or_default()
            }
        }
    }

    fn row(&self, id: &Id, annotator: &str, text: &str, tags: &[&str], spans: &[Span]) -> Value {
        let article = self.document.article;
        let own = urn(ARTICLE, article.id.as_str());
        let uri = web(article.meta.url.as_deref()).map_or(own, str::to_owned);
        let target = |span: &Span| {
            let units = (self.utf16.of_byte(span.start), self.utf16.of_byte(span.end));
            json!({"source": uri, "selector": [position(units), quote(self.document, *span)]})
        };
        let targets: Vec<Value> =
            if spans.is_empty() { vec![json!({"source": uri})] } else { spans.iter().map(target).collect() };
        let user = format!("acct:{annotator}@newsgloss.invalid");
        json!({
            "id": urn(ANNOTATION, id.as_str()),
            "uri": uri,
            "user": user,
            "text": text,
            "tags": tags,
            "group": "__world__",
            "permissions": {"read": [user], "update": [user], "delete": [user], "admin": [user]},
            "target": targets,
            "document": {"title": [article.meta.title]},
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{END, HEAD, rows};
    use crate::formats::fixture::every_kind;
    use serde_json::Value;

    #[test]
    fn positions_are_utf16_units() {
        let fixture = every_kind();
        let (out, lost) = fixture.lost(rows);
        let value: Value = serde_json::from_str(&format!("{HEAD}{out}{END}")).unwrap();
        let rows = value["rows"].as_array().unwrap();
        assert_eq!((rows.len(), lost.len()), (fixture.all.count() - 1, 3));
        let units: Vec<u16> = fixture.article.body.as_str().encode_utf16().collect();
        for selector in rows.iter().flat_map(|row| row["target"].as_array().unwrap()) {
            let Some([position, quote]) = selector["selector"].as_array().map(|both| [&both[0], &both[1]]) else {
                continue;
            };
            let at = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
            assert_eq!(String::from_utf16(&units[at("start")..at("end")]).unwrap(), quote["exact"].as_str().unwrap());
        }
        assert_eq!(rows[5]["text"], "=cmd() (PER)");
    }
}
