//! The tour: five steps on the real screens, each of which asks for one real key. It changes nothing by itself.

use super::state::{Level, Overlay};
use super::{Key, Scope, State};
use crate::store::Screen;

/// How many steps there are.
pub const TOUR_STEPS: usize = 5;

/// Where a tour stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// The step, counted from 0.
    pub step: usize,
    /// Own mentions, stances and notes of the open article when the step began.
    before: [usize; 3],
    /// Whether the command of the step ran.
    ran: bool,
}

/// Commands of the reader that a step waits for where nothing else tells that it is done.
const RAN: [&[&str]; TOUR_STEPS] = [&[], &["next-candidate"], &[], &[], &["export"]];

impl State {
    /// Begins the tour at its first step that is not done.
    pub fn start_tour(&mut self) {
        self.tour = Some(Tour { step: 0, before: self.own_counts(), ran: false });
        self.follow_tour();
    }

    /// Lets Esc end the tour where it means nothing nearer; says whether it did.
    pub(super) fn tour_takes(&mut self, key: Key) -> bool {
        let takes = key.key() == keybinds::Key::Esc && self.overlays.is_empty() && self.pending.is_empty();
        if !takes || self.tour.take().is_none() {
            return false;
        }
        let palette = self.keys_for(Scope::Global, "palette");
        self.say(Level::Info, &format!("The tour has ended; {palette} and the word tour show it again."));
        true
    }

    /// Notes which command ran.
    pub(super) fn tour_sees(&mut self, scope: Scope, name: &str) {
        if let Some(tour) = &mut self.tour {
            tour.ran |= scope == Scope::Reader && RAN.get(tour.step).is_some_and(|names| names.contains(&name));
        }
    }

    /// Goes on where what the step asks for is done.
    pub(super) fn follow_tour(&mut self) {
        let now = self.own_counts();
        let reading = self.screen == Screen::Reader && self.reader.is_some();
        while let Some(tour) = &mut self.tour {
            let more = |what: usize| now[what] > tour.before[what];
            let done = match tour.step {
                0 => reading,
                1 => tour.ran,
                2 => more(0),
                3 => more(1),
                _ => more(2) || tour.ran,
            };
            if !done {
                // Another article, or an undo: what it lacks is asked for again.
                tour.before = std::array::from_fn(|what| tour.before[what].min(now[what]));
                return;
            }
            *tour = Tour { step: tour.step + 1, before: now, ran: false };
            if tour.step == TOUR_STEPS {
                self.tour = None;
                self.end_tour();
            }
        }
    }

    fn end_tour(&mut self) {
        let [help, palette] = ["help", "palette"].map(|name| self.keys_for(Scope::Global, name));
        let undo = self.keys_for(Scope::Reader, "undo");
        let [entities, stances] = ["entities", "stances"].map(|name| self.keys_for(Scope::Library, name));
        let said = format!(
            "That was the tour: {undo} takes back what you marked, {help} lists all keys, {palette} finds any command or \
             entity; in the list, {entities} shows everyone who is mentioned, {stances} who holds what of whom."
        );
        self.say(Level::Info, &said);
    }

    fn own_counts(&self) -> [usize; 3] {
        let Some(reader) = self.reader.as_ref() else { return [0; 3] };
        let own = |annotator: &std::sync::Arc<str>| *annotator == self.annotator;
        let all = &reader.annotations;
        [
            all.mentions.iter().filter(|mention| own(&mention.annotator)).count(),
            all.stances.iter().filter(|stance| own(&stance.annotator)).count(),
            all.notes.iter().filter(|note| own(&note.annotator)).count(),
        ]
    }

    /// Returns what the tour asks for now, where it is on and nothing lies over the screen.
    #[must_use]
    pub fn tour_says(&self) -> Option<(usize, String)> {
        let tour = self.tour.as_ref().filter(|_| self.pending.is_empty())?;
        match self.overlays.last() {
            None => {}
            Some(Overlay::Note(_)) if tour.step == 4 => {}
            Some(_) => return None,
        }
        let key = |name: &str| self.keys_for(Scope::Reader, name);
        let list = |name: &str| self.keys_for(Scope::Library, name);
        let says = match tour.step {
            _ if self.screen == Screen::Library && self.list.total() == 0 => {
                format!("Put .txt or .md files into the folder articles/ of this library and press {}.", list("rescan"))
            }
            _ if self.screen == Screen::Library => {
                let (open, down, up) = (list("open"), list("down"), list("up"));
                format!(
                    "This is your library, an article a line. {down} and {up} go down and up; press {open} to read."
                )
            }
            1 => format!(
                "Names are proposed in a fainter colour. Press {} to go to the next one.",
                key("next-candidate")
            ),
            2 => format!(
                "Press {} to accept the name under the cursor, with all its other places. (A digit marks what you choose \
                 yourself: 1 person, 2 organisation, 3 place; {} rejects.)",
                key("accept"),
                key("reject")
            ),
            3 => {
                let keys = ["support", "oppose", "neutral", "ambiguous"].map(key).join(" ");
                let (next, previous) = (key("next-candidate"), key("previous-candidate"));
                format!(
                    "Who is for or against whom? With the cursor on a person, organisation or place ({next} and \
                     {previous} go there), press one of {keys} to state a stance toward it."
                )
            }
            _ => format!(
                "Press {} to write a note here, then {} to keep it; or {} to export the article.",
                key("note"),
                self.keys_for(Scope::Note, "save-note"),
                key("export")
            ),
        };
        Some((tour.step, says))
    }
}
