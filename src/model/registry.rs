//! The registry: which names stand for one entity, all over the library.

use crate::text::name_key;
use std::collections::HashMap;

/// One entity of the registry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// Its canonical name.
    pub name: String,
    /// Key of its type; empty where none was given.
    pub kind: String,
    /// Other names that stand for it.
    pub aliases: Vec<String>,
    /// Who or what it is.
    pub description: String,
    /// Identifiers in other collections and addresses, such as `Q15031`.
    pub links: Vec<String>,
    /// Keys that this version does not know; they are written back as they came.
    pub extra: toml::Table,
}

/// All entities of the registry, found by their names.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    entities: Vec<Entity>,
    /// By folded canonical name.
    names: HashMap<String, usize>,
    /// By folded alias; more than one where entities share it.
    aliases: HashMap<String, Vec<usize>>,
}

impl Registry {
    /// Takes the entities of the registry in their order. Of two with one name the first is found by it.
    #[must_use]
    pub fn new(entities: Vec<Entity>) -> Self {
        let mut registry = Self::default();
        for (at, entity) in entities.iter().enumerate() {
            registry.names.entry(name_key(&entity.name)).or_insert(at);
            for alias in &entity.aliases {
                let claims = registry.aliases.entry(name_key(alias)).or_default();
                if !claims.contains(&at) {
                    claims.push(at);
                }
            }
        }
        registry.entities = entities;
        registry
    }

    /// Returns the entities in the order of the file.
    #[must_use]
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Returns the entity that a name of a type stands for: the one of that canonical name, or the only one that has it as
    /// an alias. An alias that two entities claim stands for the one of that type, where only one is, or for neither.
    #[must_use]
    pub fn resolve(&self, name: &str, kind: Option<&str>) -> Option<&Entity> {
        if self.entities.is_empty() {
            return None;
        }
        let key = name_key(name);
        if let Some(at) = self.names.get(&key) {
            return Some(&self.entities[*at]);
        }
        match self.aliases.get(&key)?.as_slice() {
            [only] => Some(&self.entities[*only]),
            claims => {
                let mut alike =
                    claims.iter().map(|at| &self.entities[*at]).filter(|one| Some(one.kind.as_str()) == kind);
                alike.next().filter(|_| alike.next().is_none())
            }
        }
    }

    /// Returns the entity of this canonical name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entity> {
        self.names.get(&name_key(name)).map(|at| &self.entities[*at])
    }

    /// Returns the entities that claim a name as an alias.
    pub fn claims(&self, alias: &str) -> impl Iterator<Item = &Entity> {
        let at = self.aliases.get(&name_key(alias)).map_or(&[][..], Vec::as_slice);
        at.iter().map(|at| &self.entities[*at])
    }

    /// Returns the canonical name for a name of a type; the name itself where the registry knows none.
    #[must_use]
    pub fn canonical<'a>(&'a self, name: &'a str, kind: Option<&str>) -> &'a str {
        self.resolve(name, kind).map_or(name, |entity| &entity.name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Entity, Registry};

    fn entity(name: &str, kind: &str, aliases: &[&str]) -> Entity {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        Entity { name: name.to_owned(), kind: kind.to_owned(), aliases, ..Entity::default() }
    }

    #[test]
    fn an_alias_of_two_entities_stands_for_neither_unless_its_type_tells() {
        let registry = Registry::new(vec![
            entity("George Bush", "PER", &["Bush", "Bush senior"]),
            entity("George W. Bush", "PER", &["Bush"]),
            entity("George Washington", "PER", &["Washington"]),
            entity("Washington, D.C.", "LOC", &["Washington", "Bush senior"]),
            entity("Xi Jinping", "PER", &["Xi", "习近平"]),
            entity("Xi", "GPE", &[]),
        ]);
        let cases = [
            ("Bush", Some("PER"), "Bush"),
            ("bush senior", Some("PER"), "George Bush"),
            ("Washington", Some("LOC"), "Washington, D.C."),
            ("WASHINGTON", Some("PER"), "George Washington"),
            ("Washington", None, "Washington"),
            ("Washington", Some("ORG"), "Washington"),
            ("习近平", None, "Xi Jinping"),
            ("Xi", Some("PER"), "Xi"),
            ("xi  jinping's", Some("ORG"), "Xi Jinping"),
            ("Putin", Some("PER"), "Putin"),
        ];
        for (name, kind, expected) in cases {
            assert_eq!(registry.canonical(name, kind), expected, "{name} {kind:?}");
        }
    }
}
