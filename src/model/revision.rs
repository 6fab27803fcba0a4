//! Changes of the library as a whole. Those of the registry are the rows before and after, so that they can be laid over
//! what another program wrote meanwhile, and taken back as long as nobody changed those rows since. Acts over many articles
//! have one too: it says which articles they reach into, and what they rename, so that one undo takes all of it back.

use super::{ArticleId, Entity, Registry};
use crate::text::name_key;
use std::collections::HashMap;

/// One change of the library as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revision {
    /// The rows that it takes away.
    pub before: Vec<Entity>,
    /// The rows that it puts in their place.
    pub after: Vec<Entity>,
    /// Articles whose journals have acts of the same group: they are taken back with it.
    pub articles: Vec<ArticleId>,
    /// The label of the codebook that it renames.
    pub renamed: Option<Renamed>,
    /// What an act over many articles does; empty where it is about entities alone.
    pub title: String,
}

/// Another key or label for an entry of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// Which of the two it is.
    pub label: Label,
    /// The old one.
    pub from: String,
    /// The new one.
    pub to: String,
}

/// What can be renamed in a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The key of an entity type.
    Type,
    /// A tag.
    Tag,
}

impl Revision {
    /// Returns what takes it back.
    #[must_use]
    pub fn turned(&self) -> Self {
        let back = |it: &Renamed| Renamed { label: it.label, from: it.to.clone(), to: it.from.clone() };
        Self {
            before: self.after.clone(),
            after: self.before.clone(),
            articles: self.articles.clone(),
            renamed: self.renamed.as_ref().map(back),
            title: self.title.clone(),
        }
    }

    /// Says whether it is an act over many articles.
    #[must_use]
    pub const fn is_bulk(&self) -> bool {
        !self.title.is_empty()
    }

    /// Returns for each row after it the row before it whose place it takes: the one of that name, or else any that is left.
    #[must_use]
    pub fn places(&self) -> Vec<Option<usize>> {
        let mut left: Vec<usize> = (0..self.before.len()).collect();
        let mut take = |fits: &dyn Fn(&Entity) -> bool| {
            let at = left.iter().position(|at| fits(&self.before[*at]))?;
            Some(left.remove(at))
        };
        let named: Vec<Option<usize>> = self.after.iter().map(|row| take(&|old| same(&old.name, &row.name))).collect();
        named.into_iter().map(|at| at.or_else(|| take(&|_| true))).collect()
    }
}

fn same(a: &str, b: &str) -> bool {
    name_key(a) == name_key(b)
}

impl Registry {
    /// Returns the row of an entity, or a new one for a name that the registry does not know yet.
    #[must_use]
    pub fn row(&self, name: &str, kind: &str) -> Entity {
        let new = || Entity { name: name.to_owned(), kind: kind.to_owned(), ..Entity::default() };
        self.get(name).cloned().unwrap_or_else(new)
    }

    /// Returns the rows that a revision leaves.
    ///
    /// # Errors
    /// One sentence, where a row is not as it was when the revision was made, or a name is taken.
    pub fn revised(&self, revision: &Revision) -> Result<Vec<Entity>, String> {
        for row in &revision.before {
            if self.get(&row.name) != Some(row) {
                return Err(format!("“{}” was changed in entities.toml meanwhile; nothing is changed", row.name));
            }
        }
        let old = |row: &Entity| revision.before.iter().any(|old| same(&old.name, &row.name));
        if let Some(taken) = revision.after.iter().find(|row| !old(row) && self.get(&row.name).is_some()) {
            return Err(format!("entities.toml has a “{}” already; nothing is changed", taken.name));
        }
        let places = revision.places();
        let mut rows = Vec::with_capacity(self.entities().len() + 1);
        for row in self.entities() {
            match revision.before.iter().position(|old| old == row) {
                None => rows.push(row.clone()),
                Some(at) => {
                    rows.extend(places.iter().zip(&revision.after).find(|it| *it.0 == Some(at)).map(|it| it.1.clone()))
                }
            }
        }
        rows.extend(places.iter().zip(&revision.after).filter(|it| it.0.is_none()).map(|it| it.1.clone()));
        Ok(rows)
    }

    /// Makes one entity an alias of another, with all that is known of it.
    ///
    /// # Errors
    /// One sentence, where they are one already or the name would not lead there.
    pub fn merge(&self, from: &Entity, into: &Entity) -> Result<Revision, String> {
        if same(&from.name, &into.name) {
            return Err("These two are one entity already.".to_owned());
        }
        let mut merged = into.clone();
        std::iter::once(&from.name).chain(&from.aliases).for_each(|name| add_name(&mut merged, name));
        add_missing(&mut merged.links, &from.links);
        if merged.kind.is_empty() {
            merged.kind.clone_from(&from.kind);
        }
        if merged.description.is_empty() {
            merged.description.clone_from(&from.description);
        }
        for (key, value) in &from.extra {
            merged.extra.entry(key.clone()).or_insert_with(|| value.clone());
        }
        let revision = self.changed(&[into, from], vec![merged]);
        self.leads(&revision, &from.name, &into.name)?;
        Ok(revision)
    }

