use super::{Config, DEFAULTS, KEYS_MARKER, ROOT, ThemeName, parse};
use crate::model::{Hue, Polarity};

fn over_defaults(text: &str) -> (Config, Vec<String>) {
    let (config, complaints) = parse(&Config::default(), text);
    (config, complaints.into_iter().map(|complaint| complaint.what).collect())
}

#[test]
fn the_defaults_are_whole_and_right() {
    let (config, complaints) = over_defaults(DEFAULTS);
    assert_eq!(complaints, Vec::<String>::new());
    assert_eq!(Config { layers: 0, keys: Vec::new(), ..config }, Config { keys: Vec::new(), ..Config::default() });
    let names = |key: &str| {
        let starts = [format!("{key} = "), format!("[[{key}]]"), format!("[{key}.")];
        let plain = |line: &'static str| line.trim_start_matches(['#', ' ']);
        DEFAULTS.lines().any(|line| starts.iter().any(|start| plain(line).starts_with(start)))
    };
    for field in &ROOT {
        assert!(names(field.key), "{} is not in config.toml", field.key);
    }
    assert_eq!(DEFAULTS.lines().filter(|line| *line == KEYS_MARKER).count(), 1);
}

#[test]
fn the_defaults_say_what_they_should() {
    let config = Config::default();
    let types: Vec<_> = config.codebook.types.iter().map(|t| (t.key.as_str(), t.digit)).collect();
    let keys = ["PER", "ORG", "LOC", "NORP", "EVENT", "DATE", "WORK", "MISC"];
    assert_eq!(types, keys.into_iter().zip((1..=8).map(Some)).collect::<Vec<_>>());
    for kind in &config.codebook.types {
        assert!(kind.definition.len() > 40 && kind.definition.ends_with('.'), "{}", kind.key);
    }
    assert_eq!(Polarity::ALL.map(|polarity| config.stance_glyph(polarity)), ["▲", "▼", "●", "◆"]);
    let (ascii, _) = over_defaults("ascii = true");
    assert_eq!(Polarity::ALL.map(|polarity| ascii.stance_glyph(polarity)), ["+", "-", "=", "~"]);
    assert_eq!((config.look.measure, config.look.theme, config.accept_score), (72, ThemeName::Dark, 0.8));
    assert!(config.look.margin && config.look.mouse && config.suggestions && config.advance && !config.look.ascii);
    assert_eq!((config.library.as_deref(), config.annotator.as_str()), (None, ""));
}

/// What a changed configuration must say.
type Check = fn(&Config) -> bool;

#[test]
fn what_differs_is_laid_over() {
    let table: [(&str, Check); 22] = [
        ("", |c| c.look.measure == 72),
        ("\u{feff}measure = 80", |c| c.look.measure == 80),
        ("measure = 0x50\r\nascii = true\r\n", |c| c.look.measure == 80 && c.look.ascii),
        ("theme = 'colour-blind'", |c| c.look.theme == ThemeName::ColourBlind),
        ("theme = \"light\"\nmouse = false", |c| c.look.theme == ThemeName::Light && !c.look.mouse),
        ("library = \"/home/zoë/news\"", |c| c.library.as_deref() == Some("/home/zoë/news")),
        ("annotator = \"zoë-2\"", |c| c.annotator == "zoë-2"),
        ("accept_score = 1", |c| c.accept_score == 1.0),
        ("accept_score = 0.65", |c| c.accept_score == 0.65),
        ("[[types]]\nkey = \"PER\"\nhue = \"red\"", |c| {
            let kind = c.codebook.kind("PER").unwrap();
            kind.hue == Hue::Red && kind.name == "person" && kind.digit == Some(1) && c.codebook.types.len() == 8
        }),
        ("[[types]]\nkey = \"GPE\"", |c| {
            let kind = c.codebook.types.last().unwrap();
            kind.key == "GPE" && kind.name == "GPE" && kind.digit.is_none() && kind.hue == Hue::Grey
        }),
        ("[[types]]\nkey = \"GPE\"\ndigit = 3", |c| {
            c.codebook.by_digit(3).unwrap().key == "GPE" && c.codebook.kind("LOC").unwrap().digit.is_none()
        }),
        ("[[types]]\nkey = \"PER\"\ndigit = 2\n[[types]]\nkey = \"ORG\"\ndigit = 1", |c| {
            c.codebook.by_digit(1).unwrap().key == "ORG" && c.codebook.by_digit(2).unwrap().key == "PER"
        }),
        ("[[types]]\nkey = \"MISC\"\ndigit = 0", |c| c.codebook.kind("MISC").unwrap().digit.is_none()),
        ("[[types]]\nkey = \"MISC\"\nremove = true", |c| c.codebook.kind("MISC").is_none()),
        ("types = [{ key = \"GPE\", digit = 9 }]", |c| c.codebook.by_digit(9).unwrap().key == "GPE"),
        ("[[tags]]\nlabel = \"Irak & Iran\"", |c| c.codebook.tags.last().unwrap().label == "Irak & Iran"),
        ("[[tags]]\nlabel = \"check\"\ndefinition = \"New.\"", |c| {
            c.codebook.tags.len() == 5 && c.codebook.tags[1].definition == "New."
        }),
        ("[[tags]]\nlabel = \"check\"\nremove = true", |c| c.codebook.tags.len() == 4),
        ("stances.support.hue = \"blue\"", |c| {
            c.stance(Polarity::Support).hue == Hue::Blue && c.stance(Polarity::Support).glyph == "▲"
        }),
        ("[stances.neutral]\nlabel = \"sachlich\"\nglyph = \"=\"", |c| {
            let style = c.stance(Polarity::Neutral);
            (style.label.as_str(), style.glyph.as_str(), style.ascii.as_str()) == ("sachlich", "=", "=")
        }),
        ("[keys.reader]\nundo = []", |c| c.keys.iter().any(|k| k.command == "undo" && k.keys.is_empty())),
    ];
    for (text, check) in table {
        let (config, complaints) = over_defaults(text);
        assert_eq!(complaints, Vec::<String>::new(), "{text}");
        assert!(check(&config), "{text}");
    }
}

