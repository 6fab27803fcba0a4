//! Changes of the codebook in a configuration's file that keep what a person wrote there: comments, order, and keys that
//! are not known here.

use super::{Config, parse};
use crate::model::Complaint;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

/// A change of one block of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// `types`, `tags` or `stances`.
    pub list: &'static str,
    /// The key of a type, the label of a tag, or the word of a stance.
    pub key: String,
    /// The fields that get another value; none takes the block away.
    pub fields: Vec<(&'static str, Set)>,
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// A text.
    Text(String),
    /// A digit; 0 is none.
    Digit(u8),
    /// A list of texts.
    List(Vec<String>),
    /// One more text in a list. What the list holds is what the file says; else what `known` says.
    With {
        /// The text.
        one: String,
        /// The list without it, where the file has none.
        known: Vec<String>,
    },
    /// A text less in a list.
    Without {
        /// The text.
        one: String,
        /// The list with it, where the file has none.
        known: Vec<String>,
    },
}

impl Set {
    fn item(&self, old: Option<&Item>) -> Item {
        match self {
            Self::Text(text) => value(text.as_str()),
            Self::Digit(digit) => value(i64::from(*digit)),
            Self::List(texts) => value(list(texts)),
            Self::With { one, known } => {
                let mut texts = listed(old).unwrap_or_else(|| list(known));
                if place(&texts, one).is_none() {
                    texts.push(one.as_str());
                }
                value(texts)
            }
            Self::Without { one, known } => {
                let mut texts = listed(old).unwrap_or_else(|| list(known));
                if let Some(at) = place(&texts, one) {
                    texts.remove(at);
                }
                value(texts)
            }
        }
    }
}

fn list(texts: &[String]) -> Array {
    texts.iter().map(String::as_str).collect()
}

fn listed(item: Option<&Item>) -> Option<Array> {
    item?.as_array().cloned()
}

fn place(texts: &Array, one: &str) -> Option<usize> {
    let texts: Vec<&Value> = texts.iter().collect();
    texts.iter().rposition(|text| text.as_str() == Some(one))
}

/// Returns the text of the file with the changes made.
///
/// # Errors
/// One sentence where the file cannot be changed; then a person must.
pub fn edit(text: &str, edits: &[Edit]) -> Result<String, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut file: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let what = error.message().lines().next().unwrap_or_default().to_owned();
        format!("it is not TOML ({what}); mend it first, `newsgloss config --check` says where")
    })?;
    if file.is_empty() && !text.trim().is_empty() {
        // Comments alone stay above what is added.
        return Ok(format!("{}\n\n{}", text.trim_end(), self::edit("", edits)?));
    }
    for edit in edits {
        let block = if edit.list == "stances" { stance(&mut file, &edit.key) } else { block(&mut file, edit) };
        let block = block.ok_or_else(|| format!("`{}` is not written as [[{}]] blocks there", edit.list, edit.list))?;
        change(block, edit);
    }
    Ok(file.to_string())
}

/// Lays changes over a configuration in memory, as the file will.
#[must_use]
pub fn lay_edits(config: &Config, edits: &[Edit]) -> (Config, Vec<Complaint>) {
    let (mut changed, complaints) = parse(config, &edit("", edits).unwrap_or_default());
    changed.layers = config.layers;
    (changed, complaints)
}

/// The fields that are changed here.
const OURS: [&str; 6] = ["name", "digit", "hue", "proposed_as", "definition", "examples"];

fn stance<'f>(file: &'f mut DocumentMut, key: &str) -> Option<&'f mut Table> {
    let table = || {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    };
    let stances = file.entry("stances").or_insert_with(table).as_table_mut()?;
    stances.entry(key).or_insert(Item::Table(Table::new())).as_table_mut()
}

/// Finds the block with that key, or adds one at the end of its list.
fn block<'f>(file: &'f mut DocumentMut, edit: &Edit) -> Option<&'f mut Table> {
    let name = if edit.list == "tags" { "label" } else { "key" };
    let list = file.entry(edit.list).or_insert(Item::ArrayOfTables(ArrayOfTables::new())).as_array_of_tables_mut()?;
    let is_it = |block: &Table| block.get(name).and_then(Item::as_str) == Some(edit.key.as_str());
    let found = list.iter().position(is_it);
    let at = found.unwrap_or_else(|| list.len());
    if found.is_none() {
        let mut block = Table::new();
        block.insert(name, value(edit.key.as_str()));
        list.push(block);
    }
    list.get_mut(at)
}

