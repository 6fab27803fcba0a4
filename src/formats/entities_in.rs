//! Lists of known actors from elsewhere: CSV with a header of names, or the registry's own TOML.

use super::entities::one_line;
use crate::model::{Complaint, Entity};

/// Entities of a list, and the lines that could not be used.
#[derive(Debug, Default)]
pub struct Imported {
    /// In the order of the list.
    pub entities: Vec<Entity>,
    /// One sentence with its line for each line that is left out.
    pub complaints: Vec<Complaint>,
}

/// Reads CSV whose first line names the columns: `name`, and any of `type`, `aliases`, `description` and `links`. Several
/// aliases or links in one field stand between semicolons; other columns are left out.
#[must_use]
pub fn read_csv(text: &str) -> Imported {
    let mut all = Imported::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads: Vec<String> =
        lines.headers().map(|heads| heads.iter().map(str::to_lowercase).collect()).unwrap_or_default();
    let column = |name: &str| heads.iter().position(|head| head == name);
    let Some(name) = column("name") else {
        let what = "the first line must name the columns: name,type,aliases,description,links; `name` is missing";
        all.complaints.push(Complaint::at(1, what));
        return all;
    };
    let [kind, aliases, description, links] = ["type", "aliases", "description", "links"].map(column);
    for line in lines.records() {
        let record = match line {
            Ok(record) => record,
            Err(error) => {
                let at = line_of(text, error.position());
                all.complaints.push(Complaint::at(at, "this line cannot be read as CSV; it is left out"));
                continue;
            }
        };
        let at = line_of(text, record.position());
        let field = |column: Option<usize>| one_line(column.and_then(|at| record.get(at)).unwrap_or_default());
        let list =
            |column| -> Vec<String> { field(column).split(';').map(one_line).filter(|one| !one.is_empty()).collect() };
        let entity = Entity {
            name: field(Some(name)),
            kind: field(kind),
            aliases: list(aliases),
            description: field(description),
            links: list(links),
            extra: toml::Table::new(),
        };
        match entity.name.is_empty() {
            true => all.complaints.push(Complaint::at(at, "this line has no name; it is left out")),
            false => all.entities.push(entity),
        }
    }
    all
}

/// Returns the line of a record. The reader's own count stays behind after `\r\n`.
fn line_of(text: &str, position: Option<&csv::Position>) -> usize {
    let at = position.and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0).min(text.len());
    let lines = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
    lines + 1 + usize::from(text.as_bytes().get(at) == Some(&b'\n'))
}

#[cfg(test)]
mod tests {
    use super::read_csv;

    #[test]
    fn columns_are_found_by_their_names() {
        let text = "\u{feff}Name, type ,links,rank,aliases\r\nXi Jinping,PER,Q15031,1,\"Xi; 习近平 ;\"\r\n,PER,,2,\r\n\"Bo, Jr.\"\r\n";
        let all = read_csv(text);
        let rows: Vec<String> = all
            .entities
            .iter()
            .map(|it| format!("{}|{}|{}|{}", it.name, it.kind, it.aliases.join("/"), it.links.join("/")))
            .collect();
        assert_eq!(rows, ["Xi Jinping|PER|Xi/习近平|Q15031", "Bo, Jr.|||"]);
        assert_eq!((all.complaints.len(), all.complaints[0].line), (1, Some(3)));
        assert!(read_csv("who,type\na,b\n").complaints[0].what.contains("`name` is missing"));
    }
}
