//! Which article of the library something that was read belongs to. What could belong to several is refused, never guessed.

use super::{Extent, Imported};
use crate::formats::values::without_blank_ends;
use crate::model::{Article, ArticleId, TextHash};
use std::collections::{HashMap, HashSet};

/// The articles of a library by what identifies them.
#[derive(Debug, Default)]
pub struct Known {
    by_text: HashMap<TextHash, Vec<ArticleId>>,
    by_words: HashMap<TextHash, Vec<ArticleId>>,
    by_url: HashMap<String, Vec<ArticleId>>,
    ids: HashSet<ArticleId>,
}

/// Where something that was read belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// To this article.
    There(ArticleId),
    /// To a new one.
    New,
    /// Nobody can say; one clause says why.
    Unclear(String),
}

impl Known {
    /// Adds an article of the library.
    pub fn add(&mut self, article: &Article) {
        self.add_text(article);
        if let Some(url) = &article.meta.url {
            self.by_url.entry(url.clone()).or_default().push(article.id.clone());
        }
    }

    /// Adds an article whose address may be that of other texts too, as of other parts of the page.
    pub fn add_text(&mut self, article: &Article) {
        let id = &article.id;
        self.by_text.entry(article.hash.clone()).or_default().push(id.clone());
        self.by_words.entry(words_hash(article.body.as_str())).or_default().push(id.clone());
        self.ids.insert(id.clone());
    }

    /// Finds where something belongs: by its text, then by its id, then by its address; else it is new.
    #[must_use]
    pub fn place(&self, read: &Imported) -> Place {
        let text = read.article.body.as_str();
        let same = match read.extent {
            Extent::Whole => self.by_text.get(&TextHash::of(without_blank_ends(text))),
            Extent::Words if text.trim().is_empty() => None,
            Extent::Words => self.by_words.get(&words_hash(text)),
            Extent::Quotes => None,
        };
        let by_url = read.article.meta.url.as_ref().and_then(|url| self.by_url.get(url));
        match (same.map(Vec::as_slice), self.ids.get(&read.article.id)) {
            (Some([one]), _) => Place::There(one.clone()),
            (Some(several), Some(named)) if several.contains(named) => Place::There(named.clone()),
            (Some(several), _) => Place::Unclear(format!("its text is that of {}", listed(several))),
            (None, Some(named)) => Place::There(named.clone()),
            (None, None) => match by_url.map(Vec::as_slice).filter(|_| read.extent != Extent::Words) {
                Some([one]) => Place::There(one.clone()),
                Some(several) => Place::Unclear(format!("its address is that of {}", listed(several))),
                None => Place::New,
            },
        }
    }
}

fn listed(ids: &[ArticleId]) -> String {
    ids.iter().map(ArticleId::as_str).collect::<Vec<_>>().join(" and ")
}

/// Returns the hash of a text without white space.
pub(super) fn words_hash(text: &str) -> TextHash {
    TextHash::of(&text.split_whitespace().collect::<String>())
}

/// Characters in a row that are compared.
const ROW: usize = 12;
/// Of ten rows of the shorter text so many stand in the other one too, where one is an edited form of the other. Texts that
/// tell of other things share hardly any.
const SHARED: usize = 2;

/// Says whether the text of an article that goes by the same id or address can be another form of what was read. Quotes
/// alone say nothing about that.
#[must_use]
pub fn resembles(read: &Imported, article: &Article) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
    let (one, other) = (bare(read.article.body.as_str()), bare(article.body.as_str()));
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let row = ROW.min(short.len());
    if read.extent == Extent::Quotes || row == 0 {
        return true;
    }
    let there: HashSet<&[char]> = long.windows(row).collect();
    let rows = short.windows(row);
    let total = rows.len();
    rows.filter(|row| there.contains(row)).count() * 10 >= total * SHARED
}

#[cfg(test)]
mod tests {
    use super::resembles;
    use crate::formats::fixture::article;
    use crate::formats::import::{Extent, Imported};

    #[test]
    fn an_edited_text_is_told_from_another_one() {
        let text =
            "The president of Belarus met the governor in Minsk on Monday, and both spoke of trade and of roads.";
        let cases = [
            (text, text.replace("governor", "mayor of Gomel"), true),
            (text, format!("Update. {}", &text[..60]), true),
            (text, text.split(' ').collect::<Vec<_>>().join("\n  "), true),
            (
                text,
                "A court in Vienna heard the case of a bank on Monday, and the judge spoke of fraud.".to_owned(),
                false,
            ),
            (
                "习近平会见卢卡申科并讨论贸易问题和地区安全形势",
                "法院审理了一起银行案件法官谈到了欺诈行为和证据".to_owned(),
                false,
            ),
            ("Xi", "Xi met Wang.".to_owned(), true),
            ("Xi", "Ann left.".to_owned(), false),
        ];
        for (text, other, expected) in cases {
            let mut read = Imported::unreadable("x", "");
            read.article = article(text);
            assert_eq!(resembles(&read, &article(&other)), expected, "{text}: {other}");
            read.extent = Extent::Quotes;
            assert!(resembles(&read, &article(&other)));
        }
    }
}
