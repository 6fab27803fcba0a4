//! Columns of tokens in: the word, and in the last column that holds labels one of B, I, O, E, S, L or U with a type.
//!
//! White space is not held, so that texts are compared without it, and a new text has one blank between tokens.

use super::draft::Draft;
use super::{Extent, Imported, Source, stem};
use crate::text::Span;

/// Reads the documents of all files.
pub(super) fn read(sources: &[Source]) -> Vec<Imported> {
    sources.iter().flat_map(file).collect()
}

/// A line that holds a token.
type Row<'t> = Vec<&'t str>;

fn file(source: &Source) -> Vec<Imported> {
    let text = source.text();
    let documents = documents(&text);
    let (word, label) = columns(documents.iter().flatten().flatten());
    let labelled = |row: &&Row| row.iter().rev().nth(label).is_some_and(|cell| is_label(cell));
    if !documents.iter().flatten().flatten().any(|row| labelled(&row)) {
        return vec![Imported::unreadable(&source.name, "no column of it has labels such as O and B-PER")];
    }
    let many = documents.len() > 1;
    let document = |(sentences, number): (&Vec<Vec<Row<'_>>>, usize)| {
        let part = if many { format!("-{number}") } else { String::new() };
        write(&format!("{}{part}.conll", stem(&source.name)), sentences, word, label)
    };
    documents.iter().zip(1..).map(document).collect()
}

/// Cuts a file into documents of sentences of rows.
fn documents(text: &str) -> Vec<Vec<Vec<Row<'_>>>> {
    let mut documents: Vec<Vec<Vec<Row>>> = vec![vec![Vec::new()]];
    for line in text.lines() {
        let row = cut(line);
        let comment = line.starts_with("# ") && !row.last().is_some_and(|label| is_label(label));
        if line.starts_with("-DOCSTART-") {
            documents.push(vec![Vec::new()]);
        } else if row.is_empty() {
            documents.last_mut().into_iter().for_each(|document| document.push(Vec::new()));
        } else if !comment {
            documents
                .last_mut()
                .and_then(|document| document.last_mut())
                .into_iter()
                .for_each(|it| it.push(row.clone()));
        }
    }
    for document in &mut documents {
        document.retain(|sentence| !sentence.is_empty());
    }
    documents.retain(|document| !document.is_empty());
    documents
}

pub(super) fn cut(line: &str) -> Row<'_> {
    let line = line.trim_end_matches('\r');
    if line.contains('\t') {
        return line.split('\t').collect::<Vec<_>>().into_iter().filter(|cell| !cell.is_empty()).collect();
    }
    line.split(' ').filter(|cell| !cell.is_empty()).collect()
}

pub(super) fn is_label(cell: &str) -> bool {
    cell == "O"
        || cell.len() > 2 && cell.starts_with(['B', 'I', 'E', 'S', 'L', 'U']) && cell[1..].starts_with(['-', '_'])
}

/// Returns which column has the words, and which one counted from the end has the labels.
fn columns<'t>(rows: impl Iterator<Item = &'t Row<'t>>) -> (usize, usize) {
    let sample: Vec<&Row> = rows.take(1000).collect();
    let widest = sample.iter().map(|row| row.len()).max().unwrap_or(1);
    let labels =
        |from_end: &usize| sample.iter().all(|row| row.iter().rev().nth(*from_end).is_none_or(|it| is_label(it)));
    let label = (0..widest).find(labels).unwrap_or(0);
    let numbered =
        widest > 2 && sample.iter().all(|row| row[0].chars().all(|c| c.is_ascii_digit() || "-.".contains(c)));
    (usize::from(numbered), label)
}

fn write(name: &str, sentences: &[Vec<Row<'_>>], word: usize, label: usize) -> Imported {
    let (mut text, mut tokens): (String, Vec<(Span, &str)>) = (String::new(), Vec::new());
    for sentence in sentences {
        for row in sentence {
            let start = text.len();
            text.push_str(row.get(word).unwrap_or(&""));
            let label = row.iter().rev().nth(label).filter(|_| row.len() > word + 1);
            tokens.push((Span::new(start, text.len()), label.copied().unwrap_or("O")));
            text.push(' ');
        }
        text.pop();
        tokens.push((Span::new(text.len(), text.len()), "O")); // no mention goes over the end of a sentence
        text.push('\n');
    }
    let mut draft = Draft::new(name, text.trim_end());
    draft.extent = Extent::Words;
    for (at, (span, kind)) in spans(&tokens).into_iter().enumerate() {
        draft.mention(&format!("m{at}"), kind, None, &[span]);
    }
    draft.finish()
}

/// Returns the spans that the labels mean, by whichever of the schemes they are written.
fn spans<'t>(tokens: &[(Span, &'t str)]) -> Vec<(Span, &'t str)> {
    let (mut out, mut open): (Vec<(Span, &str)>, Option<&str>) = (Vec::new(), None);
    for (span, label) in tokens {
        let (letter, kind) =
            label.split_at_checked(1).map_or(("O", ""), |(letter, rest)| (letter, rest.get(1..).unwrap_or("")));
        if letter == "O" || kind.is_empty() {
            open = None;
            continue;
        }
        match out.last_mut().filter(|_| matches!(letter, "I" | "E" | "L") && open == Some(kind)) {
            Some((last, _)) => last.end = span.end,
            None => out.push((*span, kind)),
        }
        open = (!matches!(letter, "E" | "L" | "S" | "U")).then_some(kind);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::formats::import::Source;

    fn marked(text: &str) -> Vec<String> {
        let all = read(&[Source { name: "a.conll".to_owned(), bytes: text.as_bytes().to_vec() }]);
        let of = |it: &crate::formats::import::Imported| {
            let mentions = it.annotations.mentions.iter();
            mentions.map(|m| format!("{}/{}", m.words(&it.article.body), m.kind)).collect::<Vec<_>>().join(" ")
        };
        all.iter().map(of).collect()
    }

    #[test]
    fn all_schemes_of_labels() {
        let cases = [
            ("Xi NNP B-NP B-PER\nJinping NNP I-NP I-PER\nin IN O O\nRome NNP B-NP B-LOC\n", "Xi Jinping/PER Rome/LOC"),
            (
                "Xi I-PER\nJinping I-PER\nRome I-LOC\nBonn B-LOC\n\nOslo I-LOC\n",
                "Xi Jinping/PER Rome/LOC Bonn/LOC Oslo/LOC",
            ),
            ("Xi\tB-PER\nJinping\tE-PER\nRome\tS-LOC\nOslo\tS-LOC\n", "Xi Jinping/PER Rome/LOC Oslo/LOC"),
            ("Xi\tB-PER\nJinping\tL-PER\nRome\tU-LOC\n", "Xi Jinping/PER Rome/LOC"),
            ("# sent_id = 1\n1\tXi\tB-PER\t-\n2\tRome\tO\t-\n", "Xi/PER"),
            ("Xi B-PER\nof O\n", "Xi/PER"),
        ];
        for (text, expected) in cases {
            assert_eq!(marked(text).join("|"), expected, "{text}");
        }
        assert_eq!(marked("-DOCSTART- -X- O\n\na O\n\n-DOCSTART- -X- O\n\nb B-X\n"), ["", "b/X"]);
        assert_eq!(marked("a text\n"), [""], "a text without labels makes no article");
    }
}