fn change(block: &mut Table, edit: &Edit) {
    if edit.fields.is_empty() {
        // What else a person wrote there stays, with its comments; it says nothing as long as the block is taken away.
        block.insert("remove", value(true));
        return;
    }
    if block.remove("remove").is_some() {
        // An entry that comes again is what it is now, not what it was before.
        block.retain(|key, _| !OURS.contains(&key) || edit.fields.iter().any(|(field, _)| *field == key));
    }
    for (key, set) in &edit.fields {
        let mut item = set.item(block.get(key));
        // A comment behind the old value stays behind the new one.
        if let (Some(old), Some(new)) = (block.get(key).and_then(Item::as_value), item.as_value_mut()) {
            *Value::decor_mut(new) = old.decor().clone();
        }
        block.insert(key, item);
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, Set, edit, lay_edits};
    use crate::formats::config::Config;

    fn define(key: &str, words: &str) -> Edit {
        Edit { list: "types", key: key.to_owned(), fields: vec![("definition", Set::Text(words.to_owned()))] }
    }

    #[test]
    fn comments_order_and_unknown_keys_stay() {
        let file = "# mine\ntheme = \"light\" # for the day\nodd = 1\n\n# who\n[[types]]\nkey = \"PER\"\ndefinition = \"old\" # why\nfuture = true\n\n[[types]]\nkey = \"X\"\n";
        let out = edit(file, &[define("PER", "new \"words\""), define("ORG", "added")]).unwrap();
        let expected = file.replace("\"old\"", "'new \"words\"'");
        assert!(out.starts_with(&expected), "{out}");
        assert!(out.ends_with("\n[[types]]\nkey = \"ORG\"\ndefinition = \"added\"\n"), "{out}");
        let removed = edit(&out, &[Edit { list: "types", key: "PER".to_owned(), fields: vec![] }]).unwrap();
        let block =
            "# who\n[[types]]\nkey = \"PER\"\ndefinition = 'new \"words\"' # why\nfuture = true\nremove = true\n";
        assert!(removed.contains(block), "{removed}");
        let back = edit(&removed, &[define("PER", "again")]).unwrap();
        assert!(
            back.contains("# who\n[[types]]\nkey = \"PER\"\ndefinition = \"again\" # why\nfuture = true\n"),
            "{back}"
        );
        let digit = Edit { list: "types", key: "PER".to_owned(), fields: vec![("digit", Set::Digit(1))] };
        let back = edit(&removed, &[digit]).unwrap();
        assert!(!back.contains("words") && back.contains("future = true\ndigit = 1"), "{back}");
        assert!(edit("types = 3", &[define("PER", "x")]).unwrap_err().contains("[[types]]"));
        assert!(edit("a = ", &[define("PER", "x")]).unwrap_err().contains("not TOML"));
    }

    #[test]
    fn an_example_is_added_to_what_the_file_has_and_taken_from_it() {
        let one = |set: Set| Edit { list: "types", key: "PER".to_owned(), fields: vec![("examples", set)] };
        let known = || vec!["a".to_owned()];
        let with = |text: &str| one(Set::With { one: text.to_owned(), known: known() });
        let without = |text: &str| one(Set::Without { one: text.to_owned(), known: known() });
        let block = |texts: &str| format!("[[types]]\nkey = \"PER\"\nexamples = [{texts}] # ours\n");
        let cases = [
            (block("\"a\", \"theirs\""), with("b"), block("\"a\", \"theirs\", \"b\"")),
            (block("\"a\", \"theirs\""), with("a"), block("\"a\", \"theirs\"")),
            (block("\"a\", \"theirs\""), without("a"), block("\"theirs\"").replace("[\"", "[ \"")),
            (block("\"theirs\""), without("a"), block("\"theirs\"")),
            (String::new(), with("b"), block("\"a\", \"b\"").replace(" # ours", "")),
            (String::new(), without("a"), block("").replace(" # ours", "")),
        ];
        for (file, change, expected) in cases {
            assert_eq!(edit(&file, &[change]).unwrap(), expected, "{file}");
        }
    }

    #[test]
    fn what_the_file_will_say_holds_in_memory() {
        let config = Config::default();
        let stance = Edit {
            list: "stances",
            key: "oppose".to_owned(),
            fields: vec![
                ("definition", Set::Text("against".to_owned())),
                ("examples", Set::List(vec!["a".to_owned()])),
            ],
        };
        let new = Edit { list: "tags", key: "hot".to_owned(), fields: vec![("definition", Set::Text(String::new()))] };
        let digit = Edit { list: "types", key: "ORG".to_owned(), fields: vec![("digit", Set::Digit(1))] };
        let edits = [define("PER", "who"), stance, new, digit];
        let (changed, complaints) = lay_edits(&config, &edits);
        assert_eq!(complaints, []);
        let (read, _) = crate::formats::config::parse(&config, &edit("# c\n", &edits).unwrap());
        assert_eq!((&read.codebook, &read.stances), (&changed.codebook, &changed.stances));
        let kind = |key: &str| changed.codebook.kind(key).unwrap();
        assert_eq!((kind("PER").definition.as_str(), kind("PER").digit, kind("ORG").digit), ("who", None, Some(1)));
        assert_eq!(changed.stances[1].examples, ["a"]);
        assert!(changed.codebook.tags.iter().any(|tag| tag.label == "hot"));
    }
}
