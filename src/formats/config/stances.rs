//! The tables `[stances.*]`: the glyph, name and colour of each stance.

use super::fields::{Fault, Field, Report, Value, hue, is_label, read, texts, words};
use crate::model::{Hue, Polarity};
use crate::text::{Safe, columns};

/// How one stance is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StanceStyle {
    /// One column wide, different for each stance.
    pub glyph: String,
    /// The same in ASCII.
    pub ascii: String,
    /// What screens call it.
    pub label: String,
    /// Its colour.
    pub hue: Hue,
    /// When to use it.
    pub definition: String,
    /// Words from texts that show when to use it.
    pub examples: Vec<String>,
}

const STANCES: [Field<[StanceStyle; 4]>; 4] = [
    Field { key: "support", set: |stances, value, report| lay_stance(stances, Polarity::Support, value, report) },
    Field { key: "oppose", set: |stances, value, report| lay_stance(stances, Polarity::Oppose, value, report) },
    Field { key: "neutral", set: |stances, value, report| lay_stance(stances, Polarity::Neutral, value, report) },
    Field { key: "ambiguous", set: |stances, value, report| lay_stance(stances, Polarity::Ambiguous, value, report) },
];

const STANCE: [Field<StanceStyle>; 6] = [
    Field {
        key: "glyph",
        set: |style, value, _| {
            let right = |text: &str| columns(text) == 1 && Safe::new(text).as_str() == text && text != " ";
            words(value, "one character, one column wide", right).map(|glyph| style.glyph = glyph)
        },
    },
    Field {
        key: "ascii",
        set: |style, value, _| {
            let right = |text: &str| text.len() == 1 && text.chars().all(|c| c.is_ascii_graphic());
            words(value, "one ASCII character", right).map(|ascii| style.ascii = ascii)
        },
    },
    Field {
        key: "label",
        set: |style, value, _| words(value, "a text of one line", is_label).map(|label| style.label = label),
    },
    Field { key: "hue", set: |style, value, _| hue(value).map(|hue| style.hue = hue) },
    Field {
        key: "definition",
        set: |style, value, _| words(value, "a text", |_| true).map(|text| style.definition = text),
    },
    Field { key: "examples", set: |style, value, _| texts(value).map(|texts| style.examples = texts) },
];

/// Lays the tables of stances over `into`; glyphs that would not tell two stances apart do not count.
pub fn lay(into: &mut [StanceStyle; 4], value: &Value<'_>, report: &mut Report<'_>) -> Result<(), Fault> {
    let table = value.get_ref().as_table().ok_or_else(|| Fault::new("tables such as [stances.support]"))?;
    let mut stances = into.clone();
    read(table, &STANCES, "stances.", &mut stances, report);
    for (at, style) in stances.iter().enumerate() {
        let same = |other: &&StanceStyle| other.glyph == style.glyph || other.ascii == style.ascii;
        if let Some(other) = stances[..at].iter().find(same) {
            let what = format!("`{}` and `{}` have the same glyph", other.label, style.label);
            report.add(value.span().start, &what, "; the stances of this file do not count");
            return Ok(());
        }
    }
    *into = stances;
    Ok(())
}

fn lay_stance(
    stances: &mut [StanceStyle; 4],
    polarity: Polarity,
    value: &Value<'_>,
    report: &mut Report<'_>,
) -> Result<(), Fault> {
    let table = value.get_ref().as_table().ok_or_else(|| Fault::new("a table with glyph, ascii, label and hue"))?;
    read(table, &STANCE, &format!("stances.{}.", polarity.word()), &mut stances[polarity as usize], report);
    Ok(())
}
