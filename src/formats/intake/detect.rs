//! Which format bytes are of: by what they begin with, and only then by the name of their file.

use super::super::decode::decode;
use super::super::import::Importer;

/// A format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, with or without a head.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// JSON: an object a line, or an array of objects.
    Json,
    /// A table, with what stands between its columns.
    Csv(u8),
    /// A book or a newspaper as EPUB.
    Epub,
    /// An archive of other files.
    Zip,
    /// A PDF.
    Pdf,
    /// One message.
    Mail,
    /// Many messages.
    Mbox,
    /// A crawl of the web.
    Warc,
    /// Something else, compressed.
    Gzip,
    /// Texts with annotations, in the format of this name.
    Annotations(&'static str),
    /// Nothing.
    Empty,
    /// No article, and nobody would take it for one.
    Ignored,
    /// A format that is not read; the sentence says which and what to do.
    Other(String),
}

/// What binary formats begin with, and what to do with them.
const FOREIGN: [(&[u8], &str); 14] = [
    (b"\x7fELF", "it is a program"),
    (b"MZ", "it is a program"),
    (b"\x89PNG", "it is a picture"),
    (b"\xff\xd8\xff", "it is a picture"),
    (b"GIF8", "it is a picture"),
    (b"RIFF", "it is a picture or sound"),
    (b"\xd0\xcf\x11\xe0", "it is an old Office document; save it as text, HTML or PDF"),
    (b"{\\rtf", "it is RTF; save it as text or HTML"),
    (b"BZh", "it is compressed by bzip2; unpack it first"),
    (b"\xfd7zXZ", "it is compressed by xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "it is compressed by zstd; unpack it first"),
    (b"7z\xbc\xaf", "it is a 7z archive; unpack it first"),
    (b"UIMA", "it is a binary UIMA CAS; export it as UIMA CAS XMI and add that"),
    (
        b"\xac\xed\x00\x05",
        "it is an object of a Java program; if it is a UIMA CAS, export it as UIMA CAS XMI and add that",
    ),
];

/// Endings of files that lie beside articles and are none.
const BESIDE: [&str; 26] = [
    "css", "js", "mjs", "map", "png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "woff", "woff2",
    "ttf", "otf", "eot", "mp3", "mp4", "webm", "ogg", "wasm", "db", "lock", "log",
];

/// Says which format a source is of; `head` is its start, at most [`super::HEAD`] bytes. `any_text` lets plain text count
/// whatever its ending.
pub(super) fn kind(name: &str, head: &[u8], any_text: bool) -> Kind {
    let ending = super::super::extension(name);
    let (text, _) = decode(head);
    let start = text.trim_start_matches(['\u{feff}', ' ', '\n', '\t']);
    if let Some(format) = Importer::of_source(name, head, start) {
        return Kind::Annotations(format.name);
    }
    if head.is_empty() {
        return Kind::Empty;
    }
    if !any_text && BESIDE.contains(&ending.as_str()) {
        return Kind::Ignored;
    }
    if let Some(kind) = by_first_bytes(head) {
        return kind;
    }
    by_first_words(start, &ending).unwrap_or_else(|| by_ending(&ending, &text, any_text))
}

fn by_first_bytes(head: &[u8]) -> Option<Kind> {
    if head[..head.len().min(1024)].windows(5).any(|five| five == b"%PDF-") {
        return Some(Kind::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(of_zip(head));
    }
    if head.starts_with(b"\x1f\x8b") {
        return Some(Kind::Gzip);
    }
    if head.starts_with(b"WARC/") {
        return Some(Kind::Warc);
    }
    if is_tar(head) {
        return Some(Kind::Other("it is a tar archive; unpack it and add the folder".to_owned()));
    }
    let foreign = FOREIGN.iter().find(|(first, _)| head.starts_with(first));
    // Letters may begin a text too; what is no text has bytes that no text has.
    let letters = |first: &[u8]| first.iter().all(u8::is_ascii_alphanumeric);
    foreign.filter(|(first, _)| !letters(first) || head.contains(&0)).map(|(_, what)| Kind::Other((*what).to_owned()))
}

/// An archive of tar begins with the head of its first file, which has the sum of its own bytes in it.
fn is_tar(head: &[u8]) -> bool {
    const HEAD: usize = 512;
    const SUM: std::ops::Range<usize> = 148..156;
    let Some(block) = head.get(..HEAD) else { return false };
    let written = str::from_utf8(&block[SUM]).ok().map(|sum| sum.trim_matches(['\0', ' ']));
    let sum: u32 =
        block.iter().enumerate().map(|(at, byte)| u32::from(if SUM.contains(&at) { b' ' } else { *byte })).sum();
    block[0] != 0 && written.is_some_and(|written| u32::from_str_radix(written, 8) == Ok(sum))
}

fn of_zip(head: &[u8]) -> Kind {
    let holds = |words: &[u8]| head[..head.len().min(4096)].windows(words.len()).any(|part| part == words);
    if holds(b"application/epub+zip") || holds(b"META-INF/container.xml") {
        return Kind::Epub;
    }
    if holds(b"[Content_Types].xml") || holds(b"application/vnd.oasis") {
        return Kind::Other("it is an Office document; save it as text, HTML or PDF".to_owned());
    }
    Kind::Zip
}

fn by_first_words(start: &str, ending: &str) -> Option<Kind> {
    if start.starts_with('<') {
        return by_root(start);
    }
    if start.starts_with('{') || start.starts_with('[') {
        let feed = start.starts_with('{') && start[..start.floor_char_boundary(4096)].contains("jsonfeed.org/version");
        if let Some(why) = annotations_not_read(start) {
            return Some(Kind::Other(why.to_owned()));
        }
        let json = matches!(ending, "json" | "jsonl" | "ndjson" | "jsonld") || looks_like_json(start);
        return if feed { Some(Kind::Feed) } else { json.then_some(Kind::Json) };
    }
    if start.starts_with("From ") && start.lines().nth(1).is_some_and(|line| header(line).is_some()) {
        return Some(Kind::Mbox);
    }
    is_mail(start).then_some(Kind::Mail)
}

/// Tells JSON that holds annotations which are not read, and says what to do: nothing in it would be taken for a text.
fn annotations_not_read(start: &str) -> Option<&'static str> {
    let start = &start[..start.floor_char_boundary(4096)];
    let has = |keys: &[&str]| keys.iter().any(|key| start.contains(&format!("\"{key}\"")));
    if has(&["%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"])
        || has(&["_referenced_fss"])
        || has(&["_context"]) && has(&["_types"])
    {
        return Some("it is a UIMA CAS in JSON, which is not read; export it as UIMA CAS XMI and add that");
    }
    let training = has(&["paragraphs"]) && has(&["sentences"]) && has(&["tokens"]) && has(&["orth"]);
    training.then_some("it is training data of spaCy 2, which is not read; write it as lines with text and entities")
}

/// Tells documents in angle brackets by their first element.
fn by_root(start: &str) -> Option<Kind> {
    let mut rest = start;
    while let Some(inner) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        if inner.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) {
            let kind = inner[7..].trim_start();
            if kind.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("html")) {
                return Some(Kind::Html);
            }
        }
        let end =
            if inner.starts_with("--") { inner.find("-->").map(|at| at + 3) } else { inner.find('>').map(|at| at + 1) };
        rest = inner[end?..].trim_start();
        // What a document declares for itself ends with a bracket.
        rest = rest.strip_prefix(']').map_or(rest, |rest| rest.trim_start().trim_start_matches('>').trim_start());
    }
    let name: String = rest.strip_prefix('<')?.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
    Some(match name.to_ascii_lowercase().as_str() {
        "rss" | "feed" | "rdf:rdf" | "atom:feed" | "channel" => Kind::Feed,
        "opml" => Kind::Opml,
        // What lies beside annotations in XMI says how their types are built.
        "typesystemdescription" => Kind::Ignored,
        "html" | "head" | "body" | "meta" | "title" | "script" | "article" | "div" | "p" | "h1" | "main"
        | "section" | "table" | "span" | "link" | "style" => Kind::Html,
        "" => return None,
        _ if start.starts_with("<?xml") => {
            Kind::Other("it is XML of a kind that is not read; turn it into HTML, JSONL or CSV".to_owned())
        }
        _ => return None,
    })
}

