//! REFI-QDA in: the texts of a `.qdpx` with their codings. Our own codes come back as mentions, stances and tags; a coding
//! of another program is a tag on its selection, with the name of its code. Positions are code points.

use super::draft::{Claim, Draft, party};
use super::{Found, Give, Imported, Source, refi_codes, zipped};
use crate::formats::export::refi_codes::{STANCES, TAGS};
use crate::model::{Holder, Id, On, Polarity};
use crate::text::Span;
use roxmltree::{Document, Node};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Reads projects: of each first its codes, then its texts.
pub(super) fn read(sources: &[Source], give: &mut Give<'_>) -> ControlFlow<()> {
    for source in sources.iter().filter(|source| source.bytes.starts_with(b"PK")) {
        match zipped::unzip(source) {
            Ok(files) => project(&source.name, &files, give)?,
            Err(why) => give(Found::unreadable(&source.name, why))?,
        }
    }
    sources.iter().filter(|source| source.ends(".qde")).try_for_each(|source| project(&source.name, sources, give))
}

/// A code: its name, and that of the one above it.
struct Code<'a> {
    name: &'a str,
    above: Option<&'a str>,
    own: bool,
}

struct Project<'a> {
    codes: HashMap<&'a str, Code<'a>>,
    users: HashMap<&'a str, &'a str>,
    notes: HashMap<&'a str, String>,
}

fn project(name: &str, files: &[Source], give: &mut Give<'_>) -> ControlFlow<()> {
    let Some(qde) = files.iter().find(|file| file.ends(".qde")) else {
        return give(Found::unreadable(name, "it has no project.qde"));
    };
    let text = qde.text();
    let tree = match Document::parse(text.trim_start_matches('\u{feff}')) {
        Ok(tree) => tree,
        Err(error) => return give(Found::unreadable(name, format!("its project.qde is no XML: {error}"))),
    };
    let mut codes = refi_codes::codes(&tree);
    // Marks of a type with another name come all the same, and are told of then.
    codes.retain(super::codes::Code::fits);
    if !codes.is_empty() {
        give(Found::Codes(name.to_owned(), codes))?;
    }
    let all = |name: &'static str| tree.descendants().filter(move |it| it.tag_name().name() == name);
    let own = refi_codes::is_own(&tree);
    let codes = all("Code").filter_map(|it| {
        let above = refi_codes::above(it);
        Some((it.attribute("guid")?, Code { name: it.attribute("name")?, above, own }))
    });
    let users = all("User").filter_map(|it| Some((it.attribute("guid")?, it.attribute("name").unwrap_or_default())));
    let notes = all("Note").filter_map(|it| Some((it.attribute("guid")?, content(it, files)?)));
    let project = Project { codes: codes.collect(), users: users.collect(), notes: notes.collect() };
    let mut sources = all("TextSource").map(|it| project.source(name, it, files));
    sources.try_for_each(|one| give(Found::text(one)))
}

/// Returns the text of a source or a note, which stands inside it or in a file.
fn content(node: Node<'_, '_>, files: &[Source]) -> Option<String> {
    let inside = node.children().find(|it| it.tag_name().name() == "PlainTextContent");
    if let Some(inside) = inside {
        return Some(inside.text().unwrap_or_default().to_owned());
    }
    let path = node.attribute("plainTextPath")?;
    let path = path.strip_prefix("internal://").unwrap_or(path);
    let file = files.iter().find(|file| file.name.rsplit(['/', '\\']).next() == Some(path))?;
    Some(file.text().into_owned())
}

