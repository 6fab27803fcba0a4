//! Names of authors for citations, which want to know which part of a name is the family's. What cannot be told for certain
//! stays whole: a name that is cited in full is right everywhere, one that is cut at the wrong place nowhere.

/// An author's name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// A person whose family's name is known.
    Parts { given: String, particle: String, family: String, suffix: String },
    /// An agency, or a person whose family's name may be any part.
    Whole(String),
}

/// Words of which no person's name is made.
const OFFICES: &str = "agence agencies agency associated bureau center centre committee correspondent correspondents \
    desk editor editorial editors foundation institute journal magazine media ministry network news newspaper newsroom \
    office online post press redaktion report reporter reporters reuters review service services staff team times \
    tribune university wire writer writers";

/// Words that belong to the name after them.
const PARTICLES: &str = "af da das de del della den der di do dos du la le te ten ter van vom von zu zum zur";

const SUFFIXES: [&str; 7] = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"];

/// Family names of peoples who put them first. At home such a name begins with one, abroad it often ends with it.
const FIRST: &str = "ahn an bae baek ban bui cai cao chang chen cheng cho choe choi chung dang deng ding dong du duan duong \
    fan fang feng fu gao gong gu guo han hao he ho hoang hong hou hu huang huynh hwang im jang jeon jeong jia jiang jin jo \
    jung kang kim kong kwak kwon lai le lee lei li liang liao lim lin liu long lu luo luong ly ma mai mao meng moon ngo \
    nguyen pan park peng pham phan qian qin qiu ren ryu seo shao shen shi shin sim so son song su sun tan tang tao tian to \
    tran trinh truong tsai wan wang wei wen won wu xi xia xiang xiao xie xiong xu xue yan yang yao ye yi yim yin yoo yoon \
    you yu yuan yun zeng zhang zhao zheng zhong zhou zhu zou";

fn listed(list: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    list.split(' ').any(|one| one == word)
}

/// Tells the parts of a name of one line.
pub(super) fn author(name: &str) -> Author {
    parts(name).unwrap_or_else(|| Author::Whole(name.to_owned()))
}

fn parts(name: &str) -> Option<Author> {
    if let Some((family, given)) = name.split_once(',') {
        let (family, given) = (family.trim(), given.trim());
        let plain = !family.is_empty() && !given.is_empty() && !given.contains(',') && !SUFFIXES.contains(&given);
        let person = plain && named(family) && named(given);
        return person.then(|| of(given, "", family, ""));
    }
    let mut words: Vec<&str> = name.split(' ').collect();
    let suffix = words.pop_if(|last| SUFFIXES.contains(last)).unwrap_or_default();
    if words.len() < 2 || !named(name) || listed(FIRST, words[0]) {
        return None;
    }
    let begins = words.iter().position(|word| listed(PARTICLES, word) && word.starts_with(char::is_lowercase));
    let family = match begins {
        Some(at) => at + words[at..].iter().take_while(|word| listed(PARTICLES, word)).count(),
        None => words.len() - 1,
    };
    let (begins, initial) = (begins.unwrap_or(family), |word: &&str| word.trim_end_matches('.').chars().count() == 1);
    let capital =
        |word: &&str| word.starts_with(char::is_uppercase) || word.starts_with("al-") || word.starts_with("el-");
    let (given, particle, family) = (&words[..begins], &words[begins..family], &words[family..]);
    // Of three full names the one in the middle may be either's.
    let clear = !particle.is_empty() || given.iter().skip(1).all(initial);
    let fits = clear && !given.is_empty() && !family.is_empty() && given.iter().chain(family).all(capital);
    fits.then(|| of(&given.join(" "), &particle.join(" "), &family.join(" "), suffix))
}

fn of(given: &str, particle: &str, family: &str, suffix: &str) -> Author {
    let [given, particle, family, suffix] = [given, particle, family, suffix].map(str::to_owned);
    Author::Parts { given, particle, family, suffix }
}

/// Says whether words can be a person's, in a script whose names put the family last or say otherwise.
fn named(words: &str) -> bool {
    let script =
        |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | 'À'..='ɏ' | 'Ͱ'..='ӿ' | 'Ḁ'..='ỿ' | '\u{300}'..='\u{36F}');
    let fits = |c: char| script(c) || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    words.chars().all(fits) && !words.split(' ').any(|word| listed(OFFICES, word))
}

#[cfg(test)]
mod tests {
    use super::{Author, author};

    #[test]
    fn families_are_told_where_they_can_be() {
        let said = |name: &str| match author(name) {
            Author::Parts { given, particle, family, suffix } => format!("{given}|{particle}|{family}|{suffix}"),
            Author::Whole(name) => name,
        };
        for (name, parts) in [
            ("Jane Doe", "Jane||Doe|"),
            ("John F. Kennedy Jr.", "John F.||Kennedy|Jr."),
            ("Ursula von der Leyen", "Ursula|von der|Leyen|"),
            ("García Márquez, Gabriel", "Gabriel||García Márquez|"),
            ("Ольга Петренко", "Ольга||Петренко|"),
            ("Amy Chen", "Amy||Chen|"),
            ("Mona el-Naggar", "Mona||el-Naggar|"),
        ] {
            assert_eq!(said(name), parts);
        }
        for name in [
            "Reuters",
            "Reuters Staff",
            "Associated Press",
            "Ban Ki-moon",
            "Chen Wei",
            "李明",
            "محمد علي",
            "María José Fernández López",
            "Jane, Doe, Roe",
            "King, Jr.",
            "de Gaulle",
            "the editors",
            "J. Smith & Sons",
            "",
        ] {
            assert_eq!(said(name), name);
        }
    }
}
