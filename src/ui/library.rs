//! The list of articles: state, date, source, title, tags and counts.

use super::View;
use super::canvas::Canvas;
use crate::app::Scope;
use crate::store::{Row, Sort};
use crate::text::Safe;
use ratatui::style::{Modifier, Style};

/// First column and width of each part of a row; parts that have no room have no width.
struct Columns {
    date: u16,
    source: (u16, u16),
    title: (u16, u16),
    tags: (u16, u16),
    counts: (u16, u16),
}

impl Columns {
    /// Divides `width`; `tags` and `counts` are the widest of what is on the screen, so that an empty column takes no room.
    fn new(width: u16, tags: u16, counts: u16) -> Self {
        let source = if width < 60 { 0 } else { (width / 8).clamp(8, 18) };
        let tags = if width < 80 { 0 } else { tags.min(width / 6) };
        let counts = if width < 40 { 0 } else { counts };
        let date = if width < 30 { 0 } else { 10 };
        let mut x = 3 + if date > 0 { date + 1 } else { 0 };
        let source = (x, source);
        x += source.1 + u16::from(source.1 > 0);
        let after = tags + counts + u16::from(tags > 0) + u16::from(counts > 0) + 1;
        let title = (x, width.saturating_sub(x + after));
        let tags_x = x + title.1 + 1;
        let counts_x = tags_x + tags + u16::from(tags > 0);
        Self { date, source, title, tags: (tags_x, tags), counts: (counts_x, counts) }
    }
}

/// The widest of some texts and of their heading, in columns; nothing where all texts are empty.
fn widest(heading: &str, texts: impl Iterator<Item = String>) -> u16 {
    let widest = texts.map(|text| Safe::line(&text).columns()).max().unwrap_or(0);
    if widest == 0 { 0 } else { u16::try_from(widest.max(heading.len() + 1)).unwrap_or(u16::MAX) }
}

