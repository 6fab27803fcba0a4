//! The table of all formats: a new format is a file and a row here.

use super::{Files, Format, Stream};
use super::{brat, conll, doccano, hypothesis, label_studio, prodigy, refi, spacy, tei, w3c, webanno, xmi};
use crate::formats::{csv_out, jsonl, markdown_out};

impl Format {
    /// All formats, in the order shown: for people first, then for programs.
    pub const ALL: &'static [Self] = &[
        Self {
            name: "markdown",
            extension: "md",
            about: "text with links and tables, for people and note programs",
            leaves_out: Some("Markdown holds no scores, no ids of annotations and no rejected suggestions."),
            files: Files::Text,
            writer: |_| Stream::new(markdown_out::document).boxed(),
        },
        Self {
            name: "csv",
            extension: "csv",
            about: "a row for each annotation, for spreadsheets",
            leaves_out: Some("CSV holds no text, web addresses, authors, languages or contexts of quotes."),
            files: Files::Text,
            writer: |_| Stream::new(csv_out::rows).around(csv_out::head(), "", "").boxed(),
        },
        Self {
            name: "jsonl",
            extension: "jsonl",
            about: "a line for each article with all that is known, for programs",
            leaves_out: None,
            files: Files::Text,
            writer: |_| Stream::new(jsonl::line).boxed(),
        },
        Self {
            name: "conll",
            extension: "conll",
            about: "a token a line with labels B, I, O (CoNLL-2003), for training taggers",
            leaves_out: Some("CoNLL holds no white space, metadata, entities, annotators or scores."),
            files: Files::Text,
            writer: |_| Stream::new(conll::bio).boxed(),
        },
        Self {
            name: "conll-bioes",
            extension: "conll",
            about: "the same with labels B, I, O, E, S",
            leaves_out: Some("CoNLL holds no white space, metadata, entities, annotators or scores."),
            files: Files::Text,
            writer: |_| Stream::new(conll::bioes).boxed(),
        },
        Self {
            name: "spacy",
            extension: "jsonl",
            about: "a line for each article as spaCy's Doc.from_json reads it",
            leaves_out: Some("spaCy's lines hold no annotators, dates, authors or scores."),
            files: Files::Text,
            writer: |_| Stream::new(spacy::line).boxed(),
        },
        Self {
            name: "prodigy",
            extension: "jsonl",
            about: "a task a line for Prodigy",
            leaves_out: Some("Prodigy's tasks hold no annotators, dates, authors or scores."),
            files: Files::Text,
            writer: |_| Stream::new(prodigy::line).boxed(),
        },
        Self {
            name: "doccano",
            extension: "jsonl",
            about: "a line for each article for doccano; let its project allow overlapping spans",
            leaves_out: Some("doccano's lines hold no entities, annotators, dates, authors or scores."),
            files: Files::Text,
            writer: |_| Stream::new(doccano::line).boxed(),
        },
        Self {
            name: "label-studio",
            extension: "json",
            about: "tasks with regions and relations for Label Studio",
            leaves_out: Some("Label Studio's tasks hold no authors, languages and no rejected suggestions."),
            files: Files::Text,
            writer: |_| Stream::new(label_studio::task).around("[\n", ",\n", "\n]\n").boxed(),
        },
        Self {
            name: "label-studio-config",
            extension: "xml",
            about: "the labelling configuration that label-studio goes with",
            leaves_out: None,
            files: Files::Text,
            writer: |codebook| Box::new(label_studio::Configuration::new(codebook)),
        },
        Self {
            name: "w3c",
            extension: "jsonld",
            about: "W3C Web Annotations in JSON-LD",
            leaves_out: Some("Web Annotations hold no text, metadata of articles or rejected suggestions."),
            files: Files::Text,
            writer: |_| Stream::new(w3c::items).around(w3c::HEAD, ",\n", w3c::END).boxed(),
        },
        Self {
            name: "hypothesis",
            extension: "json",
            about: "rows as the API of Hypothesis gives them",
            leaves_out: Some(
                "Hypothesis holds no text, dates, sources or rejected suggestions, and positions are UTF-16 units.",
            ),
            files: Files::Text,
            writer: |_| Stream::new(hypothesis::rows).around(hypothesis::HEAD, ",\n", hypothesis::END).boxed(),
        },
        Self {
            name: "brat",
            extension: "",
            about: "a text and an .ann for each article, for brat",
            leaves_out: Some("brat holds no metadata, annotators, scores or rejected suggestions."),
            files: Files::Several,
            writer: |codebook| Box::new(brat::Brat::new(codebook)),
        },
        Self {
            name: "webanno",
            extension: "",
            about: "a WebAnno TSV 3.3 for each article, for INCEpTION",
            leaves_out: Some("WebAnno TSV holds no metadata, annotators, scores or white space outside sentences."),
            files: Files::Several,
            writer: |_| Box::<webanno::WebAnno>::default(),
        },
        Self {
            name: "xmi",
            extension: "",
            about: "a UIMA CAS for each article with its type system",
            leaves_out: Some("A CAS holds no dates, sources, addresses, authors or rejected suggestions."),
            files: Files::Several,
            writer: |_| Box::<xmi::Xmi>::default(),
        },
        Self {
            name: "refi-qda",
            extension: "qdpx",
            about: "a project with texts and codings for NVivo, ATLAS.ti, MAXQDA and others",
            leaves_out: Some(
                "REFI-QDA holds no dates, sources, addresses, authors, languages or rejected suggestions.",
            ),
            files: Files::Zip,
            writer: |codebook| Box::new(refi::Project::new(codebook)),
        },
        Self {
            name: "refi-qda-codebook",
            extension: "qdc",
            about: "the codebook of that project alone",
            leaves_out: None,
            files: Files::Text,
            writer: |codebook| Box::new(refi::CodesOnly::new(codebook)),
        },
        Self {
            name: "tei",
            extension: "xml",
            about: "a TEI corpus with annotations beside the texts",
            leaves_out: Some("TEI here holds no scores, no mentions that stances name, and no rejected suggestions."),
            files: Files::Text,
            writer: |_| Stream::new(tei::article).around(tei::HEAD, "", tei::END).boxed(),
        },
    ];
}
