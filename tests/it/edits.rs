//! Edited versions of a text, made at random from a seed, with the truth where each part of it went.

use newsgloss::text::{Span, sentence_at, word_after, word_at};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// Numbers that look random and come again with the same seed.
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`, which is more than 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap() % end
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A piece of an edited text.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    /// The bytes of the old text from which it came; none where it is new.
    from: Option<Span>,
}

impl Piece {
    fn old(text: &str, from: Span) -> Self {
        Self { text: text.to_owned(), from: Some(from) }
    }

    fn new(text: String) -> Self {
        Self { text, from: None }
    }
}

/// A text under the hands of an editor.
#[derive(Clone, Debug)]
pub struct Edited {
    pieces: Vec<Piece>,
}

/// What an editor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edit {
    Insert,
    Delete,
    Replace,
    Move,
    Words,
    Decompose,
    Compose,
    Straighten,
    Reflow,
}

impl Edit {
    pub const ALL: [Self; 9] = [
        Self::Insert,
        Self::Delete,
        Self::Replace,
        Self::Move,
        Self::Words,
        Self::Decompose,
        Self::Compose,
        Self::Straighten,
        Self::Reflow,
    ];
}

/// The sentences of a text, each with the blanks after it.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let first = at + (text[at..].len() - text[at..].trim_start().len());
        let mut end = sentence_at(text, first.min(text.len() - 1)).end.max(at + 1);
        end += text[end..].len() - text[end..].trim_start().len();
        all.push(Span::new(at, end));
        at = end;
    }
    all
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Span> {
    std::iter::successors(word_at(text, 0), |word| word_after(text, word.end.saturating_sub(1).max(word.start)))
        .collect()
}

impl Edited {
    pub fn new(text: &str) -> Self {
        let piece = |span: Span| Piece::old(&text[span.start..span.end], span);
        Self { pieces: sentences(text).into_iter().map(piece).collect() }
    }

    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Edits once, with new sentences and words from `others`.
    pub fn edit(&mut self, edit: Edit, random: &mut Random, others: &[String]) {
        let at = random.below(self.pieces.len());
        let mut new = || Piece::new(format!("{} ", random.pick(others).trim()));
        match edit {
            Edit::Insert => self.pieces.insert(at, new()),
            Edit::Replace => self.pieces[at] = new(),
            Edit::Delete if self.pieces.len() > 1 => drop(self.pieces.remove(at)),
            Edit::Delete => {}
            Edit::Move => {
                let piece = self.pieces.remove(at);
                let to = random.below(self.pieces.len() + 1);
                self.pieces.insert(to, piece);
                // The last sentence of a text has no blank after it, which it needs before a new neighbour.
                let ends = |piece: &Piece| piece.text.ends_with(char::is_whitespace);
                if let Some(last) = (1..self.pieces.len()).find(|at| !ends(&self.pieces[at - 1])) {
                    self.pieces.insert(last, Piece::new(" ".to_owned()));
                }
            }
            Edit::Words => self.edit_words(random, others),
            Edit::Decompose => self.map(|cluster, _| cluster.nfd().collect()),
            Edit::Compose => self.map(|cluster, _| cluster.nfc().collect()),
            Edit::Straighten => self.map(|cluster, _| cluster.chars().map(straight).collect()),
            Edit::Reflow => self.map(|cluster, before| match (cluster, before) {
                (" ", before) if before != " " => (*random.pick(&[" ", "\n", "  ", "\u{a0}", " \n"])).to_owned(),
                (other, _) => other.to_owned(),
            }),
        }
    }

    /// Replaces, takes out or puts in one word of ten.
    fn edit_words(&mut self, random: &mut Random, others: &[String]) {
        let mut done = Vec::new();
        for piece in self.pieces.drain(..) {
            let Some(from) = piece.from else {
                done.push(piece);
                continue;
            };
            let old = |start: usize, end: usize| {
                Piece::old(&piece.text[start..end], Span::new(from.start + start, from.start + end))
            };
            let mut kept = 0;
            for word in words(&piece.text) {
                if word.start < kept || !random.one_in(10) {
                    continue;
                }
                let other = random.pick(others);
                let new = words(other);
                let new = random.pick(&new);
                let new = &other[new.start..new.end];
                // One that stands here already would leave open which of the two is the old one.
                let new = if piece.text.contains(new) { "alas" } else { new };
                let (text, end) = match random.below(3) {
                    0 => (new.to_owned(), word.end),
                    1 => (format!("{new} "), word.start),
                    _ => (String::new(), word.end + usize::from(piece.text[word.end..].starts_with(' '))),
                };
                done.extend([old(kept, word.start), Piece::new(text)]);
                kept = end;
            }
            done.push(old(kept, piece.text.len()));
        }
        done.retain(|piece| piece.from.is_none_or(|from| !from.is_empty()));
        self.pieces = done;
    }

    /// Makes other characters of each, which is given with the one before.
    fn map(&mut self, mut change: impl FnMut(&str, &str) -> String) {
        let mut done = Vec::new();
        for piece in self.pieces.drain(..) {
            let Some(from) = piece.from else {
                done.push(piece);
                continue;
            };
            // A piece that has become longer or shorter goes on as one.
            if piece.text.len() != from.len() {
                done.push(Piece { text: change(&piece.text, ""), from: Some(from) });
                continue;
            }
            let mut before = "";
            for (at, cluster) in piece.text.grapheme_indices(true) {
                let span = Span::new(from.start + at, from.start + at + cluster.len());
                done.push(Piece { text: change(cluster, before), from: Some(span) });
                before = cluster;
            }
        }
        self.pieces = done;
    }

    /// How many bytes of `new` came from the old span.
    pub fn shared(&self, old: Span, new: Span) -> usize {
        let (mut at, mut shared) = (0, 0);
        for piece in &self.pieces {
            let here = Span::new(at, at + piece.text.len());
            if let Some(from) = piece.from.filter(|from| from.overlaps(old) && here.overlaps(new)) {
                let start = (at + old.start.saturating_sub(from.start)).max(new.start);
                let end = here.end.saturating_sub(from.end.saturating_sub(old.end)).min(new.end);
                shared += end.saturating_sub(start);
            }
            at = here.end;
        }
        shared
    }

    /// Where the bytes of an old span lie now: none when anything in it is gone, parted, or out of order.
    pub fn place_of(&self, old: Span) -> Option<Span> {
        let (mut at, mut start, mut next) = (0, None, old.start);
        for piece in &self.pieces {
            let end = at + piece.text.len();
            match piece.from {
                Some(from) if from.holds(next) => {
                    start = start.or(Some(at + (next - from.start)));
                    if old.end <= from.end {
                        let stop = if old.end == from.end { end } else { at + (old.end - from.start) };
                        return start.map(|start| Span::new(start, stop));
                    }
                    next = from.end;
                }
                _ if start.is_some() && !piece.text.is_empty() => return None,
                _ => {}
            }
            at = end;
        }
        None
    }
}

const fn straight(c: char) -> char {
    match c {
        '’' | '‘' => '\'',
        '“' | '”' => '"',
        '–' | '—' => '-',
        c => c,
    }
}
