//! Marking: tagging a selection and every other occurrence of the name, accepting and rejecting suggestions, removing.

use super::marks::same;
use super::spans::in_order;
use super::state::Level;
use super::{Origin, Reader, State};
use crate::model::{Act, Anchor, Anchors, Change, Id, Party, What};
use crate::recognize::candidates;
use crate::text::{Body, Span, word_at};
use std::collections::HashMap;

/// The most occurrences of one name that one key marks.
const MOST: usize = 5_000;
/// Bytes around an occurrence in which a longer name is looked for.
pub(super) const AROUND: usize = 200;

/// Said to a digit without a type.
pub(super) const NO_TYPE: &str = "No entity type has this digit; config.toml gives types their digits.";

/// Acts being made together, and the mentions that accepted suggestions became.
pub(super) struct Batch {
    /// What one undo takes back together.
    pub group: Id,
    pub acts: Vec<Act>,
    pub made: HashMap<usize, Id>,
}

/// The places of a name.
struct Occurrences {
    spans: Vec<Span>,
    inside_longer: usize,
}

impl State {
    /// Marks what the cursor is on with the type of a digit.
    pub(super) fn mark_digit(&mut self) {
        match self.kind_of_digit() {
            Some(kind) => self.mark(&kind),
            None => self.say(Level::Warning, NO_TYPE),
        }
    }

    /// Returns the entity type of the digit that was pressed.
    pub(super) fn kind_of_digit(&self) -> Option<String> {
        let digit = self.key.and_then(super::key::typed)?.to_digit(10)?;
        let kind = self.config.codebook.by_digit(u8::try_from(digit).ok()?)?;
        Some(kind.key.clone())
    }

    /// Marks what the cursor is on: changes a mention, accepts a suggestion, or makes mentions of all occurrences.
    pub(super) fn mark(&mut self, kind: &str) {
        let Some(reader) = &self.reader else { return };
        if trimmed(reader.text(), reader.cursor.span).is_empty() {
            return self.say(Level::Warning, "There are no words here to mark.");
        }
        match reader.cursor.origin.clone() {
            // A selection that began on the mention itself; one on a word inside it makes a new, nested mention.
            Origin::Mention(id) if self.is_own(&id) && reader.began_on(&id) => self.change_mention(&id, kind),
            Origin::Suggestion(index) if reader.suggestions.mentions[index].span == reader.cursor.span => {
                self.accept_suggestion(index, Some(kind));
            }
            _ => self.mark_new(kind),
        }
    }

    pub(super) fn is_own(&self, id: &Id) -> bool {
        let mention = self.reader.as_ref().and_then(|reader| reader.annotations.mention(id));
        mention.is_some_and(|mention| mention.annotator == self.annotator)
    }

    fn mark_new(&mut self, kind: &str) {
        let Some(reader) = &self.reader else { return };
        let span = trimmed(reader.text(), reader.cursor.span);
        let quote = reader.article.body.slice(span).to_owned();
        let entity = reader.resolve(&quote, kind);
        let too_long = reader.too_long(span);
        let rest =
            too_long.first().and_then(|at| left_over(reader.text(), reader.suggestions.mentions[*at].span, span));
        let mut found = Occurrences { spans: vec![], inside_longer: 0 };
        if !reader.only_here {
            found = reader.occurrences(&quote, span, &self.annotator, &too_long);
        }
        found.spans.insert(0, span);
        let mut anchors = Anchors::new(&reader.article.body, &reader.article.hash);
        let mention = |span: &Span| What::Mention {
            kind: kind.to_owned(),
            entity: entity.clone(),
            anchor: anchors.make(*span),
            more: Vec::new(),
            score: None,
        };
        let mut acts: Vec<What> = found.spans.iter().map(mention).collect();
        let count = acts.len();
        // Borders that were put right are a lesson: the longer name is turned down, so that the next article lacks it too.
        acts.extend(too_long.iter().map(|index| {
            let longer = &reader.suggestions.mentions[*index];
            What::Reject { kind: longer.kind.clone(), anchor: reader.anchor(longer.span) }
        }));
        self.perform(acts);
        let left = match found.inside_longer {
            0 => String::new(),
            n => format!(", {n} inside longer names left out"),
        };
        self.marked(&entity, kind, count, &left);
        if let Some(rest) = rest.filter(|_| self.config.advance) {
            self.motion(|reader| reader.select(rest));
        }
    }