/// A brace may begin a text too: JSON goes on with a name in quotes, or another bracket.
fn looks_like_json(start: &str) -> bool {
    let next = start[1..].trim_start();
    if start.starts_with('{') { next.starts_with('"') && next.contains(':') } else { next.starts_with('{') }
}

fn header(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')).then_some(name)
}

/// A message begins with header lines, among them two that only messages have.
fn is_mail(start: &str) -> bool {
    const SURE: [&str; 9] = [
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "from",
        "to",
        "subject",
        "content-type",
    ];
    let mut found = 0;
    for line in start.lines().take_while(|line| !line.is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some(name) = header(line) else { return false };
        found += usize::from(SURE.contains(&name.to_ascii_lowercase().as_str()));
    }
    found >= 3
}

fn by_ending(ending: &str, text: &str, any_text: bool) -> Kind {
    let odd =
        text.chars().filter(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\u{c}' | '\u{1b}') || *c == '\u{fffd}');
    if odd.count() * 10 > text.chars().count() {
        return Kind::Other("it is not a text, and no format that is read".to_owned());
    }
    match ending {
        "html" | "htm" | "xhtml" if text.contains('<') => Kind::Html,
        "csv" | "tsv" | "tab" => Kind::Csv(mark_of(ending, text)),
        "md" | "markdown" => Kind::Markdown,
        "eml" | "mht" | "mhtml" => Kind::Mail,
        "mbox" => Kind::Mbox,
        "json" | "jsonl" | "ndjson" => Kind::Json,
        "txt" | "text" | "" => Kind::Text,
        _ if any_text => Kind::Text,
        _ => Kind::Ignored,
    }
}

/// Returns what stands between columns: what the first line has most of.
fn mark_of(ending: &str, text: &str) -> u8 {
    if ending != "csv" {
        return b'\t';
    }
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: &u8| first.bytes().filter(|byte| byte == mark).count();
    b",;\t|".iter().rev().copied().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};
    use proptest::prelude::*;

    #[test]
    fn content_comes_before_the_name() {
        let cases: [(&str, &[u8], Kind); 31] = [
            ("a.txt", b"Words.", Kind::Text),
            ("a", b"Words.", Kind::Text),
            ("a.md", b"# Words", Kind::Markdown),
            ("a.txt", b"<!DOCTYPE html><p>x", Kind::Html),
            ("a.txt", b" <html><body>x", Kind::Html),
            ("a", b"<?xml version='1.0'?><!-- c --><!DOCTYPE html PUBLIC '-//W3C'><html>", Kind::Html),
            ("a.html", b"<?xml version='1.0'?>\n<rss version='2.0'>", Kind::Feed),
            ("a", b"<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
            ("a", b"<rdf:RDF xmlns:rdf='x'>", Kind::Feed),
            ("a.xml", b"<opml version='2.0'>", Kind::Opml),
            ("a.json", b"{\"version\": \"https://jsonfeed.org/version/1.1\"", Kind::Feed),
            ("a.json", b"[\n {\"text\": \"x\"}]", Kind::Json),
            ("a", b"{\"text\": \"x\"}\n{\"text\": \"y\"}", Kind::Json),
            ("a", b"{braces} may begin a text", Kind::Text),
            ("a.csv", b"title;text;date\na;b;c", Kind::Csv(b';')),
            ("a.csv", b"title,text\na;b;c;d", Kind::Csv(b',')),
            ("a.tsv", b"title\ttext\n", Kind::Csv(b'\t')),
            ("a.txt", b"%PDF-1.7\n", Kind::Pdf),
            ("a.zip", b"PK\x03\x04aaaa", Kind::Zip),
            ("a.zip", b"PK\x03\x04aaaamimetypeapplication/epub+zip", Kind::Epub),
            ("a.docx", b"PK\x03\x04aaaa[Content_Types].xml", kind("x", b"PK\x03\x04[Content_Types].xml", true)),
            ("a", b"\x1f\x8b\x08", Kind::Gzip),
            ("a", b"WARC/1.0\r\n", Kind::Warc),
            ("a", b"From a@b Mon\nSubject: x\n\ny", Kind::Mbox),
            ("a", b"From Monday on, all is well.\nTruly.", Kind::Text),
            ("a", b"Received: x\n by y\nFrom: a@b.c\nSubject: x\n\nText", Kind::Mail),
            ("a", b"Title: x\nDate: 2023-01-01\nSource: y\n\nText", Kind::Text),
            ("a", b"MZ and RIFF are letters", Kind::Text),
            ("a", b"", Kind::Empty),
            ("a.eml", b"Subject: x\n\ny", Kind::Mail),
            ("a.mystery", b"Words.", Kind::Text),
        ];
        for (name, head, expected) in cases {
            assert_eq!(kind(name, head, true), expected, "{name}: {}", String::from_utf8_lossy(head));
        }
        assert_eq!(kind("a.css", b"p {}", false), Kind::Ignored);
        assert_eq!(kind("a.py", b"print()", false), Kind::Ignored);
        for head in [&b"\x89PNG\r\n"[..], b"MZ\0\0", &[0; 4096], &[0xff, 0xd8, 0xff, 0xe0]] {
            assert!(matches!(kind("a.txt", head, true), Kind::Other(_)), "{head:?}");
        }
        let utf16: Vec<u8> = "\u{feff}<html><p>x".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(kind("a.txt", &utf16, true), Kind::Html);
    }

    /// The head of a file in an archive of tar, with what old and new programs write after the sum.
    fn tar(name: &str, mark: &[u8]) -> Vec<u8> {
        let mut block = vec![0; 1024];
        block[..name.len()].copy_from_slice(name.as_bytes());
        block[100..107].copy_from_slice(b"0000644");
        block[257..257 + mark.len()].copy_from_slice(mark);
        let sum: u32 = block[..512].iter().map(|byte| u32::from(*byte)).sum::<u32>() + 8 * 32;
        block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        block[155] = b' ';
        block
    }

    #[test]
    fn archives_and_annotations_that_are_not_read_say_what_to_do() {
        let other = |name: &str, head: &[u8]| match kind(name, head, true) {
            Kind::Other(why) => why,
            other => format!("{other:?}"),
        };
        for mark in [&b"ustar\x0000"[..], b"ustar  \0", b""] {
            assert!(other("a.tar", &tar("a.ann", mark)).contains("unpack it and add the folder"), "{mark:?}");
        }
        for head in [&b"UIMA\0\0\0\x04"[..], b"\xac\xed\x00\x05sr"] {
            assert!(other("a.bin", head).contains("export it as UIMA CAS XMI"), "{head:?}");
        }
        assert!(!other("a.tar", &[b'x'; 1024]).contains("tar archive"));
        let cases = [
            (r#"{"%TYPES": {}, "%FEATURE_STRUCTURES": [], "%VIEWS": {}}"#, "export it as UIMA CAS XMI"),
            (r#"{"_context": {"_types": {}}, "_views": {}}"#, "export it as UIMA CAS XMI"),
            (r#"[{"id":0,"paragraphs":[{"sentences":[{"tokens":[{"orth":"Xi","ner":"U-PER"}]}]}]}]"#, "spaCy 2"),
            (r#"{"text": "It has %TYPES and paragraphs."}"#, "Json"),
        ];
        for (head, says) in cases {
            assert!(other("a.json", head.as_bytes()).contains(says), "{head}: {}", other("a.json", head.as_bytes()));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_kind(head in proptest::collection::vec(any::<u8>(), 0..200), name in "[a-z]{1,3}\\.[a-z]{0,4}") {
            let _ = kind(&name, &head, true);
        }
    }
}
