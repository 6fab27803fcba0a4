//! brat standoff in: text-bound annotations of one or several fragments, events, relations, attributes, equivalences,
//! normalisations and comments. Offsets are code points of the `.txt`.
//!
//! Every text-bound annotation is a mention. What the model has no word for becomes a tag or a note on a mention, in words.

use super::draft::{Claim, Draft, joined, party};
use super::{Imported, Source, stem};
use crate::model::{Holder, Id, On, Polarity};
use crate::text::Span;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Reads pairs of texts and annotations.
pub(super) fn read(sources: &[Source]) -> Vec<Imported> {
    let mut all: BTreeMap<&str, (Option<&Source>, Vec<&Source>)> = BTreeMap::new();
    for source in sources {
        let one = all.entry(stem(&source.name)).or_default();
        if source.ends(".txt") {
            one.0 = Some(source);
        } else if [".ann", ".a1", ".a2"].iter().any(|ending| source.ends(ending)) {
            one.1.push(source);
        }
    }
    let pairs = all.into_iter().filter(|(_, (_, lines))| !lines.is_empty());
    let document = |(name, (text, lines)): (&str, (Option<&Source>, Vec<&Source>))| match text {
        Some(text) => document(&text.name, &text.text(), &lines),
        None => Imported::unreadable(lines[0].name.as_str(), format!("its text {name}.txt is missing; add it")),
    };
    pairs.map(document).collect()
}

/// One line of an annotation file.
struct Line {
    file: String,
    number: usize,
    id: String,
    /// What stands in the second column, cut at blanks.
    words: Vec<String>,
    tail: String,
}

/// What offsets count.
struct Unit {
    /// How many there are before each code point, and at the end; nothing where code points themselves are counted.
    before: Option<Vec<usize>>,
    /// How many come before the text: a mark at the start of its file that is no part of it.
    lead: usize,
}

impl Unit {
    /// Returns those that differ in a text.
    fn of(text: &str, marked: bool) -> Vec<Self> {
        let sums = |len: &dyn Fn(char) -> usize| {
            let sums = text.chars().scan(0, |before, c| Some(std::mem::replace(before, *before + len(c))));
            sums.chain([text.chars().map(len).sum()]).collect()
        };
        let mut all: Vec<Option<Vec<usize>>> = vec![None];
        if text.chars().any(|c| c.len_utf16() > 1) {
            all.push(Some(sums(&char::len_utf16)));
        }
        if !text.is_ascii() {
            all.push(Some(sums(&char::len_utf8)));
        }
        let leads = if marked { 0..2 } else { 0..1 };
        leads.flat_map(|lead| all.iter().map(move |before| Self { before: before.clone(), lead })).collect()
    }

    /// Returns the code points before an offset.
    fn points(&self, offset: usize) -> Option<usize> {
        // A mark that begins with that of the file begins with the text.
        let offset = offset.saturating_sub(self.lead);
        self.before.as_ref().map_or(Some(offset), |before| before.binary_search(&offset).ok())
    }
}

/// A text-bound annotation.
struct Bound {
    kind: String,
    spans: Vec<Span>,
}

fn document(name: &str, text: &str, files: &[&Source]) -> Imported {
    let mut lines: Vec<Line> = files.iter().flat_map(|file| lines(file)).collect();
    part_ids(&mut lines);
    let bare = text.trim_start_matches('\u{feff}');
    // Some programs count a line end of two characters as one, some UTF-16 units or bytes, and some the mark that a file
    // begins with. The words of the annotations tell.
    let single = bare.replace("\r\n", "\n");
    let texts = [bare, single.as_str()].into_iter().take(if single.len() < bare.len() { 2 } else { 1 });
    let marked = bare.len() < text.len();
    let ways = texts.flat_map(|text| Unit::of(text, marked).into_iter().map(|unit| (Draft::new(name, text), unit)));
    let right = |(draft, unit): &(Draft, Unit)| {
        lines.iter().filter(|line| line.id.starts_with('T') && bound(draft, unit, line).is_ok()).count()
    };
    let mut best: Option<(usize, (Draft, Unit))> = None;
    for way in ways {
        let count = right(&way);
        if best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, way));
        }
    }
    let plain = || (Draft::new(name, bare), Unit { before: None, lead: 0 });
    let (draft, unit) = best.map_or_else(plain, |(_, way)| way);
    let mut reader =
        Reader { draft, unit, bounds: HashMap::new(), events: HashMap::new(), subjects: subjects_of(&lines) };
    reader.all(&lines);
    reader.draft.finish()
}

