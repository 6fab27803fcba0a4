//! A made library: wire stories of invented events among real actors, and two annotators who read them over months. The
//! same seed gives the same library. `cargo run --example demo_library -- DIR` writes one to look at.

use newsgloss::formats::journal;
use newsgloss::model::{Act, Anchor, Holder, Ids, Party, Polarity, TextHash, What};
use newsgloss::text::{Body, Span};
use std::path::Path;

/// Who acts in the stories: name, type, and how often. A later one is met less often.
const ACTORS: [(&str, &str); 22] = [
    ("United States", "LOC"),
    ("China", "LOC"),
    ("Russia", "LOC"),
    ("European Union", "ORG"),
    ("Ukraine", "LOC"),
    ("United Nations", "ORG"),
    ("India", "LOC"),
    ("Germany", "LOC"),
    ("Turkey", "LOC"),
    ("NATO", "ORG"),
    ("Iran", "LOC"),
    ("European Commission", "ORG"),
    ("International Monetary Fund", "ORG"),
    ("Poland", "LOC"),
    ("Saudi Arabia", "LOC"),
    ("World Trade Organization", "ORG"),
    ("Chinese Ministry of Commerce", "ORG"),
    ("Brazil", "LOC"),
    ("African Union", "ORG"),
    ("International Atomic Energy Agency", "ORG"),
    ("Hungary", "LOC"),
    ("Japan", "LOC"),
];

const SUPPORT: [&str; 6] = [
    "{h} welcomed the plan that {t} had laid before the talks.",
    "{h} praised {t} for keeping the grain corridor open.",
    "Speaking after the meeting, {h} backed the proposal of {t} in full.",
    "{h} said that it stood by {t} and would vote for its candidate.",
    "{h} endorsed the timetable of {t} for the ceasefire.",
    "Thanks to {t}, said {h}, the loan could be paid out before winter.",
];
const OPPOSE: [&str; 7] = [
    "{h} condemned the export controls that {t} had announced on Friday.",
    "{h} accused {t} of breaking the agreement on fishing rights.",
    "{h} rejected the tariffs of {t} as a breach of the rules.",
    "{h} warned {t} against sending further ships into the strait.",
    "A spokesman said that {h} would not accept the conditions of {t}.",
    "{h} criticised {t} for the delay of the inspection.",
    "The new fees of {t} are an affront, {h} said in a statement.",
];
const NEUTRAL: [&str; 3] = [
    "{h} met delegates of {t} to speak about the harvest.",
    "{h} said that it had taken note of the statement of {t}.",
    "{h} and {t} will meet again in the spring.",
];
const AMBIGUOUS: [&str; 2] = [
    "{h} called the offer of {t} remarkable and declined to say more.",
    "One could not but admire how {t} went about it, {h} remarked drily.",
];
const AUTHOR: [(&str, Polarity); 3] = [
    ("Few had expected such patience, and {t} deserves credit for it.", Polarity::Support),
    ("It is hard to see what {t} hoped to gain by this clumsy step.", Polarity::Oppose),
    ("What {t} will do next is open.", Polarity::Neutral),
];
const BETWEEN: [&str; 5] = [
    "The talks went on until late in the evening.",
    "Markets hardly moved on the news.",
    "No date was given for the next round.",
    "Details are to be published within the week.",
    "Observers in the capital spoke of a quiet day.",
];
const TOPICS: [&str; 8] = [
    "grain corridor",
    "fishing rights",
    "export controls",
    "ceasefire talks",
    "winter loan",
    "inspection dispute",
    "tariff round",
    "strait incident",
];
const SOURCES: [&str; 4] = ["Continental Wire", "Harbour News Agency", "The Daily Ledger", "Agence Orient"];

/// Numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }

    /// The first actors are met far more often than the last.
    fn actor(&mut self) -> usize {
        let (a, b) = (self.roll(ACTORS.len()), self.roll(ACTORS.len()));
        a.min(b)
    }
}

/// A sentence that says a stance: who, toward whom, and where it stands in the text.
struct Said {
    holder: Option<usize>,
    target: usize,
    polarity: Polarity,
    span: Span,
}

struct Story {
    text: String,
    said: Vec<Said>,
}

/// How two actors mostly stand to each other: fixed, so that the table has a picture.
fn lean(holder: usize, target: usize) -> usize {
    (holder * 7 + target * 5 + holder * target) % 4
}

fn story(dice: &mut Dice) -> Story {
    let mut story = Story { text: String::new(), said: Vec::new() };
    let main = dice.actor();
    for paragraph in 0..2 + dice.roll(3) {
        if paragraph > 0 {
            story.text.push_str("\n\n");
        }
        for _ in 0..2 + dice.roll(2) {
            if !story.text.is_empty() && !story.text.ends_with('\n') {
                story.text.push(' ');
            }
            match dice.roll(5) {
                0 => story.text.push_str(dice.pick(&BETWEEN)),
                _ => story.say(main, dice),
            }
        }
    }
    story
}