impl View<'_> {
    /// Draws the list; the terminal's cursor stands on the chosen row.
    pub fn library(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let side = self.searches_width(canvas.columns());
        let (columns, rows) = (canvas.columns(), canvas.rows());
        if side > 0 {
            self.searches_side(&mut canvas.part(columns - side, 0, side, rows));
        }
        self.articles(&mut canvas.part(0, 0, columns - side, rows))
    }

    fn articles(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let (width, list) = (canvas.columns(), &self.state.list);
        let top = self.state.list_top();
        let positions = || top..(top + self.state.list_rows()).min(list.shown.len());
        let visible = || positions().filter_map(|at| list.row(at));
        let tags = widest("tags", visible().map(|row| row.counts.tags.join(" ")));
        let columns = Columns::new(width, tags, widest("marked", visible().map(counts)));
        self.list_head(canvas);
        if !self.state.config.look.screen_reader {
            self.column_heads(canvas, &columns);
        }
        if list.shown.is_empty() {
            self.empty_list(canvas);
            return None;
        }
        for (line, at) in positions().enumerate() {
            let y = u16::try_from(line).unwrap_or(u16::MAX).saturating_add(3);
            match list.row(at) {
                Some(row) => self.row(canvas, y, &columns, row, at == list.cursor),
                None => self.unread_row(canvas, y, at == list.cursor),
            }
        }
        self.snippet(canvas);
        let y = u16::try_from(list.cursor.saturating_sub(top)).unwrap_or(0).saturating_add(3);
        Some(canvas.on_screen(0, y))
    }

    fn list_head(&self, canvas: &mut Canvas<'_>) {
        let list = &self.state.list;
        let x = canvas.put_static(1, 0, "newsgloss", self.theme.title);
        let selected = list.selected.len();
        let selected = if selected > 0 { format!(", {selected} selected") } else { String::new() };
        canvas.put(x + 2, 0, &Safe::new(&format!("{}{selected}", self.list_count())), self.theme.dim);
        if !list.filter.is_empty() || list.complaint.is_some() {
            let x = canvas.put_static(1, 1, "filter: ", self.theme.dim);
            let x = canvas.put(x, 1, &Safe::new(&list.filter), self.theme.accent);
            if let Some(complaint) = &list.complaint {
                canvas.put(x + 2, 1, &Safe::line(complaint), self.theme.warning);
            }
        }
    }

    /// How many articles there are, or what the list waits for.
    fn list_count(&self) -> String {
        let list = &self.state.list;
        if let Some(progress) = list.searching {
            return format!("searching the texts: {} of {}, Esc stops", progress.done, progress.total);
        }
        let all = list.total();
        match (list.filter.is_empty(), list.progress, list.indexing) {
            (_, Some(progress), _) if progress.total == 0 => format!("reading the library: {}", progress.done),
            (_, Some(progress), _) => format!("reading the library: {} of {}", progress.done, progress.total),
            (_, None, Some(texts)) => {
                let percent = texts.done * 100 / texts.total.max(1);
                format!("{} of {all} articles, indexing texts: {percent} %", list.shown.len())
            }
            (true, None, None) => format!("{all} articles"),
            (false, None, None) => format!("{} of {all} articles", list.shown.len()),
        }
    }

    fn column_heads(&self, canvas: &mut Canvas<'_>, columns: &Columns) {
        let heads = [
            (3, columns.date, "date", Sort::Date),
            (columns.source.0, columns.source.1, "source", Sort::Source),
            (columns.title.0, columns.title.1, "title", Sort::Title),
            (columns.tags.0, columns.tags.1, "tags", Sort::Tags),
            (columns.counts.0, columns.counts.1, "marked", Sort::Counts),
        ];
        for (x, width, name, sort) in heads {
            if width > 0 {
                let chosen = self.state.list.sort == sort;
                let style = if chosen { self.theme.accent } else { self.theme.dim };
                let after = canvas.put(x, 2, &Safe::new(name).fit(width.into()), style);
                if chosen && after < x + width {
                    let arrow = match (self.state.list.reverse, self.state.config.look.ascii) {
                        (false, false) => "↓",
                        (true, false) => "↑",
                        (false, true) => "v",
                        (true, true) => "^",
                    };
                    canvas.put_static(after, 2, arrow, style);
                }
            }
        }
    }

    fn row(&self, canvas: &mut Canvas<'_>, y: u16, columns: &Columns, row: &Row, chosen: bool) {
        let stage = self.state.list.stage(row);
        if self.state.config.look.screen_reader {
            let style = if chosen { self.theme.cursor } else { self.theme.text };
            let width = usize::from(canvas.columns()).saturating_sub(1);
            canvas.put(0, y, &Safe::line(&in_words(stage, row)).fit(width), style);
            return;
        }
        let ascii = self.state.config.look.ascii;
        let (glyph, style) = match stage {
            0 => (if ascii { "*" } else { "●" }, self.theme.accent),
            1 => (if ascii { "-" } else { "○" }, self.theme.dim),
            _ => (if ascii { "+" } else { "◉" }, self.theme.title),
        };
        canvas.put_static(1, y, glyph, style);
        if self.state.list.selected.contains(&row.id) {
            canvas.put_static(0, y, if ascii { ">" } else { "▌" }, self.theme.accent);
        }
        let base = if stage == 0 { self.theme.text.add_modifier(Modifier::BOLD) } else { self.theme.text };
        if columns.date > 0 {
            let date = row.date.map_or_else(String::new, |date| date.to_string());
            canvas.put(3, y, &Safe::new(&date), self.theme.dim);
        }
        let put = |canvas: &mut Canvas<'_>, (x, width): (u16, u16), text: &str, style: Style| {
            canvas.put(x, y, &Safe::line(text).fit(width.into()), style);
        };
        put(canvas, columns.source, row.source.as_deref().unwrap_or_default(), self.theme.dim);
        let same = match row.others {
            0 => String::new(),
            others => format!("{}{} ", if ascii { "~" } else { "≈" }, others + 1),
        };
        let x = canvas.put(columns.title.0, y, &Safe::new(&same), self.theme.accent);
        let room = columns.title.1.saturating_sub(x - columns.title.0);
        put(canvas, (x, room), &row.title, base);
        put(canvas, columns.tags, &row.counts.tags.join(" "), self.theme.accent);
        put(canvas, columns.counts, &counts(row), self.theme.dim);
        if chosen {
            let width = canvas.columns();
            canvas.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
        }
    }

    /// Draws the sentence in which the words of the filter stand first, so that the hit is in sight.
    fn snippet(&self, canvas: &mut Canvas<'_>) {
        let Some(snippet) = self.state.list.snippet.as_ref().filter(|_| self.state.shows_snippet()) else { return };
        let (width, y) = (canvas.columns(), canvas.rows().saturating_sub(2));
        if usize::from(y) < usize::from(crate::app::LIST_HEAD) + self.state.list_rows() {
            return;
        }
        let head = match snippet.hits {
            0 => "not in the text".to_owned(),
            1 => "1 hit: ".to_owned(),
            hits => format!("{hits} hits: "),
        };
        let mut x = canvas.put(1, y, &Safe::new(&head), self.theme.dim);
        let (hit, room) = (Safe::unbroken(&snippet.hit), usize::from(width.saturating_sub(x + 1)));
        let (before, after) = (Safe::unbroken(&snippet.before), Safe::unbroken(&snippet.after));
        let most = (room / 2).max(room.saturating_sub(hit.columns() + after.columns()));
        x = canvas.put(x, y, &end_of(&before, most), self.theme.text);
        x = canvas.put(x, y, &hit.fit(usize::from(width.saturating_sub(x + 1))), self.theme.hit);
        let rest = usize::from(width.saturating_sub(x + 1));
        canvas.put(x, y, &after.fit(rest), self.theme.text);
    }

    /// A row that is still being read.
    fn unread_row(&self, canvas: &mut Canvas<'_>, y: u16, chosen: bool) {
        canvas.put_static(3, y, if self.state.config.look.ascii { "..." } else { "…" }, self.theme.dim);
        if chosen {
            let width = canvas.columns();
            canvas.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
        }
    }

    fn empty_list(&self, canvas: &mut Canvas<'_>) {
        let list = &self.state.list;
        let lines = if !list.ready || list.progress.is_some() {
            vec!["Reading the library ...".to_owned()]
        } else if list.total() == 0 {
            let add = self.state.keys_for(Scope::Library, "add");
            vec![
                "This library holds no articles yet.".to_owned(),
                format!(
                    "{add} adds files, folders, archives, tables or pages; .txt and .md files may also be put into"
                ),
                "its folder articles/ by hand.".to_owned(),
            ]
        } else {
            vec![format!("No article matches “{}”.", list.filter), "Esc shows all articles again.".to_owned()]
        };
        for (line, y) in lines.iter().zip(4..) {
            canvas.put(3, y, &Safe::line(line), self.theme.text);
        }
    }
}

