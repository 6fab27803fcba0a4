//! Sources that hold many articles: feeds, mailboxes, crawls, books, archives, and PDFs.

use crate::adding::{PAGE, Place};
use serde_json::Value;
use std::io::{Cursor, Write};

/// A ZIP of some files.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A book of two chapters.
pub fn book() -> Vec<u8> {
    let container =
        b"<?xml version='1.0'?><container><rootfiles><rootfile full-path='OPS/book.opf'/></rootfiles></container>";
    let package = "<?xml version='1.0'?><package xmlns:dc='http://purl.org/dc/elements/1.1/'><metadata><dc:title>The Daily Book</dc:title>\
        <dc:creator>A. Author</dc:creator><dc:date>2023-05-06</dc:date><dc:language>en</dc:language></metadata>\
        <manifest><item id='a' href='text/one.xhtml'/><item id='b' href='../OPS/text/two%20.xhtml'/></manifest>\
        <spine><itemref idref='b'/><itemref idref='a'/></spine></package>";
    let page = |words: &str| {
        format!(
            "<?xml version='1.0'?><html><head><title>x</title></head><body><h1>{words}</h1><p>All of {words}.</p></body></html>"
        )
    };
    zipped(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container),
        ("OPS/book.opf", package.as_bytes()),
        ("OPS/text/one.xhtml", page("one").as_bytes()),
        ("OPS/text/two .xhtml", page("two").as_bytes()),
    ])
}

