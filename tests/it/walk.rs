//! A walk through all commands of all scopes, on an empty, a small and a large library: each changes the screen or says
//! something, and each is in the palette.

use crate::play::{Play, library};
use newsgloss::app::{Choice, Command, Event, Overlay, Scope, all_commands, parse_keys};
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;

const SETTINGS: &str = "advance = false\n[keys.reader]\nmark = [\"1\", \"2\"]\n";

fn text(at: usize) -> String {
    let day = at % 28 + 1;
    let sentence =
        |n: usize| format!("Maria Borg praised the Danube Council in Valletta on day {n}. Anton Weiss did not.");
    // The first ones and those of the last day, which are listed first, are longer than a screen.
    let body: Vec<String> = (0..if at < 3 || day == 28 { 30 } else { 3 }).map(sentence).collect();
    format!("Title: Report {at}\nDate: 2024-03-{day:02}\nSource: Wire {}\n\n{}\n", at % 7, body.join("\n\n"))
}

fn of(count: usize) -> Arc<TempDir> {
    let all: Vec<(String, String)> = (0..count).map(|at| (format!("{at:04}.txt"), text(at))).collect();
    let folder = library(&all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    lose_a_place(&folder);
    folder
}

/// Accepts a name in the first article, then lets the name go out of its text.
fn lose_a_place(folder: &Arc<TempDir>) {
    let mut play = Play::open(folder, 100, 30, SETTINGS);
    press(&mut play, "/");
    play.write("0000.txt");
    press(&mut play, "Enter Enter Enter q");
    let article = folder.path().join("articles/0000.txt");
    std::fs::write(&article, text(0).replace("Maria Borg", "Somebody")).unwrap();
}

/// Presses keys one after the other and returns whether the program asked the terminal for something.
fn press(play: &mut Play, keys: &str) -> bool {
    let mut asked = false;
    for key in parse_keys(keys).unwrap() {
        asked |= play.runtime.handle(Event::Key(key)).is_some();
        play.settle();
    }
    asked
}

/// Closes everything and goes to the list.
fn home(play: &mut Play) {
    for _ in 0..8 {
        if play.runtime.state.scope() == Scope::Library {
            press(play, "Esc"); // the filter
            return;
        }
        press(play, if play.runtime.state.scope() == Scope::Reader { "q" } else { "Esc" });
    }
    panic!("there is no way out of {:?}: {}", play.runtime.state.scope(), play.screen());
}

/// Keys that lead from the list to a scope where they are known.
fn known(scope: Scope) -> Option<&'static str> {
    Some(match scope {
        Scope::Library | Scope::Global => "",
        Scope::Reader => "Enter g g",
        Scope::Review => "/ 0 0 0 1 Enter Q",
        Scope::Hints => "Enter f",
        Scope::Form => "Enter g g 1 + e",
        Scope::Note => "Enter M",
        Scope::Tags => "Enter t",
        Scope::Prompt => "/",
        Scope::Palette => ":",
        Scope::Help => "?",
        Scope::Export => "E",
        Scope::Stances => "Enter g g 1 + q S",
        Scope::Evidence => "Enter g g 1 + q S q S g ^ Enter", // the table may come with the evidence that was left
        Scope::Entities => "Enter g g 1 q e",
        Scope::Entity => "Enter g g 1 q e Enter",
        Scope::Link => "Enter g g 1 I",
        Scope::Orphans => "O",
        Scope::Bulk => "B",
        Scope::Preview => "B t x Enter",
        Scope::Codebook => "C",
        Scope::Searches => "/ 0 Enter F Enter / Ctrl+u a Enter F Enter f",
        #[allow(unreachable_patterns, reason = "a scope that is added needs a way to it here before it is walked")]
        _ => return None,
    })
}

/// Goes to a scope; says whether that is possible in this library.
fn enter(play: &mut Play, scope: Scope) -> bool {
    home(play);
    let Some(keys) = known(scope) else { return false };
    if !keys.is_empty() {
        press(play, keys);
    }
    if scope == Scope::Export {
        // Not into the folder in which the tests run.
        press(play, "Ctrl+u");
        let path = play.folder.path().join(format!("out{}.md", play.presses));
        play.presses += 1;
        play.write(path.to_str().unwrap());
    }
    scope == Scope::Global || play.runtime.state.scope() == scope
}

