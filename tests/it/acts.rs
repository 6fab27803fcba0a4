//! Arbitrary acts, hostile strings among them. The larger parts are boxed: unboxed their trees fill the stack of a test.

use newsgloss::model::{Act, Anchor, Change, Holder, Id, On, Party, Polarity, TextHash, What};
use proptest::prelude::*;

/// Strings that a careless format would trip over.
const HOSTILE: [&str; 18] = [
    "",
    "\n[[act]]\nid = \"x\"\n",
    "sum = \"00000000\"",
    "\"\"\"",
    "'''",
    "\\",
    "\\u0000",
    "\0",
    "\r\n",
    "\r",
    "\u{1b}[2J",
    "\u{202e}\u{2066}",
    "\u{feff}",
    "\u{2028}\u{85}",
    "# no comment",
    "[[act]]",
    "\u{10ffff}\u{e0001}",
    "習近平 e\u{301}\u{301}",
];

fn words() -> BoxedStrategy<String> {
    prop_oneof![any::<String>(), proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned)].boxed()
}

fn id() -> impl Strategy<Value = Id> {
    words().prop_map(|text| Id::from(text.as_str()))
}

fn anchor() -> BoxedStrategy<Anchor> {
    let rival = proptest::option::of(Anchor::ALONE..=64);
    (0..1_000_000_usize, 0..1000_usize, words(), words(), words(), words(), rival)
        .prop_map(|(start, length, quote, before, after, hash, rival)| Anchor {
            start,
            end: start + length,
            quote,
            before,
            after,
            rival,
            text: TextHash::from_file(&hash),
        })
        .boxed()
}

fn party() -> BoxedStrategy<Party> {
    (words(), proptest::option::of(id())).prop_map(|(entity, mention)| Party { entity, mention }).boxed()
}

fn holder() -> impl Strategy<Value = Holder> {
    prop_oneof![Just(Holder::Author), party().prop_map(Holder::Entity)]
}

fn polarity() -> impl Strategy<Value = Polarity> {
    proptest::sample::select(&Polarity::ALL[..])
}

fn on() -> impl Strategy<Value = On> {
    prop_oneof![Just(On::Article), anchor().prop_map(On::Span), id().prop_map(On::Annotation)]
}

fn score() -> impl Strategy<Value = Option<f64>> {
    proptest::option::of(0.0..=1.0)
}

fn more() -> impl Strategy<Value = Vec<Anchor>> {
    proptest::collection::vec(anchor(), 0..3)
}

fn change() -> BoxedStrategy<Change> {
    use proptest::option::of;
    let texts = (of(words()), of(words()), of(words()), of(words()));
    (texts, of((anchor(), more())), of(holder()), of(party()), of(polarity()), of(any::<(u8, u8)>()))
        .prop_map(|((kind, entity, text, label), anchor, holder, target, polarity, levels)| Change {
            kind,
            entity,
            anchor: anchor.clone().map(|(anchor, _)| anchor),
            more: anchor.map(|(_, more)| more).unwrap_or_default(),
            text,
            label,
            holder,
            target,
            polarity,
            intensity: levels.map(|(intensity, _)| intensity),
            confidence: levels.map(|(_, confidence)| confidence),
        })
        .boxed()
}

fn what() -> BoxedStrategy<What> {
    prop_oneof![
        (words(), words(), anchor(), more(), score()).prop_map(|(kind, entity, anchor, more, score)| What::Mention {
            kind,
            entity,
            anchor,
            more,
            score
        }),
        (holder(), party(), polarity(), proptest::option::of(any::<(u8, u8)>()), anchor(), more(), score()).prop_map(
            |(holder, target, polarity, levels, evidence, more, score)| What::Stance {
                holder,
                target,
                polarity,
                intensity: levels.map(|(intensity, _)| intensity),
                confidence: levels.map(|(_, confidence)| confidence),
                evidence,
                more,
                score
            }
        ),
        (words(), on()).prop_map(|(label, on)| What::Tag { label, on }),
        (words(), on()).prop_map(|(text, on)| What::Note { text, on }),
        (words(), anchor()).prop_map(|(kind, anchor)| What::Reject { kind, anchor }),
        (id(), change()).prop_map(|(of, change)| What::Change { of, change: Box::new(change) }),
        id().prop_map(|of| What::Remove { of }),
        id().prop_map(|of| What::Undo { of }),
        words().prop_map(|kind| What::Unknown(format!("later {kind}"))),
    ]
    .boxed()
}

fn extra() -> BoxedStrategy<toml::Table> {
    let value = prop_oneof![
        words().prop_map(toml::Value::String),
        any::<i64>().prop_map(toml::Value::Integer),
        any::<bool>().prop_map(toml::Value::Boolean),
    ];
    // A key of a later version: never one of today's.
    proptest::collection::vec((words().prop_map(|key| format!("x {key}")), value), 0..3)
        .prop_map(|pairs| pairs.into_iter().collect())
        .boxed()
}

/// Any act.
pub fn act() -> impl Strategy<Value = Act> {
    (id(), 0..4_000_000_000_i64, proptest::option::of(id()), what(), extra()).prop_map(
        |(id, at, group, what, extra)| Act { id, at: jiff::Timestamp::from_second(at).unwrap(), group, what, extra },
    )
}
