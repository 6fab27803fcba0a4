//! What stands beside a text of the report: its stances, notes, tags and what lost its place, in the order of the text.

use super::Document;
use super::html::{Look, glyph, verb};
use super::html_text::escape;
use crate::formats::values::one_line;
use crate::model::{Annotations, Holder, Note, On, Stance, Tag};
use crate::text::Span;

/// Characters of a quote in the margin; the whole of it stands in the text.
const QUOTE: usize = 240;

/// A stance of the text, by all who marked it alike.
pub(super) struct Claim<'a> {
    /// As the first of them marked it.
    pub stance: &'a Stance,
    /// By all of them.
    pub alike: Vec<&'a Stance>,
}

type Key<'a> = (Vec<Span>, &'a str, &'a str, crate::model::Polarity);

fn key(stance: &Stance) -> Key<'_> {
    (stance.spans().collect(), holder(&stance.holder), &stance.target.entity, stance.polarity)
}

/// Returns the name of a holder; of the article's author nothing.
pub(super) fn holder(holder: &Holder) -> &str {
    match holder {
        Holder::Author => "",
        Holder::Entity(party) => &party.entity,
    }
}

/// Shows a holder or target by that name.
pub(super) fn party(name: &str) -> String {
    if name.is_empty() { "<i>the author</i>".to_owned() } else { format!("<bdi>{}</bdi>", escape(&one_line(name))) }
}

/// Returns the stances of a text in its order.
pub(super) fn claims(all: &Annotations) -> Vec<Claim<'_>> {
    let mut stances: Vec<&Stance> = all.stances.iter().collect();
    stances.sort_by_cached_key(|stance| key(stance));
    let alike = stances.chunk_by(|one, other| key(one) == key(other));
    alike.map(|alike| Claim { stance: alike[0], alike: alike.to_vec() }).collect()
}

/// Returns all that stands beside a text; nothing where there is none.
pub(super) fn margin(document: &Document<'_>, look: &Look) -> String {
    let all = document.annotations;
    let mut out = String::new();
    let mut list = |name: &str, items: Vec<String>| {
        if !items.is_empty() {
            out.push_str(&format!("<h4>{name}</h4>\n<ul>\n{}</ul>\n", items.concat()));
        }
    };
    let notes: Vec<_> = document.notes().into_iter().zip(1..).collect();
    let (whole, placed): (Vec<_>, Vec<_>) = notes.into_iter().partition(|((note, _), _)| note.on == On::Article);
    let note = |((note, place), at): &((&Note, Option<Span>), usize)| note_item(document, note, *place, *at, look);
    list("On the article", whole.iter().map(note).collect());
    list("Stances", stances(document, look));
    list("Notes", placed.iter().map(note).collect());
    let tags = all.tags.iter().filter(|tag| tag.on != On::Article);
    list("Tags", tags.map(|tag| tag_item(document, tag, look)).collect());
    let orphans = all.orphans.iter().map(|it| {
        let by = look.by(std::iter::once(&*it.annotator));
        format!("<li>{}: {}<span class=\"by\">{by}</span></li>\n", it.kind, quote(&it.anchor.quote))
    });
    list("Without a place in the text", orphans.collect());
    out
}

/// Stances that the same words say stand together before these words.
fn stances(document: &Document<'_>, look: &Look) -> Vec<String> {
    let claims: Vec<_> = claims(document.annotations).into_iter().zip(1..).collect();
    let same = claims.chunk_by(|(one, _), (other, _)| one.stance.spans().eq(other.stance.spans()));
    let item = |claims: &[(Claim<'_>, usize)]| {
        let said: String = claims.iter().map(|(claim, at)| claim_line(claim, *at, look)).collect();
        format!("<li>{said}{}</li>\n", quote(&claims[0].0.stance.words(&document.article.body)))
    };
    same.map(item).collect()
}

fn claim_line(claim: &Claim<'_>, at: usize, look: &Look) -> String {
    let (it, id) = (claim.stance, format!("a{}s{at}", look.number));
    let strength = |said: &Stance| {
        let parts = [("intensity", said.intensity), ("confidence", said.confidence)];
        let parts = parts.into_iter().filter_map(|(name, of)| Some(format!("{name} {} of 5", of?)));
        let (parts, by) = (parts.collect::<Vec<_>>().join(", "), look.by(std::iter::once(&*said.annotator)));
        format!("{by}{}{parts}", if parts.is_empty() { "" } else { " · " })
    };
    let strengths: String = claim.alike.iter().map(|said| strength(said)).collect();
    format!(
        "<p id=\"{id}\"><span class=\"{}\"><span aria-hidden=\"true\">{}</span>{at}</span> <b>{}</b> {} <b>{}</b>\
         <span class=\"by\">{strengths}</span> {}</p>",
        it.polarity.word(),
        glyph(it.polarity),
        party(holder(&it.holder)),
        verb(it.polarity),
        party(&it.target.entity),
        back(&id),
    )
}

fn back(id: &str) -> String {
    format!("<a href=\"#{id}t\" aria-label=\"To the words in the text\">↩</a>")
}

fn note_item(document: &Document<'_>, note: &Note, place: Option<Span>, at: usize, look: &Look) -> String {
    let id = format!("a{}n{at}", look.number);
    let lines: Vec<String> = note.text.lines().map(str::trim).filter(|line| !line.is_empty()).map(escape).collect();
    let by = look.by(std::iter::once(&*note.annotator));
    let (words, back) = (on(document, &note.on), place.map(|_| back(&id)).unwrap_or_default());
    format!(
        "<li id=\"{id}\"><p><b class=\"note\">{at}</b> {}<span class=\"by\">{by}</span> {back}</p>{}</li>\n",
        lines.join("<br>"),
        words.map(|words| quote(&words)).unwrap_or_default(),
    )
}

fn tag_item(document: &Document<'_>, tag: &Tag, look: &Look) -> String {
    let (words, by) = (on(document, &tag.on).unwrap_or_default(), look.by(std::iter::once(&*tag.annotator)));
    format!("<li><p><b>{}</b><span class=\"by\">{by}</span></p>{}</li>\n", escape(&tag.label), quote(&words))
}

/// Quotes words of the text in a line; long ones end at a blank.
fn quote(words: &str) -> String {
    let words = one_line(words);
    let Some((end, _)) = words.char_indices().nth(QUOTE) else {
        return format!("<q dir=\"auto\">{}</q>", escape(&words));
    };
    let end = words[..end].rfind(' ').filter(|blank| *blank > QUOTE / 2).unwrap_or(end);
    format!("<q dir=\"auto\">{} …</q>", escape(&words[..end]))
}

/// Returns the words that a note or tag is on; nothing where it is on the article.
fn on(document: &Document<'_>, on: &On) -> Option<String> {
    let all = document.annotations;
    match on {
        On::Article => None,
        On::Span(anchor) => Some(anchor.quote.clone()),
        On::Annotation(id) => {
            let mention = all.mention(id).map(|it| it.words(&document.article.body));
            mention.or_else(|| all.stance(id).map(|it| it.words(&document.article.body)))
        }
    }
}
