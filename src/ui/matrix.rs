//! The stances screen: a table of holders and targets, and below it the chosen cell in words and over time.

use super::View;
use super::canvas::Canvas;
use crate::app::{Balance, Line, MATRIX_HEAD, Scope, Stances, Target, Timeline};
use crate::layout::Layout;
use crate::model::Polarity;
use crate::text::Safe;
use ratatui::style::{Modifier, Style};

/// Columns of a cell, one of them blank.
const CELL: u16 = 10;
/// Rows of a target's name.
const NAME: usize = 3;

/// What of a row or column of lines is on the screen: the first, which is everyone, and those around the cursor.
fn window(len: usize, cursor: usize, slots: usize) -> Vec<usize> {
    if slots <= 1 {
        return vec![cursor];
    }
    let (rest, slots) = (len.saturating_sub(1), slots - 1);
    let first = cursor.saturating_sub(1).saturating_sub(slots / 2).min(rest.saturating_sub(slots));
    std::iter::once(0).chain((first..rest).take(slots).map(|at| at + 1)).collect()
}

/// Returns a name on up to three lines, broken between words; what has no room is cut.
fn name_lines(name: &str, width: usize) -> Vec<Safe> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        let last = lines.last().map_or(0, |line| Safe::line(line).columns() + 1);
        let fits = last + Safe::line(word).columns() <= width;
        // What does not fit on the last line goes there all the same, and is cut at its end.
        match lines.len() {
            len if len > 0 && (fits || len == NAME) => lines[len - 1].push_str(&format!(" {word}")),
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| Safe::line(line).fit(width)).collect()
}