    fn marked(&mut self, entity: &str, kind: &str, count: usize, left: &str) {
        let name = self.config.codebook.kind(kind).map_or(kind, |kind| &kind.name).to_owned();
        let undo = self.keys_for(super::Scope::Reader, "undo");
        self.say(Level::Info, &format!("{entity}: {count} marked as {name}{left}; {undo} takes it back."));
        self.after_mark();
    }

    /// Ends a mark: one-time switches go back, and the cursor goes on where the reader wants that.
    fn after_mark(&mut self) {
        let advance = self.config.advance;
        let suggestions = self.config.suggestions;
        self.motion(|reader| {
            reader.only_here = false;
            reader.visual = false;
            let moved = advance && reader.step_candidate(true, suggestions);
            if !moved {
                reader.select(reader.cursor.span);
            }
        });
    }

    /// Relabels a mention, with all others of its entity, and lays it on the selection where that was resized.
    fn change_mention(&mut self, id: &Id, kind: &str) {
        let Some(reader) = &self.reader else { return };
        let Some(mention) = reader.annotations.mention(id) else { return };
        if let Some(why) = self.registered_otherwise(&mention.entity, kind) {
            return self.say(Level::Warning, &why);
        }
        let span = trimmed(reader.text(), reader.cursor.span);
        // Of a mention of several pieces the one that the selection began on is laid anew.
        let spans = mention.spans().map(|piece| if piece == reader.cursor.began { span } else { piece });
        let spans = in_order(spans.collect());
        let resized = !mention.spans().eq(spans.iter().copied());
        let (anchor, more) = if resized { reader.anchors(&spans) } else { (None, Vec::new()) };
        let entity = resized.then(|| reader.resolve(&reader.words(&spans), kind));
        let relabel = |key: &Id| What::Change {
            of: key.clone(),
            change: Box::new(Change { kind: Some(kind.to_owned()), ..Change::default() }),
        };
        let others = reader.annotations.mentions.iter().filter(|other| {
            !reader.only_here
                && !resized
                && other.id != *id
                && other.annotator == self.annotator
                && same(&other.entity, &mention.entity)
        });
        let mut acts: Vec<What> = others.filter(|other| other.kind != kind).map(|other| relabel(&other.id)).collect();
        if mention.kind != kind || resized {
            let change = Change { kind: Some(kind.to_owned()), anchor, more, entity, ..Change::default() };
            acts.insert(0, What::Change { of: id.clone(), change: Box::new(change) });
        }
        let (entity, count) = (mention.entity.clone(), acts.len());
        if acts.is_empty() {
            return self.say(Level::Info, "It is marked so already.");
        }
        self.perform(acts);
        let what = if resized { "resized" } else { "relabelled" };
        self.say(Level::Info, &format!("{entity}: {count} {what}."));
        self.motion(|reader| {
            reader.only_here = false;
            reader.visual = false;
            reader.select(reader.cursor.span);
        });
    }

    /// Accepts what is proposed at the cursor: a mention with all of its entity, or else the stance toward it.
    pub(super) fn accept(&mut self) {
        let Some(reader) = &self.reader else { return };
        match reader.cursor.origin.clone() {
            // One that was extended or shrunk is marked as it is selected now, and a mention is laid on what is selected.
            Origin::Mention(id)
                if self.is_own(&id) && reader.began_on(&id) && reader.cursor.span != reader.cursor.began =>
            {
                let kind = reader.annotations.mention(&id).map(|mention| mention.kind.clone());
                self.change_mention(&id, &kind.unwrap_or_default());
            }
            Origin::Suggestion(index) if reader.cursor.span != reader.cursor.began => {
                let kind = reader.suggestions.mentions[index].kind.clone();
                self.mark_new(&kind);
            }
            Origin::Suggestion(index) => self.accept_suggestion(index, None),
            _ => match reader.stance_suggestion_at_cursor() {
                Some(index) => self.accept_stance(index),
                None => self.say(Level::Warning, "Nothing is proposed here."),
            },
        }
    }

