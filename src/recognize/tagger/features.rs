//! What the fast model sees of a word: its letters and those of its neighbours, how it is written, in which lists and
//! clusters it is, what the hand rules say, and whether the text also writes it small. A feature is a 32-bit hash.

use super::super::lexicon;
use super::super::lists::Kind;
use super::super::names::Found;
use super::super::table::Hash;
use super::super::words::{CAPITAL, INNER, LOWER, MARK, UPPER, Word};
use super::clusters::{Clusters, clusters};
use super::labels::begin;
use super::scorer::Sentence;
use crate::text::fold;

/// Letters of the longest beginning and ending that count.
const AFFIX: usize = 4;

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    lower: u32,
    exact: u32,
    /// Its first letters, one more each.
    prefix: [u32; AFFIX],
    /// Its last letters, one more each.
    suffix: [u32; AFFIX],
    /// How it is written, letter by letter, with repetitions left out.
    long: u32,
    shape: u8,
    flags: u16,
    clusters: Clusters,
    /// What the rules say: a code, and their reason.
    rule: u8,
    reason: u32,
    /// It has a capital here, and the text also writes it small.
    small: bool,
    /// A blank stands before it.
    parted: bool,
}

/// A sentence as the model sees it; kept and filled again, so that reading costs no memory.
#[derive(Debug, Default)]
pub(crate) struct View {
    words: Vec<Seen>,
    flags: Vec<u16>,
    /// Most words are in capitals, or begin with one: capitals say little.
    loud: u32,
}

/// Ways to combine what is seen; each number is one family of features and must not change its meaning.
#[derive(Clone, Copy)]
struct Family(u32);

impl Family {
    const fn key(self, one: u32, other: u32) -> u32 {
        let mut hash = one.wrapping_mul(0x9E37_79B1)
            ^ other.rotate_left(16).wrapping_mul(0x85EB_CA77)
            ^ self.0.wrapping_mul(0xC2B2_AE3D);
        hash = (hash ^ (hash >> 15)).wrapping_mul(0x2C1B_3C6D);
        hash = (hash ^ (hash >> 12)).wrapping_mul(0x297A_2D39);
        hash ^ (hash >> 15)
    }
}

/// What the features of one word are of, for reading and for leaving some out while learning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Letters of the word itself.
    Letters,
    /// Letters of its neighbours.
    Around,
    /// Shapes, position, whether the text also writes it small.
    Form,
    /// The clusters of the word and of its neighbours.
    Clusters,
    /// The lists.
    Lists,
    /// The hand rules.
    Rules,
}

impl View {
    /// Reads the words of a sentence.
    pub(crate) fn read(&mut self, Sentence { text, words, found, lower }: Sentence<'_>) {
        lexicon::flags(text, words, &mut self.flags);
        self.words.clear();
        let (mut next, mut end) = (found.iter().peekable(), 0);
        let mut held: Option<&Found> = None;
        for (word, flags) in words.iter().zip(&self.flags) {
            while next.peek().is_some_and(|name| name.span.start <= word.span.start) {
                held = next.next();
            }
            let mut seen = Seen::of(word.of(text), word.shape, *flags);
            seen.parted = word.span.start > end;
            end = word.span.end;
            if let Some(name) = held.filter(|name| name.span.overlaps(word.span)) {
                seen.rule = rule(name, name.span.start == word.span.start);
                seen.reason = Hash::EMPTY.exact(name.reason).0;
            }
            seen.small = matches!(word.shape, CAPITAL | UPPER) && lower.contains(fold(word.of(text)).as_str());
            self.words.push(seen);
        }
        self.loud = loudness(words);
    }

    /// Fills `out` with the features of a word, each with what it is of.
    pub(crate) fn features(&self, at: usize, out: &mut Vec<(Aspect, u32)>) {
        out.clear();
        self.letters(at, out);
        self.around(at, out);
        self.form(at, out);
        self.clusters(at, out);
        self.lists(at, out);
        self.rules(at, out);
    }

