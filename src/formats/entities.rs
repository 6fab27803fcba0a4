//! `entities.toml`: the registry, a block an entity. People write it too, so comments and unknown keys stay.

pub use super::entities_in::{Imported, read_csv};

use super::config::nearest;
use super::journal_entity::{entity_table, take_entity};
use super::journal_value::inline;
use crate::model::{Complaint, Entity, Registry, Revision};
use crate::text::name_key;
use std::collections::HashSet;
use toml_edit::{ArrayOfTables, Document, DocumentMut, Item, Table};

/// The keys of an entity.
const KEYS: [&str; 5] = ["name", "type", "aliases", "description", "links"];

/// What a registry's text holds.
#[derive(Debug, Default)]
pub struct Entities {
    /// In the order of the file; blocks that cannot be used are left out.
    pub entities: Vec<Entity>,
    /// What is wrong, with line and column.
    pub complaints: Vec<Complaint>,
    /// Whether it is no TOML at all, so that nothing of it is known.
    pub broken: bool,
}

/// Reads a registry.
#[must_use]
pub fn read(text: &str) -> Entities {
    let mut all = Entities::default();
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            all.complaints.push(complaint(text, at, &format!("this is not TOML: {}", one_line(error.message()))));
            all.broken = true;
            return all;
        }
    };
    let mut seen = HashSet::new();
    for (key, item) in document.iter() {
        match item.as_array_of_tables().filter(|_| key == "entity") {
            Some(tables) => tables.iter().for_each(|table| all.block(text, table, &mut seen)),
            None => {
                let at = item.span().map_or(0, |span| span.start);
                let what = format!("`{key}` is not used here; an entity is a block that begins with [[entity]]");
                all.complaints.push(complaint(text, at, &what));
            }
        }
    }
    all
}

impl Entities {
    fn block(&mut self, text: &str, table: &Table, seen: &mut HashSet<String>) {
        let start = table.span().map_or(0, |span| span.start);
        let place = |key: &str| table.get(key).and_then(Item::span).map_or(start, |span| span.start);
        for (key, item) in table.iter().filter(|(key, _)| !KEYS.contains(key)) {
            if let Some(near) = nearest(key, KEYS) {
                let at = item.span().map_or(start, |span| span.start);
                let what = format!("unknown key `{key}` is kept and not used; did you mean `{near}`?");
                self.complaints.push(complaint(text, at, &what));
            }
        }
        match entity(table) {
            Ok(entity) if seen.insert(name_key(&entity.name)) => self.entities.push(entity),
            Ok(entity) => {
                let what =
                    format!("“{}” is there already, so this block is left out; give it another name", entity.name);
                self.complaints.push(complaint(text, place("name"), &what));
            }
            Err((key, why)) => {
                self.complaints.push(complaint(text, place(key), &format!("{why}; this entity is left out")));
            }
        }
    }
}

/// Reads one block; an error is the key that is wrong, and why.
fn entity(table: &Table) -> Result<Entity, (&'static str, String)> {
    let name = table.get("name").and_then(Item::as_str).map(one_line).filter(|name| !name.is_empty());
    let name = name.ok_or(("name", "an entity needs a `name`, a text".to_owned()))?;
    for key in ["type", "description"] {
        if table.get(key).is_some_and(|item| item.as_str().is_none()) {
            return Err((key, format!("`{key}` of “{name}” must be a text")));
        }
    }
    let texts = |item: &Item| item.as_array().is_some_and(|list| list.iter().all(|one| one.as_str().is_some()));
    for key in ["aliases", "links"] {
        if table.get(key).is_some_and(|item| !texts(item)) {
            return Err((key, format!("`{key}` of “{name}” must be a list of texts, such as [\"one\", \"two\"]")));
        }
    }
    let unknown = || ("name", format!("the block of “{name}” cannot be read"));
    // Inline tables and plain values alike come back as the values that a journal has.
    let plain: toml::Table = table.to_string().parse().map_err(|_| unknown())?;
    let mut entity = take_entity(plain).ok_or_else(unknown)?;
    entity.aliases = entity.aliases.iter().map(|alias| one_line(alias)).filter(|alias| !alias.is_empty()).collect();
    Ok(Entity { name, ..entity })
}