    fn accept_suggestion(&mut self, index: usize, kind: Option<&str>) {
        let Some(reader) = &self.reader else { return };
        let chosen = &reader.suggestions.mentions[index];
        let (entity, kind) = (chosen.entity.clone(), kind.unwrap_or(&chosen.kind).to_owned());
        let all = reader.alike(index);
        let batch = self.accept_mentions(&all, Some(&kind));
        let count = batch.acts.len();
        self.commit(batch.acts);
        self.marked(&entity, &kind, count, "");
    }

    /// Returns an empty batch with a group of its own.
    pub(super) fn batch(&mut self) -> Batch {
        Batch { group: self.new_id(), acts: Vec::new(), made: HashMap::new() }
    }

    /// Makes mentions of suggestions, all of them one undo; `kind` overrides the type of those that share the first one's.
    pub(super) fn accept_mentions(&mut self, indexes: &[usize], kind: Option<&str>) -> Batch {
        let mut batch = self.batch();
        let text = self.reader.as_ref().map(|reader| (reader.article.body.clone(), reader.article.hash.clone()));
        let Some((body, hash)) = text else { return batch };
        let mut anchors = Anchors::new(&body, &hash);
        for index in indexes {
            let Some(reader) = &self.reader else { break };
            let suggestion = &reader.suggestions.mentions[*index];
            let what = What::Mention {
                kind: kind.unwrap_or(&suggestion.kind).to_owned(),
                entity: suggestion.entity.clone(),
                anchor: anchors.make(suggestion.span),
                more: Vec::new(),
                score: Some((suggestion.score * 1000.0).round() / 1000.0),
            };
            let act = self.act(what, Some(&batch.group));
            batch.made.insert(*index, act.id.clone());
            batch.acts.push(act);
        }
        batch
    }

    /// Accepts every mention and stance proposed with at least the score of the configuration.
    pub(super) fn accept_all(&mut self) {
        let least = self.config.accept_score;
        let Some(reader) = &self.reader else { return };
        let sure = |at: &usize| reader.suggestions.mentions[*at].score >= least;
        let mentions: Vec<usize> = reader.marks.drawn.iter().filter_map(|mark| mark.suggestion).filter(sure).collect();
        let proposed = reader.marks.stances.iter().filter_map(|row| row.suggestion);
        let stances: Vec<usize> = proposed.filter(|at| reader.suggestions.stances[*at].score >= least).collect();
        let mut batch = self.accept_mentions(&mentions, None);
        for index in &stances {
            self.add_stance(&mut batch, *index);
        }
        if batch.acts.is_empty() {
            return self.say(Level::Warning, &format!("Nothing is proposed with a score of {least} or more."));
        }
        let (mentions, stances) = (mentions.len(), stances.len());
        self.commit(batch.acts);
        let undo = self.keys_for(super::Scope::Reader, "undo");
        self.say(
            Level::Info,
            &format!(
                "Accepted {mentions} mentions and {stances} stances of score {least} or more; {undo} takes all back."
            ),
        );
        self.after_mark();
    }

    /// Rejects what is proposed at the cursor, with all of its entity; it is not proposed again.
    pub(super) fn reject(&mut self) {
        let Some(reader) = &self.reader else { return };
        let reject = |span: Span, kind: &str| What::Reject { kind: kind.to_owned(), anchor: reader.anchor(span) };
        let (acts, name) = match &reader.cursor.origin {
            Origin::Suggestion(index) => {
                let mentions = &reader.suggestions.mentions;
                let alike = reader.alike(*index).into_iter();
                let acts = alike.map(|at| reject(mentions[at].span, &mentions[at].kind)).collect();
                (acts, mentions[*index].entity.clone())
            }
            _ => match reader.stance_suggestion_at_cursor() {
                Some(index) => (vec![reject(reader.suggestions.stances[index].cue, "stance")], "the stance".to_owned()),
                None => return self.say(Level::Warning, "Nothing is proposed here."),
            },
        };
        let count = acts.len();
        self.perform(acts);
        self.say(Level::Info, &format!("Rejected {name} ({count}); it is not proposed again in this article."));
        self.after_mark();
    }

