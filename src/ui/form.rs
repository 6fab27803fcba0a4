//! The stance form: a line for each part of a stance, and what its polarity means.

use super::View;
use super::canvas::Canvas;
use crate::app::{Field, StanceForm, Target};
use crate::layout::Layout;
use crate::model::{On, Polarity};
use crate::text::Safe;

impl View<'_> {
    /// Draws the form of a stance.
    pub fn form(&self, canvas: &mut Canvas<'_>, form: &StanceForm) -> Option<(u16, u16)> {
        let (mut area, width) = self.dialog(canvas, 84, 15, &Safe::new("Stance"));
        let reader = self.state.reader.as_ref()?;
        let room = usize::from(width.saturating_sub(14));
        let polarity = Polarity::ALL[form.polarity];
        let (chosen, spans) = &form.evidence[form.chosen_evidence];
        let words: Vec<&str> = spans.iter().map(|span| reader.article.body.slice(*span)).collect();
        let level = |level: u8| if level == 0 { "none".to_owned() } else { format!("{level} of 5") };
        let values = [
            form.holders[form.holder].name().to_owned(),
            form.targets[form.target].entity.clone(),
            format!("{} {}", self.state.config.stance_glyph(polarity), polarity.word()),
            level(form.intensity),
            level(form.confidence),
            format!("{chosen}: {}", words.join(" ... ")),
            self.note_on(form).unwrap_or_else(|| "none; Right writes one".to_owned()),
        ];
        let mut cursor = None;
        for ((field, value), y) in Field::ALL.into_iter().zip(values).zip(0..) {
            let chosen = form.field == usize::from(y);
            let style = if chosen { self.theme.cursor } else { self.theme.overlay };
            area.put(1, y, &Safe::new(field.label()), self.theme.overlay.patch(self.theme.dim));
            area.put(12, y, &Safe::line(&value).fit(room), style);
            area.spot(0, y, width, Target::Row(y.into()));
            if chosen {
                cursor = Some(area.on_screen(12, y));
            }
        }
        self.form_foot(&mut area, polarity);
        cursor
    }

    /// When the chosen polarity is the right one, and the keys.
    fn form_foot(&self, area: &mut Canvas<'_>, polarity: Polarity) {
        let (width, dim) = (area.columns(), self.theme.overlay.patch(self.theme.dim));
        let style = self.state.config.stance(polarity);
        let examples: Vec<String> = style.examples.iter().map(|example| format!("“{example}”")).collect();
        let such = if examples.is_empty() { String::new() } else { format!(" Such as {}.", examples.join(", ")) };
        let meant = format!("{}: {}{such}", style.label, style.definition);
        let lines = Layout::whole(&meant, &[], usize::from(width.saturating_sub(2)).max(1));
        for (row, y) in (0..lines.len().min(2)).zip(8..) {
            let line = lines.row(row).map_or("", |bytes| meant[bytes].trim_end());
            area.put(1, y, &Safe::line(line), self.theme.overlay);
        }
        let help = [
            "Up Down: line   Left Right or a letter: value   Enter: keep   Esc: leave",
            "Ctrl+f: side by letters   Ctrl+l: by name   Ctrl+e Ctrl+a: evidence   Ctrl+t: note",
        ];
        for (help, y) in help.into_iter().zip(11..) {
            area.put(1, y, &Safe::new(help).fit(width.saturating_sub(2).into()), dim);
        }
    }

    /// Returns the own note on the stance in the form, on one line.
    fn note_on(&self, form: &StanceForm) -> Option<String> {
        let on = On::Annotation(form.stance.id.clone());
        let mut notes = self.state.reader.as_ref()?.annotations.notes.iter();
        let note = notes.find(|note| note.on == on && note.annotator == self.state.annotator)?;
        Some(note.text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}
