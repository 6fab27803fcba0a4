//! Floor 2: the search language: parsed here, answered by the store. Knows no index and no screen.
//!
//! Words must all occur; `"a phrase"`, `prefix*`, `AND OR NOT ( )`, `-word`, `/a regular expression/` on the text, and the
//! fields of [`FIELDS`]. Date ranges include both ends.

mod dates;
mod hits;
mod mistake;
mod parse;
mod test;
mod tokens;

pub use dates::DateRange;
pub use hits::hits;
pub use mistake::Mistake;
pub use test::{FIELDS, Field, Has, Is, Phrase, StanceTest, Test};

/// What is asked of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// All of these; none of them asks nothing.
    And(Vec<Expr>),
    /// One of these.
    Or(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// One test.
    Test(Test),
}

/// A parsed query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What is asked.
    pub expr: Expr,
    /// Whether the last word may go on: it is being typed.
    open: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self { expr: Expr::And(Vec::new()), open: false }
    }
}

impl Query {
    /// Reads a query. What cannot be understood is left out, and the mistake says what, where, and how to mend it.
    #[must_use]
    pub fn parse(text: &str) -> (Self, Option<Mistake>) {
        let (expr, mistake) = parse::parse(text);
        (Self { expr, open: text.ends_with(|c: char| c.is_alphanumeric()) }, mistake)
    }

    /// The query while it is typed: a last word that nothing follows yet stands for all words that begin with it.
    #[must_use]
    pub fn as_typed(mut self) -> Self {
        if self.open {
            open_last(&mut self.expr);
        }
        self
    }

    /// Says whether it asks nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(&self.expr, Expr::And(all) if all.is_empty())
    }

    /// Returns the words and phrases that an answer has in its text or head, for showing where.
    #[must_use]
    pub fn phrases(&self) -> Vec<&Phrase> {
        let mut all = Vec::new();
        wanted(&self.expr, &mut |test| {
            if let Test::Words(Field::Any | Field::Text | Field::Title, phrase) = test {
                all.push(phrase);
            }
        });
        all
    }

    /// Returns the regular expressions that an answer's text has.
    #[must_use]
    pub fn expressions(&self) -> Vec<&str> {
        let mut all = Vec::new();
        wanted(&self.expr, &mut |test| {
            if let Test::Regex(pattern) = test {
                all.push(pattern.as_str());
            }
        });
        all
    }
}

/// Calls `take` for each test that is not denied.
fn wanted<'a>(expr: &'a Expr, take: &mut dyn FnMut(&'a Test)) {
    match expr {
        Expr::And(all) | Expr::Or(all) => all.iter().for_each(|one| wanted(one, take)),
        Expr::Test(test) => take(test),
        Expr::Not(_) => {}
    }
}

fn open_last(expr: &mut Expr) {
    match expr {
        Expr::And(all) | Expr::Or(all) => all.last_mut().into_iter().for_each(open_last),
        Expr::Not(one) => open_last(one),
        Expr::Test(Test::Words(_, phrase) | Test::Note(phrase) | Test::Entity(phrase)) => phrase.prefix = true,
        Expr::Test(_) => {}
    }
}

#[cfg(test)]
mod tests;
