//! brat standoff out: a `.txt` and an `.ann` an article, and one `annotation.conf`. Offsets are code points.
//!
//! A stance is an event whose trigger is its evidence. Tags and notes are comments on what they are about.

use super::names::Stems;
use super::tame::{report, tame};
use super::{Document, Kind, Piece, Tally, Writer};
use crate::model::{Codebook, Holder, Id, Mention, Note, On, Party, Stance, Tag};
use crate::text::Span;
use std::collections::{BTreeSet, HashMap};

/// Writes documents, and in the end what types there are.
pub(super) struct Brat {
    stems: Stems,
    kinds: BTreeSet<String>,
}

impl Brat {
    /// Begins with the types of the codebook.
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self { stems: Stems::default(), kinds: codebook.types.iter().map(|kind| label(&kind.key)).collect() }
    }
}

impl Writer for Brat {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        let stem = self.stems.of(document.article.id.as_str());
        tally.leave_all(document, &[Kind::Orphan], "it has no place in the text, and brat asks for one");
        report(document, tally);
        let mut lines = Lines::new(document, tally);
        let all = document.annotations;
        all.mentions.iter().for_each(|it| lines.mention(it));
        all.stances.iter().for_each(|it| lines.stance(it));
        all.tags.iter().for_each(|it| lines.tag(it));
        all.notes.iter().for_each(|it| lines.note(it));
        self.kinds.extend(all.mentions.iter().map(|it| label(&it.kind)));
        let text = tame(document.article.body.as_str()).into_owned().into_bytes();
        vec![Piece::File(format!("{stem}.txt"), text), Piece::File(format!("{stem}.ann"), lines.out.into_bytes())]
    }

    fn end(&mut self) -> Vec<Piece> {
        let kinds: String = self.kinds.iter().map(|kind| format!("{kind}\n")).collect();
        let text = format!(
            "[entities]\n{kinds}Tag\nNote\n\n[relations]\n\n[events]\nStance\tHolder?:<ENTITY>, Target?:<ENTITY>\n\n\
             [attributes]\nPolarity\tArg:Stance, Value:support|oppose|neutral|ambiguous\n\
             Intensity\tArg:Stance, Value:1|2|3|4|5\nConfidence\tArg:Stance, Value:1|2|3|4|5\n"
        );
        vec![Piece::File("annotation.conf".to_owned(), text.into_bytes())]
    }
}

/// A type as brat's files hold it: letters, digits, `_` and `-`.
fn label(kind: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' || c == '-' { c } else { '_' };
    let label: String = kind.chars().map(safe).collect();
    if label.is_empty() { "Entity".to_owned() } else { label }
}

/// The lines of one document.
struct Lines<'a> {
    document: &'a Document<'a>,
    tally: &'a mut Tally,
    out: String,
    /// How many lines of each letter there are.
    numbers: HashMap<char, usize>,
    /// What annotations are called here.
    names: HashMap<&'a Id, String>,
}

impl<'a> Lines<'a> {
    fn new(document: &'a Document<'a>, tally: &'a mut Tally) -> Self {
        Self { document, tally, out: String::new(), numbers: HashMap::new(), names: HashMap::new() }
    }

    fn line(&mut self, letter: char, rest: &str) -> String {
        let number = self.numbers.entry(letter).or_default();
        *number += 1;
        let name = format!("{letter}{number}");
        self.out.push_str(&format!("{name}\t{rest}\n"));
        name
    }

    fn mention(&mut self, it: &'a Mention) {
        let kind = label(&it.kind);
        if kind != it.kind {
            self.bend(Kind::Mention, &it.id, "its type is written in letters, digits and _ only");
        }
        let name = self.text(&kind, it.spans(), Kind::Mention, &it.id);
        if it.entity != it.words(&self.document.article.body) {
            let entity = self.flat(&it.entity, Kind::Mention, &it.id);
            self.comment("Entity", &name, &entity);
        }
        self.names.insert(&it.id, name);
    }

    fn stance(&mut self, it: &'a Stance) {
        let trigger = self.text("Stance", it.spans(), Kind::Stance, &it.id);
        let holder = match &it.holder {
            Holder::Author => None,
            Holder::Entity(party) => Some(party),
        };
        let mention = |party: Option<&Party>| party.and_then(|it| self.names.get(it.mention.as_ref()?)).cloned();
        let (holder_mention, target_mention) = (mention(holder), mention(Some(&it.target)));
        let argument =
            |role: &str, name: &Option<String>| name.iter().map(|name| format!(" {role}:{name}")).collect::<String>();
        let arguments = format!("{}{}", argument("Holder", &holder_mention), argument("Target", &target_mention));
        let event = self.line('E', &format!("Stance:{trigger}{arguments}"));
        self.line('A', &format!("Polarity {event} {}", it.polarity.word()));
        for (name, number) in [("Intensity", it.intensity), ("Confidence", it.confidence)] {
            number.map(|number| self.line('A', &format!("{name} {event} {number}")));
        }
        let words = self.flat(it.holder.name(), Kind::Stance, &it.id);
        let role = if holder.is_some() { "Holder" } else { "Author" };
        self.comment(role, &event, &words);
        let words = self.flat(&it.target.entity, Kind::Stance, &it.id);
        self.comment("Target", &event, &words);
        self.names.insert(&it.id, event);
    }

