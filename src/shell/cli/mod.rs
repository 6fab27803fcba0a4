//! The command line: from arguments to what is printed, and the exit status.
//!
//! Data goes to stdout, words to stderr. Exit 0: done; 1: complaints; 2: wrong use. A closed pipe ends it quietly.

mod add;
mod arguments;
mod check;
mod choose;
mod config;
mod entities;
mod export;
mod failure;
mod fetch;
mod import;
mod json;
mod keys;
mod list;
mod output;
mod place;
mod search;
mod shape;
mod show;
mod stats;
mod suggest;
mod suggest_line;
mod table;
mod train;

pub(super) use config::complaints;
pub use keys::keys_page;

use crate::formats::config::DEFAULTS;
use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use failure::Failure;
use output::{Out, say};
use place::Place;
use std::process::ExitCode;

/// Some complaints were made.
const COMPLAINTS: u8 = 1;

/// Reads the arguments and does what they say; without a command the full-screen session opens.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    dispatch(&arguments).unwrap_or_else(|failure| {
        if let Some(words) = failure.words() {
            say(words);
        }
        ExitCode::from(failure.code())
    })
}

/// The process that takes the text out of one PDF.
fn pdf_text() -> ExitCode {
    match super::pdf::answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(COMPLAINTS),
    }
}

/// Prints help and version to stdout, and what is wrong with the arguments to stderr.
fn refused(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        // Arguments are repeated in the message, and a file name in them may hold anything.
        error.render().to_string().lines().for_each(say);
        return ExitCode::from(2);
    }
    let _ = error.print(); // only a closed pipe can fail, and that is no complaint
    ExitCode::SUCCESS
}

fn dispatch(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let place = || Place::find(arguments.library.as_deref());
    let mut out = Out::stdout();
    let clean = match &arguments.command {
        None => {
            let Place { library, mut settings } = place()?;
            settings.config.look.screen_reader |= arguments.screen_reader;
            return Ok(super::session::run(library, settings));
        }
        Some(Command::List(wanted)) => list::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Show(wanted)) => show::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Search(wanted)) => search::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Export(wanted)) => export::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Add(wanted)) => add::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Subscribe(wanted)) => fetch::subscribe(&place()?.spoken(), wanted, &mut out),
        Some(Command::Fetch(wanted)) => fetch::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::PdfText) => return Ok(pdf_text()),
        Some(Command::Import(wanted)) => import::run(&place()?.spoken(), wanted),
        Some(Command::Suggest(wanted)) => suggest::run(wanted, &mut out),
        Some(Command::Train(wanted)) => train::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Entities(wanted)) => entities::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Check) => check::run(&place()?, &mut out),
        Some(Command::Stats(wanted)) => stats::run(&place()?.spoken(), wanted, &mut out),
        Some(Command::Config(wanted)) if wanted.check => config::check(&place()?, &mut out),
        Some(Command::Config(_)) => out.words(DEFAULTS),
        Some(Command::Keys) => out.words(&keys_page()),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "newsgloss", &mut script);
            out.bytes(&script)
        }
    }?;
    out.finish()?;
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::from(COMPLAINTS) })
}