fn lines(file: &Source) -> Vec<Line> {
    let line = |(line, number): (String, usize)| {
        let line = line.as_str();
        let (id, rest) = line.split_once('\t').unwrap_or((line, ""));
        let (words, tail) = rest.split_once('\t').unwrap_or((rest, ""));
        let words = words.split([' ', ';']).map(str::to_owned).collect();
        let words = if id.starts_with('T') { words } else { rest_words(rest) };
        Line { file: file.name.clone(), number, id: id.to_owned(), words, tail: tail.to_owned() }
    };
    whole_lines(file.text().trim_start_matches('\u{feff}')).into_iter().map(line).collect()
}

/// Gives ids of their own to text-bound lines whose id was given before: both are marks, whatever is said of the first.
fn part_ids(lines: &mut [Line]) {
    let mut seen = HashSet::new();
    for line in lines.iter_mut().filter(|line| line.id.starts_with('T')) {
        if !seen.insert(line.id.clone()) {
            line.id = format!("{} in line {}", line.id, line.number);
        }
    }
}

/// Returns lines with their numbers; a line that begins with no id goes on with the words of the one before.
fn whole_lines(text: &str) -> Vec<(String, usize)> {
    let mut out: Vec<(String, usize)> = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim_end_matches('\r');
        let begins = line.starts_with(|c: char| c.is_ascii_uppercase() || "#*".contains(c)) && line.contains('\t');
        match out.last_mut().filter(|_| !begins) {
            Some((last, _)) if last.starts_with('T') => *last += &format!("\n{line}"),
            _ if line.trim().is_empty() => {}
            _ => out.push((line.to_owned(), number)),
        }
    }
    out
}

