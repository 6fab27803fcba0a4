//! `check`: reads all of a library and says what is wrong with it, a line per complaint.

use super::config;
use super::failure::Failure;
use super::output::{Out, say};
use super::place::Place;
use crate::model::{Annotations, ArticleId, Complaint};
use crate::store::{Library, StoreError};
use crate::text::Safe;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Prints complaints as they come and counts them.
struct Complaints<'a> {
    library: &'a Library,
    out: &'a mut Out,
    count: usize,
}

/// Checks configuration, articles and journals; true when nothing is wrong.
pub fn run(place: &Place, out: &mut Out) -> Result<bool, Failure> {
    let library = &place.library;
    let mut all = Complaints { library, out, count: 0 };
    for complaint in config::complaints(&place.settings) {
        all.add(&complaint)?;
    }
    let (ids, unlisted) = library.article_ids();
    for complaint in unlisted {
        all.add(&complaint.what)?;
    }
    let mut acts = 0;
    for id in &ids {
        acts += all.article(id)?;
    }
    let known: BTreeSet<&ArticleId> = ids.iter().collect();
    for (id, annotators) in library.journal_ids().into_iter().filter(|(id, _)| !known.contains(id)) {
        for annotator in annotators {
            all.at(&library.journal_path(&annotator, &id), None, "the article of this journal is not in the library")?;
        }
    }
    match library.registered() {
        Ok(registered) => registered.complaints.iter().try_for_each(|complaint| all.add(&complaint.what))?,
        Err(error) => all.failed(&error)?,
    }
    match library.reading() {
        Ok(reading) if reading.odd > 0 => {
            let what =
                format!("lines that cannot be read: {}; how far those articles were read is not known", reading.odd);
            all.at(&library.places_path(), None, &what)?;
        }
        Ok(_) => {}
        Err(error) => all.failed(&error)?,
    }
    if let Err(error) = library.efforts(library.annotator()) {
        all.failed(&error)?;
    }
    let (count, articles) = (all.count, ids.len());
    say(&match count {
        0 => format!("All is well: {articles} articles, {acts} acts in their journals."),
        count => format!("{count} complaints about {articles} articles."),
    });
    Ok(count == 0)
}

impl Complaints<'_> {
    /// Checks an article with its journals and returns the number of their acts.
    fn article(&mut self, id: &ArticleId) -> io::Result<usize> {
        let article = match self.library.article(id) {
            Ok(article) => article,
            Err(error) => return self.failed(&error).map(|()| 0),
        };
        let path = self.library.article_path(id).unwrap_or_default();
        for Complaint { line, what } in &article.complaints {
            self.at(&path, *line, what)?;
        }
        let (journals, complaints) = match self.library.journals(id) {
            Ok(read) => read,
            Err(error) => return self.failed(&error).map(|()| 0),
        };
        // A journal's complaint begins with its path.
        let paths = journals.iter().map(|journal| self.library.journal_path(&journal.annotator, id));
        let others = self.library.other_annotators().unwrap_or_default();
        let paths: Vec<_> = paths.chain(others.iter().map(|name| self.library.journal_path(name, id))).collect();
        for Complaint { line, what } in complaints {
            let named = paths
                .iter()
                .find_map(|path| Some((path, what.strip_prefix(&path.display().to_string())?.strip_prefix(": ")?)));
            match named {
                Some((path, what)) => self.at(path, line, what)?,
                None => self.add(&what)?,
            }
        }
        for orphan in Annotations::fold(&journals, &article.body, &article.hash).orphans {
            let path = self.library.journal_path(&orphan.annotator, id);
            let what = format!("the {} on \"{}\" has lost its place: {}", orphan.kind, orphan.anchor.quote, orphan.why);
            self.at(&path, None, &what)?;
        }
        Ok(journals.iter().map(|journal| journal.acts.len()).sum())
    }

    fn at(&mut self, path: &Path, line: Option<usize>, what: &str) -> io::Result<()> {
        let path = path.strip_prefix(self.library.root()).unwrap_or(path).display();
        match line {
            Some(line) => self.add(&format!("{path}: line {line}: {what}")),
            None => self.add(&format!("{path}: {what}")),
        }
    }

    fn failed(&mut self, error: &StoreError) -> io::Result<()> {
        self.at(&error.path, None, &error.to_string())
    }

    fn add(&mut self, complaint: &str) -> io::Result<()> {
        self.count += 1;
        self.out.line(&Safe::line(complaint))
    }
}
