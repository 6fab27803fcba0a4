//! TEI out: a `teiCorpus` with a `TEI` an article, its text in one block, annotations beside it in `standOff`. They point
//! into the block by `string-range`, which counts code points.

use super::names::{ARTICLE, urn, web};
use super::xml::{attribute, holds, text};
use super::{Document, Kind, Tally};
use crate::model::{Article, Id, On};
use crate::text::Span;

/// What stands before the first article.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <teiCorpus xmlns=\"http://www.tei-c.org/ns/1.0\">\n<teiHeader><fileDesc><titleStmt><title>Annotated articles</title>\
    </titleStmt><publicationStmt><p>Exported by newsgloss.</p></publicationStmt><sourceDesc><p>See each article.</p>\
    </sourceDesc></fileDesc></teiHeader>\n";
/// What stands after the last one.
pub(super) const END: &str = "</teiCorpus>\n";

/// Returns one article.
pub(super) fn article(document: &Document<'_>, tally: &mut Tally) -> String {
    tally.leave_all(document, &[Kind::Orphan], "it has no place in the text, and TEI asks for one");
    let article = document.article;
    if !holds(article.body.as_str()) || !holds(&article.meta.title) {
        let why = "XML holds no control characters, so they are shown as �";
        tally.bend(article, Kind::Article, None, why);
    }
    let number = tally.articles;
    let items = Items { document, number, at: 0 }.all(tally);
    let list = if items.is_empty() { String::new() } else { format!("<listAnnotation>\n{items}</listAnnotation>") };
    let stand_off = if list.is_empty() { list } else { format!("<standOff>{list}</standOff>\n") };
    format!(
        "<TEI xml:id=\"a{number}\">\n{}\n{stand_off}<text><body><ab xml:id=\"t{number}\" xml:space=\"preserve\">{}</ab>\
         </body></text>\n</TEI>\n",
        head(article),
        text(article.body.as_str())
    )
}

fn head(article: &Article) -> String {
    let meta = &article.meta;
    let authors: String = meta.authors.iter().map(|author| format!("<author>{}</author>", text(author))).collect();
    let source = meta.source.as_deref().map(|it| format!("<publisher>{}</publisher>", text(it))).unwrap_or_default();
    let date = meta.date.map(|date| format!("<date when=\"{date}\">{date}</date>")).unwrap_or_default();
    let url = web(meta.url.as_deref()).map(|it| format!("<ref target=\"{}\"/>", attribute(it))).unwrap_or_default();
    let id = urn(ARTICLE, article.id.as_str());
    let language = meta.language.as_deref().map(|tag| {
        let tag = attribute(tag);
        format!("<profileDesc><langUsage><language ident=\"{tag}\">{tag}</language></langUsage></profileDesc>")
    });
    format!(
        "<teiHeader><fileDesc><titleStmt><title>{title}</title>{authors}</titleStmt><publicationStmt><p>Exported by \
         newsgloss.</p></publicationStmt><sourceDesc><bibl><title>{title}</title>{source}{date}<idno>{id}</idno>{url}\
         </bibl></sourceDesc></fileDesc>{}</teiHeader>",
        language.unwrap_or_default(),
        title = text(&meta.title),
    )
}

/// The annotations of one article, numbered as they come.
struct Items<'a> {
    document: &'a Document<'a>,
    number: usize,
    at: usize,
}