/// Why a revision cannot be laid over a registry's text; one sentence each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unrevised {
    /// A person must mend the text first; then it can be.
    Broken(String),
    /// Its rows are not those that the revision was made for.
    Refused(String),
}

/// Lays a revision over a registry's text; what it does not touch stays as it was written.
///
/// # Errors
/// Where the text is no TOML or its rows are not those that the revision was made for.
pub fn revise(text: &str, revision: &Revision) -> Result<String, Unrevised> {
    let broken = |why: &str| Unrevised::Broken(format!("{why}; mend it first"));
    let found = read(text);
    if let Some(complaint) = found.complaints.first().filter(|_| found.broken) {
        return Err(broken(&complaint.what));
    }
    Registry::new(found.entities).revised(revision).map_err(Unrevised::Refused)?;
    let mut document: DocumentMut = text.parse().map_err(|_| broken("it is not TOML"))?;
    if document.is_empty() && !text.trim().is_empty() {
        // Comments alone stay above what is added.
        return Ok(format!("{}\n\n{}", text.trim_end(), revise("", revision)?));
    }
    let item = document.entry("entity").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let tables = item.as_array_of_tables_mut().ok_or_else(|| broken("`entity` is not a list of blocks there"))?;
    let at = |tables: &ArrayOfTables, name: &str| {
        // A block that cannot be read is nobody's: it stays as it was written.
        let fits = |table: &Table| entity(table).is_ok_and(|it| name_key(&it.name) == name_key(name));
        tables.iter().position(fits)
    };
    let places = revision.places();
    for (row, place) in revision.after.iter().zip(&places) {
        let old = place.map(|place| &revision.before[place]);
        match old.and_then(|old| tables.get_mut(at(tables, &old.name)?)) {
            Some(table) => change(table, old, row),
            None => {
                let mut table = Table::new();
                change(&mut table, None, row);
                tables.push(table);
            }
        }
    }
    let gone = revision.before.iter().enumerate().filter(|(place, _)| !places.contains(&Some(*place)));
    for (_, row) in gone {
        if let Some(index) = at(tables, &row.name) {
            let gone = tables.remove(index);
            let heir = revision.after.first().and_then(|row| at(tables, &row.name));
            keep_comment(&gone, heir.and_then(|heir| tables.get_mut(heir)));
        }
    }
    Ok(document.to_string())
}

/// Writes what differs into a block.
fn change(table: &mut Table, old: Option<&Entity>, new: &Entity) {
    let (old, new) = (old.map(entity_table).unwrap_or_default(), entity_table(new));
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        table.remove(key);
    }
    // In the order of the keys, since a new block is read by people.
    let known = KEYS.into_iter().filter(|key| new.contains_key(*key));
    let unknown = new.keys().map(String::as_str).filter(|key| !KEYS.contains(key));
    for key in known.chain(unknown).filter(|key| old.get(*key) != new.get(*key)) {
        let Some(value) = new.get(key) else { continue };
        if let Ok(value) = inline(value).parse::<toml_edit::Value>() {
            let old = table.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
            table.insert(key, Item::Value(value));
            if let (Some(decor), Some(value)) = (old, table.get_mut(key).and_then(Item::as_value_mut)) {
                *value.decor_mut() = decor; // with the comment behind it
            }
        }
    }
}

/// What a person wrote over a block that goes is kept over the one that takes its place.
fn keep_comment(gone: &Table, heir: Option<&mut Table>) {
    let comment = gone.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    if let Some(heir) = heir.filter(|_| comment.contains('#')) {
        let own = heir.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("\n").to_owned();
        heir.decor_mut().set_prefix(format!("{}{}", comment, own.trim_start_matches('\n')));
    }
}

