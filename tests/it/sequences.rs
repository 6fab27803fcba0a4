//! Random commands of the whole command table, driven through the real update with a shell of our own: whatever is done,
//! undoing everything gives what was at the start, redoing everything what was at the end, and the journal that was written
//! says what is in memory.

use crate::edits::Random;
use newsgloss::app::{
    Command, Effect, Event, Looked, Lost, LostNews, Opened, Queued, Size, State, all_commands, parse_keys, update,
};
use newsgloss::formats::config::Config;
use newsgloss::formats::journal::{parse, write};
use newsgloss::model::{
    Act, Anchor, Annotations, ArticleId, Id, Journal, MentionSuggestion, On, Places, Polarity, StanceSuggestion,
    Suggestions, What,
};
use newsgloss::shell::listed;
use newsgloss::store::{Library, Loaded, Snapshot};
use newsgloss::text::{Body, Span};
use newsgloss::ui::new_editor;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

const TEXTS: [(&str, &str); 3] = [
    (
        "a.txt",
        "Title: Alpha\n\nForeign Minister Wang Yi praised Brazil on Monday. President Lula thanked China and Wang Yi.\n\nNobody opposed Brazil.",
    ),
    ("b.txt", "Title: Beta\n\nErdoğan met Putin in Sochi. Putin criticised Kyiv; Erdoğan supported Kyiv."),
    ("c.txt", "Title: Gamma\n\n習近平 visited Iran. Iran thanked him."),
];

/// A shell without a disk: journals are texts in memory.
struct Shell {
    state: State,
    library: Library,
    journals: BTreeMap<ArticleId, String>,
    other: BTreeMap<ArticleId, Journal>,
    events: VecDeque<Event>,
    second: i64,
    /// What was done, to be read when it fails.
    log: Vec<String>,
}

impl Shell {
    fn new(seed: u64, folder: &std::path::Path, snapshot: &Snapshot) -> Self {
        let library = Library::new(folder, "tester");
        let (state, _) = State::new(Config::default(), library.annotator().clone(), seed, new_editor);
        let mut shell = Self {
            state,
            library,
            journals: BTreeMap::new(),
            other: BTreeMap::new(),
            events: VecDeque::new(),
            second: 1_800_000_000,
            log: Vec::new(),
        };
        for head in snapshot.catalogue.heads() {
            shell.other.insert(head.id.clone(), of_another(&shell.library, &head.id));
        }
        shell.tell(Event::Resize(Size { columns: 100, rows: 30 }));
        shell.tell(Event::Library(snapshot.clone(), None));
        shell
    }