    fn tag(&mut self, it: &'a Tag) {
        if let Some(name) = self.on(&it.on, None, "Tag", Kind::Tag, &it.id) {
            let words = self.flat(&it.label, Kind::Tag, &it.id);
            self.comment("Tag", &name, &words);
        }
    }

    fn note(&mut self, it: &'a Note) {
        if let Some(name) = self.on(&it.on, it.span, "Note", Kind::Note, &it.id) {
            let words = self.flat(&it.text, Kind::Note, &it.id);
            self.comment("AnnotatorNotes", &name, &words);
        }
    }

    /// Returns what a tag or note is on, or reports that brat has no place for it.
    fn on(&mut self, on: &On, span: Option<Span>, kind: &str, what: Kind, id: &Id) -> Option<String> {
        match on {
            On::Span(anchor) => {
                let span = span.unwrap_or_else(|| self.document.span_of(anchor));
                return Some(self.text(kind, std::iter::once(span), what, id));
            }
            On::Annotation(of) if self.names.contains_key(of) => return self.names.get(of).cloned(),
            On::Annotation(_) => self.tally.leave(self.document.article, what, Some(id), "what it is on is not there"),
            On::Article => {
                let why = "brat has no place for what is said of a whole text";
                self.tally.leave(self.document.article, what, Some(id), why);
            }
        }
        None
    }

    fn text(&mut self, kind: &str, spans: impl Iterator<Item = Span>, what: Kind, id: &Id) -> String {
        let body = &self.document.article.body;
        let (mut fragments, mut words): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
        let (mut crossed, mut last) = (false, None);
        for span in spans {
            // Pieces with nothing but a line end between them look like one that was cut there.
            crossed |= last.is_some_and(|end| body.slice(Span::new(end, span.start)).chars().all(|c| c == '\n'));
            last = Some(span.end);
            let pieces = fragments_of(body.slice(span), span.start);
            crossed |= pieces.len() > 1;
            for piece in pieces {
                let (start, end) = self.document.cp(piece);
                fragments.push(format!("{start} {end}"));
                words.push(body.slice(piece));
            }
        }
        if crossed {
            self.bend(what, id, "a fragment of brat's may not cross a line end, so it is cut there");
        }
        // A tab would end the column of the words; the words are there for people, the offsets count.
        let words = tame(&words.join(" ")).replace('\t', " ");
        self.line('T', &format!("{kind} {}\t{words}", fragments.join(";")))
    }

    fn comment(&mut self, kind: &str, of: &str, words: &str) {
        self.line('#', &format!("{kind} {of}\t{words}"));
    }

    /// Returns words on one line.
    fn flat(&mut self, words: &str, kind: Kind, id: &Id) -> String {
        let is_end = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        if words.contains(is_end) {
            self.bend(kind, id, "a line of brat's holds no line ends and control characters, so they are blanks");
        }
        words.replace(is_end, " ")
    }

    fn bend(&mut self, kind: Kind, id: &Id, why: &str) {
        self.tally.bend(self.document.article, kind, Some(id), why);
    }
}

/// Cuts a span at line ends, which belong to no fragment; one of line ends alone stays whole.
fn fragments_of(words: &str, start: usize) -> Vec<Span> {
    let mut at = start;
    let mut out = Vec::new();
    for line in words.split_inclusive('\n') {
        let end = at + line.trim_end_matches('\n').len();
        if end > at {
            out.push(Span::new(at, end));
        }
        at += line.len();
    }
    if out.is_empty() { vec![Span::new(start, at)] } else { out }
}

#[cfg(test)]
mod tests {
    use super::{Brat, Lines, fragments_of};
    use crate::formats::export::{Tally, Writer};
    use crate::formats::fixture::every_kind;
    use crate::model::Codebook;
    use crate::text::Span;

    #[test]
    fn lines_of_every_kind() {
        let (fixture, mut tally) = (every_kind(), Tally::default());
        let document = fixture.document();
        let pieces = Brat::new(&Codebook::default()).document(&document, &mut tally);
        let crate::formats::Piece::File(name, bytes) = &pieces[1] else { panic!("no file") };
        let out = String::from_utf8(bytes.clone()).unwrap();
        let parts = [
            "T1\tPER 2 16\tВладимир Путин\n#1\tEntity T1\tVladimir Putin\n",
            "T5\tLOC 32 36;84 87;88 93\tŁódź End of it\n#5\tEntity T5\tEnd of Łódź\n",
            "E1\tStance:T7 Holder:T1 Target:T3\nA1\tPolarity E1 support\nA2\tIntensity E1 4\nA3\tConfidence E1 2\n",
            "A4\tPolarity E2 ambiguous\n#9\tAuthor E2\tauthor\n#10\tTarget E2\tauthor\n",
            "Tag E1\tkey\n",
            "AnnotatorNotes T1\tm\n",
        ];
        parts.iter().for_each(|part| assert!(out.contains(part), "{part} is not in\n{out}"));
        assert_eq!((name.as_str(), tally.lost()), ("a-b.ann", 3));
        assert!(Lines::new(&document, &mut tally).out.is_empty());
    }

    #[test]
    fn fragments_end_with_lines() {
        let spans = |words: &str| fragments_of(words, 10).iter().map(|it| (it.start, it.end)).collect::<Vec<_>>();
        assert_eq!(spans("ab\n\ncd"), [(10, 12), (14, 16)]);
        assert_eq!((spans("ab"), spans("\n")), (vec![(10, 12)], vec![(10, 11)]));
        assert_eq!(fragments_of("a\n", 0), [Span::new(0, 1)]);
    }
}
