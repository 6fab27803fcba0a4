use super::{Expr, Field, Phrase, Query, Test, hits};
use proptest::prelude::*;

/// A query written with all its brackets.
fn shown(expr: &Expr) -> String {
    let list = |all: &[Expr], with: &str| all.iter().map(shown).collect::<Vec<_>>().join(with);
    match expr {
        Expr::And(all) => format!("({})", list(all, " & ")),
        Expr::Or(all) => format!("({})", list(all, " | ")),
        Expr::Not(one) => format!("!{}", shown(one)),
        Expr::Test(Test::Words(field, phrase)) => {
            let name = if *field == Field::Any { String::new() } else { format!("{field:?}:").to_lowercase() };
            format!("{name}{}{}", phrase.terms.join("_"), if phrase.prefix { "*" } else { "" })
        }
        Expr::Test(Test::Stance(one)) => {
            let side = |phrase: &Option<Phrase>| phrase.as_ref().map_or_else(String::new, |one| one.terms.join("_"));
            let polarity = one.polarity.map_or("", |polarity| polarity.word());
            format!("{}>{}={polarity}", side(&one.holder), side(&one.target))
        }
        Expr::Test(other) => format!("{other:?}"),
    }
}

#[test]
fn queries_are_read_as_an_analyst_means_them() {
    let cases = [
        ("", "()"),
        ("xi moscow", "(xi & moscow)"),
        ("Xi’s", "xi_s"),
        ("\"visit to\" tass", "(visit_to & tass)"),
        ("\"visit to\"", "visit_to"),
        ("min* -defence", "(min* & !defence)"),
        ("a OR b c", "(a | (b & c))"),
        ("(a OR b) AND NOT c", "((a | b) & !c)"),
        ("title:(sanctions OR embargo*)", "(title:sanctions | title:embargo*)"),
        ("text:\"no first use\"", "text:no_first_use"),
        ("习近平", "习_近_平"),
        ("stance:\"Russia\">\"China\"=support", "russia>china=support"),
        ("stance:>NATO=oppose", ">nato=oppose"),
        ("stance:NATO", ">nato="),
        ("stance:\"a=b\">c", "a_b>c="),
        ("2023/07", "2023_07"),
        ("/2023/07", "2023_07"),
        ("/sanction(s|ed)/ un", "(Regex(\"sanction(s|ed)\") & un)"),
        ("text:/\\bN\\/A/", "Regex(\"\\\\bN\\\\/A\")"),
        ("lang:EN", "Language(\"en\")"),
        ("— - \"\" tag:", "()"),
        ("a - b", "(a & b)"),
        ("\"AND\" or", "(and & or)"),
        ("((a))", "a"),
        ("NOT NOT a", "!!a"),
    ];
    for (query, expected) in cases {
        let (parsed, mistake) = Query::parse(query);
        assert_eq!(mistake, None, "{query}");
        assert_eq!(shown(&parsed.expr), expected, "{query}");
    }
}

#[test]
fn a_mistake_points_at_its_place_and_says_the_remedy() {
    let cases = [
        ("xi \"visit to", 3, "put a `\"`", "(xi & visit_to)"),
        ("a colour:red", 2, "title:", "a"),
        ("is:foo", 0, "is:unread", "()"),
        ("date:july xi", 0, "2024-02", "xi"),
        ("习 has:wings", 2, "has:orphan", "习"),
        ("a OR", 2, "both sides", "a"),
        ("AND a", 0, "both sides", "a"),
        ("(a b", 0, "put a `)`", "(a & b)"),
        ("a) b", 1, "closes nothing", "(a & b)"),
        ("a NOT", 2, "after it", "a"),
        ("/(/ a", 0, "regular expression", "a"),
        ("stance:a>b=hates", 0, "support, oppose", "()"),
        ("tag:(a b)", 0, "before each value", "(a & b)"),
    ];
    for (query, at, says, expected) in cases {
        let (parsed, mistake) = Query::parse(query);
        let mistake = mistake.unwrap_or_else(|| panic!("{query}"));
        assert_eq!(mistake.at, at, "{query}");
        assert!(mistake.what.contains(says), "{query}: {mistake}");
        assert_eq!(shown(&parsed.expr), expected, "{query}");
    }
}

#[test]
fn a_word_being_typed_stands_for_all_that_begin_with_it() {
    let cases = [
        ("xi mosc", "(xi & mosc*)"),
        ("xi ", "xi"),
        ("\"xi\"", "xi"),
        ("a OR (b c", "(a | (b & c*))"),
        ("-mo", "!mo*"),
    ];
    for (query, expected) in cases {
        assert_eq!(shown(&Query::parse(query).0.as_typed().expr), expected, "{query}");
    }
}

#[test]
fn hits_are_found_whatever_the_form_of_the_words() {
    let text = "İİ ’’ Łódź, ŁÓDŹ: Xi’s visit to Moscow. Visits to 莫斯科市.";
    let cases = [
        ("lodz", vec!["Łódź", "ŁÓDŹ"]),
        ("\"xi's visit\"", vec!["Xi’s visit"]),
        ("visit* -moscow", vec!["visit", "Visits"]),
        ("斯科", vec!["斯科"]),
        ("/[A-Z]o\\w+/", vec!["Moscow"]),
        ("source:xi", vec![]),
    ];
    for (query, expected) in cases {
        let found = hits(&Query::parse(query).0, text);
        let found: Vec<&str> = found.iter().map(|hit| &text[hit.start..hit.end]).collect();
        assert_eq!(found, expected, "{query}");
    }
}

proptest! {
    #[test]
    fn no_query_stops_the_reader(query in "[()\"/:*\\-=> abANDORNOTtitlestance习.é\\\\]{0,40}") {
        let (parsed, mistake) = Query::parse(&query);
        let _ = hits(&parsed.clone().as_typed(), "a b ab 习 é");
        prop_assert!(mistake.is_none_or(|mistake| mistake.at <= query.chars().count()));
    }

    #[test]
    fn deep_brackets_end_in_a_sentence(depth in 60usize..4000) {
        let query = format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
        let (_, mistake) = Query::parse(&query);
        prop_assert_eq!(mistake.is_some(), depth > 64);
        let (_, mistake) = Query::parse(&format!("{}a", "NOT ".repeat(depth)));
        prop_assert_eq!(mistake.is_some(), depth > 64);
    }
}
