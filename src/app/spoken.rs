//! Markers in words, for people who hear the screen: what each mark and stance is stands in the text right after it.

use super::marks::Marks;
use crate::formats::config::Config;
use crate::layout::Marker;
use crate::model::Polarity;
use crate::text::Safe;

/// The words of the markers.
#[derive(Clone, Debug)]
pub(super) struct Words {
    kinds: Vec<(String, String)>,
    stances: [String; 4],
}

impl Words {
    /// Returns them where they are wanted.
    pub fn of(config: &Config) -> Option<Self> {
        config.look.screen_reader.then(|| Self {
            kinds: config.codebook.types.iter().map(|kind| (kind.key.clone(), kind.name.clone())).collect(),
            stances: Polarity::ALL.map(|polarity| config.stance(polarity).label.clone()),
        })
    }

    fn kind<'a>(&'a self, key: &'a str) -> &'a str {
        self.kinds.iter().find(|(other, _)| other == key).map_or(key, |(_, name)| name)
    }
}

impl Marks {
    /// Puts words in the place of glyphs and colours. A question mark stands where something is only proposed.
    pub(super) fn speak(&mut self, words: &Words, len: usize) {
        let asked = |proposed: bool| if proposed { "?" } else { "" };
        let mut placed: Vec<(usize, String)> = Vec::new();
        for mark in self.drawn.iter().filter(|mark| mark.span.end <= len) {
            let said = format!("[{}{}]", words.kind(&mark.kind), asked(mark.mention.is_none()));
            placed.push((mark.span.end, said));
        }
        for stance in &self.stances {
            if let Some(span) = stance.target_span.filter(|span| span.end <= len) {
                let (label, asked) = (&words.stances[stance.polarity as usize], asked(stance.id.is_none()));
                placed.push((span.end, format!("[{label} from {}{asked}]", stance.holder)));
            }
        }
        placed.sort_by_key(|(at, _)| *at);
        let safe: Vec<(usize, Safe)> = placed.into_iter().map(|(at, said)| (at, Safe::line(&said))).collect();
        // A blank stands before each.
        self.markers = safe.iter().map(|(at, said)| Marker { at: *at, columns: said.columns() + 1 }).collect();
        self.marked_stances = Vec::new();
        self.spoken = safe.into_iter().map(|(_, said)| said).collect();
    }
}