/// A configuration, and a part of each of its complaints.
const WRONG: [(&str, &[&str]); 32] = [
    ("\n\ntheem = 1", &["unknown key `theem` in line 3, column 1; did you mean `theme`?"]),
    ("[[type]]\nkey = \"A\"", &["unknown key `type` in line 1, column 3; did you mean `types`?"]),
    ("[[types]]\nkey = \"PER\"\ncolor = 1", &["unknown key `types.color` in line 3, column 1; known here: key,"]),
    ("[[types]]\nkey = \"PER\"\nmouse = true", &["`types.mouse` in line 3, column 1; it belongs above the first"]),
    ("[stances.suport]", &["unknown key `stances.suport` in line 1, column 10; did you mean `support`?"]),
    ("[stances.support]\nglyf = \"x\"", &["unknown key `stances.support.glyf` in line 2, column 1; did you mean"]),
    (
        "theme = \"drak\"",
        &[
            "`theme` must be one of dark, light, colour-blind, high-contrast, mono, not \"drak\" in line 1, column 9; did you mean `dark`?",
        ],
    ),
    ("theme = \"color-blind\"", &["did you mean `colour-blind`?"]),
    (
        "theme = 3",
        &["`theme` must be one of dark, light, colour-blind, high-contrast, mono, not 3 in line 1, column 9"],
    ),
    ("measure = 19", &["`measure` must be a whole number from 20 to 200, not 19 in line 1, column 11"]),
    ("measure = 99999999999999999999", &["`measure` must be a whole number"]),
    ("measure = \"wide\"", &["`measure` must be a whole number from 20 to 200, not \"wide\""]),
    ("mouse = \"no\"", &["`mouse` must be true or false, not \"no\" in line 1, column 9"]),
    ("accept_score = 80", &["`accept_score` must be a number from 0 to 1, not 80"]),
    ("accept_score = nan", &["`accept_score` must be a number from 0 to 1, not nan"]),
    ("annotator = \"../x\"", &["`annotator` must be up to 40 letters"]),
    ("library = \"\"", &["`library` must be the path of a folder, not \"\""]),
    ("[[types]]\nname = \"a\"", &["the block [[types]] in line 1, column 1 has no `key` and is left out"]),
    ("[[types]]\nkey = \"a b\"", &["`types.key` must be up to 40 letters"]),
    ("[[types]]\nkey = \"stance\"", &["`types.key` must be"]),
    (
        "[[types]]\nkey = \"A\"\n[[types]]\nkey = \"A\"",
        &["the second block [[types]] with `key = \"A\"` in line 3, column 1 is left"],
    ),
    (
        "[[types]]\nkey = \"A\"\ndigit = 9\n[[types]]\nkey = \"B\"\ndigit = 9",
        &["digit 9 of type `B` in line 6, column 9 already marks type `A`"],
    ),
    ("[[types]]\nkey = \"A\"\ndigit = 10", &["`types.digit` must be a digit from 1 to 9, or 0 for none, not 10"]),
    ("[[types]]\nkey = \"A\"\nhue = \"gray\"", &["`types.hue` must be one of blue, orange"]),
    ("types = 1", &["`types` must be a list of blocks that begin with [[types]], not 1"]),
    ("[types]\nkey = \"A\"", &["`types` must be a list of blocks that begin with [[types]], not a table in line 1"]),
    ("tags = [\"a\"]", &["`tags` must be a list of blocks that begin with [[tags]], not a list"]),
    ("[stances.support]\nglyph = \"ab\"", &["`stances.support.glyph` must be one character, one column wide"]),
    ("[stances.support]\nglyph = \"\\u200b\"", &["`stances.support.glyph` must be one character"]),
    ("[stances.support]\nascii = \"-\"", &["`support` and `oppose` have the same glyph in line 1"]),
    ("keys = 1\nmouse = 2", &["`keys` must be a table such as [keys.reader], not 1", "`mouse` must be"]),
    (
        "[keys.reader]\nundo = \"u\"\nredo = [1]\n[keys]\nlist = 2",
        &["`keys.reader.undo` must be a list of key sequences", "`keys.reader.redo` must be", "`keys.list` must be"],
    ),
];

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (text, expected) in WRONG {
        let (_, complaints) = over_defaults(text);
        assert_eq!(complaints.len(), expected.len(), "{text}: {complaints:#?}");
        for (complaint, part) in complaints.iter().zip(expected) {
            assert!(complaint.contains(part), "{text}: {complaint}");
        }
    }
}

