//! The session of last time: which screen, which article, which filter and order of the list, which panels.

use super::{Sort, State, Tab};
use crate::store::{Arrangement, Reading, Screen};

impl State {
    /// Takes over what the last session left.
    pub fn restore(&mut self, reading: Reading) {
        self.list.places = reading.articles;
        self.list.wanted = reading.last.clone();
        self.opening = reading.last.filter(|_| reading.screen == Screen::Reader);
        let kept = reading.arrangement;
        self.list.filter = kept.filter;
        self.list.sort = Sort::from_name(&kept.sort);
        self.list.reverse = kept.reverse;
        self.tab_wanted = Some(Tab::from_name(&kept.tab));
        if let Some(margin) = kept.margin {
            self.config.look.margin = margin;
        }
    }

    /// Returns what the next session takes over. The margin is kept only where it differs from the configuration, which
    /// counts again when it is changed.
    pub(super) fn arrangement(&self) -> Arrangement {
        let margin = self.config.look.margin;
        Arrangement {
            filter: self.list.filter.clone(),
            sort: self.list.sort.name().to_owned(),
            reverse: self.list.reverse,
            margin: (margin != self.margin_configured).then_some(margin),
            tab: self.reader.as_ref().map_or(Tab::Text, |reader| reader.tab).name().to_owned(),
        }
    }
}

impl Sort {
    const ALL: [Self; 6] = [Self::Date, Self::State, Self::Source, Self::Title, Self::Tags, Self::Counts];

    const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::State => "state",
            Self::Source => "source",
            Self::Title => "title",
            Self::Tags => "tags",
            Self::Counts => "counts",
        }
    }

    /// A name of another version is the usual order.
    fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.name() == name).unwrap_or_default()
    }
}

impl Tab {
    const ALL: [Self; 4] = [Self::Text, Self::Entities, Self::Stances, Self::Notes];

    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Entities => "entities",
            Self::Stances => "stances",
            Self::Notes => "notes",
        }
    }

    fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.name() == name).unwrap_or_default()
    }
}
