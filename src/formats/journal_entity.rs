//! Changes of the registry in its journal: the rows before and after, each an inline table on one line.

use crate::model::{ArticleId, Entity, Label, Renamed, Revision};
use toml::{Table, Value};

/// Returns the keys of a change in the order written.
pub(super) fn revision_fields(revision: &Revision) -> Vec<(String, Value)> {
    let rows = |rows: &[Entity]| Value::Array(rows.iter().map(|row| Value::Table(entity_table(row))).collect());
    let mut fields = vec![("before".to_owned(), rows(&revision.before)), ("after".to_owned(), rows(&revision.after))];
    if !revision.articles.is_empty() {
        let ids = revision.articles.iter().map(|id| Value::String(id.as_str().to_owned()));
        fields.push(("articles".to_owned(), Value::Array(ids.collect())));
    }
    if let Some(Renamed { label, from, to }) = &revision.renamed {
        let word = if *label == Label::Type { "type" } else { "tag" };
        let texts = [word, from, to].map(|text| Value::String(text.to_owned()));
        fields.push(("renamed".to_owned(), Value::Array(texts.into())));
    }
    if revision.is_bulk() {
        fields.push(("title".to_owned(), Value::String(revision.title.clone())));
    }
    fields
}

/// Takes a change out of its block.
pub(super) fn take_revision(table: &mut Table) -> Option<Revision> {
    let rows = |value: Option<&Value>| -> Option<Vec<Entity>> {
        value?.as_array()?.iter().map(|row| take_entity(row.as_table()?.clone())).collect()
    };
    let (before, after) = (rows(table.get("before"))?, rows(table.get("after"))?);
    let articles = match table.get("articles") {
        None => Vec::new(),
        Some(ids) => ids.as_array()?.iter().map(|id| id.as_str().map(ArticleId::new)).collect::<Option<_>>()?,
    };
    let renamed = match table.get("renamed") {
        None => None,
        Some(texts) => Some(renamed(texts)?),
    };
    let title = table.get("title").map_or(Some(""), Value::as_str)?.to_owned();
    ["before", "after", "articles", "renamed", "title"].into_iter().for_each(|key| drop(table.remove(key)));
    Some(Revision { before, after, articles, renamed, title })
}

fn renamed(texts: &Value) -> Option<Renamed> {
    let [word, from, to] = texts.as_array()?.as_slice() else { return None };
    let label = match word.as_str()? {
        "type" => Label::Type,
        "tag" => Label::Tag,
        _ => return None,
    };
    Some(Renamed { label, from: from.as_str()?.to_owned(), to: to.as_str()?.to_owned() })
}

/// Returns an entity as a table; what is empty is left out.
pub(super) fn entity_table(entity: &Entity) -> Table {
    let text = |text: &str| (!text.is_empty()).then(|| Value::String(text.to_owned()));
    let list = |list: &[String]| {
        (!list.is_empty()).then(|| Value::Array(list.iter().map(|one| Value::String(one.clone())).collect()))
    };
    let fields = [
        ("name", Some(Value::String(entity.name.clone()))),
        ("type", text(&entity.kind)),
        ("aliases", list(&entity.aliases)),
        ("description", text(&entity.description)),
        ("links", list(&entity.links)),
    ];
    let known = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    known.chain(entity.extra.clone()).collect()
}

/// Reads an entity from its table; nothing where a known key holds something else than it should.
pub(super) fn take_entity(mut table: Table) -> Option<Entity> {
    let name = table.remove("name")?.as_str()?.to_owned();
    let mut text = |key: &str| match table.remove(key) {
        None => Some(String::new()),
        Some(value) => value.as_str().map(str::to_owned),
    };
    let (kind, description) = (text("type")?, text("description")?);
    let mut list = |key: &str| match table.remove(key) {
        None => Some(Vec::new()),
        Some(value) => value.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect(),
    };
    let (aliases, links) = (list("aliases")?, list("links")?);
    Some(Entity { name, kind, aliases, description, links, extra: table })
}