#[test]
fn broken_lines_cost_only_themselves() {
    for (text, complaints) in [
        ("theme = light\nmeasure = 80\n", 1),
        ("theme = \nmeasure = 80\n", 1),
        ("= 4\nmeasure = 80\nmouse == 2\n", 2),
        ("measure = 80\nmeasure = 90\n", 1),
        ("measure = 80\ntheme = \"mono\n", 1),
    ] {
        let (config, found) = over_defaults(text);
        assert_eq!(found.len(), complaints, "{text}: {found:#?}");
        assert!(found.iter().all(|what| what.starts_with("not TOML in line ")), "{found:#?}");
        assert_eq!((config.look.measure, config.look.theme, config.look.mouse), (80, ThemeName::Dark, true), "{text}");
    }
}

#[test]
fn what_is_right_counts_beside_what_is_wrong() {
    let text = "measure = 100\ntheem = 1\ntheme = \"pink\"\nascii = true\n\
                [[types]]\nkey = \"GPE\"\ndigit = 12\nhue = \"red\"\nfoo = 1\n";
    let (config, complaints) = parse(&Config::default(), text);
    assert_eq!(complaints.iter().map(|c| c.line).collect::<Vec<_>>(), [Some(2), Some(3), Some(7), Some(9)]);
    assert_eq!((config.look.measure, config.look.ascii, config.look.theme), (100, true, ThemeName::Dark));
    let kind = config.codebook.kind("GPE").unwrap();
    assert_eq!((kind.digit, kind.hue), (None, Hue::Red));
}

#[test]
fn keys_come_with_their_place_and_layer() {
    let (user, _) = over_defaults("[keys.reader]\n  undo = [\"u\", \"g u\"]\nredo = [\"U\"]\n");
    let (both, complaints) = parse(&user, "keys.reader.undo = [\"z\"]");
    assert!(complaints.is_empty());
    let find = |config: &Config, command: &str| {
        let entry = config.keys.iter().find(|key| key.command == command && key.scope == "reader").unwrap();
        (entry.keys.join(","), entry.layer, entry.line, entry.column)
    };
    assert_eq!(find(&user, "undo"), ("u,g u".to_owned(), 1, 2, 3));
    assert_eq!(find(&both, "undo"), ("z".to_owned(), 2, 1, 13));
    assert_eq!(find(&both, "redo"), ("U".to_owned(), 1, 3, 1));
}

use proptest::prelude::*;
proptest! {
    #[test]
    fn any_text_is_read_with_places_inside_it(text in "[a-z=\\[\\]\\.\"'0-9 #é\n\r{},]{0,80}") {
        let (_, complaints) = parse(&Config::default(), &text);
        let lines = text.matches('\n').count() + 1;
        prop_assert!(complaints.iter().all(|complaint| complaint.line.is_some_and(|line| line >= 1 && line <= lines)));
    }
}
