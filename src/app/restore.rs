//! The session of last time: which screen, which article, which filter and order of the list, which panels.

use super::{State, Tab};
use crate::store::{Arrangement, Reading, Screen, Sort};

impl State {
    /// Takes over what the last session left.
    pub fn restore(&mut self, reading: Reading) {
        self.list.places = std::sync::Arc::new(reading.articles);
        self.searches.all = reading.searches;
        self.prefix.places = reading.kept;
        self.list.wanted = reading.last.clone();
        self.opening = reading.last.filter(|_| reading.screen == Screen::Reader);
        let kept = reading.arrangement;
        self.list.filter = kept.filter;
        self.list.sort = order_named(&kept.sort);
        self.list.reverse = kept.reverse;
        self.tab_wanted = Some(Tab::from_name(&kept.tab));
        if let Some(margin) = kept.margin {
            self.config.look.margin = margin;
        }
    }

    /// Returns a change of the reading state that says nothing yet but how the screens stand.
    pub(super) fn reading_change(&self) -> Reading {
        Reading { screen: self.screen, arrangement: self.arrangement(), ..Reading::default() }
    }

    /// Returns what the next session takes over. The margin is kept only where it differs from the configuration, which
    /// counts again when it is changed.
    pub(super) fn arrangement(&self) -> Arrangement {
        let margin = self.config.look.margin;
        Arrangement {
            filter: self.list.filter.clone(),
            sort: order_name(self.list.sort).to_owned(),
            reverse: self.list.reverse,
            margin: (margin != self.margin_configured).then_some(margin),
            tab: self.reader.as_ref().map_or(Tab::Text, |reader| reader.tab).name().to_owned(),
        }
    }
}

const ORDERS: [Sort; 8] =
    [Sort::Date, Sort::State, Sort::Source, Sort::Title, Sort::Tags, Sort::Counts, Sort::Relevance, Sort::Hits];

const fn order_name(order: Sort) -> &'static str {
    match order {
        Sort::Date => "date",
        Sort::State => "state",
        Sort::Source => "source",
        Sort::Title => "title",
        Sort::Tags => "tags",
        Sort::Counts => "counts",
        Sort::Relevance => "relevance",
        Sort::Hits => "hits",
    }
}

/// A name of another version is the usual order.
fn order_named(name: &str) -> Sort {
    ORDERS.into_iter().find(|order| order_name(*order) == name).unwrap_or_default()
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
