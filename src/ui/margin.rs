//! The margin: what the cursor is on, entities with counts, stances, tags and notes. On narrow terminals each is a tab.

use super::View;
use super::canvas::Canvas;
use crate::app::{Origin, Reader, StanceRow, Tab, Target};
use crate::layout::Layout;
use crate::model::{Hue, Note, On};
use crate::text::Safe;
use ratatui::style::{Modifier, Style};

/// Bytes of the selection of which one line is made: a selection may be as long as the text.
const SEEN: usize = 1024;

/// The most lines that a reason takes.
const WHY: usize = 3;

/// The most lines that a definition or the list of digits takes.
const LEGEND: usize = 4;

/// A line of a panel: pieces with their styles.
type Line = Vec<(Safe, Style)>;

/// A panel's lines: as many as can be on the screen, and how many there are.
struct Section {
    title: &'static str,
    count: usize,
    lines: Vec<Line>,
    /// The byte that a click on each line goes to.
    bytes: Vec<usize>,
}

impl View<'_> {
    /// Returns the hue of an entity type.
    pub fn hue_of(&self, kind: &str) -> Hue {
        self.state.config.codebook.kind(kind).map_or(Hue::Grey, |kind| kind.hue)
    }

    /// Returns the style of a stance: fainter while it is only proposed.
    pub fn stance_style(&self, stance: &StanceRow) -> Style {
        if stance.id.is_some() {
            self.theme.polarity(stance.polarity)
        } else {
            self.theme.suggested_polarity(stance.polarity)
        }
    }

    /// Draws all panels one above the other, beside the text.
    pub fn margin(&self, canvas: &mut Canvas<'_>, reader: &Reader) {
        let rows = canvas.rows();
        for y in 0..rows {
            canvas.put_static(0, y, if self.state.config.look.ascii { "|" } else { "│" }, self.theme.border);
        }
        let width = usize::from(canvas.columns().saturating_sub(3));
        let most = usize::from(rows);
        let here = self.here(reader, width);
        let sections = [
            Section { title: "", count: here.len(), lines: here, bytes: Vec::new() },
            Section { title: "Entities", ..self.entities(reader, width, most) },
            Section { title: "Stances", ..self.stances(reader, width, most) },
            Section { title: "Tags and notes", ..self.notes(reader, width) },
        ];
        let needs = sections.each_ref().map(|section| section.count + usize::from(!section.title.is_empty()));
        let mut y = 0;
        for (section, room) in sections.into_iter().zip(share(most, &needs)) {
            let room = u16::try_from(room).unwrap_or(0);
            let mut area = canvas.part(2, y, u16::MAX, room);
            self.section(&mut area, &section);
            y += room;
        }
    }

    /// Draws one panel over the whole width.
    pub fn panel(&self, canvas: &mut Canvas<'_>, reader: &Reader, tab: Tab) {
        let width = usize::from(canvas.columns().saturating_sub(2));
        let most = usize::from(canvas.rows()) + reader.panel_top;
        let (mut section, empty) = match tab {
            Tab::Entities => {
                (self.entities(reader, width, most), "Nobody is marked yet: a digit marks the selected words.")
            }
            Tab::Stances => (
                self.stances(reader, width, most),
                "No stance yet: + - 0 ~ state one toward the mention under the cursor.",
            ),
            _ => (self.notes(reader, width), "No tags or notes yet: t chooses tags, m writes a note."),
        };
        let mut area = canvas.part(1, 0, u16::MAX, u16::MAX);
        let skipped = reader.panel_top.min(section.lines.len());
        section.lines.drain(..skipped);
        section.bytes.drain(..skipped.min(section.bytes.len()));
        section.count -= skipped;
        if section.lines.is_empty() && skipped == 0 {
            area.put_static(0, 1, empty, self.theme.dim);
        }
        self.section(&mut area, &section);
    }

    fn section(&self, area: &mut Canvas<'_>, section: &Section) {
        let mut y = 0;
        if !section.title.is_empty() && area.rows() > 1 {
            let style = self.theme.dim.add_modifier(Modifier::BOLD);
            area.put_static(0, 0, section.title, style);
            y = 1;
        }
        let room = usize::from(area.rows().saturating_sub(y));
        let shown = if section.count > room { room.saturating_sub(1) } else { section.count };
        let (width, mut bytes) = (area.columns(), section.bytes.iter());
        for line in section.lines.iter().take(shown) {
            if let Some(byte) = bytes.next() {
                area.spot(0, y, width, Target::Byte(*byte));
            }
            let mut x = 0;
            for (text, style) in line {
                x = area.put(x, y, text, *style);
            }
            y += 1;
        }
        if shown < section.count {
            area.put(0, y, &Safe::new(&format!("… {} more", section.count - shown)), self.theme.dim);
        }
    }

    /// What the cursor is on: the words, the entity and its type, why it is proposed, stances and notes there.
    fn here(&self, reader: &Reader, width: usize) -> Vec<Line> {
        let pieces = reader.pieces_here();
        let words = if pieces.is_empty() {
            let words = reader.article.body.slice(reader.cursor.span);
            words[..words.floor_char_boundary(SEEN)].to_owned()
        } else {
            pieces.iter().map(|piece| reader.article.body.slice(*piece)).collect::<Vec<_>>().join(" ... ")
        };
        let mut lines: Vec<Line> = vec![vec![(Safe::line(&words).fit(width), self.theme.title)]];
        match &reader.cursor.origin {
            Origin::Mention(id) => {
                if let Some(mention) = reader.annotations.mention(id) {
                    let by = if mention.annotator == self.state.annotator {
                        String::new()
                    } else {
                        format!(" by {}", mention.annotator)
                    };
                    lines.push(self.naming(&mention.kind, &mention.entity, &by, width));
                }
            }
            Origin::Suggestion(index) => {
                if let Some(suggestion) = reader.suggestions.mentions.get(*index) {
                    lines.push(self.naming(&suggestion.kind, &suggestion.entity, "?", width));
                    lines.extend(self.why(suggestion.score, &suggestion.reason, width));
                }
            }
            Origin::Words => {}
        }
        lines.extend(self.choice(reader, width));
        lines.extend(self.over_each_other(reader, width));
        for stance in reader.stances_at_cursor().into_iter().take(3) {
            lines.push(self.stance_line(stance, width));
            if let Some(suggestion) = stance.suggestion.and_then(|at| reader.suggestions.stances.get(at)) {
                lines.extend(self.why(suggestion.score, &suggestion.reason, width));
            }
        }
        for note in reader.notes_at_cursor() {
            lines.push(vec![(Safe::line(&format!("* {}", note.text)).fit(width), self.theme.text)]);
        }
        lines.push(Vec::new());
        lines
    }

    /// Says what there is to choose: the definition of the type here, or on plain words the digits with their types.
    fn choice(&self, reader: &Reader, width: usize) -> Vec<Line> {
        let codebook = &self.state.config.codebook;
        let kind = match &reader.cursor.origin {
            Origin::Mention(id) => reader.annotations.mention(id).map(|mention| &mention.kind),
            Origin::Suggestion(at) => reader.suggestions.mentions.get(*at).map(|mention| &mention.kind),
            Origin::Words => None,
        };
        let legend = || {
            let types = codebook.types.iter().filter_map(|it| Some(format!("{} {}", it.digit?, it.name)));
            types.collect::<Vec<_>>().join("  ")
        };
        let words =
            kind.map_or_else(legend, |kind| codebook.kind(kind).map_or_else(String::new, |it| it.definition.clone()));
        let words = Safe::line(&words);
        let rows = Layout::whole(words.as_str(), &[], width);
        let line = |row: usize| rows.row(row).map_or("", |bytes| words.as_str()[bytes].trim_end());
        let all = (0..rows.len().min(LEGEND)).filter(|_| !words.as_str().is_empty());
        all.map(|row| vec![(Safe::new(line(row)), self.theme.dim)]).collect()
    }

    /// Lists the marks at this place where several lie over each other, the one that the cursor is on in front of the others.
    fn over_each_other(&self, reader: &Reader, width: usize) -> Vec<Line> {
        let marks = reader.here(reader.point());
        if marks.len() < 2 {
            return Vec::new();
        }
        let ascii = self.state.config.look.ascii;
        let line = |mark: &&crate::app::Drawn| {
            let here = mark.span == reader.cursor.span && mark.origin() == reader.cursor.origin;
            let sign = match (here, ascii) {
                (true, true) => "> ",
                (true, false) => "▸ ",
                (false, _) => "  ",
            };
            let kind = Safe::new(&format!("{:<5} ", Safe::line(&mark.kind).fit(width / 2)));
            let words = reader.article.body.slice(mark.span);
            let words =
                Safe::line(&words[..words.floor_char_boundary(SEEN)]).fit(width.saturating_sub(kind.columns() + 2));
            let style = if here { self.theme.text } else { self.theme.dim };
            vec![(Safe::new(sign), style), (kind, self.theme.swatch(self.hue_of(&mark.kind))), (words, style)]
        };
        let row = crate::app::command(crate::app::Scope::Reader, "here");
        let key = row.and_then(|row| self.state.keymap.keys_of(row).into_iter().next());
        let head = key.map_or_else(|| "here:".to_owned(), |key| format!("{} marks here, {key} goes on:", marks.len()));
        let head = vec![(Safe::new(&head).fit(width), self.theme.dim)];
        std::iter::once(head).chain(marks.iter().take(4).map(line)).collect()
    }

    /// Says how sure a suggestion is and why, on as many lines as that needs.
    fn why(&self, score: f64, reason: &str, width: usize) -> Vec<Line> {
        let why = Safe::line(&format!("{:.0} %: {reason}", score * 100.0));
        let rows = Layout::whole(why.as_str(), &[], width);
        let line = |row: usize| rows.row(row).map_or("", |bytes| why.as_str()[bytes].trim_end());
        (0..rows.len().min(WHY)).map(|row| vec![(Safe::new(line(row)), self.theme.dim)]).collect()
    }

    fn naming(&self, kind: &str, entity: &str, after: &str, width: usize) -> Line {
        let name = self.state.config.codebook.kind(kind).map_or(kind, |kind| &kind.name);
        let kind = Safe::line(name).fit(width / 2);
        let rest = width.saturating_sub(kind.columns() + 2);
        let entity = Safe::line(&format!("{entity}{after}")).fit(rest);
        vec![
            (kind, self.theme.swatch(self.hue_of_name(name))),
            (Safe::new(": "), self.theme.dim),
            (entity, self.theme.text),
        ]
    }

    fn hue_of_name(&self, name: &str) -> Hue {
        self.state.config.codebook.types.iter().find(|kind| kind.name == name).map_or(Hue::Grey, |kind| kind.hue)
    }

    fn entities(&self, reader: &Reader, width: usize, most: usize) -> Section {
        let line = |row: &crate::app::EntityRow| {
            let count =
                if row.suggested > 0 { format!("{}+{}?", row.marked, row.suggested) } else { row.marked.to_string() };
            let count = if row.marked == 0 { format!("{}?", row.suggested) } else { count };
            let kind = format!("{:<5} ", row.kind);
            let name = Safe::line(&row.name).fit(width.saturating_sub(kind.len() + count.len() + 1));
            let gap = " ".repeat(width.saturating_sub(kind.len() + name.columns() + count.len()));
            let style = if row.marked > 0 { self.theme.text } else { self.theme.dim };
            vec![
                (Safe::new(&kind), self.theme.swatch(self.hue_of(&row.kind))),
                (name, style),
                (Safe::new(&gap), self.theme.text),
                (Safe::new(&count), self.theme.dim),
            ]
        };
        let rows = &reader.marks.entities;
        let bytes = rows.iter().take(most).map(|row| row.first).collect();
        Section { title: "", count: rows.len(), lines: rows.iter().take(most).map(line).collect(), bytes }
    }

    fn stances(&self, reader: &Reader, width: usize, most: usize) -> Section {
        let rows = &reader.marks.stances;
        let lines = rows.iter().take(most).map(|stance| self.stance_line(stance, width)).collect();
        let bytes = rows.iter().take(most).map(|stance| stance.evidence.start).collect();
        Section { title: "", count: rows.len(), lines, bytes }
    }

    fn stance_line(&self, stance: &StanceRow, width: usize) -> Line {
        let glyph = Safe::new(&format!("{} ", self.state.config.stance_glyph(stance.polarity)));
        let arrow = if self.state.config.look.ascii { " > " } else { " → " };
        let room = width.saturating_sub(glyph.columns() + 3);
        let holder = Safe::line(&stance.holder);
        let holder = holder.fit((room / 2).max(room.saturating_sub(Safe::line(&stance.target).columns())));
        let target = Safe::line(&stance.target).fit(room.saturating_sub(holder.columns()));
        let style = if stance.id.is_some() { self.theme.text } else { self.theme.dim };
        vec![(glyph, self.stance_style(stance)), (holder, style), (Safe::new(arrow), self.theme.dim), (target, style)]
    }

    fn notes(&self, reader: &Reader, width: usize) -> Section {
        let annotations = &reader.annotations;
        let mut lines: Vec<Line> = Vec::new();
        let tags: Vec<String> = annotations.article_tags().map(|tag| format!("#{}", tag.label)).collect();
        if !tags.is_empty() {
            lines.push(vec![(Safe::line(&tags.join(" ")).fit(width), self.theme.accent)]);
        }
        for note in &annotations.notes {
            lines.push(vec![(Safe::line(&note_line(reader, note)).fit(width), self.theme.text)]);
        }
        if !reader.drafts.is_empty() {
            lines.push(vec![(Safe::new("an unfinished note is kept").fit(width), self.theme.warning)]);
        }
        for orphan in &annotations.orphans {
            let said = format!("lost {}: “{}” ({})", orphan.kind, orphan.anchor.quote, orphan.why);
            lines.push(vec![(Safe::line(&said).fit(width), self.theme.warning)]);
        }
        Section { title: "", count: lines.len(), lines, bytes: Vec::new() }
    }
}

fn note_line(reader: &Reader, note: &Note) -> String {
    let on = match &note.on {
        On::Article => String::new(),
        On::Span(anchor) => format!("“{}”: ", anchor.quote),
        On::Annotation(id) => {
            let mention = reader.annotations.mention(id).map(|mention| mention.entity.clone());
            let stance = || {
                reader
                    .annotations
                    .stance(id)
                    .map(|stance| format!("{} → {}", stance.holder.name(), stance.target.entity))
            };
            mention.or_else(stance).map_or_else(String::new, |name| format!("{name}: "))
        }
    };
    format!("* {on}{}", note.text)
}

/// Divides rows among sections: each gets what it needs where there is room, else a fair part.
fn share(rows: usize, needs: &[usize; 4]) -> [usize; 4] {
    let mut rooms = [0; 4];
    let mut left = rows;
    let mut order = [0, 1, 2, 3];
    order.sort_by_key(|index| needs[*index]);
    for (taken, index) in order.into_iter().enumerate() {
        let fair = left / (4 - taken);
        rooms[index] = (needs[index] + 1).min(fair);
        left -= rooms[index];
    }
    rooms
}
