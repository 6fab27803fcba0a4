//! The arguments, their help and their examples.

use crate::formats::Format;
use crate::formats::import::{Conflicts, Importer};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Read news articles closely: mark entities, stances, tags and notes by keyboard.
///
/// Without a command the full-screen reader opens; at its first start it takes you on a tour of five steps (F2 again).
#[derive(Debug, Parser)]
#[command(name = "newsgloss", version, after_help = EXAMPLES, propagate_version = true)]
pub struct Arguments {
    /// The library; without it the working folder, or `library` of your configuration
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// In the reader, draw one thing after the other, in words, for people who hear the screen
    #[arg(long)]
    pub screen_reader: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  newsgloss                                         open the reader on this folder
  newsgloss list 'is:unread date:2024-02..2024-03'  unread articles of two months
  newsgloss show 2024/talks.txt                     one article with its annotations
  newsgloss search '\"climate accord\" -draft'        a phrase in texts and titles
  newsgloss add saved-pages/ letters.mbox           bring articles in, whatever their format
  newsgloss subscribe https://example.org/feed.xml  follow a feed
  newsgloss fetch                                   get what is new in all feeds
  newsgloss export --format csv --output all.csv    every annotation as a table
  newsgloss import corpus/ --format brat            annotations of other programs
  newsgloss suggest < texts.jsonl                   entities and stances of other texts
  newsgloss train                                   fit a model of your own on your annotations
  newsgloss stats                                   what is marked, in how many keys and minutes
  newsgloss entities import actors.csv              bring a list of known actors
  newsgloss check                                   look for damage in the whole library
  newsgloss config > config.toml                    begin a configuration of your own
  newsgloss keys                                    all commands and their keys
  newsgloss completions bash                        completions for your shell

Exit status: 0 done, 1 complaints, 2 wrong use.";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List articles, newest first
    List(ListArguments),
    /// Show one article with its annotations
    Show(ShowArguments),
    /// Find words in texts, titles, sources and paths
    Search(SearchArguments),
    /// Bring articles into the library: files, folders, archives, tables
    Add(AddArguments),
    /// Follow feeds, or list those that you follow
    Subscribe(SubscribeArguments),
    /// Get what is new in the feeds that you follow
    Fetch(FetchArguments),
    /// Export annotations
    Export(ExportArguments),
    /// Bring annotations that were made elsewhere
    Import(ImportArguments),
    /// Suggest entities and stances for texts on stdin
    Suggest(SuggestArguments),
    /// Fit the library's own model on your annotations; it is kept only if it is better
    Train(TrainArguments),
    /// Count articles, annotations, and the keys and minutes that they cost
    Stats(StatsArguments),
    /// List the entities of the library, or bring a list of known ones
    Entities(EntitiesArguments),
    /// Read the whole library and say what is wrong with it
    #[command(after_help = "Example:\n  newsgloss check || echo 'look at the lines above'")]
    Check,
    /// Take the text out of one PDF, from stdin to stdout
    #[command(name = crate::shell::pdf::COMMAND, hide = true)]
    PdfText,
    /// Print the default configuration, which is its own manual
    Config(ConfigArguments),
    /// Print all commands and their keys as Markdown
    #[command(after_help = "Example:\n  newsgloss keys | less")]
    Keys,
    /// Print completions for a shell
    #[command(after_help = "Example:\n  newsgloss completions fish > ~/.config/fish/completions/newsgloss.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Arguments of `list`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgloss list 'tag:important date:2024-02..2024-03'
  newsgloss list --format json is:annotated | jq -r '.[].id'

A query is words, \"a phrase\", -word, and title: source: tag: is:unread|read|annotated date:FIRST..LAST (both
included). Write -- before a query that begins with a hyphen.")]
pub struct ListArguments {
    /// Which articles; without it all
    pub query: Vec<String>,
    /// How to print them
    #[arg(long, default_value = "table")]
    pub format: Rows,
    /// At most so many articles
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  newsgloss show 2024/talks.txt --format json | jq '.mentions[].quote'

Offsets in JSON are Unicode code points of `text`.")]
pub struct ShowArguments {
    /// The article's path below articles/, as `list` prints it
    pub id: String,
    /// How to print it
    #[arg(long, default_value = "text")]
    pub format: One,
}

/// Arguments of `search`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  newsgloss search 'ceasefire source:reuters -draft' --limit 20

The query is that of `list`; its words are also looked for in the texts, in capitals or not.")]
pub struct SearchArguments {
    /// What to look for
    #[arg(required = true)]
    pub query: Vec<String>,
    /// How to print it
    #[arg(long, default_value = "table")]
    pub format: Rows,
    /// At most so many articles
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Arguments of `add`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgloss add page.html letters.mbox archive.zip
  newsgloss add saved-pages/ --dry-run
  newsgloss add articles.csv --columns text=body,title=headline
  newsgloss add brat-project/ export-of-inception.zip
  curl -s https://example.org/feed.xml | newsgloss add -

Reads txt, Markdown, HTML, RSS, Atom, JSON Feed, EPUB, PDF, eml, mbox, WARC, JSON Lines, CSV, TSV, and ZIP or gzip of
these, by what stands in them and not by their names. Each article becomes a new file articles/YYYY/MM/DD-title.txt or
.md; no file is ever written over. What is there already, the same words whatever their marks, is left out; what tells
the story of an earlier article is kept and said. Ended early and begun again, it goes on.

Annotations are known by what they hold too: brat (.ann beside .txt), CoNLL, W3C, Label Studio, Prodigy, doccano, spaCy,
WebAnno TSV 3, UIMA CAS XMI, REFI-QDA and our JSONL. They are tied as newsgloss import does it, which takes one format
that you name. A table that could be of articles is one of articles.")]
pub struct AddArguments {
    /// Files, folders, addresses of pages or feeds, or - for stdin
    #[arg(required = true, value_name = "PATH|URL|-")]
    pub from: Vec<PathBuf>,
    /// Which columns of tables and records hold what: text, title, date, source, url, authors, language
    #[arg(long, value_name = "PART=COLUMN,...")]
    pub columns: Option<String>,
    /// Write nothing; say what would be added
    #[arg(long)]
    pub dry_run: bool,
    /// Keep the page, message or record that each article was made from, in originals/ under the article's name
    #[arg(long)]
    pub keep_original: bool,
    /// Seconds that an answer from the network may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub timeout: u64,
    /// What is done with an annotation that contradicts one of yours
    #[arg(long, default_value = "refuse")]
    pub on_conflict: OnConflict,
    /// How to print what became of each article
    #[arg(long, default_value = "table")]
    pub format: Rows,
}

/// Arguments of `subscribe`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgloss subscribe https://example.org/feed.xml
  newsgloss subscribe feeds.opml
  newsgloss subscribe

Feeds stand in feeds.toml of the library, which you may edit. Nothing is got from the network before newsgloss fetch.")]
pub struct SubscribeArguments {
    /// Addresses of feeds, or OPML files; without any the feeds are listed
    #[arg(value_name = "URL|FILE")]
    pub feeds: Vec<String>,
}

/// Arguments of `fetch`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  newsgloss fetch

Servers are asked only for what changed since the last time, one question a second at most. What is wrong with a feed is
said, and the others go on.")]
pub struct FetchArguments {
    /// Seconds that an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub timeout: u64,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  newsgloss export tag:important --format csv --output important.csv
  newsgloss export --format conll --losses lost.json > all.conll

A format of several files is written into a folder, or into a zip where PATH ends in .zip. Each entry of the losses is
{article, kind, annotation, fate: bent|left_out, why}.")]
pub struct ExportArguments {
    /// Which articles, as for `list`; without it all
    pub query: Vec<String>,
    /// The format
    #[arg(long, value_parser = format_parser())]
    pub format: &'static Format,
    /// The file or folder to write, whole or not at all; without it stdout
    #[arg(long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// A JSON file for all that the format bends or leaves out, and why
    #[arg(long, value_name = "FILE")]
    pub losses: Option<PathBuf>,
    /// Only what this annotator made
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgloss import corpus/ --format brat
  newsgloss import project.qdpx --format refi-qda --annotator jane

What is brought goes to the article with the same text, else to the one with the id or address that it names, else to a
new one in articles/imported/. What could belong to several articles or contradicts what is marked there is refused and
named; --on-conflict settles it. All of it is one undo: u in the list. newsgloss add finds the format by itself.")]
pub struct ImportArguments {
    /// A file, a folder or a zip
    pub path: PathBuf,
    /// Its format
    #[arg(long, value_parser = importer_parser())]
    pub format: &'static Importer,
    /// Into whose journals it goes; without it yours
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// What is done with a mark that contradicts one of yours
    #[arg(long, default_value = "refuse")]
    pub on_conflict: OnConflict,
}

/// Arguments of `suggest`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  echo '{\"id\": 1, \"text\": \"Xi Jinping praised Moscow.\"}' | newsgloss suggest

Each line of stdin is {\"id\", \"text\", \"targets\"?: [{\"start\", \"end\"}]}; each line of stdout answers one, in the
order read. Offsets are Unicode code points of `text`. With `targets` there is one stance for each, in their order.")]
pub struct SuggestArguments {
    /// How to read and print
    #[arg(long, default_value = "jsonl")]
    pub format: Lines,
    /// Use the fast model alone: some 50 times faster, less exact
    #[arg(long)]
    pub fast: bool,
}

/// Arguments of `train`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgloss train
  newsgloss train --undo

Learns from the articles in which you marked persons, places, organisations and nationalities; what lies between the
first and the last mark of an article counts as read. By cross-validation it says how right suggestions are without
and with the model. It lies in .newsgloss/ and can be fitted again at any time.")]
pub struct TrainArguments {
    /// Take the own model back
    #[arg(long)]
    pub undo: bool,
}

/// Arguments of `stats`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgloss stats
  newsgloss stats tag:important --annotator ann --format json | jq .effort

Annotations of all annotators are counted. Keys and minutes are your own, or those of --annotator, as kept in
annotations/<annotator>/effort.toml; of a pause between two keys at most one minute counts. `effort = false` in
config.toml keeps nothing.")]
pub struct StatsArguments {
    /// Which articles, as for `list`; without it all
    pub query: Vec<String>,
    /// How to print them
    #[arg(long, default_value = "table")]
    pub format: Rows,
    /// Only what this annotator made
    #[arg(long, value_name = "NAME")]
    pub annotator: Option<String>,
    /// In the table, at most so many articles that cost time
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// Arguments of `entities`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  newsgloss entities --format json | jq -r '.[] | select(.mentions > 9).name'
  newsgloss entities import actors.csv

Names, aliases and links lie in entities.toml, which you may edit."
)]
pub struct EntitiesArguments {
    /// What else to do
    #[command(subcommand)]
    pub command: Option<EntitiesCommand>,
    /// How to print them
    #[arg(long, default_value = "table")]
    pub format: Rows,
    /// At most so many entities
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// What to do with entities.
#[derive(Debug, Subcommand)]
pub enum EntitiesCommand {
    /// Bring a list of known actors into entities.toml
    #[command(after_help = "Example:
  newsgloss entities import actors.csv

CSV whose first line names the columns: name,type,aliases,description,links (several aliases or links stand between
semicolons), or TOML with [[entity]] blocks as in entities.toml. Who is known already gets what is new; u in the
entities screen takes the import back.")]
    Import {
        /// The list; its name ends in .csv or .toml
        file: PathBuf,
    },
}

/// Arguments of `config`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgloss config > ~/.config/newsgloss/config.toml
  newsgloss config --check")]
pub struct ConfigArguments {
    /// Check the files in force instead
    #[arg(long)]
    pub check: bool,
}

/// What is done with contradictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnConflict {
    /// Leave it out and name it
    Refuse,
    /// Keep both
    Both,
    /// Take the new one
    Replace,
}

impl From<OnConflict> for Conflicts {
    fn from(wanted: OnConflict) -> Self {
        match wanted {
            OnConflict::Refuse => Self::Refuse,
            OnConflict::Both => Self::Both,
            OnConflict::Replace => Self::Replace,
        }
    }
}

/// How many things are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rows {
    /// Aligned columns
    Table,
    /// One JSON array, an object a line
    Json,
}

/// How one article is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum One {
    /// Words
    Text,
    /// One JSON object
    Json,
}

/// How a stream is read and printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lines {
    /// A JSON object a line
    Jsonl,
}

fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| PossibleValue::new(format.name).help(format.about)))
        .try_map(|name| Format::from_name(&name).ok_or("there is no such format"))
}

fn importer_parser() -> impl TypedValueParser<Value = &'static Importer> {
    PossibleValuesParser::new(Importer::ALL.iter().map(|format| PossibleValue::new(format.name).help(format.about)))
        .try_map(|name| Importer::from_name(&name).ok_or("there is no such format"))
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound_and_each_command_has_an_example() {
        let mut command = Arguments::command();
        command.clone().debug_assert();
        let top = command.render_long_help().to_string();
        for one in command.get_subcommands_mut().filter(|one| one.get_name() != "help" && !one.is_hide_set()) {
            let help = one.render_long_help().to_string();
            let call = format!("newsgloss {}", one.get_name());
            assert!(top.contains(&call), "{call}");
            let example = help.split_once("Example").map_or("", |(_, example)| example);
            assert!(example.contains(&call), "{help}");
        }
    }
}
