//! Sentences of our own with the names and stances that a careful annotator marks in them.

use super::{Depth, Own, candidates, suggest};
use crate::model::{Lessons, Polarity, Suggestions};
use crate::text::Span;
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

fn read(text: &str) -> Suggestions {
    suggest(text, &Lessons::default(), &Own::default(), Depth::Fast, &AtomicBool::new(false))
}

/// Returns "TYPE words" of each mention, with "= entity" where that is another form.
fn names(text: &str) -> Vec<String> {
    let show = |mention: &crate::model::MentionSuggestion| {
        let words = &text[mention.span.start..mention.span.end];
        let entity = if words == mention.entity { String::new() } else { format!(" = {}", mention.entity) };
        format!("{} {words}{entity}", mention.kind)
    };
    read(text).mentions.iter().map(show).collect()
}

fn stances(text: &str) -> Vec<(String, String, Polarity, String)> {
    let all = read(text);
    let name = |at: usize| all.mentions[at].entity.clone();
    let show = |stance: &crate::model::StanceSuggestion| {
        let holder = stance.holder.map_or_else(|| "author".to_owned(), name);
        (holder, name(stance.target), stance.polarity, text[stance.cue.start..stance.cue.end].to_owned())
    };
    all.stances.iter().map(show).collect()
}