    fn tell(&mut self, event: Event) {
        self.events.push_back(event);
        while let Some(event) = self.events.pop_front() {
            self.second += 1;
            let now = jiff::Timestamp::from_second(self.second).unwrap();
            for effect in update(&mut self.state, event, now) {
                self.carry_out(effect);
            }
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        let event = match effect {
            Effect::List(job) => Event::Listed(Box::new(listed(&self.library, *job, None, &|_| true).unwrap())),
            Effect::Open(id) => Event::Opened(Box::new(Opened { loaded: self.loaded(&id), drafts: Vec::new() })),
            Effect::ReadJournals(id) => Event::Journals(id.clone(), self.loaded(&id).journals),
            Effect::Append(id, acts) => {
                let text: String = acts.iter().map(write).collect();
                self.journals.entry(id.clone()).or_default().push_str(&text);
                Event::Saved(id, acts.len())
            }
            Effect::Flush => Event::Flushed(true),
            Effect::Export(_) => Event::Exported(Err("Nothing is written here.".to_owned())),
            Effect::Suggest(round, body, _, _) => Event::Suggested(round, Box::new(suggestions(&body)), false),
            Effect::Review(job) => {
                for id in &job.articles.ids().collect::<Vec<_>>() {
                    let loaded = self.loaded(id);
                    let article = Queued::new(&loaded.article, &loaded.journals, &suggestions(&loaded.article.body));
                    let progress = Some(newsgloss::store::Progress { done: 1, total: 3 });
                    let looked = Looked { article, progress, said: None };
                    self.events.push_back(Event::Looked(job.round, Box::new(looked)));
                }
                let last = Looked { article: None, progress: None, said: None };
                Event::Looked(job.round, Box::new(last))
            }
            Effect::FindOrphans(job) => {
                let lost = |id| {
                    let loaded = self.loaded(id);
                    Lost::of(&loaded.article, &loaded.journals)
                };
                let (lost, looked) = (job.articles.iter().flat_map(lost).collect(), job.articles.len());
                Event::Orphans(job.round, LostNews { lost, looked, more: false })
            }
            Effect::EditOutside(text) => Event::Edited(Ok(format!("{text} from outside"))),
            Effect::Continue => Event::Idle,
            _ => return,
        };
        self.events.push_back(event);
    }

    fn loaded(&self, id: &ArticleId) -> Loaded {
        let article = self.library.article(id).unwrap();
        let own = Journal { annotator: self.library.annotator().clone(), acts: self.written(id) };
        let journals = vec![own, self.other[id].clone()];
        let places = Places::new(&article.body, &article.hash);
        Loaded { article, journals, complaints: Vec::new(), places }
    }

    /// The acts that the journal's text holds.
    fn written(&self, id: &ArticleId) -> Vec<Act> {
        let parsed = parse(self.journals.get(id).map_or(&[], |text| text.as_bytes()));
        assert!(parsed.complaints.is_empty(), "{:?}", parsed.complaints);
        parsed.acts
    }

    fn keys(&mut self, written: &str) {
        self.log.push(written.to_owned());
        for key in parse_keys(written).unwrap() {
            self.tell(Event::Key(key));
        }
    }

    /// Does one random thing.
    fn step(&mut self, random: &mut Random) {
        let scope = self.state.scope();
        match random.below(20) {
            0 => {
                let (x, y) = (u16::try_from(random.below(100)).unwrap(), u16::try_from(random.below(30)).unwrap());
                self.log.push(format!("click {x} {y}"));
                self.tell(Event::Click(x, y));
            }
            1 => {
                self.log.push("paste".to_owned());
                self.tell(Event::Paste("pasted\n習 words".to_owned()));
            }
            2..=8 if scope.takes_text() => {
                let word = *random.pick(&["a", "iran", "b c", "Xi", "é", "x1", "important"]);
                self.log.push(format!("type {word}"));
                for c in word.chars() {
                    self.tell(Event::Key(keybinds::KeyInput::from(c)));
                }
            }
            _ => {
                let global = random.one_in(12);
                let here: Vec<&Command> = all_commands()
                    .filter(|row| {
                        (row.scope == scope) != global && (row.scope == scope || row.scope.name() == "global")
                    })
                    .filter(|row| !row.keys.is_empty())
                    .collect();
                if !here.is_empty() {
                    let row = random.pick(&here);
                    let keys: &str = random.pick::<&str>(row.keys);
                    self.keys(keys);
                }
            }
        }
    }

    /// Goes to an article, whatever is open.
    fn go_to(&mut self, id: &ArticleId) {
        // Else a letter might be taken for the rest of a sequence; the tour, where it is on, takes a key first.
        (0..3).for_each(|_| self.keys("Esc"));
        for _ in 0..8 {
            if !self.state.overlays.is_empty() {
                self.keys("Esc");
            }
        }
        assert!(self.state.overlays.is_empty(), "Esc closes everything: {:?}", self.state.scope());
        if self.state.scope().name() == "reader" {
            self.keys("q");
        }
        (0..2).for_each(|_| self.keys("Esc"));
        let at = (0..self.state.list.shown.len()).position(|at| self.state.list.row(at).unwrap().id == *id).unwrap();
        self.keys("g g");
        (0..at).for_each(|_| self.keys("j"));
        self.keys("Enter");
        assert_eq!(self.state.reader.as_ref().unwrap().article.id, *id);
    }

    fn annotations(&self) -> Annotations {
        self.state.reader.as_ref().unwrap().annotations.clone()
    }

    /// Holds an article against what was promised.
    fn check(&mut self, id: &ArticleId) {
        self.go_to(id);
        let loaded = self.loaded(id);
        let reader = self.state.reader.as_ref().unwrap();
        // What was done to entities is kept apart from the journals; it only names what these say.
        let registry = reader.registry.clone();
        let fold = |journals: &[Journal]| {
            let mut all = Annotations::fold(journals, &loaded.article.body, &loaded.article.hash);
            all.name(&registry);
            all
        };
        assert_eq!(reader.journals[0].acts, loaded.journals[0].acts, "the journal read back is what is in memory");
        assert_eq!(reader.annotations, fold(&loaded.journals), "and means the same");
        let (start, end) = (fold(&loaded.journals[1..]), self.annotations());
        let depth = reader.history.depth();
        (0..depth).for_each(|_| self.keys("u"));
        assert_eq!(self.state.reader.as_ref().unwrap().history.depth(), 0, "undo reaches everything");
        assert_eq!(self.annotations(), start, "undo of everything");
        (0..depth).for_each(|_| self.keys("U"));
        assert_eq!(self.annotations(), end, "redo of everything");
        assert_eq!(self.state.reader.as_ref().unwrap().journals[0].acts, self.written(id), "all of it is written");
    }
}

/// What another annotator has done.
fn of_another(library: &Library, id: &ArticleId) -> Journal {
    let article = library.article(id).unwrap();
    let word = newsgloss::text::word_at(article.body.as_str(), 0).unwrap();
    let anchor = Anchor::new(&article.body, &article.hash, word);
    let acts = [
        What::Mention { kind: "MISC".to_owned(), entity: "Another".to_owned(), anchor, more: Vec::new(), score: None },
        What::Tag { label: "theirs".to_owned(), on: On::Article },
    ];
    let act = |(at, what): (usize, What)| Act {
        id: Id::from(format!("other{at}").as_str()),
        at: jiff::Timestamp::UNIX_EPOCH,
        group: None,
        what,
        extra: toml::Table::new(),
    };
    Journal { annotator: Arc::from("another"), acts: acts.into_iter().enumerate().map(act).collect() }
}

/// Proposes every word with a capital, and stances between neighbours.
fn suggestions(body: &Body) -> Suggestions {
    let words = crate::edits::words(body.as_str());
    let named =
        words.into_iter().filter(|word| body.slice(*word).starts_with(|c: char| c.is_uppercase() || !c.is_ascii()));
    let mentions: Vec<MentionSuggestion> = named.enumerate().map(|(at, span)| mention(body, span, at)).collect();
    let stances = (1..mentions.len()).step_by(3).map(|at| stance(&mentions, at)).collect();
    Suggestions { mentions, stances }
}

fn mention(body: &Body, span: Span, at: usize) -> MentionSuggestion {
    let kind = ["PER", "ORG", "LOC"][at % 3].to_owned();
    let score = 0.3 + 0.1 * f64::from(u8::try_from(at % 7).unwrap());
    MentionSuggestion { span, kind, entity: body.slice(span).to_owned(), score, reason: "a capital".to_owned() }
}

fn stance(mentions: &[MentionSuggestion], at: usize) -> StanceSuggestion {
    let evidence = Span::new(mentions[at - 1].span.start, mentions[at].span.end);
    StanceSuggestion {
        holder: at.is_multiple_of(2).then_some(at - 1),
        target: at,
        polarity: Polarity::ALL[at % 4],
        evidence,
        cue: evidence,
        score: 0.9,
        reason: "neighbours".to_owned(),
    }
}

fn run(sequences: std::ops::Range<u64>) {
    let folder = crate::play::library(&TEXTS);
    let snapshot = Library::new(folder.path(), "tester").scan_quietly(&Snapshot::default()).snapshot;
    let ids: Vec<ArticleId> = snapshot.catalogue.heads().map(|head| head.id).collect();
    let mut acts = 0;
    let count = sequences.end - sequences.start;
    for seed in sequences {
        let mut random = Random::new(seed);
        let mut shell = Shell::new(seed, folder.path(), &snapshot);
        let steps = 10 + random.below(50);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            shell.keys("Enter");
            (0..steps).for_each(|_| shell.step(&mut random));
            for id in &ids {
                shell.check(id);
                acts += shell.written(id).len();
            }
        }));
        if done.is_err() {
            panic!("sequence {seed}: {}", shell.log.join("  "));
        }
    }
    println!("{count} sequences, {acts} acts");
}

#[test]
fn random_commands_can_be_undone_redone_and_read_back() {
    run(0..150);
}

#[test]
#[ignore = "takes long in a build for tests; .ci/run runs it on the release build"]
fn long_ten_thousand_random_sequences_can_be_undone_redone_and_read_back() {
    run(1_000..11_000);
}