impl Project<'_> {
    fn source(&self, name: &str, node: Node<'_, '_>, files: &[Source]) -> Imported {
        let title = node.attribute("name").unwrap_or_default();
        let name = format!("{name}: {title}");
        let Some(raw) = content(node, files) else {
            let why = "its plain text is missing: add the .qdpx itself, or name the folder that holds both to newsgloss \
                       import --format refi-qda";
            return Imported::unreadable(&name, why);
        };
        let mut draft = Draft::new(&name, &raw);
        draft.meta.title = title.to_owned();
        let described = node.children().find(|it| it.tag_name().name() == "Description");
        draft.id = described.and_then(|it| it.text()).unwrap_or_default().to_owned();
        let selections: Vec<Node> = node.children().filter(|it| it.tag_name().name() == "PlainTextSelection").collect();
        let lines = |it: &Node<'_, '_>| {
            let said = it.children().find(|it| it.tag_name().name() == "Description").and_then(|it| it.text());
            said.unwrap_or_default().to_owned()
        };
        let mut pieces: HashMap<String, Vec<Span>> = HashMap::new();
        for it in &selections {
            if let Some(of) = lines(it).strip_prefix("piece of: ")
                && let Some(span) = place(it, &draft)
            {
                pieces.entry(of.to_owned()).or_default().push(span);
            }
        }
        for it in selections.iter().filter(|it| !lines(it).starts_with("piece of: ")) {
            let more = it.attribute("guid").and_then(|guid| pieces.remove(guid)).unwrap_or_default();
            self.selection(it, &lines(it), more, &mut draft);
        }
        self.said(node, &On::Article, &mut draft);
        draft.finish()
    }

    fn selection(&self, it: &Node<'_, '_>, lines: &str, more: Vec<Span>, draft: &mut Draft) {
        let (Some(name), Some(span)) = (it.attribute("guid"), place(it, draft)) else {
            let name = it.attribute("name").unwrap_or_default();
            return draft.complain(None, format!("the selection “{name}” is left out: it lies outside the text"));
        };
        let spans: Vec<Span> = std::iter::once(span).chain(more).collect();
        let field = |key: &str| {
            let with = format!("{key}: ");
            lines.lines().find_map(|line| line.strip_prefix(with.as_str()))
        };
        let mut on = None;
        for coding in it.children().filter(|it| it.tag_name().name() == "Coding") {
            let Some(code) = self.code(coding) else { continue };
            let polarity = Polarity::from_word(code.name).filter(|_| code.own && code.above == Some(STANCES));
            match (polarity, code.above) {
                (Some(polarity), _) => {
                    let side = |role: &str| party(field(role).unwrap_or_default(), field(&format!("{role} mention")));
                    let author = lines.lines().next() == Some("author");
                    let claim = Claim {
                        holder: if author { Holder::Author } else { Holder::Entity(side("holder")) },
                        target: side("target"),
                        polarity,
                        intensity: field("intensity").and_then(|it| it.parse().ok()),
                        confidence: field("confidence").and_then(|it| it.parse().ok()),
                        score: field("score").and_then(|it| it.parse().ok()),
                    };
                    draft.stance(name, claim, &spans);
                }
                (None, Some(kind)) if code.own && kind != TAGS && kind != STANCES => {
                    draft.mention(name, kind, Some(code.name), &spans);
                    let score = field("score").and_then(|it| it.parse().ok());
                    draft.change(name, |mention| mention.score = score);
                }
                _ => continue, // a tag, which comes with what is said
            }
            draft.made_by(name, self.user(coding));
            on = Some(On::Annotation(Id::from(name)));
        }
        let on = on.unwrap_or_else(|| draft.on_span(span));
        self.said(*it, &on, draft);
    }

    /// Reads the tags and notes of a source or a selection.
    fn said(&self, node: Node<'_, '_>, on: &On, draft: &mut Draft) {
        for (coding, at) in node.children().filter(|it| it.tag_name().name() == "Coding").zip(0..) {
            let Some(code) = self.code(coding) else { continue };
            if !code.own || code.above == Some(TAGS) {
                let id = coding.attribute("guid").map_or_else(|| format!("c{at}"), str::to_owned);
                draft.tag(&id, code.name, on.clone());
                draft.made_by(&id, self.user(coding));
            }
        }
        for reference in node.children().filter(|it| it.tag_name().name() == "NoteRef") {
            let Some(target) = reference.attribute("targetGUID") else { continue };
            match self.notes.get(target) {
                Some(text) => draft.note(target, text.as_str(), on.clone()),
                None => {
                    draft.complain(None, format!("the note {target} is left out: the project has none of that name"))
                }
            }
        }
    }

    fn code(&self, coding: Node<'_, '_>) -> Option<&Code<'_>> {
        let reference = coding.children().find(|it| it.tag_name().name() == "CodeRef")?;
        self.codes.get(reference.attribute("targetGUID")?)
    }

    fn user(&self, coding: Node<'_, '_>) -> &str {
        coding.attribute("creatingUser").and_then(|guid| self.users.get(guid)).copied().unwrap_or_default()
    }
}

fn place(it: &Node<'_, '_>, draft: &Draft) -> Option<Span> {
    let number = |name: &str| it.attribute(name)?.parse().ok();
    draft.of_cp(number("startPosition")?, number("endPosition")?)
}
