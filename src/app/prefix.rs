//! Keys that another key ends: a count before a motion, and the letter of a mark. And the repeat of what was done last.
//!
//! Digits are the keys of entity types, so a count is begun by `#`, or typed with Alt held where the terminal leaves that
//! to us.

use super::command::Command;
use super::key::typed;
use super::state::Level;
use super::{Key, Scope, State};
use crate::store::Kept;
use keybinds::Key as Name;
use std::collections::BTreeMap;

/// The greatest count of a motion.
const MOST: usize = 999;
/// The greatest count of a command that annotates: each derives anew what is drawn, and a key must not take long.
const MOST_ACTS: usize = 20;
/// Commands that take a count.
const MOTIONS: [&str; 25] = [
    "next-word",
    "previous-word",
    "down",
    "up",
    "page-down",
    "page-up",
    "next-sentence",
    "previous-sentence",
    "next-paragraph",
    "previous-paragraph",
    "extend-word",
    "shrink-word",
    "extend-character",
    "shrink-character",
    "extend-sentence",
    "shrink-sentence",
    "extend-paragraph",
    "shrink-paragraph",
    "next-candidate",
    "previous-candidate",
    "next-match",
    "previous-match",
    "next-stance",
    "previous-stance",
    "here",
];
/// Commands that annotate and take a count.
const ACTS: [&str; 3] = ["undo", "redo", "repeat"];
/// Commands that `repeat` does again.
const REPEATED: [&str; 13] = [
    "mark",
    "accept",
    "reject",
    "remove",
    "remove-all",
    "support",
    "oppose",
    "neutral",
    "ambiguous",
    "split",
    "join",
    "remove-stance",
    "remove-note",
];
/// Commands that go far, so that the way back is kept.
const FAR: [&str; 9] = [
    "first",
    "last",
    "hints",
    "search",
    "next-match",
    "previous-match",
    "next-article",
    "previous-article",
    "go-to-place",
];

/// What the next key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    /// Another digit of a count, or the command that it is for.
    Count,
    /// The letter under which this place is kept.
    Keep,
    /// The letter of a kept place.
    Go,
}

/// What was done last.
#[derive(Clone, Copy)]
struct Done {
    command: &'static Command,
    key: Option<Key>,
    only_here: bool,
}

/// Keys that wait for another, the last annotating command, and the kept places.
#[derive(Default)]
pub struct Prefix {
    waits: Option<Waits>,
    count: usize,
    last: Option<Done>,
    /// Places kept under a letter, over restarts too.
    pub(super) places: BTreeMap<String, Kept>,
    /// Those of them that are to be written.
    pub(super) unwritten: BTreeMap<String, Kept>,
}

impl State {
    /// Gives a key to what waits for one; says whether it was taken.
    pub(super) fn take_prefixed(&mut self, key: Key) -> bool {
        let Some(waits) = self.prefix.waits.take() else { return false };
        if key.key() == Name::Esc {
            self.prefix.count = 0;
            return true;
        }
        match (waits, typed(key)) {
            (Waits::Count, _) => match digit(key) {
                Some(digit) => self.count_on(digit),
                None => return false,
            },
            (Waits::Keep, Some(letter)) => self.keep_here(letter),
            (Waits::Go, Some(letter)) => self.go_to_kept(letter),
            (_, None) => self.say(Level::Warning, "A kept place has one letter."),
        }
        true
    }

    /// Begins a count; with Alt held the key is its first digit.
    pub(super) fn start_count(&mut self) {
        self.prefix.count = 0;
        self.count_on(self.key.and_then(digit).unwrap_or(0));
    }

    fn count_on(&mut self, digit: usize) {
        self.prefix.count = (self.prefix.count * 10 + digit).min(MOST);
        self.prefix.waits = Some(Waits::Count);
        let said = match self.prefix.count {
            0 => "Count: type digits, then a motion, such as 3 L.".to_owned(),
            count => format!("Count: {count}; now a motion."),
        };
        self.say(Level::Info, &said);
    }

