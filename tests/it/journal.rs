//! Journals that are cut, flipped, edited, converted and written by several at once: whole blocks are kept, the rest is
//! set aside byte for byte, and nothing is ever taken for an empty journal.

use crate::acts;
use crate::libraries::Lib;
use newsgloss::formats::journal::{Parsed, parse, write};
use newsgloss::model::{Act, Anchor, ArticleId, Id, On, TextHash, What};
use newsgloss::store::Library;
use proptest::prelude::*;
use std::fs;

const NAME: &str = "a.txt";

fn act(number: u32, what: What) -> Act {
    let at = jiff::Timestamp::from_second(1_800_000_000 + i64::from(number)).unwrap();
    Act { id: Id::from(format!("act{number:05}").as_str()), at, group: None, what, extra: toml::Table::new() }
}

fn note(number: u32) -> Act {
    act(number, What::Note { text: format!("note {number}\n[[act]]\nsum = \"0\" ünï"), on: On::Article })
}

/// Three acts of different kinds.
fn three() -> Vec<Act> {
    let anchor = Anchor {
        start: 1,
        end: 4,
        quote: "習近平".to_owned(),
        before: "x".to_owned(),
        after: "[[act]]\n".to_owned(),
        rival: Some(Anchor::ALONE),
        text: TextHash::of("text"),
    };
    let mention = What::Mention {
        kind: "PER".to_owned(),
        entity: "習近平".to_owned(),
        anchor,
        more: Vec::new(),
        score: Some(0.5),
    };
    vec![act(1, mention), note(2), act(3, What::Undo { of: Id::from("act00002") })]
}

fn bytes_of(acts: &[Act]) -> Vec<u8> {
    acts.iter().map(write).collect::<String>().into_bytes()
}

fn damaged(parsed: &Parsed, bytes: &[u8]) -> Vec<u8> {
    parsed.damaged.iter().flat_map(|range| bytes[range.clone()].iter().copied()).collect()
}

/// Lays `bytes` down as the journal of a library, and holds that exactly what is damaged is set aside, in a named file,
/// while the journal stays as it is.
fn set_aside(lib: &Lib, bytes: &[u8]) {
    let path = lib.journal_path(NAME);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    let parsed = parse(bytes);
    let copy = Library::new(lib.root(), "me").set_aside(&ArticleId::new(NAME)).unwrap();
    assert_eq!(copy.is_some(), !parsed.damaged.is_empty());
    if let Some(copy) = copy {
        assert_eq!(fs::read(&copy).unwrap(), damaged(&parsed, bytes));
        fs::remove_file(copy).unwrap();
    }
    assert_eq!(fs::read(&path).unwrap(), bytes, "the journal itself is never changed");
}

#[test]
fn a_journal_cut_anywhere_keeps_its_whole_blocks() {
    let lib = Lib::of(&[(NAME, "text")]);
    let (acts, whole) = (three(), bytes_of(&three()));
    let ends: Vec<usize> = (1..=acts.len()).map(|count| bytes_of(&acts[..count]).len()).collect();
    for cut in 0..=whole.len() {
        let bytes = &whole[..cut];
        let parsed = parse(bytes);
        // The newline after the last sum may be missing: the block is whole without it.
        let kept = ends.iter().filter(|end| cut + 1 >= **end).count();
        assert_eq!(parsed.acts, acts[..kept], "cut at byte {cut}");
        let from = kept.checked_sub(1).map_or(0, |last| ends[last]).min(cut);
        assert_eq!(damaged(&parsed, bytes).trim_ascii_start(), bytes[from..].trim_ascii_start(), "cut at byte {cut}");
        set_aside(&lib, bytes);
    }
}

#[test]
fn a_journal_with_one_flipped_byte_loses_at_most_that_block() {
    let lib = Lib::of(&[(NAME, "text")]);
    let (acts, whole) = (three(), bytes_of(&three()));
    let ends: Vec<usize> = (1..=acts.len()).map(|count| bytes_of(&acts[..count]).len()).collect();
    for at in 0..whole.len() {
        let hit = ends.iter().position(|end| at < *end).unwrap();
        for mask in [0x01, 0x02, 0x07, 0x10, 0x20, 0x40, 0x78, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= mask;
            let parsed = parse(&bytes);
            let others = |kept: &[Act]| acts.iter().enumerate().all(|(n, act)| n == hit || kept.contains(act));
            assert!(others(&parsed.acts), "byte {at} xor {mask:#x}: another block is lost");
            assert!(parsed.acts.len() <= acts.len(), "byte {at} xor {mask:#x}: an act is made up");
            let said = !parsed.complaints.is_empty();
            assert!(said || parsed.acts == acts, "byte {at} xor {mask:#x}: changed and nothing said");
            let gone = parsed.acts.len() < acts.len();
            assert!(!gone || !parsed.damaged.is_empty(), "byte {at} xor {mask:#x}: a block is gone and not set aside");
            if mask == 0x20 {
                set_aside(&lib, &bytes);
            }
        }
    }
}