    /// Returns the word `by` places after `at`, or one that stands for the edge of the sentence.
    fn near(&self, at: usize, by: isize) -> Seen {
        let edge = Seen { lower: 1, exact: 1, ..Seen::default() };
        at.checked_add_signed(by).and_then(|at| self.words.get(at)).copied().unwrap_or(edge)
    }

    fn letters(&self, at: usize, out: &mut Vec<(Aspect, u32)>) {
        let word = self.near(at, 0);
        let mut add = |family, one, other| out.push((Aspect::Letters, Family(family).key(one, other)));
        add(1, word.lower, 0);
        add(2, word.exact, 0);
        for (length, (prefix, suffix)) in (0..).zip(word.prefix.iter().zip(&word.suffix)) {
            add(3 + length, *prefix, 0);
            add(7 + length, *suffix, u32::from(word.shape));
        }
        add(11, word.lower, self.near(at, -1).lower);
        add(12, word.lower, self.near(at, 1).lower);
    }

    fn around(&self, at: usize, out: &mut Vec<(Aspect, u32)>) {
        let shape = u32::from(self.near(at, 0).shape);
        let mut add = |family, one, other| out.push((Aspect::Around, Family(family).key(one, other)));
        for (family, by) in (20..).zip([-2, -1, 1, 2]) {
            let word = self.near(at, by);
            add(family, word.lower, shape);
        }
        for (family, by) in (24..).zip([-1, 1]) {
            let word = self.near(at, by);
            add(family, word.suffix[2], shape);
        }
        add(26, self.near(at, -2).lower, self.near(at, -1).lower);
        add(27, self.near(at, 1).lower, self.near(at, 2).lower);
        add(28, self.near(at, -1).lower, self.near(at, 1).lower);
    }

    fn form(&self, at: usize, out: &mut Vec<(Aspect, u32)>) {
        let word = self.near(at, 0);
        let shape = |by| {
            let near = self.near(at, by);
            u32::from(near.shape) << 1 | u32::from(near.parted)
        };
        let place = u32::from(at == 0) | u32::from(at > 0 && self.near(at, -1).shape == MARK) << 1 | self.loud << 2;
        let mut add = |family, one, other| out.push((Aspect::Form, Family(family).key(one, other)));
        add(40, 0, 0);
        add(41, shape(0), place);
        add(42, word.long, 0);
        add(43, shape(0) | shape(1) << 5, place);
        add(44, shape(0) | shape(-1) << 5, shape(1));
        add(45, shape(0) | shape(-1) << 5 | shape(-2) << 10, 0);
        add(46, shape(0) | shape(1) << 5 | shape(2) << 10, 0);
        add(47, shape(0) | shape(1) << 5 | shape(-1) << 10, shape(2) | shape(-2) << 5);
        add(48, u32::from(word.small), shape(0) << 4 | place);
    }

    fn clusters(&self, at: usize, out: &mut Vec<(Aspect, u32)>) {
        let shape = {
            let word = self.near(at, 0);
            u32::from(word.shape) << 1 | u32::from(word.parted)
        };
        let mut add = |family, one, other| out.push((Aspect::Clusters, Family(family).key(one, other)));
        for (family, by) in (50..).zip([-2, -1, 0, 1, 2]) {
            let clusters = self.near(at, by).clusters;
            add(family, u32::from(clusters.coarse), shape);
            add(family + 5, u32::from(clusters.fine), 0);
        }
        let coarse = |by| u32::from(self.near(at, by).clusters.coarse);
        add(60, coarse(0) | coarse(-1) << 9, shape);
        add(61, coarse(0) | coarse(1) << 9, shape);
        add(62, coarse(-1) | coarse(1) << 9, shape);
        add(63, coarse(-1) | coarse(-2) << 9, shape);
    }

