//! For tests only: an article that is hard on offsets, with annotations of every kind, made the way they are made in use.

use super::export::{Document, Exporter, Piece, Tally};
use crate::model::{
    Act, Anchor, Annotations, Article, ArticleId, Holder, Id, Journal, On, Party, Polarity, TextHash, What,
};
use crate::text::{Body, Span};

/// Emoji of several code points, combining marks, Cyrillic, Chinese, tabs, Markdown and HTML.
pub(super) const TEXT: &str =
    "# Владимир Путин 会见习近平 👩‍👩‍👧 in Łódź.\n\tCafé\u{301} <b>\"x\"</b> =1+1, [a](b) | `c` 习近平说 😀😀.\nEnd of it.";

/// An article and its annotations.
pub(super) struct Fixture {
    pub article: Article,
    pub all: Annotations,
}

impl Fixture {
    pub(super) fn document(&self) -> Document<'_> {
        Document { article: &self.article, annotations: &self.all }
    }

    pub(super) fn lost(&self, write: fn(&Document<'_>, &mut Tally) -> String) -> (String, Vec<String>) {
        let mut tally = Tally::default();
        let out = write(&self.document(), &mut tally);
        (out, tally.take_losses().into_iter().map(|loss| loss.why).collect())
    }

    /// Returns all that an export of this article is made of, as often as the format asks for it: files by their names; of
    /// one that has none the name is empty.
    pub(super) fn export(&self, exporter: &mut Exporter) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        let mut pieces = exporter.head();
        loop {
            pieces.extend(exporter.document(&self.document()));
            let Some(more) = exporter.again() else { break };
            pieces.extend(more);
        }
        pieces.extend(exporter.end());
        for piece in pieces {
            let (name, bytes) = match piece {
                Piece::File(name, bytes) => (name, bytes),
                Piece::More(bytes) => (String::new(), bytes),
            };
            match files.last_mut().filter(|(last, _)| *last == name) {
                Some((_, file)) => file.extend(bytes),
                None => files.push((name, bytes)),
            }
        }
        files
    }
}

pub(super) fn article(text: &str) -> Article {
    let mut article =
        super::read(&ArticleId::new("a/b.txt"), b"Title: =A \"title\", [x]\nDate: 2023-07-10\nBy: Jane Doe\n\nx");
    (article.body, article.hash) = (Body::new(text), TextHash::of(text));
    article
}

pub(super) fn anchor(article: &Article, span: Span) -> Anchor {
    Anchor::new(&article.body, &article.hash, span)
}

/// Folds acts, with the ids `a0`, `a1` ... in their order.
pub(super) fn fold(article: Article, acts: Vec<What>) -> Fixture {
    let act = |(at, what)| Act {
        id: Id::from(format!("a{at}").as_str()),
        at: jiff::Timestamp::UNIX_EPOCH,
        group: None,
        what,
        extra: toml::Table::new(),
    };
    let journal = Journal { annotator: "ann".into(), acts: acts.into_iter().enumerate().map(act).collect() };
    let all = Annotations::fold(&[journal], &article.body, &article.hash);
    Fixture { article, all }
}

pub(super) fn mention(anchor: Anchor, entity: &str, score: Option<f64>) -> What {
    What::Mention { kind: "PER".to_owned(), entity: entity.to_owned(), anchor, more: Vec::new(), score }
}

/// One annotation of every kind, nested and adjacent mentions, a tag and a note on everything, a rejection, an orphan.
pub(super) fn every_kind() -> Fixture {
    let article = article(TEXT);
    let at = |words: &str| {
        let start = TEXT.find(words).unwrap();
        anchor(&article, Span::new(start, start + words.len()))
    };
    let party =
        |entity: &str, mention: Option<&str>| Party { entity: entity.to_owned(), mention: mention.map(Id::from) };
    let lost = Anchor { quote: "gone".to_owned(), ..at("End") };
    let acts = vec![
        mention(at("Владимир Путин"), "Vladimir Putin", Some(0.1 + 0.2)),
        mention(at("Путин"), "Putin", None),
        mention(at("习近平"), "Xi Jinping", None),
        mention(at("👩‍👩‍👧"), "A|B", None),
        mention(at("[a](b)"), "=cmd()", None),
        What::Stance {
            holder: Holder::Entity(party("Vladimir Putin", Some("a0"))),
            target: party("Xi Jinping", Some("a2")),
            polarity: Polarity::Support,
            intensity: Some(4),
            confidence: Some(2),
            evidence: at("Владимир Путин 会见习近平"),
            more: vec![at("End")],
            score: None,
        },
        What::Stance {
            holder: Holder::Author,
            target: party("author", None),
            polarity: Polarity::Ambiguous,
            intensity: None,
            confidence: None,
            evidence: at("| `c`"),
            more: Vec::new(),
            score: Some(1.0),
        },
        What::Tag { label: "war & peace".to_owned(), on: On::Article },
        What::Tag { label: "odd".to_owned(), on: On::Span(at("Café\u{301}")) },
        What::Tag { label: "key".to_owned(), on: On::Annotation(Id::from("a5")) },
        What::Note { text: "-a <i>\n\nb".to_owned(), on: On::Article },
        What::Note { text: "n".to_owned(), on: On::Span(at("😀😀")) },
        What::Note { text: "m".to_owned(), on: On::Annotation(Id::from("a0")) },
        What::Reject { kind: "LOC".to_owned(), anchor: at("Łódź") },
        mention(lost, "Gone", None),
        What::Mention {
            kind: "LOC".to_owned(),
            entity: "End of Łódź".to_owned(),
            anchor: at("Łódź"),
            more: vec![at("End"), at("of it")],
            score: None,
        },
    ];
    fold(article, acts)
}
