//! Writes a made library to measure with: `cargo run --release --example made_library -- DIR COUNT [SEED]`.
//!
//! Articles of about 350 words in folders by day, over ten years, from forty sources. Words are made of syllables and drawn
//! by Zipf's law from a vocabulary of 60,000, with names among them; one in fifty is Chinese. The same seed gives the same
//! bytes.

use std::fmt::Write as _;
use std::path::Path;

const WORDS: usize = 60_000;
const NAMES: usize = 4_000;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A rank by Zipf's law, the first the likeliest.
    fn rank(&mut self, of: usize) -> usize {
        ((of as f64).powf(self.unit()) - 1.0) as usize
    }
}

fn word(mut number: usize) -> String {
    const HEADS: [&str; 20] =
        ["b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl", "ch", "k", "w"];
    const TAILS: [&str; 12] = ["a", "e", "i", "o", "u", "an", "en", "ar", "or", "is", "al", "et"];
    let mut word = String::new();
    loop {
        word.push_str(HEADS[number % HEADS.len()]);
        number /= HEADS.len();
        word.push_str(TAILS[number % TAILS.len()]);
        number /= TAILS.len();
        if number == 0 {
            return word;
        }
    }
}

fn name(number: usize) -> String {
    let title = |word: String| word[..1].to_uppercase() + &word[1..];
    format!("{} {}", title(word(number % 64 + 240)), title(word(number * 7 + 5_000)))
}

fn sentence(random: &mut Random, words: &[String], names: &[String], out: &mut String) -> usize {
    let count = 8 + random.below(18);
    for at in 0..count {
        if random.below(14) == 0 {
            out.push_str(&names[random.rank(names.len())]);
        } else {
            let word = &words[random.rank(words.len())];
            if at == 0 {
                out.push_str(&word[..1].to_uppercase());
                out.push_str(&word[1..]);
            } else {
                out.push_str(word);
            }
        }
        out.push_str(if at + 1 == count { ". " } else { " " });
    }
    count
}

fn chinese(random: &mut Random, out: &mut String) {
    for at in 0..400 {
        out.push(char::from_u32(0x4E00 + random.rank(6_000) as u32).unwrap_or('中'));
        if at % 24 == 23 {
            out.push('。');
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(count)) =
        (arguments.next(), arguments.next().and_then(|count| count.parse::<usize>().ok()))
    else {
        eprintln!("Say where to and how many: made_library DIR COUNT [SEED]");
        std::process::exit(2);
    };
    let seed = arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let words: Vec<String> = (0..WORDS).map(word).collect();
    let names: Vec<String> = (0..NAMES).map(name).collect();
    let first = jiff::civil::date(2014, 1, 1);
    for number in 0..count {
        let mut random = Random(seed << 40 | number as u64);
        let day = first.saturating_add(jiff::Span::new().days(random.below(3_652) as i64));
        let mut title = String::new();
        sentence(&mut random, &words, &names, &mut title);
        let mut text = format!("date {day}\nsource: Agency {}\ntitle: {}\n\n", random.rank(40) + 1, title.trim());
        if number % 50 == 49 {
            chinese(&mut random, &mut text);
        } else {
            let mut left: isize = 350;
            while left > 0 {
                left -= sentence(&mut random, &words, &names, &mut text) as isize;
                if random.below(4) == 0 {
                    text.push_str("\n\n");
                }
            }
        }
        let mut path = String::new();
        let _ = write!(path, "articles/{}/{:02}/{:02}", day.year(), day.month(), day.day());
        let to = Path::new(&folder).join(path);
        let written =
            std::fs::create_dir_all(&to).and_then(|()| std::fs::write(to.join(format!("{number:07}.txt")), text));
        if let Err(error) = written {
            eprintln!("{}: {error}", to.display());
            std::process::exit(1);
        }
        if number % 100_000 == 99_999 {
            eprintln!("{} of {count}", number + 1);
        }
    }
}
