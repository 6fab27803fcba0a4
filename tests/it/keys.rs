//! The number of keys that marking costs, counted on the sample article with 26 names.

use crate::play::{Play, samples};

/// Start and end in code points, type and words of each name, in the order of the text.
fn gold() -> Vec<(usize, usize, String, String)> {
    let line = |line: &str| {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap().to_owned();
        (next().parse().unwrap(), next().parse().unwrap(), next(), next())
    };
    include_str!("data/strategic-talks.gold.tsv").lines().map(line).collect()
}

fn marked(play: &Play) -> Vec<(usize, usize, String, String)> {
    let reader = play.runtime.state.reader.as_ref().unwrap();
    let named =
        reader.annotations.mentions.iter().filter(|mention| ["PER", "ORG", "LOC"].contains(&mention.kind.as_str()));
    named
        .map(|mention| (mention.anchor.start, mention.anchor.end, mention.kind.clone(), mention.anchor.quote.clone()))
        .collect()
}

#[test]
fn with_suggestions_26_names_cost_at_most_26_keys() {
    let mut play = Play::article(&samples(), "strategic-talks", "careful = true");
    // Enter accepts the name under the cursor everywhere and goes on; Tab passes over what is not asked for.
    while let Some(kind) = proposed(&play) {
        play.keys(if ["PER", "ORG", "LOC"].contains(&kind.as_str()) { "Enter" } else { "Tab" });
        if play.status().contains("no further candidate") {
            break;
        }
    }
    println!("{}", play.screen());
    assert_eq!(marked(&play), gold());
    println!("26 names with suggestions: {} keys", play.presses);
    assert!(play.presses <= 26, "{} keys", play.presses);
}

/// The type proposed under the cursor.
fn proposed(play: &Play) -> Option<String> {
    let reader = play.runtime.state.reader.as_ref().unwrap();
    match reader.cursor.origin {
        newsgloss::app::Origin::Suggestion(index) => Some(reader.suggestions.mentions[index].kind.clone()),
        _ => None,
    }
}

#[test]
fn without_suggestions_26_names_cost_at_most_52_keys() {
    let mut play = Play::article(&samples(), "strategic-talks", "suggestions = false");
    play.keys("Tab");
    for _ in 0..60 {
        let selected = play.selected();
        let kind = gold().into_iter().find(|(_, _, _, words)| *words == selected).map(|(_, _, kind, _)| kind);
        let key = match kind.as_deref() {
            Some("PER") => "1",
            Some("ORG") => "2",
            Some("LOC") => "3",
            _ => "Tab",
        };
        play.keys(key);
        if marked(&play) == gold() || play.status().contains("no further candidate") {
            break;
        }
    }
    println!("{}", play.screen());
    assert_eq!(marked(&play), gold());
    println!("26 names without suggestions: {} keys", play.presses);
    assert!(play.presses <= 52, "{} keys", play.presses);
}

#[test]
fn one_undo_takes_a_bulk_mark_back() {
    let mut play = Play::article(&samples(), "strategic-talks", "suggestions = false\nadvance = false");
    play.keys("/").write("Russia ").keys("Enter H 3");
    assert!(play.status().starts_with("Russia: 2 marked as place"), "{}", play.status());
    assert_eq!(play.mentions().len(), 2);
    play.keys("u");
    assert_eq!(play.mentions().len(), 0);
    play.keys("U");
    assert_eq!(play.mentions().len(), 2);
    play.keys("x");
    assert_eq!(play.mentions().len(), 1, "one key leaves this hit out");
}
