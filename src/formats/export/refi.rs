//! REFI-QDA out: a `.qdpx`, which is a zip of `project.qde` and the texts, and a `.qdc`, which is its codebook alone.
//! Positions are code points, the end exclusive.
//!
//! An entity is a code below the code of its type; polarities and tags are codes of their own. What a coding cannot say
//! stands in the description of its selection, a line each.

use super::names::guid;
use super::refi_codes::Codes;
use super::tame::tame;
use super::xml::{attribute, holds, text};
use super::{Document, Kind, Piece, Tally, Writer};
use crate::model::{Codebook, Holder, Id, Mention, On, Party, Stance};
use crate::text::Span;
use std::collections::BTreeSet;

const OPEN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// What is written while all documents go by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The texts, a file each; codes and users are met meanwhile, since they stand before all codings.
    Texts,
    /// What codes them.
    Codings,
    /// The notes, which stand behind all codings.
    Notes,
}

/// Writes the texts, then the project that codes them.
pub(super) struct Project {
    codes: Codes,
    users: BTreeSet<String>,
    stage: Stage,
    any: bool,
    any_notes: bool,
}

impl Project {
    /// Begins with the types and tags of the codebook.
    pub(super) fn new(codebook: &Codebook) -> Self {
        let (codes, users) = (Codes::new(codebook), BTreeSet::new());
        Self { codes, users, stage: Stage::Texts, any: false, any_notes: false }
    }

    /// What stands before all codings.
    fn open(&self) -> String {
        let part = |name: &str, inside: &str| {
            if inside.is_empty() { String::new() } else { format!("<{name}>\n{inside}</{name}>\n") }
        };
        let user = |name: &String| format!("<User guid=\"{}\" name=\"{}\"/>\n", user(name), attribute(name));
        let users: String = self.users.iter().map(user).collect();
        let codes = part("CodeBook", &part("Codes", &self.codes.xml()));
        let sources = if self.any { "<Sources>\n" } else { "" };
        format!(
            "{OPEN}<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"newsgloss\" origin=\"newsgloss\">\n{}{codes}{sources}",
            part("Users", &users),
        )
    }
}

/// More of the project.
fn more(xml: String) -> Vec<Piece> {
    vec![Piece::File("project.qde".to_owned(), xml.into_bytes())]
}

impl Writer for Project {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        tally.leave_all(document, &[Kind::Orphan], "it has no place in the text, and a coding asks for one");
        report(document, tally);
        super::tame::report(document, tally);
        let name = guid(document.article.id.as_str());
        let Source { selections, after, notes, .. } = Source::of(document, self);
        self.any = true;
        self.any_notes |= !notes.is_empty();
        match self.stage {
            Stage::Texts => {
                let text = tame(document.article.body.as_str()).into_owned();
                vec![Piece::File(format!("sources/{name}.txt"), text.into_bytes())]
            }
            Stage::Codings => more(format!(
                "<TextSource guid=\"{name}\" name=\"{}\" plainTextPath=\"internal://{name}.txt\">\n<Description>{}\
                 </Description>\n{selections}{after}</TextSource>\n",
                attribute(&document.article.meta.title),
                text(document.article.id.as_str()),
            )),
            Stage::Notes => more(notes),
        }
    }

    fn again(&mut self) -> Option<Vec<Piece>> {
        match self.stage {
            Stage::Texts => {
                self.stage = Stage::Codings;
                Some(more(self.open()))
            }
            Stage::Codings if self.any_notes => {
                self.stage = Stage::Notes;
                Some(more("</Sources>\n<Notes>\n".to_owned()))
            }
            Stage::Codings | Stage::Notes => None,
        }
    }

    fn end(&mut self) -> Vec<Piece> {
        let last = match self.stage {
            Stage::Notes => "</Notes>\n",
            _ if self.any => "</Sources>\n",
            _ => "",
        };
        more(format!("{last}</Project>\n"))
    }
}

fn user(annotator: &str) -> String {
    guid(&format!("user:{annotator}"))
}

fn report(document: &Document<'_>, tally: &mut Tally) {
    let (article, all) = (document.article, document.annotations);
    let mut check = |kind: Kind, id: &Id, words: &[&str]| {
        if !words.iter().all(|words| holds(words)) {
            tally.bend(article, kind, Some(id), "XML holds no control characters, so they are shown as �");
        }
    };
    all.mentions.iter().for_each(|it| check(Kind::Mention, &it.id, &[&it.kind, &it.entity]));
    all.stances.iter().for_each(|it| check(Kind::Stance, &it.id, &[it.holder.name(), &it.target.entity]));
    all.tags.iter().for_each(|it| check(Kind::Tag, &it.id, &[&it.label]));
    all.notes.iter().for_each(|it| check(Kind::Note, &it.id, &[&it.text]));
    let pieces = all.mentions.iter().map(|it| (Kind::Mention, &it.id, it.more.len()));
    let pieces = pieces.chain(all.stances.iter().map(|it| (Kind::Stance, &it.id, it.more.len())));
    for (kind, id, _) in pieces.filter(|(.., more)| *more > 0) {
        tally.bend(article, kind, Some(id), "its pieces are selections of their own that name the first one");
    }
    for (kind, id, on) in said(document).filter(|(.., on)| missing(document, on)) {
        let _ = on;
        tally.leave(article, kind, Some(id), "what it is on is not there");
    }
}

