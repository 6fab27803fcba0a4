//! The shape of a line of JSONL, and of `show --format json`. Offsets are code points of `text`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One article. When it is read each annotation is a value of its own, so that one that cannot be read costs no other.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LineShape<A = Value> {
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub date: Option<String>,
    #[serde(default)]
    pub source: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub authors: Vec<String>,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub hash: Option<String>,
    pub text: String,
    #[serde(default)]
    pub mentions: Vec<A>,
    #[serde(default)]
    pub stances: Vec<A>,
    #[serde(default)]
    pub tags: Vec<A>,
    #[serde(default)]
    pub notes: Vec<A>,
    #[serde(default)]
    pub rejections: Vec<A>,
    #[serde(default)]
    pub orphans: Vec<A>,
}

/// An annotation of any kind, as it is written.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum AnyShape {
    Mention(MentionShape),
    Stance(StanceShape),
    Tag(TagShape),
    Note(NoteShape),
    Rejection(RejectionShape),
    Orphan(OrphanShape),
}

/// An anchor with all its parts.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AnchorShape {
    pub start: usize,
    pub end: usize,
    pub quote: String,
    pub before: String,
    pub after: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rival: Option<i32>,
    pub text: String,
}

/// A span of the text. The anchor is written only where the span does not give it, as after a change of the text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PlaceShape {
    pub start: usize,
    pub end: usize,
    #[serde(default)]
    pub quote: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<AnchorShape>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MentionShape {
    pub id: String,
    #[serde(flatten)]
    pub place: PlaceShape,
    /// Its further pieces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<PlaceShape>,
    #[serde(rename = "type")]
    pub kind: String,
    pub entity: String,
    #[serde(default)]
    pub annotator: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
}

/// An entity on one side of a stance; the offsets are those of its mention.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PartyShape {
    pub entity: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
}

/// The word `author`, or an entity.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum HolderShape {
    Word(String),
    Party(PartyShape),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StanceShape {
    pub id: String,
    pub holder: HolderShape,
    pub target: PartyShape,
    pub polarity: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intensity: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    pub evidence: PlaceShape,
    /// Its further evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<PlaceShape>,
    #[serde(default)]
    pub annotator: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
}

/// The word `article`, an annotation, or a span.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum OnShape {
    Word(String),
    Annotation { annotation: String },
    Span(PlaceShape),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TagShape {
    pub id: String,
    pub label: String,
    pub on: OnShape,
    #[serde(default)]
    pub annotator: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NoteShape {
    pub id: String,
    pub text: String,
    pub on: OnShape,
    #[serde(default)]
    pub annotator: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RejectionShape {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OrphanShape {
    pub id: String,
    pub kind: String,
    pub why: String,
    pub anchor: AnchorShape,
    #[serde(default)]
    pub annotator: String,
}
