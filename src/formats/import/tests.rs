//! Out and in again gives the same annotations, as far as the format holds them.

use super::{Attached, Conflicts, Extent, Found, Imported, Importer, Known, Place, Source, There, attach, new_article};
use crate::formats::fixture::{Fixture, anchor, article, every_kind, fold, mention};
use crate::formats::{Fate, Format};
use crate::model::{
    Act, Anchor, Annotations, Article, ArticleId, Codebook, Holder, Id, Journal, On, Party, Polarity, TextHash, What,
};
use crate::text::{Body, Span};
use proptest::prelude::*;
use std::collections::HashSet;
use std::ops::ControlFlow;

/// Returns the files of an export, and the ids of annotations that were bent or left out.
fn exported(fixture: &Fixture, name: &str) -> (Vec<Source>, HashSet<Id>, HashSet<Id>) {
    let format = Format::from_name(name).unwrap();
    let mut exporter = format.begin(&Codebook::default());
    let files = fixture.export(&mut exporter).into_iter().map(|(name, bytes)| {
        let name = if name.is_empty() { format!("out.{}", format.extension) } else { name };
        Source { name, bytes }
    });
    let files = files.collect();
    let losses = exporter.tally.take_losses();
    let of = |fate| losses.iter().filter(|it| it.fate == fate).filter_map(|it| it.annotation.clone()).collect();
    (files, of(Fate::Bent), of(Fate::LeftOut))
}

/// Reads files of a format; what they hold beside texts is left alone.
pub(super) fn texts(name: &str, files: Vec<Source>) -> Vec<Imported> {
    let mut all = Vec::new();
    let _ = Importer::from_name(name).unwrap().read(files, &mut |found| {
        if let Found::Text(one) = found {
            all.push(*one);
        }
        ControlFlow::Continue(())
    });
    all
}

pub(super) fn folded(attached: Attached, article: &Article) -> Annotations {
    let act = |added: super::Added| Act {
        id: added.id,
        at: jiff::Timestamp::UNIX_EPOCH,
        group: None,
        what: added.what,
        extra: toml::Table::new(),
    };
    let journal = Journal { annotator: "ann".into(), acts: attached.acts.into_iter().map(act).collect() };
    Annotations::fold(&[journal], &article.body, &article.hash)
}

pub(super) fn tied(read: &Imported, article: &Article, there: &Annotations) -> Attached {
    let mut number = 0;
    attach(read, article, There { before: there, all: there, conflicts: Conflicts::Refuse }, &mut || {
        number += 1;
        Id::from(format!("new{number:04}").as_str())
    })
}

/// Says what an annotation is, in words that hold no id.
fn said(all: &Annotations) -> Vec<(Id, String)> {
    let spans = |id: &Option<Id>| {
        id.as_ref().and_then(|id| all.mention(id)).map(|it| it.spans().collect::<Vec<_>>()).unwrap_or_default()
    };
    let party = |it: &Party| format!("{} at {:?}", it.entity, spans(&it.mention));
    let on = |on: &On| match on {
        On::Article => "article".to_owned(),
        On::Span(anchor) => format!("{}-{} {}", anchor.start, anchor.end, anchor.quote),
        On::Annotation(id) => {
            let stance = all.stance(id).map(|it| format!("{:?}", it.spans().collect::<Vec<_>>()));
            format!("{:?} {stance:?}", spans(&Some(id.clone())))
        }
    };
    let mut out = Vec::new();
    for it in &all.mentions {
        let spans: Vec<_> = it.spans().collect();
        out.push((it.id.clone(), format!("mention {} {} {spans:?}", it.kind, it.entity)));
    }
    for it in &all.stances {
        let holder = match &it.holder {
            Holder::Author => "the author".to_owned(),
            Holder::Entity(it) => party(it),
        };
        let (target, spans): (String, Vec<_>) = (party(&it.target), it.spans().collect());
        let numbers = (it.intensity, it.confidence);
        out.push((it.id.clone(), format!("stance {holder} {:?} {target} {numbers:?} {spans:?}", it.polarity)));
    }
    out.extend(all.tags.iter().map(|it| (it.id.clone(), format!("tag {} {}", it.label, on(&it.on)))));
    out.extend(all.notes.iter().map(|it| (it.id.clone(), format!("note {} {}", it.text, on(&it.on)))));
    out
}

const ROUND: [&str; 6] = ["jsonl", "brat", "w3c", "label-studio", "xmi", "refi-qda"];