    /// Gives an entity another canonical name; the old one stays as an alias, since the journals have it.
    ///
    /// # Errors
    /// One sentence, where another entity has that name or the old one would not lead there.
    pub fn rename(&self, entity: &Entity, name: &str) -> Result<Revision, String> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name == entity.name {
            return Err("The name is as before.".to_owned());
        }
        if !same(&name, &entity.name) && self.get(&name).is_some() {
            return Err(format!("There is a “{name}” already; merge the two instead."));
        }
        let mut renamed = Entity { name: name.clone(), ..entity.clone() };
        renamed.aliases.retain(|alias| !same(alias, &name));
        add_name(&mut renamed, &entity.name);
        let revision = self.changed(&[entity], vec![renamed]);
        self.leads(&revision, &entity.name, &name)?;
        Ok(revision)
    }

    /// Takes an alias out of an entity again: its mentions are then of an entity of their own.
    ///
    /// # Errors
    /// One sentence, where it has no such alias.
    pub fn split(&self, entity: &Entity, alias: &str) -> Result<Revision, String> {
        let mut rest = entity.clone();
        rest.aliases.retain(|other| !same(other, alias));
        if rest == *entity {
            return Err(format!("“{alias}” is no alias of “{}”.", entity.name));
        }
        Ok(self.changed(&[entity], vec![rest]))
    }

    /// Puts a changed row in the place of an entity of the same name.
    ///
    /// # Errors
    /// One sentence, where nothing differs.
    pub fn change(&self, entity: &Entity, changed: Entity) -> Result<Revision, String> {
        if *entity == changed && self.get(&entity.name).is_some() {
            return Err("Nothing was changed.".to_owned());
        }
        Ok(self.changed(&[entity], vec![changed]))
    }

    /// Brings known actors into the registry: a name that is there gets what is new, all others are added. Returns the
    /// revision, how many were added and how many got something, and one sentence for each that is left out.
    #[must_use]
    pub fn import(&self, list: &[Entity]) -> (Revision, [usize; 2], Vec<String>) {
        let mut rows: Vec<Entity> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        let mut left_out = Vec::new();
        for new in list {
            let alias_of = self.get(&new.name).is_none().then(|| self.claims(&new.name).next()).flatten();
            if let Some(other) = alias_of {
                left_out.push(format!("“{}” is an alias of “{}”; it is left out", new.name, other.name));
                continue;
            }
            let at = *index.entry(name_key(&new.name)).or_insert_with(|| {
                rows.push(self.row(&new.name, ""));
                rows.len() - 1
            });
            complete(&mut rows[at], new, &mut left_out);
        }
        rows.retain(|row| self.get(&row.name) != Some(row));
        let before: Vec<Entity> = rows.iter().filter_map(|row| self.get(&row.name).cloned()).collect();
        let counts = [rows.len() - before.len(), before.len()];
        (Revision { before, after: rows, ..Revision::default() }, counts, left_out)
    }

    /// Gives all entities of one type another one.
    #[must_use]
    pub fn rename_type(&self, from: &str, to: &str) -> Revision {
        let before: Vec<Entity> = self.entities().iter().filter(|row| row.kind == from).cloned().collect();
        let after = before.iter().map(|row| Entity { kind: to.to_owned(), ..row.clone() }).collect();
        Revision { before, after, ..Revision::default() }
    }

    fn changed(&self, before: &[&Entity], after: Vec<Entity>) -> Revision {
        let known = before.iter().filter_map(|row| self.get(&row.name).cloned()).collect();
        Revision { before: known, after, ..Revision::default() }
    }

    /// Checks that a name would stand for an entity, whatever its type: another entity may claim it too.
    fn leads(&self, revision: &Revision, name: &str, to: &str) -> Result<(), String> {
        let rows = Self::new(self.revised(revision)?);
        if rows.resolve(name, None).is_some_and(|entity| same(&entity.name, to)) || same(name, to) {
            return Ok(());
        }
        let other = rows.claims(name).find(|entity| !same(&entity.name, to)).map_or("", |entity| &entity.name);
        Err(format!("“{name}” is an alias of “{other}” too; take it out there first, or link its mentions one by one."))
    }
}

/// Gives a row what it lacks; what it has already stays, and is told.
fn complete(row: &mut Entity, new: &Entity, told: &mut Vec<String>) {
    new.aliases.iter().for_each(|alias| add_name(row, alias));
    add_missing(&mut row.links, &new.links);
    for (old, new) in [(&mut row.kind, &new.kind), (&mut row.description, &new.description)] {
        if old.is_empty() {
            old.clone_from(new);
        } else if !new.is_empty() && old != new {
            told.push(format!("“{}” keeps “{old}”; the list has “{new}”", row.name));
        }
    }
    for (key, value) in &new.extra {
        row.extra.entry(key.clone()).or_insert_with(|| value.clone());
    }
}

