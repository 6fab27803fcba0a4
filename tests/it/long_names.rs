//! A name that stands in one text thousands of times: marking it, and finding all its places again in a changed text.

use crate::play::{Play, library};
use newsgloss::model::{Annotations, ArticleId};
use newsgloss::store::Library;
use std::time::Instant;

/// A text of about so many bytes in which Qorvex stands so often, each time in other words.
fn text(bytes: usize, names: usize) -> String {
    let each = bytes / names;
    let mut random = crate::edits::Random::new(7);
    let words = ["grain", "talks", "border", "minister", "on Monday", "the price of oil", "a new bridge", "said"];
    let mut text = "Title: Alpha\n\n".to_owned();
    for at in 0..names {
        let start = text.len();
        text.push_str(&format!("In {at} they saw "));
        while text.len() < start + each.saturating_sub(20) {
            text.push_str(random.pick::<&str>(&words));
            text.push(' ');
        }
        text.push_str("Qorvex. ");
    }
    text
}

#[test]
#[ignore = "long: five thousand marks in a large text, timed"]
fn long_a_name_that_stands_thousands_of_times_is_marked_and_found_again() {
    for bytes in [250_000, 1_000_000] {
        let text = text(bytes, 5_000);
        let folder = library(&[("a.txt", &text)]);
        let mut play = Play::article(&folder, "alpha", "suggestions = false\nadvance = false");
        play.keys("/").write("Qorvex").keys("Enter Esc");
        let start = Instant::now();
        play.runtime.handle(newsgloss::app::Event::Key(newsgloss::app::parse_keys("1").unwrap()[0]));
        let marked = start.elapsed();
        play.keys("Ctrl+s");
        assert_eq!(play.mentions().len(), 5_000);
        drop(play);
        let changed = text.replacen("they saw", "they surely saw", 1);
        std::fs::write(folder.path().join("articles/a.txt"), &changed).unwrap();
        let start = Instant::now();
        let mut loaded = Library::new(folder.path(), "tester").load(&ArticleId::new("a.txt")).unwrap();
        let found = start.elapsed();
        let annotations = Annotations::fold_at(&loaded.journals, &mut loaded.places);
        let there = annotations.mentions.iter().filter(|it| loaded.article.body.slice(it.span) == "Qorvex").count();
        println!(
            "{bytes} bytes: the key {marked:?}, loading the changed text {found:?}, {there} found again, {} lost",
            annotations.orphans.len()
        );
        assert_eq!((there + annotations.orphans.len(), annotations.mentions.len()), (5_000, there));
        // Where it is not known how alike other places were, some are left to a person, and none is put on a wrong one.
        assert!(there >= 4_500, "{there}");
        let moved = |it: &newsgloss::model::Mention| it.span.start == it.anchor.start + "surely ".len();
        assert!(annotations.mentions.iter().all(moved));
    }
}