impl Items<'_> {
    fn all(mut self, tally: &mut Tally) -> String {
        let (document, all) = (self.document, self.document.annotations);
        let mut out = String::new();
        for it in &all.mentions {
            let place = self.places(it.spans());
            out.push_str(&self.item(
                "identifying",
                &place,
                &it.annotator,
                &[("type", &it.kind), ("entity", &it.entity)],
            ));
        }
        for it in &all.stances {
            let place = self.places(it.spans());
            let numbers = [it.intensity, it.confidence].map(|it| it.map(|it| it.to_string()).unwrap_or_default());
            let notes = [
                ("polarity", it.polarity.word()),
                ("holder", it.holder.name()),
                ("target", &it.target.entity),
                ("intensity", &numbers[0]),
                ("confidence", &numbers[1]),
            ];
            let said: Vec<_> = notes.into_iter().filter(|(_, words)| !words.is_empty()).collect();
            out.push_str(&self.item("assessing", &place, &it.annotator, &said));
        }
        for it in &all.tags {
            let place = self.on(&it.on, None, Kind::Tag, &it.id, tally);
            out.push_str(&self.item("tagging", &place, &it.annotator, &[("tag", &it.label)]));
        }
        for it in &all.notes {
            let place = self.on(&it.on, it.span, Kind::Note, &it.id, tally);
            out.push_str(&self.item("commenting", &place, &it.annotator, &[("note", &it.text)]));
        }
        self.report(document, tally);
        out
    }

    fn report(&self, document: &Document<'_>, tally: &mut Tally) {
        for it in &document.annotations.mentions {
            let words = |span| document.article.body.slice(span);
            if !it.spans().map(words).chain([it.kind.as_str(), &it.entity]).all(holds) {
                let why = "XML holds no control characters, so they are shown as �";
                tally.bend(document.article, Kind::Mention, Some(&it.id), why);
            }
        }
    }

    fn item(&mut self, motivation: &str, target: &str, annotator: &str, notes: &[(&str, &str)]) -> String {
        self.at += 1;
        let notes: String =
            notes.iter().map(|(kind, words)| format!("<note type=\"{kind}\">{}</note>", text(words))).collect();
        format!(
            "<annotation xml:id=\"a{}.{}\" motivation=\"{motivation}\" target=\"{target}\"><respStmt><resp>annotator\
             </resp><name>{}</name></respStmt>{notes}</annotation>\n",
            self.number,
            self.at,
            text(annotator)
        )
    }

    fn places(&self, spans: impl Iterator<Item = Span>) -> String {
        let place = |span: Span| {
            let (start, end) = self.document.cp(span);
            format!("#string-range(t{},{start},{})", self.number, end - start)
        };
        spans.map(place).collect::<Vec<_>>().join(" ")
    }

    fn on(&self, on: &On, span: Option<Span>, kind: Kind, id: &Id, tally: &mut Tally) -> String {
        let (document, all) = (self.document, self.document.annotations);
        match on {
            On::Article => format!("#t{}", self.number),
            On::Span(anchor) => self.places(std::iter::once(span.unwrap_or_else(|| document.span_of(anchor)))),
            On::Annotation(of) => {
                let mention = all.mentions.iter().position(|it| it.id == *of).map(|at| at + 1);
                let stance = || all.stances.iter().position(|it| it.id == *of).map(|at| all.mentions.len() + at + 1);
                let place = mention.or_else(stance).map(|at| format!("#a{}.{at}", self.number));
                place.unwrap_or_else(|| {
                    tally.bend(document.article, kind, Some(id), "what it is on is not there, so it is on the article");
                    format!("#t{}", self.number)
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{END, HEAD, article};
    use crate::formats::fixture::every_kind;

    #[test]
    fn annotations_point_into_the_text() {
        let fixture = every_kind();
        let (out, lost) = fixture.lost(article);
        let xml = format!("{HEAD}{out}{END}");
        let tree = roxmltree::Document::parse(&xml).unwrap();
        let block = tree.descendants().find(|it| it.has_tag_name(("http://www.tei-c.org/ns/1.0", "ab"))).unwrap();
        assert_eq!(block.text().unwrap(), fixture.article.body.as_str());
        let items: Vec<_> = tree.descendants().filter(|it| it.tag_name().name() == "annotation").collect();
        assert_eq!((items.len(), lost.len()), (fixture.all.count() - 1, 1));
        assert_eq!(items[0].attribute("target"), Some("#string-range(t0,2,14)"));
    }
}