impl Story {
    fn say(&mut self, main: usize, dice: &mut Dice) {
        let (mut holder, mut target) = (dice.actor(), if dice.roll(3) == 0 { dice.actor() } else { main });
        if holder == target {
            (holder, target) = (target, (target + 1) % ACTORS.len());
        }
        let (sentence, polarity, holder) = if dice.roll(9) == 0 {
            let (sentence, polarity) = dice.pick(&AUTHOR);
            (sentence, polarity, None)
        } else {
            let polarity = match (lean(holder, target), dice.roll(10)) {
                (_, 0) => Polarity::Ambiguous,
                (_, 1) => Polarity::Neutral,
                (0 | 1, 2..8) | (2, 2..6) => Polarity::Oppose,
                _ => Polarity::Support,
            };
            let sentence = match polarity {
                Polarity::Support => dice.pick(&SUPPORT),
                Polarity::Oppose => dice.pick(&OPPOSE),
                Polarity::Neutral => dice.pick(&NEUTRAL),
                Polarity::Ambiguous => dice.pick(&AMBIGUOUS),
            };
            (sentence, polarity, Some(holder))
        };
        let start = self.text.len();
        let name = |at: usize| ACTORS[at].0;
        self.text.push_str(&sentence.replace("{h}", holder.map_or("", name)).replace("{t}", name(target)));
        self.said.push(Said { holder, target, polarity, span: Span::new(start, self.text.len()) });
    }
}

/// One annotator's journal of a story: each mention, and each stance unless the annotator overlooked it.
fn annotate(story: &Story, annotator: usize, at: jiff::Timestamp, ids: &mut Ids, dice: &mut Dice) -> String {
    let (body, hash) = (Body::new(story.text.as_str()), TextHash::of(&story.text));
    let mut out = String::new();
    let mut write = |what: What, ids: &mut Ids| {
        let id = ids.next(u64::try_from(at.as_millisecond()).unwrap());
        out.push_str(&journal::write(&Act { id: id.clone(), at, group: None, what, extra: toml::Table::new() }));
        id
    };
    for said in &story.said {
        let mut mention = |actor: usize, ids: &mut Ids| {
            let (name, kind) = ACTORS[actor];
            let start = said.span.start + story.text[said.span.start..said.span.end].find(name).unwrap();
            let anchor = Anchor::new(&body, &hash, Span::new(start, start + name.len()));
            let (kind, entity) = (kind.to_owned(), name.to_owned());
            let id = write(What::Mention { kind, entity: entity.clone(), anchor, more: Vec::new(), score: None }, ids);
            Party { entity, mention: Some(id) }
        };
        let holder = said.holder.map(|holder| mention(holder, ids));
        let target = mention(said.target, ids);
        // The second annotator reads less and sees some things otherwise.
        if dice.roll(10) < 1 + 3 * annotator {
            continue;
        }
        let polarity = if dice.roll(12) == 0 { Polarity::ALL[dice.roll(4)] } else { said.polarity };
        let what = What::Stance {
            holder: holder.map_or(Holder::Author, Holder::Entity),
            target,
            polarity,
            intensity: (dice.roll(3) == 0).then(|| u8::try_from(1 + dice.roll(5)).unwrap()),
            confidence: None,
            evidence: Anchor::new(&body, &hash, said.span),
            more: Vec::new(),
            score: None,
        };
        write(what, ids);
    }
    out
}

/// Writes a library of so many articles into a folder, with the journals of `ana` and `ben`.
pub fn write(folder: &Path, articles: usize, seed: u64) {
    let (mut dice, mut ids) = (Dice(seed), Ids::new(seed));
    let first = jiff::civil::date(2024, 1, 8);
    for number in 0..articles {
        let story = story(&mut dice);
        let days = i64::try_from(number * 300 / articles.max(1) + dice.roll(6)).unwrap();
        let date = first.checked_add(jiff::Span::new().days(days)).unwrap();
        let main = story.said.first().map_or("Capitals", |said| ACTORS[said.target].0);
        let title = format!("{main}: {} enters day {}", dice.pick(&TOPICS), 2 + dice.roll(40));
        let head = format!("Title: {title}\nDate: {date}\nSource: {}\n\n", dice.pick(&SOURCES));
        let name = format!("{date}-{number:03}.txt");
        put(&folder.join("articles").join(&name), &format!("{head}{}\n", story.text));
        let story = Story { text: format!("{}\n", story.text), ..story };
        let read = format!("{date}T00:00:00Z").parse::<jiff::Timestamp>().unwrap();
        for (annotator, who) in ["ana", "ben"].into_iter().enumerate() {
            if annotator == 1 && number % 3 == 2 {
                continue; // the second one has not read everything
            }
            let at = read + jiff::Span::new().hours(9 + 30 * i64::try_from(annotator).unwrap());
            let journal = annotate(&story, annotator, at, &mut ids, &mut dice);
            put(&folder.join("annotations").join(who).join(format!("{name}.toml")), &journal);
        }
    }
}

fn put(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
