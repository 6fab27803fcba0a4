//! What other programs write, construct by construct: each is taken in at its place, or told.

use super::tests::{folded, texts as read, tied};
use super::{Imported, Importer, Known, Place, Source, new_article};
use crate::model::{Annotations, ArticleId, Mention, On};

fn source(name: &str, bytes: impl Into<Vec<u8>>) -> Source {
    Source { name: name.to_owned(), bytes: bytes.into() }
}

fn place(all: &Annotations, on: &On) -> String {
    match on {
        On::Article => "the text".to_owned(),
        On::Span(anchor) => format!("{}-{}", anchor.start, anchor.end),
        On::Annotation(id) => {
            let of = all.mention(id).map(|it| it.anchor.quote.clone());
            format!("“{}”", of.unwrap_or_else(|| id.to_string()))
        }
    }
}

fn mark(it: &Mention) -> String {
    let anchors = std::iter::once(&it.anchor).chain(it.more.iter().map(|piece| &piece.anchor));
    let pieces: Vec<String> =
        anchors.map(|anchor| format!("{}-{}“{}”", anchor.start, anchor.end, anchor.quote)).collect();
    format!("{} {}", it.kind, pieces.join("+"))
}

/// Says what was read: marks, then tags, notes and complaints.
fn said(read: &[Imported]) -> String {
    let mut out = Vec::new();
    for one in read {
        let all = &one.annotations;
        out.extend(all.mentions.iter().map(mark));
        out.extend(all.tags.iter().map(|it| format!("#{} on {}", it.label, place(all, &it.on))));
        out.extend(all.notes.iter().map(|it| format!("{} on {}", it.text, place(all, &it.on))));
        out.extend(one.remarks.iter().map(|it| format!("! {it}")));
        out.extend(one.complaints.iter().map(|it| format!("! {}", it.what)));
    }
    out.join("\n")
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn brat_counts_in_many_ways() {
    let cases: [(&[u8], &str, &str); 18] = [
        (b"Every twelve\nhours", "T1\tF 0 18\tEvery twelve hours\n", "F 0-18“Every twelve\nhours”"),
        (b"Every twelve\nhours", "T1\tF 0 12;13 18\tEvery twelve hours\n", "F 0-18“Every twelve\nhours”"),
        (b"Every twelve\nhours", "T1\tF 0 18\tEvery twelve\nhours\n", "F 0-18“Every twelve\nhours”"),
        (b"North and South Korea", "T1\tLOC 16 21;0 5\tKorea North", "LOC 0-5“North”+16-21“Korea”"),
        (b"North and South Korea", "T1\tLOC 0 5;16 21\tNorth Korea", "LOC 0-5“North”+16-21“Korea”"),
        ("😊 Xi".as_bytes(), "T1\tPER 2 4\tXi", "PER 2-4“Xi”"),
        ("😊 Xi".as_bytes(), "T1\tPER 3 5\tXi", "PER 2-4“Xi”"),
        ("😊 Xi".as_bytes(), "T1\tPER 5 7\tXi", "PER 2-4“Xi”"),
        (b"One\r\nXi", "T1\tPER 5 7\tXi\r\n", "PER 4-6“Xi”"),
        (b"One\r\nXi", "T1\tPER 4 6\tXi", "PER 4-6“Xi”"),
        ("\u{feff}Xi".as_bytes(), "\u{feff}T1\tPER 0 2\tXi", "PER 0-2“Xi”"),
        ("\u{feff}Xi".as_bytes(), "T1\tPER 1 3\tXi", "PER 0-2“Xi”"),
        ("\u{feff}Xi".as_bytes(), "T1\tPER 0 3\t\u{feff}Xi", "PER 0-2“Xi”"),
        (b"F\xfcr M\xfcller und die Stra\xdfe", "T1\tPER 4 10\tMüller", "PER 4-10“Müller”"),
        (b"\n\n  Xi\n", "T1\tPER 4 6\tXi", "PER 4-6“Xi”"),
        (b"Xi met Bo", "T1\tPER 0 2\nT1\tPER 7 9\tBo", "PER 0-2“Xi”\nPER 7-9“Bo”"),
        (
            b"Xi",
            "T1\tPER 0 2\tXi\nwhat is this\n",
            "PER 0-2“Xi”\n! a.ann: the line “what is this” after T1 is no annotation",
        ),
        (b"Xi", "T1\tPER 0 2\tYi", "! a.ann: T1 is left out: the text has “Xi” there, not “Yi”"),
    ];
    for (text, lines, expected) in cases {
        let found = said(&read("brat", vec![source("a.txt", text), source("a.ann", lines)]));
        assert_eq!(found, expected, "{lines}");
    }
    let wide = read("brat", vec![source("A.TXT", utf16("Für 😊 Xi")), source("A.ANN", utf16("T1\tPER 6 8\tXi\n"))]);
    assert_eq!(said(&wide), "PER 6-8“Xi”");
    let parts = [("a.txt", "Xi met Bo"), ("a.a1", "T1\tPER 0 2\tXi\n"), ("a.a2", "T2\tPER 7 9\tBo\n")];
    let parts = parts.map(|(name, text)| source(name, text));
    assert_eq!(said(&read("brat", parts.into())), "PER 0-2“Xi”\nPER 7-9“Bo”");
    assert_eq!(said(&read("brat", vec![source("a.ann", "T1\tPER 0 2\tXi")])), "! its text a.txt is missing; add it");
}

#[test]
fn brat_says_more_of_its_marks() {
    let marks = "T1\tPER 0 2\tXi\nT2\tMeet 3 6\tmet\nT3\tPER 7 9\tBo\n";
    let cases = [
        ("E1\tMeet:T2 Who:T1 Whom2:T3 Of:E1", "Meet: Who “Xi”, Whom2 “Bo”, Of “met” on “met”"),
        ("R1\tKnows Arg1:T1 Arg2:T3\t", "Knows: “Xi” → “Bo” on “Xi”"),
        ("R1\tTri A:T1 B:T2 C:T3", "Tri: A “Xi”, B “met”, C “Bo” on “Xi”"),
        ("E1\tMeet:T2\nA1\tNegated E1", "#Negated on “met”\nMeet on “met”"),
        ("A1\tSure T1 High", "#Sure: High on “Xi”"),
        ("N1\tReference T1 Wikidata:Q1\tXi J.", "Wikidata:Q1 Xi J. on “Xi”"),
        ("R1\tKnows Arg1:T1 Arg2:T3\n#1\tAnnotatorNotes R1\twhy?", "Knows: “Xi” → “Bo” on “Xi”\nwhy? on “Xi”"),
        ("*\tEquiv T8 T9", "! a.ann: * is left out: what it is on is not there"),
        ("R1\tKnows Arg1:T1", "! a.ann: R1 is left out: it has no two sides"),
        ("X1\tsomething T1", "! a.ann: X1 is left out: lines of its kind are unknown"),
    ];
    for (lines, expected) in cases {
        let found =
            said(&read("brat", vec![source("a.txt", "Xi met Bo"), source("a.ann", format!("{marks}{lines}\n"))]));
        let rest: Vec<&str> = found.lines().skip(3).collect();
        assert_eq!(rest.join("\n"), expected, "{lines}");
    }
    let same = read("brat", vec![source("a.txt", "Xi met Bo"), source("a.ann", format!("{marks}*\tEquiv T1 T3\n"))]);
    let named: Vec<&str> = same[0].annotations.mentions.iter().map(|it| it.entity.as_str()).collect();
    assert_eq!(named, ["Xi", "met", "Xi"]);
}

#[test]
fn webanno_writes_and_others_write_it() {
    const NER: &str = "#T_SP=ner.NamedEntity|identifier|value\n\n\n";
    let cases = [
        ("#Text=Xi\n1-1\t0-2\tXi\t*\tPER\t\n", "PER 0-2“Xi”"),
        // A mark that is of a part of a word, and is named with the whole word too.
        (
            "#Text=Xilike met\n1-1\t0-6\tXilike\t*[1]|*[2]\tA[1]|B[2]\t\n1-1.1\t0-2\tXi\t*[2]\tB[2]\t\n1-2\t7-10\tmet\t*[1]\tA[1]\t\n",
            "A 0-10“Xilike met”\nB 0-2“Xi”",
        ),
        // From a part of one word to a part of the next one.
        (
            "#Text=abc def\n1-1\t0-3\tabc\t_\t_\t\n1-1.1\t1-3\tbc\t*[1]\tA[1]\t\n1-2\t4-7\tdef\t_\t_\t\n1-2.1\t4-6\tde\t*[1]\tA[1]\t\n",
            "A 1-6“bc de”",
        ),
        ("#Text=😊 Xi\n1-1\t0-2\t😊\t_\t_\t\n1-2\t3-5\tXi\t*\tPER\t\n", "PER 2-4“Xi”"),
        ("#Text=😊 Xi\n1-1\t0-1\t😊\t_\t_\t\n1-2\t2-4\tXi\t*\tPER\t\n", "PER 2-4“Xi”"),
        ("#Text=a\\b\n1-1\t0-3\ta\\b\t*\tPER\t\n", "PER 0-3“a\\b”"),
        ("#Text=a\\\\b\n1-1\t0-3\ta\\\\b\t*\tPER\t\n", "PER 0-3“a\\b”"),
        ("#Text=a\nb\n1-1\t0-1\ta\t*[1]\tX[1]\t\n1-2\t2-3\tb\t*[1]\tX[1]\t\n", "X 0-3“a\nb”"),
        ("#Text=a\n1-1\t3-4\ta\t*\tX\t\n\n#Text=b\n2-1\t6-7\tb\t*\tY\t\n", "X 3-4“a”\nY 6-7“b”"),
        (
            "#Text=ab\n1-1\t0-2\tab\t*|*|\\*\tx\\[1\\]|\\_|a\\->b\\;\\|\\\\\t\n",
            "x[1] 0-2“ab”\n_ 0-2“ab”\na->b;|\\ 0-2“ab”",
        ),
        ("#Text=ab\n1-1\t0-2\tab\t_\t_\t\n1-1.1\t2-2\t\t*\tX\t\n", "X 2-2“”"),
        ("#Text=ab\n1-1\t0-2\tab\thttp://x/Q1\tX\t\n", "X 0-2“ab”\n#identifier: http://x/Q1 on “ab”"),
        (
            "#Text=ab\n1-1\t99999999999-99999999999\tab\t*\tX\t\n",
            "! token 1-1 is not what the text has at its offsets\n! an annotation of ner.NamedEntity is left out: it lies outside the text",
        ),
    ];
    for (text, expected) in cases {
        for (mark, end) in [("", "\n"), ("\u{feff}", "\r\n")] {
            let whole = format!("{mark}#FORMAT=WebAnno TSV 3.3\n{NER}{text}").replace('\n', end);
            let found = said(&read("webanno", vec![source("a.tsv", whole.clone())]));
            assert_eq!(found, expected, "{whole:?}");
        }
    }
}

#[test]
fn webanno_has_chains_slots_relations_and_layers_without_values() {
    let cases = [
        (
            "#T_CH=a.CoreferenceLink|referenceType|referenceRelation\n\n\n#Text=Xi so he\n\
             1-1\t0-2\tXi\tnam->1-1\tsame->1-1\t\n1-2\t3-5\tso\t*[3]->1-2\t*[3]->1-2\t\n1-3\t6-8\the\t*->1-2[3]\t*->1-2[3]\t\n",
            "CoreferenceLink 0-2“Xi”\nCoreferenceLink 3-8“so he”\n#referenceType: nam on “Xi”\n#referenceRelation: same on “Xi”",
        ),
        (
            "#T_SP=a.Host|ROLE_a.Host:links_a.Link|a.Span\n#T_SP=a.Span|\n\n\n#Text=a b c\n\
             1-1\t0-1\ta\tp1;p2\t1-2[1];1-3\t_\t\n1-2\t2-3\tb\t_\t_\t*[1]|*[2]\t\n1-3\t4-5\tc\t*\t_\t*\t\n",
            "Host 0-1“a”\nSpan 2-3“b”\nSpan 2-3“b”\nHost 4-5“c”\nSpan 4-5“c”\np1;p2 → 1-2[1];1-3 on “a”",
        ),
        (
            "#T_SP=a.Span|value\n#T_RL=a.Rel|kind|BT_a.Span\n\n\n#Text=a b\n\
             1-1\t0-1\ta\tx\t_\t_\t\n1-2\t2-3\tb\ty\tknows\\_of\t1-1\t\n",
            "Span 0-1“a”\nSpan 2-3“b”\n#value: x on “a”\n#value: y on “b”\nRel knows_of: “a” → “b” on 2-3",
        ),
        // A relation of marks over several words.
        (
            "#T_SP=a.Span|\n#T_RL=a.Rel|kind|BT_a.Span\n\n\n#Text=a b c d\n\
             1-1\t0-1\ta\t*[1]\t_\t_\t\n1-2\t2-3\tb\t*[1]\t_\t_\t\n\
             1-3\t4-5\tc\t*[2]\tis|has\t1-1[1_2]|1-1[1_2]\t\n1-4\t6-7\td\t*[2]\t_\t_\t\n",
            "Span 0-3“a b”\nSpan 4-7“c d”\nRel is: “a b” → “c d” on “c d”\nRel has: “a b” → “c d” on “c d”",
        ),
        ("\n\n#Text=a\n1-1\t0-1\ta\t\n", ""),
    ];
    for (text, expected) in cases {
        let text = source("a.tsv", format!("#FORMAT=WebAnno TSV 3.2\n{text}"));
        assert_eq!(said(&read("webanno", vec![text])), expected);
    }
    let old = read("webanno", vec![source("a.tsv", "# a.NamedEntity | value\n#id=1\n#text=Xi\n")]);
    assert!(said(&old).contains("export it again as TSV 3 or XMI"));
}

fn xmi(version: &str, inside: &str) -> Vec<Source> {
    let head = "xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:c=\"http:///c.ecore\"";
    vec![source("a.xmi", format!("<?xml version=\"{version}\"?>\n<xmi:XMI {head}>{inside}</xmi:XMI>"))]
}

#[test]
fn xmi_of_all_shapes() {
    let sofa = |text: &str| format!("<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaString=\"{text}\"/>");
    let span = "<c:Span xmi:id=\"9\" sofa=\"1\" begin=\"0\" end=\"2\"/>";
    let cases = [
        ("1.0", format!("{span}{}", sofa("Xi met")), "Span 0-2“Xi”"),
        // A view lists what counts; what only others name does not.
        ("1.0", format!("{span}{}<cas:View sofa=\"1\" members=\"7\"/>", sofa("Xi met")), ""),
        ("1.1", format!("{span}{}", sofa("&#1;&#x2;Xi")), "Span 0-2“��”"),
        (
            "1.1",
            format!("<c:Span xmi:id=\"9\" sofa=\"1\" begin=\"3\" end=\"5\"/>{}", sofa("&#55357;&#56842; Xi")),
            "Span 2-4“Xi”",
        ),
        (
            "1.0",
            format!("<c:Span xmi:id=\"9\" sofa=\"1\" begin=\"2\" end=\"4\"/>{}", sofa("a&#10;&lt;b")),
            "Span 2-4“<b”",
        ),
        (
            "1.0",
            format!("<c:NamedEntity xmi:id=\"9\" sofa=\"1\" begin=\"2\" end=\"2\" value=\"\"/>{}", sofa("Xi")),
            "NamedEntity 2-2“”",
        ),
        (
            "1.0",
            format!("<c:Span xmi:id=\"9\" sofa=\"1\" begin=\"0\" end=\"9\"/>{}", sofa("Xi")),
            "! Span 9 is left out: its offsets lie outside the text",
        ),
        // Values in elements, in lists of their own, and links of both kinds; an offset that is a link's number is none.
        (
            "1.0",
            format!(
                "{span}<c:Host xmi:id=\"5\" sofa=\"1\" begin=\"3\" end=\"6\" links=\"7 8\" words=\"3\"><more>x y</more></c:Host>\
                <c:Host xmi:id=\"4\" sofa=\"1\" begin=\"3\" end=\"7\" links=\"11\"/><cas:FSArray xmi:id=\"11\" elements=\"8\"/>\
                <c:Link xmi:id=\"7\" role=\"by\" target=\"9\"/><c:Link xmi:id=\"8\" role=\"at\" target=\"5\"/>\
                <cas:StringArray xmi:id=\"3\"><elements>p</elements><elements>q</elements></cas:StringArray>{}",
                sofa("Xi met.")
            ),
            "Span 0-2“Xi”\nHost 3-7“met.”\nHost 3-6“met”\n#words: p on “met”\n#words: q on “met”\n#more: x y on “met”\n\
             by: “Xi” on “met”\nat: “met” on “met”\nat: “met” on “met.”",
        ),
        (
            "1.0",
            format!(
                "{span}<c:Rel xmi:id=\"5\" sofa=\"1\" begin=\"0\" end=\"2\" Governor=\"9\" Dependent=\"9\" kind=\"is\"/>{}",
                sofa("Xi")
            ),
            "Span 0-2“Xi”\nRel is: “Xi” → “Xi” on “Xi”",
        ),
        // What is said of the text as a whole.
        (
            "1.0",
            format!(
                "<c:About xmi:id=\"5\" mood=\"calm\"/><c:Chain xmi:id=\"6\" first=\"9\"/>{}<cas:View sofa=\"1\" members=\"5 6\"/>",
                sofa("Xi")
            ),
            "About: mood: calm on the text",
        ),
        ("1.0", "<cas:Sofa xmi:id=\"1\" sofaURI=\"file:a.txt\"/>".to_owned(), "! it has no text (no sofaString)"),
    ];
    for (version, inside, expected) in cases {
        assert_eq!(said(&read("xmi", xmi(version, &inside))), expected, "{inside}");
    }
}

#[test]
fn each_view_of_xmi_that_is_marked_is_a_text() {
    let sofas: String = [(1, "One Xi"), (2, "Bo two"), (3, "A page")]
        .map(|(id, text)| format!("<cas:Sofa xmi:id=\"{id}\" sofaNum=\"{id}\" sofaString=\"{text}\"/>"))
        .concat();
    let marks = "<c:Span xmi:id=\"8\" sofa=\"1\" begin=\"4\" end=\"6\"/><c:Span xmi:id=\"9\" sofa=\"2\" begin=\"0\" end=\"2\"/>";
    let views =
        "<cas:View sofa=\"1\" members=\"8\"/><cas:View sofa=\"2\" members=\"9\"/><cas:View sofa=\"3\" members=\"\"/>";
    let all = read("xmi", xmi("1.0", &format!("{sofas}{marks}{views}")));
    assert_eq!(said(&all), "Span 4-6“Xi”\nSpan 0-2“Bo”");
    assert_eq!(all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a.xmi", "a-2.xmi"]);
}

#[test]
fn lines_of_all_shapes() {
    let cases = [
        (r#"["Xi met", {"entities": [[0, 2, "PER"]], "cats": {"a": 1.0}}]"#, "PER 0-2“Xi”\n#a on the text"),
        (
            r#"[["Xi met", {"entities": [[0, 2, "PER"]]}], ["Bo", {"entities": [[0, 2, "ORG"]]}]]"#,
            "PER 0-2“Xi”\nORG 0-2“Bo”",
        ),
        (r#"[{"text": "Xi", "spans": [{"start": 0, "end": 2, "label": "PER"}]}]"#, "PER 0-2“Xi”"),
        (
            r#"{"text": "Xi", "annotations": [{"label": 12, "start_offset": 0, "end_offset": 2, "user": 1}]}"#,
            "12 0-2“Xi”",
        ),
        (r#"{"text": "Xi", "spans": [{"start": 0.0, "end": 2.0, "label": "PER"}]}"#, "PER 0-2“Xi”"),
        (r#"{"text": "\ud83d\ude0a Xi", "spans": [{"start": 2, "end": 4, "label": "PER"}]}"#, "PER 2-4“Xi”"),
        (r#"{"text": "a\r\nXi", "spans": [{"start": 3, "end": 5, "label": "PER"}]}"#, "PER 2-4“Xi”"),
        (r#"{"text": "Xi", "spans": [{"start": 0, "end": 2}]}"#, "ENTITY 0-2“Xi”"),
    ];
    for (text, expected) in cases {
        for mark in ["", "\u{feff}"] {
            let whole = format!("{mark}{text}\n");
            let head = whole.trim_start_matches('\u{feff}');
            let format = Importer::of_source("a.jsonl", whole.as_bytes(), head).map(|format| format.name);
            assert!(matches!(format, Some("prodigy" | "doccano")), "{text}: {format:?}");
            assert_eq!(said(&read("prodigy", vec![source("a.jsonl", whole)])), expected, "{text}");
        }
    }
}

/// Reads a Web Annotation with these fields.
fn w3c(fields: &str) -> String {
    let whole = format!("{{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"type\":\"Annotation\",{fields}}}");
    said(&read("w3c", vec![source("a.json", whole)]))
}

#[test]
fn bodies_of_web_annotations() {
    let cases = [
        (r#""bodyValue":"b""#, "b on the text"),
        (r#""body":"http://b""#, "http://b on the text"),
        (r#""body":[{"type":"TextualBody","value":"b"},"http://c"]"#, "b on the text\nhttp://c on the text"),
        (
            r#""body":{"type":"Choice","items":[{"id":"http://b"},{"id":"http://c"}]}"#,
            "http://b on the text\nhttp://c on the text",
        ),
        (r#""body":{"type":"TextualBody","value":"b","purpose":"tagging"}"#, "#b on the text"),
        (
            r#""body":{"value":"b","language":"fr","format":"text/html"}"#,
            "b on the text\nbody language: fr; body format: text/html on the text",
        ),
        (
            r#""body":{"source":"http://b","purpose":"describing","selector":{"type":"TextQuoteSelector","exact":"x"}}"#,
            "http://b: “x” on the text",
        ),
        (r#""motivation":"bookmarking""#, "#bookmarking on the text"),
        (r#""motivation":["commenting","questioning"],"bodyValue":"b""#, "#questioning on the text\nb on the text"),
        ("\"rights\":\"http://r\",\"bodyValue\":\"b\"", "b on the text\nrights: http://r on the text"),
        (
            r#""audience":{"id":"http://a","type":"Audience","role":"teacher"}"#,
            "#highlighting on the text\naudience: http://a, role: teacher on the text",
        ),
        (
            r#""created":"2015-01-28T12:00:00Z","bodyValue":"b""#,
            "b on the text\n! when and by which program its annotations were made is not kept",
        ),
    ];
    for (fields, expected) in cases {
        assert_eq!(w3c(&format!("{fields},\"target\":\"http://t\"")), expected, "{fields}");
    }
}

#[test]
fn targets_of_web_annotations() {
    let quote = r#"{"type":"TextQuoteSelector","prefix":"so ","exact":"Xi","suffix":" met"}"#;
    let cases = [
        ("\"http://t#x=1\"".to_owned(), "b (#x=1) on the text"),
        (r#"{"id":"http://t#x=1","type":"Image"}"#.to_owned(), "b (#x=1) on the text"),
        (format!(r#"{{"source":"http://t","selector":{quote}}}"#), "b on 3-5"),
        (format!(r#"{{"selector":{quote}}}"#), "b on 3-5"),
        (format!(r#"{{"source":"http://t","selector":[{{"type":"CssSelector","value":"p"}},{quote}]}}"#), "b on 3-5"),
        (format!(r#"{{"source":"http://t","selector":{{"type":"XPathSelector","value":"/p","refinedBy":{quote}}}}}"#), "b on 3-5"),
        (r#"{"source":"http://t","selector":{"type":"TextPositionSelector","start":3,"end":5}}"#.to_owned(), "b (characters 3 to 5) on the text"),
        (r#"{"source":"http://t","selector":{"type":"DataPositionSelector","start":3,"end":5}}"#.to_owned(), "b (bytes 3 to 5) on the text"),
        (r#"{"source":"http://t","selector":{"id":"http://s","type":"SvgSelector"}}"#.to_owned(), "b (http://s) on the text"),
        (
            r#"{"source":"http://t","selector":{"type":"RangeSelector","startSelector":{"type":"XPathSelector","value":"/a"},
                "endSelector":{"type":"XPathSelector","value":"/b"}}}"#.to_owned(),
            "b (from /a to /b) on the text",
        ),
        (
            r#"{"source":"http://t","selector":{"type":"FragmentSelector","value":"p2","refinedBy":{"type":"TextPositionSelector","start":3,"end":5}}}"#.to_owned(),
            "b (p2, characters 3 to 5) on the text",
        ),
        (
            r#"{"source":"http://t","state":{"type":"TimeState","sourceDate":"2015","refinedBy":{"type":"HttpRequestState","value":"Accept: x"}}}"#.to_owned(),
            "b (sourceDate: 2015, Accept: x) on the text",
        ),
        (r#"{"source":"http://t","scope":"http://s"}"#.to_owned(), "b (within http://s) on the text"),
        (r#"{"source":"http://t","styleClass":"red"}"#.to_owned(), "b on the text\nstyleClass: red on the text"),
        // Several: each has what is said, on its own page or at its own place.
        (r#"["http://t","http://u"]"#.to_owned(), "b on the text\nb on the text"),
        (r#"{"type":"Composite","items":["http://t","http://u"]}"#.to_owned(), "b on the text\nb on the text"),
        (
            format!(r#"{{"type":"List","items":[{{"source":"http://t","selector":{quote}}},{{"source":"http://t","selector":{{"exact":"Bo"}}}}]}}"#),
            "b on 3-5\nb on 11-13",
        ),
        ("[]".to_owned(), "b on the text"),
    ];
    for (target, expected) in cases {
        assert_eq!(w3c(&format!("\"bodyValue\":\"b\",\"target\":{target}")), expected, "{target}");
    }
    let mark = r#""body":[{"value":"PER","purpose":"classifying"},{"value":"Xi Jinping","purpose":"identifying"},{"value":"b"}]"#;
    let mark = w3c(&format!(r#""id":"m",{mark},"target":{{"source":"http://t","selector":{quote}}}"#));
    assert_eq!(mark, "PER 3-5“Xi”\nb on “Xi”");
}

#[test]
fn collections_of_web_annotations_and_what_is_on_others() {
    let quote = r#"{"source":"http://t","selector":{"exact":"Xi"}}"#;
    let answers = format!(
        r#"{{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[
        {{"id":"http://c","type":"Annotation","motivation":"replying","bodyValue":"c","target":"http://b"}},
        {{"id":"http://b","type":"Annotation","bodyValue":"b","target":"http://a"}},
        {{"id":"http://a","type":"Annotation","bodyValue":"a","target":{quote},
          "creator":[{{"name":"One"}},{{"nickname":"Two"}}]}}]}}"#
    );
    let all = read("w3c", vec![source("a.json", answers.clone())]);
    assert_eq!(said(&all), "#replying on 0-2\na on 0-2\nb on 0-2\nc on 0-2");
    assert_eq!(&*all[0].annotations.notes[0].annotator, "One, Two");
    let first = answers.replacen("\"AnnotationPage\",", "\"AnnotationCollection\",\"first\":{", 1) + "}";
    assert_eq!(said(&read("w3c", vec![source("a.json", first)])), said(&all));
    let listed = r#"{"type":"AnnotationPage","items":["http://b1","http://b2"]}"#;
    let listed = said(&read("w3c", vec![source("a.json", listed)]));
    assert_eq!(listed, "! it only names where its annotations are; get http://b1 and http://b2 and add that");
    let named = r#"{"type":"AnnotationCollection","total":9,"first":"http://p1","last":"http://p2"}"#;
    let named = said(&read("w3c", vec![source("a.json", named)]));
    assert_eq!(named, "! it only names where its annotations are; get http://p1 and http://p2 and add that");
}

#[test]
fn blank_lines_before_a_text_move_nothing() {
    let cases = [
        ("brat", vec![source("a.txt", "\n \n\nSo Xi met\n\n"), source("a.ann", "T1\tPER 7 9\tXi\n")]),
        (
            "prodigy",
            vec![source("a.jsonl", r#"{"text":"\n \n\nSo Xi met\n\n","spans":[{"start":7,"end":9,"label":"PER"}]}"#)],
        ),
        (
            "webanno",
            vec![source(
                "a.tsv",
                "#FORMAT=WebAnno TSV 3.3\n#T_SP=a.PER|\n\n\n#Text=So Xi met\n1-1\t4-6\tSo\t_\t\n1-2\t7-9\tXi\t*\t\n",
            )],
        ),
        (
            "xmi",
            xmi(
                "1.0",
                "<c:PER xmi:id=\"2\" sofa=\"1\" begin=\"7\" end=\"9\"/><cas:Sofa xmi:id=\"1\" sofaString=\"&#10; &#10;&#10;So Xi met&#10;&#10;\"/>",
            ),
        ),
    ];
    for (format, sources) in cases {
        let read = read(format, sources).remove(0);
        let id = ArticleId::new("imported/a.md");
        let article = crate::formats::read(&id, &new_article(&read).unwrap());
        let mut known = Known::default();
        known.add(&article);
        assert_eq!(known.place(&read), Place::There(id), "{format}: it is found again");
        let all = folded(tied(&read, &article, &Annotations::default()), &article);
        let found: Vec<&str> = all.mentions.iter().map(|it| article.body.slice(it.span)).collect();
        assert_eq!((found, all.orphans.len()), (vec!["Xi"], 0), "{format}");
    }
}