fn comes_back(fixture: &Fixture, name: &str) {
    let (files, bent, left_out) = exported(fixture, name);
    let all = texts(name, files);
    let mut known = Known::default();
    known.add(&fixture.article);
    let read = all.iter().find(|read| known.place(read) == Place::There(fixture.article.id.clone()));
    let read = read.unwrap_or_else(|| panic!("{name}: nothing belongs to the article: {all:#?}"));
    let complaints: Vec<_> =
        read.complaints.iter().filter(|it| !it.what.contains("orphan") && !it.what.contains("gone")).collect();
    assert!(complaints.is_empty(), "{name}: {complaints:?}");
    let attached = tied(read, &fixture.article, &Annotations::default());
    assert_eq!((attached.refused.clone(), attached.same), (vec![], 0), "{name}");
    let back = folded(attached, &fixture.article);
    let mut back: Vec<String> = said(&back).into_iter().map(|(_, said)| said).collect();
    for (id, said) in said(&fixture.all).into_iter().filter(|(id, _)| !left_out.contains(id)) {
        match back.iter().position(|other| *other == said) {
            Some(at) => drop(back.swap_remove(at)),
            None => assert!(bent.contains(&id), "{name}: {said} is not among {back:#?}"),
        }
    }
    let lost = bent.len();
    assert!(back.len() <= lost, "{name}: {back:?} came from nowhere");
}

#[test]
fn every_kind_comes_back_from_six_formats() {
    for name in ROUND {
        comes_back(&every_kind(), name);
    }
}

#[test]
fn what_is_there_already_is_not_added_again_and_what_contradicts_it_is_refused() {
    let fixture = every_kind();
    for name in ROUND {
        let (files, ..) = exported(&fixture, name);
        let all = texts(name, files);
        let first = folded(tied(&all[0], &fixture.article, &Annotations::default()), &fixture.article);
        let again = tied(&all[0], &fixture.article, &first);
        assert_eq!((again.acts.len(), again.refused.len()), (0, 0), "{name}");
        assert_eq!(again.same, said(&first).len(), "{name}");
        let mut other = first.clone();
        other.mentions.iter_mut().for_each(|it| it.kind = "ORG".to_owned());
        let refused = tied(&all[0], &fixture.article, &other).refused;
        assert!(refused.iter().filter(|why| why.contains("ORG")).count() == 6, "{name}: {refused:#?}");
    }
}

#[test]
fn a_new_article_has_the_text_that_was_read() {
    for text in ["# Head\n\n+++\nTitle: x\n", "  \n\tlead 习 \u{0}\u{1b}", "date 2023-01-01\nx", "---\n", "a\r\nb"] {
        let mut read = Imported::unreadable("x", "y");
        read.article.body = Body::new(text.replace("\r\n", "\n"));
        read.article.meta.title = "\"T\" = '''\n[x]".to_owned();
        let id = ArticleId::new("imported/x.md");
        let Some(bytes) = new_article(&read) else { panic!("{text:?}") };
        let article = crate::formats::read(&id, &bytes);
        assert!(read.article.body.as_str().contains(article.body.as_str()) && !article.body.is_empty(), "{text:?}");
        assert_eq!(article.body.as_str().trim(), read.article.body.as_str().trim());
        assert_eq!(article.meta.title, "\"T\" = ''' [x]");
    }
    assert!(new_article(&Imported::unreadable("x", "y")).is_none());
}

#[test]
fn places_are_found_and_doubt_is_refused() {
    let of = |id: &str, text: &str| Article {
        id: ArticleId::new(id),
        hash: TextHash::of(text),
        body: Body::new(text),
        ..article("x")
    };
    let mut known = Known::default();
    [("a", "One."), ("b", "Two."), ("c", "Two."), ("d", "Four")].iter().for_each(|(id, text)| known.add(&of(id, text)));
    let cases = [
        ("", "\nOne.\n\n", Extent::Whole, Some("a")),
        ("d", "One.", Extent::Whole, Some("a")),
        ("c", "Two.", Extent::Whole, Some("c")),
        ("", "Two.", Extent::Whole, None),
        ("d", "Five", Extent::Whole, Some("d")),
        ("", "O ne .", Extent::Words, Some("a")),
    ];
    for (id, text, extent, expected) in cases {
        let mut read = Imported::unreadable("x", "");
        (read.article.id, read.article.body, read.extent) = (ArticleId::new(id), Body::new(text), extent);
        match (known.place(&read), expected) {
            (Place::There(found), Some(expected)) => assert_eq!(found.as_str(), expected, "{text}"),
            (Place::Unclear(why), None) => assert!(why.contains("b and c")),
            (found, _) => panic!("{text}: {found:?}"),
        }
    }
}

#[test]
fn nothing_that_is_read_is_fatal() {
    let texts = [
        "",
        "{",
        "[]",
        "{}",
        "<a/>",
        "T1\t",
        "\u{0}",
        "#FORMAT=WebAnno TSV 3.3",
        "[{\"result\":1}]",
        "<x begin=\"1\"/>",
    ];
    for importer in Importer::ALL {
        for text in texts {
            let files = importer.endings.iter().map(|ending| Source { name: format!("a{ending}"), bytes: text.into() });
            let _ = importer.read(files.collect(), &mut |_| ControlFlow::Continue(()));
        }
    }
}