/// A PDF of one page that says something.
pub fn pdf(words: &str) -> Vec<u8> {
    let stream = format!("BT /F1 12 Tf 72 700 Td ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Title (A Report on Fish) >>".to_owned(),
    ];
    let (mut out, mut places) = (b"%PDF-1.4\n".to_vec(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let table = out.len();
    out.extend(b"xref\n0 7\n0000000000 65535 f \n");
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(format!("trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}

pub const RSS: &str = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Wire</title><link>https://wire.example</link>\
    <language>en-us</language>\
    <item><title>One &amp;amp; two</title><link>https://wire.example/1?utm_source=rss</link><pubDate>Mon, 10 Jul 2023 23:30:00 -0500</pubDate>\
    <description>&lt;p&gt;First &lt;b&gt;text&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;</description></item>\
    <item><title>Three</title><link>https://wire.example/3</link><description>Third text.</description></item></channel></rss>";

const ATOM: &str = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Atom</title><id>x</id><updated>2023-07-11T00:00:00Z</updated>\
    <entry><title>Four</title><id>4</id><updated>2023-07-11T00:00:00Z</updated><author><name>Jane Doe</name></author>\
    <link rel='alternate' href='https://atom.example/4'/><content type='text/weird; x'>&lt;p&gt;Fourth.&lt;/p&gt;</content></entry></feed>";

#[test]
fn feeds_of_three_kinds_and_other_encodings() {
    let place = Place::new();
    place.put("a.xml", RSS);
    place.put("b.atom", ATOM);
    place.put("c.json", r#"{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "5", "url": "https://j.example/5", "title": "Five", "content_html": "<p>Fifth.</p>", "date_published": "2023-07-12T08:00:00Z"}]}"#);
    let cyrillic = RSS
        .replace("utf-8", "windows-1251")
        .replace("Wire", "Вестник")
        .replace("First", "Первый")
        .replace("Third", "Третий")
        .replace("wire.example", "v.example");
    place.put("d.rss", encoding_rs::WINDOWS_1251.encode(&cyrillic).0);
    let torn = RSS.replace("wire.example", "t.example").replace("First", "Torn").replace("Wire", "Torn");
    place.put("e.rss", &torn[..torn.find("Third").unwrap()]);
    place.run(&["add", "a.xml", "b.atom", "c.json", "d.rss"]).says(0, &["6 articles added", "text/weird"]);
    place
        .run(&["add", "e.rss"])
        .says(0, &["the feed is broken", "the whole entries before that are taken", "1 article added"]);
    let articles = place.articles();
    let find = |title: &str, source: &str| {
        articles
            .iter()
            .find(|a| a["title"] == title && a["source"] == source)
            .unwrap_or_else(|| panic!("{title}: {articles:?}"))
    };
    let one = find("One & two", "Wire");
    assert_eq!((one["date"].as_str(), one["text"].as_str()), (Some("2023-07-10"), Some("First text.\n\nMore.")));
    assert_eq!(one["language"], "en-us");
    assert_eq!(find("Four", "Atom")["url"], "https://atom.example/4");
    assert_eq!(find("Five", "J")["text"], "Fifth.");
    assert_eq!(find("Three", "Вестник")["text"], "Третий text.");
}

#[test]
fn mailboxes_books_and_pdfs() {
    let place = Place::new();
    let mail = |number: usize| {
        format!(
            "From x@y Mon Jan  1 00:00:00 2023\nFrom: N <n@x.example>\nSubject: Mail {number}\nDate: Mon, {number} May 2023 10:00:00 +0200\n\nText {number}.\n>From here on.\n\n"
        )
    };
    place.put("a.mbox", format!("{}{}", mail(1), mail(2)));
    place.put("b.epub", book());
    place.put("c.pdf", pdf("The minister spoke of fish."));
    place.run(&["add", "a.mbox", "b.epub", "c.pdf", "--keep-original"]).says(0, &["4 articles added."]);
    let texts = place.texts();
    assert!(texts.contains(&"Text 1.\nFrom here on.".to_owned()), "{texts:?}");
    assert!(texts.contains(&"# two\n\nAll of two.\n\n# one\n\nAll of one.".to_owned()), "{texts:?}");
    assert!(texts.contains(&"The minister spoke of fish.".to_owned()), "{texts:?}");
    let report = std::fs::read(place.path("lib/originals/undated/a-report-on-fish.pdf")).unwrap();
    assert!(report.starts_with(b"%PDF"));
    assert!(place.path("lib/articles/2023/05/06-the-daily-book.md").exists());
    assert!(std::fs::read_to_string(place.path("lib/originals/2023/05/01-mail-1.eml")).unwrap().starts_with("From: N"));
}

#[test]
fn crawls_give_their_pages() {
    let record = |kind: &str, url: &str, block: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let bare = PAGE.replace("<link rel=canonical href=https://wire.example/fish>", "");
    let chunk = format!("{:x}\r\n{bare}\r\n0\r\n\r\n", bare.len());
    let warc = [
        record("warcinfo", "", "software: x"),
        record(
            "response",
            "https://w.example/fish",
            &format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}"),
        ),
        record(
            "response",
            "https://w.example/gone",
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone",
        ),
        record("response", "https://w.example/a.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxx"),
        record("conversion", "https://w.example/plain", "Only text."),
    ];
    let place = Place::new();
    place.put("a.warc", warc.concat());
    place.put("b.warc.gz", warc.iter().flat_map(|record| gzipped(record.as_bytes())).collect::<Vec<u8>>());
    let said = place.run(&["add", "a.warc", "--format", "json"]).says(0, &["2 articles added."]);
    let became: Value = serde_json::from_str(&said.out).unwrap();
    assert!(became[0]["from"].as_str().unwrap().ends_with("a.warc: https://w.example/fish"), "{became}");
    place.run(&["add", "b.warc.gz"]).says(0, &["0 articles added, 2 there already"]);
    let articles = place.articles();
    assert_eq!(
        (articles[0]["url"].as_str(), articles[0]["source"].as_str()),
        (Some("https://w.example/fish"), Some("Wire"))
    );
}

#[test]
fn archives_of_anything_and_lists_of_feeds() {
    let place = Place::new();
    let inner = zipped(&[("deep.txt", b"Deep text.")]);
    let archive = zipped(&[
        ("../../../evil.txt", b"Title: Evil\n\nAn evil text."),
        ("/etc/other.txt", b"Another text."),
        ("a/page.html", PAGE.as_bytes()),
        ("a/page_files/x.png", b"\x89PNG\r\n\x1a\n"),
        ("inner.zip", &inner),
        ("rows.jsonl.gz", &gzipped(b"{\"text\": \"Row one.\"}\n{\"text\": \"Row two.\"}\n")),
        ("__MACOSX/._page.html", b"junk"),
    ]);
    place.put("all.zip", &archive);
    place.put("list.opml", "<opml version='2.0'><body><outline text='News'><outline text='A &amp; B' xmlUrl='https://a.example/f?x=1&amp;y=2'/><outline xmlUrl='ftp://no'/></outline></body></opml>");
    place.run(&["add", "all.zip", "list.opml"]).says(0, &["6 articles added", "1 feed listed"]);
    assert!(place.path("lib/articles/undated/evil.txt").exists());
    assert_eq!(std::fs::read_dir(place.folder.path()).unwrap().count(), 2, "nothing but lib and in");
    place.run(&["subscribe", "list.opml"]).says(0, &["1 feed subscribed to, 0 there already"]);
    let said = place.run(&["subscribe"]).says(0, &[]);
    assert!(said.out.contains("https://a.example/f?x=1&y=2") && said.out.contains("never got"), "{}", said.out);
    place.run(&["subscribe", "all.zip"]).says(1, &["it is no list of feeds"]);
}