fn leaves(row: &Command) -> bool {
    ["quit", "quit-now", "suspend"].contains(&row.name)
}

/// Keys that go somewhere else in a scope, so that what does nothing at one place does something at another.
fn elsewhere(scope: Scope) -> [&'static str; 4] {
    match scope {
        Scope::Library => ["", "G", "g g", "/ 1 Enter"],
        Scope::Reader => ["", "G", "g g", "g g l L L"],
        scope if scope.takes_text() => ["", "Down Down", "a Left", "Up"],
        Scope::Stances => ["", "G $", "g ^", "j l"],
        _ => ["", "G", "g", "j"],
    }
}

/// Everything that the terminal shows, its cursor too, without the message that is there already.
fn seen(play: &mut Play) -> String {
    play.runtime.state.message = None;
    play.settle();
    format!("{:?}", play.runtime.backend())
}

/// Runs a command at one place or another; says whether anything came of it.
fn does_something(play: &mut Play, row: &Command) -> bool {
    elsewhere(row.scope).into_iter().any(|keys| {
        // Wherever the command before has left us, if that will do: going home each time would cost most of the keys.
        let there = keys.is_empty() && play.runtime.state.scope() == row.scope || enter(play, row.scope);
        if there && !keys.is_empty() {
            press(play, keys);
        }
        let before = seen(play);
        there && (press(play, row.keys[0]) || play.runtime.state.message.is_some() || seen(play) != before)
    })
}

#[test]
fn every_command_does_something_in_a_small_and_in_a_large_library() {
    for (count, size) in [(3, (60, 20)), (1000, (120, 40))] {
        let folder = of(count);
        let mut play = Play::open(&folder, size.0, size.1, SETTINGS);
        let silent: Vec<String> = all_commands()
            .filter(|row| !leaves(row) && known(row.scope).is_some())
            .filter(|row| !does_something(&mut play, row))
            .map(|row| format!("{}.{}", row.scope.name(), row.name))
            .collect();
        assert!(silent.is_empty(), "{count} articles, {size:?}: {silent:#?}");
    }
}

#[test]
fn every_command_of_an_empty_library_says_what_to_do() {
    let mut play = Play::open(&library(&[]), 100, 30, SETTINGS);
    let mut reached = BTreeSet::new();
    for row in all_commands().filter(|row| !leaves(row)) {
        if !enter(&mut play, row.scope) {
            continue;
        }
        reached.insert(row.scope);
        let before = seen(&mut play);
        press(&mut play, row.keys[0]);
        let said = play.runtime.state.message.is_some() || seen(&mut play) != before;
        let empty = "This library holds no articles yet.";
        assert!(said || play.screen().contains(empty) || row.scope != Scope::Library, "{}", row.name);
    }
    for scope in [Scope::Library, Scope::Review, Scope::Help, Scope::Palette, Scope::Global] {
        assert!(reached.contains(&scope), "{scope:?}");
    }
}

#[test]
fn every_command_has_a_key_and_stands_in_the_palette() {
    let mut play = Play::open(&of(3), 120, 40, SETTINGS);
    for scope in Scope::ALL.into_iter().filter(|scope| *scope != Scope::Palette && known(*scope).is_some()) {
        assert!(enter(&mut play, scope), "there is no way to {scope:?}: {}", play.screen());
        press(&mut play, "Ctrl+p");
        let Some(Overlay::Palette(palette)) = play.runtime.state.overlays.last() else {
            panic!("no palette in {scope:?}: {}", play.screen());
        };
        let listed: BTreeSet<(Scope, &str)> = palette
            .matches()
            .into_iter()
            .filter_map(|choice| match choice {
                Choice::Command(row) => Some((row.scope, row.name)),
                Choice::Entity(..) => None,
            })
            .collect();
        for row in all_commands().filter(|row| row.scope == scope) {
            assert!(listed.contains(&(row.scope, row.name)), "{} of {scope:?} is not in the palette", row.name);
            assert!(!play.runtime.state.keymap.keys_of(row).is_empty(), "{} has no key", row.name);
        }
    }
}
