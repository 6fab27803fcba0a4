//! What tells that two articles are one story: the same address, the same words, or nearly the same words.

use super::Meta;
use sha2::{Digest, Sha256};

/// Words in a row that are compared.
const SHINGLE: usize = 2;
/// A text of fewer words is compared as a whole only: too few rows of words say nothing.
const SHORT: usize = 40;
/// Bits of 128 in which two texts of one story may differ. Measured: see the tests.
const NEAR: u32 = 26;
/// Bits of 64 of these in which they may differ: of other texts one in a thousand comes so near.
const HALF: u32 = 20;

/// The marks of one article by which another of the same story is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Story {
    /// A hash of its address; 0 without one.
    pub url: u64,
    /// A hash of its words, whatever stands between them and in which case they are.
    pub text: u64,
    /// A hash that differs in few bits where few words differ; 0 for a short text.
    pub alike: u128,
}

impl Story {
    /// Returns the marks of an article.
    #[must_use]
    pub fn of(meta: &Meta, text: &str) -> Self {
        let words = words(text);
        Self {
            url: meta.url.as_deref().map_or(0, address),
            text: hash_of(words.join(" ").as_bytes()),
            alike: alike(&words),
        }
    }

    /// Says in how many of 128 bits two texts differ; nothing where one of them is short.
    #[must_use]
    pub fn distance(&self, other: &Self) -> Option<u32> {
        (self.alike != 0 && other.alike != 0).then(|| (self.alike ^ other.alike).count_ones())
    }

    /// Says whether two texts are nearly the same. Half of the bits tell nearly all others apart, in half the time.
    #[must_use]
    pub fn is_near(&self, other: &Self) -> bool {
        let half = (self.alike ^ other.alike) as u64;
        half.count_ones() <= HALF && self.distance(other).is_some_and(|distance| distance <= NEAR)
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

/// The words of a text in small letters; where words have no blanks between them each character is one.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() && !is_unspaced(c) {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            words.push(c.to_string());
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

const fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0xE00..=0xEFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Simhash: each bit is what most rows of words have there.
fn alike(words: &[String]) -> u128 {
    if words.len() < SHORT {
        return 0;
    }
    let mut sums = [0_i32; 128];
    for row in words.windows(SHINGLE) {
        let hash = mixed(row);
        for (bit, sum) in sums.iter_mut().enumerate() {
            *sum += if hash >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    sums.iter().enumerate().fold(0, |hash, (bit, sum)| hash | u128::from(*sum > 0) << bit)
}

/// FNV-1a of 128 bits, turned over once more, since its high bits mix late.
fn mixed(row: &[String]) -> u128 {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in row.iter().flat_map(|word| word.bytes().chain([b' '])) {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    hash ^= hash >> 67;
    hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    hash ^ hash >> 61
}

/// One address may be written in several ways: with or without `https`, `www.`, the last slash, and what counts readers.
fn address(url: &str) -> u64 {
    const COUNTING: [&str; 7] = ["utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "at_medium", "at_campaign"];
    let bare = url.split('#').next().unwrap_or_default();
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let pairs = query.split('&').filter(|pair| !pair.is_empty() && !COUNTING.iter().any(|word| pair.starts_with(word)));
    let kept: Vec<&str> = pairs.collect();
    let whole = format!("{}/{}?{}", host.trim_start_matches("www."), path.trim_end_matches('/'), kept.join("&"));
    hash_of(whole.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{NEAR, Story, address};
    use crate::model::Meta;

    fn story(text: &str) -> Story {
        Story::of(&Meta::default(), text)
    }

    /// The texts of the sample library, and 12 made ones of a small vocabulary, which are harder to tell apart.
    fn texts() -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
        let mut texts: Vec<String> = files.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect();
        let mut dice = 7_u64;
        for _ in 0..12 {
            let mut next = || {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                format!("word{}", (dice >> 33) % 300)
            };
            texts.push((0..350).map(|_| next()).collect::<Vec<_>>().join(" "));
        }
        texts
    }

    #[test]
    fn edited_texts_are_near_and_others_are_not() {
        let texts = texts();
        let (mut nearest, mut farthest) = (128, 0);
        for (at, text) in texts.iter().enumerate() {
            for other in &texts[at + 1..] {
                nearest = nearest.min(story(text).distance(&story(other)).unwrap());
            }
            let words: Vec<&str> = text.split_whitespace().collect();
            let one_in_30: Vec<String> = words
                .iter()
                .enumerate()
                .map(|(at, word)| if at % 30 == 7 { "xyz".to_owned() } else { (*word).to_owned() })
                .collect();
            let edits = [
                format!("LONDON (Wire) - {text} Reporting by A. Writer; editing by B. Reader."),
                words[..words.len() * 9 / 10].join(" "),
                words[words.len() / 10..].join(" "),
                one_in_30.join(" "),
            ];
            let distances: Vec<u32> = edits.iter().map(|edit| story(text).distance(&story(edit)).unwrap()).collect();
            println!("{distances:?}");
            farthest = farthest.max(distances.into_iter().max().unwrap_or(0));
        }
        println!("different texts differ in at least {nearest} bits, edited ones in at most {farthest}");
        assert!(farthest <= NEAR && NEAR + 8 < nearest, "{farthest} {nearest}");
    }

    #[test]
    fn marks_and_case_make_no_other_text() {
        assert_eq!(story("# Xi met \"Putin\".\n\n- So.").text, story("XI MET PUTIN: so").text);
        assert_ne!(story("Xi met Putin").text, story("Putin met Xi").text);
        assert_eq!(story("a few words").alike, 0);
        let chinese = "国家主席习近平在北京人民大会堂会见俄罗斯联邦委员会主席马特维延科，双方就中俄关系和共同关心的国际问题交换了意见。";
        assert!(story(chinese).is_near(&story(&format!("新华社讯 {chinese}"))));
    }

    #[test]
    fn one_address_in_several_ways() {
        let one = address("https://www.x.example/a/b/?id=1&utm_source=feed#top");
        for same in ["http://x.example/a/b?id=1", "https://X.example/a/b/?fbclid=9&id=1"] {
            assert_eq!(address(same), one, "{same}");
        }
        for other in ["https://x.example/a/b", "https://x.example/a/B?id=1", "https://y.example/a/b?id=1"] {
            assert_ne!(address(other), one, "{other}");
        }
    }
}