    /// Takes away the mention under the cursor, or all own mentions of its entity.
    pub(super) fn remove(&mut self, all: bool) {
        let Some(reader) = &self.reader else { return };
        let Origin::Mention(id) = reader.cursor.origin.clone() else {
            return self.say(Level::Warning, "There is no mention under the cursor.");
        };
        let Some(mention) = reader.annotations.mention(&id).filter(|mention| mention.annotator == self.annotator)
        else {
            return self.say(Level::Warning, "This mention was made by someone else; only they can take it away.");
        };
        let entity = mention.entity.clone();
        let alike = reader.annotations.mentions.iter().filter(|other| {
            other.id == id || (all && other.annotator == self.annotator && same(&other.entity, &entity))
        });
        let acts: Vec<What> = alike.map(|other| What::Remove { of: other.id.clone() }).collect();
        let count = acts.len();
        self.perform(acts);
        let named = |reader: &Reader| {
            reader.annotations.stances.iter().filter(|stance| same(&stance.target.entity, &entity)).count()
        };
        let left = match self.reader.as_deref().map_or(0, named) {
            0 => String::new(),
            stances => format!(" {stances} stances toward it stay; d s takes the one here away."),
        };
        self.say(Level::Info, &format!("{entity}: {count} taken away.{left}"));
        self.motion(|reader| reader.select(reader.cursor.span));
    }
}

impl Reader {
    /// Makes the anchor of a span of this text.
    #[must_use]
    pub fn anchor(&self, span: Span) -> Anchor {
        Anchor::new(&self.article.body, &self.article.hash, span)
    }

    /// Returns the entity that a name means in this article: one that has it already, the one person whose first or last
    /// name it is, or a new one of that name.
    #[must_use]
    pub fn resolve(&self, name: &str, kind: &str) -> String {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(&name).to_owned();
        if let Some(row) = self.marks.entities.iter().find(|row| same(&row.name, &name)) {
            return row.name.clone();
        }
        let is_part = |row: &&super::EntityRow| {
            let mut words = row.name.split(' ');
            let (first, last) = (words.next(), words.next_back());
            row.kind == kind && last.is_some() && (first == Some(&name) || last == Some(&name))
        };
        let mut persons = self.marks.entities.iter().filter(is_part);
        match (kind, persons.next(), persons.next()) {
            ("PER", Some(row), None) => row.name.clone(),
            _ => name,
        }
    }

    /// Returns the proposed names that a selection made shorter puts right: the one that it began on, and unless only this
    /// place is meant all others of the same words.
    fn too_long(&self, span: Span) -> Vec<usize> {
        let Origin::Suggestion(index) = self.cursor.origin else { return Vec::new() };
        let body = &self.article.body;
        let (mentions, longer) = (&self.suggestions.mentions, self.suggestions.mentions[index].span);
        if self.cursor.began != longer || longer == span || !longer.contains(span) {
            return Vec::new();
        }
        let same =
            |at: &usize| *at == index || (!self.only_here && body.slice(mentions[*at].span) == body.slice(longer));
        self.marks.drawn.iter().filter_map(|mark| mark.suggestion).filter(same).collect()
    }

    /// Returns the other places of a name. Proposed names that are `too_long` do not hide it.
    fn occurrences(&self, quote: &str, except: Span, annotator: &str, too_long: &[usize]) -> Occurrences {
        let text = self.text();
        let mut found = Occurrences { spans: Vec::new(), inside_longer: 0 };
        for (start, _) in text.match_indices(quote) {
            let span = Span::new(start, start + quote.len());
            if span.overlaps(except) || !stands_alone(text, span) || self.is_marked(span, annotator) {
                continue;
            }
            if self.inside_longer_name(span, too_long) {
                found.inside_longer += 1;
            } else {
                found.spans.push(span);
            }
            if found.spans.len() == MOST {
                break;
            }
        }
        found
    }

    fn is_marked(&self, span: Span, annotator: &str) -> bool {
        let mut marks = self.marks.within(span).filter_map(|mark| mark.mention.as_ref());
        marks.any(|id| self.annotations.mention(id).is_some_and(|mention| *mention.annotator == *annotator))
    }

    /// Says whether a longer name holds this one: "China" in "Communist Party of China" names no country there.
    fn inside_longer_name(&self, span: Span, too_long: &[usize]) -> bool {
        let body = &self.article.body;
        let holds = |other: Span| other.contains(span) && other != span;
        let mut names = self.marks.within(span).filter(|mark| mark.suggestion.is_none_or(|at| !too_long.contains(&at)));
        if names.any(|mark| holds(mark.span)) {
            return true;
        }
        // Where names are proposed they have been looked for; else most places are told by their neighbours alone.
        let proposed = self.marks.drawn.iter().any(|mark| mark.suggestion.is_some());
        !proposed && inside_longer_candidate(body, span)
    }
}