/// Adds an alias where the entity lacks that name.
pub(super) fn add_name(entity: &mut Entity, name: &str) {
    if !same(name, &entity.name) && !entity.aliases.iter().any(|alias| same(alias, name)) {
        entity.aliases.push(name.to_owned());
    }
}

fn add_missing(all: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Entity, Registry, Revision};

    fn entity(name: &str, aliases: &[&str]) -> Entity {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        Entity { name: name.to_owned(), aliases, ..Entity::default() }
    }

    fn names(rows: &[Entity]) -> Vec<String> {
        rows.iter().map(|row| format!("{}={}", row.name, row.aliases.join(","))).collect()
    }

    fn some() -> Registry {
        Registry::new(vec![entity("Ann", &["A"]), entity("Bob", &["B", "Bo"]), entity("Cy", &["Bo"])])
    }

    #[test]
    fn each_change_leaves_the_right_rows_and_is_taken_back() {
        let registry = some();
        let row = |name: &str| registry.row(name, "PER");
        let changes: [(&str, Result<Revision, String>, &[&str]); 7] = [
            ("merge", registry.merge(&row("Ann"), &row("Cy")), &["Bob=B,Bo", "Cy=Bo,Ann,A"]),
            ("merge a new one", registry.merge(&row("Dee"), &row("Ann")), &["Ann=A,Dee", "Bob=B,Bo", "Cy=Bo"]),
            ("merge into a new one", registry.merge(&row("Ann"), &row("Dee")), &["Dee=Ann,A", "Bob=B,Bo", "Cy=Bo"]),
            ("merge two new ones", registry.merge(&row("D"), &row("E")), &["Ann=A", "Bob=B,Bo", "Cy=Bo", "E=D"]),
            ("rename", registry.rename(&row("Ann"), " Ann  Lee"), &["Ann Lee=A,Ann", "Bob=B,Bo", "Cy=Bo"]),
            ("rename to an alias", registry.rename(&row("Ann"), "A"), &["A=Ann", "Bob=B,Bo", "Cy=Bo"]),
            ("split", registry.split(&row("Bob"), "bo"), &["Ann=A", "Bob=B", "Cy=Bo"]),
        ];
        for (what, revision, expected) in changes {
            let revision = revision.unwrap();
            let rows = registry.revised(&revision).unwrap();
            assert_eq!(names(&rows), expected, "{what}");
            let after = Registry::new(rows);
            let mut back = after.revised(&revision.turned()).unwrap();
            back.sort_by(|a, b| a.name.cmp(&b.name));
            assert_eq!(names(&back), names(registry.entities()), "{what} taken back");
            assert!(after.revised(&revision).is_err(), "{what} twice");
        }
    }

    #[test]
    fn a_list_adds_what_is_new_and_keeps_what_is_there() {
        let registry = some();
        let list = [
            Entity { kind: "PER".to_owned(), ..entity("ann", &["Annie", "A"]) },
            entity("B", &[]),
            entity("New", &["N"]),
            Entity { description: "once more".to_owned(), ..entity("new", &[]) },
            Entity { kind: "ORG".to_owned(), ..entity("Ann", &[]) },
            entity("Cy", &[]),
        ];
        let (revision, counts, left_out) = registry.import(&list);
        let rows = registry.revised(&revision).unwrap();
        assert_eq!(names(&rows), ["Ann=A,Annie", "Bob=B,Bo", "Cy=Bo", "New=N"]);
        assert_eq!((rows[0].kind.as_str(), rows[3].description.as_str()), ("PER", "once more"));
        assert_eq!(counts, [1, 1]);
        assert_eq!(left_out, ["“B” is an alias of “Bob”; it is left out", "“Ann” keeps “PER”; the list has “ORG”"]);
        assert_eq!(names(&registry.revised(&registry.import(&[]).0).unwrap()), names(registry.entities()));
    }

    #[test]
    fn what_cannot_be_done_is_refused_with_a_sentence() {
        let registry = some();
        let row = |name: &str| registry.row(name, "PER");
        let refused = [
            (registry.merge(&row("Ann"), &row("ann")), "one entity already"),
            (registry.merge(&row("Bo"), &row("Bob")), "alias of “Cy” too"),
            (registry.rename(&row("Ann"), "Bob"), "merge the two"),
            (registry.rename(&row("Ann"), "Ann"), "as before"),
            (registry.split(&row("Ann"), "Bo"), "no alias"),
            (registry.change(&row("Ann"), row("Ann")), "Nothing was changed"),
        ];
        for (revision, word) in refused {
            let why = revision.unwrap_err();
            assert!(why.contains(word), "{why}");
        }
        let stale = Revision { before: vec![entity("Ann", &[])], ..Revision::default() };
        assert!(registry.revised(&stale).unwrap_err().contains("changed in entities.toml meanwhile"));
    }
}
