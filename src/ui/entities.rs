//! The entities of the library: a row each, and below it what is known of the one under the cursor.

use super::View;
use super::canvas::Canvas;
use super::spark::{Months, balance};
use crate::app::{ENTITIES_FOOT, ENTITIES_HEAD, EntityList, Scope, Target};
use crate::model::EntityFacts;
use crate::text::Safe;
use ratatui::style::{Modifier, Style};

/// Columns of the numbers and pictures of a row; what has no room has no width.
struct Columns {
    name: u16,
    first: u16,
    last: u16,
    spark: u16,
    balance: u16,
    articles: u16,
}

impl Columns {
    const fn new(width: u16) -> Self {
        let (articles, last) = if width < 50 { (0, 0) } else { (7, 11) };
        let balance = if width < 70 { 0 } else { 14 };
        let first = if width < 100 { 0 } else { 11 };
        let spark = match width {
            0..60 => 0,
            60..100 => 9,
            _ => 19,
        };
        let name = width.saturating_sub(9 + 8 + articles + last + first + spark + balance);
        Self { name, first, last, spark, balance, articles }
    }
}

impl View<'_> {
    /// Draws the list over the whole screen; the terminal's cursor stands on the chosen row.
    pub fn entity_list(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let list = &self.state.entities.list;
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        canvas.part(0, 0, width, rows).clear(self.theme.overlay);
        self.entities_head(canvas, list);
        let columns = Columns::new(width);
        self.entity_heads(canvas, &columns);
        let room = self.state.entity_rows();
        let top = list.cursor.saturating_sub(room / 2).min(list.shown.len().saturating_sub(room));
        let months = Months::of(&self.state.entities.facts);
        let mut area = canvas.part(0, ENTITIES_HEAD, width, u16::try_from(room).unwrap_or(u16::MAX));
        for (y, at) in (0..).zip(list.shown.iter().skip(top).take(room)) {
            area.spot(0, y, width, Target::Row(top + usize::from(y)));
            self.entity_row(&mut area, y, &columns, &list.all[*at], &months);
            if top + usize::from(y) == list.cursor {
                area.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
            }
        }
        if list.shown.is_empty() {
            self.no_entities(&mut area, list);
        }
        let cursor = area.on_screen(0, u16::try_from(list.cursor - top.min(list.cursor)).unwrap_or(0));
        self.entity_foot(canvas, list);
        self.status(canvas);
        list.current().map(|_| cursor)
    }

    fn entities_head(&self, canvas: &mut Canvas<'_>, list: &EntityList) {
        let base = self.theme.overlay;
        let x = canvas.put_static(1, 0, "Entities", base.patch(self.theme.title));
        let count = if list.filter.is_empty() {
            format!("{} by {}", list.shown.len(), list.sort.word())
        } else {
            format!("{} of {}: {}", list.shown.len(), list.all.len(), list.filter)
        };
        let dates = match list.left_out {
            0 => String::new(),
            1 => ", 1 date left out (D)".to_owned(),
            dates => format!(", {dates} dates left out (D)"),
        };
        let count = count + &dates;
        let x = canvas.put(x + 2, 0, &Safe::line(&count), base);
        let marked = match (&list.merge, &list.marked) {
            (Some((from, into)), _) => format!("merge “{from}” into “{into}”?"),
            (None, Some(marked)) => format!("marked: {marked}"),
            (None, None) => String::new(),
        };
        let room = usize::from(canvas.columns().saturating_sub(x + 3));
        canvas.put(x + 2, 0, &Safe::line(&marked).fit(room), base.patch(self.theme.warning));
    }

    fn entity_heads(&self, canvas: &mut Canvas<'_>, columns: &Columns) {
        let dim = self.theme.overlay.patch(self.theme.dim);
        canvas.put_static(3, 1, "type", dim);
        canvas.put_static(9, 1, "name", dim);
        let mut x = 9 + columns.name;
        for (head, width) in [
            ("mentions", 8),
            ("arts", columns.articles),
            ("first", columns.first),
            ("last", columns.last),
            ("time", columns.spark),
            ("toward it", columns.balance),
        ] {
            let at = if matches!(head, "mentions" | "arts") {
                x + width - u16::try_from(head.len()).unwrap_or(0).min(width)
            } else {
                x + 1
            };
            if width > 0 {
                canvas.put_static(at, 1, head, dim);
            }
            x += width;
        }
    }

    fn entity_row(&self, area: &mut Canvas<'_>, y: u16, columns: &Columns, entity: &EntityFacts, months: &Months) {
        let (base, ascii) = (self.theme.overlay, self.state.config.look.ascii);
        let dim = base.patch(self.theme.dim);
        let list = &self.state.entities.list;
        if list.marked.as_ref() == Some(&entity.name) {
            area.put_static(1, y, "*", base.patch(self.theme.warning));
        }
        let kind = base.patch(self.theme.swatch(self.hue_of(&entity.kind)));
        area.put(3, y, &Safe::line(&entity.kind).fit(5), kind);
        let room = usize::from(columns.name.saturating_sub(1));
        area.put(9, y, &Safe::line(&entity.name).fit(room), base);
        let mut x = 9 + columns.name;
        area.put(x, y, &Safe::new(&format!("{:>8}", entity.mentions)), base);
        x += 8;
        let articles = format!("{:>7}", entity.seen.len());
        let date = |date: Option<jiff::civil::Date>| date.map_or(String::new(), |date| format!(" {date}"));
        let cells = [
            (columns.articles, articles, base),
            (columns.first, date(entity.first), dim),
            (columns.last, date(entity.last), dim),
            (
                columns.spark,
                format!(" {}", months.spark(entity, columns.spark.saturating_sub(1).into(), ascii)),
                base.patch(self.theme.accent),
            ),
            (columns.balance, format!(" {}", balance(&self.state.config, entity.toward)), base),
        ];
        for (width, text, style) in cells {
            // Not as one line of words: the blanks in front are the alignment.
            area.put(x, y, &Safe::new(&text).fit(width.into()), style);
            x += width;
        }
    }

    fn no_entities(&self, area: &mut Canvas<'_>, list: &EntityList) {
        let lines = match (list.ready, list.filter.is_empty()) {
            (false, _) => ["Summing up the library ...", ""],
            (true, false) => ["No entity has such a name.", "Esc shows all of them again."],
            (true, true) => [
                "Nobody is marked in this library yet.",
                "Open an article and mark names (Enter, 1-9), or bring a list: newsgloss entities import FILE.",
            ],
        };
        for (line, y) in lines.into_iter().zip(1..) {
            area.put_static(3, y, line, self.theme.overlay);
        }
    }

    /// Other names, who holds what of it, what it is, and the keys.
    fn entity_foot(&self, canvas: &mut Canvas<'_>, list: &EntityList) {
        if canvas.rows() < 16 {
            let y = canvas.rows().saturating_sub(2);
            return self.entity_hints(canvas, y, 1, Scope::Entities);
        }
        let y = canvas.rows().saturating_sub(ENTITIES_FOOT + 1);
        let (width, base) = (canvas.columns(), self.theme.overlay);
        let line = if self.state.config.look.ascii { "-" } else { "─" };
        canvas.put(0, y, &Safe::new(&line.repeat(usize::from(width))), base.patch(self.theme.border));
        if let Some(entity) = list.current() {
            let room = usize::from(width.saturating_sub(2));
            canvas.put(1, y + 1, &Safe::line(&self.known_of(entity)).fit(room), base);
            canvas.put(1, y + 2, &Safe::line(&self.held_of(entity)).fit(room), base.patch(self.theme.dim));
        }
        self.entity_hints(canvas, y + 3, 2, Scope::Entities);
    }

    /// Other names and what the registry says.
    pub(super) fn known_of(&self, entity: &EntityFacts) -> String {
        let row = self.state.entities.registry.get(&entity.name);
        let mut parts = vec![entity.name.clone()];
        if let Some(row) = row.filter(|row| !row.description.is_empty()) {
            parts.push(row.description.clone());
        }
        let mut names: Vec<String> = entity
            .names
            .iter()
            .filter(|it| it.0 != entity.name)
            .map(|(name, count)| format!("{name} ({count})"))
            .collect();
        let unseen =
            row.iter().flat_map(|row| &row.aliases).filter(|alias| !entity.names.iter().any(|it| it.0 == **alias));
        names.extend(unseen.cloned());
        if !names.is_empty() {
            parts.push(format!("also: {}", names.join(", ")));
        }
        if let Some(row) = row.filter(|row| !row.links.is_empty()) {
            parts.push(row.links.join(" "));
        }
        parts.join(" · ")
    }

    /// Who holds what of it, and it of whom, the most often stated first.
    pub(super) fn held_of(&self, entity: &EntityFacts) -> String {
        let facts = &self.state.entities.facts;
        let position = facts.entities.iter().position(|other| other.name == entity.name);
        let name = |at: Option<usize>| at.map_or("author", |at| facts.entities[at].name.as_str());
        let said = |toward: bool| {
            let mut pairs: Vec<_> = facts
                .pairs
                .iter()
                .filter(|pair| {
                    position.is_some() && if toward { Some(pair.target) == position } else { pair.holder == position }
                })
                .collect();
            pairs.sort_by_key(|pair| std::cmp::Reverse(pair.counts.iter().sum::<usize>()));
            let one = |pair: &&crate::model::PairFacts| {
                let other = if toward { name(pair.holder) } else { name(Some(pair.target)) };
                format!("{other} {}", balance(&self.state.config, pair.counts))
            };
            pairs.iter().take(8).map(one).collect::<Vec<_>>().join(", ")
        };
        let (toward, by) = (said(true), said(false));
        match (toward.is_empty(), by.is_empty()) {
            (true, true) => "no stances".to_owned(),
            (false, true) => format!("toward it: {toward}"),
            (true, false) => format!("it holds: {by}"),
            (false, false) => format!("toward it: {toward} · it holds: {by}"),
        }
    }

    /// Writes the keys of a scope, as many as there is room for.
    pub(super) fn entity_hints(&self, canvas: &mut Canvas<'_>, y: u16, rows: u16, scope: Scope) {
        let names: &[(&str, &str)] = match scope {
            Scope::Entities => &[
                ("open", "open"),
                ("find", "find"),
                ("sort", "sort"),
                ("merge", "merge"),
                ("undo", "undo"),
                ("close", "close"),
                ("rename", "rename"),
                ("alias", "alias"),
                ("split", "split"),
                ("retype", "type"),
                ("describe", "describe"),
                ("add-link", "link"),
            ],
            _ => &[
                ("read", "read"),
                ("choose", "choose"),
                ("link", "link elsewhere"),
                ("undo", "undo"),
                ("close", "close"),
                ("rename", "rename"),
                ("alias", "alias"),
                ("split", "split"),
                ("retype", "type"),
                ("describe", "describe"),
                ("add-link", "add link"),
            ],
        };
        let (base, width) = (self.theme.overlay, canvas.columns());
        let (mut x, mut row) = (1, 0);
        for (command, word) in names {
            let Some(keys) = self.first_key(scope, command) else { continue };
            let keys = if *command == "retype" { "1-9".to_owned() } else { keys };
            let (keys, word) = (Safe::new(&keys), Safe::new(word));
            let wide = u16::try_from(keys.columns() + word.columns() + 3).unwrap_or(u16::MAX);
            if x + wide > width {
                (x, row) = (1, row + 1);
            }
            if row >= rows {
                break;
            }
            let after = canvas.put(x, y + row, &keys, base.patch(self.theme.accent).add_modifier(Modifier::BOLD));
            x = canvas.put(after + 1, y + row, &word, base.patch(self.theme.dim)) + 2;
        }
    }

    pub(super) fn first_key(&self, scope: Scope, name: &str) -> Option<String> {
        let row = crate::app::all_commands().find(|row| row.scope == scope && row.name == name)?;
        self.state.keymap.keys_of(row).into_iter().next()
    }
}