fn said<'a>(document: &Document<'a>) -> impl Iterator<Item = (Kind, &'a Id, &'a On)> {
    let tags = document.annotations.tags.iter().map(|it| (Kind::Tag, &it.id, &it.on));
    tags.chain(document.annotations.notes.iter().map(|it| (Kind::Note, &it.id, &it.on)))
}

fn missing(document: &Document<'_>, on: &On) -> bool {
    let all = document.annotations;
    matches!(on, On::Annotation(id) if all.mention(id).is_none() && all.stance(id).is_none())
}

/// The selections, codings and notes of one article.
struct Source<'a> {
    document: &'a Document<'a>,
    project: &'a mut Project,
    selections: String,
    after: String,
    notes: String,
}

impl<'a> Source<'a> {
    fn of(document: &'a Document<'a>, project: &'a mut Project) -> Self {
        let (selections, after, notes) = (String::new(), String::new(), String::new());
        let mut source = Self { document, project, selections, after, notes };
        document.annotations.mentions.iter().for_each(|it| source.mention(it));
        document.annotations.stances.iter().for_each(|it| source.stance(it));
        source.bare();
        let (codings, notes) = source.said_of(&On::Article);
        source.after = format!("{codings}{notes}");
        source
    }

    fn own(&self, id: &Id) -> String {
        guid(&format!("{}#{id}", self.document.article.id))
    }

    fn coding(&mut self, id: &Id, annotator: &str, code: &str) -> String {
        self.project.users.insert(annotator.to_owned());
        format!(
            "<Coding guid=\"{}\" creatingUser=\"{}\"><CodeRef targetGUID=\"{code}\"/></Coding>\n",
            guid(&format!("{}#{id}#coding", self.document.article.id)),
            user(annotator)
        )
    }

    fn selection(&mut self, guid: &str, span: Span, lines: &[String], inside: &str) {
        let (start, end) = self.document.cp(span);
        let words = self.document.article.body.slice(span);
        let lines = lines.join("\n");
        let description =
            if lines.is_empty() { lines } else { format!("<Description>{}</Description>\n", text(&lines)) };
        self.selections.push_str(&format!(
            "<PlainTextSelection guid=\"{guid}\" name=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\">\n\
             {description}{inside}</PlainTextSelection>\n",
            attribute(words)
        ));
    }

    fn mention(&mut self, it: &Mention) {
        let code = self.project.codes.entity(&it.kind, &it.entity);
        let lines: Vec<String> = it.score.iter().map(|score| format!("score: {score}")).collect();
        let inside = self.coding(&it.id, &it.annotator, &code);
        let (codings, notes) = self.said_of(&On::Annotation(it.id.clone()));
        let own = self.own(&it.id);
        self.selection(&own, it.span, &lines, &format!("{inside}{codings}{notes}"));
        self.pieces(&it.id, it.more.iter().map(|piece| piece.span));
    }

    fn stance(&mut self, it: &Stance) {
        let code = self.project.codes.polarity(it.polarity);
        let mut lines = match &it.holder {
            Holder::Author => vec!["author".to_owned()],
            Holder::Entity(party) => self.party("holder", party),
        };
        lines.extend(self.party("target", &it.target));
        lines.extend(it.intensity.map(|number| format!("intensity: {number}")));
        lines.extend(it.confidence.map(|number| format!("confidence: {number}")));
        lines.extend(it.score.map(|score| format!("score: {score}")));
        let inside = self.coding(&it.id, &it.annotator, &code);
        let (codings, notes) = self.said_of(&On::Annotation(it.id.clone()));
        let own = self.own(&it.id);
        self.selection(&own, it.span, &lines, &format!("{inside}{codings}{notes}"));
        self.pieces(&it.id, it.more.iter().map(|piece| piece.span));
    }

    fn party(&self, role: &str, party: &Party) -> Vec<String> {
        let mention = party.mention.as_ref().map(|id| format!("{role} mention: {}", self.own(id)));
        // A name of several lines would look like more of the description.
        let name = party.entity.replace(['\n', '\r'], " ");
        std::iter::once(format!("{role}: {name}")).chain(mention).collect()
    }