    /// Forgets a count whose command did not come.
    pub(super) const fn forget_count(&mut self) {
        self.prefix.count = 0;
    }

    /// Runs a command as often as the count says, and remembers what `repeat` is to do.
    pub(super) fn run_counted(&mut self, command: &'static Command) {
        if command.name == "count" {
            return (command.run)(self);
        }
        let count = std::mem::take(&mut self.prefix.count);
        let most = match command.name {
            name if MOTIONS.contains(&name) => MOST,
            name if ACTS.contains(&name) => MOST_ACTS,
            _ => 1,
        };
        if command.scope == Scope::Reader {
            self.remember(command);
        }
        let scope = self.scope();
        for _ in 0..count.clamp(1, most) {
            (command.run)(self);
            let refused = self.message.as_ref().is_some_and(|message| message.level != Level::Info);
            if refused || self.scope() != scope {
                break;
            }
        }
        if count > most {
            let why = if most == 1 { "takes no count; it ran once" } else { "takes no greater count than 20" };
            self.say(Level::Info, &format!("{} {why}.", command.name));
        }
    }

    fn remember(&mut self, command: &'static Command) {
        if FAR.contains(&command.name) {
            self.keep_jump();
        }
        if REPEATED.contains(&command.name) {
            let only_here = self.reader.as_ref().is_some_and(|reader| reader.only_here);
            self.prefix.last = Some(Done { command, key: self.key, only_here });
        }
    }

    /// Does the last annotating command again at the cursor.
    pub(super) fn repeat(&mut self) {
        let Some(Done { command, key, only_here }) = self.prefix.last else {
            return self.say(Level::Warning, "Nothing was marked, accepted or taken away yet that could be repeated.");
        };
        self.key = key;
        if let Some(reader) = &mut self.reader {
            reader.only_here = only_here;
        }
        match (command.unless)(self) {
            None => (command.run)(self),
            Some(reason) => self.say(Level::Warning, reason),
        }
    }

    /// Waits for the letter under which this place is kept.
    pub(super) fn start_keeping(&mut self) {
        self.prefix.waits = Some(Waits::Keep);
        let go = self.keys_for(Scope::Reader, "go-to-place");
        self.say(Level::Info, &format!("Keep this place: press a letter; {go} and the letter come back here."));
    }

    /// Waits for the letter of a kept place.
    pub(super) fn start_going(&mut self) {
        let keep = self.keys_for(Scope::Reader, "keep-place");
        let kept: String = self.prefix.places.keys().map(|letter| format!(" {letter}")).collect();
        if kept.is_empty() {
            return self.say(Level::Warning, &format!("No place is kept yet; {keep} and a letter keep this one."));
        }
        self.prefix.waits = Some(Waits::Go);
        self.say(Level::Info, &format!("Go to a kept place: press its letter, one of{kept}."));
    }

    fn keep_here(&mut self, letter: char) {
        let Some((article, at)) = self.place_here() else { return };
        let place = Kept { article, at };
        self.prefix.unwritten.insert(letter.to_string(), place.clone());
        self.prefix.places.insert(letter.to_string(), place);
        self.keep_place();
        let go = self.keys_for(Scope::Reader, "go-to-place");
        self.say(Level::Info, &format!("This place is kept; {go} {letter} comes back to it."));
    }

    fn go_to_kept(&mut self, letter: char) {
        match self.prefix.places.get(letter.encode_utf8(&mut [0; 4])).cloned() {
            Some(Kept { article, at }) => self.go_to_place(article, at),
            None => self.say(Level::Warning, &format!("No place is kept under {letter}.")),
        }
    }
}

/// The digit of a key, with or without Alt.
fn digit(key: Key) -> Option<usize> {
    let plain = key.mods() == keybinds::Mods::NONE || key.mods() == keybinds::Mods::ALT;
    match key.key() {
        Name::Char(c) if plain => c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()),
        _ => None,
    }
}