    fn lists(&self, at: usize, out: &mut Vec<(Aspect, u32)>) {
        let flags = |by| u32::from(self.near(at, by).flags);
        let word = self.near(at, 0);
        let shape = u32::from(word.shape);
        let mut add = |family, one, other| out.push((Aspect::Lists, Family(family).key(one, other)));
        for (family, by) in (80..).zip([-2, -1, 0, 1, 2]) {
            (0..lexicon::COUNT as u32)
                .filter(|flag| flags(by) >> flag & 1 == 1)
                .for_each(|flag| add(family, flag, shape));
            add(family + 5, flags(by), shape);
        }
        add(90, flags(0) | flags(-1) << 13, shape);
        add(91, flags(0) | flags(1) << 13, shape);
        add(92, flags(-1) | flags(1) << 13, shape);
        add(93, flags(0), u32::from(word.clusters.coarse));
        add(94, flags(0) | u32::from(self.near(at, -1).shape) << 13, u32::from(self.near(at, 1).shape));
    }

    fn rules(&self, at: usize, out: &mut Vec<(Aspect, u32)>) {
        let word = self.near(at, 0);
        let rule = |by| u32::from(self.near(at, by).rule);
        let mut add = |family, one, other| out.push((Aspect::Rules, Family(family).key(one, other)));
        add(100, rule(0), word.reason);
        add(101, rule(0), u32::from(word.shape));
        add(102, rule(0) | rule(1) << 4, u32::from(word.shape));
        add(103, rule(-1) | rule(0) << 4 | rule(1) << 8, 0);
        add(104, rule(0), u32::from(word.clusters.coarse));
        add(105, rule(0), u32::from(word.flags));
        add(106, rule(0), self.near(at, -1).lower);
        add(107, rule(0), self.near(at, 1).lower);
        add(108, rule(0), self.near(at, -1).reason);
        add(109, rule(0) << 1 | u32::from(word.small), self.loud);
    }
}

impl Seen {
    fn of(letters: &str, shape: u8, flags: u16) -> Self {
        let (lower, exact) = (Hash::EMPTY.lower(letters), Hash::EMPTY.exact(letters));
        let mut seen = Self { lower: lower.0, exact: exact.0, shape, flags, ..Self::default() };
        seen.prefix = affix(letters.chars());
        seen.suffix = affix(letters.chars().rev());
        seen.long = long_shape(letters);
        seen.clusters = clusters(exact, lower);
        seen
    }
}

/// Returns the hashes of the first letters, one more each; of a shorter word the last ones are 0.
fn affix(letters: impl Iterator<Item = char>) -> [u32; AFFIX] {
    let mut hashes = [0; AFFIX];
    let mut hash = Hash::EMPTY;
    for (kept, letter) in hashes.iter_mut().zip(letters.flat_map(char::to_lowercase)) {
        hash = hash.char(letter);
        *kept = hash.0;
    }
    hashes
}

/// Returns the hash of "Xx" for `McDonald`'s letters and the like: runs of one sort count once.
fn long_shape(letters: &str) -> u32 {
    let (mut hash, mut last) = (Hash::EMPTY, 0);
    for letter in letters.chars().take(16) {
        let sort = match letter {
            _ if letter.is_lowercase() => b'x',
            _ if letter.is_uppercase() => b'X',
            _ if letter.is_numeric() => b'9',
            _ if letter.is_alphabetic() => b'o',
            _ => return hash.char(letter).0,
        };
        if sort != last {
            hash = hash.byte(sort);
        }
        last = sort;
    }
    hash.0
}

/// Returns the code of a rule's name: 1 to 8 as the labels, then dates, events, and names without a type.
fn rule(name: &Found, begins: bool) -> u8 {
    let first = match name.kind {
        Some(Kind::Date) => 9,
        Some(Kind::Event) => 11,
        None => 13,
        Some(kind) => begin(kind).map_or(13, |label| label as u8),
    };
    first + u8::from(!begins)
}

/// Returns 2 where most words are in capitals, 1 where most begin with one, else 0.
fn loudness(words: &[Word]) -> u32 {
    let count = |wanted: &[u8]| words.iter().filter(|word| wanted.contains(&word.shape)).count();
    let (upper, capital, lower) = (count(&[UPPER]), count(&[CAPITAL, INNER, UPPER]), count(&[LOWER]));
    match () {
        () if upper > 2 && upper * 2 > capital + lower => 2,
        () if capital > 3 && capital > lower * 2 => 1,
        () => 0,
    }
}