    fn pieces(&mut self, id: &Id, more: impl Iterator<Item = Span>) {
        for (number, span) in more.enumerate() {
            let (own, line) = (guid(&format!("{}#{id}#{number}", self.document.article.id)), self.own(id));
            self.selection(&own, span, &[format!("piece of: {line}")], "");
        }
    }

    /// Tags and notes on spans, each with a selection of its own.
    fn bare(&mut self) {
        let all = self.document.annotations;
        for it in &all.tags {
            let On::Span(anchor) = &it.on else { continue };
            let (code, span) = (self.project.codes.tag(&it.label), self.document.span_of(anchor));
            let (own, inside) = (self.own(&it.id), self.coding(&it.id, &it.annotator, &code));
            self.selection(&own, span, &[], &inside);
        }
        for it in &all.notes {
            let On::Span(anchor) = &it.on else { continue };
            let span = it.span.unwrap_or_else(|| self.document.span_of(anchor));
            let (own, inside) = (self.own(&it.id), self.note(&it.id, &it.annotator, &it.text));
            self.selection(&own, span, &[], &inside);
        }
    }

    /// Returns the codings and the references to notes of what is said of the article or of an annotation.
    fn said_of(&mut self, on: &On) -> (String, String) {
        let all = self.document.annotations;
        let (mut codings, mut notes) = (String::new(), String::new());
        for it in all.tags.iter().filter(|it| it.on == *on) {
            let code = self.project.codes.tag(&it.label);
            codings.push_str(&self.coding(&it.id, &it.annotator, &code));
        }
        for it in all.notes.iter().filter(|it| it.on == *on) {
            notes.push_str(&self.note(&it.id, &it.annotator, &it.text));
        }
        (codings, notes)
    }

    /// Adds a note and returns the reference to it.
    fn note(&mut self, id: &Id, annotator: &str, words: &str) -> String {
        self.project.users.insert(annotator.to_owned());
        let own = guid(&format!("{}#{id}#note", self.document.article.id));
        self.notes.push_str(&format!(
            "<Note guid=\"{own}\" creatingUser=\"{}\"><PlainTextContent>{}</PlainTextContent></Note>\n",
            user(annotator),
            text(words)
        ));
        format!("<NoteRef targetGUID=\"{own}\"/>\n")
    }
}

/// Writes the codes that are in use, without what they code.
pub(super) struct CodesOnly(Codes);

impl CodesOnly {
    /// Begins with the types and tags of the codebook.
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self(Codes::new(codebook))
    }
}

impl Writer for CodesOnly {
    fn document(&mut self, document: &Document<'_>, tally: &mut Tally) -> Vec<Piece> {
        let all = document.annotations;
        let kinds = [Kind::Mention, Kind::Stance, Kind::Tag, Kind::Note, Kind::Orphan];
        tally.leave_all(document, &kinds, "a .qdc holds codes, not what they code");
        all.mentions.iter().for_each(|it| drop(self.0.entity(&it.kind, &it.entity)));
        all.tags.iter().for_each(|it| drop(self.0.tag(&it.label)));
        Vec::new()
    }

    fn end(&mut self) -> Vec<Piece> {
        let codes = self.0.xml();
        vec![Piece::text(format!(
            "{OPEN}<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\" origin=\"newsgloss\">\n<Codes>\n{codes}</Codes>\n\
             </CodeBook>\n"
        ))]
    }
}

#[cfg(test)]
mod tests {
    use crate::formats::Format;
    use crate::formats::fixture::every_kind;
    use crate::model::Codebook;

    #[test]
    fn a_project_codes_every_kind() {
        let fixture = every_kind();
        let mut exporter = Format::from_name("refi-qda").unwrap().begin(&Codebook::default());
        let files = fixture.export(&mut exporter);
        let [(name, text), (project, xml)] = files.as_slice() else { panic!("not two files") };
        assert!(name.starts_with("sources/") && text == fixture.article.body.as_str().as_bytes());
        assert_eq!(project, "project.qde");
        let xml = String::from_utf8(xml.clone()).unwrap();
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let count = |name: &str| tree.descendants().filter(|it| it.tag_name().name() == name).count();
        let counts = ["PlainTextSelection", "Coding", "NoteRef", "Note", "User"].map(count);
        assert_eq!(counts, [6 + 2 + 2 + 1 + 2, 6 + 2 + 3, 3, 3, 1]);
        assert!(xml.contains("holder: Vladimir Putin\nholder mention: ") && xml.contains("name=\"=cmd()\""));
        assert_eq!(exporter.tally.lost(), 3, "an orphan, and two of several pieces");
    }
}