proptest! {
    #[test]
    fn mentions_of_any_text_come_back(
        text in "[a-z习👩\u{200d}\u{301} \n\t.<&\"\\\\|_*]{1,60}",
        spans in proptest::collection::vec((0usize..200, 0usize..200), 0..6),
    ) {
        let article = article(text.trim_matches(['\n', ' ', '\t']));
        let mut taken = HashSet::new();
        let acts: Vec<What> = spans.iter().filter_map(|(a, b)| {
            let (a, b) = (article.body.floor(*a), article.body.floor(*b));
            let span = Span::new(a.min(b), a.max(b));
            let words = article.body.slice(span);
            // brat cuts at line ends; an end that lies on one cannot come back.
            let plain = !words.is_empty() && words.trim_matches('\n') == words && taken.insert(span);
            plain.then(|| mention(anchor(&article, span), "E", None))
        }).collect();
        prop_assume!(!acts.is_empty() && !article.body.as_str().trim().is_empty());
        let fixture = fold(article.clone(), acts);
        for name in ROUND {
            comes_back(&fixture, name);
        }
    }
}

/// Something to mark, from which acts are made: what, where twice, which of the annotations before, and words.
type Made = (u8, [(usize, usize); 2], [usize; 2], String);

fn made() -> impl Strategy<Value = Made> {
    let places = || (0usize..90, 0usize..90);
    let words = "[A-Zaé习👩\u{301}=\"'<>&\\\\|_*#;:,\\[\\] {}%/-]{0,14}[a-z习👩]";
    (0u8..9, [places(), places()], [0usize..8, 0usize..8], words)
}

/// Makes the acts; ids are `a0`, `a1` ... in their order, as [`fold`] gives them.
fn acts_of(article: &Article, all: &[Made]) -> Vec<What> {
    let mut acts: Vec<What> = Vec::new();
    let (mut mentions, mut marks) = (Vec::new(), Vec::new());
    for (kind, places, of, words) in all {
        let spans = places.iter().filter_map(|place| plain(article, *place)).collect::<Vec<_>>();
        let Some(first) = spans.first() else { continue };
        let words = words.trim().to_owned();
        let anchor = anchor(article, *first);
        let more: Vec<Anchor> = spans[1..]
            .iter()
            .filter(|it| it.start > first.end + 1) // brat cannot tell pieces that meet at a line end
            .map(|it| super::super::fixture::anchor(article, *it))
            .collect();
        let pick = |from: &[String], at: usize| (!from.is_empty()).then(|| Id::from(from[at % from.len()].as_str()));
        let party = |at: usize, entity: String| Party { entity, mention: pick(&mentions, of[at]) };
        let on = match of[0] % 3 {
            0 => On::Article,
            1 => On::Span(anchor.clone()),
            _ => pick(&marks, of[1]).map_or(On::Article, On::Annotation),
        };
        let id = format!("a{}", acts.len());
        acts.push(match kind {
            0..=3 => {
                mentions.push(id.clone());
                marks.push(id);
                let kind = ["PER", "ORG", "LOC"][of[0] % 3].to_owned();
                What::Mention { kind, entity: words, anchor, more, score: (of[1] > 5).then_some(0.25) }
            }
            4..=5 => {
                marks.push(id);
                let holder = if of[1] == 0 { Holder::Author } else { Holder::Entity(party(0, words.clone())) };
                let target = party(1, format!("{words} 2"));
                let numbers = (u8::try_from(of[0]).unwrap() % 6, u8::try_from(of[1]).unwrap() % 4);
                What::Stance {
                    holder,
                    target,
                    polarity: Polarity::ALL[of[0] % 4],
                    intensity: Some(numbers.0).filter(|it| *it > 0),
                    confidence: Some(numbers.1).filter(|it| *it > 0),
                    evidence: anchor,
                    more,
                    score: None,
                }
            }
            6 => What::Tag { label: words, on },
            _ => What::Note { text: format!("{words}\n{words}"), on },
        });
    }
    acts
}

/// Returns the span of two offsets, where it can be told from others in every format: brat cuts at line ends, so that an
/// end that lies on one cannot come back.
fn plain(article: &Article, (a, b): (usize, usize)) -> Option<Span> {
    let (a, b) = (article.body.floor(a), article.body.floor(b));
    let span = Span::new(a.min(b), a.max(b));
    let words = article.body.slice(span);
    (!words.is_empty() && words.trim() == words && !words.contains('\n')).then_some(span)
}

proptest! {
    #[test]
    fn annotations_of_every_kind_come_back(
        text in "[a-z习👩\u{200d}\u{301} .<&\"\\\\|_*]{1,40}\n[a-z习👩 .]{1,40}",
        all in proptest::collection::vec(made(), 1..14),
    ) {
        let article = article(text.trim());
        let acts = acts_of(&article, &all);
        prop_assume!(!acts.is_empty() && !article.body.as_str().trim().is_empty());
        let fixture = fold(article, acts);
        for name in ROUND {
            comes_back(&fixture, name);
        }
    }
}
