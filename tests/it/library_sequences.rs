//! Random changes of the whole library, through the real loop and the disk: merges, renames, types, aliases and descriptions
//! of entities, bulk acts, and renamed codes. Each is taken back by one key, the last one first, also after a restart; done
//! again by one key; and what lies on the disk is then as it was at each step.

use crate::edits::Random;
use crate::play::{Play, library};
use newsgloss::formats::config::{Config, parse};
use newsgloss::model::{Annotations, ArticleId};
use newsgloss::store::Library;
use std::sync::Arc;
use tempfile::TempDir;

const TEXTS: [(&str, &str); 4] = [
    ("a.txt", "Title: Alpha\n\nQorvex met Zembla in Lutha. Qorvex Ltd left."),
    ("b.txt", "Title: Beta\n\nZembla spoke to Qorvex. Lutha was silent."),
    ("c.txt", "Title: Gamma\n\nLutha and Qorvex Ltd signed; Zembla did not."),
    ("d.txt", "Title: Delta\n\nNobody else came, but Qorvex and Zembla did."),
];
const NAMES: [&str; 4] = ["Qorvex", "Zembla", "Lutha", "Qorvex Ltd"];
const WORDS: [&str; 4] = ["energy", "north", "Zed", "Qora"];

/// Where a change is made, and so where it is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    List,
    Entities,
}

/// Everything that a change may touch, as it lies on the disk.
fn on_disk(play: &mut Play) -> String {
    play.keys("Ctrl+s");
    let library = Library::new(play.folder.path(), "tester");
    let registry = library.registry();
    let mut said = String::new();
    // In which order the file has them means nothing.
    let mut entities: Vec<_> = registry.entities().iter().collect();
    entities.sort_by_key(|entity| (&entity.name, &entity.kind));
    for entity in entities {
        said += &format!(
            "{} {} {:?} {} {:?}\n",
            entity.name, entity.kind, entity.aliases, entity.description, entity.links
        );
    }
    for (id, _) in TEXTS {
        let loaded = library.load(&ArticleId::new(id)).unwrap();
        let mut all = Annotations::fold(&loaded.journals, &loaded.article.body, &loaded.article.hash);
        all.name(&registry);
        let mut lines: Vec<String> =
            all.mentions.iter().map(|it| format!("{id} {:?} {} {}", it.span, it.kind, it.entity)).collect();
        lines.extend(all.article_tags().map(|tag| format!("{id} #{}", tag.label)));
        lines.sort();
        said += &(lines.join("\n") + "\n");
    }
    let text = std::fs::read_to_string(play.folder.path().join("config.toml")).unwrap_or_default();
    let codebook = parse(&Config::default(), &text).0.codebook;
    let mut codes: Vec<String> = codebook.types.iter().map(|kind| kind.key.clone()).collect();
    codes.extend(codebook.tags.iter().map(|tag| tag.label.clone()));
    codes.sort();
    said + &codes.join(" ")
}

/// Goes to the list with nothing over it.
fn home(play: &mut Play) {
    play.keys("Esc Esc Esc");
}

fn down(play: &mut Play, random: &mut Random) {
    play.keys("g");
    for _ in 0..random.below(4) {
        play.keys("j");
    }
}

/// Makes one random change; says where and what.
fn change(play: &mut Play, random: &mut Random) -> (Where, String) {
    home(play);
    let (name, word) = (*random.pick(&NAMES), *random.pick(&WORDS));
    let digit = (1 + random.below(3)).to_string();
    let what = random.below(10);
    if what < 5 {
        let (keys, typed) = match what {
            0 | 1 => (digit.as_str(), name),
            2 => ("t", word),
            3 => ("T", word),
            _ => ("x", name),
        };
        play.keys(&format!("B {keys}")).write(typed).keys("Enter Enter");
        return (Where::List, format!("bulk {what} {name} {word} {digit}"));
    }
    play.keys("e");
    down(play, random);
    match what {
        5 | 6 => {
            play.keys("m");
            down(play, random);
            play.keys("m Enter");
        }
        7 => {
            play.keys("r Ctrl+u").write(word).keys("Enter");
        }
        8 => {
            play.keys(&digit);
        }
        _ => {
            play.keys("a").write(&format!("{word} {digit}")).keys("Enter");
        }
    }
    play.keys("Ctrl+s");
    (Where::Entities, format!("entity {what} {word} {digit}"))
}

fn turn(play: &mut Play, at: Where, key: &str) {
    home(play);
    if at == Where::Entities {
        play.keys("e");
    }
    play.keys(key).keys("Ctrl+s");
}

fn open(folder: &Arc<TempDir>) -> Play {
    Play::open(folder, 120, 40, "suggestions = false\nadvance = false")
}

fn run(seeds: std::ops::Range<u64>) {
    let mut changes = 0;
    for seed in seeds.clone() {
        let mut random = Random::new(seed);
        let folder = library(&TEXTS);
        let mut play = open(&folder);
        play.keys("B 1").write("Qorvex").keys("Enter Enter B 2").write("Zembla").keys("Enter Enter");
        let mut steps: Vec<(Where, String, String)> = vec![(Where::List, String::new(), on_disk(&mut play))];
        for _ in 0..4 + random.below(5) {
            let (at, what) = change(&mut play, &mut random);
            let now = on_disk(&mut play);
            if now != steps[steps.len() - 1].2 {
                steps.push((at, what, now));
            }
        }
        changes += steps.len() - 1;
        let log: Vec<&String> = steps.iter().map(|(_, what, _)| what).collect();
        let log = format!("seed {seed}: {log:?}");
        if random.one_in(2) {
            play = play.restart();
        }
        for at in (1..steps.len()).rev() {
            turn(&mut play, steps[at].0, "u");
            assert_eq!(on_disk(&mut play), steps[at - 1].2, "undo of {}\n{log}", steps[at].1);
        }
        for step in &steps[1..] {
            turn(&mut play, step.0, "U");
            assert_eq!(on_disk(&mut play), step.2, "redo of {}\n{log}", step.1);
        }
    }
    println!("{} sequences, {changes} changes of the library", seeds.end - seeds.start);
}

#[test]
fn changes_of_the_library_are_taken_back_and_done_again() {
    run(0..6);
}

#[test]
#[ignore = "long: a few hundred sequences through the disk; .ci/run runs it on the release build"]
fn long_random_changes_of_the_library_are_taken_back_and_done_again() {
    run(100..200);
}