/// Returns what a name that was proposed too long has beside its marked `part`, where that could be a name too: of
/// "US National Park Service" the last three words after "US" was marked. What stands after the part goes first.
fn left_over(text: &str, longer: Span, part: Span) -> Option<Span> {
    let pieces = [Span::new(part.end, longer.end), Span::new(longer.start, part.start)];
    pieces.into_iter().find_map(|piece| {
        let mut words = Vec::new();
        let mut at = piece.start;
        while let Some(word) = word_at(text, at).filter(|word| word.start < piece.end) {
            words.push(word);
            at = word.end;
        }
        let is_name = |word: &Span| text[word.start..].starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        let first = words.iter().find(|word| is_name(word))?;
        let last = words.iter().rfind(|word| is_name(word))?;
        Some(Span::new(first.start, last.end.min(piece.end)))
    })
}

/// Cuts blanks off both ends: no name begins or ends with one.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let words = &text[span.start..span.end];
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

/// Says whether a longer name-like run of words holds this place.
pub(super) fn inside_longer_candidate(body: &Body, span: Span) -> bool {
    if !touches_name(body.as_str(), span) {
        return false;
    }
    let window = Span::new(body.floor(span.start.saturating_sub(AROUND)), body.floor(span.end + AROUND));
    candidates(body.as_str(), window).into_iter().any(|other| other.contains(span) && other != span)
}

/// Says whether a neighbouring word could belong to the same name: it has a capital, or joins words of names.
fn touches_name(text: &str, span: Span) -> bool {
    let named = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.starts_with(char::is_uppercase) || matches!(word, "of" | "and" | "for" | "de" | "da" | "del" | "al")
    };
    let before = text[..span.start].trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let after = text[span.end..].trim_start().split(char::is_whitespace).next().unwrap_or_default();
    named(before) || named(after)
}

pub(super) fn stands_alone(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

impl Reader {
    /// Returns the party that a suggested mention stands for: the mention just made of it, or one that lies there.
    pub(super) fn party(&self, made: &HashMap<usize, Id>, index: usize) -> Option<Party> {
        let suggestion = self.suggestions.mentions.get(index)?;
        let there = || {
            let mark = self.marks.within(suggestion.span).find(|mark| mark.mention.is_some())?;
            mark.mention.clone()
        };
        let mention = made.get(&index).cloned().or_else(there);
        let entity = mention.as_ref().and_then(|id| self.annotations.mention(id)).map(|mention| mention.entity.clone());
        Some(Party { entity: entity.unwrap_or_else(|| suggestion.entity.clone()), mention })
    }

    /// Returns the visible suggestions of the same entity as this one; only this one when one place is wanted.
    pub(super) fn alike(&self, index: usize) -> Vec<usize> {
        let mentions = &self.suggestions.mentions;
        let is_alike =
            |at: &usize| *at == index || (!self.only_here && same(&mentions[*at].entity, &mentions[index].entity));
        self.marks.drawn.iter().filter_map(|mark| mark.suggestion).filter(is_alike).collect()
    }

    /// Says whether the selection began on exactly this mention.
    pub(super) fn began_on(&self, id: &Id) -> bool {
        self.annotations.mention(id).is_some_and(|mention| mention.spans().any(|span| span == self.cursor.began))
    }
}

#[cfg(test)]
mod tests {
    use super::left_over;
    use crate::text::Span;

    #[test]
    fn what_is_left_of_a_name_begins_and_ends_with_a_name() {
        let cases = [
            ("US National Park Service", "US", Some("National Park Service")),
            ("Colorado State University of the US", "Colorado State University", Some("US")),
            ("Space Museum of McMinnville", "McMinnville", Some("Space Museum")),
            ("Greek court", "Greek", None),
            ("Xi Jinping", "Xi Jinping", None),
        ];
        for (longer, part, left) in cases {
            let start = longer.find(part).unwrap();
            let found = left_over(longer, Span::new(0, longer.len()), Span::new(start, start + part.len()));
            assert_eq!(found.map(|span| &longer[span.start..span.end]), left, "{longer} without {part}");
        }
    }
}
