//! Overlays with a typed line and a list under it: tags, palette.

use super::View;
use super::canvas::Canvas;
use crate::app::{Choice, LinkPicker, Linking, Palette, TagPicker, Target};
use crate::text::Safe;
use ratatui::style::Style;

impl View<'_> {
    /// Draws the tag picker.
    pub fn tag_picker(&self, canvas: &mut Canvas<'_>, picker: &TagPicker) -> Option<(u16, u16)> {
        let matches = picker.matches();
        let lines: Vec<(Safe, Safe)> = matches
            .iter()
            .map(|label| {
                let known = picker.labels.iter().find(|(other, _)| other == label);
                let mark = if picker.on.iter().any(|on| on == label) { "[x] " } else { "[ ] " };
                let about = known.map_or("new", |(_, definition)| definition);
                (Safe::new(&format!("{mark}{label}")), Safe::line(about))
            })
            .collect();
        self.picker(canvas, "Tags   Enter: put on or off   Esc: close", &picker.input, &lines, picker.cursor)
    }

    /// Draws the palette.
    pub fn palette(&self, canvas: &mut Canvas<'_>, palette: &Palette) -> Option<(u16, u16)> {
        let lines: Vec<(Safe, Safe)> = palette
            .matches()
            .into_iter()
            .map(|choice| match choice {
                Choice::Command(row) => {
                    let keys = self.state.keymap.keys_of(row).into_iter().next().unwrap_or_default();
                    (
                        Safe::new(&format!("{keys:<9} {}", row.name)),
                        Safe::new((row.unless)(self.state).unwrap_or(row.help)),
                    )
                }
                Choice::Entity(name, kind, mentions) => {
                    let about = if *mentions == 1 { "1 mention".to_owned() } else { format!("{mentions} mentions") };
                    (Safe::new(&format!("{kind:<9} {name}")), Safe::new(&about))
                }
            })
            .collect();
        self.picker(
            canvas,
            "Commands and entities   Enter: run or go there   Esc: close",
            &palette.input,
            &lines,
            palette.cursor,
        )
    }

    /// Draws the picker of entities.
    pub fn link_picker(&self, canvas: &mut Canvas<'_>, picker: &LinkPicker) -> Option<(u16, u16)> {
        let title = match picker.linking {
            Linking::Mention => "Link to   Enter: all of this name   ! before I: this place   Esc: close",
            Linking::Side => "Entity   Enter: choose for the stance   Esc: close",
            Linking::Chosen => "Link to   Enter: link the chosen mentions   Esc: close",
            Linking::Merge(_) => "Merge into   Enter: this entity becomes an alias of the chosen one   Esc: close",
            Linking::Split(_) => "Split   Enter: make this alias an entity of its own   Esc: close",
        };
        let known = picker.found.iter().map(|at| &picker.names[*at]);
        let mut lines: Vec<(Safe, Safe)> = known.map(|(name, about)| (Safe::line(name), Safe::line(about))).collect();
        lines.extend(picker.new_name().map(|name| (Safe::line(&name), Safe::new("new"))));
        self.picker(canvas, title, &picker.input, &lines, picker.cursor)
    }

    fn picker(
        &self,
        canvas: &mut Canvas<'_>,
        title: &'static str,
        input: &crate::app::Input,
        lines: &[(Safe, Safe)],
        cursor: usize,
    ) -> Option<(u16, u16)> {
        let rows = (canvas.rows() * 2 / 3).clamp(6, 20);
        let (mut area, width) = self.dialog(canvas, 84, rows, &Safe::new(title));
        let x = area.put_static(1, 0, "> ", self.theme.overlay.patch(self.theme.accent));
        let mut position = self.input(&mut area, x, 0, input);
        let room = usize::from(area.rows().saturating_sub(2)).max(1);
        let top = (cursor + 1).saturating_sub(room);
        let left = lines.iter().map(|(name, _)| name.columns()).max().unwrap_or(0).min(usize::from(width) / 2);
        for ((index, (name, about)), y) in lines.iter().enumerate().skip(top).take(room).zip(2..) {
            area.put(1, y, &name.fit(left), self.theme.overlay);
            let x = u16::try_from(left).unwrap_or(0) + 3;
            area.put(
                x,
                y,
                &about.fit(usize::from(width.saturating_sub(x + 1))),
                self.theme.overlay.patch(self.theme.dim),
            );
            area.spot(0, y, width, Target::Row(index));
            if index == cursor && self.state.config.look.screen_reader {
                position = area.on_screen(1, y);
            }
            if index == cursor {
                area.restyle(0, y, width, Style::reset().patch(self.theme.cursor));
            }
        }
        if lines.is_empty() {
            area.put_static(1, 2, "Nothing matches.", self.theme.overlay.patch(self.theme.dim));
        }
        Some(position)
    }
}
