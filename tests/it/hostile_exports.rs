//! Whatever an article, a name, a tag or a note holds: in no export does it act.

use crate::libraries::Lib;
use crate::outside::export;
use newsgloss::formats::Format;
use newsgloss::model::{Act, Anchor, ArticleId, Holder, Id, On, Party, Polarity, What};
use newsgloss::store::Library;
use newsgloss::text::Span;
use std::path::Path;

/// Formulas, tags, scripts, links, terminal sequences, and what ends a string or a field in some format.
const EVIL: [&str; 16] = [
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "![[evil]] %%x%% {{x}}",
    "\u{1b}]52;c;ZXZpbA==\u{7} \u{1b}[31mred\u{9b}2J",
    "\u{202e}gpj.exe\u{2066}",
    "\"><svg onload=alert(1)>",
    "]]> --> <!ENTITY x SYSTEM \"file:///etc/passwd\"> &x; &#27;",
    "}\\input{/etc/passwd}\\write18{id}",
    "a\nER  - \nTY  - NEWS",
    "T99\tPER 0 1\tx\nE9\tStance:T99",
    "../../../etc/passwd",
    "\u{0}\u{8}\u{c}\u{7f}\u{85}\u{2028}",
];

fn library() -> Lib {
    let body: String = EVIL.join("\n");
    let title = EVIL[7].replace('\u{1b}', "\\e");
    let head = format!(
        "+++\ntitle = {:?}\nurl = \"javascript:alert(1)\"\nsource = \"=1+1\"\n+++\n",
        format!("{}{title}", EVIL[2])
    );
    let lib = Lib::of(&[("=cmd()&<b>\u{1b}[31m'\".md", format!("{head}\n{body}\n"))]);
    let (library, id) = (Library::new(lib.root(), "=me"), ArticleId::new("=cmd()&<b>\u{1b}[31m'\".md"));
    let article = library.article(&id).unwrap();
    let text = article.body.as_str().to_owned();
    let mut what = Vec::new();
    for (at, evil) in EVIL.iter().enumerate() {
        let words = evil.replace("\r", "\n");
        let Some(start) = text.find(&words) else { continue };
        let anchor = Anchor::new(&article.body, &article.hash, Span::new(start, start + words.len()));
        let mention = Id::from(format!("a{}", what.len()).as_str());
        let (kind, entity) = (if at % 2 == 0 { "PER".to_owned() } else { (*evil).to_owned() }, (*evil).to_owned());
        what.push(What::Mention { kind, entity, anchor: anchor.clone(), more: vec![], score: None });
        let party = Party { entity: (*evil).to_owned(), mention: Some(mention.clone()) };
        what.push(What::Stance {
            holder: Holder::Entity(party.clone()),
            target: party,
            polarity: Polarity::Oppose,
            intensity: None,
            confidence: None,
            evidence: anchor.clone(),
            more: vec![],
            score: None,
        });
        for on in [On::Article, On::Span(anchor), On::Annotation(mention)] {
            what.push(What::Tag { label: (*evil).to_owned(), on: on.clone() });
            what.push(What::Note { text: (*evil).to_owned(), on });
        }
    }
    let at = jiff::Timestamp::UNIX_EPOCH;
    let act = |(number, what): (usize, What)| {
        let id = Id::from(format!("a{number}").as_str());
        Act { id, at, group: None, what, extra: Default::default() }
    };
    library.append(&id, &what.into_iter().enumerate().map(act).collect::<Vec<_>>()).unwrap();
    lib
}

/// All files of an export, unpacked.
fn files(path: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    if path.is_dir() {
        std::fs::read_dir(path).unwrap().for_each(|entry| files(&entry.unwrap().path(), found));
        return;
    }
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    if !bytes.starts_with(b"PK") {
        return found.push((name, bytes));
    }
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        found.push((name, bytes));
    }
}

#[test]
fn nothing_acts_in_any_export() {
    let (lib, folder) = (library(), tempfile::tempdir().unwrap());
    for format in Format::ALL {
        let out = export(&lib, format, &folder.path().join(format.name));
        let mut found = Vec::new();
        files(&out, &mut found);
        assert!(!found.is_empty(), "{}", format.name);
        for (name, bytes) in found {
            if name.ends_with(".parquet") {
                continue; // no text: its reader shows what it likes
            }
            let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{}: {name} is no UTF-8", format.name));
            let acting: Vec<char> = text.chars().filter(|c| c.is_control() && !"\n\r\t".contains(*c)).collect();
            assert!(acting.is_empty(), "{}: {name} holds {acting:?}", format.name);
            assert!(!name.contains("..") && !name.contains('\u{1b}'), "{name}");
            match name.rsplit_once('.').map(|(_, ending)| ending) {
                Some("html") => {
                    for tag in ["<script", "<img", "<svg onload", "href=\"javascript"] {
                        assert!(!text.contains(tag), "{}: {tag}", format.name);
                    }
                }
                Some("xml" | "xmi" | "qde" | "qdc" | "rels") => {
                    let tree = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
                    assert!(
                        tree.descendants()
                            .all(|it| !["script", "img", "f", "hyperlink"].contains(&it.tag_name().name()))
                    );
                }
                Some("csv") => {
                    let mut reader = csv::Reader::from_reader(text.as_bytes());
                    for cell in
                        reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                    {
                        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
                    }
                }
                Some("ris") => assert_eq!(text.matches("TY  - NEWS").count(), 1 + text.matches("- NEWS N1").count()),
                Some("bib") => assert!(!text.contains("\\input{") && !text.contains("\\write18{"), "{text}"),
                Some("json" | "jsonld") => drop(serde_json::from_str::<serde_json::Value>(&text).unwrap()),
                Some("jsonl") => {
                    text.lines().for_each(|line| drop(serde_json::from_str::<serde_json::Value>(line).unwrap()))
                }
                Some("ann") => {
                    assert!(text.lines().filter(|line| line.starts_with("E9\t")).all(|line| !line.contains("T99")))
                }
                _ => {}
            }
        }
    }
}