#[test]
fn what_is_appended_after_a_torn_tail_is_whole() {
    let (acts, whole) = (three(), bytes_of(&three()));
    let lib = Lib::of(&[(NAME, "text")]);
    let library = Library::new(lib.root(), "me");
    library.append(&ArticleId::new(NAME), &acts[..1]).unwrap();
    for cut in (1..whole.len()).step_by(7).chain([whole.len() - 1]) {
        fs::write(lib.journal_path(NAME), &whole[..cut]).unwrap();
        let before = parse(&whole[..cut]).acts;
        library.append(&ArticleId::new(NAME), &[note(9)]).unwrap();
        let bytes = fs::read(lib.journal_path(NAME)).unwrap();
        assert_eq!(bytes[..cut], whole[..cut], "nothing that was there is changed");
        let after = parse(&bytes).acts;
        assert_eq!(after.len(), before.len() + 1, "cut at byte {cut}");
        assert_eq!((&after[..before.len()], after.last()), (&before[..], Some(&note(9))), "cut at byte {cut}");
    }
}

#[test]
fn an_edited_block_is_kept_and_reported() {
    let text = String::from_utf8(bytes_of(&three())).unwrap().replace("note 2", "my own words");
    let parsed = parse(text.as_bytes());
    assert!(matches!(&parsed.acts[1].what, What::Note { text, .. } if text.starts_with("my own words")));
    assert_eq!((parsed.acts.len(), parsed.complaints.len(), parsed.damaged.len()), (3, 1, 0));
    assert!(parsed.complaints[0].what.contains("act00002"), "{:?}", parsed.complaints);
}

#[test]
fn line_ends_of_another_system_still_check() {
    let text = String::from_utf8(bytes_of(&three())).unwrap().replace('\n', "\r\n");
    let parsed = parse(text.as_bytes());
    assert_eq!((parsed.acts, parsed.complaints.len(), parsed.damaged.len()), (three(), 0, 0));
}

#[test]
fn what_a_later_version_wrote_survives() {
    let mut later = act(1, What::Unknown("weigh".to_owned()));
    later.extra = "weight = 3\nmore = [1, { a = \"b\" }]".parse().unwrap();
    let mut known = note(2);
    known.extra = "\"odd key\" = true".parse().unwrap();
    let acts = vec![later, known];
    let once = parse(&bytes_of(&acts)).acts;
    assert_eq!(once, acts);
    assert_eq!(bytes_of(&once), bytes_of(&acts));
}

#[test]
fn two_writers_at_once_never_tear_a_block() {
    const EACH: u32 = 60;
    let lib = Lib::of(&[(NAME, "text")]);
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let library = Library::new(lib.root(), "me");
            scope.spawn(move || {
                for number in 0..EACH {
                    library.append(&ArticleId::new(NAME), &[note(writer * EACH + number)]).unwrap();
                }
            });
        }
    });
    let parsed = lib.journal(NAME);
    assert!(parsed.complaints.is_empty() && parsed.damaged.is_empty(), "{:?}", parsed.complaints);
    let mut found: Vec<Act> = parsed.acts;
    found.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(found, (0..4 * EACH).map(note).collect::<Vec<_>>());
}

#[test]
fn a_journal_that_cannot_be_read_is_an_error_and_not_empty() {
    let lib = Lib::of(&[(NAME, "text")]);
    fs::create_dir_all(lib.journal_path(NAME)).unwrap(); // a folder in its place: unreadable for every user
    let library = Library::new(lib.root(), "me");
    assert!(library.load(&ArticleId::new(NAME)).is_err());
    assert!(library.append(&ArticleId::new(NAME), &three()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_written_is_read_back(acts in proptest::collection::vec(acts::act(), 1..6)) {
        let parsed = parse(&bytes_of(&acts));
        prop_assert_eq!(parsed.complaints, vec![]);
        prop_assert!(parsed.damaged.is_empty());
        prop_assert_eq!(parsed.acts, acts);
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in any::<Vec<u8>>(), acts in proptest::collection::vec(acts::act(), 0..2)) {
        let whole = [bytes_of(&acts), bytes, b"\n".to_vec(), bytes_of(&acts)].concat();
        prop_assert!(parse(&whole).acts.len() >= acts.len());
    }
}

#[test]
fn many_journals_are_written_together_or_taken_back() {
    let lib = Lib::of(&[("a.txt", "x"), ("b.txt", "x"), ("c.txt", "x")]);
    let library = Library::new(lib.root(), "me");
    let of = |name: &str| (ArticleId::new(name), three());
    library.append(&ArticleId::new(NAME), &[note(1)]).unwrap();
    let before = fs::read(library.journal_path("me", &ArticleId::new(NAME))).unwrap();
    // Where the journal of one of them should be, something is that is none.
    fs::create_dir_all(library.journal_path("me", &ArticleId::new("b.txt"))).unwrap();
    let refused = library.append_all(&[of("a.txt"), of("b.txt")].into(), &mut |_| ());
    assert!(refused.unwrap_err().to_string().contains("b.txt.toml"));
    assert_eq!(fs::read(library.journal_path("me", &ArticleId::new(NAME))).unwrap(), before);
    let mut told = Vec::new();
    library.append_all(&[of("a.txt"), of("c.txt")].into(), &mut |at| told.push((at.done, at.total))).unwrap();
    let after = fs::read(library.journal_path("me", &ArticleId::new(NAME))).unwrap();
    assert_eq!((after, told), ([before, bytes_of(&three())].concat(), vec![(2, 2)]));
    assert_eq!(fs::read(library.journal_path("me", &ArticleId::new("c.txt"))).unwrap(), bytes_of(&three()));
}