#[test]
fn names_have_their_borders_types_and_entities() {
    let cases: [(&str, &[&str]); 24] = [
        ("The talks with President Xi Jinping’s envoy ended.", &["PER Xi Jinping"]),
        (
            "Then Egyptian President Abdel Fattah al-Sisi left. Later al-Sisi spoke.",
            &["NORP Egyptian", "PER Abdel Fattah al-Sisi", "PER al-Sisi = Abdel Fattah al-Sisi"],
        ),
        (
            "Ursula von der Leyen arrived. Officials said von der Leyen was late.",
            &["PER Ursula von der Leyen", "PER von der Leyen = Ursula von der Leyen"],
        ),
        ("Kim Jong Un met Juan de la Cruz.", &["PER Kim Jong Un", "PER Juan de la Cruz"]),
        ("A memo on China-Russia trade.", &["LOC China", "LOC Russia"]),
        (
            "The World Farmers Organization (WFO) met. The WFO agreed.",
            &[
                "ORG World Farmers Organization",
                "ORG WFO = World Farmers Organization",
                "ORG WFO = World Farmers Organization",
            ],
        ),
        (
            "It was the Norwegian Kingdom (Upper) Council Chairman Ola Nordmann.",
            &["ORG Norwegian Kingdom (Upper) Council", "PER Ola Nordmann"],
        ),
        (
            "He heads the Workers League of Norway (WLN) Trade Affairs Committee.",
            &["ORG Workers League of Norway (WLN) Trade Affairs Committee"],
        ),
        (
            "The Bank of England and the Ministry of Foreign Affairs agreed.",
            &["ORG Bank of England", "ORG Ministry of Foreign Affairs"],
        ),
        ("the state broadcaster reported. CCTV. the end", &["ORG CCTV"]),
        ("During the talks, Moreover, On that day they left.", &[]),
        ("The U.S. and the UN, said the Kremlin.", &["LOC U.S.", "ORG UN", "ORG Kremlin"]),
        (
            "On Monday, 10 July 2023, and in February 2022 it rained.",
            &["DATE Monday, 10 July 2023", "DATE February 2022"],
        ),
        ("He may march. It was last March. In May it ended.", &["DATE last March", "DATE May"]),
        ("RUSSIA AND CHINA HAIL A NEW DEAL\n\nIt rained.", &["LOC RUSSIA", "LOC CHINA"]),
        ("Anna Berg met Karl Berg. Later Berg left.", &["PER Anna Berg", "PER Karl Berg", "PER Berg"]),
        ("习近平主席访问俄罗斯。Путин приехал в Москву.", &[]),
        ("Fans saw the World Cup near Lake Baikal.", &["EVENT World Cup", "LOC Lake Baikal"]),
        ("Mr. Jones of the New York Times said no.", &["PER Jones", "ORG New York Times"]),
        ("Spokesman Dmitry Peskov and Foreign Minister Wang Yi smiled.", &["PER Dmitry Peskov", "PER Wang Yi"]),
        ("North Korean leader Kim Jong-un waved.", &["NORP North Korean", "PER Kim Jong-un"]),
        (
            "Jussi Halla-aho left the Court of Arbitration for Sport.",
            &["PER Jussi Halla-aho", "ORG Court of Arbitration for Sport"],
        ),
        ("The Chinese Foreign Ministry said so.", &["NORP Chinese", "ORG Foreign Ministry"]),
        ("The President and the Council met the Minister.", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(names(text), expected, "{text:?}");
    }
}

#[test]
fn a_reason_names_the_title() {
    let all = read("In 2023 it was President Ola Vasquero who spoke.");
    let reasons: Vec<&str> = all.mentions.iter().map(|mention| mention.reason.as_str()).collect();
    assert!(reasons.contains(&"title “President” before it"), "{reasons:?}");
}

#[test]
fn stances_have_holder_target_and_polarity() {
    use Polarity::{Ambiguous, Neutral, Oppose, Support};
    let cases: [(&str, &str, &str, Polarity, &str); 15] = [
        ("Poland hailed Ukraine.", "Poland", "Ukraine", Support, "hailed"),
        ("Vladimir Putin was condemned by Joe Biden.", "Joe Biden", "Vladimir Putin", Oppose, "condemned by"),
        ("Hungary refused to support Ukraine.", "Hungary", "Ukraine", Oppose, "refused to support"),
        ("Brazil did not condemn Russia.", "Brazil", "Russia", Neutral, "not condemn"),
        ("India stopped short of condemning Russia.", "India", "Russia", Ambiguous, "stopped short of condemning"),
        ("Serbia avoided condemning Russia.", "Serbia", "Russia", Ambiguous, "avoided condemning"),
        ("Germany failed to condemn Iran.", "Germany", "Iran", Ambiguous, "failed to condemn"),
        ("Ukraine received support from Poland.", "Poland", "Ukraine", Support, "support from"),
        ("Turkey backed sanctions on Israel.", "Turkey", "Israel", Oppose, "backed sanctions on"),
        ("Qatar will not join sanctions against Moscow.", "Qatar", "Moscow", Neutral, "not join sanctions against"),
        ("The Russian envoy expressed her support for China.", "Russian", "China", Support, "support for"),
        ("Emma Stone arrived. She praised France.", "Emma Stone", "France", Support, "praised"),
        ("Italy’s criticism of Austria grew.", "Italy", "Austria", Oppose, "criticism of"),
        ("The report said that Iran slammed the United States.", "Iran", "United States", Oppose, "slammed"),
        ("Wang Yi met with Antony Blinken in Beijing.", "Wang Yi", "Antony Blinken", Neutral, "met"),
    ];
    for (text, holder, target, polarity, cue) in cases {
        let expected = (holder.to_owned(), target.to_owned(), polarity, cue.to_owned());
        assert_eq!(stances(text), [expected], "{text:?}");
    }
}

#[test]
fn a_cue_without_a_target_says_nothing() {
    for text in ["Critics condemned the plan.", "The support for the plan grew.", "It rained in Paris."] {
        assert_eq!(stances(text), [], "{text:?}");
    }
}

#[test]
fn an_object_that_is_a_conflict_stands_for_who_wages_it() {
    let text =
        "The Russian invasion of Ukraine goes on. Of the war Narendra Modi said little: he avoided condemning it.";
    let expected =
        ("Narendra Modi".to_owned(), "Russian".to_owned(), Polarity::Ambiguous, "avoided condemning".to_owned());
    assert_eq!(stances(text), [expected]);
}

#[test]
fn candidates_are_names_in_the_window_only() {
    let text = "During talks on China-Russia ties, the Kremlin hailed Xi’s visit to Oslo.";
    let say = |window| candidates(text, window).iter().map(|span| &text[span.start..span.end]).collect::<Vec<_>>();
    assert_eq!(say(Span::new(0, text.len())), ["China", "Russia", "Kremlin", "Xi", "Oslo"]);
    assert_eq!(say(Span::new(0, 35)), ["China", "Russia"]);
    assert_eq!(say(Span::new(70, 999)), ["Oslo"], "an edge tears no name");
    assert!(say(Span::new(9, 3)).is_empty());
}

#[test]
fn a_stop_ends_the_work() {
    let text = "China hailed Russia. ".repeat(20_000);
    assert_eq!(
        suggest(&text, &Lessons::default(), &Own::default(), Depth::Fast, &AtomicBool::new(true)),
        Suggestions::default()
    );
}

proptest! {
    #[test]
    fn any_text_gives_sorted_whole_spans(text in "(China|Xi|al-|President|Bank of|U.S.|hailed|not|by| |\\.|\\(|\\)|’s|é|习|\n|-|&|May 3,|Mr.|von){0,60}") {
        let all = read(&text);
        let mut last = 0;
        for mention in &all.mentions {
            prop_assert!(mention.span.start >= last && mention.span.end > mention.span.start);
            prop_assert!(text.get(mention.span.start..mention.span.end).is_some());
            last = mention.span.end;
        }
        for stance in &all.stances {
            prop_assert!(stance.target < all.mentions.len() && stance.holder != Some(stance.target));
            prop_assert!(stance.evidence.contains(stance.cue));
        }
        let found = candidates(&text, Span::new(0, text.len()));
        prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }
}
