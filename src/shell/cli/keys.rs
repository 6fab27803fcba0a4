//! `keys`: all commands with their keys as a page of Markdown.

use crate::app::{Scope, all_commands};

const HEAD: &str = "\
# Keys

Each table is a scope: a screen or an overlay. Its keys go before those of `global`. Every line can be changed in
`config.toml` under `[keys.SCOPE]`; `newsgloss config` prints them all. This page is written by `newsgloss keys`.
";

/// Returns the page of all commands by scope, with their default keys, from the command table.
#[must_use]
pub fn keys_page() -> String {
    let mut page = HEAD.to_owned();
    for scope in Scope::ALL {
        let rows: Vec<_> = all_commands().filter(|row| row.scope == scope).collect();
        if rows.is_empty() {
            continue;
        }
        page.push_str(&format!("\n## {}\n\n| keys | command | what it does |\n| --- | --- | --- |\n", scope.name()));
        for row in rows {
            let keys: Vec<String> = row.keys.iter().map(|keys| code(keys)).collect();
            page.push_str(&format!("| {} | `{}` | {} |\n", keys.join(" "), row.name, row.help.replace('|', "\\|")));
        }
    }
    page
}

/// Returns keys as code in a Markdown table, where `|` must be escaped and a backtick needs longer fences.
fn code(keys: &str) -> String {
    let keys = keys.replace('|', "\\|");
    if keys.contains('`') { format!("`` {keys} ``") } else { format!("`{keys}`") }
}

#[cfg(test)]
mod tests {
    use super::{code, keys_page};
    use crate::app::all_commands;

    #[test]
    fn every_command_has_a_line() {
        let lines = keys_page().lines().filter(|line| line.starts_with("| ")).count();
        let heads = 2 * keys_page().matches("\n## ").count();
        assert_eq!(lines - heads, all_commands().count());
    }

    #[test]
    fn keys_stay_in_their_cell() {
        assert_eq!([code("g g"), code("|"), code("`")], ["`g g`", "`\\|`", "`` ` ``"]);
    }
}