/// Returns the end of a line that fits into some columns, with a mark where its beginning is left out.
fn end_of(line: &Safe, columns: usize) -> Safe {
    if line.columns() <= columns {
        return line.clone();
    }
    let mut from = line.as_str().len();
    for (at, _) in line.as_str().char_indices().rev() {
        if crate::text::columns(&line.as_str()[at..]) + 1 > columns {
            break;
        }
        from = at;
    }
    Safe::new(&format!("…{}", &line.as_str()[from..]))
}

fn counts(row: &Row) -> String {
    let parts = [(row.counts.mentions, 'm'), (row.counts.stances, 's'), (row.counts.notes, 'n'), (row.orphans, '!')];
    parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A row in words.
fn in_words(stage: u8, row: &Row) -> String {
    let state = ["unread", "read", "annotated"][usize::from(stage.min(2))];
    let date = row.date.map(|date| date.to_string());
    let tags = row.counts.tags.iter().map(|tag| format!("#{tag}"));
    let marked = [(row.counts.mentions, "mentions"), (row.counts.stances, "stances"), (row.counts.notes, "notes")];
    let marked = marked.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let same = (row.others > 0).then(|| format!("told by {} articles", row.others + 1));
    let parts = [Some(state.to_owned()), Some(row.title.clone()), same, row.source.clone(), date];
    parts.into_iter().flatten().chain(marked).chain(tags).collect::<Vec<_>>().join(", ")
}