fn rest_words(rest: &str) -> Vec<String> {
    rest.split('\t').next().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// Returns words with one blank between them.
fn written(words: &str) -> String {
    let bare = words.trim_start_matches('\u{feff}');
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a text-bound line, and says why where it cannot be.
fn bound(draft: &Draft, unit: &Unit, line: &Line) -> Result<Bound, String> {
    let mut words = line.words.iter().filter(|word| !word.is_empty());
    let kind = words.next().ok_or("it has no type")?;
    let offsets: Vec<usize> = words
        .map(|word| word.parse())
        .collect::<Result<_, _>>()
        .map_err(|_| "its offsets are no numbers".to_owned())?;
    if offsets.is_empty() || offsets.len() % 2 == 1 {
        return Err("its offsets are no pairs".to_owned());
    }
    let pairs = offsets.chunks_exact(2).map(|pair| draft.of_cp(unit.points(pair[0])?, unit.points(pair[1])?));
    let spans: Vec<Span> = pairs.collect::<Option<_>>().ok_or("its offsets lie outside the text")?;
    let here = written(&spans.iter().map(|span| draft.words(*span)).collect::<Vec<_>>().join(" "));
    let first = line.tail.lines().next().unwrap_or_default();
    if !line.tail.is_empty() && here != written(&line.tail) && here != written(first) {
        return Err(format!("the text has “{here}” there, not “{}”", written(&line.tail)));
    }
    Ok(Bound { kind: kind.clone(), spans: joined(&draft.raw, spans) })
}

/// An event: its type, its trigger, and who takes part in which role.
struct Event {
    kind: String,
    trigger: String,
    roles: Vec<(String, String)>,
}

struct Reader {
    draft: Draft,
    unit: Unit,
    bounds: HashMap<String, Bound>,
    events: HashMap<String, Event>,
    /// What relations, attributes and normalisations are on.
    subjects: HashMap<String, String>,
}

impl Reader {
    fn all(&mut self, lines: &[Line]) {
        for line in lines.iter().filter(|line| line.id.starts_with('T')) {
            match bound(&self.draft, &self.unit, line) {
                Ok(bound) => {
                    self.stray(line, &bound);
                    self.bounds.insert(line.id.clone(), bound);
                }
                Err(why) => self.complain(line, &why),
            }
        }
        for line in lines.iter().filter(|line| line.id.starts_with('E')) {
            self.event(line);
        }
        let said = said_of(lines);
        let stances: Vec<String> = self.events.keys().filter(|id| polarity(lines, id).is_some()).cloned().collect();
        self.mentions(lines, &said, &stances);
        for id in stances {
            self.stance(&id, lines, &said);
        }
        for line in lines {
            self.rest(line);
        }
    }

    fn complain(&mut self, line: &Line, why: &str) {
        let what = format!("{}: {} is left out: {why}", line.file, line.id);
        self.draft.complain(Some(line.number), what);
    }

    /// Tells of lines that begin with no id, and do not go on with the words of the one before either.
    fn stray(&mut self, line: &Line, bound: &Bound) {
        let here = written(&bound.spans.iter().map(|span| self.draft.words(*span)).collect::<Vec<_>>().join(" "));
        let whole = line.tail.is_empty() || here == written(&line.tail);
        for stray in line.tail.lines().skip(1).filter(|stray| !whole && !stray.trim().is_empty()) {
            let what = format!("{}: the line “{}” after {} is no annotation", line.file, stray.trim(), line.id);
            self.draft.complain(None, what);
        }
    }

    fn event(&mut self, line: &Line) {
        let mut pairs = line.words.iter().filter_map(|word| word.split_once(':'));
        let Some((kind, trigger)) = pairs.next() else { return self.complain(line, "it has no trigger") };
        let roles = pairs.map(|(role, of)| (role.to_owned(), of.to_owned())).collect();
        let event = Event { kind: kind.to_owned(), trigger: trigger.to_owned(), roles };
        self.events.insert(line.id.clone(), event);
    }

    /// Adds the mentions: all that is bound to text, but what our own export binds for stances, tags and notes.
    fn mentions(&mut self, lines: &[Line], said: &Said<'_>, stances: &[String]) {
        let triggers: Vec<&str> = stances.iter().map(|id| self.events[id].trigger.as_str()).collect();
        for line in lines {
            let Some(bound) = self.bounds.get(&line.id) else { continue };
            let own = |kind: &str, comment: &str| {
                bound.kind == kind && said.get(line.id.as_str()).is_some_and(|all| all.iter().any(|it| it.0 == comment))
            };
            let bare = own("Tag", "Tag") || own("Note", "AnnotatorNotes");
            if !bare && !triggers.contains(&line.id.as_str()) {
                let comments = said.get(line.id.as_str()).into_iter().flatten();
                let entity = comments.clone().find(|it| it.0 == "Entity").map(|it| it.1);
                let (kind, spans) = (bound.kind.clone(), bound.spans.clone());
                self.draft.mention(&line.id, &kind, entity, &spans);
            }
        }
    }

    fn stance(&mut self, id: &str, lines: &[Line], said: &Said<'_>) {
        let (Some(polarity), event) = (polarity(lines, id), &self.events[id]) else { return };
        let Some(bound) = self.bounds.get(&event.trigger) else { return };
        let comments = said.get(id).cloned().unwrap_or_default();
        let comment = |kind: &str| comments.iter().find(|it| it.0 == kind).map(|it| it.1);
        let side = |role: &str| {
            let mention = event.roles.iter().find(|(name, _)| name == role).map(|(_, of)| of.as_str());
            let named = mention.and_then(|id| self.draft.find(id)).map(|it| it.entity.clone());
            let entity = comment(role).map(str::to_owned).or(named)?;
            Some(party(entity, mention))
        };
        let holder = side("Holder").filter(|_| comment("Author").is_none()).map_or(Holder::Author, Holder::Entity);
        let number = |name: &str| attributes(lines, id).find(|it| it[0] == name).and_then(|it| it.get(2)?.parse().ok());
        let claim = Claim {
            holder,
            target: side("Target").unwrap_or_else(|| party("", None)),
            polarity,
            intensity: number("Intensity"),
            confidence: number("Confidence"),
            score: None,
        };
        let spans = bound.spans.clone();
        self.draft.stance(id, claim, &spans);
    }

    /// Reads what says more of an annotation.
    fn rest(&mut self, line: &Line) {
        match line.id.chars().next() {
            Some('E') => self.roles(line),
            Some('R') => self.relation(line),
            Some('A' | 'M') => self.attribute(line),
            Some('N') => self.normalisation(line),
            Some('#') => self.comment(line),
            Some('*') => self.equivalence(line),
            Some('T') => {}
            _ => self.complain(line, "lines of its kind are unknown"),
        }
    }

    fn is_stance(&self, id: &str) -> bool {
        self.draft.has_stance(id)
    }

    /// Returns what a line is on: a mention, a stance, or the mention that is an event's trigger.
    fn on(&self, id: &str) -> Option<On> {
        // Each step leads to another kind of line: a comment on an attribute of a relation of an event.
        let of = (0..4).fold(id, |id, _| self.subjects.get(id).map_or(id, String::as_str));
        let trigger = self.events.get(of).filter(|_| !self.is_stance(of)).map(|event| event.trigger.as_str());
        let of = trigger.unwrap_or(of);
        if self.draft.find(of).is_some() || self.is_stance(of) {
            return Some(On::Annotation(Id::from(of)));
        }
        let bound = self.bounds.get(of)?;
        Some(self.draft.on_span(*bound.spans.first()?))
    }

    fn named(&self, id: &str) -> String {
        let event = self.events.get(id);
        let of = event.map_or(id, |event| event.trigger.as_str());
        let words = self.bounds.get(of).map(|bound| self.draft.name_of(&bound.spans));
        words.map_or_else(|| id.to_owned(), |words| format!("“{words}”"))
    }

    fn roles(&mut self, line: &Line) {
        let Some(event) = self.events.get(&line.id).filter(|_| !self.is_stance(&line.id)) else { return };
        let roles = event.roles.iter().map(|(role, of)| format!("{role} {}", self.named(of)));
        let text = std::iter::once(event.kind.clone()).chain(roles).collect::<Vec<_>>();
        let text = if text.len() > 1 { format!("{}: {}", text[0], text[1..].join(", ")) } else { text.join("") };
        self.add_note(line, &line.id, text);
    }

    fn relation(&mut self, line: &Line) {
        let parts: Vec<(&str, &str)> = line.words.iter().skip(1).filter_map(|word| word.split_once(':')).collect();
        let text = match (line.words.first(), parts.as_slice()) {
            (Some(kind), [(_, first), (_, last)]) => {
                format!("{kind}: {} → {}", self.named(first), self.named(last))
            }
            (Some(kind), [_, _, _, ..]) => {
                let sides = parts.iter().map(|(role, of)| format!("{role} {}", self.named(of)));
                format!("{kind}: {}", sides.collect::<Vec<_>>().join(", "))
            }
            _ => return self.complain(line, "it has no two sides"),
        };
        self.add_note(line, parts[0].1, text);
    }

    fn attribute(&mut self, line: &Line) {
        let [name, of, value @ ..] = line.words.as_slice() else { return self.complain(line, "it is on nothing") };
        if self.is_stance(of) && ["Polarity", "Intensity", "Confidence"].contains(&name.as_str()) {
            return;
        }
        let label = if value.is_empty() { name.clone() } else { format!("{name}: {}", value.join(" ")) };
        match self.on(of) {
            Some(on) => self.draft.tag(&line.id, label, on),
            None => self.complain(line, "what it is on is not there"),
        }
    }

    fn normalisation(&mut self, line: &Line) {
        let [_, of, reference, ..] = line.words.as_slice() else { return self.complain(line, "it names nothing") };
        let text = format!("{reference} {}", line.tail);
        self.add_note(line, of, text.trim().to_owned());
    }

    fn comment(&mut self, line: &Line) {
        let [kind, of, ..] = line.words.as_slice() else { return self.complain(line, "it is on nothing") };
        match (kind.as_str(), self.on(of)) {
            ("Entity", Some(_)) if self.draft.find(of).is_some() => {}
            ("Holder" | "Target" | "Author", _) if self.is_stance(of) => {}
            ("Tag", Some(on)) => self.draft.tag(&line.id, line.tail.as_str(), on),
            (_, Some(on)) => self.draft.note(&line.id, line.tail.as_str(), on),
            (_, None) => self.complain(line, "what it is on is not there"),
        }
    }

    /// Annotations that name the same are mentions of one entity: it has the name of the first.
    fn equivalence(&mut self, line: &Line) {
        let of: Vec<&String> = line.words.iter().skip(1).collect();
        let Some(entity) = of.iter().find_map(|id| self.draft.find(id)).map(|it| it.entity.clone()) else {
            return self.complain(line, "what it is on is not there");
        };
        of.iter().for_each(|id| self.draft.change(id, |mention| mention.entity.clone_from(&entity)));
    }

    fn add_note(&mut self, line: &Line, of: &str, text: String) {
        match self.on(of) {
            Some(on) => self.draft.note(&line.id, text, on),
            None => self.complain(line, "what it is on is not there"),
        }
    }
}

/// Comments by what they are on: their kinds and words.
type Said<'l> = HashMap<&'l str, Vec<(&'l str, &'l str)>>;

fn said_of(lines: &[Line]) -> Said<'_> {
    let mut said: Said<'_> = HashMap::new();
    for line in lines.iter().filter(|line| line.id.starts_with('#')) {
        if let [kind, of, ..] = line.words.as_slice() {
            said.entry(of).or_default().push((kind, &line.tail));
        }
    }
    said
}

/// Returns what lines are on that have no place of their own.
fn subjects_of(lines: &[Line]) -> HashMap<String, String> {
    let subject = |line: &Line| {
        let of = match line.id.chars().next()? {
            'A' | 'M' | 'N' => line.words.get(1)?.as_str(),
            'R' => line.words.get(1)?.split_once(':')?.1,
            _ => return None,
        };
        Some((line.id.clone(), of.to_owned()))
    };
    lines.iter().filter_map(subject).collect()
}

fn attributes<'l>(lines: &'l [Line], of: &'l str) -> impl Iterator<Item = &'l [String]> {
    let all = lines.iter().filter(|line| line.id.starts_with(['A', 'M'])).map(|line| line.words.as_slice());
    all.filter(move |words| words.get(1).is_some_and(|id| id == of))
}

/// An event with a polarity is a stance.
fn polarity(lines: &[Line], id: &str) -> Option<Polarity> {
    attributes(lines, id).find(|it| it[0] == "Polarity").and_then(|it| Polarity::from_word(it.get(2)?))
}