fn complaint(text: &str, at: usize, what: &str) -> Complaint {
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Complaint::new(format!("line {line}, column {column}: {what}"))
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Unrevised, read, revise};
    use crate::model::{Entity, Registry};

    const WRITTEN: &str = "\
# Our actors.

[[entity]]
name = \"Xi Jinping\" # as in our style book
type = \"PER\"
aliases = [\"Xi\", \"习近平\"]
wikidata = 15031

# still to be checked
[[entity]]
name = 'Xi of Yue'
links = [\"https://example.org/xi\"]

[[entity]]
name = \"Kreml\"
description = \"\"\"
Two
lines\"\"\"
";

    #[test]
    fn what_is_not_touched_stays_as_it_was_written() {
        let found = read(WRITTEN);
        assert!(found.complaints.is_empty(), "{:?}", found.complaints);
        let registry = Registry::new(found.entities);
        let (xi, yue) = (registry.row("Xi Jinping", ""), registry.row("Xi of Yue", ""));
        assert_eq!(xi.extra.get("wikidata").and_then(toml::Value::as_integer), Some(15031));
        let merge = registry.merge(&yue, &xi).unwrap();
        let merged = revise(WRITTEN, &merge).unwrap();
        let expected = WRITTEN
            .replace("\"习近平\"]", "\"习近平\", \"Xi of Yue\"]")
            .replace("15031\n", "15031\nlinks = [\"https://example.org/xi\"]\n")
            .replace(
                "\n# still to be checked\n[[entity]]\nname = 'Xi of Yue'\nlinks = [\"https://example.org/xi\"]\n",
                "",
            )
            .replace("# Our actors.\n\n", "\n# still to be checked\n# Our actors.\n\n");
        assert_eq!(merged, expected);
        // Taken back, nothing is lost: the row is there again, at the end.
        let back = read(&revise(&merged, &merge.turned()).unwrap()).entities;
        assert_eq!(back.len(), 3);
        assert!(back.contains(&xi) && back.contains(&yue));
        assert!(matches!(revise(WRITTEN, &merge.turned()), Err(Unrevised::Refused(why)) if why.contains("meanwhile")));
    }

    #[test]
    fn a_registry_begins_with_the_first_row() {
        let new = Registry::default();
        let row = Entity { aliases: vec!["A \"B\"\u{202e}".to_owned()], ..new.row("Ann\\", "PER") };
        let text = revise("", &new.change(&new.row("Ann\\", ""), row.clone()).unwrap()).unwrap();
        assert_eq!(text, "[[entity]]\nname = \"Ann\\\\\"\ntype = \"PER\"\naliases = [\"A \\\"B\\\"\\u202E\"]\n");
        assert_eq!(read(&text).entities, [row]);
    }

    #[test]
    fn bad_blocks_are_named_with_line_and_column_and_stay() {
        let cases = [
            ("[[entity]]\ntype = \"PER\"\n", "line 1, column 1: an entity needs a `name`"),
            ("[[entity]]\nname = \"A\"\naliases = \"B\"\n", "line 3, column 11: `aliases` of “A” must be a list"),
            ("[[entity]]\nname = \"A\"\n\n[[entity]]\nname = \"a\"\n", "line 5, column 8: “a” is there already"),
            ("[[entity]]\nname = \"A\"\nalias = [\"B\"]\n", "did you mean `aliases`?"),
            ("[[entity]]\nname = \"A\n", "line 2, column "),
            ("[entities]\nname = \"A\"\n", "begins with [[entity]]"),
        ];
        for (text, expected) in cases {
            let found = read(text);
            assert!(found.complaints[0].what.contains(expected), "{:?}", found.complaints);
            assert_eq!(found.broken, text.contains("\"A\n"), "{text}");
        }
        let broken = cases[4].0;
        let any = Registry::default().change(&Entity::default(), Entity::default()).unwrap();
        assert!(matches!(revise(broken, &any), Err(Unrevised::Broken(why)) if why.contains("mend it first")));
    }
}