impl View<'_> {
    /// Draws the screen; the terminal's cursor stands on the chosen cell.
    pub fn matrix(&self, canvas: &mut Canvas<'_>) -> Option<(u16, u16)> {
        let stances = &self.state.stances;
        let (width, rows) = (canvas.columns(), canvas.rows().saturating_sub(1));
        canvas.part(0, 0, width, rows).clear(self.theme.overlay);
        self.matrix_head(canvas, stances);
        let (room, side) = self.state.matrix_rows();
        let mut cursor = None;
        if stances.matrix.is_empty() {
            self.no_stances(&mut canvas.part(3, 2, width, rows), stances);
        } else {
            let names = (width / 5).clamp(8, 26);
            let slots = usize::from(width.saturating_sub(names + 1) / CELL);
            let shown = window(stances.matrix.columns.len(), stances.cursor.1, slots);
            self.targets(&mut canvas.part(names + 1, 1, width, MATRIX_HEAD - 1), stances, &shown);
            let lines = window(stances.matrix.rows.len(), stances.cursor.0, room);
            for (row, y) in lines.into_iter().zip(MATRIX_HEAD..) {
                let mut area = canvas.part(0, y, width, 1);
                let found = self.matrix_row(&mut area, stances, row, (names, &shown));
                cursor = found.or(cursor);
            }
            if side > 0 {
                let foot = 2 * side + 5;
                self.chosen_cell(&mut canvas.part(0, rows.saturating_sub(foot), width, foot - 1), stances, side);
            }
        }
        let hints = [
            ("open", "evidence"),
            ("find", "find"),
            ("only-support", "only support"),
            ("only-oppose", "only oppose"),
            ("copy", "copy"),
            ("close", "close"),
        ];
        self.stance_hints(canvas, rows.saturating_sub(1), Scope::Stances, &hints);
        self.status(canvas);
        cursor
    }

    fn matrix_head(&self, canvas: &mut Canvas<'_>, stances: &Stances) {
        let (base, matrix) = (self.theme.overlay, &stances.matrix);
        let count = |lines: &[Line], word: &str| {
            let count = lines.len().saturating_sub(1);
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        let all: usize = matrix.cell(0, 0).iter().sum();
        let mut said =
            format!("{}, {}, {all} stances", count(&matrix.rows, "holder"), count(&matrix.columns, "target"));
        if !stances.filter.text.is_empty() {
            said.push_str(&format!("   with “{}”", stances.filter.text));
        }
        if let Some(only) = stances.filter.only {
            said.push_str(&format!("   only {}", only.word()));
        }
        let x = canvas.put_static(1, 0, "Stances", base.patch(self.theme.title));
        let room = usize::from(canvas.columns().saturating_sub(x + 3));
        canvas.put(x + 2, 0, &Safe::line(&said).fit(room), base.patch(self.theme.dim));
    }

    /// Writes the names of the targets over their columns, each on up to three rows, the last one next to the table.
    fn targets(&self, area: &mut Canvas<'_>, stances: &Stances, shown: &[usize]) {
        for (at, x) in shown.iter().zip((0..).step_by(usize::from(CELL))) {
            let Some(line) = stances.matrix.columns.get(*at) else { break };
            let style = self.name_style(*at == stances.cursor.1);
            let lines = name_lines(line.who.name(), usize::from(CELL - 1));
            for (row, words) in (NAME - lines.len()..).zip(&lines) {
                area.put(x, u16::try_from(row).unwrap_or(0), words, style);
            }
        }
    }

    fn name_style(&self, chosen: bool) -> Style {
        let base = self.theme.overlay;
        if chosen { base.patch(self.theme.accent).add_modifier(Modifier::BOLD | Modifier::UNDERLINED) } else { base }
    }

    /// Draws a holder's row; returns where the cursor is, when it is in this row.
    fn matrix_row(
        &self,
        area: &mut Canvas<'_>,
        stances: &Stances,
        row: usize,
        (names, shown): (u16, &[usize]),
    ) -> Option<(u16, u16)> {
        let line = stances.matrix.rows.get(row)?;
        let here = row == stances.cursor.0;
        let name = Safe::line(line.who.name()).fit(usize::from(names.saturating_sub(1)));
        area.put(1, 0, &name, self.name_style(here));
        let mut cursor = None;
        for (column, x) in shown.iter().zip((names + 1..).step_by(usize::from(CELL))) {
            let balance = stances.matrix.cell(row, *column);
            let chosen = here && *column == stances.cursor.1;
            let crossed = here || *column == stances.cursor.1;
            area.spot(x, 0, CELL, Target::Cell(row, *column));
            let mut cell = area.part(x, 0, CELL - 1, 1);
            if balance.iter().all(|count| *count == 0) {
                // The blank cells of the chosen row and column lead the eye to their names.
                let mark = if self.state.config.look.ascii { "." } else { "·" };
                let dim = self.theme.overlay.patch(self.theme.dim);
                cell.put(0, 0, &Safe::new(if crossed { mark } else { " " }), dim);
            } else {
                self.balance(&mut cell, balance);
            }
            if chosen {
                cell.restyle(0, 0, CELL - 1, Style::reset().patch(self.theme.cursor));
                cursor = Some(cell.on_screen(0, 0));
            }
        }
        cursor
    }

    /// Writes support and opposition, the greater one bold; where there is neither, what takes no side.
    fn balance(&self, cell: &mut Canvas<'_>, balance: Balance) {
        let [support, oppose, ..] = balance;
        let (sides, aside) = Polarity::ALL.split_at(2);
        let shown = if support + oppose > 0 { sides } else { aside };
        let most = shown.iter().map(|polarity| balance[*polarity as usize]).max().unwrap_or(0);
        let mut x = 0;
        for polarity in shown.iter().filter(|polarity| balance[**polarity as usize] > 0) {
            let count = balance[*polarity as usize];
            let style = self.theme.overlay.patch(self.theme.polarity(*polarity));
            let style = if count < most { style.remove_modifier(Modifier::BOLD) } else { style };
            let words = format!("{}{count}", self.state.config.stance_glyph(*polarity));
            x = cell.put(x, 0, &Safe::new(&words), style) + 1;
        }
    }

    /// The chosen cell in words, and its picture of time.
    fn chosen_cell(&self, area: &mut Canvas<'_>, stances: &Stances, side: u16) {
        let (base, width) = (self.theme.overlay, area.columns());
        let ascii = self.state.config.look.ascii;
        let line = if ascii { "-" } else { "─" };
        area.put(0, 0, &Safe::new(&line.repeat(usize::from(width))), base.patch(self.theme.border));
        let Some((holder, target)) = stances.current() else { return };
        let (row, column) = stances.cursor;
        let arrow = if ascii { ">" } else { "→" };
        let pair = format!("{} {arrow} {}", holder.name(), target.name());
        let timeline = Timeline::of(
            stances.matrix.seen(&self.state.entities.facts, row, column),
            usize::from(width.saturating_sub(2)),
        );
        self.pair_in_words(area, 1, &pair, stances.matrix.cell(row, column), timeline.as_ref());
        if stances.matrix.cell(row, column).iter().any(|count| *count > 0) {
            self.timeline(&mut area.part(1, 2, width.saturating_sub(2), 2 * side + 2), timeline.as_ref(), side);
        }
    }

    /// Writes who, how many of each polarity, and how the picture of time is divided.
    pub fn pair_in_words(
        &self,
        area: &mut Canvas<'_>,
        y: u16,
        pair: &str,
        balance: Balance,
        timeline: Option<&Timeline>,
    ) {
        let base = self.theme.overlay;
        let room = usize::from(area.columns().saturating_sub(2));
        let mut x = area.put(1, y, &Safe::line(pair).fit(room), base.add_modifier(Modifier::BOLD));
        for polarity in Polarity::ALL.into_iter().filter(|polarity| balance[*polarity as usize] > 0) {
            let words = format!("{}{}", self.state.config.stance_glyph(polarity), balance[polarity as usize]);
            x = area.put(x + 2, y, &Safe::new(&words), base.patch(self.theme.polarity(polarity)));
        }
        let Some(timeline) = timeline else {
            if balance.iter().all(|count| *count == 0) {
                area.put_static(x + 2, y, "no stance is known", base.patch(self.theme.dim));
            }
            return;
        };
        let undated = match timeline.undated {
            0 => String::new(),
            undated => format!(", {undated} without a date"),
        };
        let said = format!("by {}, at most {} on a side{undated}", timeline.step.word(), timeline.most());
        let room = usize::from(area.columns().saturating_sub(x + 3));
        area.put(x + 3, y, &Safe::new(&said).fit(room), base.patch(self.theme.dim));
    }

    /// Writes keys with what they do, as far as there is room.
    pub fn stance_hints(&self, canvas: &mut Canvas<'_>, y: u16, scope: Scope, hints: &[(&str, &'static str)]) {
        let (base, mut x) = (self.theme.overlay, 1);
        for (command, word) in hints {
            let Some(key) = self.first_key(scope, command) else { continue };
            let key = Safe::new(&key);
            let wide = key.columns() + word.len() + 3;
            if usize::from(x) + wide > usize::from(canvas.columns()) {
                break;
            }
            let after = canvas.put(x, y, &key, base.patch(self.theme.hint));
            x = canvas.put_static(after + 1, y, word, base.patch(self.theme.dim)) + 2;
        }
    }

    fn no_stances(&self, area: &mut Canvas<'_>, stances: &Stances) {
        let filtered = !stances.filter.text.is_empty() || stances.filter.only.is_some();
        let lines = match (stances.ready, filtered) {
            (false, _) => ["The stances are being counted ...", ""],
            (true, true) => ["No stance is left by this filter.", "Esc shows all again."],
            (true, false) => [
                "No stance is stated in this library yet.",
                "In an article, + - 0 ~ state one toward the mention under the cursor; Q reviews what is proposed.",
            ],
        };
        let mut y = 0;
        for line in lines {
            let room = usize::from(area.columns().saturating_sub(1)).max(1);
            let layout = Layout::whole(line, &[], room);
            for row in 0..layout.len() {
                let words = layout.row(row).map_or("", |bytes| line[bytes].trim_end());
                area.put(0, y, &Safe::new(words), self.theme.overlay);
                y += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{name_lines, window};

    #[test]
    fn names_are_broken_between_words_and_cut_to_three_lines() {
        let cases = [
            ("China", "China"),
            ("United States", "United|States"),
            ("International Monetary Fund", "Internat…|Monetary|Fund"),
            ("A b of c", "A b of c"),
            ("Ministry of Foreign Affairs of Hungary", "Ministry|of|Foreign …"),
            ("", ""),
        ];
        for (name, expected) in cases {
            let lines: Vec<String> = name_lines(name, 9).iter().map(ToString::to_string).collect();
            assert_eq!(lines.join("|"), expected);
        }
    }

    #[test]
    fn everyone_stays_and_the_cursor_is_seen() {
        assert_eq!(window(3, 2, 9), [0, 1, 2]);
        assert_eq!(window(9, 8, 4), [0, 6, 7, 8]);
        assert_eq!(window(9, 0, 4), [0, 1, 2, 3]);
        assert_eq!(window(9, 5, 1), [5]);
        for cursor in 0..20 {
            for slots in 0..25 {
                let shown = window(20, cursor, slots);
                assert!(shown.contains(&cursor) && shown.len() <= slots.max(1), "{cursor} {slots}: {shown:?}");
            }
        }
    }
}
